"""Passages of a card that stand only where what they tell of is in the data.

<!-- if layout: page, body -->
Shown where a dump was read with either layout. `if no layout: page` is shown where none was.
<!-- end if -->
"""

import re
from collections.abc import Callable, Collection
from pathlib import Path
from typing import NamedTuple

from presspack.dataset import configs as hub
from presspack.dataset.facts import Facts
from presspack.errors import PresspackError
from presspack.project.contracts import schemas
from presspack.project.rules import WARNINGS, reasons
from presspack.reading.clean import RULES
from presspack.reading.layouts import LAYOUTS
from presspack.reading.layouts.generic import LAYOUT as GENERIC
from presspack.reading.layouts.record import LAYOUT as RECORD
from presspack.reading.own import own

BEGIN = re.compile(r"<!-- if (no )?([a-z ]+?): *(.*?) *-->\s*")
END = "<!-- end if -->"
LIKE = re.compile(r"<!-- *(?:end +)?if\b.*")
MADE_UP, REAL = "made up", "real"


class Kind(NamedTuple):
    """What a condition may ask for: every value that it may name, and those that are in the data."""

    known: Callable[[], Collection[str]]
    held: Callable[[Facts], Collection[object]]


def _counted(name: str) -> Callable[[Facts], Collection[object]]:
    return lambda facts: [value for value, many in facts.counts.get(name, {}).items() if many]


def _isin(field: str) -> Callable[[], Collection[str]]:
    return lambda: next(
        check.statistics["allowed_values"]
        for check in hub.contract("articles").to_schema().columns[field].checks
        if check.name == "isin"
    )


def _articles(facts: Facts) -> Collection[object]:
    known = schemas().OUTLETS.by_id
    return {MADE_UP if known[name].sample else REAL for name, (many, *_) in facts.outlets.items() if many}


KINDS: dict[str, Kind] = {
    "articles": Kind(lambda: (MADE_UP, REAL), _articles),
    "config": Kind(lambda: hub.CONFIGS, lambda facts: [name for name, rows in facts.rows.items() if rows]),
    "layout": Kind(lambda: [layout.name for layout in (*LAYOUTS, GENERIC, RECORD, *own())], _counted("layout")),
    "outlet": Kind(lambda: schemas().OUTLETS.by_id, lambda facts: facts.outlets),
    "date source": Kind(_isin("date_source"), _counted("date_source")),
    "crawl source": Kind(_isin("crawl_source"), _counted("crawl_source")),
    "cleaning": Kind(lambda: [rule.name for rule in RULES], _counted("cleaning")),
    "reason": Kind(reasons, _counted("reasons")),
    "warning": Kind(lambda: WARNINGS, _counted("warnings")),
}


def demand(path: Path, text: str, first_line: int) -> None:
    """Refuse, by PresspackError at the line, a condition that nobody can tell, or that has no end."""
    open_at: list[int] = []
    for number, line in enumerate(text.split("\n"), first_line):
        if line.strip() == END:
            if not open_at:
                raise PresspackError(f"`{END}` ends no passage: begin one with `<!-- if KIND: VALUE -->`", path, number)
            open_at.pop()
        elif found := BEGIN.fullmatch(line):
            open_at.append(number)
            if fault := _fault(found[2], _values(found)):
                raise PresspackError(fault, path, number)
        elif LIKE.search(line):
            raise PresspackError(
                f"is no condition: write `<!-- if KIND: VALUE, VALUE -->` or `{END}` on a line of its own", path, number
            )
    if open_at:
        raise PresspackError(f"the passage that begins here has no `{END}`", path, open_at[-1])


def _fault(kind: str, values: list[str]) -> str:
    if kind not in KINDS:
        return f"a condition cannot ask for {kind!r}: use one of {', '.join(KINDS)}"
    known = KINDS[kind].known()
    odd = next((value for value in values if value not in known), None)
    return "" if odd is None else f"there is no {kind} {odd!r}: use some of {', '.join(sorted(known))}"


def chosen(text: str, facts: Facts) -> str:
    """The text without the passages whose condition does not hold, and without the conditions."""
    kept: list[str] = []
    shown: list[bool] = []
    after = False
    for line in text.split("\n"):
        if line.strip() == END:
            shown.pop()
            after = True
        elif found := BEGIN.fullmatch(line):
            held = KINDS[found[2]].held(facts)
            shown.append(any(value in held for value in _values(found)) is not bool(found[1]))
            after = True
        elif all(shown):
            if after and not line.strip() and not (kept and kept[-1].strip()):
                continue  # one empty line is enough where a condition stood
            kept.append(line)
            after = after and not line.strip()
    return "\n".join(kept)


def _values(found: re.Match[str]) -> list[str]:
    return [value.strip() for value in found[3].split(",")]
