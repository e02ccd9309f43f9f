"""Which lines of a dump are shown, where all of them would be too many."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from presspack.views.trace import ROLES, Line
from presspack.views.trace.roles import BLANK, DATE, TITLE

MOST = 2_000  # lines of a dump that are shown as they are
NEAR = 5  # lines that are shown around a change, in a longer one
LONGEST = 2_000  # letters of a line, or of a paragraph, that are shown
PARAGRAPHS = 200  # of a body that are shown
STEPS = 4  # lines on either side that are looked at for each that is shown: the others are blank


class Gap(NamedTuple):
    """Lines that are left out."""

    many: int
    roles: Counter[str]

    def said(self) -> str:
        """How many, and what became of them."""
        lines = f"{self.many:,} line{'' if self.many == 1 else 's'}"
        became = ", ".join(f"{self.roles[role]:,} {ROLES[role].word}" for role in ROLES if self.roles[role])
        return f"… {lines} not shown: {became} …"


def folded(lines: Sequence[Line], around: int | None = None) -> Iterator[Line | Gap]:
    """The lines, or with `around` those that a note points to, so many about each, and title and date.

    Blank lines do not count as lines about another. Of a dump of more than MOST lines, runs of one role are folded.
    """
    if around is None and len(lines) <= MOST:
        yield from lines
        return
    kept = _near(lines, NEAR, _turns(lines)) if around is None else _near(lines, around, _told(lines))
    if around is not None:
        kept |= {i for i, line in enumerate(lines) if {TITLE, DATE}.intersection(line.roles)}
    gap: list[Line] = []
    for i, line in enumerate(lines):
        if i not in kept:
            gap.append(line)
            continue
        yield from _gap(gap)
        gap.clear()
        yield line
    yield from _gap(gap)


def _gap(lines: Sequence[Line]) -> Iterator[Line | Gap]:
    """Lines that are left out; one that is blank is shorter than what would be said of it."""
    if len(lines) == 1 and lines[0].roles == (BLANK,):
        yield lines[0]
    elif lines:
        yield Gap(len(lines), Counter(line.roles[0] for line in lines))


def _told(lines: Sequence[Line]) -> list[int]:
    """Where notes point to; where none does, the first line."""
    return [i for i, line in enumerate(lines) if line.notes] or [0]


def _turns(lines: Sequence[Line]) -> list[int]:
    """Where one role begins after another, at most MOST of them, and where notes point to."""
    filled = [i for i, line in enumerate(lines) if line.roles != (BLANK,)]
    turns = [
        i
        for before, i in zip([-1, *filled], filled, strict=False)
        if before < 0 or lines[before].roles != lines[i].roles
    ]
    return [*turns[: MOST // 10], *filled[-1:], *_told(lines)[: MOST // 10]]


def _near(lines: Sequence[Line], around: int, places: Sequence[int]) -> set[int]:
    """These places, and so many lines that are not blank on both sides of each, with the blank ones between."""
    kept: set[int] = set()
    for place in places:
        for step in (-1, 1):
            left = around
            for i in range(place, place + step * (around + 1) * STEPS, step):
                if not 0 <= i < len(lines):
                    break
                kept.add(i)
                left -= i != place and lines[i].roles != (BLANK,)
                if left == 0:
                    break
    return kept


def cut(text: str) -> tuple[str, str]:
    """The beginning of a text, and what to say of the rest, if it is long."""
    return text[:LONGEST], f"… {len(text) - LONGEST:,} more letters" if len(text) > LONGEST else ""


def paragraphs(body: str, most: int = PARAGRAPHS) -> tuple[list[str], str]:
    """The first paragraphs of a body, and what to say of the others, if there are more."""
    whole = body.split("\n\n") if body else []
    return whole[:most], f"… {len(whole) - most:,} more paragraphs …" if len(whole) > most else ""
