"""Markdown that shows what it is given: cells, tables and numbers of the card, all of it escaped."""

import re
from collections.abc import Iterable

SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#~&])")
NARROW = "\u00a0"  # a space at which no line is broken


def escape(value: object) -> str:
    """Text that Markdown shows as it is, on one line; a dash for nothing."""
    return "–" if value is None else SPECIAL.sub(r"\\\1", " ".join(str(value).split()))


def code(value: object) -> str:
    """A word of ours, as code."""
    return f"`{value}`"


def prose(text: str | None) -> str:
    """A sentence of ours, which may hold code."""
    return (text or "–").replace("|", "\\|")


def number(value: int) -> str:
    """A number with its thousands apart."""
    return f"{value:,}".replace(",", NARROW)


def share(part: int, whole: int) -> str:
    """A share in per cent, with one digit."""
    return f"{100 * part / whole:.1f}{NARROW}%" if whole else "–"


def table(head: list[str], rows: Iterable[Iterable[str | int]], right: int = 0) -> str:
    """A table of cells that are Markdown, or numbers; the last `right` columns are aligned to the right."""
    rule = ["---"] * (len(head) - right) + ["--:"] * right
    cells = [[number(cell) if isinstance(cell, int) else cell for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in [head, rule, *cells])
