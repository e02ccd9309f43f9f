"""How much one container may hold before it is refused."""

from typing import NamedTuple


class Limits(NamedTuple):
    """How much a container may unpack to, how deep, and which columns are read."""

    size: int
    """Bytes of one dump."""
    ratio: int
    """How many times its own bytes a container may unpack to, once that is more than one dump may have."""
    nesting: int
    """Containers in a container in a container."""
    columns: tuple[tuple[str, tuple[str, ...]], ...]
    """For `text` and each field of Record, the names its column may have, the first found counts."""

    def is_bomb(self, produced: int, consumed: int) -> bool:
        """Whether so many bytes cannot honestly come from so few."""
        return produced > self.size and produced > self.ratio * consumed

    def choose(self, names: list[str]) -> dict[str, str]:
        """Which of these columns is the text, the URL and so on."""
        found = {field: next((name for name in wanted if name in names), None) for field, wanted in self.columns}
        return {field: name for field, name in found.items() if name is not None}
