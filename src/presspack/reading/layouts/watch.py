"""What the layouts of KCNA Watch share: the source line, the body with its signatures, the related items."""

import re
from collections.abc import Iterable
from itertools import repeat

from presspack.article import Article, Item, Label
from presspack.errors import Rejected
from presspack.project.outlets import Outlets
from presspack.reading.clean import clean, clean_all
from presspack.reading.dates import CRAWL_LINE, LONG_DATE, day_month_year, long_date
from presspack.reading.lines import MORE_FROM, Lines
from presspack.reading.prose import read_body

SOURCE_LINE = re.compile(r"Date:([^|]*)\|\s*Source:([^|]*)")
BRAND = "KCNA "
HEADER = 8  # lines: crawl date, outlet, title, source, with room for what we have not met
LONGEST_DAY = len("September 30, 2024")
SHARE_BUTTON = "Share Button"
END = "More Articles"


def has_crawl_line(lines: Lines) -> bool:
    """Whether the first line is the date of the crawl."""
    return len(lines) > 0 and CRAWL_LINE.fullmatch(lines.texts[0]) is not None


def header(lines: Lines) -> int | None:
    """Where the header of the page begins: at the line of the crawl, or one line above the source line."""
    texts = lines.texts
    end = lines.more_from[0] if lines.more_from else len(texts)
    sources = [i for i in lines.dated if SOURCE_LINE.match(texts[i])]
    for i in sources[1:]:
        raise Rejected("unclear-header", lines.numbers[i], f"a second source line: {texts[i]}")
    for source in sources:
        above = range(source - 1, max(source - HEADER, -1), -1)
        return next((i for i in above if CRAWL_LINE.fullmatch(texts[i])), max(source - 1, 0))
    dated = (i for i in range(end) if texts[i][-1].isdigit() and CRAWL_LINE.fullmatch(texts[i]))
    twice = (i for i in dated if len(texts[i]) > LONGEST_DAY or "".join(texts[i + 1 : i + 2]).startswith(BRAND))
    return next(twice, None)


def source_index(lines: Lines) -> int | None:
    """Where the source line stands if it is the first or second line, and no crawl line is above it."""
    if has_crawl_line(lines):
        return None
    return next((i for i, line in enumerate(lines.texts[:2]) if SOURCE_LINE.match(line)), None)


def read_title_and_source(lines: Lines, article: Article) -> int:
    """Read a title, if there is one, and the source line after it; return where the text goes on."""
    source = 0 if SOURCE_LINE.match(lines.texts[0]) else 1
    if source:
        article.title, article.title_line = clean(lines.texts[0], article.cleaned), lines.numbers[0]
    read_source_line(lines, source, article)
    if source and article.labels and lines.texts[0] == BRAND + article.labels[0].text:  # the title was lost
        article.title = article.title_line = None
    return source + 1


def read_source_line(lines: Lines, i: int, article: Article) -> None:
    """Read `Date: DD/MM/YYYY | Source: <Outlet> | …`. A date left blank is no date; any other must be one."""
    match = SOURCE_LINE.match(lines.texts[i])
    assert match is not None  # the caller found it
    date, label = match[1].strip(), match[2].strip()
    article.published_on_line = lines.numbers[i]
    if date:
        article.published_on = day_month_year(date)
        if article.published_on is None:
            article.refuse("invalid-date", lines.numbers[i], date)
        else:
            article.date_source = "page"
    if label:
        article.labels.append(Label(label, lines.numbers[i]))


def read_ending(lines: Lines, start: int, article: Article, outlets: Outlets) -> None:
    """Read the body from `start` to `More From`, and the related items after it."""
    more = [i for i in lines.more_from if i >= start]
    for i in more[1:]:
        article.refuse("more-from-twice", lines.numbers[i], lines.texts[i])
    body_end = more[0] if more else _end(lines.texts, start)
    listed = None if more else _list_start(lines.texts[start:body_end])
    if listed is not None:
        body_end = start + listed
        article.warn("related-unclear", lines.numbers[body_end], f"related items without a line `{MORE_FROM}…`")
    read_body(lines, start, body_end, article, outlets)
    if more:
        article.labels.append(Label(lines.texts[body_end].removeprefix(MORE_FROM), lines.numbers[body_end]))
        read_related(lines, body_end + 1, article)
    elif listed is not None:
        read_related(lines, body_end, article)
    elif body_end == len(lines):
        article.warn("no-end-mark", lines.numbers[-1], f"no line `{MORE_FROM}…`, no line `{END}`")
    elif body_end + 1 < len(lines):
        article.warn("text-after-end", lines.numbers[body_end + 1], lines.texts[body_end + 1])


def read_related(lines: Lines, start: int, article: Article) -> None:
    """Read the groups (title, title, teaser, date, teaser) or (teaser, date, teaser) up to `More Articles`."""
    texts, numbers = lines.texts, lines.numbers
    end = _end(texts, start)
    if end == len(texts):
        article.warn("no-end-mark", numbers[-1], f"no line `{END}`")
    listed, places = texts[start:end], numbers[start:end]
    article.related = _regular(listed, places, article) or _irregular(listed, places, article)
    if len(article.related) == 1 and article.related[0].title and article.layout != "page":
        article.warn("related-unclear", places[0], f"perhaps two items, without the date of {listed[0]!r}")
    if end + 1 < len(texts):
        article.warn("text-after-end", numbers[end + 1], texts[end + 1])
    if article.related and article.crawl_source is None:
        newest = max(article.related, key=lambda item: item.date)
        article.crawled_on, article.crawl_source, article.crawled_on_line = newest.date, "related", newest.line


def _end(texts: list[str], start: int) -> int:
    """Where the end mark stands, or the end of all lines."""
    try:
        return texts.index(END, start)
    except ValueError:
        return len(texts)


def _list_start(texts: list[str]) -> int | None:
    """Where a teaser stands, a date and the teaser again: the first of the related items, with its title if it has one."""
    for i in range(1, len(texts) - 1):
        if texts[i - 1] == texts[i + 1] and long_date(texts[i]) is not None:
            return i - 3 if i > 2 and texts[i - 3] == texts[i - 2] else i - 1
    return None


def _regular(texts: list[str], numbers: list[int], article: Article) -> list[Item]:
    """The items of a list made of groups of one size and nothing else; none where it is not."""
    titles: Iterable[str | None]
    if texts[0::5] == texts[1::5] and texts[2::5] == texts[4::5]:
        size = 5
    elif texts[0::3] == texts[2::3]:
        size = 3
    else:
        return []
    dates = [date for date in map(long_date, texts[size - 2 :: size]) if date is not None]
    if len(dates) * size != len(texts):
        return []
    titles = clean_all(texts[0::5], article.cleaned) if size == 5 else repeat(None)
    return list(map(Item, numbers[::size], titles, clean_all(texts[size - 1 :: size], article.cleaned), dates))


def _irregular(texts: list[str], numbers: list[int], article: Article) -> list[Item]:
    """The items of a list that holds other lines too: each run of those is a warning."""
    found: list[Item] = []
    i, unclear = 0, False
    threes = [i for i in range(len(texts) - 2) if texts[i] == texts[i + 2] and LONG_DATE.fullmatch(texts[i + 1])]
    size = 5 if sum(i > 1 and texts[i - 2] == texts[i - 1] for i in threes) > len(threes) / 2 else 3
    while i < len(texts):
        group = _regular(texts[i : i + size], numbers[i : i + size], article)
        if not group and not unclear:
            article.warn("related-unclear", numbers[i], texts[i])
        unclear = not group
        found += group
        i += size if group else 1
    return found
