"""What a rule of cleaning is."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")
Apply = Callable[[T], tuple[T, int]]


class Rule(NamedTuple, Generic[T]):
    """A rule, with an example: what stood there, and what is left."""

    name: str
    meaning: str
    before: str
    after: str
    apply: Apply[T] | None = None
    """The text (or the paragraphs) as the rule leaves it, and how often it changed something; None where prose.py does it."""


def replacing(*steps: tuple[str, str, str]) -> Apply[str]:
    """What replaces patterns. Each is looked for where its literal stands: a text without it pays next to nothing."""
    ready = [(literal, re.compile(pattern), instead) for literal, pattern, instead in steps]

    def apply(text: str) -> tuple[str, int]:
        times = 0
        for literal, pattern, instead in ready:
            if literal in text:
                text, many = pattern.subn(instead, text)
                times += many
        return text, times

    return apply


def apply_all(rules: tuple[Rule[T], ...], text: T, cleaned: Counter[str]) -> T:
    """Apply rules one after the other, and count."""
    for name, _, _, _, apply in rules:
        assert apply is not None  # these do it themselves
        text, times = apply(text)
        if times:
            cleaned[name] += times
    return text
