"""`check`: would these dumps be published, and if not, why: the words and the contracts of the build, in memory."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from presspack import files
from presspack.containers import escaped
from presspack.contract import schemas
from presspack.errors import Note, PresspackError
from presspack.params import Params
from presspack.parse import tabulate
from presspack.reader import Reader, Row
from presspack.reasons import REASONS, WARNINGS
from presspack.shards import table

STRICT = ("undated", "untitled", "unknown-language")


@dataclass(frozen=True)
class Finding:
    """What would become of one path."""

    path: str
    outcome: str
    duplicate_of: str | None
    reasons: list[Note]
    warnings: list[Note]

    def problems(self, strict: bool) -> list[Note]:
        """What makes a check fail: every reason, and with `strict` some warnings."""
        return [*self.reasons, *(note for note in self.warnings if strict and note.slug in STRICT)]


def check(paths: Sequence[Path], params: Params) -> list[Finding]:
    """Read these files and folders as `stage` and `parse` would; a finding for every path, sorted."""
    rows: list[Row] = []
    for path in paths:
        for file, root in _files(path):
            reader = Reader(root, params.limits)
            rows += reader.rows(reader.take(file, escaped(file)))
    staged = pl.DataFrame(pl.from_arrow(table(rows))).unique("path", maintain_order=True)
    ledger = tabulate([staged], schemas().OUTLETS).dumps
    return [_finding(entry) for entry in ledger.sort("path").iter_rows(named=True)]


def text(findings: Sequence[Finding], strict: bool) -> Iterator[str]:
    """Lines for people and editors: `path:line: slug: what it means (the offending value)`."""
    for finding in findings:
        for note in finding.reasons:
            yield f"{_place(finding.path, note)}: {note.slug}: {_said(note)}"
        for note in finding.warnings:
            kind = "" if note in finding.problems(strict) else "warning: "
            yield f"{_place(finding.path, note)}: {kind}{note.slug}: {_said(note)}"
        if finding.duplicate_of:
            yield f"{finding.path}: duplicate: holds the bytes of {finding.duplicate_of}"
        elif not finding.reasons:
            yield f"{finding.path}: would be published"


def github(findings: Sequence[Finding], strict: bool) -> Iterator[str]:
    """Workflow commands, which GitHub shows at the line of the file."""
    for finding in findings:
        problems = finding.problems(strict)
        for note in (*finding.reasons, *finding.warnings):
            kind = "error" if note in problems else "warning"
            place = f"file={_property(finding.path)},line={note.line or 1},title={_property(note.slug)}"
            yield f"::{kind} {place}::{_data(_said(note))}"


def counted(findings: Sequence[Finding], strict: bool) -> str:
    """One line that sums up."""
    failed = sum(bool(finding.problems(strict)) for finding in findings)
    warned = sum(bool(finding.warnings) for finding in findings)
    return f"{len(findings)} dumps checked: {failed} with problems, {warned} with warnings"


def _files(path: Path) -> Iterator[tuple[str, str]]:
    """Every file to check, and the folder that its links may not leave."""
    if path.is_dir():
        for file in files.walk(path):
            yield file, os.path.realpath(path)
    elif os.path.lexists(path):
        yield str(path), os.path.realpath(path.parent)
    else:
        raise PresspackError("is not there", files.printable(str(path)))


def _finding(entry: dict[str, object]) -> Finding:
    reasons, warnings = (
        [Note(*cells) for cells in zip(*(entry[f"{kind}{part}"] for part in ("s", "_lines", "_details")), strict=True)]
        for kind in ("reason", "warning")
    )
    duplicate_of = entry["duplicate_of"]
    return Finding(
        str(entry["path"]),
        str(entry["outcome"]),
        None if duplicate_of is None else str(duplicate_of),
        reasons,
        warnings,
    )


def _place(path: str, note: Note) -> str:
    return f"{path}:{note.line or 1}"


def _said(note: Note) -> str:
    said = (REASONS | WARNINGS)[note.slug]
    # a dump may hold escape codes for terminals, and lines as long as it likes
    detail = files.printable(note.detail)
    return f"{said} ({detail if len(detail) < 200 else detail[:200] + '…'})" if detail else said


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
