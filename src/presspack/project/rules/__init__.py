"""Every rule explained: what it means, why it matters, what breaks it and how to fix it.

To add a rule: add its value to `files`, `pages` or `warnings`, and give it where it is found, as a Note.
"""

from functools import cache

from presspack.project.rules.declared import own, reasons
from presspack.project.rules.pages import GOOD
from presspack.project.rules.reason import Reason
from presspack.project.rules.table import DRIFT, FAULTS, REASONS, RULES, WARNINGS

__all__ = ["DRIFT", "FAULTS", "GOOD", "REASONS", "RULES", "WARNINGS", "Reason", "reasons", "rules"]


@cache
def rules() -> dict[str, Reason]:
    """All of them by slug: those of presspack, and those of the project one stands in."""
    return RULES | own()
