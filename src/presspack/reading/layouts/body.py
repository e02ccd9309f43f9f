"""`body`: a KCNA Watch page without its header; it has no title and no date of its own."""

from presspack.article import Article
from presspack.project.outlets import Outlets
from presspack.reading import titles
from presspack.reading.layouts import watch
from presspack.reading.layouts.layout import Layout
from presspack.reading.lines import Lines


def matches(lines: Lines) -> bool:
    """`More From <Outlet>` stands somewhere, and no header before it; markup is not text."""
    if not lines.more_from or watch.source_index(lines) is not None:
        return False
    return not lines.texts[0].startswith("<") and not watch.has_crawl_line(lines)


def parse(lines: Lines, outlets: Outlets) -> Article:
    """Read body and related items; the crawl is dated by the newest of them."""
    article = Article("body")
    watch.read_ending(lines, titles.read(lines, 0, article) if lines.record.title else 0, article, outlets)
    return article


LAYOUT = Layout("body", matches, parse, mark="a line `More From <Outlet>`")
