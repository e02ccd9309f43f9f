"""The lines of a dump, as the layouts see them."""

from functools import cached_property
from itertools import compress, count

MORE_FROM = "More From "
LONGEST_LABEL = 80


class Lines:
    """The lines that hold something: `texts` without outer white space, `numbers` as an editor counts them."""

    def __init__(self, text: str) -> None:
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        stripped = list(map(str.strip, text.split("\n")))
        self.texts = list(filter(None, stripped))
        self.numbers = list(compress(count(1), stripped))

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def more_from(self) -> list[int]:
        """Where a line `More From <Outlet>` stands: indexes into `texts`."""
        size = len(MORE_FROM)
        return [i for i, line in enumerate(self.texts) if line[:size] == MORE_FROM and len(line) < LONGEST_LABEL]
