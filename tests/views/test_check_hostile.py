"""Whatever a dump, a path or an outlet says reaches every output as text, and as nothing else."""

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import example, given
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Schema

from presspack.errors import Note
from presspack.project.rules import GOOD
from presspack.reading.containers import escaped
from presspack.views import FORMATS
from presspack.views.check.finding import LONGEST, Finding, Report
from presspack.views.check.formats import renderer
from presspack.views.drift.model import Drift
from presspack.writing import visible
from tests.support.hostile import HOSTILE, SHOWN, TEXTS
from tests.support.projects import presspack, put


def report(path: str, detail: str, other: str, strict: bool = False) -> Report:
    """A report in which everything that somebody else wrote is hostile; paths come escaped, as the ledger has them."""
    notes = (Note("invalid-date", 3, detail), Note("unknown-outlet", None, other))
    findings = [
        Finding(escaped(path), "0" * 64, "rejected", None, notes, (Note("untitled", 1, detail),)),
        Finding(escaped(path) + "!/" + escaped(other), "1" * 64, "rejected", None, notes[:1]),
        Finding(escaped(path) + ".again", "0" * 64, "duplicate", escaped(path)),
    ]
    drift = Drift(other, f"layout {detail}", "1%", "99%", 100, 50, "Fisher's exact test", 0.98, 1e-9)
    return Report(findings, strict, [drift], "")


hostile = given(path=TEXTS, detail=TEXTS, other=TEXTS)


@hostile
@example(path="\x1b[31m", detail="\x9b", other="\u202e")
def test_no_line_for_a_terminal_holds_anything_that_it_obeys(path, detail, other):
    for line in renderer("text")(report(path, detail, other)):
        assert SHOWN.fullmatch(line)


@hostile
def test_a_coloured_line_holds_the_four_codes_of_its_own_and_no_others(path, detail, other):
    for line in renderer("text")(report(path, detail, other), colour=True):
        assert SHOWN.fullmatch(re.sub(r"\x1b\[(0|1|31|33)m", "", line))


@hostile
@example(path="a,line=9::b%0A", detail="::error::x", other="\n::error::y")
def test_a_workflow_gets_one_command_for_each_finding_and_nothing_else(path, detail, other):
    said = list(renderer("github")(report(path, detail, other)))
    commands = [
        re.fullmatch(r"::(error|warning) file=([^:,\n\r]*),line=\d+,title=[a-z-]+::(.*)", line) for line in said[:-1]
    ]
    assert len(commands) == 4 and all(commands)
    assert re.fullmatch(r"::warning title=drift::.*", said[-1])
    for line, command in zip(said, commands, strict=False):
        assert SHOWN.fullmatch(line)
        data = command[3]
        assert set(re.findall("%..", data)) <= {"%25"}, data
    file = commands[0][2].replace("%3A", ":").replace("%2C", ",").replace("%25", "%")
    assert file == escaped(path)


@hostile
@example(path="[a](b)", detail="<script>", other="|x|")
def test_markdown_shows_all_of_it_as_text(path, detail, other):
    for line in "\n".join(renderer("markdown")(report(path, detail, other))).split("\n"):
        assert not line or SHOWN.fullmatch(line)
        assert not re.search(r"(?<!\\)(?:\\\\)*[<\[]", line)


@hostile
def test_json_gives_back_what_was_found(path, detail, other):
    found = report(path, detail, other)
    held = json.loads("\n".join(renderer("json")(found)))
    assert [dump["path"] for dump in held["dumps"]] == [finding.path for finding in found.findings]
    assert [Note(n["slug"], n["line"], n["detail"]) for n in held["dumps"][0]["findings"]] == found.findings[0].notes
    assert held["drift"] == [drift._asdict() for drift in found.drifts]


@hostile
def test_junit_is_xml_whatever_is_found_and_holds_it_as_text(path, detail, other):
    found = report(path, detail, other)
    root = ET.fromstring("\n".join(renderer("junit")(found)))
    assert {element.tag for element in root.iter()} <= {"testsuites", "testsuite", "testcase", "failure", "system-out"}
    told = "\n".join(element.text or "" for element in root.iter())
    assert visible.printable(detail)[:LONGEST] in told
    assert SHOWN.fullmatch(told.replace("\n", ""))
    names = {(case.attrib["classname"], case.attrib["name"]) for case in root.iter("testcase")}
    for finding in found.findings:
        folder, _, name = finding.path.rpartition("/")
        assert (folder or ".", name) in names


@hostile
@example(path="javascript:alert(1)", detail="[x](y)", other="{0}")
@example(path="//host/x?y#z", detail="\\[", other="]")
def test_sarif_is_valid_whatever_is_found_and_links_nowhere(path, detail, other):
    found = report(path, detail, other)
    text = "\n".join(renderer("sarif")(found))
    Schema.model_validate_json(text)
    results = json.loads(text)["runs"][0]["results"]
    assert results[0]["properties"]["detail"] == found.findings[0].notes[0].detail
    for result in results:
        message = result["message"]["text"]
        assert SHOWN.fullmatch(message)
        bare = message.replace("\\\\", "")
        assert re.sub(r"\\[\[\]]", "", bare).translate({91: 0, 93: 0}).count("\0") == 0
        assert "{" not in bare.replace("{{", "") and "}" not in bare.replace("}}", "")
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        parts = urlsplit(uri)
        assert parts.scheme in ("", "file") and parts.netloc == parts.query == parts.fragment == ""
        file = result["properties"]["path"].partition("!/")[0]
        assert unquote(parts.path).lstrip("/") == file.lstrip("/")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("words", HOSTILE)
def test_a_hostile_dump_goes_through_the_whole_command(tmp_path, form, words):
    name = words.replace("/", "_").replace("\x00", "_")[:60]
    dump = "\n".join(GOOD).replace("10/07/2024", words).replace("KCNA Sample Courier (En)", f"KCNA {words}")
    put(Path(tmp_path) / f"{name}.txt", dump.encode(errors="replace"))
    said = presspack("check", "--format", form, tmp_path)
    assert said.code == 1
    assert SHOWN.fullmatch(said.out.replace("\n", ""))
    if form == "text":
        assert all(line.startswith(f"{tmp_path}/") for line in said.out.splitlines()[:-1])
