"""Findings as workflow commands, which GitHub shows at the line of the file."""

from collections.abc import Iterator

from presspack.views.check.finding import Report, meaning
from presspack.views.check.spot import from_root, spot


def render(report: Report) -> Iterator[str]:
    """Workflow commands, whose messages say path, line and rule too: of more than ten GitHub shows the log alone."""
    for finding in report.findings:
        for note in finding.notes:
            file, line = spot(finding.path, note)
            place = f"file={_property(file)},line={line or 1},title={_property(note.slug)}"
            said = f"{from_root(finding.path)}:{note.line or 1}: {note.slug}: {meaning(note)}"
            yield f"::{report.level(note)} {place}::{_data(said)}"
    for drift in report.drifts:
        yield f"::{'error' if report.strict else 'warning'} title=drift::{_data(drift.said())}"


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
