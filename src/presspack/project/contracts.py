"""Validation against the contracts in schemas/: rows split into good ones and bad ones with all their reasons."""

import sys
import traceback
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from presspack.errors import Note, PresspackError
from presspack.project import standing
from presspack.project.frames import types
from presspack.project.rules import FAULTS, reasons

if TYPE_CHECKING:
    from pandera.polars import DataFrameModel


LONGEST = 100  # characters of an offending value


def schemas(module: str = "") -> Any:
    """Import schemas/ (or a module of it) of the project one stands in, else the contracts that presspack ships."""
    try:
        if "schemas" not in sys.modules and (package := _package()) is not None:
            _by_path(package)
        return import_module(f"schemas.{module}" if module else "schemas")
    except PresspackError:
        raise
    except Exception as error:  # whatever a person's Python may raise
        frame = traceback.extract_tb(error.__traceback__)[-1]
        path, line = getattr(error, "filename", None) or frame.filename, getattr(error, "lineno", None) or frame.lineno
        moved = isinstance(error, ImportError) and (error.name or "").startswith("presspack")
        hint = "; what contracts import of presspack is in presspack.project: docs/pipeline.md" if moved else ""
        raise PresspackError(f"the contract cannot be imported: {error}{hint}", path, line) from error


def _package() -> Path | None:
    """The contracts of this folder; those that presspack ships, where no code of it may run; None where it has none."""
    if standing.has_schemas():
        return Path("schemas", "__init__.py").resolve()
    if standing.counts():
        return None
    # a wheel has them beside the package, a checkout at its root
    places = (folder / "schemas" / "__init__.py" for folder in Path(__file__).parents[2:4])
    return next(place for place in places if place.is_file())


def _by_path(path: Path) -> None:
    """Import a package `schemas` from its file: an `html.py` beside the folder shall not stand for Python's own."""
    spec = spec_from_file_location("schemas", path, submodule_search_locations=[str(path.parent)])
    assert spec is not None  # the name ends in .py
    assert spec.loader is not None
    sys.modules["schemas"] = module_from_spec(spec)
    try:
        spec.loader.exec_module(sys.modules["schemas"])
    except BaseException:
        del sys.modules["schemas"]
        raise


@dataclass(frozen=True)
class Split:
    """A table parted by its contract: `len(kept) + len(rejected)` is the table's length."""

    kept: pl.DataFrame
    rejected: pl.DataFrame
    notes: list[list[Note]]
    """For each rejected row, all its reasons."""


def split(table: pl.DataFrame, contract: type["DataFrameModel"]) -> Split:
    """Part the rows that keep the contract from those that break it.

    Reasons are the contract's slugs that `reasons` knows; a reason about column `c` points to the line in column
    `c_line`, else to that of the item or the body, if there is one. Raises PresspackError where the contract gives a
    reason that nobody has named, or the table itself is wrong: its columns, its types, or a check that is no reason.
    """
    _closed(contract)
    known, notes = reasons(), dict[int, list[Note]]()
    for slug, column, rows in _failures(table, contract):
        if slug not in known:
            raise PresspackError(
                f"{contract.__name__}.{column}: {slug} in {len(rows)} of {len(table)} rows, first {_key(table, rows[0])}"
            )
        names = (name for name in (f"{column}_line", "line", "body_line") if name in table.columns)
        lines = next((table[name] for name in names), None)
        values = table[column] if column in table.columns else None  # a check of the whole row has no column
        for row in rows:
            detail = "" if values is None else _short(str(values[row]))
            notes.setdefault(row, []).append(Note(slug, None if lines is None else lines[row], detail))
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
            f"first {note.slug} ({note.detail}), of {_key(parted.rejected, 0)}"
        )
    return table


@cache
def _closed(contract: type["DataFrameModel"]) -> None:
    """Refuse a contract that rejects dumps, or tables, for what stands in no list of reasons."""
    schema = contract.to_schema()
    given = [check for part in (schema, *schema.columns.values()) for check in part.checks]
    known = reasons()
    for slug in (check.error for check in given if not check.statistics):  # pandera's own have statistics
        if slug is None or slug in known or slug in FAULTS:
            continue
        near = get_close_matches(slug, known, 1)
        hint = f"did you mean {near[0]!r}? Else name" if near else "name"
        raise PresspackError(f"{slug!r} is no reason: {hint} it in schemas/reasons.yaml", *_place(contract, slug))


