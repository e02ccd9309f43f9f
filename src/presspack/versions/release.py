"""`release`: compute the dataset's next version by rule, then write, rebuild, describe, commit and tag it; or change nothing."""

import datetime as dt
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from presspack.dataset.card import citation, lint
from presspack.dataset.card.readme import HEAD
from presspack.engine import git
from presspack.engine.atomic import write
from presspack.engine.dvc import dvc
from presspack.errors import PresspackError
from presspack.project import params
from presspack.project.yamlfile import YamlFile
from presspack.versions.diff import card_version, compare, digests
from presspack.versions.diff.model import STEPS, Diff
from presspack.versions.diff.words import RULES, sentences
from presspack.versions.revisions import opened

PARAMS, CITATION, LICENSE, ZENODO, CHANGELOG, LOCK, DATASET, REPORT = map(
    Path, ("params.yaml", "CITATION.cff", "LICENSE", ".zenodo.json", "CHANGELOG.md", "dvc.lock", "dataset", "report")
)
TOUCHED = (PARAMS, CITATION, ZENODO, CHANGELOG, LOCK, DATASET, REPORT)
NUMBERS = re.compile(r"\d+\.\d+\.\d+")
SHOWN = 10
FIRST = "This is the first release."


@dataclass(frozen=True)
class Plan:
    """What a release will do."""

    last: str | None
    version: str
    date: str
    why: str
    entry: str
    tag: str

    def __str__(self) -> str:
        files = f"{CITATION} and {ZENODO}" if _derived() and _whole() else CITATION
        cited = f"{files}: version {self.version}, date-released {self.date}\n"
        return (
            f"{self.last or 'no release yet'} → {self.tag}: {self.why}\n"
            f"params.yaml: version {self.version}\n{cited}"
            f"dataset/: rebuilt by `dvc repro publish`, with version {self.version} in its card\n"
            f"git: commit `Dataset {self.version}`, tag {self.tag}\n"
            f"CHANGELOG.md:\n\n{self.entry}"
        )


def release(bump: str | None, date: str | None, dry_run: bool) -> str:
    """Release the dataset/ of the work tree; return what was done, or, with `dry_run`, what would be.

    If any step fails, raises PresspackError and leaves the work tree and git as they were.
    """
    head = _repository()
    plan = prepare(bump, date)
    if dry_run:
        return f"{plan}\nnothing is done: --dry-run"
    try:
        _write(plan)
        _rebuild()
        _keep(plan)
    except BaseException:
        _restore(head)
        raise
    return f"{plan}\nreleased as {plan.tag}: `git push --follow-tags` publishes commit and tag"


def prepare(bump: str | None, date: str | None) -> Plan:
    """The next release. Raises PresspackError if there cannot be one."""
    lint.answered(DATASET / "README.md")
    _licensed()
    _cited()
    prefix = params.load(PARAMS).tag_prefix
    last = _last(prefix)
    with opened(str(DATASET)) as new:
        if last is None:
            found = compare(None, new, "", str(DATASET))
        else:
            with opened(last) as old:
                found = compare(old, new, last, str(DATASET))
    version, why = _next(last, prefix, found, bump)
    tag = f"{prefix}{version}"
    if git.ask("rev-parse", "--verify", "--quiet", f"refs/tags/{tag}") is not None:
        raise PresspackError(
            f"tag {tag} exists already, and is no release of this line of commits: merge it, delete it, or give the "
            f"dataset's tags another `tag_prefix` in {PARAMS}"
        )
    said = _day(date) if date else _git("show", "--no-patch", "--format=%cs", "HEAD")
    items = "".join(f"- {sentence}\n" for sentence in sentences(found))
    return Plan(last, version, said, why, f"## Dataset {version}\n\n{said}. {why}\n{items and chr(10)}{items}", tag)


