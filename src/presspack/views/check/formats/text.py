"""Findings as lines, for people and their editors."""

import json
import textwrap
from collections import Counter
from collections.abc import Iterator

from presspack.reading.read import EDITION_OF, NOBODY
from presspack.views.check.finding import Report, meaning
from presspack.writing import visible

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
    yield from unknown(report)


def unknown(report: Report) -> Iterator[str]:
    """The labels that no outlet has, as entries to paste into schemas/outlets.yaml, the most frequent first."""
    from presspack.project.contracts import schemas

    labels = Counter(
        label
        for finding in report.findings
        for label in {note.detail.partition(EDITION_OF)[0] for note in finding.reasons if note.slug == "unknown-outlet"}
        if label and label != NOBODY
    )
    if labels:
        yield "labels of no outlet, as entries of schemas/outlets.yaml:"
    for label, many in sorted(labels.items(), key=lambda item: (-item[1], item[0])):
        name, shown, language = schemas().OUTLETS.entry(label)
        yield f"  - id: {name}  # {many} dump{'s' * (many != 1)}"
        yield f"    label: {json.dumps(visible.printable(shown), ensure_ascii=False)}"
        yield f"    language: {language}"


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
