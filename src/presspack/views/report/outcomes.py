"""The sections on what became of the dumps: the way from dumps to articles, and the reasons and warnings."""

from collections.abc import Mapping

from presspack.project.rules import rules
from presspack.views.report.browser import Shown
from presspack.views.report.statistics import Statistics
from presspack.writing.charts import Bar, Part, bars
from presspack.writing.html import Html, tag
from presspack.writing.markdown import number, share
from presspack.writing.tags import code, counted, figure, pair, paragraph, prose, section, table

MERGING = ("distinct", "articles")
"""The steps at which dumps become one with others, and nothing is lost."""


def outcomes(stats: Statistics) -> Html:
    """The way from dumps to articles; every dump that does not come through a step is counted there."""
    found, published = stats.found, stats.outcomes["published"]
    finding = f"{share(published, found)} of {counted(found, 'dump')} published, as {counted(stats.total, 'article')}"
    rows, cells = [], []
    for step in stats.steps:
        why = ", ".join(f"{rule} {number(many)}" for rule, many in step.why.items())
        parts = [Part(step.kept, "bar", f"{number(step.kept)}: {step.meaning}")]
        if step.lost:
            merged = step.name in MERGING
            told = "are copies of what comes through" if merged else "did not come through"
            parts.append(Part(step.lost, "rest" if merged else "bad", f"{counted(step.lost, 'dump')} {told}: {why}"))
        rows.append(Bar(step.name, number(step.kept), parts))
        cells.append((code(step.name), step.meaning, step.kept, step.lost, why or "–"))
    outcome = ", ".join(f"{number(many)} {name}" for name, many in stats.outcomes.items())
    caption = (
        "What comes through each step; at its end, in red, what is lost, and in grey the copies, of which nothing is lost. "
        f"The counts add up: {number(found)} "
        f"found = {outcome}."
    )
    every = table(finding, ["step", "what came through", "dumps", "did not", "why"], cells)
    return section(
        "outcomes", "From dumps to articles", pair(figure(finding, bars(rows), caption, every), _lost(stats))
    )


def _lost(stats: Statistics) -> Html:
    """What did not become an article, step by step, and why."""
    title = f"Why {counted(stats.found - stats.total, 'dump')} did not become an article of their own"
    rows = [(code(step.name), rule, many) for step in stats.steps for rule, many in step.why.items()]
    if not rows:
        return paragraph("Every dump became an article.")
    said = paragraph("A dump may have several reasons, so those of a step may add up to more than it lost.")
    return tag("div", tag("h3", title), table(title, ["at", "why", "dumps"], rows), said)


def notes(stats: Statistics, shown: Shown) -> Html:
    """Reasons and warnings, each with how many dumps have it."""
    rejected = stats.outcomes["rejected"] + stats.outcomes["withdrawn"]
    parts = (
        _rules(stats.reasons, rejected, "reason", "bad", shown),
        _rules(stats.warnings, stats.warned, "warning", "odd", shown),
    )
    return section("notes", "Reasons and warnings", pair(*parts))


def _rules(counts: Mapping[str, int], dumps: int, name: str, kind: str, shown: Shown) -> Html:
    verb = "rejected or withdrawn" if "withdrawn" in counts else "rejected"
    if not counts:
        return paragraph(f"No dump is {verb}." if name == "reason" else "No dump has a warning.")
    most = max(counts.values())
    first = [rule for rule, many in counts.items() if many == most]
    lead = f"most often {first[0]} ({number(most)})" if len(first) == 1 else f"no {name} with more than {number(most)}"
    finding = f"{counted(dumps, 'dump')} {verb if name == 'reason' else 'with a warning'}, {lead}"
    rows = [
        Bar(rule, number(many), [Part(many, kind, f"{rule}: {counted(many, 'dump')}; {rules()[rule].meaning}")])
        for rule, many in counts.items()
    ]
    cells = [(_link(rule, shown), prose(rules()[rule].meaning), many, shown.of(rule)) for rule, many in counts.items()]
    caption = f"Dumps by {name}; one may have several. The table leads to the dumps."
    return figure(finding, bars(rows), caption, table(finding, [name, "meaning", "dumps", "shown below"], cells))


def _link(rule: str, shown: Shown) -> Html:
    """A rule that leads to its dumps."""
    return tag("a", code(rule), href="#dumps", data_rule=rule) if shown.of(rule) else code(rule)