def _repository() -> str:
    """The commit to build on. Raises PresspackError if the work tree differs from it."""
    head = git.ask("rev-parse", "--verify", "--quiet", "HEAD")
    if head is None:
        raise PresspackError("there is no git repository with a commit here: a release is a tag on a commit")
    changed = _git("status", "--porcelain", "--untracked-files=normal").splitlines()
    if changed:
        more = f" and {len(changed) - SHOWN} more" if len(changed) > SHOWN else ""
        raise PresspackError(
            f"the work tree is not clean: commit or remove {', '.join(map(str.strip, changed[:SHOWN]))}{more}"
        )
    if not git.ask("ls-files", "--", f"{DATASET}/SHA256SUMS"):
        raise PresspackError("is not in git: build it with `dvc repro` and commit it", DATASET)
    return head.decode().strip()


def _last(prefix: str) -> str | None:
    """The newest tag in the history of HEAD of this prefix and the version of the dataset that it contains.

    A tag whose dataset has another version is of something else, such as the code beside it.
    """
    tags = [tag for tag in _git("tag", "--merged", "HEAD").split() if tag.startswith(prefix)]
    versions = [version for tag in tags if NUMBERS.fullmatch(version := tag.removeprefix(prefix))]
    for version in sorted(versions, key=_numbers, reverse=True):
        tag = f"{prefix}{version}"
        if git.ask("rev-parse", "--verify", "--quiet", f"refs/tags/{tag}:./{DATASET}/SHA256SUMS") is None:
            continue
        if card_version(git.run("show", f"refs/tags/{tag}:./{DATASET}/README.md")) == version:
            return tag
    return None


def _next(last: str | None, prefix: str, found: Diff, bump: str | None) -> tuple[str, str]:
    """The next version, and why it is that."""
    if last is None:
        if bump:
            raise PresspackError(
                f"there is no release to raise by --bump {bump}: the first takes its version from {PARAMS}"
            )
        return params.load(PARAMS).version, FIRST
    if bump and found.step and STEPS.index(bump) < STEPS.index(found.step):
        raise PresspackError(f"--bump {bump} is too low: since {last} the step is {found.step}. {RULES[found.step]}")
    step = bump or found.step
    if step is None:
        raise PresspackError(f"there is nothing to release: dataset/ is that of {last}")
    at = 2 - STEPS.index(step)
    numbers = [
        number + 1 if i == at else number if i < at else 0
        for i, number in enumerate(_numbers(last.removeprefix(prefix)))
    ]
    return ".".join(map(str, numbers)), RULES[found.step]


def _numbers(version: str) -> list[int]:
    return [int(number) for number in version.split(".")]


def _day(date: str) -> str:
    try:
        return dt.date.fromisoformat(date).isoformat()
    except ValueError:
        raise PresspackError(f"--date must be a day such as 2026-11-02, not {date!r}") from None


def _write(plan: Plan) -> None:
    """Write version, day and entry; each file keeps all its other lines."""
    set_value(PARAMS, "version", plan.version)
    if _derived():
        head = _head()
        write(CITATION, citation.cff(head, plan.version, plan.date))
        if _whole():
            write(ZENODO, citation.zenodo(head, plan.version, plan.date))
    else:
        set_value(CITATION, "version", plan.version, below="cff-version")
        set_value(CITATION, "date-released", plan.date, below="version")
    text = CHANGELOG.read_text("utf-8") if CHANGELOG.exists() else "# Changelog\n"
    heading = plan.entry.partition("\n")[0]
    if heading in text.splitlines():
        raise PresspackError(f"has an entry `{heading}` already: rename or remove it", CHANGELOG)
    before, mark, rest = text.partition("\n## ")
    write(CHANGELOG, f"{before.rstrip()}\n\n{plan.entry}{mark}{rest}")


def _head() -> dict[str, Any]:
    """The head of the card."""
    head = HEAD.match((DATASET / "README.md").read_text("utf-8"))
    return dict(YamlFile(DATASET / "README.md", head[1] if head else "", first_line=2).data or {})


def _licensed() -> None:
    """Refuse a LICENSE in which nobody has put a licence yet."""
    if LICENSE.exists() and (left := next(lint.unfilled(LICENSE.read_text("utf-8", "replace")), None)):
        raise PresspackError(f"{left[1]}: put the text of the licence there, and commit it", LICENSE, left[0])


