"""Findings as Markdown, such as the summary of a job on GitHub: counts by rule and outlet, and the first findings."""

import os
from collections import Counter
from collections.abc import Iterator
from urllib.parse import quote

from presspack.views.check.finding import Report, meaning
from presspack.views.check.spot import Spot, from_root, spot
from presspack.writing import markdown, visible
from presspack.writing.markdown import code, escape

MOST = 50  # findings that are listed: GitHub shows a summary of at most a megabyte


def render(report: Report) -> Iterator[str]:
    """A line that sums up, two tables of counts, and the first findings, errors first, each a link where it can be."""
    yield f"### presspack check\n\n{escape(report.counted())}\n"
    if report.statistics:
        rows = sorted(report.statistics.items(), key=lambda item: (-item[1], item[0]))
        yield markdown.table(["rule", "findings"], ([code(slug), many] for slug, many in rows), 1) + "\n"
        yield markdown.table(["outlet", "dumps", "rejected", "with warnings"], _outlets(report), 3) + "\n"
    found = [(finding, note) for finding in report.findings for note in finding.notes]
    found.sort(key=lambda one: report.level(one[1]))
    for finding, note in found[:MOST]:
        shown = escape(f"{from_root(finding.path)}:{note.line or 1}")
        address = _address(spot(finding.path, note))
        yield f"- {f'[{shown}]({address})' if address else shown}: {code(note.slug)}: {escape(meaning(note))}"
    if len(found) > MOST:
        yield f"\nand {markdown.number(len(found) - MOST)} more, in the log"
    for drift in report.drifts:
        yield f"- {code('drift')}: {escape(drift.said())}"


def _outlets(report: Report) -> Iterator[list[str | int]]:
    """How many dumps of each outlet were checked, rejected and warned of; a rejected dump does not say its outlet."""
    many, rejected, warned = Counter[str](), Counter[str](), Counter[str]()
    for finding in report.findings:
        outlet = finding.outlet or "not known"
        many[outlet] += 1
        rejected[outlet] += bool(finding.reasons)
        warned[outlet] += bool(finding.warnings)
    for outlet in sorted(many, key=lambda name: (-many[name], name)):
        yield [escape(visible.printable(outlet)), many[outlet], rejected[outlet], warned[outlet]]


def _address(place: Spot) -> str:
    """Where GitHub shows a line of a file; nothing where this is no workflow, or the file is outside of the repository."""
    server, repository, commit = (os.environ.get(f"GITHUB_{name}") for name in ("SERVER_URL", "REPOSITORY", "SHA"))
    if not (server and repository and commit) or place.file.startswith(("/", "..")):
        return ""
    line = f"?plain=1#L{place.line}" if place.line else ""
    return f"{server}/{repository}/blob/{commit}/{quote(place.file, safe='/')}{line}"
