"""`verify`: a published folder, checked on its own: files, checksums, contracts, ledger, every figure of its card."""

import os
from collections import Counter
from pathlib import Path

from presspack.dataset import card as derived
from presspack.dataset import checksums as files
from presspack.dataset import ledger
from presspack.dataset.card import README, lint
from presspack.dataset.checksums import CHECKSUMS, sums
from presspack.dataset.facts import Facts, measure
from presspack.engine import progress
from presspack.engine.pool import Pool
from presspack.errors import PresspackError
from presspack.project import standing
from presspack.writing.visible import counted

NAMED_ELSEWHERE = ("unknown-outlet", "unknown-slug")


def verify(dataset: Path, pool: Pool, facts: Facts | None = None) -> tuple[list[str], str]:
    """Everything that is wrong with a published folder (nothing if it is whole), and what it says of itself.

    Where something in it is a link or no file at all, that alone is told, and no file is opened. `facts` are those
    just measured there, if any. Raises PresspackError where it is no published folder at all.
    """
    _whole(dataset)
    if odd := files.odd(dataset):
        return odd, ""
    progress.phase("checksums")
    problems = files.faults(dataset)
    if facts is None:
        facts, found = measure(dataset, pool)
        problems += _placed(found)
    progress.phase("verifying")
    if not problems:
        problems = derived.disagreements(dataset, facts, sums(dataset))
    return problems, summary(dataset, facts)


def check_card(dataset: Path, pool: Pool) -> list[str]:
    """Everything that is wrong with the card of a published folder, and with what is drawn and said beside it."""
    _whole(dataset)
    if odd := files.odd(dataset):
        return odd
    facts, problems = measure(dataset, pool)
    if problems:
        return _placed(problems)
    text = (dataset / README).read_text("utf-8", errors="replace")
    left = [f"{README}:{line}: {said}" for line, said in lint.unfilled(text)]
    return derived.disagreements(dataset, facts, sums(dataset)) + left


def summary(dataset: Path, facts: Facts) -> str:
    """How many dumps became what, where the dataset lies, and how to load it."""
    outcomes = facts.counts.get("outcome", Counter())
    return (
        f"{counted(outcomes.total(), 'dump')}: {ledger.counts(outcomes)}; {counted(facts.rows['articles'], 'article')} in {dataset}/\n"
        f'load_dataset("{dataset if dataset.is_absolute() else f"./{dataset}"}")'
    )


def _placed(problems: list[str]) -> list[str]:
    """Problems, and where to verify a dataset whose outlets and reasons are those of a project that is not here."""
    if standing.has_schemas():
        return problems
    return [
        f"{said}; presspack ships no such outlet or reason: a project that has its own verifies where its schemas/ lie"
        if any(slug in said for slug in NAMED_ELSEWHERE)
        else said
        for said in problems
    ]


def _whole(dataset: Path) -> None:
    named = [dataset / name for name in (README, CHECKSUMS)]
    if not all(os.path.lexists(path) and not path.is_dir() for path in named):
        raise PresspackError(f"is no published dataset: it has no {README} or no {CHECKSUMS}", dataset)
