"""`trafilatura`: a page of a known outlet's site that no other layout claims, read by the library of that name."""

import datetime as dt
from collections import Counter
from typing import Any

from presspack.article import Article, Label
from presspack.errors import Rejected
from presspack.project.outlets import Outlet, Outlets, fold
from presspack.reading.clean import characters, clean
from presspack.reading.edges import is_chrome, is_machine, is_prose
from presspack.reading.html import markup
from presspack.reading.html.markup import Page
from presspack.reading.layouts import mfa, naenara, site
from presspack.reading.layouts.layout import Layout
from presspack.reading.lines import Lines
from presspack.reading.prose import read_body

LIST = 2  # lines such as stand at each item of a list
LONG = 80  # characters of a paragraph of prose
BEGINNING = 40  # characters that tell one paragraph from another
LOST = ("time", "label", "output", "q")  # the library leaves out what a paragraph holds in these, or parts it there


def matches(lines: Lines) -> bool:
    """A page of HTML whose URL is of an outlet's site; a list of articles is none."""
    if not isinstance(lines, Page) or lines.site is None or not lines.texts or site.several(lines):
        return False
    return sum(line.startswith(mfa.LIST) or naenara.LIST.match(line) is not None for line in lines.texts) < LIST


def parse(lines: Lines, outlets: Outlets) -> Article:
    """Read title and date from the page's own metadata, and the body as trafilatura tells it from the rest."""
    assert isinstance(lines, Page) and lines.site is not None  # it matches
    article = Article("trafilatura", labels=[Label(lines.site.label, lines.numbers[0])])
    _read_title(lines, article)
    _read_date(lines, article)
    extracted = characters(_body(lines), Counter(), decoded=True)  # the page has counted what they change
    texts = [text for line in extracted.split("\n") if (text := line.strip())]
    if _is_flat(texts, lines):
        article.warn("stray-line", lines.numbers[0], "a short page: its sentences were taken for its text")
        texts = [text for text in lines.texts if is_prose(text)]
    if texts and article.title and fold(clean(texts[0], Counter())) == fold(article.title):
        texts = texts[1:]
    numbers = _numbers(texts, lines)
    if texts:
        read_body(Lines(texts, numbers), 0, len(texts), article, outlets)
        _warn_of_edges(article)
        _warn_of_loss(lines, article)
    else:
        article.body_line = article.body_last_line = lines.numbers[0]
    return article


def _warn_of_edges(article: Article) -> None:
    """Warn of the first and the last paragraph, where they may be of the site and not of the article."""
    paragraphs = article.body.split("\n\n")
    for line, text in {(article.body_line, paragraphs[0]): None, (article.body_last_line, paragraphs[-1]): None}:
        if text and (not is_prose(text) or is_machine(text) or is_chrome(text)):
            article.warn("stray-line", line, text)


def _warn_of_loss(page: Page, article: Article) -> None:
    """Warn of the first paragraph between others that the library left out, and of a word of the site's in the body."""
    first, last = article.body_line or 0, article.body_last_line or -1
    bare = "".join(article.body.split())
    for text, number in zip(page.texts, page.numbers, strict=True):
        if first <= number <= last and len(text) > LONG and is_prose(text) and "".join(text.split()) not in bare:
            article.warn("stray-line", number, f"left out of the body: {text}")
            break
    for text in article.body.split("\n\n")[1:-1]:
        if len(text) < BEGINNING and is_chrome(text):
            article.warn("stray-line", first, text)
            break


def _is_flat(texts: list[str], page: Page) -> bool:
    """Whether the extractor put several paragraphs into one, as it does where it finds little."""
    lines = [line for line in page.texts if len(line) > BEGINNING]
    return any(sum(line in text for line in lines) > 1 for text in texts)


def _read_title(page: Page, article: Article) -> None:
    """The only heading of the first rank, else what the head of the page says."""
    headings = [first for part, first, last in page.parts if part == "h1" and last - first == 1]
    if len(headings) == 1:
        article.title, article.title_line = clean(page.texts[headings[0]], article.cleaned), page.numbers[headings[0]]
    elif page.metadata.title:
        article.title = clean(page.metadata.title, article.cleaned) or None


def _read_date(page: Page, article: Article) -> None:
    """The first date of the page's metadata that is one; another that is of another day is a warning."""
    dates = [(date, line) for said, line in page.metadata.dates if (date := _day(said, page.site)) is not None]
    if not dates:
        return
    (article.published_on, article.published_on_line), article.date_source = dates[0], "page"
    for date, line in dates[1:]:
        if date != article.published_on:
            article.warn("dates-disagree", line, f"{article.published_on}; {date} elsewhere on the page")
            return


def _day(said: str, site: Outlet | None) -> dt.date | None:
    """The day of a time as its page prints it; one in UTC is of the day that it is where the outlet publishes."""
    try:
        time = dt.datetime.fromisoformat(said)
        zone = site.zone if site is not None and time.utcoffset() == dt.timedelta(0) else None
        return time.astimezone(zone).date() if zone else time.date()
    except (ValueError, OverflowError):
        return None


def _body(page: Page) -> str:
    """The main text, a paragraph a line. Without trafilatura's metadata, no clock is asked; nothing is remembered."""
    import trafilatura

    root: Any = markup.tree(page.source, elements=True)
    for element in [each for each in root.iter() if each.get("hidden") is not None]:
        element.drop_tree()
    for paragraph in root.iter("p"):
        for element in paragraph.iter(*LOST):
            element.tag = "span"
    try:
        document = trafilatura.bare_extraction(
            root, fast=True, include_comments=False, deduplicate=False, with_metadata=False
        )
    except Exception as error:  # whatever a page made to break it may raise
        raise Rejected("html-unreadable", page.numbers[0], type(error).__name__) from None
    return getattr(document, "text", None) or ""


def _numbers(texts: list[str], page: Page) -> list[int]:
    """The line of each paragraph: that of the visible line it begins with, else that of the paragraph before it."""
    begins: dict[str, int] = {}
    for text, number in zip(page.texts, page.numbers, strict=True):
        begins.setdefault(text[:BEGINNING], number)
    numbers = [page.numbers[0]]
    for text in texts:
        numbers.append(max(numbers[-1], begins.get(text.removeprefix("- ")[:BEGINNING], 0)))
    return numbers[1:]


LAYOUT = Layout("trafilatura", matches, parse)
