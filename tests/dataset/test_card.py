"""The card is a person's prose with measured figures, and no text of a stranger acts in it."""

import datetime as dt
import json
import re
import shutil
from collections import Counter
from copy import deepcopy
from pathlib import Path

import polars as pl
import pytest
import yaml

from presspack.dataset import configs as hub
from presspack.dataset import parquet
from presspack.dataset.card import blocks as figures
from presspack.dataset.card import conditions, lint
from presspack.dataset.card import readme as card
from presspack.dataset.facts import Facts, measure
from presspack.engine.pool import Pool
from presspack.errors import PresspackError
from presspack.project.contracts import schemas
from presspack.project.outlets import load
from presspack.reading.clean import RULES
from presspack.writing import markdown
from tests.support.hostile_names import HOSTILE
from tests.support.projects import REPO, SAMPLE, build, presspack, redo_checksums

HEAD = "---\npretty_name: News\nlicense: other\ntask_categories: [other]\n---\n"
OUTLETS = REPO / "schemas" / "outlets.yaml"


@pytest.fixture
def prose(tmp_path):
    def write(text: str) -> card.Prose:
        (tmp_path / "DATACARD.md").write_text(text, "utf-8")
        return card.Prose(tmp_path / "DATACARD.md")

    return write


@pytest.fixture(scope="module")
def dataset(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("card")
    shutil.copytree(SAMPLE, folder / "seeds")
    build(folder)
    return folder / "dataset"


@pytest.fixture(scope="module")
def facts(dataset) -> Facts:
    return measure(dataset, Pool())[0]


def blocks(text: str) -> dict[str, str]:
    """The measured blocks of a card, each begun and ended by a comment."""
    return dict(re.findall(r"<!-- measured: (.*?) -->\n(.*?)\n<!-- end: \1 -->", text, re.DOTALL))


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "must begin with a head"),
        ("# A card without a head\n", 1, "must begin with a head"),
        ("---\npretty_name: News\n", 1, "must begin with a head"),
        ("---\n- pretty_name\n---\n", 2, "must be a list of `name: value`"),
        ("---\npretty_name: News\nlicense: [\n---\n", 4, "not YAML"),
        ("---\npretty_name: News\npretty_name: Olds\n---\n", 3, "'pretty_name' stands twice"),
        ("---\npretty_name: News\ntask_categories: []\n---\n", 2, "the head needs license"),
        (HEAD + "\nText\n\n<!-- measured: moods -->\n", 9, "nothing is measured as 'moods'"),
        (re.sub("license: .*", "license: cc-by-4", HEAD), 3, "'cc-by-4' is no word that the Hub knows for license"),
        (HEAD.replace("license", "citation: {doi: x}\nlicense"), 3, "citation"),
        *(
            (HEAD.replace("license", f"{name}: x\nlicense"), 3, f"{name} is measured: remove it here")
            for name in card.MEASURED
        ),
    ],
)
def test_broken_prose_is_refused_with_its_line(prose, tmp_path, text, line, said):
    with pytest.raises(PresspackError) as refusal:
        prose(text)
    assert str(refusal.value).startswith(f"{tmp_path / 'DATACARD.md'}:{line}: ")
    assert said in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_what_is_measured_is_named_where_a_block_is_unknown(prose):
    with pytest.raises(PresspackError) as refusal:
        prose(HEAD + "<!-- measured: moods -->\n")
    assert all(name in str(refusal.value) for name in figures.BLOCKS)


def test_prose_that_is_missing_or_no_text_is_refused_with_its_path(tmp_path):
    with pytest.raises(PresspackError, match=r"none\.md: cannot be read \(No such file or directory\): restore it"):
        card.Prose(tmp_path / "none.md")
    (tmp_path / "bytes.md").write_bytes(b"---\n\xff\n---\n")
    with pytest.raises(PresspackError, match=r"bytes\.md: is not UTF-8"):
        card.Prose(tmp_path / "bytes.md")


def test_the_line_of_an_unknown_block_is_right_below_windows_line_ends(tmp_path):
    (tmp_path / "DATACARD.md").write_bytes((HEAD + "<!-- measured: moods -->\n").replace("\n", "\r\n").encode())
    with pytest.raises(PresspackError, match=r"DATACARD\.md:6: nothing is measured as 'moods'"):
        card.Prose(tmp_path / "DATACARD.md")


