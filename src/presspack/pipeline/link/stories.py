"""Stories: articles that say the same in nearly the same words at the same time, whatever outlet they are of.

Articles meet where a band of their signatures agrees; each pair that meets is measured; pairs make components.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from presspack.dataset import shingles as grams
from presspack.dataset.components import Components
from presspack.dataset.shingles import ROWS
from presspack.pipeline.link.evidence import BANDS, band
from presspack.project.params import Params

NEIGHBOURS = 64  # where more articles meet in one band, each meets so many of those dated next to it
MEASURED = 100_000  # pairs whose texts are held in memory together
UNDATED = np.iinfo(np.int64).max

Ints = npt.NDArray[np.int64]
Numbers = Mapping[tuple[str, ...], set[str]]
Pair = tuple[int, int, float]
"""Two rows of the table of articles, the first above the second, and how similar they are."""


def tell(
    articles: pl.DataFrame, shards: list[Path], evidence: list[Path], params: Params
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The articles, sorted by id, with their stories; and the pairs that show it (`SameStory`)."""
    days = articles["published_on"].to_physical().cast(pl.Int64).fill_null(UNDATED).to_numpy()
    met = _met(articles, days, evidence, params)
    pairs = list(_alike(articles, days, met, shards, params))
    roots, kept = components(days, pairs, params.story_days)
    ids = articles["id"]
    told = articles.with_columns(story=ids[roots]).with_columns(story_size=pl.len().over("story").cast(pl.Int32))
    one, other, similarity = zip(*kept, strict=True) if kept else ((), (), ())
    same = {
        "article": ids[list(one)],
        "other": ids[list(other)],
        "similarity": pl.Series(similarity, dtype=pl.Float64),
    }
    return told, pl.DataFrame(same).sort("article", "other")


def _met(articles: pl.DataFrame, days: Ints, evidence: list[Path], params: Params) -> Ints:
    """The pairs of articles to be measured, each as one number; one band is in memory at a time."""
    files = [folder / BANDS for folder in evidence]
    places = articles.select("dump").with_row_index("place")
    rows = pl.concat([pl.read_parquet(file, columns=["dump"]) for file in files])
    place = rows.join(places, on="dump", how="left", maintain_order="left")["place"].cast(pl.Int64).fill_null(-1)
    known = np.flatnonzero(place.to_numpy() >= 0)
    known = known[np.lexsort((place.to_numpy()[known], days[place.to_numpy()[known]]))]
    where, many = place.to_numpy()[known], np.int64(len(articles))
    pairs = np.zeros(0, np.int64)
    for i in range(params.story_permutations // ROWS):
        keys = pl.concat([pl.read_parquet(file, columns=[band(i)]) for file in files])[band(i)].to_numpy()[known]
        order = np.argsort(keys, kind="stable")
        found = [
            np.minimum(a, b) * many + np.maximum(a, b) for a, b in _meetings(keys[order], where[order], days, params)
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


def _alike(articles: pl.DataFrame, days: Ints, met: Ints, shards: list[Path], params: Params) -> Iterator[Pair]:
    """Of the pairs that met those that are as similar as a story must be; the texts of some pairs are held at a time."""
    for start in range(0, len(met), MEASURED):
        ones, others = np.divmod(met[start : start + MEASURED], len(articles))
        rows = np.unique(np.concatenate([ones, others]))
        texts = bodies(articles["dump"][rows], shards)
        runs = grams.runs(texts, params.story_words)
        places = (part.tolist() for part in (ones, others, *(np.searchsorted(rows, part) for part in (ones, others))))
        for one, other, i, j in zip(*places, strict=True):
            similarity = grams.similarity(runs[i], runs[j])
            # where a day is missing, numbers must tell a text from that of another year
            if similarity >= params.story_threshold and not (
                UNDATED in (days[one], days[other]) and contradict(numbers(texts[i]), numbers(texts[j]))
            ):
                yield one, other, similarity


def bodies(dumps: pl.Series, shards: list[Path]) -> list[str]:
    """The bodies of some dumps, in their order."""
    bodies = pl.scan_parquet([shard / "articles.parquet" for shard in shards]).select("dump", "body")
    found = bodies.filter(pl.col("dump").is_in(dumps.implode())).collect()
    return dumps.to_frame().join(found, on="dump", how="left", maintain_order="left")["body"].to_list()


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
