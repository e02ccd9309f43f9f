"""What the layouts of the outlets' own sites share: who claims a page, its title, where its text ends."""

import datetime as dt
import re
from collections.abc import Callable

from presspack.article import Article, Label
from presspack.project.outlets import Outlets
from presspack.reading import titles
from presspack.reading.clean import clean
from presspack.reading.dates import JUCHE, OF_AGENCY, day
from presspack.reading.edges import DATELINE
from presspack.reading.layouts import watch
from presspack.reading.lines import Lines

LONGEST_TITLE = 200  # characters
SENTENCE_CASE = re.compile(r"(?<=\s)[a-zа-я]{5,}")
WHO = r"[《〈「『\[][^《》〈〉「」『』\[\]]{1,30}[》〉」』\]]"
HEAD = re.compile(
    rf"[\[(〔【]?(?:{WHO} ?|(?:등록일|게시일|작성일|입력|날[자짜]) ?:? ?)?"
    r"(?:(?:주체|Juche) ?(\d{2,3}) ?(?:\((\d{4})\) ?)?|(\d{4}) ?(?=년|\.[\d. ]+[\])]|-[\d-]+[\])]))"
    r"(?:년|[.-]) ?(\d{1,2}) ?(?:월|[.-]) ?(\d{1,2})(?: ?일|\.)?"
    r"(?: ?\(?[월화수목금토일](?:요일)?\)?)?(?: ?\d{1,2}(?:시|:) ?\d{2}분?)?[\])〕】]?"
    rf"(?: ?{WHO}| [가-힣]{{0,6}}(?:신문|통신|끼리))?",
    re.A,
)
OPENING = re.compile(OF_AGENCY)
DATED = re.compile(
    r"[^\W\d_][^,\n()]{1,40},? (?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8})\.?,? ?\([A-Z][\w. ]{1,29}\)", re.A
)


def claims(lines: Lines, host: str, marked: Callable[[Lines], bool]) -> bool:
    """Whether the page is of this site: its URL says so, or, where no URL is known, a mark in the text does.

    A page of KCNA Watch is of no other site, and one that another site published is not of this one. Where navigation
    may stand around the article, the mark must be there too.
    """
    if lines.more_from or not lines.texts or watch.has_crawl_line(lines) or watch.source_index(lines) is not None:
        return False
    if lines.site is not None and lines.site.site != host:
        return False
    if several(lines):
        return False
    return marked(lines) if lines.site is None or lines.framed else True


def unmarked(lines: Lines) -> bool:
    """Pages of this site carry no mark of their own: only their URL tells them."""
    return False


def label(outlets: Outlets, host: str, line: int) -> Label:
    """The outlet that publishes at a host, told by a line."""
    outlet = outlets.at(host)
    return Label(outlet.label if outlet else host, line)


def read_title(lines: Lines, i: int, article: Article) -> int:
    """Read the title at a line, and its second half if it was broken; return where the text goes on.

    The title of a record is the title. A dateline or a line that ends a sentence is a paragraph: then the page came
    without its title.
    """
    i = _read_head(lines, i, article)
    lines = _titled_and_dated(lines, i, article)
    if lines.record.title:
        return _read_head(lines, titles.read(lines, i, article), article)
    texts = lines.texts
    if i >= len(texts) or DATELINE.match(texts[i]) or _ends_a_sentence(texts[i]):
        return i
    article.title, article.title_line = clean(texts[i], article.cleaned), lines.numbers[i]
    i += 1
    if i + 1 < len(texts) and texts[i][0].islower() and not _ends_a_sentence(texts[i]):
        article.title = clean(f"{texts[i - 1]} {texts[i]}", article.cleaned)
        i += 1
    return _read_head(lines, i, article)


def _read_head(lines: Lines, i: int, article: Article) -> int:
    """Read the day that Korean pages print above or below the title: `주체111(2022)년 12월 27일 《우리 민족끼리》`."""
    head = HEAD.fullmatch(lines.texts[i]) if i < len(lines) and article.published_on_line is None else None
    if head is None:
        return i
    set_date(article, head_day(head), "page", lines.numbers[i], lines.texts[i])
    return i + 1


def head_day(head: re.Match[str]) -> dt.date | None:
    """The day that a `HEAD` names; None also where its two years differ."""
    juche = str(int(head[1]) + JUCHE) if head[1] else None
    year = head[2] or head[3] or juche
    return day(year, head[4], head[5]) if year and (juche is None or juche == year) else None


def _titled_and_dated(lines: Lines, i: int, article: Article) -> Lines:
    """The lines without the day that a site prints behind the title: `A Title [Juche113.1.2.]`."""
    printed = (
        titles.PRINTED_DAY.search(lines.texts[i]) if i < len(lines) and article.published_on_line is None else None
    )
    title = lines.texts[i][: printed.start()] if printed else ""
    if not printed or not title or DATELINE.match(title) or _ends_a_sentence(title):
        return lines
    set_date(article, titles.printed_day(printed), "page", lines.numbers[i], printed[0].strip())
    return with_text(lines, i, title)


def _ends_a_sentence(line: str) -> bool:
    """A full stop or a colon ends it, within quotation marks too; that of `U.S.` only where it is written as a sentence."""
    if len(line) > LONGEST_TITLE:
        return True
    bare = line.rstrip("\"”'’)]»」』》")
    if bare[-1:] not in (".", ":", "。") or not bare[-2:-1].isupper():
        return bare[-1:] in (".", ":", "。")
    return len(SENTENCE_CASE.findall(line)) > 1


def several(lines: Lines) -> bool:
    """Whether several items of an agency stand there: a list of them is no article."""
    return sum((OPENING.match(text) or DATED.match(text)) is not None for text in lines.texts) > 1


def set_date(article: Article, date: dt.date | None, source: str, line: int, printed: str) -> None:
    """Take a date of publication as read; one that no calendar has is a reason."""
    article.published_on_line = line
    if date is None:
        article.refuse("invalid-date", line, printed)
    else:
        article.published_on, article.date_source = date, source


def set_crawl(article: Article, date: dt.date | None, line: int, printed: str) -> None:
    """Take the date on which the page was viewed; it never dates the article."""
    article.crawled_on_line = line
    if date is None:
        article.refuse("invalid-date", line, printed)
    else:
        article.crawled_on, article.crawl_source = date, "page"


def text_end(lines: Lines, start: int, article: Article, tail: re.Pattern[str], last: str) -> int:
    """Where the first line stands that begins as a tail does; any other line after it is a warning, and so is none."""
    texts = lines.texts
    end = next((i for i in range(start, len(texts)) if tail.match(texts[i])), len(texts))
    if end == len(texts):
        article.warn("no-end-mark", lines.numbers[-1], f"no line `{last}`")
    for i in range(end + 1, len(texts)):
        if not tail.match(texts[i]):
            article.warn("text-after-end", lines.numbers[i], texts[i])
            break
    return end


def with_text(lines: Lines, i: int, text: str) -> Lines:
    """The same lines, one of which reads otherwise."""
    return Lines([*lines.texts[:i], text, *lines.texts[i + 1 :]], lines.numbers, lines.record, lines.site)
