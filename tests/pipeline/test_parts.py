"""`link` in parts: its tables do not show how many workers, shards and parts there were."""

import json
import shutil
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from bench import pairs
from bench.generate import write
from bench.pages import OUTLETS, Day, Page, Teaser, render
from presspack.engine.store import Store
from presspack.errors import PresspackError
from presspack.pipeline import link as linking
from presspack.pipeline.link import link, stories
from presspack.pipeline.link.tables import table
from presspack.pipeline.link.work import cut
from presspack.pipeline.parse import parse
from presspack.pipeline.stage import stage
from presspack.project.params import Params
from tests.support.projects import put

TABLES = ("articles", "dumps", "same_story", "revisions", "edits", "leads", "hidden")
LABEL = next(outlet.label for outlet in OUTLETS if outlet.id == "sample-times")
URL = "https://kcnawatch.org/newstream/{}-123456789/a-plank"
DAY = Day(2025, 5, 4)


def page(
    text: str, title: str, label: str = LABEL, crawl: Day = DAY, items: list[tuple[Teaser, Day]] | None = None
) -> str:
    return render(
        Page("page", label, label, title, "04/05/2025", crawl, [text, f"{text} So it was said."], items or [])
    )


def corpus(folder: Path, many: int) -> None:
    """Stories and what teasers lead to, copies that disagree, pages that changed, and what shall be withdrawn."""
    pairs.write(folder, 1)
    write(folder / "generated", many, seed=3, listed=0.1)
    rows = []
    for i in range(30):
        said = f"The keepers of mill number {'i' * i}{i} have counted every plank of the old wheel and of the sluice."
        for day in (5, 6):
            put(folder / f"copies/{i}-{day}.txt", page(said, f"{day} Planks", crawl=Day(2025, 5, day)).encode())
        if i < 12:
            url = URL.format(1746100000 + 90000 * i)
            texts = [page(f"{said} Of these {n} are new.", "Planks", crawl=Day(2025, 5, n)) for n in (7, 9)]
            rows += [{"url": url, "text": text} for text in texts]
    mill = "The mill of Quarrow, which has stood empty since the flood of the year before last, is to be opened again {} with a march."
    for when in ("on Sunday", "on Monday"):  # one page by its heading
        put(folder / f"mill/{when}.txt", page(mill.format(when), "The Mill of Quarrow").encode())
    ferry = (
        "The ferry of the northern shore has a second deck since Monday, and it carries bicycles and goats for nothing."
    )
    for name, label in (("a", LABEL), ("b", "Sample Radio (EN)")):
        put(folder / f"gone/{name}.txt", page(ferry, "Goats Afloat", label).encode())
    teaser = Teaser("Goats Afloat", ferry[:100], "", "")
    put(folder / "gone/c.txt", page("The clock strikes thirteen.", "A Clock", items=[(teaser, DAY)]).encode())
    put(folder / "gone/d.txt", page("A goat has been seen on the ferry.", "Seen", "Sample Courier (En)").encode())
    put(folder / "rows.jsonl", "".join(json.dumps(row) + "\n" for row in rows).encode())


def entries(parsed: Path) -> str:
    """An entry of every kind."""
    dumps = pl.concat([pl.read_parquet(folder / "dumps.parquet") for folder in Store(parsed).units().values()])
    at = dict(dumps.select("path", "dump").iter_rows())
    ids = dict(dumps.select("path", "article").iter_rows())
    rejected = dumps.filter(outcome="rejected").sort("path")["dump"][0]
    some = {"article": ids["gone/a.txt"], "url": URL.format(1746100000), "outlet": "sample-courier"}
    named = [*some.items(), ("dump", at["copies/0-5.txt"]), ("dump", at["gone/c.txt"]), ("dump", rejected)]
    lines = [
        f'  - {{{kind}: "{value}", date: 2026-11-02, reason: number {i}}}\n' for i, (kind, value) in enumerate(named)
    ]
    return "withdrawn:\n" + "".join(lines)


