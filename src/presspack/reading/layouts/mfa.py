"""`mfa`: an article on mfa.gov.kp, told by its URL alone."""

from presspack.article import Article
from presspack.project.outlets import Outlets
from presspack.reading.layouts import site
from presspack.reading.layouts.layout import Layout
from presspack.reading.lines import Lines
from presspack.reading.prose import read_body

SITE = "mfa.gov.kp"
LIST = ("Read More", "... ... ...")  # ends each item of a list


def matches(lines: Lines) -> bool:
    """Its URL is of the ministry's site; a list of articles is none."""
    return site.claims(lines, SITE, site.unmarked) and not any(line.startswith(LIST) for line in lines.texts)


def parse(lines: Lines, outlets: Outlets) -> Article:
    """Read title and body; the page gives no date."""
    article = Article("mfa", labels=[site.label(outlets, SITE, lines.numbers[0])])
    start = site.read_title(lines, 0, article)
    read_body(lines, start, len(lines), article, outlets)
    return article


LAYOUT = Layout("mfa", matches, parse, open_end=True, site=SITE)
