"""Every slug explained: what it means, why it matters, what breaks it and how to mend it."""

from functools import cache
from typing import NamedTuple

from presspack.project.reasons.declared import own
from presspack.project.reasons.files import FILES
from presspack.project.reasons.pages import GOOD, PAGES
from presspack.project.reasons.slugs import DRIFT, REASONS, WARNINGS
from presspack.project.reasons.warnings import WHYS
from presspack.project.reasons.why import Why

__all__ = ["DRIFT", "GOOD", "RULES", "Rule", "rules"]

DRIFTED = "the new dumps of an outlet differ from those published by more than chance"
MEANINGS = REASONS | WARNINGS | {DRIFT: DRIFTED}
WHY = FILES | PAGES | WHYS | {
    DRIFT: Why(
        "A site that changes its pages breaks no rule: the dumps are read, but less of each. Only their shares show it.",
        "Look at one of the new dumps of that outlet beside an old one. If the change is real, publish; it is the norm then.",
        "Forty new dumps of an outlet of which none has a title, where nine tenths of those published have one.",
    )
}  # fmt: skip


class Rule(NamedTuple):
    """What there is to say of one slug."""

    slug: str
    kind: str
    """`reason`, `warning`, or `drift`, which is about many dumps."""
    meaning: str
    why: str
    mend: str
    example: str
    instead_of: str


def _kind(slug: str) -> str:
    return "reason" if slug in REASONS else "warning" if slug in WARNINGS else DRIFT


RULES = {slug: Rule(slug, _kind(slug), meaning, *WHY[slug]) for slug, meaning in MEANINGS.items()}
"""Those of presspack itself."""


@cache
def rules() -> dict[str, Rule]:
    """All of them: those of presspack, and those of the project one stands in."""
    named = {s: Rule(s, "reason", said.meaning, said.why, said.mend, said.example, "") for s, said in own().items()}
    return RULES | named
