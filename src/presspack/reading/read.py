"""One dump's text to one article: the layout is told by the dump's shape, every reason against it is kept."""

import datetime as dt

from presspack.article import Article, Record
from presspack.errors import Rejected
from presspack.project.outlets import Outlets, fold
from presspack.reading import edges, titles, urls
from presspack.reading import saved_page as html
from presspack.reading.clean import clean
from presspack.reading.dates import TOLERANCE, dateline_date
from presspack.reading.encodings.mojibake import damaged
from presspack.reading.html.markup import BESIDE, Page
from presspack.reading.layouts import LAYOUTS
from presspack.reading.layouts.generic import LAYOUT as GENERIC
from presspack.reading.layouts.record import LAYOUT as RECORD
from presspack.reading.lines import Lines, site_of
from presspack.reading.own import own
from presspack.reading.recorddates import record_date

NOTHING = Record()
DAY = dt.timedelta(days=1)
NOBODY = "no line names an outlet"
EDITION_OF = "; another edition of a known outlet: "
HELP = "`presspack explain no-layout` lists what each looks for"
LONGEST_BYLINE = 200  # characters
STARTS = tuple(dict.fromkeys(layout.start for layout in LAYOUTS if layout.start is not None))
"""Where the header of a page may begin, of whatever layout it is."""


def read(text: str, outlets: Outlets, record: Record = Record()) -> tuple[str, Article]:  # noqa: B008 -- immutable
    """The id of the outlet (or the label, where no outlet has it) and the article; `record` fills what the text leaves out.

    Raises Rejected where the text fits no layout; lesser reasons are in `article.reasons`.
    """
    given, (record, printed) = record, titles.of(record)
    lines, above = lines_of(text, outlets, record)
    record = lines.record
    layouts = [layout for layout in (*LAYOUTS, *own()) if len(lines) and layout.matches(lines)]
    if not layouts:
        layouts = [layout for layout in (GENERIC, RECORD) if layout.matches(lines)]
    if not layouts and given.outlet and lines.site is None:
        raise Rejected("unknown-outlet", lines.numbers[0] if len(lines) else None, given.outlet)
    if not layouts:
        raise Rejected("no-layout", lines.numbers[0] if len(lines) else None, _why(lines))
    if len(layouts) > 1:
        raise Rejected("several-layouts", lines.numbers[0], ", ".join(layout.name for layout in layouts))
    (layout,) = layouts
    article = layout.parse(lines, outlets)
    if above is not None:
        article.warn("text-before-page", above)
    if layout is not GENERIC:
        edges.warn_of_repetition(lines, article)
        open_end = layout.open_end or any(note.slug == "no-end-mark" for note in article.warnings)
        edges.warn(lines, article, open_start=layout.start is None or layout.start(lines) is None, open_end=open_end)
    if isinstance(lines, Page) and layout is not GENERIC:
        _warn_of_beside(lines, article)
    if isinstance(lines, Page) and article.body_last_line:
        article.body_last_line = lines.end(article.body_last_line)
    article.cleaned.update(lines.cleaned)
    article.url = record.url
    if record != NOTHING:
        zone = lines.site.zone if lines.site is not None else None
        _add(article, record, printed, zone, lines.numbers[0])
        if isinstance(lines, Page) and article.date_source == "url" and record.url == lines.metadata.url:
            article.published_on_line = lines.metadata.url_line
    _warn(article, lines.numbers[0])
    if (wrong := damaged(text)) is not None:
        article.warnings.append(wrong)
    return _outlet(article, outlets, record), article


def _warn_of_beside(page: Page, article: Article) -> None:
    """Warn of the first line of the body that is of a note, a caption or a list in the article."""
    first, last = article.body_line or 0, article.body_last_line or -1
    for kind, begin, end in page.parts:
        if kind == BESIDE and begin < end and first <= page.numbers[begin] <= last:
            article.warn("stray-line", page.numbers[begin], page.texts[begin])
            return


def lines_of(text: str, outlets: Outlets, record: Record) -> tuple[Lines, int | None]:
    """The lines of the page that is in a text, and the number of the first line above it, if there is one."""
    text, above = html.below(text)
    if html.is_html(text):
        return html.lines(text, record, outlets), above
    lines = Lines.of(text, record, site_of(record, outlets))
    if len(lines) and any(
        layout.matches(lines) for layout in own()
    ):  # it may begin with what others take for lines of a crawler
        return lines, None
    return edges.page_of(lines, STARTS)


