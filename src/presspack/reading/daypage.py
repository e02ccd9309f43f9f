"""A page of kcna.co.jp of 1997 to 2008 holds the items of a day: each becomes a dump of its own, as in a container."""

import re
from collections.abc import Iterator
from itertools import pairwise

from presspack.reading import urls
from presspack.reading.breaks import unix
from presspack.reading.dates import OF_AGENCY

SITE = "kcna.co.jp"
OPENING = re.compile(rf"\s*{OF_AGENCY}")
MARKUP = re.compile(r"\s*<")
ENDS = (".", "!", "?", ":", ".”", '."')
LONGEST_TITLE = 3  # lines


def items(text: str, url: str | None) -> Iterator[tuple[int, str]]:
    """The items of a day, from 1 on, each with its text, whose lines keep their numbers; nothing of any other page.

    An item begins at its title: the lines before its dateline that are not indented and end no sentence. What stands
    above the first goes with that.
    """
    if url is None or urls.day(url) is None or not f".{urls.host(url)}".endswith(f".{SITE}") or MARKUP.match(text):
        return
    lines = unix(text).split("\n")
    opened = [i for i, line in enumerate(lines) if OPENING.match(line)]
    if len(opened) < 2:
        return
    begins = [0, *(_title(lines, at, above) for above, at in pairwise(opened))]
    for number, (begin, end) in enumerate(zip(begins, [*begins[1:], len(lines)], strict=True), 1):
        yield number, "\n" * begin + "\n".join(lines[begin:end])


def _title(lines: list[str], at: int, above: int) -> int:
    """The line on which the title of an item begins whose dateline is at `at`; the item before opens at `above`."""
    begin, left = at, LONGEST_TITLE
    for i in range(at - 1, above, -1):
        line = lines[i]
        if not line.strip():
            continue
        if not left or line[0].isspace() or line.rstrip().endswith(ENDS):
            break
        begin, left = i, left - 1
    return begin
