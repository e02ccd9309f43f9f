"""What sets two datasets apart, and the step of the version that this calls for."""

from dataclasses import asdict, dataclass, field
from typing import Any

FORMAT = 1
STEPS = ("patch", "minor", "major")


@dataclass
class Rows:
    """What became of the rows of one config. A row is named by its key; the parts of one that has several, by `/`."""

    old: int = 0
    new: int = 0
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    changed: dict[str, list[str]] = field(default_factory=dict)
    """The fields of each row that has other values now; a row in another split has another `split`."""
    fields: dict[str, int] = field(default_factory=dict)
    """In how many rows each field has changed."""


@dataclass
class Schema:
    """What became of the columns of one config."""

    added: list[str]
    removed: list[str]
    changed: dict[str, tuple[str, str]]


@dataclass
class Diff:
    """All that sets two datasets apart. Counts are pairs, of the old and of the new."""

    old: str
    new: str
    version: tuple[str | None, str | None] = (None, None)
    step: str | None = None
    """What the next version must at least raise: `patch`, `minor`, `major`, or nothing."""
    rows: dict[str, Rows] = field(default_factory=dict)
    edited: dict[str, str] = field(default_factory=dict)
    """Of removed articles, the added one that the same path carries now: likely the same with another text."""
    withdrawn: list[dict[str, Any]] = field(default_factory=list)
    """What is withdrawn now and was not: `article` or `dump`, how many `paths`, and what is `said`."""
    added: dict[str, int] = field(default_factory=dict)
    """How many articles of each outlet are new, but for edited ones."""
    removed: dict[str, int] = field(default_factory=dict)
    """How many articles of each outlet are gone, but for edited and withdrawn ones."""
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
