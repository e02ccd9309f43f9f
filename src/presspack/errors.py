"""Everything that can go wrong, in two kinds: what a person must mend, and what is wrong with one dump."""

from pathlib import Path
from typing import NamedTuple


class PresspackError(Exception):
    """The work cannot go on: what, where, and what to do. The command line makes of it one line and exit code 2.

    Attributes:
        message: What is wrong, and what to do, in one line.
        path: The file or folder that is at fault, or None.
        line: The line of that file, from 1 on, or None.
    """

    def __init__(self, message: str, path: object = None, line: int | None = None) -> None:
        super().__init__(message, path, line)
        self.message, self.path, self.line = message, path, line

    def __str__(self) -> str:
        if self.path is None:
            return self.message
        path = Path(str(self.path))
        shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
        return f"{shown}: {self.message}" if self.line is None else f"{shown}:{self.line}: {self.message}"


class Note(NamedTuple):
    """One thing to say about a dump: a slug of `reasons.py`, the line (1-based) it points to, the offending value."""

    slug: str
    line: int | None = None
    detail: str = ""


class Rejected(Exception):  # noqa: N818 -- a refusal is an outcome, not an error
    """A dump that cannot be read any further, and why."""

    def __init__(self, slug: str, line: int | None = None, detail: str = "") -> None:
        super().__init__(slug, line, detail)
        self.note = Note(slug, line, detail)