def _why(lines: Lines) -> str:
    """Why no layout reads a dump, as far as one can say it in a line."""
    if not isinstance(lines, Page) or lines.site is not None:
        return HELP
    where = f"no outlet's site is at {urls.host(lines.record.url)!r}" if lines.record.url else "the page names no URL"
    return f"{where}; {HELP}"


def _outlet(article: Article, outlets: Outlets, record: Record) -> str:
    """The one outlet that all labels name; each unknown label, and a disagreement, is a reason."""
    named = [(label, outlets.find(label.text)) for label in article.labels]
    for label, outlet in named:
        if outlet is None:
            article.refuse("unknown-outlet", label.line, _suggested(label.text, outlets))
    if not named:
        article.refuse("unknown-outlet", article.body_line, NOBODY)
        return ""
    names = [outlet.id if outlet else fold(label.text) for label, outlet in named]
    # the source line is what the page says of the article itself
    reference = next((i for i, (label, _) in enumerate(named) if label.line == article.published_on_line), 0)
    for (label, _), name in zip(named, names, strict=True):
        if name != names[reference]:
            said = " / ".join(f"{label.text} (line {label.line})" for label, _ in named)
            article.refuse("outlet-conflict", label.line, said)
            break
    given = outlets.named(record.outlet) if record.outlet else None
    if given is not None and given.id != names[reference] and names[reference] in outlets.by_id:
        label = named[reference][0]
        article.refuse("outlet-conflict", label.line, f"{label.text}; {given.label} in its record")
    return names[reference]


def _suggested(label: str, outlets: Outlets) -> str:
    """An unknown label; of a known outlet's other edition, with the entry that would make it known."""
    if not outlets.is_edition(label):
        return label
    entry = "id: {}, label: {}, language: {}".format(*outlets.entry(label))
    return f"{label}{EDITION_OF}enter `- {{{entry}}}` in schemas/outlets.yaml"


def _add(article: Article, record: Record, printed: dt.date | None, zone: dt.tzinfo | None, first: int) -> None:
    """Take from the container what the page does not say itself, and hold the rest against it."""
    if article.title is None and record.title:
        article.title = clean(record.title, article.cleaned)
    if (
        article.byline is None
        and record.byline
        and len(record.byline) <= LONGEST_BYLINE
        and not urls.host(record.byline)
    ):
        article.byline = clean(record.byline, article.cleaned) or None
    dated = record_date(record.date, zone) if record.date else None
    if record.date and dated is None:
        article.warn("record-date-unclear", first, record.date)
    if dated is not None and printed is not None and abs(dated - printed) > TOLERANCE:
        article.warn("dates-disagree", first, f"{printed} in the title of its record; {dated} in its record")
    dated, named = printed or dated, urls.day(record.url) if record.url else None
    other = article.published_on or dated
    if named is not None and other is not None and abs(named - other) > TOLERANCE:
        article.warn("dates-disagree", article.published_on_line or first, f"{other}; {named} in its URL")
    page = urls.page(record.url) if record.url else None
    if article.published_on is not None:
        line = article.published_on_line or first
        if dated is not None and abs(dated - article.published_on) > TOLERANCE:
            article.warn("dates-disagree", line, f"{article.published_on}; {dated} in its record")
    elif dated is not None:
        article.published_on, article.date_source = dated, "record"
    elif named is not None:
        article.published_on, article.date_source = named, "url"
    elif page is not None and (near := page.published_about) is not None:
        printed = dateline_date(article.body, near)
        if printed is None or abs(printed - near) <= TOLERANCE:
            article.published_on, article.date_source = near, "url"
        else:
            article.warn("dates-disagree", article.body_line, f"{near} in its URL; {printed} in its dateline")
    if page is not None and article.published_on is not None and article.published_on > page.ingested_on + DAY:
        said = f"{article.published_on}; its URL is of {page.ingested_on}"
        article.refuse("date-after-crawl", article.published_on_line or first, said)
    fetched = record_date(record.fetched_at) if record.fetched_at else None
    if record.fetched_at and fetched is None:
        article.warn("record-date-unclear", first, record.fetched_at)
    if fetched is not None and article.crawl_source != "page":
        article.crawled_on, article.crawl_source, article.crawled_on_line = fetched, "record", None


def _warn(article: Article, first: int) -> None:
    published = article.published_on
    if published is not None:
        told = dateline_date(article.body, published)
        if told is not None and abs(told - published) > TOLERANCE:
            article.warn("dates-disagree", article.body_line, f"{published}; {told} in its dateline")
    elif not any(note.slug == "invalid-date" for note in article.reasons):
        article.warn("undated", article.published_on_line or first)
    if article.title is None:
        article.warn("untitled", first)
