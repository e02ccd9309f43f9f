"""The sections on the articles: when they are of, what dates them, how long they are, which share a story."""

from collections import Counter
from collections.abc import Sequence

from presspack.dataset.card.pictures import MOST_MONTHS, SOURCES, every_month
from presspack.views.report.figures import Figures
from presspack.writing.charts import Bar, Range, Strip, bars, ranges, strips
from presspack.writing.markdown import number, share
from presspack.writing.tags import Cell, code, counted, figure, paragraph, section, table

MOST_OUTLETS = 15  # rows of a chart; those of smaller outlets are one
NOTHING = paragraph("No dump has become an article.")
ROOM = 6  # names of months that stand beside each other under a chart
EVERY = {"month": (1, 2, 3, 6, 12, 24, 36, 60), "year": (1, 2, 5, 10, 20, 50, 100)}
SCALE = (
    1,
    2,
    5,
    10,
    20,
    50,
    100,
    200,
    500,
    1_000,
    2_000,
    5_000,
    10_000,
    20_000,
    50_000,
    100_000,
    1_000_000,
    10_000_000,
)


def articles(figures: Figures) -> str:
    """Articles over time and by what they are dated."""
    if not figures.total:
        return section("articles", "Articles over time", NOTHING)
    return section("articles", "Articles over time", '<div class="pair">', _months(figures), _dates(figures), "</div>")


def _months(figures: Figures) -> str:
    months = [month for _, month in figures.months]
    if not months:
        return paragraph("No article is dated.")
    columns, unit = every_month(min(months), max(months)), "month"
    if len(columns) > MOST_MONTHS:
        columns, unit = [str(year) for year in range(int(min(months)[:4]), int(max(months)[:4]) + 1)], "year"
    large = list(figures.articles)
    large = large if len(large) <= MOST_OUTLETS + 1 else large[:MOST_OUTLETS]
    found: dict[str, Counter[str]] = {outlet: Counter() for outlet in large}
    for (outlet, month), many in figures.months.items():
        found.setdefault(outlet if outlet in large else "", Counter())[month if unit == "month" else month[:4]] += many
    others = f"{len(figures.articles) - len(large)} others"
    named = {outlet or others: counts for outlet, counts in found.items()}
    by_column = sum(found.values(), Counter())
    best = max(by_column, key=lambda column: (by_column[column], column))
    finding = f"Most dated articles are of {best} ({number(by_column[best])} of {number(figures.dated)})"
    rows = [
        Strip(
            name,
            [counts[column] for column in columns],
            [f"{name}, {column}: {number(counts[column])}" for column in columns],
            number(counts.total()),
        )
        for name, counts in named.items()
    ]
    tallest = max(max(counts.values(), default=0) for counts in found.values())
    undated = figures.total - figures.dated
    caption = (
        f"Dated articles by {unit} of publication and outlet, {columns[0]} to {columns[-1]}. All rows have one scale: the "
        f"tallest column is {number(tallest)}; at the right stands the sum. Not shown: {counted(undated, 'undated article')}."
    )
    cells: list[tuple[Cell, ...]] = [
        (column, *(counts[column] for counts in named.values()), by_column[column])
        for column in columns
        if by_column[column]
    ]
    head = [unit, *named, "all"]
    drawing = strips(columns, _ticks(columns, unit), rows, f"{finding}. {caption}")
    return figure(finding, drawing, caption, table(finding, head, cells))


def _ticks(columns: Sequence[str], unit: str) -> list[str]:
    """The months or years that are named: round ones, and not too many."""
    for every in EVERY[unit]:
        named = [column for column in columns if _number(column) % every == 0]
        if len(named) <= ROOM:
            return named
    return [columns[0]]


def _number(column: str) -> int:
    year, _, month = column.partition("-")
    return int(year) * 12 + int(month) - 1 if month else int(year)


