"""`naenara`: an article on naenara.com.kp, told by its URL alone."""

import re

from presspack.article import Article
from presspack.project.outlets import Outlets
from presspack.reading.layouts import site
from presspack.reading.layouts.layout import Layout
from presspack.reading.lines import Lines
from presspack.reading.prose import read_body

SITE = "naenara.com.kp"
LIST = re.compile(r"\[[^\]]+\] :: ")  # an item of the portal's front page
OTHER = re.compile(r".*\[\d{4}-\d{2}-\d{2}\]", re.A)  # an item of the list under an article


def matches(lines: Lines) -> bool:
    """Its URL is of the portal; the portal's front page is no article."""
    return site.claims(lines, SITE, site.unmarked) and not any(LIST.match(line) for line in lines.texts)


def parse(lines: Lines, outlets: Outlets) -> Article:
    """Read title and body, up to the list of other articles; the page gives no date."""
    article = Article("naenara", labels=[site.label(outlets, SITE, lines.numbers[0])])
    start = site.read_title(lines, 0, article)
    end = next((i for i in range(start, len(lines)) if OTHER.fullmatch(lines.texts[i])), len(lines))
    if end < len(lines):
        article.warn("text-after-end", lines.numbers[end], lines.texts[end])
    read_body(lines, start, end, article, outlets)
    return article


LAYOUT = Layout("naenara", matches, parse, open_end=True, site=SITE)
