"""What `check` writes for programs is what their formats ask for, and all formats say the same."""

import json
import os
import pty
import re
import subprocess
import xml.etree.ElementTree as ET
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Schema

from presspack.project.rules import GOOD, REASONS, RULES
from presspack.views import FORMATS
from tests.support.projects import BIN, REPO, SAMPLE, Said, environment, presspack, put

BAD = SAMPLE / "rejected" / "february-31.txt"
UNDATED = SAMPLE / "body" / "byline.txt"
LINE = re.compile(r"(?P<path>.+?):(?P<line>\d+): (?P<warning>warning: )?(?P<slug>[a-z0-9-]+): .+")


def check(*words: object) -> Said:
    return presspack("check", *words, "--params", REPO / "params.yaml")


def on_a_terminal(command: list[object], **more: str) -> tuple[str, int]:
    """What a command shows on a terminal, and its exit code."""
    screen, terminal = pty.openpty()
    with subprocess.Popen(command, cwd=REPO, env=environment(**more), stdout=terminal, stdin=terminal) as process:
        os.close(terminal)
        shown = b""
        with suppress(OSError):  # as Linux says that nobody holds the terminal any more
            while read := os.read(screen, 65_536):
                shown += read
        os.close(screen)
    return shown.decode().replace("\r\n", "\n"), process.returncode


def from_text(*words: object) -> list[tuple[str, int, str, str]]:
    found = [LINE.fullmatch(line) for line in check(*words).out.splitlines()]
    return sorted(
        (m["path"], int(m["line"]), m["slug"], "warning" if m["warning"] else "error") for m in found if m is not None
    )


def from_json(*words: object) -> list[tuple[str, int, str, str]]:
    held = json.loads(check("--format", "json", *words).out)
    return sorted(
        (dump["path"], note["line"] or 1, note["slug"], note["level"])
        for dump in held["dumps"]
        for note in dump["findings"]
    )


def from_sarif(*words: object) -> list[tuple[str, int, str, str]]:
    (run,) = json.loads(check("--format", "sarif", *words).out)["runs"]
    return sorted(
        (
            result["properties"]["path"],
            result["locations"][0]["physicalLocation"]["region"]["startLine"],
            result["ruleId"],
            result["level"],
        )
        for result in run["results"]
    )


def from_github(*words: object) -> list[tuple[str, int, str, str]]:
    pattern = re.compile(r"::(error|warning) file=([^,]*),line=(\d+),title=([a-z0-9-]+)::.*")
    found = [pattern.fullmatch(line) for line in check("--format", "github", *words).out.splitlines()]
    return sorted((f"{REPO}/{m[2].replace('%3A', ':')}", int(m[3]), m[4], m[1]) for m in found if m is not None)


def from_junit(*words: object) -> list[tuple[str, int, str, str]]:
    found = []
    for case in ET.fromstring(check("--format", "junit", *words).out).iter("testcase"):
        for part in case:
            level = {"failure": "error", "system-out": "warning"}[part.tag]
            for line in (part.text or "").split("\n"):
                match = LINE.fullmatch(line)
                assert match
                found.append((match["path"], int(match["line"]), match["slug"], level))
    return sorted(found)


@pytest.mark.parametrize("strict", [(), ("--strict",)])
@pytest.mark.parametrize("form", [from_json, from_sarif, from_github, from_junit])
def test_every_format_says_the_same(form, strict):
    assert form(SAMPLE, *strict) == from_text(SAMPLE, *strict) != []


# --- JSON


def test_json_says_of_every_dump_what_becomes_of_it():
    held = json.loads(check("--format", "json", SAMPLE / "rejected", SAMPLE / "copies").out)
    outcomes = Counter(dump["outcome"] for dump in held["dumps"])
    assert (held["version"], held["failed"], outcomes["rejected"], outcomes["duplicate"]) == (1, True, 12, 1)
    (finding,) = next(dump for dump in held["dumps"] if dump["path"] == str(BAD))["findings"]
    assert finding == {
        "slug": "invalid-date",
        "kind": "reason",
        "level": "error",
        "line": 6,
        "detail": "31/02/2024",
        "meaning": REASONS["invalid-date"],
    }


