"""The sections on what became of the dumps: the way from dumps to articles, and the reasons and warnings."""

from collections.abc import Mapping

from presspack.project.reasons import rules
from presspack.views.report.browser import Shown
from presspack.views.report.figures import Figures
from presspack.writing.charts import Bar, bars
from presspack.writing.markdown import number, share
from presspack.writing.tags import Html, code, counted, figure, paragraph, prose, section, table


def outcomes(figures: Figures) -> str:
    """The way from dumps to articles; no step loses anything that is not told."""
    found, published = figures.found, figures.outcomes["published"]
    finding = f"{share(published, found)} of {counted(found, 'dump')} published, as {counted(figures.total, 'article')}"
    rows, cells = [], []
    for step in figures.steps:
        why = ", ".join(f"{slug} {number(many)}" for slug, many in step.why.items())
        lost = f"{counted(step.lost, 'dump')} fell off: {why}"
        rows.append(
            Bar(
                step.name,
                [("kept", step.kept, f"{number(step.kept)}: {step.meaning}"), ("bad", step.lost, lost)],
                number(step.kept),
            )
        )
        cells.append((code(step.name), step.meaning, step.kept, step.lost, why or "–"))
    outcome = ", ".join(f"{number(many)} {name}" for name, many in figures.outcomes.items())
    caption = (
        f"What comes through each step; at its end, in red, what falls off there. The ledger closes: {number(found)} "
        f"found = {outcome}."
    )
    every = table(finding, ["step", "what came through", "dumps", "fell off", "why"], cells)
    drawn = figure(finding, bars(rows, f"{finding}. {caption}"), caption, every)
    return section("outcomes", "From dumps to articles", '<div class="pair">', drawn, _lost(figures), "</div>")


def _lost(figures: Figures) -> str:
    """What fell off, step by step, and why."""
    title = f"{counted(figures.found - figures.total, 'dump')} fell off on the way, and it is known why"
    rows = [(code(step.name), slug, many) for step in figures.steps for slug, many in step.why.items()]
    if not rows:
        return paragraph("No dump fell off on the way.")
    said = paragraph("A dump may have several reasons, so those of a step may add up to more than fell off there.")
    return f"<div><h3>{title}</h3>{table(title, ['at', 'why', 'dumps'], rows)}{said}</div>"


def notes(figures: Figures, shown: Shown) -> str:
    """Reasons and warnings, each with how many dumps have it."""
    return section(
        "notes",
        "Reasons and warnings",
        '<div class="pair">',
        _slugs(figures.reasons, figures.outcomes["rejected"] + figures.outcomes["withdrawn"], "reason", "bad", shown),
        _slugs(figures.warnings, figures.warned, "warning", "odd", shown),
        "</div>",
    )


def _slugs(counts: Mapping[str, int], dumps: int, name: str, kind: str, shown: Shown) -> str:
    verb = "rejected or withdrawn" if "withdrawn" in counts else "rejected"
    if not counts:
        return paragraph(f"No dump is {verb}." if name == "reason" else "No dump has a warning.")
    most = max(counts.values())
    first = [slug for slug, many in counts.items() if many == most]
    lead = f"most often {first[0]} ({number(most)})" if len(first) == 1 else f"no {name} with more than {number(most)}"
    finding = f"{counted(dumps, 'dump')} {verb if name == 'reason' else 'with a warning'}, {lead}"
    rows = [
        Bar(slug, [(kind, many, f"{slug}: {counted(many, 'dump')}; {rules()[slug].meaning}")], number(many))
        for slug, many in counts.items()
    ]
    cells = [(_link(slug, shown), prose(rules()[slug].meaning), many, shown.of(slug)) for slug, many in counts.items()]
    caption = f"Dumps by {name}; one may have several. The figures lead to the dumps."
    drawing = bars(rows, f"{finding}. {caption}")
    return figure(finding, drawing, caption, table(finding, [name, "meaning", "dumps", "shown below"], cells))


def _link(slug: str, shown: Shown) -> Html:
    """A slug that leads to its dumps."""
    return Html(f'<a href="#dumps" data-slug="{slug}">{code(slug)}</a>') if shown.of(slug) else code(slug)
