"""A part of a run that can be shown as it goes on."""

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass


@dataclass
class Phase:
    """A part of the work: so many units of so many bytes in all, both 0 where that is not known."""

    label: str
    units: int = 0
    noun: str = ""
    size: int = 0
    done: int = 0
    finished: int = 0
    many: int = 0
    """How many dumps were counted, if any were."""
    now: str = ""
    """What is being read."""
    since: float = field(default_factory=time.monotonic)

    def counted(self) -> str:
        """How much of it is done."""
        if self.many:
            return f"{self.many:,} dumps"
        return f"{self.finished:,}/{self.units:,} {self.noun}" if self.units else ""
