"""The leaders' names: glued, torn off, or lost from a title; and no text without them is changed."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presspack.project.outlets import Outlets
from presspack.reading.clean import clean, clean_body
from presspack.reading.clean.names import GLUED, LEADERS, join_torn
from presspack.reading.clean.rule import replacing
from presspack.reading.read import read

LATIN = LEADERS[:4]
glued = replacing(*GLUED)
words = st.lists(
    st.sampled_from(
        [
            "the",
            "growers",
            "of",
            "lower",
            "orchard",
            "sent",
            "pears",
            "to",
            "and",
            "by",
            "was",
            "Sunday",
            "said",
            "President",
        ]
    ),
    min_size=2,
    max_size=8,
)
name = st.sampled_from(LATIN)


@given(st.text())
def test_a_text_without_these_names_is_not_changed(text: str) -> None:
    if not any(each in text for each in LEADERS):
        assert glued(text) == (text, 0)
        paragraphs = [line for line in text.split("\n") if line]
        assert join_torn(paragraphs) == (paragraphs, 0)


@given(words, name, words)
def test_a_name_that_was_glued_to_its_neighbours_is_parted_from_them(
    before: list[str], leader: str, after: list[str]
) -> None:
    right = f"{' '.join(before)} {leader} {' '.join(after)}."
    wrong = f"{' '.join(before)}{leader}{' '.join(after)}."
    assert glued(wrong)[0] == right
    assert glued(right) == (right, 0)


@given(st.lists(st.tuples(words, name), min_size=1, max_size=4), words)
def test_names_that_were_torn_off_are_put_back(parts: list[tuple[list[str], str]], end: list[str]) -> None:
    torn = [line for before, leader in parts for line in (" ".join(before).lower(), leader)]
    torn += [" ".join(end).lower(), "."]
    whole = " ".join(torn[:-1]) + "."
    assert join_torn(["A sentence.", *torn, "Another one."])[0] == ["A sentence.", whole, "Another one."]


@pytest.mark.parametrize(
    ("torn", "right"),
    [
        ("the ( Kim Jong Un ) said", "the (Kim Jong Un) said"),
        ("“ Kim Jong Un ” is read", "“Kim Jong Un” is read"),
        ("the Kim Il Sung - Kim Jong Il Foundation", "the Kim Il Sung-Kim Jong Il Foundation"),
        ("the Kim Il SungSquare", "the Kim Il Sung Square"),
        ("dayKim Jong Unby night", "day Kim Jong Un by night"),
        ("Kim Jong Un ; and", "Kim Jong Un; and"),
    ],
)
def test_what_stood_beside_a_bold_name_is_put_right(torn: str, right: str) -> None:
    assert clean(torn, Counter()) == right
    assert clean(right, Counter()) == right


@pytest.mark.parametrize(
    "text", ["Kim Il Sungism", "Kim Jong Ilist", "Kim Jong Ung", "Kim Jong Hun", "Kim Il Sung’s", "McKim Jong"]
)
def test_other_words_stay(text: str) -> None:
    assert clean(text, Counter()) == text


def test_a_name_that_signs_a_letter_stays_under_it() -> None:
    letter = ["I send you pears.", "Kim Jong Un", "Pyongyang, June 12, Juche 112 (2023)"]
    assert clean_body(letter, Counter()).split("\n\n") == letter


TITLE = "Baskets of pears laid before statues of great leaders Kim Il Sung and Kim Jong Il"
SENTENCE = "The growers of the lower orchard laid baskets of pears before the statues on Monday."


@pytest.mark.parametrize(
    ("printed", "between"),
    [
        (TITLE, "   "),
        *(
            ("Baskets of pears laid before statues of great leaders and", between)
            for between in ("   ", "  ", "\n", "\u00a0\u00a0")
        ),
    ],
)
def test_a_title_that_lost_its_names_is_whole_again(printed: str, between: str, outlets: Outlets) -> None:
    text = f"{printed}\nDate: 10/09/2024 | Source: Voice of Korea (EN) |\n{TITLE}{between}{SENTENCE}\nMore From Voice of Korea (EN)\nMore Articles"
    article = read(text, outlets)[1]
    assert (article.title, article.body) == (TITLE, SENTENCE)
    assert article.cleaned["whole-title"] == 1


def test_a_whole_title_ends_at_a_capital_where_nothing_else_parts_it_from_the_body(outlets: Outlets) -> None:
    text = f"Pears for from growers\nDate: 10/09/2024 | Source: Voice of Korea (EN) |\nPears for Kim Jong Un from growers {SENTENCE}\nMore From Voice of Korea (EN)\nMore Articles"
    article = read(text, outlets)[1]
    assert (article.title, article.body) == ("Pears for Kim Jong Un from growers", SENTENCE)


@pytest.mark.parametrize(
    ("printed", "first", "told"),
    [
        ("Pears", "Pears Were Weighed.", []),  # no name is lost
        ("Pears for", "Pears for Kim Jong Un were weighed.", []),  # a sentence
        ("Pears for", "Pears for Kim Jong Un Kim Jong Un Came.", ["stray-line"]),  # one of two titles
        ("Pears", "Pears", ["repeated-line"]),
    ],
)
def test_a_sentence_that_begins_as_the_title_does_stays_whole(
    printed: str, first: str, told: list[str], outlets: Outlets
) -> None:
    text = f"{printed}\nDate: 10/09/2024 | Source: Voice of Korea (EN) |\n{first}\n{SENTENCE}\nMore From Voice of Korea (EN)\nMore Articles"
    article = read(text, outlets)[1]
    assert (article.title, article.body) == (printed, f"{first}\n\n{SENTENCE}")
    assert [note.slug for note in article.warnings if note.line == 3] == told


def test_another_title_before_the_body_stays_there(outlets: Outlets) -> None:
    text = f"A Title\nDate: 10/09/2024 | Source: Voice of Korea (EN) |\n{TITLE}   {SENTENCE}\nMore From Voice of Korea (EN)\nMore Articles"
    article = read(text, outlets)[1]
    assert article.title == "A Title"
    assert TITLE in article.body
