"""How much one container may hold before it is refused."""

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


class Limits(NamedTuple):
    """How much a container may unpack to, how deep, and which columns are read."""

    size: int
    """Bytes of one dump."""
    ratio: int
    """How many times its own bytes a container may unpack to, once that is more than one dump may have."""
    nesting: int
    """Containers in a container in a container."""
    columns: tuple[tuple[str, tuple[str, ...]], ...]
    """For `text` and each field of Record, the names its column may have in any case, the first found counts."""
    outlets: tuple[tuple[str, str], ...] = ()
    """Patterns of paths below the folder of dumps, each with the outlet of what lies there; the first that fits counts."""

    def is_bomb(self, produced: int, consumed: int) -> bool:
        """Whether so many bytes cannot honestly come from so few."""
        return produced > self.size and produced > self.ratio * consumed

    def choose(self, names: list[str]) -> dict[str, str]:
        """Which of these columns is the text, the URL and so on."""
        known = {name.strip().casefold(): name for name in reversed(names)} | {name: name for name in names}
        asked = {field: [*wanted, *map(str.casefold, wanted)] for field, wanted in self.columns}
        found = {
            field: next((known[name] for name in wanted if name in known), None) for field, wanted in asked.items()
        }
        return {field: name for field, name in found.items() if name is not None}

    def outlet(self, path: str) -> str | None:
        """The outlet that a path is of, if a pattern says so."""
        return next((outlet for pattern, outlet in self.outlets if _spec(pattern).match_file(path)), None)


@cache
def _spec(pattern: str) -> "GitIgnoreSpec":
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines([pattern])