def test_json_has_just_the_fields_that_its_description_names():
    held = json.loads(check("--format", "json", BAD).out)
    described = (REPO / "docs" / "check.md").read_text("utf-8").split("### JSON")[1].split("###")[0]
    names = {*held, *held["dumps"][0], *held["dumps"][0]["findings"][0]}
    assert names <= set(re.findall(r"`([a-z0-9_]+)`", described))


# --- SARIF


def sarif(*words: object) -> dict:
    text = check("--format", "sarif", *words).out
    Schema.model_validate_json(text)  # made from the schema of SARIF 2.1.0: unknown fields are refused
    held: dict = json.loads(text)
    return held


def test_sarif_is_valid_for_every_sample():
    held = sarif(SAMPLE)
    assert held["version"] == "2.1.0"
    assert len(held["runs"][0]["results"]) > 50


def test_sarif_has_every_rule_and_each_result_points_to_its_own():
    (run,) = sarif(SAMPLE)["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(RULES)
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])


def test_sarif_of_no_finding_is_valid_and_empty():
    assert sarif(SAMPLE / "titled")["runs"][0]["results"] == []


def test_a_dump_in_a_container_is_shown_at_the_container(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    put(Path("crawl.jsonl"), json.dumps({"text": "\n".join(GOOD).replace("10/07/2024", "31/02/2024")}).encode())
    (result,) = sarif("crawl.jsonl")["runs"][0]["results"]
    (place,) = result["locations"]
    assert place["physicalLocation"] == {"artifactLocation": {"uri": "crawl.jsonl"}, "region": {"startLine": 1}}
    assert place["logicalLocations"][0]["fullyQualifiedName"] == "crawl.jsonl!/1"
    assert result["message"]["text"].startswith("1:4: the date is not in the calendar")
    said = check("--format", "github", "crawl.jsonl").out
    assert said.startswith(
        "::error file=crawl.jsonl,line=1,title=invalid-date::crawl.jsonl!/1:4: invalid-date: the date is not"
    )
    assert check("crawl.jsonl").out.startswith("crawl.jsonl!/1:4: invalid-date: ")


@pytest.mark.parametrize("name", ["crawl.jsonl", "crawl.csv"])
def test_a_row_is_shown_at_its_own_line_from_the_root_of_the_repository(tmp_path, monkeypatch, name):
    text = "\n".join(GOOD)
    texts = [text, text.replace("10/07/2024", "31/02/2024")]
    rows = [json.dumps({"text": text}) for text in texts]
    csv = ["text", *('"' + text.replace('"', '""') + '"' for text in texts)]
    put(tmp_path / "data" / name, "\n".join(rows if name.endswith("l") else csv).encode())
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    monkeypatch.chdir(tmp_path / "data")
    line = 2 if name.endswith("l") else 2 + len(GOOD)
    for path in (name, f"{tmp_path}/data/{name}"):
        said = check("--format", "github", path).out
        assert said.startswith(f"::error file=data/{name},line={line},title=invalid-date::data/{name}!/{line}:4: ")
        (result,) = sarif(path)["runs"][0]["results"]
        assert result["locations"][0]["physicalLocation"] == {
            "artifactLocation": {"uri": f"data/{name}"},
            "region": {"startLine": line},
        }


# --- Markdown


def test_a_workflow_of_github_has_a_summary_with_counts_and_links(tmp_path, monkeypatch):
    summary = tmp_path / "summary.md"
    summary.write_text("of a step before\n")
    values = {"STEP_SUMMARY": str(summary), "SERVER_URL": "https://github.com", "REPOSITORY": "o/r", "SHA": "abc"}
    for key, value in values.items():
        monkeypatch.setenv(f"GITHUB_{key}", value)
    monkeypatch.chdir(REPO)
    check("--format", "github", BAD.relative_to(REPO), UNDATED.relative_to(REPO))
    before, *lines = summary.read_text().splitlines()
    assert before == "of a step before"
    assert "| `invalid-date` | 1 |" in lines
    assert "| not known | 1 | 1 | 0 |" in lines
    assert any(re.fullmatch(r"\| sample-[a-z-]+ \| 1 \| 0 \| 1 \|", line) for line in lines)
    found = [line for line in lines if line.startswith("- ")]
    path = "seeds/sample/rejected/february-31.txt"
    link = f"https://github.com/o/r/blob/abc/{path}?plain=1#L6"
    assert found[0].startswith(f"- [{path}:6]({link}): `invalid-date`: the date is not in the calendar")


def test_a_summary_lists_the_errors_first_and_says_how_many_more_there_are(monkeypatch):
    monkeypatch.setattr("presspack.views.check.formats.markdown.MOST", 3)
    lines = check("--format", "markdown", SAMPLE).out.splitlines()
    found = [line for line in lines if line.startswith("- ")]
    assert len(found) == 3 and all("rejected/" in line for line in found)
    assert re.fullmatch(r"and \d+ more, in the log", lines[-1])


# --- JUnit


def test_junit_counts_what_it_holds():
    root = ET.fromstring(check("--format", "junit", "--strict", SAMPLE).out)
    cases, failures = list(root.iter("testcase")), list(root.iter("failure"))
    assert (int(root.attrib["tests"]), int(root.attrib["failures"])) == (len(cases), len(failures))
    for suite in root.iter("testsuite"):
        assert int(suite.attrib["tests"]) == len(suite.findall("testcase"))
        assert int(suite.attrib["failures"]) == len(suite.findall("testcase/failure"))
    assert len({suite.attrib["name"] for suite in root}) == len(root)
    assert len(cases) == sum(path.is_file() for path in SAMPLE.rglob("*"))


# --- what stands beside


def test_statistics_count_each_slug_the_most_frequent_first():
    lines = check("--statistics", SAMPLE / "rejected").out.splitlines()
    told = [line.split() for line in lines if re.fullmatch(r" +\d+  [a-z-]+", line)]
    assert Counter({slug: int(many) for many, slug in told}) == Counter(
        slug for *_, slug, _ in from_text(SAMPLE / "rejected")
    )
    assert [int(many) for many, _ in told] == sorted((int(many) for many, _ in told), reverse=True)


@pytest.mark.parametrize("form", ["github", "json", "sarif", "junit"])
def test_words_for_people_stand_beside_a_format_for_programs(form):
    said = check("--format", form, "--statistics", BAD)
    assert said.err == "      1  invalid-date\n1 dump checked: 1 with problems, 0 with warnings\n"


def test_the_exit_code_can_be_kept_at_zero_but_not_for_what_could_not_be_checked():
    assert check(BAD).code == 1
    assert check("--exit-zero", BAD) == (0, *check(BAD)[1:])
    assert check("--exit-zero", BAD, "none.txt").code == 2


@pytest.mark.parametrize("form", ["text", "github", "json", "sarif", "junit"])
def test_a_report_goes_to_a_file_and_the_count_to_the_screen(tmp_path, form):
    path = tmp_path / "report"
    path.write_text("an older one")
    said = check("--format", form, "--output-file", path, BAD)
    assert said == (1, "1 dump checked: 1 with problems, 0 with warnings\n", "")
    assert path.read_text("utf-8") == check("--format", form, BAD).out
    assert [*tmp_path.iterdir()] == [path]


def test_one_check_writes_several_reports(tmp_path):
    reports = {form: tmp_path / f"report.{form}" for form in FORMATS}
    more = [word for form, path in reports.items() for word in ("--output", f"{form}:{path}")]
    assert check(*more, BAD) == check(BAD)
    assert {form: path.read_text("utf-8") for form, path in reports.items()} == {
        form: check("--format", form, BAD).out for form in FORMATS
    }


@pytest.mark.parametrize("output", ["sarif", "sarif:", ":report", "pdf:report"])
def test_an_output_is_a_format_and_a_file(output):
    said = check("--output", output, BAD)
    assert (said.code, said.out) == (2, "")
    assert f"{output}: --output takes FORMAT:FILE, such as sarif:presspack.sarif" in said.err


@pytest.mark.parametrize("option", ["--output-file={}", "--output=text:{}"])
def test_a_pipe_and_a_link_are_written_through_and_stay_what_they_are(tmp_path, option):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "deep").mkdir()
    put(tmp_path / "deep" / "report", b"old")
    (tmp_path / "link").symlink_to("deep/report")
    before = {path.name: path.lstat().st_ino for path in tmp_path.iterdir()}
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    for name in ("pipe", "link"):
        assert check(option.format(tmp_path / name), BAD).code == 1
    assert b"invalid-date" in os.read(reader, 1 << 16)
    os.close(reader)
    assert "invalid-date" in (tmp_path / "deep" / "report").read_text("utf-8")
    assert {path.name: path.lstat().st_ino for path in tmp_path.iterdir()} == before
    said = check(option.format(tmp_path / "deep"), BAD)
    assert (said.code, said.err.count("\n")) == (2, 1)


