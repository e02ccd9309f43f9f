"""The closed vocabulary: every reason a dump is rejected for, every warning it is published with.

All of it follows from the values in `files`, `pages` and `warnings`. A project names further reasons in its
schemas/reasons.yaml; `reasons` and `rules` know them all.
"""

from presspack.project.rules.files import FILES
from presspack.project.rules.pages import PAGES
from presspack.project.rules.reason import Reason
from presspack.project.rules.warnings import WARNED

DRIFTED = Reason(
    "drift",
    "the new dumps of an outlet differ from those published by more than chance",
    "A site that changes its pages breaks no rule: the dumps are read, but less of each. Only their shares show it.",
    "Look at one of the new dumps of that outlet beside an old one. If the change is real, publish; it is the norm then.",
    "Forty new dumps of an outlet of which none has a title, where nine tenths of those published have one.",
    kind="drift",
)
DRIFT = DRIFTED.slug

RULES = {reason.slug: reason for reason in (*FILES, *PAGES, *WARNED, DRIFTED)}
"""Those of presspack itself, by slug."""

UNCOUNTED = frozenset(slug for slug, rule in RULES.items() if not rule.counted)
REASONS = {slug: rule.meaning for slug, rule in RULES.items() if rule.kind == "reason"}
WARNINGS = {slug: rule.meaning for slug, rule in RULES.items() if rule.kind == "warning"}

FAULTS = {
    "source-without-date": "a date without what it was read from, or the other way round",
    "id-not-unique": "two rows for one article",
    "text-or-reason": "a dump with both a text and a reason why there is none, or neither",
    "outcome-unexplained": "an outcome without the reason, the path or the article that goes with it",
    "withdrawn-but-told": "a withdrawn dump of which more is told than that it is withdrawn",
    "unknown-slug": "a reason or a warning that is not in the vocabulary",
    "pair-out-of-order": "a pair of articles that does not begin with the smaller id",
    "days-out-of-order": "a text of a page that was seen last before first, or a change that ends before it begins",
    "bounds-unexplained": "bounds of a date that end before they begin, or without what they follow from",
    "versions-unexplained": "an article that is not the latest text of its page, which has no other",
    "loss-unexplained": "a page that is gone without the days between which it went, or the other way round",
    "edit-unexplained": "a difference without the sentence, the place or the name that it is about",
}
"""What is wrong with a table, not with a dump: it stops a stage."""
