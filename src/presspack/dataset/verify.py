"""`verify`: a published folder, checked on its own: files, checksums, contracts, ledger, every figure of its card."""

import re
from collections import Counter
from pathlib import Path

from presspack.dataset import card as derived
from presspack.dataset import configs as hub
from presspack.dataset import ledger, parquet
from presspack.dataset.card import README, lint
from presspack.dataset.facts import Facts, measure
from presspack.dataset.takedown import traces
from presspack.engine import progress
from presspack.engine.hashing import file_sha256
from presspack.engine.pool import Pool
from presspack.errors import PresspackError
from presspack.writing.visible import counted

CHECKSUMS = "SHA256SUMS"
NAMED_ELSEWHERE = ("unknown-outlet", "unknown-slug")
LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")


def verify(dataset: Path, pool: Pool, facts: Facts | None = None) -> tuple[list[str], str]:
    """Everything that is wrong with a published folder (nothing if it is whole), and what it says of itself.

    `facts` are those just measured there, if any. Raises PresspackError where it is no published folder at all.
    """
    _whole(dataset)
    progress.phase("checksums")
    problems = _files(dataset)
    if facts is None:
        facts, found = measure(dataset, pool)
        problems += _placed(found)
    progress.phase("verifying")
    if not problems:
        problems = traces(dataset)
    if not problems:
        problems = derived.disagreements(dataset, facts, sums(dataset))
    return problems, summary(dataset, facts)


def check_card(dataset: Path, pool: Pool) -> list[str]:
    """Everything that is wrong with the card of a published folder, and with what is drawn and said beside it."""
    _whole(dataset)
    facts, problems = measure(dataset, pool)
    if problems:
        return _placed(problems)
    text = (dataset / README).read_text("utf-8", errors="replace")
    left = [f"{README}:{line}: {said}" for line, said in lint.unfilled(text)]
    return derived.disagreements(dataset, facts, sums(dataset)) + left


def checksums(dataset: Path) -> str:
    """A line `<sha256>  <path>` for every file, sorted by path, but for the file of checksums itself."""
    paths = sorted(path.relative_to(dataset).as_posix() for path in dataset.rglob("*") if path.is_file())
    return "".join(f"{file_sha256(dataset / path)}  {path}\n" for path in paths if path != CHECKSUMS)


def sums(dataset: Path) -> str:
    """The lines of the file of checksums that can be read as such."""
    return "".join(f"{line}\n" for line in _lines(dataset) if LINE.fullmatch(line))


def summary(dataset: Path, facts: Facts) -> str:
    """How many dumps became what, where the dataset lies, and how to load it."""
    outcomes = facts.counts.get("outcome", Counter())
    return (
        f"{counted(outcomes.total(), 'dump')}: {ledger.counts(outcomes)}; {counted(facts.rows['articles'], 'article')} in {dataset}/\n"
        f'load_dataset("{dataset if dataset.is_absolute() else f"./{dataset}"}")'
    )


def _placed(problems: list[str]) -> list[str]:
    """Problems, and where to verify a dataset whose outlets and reasons are those of a project that is not here."""
    if Path("schemas", "__init__.py").is_file():
        return problems
    return [
        f"{said}; presspack ships no such outlet or reason: a project that has its own verifies where its schemas/ lie"
        if any(slug in said for slug in NAMED_ELSEWHERE)
        else said
        for said in problems
    ]


def _whole(dataset: Path) -> None:
    if not (dataset / CHECKSUMS).is_file() or not (dataset / README).is_file():
        raise PresspackError(f"is no published dataset: it has no {README} or no {CHECKSUMS}", dataset)


def _files(dataset: Path) -> list[str]:
    told: dict[str, str] = {}
    for number, line in enumerate(_lines(dataset), 1):
        match = LINE.fullmatch(line)
        if not match:
            return [f"{CHECKSUMS}:{number}: is not `<sha256>  <path>`"]
        told[match[2]] = match[1]
    there = {
        path.relative_to(dataset).as_posix(): path for path in dataset.rglob("*") if path.is_file() or path.is_symlink()
    }
    there.pop(CHECKSUMS)
    problems = [f"{name}: is missing" for name in sorted(told.keys() - there.keys())]
    problems += [f"{name}: is not in {CHECKSUMS}" for name in sorted(there.keys() - told.keys())]
    known = {
        *derived.NAMES,
        *(path.relative_to(dataset).as_posix() for config in hub.CONFIGS for path in parquet.files(dataset, config)),
    }
    problems += [f"{name}: is no file of a dataset" for name in sorted(told.keys() & there.keys() - known)]
    for name in sorted(told.keys() & there.keys()):
        if file_sha256(there[name]) != told[name]:
            problems.append(f"{name}: is not the file that {CHECKSUMS} names")
    return problems


def _lines(dataset: Path) -> list[str]:
    return (dataset / CHECKSUMS).read_text("utf-8", errors="replace").splitlines()