def test_a_report_that_cannot_be_written_leaves_the_older_one(tmp_path):
    said = check("--output-file", tmp_path / "none" / "report", BAD)
    assert (said.code, said.err.count("\n")) == (2, 1)


# --- colour


def test_text_is_coloured_when_asked_for_and_says_the_same():
    plain, coloured = check(SAMPLE).out, check("--color", "always", SAMPLE).out
    assert "\x1b[31minvalid-date\x1b[0m" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == plain


def test_in_a_terminal_what_does_not_fit_is_broken_between_words_and_nothing_is_lost():
    plain = check(SAMPLE.relative_to(REPO)).out
    command = [BIN / "presspack", "check", "--color", "never", SAMPLE.relative_to(REPO)]
    shown, code = on_a_terminal(command, COLUMNS="80")
    assert code == 1
    assert max(map(len, plain.splitlines())) > 80
    # what is still longer is the name of a file
    assert all(len(line) <= 80 or ": duplicate: " in line for line in shown.splitlines())
    assert re.sub(" ?\n    ", " ", shown) == plain


def test_text_is_plain_where_it_does_not_go_to_a_terminal():
    assert "\x1b" not in check(SAMPLE).out


@pytest.mark.parametrize(
    ("more", "words", "colour"),
    [
        ({}, (), True),
        ({"NO_COLOR": "1"}, (), False),
        ({"TERM": "dumb"}, (), False),
        ({}, ("--color", "never"), False),
        ({"NO_COLOR": "1"}, ("--color", "always"), True),
    ],
)
def test_colour_is_for_terminals_and_for_who_wants_it(more, words, colour):
    command = [BIN / "presspack", "check", *words, BAD.relative_to(REPO)]
    shown, code = on_a_terminal(command, **{"NO_COLOR": "", "TERM": "xterm"} | more)
    assert code == 1
    assert ("\x1b[31minvalid-date\x1b[0m" in shown) == colour
    assert "invalid-date" in shown


def test_statistics_list_unknown_labels_as_entries_to_paste(tmp_path):
    page = "More From {}\nMore Articles\n"
    for i, label in enumerate(["Lake Mail (En)", "Lake Mail (En)", "Rodong Sinmun (Cn)"]):
        put(
            tmp_path / f"{i}.txt",
            f"The lake froze over on day {i} of the new year, and the ferry stayed at the quay.\n{page.format(label)}".encode(),
        )
    said = check("--statistics", tmp_path).out
    entries = (
        "labels of no outlet, as entries of schemas/outlets.yaml:",
        "  - id: lake-mail  # 2 dumps",
        '    label: "Lake Mail (En)"',
        "    language: en",
        "  - id: rodong-sinmun-cn  # 1 dump",
        '    label: "Rodong Sinmun (Cn)"',
        "    language: zh",
    )
    assert "\n".join(entries) in said
    assert "enter `- {id: rodong-sinmun-cn, label: Rodong Sinmun (Cn), language: zh}` in schemas/outlets.yaml" in said
