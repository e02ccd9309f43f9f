"""`publish`: Parquet, card and checksums, built beside, verified, and put in place in one step."""

import shutil
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from presspack.dataset import card as derived
from presspack.dataset import configs as hub
from presspack.dataset import parquet
from presspack.dataset.card import README, content_digest
from presspack.dataset.card import readme as card
from presspack.dataset.card.pictures import FOLDER
from presspack.dataset.checksums import CHECKSUMS, checksums
from presspack.dataset.facts import Facts, measure
from presspack.dataset.verify import summary, verify
from presspack.engine import progress
from presspack.engine.atomic import put, write
from presspack.engine.pool import Pool
from presspack.engine.store import Store
from presspack.errors import PresspackError
from presspack.pipeline.link import tables
from presspack.pipeline.units import Unit, rows, units
from presspack.project import split_rule
from presspack.project.params import Params
from presspack.project.rules.table import UNCOUNTED
from presspack.writing.visible import counted, printable

if TYPE_CHECKING:
    import pyarrow as pa


class Published(NamedTuple):
    """What was put in place: its figures, and what it says of itself."""

    facts: Facts
    said: str


def publish(parsed: Path, linked: Path, prose: Path, dataset: Path, params: Params) -> Published:
    """Write `dataset` from all parsed and linked tables and the prose of the card.

    Raises PresspackError, and leaves `dataset` as it was, where too many dumps are rejected, the prose is broken,
    or the new folder does not pass its own verification.
    """
    progress.keep(lambda: f"{dataset} is as it was; run it again")
    progress.phase("judging")
    text = card.Prose(prose)
    articles, dumps = tables.tables(linked)
    _tolerable(dumps, params.max_rejected, linked)
    _replaceable(dataset)
    if not len(articles):
        if "withdrawn" in dumps["outcome"] and dataset.exists():
            shutil.rmtree(dataset)  # it still has the texts that are withdrawn
            raise PresspackError(
                "holds no article, all are withdrawn: nothing is published, and the old folder is removed", dataset
            )
        raise PresspackError("holds no article: there is nothing to publish", linked)
    beside = dataset.with_name(f".{dataset.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        with Pool(params.processes) as pool:
            shares = units(beside, parsed, linked, params.splits)
            facts = _build(parsed, linked, beside, shares, text, params, pool)
        put(beside, dataset)
        progress.keep(lambda: f"{dataset} is whole, and new")
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    left = f"{prose}: answer its {counted(text.questions, 'question')} before a release\n" if text.questions else ""
    return Published(facts, f"{left}{summary(dataset, facts)}")


def _replaceable(dataset: Path) -> None:
    """Refuse to replace what is no published dataset, and what somebody laid beside its files: it would be gone."""
    if dataset.is_symlink():
        raise PresspackError("is a link, which would be replaced: name the folder itself", dataset)
    if not dataset.exists():
        return
    if dataset.is_file() or (any(dataset.iterdir()) and not (dataset / CHECKSUMS).is_file()):
        raise PresspackError("is no published dataset and would be replaced: name another folder", dataset)
    listed = (dataset / CHECKSUMS).read_text("utf-8", errors="replace").splitlines()
    ours = {CHECKSUMS, *(line.partition("  ")[2] for line in listed)}
    for path in sorted(dataset.rglob("*")):
        name = path.relative_to(dataset).as_posix()
        if name not in ours and (path.is_symlink() or not path.is_dir()):
            raise PresspackError(
                f"holds {printable(name)}, which is not of the dataset and would be gone: move it away", dataset
            )


def preview(dataset: Path, prose: Path, params: Params, pool: Pool) -> str:
    """The card that this prose, and the rows of a published folder, give."""
    text = card.Prose(prose)
    facts, problems = measure(dataset, pool)
    if problems:
        raise PresspackError(f"is no whole dataset: {problems[0]}", dataset)
    facts.rule = params.splits
    return card.render(text, facts, params.version, content_digest(checksums(dataset)))


def _build(
    parsed: Path, linked: Path, beside: Path, shares: list[Unit], prose: card.Prose, params: Params, pool: Pool
) -> Facts:
    """Write the whole product to `beside`, and hold it against its own verification."""
    for config in {unit.config for unit in shares}:
        (beside / config).mkdir(parents=True)
    schemas = {config: parquet.schema(config) for config in hub.CONFIGS}
    size = sum(path.stat().st_size for path in parsed.rglob("*.parquet"))
    sizes = [size // len(shares)] * len(shares)
    for _ in pool.run(partial(_write, parsed, linked, schemas, params.splits), shares, sizes, "writing", "files"):
        pass
    facts, problems = measure(beside, pool, tables.table(linked, "edits"))
    facts.rule = params.splits
    progress.phase("verifying")
    if not problems:
        written = checksums(beside)
        readme = card.render(prose, facts, params.version, content_digest(written))
        (beside / FOLDER).mkdir()
        for name, content in {README: readme, **derived.others(facts, readme, written)}.items():
            write(beside / name, content)
        write(beside / CHECKSUMS, checksums(beside))
        problems = verify(beside, pool, facts)[0]
    if problems:
        raise PresspackError(f"not published, for it does not pass its own verification: {'; '.join(problems)}")
    return facts


def _tolerable(dumps: pl.DataFrame, most: float, linked: Path) -> None:
    aside = (
        pl.col("reasons").list.set_difference(sorted(UNCOUNTED)).list.len() == 0
    )  # images of a crawl are no bad dumps
    dumps = dumps.filter((pl.col("outcome") != "rejected") | ~aside)
    rejected = dumps.filter(pl.col("outcome") == "rejected")
    if len(rejected) <= most * len(dumps):
        return
    reasons = Counter(slug for slugs in rejected["reasons"].to_list() for slug in set(slugs))
    said = ", ".join(f"{slug} {many}" for slug, many in sorted(reasons.items(), key=lambda item: (-item[1], item[0])))
    where = Store(linked).units()[0]
    raise PresspackError(
        f"{len(rejected)} of {len(dumps)} dumps are rejected, more than max_rejected = {most:g} allows ({said}): "
        f"see {where}/dumps-*.parquet, or report/report.html, which `presspack report` writes; "
        "mend them, remove them, or raise max_rejected in params.yaml"
    )


def _write(parsed: Path, linked: Path, schemas: "dict[str, pa.Schema]", rule: split_rule.Rule, unit: Unit) -> None:
    """Write one file. It is held against its contract when `measure` reads it back."""
    parquet.write(rows(parsed, linked, rule, unit), schemas[unit.config], unit.path)
