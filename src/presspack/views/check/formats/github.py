"""Findings as workflow commands, which GitHub shows at the line of the file."""

from collections.abc import Iterator

from presspack.errors import Note
from presspack.views.check.finding import Finding, Report, meaning


def render(report: Report) -> Iterator[str]:
    """Workflow commands, which GitHub shows at the line of the file; a dump in a container at the container."""
    for finding in report.findings:
        file, _, member = finding.path.partition("!/")
        for note in finding.notes:
            place = f"file={_property(file)},line={1 if member else note.line or 1},title={_property(note.slug)}"
            yield f"::{report.level(note)} {place}::{_data(_inside(finding, note) + meaning(note))}"
    for drift in report.drifts:
        yield f"::{'error' if report.strict else 'warning'} title=drift::{_data(drift.said())}"


def _inside(finding: Finding, note: Note) -> str:
    """Where in a container a note points to; nothing for a dump that is a file."""
    member = finding.path.partition("!/")[2]
    return f"{member}:{note.line or 1}: " if member else ""


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
