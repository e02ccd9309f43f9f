"""Marks of a drawing in SVG, and what they are put into: a picture by itself, or a chart in a page of ours.

The same numbers give the same bytes. Classes of marks are `bar`, `rest`, `bad`, `odd`, `rule`, `dim`: a picture has their
colours with it, for light and dark; in a page its style has them.
"""

from collections.abc import Sequence
from typing import NamedTuple
from unicodedata import east_asian_width

from presspack.writing.html import Html, joined, tag
from presspack.writing.visible import visible

WIDTH, EDGE = 760, 20  # of a picture
NARROW = 460  # the width of a chart in a page
LONGEST = 32  # columns of a label
STYLE = (
    "text{font:13px system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif;fill:#1f2328}"
    ".title{font-size:15px;font-weight:600}.dim{fill:#59636e;font-size:12px}"
    ".ground{fill:#fff}.bar{fill:#2a6fbb}.rest{fill:#8c959f}.rule{stroke:#d1d9e0}"
    "@media (prefers-color-scheme:dark){text{fill:#e6edf3}.dim{fill:#9198a1}"
    ".ground{fill:#0d1117}.bar{fill:#58a6ff}.rest{fill:#6e7681}.rule{stroke:#3d444d}}"
)


class Chart(NamedTuple):
    """Marks that are drawn, and where they end."""

    marks: Sequence[Html]
    bottom: float


def rect(kind: str, x: float, y: float, wide: float, high: float, hint: str = "") -> Html:
    """A bar; the hint appears when the mouse rests on it."""
    inside = [tag("title", hint)] if hint else []
    at = {"x": f"{x:.1f}", "y": f"{y:.1f}", "width": f"{wide:.1f}", "height": f"{high:.1f}"}
    return tag("rect", *inside, class_=kind, **at, rx=1.5)


def path(kind: str, way: str) -> Html:
    """A line."""
    return tag("path", class_=kind, d=way)


def words(x: float, y: float, said: str, kind: str | None = None, anchor: str | None = None) -> Html:
    """Text on one line. `anchor` says which of its ends is at `x`, where that is not its start."""
    return tag("text", " ".join(said.split()), x=f"{x:.1f}", y=f"{y:.1f}", class_=kind, text_anchor=anchor)


def columns(text: str) -> int:
    """How wide a text is: a letter of Korean, Chinese or Japanese counts as two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def short(label: str) -> str:
    """A label that fits beside a bar."""
    label = visible(" ".join(label.split()))
    if columns(label) <= LONGEST:
        return label
    while columns(label) >= LONGEST:
        label = label[:-1]
    return f"{label}…"


def picture(title: str, chart: Chart, notes: Sequence[str] = ()) -> str:
    """A chart as a file of its own, with its title above and notes below; it follows the light or dark of the screen."""
    high = round(chart.bottom + 16 + 20 * len(notes))
    lines = [
        tag("title", title),
        tag("style", Html(STYLE)),
        tag("rect", class_="ground", width=WIDTH, height=high, rx=6),
        words(EDGE, EDGE + 12, title, "title"),
        *chart.marks,
        *(words(EDGE, chart.bottom + 20 * i, note, "dim") for i, note in enumerate(notes, 1)),
    ]
    line = Html("\n")
    size = {"viewBox": f"0 0 {WIDTH} {high}", "width": WIDTH, "height": high}
    root = tag("svg", line, joined(lines, line), line, xmlns="http://www.w3.org/2000/svg", **size, role="img")
    return f"{root}\n"


def inline(title: str, chart: Chart) -> Html:
    """A chart in a page, which has its colours; `title` is what it shows, in words."""
    box = f"0 0 {NARROW} {chart.bottom:.0f}"
    return tag("svg", *chart.marks, viewBox=box, width=NARROW, role="img", aria_label=title)
