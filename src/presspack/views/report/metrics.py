"""What DVC compares between builds: metrics.json, and a small CSV for each plot.

They hold counts, and words of vocabularies that are ours (slugs, outlets, layouts), but nothing that a dump says: so no
cell is a formula to a spreadsheet.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from presspack.views.report.changes import Changes
from presspack.views.report.figures import Figures

Value = str | int | None


def metrics(figures: Figures, changes: Changes) -> str:
    """The figures that a person wants to see move, as `dvc metrics show` reads them."""
    listed = figures.listed.values()
    said: dict[str, Any] = {
        "dumps": {"found": figures.found, **figures.outcomes, "warned": figures.warned},
        "articles": {
            "all": figures.total,
            "dated": figures.dated,
            "titled": figures.titled,
            "words": figures.words,
            "words_median": figures.length,
        },
        "stories": sum(figures.stories.values()),
        "related": {
            "items": sum(row.items for row in listed),
            "leading": sum(row.leading for row in listed),
            "dumps_without": sum(row.without for row in listed),
        },
        "outlets": dict(sorted(figures.articles.items())),
        "reasons": dict(sorted(figures.reasons.items())),
        "warnings": dict(sorted(figures.warnings.items())),
        "drifts": sum(len(outlet.drifts) for outlet in changes.outlets),
    }
    return json.dumps(said, indent=2) + "\n"


def plots(figures: Figures) -> dict[str, str]:
    """Each plot's file: its name, and its CSV."""
    years: dict[str, int] = {}
    for (_, month), many in figures.months.items():
        years[month[:4]] = years.get(month[:4], 0) + many
    return {
        "funnel.csv": _csv(("step", "dumps"), [(step.name, step.kept) for step in figures.steps]),
        "reasons.csv": _counts("reason", "dumps", figures.reasons),
        "warnings.csv": _counts("warning", "dumps", figures.warnings),
        "outlets.csv": _counts("outlet", "articles", figures.articles),
        "years.csv": _counts("year", "articles", years),
        "dates.csv": _counts("source", "articles", figures.dates),
        "layouts.csv": _counts("layout", "dumps", figures.layouts),
    }


def _counts(name: str, of: str, counts: Mapping[Any, int]) -> str:
    rows = sorted(((key, many) for key, many in counts.items()), key=lambda row: (row[0] is None, row[0]))
    return _csv((name, of), rows)


def _csv(head: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    return "".join(f"{','.join('none' if cell is None else str(cell) for cell in row)}\n" for row in (head, *rows))