def test_the_card_of_the_repository_shows_every_figure_that_is_measured(dataset):
    found = blocks((dataset / "README.md").read_text("utf-8"))
    assert found.keys() == figures.BLOCKS.keys()
    assert all(text.strip() for text in found.values())


@pytest.mark.parametrize("forgotten", ["related", "dumps"])
def test_a_card_that_forgets_the_fields_of_a_config_has_them_below_the_others(prose, facts, forgotten):
    text = (REPO / "DATACARD.md").read_text("utf-8")
    whole, less = prose(text), prose(text.replace(f"<!-- measured: fields of {forgotten} -->\n", ""))
    said, completed = (card.render(each, deepcopy(facts), "1.0.0", "0" * 64) for each in (whole, less))
    assert blocks(completed) == blocks(said)
    section = completed.partition("\n## Fields\n")[2].partition("\n## ")[0]
    assert section.index(f"<!-- end: fields of {forgotten} -->") > section.rindex("<!-- end: fields of same_story -->")


def test_every_rule_of_cleaning_that_mended_something_is_in_the_card_with_what_the_ledger_counts(dataset):
    dumps = pl.concat([parquet.read(path) for path in parquet.files(dataset, "dumps")])
    fired = dumps.select("cleaning", "cleaning_counts").explode("cleaning", "cleaning_counts").drop_nulls()
    rows = re.findall(
        r"\| `(.*?)` \| (.*?) \| (\d+) \| (\d+) \|", blocks((dataset / "README.md").read_text("utf-8"))["cleaning"]
    )
    fires = set(fired["cleaning"])
    assert [row[:2] for row in rows] == [(rule.name, rule.meaning) for rule in RULES if rule.name in fires]
    for name, _, many, times in rows:
        counts = fired.filter(cleaning=name)["cleaning_counts"]
        assert (int(many), int(times)) == (len(counts), counts.sum())
    assert fired.height > 0


def test_all_prose_is_in_the_card_as_it_was_written_but_for_passages_on_what_is_not_there(dataset, facts):
    text = (dataset / "README.md").read_text("utf-8")
    places = re.sub(r"(<!-- measured: (.*?) -->)\n.*?\n<!-- end: \2 -->", r"\1", text, flags=re.DOTALL)
    written = (REPO / "DATACARD.md").read_text("utf-8")
    chosen = conditions.chosen(written.split("\n---\n", 1)[1], facts)
    assert places.split("\n---\n", 1)[1] == card.completed(chosen, facts)
    head = yaml.safe_load(written.split("---\n")[1])
    assert head.items() <= yaml.safe_load(text.split("---\n")[1]).items()


def test_no_line_of_a_head_is_read_otherwise_by_yaml_than_it_was_meant(prose, facts):
    """Norwegian is `no`, a version may look like a number, and a colon begins nothing."""
    facts = measured(facts, language={"no": 1, "en": 2})
    text = card.render(prose(HEAD.replace("News", '"Yes: no # 1.0"')), facts, "1.0.0", "0" * 64)
    head = yaml.safe_load(text.split("---\n")[1])
    assert head["language"] == ["en", "no"]
    assert head["pretty_name"] == "Yes: no # 1.0"
    assert [config["version"] for config in head["configs"]] == ["1.0.0"] * len(hub.CONFIGS)


def measured(facts: Facts, **counts: dict[str, int]) -> Facts:
    facts = deepcopy(facts)
    for name, values in counts.items():
        facts.counts[name].clear()
        facts.counts[name].update(values)
    return facts


@pytest.mark.parametrize("field", ["label", "publisher", "site"])
@pytest.mark.parametrize("name", HOSTILE)
def test_what_an_outlet_calls_itself_does_nothing_in_the_card(prose, facts, tmp_path, monkeypatch, name, field):
    rows = yaml.safe_load(OUTLETS.read_text("utf-8"))
    for row in rows["outlets"]:
        if row["id"] == "sample-times":
            row[field] = HOSTILE[name]
    (tmp_path / "outlets.yaml").write_text(yaml.safe_dump(rows), "utf-8")
    monkeypatch.setattr(schemas(), "OUTLETS", load(tmp_path / "outlets.yaml"))
    text = card.render(prose(HEAD + "<!-- measured: outlets -->\n"), facts, "1.0.0", "0" * 64).split("\n---\n")[1]
    (row,) = [
        line
        for line in text.splitlines()
        if "`sample-times`" in line and HOSTILE[name][-3:-1] in re.sub(r"\\(.)", r"\1", line)
    ]
    cells = re.split(r"(?<!\\)(?:\\\\)*\|", row)
    assert len(cells) == len(re.split(r"\|", text.splitlines()[2])), "no pipe makes a cell"
    (cell,) = [cell.strip() for cell in cells if re.sub(r"\\(.)", r"\1", cell).strip() == HOSTILE[name]]
    assert re.sub(r"\\[\\`*_{}\[\]<>|#~&]", "", cell) == re.sub(r"[\\`*_{}\[\]<>|#~&]", "", HOSTILE[name]), (
        "all that acts is escaped"
    )


