"""The sections on how dumps were read: layouts, cleaning, related items, and what has changed at an outlet."""

from collections.abc import Mapping

from presspack.reading.clean import RULES
from presspack.views.drift import DELTA, FEWEST, LEVEL, SHARE
from presspack.views.drift.model import Drift
from presspack.views.report.changes import Changes, Compared
from presspack.views.report.statistics import Statistics
from presspack.writing.charts import Bar, Part, bars
from presspack.writing.html import Html, joined, tag
from presspack.writing.markdown import number, share
from presspack.writing.tags import Cell, code, counted, figure, pair, paragraph, prose, section, table

BINS = (0, 1, 6, 11, 16, 21, 31, 51)  # first of each group of items, where dumps list many different numbers of them
MOST = 10


def pages(stats: Statistics) -> Html:
    """Layouts and encodings, cleaning, related items."""
    parts = (_layouts(stats), _related(stats), _cleaning(stats))
    return section("pages", "How the dumps were read", pair(*parts))


def _layouts(stats: Statistics) -> Html:
    found = stats.found
    known = {layout: many for layout, many in stats.layouts.items() if layout}
    layout, most = next(iter(known.items()), ("", 0))
    finding = f"{share(most, found)} of the dumps have the layout {layout}" if known else "No dump fits a layout"
    rows = [
        Bar(
            layout or "none",
            f"{number(many)} ({share(many, found)})",
            [Part(many, "bar" if layout else "rest", f"{layout or 'no layout'}: {counted(many, 'dump')}")],
        )
        for layout, many in stats.layouts.items()
    ]
    caption = "Dumps by the layout they were read with, and in the table by the encoding. Those with none were rejected before."
    cells = _shares(stats.layouts, "layout", found) + _shares(stats.encodings, "encoding", found)
    return figure(finding, bars(rows), caption, table(finding, ["what", "of", "dumps", "share"], cells))


def _shares(counts: Mapping[str | None, int], of: str, found: int) -> list[tuple[Cell, ...]]:
    return [(code(name) if name else "none", of, many, share(many, found)) for name, many in counts.items()]


def _cleaning(stats: Statistics) -> Html:
    read = sum(many for layout, many in stats.layouts.items() if layout)
    if not stats.cleaned:
        return paragraph("Nothing was cleaned in any dump.")
    rule, (dumps, _) = next(iter(stats.cleaned.items()))
    finding = f"The rule {rule} changes most dumps: {number(dumps)} of {number(read)}"
    rows = [
        Bar(
            name,
            f"{number(many)} ({counted(times, 'time')})",
            [Part(many, "bar", f"{name}: {counted(times, 'time')} in {counted(many, 'dump')}")],
        )
        for name, (many, times) in stats.cleaned.items()
    ]
    caption = "Dumps in which a rule of cleaning changed something, and how often it did."
    cells = [(code(each.name), prose(each.meaning), *stats.cleaned.get(each.name, (0, 0))) for each in RULES]
    return figure(finding, bars(rows), caption, table(finding, ["rule", "what it does", "dumps", "times"], cells))


def _related(stats: Statistics) -> Html:
    listed = stats.listed.values()
    if not listed:
        return paragraph("No dump is published, so none lists related items.")
    dumps, without, items, leading = (sum(column) for column in list(zip(*listed, strict=True))[:4])
    finding = f"{share(dumps - without, dumps)} of the published dumps list related items; {share(leading, items)} of the items lead to a known article"
    rows = [
        Bar(
            label,
            f"{number(many)} ({share(many, dumps)})",
            [Part(many, "bar" if label != "none" else "rest", f"{label} items: {counted(many, 'dump')}")],
        )
        for label, many in _binned(stats.per_dump).items()
    ]
    caption = f"Published dumps by how many related items they list: {number(items)} in all, of which {number(leading)} lead to an article of this build."
    cells = [
        (code(outlet), row.dumps, row.without, row.items, row.median, row.leading, share(row.leading, row.items))
        for outlet, row in stats.listed.items()
    ]
    head = ["outlet", "dumps", "list none", "items", "median of a dump", "lead to an article", "share of items"]
    return figure(finding, bars(rows), caption, table(finding, head, cells))


def _binned(counts: Mapping[int, int]) -> dict[str, int]:
    """How many dumps list how many items, several numbers together where they are many."""
    if len(counts) <= MOST:
        return {str(items) if items else "none": many for items, many in counts.items()}
    binned = {}
    for first, after in zip(BINS, (*BINS[1:], None), strict=True):
        name = "none" if not first else f"{first} and more" if after is None else f"{first} to {after - 1}"
        binned[name] = sum(
            many for items, many in counts.items() if items >= first and (after is None or items < after)
        )
    return binned


def drift(changes: Changes) -> Html:
    """Whether an outlet's latest month differs from all before."""
    compared = [outlet for outlet in changes.outlets if outlet.enough]
    drifted = [outlet for outlet in compared if outlet.drifts]
    few = len(changes.outlets) - len(compared)
    if not compared:
        said = (
            f"No outlet could be compared: none of {counted(few, 'outlet')} has {FEWEST} dumps in its latest month and as "
            "many before it."
            if few
            else "No outlet could be compared, since no dump shows the day of its crawl."
        )
    else:
        differ = f"in {len(drifted)} of them" if drifted else "in none of them"
        said = f"Outlets compared: {len(compared)}; {differ} the latest month of crawls differs from those before."
    how = (
        f"A difference is reported where p is below {LEVEL:g} after Holm's correction for all tests made, and shares differ by "
        f"{share(round(100 * SHARE), 100)} or more, or Cliff's delta is {DELTA:g} or more. `presspack check --against` uses the same tests."
    )
    gaps = []
    if few and compared:
        gaps.append(
            f"Not compared, for fewer than {FEWEST} dumps in their latest month or before it: {counted(few, 'outlet')}."
        )
    if changes.unplaced:
        gaps.append(
            f"On neither side, for want of a day of crawl or of an outlet: {counted(changes.unplaced, 'dump')}."
        )
    gaps.append("A rejected dump counts for the outlet that its labels or its URL name, which nothing confirms.")
    if changes.dropped:
        gaps.append(
            f"Left out by `splits`, for want of a date, and on neither side: {counted(changes.dropped, 'dump')}."
        )
    elif changes.undated:
        gaps.append(f"Undated articles count too, since it is the crawl that places a dump: {number(changes.undated)}.")
    rows = [_compared(outlet) for outlet in compared]
    head = ["outlet", "latest month", "dumps in it", "dumps before", "what differs"]
    every = [table("Each outlet's latest month of crawls, beside those before", head, rows)] if rows else []
    lead = tag("p", said, class_="lead")
    return section("drift", "Drift over time", lead, *every, paragraph(prose(" ".join(gaps))), paragraph(prose(how)))


def _compared(outlet: Compared) -> tuple[Cell, ...]:
    what: Cell = joined(map(_drift, outlet.drifts), tag("br")) if outlet.drifts else "nothing"
    return code(outlet.outlet), outlet.month, outlet.now, outlet.before, what


def _drift(drift: Drift) -> Html:
    """What differs, and by which test."""
    said = f" was {drift.before}, is {drift.now} ({drift.test}, p = {drift.p:.1g})"
    return code(drift.what) + said
