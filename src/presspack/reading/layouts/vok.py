"""`vok`: an item on vok.rep.kp, told by its URL alone."""

from presspack.article import Article
from presspack.project.outlets import Outlets
from presspack.reading.layouts import site
from presspack.reading.layouts.layout import Layout
from presspack.reading.lines import Lines
from presspack.reading.prose import read_body

SITE = "vok.rep.kp"
BREADCRUMB = "/ "


def matches(lines: Lines) -> bool:
    """Its URL is of the station: a breadcrumb such as `/ News` names no outlet."""
    return site.claims(lines, SITE, site.unmarked)


def parse(lines: Lines, outlets: Outlets) -> Article:
    """Read title and body below the breadcrumb; the page gives no date."""
    article = Article("vok", labels=[site.label(outlets, SITE, lines.numbers[0])])
    start = site.read_title(lines, int(lines.texts[0].startswith(BREADCRUMB)), article)
    end = next((i for i in range(start + 1, len(lines)) if lines.texts[i].startswith(BREADCRUMB)), len(lines))
    if end < len(lines):
        article.warn("text-after-end", lines.numbers[end], lines.texts[end])
    read_body(lines, start, end, article, outlets)
    return article


LAYOUT = Layout("vok", matches, parse, open_end=True, site=SITE)
