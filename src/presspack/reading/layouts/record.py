"""`record`: a text that no other layout claims, whose container gives its title and a URL of a known outlet's site."""

from presspack.article import Article
from presspack.project.outlets import Outlets
from presspack.reading.html.markup import Page
from presspack.reading.layouts import LAYOUTS, site
from presspack.reading.layouts.layout import Layout
from presspack.reading.lines import Lines
from presspack.reading.prose import read_body

SITES = {layout.site for layout in LAYOUTS if layout.site}
"""Sites whose own layout claims every article: what it leaves is a list of them, or a front page."""


def matches(lines: Lines) -> bool:
    """Plain text of an outlet's site that has no layout of its own, with a title in its record."""
    if lines.site is None or lines.site.site in SITES or isinstance(lines, Page) or not lines.texts:
        return False
    return lines.record.title is not None and lines.record.title.strip() != ""


def parse(lines: Lines, outlets: Outlets) -> Article:
    """Take the title from the record and every line as body, but for a first line that repeats the title."""
    assert lines.site is not None and lines.site.site is not None and lines.record.title is not None  # it matched
    article = Article("record", labels=[site.label(outlets, lines.site.site, lines.numbers[0])])
    start = site.read_title(lines, 0, article)
    read_body(lines, start, len(lines), article, outlets)
    return article


LAYOUT = Layout("record", matches, parse, open_end=True)
