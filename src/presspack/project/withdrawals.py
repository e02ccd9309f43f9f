"""withdrawn.yaml: the articles taken out of the dataset, when and why."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from presspack.project.contracts import schemas
from presspack.project.yamlfile import YamlFile

KINDS: dict[str, tuple[str, Callable[[str], object]]] = {
    "article": ("an id of 16 hex digits, in quotes", lambda v: re.fullmatch("[0-9a-f]{16}", v)),
    "dump": ("a SHA-256 of 64 hex digits, in quotes", lambda v: re.fullmatch("[0-9a-f]{64}", v)),
    "url": ("a URL", lambda v: re.fullmatch(r"https?://\S+", v)),
    "outlet": ("the id of an outlet in schemas/outlets.yaml", lambda v: v in schemas().OUTLETS.by_id),
}


@dataclass(frozen=True)
class Entry:
    """One thing to take out: which (`kind` is a name of KINDS), and what the ledger shall say of it."""

    kind: str
    value: str
    said: str


class Withdrawals:
    """The entries of withdrawn.yaml; none where there is no such file."""

    def __init__(self, path: Path) -> None:
        self.entries: list[Entry] = []
        if not path.exists():
            return
        self._file = file = YamlFile(path)
        data = {"withdrawn": []} if file.data is None else file.data
        if not isinstance(data, dict) or "withdrawn" not in data:
            file.refuse("must hold a list `withdrawn:`, which may be empty: `withdrawn: []`")
        for name in data.keys() - {"withdrawn"}:
            file.refuse(f"{name!r} is no key here: all entries stand under `withdrawn:`", name)
        rows = [] if data["withdrawn"] is None else data["withdrawn"]
        if not isinstance(rows, list):
            file.refuse("must be a list: begin each entry with a dash", "withdrawn")
        for i, row in enumerate(rows):
            entry = _entry(file, i, row)
            if any((entry.kind, entry.value) == (other.kind, other.value) for other in self.entries):
                file.refuse(f"{entry.kind} {entry.value!r} stands twice", "withdrawn", i)
            self.entries.append(entry)

    def refuse(self, i: int) -> None:
        """Say that an entry names nothing that is there."""
        entry = self.entries[i]
        said = f"{entry.kind} {entry.value!r} matches no dump: correct it, or remove the entry if its dumps are gone"
        self._file.refuse(said, "withdrawn", i, entry.kind)


def _entry(file: YamlFile, i: int, row: Any) -> Entry:
    at = ("withdrawn", i)
    if not isinstance(row, dict):
        file.refuse("an entry must be a list of `name: value`", *at)
    for name in row:
        if name not in KINDS and name not in ("date", "reason"):
            file.refuse(f"{name!r} is no key of an entry: {', '.join(KINDS)}, date, reason", *at, name)
    named = [name for name in KINDS if name in row]
    if len(named) != 1:
        file.refuse(f"an entry names exactly one of {', '.join(KINDS)}, not {' and '.join(named) or 'none'}", *at)
    kind = named[0]
    wanted, fits = KINDS[kind]
    if not isinstance(row[kind], str) or not fits(row[kind]):
        file.refuse(f"{kind} must be {wanted}, not {row[kind]!r}", *at, kind)
    if type(row.get("date")) is not dt.date:
        file.refuse("an entry needs a date such as 2026-11-02", *at, *(["date"] if "date" in row else []))
    if not isinstance(row.get("reason"), str) or not row["reason"].strip():
        file.refuse("an entry needs a reason, in words", *at, *(["reason"] if "reason" in row else []))
    return Entry(kind, row[kind], f"{row['date']}: {' '.join(row['reason'].split())}")