def test_a_label_of_several_lines_stays_on_one(facts):
    assert markdown.escape("Gazette\n\n# Herald\u2028Times") == r"Gazette \# Herald Times"


# --- what a card must have, and its figures


@pytest.mark.parametrize("config", hub.CONFIGS)
def test_every_field_says_whether_it_was_read_derived_or_counted(config):
    held = hub.contract(config).to_schema().columns
    assert {column.metadata["origin"] for column in held.values()} <= {"read", "derived", "counted"}


def test_the_row_that_the_card_shows_is_one_of_the_samples(dataset):
    (shown,) = re.findall(r"^```json\n(.*?)^```$", (REPO / "DATACARD.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    shown = json.loads(shown)
    (row,) = parquet.read(parquet.files(dataset, "articles")[0]).filter(id=shown["id"]).to_dicts()
    assert list(shown) == hub.columns("articles")
    assert row.pop("body").startswith(shown.pop("body").removesuffix("…"))
    assert shown == {name: str(value) if isinstance(value, dt.date) else value for name, value in row.items()}


def cells(text: str) -> list[list[str]]:
    return [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]


def test_the_dumps_of_each_outlet_are_those_that_the_ledger_and_the_articles_join(dataset):
    read = {config: pl.concat(map(parquet.read, parquet.files(dataset, config))) for config in ("articles", "dumps")}
    joined = read["dumps"].join(read["articles"].select("id", "outlet"), left_on="article", right_on="id", how="left")
    text = (dataset / "README.md").read_text("utf-8")
    rows = {row[0]: row[1:] for row in cells(blocks(text)["funnel"])[2:]}
    for outlet in read["articles"]["outlet"].unique():
        counts = Counter(joined.filter(outlet=outlet)["outcome"].to_list())
        articles = read["articles"].filter(outlet=outlet).height
        assert counts.keys() <= {"published", "duplicate"}
        refused = read["dumps"].filter(outcome="rejected", claimed_outlet=outlet).height
        told = [counts.total() + refused, counts["published"], counts["duplicate"], refused, "–", articles]
        assert rows.pop(outlet) == [str(cell) for cell in told]
    assert rows == {
        "not known": ["7", "–", "–", "7", "0", "–"],
        "all": ["67", "53", "2", "12", "0", "47"],
    }


def test_years_languages_and_outlets_add_up_to_all_articles(dataset):
    text = (dataset / "README.md").read_text("utf-8")
    head, _, *rows = cells(blocks(text)["years"])
    articles = pl.concat(map(parquet.read, parquet.files(dataset, "articles")))
    for row in rows:
        assert sum(map(int, row[2:-1])) == int(row[-1])
    for at, outlet in enumerate(head[2:-1], 2):
        assert sum(int(row[at]) for row in rows) == articles.filter(outlet=outlet).height


def test_the_length_of_articles_is_that_of_a_sorted_list(facts, dataset):
    words = sorted(pl.concat(map(parquet.read, parquet.files(dataset, "articles")))["words"])
    assert (facts.length(0), facts.length(1)) == (words[0], words[-1])
    for share in (0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99):
        value = facts.length(share)
        assert sum(many <= value for many in words) >= share * len(words)
        assert sum(many < value for many in words) < share * len(words)


def test_bibtex_names_version_and_digest_and_nothing_ends_it_early(prose, facts):
    text = HEAD.replace("News", '"News} of {all}"') + "<!-- measured: citation -->\n"
    said = blocks(card.render(prose(text), facts, "2.1.0", "ab" * 32))["citation"]
    assert "  version = {2.1.0},\n" in said
    assert f"content-sha256 {'ab' * 32}" in said
    assert "  title   = {News of all},\n" in said
    assert said.count("{") == said.count("}")


def test_a_card_names_what_it_was_built_with(dataset):
    said = blocks((dataset / "README.md").read_text("utf-8"))["identity"]
    assert f"polars\u00a0{pl.__version__}" in said


# --- presspack card


@pytest.fixture
def folder(dataset, tmp_path) -> Path:
    """A published folder, to be damaged by one test."""
    return shutil.copytree(dataset, tmp_path / "dataset")


def checked(folder: Path) -> tuple[int, list[str]]:
    redo_checksums(folder)
    said = presspack("card", folder, "--check", "--params", REPO / "params.yaml")
    assert said.err == ""
    return said.code, [line.removeprefix(f"{folder}/") for line in said.out.splitlines()]


def replaced(folder: Path, old: str, new: str) -> None:
    text = (folder / "README.md").read_text("utf-8")
    assert old in text
    (folder / "README.md").write_text(text.replace(old, new, 1), "utf-8")


def test_a_card_that_is_what_the_data_give_passes(folder):
    assert checked(folder) == (0, [": the card is what the data give"])


def test_without_check_the_card_is_printed(folder, tmp_path):
    words = ("card", folder, "--prose", REPO / "DATACARD.md", "--params", REPO / "params.yaml")
    assert presspack(*words).out == (folder / "README.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("\n- en\n", "\n- english\n", "'english' is no word that the Hub knows for language"),
        ("\n- n<1K\n", "\n- small\n", "'small' is no word that the Hub knows for size_categories"),
        ("\n- text-retrieval\n", "\n- retrieval\n", "'retrieval' is no word that the Hub knows for task_categories"),
        ("\nlicense: other\n", "\nlicense: free\n", "'free' is no word that the Hub knows for license"),
        ("\nlicense: other\n", "\nlicense: true\n", "True is no word that the Hub knows for license"),
        ("\n- multilingual\n", "\n- many\n", "'many' is no word that the Hub knows for multilinguality"),
        ("\n- no-annotation\n", "\n- none\n", "'none' is no word that the Hub knows for annotations_creators"),
        ("\nlicense_link:", "\nlink:", "a license `other` needs a license_link"),
        ("\nlicense_name: comp", "\nlicense_name: Comp", "a license `other` needs a license_name"),
        ("\nsource_datasets:\n- original", "", "the head has no source_datasets"),
        ("\n  author: The presspack contributors", "", "citation must have key, author or authors, and year"),
        ("\n## Limits\n", "\n## Bounds\n", "has no section 'Limits'"),
        ("\n## Limits\n", "\n## Limits\n\n## Limits\n", "the section 'Limits' says nothing"),
        ("\n## Limits\n", "\n## Limits\n\n[More Information Needed]\n", "'[More Information Needed]' is left to be written"),
        ("| found | 67 |", "| found | 68 |", "the figures of `outcomes` are not what the data give"),
        ("half of 47", "half of 48", "the figures of `picture of lengths` are not what the data give"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_card_is_told_with_its_line_and_exit_code_1(folder, old, new, said):
    replaced(folder, old, new)
    code, lines = checked(folder)
    assert code == 1
    assert any(re.match(r"README\.md:\d+: ", line) and said in line for line in lines)
    assert presspack("verify", folder, "--params", REPO / "params.yaml").code == 1


def test_every_section_is_asked_for(dataset):
    text = (dataset / "README.md").read_text("utf-8")
    assert not list(lint.sections(text))
    for name in lint.SECTIONS:
        changed = re.sub(rf"^(#+) {re.escape(name)}$", r"\1 Other", text, flags=re.MULTILINE)
        assert [said for _, said in lint.sections(changed)] == [f"has no section {name!r}"]


def test_a_heading_in_a_block_of_code_is_no_section():
    assert "has no section 'Limits'" in [said for _, said in lint.sections("# Card\n\n```\n## Limits\n```\n")]


def test_what_is_no_dataset_has_no_card(tmp_path):
    assert presspack("card", tmp_path, "--check", "--params", REPO / "params.yaml").code == 2


def test_citation_cff_is_of_the_dataset_and_has_its_version():
    cited = yaml.safe_load((REPO / "CITATION.cff").read_text("utf-8"))
    assert (cited["cff-version"], cited["type"]) == ("1.2.0", "dataset")
    assert {"message", "title", "authors"} <= cited.keys()
    assert cited["version"] == yaml.safe_load((REPO / "params.yaml").read_text("utf-8"))["version"]
    assert cited["title"] == yaml.safe_load((REPO / "DATACARD.md").read_text("utf-8").split("---\n")[1])["pretty_name"]
