"""Stories: articles that say the same in nearly the same words at the same time, whatever outlet they are of.

Articles meet where a band of their signatures agrees; each pair that meets is measured; pairs make components.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from presspack.dataset import shingles as grams
from presspack.dataset.components import Components
from presspack.dataset.shingles import ROWS
from presspack.pipeline.link.evidence import band
from presspack.pipeline.link.work import Part, Run, Work
from presspack.project.params import Params

NEIGHBOURS = 64  # where more articles meet in one band, each meets so many of those dated next to it
MEASURED = 1 << 14  # pairs whose texts are held in memory together
TOGETHER = 1 << 10  # texts that are read or passed over together
UNDATED = np.iinfo(np.int64).max

Ints = npt.NDArray[np.int64]
Numbers = Mapping[tuple[str, ...], set[str]]
Pair = tuple[int, int, float]
"""The places of two articles among all, which stand by id, the first before the second, and how similar they are."""


class Told(NamedTuple):
    """Articles that share a story (id, story, story_size), and the pairs that show it (`SameStory`)."""

    labels: pl.DataFrame
    same: pl.DataFrame


def tell(work: Work, run: Run, parts: list[Part], dated: bool) -> Told:
    """The stories of all joined articles, or of those that are `dated` alone. Days and one band are in memory at a time."""
    days = _days(work)
    met = _met(work, days, dated)
    pairs = _alike(work, run, parts, days, met) if len(met) else []
    places = np.unique(np.array([pair[:2] for pair in pairs], np.int64))
    at = dict(zip(places.tolist(), range(len(places)), strict=True))
    named = [(at[one], at[other], similarity) for one, other, similarity in pairs]
    roots, kept = components(days[places], named, work.params.story_days)
    ids = _ids(work, places)
    labels = pl.DataFrame({"id": ids, "story": ids[roots]}).with_columns(
        story_size=pl.len().over("story").cast(pl.Int32)
    )
    one, other, similarity = zip(*kept, strict=True) if kept else ((), (), ())
    same = {
        "article": ids[list(one)],
        "other": ids[list(other)],
        "similarity": pl.Series(similarity, dtype=pl.Float64),
    }
    return Told(labels.filter(pl.col("story_size") > 1), pl.DataFrame(same).sort("article", "other"))


def _days(work: Work) -> Ints:
    """The day of each article, by its place among all, which stand by id."""
    said = work.kept("said").select("id", "day").drop_nulls().collect()
    found = [np.zeros(0, np.int64)]
    for file in work.files("joined"):
        rows = pl.read_parquet(file, columns=["id", "published_on"]).join(
            said, on="id", how="left", maintain_order="left"
        )
        day = pl.coalesce("published_on", "day").to_physical().cast(pl.Int64).fill_null(UNDATED)
        found.append(rows.select(day).to_series().to_numpy())
    return np.concatenate(found)


def _ids(work: Work, places: Ints) -> pl.Series:
    """The ids of the articles at some places, which are in order."""
    found, start = [pl.Series(dtype=pl.String)], 0
    for file in work.files("joined"):
        ids = pl.read_parquet(file, columns=["id"]).to_series()
        first, end = np.searchsorted(places, (start, start + len(ids)))
        found.append(ids[places[first:end] - start])
        start += len(ids)
    return pl.concat(found)


def _met(work: Work, days: Ints, dated: bool) -> Ints:
    """The pairs of articles to be measured, each as one number."""
    pairs, many = np.zeros(0, np.int64), np.int64(len(days))
    where = np.zeros(0, np.int64)
    for i in range(work.params.story_permutations // ROWS):
        column = pl.concat([pl.read_parquet(file, columns=[band(i)]) for file in work.files("joined")]).to_series()
        if i == 0:
            where = np.flatnonzero(column.is_not_null().to_numpy() & ((days != UNDATED) | (not dated)))
            where = where[np.argsort(days[where], kind="stable")]
        keys = column.fill_null(0).to_numpy()[where]
        order = np.argsort(keys, kind="stable")
        found = [
            np.minimum(a, b) * many + np.maximum(a, b)
            for a, b in _meetings(keys[order], where[order], days, work.params)
        ]
        pairs = np.unique(np.concatenate([pairs, *found]))
    return pairs


def _meetings(keys: npt.NDArray[np.uint64], where: Ints, days: Ints, params: Params) -> Iterator[tuple[Ints, Ints]]:
    """Articles of one key, which stand side by side: each with the next, then with the next but one, and so on."""
    at = np.arange(len(keys))
    for step in range(1, NEIGHBOURS + 1):
        at = at[at + step < len(keys)]
        at = at[keys[at + step] == keys[at]]
        if not len(at):
            return
        one, other = where[at], where[at + step]  # they come by date, undated last
        far = (days[other] != UNDATED) & (days[other] - days[one] > params.story_days)
        yield one[~far], other[~far]


def _alike(work: Work, run: Run, parts: list[Part], days: Ints, met: Ints) -> list[Pair]:
    """Of the pairs that met those that are as similar as a story must be."""
    ones, others = np.divmod(met, len(days))
    batch = (np.arange(len(met)) // MEASURED).astype(np.uint32)
    unsure = (days[ones] == UNDATED) | (days[others] == UNDATED)
    pairs = {"batch": batch, "one": ones, "other": others, "unsure": unsure}
    work.keep("pairs", pl.DataFrame(pairs), row_group_size=MEASURED)
    needed = pl.DataFrame({"batch": np.tile(batch, 2), "place": np.concatenate([ones, others])})
    work.keep("needed", needed.unique().sort("place", "batch"))
    run(partial(lend, work), parts, "stories", "parts")
    found = run(partial(measure, work), range(int(batch[-1]) + 1), "stories", "batches of pairs")
    return [pair for some in found for pair in some]


def lend(work: Work, part: Part) -> None:
    """Write the bodies of a part of the ids for the batches that measure them."""
    files = work.files("joined")
    start = sum(pl.scan_parquet(file).select(pl.len()).collect().item() for file in files[: part.number])
    rows = pl.read_parquet(files[part.number], columns=["id", "dump"]).with_row_index("place", start)
    needed = work.kept("needed").filter(pl.col("place").is_between(start, start + len(rows), closed="left")).collect()
    wanted = needed.sort("batch", "place").join(rows.cast({"place": pl.Int64}), on="place", maintain_order="left")
    dumps = wanted["dump"].unique().implode()
    bodies = work.parsed("articles").filter(part.has("id"), pl.col("dump").is_in(dumps)).select("dump", "body")
    held = wanted.join(bodies.collect(), on="dump", maintain_order="left").select("batch", "place", "body")
    work.keep("bodies", held, part.number, row_group_size=TOGETHER)


def measure(work: Work, batch: int) -> list[Pair]:
    """The pairs of a batch that are similar enough."""
    pairs = work.kept("pairs").filter(batch=batch).collect()
    lent = work.kept("bodies").filter(batch=batch).collect().sort("place")
    texts, places = lent["body"].to_list(), lent["place"].to_numpy()
    runs = grams.runs(texts, work.params.story_words)
    at = (np.searchsorted(places, pairs[name].to_numpy()).tolist() for name in ("one", "other"))
    found = []
    for (one, other, unsure), i, j in zip(pairs.select("one", "other", "unsure").iter_rows(), *at, strict=True):
        similarity = grams.similarity(runs[i], runs[j])
        # where a day is missing, numbers must tell a text from that of another year
        if similarity >= work.params.story_threshold and not (
            unsure and contradict(numbers(texts[i]), numbers(texts[j]))
        ):
            found.append((one, other, similarity))
    return found


def numbers(text: str) -> Numbers:
    """What numbers stand between which words: the two before and the one after."""
    said = grams.words(text)
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for i in range(2, len(said) - 1):
        if said[i][0].isdigit():
            found[said[i - 2], said[i - 1], said[i + 1]].add(said[i])
    return found


def contradict(one: Numbers, other: Numbers) -> bool:
    """Whether somewhere the same words stand around other numbers: `the 75th anniversary`, `the 76th anniversary`."""
    return any(not one[around] & other[around] for around in one.keys() & other.keys())


def components(days: Ints, pairs: list[Pair], window: int) -> tuple[list[int], list[Pair]]:
    """For each article the first of its story, and the pairs that count.

    Undated articles that are like dated ones of days far apart, such as the greetings of two years, could be of
    either: they are joined to neither.
    """
    found = Components[int]()

    def join(some: list[Pair]) -> list[Pair]:
        for one, other, _ in some:
            found.join(one, other)
        return some

    mixed = [pair for pair in pairs if (days[pair[0]] == UNDATED) != (days[pair[1]] == UNDATED)]
    kept = join([pair for pair in pairs if (days[pair[0]] == UNDATED) == (days[pair[1]] == UNDATED)])
    undated: dict[int, list[Pair]] = defaultdict(list)
    for pair in mixed:
        undated[found.first(pair[0] if days[pair[0]] == UNDATED else pair[1])].append(pair)
    for some in undated.values():
        known = [min(days[one], days[other]) for one, other, _ in some]
        if max(known) - min(known) <= window:
            kept += some
    join(kept)
    return [found.first(row) for row in range(len(days))], sorted(kept)
