"""The card is a person's prose with measured figures, and no text of a stranger acts in it."""

import re
import shutil
from copy import deepcopy
from pathlib import Path

import polars as pl
import pytest
import yaml
from projects import REPO, SAMPLE, build

from presspack import card, figures, hub
from presspack.clean import RULES
from presspack.contract import schemas
from presspack.errors import PresspackError
from presspack.facts import Facts, measure
from presspack.outlets import load
from presspack.pool import Pool

HEAD = "---\npretty_name: News\nlicense: other\ntask_categories: []\n---\n"
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


def test_every_rule_of_cleaning_is_in_the_card_with_what_the_ledger_counts(dataset):
    dumps = pl.concat([hub.read(path) for path in hub.files(dataset, "dumps")])
    fired = dumps.select("cleaning", "cleaning_counts").explode("cleaning", "cleaning_counts").drop_nulls()
    rows = re.findall(
        r"\| `(.*?)` \| (.*?) \| (\d+) \| (\d+) \|", blocks((dataset / "README.md").read_text("utf-8"))["cleaning"]
    )
    assert [row[:2] for row in rows] == [(rule.name, rule.meaning) for rule in RULES]
    for name, _, many, times in rows:
        counts = fired.filter(cleaning=name)["cleaning_counts"]
        assert (int(many), int(times)) == (len(counts), counts.sum())
    assert fired.height > 0


def test_all_prose_is_in_the_card_as_it_was_written(dataset):
    text = (dataset / "README.md").read_text("utf-8")
    places = re.sub(r"(<!-- measured: (.*?) -->)\n.*?\n<!-- end: \2 -->", r"\1", text, flags=re.DOTALL)
    written = (REPO / "DATACARD.md").read_text("utf-8")
    assert places.split("\n---\n", 1)[1] == written.split("\n---\n", 1)[1]
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


HOSTILE = {
    "pipe": "Gazette | Herald",
    "html": "<script>alert(1)</script>",
    "image": "<img src=x onerror=alert(1)>",
    "code": "Gaz`ette",
    "link": "[Gazette](javascript:alert(1))",
    "emphasis": "*Gazette* _Herald_ ~~Times~~",
    "backslash": "Gazette \\| Herald",
    "entity": "&lt;script&gt;",
    "comment": "x --> <!-- measured: totals -->",
    "heading": "# Gazette",
    "code-html": "`<script>alert(1)</script>`",
}


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
    assert figures.escape("Gazette\n\n# Herald\u2028Times") == r"Gazette \# Herald Times"
