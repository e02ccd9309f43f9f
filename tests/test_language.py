"""The language of a text is told from its beginning, or not told."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presspack.language import BEGINNING, SHORTEST, language

TEXTS = {
    "en": "The gardeners of the lower village filled the lamps from the walnut press on Thursday evening, and went home.",
    "es": "El coro del puerto cantó tres canciones en la bahía después de la lluvia más larga del año, y volvió a casa.",
    "fr": "Les jardiniers du village ont rempli les lampes avec l’huile du pressoir jeudi soir, puis sont rentrés chez eux.",
    "ko": "아랫마을 정원사들은 목요일 저녁에 호두 기름으로 등잔을 채우고 모두 집으로 돌아갔으며 등불은 이틀 밤 동안 타올랐다.",
    "ru": "Садовники нижней деревни в четверг вечером наполнили лампы ореховым маслом и отправились домой.",
    "ja": "下の村の庭師たちは木曜日の夕方、くるみの油をランプに満たして家に帰り、あかりは二晩のあいだ燃えつづけた。",
}


@pytest.mark.parametrize("code", TEXTS)
def test_the_language_of_a_text_is_told(code: str) -> None:
    assert language(TEXTS[code]) == code


@pytest.mark.parametrize("text", ["", "Pears.", "The pear growers met", "a" * (SHORTEST - 1)])
def test_a_short_text_is_in_no_language(text: str) -> None:
    assert language(text) is None


@pytest.mark.parametrize(
    "text", ["1 2 3 4 5 6 7 8 9 10 11 12 13 14", "* * * * * * * * * * * * * * * *", "\n" * 60, "\0" * 60]
)
def test_a_text_without_words_is_in_no_language(text: str) -> None:
    assert language(text) is None


def test_a_line_break_says_no_more_than_a_space() -> None:
    text = TEXTS["en"]
    assert language(text.replace(" ", "\n")) == language(text) == language(text.replace(". ", ".\n\n"))


@given(tail=st.text())
def test_only_the_beginning_counts(tail: str) -> None:
    beginning = TEXTS["es"].ljust(BEGINNING, "a")[:BEGINNING]
    assert language(beginning + tail) == "es"


@given(
    text=st.one_of(
        st.text(max_size=200), st.text(st.characters(exclude_categories=["Cs"]), min_size=SHORTEST, max_size=60)
    )
)
def test_any_text_has_a_language_code_or_none(text: str) -> None:
    told = language(text)
    assert told is None or re.fullmatch("[a-z]{2,3}", told)
    assert told == language(text)
