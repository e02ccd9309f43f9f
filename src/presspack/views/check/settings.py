"""What of the findings counts: `--select`, `--ignore`, and the same in presspack.toml or pyproject.toml."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NoReturn

from presspack.errors import Note, PresspackError
from presspack.project.rules import DRIFT
from presspack.views.check.finding import Finding
from presspack.views.rules import known

KEYS = ("select", "ignore", "per-path-ignores")
FILES = {"presspack.toml": ("check",), "pyproject.toml": ("tool", "presspack", "check")}


@dataclass(frozen=True)
class Settings:
    """Which slugs count: of those selected (none named: all), the ones that are not ignored for their path."""

    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    per_path: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def counts(self, slug: str) -> bool:
        """Whether a slug counts, whatever the path."""
        return slug not in self.ignore and (not self.select or slug in self.select)

    @property
    def drift(self) -> bool:
        """Whether drift counts."""
        return self.counts(DRIFT)

    def applied(self, finding: Finding) -> Finding:
        """The finding with what does not count set apart."""
        if not (finding.reasons or finding.warnings) or not (self.select or self.ignore or self.per_path):
            return finding
        path = finding.path.removeprefix(f"{Path.cwd()}/")
        here = frozenset[str]().union(*(slugs for glob, slugs in self.per_path.items() if fnmatchcase(path, glob)))

        def heard(note: Note) -> bool:
            return note.slug not in here and self.counts(note.slug)

        reasons, warnings = (tuple(filter(heard, notes)) for notes in (finding.reasons, finding.warnings))
        ignored = tuple(note for note in (*finding.reasons, *finding.warnings) if not heard(note))
        return replace(finding, reasons=reasons, warnings=warnings, ignored=ignored)


def load(select: Sequence[str], ignore: Sequence[str], folder: Path = Path()) -> Settings:
    """What the command line says, and what the folder's presspack.toml or pyproject.toml adds.

    A `--select` takes the place of the file's; what either ignores is ignored. Raises PresspackError, with the line,
    for what cannot be meant.
    """
    path, said = _file(folder)
    held = _Table(path, said)
    return Settings(_listed(select) or held.slugs("select"), _listed(ignore) | held.slugs("ignore"), held.per_path())


def _listed(values: Iterable[str]) -> frozenset[str]:
    """The slugs of lists such as `undated,untitled`."""
    return frozenset(known(slug.strip()) for value in values for slug in value.split(",") if slug.strip())


def _file(folder: Path) -> tuple[Path, dict[str, Any]]:
    """The file that has settings for `check`, and what it says; presspack.toml comes first."""
    for name, keys in FILES.items():
        path = folder / name
        try:
            said: Any = tomllib.loads(path.read_text("utf-8"))
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise PresspackError(f"cannot be read: {error}", path) from None
        for key in keys:
            said = said.get(key) if isinstance(said, dict) else None
        if said is not None:
            if not isinstance(said, dict):
                raise PresspackError(f"{'.'.join(keys)} must be a table", path)
            return path, said
    return folder / "presspack.toml", {}


class _Table:
    """The table of settings, and where its words stand."""

    def __init__(self, path: Path, said: dict[str, Any]) -> None:
        self._path, self._said = path, said
        for key in said:
            if key not in KEYS:
                near = get_close_matches(key, KEYS, 1)
                self._refuse(
                    f"{key!r} is no setting: " + (f"did you mean {near[0]!r}?" if near else ", ".join(KEYS)), key
                )

    def slugs(self, key: str) -> frozenset[str]:
        """The slugs of a list."""
        return self._known(self._said.get(key, []), key)

    def per_path(self) -> dict[str, frozenset[str]]:
        """The slugs to ignore, by the pattern of paths."""
        table = self._said.get("per-path-ignores", {})
        if not isinstance(table, dict):
            self._refuse('per-path-ignores must be a table such as { "seeds/old/*" = ["undated"] }', "per-path-ignores")
        return {glob: self._known(slugs, glob) for glob, slugs in table.items()}

    def _known(self, slugs: object, key: str) -> frozenset[str]:
        if not isinstance(slugs, list) or not all(isinstance(slug, str) for slug in slugs):
            self._refuse(f'{key} must be a list of slugs such as ["undated"], not {slugs!r}', key)
        return frozenset(known(slug, self._path, self._line(slug)) for slug in slugs)

    def _refuse(self, message: str, word: str) -> NoReturn:
        raise PresspackError(message, self._path, self._line(word))

    def _line(self, word: str) -> int | None:
        """The first line on which a word stands; TOML's reader keeps no lines."""
        whole = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
        lines = self._path.read_text("utf-8").splitlines()
        return next((number for number, line in enumerate(lines, 1) if whole.search(line.partition("#")[0])), None)
