"""What a program may call: the functions and values that `presspack` offers. docs/api.md is made from their docstrings."""

from presspack.api.dumps import check, read
from presspack.api.published import build, load, verify
from presspack.api.values import Built, Checked, Reading, Reason, Related
from presspack.errors import PresspackError

__all__ = [
    "Built",
    "Checked",
    "PresspackError",
    "Reading",
    "Reason",
    "Related",
    "build",
    "check",
    "load",
    "read",
    "verify",
]