def _dates(figures: Figures) -> str:
    total, dated = figures.total, figures.dated
    by_source = {source: many for source, many in figures.dates.items() if source is not None}
    finding = f"{share(dated, total)} of the articles are dated"
    if by_source:
        finding += f", most by {SOURCES.get(first := next(iter(by_source)), first)}"
    rows = [
        Bar(
            source or "undated",
            [("kept" if source else "rest", many, _said(source, many))],
            f"{number(many)} ({share(many, total)})",
        )
        for source, many in figures.dates.items()
    ]
    caption = "Articles by what gives their day of publication. What has no evidence has no date."
    cells = [
        (code(source) if source else "undated", SOURCES.get(source or "", "–"), many, share(many, total))
        for source, many in figures.dates.items()
    ]
    figures_table = table(finding, ["source", "meaning", "articles", "share"], cells)
    return figure(finding, bars(rows, f"{finding}. {caption}"), caption, figures_table)


def _said(source: str | None, many: int) -> str:
    return f"{counted(many, 'article')}: {SOURCES.get(source, source) if source else 'no date'}"


def texts(figures: Figures) -> str:
    """How long the articles are, and which of them tell one story."""
    if not figures.total:
        return section("texts", "Texts and stories", NOTHING)
    return section("texts", "Texts and stories", '<div class="pair">', _lengths(figures), _stories(figures), "</div>")


def _lengths(figures: Figures) -> str:
    finding = f"Half of the articles have at most {number(figures.length)} words"
    rows = [
        Range(
            outlet,
            words,
            f"{outlet}: half of {counted(figures.articles[outlet], 'article')} have {words[1]} to {words[3]} words",
            number(words[2]),
        )
        for outlet, words in figures.lengths.items()
    ]
    least = max(1, min(words[0] for words in figures.lengths.values()))
    most = max(2, *(words[-1] for words in figures.lengths.values()))
    first = max(step for step in SCALE if step <= least)
    ticks = [step for step in SCALE if first <= step <= next((step for step in SCALE if step >= most), SCALE[-1])]
    if len(ticks) > ROOM:
        ticks = [step for step in ticks if str(step)[0] == "1" or step in (ticks[0], ticks[-1])]
    caption = (
        "Words of an article by outlet, on a logarithmic scale. The bar holds the middle half, the line nine tenths; the mark, "
        "and the figure at the right, are the median."
    )
    cells: list[tuple[Cell, ...]] = [
        (code(outlet), figures.articles[outlet], *words) for outlet, words in figures.lengths.items()
    ]
    head = ["outlet", "articles", *(f"{at} % have at most" for at in (5, 25, 50, 75, 95))]
    return figure(finding, ranges(rows, ticks, f"{finding}. {caption}"), caption, table(finding, head, cells))


def _stories(figures: Figures) -> str:
    shared = {size: many for size, many in figures.stories.items() if size > 1}
    if not shared:
        return paragraph("No two articles say the same in nearly the same words: each is a story of its own.")
    of = sum(size * many for size, many in shared.items())
    finding = f"{number(of)} of {number(figures.total)} articles share {counted(sum(shared.values()), 'story')}"
    rows = [
        Bar(f"{size} articles", [("kept", many, f"{counted(many, 'story')} of {size} articles")], number(many))
        for size, many in _few(shared).items()
    ]
    caption = "Stories by how many articles tell them in nearly the same words. Articles that stand alone are left out."
    cells = [(f"{size}", many, size * many) for size, many in figures.stories.items()]
    figures_table = table(finding, ["articles of a story", "stories", "articles"], cells)
    return figure(finding, bars(rows, f"{finding}. {caption}"), caption, figures_table)


def _few(shared: dict[int, int]) -> dict[str, int]:
    """Sizes of stories, those above the tenth together."""
    sizes = sorted(shared)
    few = {str(size): shared[size] for size in sizes[:10]}
    if len(sizes) > 10:
        few[f"{sizes[10]} and more"] = sum(shared[size] for size in sizes[10:])
    return few
