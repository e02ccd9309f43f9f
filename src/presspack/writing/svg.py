"""Drawings in SVG, the same bytes for the same figures; they follow the light or dark of the reader's screen."""

import html
from collections.abc import Iterable
from typing import NamedTuple

WIDTH, LINE, EDGE = 760, 26, 20
LABEL, NUMBER = 230, 160
LONGEST = 32
STYLE = (
    "text{font:13px system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif;fill:#1f2328}"
    ".title{font-size:15px;font-weight:600}.dim{fill:#59636e;font-size:12px}"
    ".ground{fill:#fff}.bar{fill:#2a6fbb}.rest{fill:#8c959f}.rule{stroke:#d1d9e0}"
    "@media (prefers-color-scheme:dark){text{fill:#e6edf3}.dim{fill:#9198a1}"
    ".ground{fill:#0d1117}.bar{fill:#58a6ff}.rest{fill:#6e7681}.rule{stroke:#3d444d}}"
)


class Bar(NamedTuple):
    """One bar; `rest` is one that shows what is missing, in grey. A bar without a number is a heading."""

    label: str
    value: int | None = None
    said: str = ""
    rest: bool = False


def bars(title: str, rows: list[Bar], notes: tuple[str, ...] = ()) -> str:
    """Bars that lie one below the other, each with its number behind it."""
    most = max((row.value or 0 for row in rows), default=0) or 1
    room = WIDTH - 2 * EDGE - LABEL - NUMBER
    parts, top = [], EDGE + 40
    for row in rows:
        if row.value is None:
            parts.append(_text(EDGE, top + 17, row.label, "dim"))
        else:
            wide = _length(row.value, most, room)
            left = EDGE + LABEL
            parts.append(_text(left - 10, top + 17, row.label, end=True))
            parts.append(_bar(left, top + 4, wide, LINE - 8, row.rest))
            parts.append(_text(left + wide + 8, top + 17, row.said))
        top += LINE
    return _drawing(title, parts, top, notes)


def strips(title: str, columns: list[str], rows: list[tuple[str, list[int], str]], notes: tuple[str, ...] = ()) -> str:
    """One row of upright bars for each label, all of one scale, above one axis; what is said stands at the right."""
    most = max((value for _, values, _ in rows for value in values), default=0) or 1
    tall, left, room = 46, EDGE + LABEL, WIDTH - 2 * EDGE - LABEL - 60
    step = room / max(len(columns), 1)
    parts, top = [], EDGE + 36
    for label, values, said in rows:
        floor = top + tall - 6
        parts.append(_text(left - 10, floor - 8, label, end=True))
        parts.append(f'<path class="rule" d="M{left} {floor}.5h{room}"/>')
        for i, value in enumerate(values):
            if value:
                high = _length(value, most, tall - 12)
                parts.append(_bar(left + i * step + step * 0.1, floor - high, min(step * 0.8, 40), high))
        parts.append(_text(WIDTH - EDGE, floor - 8, said, end=True))
        top += tall
    wide = 8 + 8 * max(map(len, columns), default=0)
    every = max(1, -(-len(columns) * wide // room))
    for i in range(0, len(columns), every):
        parts.append(_text(left + i * step + step * 0.1, top + 12, columns[i], "dim"))
    return _drawing(title, parts, top + 20, notes)


def _drawing(title: str, parts: Iterable[str], top: float, notes: tuple[str, ...]) -> str:
    high = round(top + 16 + 20 * len(notes))
    below = [_text(EDGE, top + 20 * i, note, "dim") for i, note in enumerate(notes, 1)]
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {high}" width="{WIDTH}" height="{high}" role="img">',
        f"<title>{escape(title)}</title>",
        f"<style>{STYLE}</style>",
        f'<rect class="ground" width="{WIDTH}" height="{high}" rx="6"/>',
        _text(EDGE, EDGE + 12, title, "title"),
        *parts,
        *below,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _length(value: int, most: int, room: float) -> float:
    """What is more than nothing can be seen."""
    return max(round(value * room / most, 1), 1.5) if value else 0


def _bar(x: float, y: float, wide: float, high: float, rest: bool = False) -> str:
    kind = "rest" if rest else "bar"
    return f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" rx="1.5"/>'


def _text(x: float, y: float, said: str, kind: str = "", end: bool = False) -> str:
    style = (f' class="{kind}"' if kind else "") + (' text-anchor="end"' if end else "")
    return f'<text x="{x:.1f}" y="{y:.1f}"{style}>{escape(said)}</text>'


def short(label: str) -> str:
    """A label that fits beside a bar."""
    return label if len(label) <= LONGEST else f"{label[: LONGEST - 1]}…"


def escape(text: str) -> str:
    """Text on one line that is no markup, of characters that XML may hold."""
    return html.escape("".join(char for char in " ".join(text.split()) if char.isprintable()))
