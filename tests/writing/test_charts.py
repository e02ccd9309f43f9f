"""Charts of a page: every mark, label and number is inside the drawing and apart from the others, whatever the numbers."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presspack.writing.charts import Bar, Part, Range, Strip, bars, ranges, strips
from presspack.writing.svg import LONGEST, columns, inline, short

LABELS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co", "Mn", "Me"]), max_size=60)
NUMBERS = st.integers(0, 10**9)
MONTHS = [f"{2020 + i // 12}-{i % 12 + 1:02d}" for i in range(60)]


def drawn(chart) -> ET.Element:
    return ET.fromstring(inline("what it shows", chart))


def inside(drawing: ET.Element) -> None:
    """Nothing is cut off at an edge; a letter is reckoned to be 7 wide, as one of 12 pixels is in the wider fonts."""
    wide, high = map(float, drawing.get("viewBox").split()[2:])
    for mark in drawing.iter("rect"):
        x, y, width, height = (float(mark.get(name)) for name in ("x", "y", "width", "height"))
        assert x >= 0 and x + width <= wide + 3 and y >= 0 and y + height <= high
    for text in drawing.iter("text"):
        x, room = float(text.get("x")), columns(text.text or "") * 7
        left = {"end": x - room, "middle": x - room / 2}.get(text.get("text-anchor"), x)
        assert left >= -7 and left + room <= wide + 7, text.text
        assert 0 < float(text.get("y")) <= high


@given(st.lists(st.builds(lambda label, many: Bar(label, f"{many}", [Part(many)]), LABELS, NUMBERS), max_size=40))
def test_bars_have_room_for_every_label_and_number(rows):
    inside(drawn(bars(rows)))


@given(
    st.lists(st.tuples(LABELS, st.lists(NUMBERS, min_size=60, max_size=60)), min_size=1, max_size=16),
    st.integers(1, 60),
)
def test_strips_have_room_for_every_label_and_number(rows, months):
    chart = strips(MONTHS[:months], [Strip(label, f"{sum(values)}", values[:months]) for label, values in rows])
    inside(drawn(chart))


@given(st.lists(st.tuples(LABELS, st.lists(NUMBERS, min_size=5, max_size=5).map(sorted)), min_size=1, max_size=40))
def test_ranges_have_room_for_every_label_and_number(rows):
    chart = ranges([Range(label, f"{words[2]}", words, "") for label, words in rows], [10**i for i in range(8)])
    inside(drawn(chart))


def test_names_below_a_chart_do_not_overlap():
    for count in range(1, 61):
        named = [
            text
            for text in drawn(strips(MONTHS[:count], [Strip("a", "1", [1] * count)])).iter("text")
            if text.get("class") == "dim"
        ]
        assert named
        assert all(float(right.get("x")) - float(left.get("x")) >= 7 * 7 for left, right in pairwise(named))
    scale = [10**i for i in range(8)]
    named = [
        text
        for text in drawn(ranges([Range("a" * 40, "1", (1, 2, 3, 4, 5), "")], scale)).iter("text")
        if text.get("class") == "dim"
    ]
    assert len(named) > 2
    for left, right in pairwise(named):
        room = 7 * (len(left.text) + len(right.text)) / 2
        assert float(right.get("x")) - float(left.get("x")) >= room


def test_months_below_a_strip_are_round():
    named = [
        text.text
        for text in drawn(strips(MONTHS, [Strip("a", "1", [1] * 60)])).iter("text")
        if text.get("class") == "dim"
    ]
    assert named == [f"{year}-01" for year in range(2020, 2025)]


@pytest.mark.parametrize("value", [0, 1, 10**9])
def test_what_is_not_nothing_can_be_seen(value):
    marks = list(drawn(bars([Bar("a", "1", [Part(value)]), Bar("b", "1", [Part(10**9)])])).iter("rect"))
    assert (float(marks[0].get("width")) >= 1.5) == (value > 0)


def test_a_mark_has_its_kind_and_its_hint_and_no_style():
    drawing = drawn(bars([Bar("a", "3", [Part(2, "bar", "two <came> through"), Part(1, "bad", "one")])]))
    assert [(mark.get("class"), mark.findtext("title")) for mark in drawing.iter("rect")] == [
        ("bar", "two <came> through"),
        ("bad", "one"),
    ]
    assert not [element for element in drawing.iter() if {"style", "fill", "stroke"} & {*element.keys()}]


def test_a_chart_of_one_row_and_one_value_is_drawn():
    inside(drawn(bars([Bar("a", "0", [Part(0)])])))
    inside(drawn(strips(["2024"], [Strip("a", "0", [0])])))
    inside(drawn(ranges([Range("a", "5", (5, 5, 5, 5, 5), "")], [5, 10])))


def test_a_long_label_is_cut_and_a_letter_of_korean_counts_as_two():
    assert short("a" * LONGEST) == "a" * LONGEST
    assert short("a" * 33) == "a" * 31 + "…"
    assert short("로" * 20) == "로" * 15 + "…"
    assert columns(short("\u202e" * 20)) <= LONGEST
    assert re.fullmatch(r"(‹U\+202E›)+.*…", short("\u202e" * 20))
