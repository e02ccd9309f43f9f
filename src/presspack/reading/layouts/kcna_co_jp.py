"""`kcna_co_jp`: an item on kcna.co.jp, told by its calendar line."""

import re

from presspack.article import Article
from presspack.project.outlets import Outlets
from presspack.reading.layouts import site
from presspack.reading.layouts.layout import Layout
from presspack.reading.layouts.sitedates import calendar_date
from presspack.reading.lines import Lines
from presspack.reading.prose import read_body
from presspack.reading.urls import day

SITE = "kcna.co.jp"
CALENDAR = "calendar>>"
COPYRIGHT = "Copyright (C) KOREA NEWS SERVICE"
TAIL = re.compile(re.escape(COPYRIGHT))


def matches(lines: Lines) -> bool:
    """The first line is `calendar>>… Juche …`, or its URL names the day of an article."""
    return site.claims(lines, SITE, _marked) and (_marked(lines) or day(lines.record.url or "") is not None)


def parse(lines: Lines, outlets: Outlets) -> Article:
    """Read date, title and body; where a table was flattened, its bars are left out."""
    article = Article("kcna_co_jp", labels=[site.label(outlets, SITE, lines.numbers[0])])
    cells = [(text.strip("|").strip(), number) for text, number in zip(lines.texts, lines.numbers, strict=True)]
    kept = [(text, number) for text, number in cells if text]
    lines = Lines([text for text, _ in kept], [number for _, number in kept], lines.record, lines.site)
    start, printed = 0, lines.texts[0]
    if _marked(lines):
        site.set_date(article, calendar_date(printed), "page", lines.numbers[0], printed.removeprefix(CALENDAR))
        start = 1
    start = site.read_title(lines, start, article)
    if _marked(lines):
        end = site.text_end(lines, start, article, TAIL, f"{COPYRIGHT} …")
    else:
        end = next((i for i in range(start, len(lines)) if TAIL.match(lines.texts[i])), len(lines))
    read_body(lines, start, end, article, outlets)
    return article


def _marked(lines: Lines) -> bool:
    return _start(lines) == 0


def _start(lines: Lines) -> int | None:
    return next((i for i, text in enumerate(lines.texts) if text.startswith(CALENDAR) and "Juch" in text), None)


LAYOUT = Layout("kcna_co_jp", matches, parse, mark="a first line `calendar>>…`", start=_start, open_end=True, site=SITE)
