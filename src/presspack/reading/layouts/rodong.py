"""`rodong`: an article on rodong.rep.kp, told by the name of the paper under the date of the visit."""

import re

from presspack.article import Article
from presspack.project.outlets import Outlets
from presspack.reading.layouts import site
from presspack.reading.layouts.layout import Layout
from presspack.reading.layouts.sitedates import VIEW, dotted_date, view_date
from presspack.reading.lines import Lines
from presspack.reading.prose import read_body

SITE = "rodong.rep.kp"
NAME = "Rodong Sinmun"
SECTION = re.compile(r"\D{1,60} (\d{4}\.\d{1,2}\.\d{1,2}\.?)", re.A)


def matches(lines: Lines) -> bool:
    """The date of the visit and `Rodong Sinmun` stand above it; lists (`> Section > page`) are no articles."""
    return site.claims(lines, SITE, _marked) and not any(line.startswith("> ") for line in lines.texts[:3])


def parse(lines: Lines, outlets: Outlets) -> Article:
    """Read the date of the visit, title, date and body; the name of the paper at the end is its credit."""
    article, i = Article("rodong"), 0
    texts, numbers = lines.texts, lines.numbers
    if VIEW.fullmatch(texts[0]):
        site.set_crawl(article, view_date(texts[0]), numbers[0], texts[0])
        i = 1
    if texts[i : i + 1] == [NAME]:
        i += 1
    article.labels.append(site.label(outlets, SITE, numbers[max(i - 1, 0)]))
    i = site.read_title(lines, i, article)
    section = SECTION.fullmatch(texts[i]) if i < len(texts) else None
    if section:
        site.set_date(article, dotted_date(section[1]), "page", numbers[i], section[1])
        i += 1
    if texts[-1] != NAME:
        article.warn("no-end-mark", numbers[-1], f"no last line `{NAME}`")
    read_body(lines, i, len(lines), article, outlets)
    return article


def _marked(lines: Lines) -> bool:
    return _start(lines) == 0


def _start(lines: Lines) -> int | None:
    """Where the date of the visit stands, the name of the paper under it."""
    texts = lines.texts
    return next((i for i in range(len(texts) - 1) if texts[i + 1] == NAME and VIEW.fullmatch(texts[i])), None)


LAYOUT = Layout("rodong", matches, parse, mark="a second line `Rodong Sinmun`", start=_start, site=SITE)
