"""An outlet, a byline and a date from outside the text: from a column, or by path."""

import io
import json
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest

from presspack.article import Record
from presspack.errors import PresspackError, Rejected
from presspack.pipeline.parse import parse
from presspack.pipeline.stage import stage
from presspack.project.outlets import Outlets
from presspack.project.params import Params, load
from presspack.reading.dump import Reader, Taken, row_of
from presspack.reading.files import walk
from presspack.reading.read import read
from tests.support.dumps import DUMPS
from tests.support.packing import csved, found, jsonl, parquet
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


@pytest.mark.parametrize(
    "data",
    [
        json.dumps([{"text": "One."}, {"text": "Two.", "title": "T"}]).encode(),
        json.dumps([{"text": "One."}, {"text": "Two.", "title": "T"}], indent=2).encode("utf-8-sig"),
        b'{"text": "One."}\n{"text": "Two.", "title": "T"}\n',
    ],
)
def test_a_json_file_is_an_array_of_records_or_lines(data: bytes) -> None:
    listed = found("a.json", data)
    assert [(name, dump.data, dump.record.title) for name, dump in listed.items()] == [
        ("a.json!/1", b"One.", None),
        ("a.json!/2", b"Two.", "T"),
    ]


def test_a_json_file_may_be_one_record() -> None:
    assert [dump.data for dump in found("a.json", b'{\n"text": "One."}').values()] == [b"One."]


@pytest.mark.parametrize("data", [b'[{"text": "One."},\n{"text": ]', b'[{"text": "One."}\n'])
def test_what_is_broken_in_an_array_has_its_line_and_costs_nothing_above_it(data: bytes) -> None:
    first, second = found("a.json", data).values()
    assert first.data == b"One."
    assert second.note is not None
    assert (second.note.slug, second.note.line) == ("broken-record", 2)


@pytest.mark.parametrize(
    "odd", [b"5", b"null", b'"Two."', b"[1]", b'{"text": "a", "text": "b"}', b"[" * 200 + b"]" * 200]
)
def test_what_is_no_record_in_an_array_costs_nothing_below_it(odd: bytes) -> None:
    listed = list(found("a.json", b'[{"text": "One."},\n' + odd + b',\n{"text": "Three."}]').values())
    assert [dump.data for dump in listed] == [b"One.", None, b"Three."]
    assert listed[1].note is not None
    assert (listed[1].note.slug, listed[1].note.line) == ("broken-record", 2)


@pytest.mark.parametrize("kind", ["file", "stream"])
def test_arrow_is_read_as_datasets_saves_it(kind: str) -> None:
    table = pa.table({"text": ["One.", "Two.", None], "title": ["T", None, None]})
    sink = io.BytesIO()
    with (pa.ipc.new_file if kind == "file" else pa.ipc.new_stream)(sink, table.schema) as writer:
        writer.write_table(table, max_chunksize=2)
    rows = list(found("a.arrow", sink.getvalue()).values())
    assert [row.data for row in rows] == [b"One.", b"Two.", None]
    assert rows[0].record.title == "T"
    assert rows[2].note is not None


@pytest.mark.parametrize("side", ["a.json", "a.meta", "a.txt.json"])
def test_a_file_beside_a_page_says_of_it_what_a_record_says(side: str, tmp_path: Path) -> None:
    put(tmp_path / "a.txt", TEXT.encode())
    put(tmp_path / side, json.dumps({"url": "http://minzu.rep.kp/a", "title": "Pears", "date": "2024-11-30"}).encode())
    rows = {
        Path(path).name: row
        for path in walk(tmp_path)
        for row in Reader(str(tmp_path), Params().limits).rows(taken(path, tmp_path))
    }
    assert (rows["a.txt"].title, rows["a.txt"].url, rows["a.txt"].date) == (
        "Pears",
        "http://minzu.rep.kp/a",
        "2024-11-30",
    )
    assert (rows[side].reason, rows[side].detail) == ("not-a-dump", "it describes a.txt")


def taken(path: str, root: Path) -> Taken:
    return Reader(str(root), Params().limits).take(path, Path(path).name)


def test_a_file_beside_a_page_that_says_nothing_costs_nothing(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", TEXT.encode())
    put(tmp_path / "a.json", b"{ no json")
    (row,) = Reader(str(tmp_path), Params().limits).rows(taken(str(tmp_path / "a.txt"), tmp_path))
    assert (row.title, row.text) == (None, TEXT.encode())


@pytest.mark.parametrize("held", [[{"text": TEXT}, {"text": TEXT}], TEXT])
def test_a_file_beside_a_page_that_holds_no_object_is_read_itself(held: object, tmp_path: Path) -> None:
    put(tmp_path / "a.html", TEXT.encode())
    put(tmp_path / "a.json", json.dumps(held).encode())
    rows = list(Reader(str(tmp_path), Params().limits).rows(taken(str(tmp_path / "a.json"), tmp_path)))
    assert [row.reason for row in rows] == ([None, None] if isinstance(held, list) else ["broken-record"])


KOREAN = "배 농사군들이 평양에서 모임을 가지였다. " * 5
WRITTEN = {
    "utf-8": lambda text: text.encode(),
    "cp949": lambda text: text.encode("cp949"),
    "utf-8-read-as-latin-1": lambda text: text.encode().decode("latin-1").encode(),
}


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
@pytest.mark.parametrize("encoding", WRITTEN)
def test_a_title_is_read_in_the_encoding_of_its_text(kind: str, encoding: str) -> None:
    text, title = map(WRITTEN[encoding], (KOREAN, "배 농사 소식"))
    data = {
        "csv": b"text,title\n" + text + b"," + title + b"\n",
        "jsonl": b'{"text": "' + text + b'", "title": "' + title + b'"}\n',
        "parquet": parquet({"text": [text], "title": [title]}),
    }[kind]
    (row,) = map(row_of, found(f"a.{kind}", data).values())
    assert (row.encoding, row.text, row.title) == (encoding, KOREAN.encode(), "배 농사 소식")


def test_a_title_whose_bytes_are_no_text_of_that_encoding_is_none() -> None:
    data = b"text,title,byline\nThe pear growers met.," + "소식".encode("cp949") + b",A. Writer\n"
    (row,) = map(row_of, found("a.csv", data).values())
    assert (row.title, row.byline) == (None, "A. Writer")


def test_a_title_alone_that_was_decoded_wrongly_is_mended() -> None:
    title = "배 농사 소식"
    data = json.dumps({"text": KOREAN, "title": title.encode().decode("latin-1")}).encode()
    (row,) = map(row_of, found("a.jsonl", data).values())
    assert row.title == title
