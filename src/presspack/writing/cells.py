"""Rows of CSV that a spreadsheet shows as they are: no cell is a formula, none hides a sign or breaks a line."""

import csv
import io
from collections.abc import Iterable, Iterator

from presspack.writing.visible import visible

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""With these a spreadsheet takes a cell for a formula, some in their wide form too."""


def rows(many: Iterable[Iterable[object]]) -> Iterator[str]:
    """Lines of CSV, without their ends; nothing is an empty cell."""
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="")
    for row in many:
        writer.writerow([_cell(cell) for cell in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _cell(value: object) -> object:
    """Text with an apostrophe before what would be a formula, and with its controls made visible."""
    if not isinstance(value, str):
        return value
    shown = visible(value)
    return f"'{shown}" if shown.lstrip().startswith(FORMULA) else shown
