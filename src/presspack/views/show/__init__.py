"""Looking at one dump: what became of each of its lines, and the article beside it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from presspack.article import Record
from presspack.project.params import Params
from presspack.reading.dump import Row

if TYPE_CHECKING:
    from presspack.views.trace import Traced

HEAD = 256  # bytes that are shown of a dump that is no text
SHOWABLE = ("undecodable", "nul-bytes")  # such dumps have lines all the same


@dataclass(frozen=True)
class Seen:
    """One dump, with all there is to say of it."""

    row: Row
    traced: "Traced"
    head: bytes = b""
    """The first bytes of a dump that is no text."""
    beside: str = ""
    """What the ledger says of it, in a sentence, where it was found there."""


def see(asked: str, params: Params, stdin: Callable[[int], bytes]) -> Seen:
    """The dump that somebody means by a path, a member of a container, `-`, or hex digits of its or its article's id.

    Raises PresspackError where there is no such dump, or more than one.
    """
    from presspack.project.contracts import schemas
    from presspack.views.check import findings
    from presspack.views.show.naming import named
    from presspack.views.trace import Traced, trace, unread

    row, data, beside = named(asked, params, stdin)
    (finding,) = findings([row])
    notes = finding.reasons, finding.warnings
    if row.text is not None:
        record = Record(*(getattr(row, name) for name in Record._fields))
        return Seen(row, trace(row.text.decode(), schemas().OUTLETS, record, notes), b"", beside)
    if row.reason in SHOWABLE and data:
        return Seen(row, unread(data.decode("utf-8", "backslashreplace"), notes), b"", beside)
    return Seen(row, Traced((), None, None, *map(tuple, notes)), data[:HEAD], beside)
