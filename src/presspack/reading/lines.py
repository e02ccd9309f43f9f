"""The lines of a dump, as the layouts see them."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress, count

from presspack.article import Record
from presspack.project.outlets import Outlet, Outlets
from presspack.reading import urls
from presspack.reading.breaks import unix
from presspack.reading.clean import characters

MORE_FROM = "More From "
DATED = "Date:"
LONGEST_LABEL = 80
OTHER_BREAKS = ("\u2028", "\u2029", "\x85")
OTHER_BREAK = re.compile("|".join(OTHER_BREAKS))


def site_of(record: Record, outlets: Outlets) -> Outlet | None:
    """The outlet that a record is of: that which publishes at its URL's host, else the one it names."""
    found = outlets.at(urls.host(record.url)) if record.url else None
    return found or (outlets.named(record.outlet) if record.outlet else None)


@dataclass
class Lines:
    """The lines that hold something, without outer white space, and what a container says of the dump."""

    texts: list[str]
    numbers: list[int]
    """For each line its number in the dump, as an editor counts; never falling."""
    record: Record = field(default_factory=Record)
    site: Outlet | None = None
    """The outlet that publishes at the host of the record's URL, or that the record names."""
    framed: bool = False
    """Whether the site's navigation may stand among the lines."""
    cleaned: Counter[str] = field(default_factory=Counter)
    """How often each rule of characters changed something in the texts."""

    @classmethod
    def of(cls, text: str, record: Record = Record(), site: Outlet | None = None) -> "Lines":  # noqa: B008 -- immutable
        """The lines of plain text, their characters cleaned."""
        text = unix(text)
        cleaned = Counter[str]()
        numbers: Iterable[int] = count(1)
        if any(each in text for each in OTHER_BREAKS):  # an editor counts none of these as a line
            numbers = [i for i, line in enumerate(text.split("\n"), 1) for _ in OTHER_BREAK.split(line)]
            text = OTHER_BREAK.sub("\n", text)
        text = characters(text, cleaned)
        stripped = list(map(str.strip, text.split("\n")))
        return cls(list(filter(None, stripped)), list(compress(numbers, stripped)), record, site, cleaned=cleaned)

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def dated(self) -> list[int]:
        """Where a line begins with `Date:`: indexes into `texts`."""
        return [i for i, line in enumerate(self.texts) if line.startswith(DATED)]

    @cached_property
    def more_from(self) -> list[int]:
        """Where a line `More From <Outlet>` stands: indexes into `texts`."""
        return [i for i, line in enumerate(self.texts) if line.startswith(MORE_FROM) and len(line) < LONGEST_LABEL]
