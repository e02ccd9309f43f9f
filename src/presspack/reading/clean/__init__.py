"""Clean text: what a careful reader would copy out by hand.

`characters` is for a whole dump, `clean` for one line (a title, a teaser), `clean_body` for the paragraphs of a body.
Each counts in a Counter how often each rule changed something; `RULES` are all of them. `prose.read_body` applies them.
"""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from presspack.reading.clean.characters import CHARACTERS, characters
from presspack.reading.clean.paragraphs import KICKERS, PARAGRAPHS, is_promotion
from presspack.reading.clean.rule import Rule, apply_all
from presspack.reading.clean.words import NAMES, SPACES, WORDS

__all__ = ["RULES", "Rule", "characters", "clean", "clean_all", "clean_body", "is_promotion"]

TITLES: tuple[Rule[list[str]], ...] = (  # so is this one
    Rule(
        "whole-title",
        "a title that lost its bold names, and stands whole before the body, is taken from there",
        "Flowers for Kim Il Sung   The growers laid flowers.",
        "The growers laid flowers.",
    ),
)
ENDS: tuple[Rule[list[str]], ...] = (  # prose.py does these: it keeps what it takes off
    Rule(
        "trailer",
        "the line with the site and the day that KCNA.kp prints under a text becomes a date",
        "They went home. -0-\n\nwww.kcna.kp (Juche111.8.6.)",
        "They went home.",
    ),
    Rule(
        "byline",
        "a name that signs the body becomes the byline",
        "They went home.\n\nMira Solenne",
        "They went home.",
    ),
    Rule(
        "credit",
        "an agency or paper that stands alone under the body becomes the credit",
        "They went home.\n\nKCNA",
        "They went home.",
    ),
)
RULES: tuple[Rule[Any], ...] = (*CHARACTERS, *SPACES, *NAMES, *WORDS, *TITLES, *KICKERS, *PARAGRAPHS, *ENDS)


def clean(line: str, cleaned: Counter[str]) -> str:
    """One line of text, cleaned, its characters too."""
    return clean_all([characters(line, cleaned)], cleaned)[0]


def clean_all(lines: Iterable[str], cleaned: Counter[str]) -> list[str]:
    """Some lines of `Lines`, whose characters are clean already."""
    found = list(map(_line, lines))
    for _, counts in found:
        for name, times in counts:
            cleaned[name] += times
    return [text for text, _ in found]


@lru_cache(maxsize=1 << 14)  # pages of one week share their related items
def _line(line: str) -> tuple[str, tuple[tuple[str, int], ...]]:
    counts = Counter[str]()
    text = apply_all((*SPACES, *NAMES, *WORDS), line.strip(), counts)
    return text, tuple(counts.items())


def clean_body(paragraphs: list[str], cleaned: Counter[str]) -> str:
    """The body made of some paragraphs, which are stripped and not empty: a blank line between any two of them."""
    parted = apply_all(KICKERS, paragraphs, cleaned)
    parted = apply_all((*SPACES, *NAMES), "\n\n".join(parted), cleaned).split("\n\n")
    parted = apply_all(PARAGRAPHS, parted, cleaned)
    return apply_all(WORDS, "\n\n".join(parted), cleaned)