def linked(folder: Path, shards: int, workers: int, rows: int, patch: pytest.MonkeyPatch) -> Path:
    """What `link` makes of a folder's seeds, in parts of about so many rows."""
    params = Params(shards=shards, workers=workers)
    parsed, out = folder / f"parsed-{shards}", folder / f"linked-{shards}-{workers}-{rows}"
    if not parsed.exists():
        stage(folder / "seeds", folder / "staged", params)
        parse(folder / "staged", parsed, params)
    if not (folder / "withdrawn.yaml").exists():
        (folder / "withdrawn.yaml").write_text(entries(parsed), "utf-8")
    patch.setattr(linking, "ROWS", rows)
    patch.setattr(stories, "MEASURED", rows)
    (folder / "said.txt").write_text(link(parsed, out, params, folder / "withdrawn.yaml"), "utf-8")
    return out


def alike(folder: Path, many: int, others: list[tuple[int, int, int]], patch: pytest.MonkeyPatch) -> None:
    patch.setattr("presspack.engine.pool.WORTH", 0)
    corpus(folder / "seeds", many)
    whole = linked(folder, 1, 1, 1 << 20, patch)
    said = (folder / "said.txt").read_text("utf-8")
    one = {name: table(whole, name) for name in TABLES}
    warned = dict(one["dumps"]["warnings"].explode().value_counts().iter_rows())
    assert warned["copies-disagree"] >= 50
    assert warned["page-changed"] >= 20
    assert one["dumps"].filter(outcome="withdrawn")["reason_details"].explode().n_unique() == 6  # each entry
    assert all(len(rows) for rows in one.values())
    assert one["revisions"]["page_source"].n_unique() == 2
    for shards, workers, rows in others:
        out = linked(folder, shards, workers, rows, patch)
        assert (folder / "said.txt").read_text("utf-8") == said
        for name in TABLES:
            keys = one[name].columns if name == "leads" else []
            made = table(out, name)
            assert_frame_equal(made.sort(keys) if keys else made, one[name].sort(keys) if keys else one[name])
        assert len(list(out.glob("*/articles-*"))) >= len(one["articles"]) // (2 * rows)


def test_tables_are_the_same_for_other_shards_workers_and_parts(tmp_path, monkeypatch):
    alike(tmp_path, 60, [(3, 1, 50)], monkeypatch)


@pytest.mark.slow
def test_tables_of_a_larger_corpus_are_the_same(tmp_path, monkeypatch):
    alike(tmp_path, 4000, [(16, 2, 300), (7, 3, 1000), (1, 1, 50)], monkeypatch)


def test_a_path_that_two_shards_have_is_refused(tmp_path):
    put(tmp_path / "seeds/a.txt", b"No layout has this.")
    stage(tmp_path / "seeds", tmp_path / "staged", Params())
    parse(tmp_path / "staged", tmp_path / "parsed", Params())
    index = tmp_path / "parsed/index.json"
    (name,) = {
        folder.name for folder in Store(tmp_path / "parsed").folders() if len(pl.read_parquet(folder / "dumps.parquet"))
    }
    shutil.copytree(index.with_name(name), index.with_name(f"00099{name[5:]}"))
    index.write_text(json.dumps([name, f"00099{name[5:]}"]), "utf-8")
    with pytest.raises(PresspackError, match=r"^Dumps\.path: field_uniqueness in 2 of 2 rows, first a\.txt$"):
        link(tmp_path / "parsed", tmp_path / "linked")
    assert not list((tmp_path / "linked").glob("00000-*"))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text("ab", max_size=4)), st.integers(1, 6))
def test_every_key_is_of_one_part_with_all_that_begin_alike_and_parts_are_in_order(tmp_path_factory, keys, rows):
    file = tmp_path_factory.mktemp("parts") / "keys.parquet"
    table = pl.DataFrame({"key": keys}, {"key": pl.String})
    table.write_parquet(file)
    parts = cut([file, file], "key", rows, 2)
    found = [table.filter(part.has("key"))["key"].sort() for part in parts]
    assert pl.concat(found).to_list() == sorted(keys)
    assert sum(len({key[:2] for key in some}) for some in found) == len({key[:2] for key in keys})
    assert [part.number for part in parts] == list(range(len(parts)))