def _cited() -> None:
    """Refuse a CITATION.cff, written by hand, that names others than the card does."""
    if _derived():
        return
    file = YamlFile(CITATION)
    said = {"citation": {"authors": file.data.get("authors") or [{}]}} if isinstance(file.data, dict) else {}
    names = [{of.family or of.name for of in citation.authors(head)} for head in (said, _head())]
    if names[0] != names[1]:
        ours, theirs = (" and ".join(sorted(found)) or "nobody" for found in names)
        file.refuse(
            f"its authors are {ours}, and those in the head of DATACARD.md {theirs}: make them the same", "authors"
        )


def _derived() -> bool:
    """Whether CITATION.cff follows from the card: nobody has written one by hand."""
    return not CITATION.exists() or CITATION.read_text("utf-8").startswith(citation.MARK)


def _whole() -> bool:
    """Whether the project is the whole repository: Zenodo archives all of one, and reads the file at its root."""
    return not _git("rev-parse", "--show-prefix").strip()


def set_value(path: Path, key: str, value: str, below: str | None = None) -> None:
    """Give a top-level key of a YAML file another value, and change nothing else, comments included.

    Where there is no such key, it is added below another one. Raises PresspackError where there is neither.
    """
    YamlFile(path)  # refuses what is not YAML, with its line
    text = path.read_text("utf-8")
    root = yaml.compose(text)
    values = {name.value: node for name, node in root.value} if isinstance(root, yaml.MappingNode) else {}
    if key in values:
        start, end = values[key].start_mark.index, values[key].end_mark.index
        written = value if start < end else f" {value}"  # of `version:` without a value
    elif below in values:
        start = end = f"{text}\n".index("\n", values[below].end_mark.index)
        written = f"\n{key}: {value}"
    else:
        raise PresspackError(f"has no line `{key}: {value}`: add one", path)
    write(path, text[:start] + written + text[end:])


def _rebuild() -> None:
    """Let DVC build the card with the new version and record it in dvc.lock. The rows must not change."""
    before = _rows()
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    done = subprocess.run(dvc("repro", "publish"), capture_output=True, text=True, env=os.environ | {"PATH": path})
    if done.returncode:
        said = f"{done.stdout}\n{done.stderr}".strip().splitlines() or ["it says nothing"]
        ours = [line.removeprefix("presspack: ") for line in said if line.startswith("presspack: ")]
        raise PresspackError(f"`dvc repro publish` failed: {(ours or said)[-1]}")
    if _rows() != before:
        raise PresspackError("is not what its dumps and code give: run `dvc repro`, commit it, and try again", DATASET)


def _rows() -> dict[str, str]:
    return {name: digest for name, digest in digests(DATASET).items() if name.endswith(".parquet")}


def _keep(plan: Plan) -> None:
    """Commit and tag."""
    message = plan.entry.partition("\n\n")[2]
    _git("add", "--all", "--", *(str(path) for path in TOUCHED if path.exists()))
    _git("commit", "--quiet", "--message", f"Dataset {plan.version}", "--message", message)
    _git("tag", "--annotate", "--message", f"Dataset {plan.version}", "--message", message, plan.tag)


def _restore(head: str) -> None:
    """Restore HEAD, the index and everything that a release touches: the work tree was clean."""
    _git("reset", "--quiet", "--soft", head)
    for path in map(str, TOUCHED):
        if git.ask("rev-parse", "--verify", "--quiet", f"{head}:./{path}") is not None:
            _git("restore", f"--source={head}", "--staged", "--worktree", "--", path)
        else:
            git.ask("rm", "--quiet", "--cached", "--ignore-unmatch", "--", path)
            if Path(path).is_file():
                Path(path).unlink()
    _git("clean", "-fdq", "--", str(DATASET), str(REPORT))


def _git(*words: str) -> str:
    return git.run(*words).decode().strip("\n")
