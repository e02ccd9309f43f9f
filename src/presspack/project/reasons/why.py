"""What stands behind a slug: why it matters, how to mend it, and what breaks it."""

from typing import NamedTuple


class Why(NamedTuple):
    """The parts of a rule beside its meaning, which `reasons.py` holds for the build."""

    why: str
    mend: str
    example: str
    """The line that breaks the rule; or a sentence about the file, where no line of it does."""
    instead_of: str = ""
    """The line of a good dump in whose place the example stands; empty where the example is a sentence."""
