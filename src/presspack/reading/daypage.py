"""A page of kcna.co.jp of 1997 to 2008 holds the items of a day: each becomes a dump of its own, as in a container."""

import re
from collections.abc import Iterator, Set
from itertools import pairwise

from presspack.errors import Rejected
from presspack.reading import urls
from presspack.reading.breaks import unix
from presspack.reading.dates import OF_AGENCY

SITE = "kcna.co.jp"
OPENING = re.compile(rf"\s*{OF_AGENCY}")
MARKUP = re.compile(r"\s*<")
CALENDAR = re.compile(r"\[? ?[A-Z][a-z]+\.? \d{1,2}[., ]+\d{4},? Juche ?\d{2,3} ?\]?", re.A)
ENDS = (".", "!", "?", ":", ".”", '."')
LONGEST_TITLE = 3  # lines


def items(text: str, url: str | None) -> Iterator[tuple[int, str]]:
    """The items of a day, from 1 on, each with its text, whose lines keep their numbers; nothing of any other page.

    An item begins at its title: the lines before its dateline that are not indented and end no sentence. What stands
    above the first goes with that, but for the day and the list of all titles. Of HTML, the visible lines are the text.
    """
    if url is None or urls.day(url) is None or not f".{urls.host(url)}".endswith(f".{SITE}"):
        return
    lines = _visible(text) if MARKUP.match(text) else unix(text).split("\n")
    opened = [i for i, line in enumerate(lines) if OPENING.match(line)]
    if len(opened) < 2:
        return
    begins = [_title(lines, at, above, frozenset()) for above, at in pairwise(opened)]
    known = set[str]()
    for begin, at in zip(begins, opened[1:], strict=True):
        known |= _titles(lines[begin:at])
    first = _title(lines, opened[0], -1, known)
    known |= _titles(lines[first : opened[0]])
    for i in range(first):
        if CALENDAR.fullmatch(lines[i].strip()) or _bare([lines[i]]) in known:
            lines[i] = ""
    begins = [0, *begins]
    for number, (begin, end) in enumerate(zip(begins, [*begins[1:], len(lines)], strict=True), 1):
        yield number, "\n" * begin + "\n".join(lines[begin:end])


def _visible(source: str) -> list[str]:
    """The visible lines of some markup, each on its line of the source; on a later one, where that has several."""
    from presspack.reading.html import markup

    lines: list[str] = []
    try:
        page = markup.page(source)
    except Rejected:  # told where it is read
        return lines
    for text, number in zip(page.texts, page.numbers, strict=True):
        lines += [""] * (number - 1 - len(lines))
        lines.append(text)
    return lines


def _title(lines: list[str], at: int, above: int, others: Set[str]) -> int:
    """The line on which the title of an item begins whose dateline is at `at`; the item before opens at `above`.

    A title of `others` above it is one of a list.
    """
    begin, left = at, LONGEST_TITLE
    for i in range(at - 1, above, -1):
        line = lines[i]
        if not line.strip():
            continue
        if not left or line[0].isspace() or line.rstrip().endswith(ENDS):
            break
        if _bare([line]) in others or CALENDAR.fullmatch(line.strip()):
            break
        begin, left = i, left - 1
    return begin


def _titles(lines: list[str]) -> set[str]:
    """What a list may have of a title of these lines: all of it, or a line."""
    return {_bare(lines), *(_bare([line]) for line in lines)}


def _bare(lines: list[str]) -> str:
    return " ".join(" ".join(lines).casefold().split())