def _place(contract: type["DataFrameModel"], slug: str) -> tuple[str | None, int | None]:
    """The file and the line in which a contract, or one that it extends, writes a slug."""
    for part in contract.__mro__:
        file = getattr(sys.modules.get(part.__module__), "__file__", None)
        if file and part.__module__.startswith("schemas."):
            for number, line in enumerate(Path(file).read_text("utf-8").splitlines(), 1):
                if slug in line:
                    return file, number
    return None, None


def _key(table: pl.DataFrame, row: int) -> str:
    """What a row is known by."""
    values = table.row(row, named=True)
    return str(values.get("path") or values.get("id") or values.get("dump"))


def _short(value: str) -> str:
    """An offending value, cut: a body is no detail."""
    return value if len(value) <= LONGEST else value[: LONGEST - 1] + "…"


def _failures(table: pl.DataFrame, contract: type["DataFrameModel"]) -> list[tuple[str, str, list[int]]]:
    """Every check that fails: its slug, its column, and the rows."""
    from pandera.config import ValidationDepth, config_context
    from pandera.errors import SchemaErrors

    wanted = types(contract)
    if dict(table.schema) != wanted:
        wrong = sorted(set(wanted.items()) ^ set(table.schema.items()), key=str)
        raise PresspackError(f"{contract.__name__}: columns or types are not the contract's: {wrong}")
    asked = _asked(table, contract)
    if asked is not None:
        return asked
    try:
        # the environment may switch pandera off; a publisher of data may not
        with config_context(validation_enabled=True, validation_depth=ValidationDepth.SCHEMA_AND_DATA):
            contract.validate(table, lazy=True)
    except SchemaErrors as errors:
        return [_failure(error, contract, len(table)) for error in errors.schema_errors]
    return []


def _asked(table: pl.DataFrame, contract: type["DataFrameModel"]) -> list[tuple[str, str, list[int]]] | None:
    """What `_failures` gives, with all checks in one query, where pandera takes them one by one.

    Where that cannot be told this way it is None, and pandera decides.
    """
    from pandera.api.polars.types import PolarsData
    from pandera.backends.polars.checks import PolarsCheckBackend

    schema, rows = contract.to_schema(), table.lazy()
    schema.get_backend(table)  # registers pandera's own checks for polars
    columns = schema.columns
    if schema.parsers or any(column.parsers or column.default is not None for column in columns.values()):
        return None
    if schema.ordered and table.columns != list(columns):
        return None
    if schema.unique and table.select(schema.unique).is_duplicated().any():
        return None
    for name, column in columns.items():
        values = table[name]
        if not column.nullable and (values.has_nulls() or (values.dtype.is_float() and values.is_nan().any())):
            return None
        if column.unique and values.n_unique() < len(table):
            return None
    asked = [(check, name) for name, column in columns.items() for check in column.checks]
    asked += [(check, "*") for check in schema.checks]
    try:
        for check, _ in asked:  # as pandera does: its own checks may have been made for another kind of table
            if check.is_builtin_check(check._check_fn.__name__):
                check._check_fn = check.get_builtin_check_fn(check._check_fn.__name__)
        told = [
            PolarsCheckBackend(check)
            .apply(PolarsData(rows, key))
            .select(pl.all().fill_null(check.ignore_na).alias(str(number)))
            for number, (check, key) in enumerate(asked)
        ]
        held = (
            pl.concat([one.select(pl.all().all()) for one in told], how="horizontal").collect().row(0) if told else ()
        )
        broken = [number for number, ok in enumerate(held) if not ok]
        masks = [mask.to_series() for mask in pl.collect_all([told[number] for number in broken])]
    except Exception:  # whatever a person's check may raise: pandera tells it
        return None
    failures = []
    for (check, key), mask in zip((asked[number] for number in broken), masks, strict=True):
        if len(mask) != len(table) or check.raise_warning:
            return None
        failures.append((_slug(check), str(schema.name) if key == "*" else key, (~mask).arg_true().to_list()))
    return failures


def _failure(error: Any, contract: type["DataFrameModel"], height: int) -> tuple[str, str, list[int]]:
    mask, check = error.check_output, error.check
    slug = _slug(check)
    if mask is None or len(mask) != height:
        raise PresspackError(f"{contract.__name__}: {slug}: {error}")
    return slug, str(error.schema.name), [row for row, ok in enumerate(mask.to_series(-1)) if not ok]


def _slug(check: Any) -> str:
    """What a check is called."""
    return str(getattr(check, "error", None) or getattr(check, "name", None) or check)
