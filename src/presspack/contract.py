"""Validation against the contracts in schemas/: rows split into good ones and bad ones with all their reasons."""

import sys
import traceback
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from presspack.errors import Note, PresspackError
from presspack.reasons import REASONS
from presspack.tables import types

if TYPE_CHECKING:
    from pandera.polars import DataFrameModel


def schemas(module: str = "") -> Any:
    """Import schemas/ (or a module of it) of the project one stands in, else the contracts that presspack ships."""
    here = str(Path.cwd())
    if Path("schemas", "__init__.py").is_file() and sys.path[0] != here:
        sys.path.insert(0, here)
    try:
        return import_module(f"schemas.{module}" if module else "schemas")
    except PresspackError:
        raise
    except Exception as error:  # whatever a person's Python may raise
        frame = traceback.extract_tb(error.__traceback__)[-1]
        path, line = getattr(error, "filename", None) or frame.filename, getattr(error, "lineno", None) or frame.lineno
        raise PresspackError(f"the contract cannot be imported: {error}", path, line) from error


@dataclass(frozen=True)
class Split:
    """A table parted by its contract: `len(kept) + len(rejected)` is the table's length."""

    kept: pl.DataFrame
    rejected: pl.DataFrame
    notes: list[list[Note]]
    """For each rejected row, all its reasons."""


def split(table: pl.DataFrame, contract: type["DataFrameModel"]) -> Split:
    """Part the rows that keep the contract from those that break it.

    Reasons are the contract's slugs that stand in `reasons.py`; a reason about column `c` points to the line in
    column `c_line`, if there is one. Raises PresspackError where the table itself is wrong: its columns, its types,
    or a check that is no reason to reject a dump.
    """
    failed = _failures(table, contract)
    notes: dict[int, list[Note]] = {}
    for slug, column, rows in failed:
        if slug not in REASONS:
            example = table.row(rows[0], named=True)
            where = example.get("path") or example.get("dump") or example.get("id")
            raise PresspackError(
                f"{contract.__name__}.{column}: {slug} in {len(rows)} of {len(table)} rows, first {where}"
            )
        lines = table[f"{column}_line"] if f"{column}_line" in table.columns else None
        for row in rows:
            value = table[column][row]
            notes.setdefault(row, []).append(Note(slug, None if lines is None else lines[row], str(value)))
    bad = sorted(notes)
    good = pl.Series([row not in notes for row in range(len(table))], dtype=pl.Boolean) if bad else None
    kept = table if good is None else table.filter(good)
    return Split(kept, table[bad], [notes[row] for row in bad])


def demand(table: pl.DataFrame, contract: type["DataFrameModel"]) -> pl.DataFrame:
    """The table itself, if every row keeps the contract; else PresspackError. Nothing is written then."""
    parted = split(table, contract)
    if parted.notes:
        note = parted.notes[0][0]
        raise PresspackError(
            f"{contract.__name__}: {len(parted.notes)} of {len(table)} rows break the contract, "
            f"first {note.slug} ({note.detail})"
        )
    return table


def _failures(table: pl.DataFrame, contract: type["DataFrameModel"]) -> list[tuple[str, str, list[int]]]:
    """Every check that fails: its slug, its column, and the rows."""
    from pandera.config import ValidationDepth, config_context
    from pandera.errors import SchemaErrors

    wanted = types(contract)
    if dict(table.schema) != wanted:
        wrong = sorted(set(wanted.items()) ^ set(table.schema.items()), key=str)
        raise PresspackError(f"{contract.__name__}: columns or types are not the contract's: {wrong}")
    try:
        # the environment may switch pandera off; a publisher of data may not
        with config_context(validation_enabled=True, validation_depth=ValidationDepth.SCHEMA_AND_DATA):
            contract.validate(table, lazy=True)
    except SchemaErrors as errors:
        return [_failure(error, contract, len(table)) for error in errors.schema_errors]
    return []


def _failure(error: Any, contract: type["DataFrameModel"], height: int) -> tuple[str, str, list[int]]:
    mask, check = error.check_output, error.check
    slug = str(getattr(check, "error", None) or getattr(check, "name", None) or check)
    if mask is None or len(mask) != height:
        raise PresspackError(f"{contract.__name__}: {slug}: {error}")
    return slug, str(error.schema.name), [row for row, ok in enumerate(mask.to_series(-1)) if not ok]
