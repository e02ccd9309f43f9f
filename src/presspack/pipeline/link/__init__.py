"""`link`: several dumps of one article become one row, each field from the best evidence; conflicts are reported.

Teasers then date and name what has no date or title, articles are told to be of one story, and the texts of one page
stand in the order of time.
"""

from functools import partial
from pathlib import Path

import polars as pl

from presspack.dataset import ledger
from presspack.dataset.history import edits, revisions
from presspack.engine import progress
from presspack.engine.hashing import digest
from presspack.engine.pool import Pool
from presspack.engine.store import Store
from presspack.pipeline.fingerprint import code
from presspack.pipeline.link import evidence, stories, teasers, undated, withdrawn
from presspack.pipeline.link.merge import KEYS, tabulate
from presspack.project import split_rule
from presspack.project.contracts import demand, schemas
from presspack.project.frames import keep
from presspack.project.params import Params
from presspack.project.withdrawals import Withdrawals
from presspack.writing.visible import counted

TABLES = ("linked", "dumps", "same_story", "revisions", "edits")
SAID = "said.txt"


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
        code("pipeline.link", *TABLES),
        list(units),
        params.story_threshold,
        params.story_days,
        named.entries,
        drops,
    )
    name = f"00000-{digest(told)}"
    if not store.done(name):
        with store.building(name) as folder:
            _build(list(shards.values()), [store.folder / unit for unit in units], params, named, folder)
    store.finish([name, *units])
    return (store.folder / name / SAID).read_text("utf-8")


def _build(shards: list[Path], units: list[Path], params: Params, named: Withdrawals, folder: Path) -> None:
    """Write all tables of `link`, each held against its contract, and the sentence."""
    progress.phase("copies")
    read = [
        pl.concat([pl.read_parquet(shard / f"{table}.parquet", columns=columns) for shard in shards])
        for table, columns in (("articles", KEYS), ("dumps", None))
    ]
    parted = withdrawn.part(named, shards, *read)
    articles, dumps = tabulate(parted.articles, parted.dumps.sort("path"))
    dumps = pl.concat([dumps, parted.tombstones]).sort("path")
    progress.phase("teasers")
    recovered = teasers.recover(articles, units, parted.hidden)
    articles, leads = recovered.articles, recovered.leads
    if split_rule.undated(params.splits) == split_rule.DROP:
        articles, leads, dumps = undated.drop(articles, leads, dumps)
    ledger.close(read[1]["path"], dumps["path"], "linking")
    progress.phase("stories")
    articles, same = stories.tell(articles, shards, units, params)
    progress.phase("history")
    versions = revisions.tell(dumps, articles)
    with Pool(params.processes) as pool:
        differences = edits.tell(versions, articles, partial(_bodies, articles, shards), pool)
    progress.phase("writing")
    demand(articles, schemas("linked").Linked)
    demand(same, schemas("same_story").SameStory)
    tables = {
        "articles": articles,
        "dumps": dumps,
        "same_story": same,
        "revisions": versions,
        "edits": differences,
        "leads": leads,
    }
    for table, rows in tables.items():
        keep(rows, folder / f"{table}.parquet")
    keep(parted.hidden.select(*withdrawn.ITEM), folder / withdrawn.FILE)
    several = articles.filter(pl.col("dumps") > 1).height
    shared = articles.filter(pl.col("story_size") > 1)
    (folder / SAID).write_text(
        f"{counted(len(dumps), 'dump')} linked: {counted(len(articles), 'article')}, {several} of them in several dumps; "
        f"{len(shared)} of them share {counted(shared['story'].n_unique(), 'story')}; teasers lead to "
        f"{counted(recovered.leads['article'].n_unique(), 'article')}, date {recovered.dated} and name {recovered.titled}, "
        f"and are unsure of {recovered.ambiguous}",
        "utf-8",
    )


def _bodies(articles: pl.DataFrame, shards: list[Path], ids: list[str]) -> dict[str, str]:
    """The bodies of some articles, by id."""
    chosen = articles.filter(pl.col("id").is_in(ids)).select("id", "dump")
    return dict(zip(chosen["id"], stories.bodies(chosen["dump"], shards), strict=True))
