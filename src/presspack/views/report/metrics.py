"""What DVC compares between builds: metrics.json, and a small CSV for each plot.

They hold counts, and words of vocabularies that are ours (rules, outlets, layouts), but nothing that a dump says: so no
cell is a formula to a spreadsheet.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from presspack.views.report.changes import Changes
from presspack.views.report.statistics import Statistics

Value = str | int | None


def metrics(stats: Statistics, changes: Changes) -> str:
    """The numbers that a person wants to see move, as `dvc metrics show` reads them."""
    listed = stats.listed.values()
    said: dict[str, Any] = {
        "dumps": {"found": stats.found, **stats.outcomes, "warned": stats.warned},
        "articles": {
            "all": stats.total,
            "dated": stats.dated,
            "titled": stats.titled,
            "words": stats.words,
            "words_median": stats.length,
        },
        "stories": sum(stats.stories.values()),
        "related": {
            "items": sum(row.items for row in listed),
            "leading": sum(row.leading for row in listed),
            "dumps_without": sum(row.without for row in listed),
        },
        "outlets": dict(sorted(stats.articles.items())),
        "reasons": dict(sorted(stats.reasons.items())),
        "warnings": dict(sorted(stats.warnings.items())),
        "drifts": sum(len(outlet.drifts) for outlet in changes.outlets),
    }
    return json.dumps(said, indent=2) + "\n"


def plots(stats: Statistics) -> dict[str, str]:
    """Each plot's file: its name, and its CSV."""
    years: dict[str, int] = {}
    for (_, month), many in stats.months.items():
        years[month[:4]] = years.get(month[:4], 0) + many
    return {
        "funnel.csv": _csv(("step", "dumps"), [(step.name, step.kept) for step in stats.steps]),
        "reasons.csv": _counts("reason", "dumps", stats.reasons),
        "warnings.csv": _counts("warning", "dumps", stats.warnings),
        "outlets.csv": _counts("outlet", "articles", stats.articles),
        "years.csv": _counts("year", "articles", years),
        "dates.csv": _counts("source", "articles", stats.dates),
        "layouts.csv": _counts("layout", "dumps", stats.layouts),
    }


def _counts(name: str, of: str, counts: Mapping[Any, int]) -> str:
    rows = sorted(((key, many) for key, many in counts.items()), key=lambda row: (row[0] is None, row[0]))
    return _csv((name, of), rows)


def _csv(head: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    return "".join(f"{','.join('none' if cell is None else str(cell) for cell in row)}\n" for row in (head, *rows))
