"""Pieces of a page. What they are given is text, unless it is Html."""

from collections.abc import Iterable, Sequence

from presspack.writing import svg
from presspack.writing.html import Html, joined, tag
from presspack.writing.markdown import NARROW, number
from presspack.writing.visible import plural

Cell = str | int


def cell(value: Cell) -> Html:
    """A value as HTML; a number with its thousands apart."""
    return Html.escape(number(value) if isinstance(value, int) else value)


def counted(many: int, what: str) -> str:
    """`1 dump`, `2 dumps`, `2 stories`, thousands apart."""
    return f"{number(many)} {plural(many, what)}"


def code(word: object) -> Html:
    """A word of the vocabulary."""
    return tag("code", word)


def soft(*parts: object) -> Html:
    """A remark, in a paragraph of its own."""
    return tag("p", *parts, class_="soft")


def preformatted(lines: Iterable[str]) -> Html:
    """Lines as they are, in letters of one width."""
    return tag("pre", joined(lines, Html("\n")), tabindex=0)


def prose(sentence: str) -> Html:
    """A sentence of ours, in which `words` are code."""
    return joined(code(part) if i % 2 else part for i, part in enumerate(sentence.split("`")))


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Html:
    """A table whose first column names its rows; a column of numbers is aligned to the right."""
    cells = [list(row) for row in rows]
    numeric = ["n" if cells and all(_is_number(row[i]) for row in cells) else None for i in range(len(head))]
    top = [tag("th", name, scope="col", class_=kind) for name, kind in zip(head, numeric, strict=True)]
    body = [
        tag(
            "tr",
            tag("th", cell(row[0]), scope="row"),
            *(tag("td", cell(value), class_=kind) for value, kind in zip(row[1:], numeric[1:], strict=True)),
        )
        for row in cells
    ]
    inside = tag("caption", caption, class_="unseen"), tag("thead", tag("tr", *top)), tag("tbody", *body)
    return tag("div", tag("table", *inside), class_="scroll", tabindex=0, role="region", aria_label=caption)


def _is_number(value: Cell) -> bool:
    return isinstance(value, int) or value == "–" or value.endswith(f"{NARROW}%")


def figure(finding: str, chart: svg.Chart, caption: str, numbers: Html) -> Html:
    """A chart with what it shows as its title, and its numbers as a table."""
    return tag(
        "figure",
        tag("h3", finding),
        svg.inline(f"{finding}. {caption}", chart),
        tag("figcaption", caption),
        tag(
            "details",
            tag("summary", "Table", tag("span", f": {finding}", class_="unseen")),
            numbers,
            class_="numbers",
        ),
    )


def section(name: str, title: str, *parts: Html) -> Html:
    """A section of the page."""
    heading = tag("h2", title, id=f"{name}-title")
    return tag("section", heading, *parts, id=name, aria_labelledby=f"{name}-title")


def pair(*parts: Html) -> Html:
    """Parts side by side, where the window has room."""
    return tag("div", *parts, class_="pair")


def paragraph(*sentences: Cell) -> Html:
    """Sentences, which may be Html."""
    return tag("p", joined(map(cell, sentences), " "))
