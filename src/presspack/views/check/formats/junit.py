"""Findings as JUnit XML, which most servers of CI read."""

from collections.abc import Iterator
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from presspack.errors import Note
from presspack.views.check.finding import Finding, Report, meaning


def render(report: Report) -> Iterator[str]:
    """A suite for each folder, a case for each dump; what makes the check fail is a failure, the rest is output."""
    failed = sum(bool(finding.problems(report.strict)) for finding in report.findings)
    drifted = bool(report.drifts)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    many = len(report.findings) + drifted
    yield f'<testsuites name="presspack check" tests="{many}" failures="{failed + (drifted and report.strict)}">'
    for folder, findings in groupby(sorted(report.findings, key=_folder), _folder):
        yield from _suite(folder, list(findings), report)
    if drifted:
        said = "\n".join(drift.said() for drift in report.drifts)
        tag = _failure("drift", said) if report.strict else f"<system-out>{escape(said)}</system-out>"
        yield f'<testsuite name="drift" tests="1" failures="{int(report.strict)}">'
        yield f'<testcase classname="drift" name="drift">{tag}</testcase>'
        yield "</testsuite>"
    yield "</testsuites>"


def _folder(finding: Finding) -> str:
    return finding.path.rpartition("/")[0] or "."


def _suite(folder: str, findings: list[Finding], report: Report) -> Iterator[str]:
    failed = sum(bool(finding.problems(report.strict)) for finding in findings)
    yield f'<testsuite name={quoteattr(folder)} tests="{len(findings)}" failures="{failed}">'
    for finding in findings:
        name = finding.path.rpartition("/")[2]
        yield f"<testcase classname={quoteattr(folder)} name={quoteattr(name)}>"
        problems = finding.problems(report.strict)
        if problems:
            said = "\n".join(_said(finding, note) for note in problems)
            yield _failure(", ".join(dict.fromkeys(note.slug for note in problems)), said)
        if others := [note for note in finding.notes if note not in problems]:
            yield f"<system-out>{escape(chr(10).join(_said(finding, note) for note in others))}</system-out>"
        yield "</testcase>"
    yield "</testsuite>"


def _failure(slugs: str, said: str) -> str:
    return f"<failure type={quoteattr(slugs)} message={quoteattr(slugs)}>{escape(said)}</failure>"


def _said(finding: Finding, note: Note) -> str:
    return f"{finding.path}:{note.line or 1}: {note.slug}: {meaning(note)}"
