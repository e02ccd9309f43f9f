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
KCNA = "KCNA"
FIELD = "ID :"
HEAD = re.compile(r"(?:ID|Auth[eo]r|Shortlink|Source|Date) ?:.{0,60}|\d{1,9}|https?://\S+|[xX]", re.A)
SHARED = re.compile(r"X|Facebook|Twitter|LinkedIn|WhatsApp|Telegram|Email|Print|Share|Tweet", re.I)
HEADER = 4  # lines: title, agency, date, with room for one more


def matches(lines: Lines) -> bool:
    """One line says `Submitted by KCNA on …`; by any agency, or by none, where the URL is of this site."""
    return site.claims(lines, "", _marked)


def parse(lines: Lines, outlets: Outlets) -> Article:
    """Read title, agency, date (the month first) and body."""
    article, numbers = Article("oana"), lines.numbers
    start = _read_head(lines, article)
    start = start if SUBMITTED.fullmatch(lines.texts[start]) else site.read_title(lines, start, article)
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
    dateline = site.OPENING.match(lines.texts[start]) if start < len(lines) else None
    if dateline and not article.labels:
        article.labels.append(Label(dateline[1], numbers[start]))
    end = len(lines)
    while end > start + 1 and SHARED.fullmatch(lines.texts[end - 1]):
        end -= 1
    read_body(lines, start, end, article, outlets)
    return article


def _read_head(lines: Lines, article: Article) -> int:
    """Read the date above the title, between the names of fields: `ID :`, `Sat, 12/03/2022 - 11:17`, `Auther :`."""
    i = 0
    while i < len(lines) - 1 and (HEAD.fullmatch(lines.texts[i]) or POSTED.fullmatch(lines.texts[i])):
        if POSTED.fullmatch(lines.texts[i]):
            site.set_date(article, posted_date(lines.texts[i]), "page", lines.numbers[i], lines.texts[i])
        i += 1
    return i


def _marked(lines: Lines) -> bool:
    found = [line for line in lines.texts if line.startswith("Submitted by ")]
    if not lines.framed and lines.record.url and ("." + host(lines.record.url)).endswith("." + SITE):
        return len(found) < 2 and "/agency/" not in lines.record.url  # more of them make a list
    agency = SUBMITTED.fullmatch(found[0]) if len(found) == 1 and found[0] in lines.texts[:HEADER] else None
    return agency is not None and agency[1] == KCNA


def _start(lines: Lines) -> int | None:
    """One line above the lines that name agency and date."""
    if FIELD in lines.texts[:-1]:
        return lines.texts.index(FIELD)
    of = [i for i, text in enumerate(lines.texts) if text.startswith("Submitted by ")]
    if len(of) != 1 or lines.more_from:
        return None
    first = of[0]
    while first and POSTED.fullmatch(lines.texts[first - 1]):
        first -= 1
    return max(first - 1, 0)


LAYOUT = Layout("oana", matches, parse, mark="`Submitted by KCNA on …`", start=_start, open_end=True, site=SITE)
