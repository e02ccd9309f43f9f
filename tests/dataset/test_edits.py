"""What changed from one text to the next: exact where sentences are equal, by a stated cost elsewhere, and noise is never an edit."""

import random
import time
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.history import LEAST_F1, measure
from presspack.dataset.history.alignment import changed, kept
from presspack.dataset.history.edits import RULES, Edit, Rule, Text, differences, sentences
from presspack.errors import PresspackError
from presspack.project.contracts import demand, schemas
from presspack.project.frames import by_name, frame, types
from tests.support.projects import REPO

SENTENCES = [
    "The council of Tirine met on Monday in the hall by the old mill.",
    "It said that the “Red Lantern” would sail again before the autumn.",
    "Captain Rurik Salloway asked for 40 metres of new rope – and a bell.",
    "Nobody spoke against it…",
    "“We have waited long enough,” said Mira Solenne, the harbour's clerk.",
    "A vote was taken, and the band played on until 11.30.",
    "The rope is to be paid for by the Harbour Council of Lethmar.",
    "Children may ring the bell on Sundays.",
]
BODIES = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=12).map(" ".join)


def text(body: str, title: str | None = None, byline: str | None = None, day: str | None = None) -> Text:
    return Text(title, byline, day, body)


def between(old: str, new: str) -> list[Edit]:
    return list(differences(text(old), text(new)))


def short(edits: list[Edit]) -> list[tuple[object, ...]]:
    return [(edit.operation, edit.kind, edit.old_position, edit.new_position) for edit in edits]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_examples_of_a_rule_differ_by_it_alone(rule: Rule) -> None:
    found = between(*rule.examples)
    assert found and {edit.kind for edit in found} == {rule.kind}
    others = {"name-removed": "name-added", "name-added": "name-removed"}
    assert {edit.kind for edit in between(*rule.examples[::-1])} == {others.get(rule.kind, rule.kind)}


def test_the_docs_have_every_rule_with_its_examples() -> None:
    text = (REPO / "docs" / "history.md").read_text("utf-8")
    rows = [
        f"| `{rule.kind}` | {rule.name} | {rule.meaning} | `{rule.examples[0]}`, `{rule.examples[1]}` |"
        for rule in RULES
    ]
    assert "\n".join(rows) in text


NOISES = {
    "quotes": lambda body: body.replace("“", '"').replace("”", '"').replace("'", "’"),
    "dashes": lambda body: body.replace("–", "--"),
    "ellipsis": lambda body: body.replace("…", "..."),
    "dateline": lambda body: f"Tirine, May 4 (Sample Times) -- {body}",
    "end-mark": lambda body: f"{body} -0-",
    "line breaks": lambda body: body.replace(". ", ".\n\n"),
    "spaces": lambda body: body.replace(",", " ,"),
}


@given(BODIES, st.permutations(list(NOISES)), st.integers(1, len(NOISES)))
def test_noise_is_never_an_edit(body, names, many):
    other = body
    for name in names[:many]:
        other = NOISES[name](other)
    for found in (between(body, other), between(other, body)):
        assert {edit.kind for edit in found} <= {"noise"}
        assert not any(edit.names_removed or edit.names_added for edit in found)


@given(BODIES, BODIES)
def test_what_is_neither_changed_nor_moved_is_the_same_and_in_one_order(old, new):
    found = between(old, new)
    was = {edit.old_position for edit in found if edit.old_position}
    now = {edit.new_position for edit in found if edit.new_position}
    left = [part for i, part in enumerate(sentences(old), 1) if i not in was]
    assert left == [part for i, part in enumerate(sentences(new), 1) if i not in now]
    for edit in found:
        assert edit.old_position is None or edit.old == sentences(old)[edit.old_position - 1]
        assert edit.new_position is None or edit.new == sentences(new)[edit.new_position - 1]
    assert between(old, old) == []
    names = list(types(schemas("edits").Edits))
    rows = [("p", "sample-times", 2, i, *edit) for i, edit in enumerate(found, 1)]
    demand(frame(by_name(names, rows), schemas("edits").Edits), schemas("edits").Edits)


