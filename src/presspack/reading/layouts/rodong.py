"""`rodong`: an article on rodong.rep.kp, told by the name of the paper under the date of the visit."""

import re

from presspack.article import Article
from presspack.project.outlets import Outlets
from presspack.reading.layouts import site
from presspack.reading.layouts.layout import Layout
from presspack.reading.layouts.sitedates import VIEW, dotted_date, view_date
from presspack.reading.lines import Lines
from presspack.reading.prose import read_body
from presspack.reading.urls import day

SITE = "rodong.rep.kp"
NAME, NAMES = "Rodong Sinmun", ("Rodong Sinmun", "로동신문")
HEADER = 6  # lines: date of the visit, name, title of one line or two, section
SECTION = re.compile(r"\D{1,60} (\d{4}\.\d{1,2}\.\d{1,2}\.?)", re.A)


def matches(lines: Lines) -> bool:
    """The date of the visit and `Rodong Sinmun` stand above it; lists (`> Section > page`) are no articles.

    An article has a line with its section and its day, or its day in its URL; the whole page of a list has neither.
    """
    if not site.claims(lines, SITE, _marked) or any(line.startswith("> ") for line in lines.texts[:3]):
        return False
    return (
        not _marked(lines)
        or any(map(SECTION.fullmatch, lines.texts[:HEADER]))
        or day(lines.record.url or "") is not None
    )


def parse(lines: Lines, outlets: Outlets) -> Article:
    """Read the date of the visit, title, date and body; the name of the paper at the end is its credit."""
    article, i = Article("rodong"), 0
    texts, numbers = lines.texts, lines.numbers
    if VIEW.fullmatch(texts[0]):
        site.set_crawl(article, view_date(texts[0]), numbers[0], texts[0])
        i = 1
    elif (head := site.HEAD.fullmatch(texts[0])) and texts[1:2] and texts[1] in NAMES:
        site.set_crawl(article, site.head_day(head), numbers[0], texts[0])
        i = 1
    if i < len(texts) and texts[i] in NAMES:
        i += 1
    article.labels.append(site.label(outlets, SITE, numbers[max(i - 1, 0)]))
    i = site.read_title(lines, i, article)
    section = SECTION.fullmatch(texts[i]) if i < len(texts) else None
    if section:
        site.set_date(article, dotted_date(section[1]), "page", numbers[i], section[1])
        i += 1
    end = next(
        (at for at in range(i, len(texts) - 1) if texts[at + 1] in NAMES and VIEW.fullmatch(texts[at])), len(texts)
    )
    if end < len(texts):
        article.warn("text-after-end", numbers[end], texts[end])
    if texts[end - 1] not in NAMES:
        article.warn("no-end-mark", numbers[end - 1], f"no last line `{NAME}`")
    read_body(lines, i, end, article, outlets)
    return article


def _marked(lines: Lines) -> bool:
    return _start(lines) == 0


def _start(lines: Lines) -> int | None:
    """Where the date of the visit stands, the name of the paper under it."""
    texts = lines.texts
    return next((i for i in range(len(texts) - 1) if texts[i + 1] in NAMES and VIEW.fullmatch(texts[i])), None)


LAYOUT = Layout("rodong", matches, parse, mark="a second line `Rodong Sinmun`", start=_start, site=SITE)
