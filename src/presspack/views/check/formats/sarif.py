"""Findings as SARIF 2.1.0, which code hosts show beside the lines of a pull request."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from presspack import __version__
from presspack.errors import Note
from presspack.project.rules import Reason, rules
from presspack.views.check.finding import Finding, Report, meaning
from presspack.views.check.spot import spot
from presspack.views.rules import address

SPECIAL = str.maketrans({"\\": "\\\\", "[": "\\[", "]": "\\]", "{": "{{", "}": "}}"})


def render(report: Report) -> Iterator[str]:
    """One run, with every rule and a result for every finding."""
    ids = list(rules())
    run: dict[str, Any] = {
        "tool": {
            "driver": {"name": "presspack", "version": __version__, "rules": [_rule(r) for r in rules().values()]}
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(report, finding, note, ids) for finding in report.findings for note in finding.notes],
        "properties": {
            "drift": [drift._asdict() | {"message": drift.said()} for drift in report.drifts],
            "ignored": dict(report.ignored),
        },
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    yield json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, ensure_ascii=True, indent=1)


def _rule(rule: Reason) -> dict[str, Any]:
    level = "error" if rule.kind == "reason" else "warning"
    page = address(rule.slug)
    return {
        "id": rule.slug,
        **({"helpUri": page} if page else {}),
        "shortDescription": {"text": _plain(rule.meaning)},
        "fullDescription": {"text": _plain(rule.why)},
        "help": {"text": _plain(f"{rule.why}\n\nFix: {rule.fix}\n\nMore: presspack explain {rule.slug}")},
        "defaultConfiguration": {"level": level},
    }


def _result(report: Report, finding: Finding, note: Note, ids: list[str]) -> dict[str, Any]:
    member = finding.path.partition("!/")[2]
    file, line = spot(finding.path, note)
    place: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": _uri(file)}}}
    if member:
        place["logicalLocations"] = [{"fullyQualifiedName": finding.path, "kind": "member"}]
    if line is not None:  # a line of a dump is no line of the archive that holds it
        place["physicalLocation"]["region"] = {"startLine": line}
    inside = f"{member}:{note.line or 1}: " if member else ""
    return {
        "ruleId": note.slug,
        "ruleIndex": ids.index(note.slug),
        "level": report.level(note),
        "message": {"text": _plain(f"{inside}{meaning(note)}")},
        "locations": [place],
        "partialFingerprints": {"dump/slug/v1": f"{finding.dump or finding.path}/{note.slug}/{note.line or 0}"},
        "properties": {"detail": note.detail, "path": finding.path},
    }


def _uri(path: str) -> str:
    """A path as a URI that is nothing but a path: no scheme, no host, no query."""
    if path.startswith("/"):
        return "file:///" + quote(path.lstrip("/"), safe="/")
    return quote(path, safe="/")


def _plain(text: str) -> str:
    """Text in which a viewer finds no link and no placeholder: brackets and braces are written as SARIF wants them."""
    return text.translate(SPECIAL)
