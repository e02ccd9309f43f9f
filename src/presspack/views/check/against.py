"""New dumps compared with a published dataset."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from presspack.project.rules.table import UNCOUNTED
from presspack.views.check.finding import Finding
from presspack.views.drift import Seen, compared, published
from presspack.views.drift.model import Drift


def compare(new: Iterable[Finding], dataset: Path) -> tuple[list[Finding], list[Drift], str]:
    """The dumps, each with whether a dataset has it; what has drifted in those that it has not; what was not compared."""
    before = list(published(dataset))
    known = {seen.dump for seen in before}
    told = [replace(finding, in_dataset=finding.dump in known) for finding in new]
    return told, *compared(before, as_seen(finding for finding in told if not finding.in_dataset))


def as_seen(findings: Iterable[Finding]) -> list[Seen]:
    """Findings as drift looks at them, each dump once."""
    return [seen for finding in findings if (seen := _seen(finding)) is not None]


def _seen(finding: Finding) -> Seen | None:
    """A finding as drift looks at it; what is ignored counts here too."""
    slugs = frozenset(note.slug for note in (*finding.reasons, *finding.warnings, *finding.ignored))
    rejected = finding.outcome == "rejected"
    if finding.dump is None or finding.outcome == "duplicate" or not UNCOUNTED.isdisjoint(slugs):
        return None
    return Seen(finding.dump, rejected, None if rejected else finding.facts, slugs, finding.claimed_outlet)
