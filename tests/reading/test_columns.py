"""An outlet, a byline and a date from outside the text: from a column, or by path."""

from pathlib import Path

import polars as pl
import pytest

from presspack.article import Record
from presspack.errors import PresspackError, Rejected
from presspack.pipeline.parse import parse
from presspack.pipeline.stage import stage
from presspack.project.outlets import Outlets
from presspack.project.params import Params, load
from presspack.reading.read import read
from tests.support.dumps import DUMPS
from tests.support.packing import csved, found, jsonl
from tests.support.projects import put

TEXT = "The gardeners of Tolvenna weighed their pears on Friday.\n\nThe scales were borrowed from the mill."


@pytest.mark.parametrize(
    "names",
    [
        ("text", "title", "url", "date", "byline", "outlet"),
        ("Text", "Title", "URL", "Date", "Byline", "Outlet"),
        ("BODY", "Headline", "LINK", "datePublished", "author", "source"),
        ("story_text", "headline", "link", "timestamp", "Author", "Source"),
        ("article", "title", "url", "published_on", "byline", "outlet"),
        (" content ", "title", "url", "PUBLISHED", "byline", "outlet"),
    ],
)
def test_columns_are_found_by_their_usual_names_in_any_case(names: tuple[str, ...]) -> None:
    values = ("One.", "A Title", "http://a.example/", "2024-11-30", "Mira Solenne", "sample-times")
    row = dict(zip(names, values, strict=True))
    wanted = Record("http://a.example/", "A Title", "2024-11-30", None, "sample-times", "Mira Solenne")
    for name, data in (("a.jsonl", jsonl([row])), ("a.csv", csved([row]))):
        (dump,) = found(name, data).values()
        assert (dump.data, dump.record) == (b"One.", wanted)


def test_the_exact_name_of_a_column_goes_before_the_same_in_another_case() -> None:
    (dump,) = found("a.jsonl", jsonl([{"Text": "no", "text": "One."}])).values()
    assert dump.data == b"One."


@pytest.mark.parametrize("name", ["sample-times", "Sample Times", "sample  TIMES"])
@pytest.mark.parametrize("title", [None, "Pears Are Weighed"])
def test_a_text_whose_outlet_is_given_is_an_article(name: str, title: str | None, outlets: Outlets) -> None:
    outlet, article = read(
        TEXT, outlets, Record(outlet=name, title=title, byline="Mira Solenne", date="30 November 2024")
    )
    assert (outlet, article.layout, article.title, article.paragraphs) == ("sample-times", "record", title, 2)
    assert (article.byline, str(article.published_on), article.date_source) == ("Mira Solenne", "2024-11-30", "record")


def test_an_outlet_with_a_site_of_its_own_layout_is_read_by_it(outlets: Outlets) -> None:
    outlet, article = read(f"A Title\n{TEXT}", outlets, Record(outlet="mfa"))
    assert (outlet, article.layout, article.title) == ("mfa", "mfa", "A Title")


def test_an_outlet_that_nobody_knows_is_told(outlets: Outlets) -> None:
    with pytest.raises(Rejected) as refusal:
        read(TEXT, outlets, Record(outlet="Nobody’s News"))
    assert refusal.value.note == ("unknown-outlet", 1, "Nobody’s News")


def test_a_page_that_names_another_outlet_than_its_record_is_a_conflict(outlets: Outlets) -> None:
    page = (DUMPS / "page-doubled.txt").read_text("utf-8")
    assert read(page, outlets, Record(outlet="sample-courier"))[1].reasons == []
    assert [note.slug for note in read(page, outlets, Record(outlet="sample-times"))[1].reasons] == ["outlet-conflict"]
    assert read(page, outlets, Record(outlet="scraper-7"))[1].reasons == []


def test_the_first_pattern_that_fits_a_path_gives_its_outlet() -> None:
    limits = Params(
        outlets={"herald/old/**": "sample-times", "herald/**": "sample-courier", "*.news.txt": "mfa"}
    ).limits
    for path, outlet in {
        "herald/a.txt": "sample-courier",
        "herald/x/y.txt": "sample-courier",
        "herald/old/y.txt": "sample-times",
        "x/a.news.txt": "mfa",
        "x/herald.txt": None,
    }.items():
        assert limits.outlet(path) == outlet


def test_dumps_have_the_outlet_that_params_give_their_path(tmp_path: Path) -> None:
    put(tmp_path / "seeds/times/a.txt", TEXT.encode())
    put(tmp_path / "seeds/other/a.txt", TEXT.replace("pears", "plums").encode())
    put(
        tmp_path / "seeds/times/b.jsonl",
        jsonl([{"text": TEXT.replace("pears", "figs")}, {"text": TEXT.replace("pears", "dates"), "outlet": "mfa"}]),
    )
    put(tmp_path / "params.yaml", b'outlets: {"times/**": sample-times}\nshards: 2\n')
    params = load(tmp_path / "params.yaml")
    stage(tmp_path / "seeds", tmp_path / "staged", params)
    parse(tmp_path / "staged", tmp_path / "parsed", params)
    dumps = pl.concat([pl.read_parquet(path) for path in sorted((tmp_path / "parsed").rglob("dumps.parquet"))])
    articles = pl.concat([pl.read_parquet(path) for path in sorted((tmp_path / "parsed").rglob("articles.parquet"))])
    outlets = dict(articles.select("dump", "outlet").iter_rows())
    told = {
        path: (outlets.get(dump), list(reasons))
        for path, dump, reasons in dumps.select("path", "dump", "reasons").iter_rows()
    }
    assert told == {
        "times/a.txt": ("sample-times", []),
        "times/b.jsonl!/1": ("sample-times", []),
        "times/b.jsonl!/2": ("mfa", []),
        "other/a.txt": (None, ["no-layout"]),
    }


def test_params_tell_what_is_wrong_with_outlets_by_path(tmp_path: Path) -> None:
    put(tmp_path / "params.yaml", b"outlets: [herald]\n")
    with pytest.raises(PresspackError, match="outlets by pattern of path"):
        load(tmp_path / "params.yaml")
