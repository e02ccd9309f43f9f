"""Clean text: what a careful reader would copy out by hand.

`characters` is for a whole dump, `clean` for one line (a title, a teaser), `clean_body` for the paragraphs of a body.
Each counts in a Counter how often each rule changed something; `RULES` are all of them.
"""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from presspack.clean.characters import CHARACTERS, characters
from presspack.clean.paragraphs import PARAGRAPHS, is_promotion
from presspack.clean.rule import Rule, apply_all
from presspack.clean.words import WORDS

__all__ = ["RULES", "Rule", "characters", "clean", "clean_all", "clean_body", "is_promotion"]


def clean(line: str, cleaned: Counter[str]) -> str:
    """One line of text, cleaned."""
    text, fired = _line(line)
    if fired:
        cleaned.update(fired)
    return text


def clean_all(lines: Iterable[str], cleaned: Counter[str]) -> list[str]:
    """Some lines, each cleaned."""
    pairs = list(map(_line, lines))
    for _, fired in pairs:
        if fired:
            cleaned.update(fired)
    return [text for text, _ in pairs]


@lru_cache(maxsize=1 << 14)  # pages of one week share their related items
def _line(line: str) -> tuple[str, Counter[str] | None]:
    cleaned = Counter[str]()
    text = apply_all(WORDS, line, cleaned).strip()
    return text, cleaned or None


def clean_body(paragraphs: list[str], cleaned: Counter[str]) -> str:
    """The body made of some paragraphs, which are stripped and not empty: a blank line between any two of them."""
    return apply_all(WORDS, "\n\n".join(apply_all(PARAGRAPHS, paragraphs, cleaned)), cleaned)
