"""The page: its sections in order, a headline of numbers, and a table of contents."""

from pathlib import Path

from presspack.views.report.browser import Shown, browser
from presspack.views.report.changes import Changes
from presspack.views.report.corpus import articles, texts
from presspack.views.report.figures import Figures
from presspack.views.report.outcomes import notes, outcomes
from presspack.views.report.reading import drift, pages
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
    "pages": "How the dumps were read",
    "drift": "Drift over time",
    "dumps": "Dumps",
}


def render(figures: Figures, changes: Changes, shown: Shown) -> Html:
    """One file of HTML; the same for the same build."""
    links = (tag("li", tag("a", title, href=f"#{name}")) for name, title in CONTENTS.items())
    body = [
        tag("header", tag("h1", f"What became of {number(figures.found)} dumps"), _headline(figures, changes)),
        tag("nav", tag("ol", *links), aria_label="Contents"),
        outcomes(figures),
        notes(figures, shown),
        articles(figures),
        texts(figures),
        pages(figures),
        drift(changes),
        browser(shown, {**figures.reasons, **figures.warnings}),
    ]
    style, script = ((HERE / name).read_text("utf-8") for name in ("report.css", "report.js"))
    return document("presspack report", joined(body), script, f"{STYLE}{style}")


def _headline(figures: Figures, changes: Changes) -> Html:
    found, total = figures.found, figures.total
    drifts = sum(bool(outlet.drifts) for outlet in changes.outlets)
    compared = sum(outlet.enough for outlet in changes.outlets)
    tiles: list[tuple[str, Cell, str]] = [
        ("articles", total, f"of {counted(len(figures.articles), 'outlet')}"),
        ("dumps rejected", figures.outcomes["rejected"], share(figures.outcomes["rejected"], found)),
        ("dumps with a warning", figures.warned, share(figures.warned, found)),
        ("articles dated", share(figures.dated, total), f"{number(figures.dated)} articles"),
        ("words", figures.words, f"{number(figures.length)} at the median"),
        ("outlets that drift", drifts, f"of {compared} compared"),
    ]
    rows = (tag("div", tag("dt", name), tag("dd", cell(value), " ", tag("small", more))) for name, value, more in tiles)
    return tag("dl", *rows, class_="tiles")
