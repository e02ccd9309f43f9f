"""Pieces of the page's HTML. What they are given is text, unless it says that it is HTML, and is escaped here."""

from collections.abc import Iterable, Sequence

from presspack.writing.html import text
from presspack.writing.markdown import NARROW, number

Cell = str | int


class Html(str):
    """HTML that was made here, and is not escaped again."""


def cell(value: Cell) -> str:
    """A value as HTML; a number with its thousands apart."""
    if isinstance(value, Html):
        return value
    return text(number(value)) if isinstance(value, int) else text(value)


def counted(many: int, what: str) -> str:
    """`1 dump`, `2 dumps`, `2 stories`."""
    several = f"{what[:-1]}ies" if what.endswith("y") else f"{what}s"
    return f"{number(many)} {what if many == 1 else several}"


def code(word: str) -> Html:
    """A word of the vocabulary."""
    return Html(f"<code>{text(word)}</code>")


def prose(sentence: str) -> Html:
    """A sentence of ours, in which `words` are code."""
    parts = sentence.split("`")
    return Html("".join(code(part) if i % 2 else cell(part) for i, part in enumerate(parts)))


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A table whose first column names its rows; a column of numbers stands to the right."""
    held = [list(row) for row in rows]
    right = [bool(held) and all(_is_figure(row[i]) for row in held) for i in range(len(head))]

    kind = [' class="n"' if numbers else "" for numbers in right]
    top = "".join(f'<th scope="col"{kind[i]}>{text(name)}</th>' for i, name in enumerate(head))
    body = "".join(
        f'<tr><th scope="row">{cell(row[0])}</th>'
        + "".join(f"<td{kind[i]}>{cell(value)}</td>" for i, value in enumerate(row[1:], 1))
        + "</tr>\n"
        for row in held
    )
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{text(caption)}"><table>'
        f'<caption class="unseen">{text(caption)}</caption>'
        f"<thead><tr>{top}</tr></thead>\n<tbody>{body}</tbody></table></div>"
    )


def _is_figure(value: Cell) -> bool:
    return isinstance(value, int) or value == "–" or value.endswith(f"{NARROW}%")


def figure(finding: str, drawing: str, caption: str, figures: str) -> str:
    """A chart with what it shows as its title, and its figures as a table; drawing and table are HTML."""
    return (
        f"<figure><h3>{text(finding)}</h3>{drawing}<figcaption>{text(caption)}</figcaption>"
        f'<details class="figures"><summary>Figures<span class="unseen">: {text(finding)}</span></summary>{figures}'
        "</details></figure>\n"
    )


def section(name: str, title: str, *parts: str) -> str:
    """A section of the page; the parts are HTML."""
    inside = "".join(parts)
    return f'<section id="{name}" aria-labelledby="{name}-title"><h2 id="{name}-title">{text(title)}</h2>\n{inside}</section>\n'


def paragraph(*sentences: Cell) -> str:
    """Sentences, which may be HTML."""
    return f"<p>{' '.join(map(cell, sentences))}</p>\n"
