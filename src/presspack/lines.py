"""The lines of a dump, as the layouts see them."""

from collections.abc import Sequence
from functools import cached_property

MORE_FROM = "More From "
LONGEST_LABEL = 80


class Lines:
    """The lines that hold something: `texts` without outer white space, `numbers` as an editor counts them."""

    def __init__(self, text: str) -> None:
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        raw = text.split("\n")
        self.texts = [line for each in raw if (line := each.strip())]
        self.numbers: Sequence[int] = range(1, len(raw) + 1)
        if len(self.texts) < len(raw):
            self.numbers = [number for number, each in enumerate(raw, 1) if each and not each.isspace()]

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def more_from(self) -> list[int]:
        """Where a line `More From <Outlet>` stands: indexes into `texts`."""
        size = len(MORE_FROM)
        return [i for i, line in enumerate(self.texts) if line[:size] == MORE_FROM and len(line) < LONGEST_LABEL]
