"""Cleaning takes out white space that a careful reader would not copy, and nothing else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presspack.clean import clean, close_punctuation, fold_spaces

TEXT = st.one_of(st.text(), st.text(" ,.'’”\")s\u00a0\n\taU", max_size=30))


@pytest.mark.parametrize(
    ("dirty", "cleaned"),
    [
        ("Mira Solenne , the warden", "Mira Solenne, the warden"),
        ("said Mira Solenne .", "said Mira Solenne."),
        ("Mira Solenne 's boat", "Mira Solenne's boat"),
        ("Mira Solenne ’s boat", "Mira Solenne’s boat"),
        ("“so said Mira Solenne .”", "“so said Mira Solenne.”"),
        ("(so said Mira Solenne .)", "(so said Mira Solenne.)"),
        ("so  many \t gardens", "so many gardens"),
        ("so\u00a0many\u2003gardens", "so many gardens"),
        ("  at both ends\u3000", "at both ends"),
    ],
)
def test_a_space_too_many_is_taken_out(dirty: str, cleaned: str) -> None:
    assert clean(dirty) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        "95 972 300 pears", "the 113 th walk", "1.3 km 2", "Vessarin(the lower)", "a file .txt", "of .5 per cent", "the 'seventies",
        "one , two".replace(" ,", ","), "rock 'n' roll", "soft\u00adhyphen", "wait ...", "--", "",
    ],
)  # fmt: skip
def test_what_the_house_prints_is_kept(text: str) -> None:
    assert clean(text) == text


@given(text=TEXT)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(text=TEXT)
def test_only_white_space_is_ever_taken_out(text: str) -> None:
    assert re.sub(r"\s", "", clean(text)) == "".join(text.split()) == "".join(fold_spaces(text).split())


@given(text=TEXT)
def test_folded_text_holds_single_spaces_between_words_and_no_other_white_space(text: str) -> None:
    assert fold_spaces(text) == " ".join(text.split())
    assert fold_spaces(fold_spaces(text)) == fold_spaces(text)


@given(text=TEXT)
def test_closing_punctuation_takes_out_spaces_alone(text: str) -> None:
    closed = close_punctuation(text)
    assert closed.replace(" ", "") == text.replace(" ", "")
    assert closed.count("\n") == text.count("\n")


@given(text=TEXT)
def test_no_space_is_left_before_a_closing_sign(text: str) -> None:
    assert not re.search(r" [,.](?:\s|$)| ['’]s\b", clean(text))
