"""`link`: several dumps of one article become one row, each field from the best evidence; conflicts are reported.

Teasers then date and name what has no date or title, articles are told to be of one story, and the texts of one page
stand in the order of time.
"""

import shutil
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from presspack.dataset import configs as hub
from presspack.dataset.leads import SHORTEST
from presspack.engine import progress
from presspack.engine.hashing import digest
from presspack.engine.pool import Pool
from presspack.engine.store import Store
from presspack.pipeline.fingerprint import code
from presspack.pipeline.link import evidence, finish, merge, pages, stories, teasers, withdrawn
from presspack.pipeline.link.work import ROWS, Work, cut
from presspack.project import split_rule
from presspack.project.contracts import demand, schemas
from presspack.project.frames import keep
from presspack.project.params import Params
from presspack.project.withdrawals import Withdrawals
from presspack.writing.visible import counted

SAID = "said.txt"
Unit = TypeVar("Unit")
Result = TypeVar("Result")


def link(
    parsed: Path,
    linked: Path,
    params: Params = Params(),  # noqa: B008 -- immutable
    withdrawals: Path = Path("withdrawn.yaml"),
) -> str:
    """Link all parsed dumps into articles and stories, but for what is withdrawn; return what was done, in words."""
    named = Withdrawals(withdrawals)
    shards, store = Store(parsed).units(), Store(linked)
    wanted = (params.story_words, params.story_permutations)
    basis = code("pipeline.link.evidence")
    units = {f"{number + 1:05d}-{digest(basis, folder.name, wanted)}": folder for number, folder in shards.items()}
    missing = [(name, folder) for name, folder in units.items() if not store.done(name)]
    store.tidy()
    with Pool(params.processes) as pool:
        sizes = [(folder / "articles.parquet").stat().st_size for _, folder in missing]
        progress.units(f"signatures of {linked}", len(units), len(units) - len(missing))
        for _ in pool.run(partial(evidence.gather, store, *wanted), missing, sizes, "signatures", "shards"):
            pass
        progress.note(f"{len(missing)} signatures made anew, {len(units) - len(missing)} reused")
        drops = split_rule.undated(params.splits) == split_rule.DROP
        told = (
            code("pipeline.link", "linked", *hub.WHOLE),
            list(units),
            params.story_threshold,
            params.story_days,
            named.entries,
            drops,
        )
        name = f"00000-{digest(told)}"
        if not store.done(name):
            with store.building(name) as folder:
                between = folder / "between"
                between.mkdir()
                work = Work(list(shards.values()), [store.folder / unit for unit in units], between, params)
                (folder / SAID).write_text(_build(work, folder, named, drops, pool), "utf-8")
                shutil.rmtree(between)
    store.finish([name, *units])
    return (store.folder / name / SAID).read_text("utf-8")


def _build(work: Work, folder: Path, named: Withdrawals, drops: bool, pool: Pool) -> str:
    """Write all tables of `link`, each held against its contract; return the sentence."""
    size = sum(path.stat().st_size for shard in work.shards for path in shard.glob("*.parquet"))

    def run(task: Callable[[Unit], Result], units: Sequence[Unit], label: str, noun: str) -> list[Result]:
        return list(pool.run(task, units, [size // max(len(units), 1)] * len(units), label, noun))

    tables = {"hidden": withdrawn.find(named, work, run)}
    ids = cut([shard / "articles.parquet" for shard in work.shards], "id", ROWS)
    run(partial(merge.join, work), ids, "copies", "parts")
    changed = pages.changed(work, len(ids))
    beginnings = cut([unit / evidence.SIGNS for unit in work.evidence], "start", 4 * ROWS, SHORTEST)
    leading, unsure = _sums(run(partial(teasers.recover, work, folder), beginnings, "teasers", "parts"))
    told = stories.tell(work, run, ids, drops)
    work.keep("labels", told.labels)
    many, several, dated, titled = _sums(run(partial(finish.articles, work, folder, drops), ids, "writing", "parts"))
    paths = cut([shard / "dumps.parquet" for shard in work.shards], "path", ROWS)
    dumps = sum(run(partial(finish.dumps, work, folder, drops), paths, "writing", "parts"))
    progress.phase("history")
    tables["same_story"] = demand(told.same, schemas("same_story").SameStory)
    tables["revisions"], tables["edits"] = pages.tell(work, folder, changed, pool)
    for table, rows in tables.items():
        keep(rows, folder / f"{table}-00000.parquet")
    return (
        f"{counted(dumps, 'dump')} linked: {counted(many, 'article')}, {several} of them in several dumps; "
        f"{len(told.labels)} of them share {counted(told.labels['story'].n_unique(), 'story')}; teasers lead to "
        f"{counted(leading, 'article')}, date {dated} and name {titled}, and are unsure of {unsure}"
    )


def _sums(rows: list[tuple[int, ...]]) -> list[int]:
    return [sum(column) for column in zip(*rows, strict=True)]
