"""A card says nothing of what is not in the data: passages that hold under a condition, and those that were left out."""

import json
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presspack.dataset.card import conditions
from presspack.dataset.card import readme as card
from presspack.dataset.configs import CONFIGS, contract
from presspack.dataset.facts import Facts, measure
from presspack.engine.pool import Pool
from presspack.errors import PresspackError
from presspack.init.template import files
from presspack.pipeline.link import link
from presspack.pipeline.parse import parse
from presspack.pipeline.publish import publish
from presspack.pipeline.stage import stage
from presspack.project.params import Params
from tests.support.projects import FEW, REPO, SAMPLE

HEAD = "---\npretty_name: News\nlicense: other\ntask_categories: []\n---\n"
REAL = REPO.parent / "shared" / "seeds"
KOREAN = r"Korea|Juche|KCNA|kcna|C\.C\.|Workers|Pyongyang|state media|[Aa]ggregator|More From|trailer"
MADE_UP = r"[Ss]ample|made up|do not exist|says nothing about"
VALUES = st.sampled_from([(kind, value) for kind, held in conditions.KINDS.items() for value in held.known()])


def passage(kind: str, value: str, words: str, negated: bool = False) -> str:
    return f"<!-- if {'no ' if negated else ''}{kind}: {value} -->\n{words}\n<!-- end if -->\n"


def built(folder: Path, prose: Path) -> tuple[str, str]:
    """The card and croissant.json of the dumps in a folder's seeds."""
    params, data = Params(**FEW), folder / "data"
    stage(folder / "seeds", data / "staged", params)
    parse(data / "staged", data / "parsed", params)
    link(data / "parsed", data / "linked")
    publish(data / "parsed", data / "linked", prose, folder / "dataset", params)
    return tuple((folder / "dataset" / name).read_text("utf-8") for name in ("README.md", "croissant.json"))  # type: ignore[return-value]


@pytest.fixture(scope="module")
def facts(tmp_path_factory) -> Facts:
    folder = tmp_path_factory.mktemp("conditions")
    shutil.copytree(SAMPLE / "body", folder / "seeds")
    built(folder, REPO / "DATACARD.md")
    return measure(folder / "dataset", Pool())[0]


@given(asked=VALUES, negated=st.booleans())
def test_a_passage_is_shown_exactly_where_its_condition_holds(facts, asked, negated):
    kind, value = asked
    held = value in conditions.KINDS[kind].held(facts)
    shown = conditions.chosen(passage(kind, value, "A passage.", negated), facts)
    assert ("A passage." in shown) is (held is not negated)
    assert "<!--" not in shown


@given(asked=st.lists(VALUES, min_size=1, max_size=3), inner=VALUES)
def test_a_passage_in_a_passage_needs_both_conditions(facts, asked, inner):
    text = passage(*inner, words="Here.")
    for kind, value in asked:
        text = passage(kind, value, text)
    held = all(value in conditions.KINDS[kind].held(facts) for kind, value in [*asked, inner])
    assert ("Here." in conditions.chosen(text, facts)) is held


def test_one_of_several_values_is_enough_and_one_empty_line_stays(facts):
    text = "One.\n\n" + passage("layout", "page, body", "Two.\n") + passage("layout", "vok", "Three.\n") + "\nFour.\n"
    assert conditions.chosen(text, facts) == "One.\n\nTwo.\n\nFour.\n"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("<!-- if mood: sad -->\nx\n<!-- end if -->\n", 6, "a condition cannot ask for 'mood': use one of articles, "),
        ("\n<!-- if layout: pages -->\nx\n<!-- end if -->\n", 7, "there is no layout 'pages': use some of body, "),
        ("<!-- if layout: page, -->\nx\n<!-- end if -->\n", 6, "there is no layout ''"),
        ("x\n<!-- if layout: page -->\nx\n", 7, "the passage that begins here has no `<!-- end if -->`"),
        ("x\n<!-- end if -->\n", 7, "ends no passage"),
        ("x <!-- if layout: page -->\nx\n<!-- end if -->\n", 6, "is no condition: write `<!-- if KIND: VALUE, VALUE -->`"),
        ("<!-- if layout -->\nx\n<!-- end if -->\n", 6, "is no condition"),
    ],
)  # fmt: skip
def test_a_condition_that_nobody_can_tell_is_refused_at_its_line(tmp_path, text, line, said):
    (tmp_path / "DATACARD.md").write_text(HEAD + text, "utf-8")
    with pytest.raises(PresspackError) as refusal:
        card.Prose(tmp_path / "DATACARD.md")
    assert str(refusal.value).startswith(f"{tmp_path / 'DATACARD.md'}:{line}: ")
    assert said in str(refusal.value)


def test_the_card_of_a_corpus_of_another_country_says_nothing_of_korea(tmp_path):
    (tmp_path / "DATACARD.md").write_bytes(files("corpus", False)["DATACARD.md"])
    rows = [
        {"text": f"The ferry to Lethmar left at {hour} with the post on board.\n\nNobody was late.", "title": f"Ferry {hour}",
         "outlet": "sample-courier", "date": f"2024-07-{hour}"}
        for hour in range(10, 15)
    ]  # fmt: skip
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "ferries.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    fields = [field.description for config in CONFIGS for field in contract(config).to_schema().columns.values()]
    for text in built(tmp_path, tmp_path / "DATACARD.md"):
        for meaning in fields:  # what a field may hold is told whatever it holds
            text = text.replace(str(meaning), "")
        assert re.findall(KOREAN, text) == []
        assert 'load_dataset("./dataset", "same_story"' not in text


@pytest.mark.skipif(not REAL.is_dir(), reason="the real dumps are not at hand")
def test_the_card_of_real_dumps_says_nothing_of_samples(tmp_path):
    (tmp_path / "seeds").mkdir()
    for dump in REAL.glob("*.txt"):
        shutil.copy(dump, tmp_path / "seeds")
    for text in built(tmp_path, REPO / "DATACARD.md"):
        assert [
            found for found in re.findall(f".*(?:{MADE_UP}).*", text) if "none is a sample drawn" not in found
        ] == []
        assert 'load_dataset("./dataset", "same_story"' not in text
