"""The reasons that a project gives beside presspack's own, from schemas/reasons.yaml."""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from presspack.project import standing
from presspack.project.rules.reason import Reason
from presspack.project.rules.table import FAULTS, REASONS, RULES

if TYPE_CHECKING:
    from presspack.project.yamlfile import YamlFile

SCHEMAS = Path("schemas")
NONE = re.compile(r"(?:[ \t]*(?:#.*)?\n)*reasons: \[\]\s*")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PARTS = ("slug", "meaning", "why", "fix", "example")
BEFORE = {"mend": "fix"}  # how reasons.yaml called a part before


def reasons() -> dict[str, str]:
    """Every reason to reject a dump, with its meaning: presspack's, and those of the project one stands in."""
    return REASONS | {slug: reason.meaning for slug, reason in own().items()}


@cache
def own() -> dict[str, Reason]:
    """The reasons of the project one stands in, whose contracts `contract.schemas` imports."""
    return load(SCHEMAS / "reasons.yaml") if standing.has_schemas() else {}


def load(path: Path) -> dict[str, Reason]:
    """Read reasons.yaml; nothing where there is none. Raises PresspackError with the line of whatever is wrong."""
    if not path.exists() or NONE.fullmatch(path.read_text("utf-8", "replace")):  # as it ships: without YAML's reader
        return {}
    from presspack.project.yamlfile import YamlFile

    file = YamlFile(path)
    rows = file.data.get("reasons") if isinstance(file.data, dict) and len(file.data) == 1 else None
    if not isinstance(rows, list):
        file.refuse("must hold a list `reasons:`, and nothing else; `reasons: []` where there are none")
    found: dict[str, Reason] = {}
    for i, row in enumerate(rows):
        reason = _reason(file, i, row)
        if reason.slug in found:
            file.refuse(f"slug {reason.slug!r} stands twice", "reasons", i, "slug")
        found[reason.slug] = reason
    return found


def _reason(file: "YamlFile", i: int, row: Any) -> Reason:
    if not isinstance(row, dict):
        file.refuse("a reason must be a list of `name: value`", "reasons", i)
    for name, value in row.items():
        if BEFORE.get(name, name) not in PARTS:
            file.refuse(f"{name!r} is not a part of a reason: {', '.join(PARTS)}", "reasons", i, name)
        if not isinstance(value, str) or not value.strip() or not value.strip().isprintable():
            file.refuse(f"{name} must be text on one line, not {value!r}", "reasons", i, name)
    parts = {BEFORE.get(str(name), str(name)): value.strip() for name, value in row.items()}
    for name in PARTS:
        if name not in parts:
            file.refuse(f"a reason needs its {name}", "reasons", i)
    reason = Reason(**parts)
    if not SLUG.fullmatch(reason.slug):
        file.refuse(f"slug cannot be {reason.slug!r}: small letters and digits, with hyphens", "reasons", i, "slug")
    if reason.slug in {*RULES, *FAULTS}:
        file.refuse(f"{reason.slug!r} is one of presspack's own: choose another slug", "reasons", i, "slug")
    return reason
