"""Charts of the card and of the report: bars, strips of small columns, ranges."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from presspack.writing.html import Html
from presspack.writing.svg import EDGE, NARROW, WIDTH, Chart, columns, path, rect, short, words

LINE = 26  # of one bar
LETTER = 7  # about the width of a letter, in the wider of the usual fonts
MONTHS, YEARS = (1, 2, 3, 6, 12, 24, 36, 60), (1, 2, 5, 10, 20, 50, 100)  # of which one is named below a strip


class Part(NamedTuple):
    """A part of a bar, with its kind, which gives its colour, and its hint."""

    value: int
    kind: str = "bar"
    hint: str = ""


class Bar(NamedTuple):
    """A bar of parts, and the number behind it. One without parts is a heading."""

    label: str
    number: str = ""
    parts: Sequence[Part] = ()


class Strip(NamedTuple):
    """A row of small columns, the number at its right, and the hint of each column, if they have any."""

    label: str
    number: str
    values: Sequence[int]
    hints: Sequence[str] = ()
    apart: bool = False
    """Whether it has a scale of its own: what is summed up would make slivers of the others."""


class Range(NamedTuple):
    """Five quantiles of one row, the number at its right, and its hint."""

    label: str
    number: str
    quantiles: Sequence[int]
    hint: str


class Frame(NamedTuple):
    """Labels end before `left`, marks take up to `room` after it, and what is at the right ends at `right`."""

    left: int
    room: int
    right: int
    top: int = 0
    edge: int = 0
    tall: int = 36
    """Of one strip."""


BARS = Frame(EDGE + 230, WIDTH - 2 * EDGE - 390, WIDTH - EDGE, EDGE + 40, EDGE)
STRIPS = Frame(EDGE + 230, WIDTH - 2 * EDGE - 290, WIDTH - EDGE, EDGE + 36, EDGE, 46)
"""Those of a picture. A chart without a frame is one for a page, fitted to its labels and numbers."""


def bars(rows: Sequence[Bar], frame: Frame | None = None) -> Chart:
    """Bars one below the other, each with its number behind it."""
    frame = frame or _fitted(rows)
    most = max((sum(part.value for part in row.parts) for row in rows), default=0)
    marks, top = [], frame.top
    for row in rows:
        x: float = frame.left
        if not row.parts:
            marks.append(words(frame.edge, top + 17, row.label, "dim"))
        else:
            marks.append(_label(frame, top + 17, row.label))
            for part in row.parts:
                wide = _length(part.value, most, frame.room)
                marks.append(rect(part.kind, x, top + 4, wide, LINE - 8, part.hint))
                x += wide
            marks.append(words(x + 8, top + 17, row.number))
        top += LINE
    return Chart(marks, top)


def strips(names: Sequence[str], rows: Sequence[Strip], frame: Frame | None = None) -> Chart:
    """A row of small columns for each label, all on one scale but those apart; `names` are the months or years of the columns."""
    frame = frame or _fitted(rows, least=8)
    shared = max((value for row in rows if not row.apart for value in row.values), default=0)
    step = frame.room / max(len(names), 1)
    marks, top = [], frame.top
    for row in rows:
        floor = top + frame.tall - 6
        most = max(row.values, default=0) if row.apart else shared
        marks += [_label(frame, floor - 8, row.label), path("rule", f"M{frame.left} {floor}.5h{frame.room}")]
        for i, value in enumerate(row.values):
            if value:
                high = _length(value, most, frame.tall - 12)
                hint = row.hints[i] if row.hints else ""
                marks.append(rect("bar", frame.left + (i + 0.1) * step, floor - high, min(step * 0.8, 40), high, hint))
        marks.append(words(frame.right, floor - 8, row.number, anchor="end"))
        top += frame.tall
    marks += [words(frame.left + (i + 0.1) * step, top + 12, names[i], "dim") for i in _named(names, frame.room)]
    return Chart(marks, top + 20)


def ranges(rows: Sequence[Range], ticks: Sequence[int]) -> Chart:
    """Of each row a line from its first quantile to its last, a bar from the second to the fourth, a mark in the middle.

    The scale is logarithmic, from the first of the ticks to the last; those are named that have room.
    """
    frame, low, high = _fitted(rows, least=5), math.log(ticks[0]), math.log(ticks[-1])
    bottom = LINE * len(rows)

    def place(value: float) -> float:
        inside = min(max(value, ticks[0]), ticks[-1])
        return frame.left + frame.room * (math.log(inside) - low) / (high - low)

    marks, after = [], 0.0
    for tick in ticks:
        x, half = place(tick), LETTER * (len(str(tick)) + 1) / 2
        if x - half >= after:
            after = x + half
            marks += [path("rule", f"M{x:.1f} 0v{bottom}"), words(x, bottom + 14, f"{tick}", "dim", "middle")]
    for i, row in enumerate(rows):
        top = LINE * i
        first, start, middle, end, last = map(place, row.quantiles)
        marks += [
            _label(frame, top + 17, row.label),
            path("line", f"M{first:.1f} {top + 13}H{last:.1f}"),
            rect("bar", start, top + 7, max(end - start, 1.5), LINE - 14, row.hint),
            path("middle", f"M{middle:.1f} {top + 5}v{LINE - 10}"),
            words(frame.right, top + 17, row.number, anchor="end"),
        ]
    return Chart(marks, bottom + 20)


def _fitted(rows: Sequence[Bar | Strip | Range], least: int = 0) -> Frame:
    """A frame in a page with room for labels and numbers, these of at least so many letters."""
    left = max((columns(short(row.label)) for row in rows), default=0) * LETTER + 14
    right = max((columns(row.number) for row in rows), default=0)
    return Frame(left, NARROW - left - max(right, least) * LETTER - 14, NARROW)


def _label(frame: Frame, y: int, label: str) -> Html:
    return words(frame.left - 10, y, short(label), anchor="end")


def _length(value: int, most: int, room: float) -> float:
    """What is more than nothing can be seen."""
    return max(round(value * room / most, 1), 1.5) if value else 0


def _named(names: Sequence[str], room: int) -> list[int]:
    """The columns that are named: round months or years, as many as have room beside each other."""
    wide = 8 + 8 * max(map(len, names), default=0)
    for every in MONTHS if "-" in "".join(names[:1]) else YEARS:
        if len(names) * wide <= room * every:
            return [i for i, name in enumerate(names) if _ordinal(name) % every == 0]
    return [0]


def _ordinal(name: str) -> int:
    year, _, month = name.partition("-")
    return int(year) * 12 + int(month) - 1 if month else int(year)
