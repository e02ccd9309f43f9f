"""The sections on the articles: when they are of, what dates them, how long they are, which share a story."""

from presspack.dataset.card.blocks import STATUS
from presspack.dataset.card.months import largest, months
from presspack.dataset.card.pictures import SOURCES
from presspack.project.contracts import schemas
from presspack.views.report.statistics import Statistics
from presspack.writing.charts import Bar, Part, Range, Strip, bars, ranges, strips
from presspack.writing.html import Html, tag
from presspack.writing.markdown import number, share
from presspack.writing.tags import Cell, code, counted, figure, pair, paragraph, section, table

MOST_OUTLETS = 15  # rows of a chart; those of smaller outlets are one
NOTHING = paragraph("No dump has become an article.")
ROOM = 6  # numbers beside each other under a chart
SCALE = (*(step * 10**power for power in range(5) for step in (1, 2, 5)), 100_000, 1_000_000, 10_000_000)


def articles(stats: Statistics) -> Html:
    """Articles over time and by what they are dated."""
    if not stats.total:
        return section("articles", "Articles over time", NOTHING)
    return section("articles", "Articles over time", pair(_months(stats), _dates(stats)))


def _months(stats: Statistics) -> Html:
    shown = largest(stats.articles, MOST_OUTLETS)
    dated = months(((outlet, month, many) for (outlet, month), many in stats.months.items()), shown)
    if dated is None:
        return paragraph("No article is dated.")
    columns, best = dated.columns, dated.best
    finding = f"No {dated.unit} has more dated articles than {best[0]}: {number(best[1])} of {number(stats.dated)}"
    others = f"{len(stats.articles) - len(shown)} others"
    named = {outlet or others: counts for outlet, counts in dated.rows.items()}
    rows = [
        Strip(
            name,
            number(counts.total()),
            [counts[column] for column in columns],
            [f"{name}, {column}: {number(counts[column])}" for column in columns],
            apart=name == others,
        )
        for name, counts in named.items()
    ]
    caption = (
        f"Dated articles by {dated.unit} of publication and outlet, {columns[0]} to {columns[-1]}. {dated.scale} "
        f"The sum is at the right. "
        f"Not shown: {counted(stats.total - stats.dated, 'undated article')}."
    )
    cells: list[tuple[Cell, ...]] = [
        (column, *(counts[column] for counts in named.values()), dated.all[column])
        for column in columns
        if dated.all[column]
    ]
    return figure(finding, strips(columns, rows), caption, table(finding, [dated.unit, *named, "all"], cells))


def _dates(stats: Statistics) -> Html:
    total, dated = stats.total, stats.dated
    by_source = {source: many for source, many in stats.dates.items() if source is not None}
    finding = f"{share(dated, total)} of the articles are dated"
    if by_source:
        finding += f", most by {SOURCES.get(first := next(iter(by_source)), first)}"
    rows = [
        Bar(
            source or "undated",
            f"{number(many)} ({share(many, total)})",
            [Part(many, "bar" if source else "rest", _said(source, many))],
        )
        for source, many in stats.dates.items()
    ]
    caption = "Articles by what gives their day of publication. What has no evidence has no date."
    cells = [
        (code(source) if source else "undated", SOURCES.get(source or "", "–"), many, share(many, total))
        for source, many in stats.dates.items()
    ]
    return figure(finding, bars(rows), caption, table(finding, ["source", "meaning", "articles", "share"], cells))


def _said(source: str | None, many: int) -> str:
    return f"{counted(many, 'article')}: {SOURCES.get(source, source) if source else 'no date'}"


def texts(stats: Statistics) -> Html:
    """How long the articles are, and which of them share a story."""
    if not stats.total:
        return section("texts", "Texts and stories", NOTHING)
    return section("texts", "Texts and stories", pair(_lengths(stats), _stories(stats)))


def _lengths(stats: Statistics) -> Html:
    finding = f"Half of the articles have at most {number(stats.length)} words"
    rows = [
        Range(
            outlet,
            number(words[2]),
            words,
            f"{outlet}: half of {counted(stats.articles[outlet], 'article')} have {words[1]} to {words[3]} words",
        )
        for outlet, words in stats.lengths.items()
    ]
    least = max(1, min(words[0] for words in stats.lengths.values()))
    most = max(least + 1, *(words[-1] for words in stats.lengths.values()))
    first = max(step for step in SCALE if step <= least)
    ticks = [step for step in SCALE if first <= step <= next((step for step in SCALE if step >= most), SCALE[-1])]
    if len(ticks) > ROOM:
        ticks = [step for step in ticks if str(step)[0] == "1" or step in (ticks[0], ticks[-1])]
    caption = (
        "Words of an article by outlet, on a logarithmic scale. The bar is the middle half, the line nine tenths; the mark, "
        "and the number at the right, are the median."
    )
    cells: list[tuple[Cell, ...]] = [
        (code(outlet), stats.articles[outlet], *words) for outlet, words in stats.lengths.items()
    ]
    head = ["outlet", "articles", *(f"{at} % have at most" for at in (5, 25, 50, 75, 95))]
    return figure(finding, ranges(rows, ticks), caption, table(finding, head, cells))


def _stories(stats: Statistics) -> Html:
    shared = {size: many for size, many in stats.stories.items() if size > 1}
    if not shared:
        return paragraph("No two articles say the same in nearly the same words: each is a story of its own.")
    of = sum(size * many for size, many in shared.items())
    finding = f"{number(of)} of {number(stats.total)} articles share {counted(sum(shared.values()), 'story')}"
    rows = [
        Bar(f"{size} articles", number(many), [Part(many, "bar", f"{counted(many, 'story')} of {size} articles")])
        for size, many in _few(shared).items()
    ]
    caption = "Stories by how many articles tell them in nearly the same words. Stories of one article are left out."
    cells = [(f"{size}", many, size * many) for size, many in stats.stories.items()]
    return figure(finding, bars(rows), caption, table(finding, ["articles of a story", "stories", "articles"], cells))


def history(stats: Statistics) -> Html:
    """How many pages changed, lost a name, or are gone."""
    known = stats.history
    statuses = schemas("pages")
    total = sum(known.get(status, 0) for status in (*statuses.THERE, *statuses.GONE))
    if not total:
        return section("history", "What pages said before", paragraph("No page is known by its URL or its heading."))
    gone = sum(known.get(status, 0) for status in statuses.GONE)
    finding = f"{counted(total, 'page')}: {number(known['changed'])} changed, {number(gone)} gone"
    cells: list[tuple[Cell, ...]] = [
        ("seen or listed", total, "each page that a crawl saw, or that another page lists"),
        ("changed", known["changed"], "a crawl saw another text"),
        ("a name removed", known["names"], "a text lost a name that stands nowhere in the next"),
        ("gone", gone, "not there when last asked for, or no longer listed"),
    ]
    cells += [(f"gone: {status}", known[status], STATUS[status]) for status in statuses.GONE if status in known]
    more = "presspack history shows one page. A page that is gone when asked was not always deleted."
    said = tag("h3", finding), table(finding, ["pages", "number", "what it is"], cells), paragraph(more)
    return section("history", "What pages said before", *said)


def _few(shared: dict[int, int]) -> dict[str, int]:
    """Sizes of stories, those above the tenth together."""
    sizes = sorted(shared)
    few = {str(size): shared[size] for size in sizes[:10]}
    if len(sizes) > 10:
        few[f"{sizes[10]} and more"] = sum(shared[size] for size in sizes[10:])
    return few
