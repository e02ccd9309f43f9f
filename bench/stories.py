"""Stories, measured: how right they are on labelled pairs, and how long they take on a million bodies.

python -m bench.stories --pairs 24                    # rounds of labelled pairs: precision, recall, by kind
python -m bench.stories --count 1000000 --folder DIR  # CPU time and memory
python -m bench.stories --rivals 2000                 # the signature alone, beside rensa and datasketch, if installed
"""

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path

import polars as pl

from bench import words
from bench.pairs import Pair, Pairs, write
from presspack.dataset import shingles as grams
from presspack.engine.store import Store
from presspack.pipeline.link import evidence, link, stories
from presspack.pipeline.link.tables import tables
from presspack.pipeline.link.work import ROWS as PART
from presspack.pipeline.link.work import Work, cut
from presspack.pipeline.parse import GROUPS, parse
from presspack.pipeline.stage import stage
from presspack.project.params import Params

SHARDS = 64
RETOLD = 0.15  # of the bodies are another's, with changes


def told(pairs: Sequence[Pair], folder: Path, params: Params) -> list[tuple[Pair, bool]]:
    """Each pair, and whether the pipeline finds that it tells one story. The dumps are in `folder`/seeds."""
    stage(folder / "seeds", folder / "staged", params)
    parse(folder / "staged", folder / "parsed", params)
    link(folder / "parsed", folder / "linked", params)
    articles, dumps = tables(folder / "linked")
    story = dict(dumps.join(articles, left_on="article", right_on="id").select("path", "story").iter_rows())
    return [(pair, story[pair.one] == story[pair.other]) for pair in pairs]


def precision(found: Sequence[tuple[Pair, bool]]) -> float:
    """The share of pairs of one story among those that are told to be."""
    said = [pair.same for pair, same in found if same]
    return sum(said) / len(said)


def recall(found: Sequence[tuple[Pair, bool]]) -> float:
    """The share of pairs told to be of one story among those that are."""
    there = [same for pair, same in found if pair.same]
    return sum(there) / len(there)


def judge(rounds: int, seed: int) -> None:
    """Print how many pairs of each kind are told right, for the threshold of params.yaml and others."""
    with tempfile.TemporaryDirectory() as folder:
        pairs = write(Path(folder) / "seeds", rounds, seed)
        found = told(pairs, Path(folder), Params())
        right = Counter(pair.kind for pair, same in found if pair.same == same)
        for kind, many in Counter(pair.kind for pair in pairs).items():
            print(f"{kind:30} {right[kind]:5} of {many} right")
        for threshold in (0.5, 0.55, 0.6, 0.65, 0.7):
            found = told(pairs, Path(folder), Params(story_threshold=threshold))
            print(f"threshold {threshold}: precision {precision(found):.3f}, recall {recall(found):.3f}")


def body(maker: Pairs) -> str:
    """200 to 400 words."""
    wanted, lines = maker.between(200, 380), list[str]()
    while sum(line.count(" ") for line in lines) < wanted:
        lines.append(words.tidy(words.paragraph(maker.draw)))
    return "\n\n".join(lines)


def retold(text: str, maker: Pairs) -> str:
    """The same with a sentence more, without its end, or with other quotation marks."""
    lines, roll = text.split("\n\n"), maker.draw()
    if roll < 0.3:
        return "\n\n".join(lines[:-1])
    more = words.tidy(words.paragraph(maker.draw)).partition(". ")[0]
    return f"{text} {more}" if roll < 0.6 else text.replace("’", "'").replace(" the ", " The ", 2) + " -0-"


