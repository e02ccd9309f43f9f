"""A saved page: its visible lines, without the site's navigation around them."""

import re

from presspack.article import Record
from presspack.errors import Rejected
from presspack.project.outlets import Outlets, fold
from presspack.reading.dates import CRAWL_LINE
from presspack.reading.html import markup
from presspack.reading.html.markup import CHROME, CONTENT, Page
from presspack.reading.layouts import legacy, watch
from presspack.reading.lines import Lines, site_of

MARKUP = re.compile(
    r"\s*+(?:<!--(?:[^-]|-(?!->))*+-->\s*+)*+<(?:!(?!--)|\?|/?(?:html|head|body|meta|title|link|script|style|noscript|div|p|h[1-6]|main|article|section|header|nav"
    r"|table|tbody|tr|td|center|font|span|a|b|i|strong|em|br|hr|ul|ol|li|dl|blockquote|pre|form|img)[\s/>])",
    re.I,
)
BELOW = re.compile(
    r"^[ \t]*<(?:!doctype|/?(?:html|head|body|title|script|style|div|p|h[1-6]|main|article|section|header|nav|table))[\s>]",
    re.I | re.M,
)


def is_html(text: str) -> bool:
    """Whether a text begins as markup does; plain text is told by its first letter."""
    return MARKUP.match(text) is not None


def below(text: str) -> tuple[str, int | None]:
    """Markup that stands below other lines, those left blank, and the number of the first; any other text as it is."""
    found = BELOW.search(text) if "<" in text and not is_html(text) else None
    if found is None:
        return text, None
    above = text[: found.start()]
    first = above.count("\n", 0, len(above) - len(above.lstrip())) + 1
    return "\n" * above.count("\n") + text[found.start() :], first


def lines(text: str, record: Record, outlets: Outlets) -> Lines:
    """The lines of the article in a saved page. The page may name its own URL; any other is the container's to say."""
    page = markup.page(text)
    page.record = record if record.url else record._replace(url=page.metadata.url)
    page.site = site_of(page.record, outlets)
    sources = [i for i, line in enumerate(page.texts) if watch.SOURCE_LINE.match(line)]
    source = sources[0] if sources else None
    if len(page.more_from) > 1 and (len(sources) > 1 or page.texts.count(watch.END) > 1):
        raise Rejected("more-from-twice", page.numbers[page.more_from[1]], page.texts[page.more_from[1]])
    if another := sources[1:2]:
        raise Rejected("unclear-header", page.numbers[another[0]], f"a second source line: {page.texts[another[0]]}")
    if begins := markup.second(text):
        slug = "more-from-twice" if page.more_from else "html-unreadable"
        raise Rejected(slug, begins, "a second page in one dump")
    if source is not None:
        return page.kept([*_header(page, source, outlets), *range(source, _end(page, source))])
    if page.more_from and page.site is None:
        start = _start(page, page.more_from[0])
        return page.kept(list(range(start, _end(page, start))))
    main = _main(page)
    if main:
        return page.kept(main)
    page.framed = True
    return page


def _main(page: Page) -> list[int]:
    """The lines of the one element that says it is the main content, with the one heading above it; else none."""
    headings = [first for part, first, last in page.parts if part == "h1" and last - first == 1]
    for kind in ("main", "article"):
        whole = [(first, last) for part, first, last in page.parts if part == kind and first < last]
        if len(whole) == 1:
            first, last = whole[0]
            return [*(i for i in headings if len(headings) == 1 and i < first), *range(first, last)]
    return []


def _header(page: Page, source: int, outlets: Outlets) -> list[int]:
    """The lines above a source line that are the article's: the day of the crawl with the outlet, and the title."""
    texts = page.texts
    days = [i for i in range(source) if CRAWL_LINE.fullmatch(texts[i])]
    twice = [i for i in days if len(re.findall(r"\d{4}", texts[i])) == 2]
    crawl = twice[:1] or (days if len(days) == 1 else [])  # several single days may be of other articles
    label = watch.SOURCE_LINE.match(texts[source])
    above = range(crawl[0] + 1 if crawl else 0, source)
    brand = [
        i for i in above if texts[i].startswith(watch.BRAND) and _names(texts[i][len(watch.BRAND) :], label, outlets)
    ]
    others = _chrome(page).union(brand)
    return crawl + brand[:1] * len(crawl) + _title(page, [i for i in above if i not in others])


def _names(label: str, source: re.Match[str] | None, outlets: Outlets) -> bool:
    return outlets.find(label) is not None or (source is not None and fold(label) == fold(source[2]))


def _title(page: Page, above: list[int]) -> list[int]:
    """The title among the lines above a source line: a heading, or what the page's head says; else the only line."""
    for kind in ("h1", "h2", "h3"):
        headings = {first for part, first, last in page.parts if part == kind and last - first == 1}
        if found := [i for i in above if i in headings]:
            return found[-1:]
    said = fold(page.metadata.title or "")
    return [i for i in above if fold(page.texts[i]) in said][-1:] or (above if len(above) == 1 else [])


def _start(page: Page, more: int) -> int:
    """Where the body of a page without header begins: with its content, else after its heading and the navigation."""
    for kind in (CONTENT, "article", "main"):
        begins = [first for part, first, _ in page.parts if part == kind and first < more]
        if len(begins) == 1:
            return begins[0]
    chrome = _chrome(page)
    heading = max((last for part, _, last in page.parts if part == "h1" and last <= more), default=0)
    return next(i for i in range(heading, more + 1) if i not in chrome or i == more)


def _end(page: Page, start: int) -> int:
    """Where the article ends: after its end mark, else where the foot of the page begins."""
    texts = page.texts
    if watch.END in texts[start:]:
        return texts.index(watch.END, start) + 1
    tail = next((i for i in range(start, len(texts)) if texts[i].startswith(legacy.TAIL)), None)
    if tail is not None:
        return next((i for i in range(tail, len(texts)) if not texts[i].startswith(legacy.TAIL)), len(texts))
    return min((first for part, first, _ in page.parts if part == "footer" and first > start), default=len(texts))


def _chrome(page: Page) -> set[int]:
    """The lines of the site's navigation."""
    return {i for part, first, last in page.parts if part in CHROME for i in range(first, last)}
