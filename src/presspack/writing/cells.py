"""Rows of CSV that a spreadsheet shows as they are: no cell is a formula, none hides a sign or breaks a line."""

import csv
import io
from collections.abc import Iterable

from presspack.writing.visible import visible

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""With these a spreadsheet takes a cell for a formula, some in their wide form too."""


def row(cells: Iterable[object]) -> str:
    """One line of CSV, without its end; nothing is an empty cell."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow([_cell(cell) for cell in cells])
    return line.getvalue()


def _cell(value: object) -> object:
    """Text with an apostrophe before what would be a formula, and with its controls made visible."""
    if not isinstance(value, str):
        return value
    shown = visible(value)
    return f"'{shown}" if shown.lstrip().startswith(FORMULA) else shown
