"""What a dump says of itself, whatever becomes of it: its outlet, the day of its crawl, its address."""

import datetime as dt
from typing import NamedTuple

from presspack.article import Article, Record
from presspack.errors import Rejected
from presspack.project.outlets import Outlets
from presspack.reading import saved_page as html
from presspack.reading.dates import CRAWL_LINE, crawl_date
from presspack.reading.html import markup
from presspack.reading.layouts.watch import BRAND, LONGEST_DAY, SOURCE_LINE
from presspack.reading.lines import LONGEST_LABEL, MORE_FROM, Lines, site_of
from presspack.reading.recorddates import record_date


class Claim(NamedTuple):
    """What one dump says. Of a dump that is rejected, nothing of it has been held against the rest of the page."""

    outlet: str | None = None
    """The id of the one outlet that all labels name; None where they disagree, or one of them is unknown."""
    crawled_on: dt.date | None = None
    crawl_source: str | None = None
    url: str | None = None
    """Its address, where the container has it or a saved page its canonical link."""


def of(outlet: str, article: Article, outlets: Outlets) -> Claim:
    """What an article says; `outlet` is the id, or the label that no outlet has."""
    agreed = outlet in outlets.by_id and all(note.slug != "outlet-conflict" for note in article.reasons)
    return Claim(outlet if agreed else None, article.crawled_on, article.crawl_source, article.url)


def seek(text: str, outlets: Outlets, record: Record) -> Claim:
    """What a text says that no layout reads to its end."""
    text, _ = html.below(text)
    lines = Lines.of("")
    try:
        if not html.is_html(text):
            lines = Lines.of(text)
        else:
            page = markup.page(text)
            lines, record = page, record if record.url else record._replace(url=page.metadata.url)
    except Rejected:
        pass
    site = site_of(record, outlets)
    named = {outlet.id if outlet else None for outlet in map(outlets.find, _labels(lines.texts, outlets))}
    if site is not None:
        named.add(site.id)
    outlet = next(iter(named)) if len(named) == 1 else None
    day = _crawl(lines.texts)
    if day is not None:
        return Claim(outlet, day, "page", record.url)
    fetched = record_date(record.fetched_at) if record.fetched_at else None
    return Claim(outlet, fetched, "record" if fetched else None, record.url)


def _labels(texts: list[str], outlets: Outlets) -> list[str]:
    """Every label of an outlet that stands where the pages of KCNA Watch have one."""
    found = [match[2].strip() for text in texts if (match := SOURCE_LINE.match(text))]
    found += [
        text.removeprefix(MORE_FROM) for text in texts if text.startswith(MORE_FROM) and len(text) < LONGEST_LABEL
    ]
    brands = [text.removeprefix(BRAND) for text in texts if text.startswith(BRAND)]
    return [label for label in found if label] + [brand for brand in brands if outlets.find(brand) is not None]


def _crawl(texts: list[str]) -> dt.date | None:
    """The day of the crawl: on the first line, or printed twice on one; None where there are several."""
    lines = [text for text in texts if len(text) > LONGEST_DAY and CRAWL_LINE.fullmatch(text)] or texts[:1]
    days = {crawl_date(line) for line in lines}
    return next(iter(days)) if len(days) == 1 else None
