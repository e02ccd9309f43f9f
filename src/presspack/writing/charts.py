"""Charts of the page, as Vega-Lite describes them. Colours are variables of its style, so they follow light and dark."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from presspack.writing.vega import Frame, Layer, draw

STEP = 24  # of one bar
HIGH = 30  # of one strip
LETTER = 7  # about the width of a letter, in the wider of the usual fonts
KINDS = {"kept": "var(--mark)", "rest": "var(--mark-rest)", "bad": "var(--mark-bad)", "odd": "var(--mark-odd)"}
TEXT = {"type": "text", "align": "left", "baseline": "middle", "color": "var(--front)", "fontSize": 12, "aria": False}
SMALL = TEXT | {"color": "var(--muted)", "fontSize": 11, "align": "center"}
EDGE = {"type": "rule", "color": "var(--edge)", "strokeWidth": 1, "aria": False}
HINT = {"fill": {"field": "fill", "scale": None}, "description": {"field": "hint"}}


class Bar(NamedTuple):
    """A bar of one or more parts, each with its kind (KINDS) and its hint; what stands behind it."""

    label: str
    parts: Sequence[tuple[str, float, str]]
    said: str


class Strip(NamedTuple):
    """A row of small columns; the hint of each, and what stands behind the row."""

    label: str
    values: Sequence[int]
    hints: Sequence[str]
    said: str


class Range(NamedTuple):
    """Five quantiles of one row, and its hint."""

    label: str
    quantiles: Sequence[float]
    hint: str
    said: str


def bars(rows: Sequence[Bar], title: str) -> str:
    """Bars one below the other, each with its figure behind it."""
    frame = _frame(rows, STEP)
    most = max((sum(value for _, value, _ in row.parts) for row in rows), default=0) or 1
    marks, numbers = [], []
    for at, row in enumerate(rows):
        start = 0.0
        for kind, value, hint in row.parts:
            if value:
                marks.append({"y": at, "x": start, "x2": start + value, "hint": hint, "fill": KINDS[kind]})
            start += value
        numbers.append({"y": at, "x": start, "text": row.said})
    x, y = _scale("x", [0, most]), _row(rows)
    layers = [
        _layer(marks, {"type": "bar", "height": STEP - 8}, x=x, x2={"field": "x2"}, y=y, **HINT),
        _layer(numbers, {**TEXT, "dx": 6}, x=x, y=y, text={"field": "text"}),
        _labels(rows),
    ]
    return draw(layers, frame, title)


def strips(columns: Sequence[str], ticks: Sequence[str], rows: Sequence[Strip], title: str) -> str:
    """A row of small columns for each label, all on one scale; `ticks` are the columns that are named below."""
    frame = _frame(rows, HIGH, 22)
    most = max((max(row.values) for row in rows), default=0) or 1
    marks = [
        {"x": at, "x2": at + 0.8, "y": y + 1, "y2": y + 1 - 0.86 * value / most, "hint": hint, "fill": KINDS["kept"]}
        for y, row in enumerate(rows)
        for at, (value, hint) in enumerate(zip(row.values, row.hints, strict=True))
        if value
    ]
    lines = [{"y": at + 1, "middle": at + 0.7, "label": row.label, "said": row.said} for at, row in enumerate(rows)]
    under = [{"x": columns.index(tick) + 0.4, "text": tick} for tick in ticks]
    x, y, middle = (
        _scale(name, domain)
        for name, domain in (("x", [0, len(columns)]), ("y", [len(rows), 0]), ("middle", [len(rows), 0]))
    )
    layers = [
        _layer(lines, EDGE, x={"value": 0}, x2={"value": frame.wide}, y=y),
        _layer(marks, {"type": "rect"}, x=x, x2={"field": "x2"}, y=y, y2={"field": "y2"}, **HINT),
        _layer(lines, {**TEXT, "dx": 6}, x={"value": frame.wide}, y=middle, text={"field": "said"}),
        _layer(lines, {**TEXT, "align": "right", "dx": -8}, x={"value": 0}, y=middle, text={"field": "label"}),
        _layer(under, SMALL, x=x, y={"value": frame.high + 13}, text={"field": "text"}),
    ]
    return draw(layers, frame, title)


def ranges(rows: Sequence[Range], ticks: Sequence[int], title: str) -> str:
    """Of each row a line from its first quantile to its last, a bar from the second to the fourth, a mark in the middle.

    The scale is logarithmic; `ticks` name it.
    """
    frame, y = _frame(rows, STEP, 20), _row(rows)
    values = [
        {"y": at, "hint": row.hint, "fill": KINDS["kept"], "said": row.said}
        | {f"q{i}": max(value, ticks[0]) for i, value in enumerate(row.quantiles)}
        for at, row in enumerate(rows)
    ]
    grid = [{"x": tick, "text": f"{tick}"} for tick in ticks]
    x, low, start, middle = (_scale(name, [ticks[0], ticks[-1]], "log") for name in ("x", "q0", "q1", "q2"))
    tick = {"type": "tick", "color": "var(--front)", "size": STEP - 8, "thickness": 2, "aria": False}
    layers = [
        _layer(grid, EDGE, x=x, y={"value": 0}, y2={"value": frame.high}),
        _layer(values, EDGE | {"color": "var(--muted)"}, x=low, x2={"field": "q4"}, y=y),
        _layer(values, {"type": "bar", "height": STEP - 12}, x=start, x2={"field": "q3"}, y=y, **HINT),
        _layer(values, tick, x=middle, y=y),
        _layer(values, {**TEXT, "dx": 6}, x={"value": frame.wide}, y=y, text={"field": "said"}),
        _layer(grid, SMALL, x=x, y={"value": frame.high + 12}, text={"field": "text"}),
        _labels(rows),
    ]
    return draw(layers, frame, title)


def _frame(rows: Sequence[Bar | Strip | Range], step: int, bottom: int = 0) -> Frame:
    """Room for what stands before and behind the marks."""
    left, right = (max((len(row[at]) for row in rows), default=0) * LETTER + 14 for at in (0, -1))
    return Frame(left, right, step * len(rows), bottom)


def _scale(field: str, domain: Sequence[float], kind: str = "linear") -> dict[str, Any]:
    scale = {"type": kind, "domain": list(domain), "nice": False}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": None}


def _row(rows: Sequence[object]) -> dict[str, Any]:
    return {"field": "y", "type": "ordinal", "scale": {"domain": list(range(len(rows)))}, "axis": None}


def _labels(rows: Sequence[Bar | Range]) -> Layer:
    values = [{"y": at, "text": row.label} for at, row in enumerate(rows)]
    return _layer(values, {**TEXT, "align": "right", "dx": -8}, x={"value": 0}, y=_row(rows), text={"field": "text"})


def _layer(values: Sequence[dict[str, Any]], mark: dict[str, Any], **encoding: Any) -> Layer:
    return {"data": {"values": list(values)}, "mark": mark, "encoding": encoding}
