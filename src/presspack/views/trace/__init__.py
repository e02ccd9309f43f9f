"""What became of every line of one dump. For looking at dumps, one at a time: each is read once more than by the build."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from presspack.article import Article, Record
from presspack.engine.hashing import sha256
from presspack.errors import Note, Rejected
from presspack.project.outlets import Outlets
from presspack.project.rules import reasons
from presspack.reading import saved_page as html
from presspack.reading.breaks import unix
from presspack.reading.dump import Row
from presspack.reading.html import markup
from presspack.reading.lines import Lines
from presspack.reading.read import lines_of, read
from presspack.views.trace.marks import Found, also, marks, numbers
from presspack.views.trace.roles import BLANK, DROPPED, MARKUP, OFFENDING, ROLES

__all__ = ["ROLES", "Line", "Notes", "Traced", "is_reason", "trace", "unread"]


Notes = tuple[Sequence[Note], Sequence[Note]]
"""The reasons and the warnings of a dump."""


class Line(NamedTuple):
    """One line of a dump as it is, the names of its roles, and the reasons and warnings that point to it."""

    number: int
    text: str
    roles: tuple[str, ...]
    notes: tuple[Note, ...] = ()

    @property
    def level(self) -> str | None:
        """`error` where a reason points here, `warning` where only a warning does, else None."""
        return None if not self.notes else "error" if any(map(is_reason, self.notes)) else "warning"


@dataclass(frozen=True)
class Traced:
    """A dump, line by line, and the article that was read from it: None where no layout could read one."""

    lines: tuple[Line, ...] = ()
    outlet: str | None = None
    article: Article | None = None
    reasons: tuple[Note, ...] = ()
    warnings: tuple[Note, ...] = ()

    @property
    def outcome(self) -> str:
        """`rejected` with any reason, else `published`: what would become of this dump if it were the only one."""
        return "rejected" if self.reasons else "published"


def is_reason(note: Note) -> bool:
    """Whether a note rejects its dump; else it is a warning."""
    return note.slug in reasons()


def trace(
    text: str,
    outlets: Outlets,
    record: Record = Record(),  # noqa: B008 -- immutable
    notes: Notes | None = None,
) -> Traced:
    """Every line of a dump's text with its roles. `record` is what its container says of it.

    `notes` are its reasons and its warnings, from the ledger or from `check`; where they are not given, they are found as
    the build finds them. What ends with a line end has no line after it.
    """
    notes = _notes(text, record) if notes is None else notes
    try:
        outlet, article = read(text, outlets, record)
    except Rejected:
        outlet, article = None, None
    whole = _split(text)
    lines = _lines(whole, _found(text, whole, outlets, record, article), notes)
    return Traced(lines, outlet or None, article, *map(tuple, notes))


def unread(text: str, notes: Notes) -> Traced:
    """Every line of what is no text for the build: it was rejected before any layout looked at it."""
    whole = _split(text)
    found: Found = {number: (DROPPED if line.strip() else BLANK,) for number, line in enumerate(whole, 1)}
    return Traced(_lines(whole, found, notes), None, None, *map(tuple, notes))


def _notes(text: str, record: Record) -> Notes:
    """The reasons and warnings of the build, those of the contracts too."""
    from presspack.views.check import findings

    data = text.encode("utf-8", "replace")
    (finding,) = findings([Row("-", sha256(data), len(data), "utf-8", data, None, None, None, *record)])
    return finding.reasons, finding.warnings


def _split(text: str) -> list[str]:
    """The lines as `Lines.of` and editors count them."""
    lines = unix(text).split("\n")
    return lines if lines[-1] or len(lines) == 1 else lines[:-1]


def _found(text: str, whole: Sequence[str], outlets: Outlets, record: Record, article: Article | None) -> Found:
    """The roles of each line, by its number."""
    found: Found = {}
    seen = Lines([], [])  # what a reader of the dump sees; of the lines that the layout was given, it may be more
    is_markup = html.is_html(html.below(text)[0])
    try:
        lines, _ = lines_of(text, outlets, record)
        seen = markup.page(html.below(text)[0]) if is_markup else Lines.of(text, record)
        if article is not None:
            found = marks(lines, article, outlets)
    except Rejected:  # markup that no reader reads to its end
        numbered = [(line, number) for number, line in enumerate(whole, 1) if line.strip()]
        seen = Lines([line for line, _ in numbered], [number for _, number in numbered])
    for index in range(len(seen)):
        for number in numbers(seen, index):
            found.setdefault(number, (DROPPED,))
    for number, line in enumerate(whole, 1):
        found.setdefault(number, (MARKUP,) if is_markup and line.strip() else (BLANK,))
    return found


def _lines(whole: Sequence[str], found: Found, notes: Notes) -> tuple[Line, ...]:
    """The lines with their roles, and what there is to say of each."""
    told = _by_line(chain(*notes), len(whole))
    return tuple(
        Line(
            number,
            line,
            also(found[number], OFFENDING) if number in told else found[number],
            tuple(told.get(number, ())),
        )
        for number, line in enumerate(whole, 1)
    )


def _by_line(notes: Iterable[Note], last: int) -> dict[int, list[Note]]:
    """The notes that point to a line; one that points below the last counts for that."""
    told: dict[int, list[Note]] = {}
    for note in notes:
        if note.line is not None:
            told.setdefault(min(max(note.line, 1), last), []).append(note)
    return told
