"""`verify`: a published folder, checked on its own: files, checksums, contracts, ledger, every figure of its card."""

import hashlib
import re
from collections import Counter
from pathlib import Path

from presspack import card, hub, ledger
from presspack.errors import PresspackError
from presspack.facts import Facts, measure
from presspack.pool import Pool
from presspack.traces import traces

README, CHECKSUMS = "README.md", "SHA256SUMS"
LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")


def verify(dataset: Path, pool: Pool, facts: Facts | None = None) -> tuple[list[str], str]:
    """Everything that is wrong with a published folder (nothing if it is whole), and what it says of itself.

    `facts` are those just measured there, if any. Raises PresspackError where it is no published folder at all.
    """
    if not (dataset / CHECKSUMS).is_file() or not (dataset / README).is_file():
        raise PresspackError(f"is no published dataset: it has no {README} or no {CHECKSUMS}", dataset)
    problems = _files(dataset)
    if facts is None:
        facts, found = measure(dataset, pool)
        problems += found
    if not problems:
        problems = traces(dataset)
    if not problems:
        problems = card.disagreements(dataset / README, facts, content_digest("\n".join(_lines(dataset)) + "\n"))
    return problems, summary(dataset, facts)


def checksums(dataset: Path) -> str:
    """A line `<sha256>  <path>` for every file, sorted by path, but for the file of checksums itself."""
    paths = sorted(path.relative_to(dataset).as_posix() for path in dataset.rglob("*") if path.is_file())
    return "".join(f"{_sha256(dataset / path)}  {path}\n" for path in paths if path != CHECKSUMS)


def content_digest(sums: str) -> str:
    """One digest for all Parquet files, from the lines of their checksums."""
    lines = sums.splitlines(keepends=True)
    return hashlib.sha256("".join(line for line in lines if line.endswith(".parquet\n")).encode()).hexdigest()


def summary(dataset: Path, facts: Facts) -> str:
    """How many dumps became what, where the dataset lies, and how to load it."""
    outcomes = facts.counts.get("outcome", Counter())
    return (
        f"{outcomes.total()} dumps: {ledger.counts(outcomes)}; {facts.rows['articles']} articles in {dataset}/\n"
        f'load_dataset("{dataset if dataset.is_absolute() else f"./{dataset}"}")'
    )


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
        README,
        *(path.relative_to(dataset).as_posix() for config in hub.CONFIGS for path in hub.files(dataset, config)),
    }
    problems += [f"{name}: is no file of a dataset" for name in sorted(told.keys() & there.keys() - known)]
    for name in sorted(told.keys() & there.keys()):
        if _sha256(there[name]) != told[name]:
            problems.append(f"{name}: is not the file that {CHECKSUMS} names")
    return problems


def _lines(dataset: Path) -> list[str]:
    return (dataset / CHECKSUMS).read_text("utf-8", errors="replace").splitlines()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
