"""`page`: a KCNA Watch page with its header, as crawled since 2023; the crawl date is printed once or twice."""

from presspack.article import Article, Label
from presspack.errors import Rejected
from presspack.project.outlets import Outlets
from presspack.reading.clean import clean
from presspack.reading.dates import crawl_date
from presspack.reading.layouts import watch
from presspack.reading.layouts.layout import Layout
from presspack.reading.lines import Lines


def matches(lines: Lines) -> bool:
    """The first line is the date of the crawl."""
    return watch.has_crawl_line(lines)


def parse(lines: Lines, outlets: Outlets) -> Article:
    """Read crawl date, outlet, title, date, body and related items."""
    texts, numbers = lines.texts, lines.numbers
    source = next((i for i, line in enumerate(texts[: watch.HEADER]) if watch.SOURCE_LINE.match(line)), None)
    if source is None:
        raise Rejected("no-source-line", numbers[0], f"none in the first {watch.HEADER} lines")
    article = Article("page", crawled_on=crawl_date(texts[0]), crawled_on_line=numbers[0])
    if article.crawled_on is None:
        article.refuse("invalid-date", numbers[0], texts[0])
    else:
        article.crawl_source = "page"
    header = list(range(1, source))
    if header and texts[header[0]].startswith(watch.BRAND):
        article.labels.append(Label(texts[header[0]].removeprefix(watch.BRAND), numbers[header[0]]))
        header = header[1:]
    if header:
        article.title, article.title_line = clean(texts[header[0]], article.cleaned), numbers[header[0]]
    for i in header[1:]:
        article.refuse("unclear-header", numbers[i], texts[i])
    watch.read_source_line(lines, source, article)
    watch.read_ending(lines, source + 1, article, outlets)
    return article


LAYOUT = Layout("page", matches, parse, mark="a crawl line such as `January 20, 2026`", start=watch.header)