@given(
    st.lists(st.sampled_from(["a", "b", "cd,", "“x”", "42", "é", ".", "—"]), max_size=9),
    st.lists(st.sampled_from(["a", "b", "cd,", "ef", "7"]), max_size=9),
)
def test_outside_of_its_spans_a_changed_sentence_is_the_same(one, other):
    shared = "the quick ferry of the northern shore has a second deck since this very spring"
    for edit in between(" ".join([shared, *one]), " ".join([shared, *other])):
        rests = []
        for said, spans in ((edit.old, edit.old_spans), (edit.new, edit.new_spans)):
            assert said is not None and spans == sorted(spans)
            cuts = [0, *spans, len(said)]
            rests.append("".join("".join(said[a:b] for a, b in zip(cuts[::2], cuts[1::2], strict=True)).split()))
        assert rests[0] == rests[1]


def test_sentences_are_added_removed_moved_and_changed_at_their_places():
    a, b, c, d, e, *_ = SENTENCES
    assert short(between(f"{a} {b} {c}", f"{a} {d} {c}")) == [
        ("removed", "name-removed", 2, None), ("added", "wording", None, 2),
    ]  # fmt: skip
    assert short(between(f"{a} {b} {d}", f"{a} {b} {c} {d}")) == [("added", "name-added", None, 3)]
    assert short(between(f"{a} {b} {c} {d}", f"{b} {c} {d} {a}")) == [("moved", "wording", 1, 4)]
    changed_one = e.replace("waited", "slept")
    assert short(between(f"{a} {e} {c}", f"{a} {changed_one} {c}")) == [("changed", "wording", 2, 2)]
    assert short(between(f"{c} {a}", f"{c.replace('40', '55')} {a}")) == [("changed", "number", 1, 1)]


def test_a_name_is_removed_only_where_it_stands_nowhere_in_the_new_version():
    clerk = "The clerk was thanked by all, and Mira Solenne bowed."
    old = f"{SENTENCES[4]} {clerk}"
    assert [edit.kind for edit in between(old, SENTENCES[4])] == ["wording"]
    gone = between(old, f"{SENTENCES[4].replace('Mira Solenne, ', '')} {clerk.replace('Mira Solenne', 'she')}")
    assert [edit.names_removed for edit in gone] == [["Mira Solenne"]] * 2
    assert [
        edit.kind
        for edit in differences(text(old), text(SENTENCES[4].replace("Mira Solenne, ", ""), byline="Mira Solenne"))
    ][-1] == "wording"


@pytest.mark.parametrize(
    ("old", "new", "removed"),
    [
        ("Salloway rowed home in the rain.", "She rowed home in the rain.", []),  # a capital that begins a sentence says nothing
        ("Then Captain Salloway rowed home in the rain.", "Then she rowed home in the rain.", ["Salloway"]),
        ("Yesterday Mr. J. R. Salloway rowed home in the rain.", "Yesterday he rowed home in the rain.", ["J R Salloway"]),
        ("The boat of Ana Bel’s uncle came home in the rain.", "The boat of an uncle came home in the rain.", ["Ana Bel"]),
        ("All of it was, said “Lamp Keeper” Ivo Rand, quite true.", "All of it was, said the keeper, quite true.", ["Lamp Keeper", "Ivo Rand"]),
        ("Ana Bel rowed home in the rain. Ivo Bel sang.", "She rowed home in the rain. Ivo Bel sang.", ["Ana Bel"]),
        ("On Monday it rained over the whole of the bay.", "It rained over the whole of the bay.", []),
        ("그날 모임에는 김철수동지와 많은 로동자들이 참가하였다.", "그날 모임에는 많은 로동자들이 참가하였다.", ["김철수"]),
        ("В среду капитан Иван Петров вернулся домой в дождь.", "В среду капитан вернулся домой в дождь.", ["Иван Петров"]),
    ],
)  # fmt: skip
def test_names_are_told_by_their_shape(old, new, removed):
    (edit,) = between(old, new)
    assert edit.names_removed == removed


