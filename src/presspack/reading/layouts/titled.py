"""`titled`: title, source line, body and related items, without the line of the crawl."""

from presspack.article import Article
from presspack.project.outlets import Outlets
from presspack.reading.layouts import watch
from presspack.reading.layouts.layout import Layout
from presspack.reading.lines import Lines


def matches(lines: Lines) -> bool:
    """The source line is the first or second, and no `Share Button` follows it."""
    source = watch.source_index(lines)
    return source is not None and lines.texts[source + 1 : source + 2] != [watch.SHARE_BUTTON]


def parse(lines: Lines, outlets: Outlets) -> Article:
    """Read title, outlet, date, body and related items; the crawl is dated by the newest of them."""
    article = Article("titled")
    start = watch.read_title_and_source(lines, article)
    watch.read_ending(lines, start, article, outlets)
    return article


LAYOUT = Layout("titled", matches, parse, mark="a second line `Date: DD/MM/YYYY | Source: …`", start=watch.header)
