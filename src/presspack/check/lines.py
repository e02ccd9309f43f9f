"""Findings as lines: for people and their editors, and for GitHub's workflows."""

from collections.abc import Iterator

from presspack.check.finding import Finding, Report, meaning
from presspack.errors import Note

BOLD, RED, YELLOW, PLAIN = "\x1b[1m", "\x1b[31m", "\x1b[33m", "\x1b[0m"
COLOURS = {"error": RED, "warning": YELLOW}


def text(report: Report, colour: bool = False) -> Iterator[str]:
    """`path:line: slug: what it means (the offending value)`, the findings of each dump together."""

    def paint(code: str, words: str) -> str:
        return f"{code}{words}{PLAIN}" if colour else words

    for finding in report.findings:
        path = paint(BOLD, finding.path)
        for note in finding.notes:
            level = report.level(note)
            slug = note.slug if level == "error" else f"warning: {note.slug}"
            yield f"{path}:{note.line or 1}: {paint(COLOURS[level], slug)}: {meaning(note)}"
        if finding.duplicate_of:
            yield f"{path}: duplicate: holds the bytes of {finding.duplicate_of}"
    for drift in report.drifts:
        yield f"{paint(COLOURS['error' if report.strict else 'warning'], 'drift')}: {drift.said()}"
    if report.uncompared:
        yield f"drift: {report.uncompared}"


def github(report: Report) -> Iterator[str]:
    """Workflow commands, which GitHub shows at the line of the file; a dump in a container at the container."""
    for finding in report.findings:
        file, _, member = finding.path.partition("!/")
        for note in finding.notes:
            place = f"file={_property(file)},line={1 if member else note.line or 1},title={_property(note.slug)}"
            yield f"::{report.level(note)} {place}::{_data(_inside(finding, note) + meaning(note))}"
    for drift in report.drifts:
        yield f"::{'error' if report.strict else 'warning'} title=drift::{_data(drift.said())}"


def statistics(report: Report) -> Iterator[str]:
    """How often each slug was found, the most frequent first."""
    for slug, many in sorted(report.statistics.items(), key=lambda item: (-item[1], item[0])):
        yield f"{many:>7}  {slug}"


def _inside(finding: Finding, note: Note) -> str:
    """Where in a container a note points to; nothing for a dump that is a file."""
    member = finding.path.partition("!/")[2]
    return f"{member}:{note.line or 1}: " if member else ""


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
