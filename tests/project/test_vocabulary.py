"""A project's own reasons: read with care, known wherever reasons are, and refused where nobody has named them."""

import ast
import inspect
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandera.polars as pa
import polars as pl
import pytest

from presspack import project
from presspack.dataset.card import blocks as figures
from presspack.dataset.facts import Facts
from presspack.errors import Note, PresspackError
from presspack.pipeline.parse import tabulate
from presspack.project import rules
from presspack.project.contracts import schemas, split
from presspack.project.outlets import Outlets
from presspack.project.rules import FAULTS, Reason, reasons
from presspack.project.rules import declared as vocabulary
from presspack.project.rules.declared import PARTS
from tests.support.projects import REPO, presspack, run

FEW = Reason(
    "few-words",
    "the body has fewer than a thousand words",
    "A caption is no article.",
    "Fetch the page again.",
    "A body that reads `Photo of the day.`",
)
WHOLE = "reasons:\n" + "".join(f"{'    ' if i else '  - '}{name}: {part}\n" for i, (name, part) in enumerate((name, getattr(FEW, name)) for name in PARTS))  # fmt: skip

Parsed = schemas("parsed").Parsed


@pytest.fixture
def few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reason]:
    """The project one stands in names a reason of its own."""
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "__init__.py").touch()
    (tmp_path / "schemas" / "reasons.yaml").write_text(WHOLE)
    monkeypatch.chdir(tmp_path)
    for cached in (vocabulary.own, rules.rules):
        cached.cache_clear()
    yield FEW
    for cached in (vocabulary.own, rules.rules):
        cached.cache_clear()


@pytest.fixture
def parsed(dumps: dict[str, str], outlets: Outlets, staged: Callable[..., pl.DataFrame]) -> pl.DataFrame:
    return tabulate([staged({"page.txt": dumps["page-single"]})], outlets).articles


def load(folder: Path, text: str) -> dict[str, Reason]:
    path = folder / "reasons.yaml"
    path.write_text(text)
    return vocabulary.load(path)


# --- the file


def test_a_reason_is_read_with_all_its_parts(tmp_path):
    assert load(tmp_path, WHOLE) == {"few-words": FEW}


def test_without_the_file_and_with_an_empty_list_there_is_none(tmp_path):
    assert vocabulary.load(tmp_path / "reasons.yaml") == load(tmp_path, "reasons: []\n") == {}


