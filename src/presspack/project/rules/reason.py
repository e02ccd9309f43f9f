"""What a reason is: one value, with all that is said of it."""

from typing import NamedTuple


class Reason(NamedTuple):
    """A reason to reject a dump, or a warning that it is published with."""

    slug: str
    """Its name in the ledger, in reports and in settings."""
    meaning: str
    """What is wrong, in a few words without a full stop."""
    why: str
    fix: str
    example: str
    """The line that breaks the rule; or a sentence about the file, where no line of it does."""
    instead_of: str = ""
    """The line of a good dump in whose place the example is; empty where the example is a sentence."""
    kind: str = "reason"
    """`reason`, `warning`, or `drift`, which is about many dumps."""
    counted: bool = True
    """Whether what it rejects could have been an article: else it is no part of the share that may be rejected."""


def warning(slug: str, meaning: str, why: str, fix: str, example: str, instead_of: str = "") -> Reason:
    """A warning."""
    return Reason(slug, meaning, why, fix, example, instead_of, kind="warning")
