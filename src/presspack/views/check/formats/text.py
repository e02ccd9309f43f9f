"""Findings as lines, for people and their editors."""

import textwrap
from collections.abc import Iterator

from presspack.views.check.finding import Report, meaning

BOLD, RED, YELLOW, PLAIN = "\x1b[1m", "\x1b[31m", "\x1b[33m", "\x1b[0m"
INDENT = "    "
COLOURS = {"error": RED, "warning": YELLOW}


def render(report: Report, colour: bool = False, width: int | None = None) -> Iterator[str]:
    """`path:line: slug: what it means (the offending value)`, the findings of each dump together.

    In a terminal of `width` columns, what does not fit is broken between words and goes on below, indented.
    """

    def paint(code: str, words: str) -> str:
        return f"{code}{words}{PLAIN}" if colour else words

    for finding in report.findings:
        path = paint(BOLD, finding.path)
        for note in finding.notes:
            level = report.level(note)
            slug = note.slug if level == "error" else f"warning: {note.slug}"
            before = len(f"{finding.path}:{note.line or 1}: {slug}: ")
            said = _wrapped(meaning(note), before, width)
            yield f"{path}:{note.line or 1}: {paint(COLOURS[level], slug)}: {said}"
        if finding.duplicate_of:
            yield f"{path}: duplicate: holds the bytes of {finding.duplicate_of}"
    for drift in report.drifts:
        said = _wrapped(drift.said(), len("drift: "), width)
        yield f"{paint(COLOURS['error' if report.strict else 'warning'], 'drift')}: {said}"
    if report.uncompared:
        yield f"drift: {_wrapped(report.uncompared, len('drift: '), width)}"


def statistics(report: Report) -> Iterator[str]:
    """How often each slug was found, the most frequent first."""
    for slug, many in sorted(report.statistics.items(), key=lambda item: (-item[1], item[0])):
        yield f"{many:>7}  {slug}"


def _wrapped(said: str, before: int, width: int | None) -> str:
    """Words that stand behind `before` characters, broken into lines of at most `width` columns."""
    if width is None or before + len(said) <= width:
        return said
    room = width - before - len(said.partition(" ")[0])
    first = " " * before if room >= 0 else INDENT
    lines = textwrap.wrap(
        said, width, initial_indent=first, subsequent_indent=INDENT, break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(lines)[before:] if room >= 0 else "\n" + "\n".join(lines)
