"""Findings as one JSON document that other programs read."""

import json
from collections.abc import Iterator
from typing import Any

from presspack import __version__
from presspack.project.rules import rules
from presspack.views.check.finding import Finding, Report

VERSION = 1
"""Of the JSON: it grows when a field goes or changes its meaning, not when one is added."""


def render(report: Report) -> Iterator[str]:
    """All that is known of every dump, as docs/check.md describes it."""
    said = {
        "version": VERSION,
        "presspack": __version__,
        "strict": report.strict,
        "failed": report.failed,
        "dumps": [_dump(report, finding) for finding in report.findings],
        "drift": [drift._asdict() for drift in report.drifts],
        "statistics": dict(sorted(report.statistics.items())),
        "ignored": dict(sorted(report.ignored.items())),
    }
    yield json.dumps(said, ensure_ascii=True, indent=1)


def _dump(report: Report, finding: Finding) -> dict[str, Any]:
    notes = [
        {
            "slug": note.slug,
            "kind": rules()[note.slug].kind,
            "level": report.level(note),
            "line": note.line,
            "detail": note.detail,
            "meaning": rules()[note.slug].meaning,
        }
        for note in finding.notes
    ]
    said = {"path": finding.path, "sha256": finding.dump, "outcome": finding.outcome}
    return said | {"duplicate_of": finding.duplicate_of, "in_dataset": finding.in_dataset, "findings": notes}
