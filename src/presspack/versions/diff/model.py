"""The differences between two datasets, and the version step that they require."""

from dataclasses import asdict, dataclass, field
from typing import Any

FORMAT = 1
STEPS = ("patch", "minor", "major")


@dataclass
class Rows:
    """How the rows of one config changed. A row is named by its key; the parts of a composite key are joined by `/`."""

    old: int = 0
    new: int = 0
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    changed: dict[str, list[str]] = field(default_factory=dict)
    """The changed fields of each changed row. A row that moved to another split has a changed `split`."""
    fields: dict[str, int] = field(default_factory=dict)
    """How many rows each field changed in."""


@dataclass
class Schema:
    """How the columns of one config changed."""

    added: list[str]
    removed: list[str]
    changed: dict[str, tuple[str, str]]


@dataclass
class Diff:
    """All differences between two datasets. Counts are pairs: old, new."""

    old: str
    new: str
    version: tuple[str | None, str | None] = (None, None)
    step: str | None = None
    """The smallest step that the next version may take: `patch`, `minor`, `major`, or None."""
    rows: dict[str, Rows] = field(default_factory=dict)
    edited: dict[str, str] = field(default_factory=dict)
    """For a removed article, the added one that now has its path: probably the same article with an edited text."""
    withdrawn: list[dict[str, Any]] = field(default_factory=list)
    """What was withdrawn in between: `article` or `dump`, how many `paths`, and what is `said`."""
    added: dict[str, int] = field(default_factory=dict)
    """New articles by outlet, without edited ones."""
    removed: dict[str, int] = field(default_factory=dict)
    """Removed articles by outlet, without edited and withdrawn ones."""
    outcomes: dict[str, tuple[int, int]] = field(default_factory=dict)
    reasons: dict[str, tuple[int, int]] = field(default_factory=dict)
    outlets: dict[str, tuple[int, int]] = field(default_factory=dict)
    splits: dict[str, tuple[int, int]] = field(default_factory=dict)
    schema: dict[str, Schema] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    """Files whose bytes differ, or that only one of the two has."""

    def json(self) -> dict[str, Any]:
        """All of it, in plain values: the format that docs/versions.md describes."""
        return {"format": FORMAT, "same": self.step is None, **asdict(self)}

    def called_for(self) -> str | None:
        """The rule: edited, removed or moved rows, or a changed field: major; more rows or fields: minor; bytes: patch."""
        rows, schemas = self.rows.values(), self.schema.values()
        if any(r.removed or r.changed for r in rows) or any(s.removed or s.changed for s in schemas):
            return "major"
        if any(r.added for r in rows) or any(s.added for s in schemas):
            return "minor"
        return "patch" if self.files else None
