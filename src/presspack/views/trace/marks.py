"""The roles of lines that an article was read from, by the numbers of lines that it carries."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from functools import cache

from presspack.article import Article, Label
from presspack.project.outlets import Outlets, fold
from presspack.reading.dates import CRAWL_LINE, trailer
from presspack.reading.html.markup import Page
from presspack.reading.layouts import generic
from presspack.reading.layouts.sitedates import VIEW
from presspack.reading.layouts.watch import SOURCE_LINE
from presspack.reading.lines import MORE_FROM, Lines
from presspack.views.trace.body import anywhere, canonical, in_order
from presspack.views.trace.roles import BODY, BYLINE, CRAWL_DATE, CREDIT, DATE, OUTLET, RELATED, ROLES, TITLE

Found = dict[int, tuple[str, ...]]
"""The roles of lines, by number; those of one line in the order of ROLES."""


def marks(lines: Lines, article: Article, outlets: Outlets) -> Found:
    """The role of every line that gave the article something."""
    marking = _Marking(lines, article)
    marking.header(outlets)
    marking.body()
    marking.related()
    return marking.found


@cache
def also(roles: tuple[str, ...], role: str) -> tuple[str, ...]:
    """Some roles and one more, in the order of ROLES; the same tuple each time, as there may be many lines."""
    return tuple(name for name in ROLES if name == role or name in roles)


def numbers(lines: Lines, index: int) -> Iterable[int]:
    """The lines of the dump that one of `Lines` stands on: in HTML, its text may be wrapped."""
    last = lines.ends[index] if isinstance(lines, Page) else lines.numbers[index]
    return range(lines.numbers[index], last + 1)


class _Marking:
    """One way through the values of an article."""

    def __init__(self, lines: Lines, article: Article) -> None:
        self.lines, self.article = lines, article
        self.found: Found = {}
        self.taken: set[int] = set()
        """Indexes of lines that are not of the body, although HTML may have them on a line with it."""

    def header(self, outlets: Outlets) -> None:
        """Crawl, outlets, title and day of publication."""
        article = self.article
        if article.crawl_source != "related":
            self._claim(article.crawled_on_line, CRAWL_DATE, lambda text: CRAWL_LINE.match(text) or VIEW.match(text))
        for label in article.labels:
            self._outlet(label, outlets)
        title = canonical(article.title or "")
        at = self._claim(article.title_line, TITLE, lambda text: canonical(text) and title.startswith(canonical(text)))
        if at is not None and title == canonical("".join(self.lines.texts[at : at + 2])) != canonical(
            self.lines.texts[at]
        ):
            self._mark(at + 1, TITLE)  # it was broken
            self.taken.add(at + 1)
        if self._prints_date():
            self._claim(article.published_on_line, DATE, SOURCE_LINE.match)

    def body(self) -> None:
        """The body, and what stands under it: signatures, and days that its trailers print."""
        article, texts = self.article, self.lines.texts
        last = bisect_right(self.lines.numbers, article.body_last_line or 0)
        if article.body:
            start = bisect_left(self.lines.numbers, article.body_line or 0)
            held = [(i, texts[i]) for i in range(start, last) if i not in self.taken]
            for i in (anywhere if article.layout == generic.LAYOUT.name else in_order)(held, article.body):
                self._mark(i, BODY)
        for name, number, role in (
            (article.byline, article.byline_line, BYLINE),
            (article.credit, article.credit_line, CREDIT),
        ):
            if name and number:
                self._claim(number, role, lambda text, name=name: text.startswith(name))  # type: ignore[misc]
        for i in range(max(last - 1, 0), len(texts)):
            if texts[i].startswith(MORE_FROM):
                break
            if (found := trailer(texts[i])) and found.date is not None:
                self._mark(i, DATE)

    def related(self) -> None:
        """The related items: each is a group of lines."""
        article, texts = self.article, self.lines.texts
        i = 0
        for item in article.related:
            i = bisect_left(self.lines.numbers, item.line, i)
            begins = canonical(item.title or item.teaser)
            while i < len(texts) and canonical(texts[i]) != begins:
                i += 1
            size = 3 if item.title is None else 5
            for member in range(i, min(i + size, len(texts))):
                self._mark(member, RELATED)
            if article.crawl_source == "related" and item.line == article.crawled_on_line:
                self._mark(i + size - 2, CRAWL_DATE)
            i += size

    def _outlet(self, label: Label, outlets: Outlets) -> None:
        """A line that names an outlet; the first line stands for its site where nothing on it does."""
        outlet = outlets.find(label.text)
        names = [label.text, *((outlet.name, outlet.site) if outlet else ())]
        printed = tuple(fold(name) for name in names if name)

        def names_it(text: str) -> bool:
            return any(name in fold(text) for name in printed)

        if label.line != self.lines.numbers[0] or any(names_it(self.lines.texts[i]) for i in self._at(label.line)):
            self._claim(label.line, OUTLET, names_it)

    def _prints_date(self) -> bool:
        """Whether the line that the day of publication points to says a day: a record or a URL may have told it."""
        article, line = self.article, self.article.published_on_line
        if article.date_source == "url":
            return isinstance(self.lines, Page) and line == self.lines.metadata.url_line
        refused = any(note.slug == "invalid-date" and note.line == line for note in article.reasons)
        return refused or article.date_source in ("page", "trailer")

    def _at(self, number: int) -> range:
        """The indexes of the lines of this number: HTML may have several."""
        return range(bisect_left(self.lines.numbers, number), bisect_right(self.lines.numbers, number))

    def _claim(self, number: int | None, role: str, fits: Callable[[str], object]) -> int | None:
        """Give a role to the line of this number that fits, and keep it from the body; return its index.

        Where there is but one it fits. Where none does, it is in the head of a page.
        """
        if number is None:
            return None
        here = self._at(number)
        at = next((i for i in here if fits(self.lines.texts[i])), None)
        if at is not None:
            self.taken.add(at)
        elif len(here) == 1:
            at = here[0]
        if at is None:
            self.found[number] = also(self.found.get(number, ()), role)
        else:
            self._mark(at, role)
        return at

    def _mark(self, index: int, role: str) -> None:
        for number in numbers(self.lines, index):
            self.found[number] = also(self.found.get(number, ()), role)
