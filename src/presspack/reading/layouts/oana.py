"""`oana`: an item on oananews.org, where many agencies post; told by the line that names the agency."""

import re

from presspack.article import Article, Label
from presspack.project.outlets import Outlets
from presspack.reading.layouts import site
from presspack.reading.layouts.layout import Layout
from presspack.reading.layouts.sitedates import POSTED, posted_date
from presspack.reading.lines import Lines
from presspack.reading.prose import read_body
from presspack.reading.urls import host

SITE = "oananews.org"
SUBMITTED = re.compile(r"Submitted by (.{1,40}?) on(?: (.+))?")
AGENCY = re.compile(r"[^()]{3,60}\(([A-Z]{3,6})\)\s*[-–—―]")
KCNA = "KCNA"
HEADER = 4  # lines: title, agency, date, with room for one more


def matches(lines: Lines) -> bool:
    """One line says `Submitted by KCNA on …`; by any agency, or by none, where the URL is of this site."""
    return site.claims(lines, "", _marked)


def parse(lines: Lines, outlets: Outlets) -> Article:
    """Read title, agency, date (the month first) and body."""
    article, numbers = Article("oana"), lines.numbers
    start = 0 if SUBMITTED.fullmatch(lines.texts[0]) else site.read_title(lines, 0, article)
    for i in range(start, min(start + HEADER, len(lines))):
        submitted = SUBMITTED.fullmatch(lines.texts[i])
        posted = (submitted[2] or "") if submitted else lines.texts[i]
        if submitted:
            article.labels.append(Label(submitted[1], numbers[i]))
        if POSTED.fullmatch(posted):
            site.set_date(article, posted_date(posted), "page", numbers[i], posted)
        elif not submitted:
            break
        start = i + 1
    dateline = AGENCY.match(lines.texts[start]) if start < len(lines) else None
    if dateline and not article.labels:
        article.labels.append(Label(dateline[1], numbers[start]))
    read_body(lines, start, len(lines), article, outlets)
    return article


def _marked(lines: Lines) -> bool:
    found = [line for line in lines.texts if line.startswith("Submitted by ")]
    if not lines.framed and lines.record.url and ("." + host(lines.record.url)).endswith("." + SITE):
        return len(found) < 2  # more of them make a list
    agency = SUBMITTED.fullmatch(found[0]) if len(found) == 1 and found[0] in lines.texts[:HEADER] else None
    return agency is not None and agency[1] == KCNA


def _start(lines: Lines) -> int | None:
    """One line above the lines that name agency and date."""
    of = [i for i, text in enumerate(lines.texts) if text.startswith("Submitted by ")]
    if len(of) != 1 or lines.more_from:
        return None
    first = of[0]
    while first and POSTED.fullmatch(lines.texts[first - 1]):
        first -= 1
    return max(first - 1, 0)


LAYOUT = Layout("oana", matches, parse, mark="`Submitted by KCNA on …`", start=_start, open_end=True, site=SITE)
