"""The lines of a dump, as the layouts see them."""

from bisect import bisect_left
from functools import cached_property
from itertools import compress, count

MORE_FROM = "More From "
LONGEST_LABEL = 80


class Lines:
    """The lines that hold something: `texts` without outer white space, `numbers` as an editor counts them."""

    def __init__(self, text: str) -> None:
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        self._text = text
        stripped = list(map(str.strip, text.split("\n")))
        self.texts = list(filter(None, stripped))
        self.numbers = list(compress(count(1), stripped))

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def more_from(self) -> list[int]:
        """Where a line `More From <Outlet>` stands: indexes into `texts`."""
        found: list[int] = []
        number, counted = 1, 0  # each stretch of text is looked at once, however often the words stand in it
        at = self._text.find(MORE_FROM)
        while at >= 0:
            number += self._text.count("\n", counted, at)
            counted = at
            i = bisect_left(self.numbers, number)
            line = self.texts[i]
            if line.startswith(MORE_FROM) and len(line) < LONGEST_LABEL and i not in found[-1:]:
                found.append(i)
            at = self._text.find(MORE_FROM, at + 1)
        return found