def make(folder: Path, count: int) -> None:
    """Shards as `parse` writes them, of so many articles."""
    maker, day = Pairs(1), pl.date(2016, 1, 1)
    for shard in range(SHARDS):
        texts: list[str] = []
        for number in range(count * shard // SHARDS, count * (shard + 1) // SHARDS):
            again = texts and maker.draw() < RETOLD
            texts.append(retold(random.Random(number).choice(texts[-50:]), maker) if again else body(maker))
        dumps = [sha256(f"{shard} {i}".encode()).hexdigest() for i in range(len(texts))]
        rows = pl.DataFrame({"dump": dumps, "id": [dump[:16] for dump in dumps], "body": texts})
        days = pl.int_range(pl.len()) // 4
        place = folder / "parsed" / f"{shard:02d}"
        place.mkdir(parents=True)
        rows = rows.with_columns(published_on=day + pl.duration(days=days)).sort("id")
        rows.write_parquet(place / "articles.parquet", row_group_size=GROUPS["articles"])
        none = {"outlet": pl.String(), "teaser": pl.String(), "date": pl.Date(), "title": pl.String()}
        pl.DataFrame(schema=none).write_parquet(place / "related.parquet")


def run(folder: Path) -> None:
    """All of `link` that stories cost, in this process alone: signatures of every shard, and the stories."""
    params, store = Params(), Store(folder / "linked")
    shards = sorted((folder / "parsed").iterdir())
    names = [f"{i:05d}-{i:016x}" for i in range(len(shards))]
    spent = [time.process_time()]
    for unit in zip(names, shards, strict=True):
        evidence.gather(store, params.story_words, params.story_permutations, unit)
    spent.append(time.process_time())
    work = Work(shards, [store.folder / name for name in names], folder / "between", params)
    work.folder.mkdir()
    parts = cut([shard / "articles.parquet" for shard in shards], "id", PART)
    for part in parts:
        rows = work.parsed("articles").filter(part.has("id")).drop("body").collect().sort("id")
        signs = work.taken(evidence.SIGNS).filter(part.has("id")).drop("id").collect()
        work.keep("joined", rows.join(signs, on="dump"), part.number)
    said = {"id": pl.String(), "day": pl.Date()}
    work.keep("said", pl.DataFrame(schema=said))
    told = stories.tell(work, lambda task, units, *_: list(map(task, units)), parts, False)
    spent.append(time.process_time())
    labels = told.labels
    print(
        f"{work.kept('joined').select(pl.len()).collect().item()} bodies, {labels['story'].n_unique()} shared stories of "
        f"{len(labels)} articles, {len(told.same)} pairs\n"
        f"CPU: signatures {spent[1] - spent[0]:.0f} s, stories {spent[2] - spent[1]:.0f} s, all {spent[2] - spent[0]:.0f} s\n"
        f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB"
    )


def rivals(count: int) -> None:
    """CPU time for each body to make MinHash signatures of 128 permutations, best of three."""
    maker = Pairs(1)
    texts = [body(maker) for _ in range(count)]
    size, many = Params().story_words, Params().story_permutations

    def spaced(text: str) -> set[bytes]:
        said = grams.words(text)
        return {" ".join(said[i : i + size]).encode() for i in range(len(said) - size + 1)}

    def timed(name: str, work: Callable[[], object]) -> None:
        best = min(map(partial(_seconds, work), range(3)))
        print(f"{name:48} {best / count * 1e6:7.1f} µs a body")

    timed("words of presspack, alone", lambda: [grams.words(text) for text in texts])
    timed("runs of words of presspack, hashed", lambda: [grams.grams(batch, size) for batch in grams.batches(texts)])
    timed("the same and numpy: what presspack does", lambda: grams.signatures(texts, size, many))
    try:
        import datasketch
        import rensa
    except ImportError as error:
        print(f"{error.name} is not installed: pip install rensa datasketch")
        return

    def flat() -> object:
        hashes, places = grams.grams(texts, size)  # rensa takes all at once
        return rensa.RMinHash.digest_matrix_from_flat_token_hashes(hashes, places.astype("uint64"), many, 1)

    def sketches() -> object:
        return [datasketch.MinHash(many).update_batch(spaced(text)) for text in texts]

    sets = rensa.RMinHash.digest_matrix_from_token_byte_sets
    timed("runs of words of presspack, hashed, and rensa", flat)
    timed("rensa", lambda: sets([spaced(text) for text in texts], many, 1))
    timed("datasketch", sketches)


def _seconds(work: Callable[[], object], _: int) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    """Do what is asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, metavar="ROUNDS")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--count", type=int)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--rivals", type=int, metavar="BODIES")
    given = parser.parse_args()
    if given.pairs:
        judge(given.pairs, given.seed)
    if given.rivals:
        rivals(given.rivals)
    if given.count:
        if not (given.folder / "parsed").exists():
            make(given.folder, given.count)
        # a process of its own, so that its memory is its own
        code = f"from pathlib import Path; from bench.stories import run; run(Path({str(given.folder)!r}))"
        subprocess.run([sys.executable, "-c", code], check=True)


if __name__ == "__main__":
    main()
