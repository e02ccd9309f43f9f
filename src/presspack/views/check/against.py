"""New dumps compared with a published dataset."""

from collections.abc import Iterable
from pathlib import Path

from presspack.project.rules.table import UNCOUNTED
from presspack.views.check.finding import Finding
from presspack.views.drift import Seen, compared, published
from presspack.views.drift.model import Drift


def compare(new: Iterable[Finding], dataset: Path) -> tuple[list[Drift], str]:
    """What has drifted between a dataset and the new dumps, those that are in it left out; and what was not compared."""
    before = list(published(dataset))
    known = {seen.dump for seen in before}
    now = [seen for seen in as_seen(new) if seen.dump not in known]
    return compared(before, now)


def as_seen(findings: Iterable[Finding]) -> list[Seen]:
    """Findings as drift looks at them, each dump once."""
    return [seen for finding in findings if (seen := _seen(finding)) is not None]


def _seen(finding: Finding) -> Seen | None:
    """A finding as drift looks at it; what is ignored counts here too."""
    slugs = frozenset(note.slug for note in (*finding.reasons, *finding.warnings, *finding.ignored))
    rejected = finding.outcome == "rejected"
    if finding.dump is None or finding.outcome == "duplicate" or not UNCOUNTED.isdisjoint(slugs):
        return None
    return Seen(finding.dump, rejected, None if rejected else finding.facts, slugs)
