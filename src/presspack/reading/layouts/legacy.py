"""`legacy`: a KCNA Watch page of about 2019; it names no crawl date and no related items."""

from presspack.article import Article
from presspack.project.outlets import Outlets
from presspack.reading.layouts import watch
from presspack.reading.layouts.layout import Layout
from presspack.reading.lines import Lines
from presspack.reading.prose import read_body

TAIL = ("Get North Korea headlines", "Subscribe to the NK News")


def matches(lines: Lines) -> bool:
    """The source line is the first or second, and `Share Button` follows it."""
    source = watch.source_index(lines)
    return source is not None and lines.texts[source + 1 : source + 2] == [watch.SHARE_BUTTON]


def parse(lines: Lines, outlets: Outlets) -> Article:
    """Read title, outlet, date and the body up to the newsletter's promotion."""
    article = Article("legacy")
    start = watch.read_title_and_source(lines, article) + 1
    end = next((i for i in range(start, len(lines)) if lines.texts[i].startswith(TAIL[0])), None)
    if end is None:
        article.warn("no-end-mark", lines.numbers[-1], f"no line `{TAIL[0]} …`")
        end = len(lines)
    for i in range(end, len(lines)):
        if not lines.texts[i].startswith(TAIL):
            article.warn("text-after-end", lines.numbers[i], lines.texts[i])
            break
    read_body(lines, start, end, article, outlets)
    return article


LAYOUT = Layout("legacy", matches, parse, mark="a second line `Date: DD/MM/YYYY | Source: …`", start=watch.header)
