"""The page: its sections in order, a headline of numbers, and a table of contents."""

from pathlib import Path

from presspack.views.report.browser import Shown, browser
from presspack.views.report.changes import Changes
from presspack.views.report.corpus import articles, history, texts
from presspack.views.report.outcomes import notes, outcomes
from presspack.views.report.reading import drift, pages
from presspack.views.report.statistics import Statistics
from presspack.views.show.lines import STYLE
from presspack.writing.html import Html, joined, tag
from presspack.writing.markdown import number, share
from presspack.writing.page import document
from presspack.writing.tags import Cell, cell, counted

HERE = Path(__file__).parent
CONTENTS = {
    "outcomes": "From dumps to articles",
    "notes": "Reasons and warnings",
    "articles": "Articles over time",
    "texts": "Texts and stories",
    "history": "What pages said before",
    "pages": "How the dumps were read",
    "drift": "Drift over time",
    "dumps": "Dumps",
}


def render(stats: Statistics, changes: Changes, shown: Shown, name: str = "") -> Html:
    """One file of HTML about the dataset of this name; the same for the same build."""
    links = (tag("li", tag("a", title, href=f"#{name}")) for name, title in CONTENTS.items())
    heading = [tag("p", name)] if name else []
    body = [
        tag("header", *heading, tag("h1", f"What became of {counted(stats.found, 'dump')}"), _headline(stats, changes)),
        tag("nav", tag("ol", *links), aria_label="Contents"),
        outcomes(stats),
        notes(stats, shown),
        articles(stats),
        texts(stats),
        history(stats),
        pages(stats),
        drift(changes),
        browser(shown, {**stats.reasons, **stats.warnings}),
    ]
    style, script = ((HERE / name).read_text("utf-8") for name in ("report.css", "report.js"))
    return document(
        f"{name}: presspack report" if name else "presspack report", joined(body), script, f"{STYLE}{style}"
    )


def _headline(stats: Statistics, changes: Changes) -> Html:
    found, total = stats.found, stats.total
    drifts = sum(bool(outlet.drifts) for outlet in changes.outlets)
    compared = sum(outlet.enough for outlet in changes.outlets)
    tiles: list[tuple[str, Cell, str]] = [
        ("articles", total, f"of {counted(len(stats.articles), 'outlet')}"),
        ("dumps rejected", stats.outcomes["rejected"], share(stats.outcomes["rejected"], found)),
        ("dumps with a warning", stats.warned, share(stats.warned, found)),
        ("articles dated", share(stats.dated, total), f"{number(stats.dated)} articles"),
        ("words", stats.words, f"{number(stats.length)} at the median"),
        ("outlets that drift", drifts, f"of {compared} compared"),
    ]
    rows = (tag("div", tag("dt", name), tag("dd", cell(value), " ", tag("small", more))) for name, value, more in tiles)
    return tag("dl", *rows, class_="tiles")