def test_titles_bylines_and_days_are_held_against_each_other_where_both_are_known():
    body = SENTENCES[4]
    old = text(body, "Mira Solenne Opens the Old Mill", "Ana Bel", "2025-05-01")
    found = list(differences(old, text(body.replace("Mira Solenne, ", ""), "The Old Mill Opens", None, "2025-05-02")))
    assert [(edit.field, edit.operation, edit.kind, edit.names_removed) for edit in found] == [
        ("title", "changed", "name-removed", ["Mira Solenne"]), ("byline", "removed", "name-removed", ["Ana Bel"]),
        ("date", "changed", "number", []), ("body", "changed", "name-removed", ["Mira Solenne"]),
    ]  # fmt: skip
    assert list(differences(old, text(body, None, "Ana Bel", None))) == []
    (noise,) = differences(text(body, byline="본사기자 O'Neil"), text(body, byline="본사기자 O’Neil"))
    assert (noise.kind, noise.names_removed, noise.names_added) == ("noise", [], [])


@given(st.lists(st.integers(0, 9), max_size=40), st.lists(st.integers(0, 9), max_size=40))
def test_what_is_kept_is_equal_and_rises(old, new):
    pairs = kept(old, new)
    assert all(old[i] == new[j] for i, j in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))


@given(st.permutations(range(12)))
def test_of_what_is_unique_the_longest_run_in_order_is_kept(order):
    best = [1] * 12
    for i in range(12):
        best[i] += max((best[j] for j in range(i) if order[j] < order[i]), default=0)
    ends = 0  # what is common at both ends is kept in any case
    while ends < 12 and order[ends] == ends:
        ends += 1
    assert max(best) - len(kept(range(12), order)) in range(ends + 1) or order[-1] == 11


def test_of_a_gap_the_cheapest_way_is_taken():
    words = [frozenset(part.split()) for part in ("a b c d", "e f g h", "a b c x", "a b c d")]
    assert changed(words[:2], words[2:3]) == [(0, 0)]
    assert changed(words[:1], words[2:]) == [(0, 1)]
    assert changed(words[:2], []) == changed([], words) == []


def test_an_edit_of_a_quarter_of_a_megabyte_takes_seconds():
    draw = random.Random(3)
    words = [f"word{number}" for number in range(3000)]
    lines = [" ".join(draw.choices(words, k=14)) + "." for _ in range(2_500)]
    old = ". ".join(line.capitalize() for line in lines)
    new = ". ".join(f"{line.capitalize()} indeed" for line in lines)
    started = time.process_time()
    found = between(old, new)
    assert time.process_time() - started < 15
    assert len(old) > 250_000
    assert {edit.operation for edit in found} == {"changed"}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("old", None), ("new_position", None), ("old_spans", [0]), ("old_spans", [0, 999]), ("names_removed", []), ("operation", "moved"),
    ],
)  # fmt: skip
def test_a_difference_that_is_not_shown_breaks_the_contract(column, value):
    contract = schemas("edits").Edits
    rows = [("p", "sample-times", 2, 1, *edit) for edit in between(*RULES[6].examples)]
    table = frame(by_name(list(types(contract)), rows), contract)
    assert len(demand(table, contract)) == 1
    with pytest.raises(PresspackError, match="edit-unexplained in 1 of 1"):
        demand(table.with_columns(pl.lit(value, table.schema[column]).alias(column)), contract)


def test_planted_edits_are_found_every_erased_name_too_and_no_noise_is_an_edit():
    found = measure(seed=5, pairs=30, noisy=60)["ours"]
    assert found["F1 of sentence operations"] >= LEAST_F1
    assert found["names erased"] == found["of these found"] > 5
    assert found["noise pairs called an edit"] == found["names told that are not gone"] == 0
