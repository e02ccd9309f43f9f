"""The registry of outlets, from schemas/outlets.yaml."""

import datetime as dt
import re
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from presspack.project.yamlfile import YamlFile

EDITIONS = {"kr": "ko", "cn": "zh", "jp": "ja", "sp": "es", "ge": "de", "ch": "zh"}  # where they are no ISO 639-1
OFFSET = re.compile(r"([+-])(\d\d):([0-5]\d)", re.A)
EDITION = re.compile(r"\s*\((?:[A-Za-z]{2})\)$")


@dataclass(frozen=True, slots=True)
class Outlet:
    """One outlet, as schemas/outlets.yaml describes it."""

    id: str
    label: str
    language: str
    aliases: tuple[str, ...] = ()
    publisher: str | None = None
    founded: dt.date | None = None
    site: str | None = None
    timezone: str | None = None
    sample: bool = False

    @property
    def zone(self) -> dt.tzinfo | None:
        """Its time zone, if one is given: of a fixed offset, or as the system knows it by name."""
        return zone(self.timezone) if self.timezone else None

    @property
    def name(self) -> str:
        """The label without its edition: `KCNA.kp` of `KCNA.kp (En)`."""
        return EDITION.sub("", self.label)


class Outlets:
    """All outlets, found by any of their labels."""

    def __init__(self, outlets: list[Outlet]) -> None:
        self.all = tuple(outlets)
        self.by_id = {outlet.id: outlet for outlet in outlets}
        self._by_label = {fold(label): outlet for outlet in outlets for label in (outlet.label, *outlet.aliases)}
        self._by_site = {outlet.site: outlet for outlet in outlets if outlet.site}
        self.credits = frozenset({"kcna", *(fold(outlet.name) for outlet in outlets)})

    def find(self, label: str) -> Outlet | None:
        """The outlet of a label, whatever its case and white space."""
        return self._by_label.get(label) or self._by_label.get(fold(label))

    def named(self, name: str) -> Outlet | None:
        """The outlet of an id or a label."""
        return self.by_id.get(name.strip()) or self.find(name)

    def entry(self, label: str) -> tuple[str, str, str]:
        """Id, label and language that an outlet of an unknown label would have in outlets.yaml."""
        name = EDITION.sub("", label)
        edition = label[len(name) :].strip(" ()").lower()
        language = EDITIONS.get(edition, edition if len(edition) == 2 else "en")
        known = next((outlet for outlet in self.all if fold(outlet.name) == fold(name)), None)
        base = known.id if known else re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "outlet"
        return (f"{base}-{edition}" if edition and edition != "en" else base), label, language

    def is_edition(self, label: str) -> bool:
        """Whether a label is that of a known outlet, but for its edition."""
        name = fold(EDITION.sub("", label))
        return name != fold(label) and any(fold(outlet.name) == name for outlet in self.all)

    def at(self, host: str) -> Outlet | None:
        """The outlet that publishes at a host, whatever stands before the name of its site."""
        while host and host not in self._by_site:
            host = host.partition(".")[2]
        return self._by_site.get(host)


@cache
def zone(name: str) -> dt.tzinfo:
    """The time zone `+09:00` or `Asia/Seoul`. Raises ValueError where it is none that the system knows."""
    if offset := OFFSET.fullmatch(name):
        ahead = dt.timedelta(hours=int(offset[2]), minutes=int(offset[3]))
        return dt.timezone(-ahead if offset[1] == "-" else ahead)
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError):
        raise ValueError(name) from None


def fold(label: str) -> str:
    """A label without regard to case and runs of white space."""
    return " ".join(label.casefold().split())


def load(path: Path) -> Outlets:
    """Read outlets.yaml. Raises PresspackError with the line of whatever is wrong."""
    file = YamlFile(path)
    rows = file.data.get("outlets") if isinstance(file.data, dict) else None
    if not isinstance(rows, list) or not rows:
        file.refuse("must hold a list `outlets:` with at least one outlet")
    outlets = [_outlet(file, i, row) for i, row in enumerate(rows)]
    seen: dict[str, str] = {}
    for i, outlet in enumerate(outlets):
        for name in {outlet.id, *map(fold, (outlet.label, *outlet.aliases))}:
            if seen.setdefault(name, outlet.id) != outlet.id:
                file.refuse(f"{name!r} belongs to {seen[name]!r} already: give each outlet its own", "outlets", i)
        if [other.id for other in outlets[:i]].count(outlet.id):
            file.refuse(f"id {outlet.id!r} stands twice", "outlets", i, "id")
    return Outlets(outlets)


def _outlet(file: YamlFile, i: int, row: Any) -> Outlet:
    if not isinstance(row, dict):
        file.refuse("an outlet must be a list of `name: value`", "outlets", i)
    known = {field.name for field in fields(Outlet)}
    for name, value in row.items():
        if name not in known:
            file.refuse(f"{name!r} is no field of an outlet: {', '.join(sorted(known))}", "outlets", i, name)
        if not _fits(name, value):
            file.refuse(f"{name} cannot be {value!r}", "outlets", i, name)
    for name in ("id", "label", "language"):
        if name not in row:
            file.refuse(f"an outlet needs its {name}", "outlets", i)
    return Outlet(**{**row, "aliases": tuple(row.get("aliases", ()))})


def _is_zone(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(zone(value))
    except ValueError:
        return False


def _fits(name: str, value: Any) -> bool:
    if name == "founded":
        return type(value) is dt.date
    if name == "timezone":
        return _is_zone(value)
    if name == "sample":
        return isinstance(value, bool)
    if name == "aliases":
        return isinstance(value, list) and all(isinstance(alias, str) and alias.strip() for alias in value)
    if name in ("id", "language"):
        return isinstance(value, str) and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value) is not None
    return isinstance(value, str) and bool(value.strip())
