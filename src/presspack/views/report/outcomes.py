"""The sections on what became of the dumps: the way from dumps to articles, and the reasons and warnings."""

from collections.abc import Mapping

from presspack.project.reasons import rules
from presspack.views.report.browser import Shown
from presspack.views.report.figures import Figures
from presspack.writing.charts import Bar, Part, bars
from presspack.writing.html import Html, tag
from presspack.writing.markdown import number, share
from presspack.writing.tags import code, counted, figure, pair, paragraph, prose, section, table


def outcomes(figures: Figures) -> Html:
    """The way from dumps to articles; every dump that does not come through a step is counted there."""
    found, published = figures.found, figures.outcomes["published"]
    finding = f"{share(published, found)} of {counted(found, 'dump')} published, as {counted(figures.total, 'article')}"
    rows, cells = [], []
    for step in figures.steps:
        why = ", ".join(f"{slug} {number(many)}" for slug, many in step.why.items())
        parts = [Part(step.kept, "bar", f"{number(step.kept)}: {step.meaning}")]
        if step.lost:
            parts.append(Part(step.lost, "bad", f"{counted(step.lost, 'dump')} did not come through: {why}"))
        rows.append(Bar(step.name, number(step.kept), parts))
        cells.append((code(step.name), step.meaning, step.kept, step.lost, why or "–"))
    outcome = ", ".join(f"{number(many)} {name}" for name, many in figures.outcomes.items())
    caption = (
        f"What comes through each step; at its end, in red, what does not. The counts add up: {number(found)} "
        f"found = {outcome}."
    )
    every = table(finding, ["step", "what came through", "dumps", "lost", "why"], cells)
    return section(
        "outcomes", "From dumps to articles", pair(figure(finding, bars(rows), caption, every), _lost(figures))
    )


def _lost(figures: Figures) -> Html:
    """What did not become an article, step by step, and why."""
    title = f"Why {counted(figures.found - figures.total, 'dump')} did not become an article"
    rows = [(code(step.name), slug, many) for step in figures.steps for slug, many in step.why.items()]
    if not rows:
        return paragraph("Every dump became an article.")
    said = paragraph("A dump may have several reasons, so those of a step may add up to more than it lost.")
    return tag("div", tag("h3", title), table(title, ["at", "why", "dumps"], rows), said)


def notes(figures: Figures, shown: Shown) -> Html:
    """Reasons and warnings, each with how many dumps have it."""
    rejected = figures.outcomes["rejected"] + figures.outcomes["withdrawn"]
    parts = (
        _rules(figures.reasons, rejected, "reason", "bad", shown),
        _rules(figures.warnings, figures.warned, "warning", "odd", shown),
    )
    return section("notes", "Reasons and warnings", pair(*parts))


def _rules(counts: Mapping[str, int], dumps: int, name: str, kind: str, shown: Shown) -> Html:
    verb = "rejected or withdrawn" if "withdrawn" in counts else "rejected"
    if not counts:
        return paragraph(f"No dump is {verb}." if name == "reason" else "No dump has a warning.")
    most = max(counts.values())
    first = [slug for slug, many in counts.items() if many == most]
    lead = f"most often {first[0]} ({number(most)})" if len(first) == 1 else f"no {name} with more than {number(most)}"
    finding = f"{counted(dumps, 'dump')} {verb if name == 'reason' else 'with a warning'}, {lead}"
    rows = [
        Bar(slug, number(many), [Part(many, kind, f"{slug}: {counted(many, 'dump')}; {rules()[slug].meaning}")])
        for slug, many in counts.items()
    ]
    cells = [(_link(slug, shown), prose(rules()[slug].meaning), many, shown.of(slug)) for slug, many in counts.items()]
    caption = f"Dumps by {name}; one may have several. The table leads to the dumps."
    return figure(finding, bars(rows), caption, table(finding, [name, "meaning", "dumps", "shown below"], cells))


def _link(slug: str, shown: Shown) -> Html:
    """A slug that leads to its dumps."""
    return tag("a", code(slug), href="#dumps", data_slug=slug) if shown.of(slug) else code(slug)