def test_the_one_that_ships_names_none_and_its_example_is_whole(tmp_path):
    text = (Path(schemas().__file__).parent / "reasons.yaml").read_text("utf-8")
    assert load(tmp_path, text) == {}
    example = text.partition("# For example:\n#\n")[2].partition("\nreasons:")[0]
    uncommented = "\n".join(line.removeprefix("# ") for line in example.splitlines() if line.startswith("#   "))
    assert list(load(tmp_path, f"reasons:\n{uncommented}\n")) == ["few-words"]


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("few-words", "Few words", 2, "slug cannot be 'Few words': small letters and digits, with hyphens"),
        ("few-words", "empty-body", 2, "'empty-body' is one of presspack's own: choose another slug"),
        ("few-words", "undated", 2, "'undated' is one of presspack's own: choose another slug"),
        ("few-words", "drift", 2, "'drift' is one of presspack's own: choose another slug"),
        ("few-words", "id-not-unique", 2, "'id-not-unique' is one of presspack's own: choose another slug"),
        ("fix:", "fixes:", 5, "'fixes' is not a part of a reason: slug, meaning, why, fix, example"),
        ("    why: A caption is no article.\n", "", 2, "a reason needs its why"),
        ("A caption is no article.", "[1]", 4, "why must be text on one line, not [1]"),
        ("A caption is no article.", '"a\\x1bb"', 4, "why must be text on one line, not 'a\\x1bb'"),
        ("reasons:\n", "", 1, "must hold a list `reasons:`, and nothing else; `reasons: []` where there are none"),
        ("reasons:\n", "reason:\n", 1, "must hold a list `reasons:`, and nothing else; `reasons: []` where there are none"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(tmp_path, old, new, line, said):
    with pytest.raises(PresspackError) as caught:
        load(tmp_path, WHOLE.replace(old, new))
    assert (caught.value.message, caught.value.line) == (said, line)


def test_a_slug_that_stands_twice_is_told_at_the_second(tmp_path):
    with pytest.raises(PresspackError) as caught:
        load(tmp_path, WHOLE + WHOLE.removeprefix("reasons:\n"))
    assert (caught.value.message, caught.value.line) == ("slug 'few-words' stands twice", 7)


# --- who knows it


def test_a_reason_of_the_project_is_listed_explained_and_selected(few):
    assert reasons()[few.slug] == few.meaning
    assert f"{few.slug}" in presspack("rules").out
    assert f"### {few.slug}" in presspack("rules", "--format", "markdown").out
    said = presspack("explain", few.slug)
    assert said.code == 0
    assert all(part in said.out for part in few if isinstance(part, str))
    assert "did you mean 'few-words'?" in presspack("explain", "few-word").err


def test_the_card_tells_what_a_reason_of_the_project_means(few):
    facts = Facts(counts={"reasons": {few.slug: 3}})
    assert "| `few-words` | the body has fewer than a thousand words | 3 |" in figures.BLOCKS["reasons"](facts)


def test_the_ledger_takes_a_reason_of_the_project_and_no_other(few, outlets, staged):
    dumps = tabulate([staged({"empty.txt": ""})], outlets).dumps
    contract = schemas("dumps").Dumps
    assert len(split(dumps.with_columns(reasons=pl.lit([few.slug])), contract).kept) == 1
    with pytest.raises(PresspackError, match="unknown-slug"):
        split(dumps.with_columns(reasons=pl.lit(["few-sords"])), contract)


# --- checks


def checked(column: str, slug: str, wanted: Callable[[pl.Expr], pl.Expr], base: Any = Parsed) -> Any:
    """A contract with one more check."""

    class Checked(base):
        @pa.check(column, error=slug)
        def more(cls, data: pa.PolarsData) -> pl.LazyFrame:
            return data.lazyframe.select(wanted(pl.col(data.key)))

    return Checked


def test_a_check_that_names_a_reason_of_the_project_rejects_with_it_at_the_line_of_the_body(few, parsed):
    parted = split(parsed, checked("words", few.slug, lambda words: words >= 1_000))
    assert parted.notes == [[Note(few.slug, parsed["body_line"][0], str(parsed["words"][0]))]]
    assert len(split(parsed, checked("words", few.slug, lambda words: words >= 1)).rejected) == 0


def test_a_long_value_is_cut_so_that_the_ledger_holds_no_body(few, parsed):
    ((note,),) = split(parsed, checked("body", few.slug, lambda body: body.str.len_chars() < 10)).notes
    assert note.line == parsed["body_line"][0]
    assert note.detail == parsed["body"][0][:99] + "…"


def test_a_check_of_the_whole_row_rejects_too(few, parsed):
    class Whole(Parsed):
        @pa.dataframe_check(error=few.slug)
        def more(cls, data: pa.PolarsData) -> pl.LazyFrame:
            return data.lazyframe.select(pl.col("words") > pl.col("paragraphs") * 1_000)

    assert split(parsed, Whole).notes == [[Note(few.slug, parsed["body_line"][0], "")]]


def test_a_check_of_related_items_rejects_the_dump_that_lists_them_at_their_lines(few, dumps, outlets, staged, monkeypatch):  # fmt: skip
    rows = staged({"page.txt": dumps["page-single"], "body.txt": dumps["body"]})
    before = tabulate([rows], outlets)
    page, first = before.related["dump"][0], before.related.row(0, named=True)
    strict = checked("teaser", few.slug, lambda teaser: teaser != first["teaser"], schemas("related").Related)
    monkeypatch.setattr(schemas("related"), "Related", strict)
    after = tabulate([rows], outlets)
    (rejected,) = after.dumps.filter(outcome="rejected").rows(named=True)
    assert (rejected["dump"], rejected["reasons"], rejected["reason_lines"]) == (page, [few.slug], [first["line"]])
    assert page not in after.articles["dump"].to_list() + after.related["dump"].to_list()
    assert after.related.equals(before.related.filter(pl.col("dump") != page))


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("few-wrods", "'few-wrods' is no reason: did you mean 'few-words'? Else name it in schemas/reasons.yaml"),
        ("xyzzy", "'xyzzy' is no reason: name it in schemas/reasons.yaml"),
        ("undated", "'undated' is no reason: did you mean 'no-date'? Else name it in schemas/reasons.yaml"),
    ],
)
def test_a_check_that_names_no_known_reason_is_refused_even_if_no_row_breaks_it(few, parsed, slug, said):
    with pytest.raises(PresspackError) as caught:
        split(parsed, checked("words", slug, lambda words: words >= 1))
    assert caught.value.message == said


def test_every_slug_of_our_contracts_is_a_reason_or_a_fault():
    modules = sorted({path.stem for path in (REPO / "schemas").glob("*.py")} - {"__init__", "article"})
    for module in modules:
        contract = getattr(schemas(module), module.title().replace("_", ""))
        given = {check.error for column in contract.to_schema().columns.values() for check in column.checks if not check.statistics}  # fmt: skip
        assert given <= {*reasons(), *FAULTS}
    texts = "".join(inspect.getsource(schemas(module)) for module in (*modules, "article"))
    assert all(f'error="{fault}"' in texts for fault in FAULTS)


def test_a_reason_that_says_mend_as_before_is_read_as_fix(tmp_path):
    assert load(tmp_path, WHOLE.replace("fix:", "mend:")) == load(tmp_path, WHOLE)


def test_contracts_import_from_the_one_module_that_stays() -> None:
    for path in (REPO / "schemas").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("presspack"):
                assert node.module == "presspack.project", path
                assert {alias.name for alias in node.names} <= set(project.__all__)


@pytest.mark.parametrize("line", ["from presspack.reasons import WARNINGS", "from presspack.vocabulary import reasons"])
def test_a_contract_that_imports_from_where_it_was_before_is_refused_at_its_line(tmp_path, line):
    shutil.copytree(REPO / "schemas", tmp_path / "schemas")
    contract = tmp_path / "schemas" / "dumps.py"
    contract.write_text(f"{line}\n{contract.read_text('utf-8')}", "utf-8")
    said = run(tmp_path, "presspack", "check", str(REPO / "seeds"))
    assert said.code == 2
    assert said.err.count("\n") == 1
    assert "dumps.py:1: the contract cannot be imported: No module named" in said.err
    assert "presspack.project" in said.err
