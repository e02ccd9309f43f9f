"""Edits of pages, measured: texts that are read from dumps, changed in known ways, with known noise, beside difflib.

Also the bounds of dates: of dumps that print none, and of which the truth is known.

python -m bench.history                  # 2,000 pairs with edits, 10,000 with noise alone, an edit of 1 MB, 100,000 undated dumps
python -m bench.history --check          # fail where a figure is below what docs/history.md promises
"""

import argparse
import random
import re
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from difflib import SequenceMatcher
from statistics import median
from typing import NamedTuple

import polars as pl

from bench import words
from bench.pages import DAY, Day, Page, long_date, render, short_date
from bench.words import POOLS, tidy
from presspack.article import identity
from presspack.dataset.history.bounds import bounds
from presspack.dataset.history.edits import Text, differences, sentences
from presspack.engine.hashing import sha256
from presspack.pipeline.link.merge import tabulate as merge
from presspack.pipeline.parse import tabulate
from presspack.pipeline.shards import table
from presspack.project.contracts import schemas
from presspack.reading.dump import Row
from presspack.reading.encodings.decode import decode
from presspack.reading.read import read
from presspack.reading.urls import LIVE

PAIRS, NOISY, UNDATED, SEED = 2_000, 10_000, 100_000, 11
BATCH = 2_000  # articles that are read together
ARCHIVED = datetime(2016, 1, 31, tzinfo=UTC)
"""Up to then KCNA Watch filled its archive: a page has any second after its day began."""
NO_CLOCK = ("1970-01-01T00:00:00Z", "1980-01-01", "0", "yesterday", "03/04/2019")
LEAST_F1 = 0.99
LABEL = "Sample Times"
NAMED = re.compile("|".join(sorted({re.escape(tidy(name)) for name in POOLS["name"]}, key=len, reverse=True)))

Operation = tuple[str, int | None, int | None]
"""What was done, and the numbers of the sentence before and after, from 1."""
Paragraphs = list[list[str]]
"""Sentences, paragraph by paragraph."""


class Case(NamedTuple):
    """A page before and after, as dumps; what was done to it, and which names were erased from it."""

    old: bytes
    new: bytes
    done: set[Operation]
    erased: set[str]


class Score(NamedTuple):
    """What one way of comparing finds in a case."""

    found: set[Operation]
    removed: set[str]
    """Names that it says are gone."""


class Maker:
    """Makes cases; the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.draw = self.random.random

    def sentence(self) -> str:
        """One sentence."""
        return tidy(words._sentence(self.draw))

    def text(self) -> Paragraphs:
        """10 to 30 sentences in paragraphs of one to four."""
        lines = list(dict.fromkeys(self.sentence() for _ in range(self.random.randint(10, 30))))
        return self.parted(lines)

    def parted(self, lines: list[str]) -> Paragraphs:
        """Sentences in paragraphs."""
        found: Paragraphs = []
        while lines:
            many = self.random.randint(1, 4)
            found, lines = [*found, lines[:many]], lines[many:]
        return found

    # --- edits: each line is its sentence, its number before, and what was done to it

    def edited(self) -> Case:
        """A page with one to four edits, and every second time with noise beside them."""
        old = [line for part in self.text() for line in part]
        lines = [Line(text, number) for number, text in enumerate(old, 1)]
        names: set[str] = set()
        for edit in self.random.sample(
            (self.added, self.cut, self.moved, self.numbered, self.erased), self.random.randint(1, 4)
        ):
            names |= edit(lines)
        kept = {line.number for line in lines}
        done: set[Operation] = {("removed", number, None) for number in range(1, len(old) + 1) if number not in kept}
        done |= {(line.how, line.number, at) for at, line in enumerate(lines, 1) if line.how}
        noise = self.random.sample(sorted(NOISES), self.random.randint(1, 3)) if self.draw() < 0.5 else []
        return Case(
            self.dump(self.parted(old)), self.dump(self.parted([line.text for line in lines]), noise), done, names
        )

    def whole(self, lines: list["Line"]) -> int:
        """The place of a line that nothing was done to."""
        return self.random.choice([at for at, line in enumerate(lines) if not line.how])

    def added(self, lines: list["Line"]) -> set[str]:
        """One or two sentences more."""
        for _ in range(self.random.randint(1, 2)):
            lines.insert(self.random.randint(0, len(lines)), Line(self.sentence(), None, "added"))
        return set()

    def cut(self, lines: list["Line"]) -> set[str]:
        """One or two sentences less."""
        for _ in range(self.random.randint(1, 2)):
            del lines[self.whole(lines)]
        return set()

    def moved(self, lines: list["Line"]) -> set[str]:
        """One sentence elsewhere, at least four away, so that no other could have moved instead."""
        at = self.whole(lines)
        line = lines.pop(at)
        places = [place for place in range(len(lines) + 1) if abs(place - at) >= 4]
        lines.insert(self.random.choice(places), line._replace(how="moved"))
        return set()

    def numbered(self, lines: list["Line"]) -> set[str]:
        """Another number in a sentence that has one."""
        some = [at for at, line in enumerate(lines) if not line.how and re.search(r"\d", line.text)]
        if some:
            at = self.random.choice(some)
            number = re.sub(
                r"\d+", lambda found: str(int(found[0]) + self.random.randint(1, 9)), lines[at].text, count=1
            )
            lines[at] = lines[at]._replace(text=number, how="changed")
        return set()

    def erased(self, lines: list["Line"]) -> set[str]:
        """One name, wherever it stands; nothing where it stands in a sentence to which something else was done."""
        known = sorted({name for line in lines for name in NAMED.findall(line.text)})
        known = [name for name in known if not any(line.how for line in lines if name in line.text)]
        if not known:
            return set()
        name = self.random.choice(known)
        for at, line in enumerate(lines):
            if name in line.text:
                text = line.text.replace(name, "one of them")
                lines[at] = line._replace(text=text[0].upper() + text[1:], how="changed")
        return {name}

    # --- noise

    def noisy(self) -> Case:
        """A page whose dumps differ in noise alone: one to seven kinds of it, layout and encoding among them."""
        text = self.text()
        noise = self.random.sample(sorted(NOISES), self.random.randint(1, len(NOISES)))
        return Case(self.dump(text), self.dump(text, noise), set(), set())

    def dump(self, text: Paragraphs, noise: Sequence[str] = ()) -> bytes:
        """A page of this text."""
        if "paragraphs" in noise:
            text = self.parted([line for part in text for line in part])
        lines = [" ".join(part) for part in text]
        for kind in noise:
            lines = NOISES[kind](lines)
        layout = self.random.choice(("page", "titled", "legacy")) if "layout" in noise else "page"
        crawl = Day(2025, 3, 1) + self.random.randint(0, 300) * DAY
        page = Page(layout, LABEL, LABEL, "A Page", short_date(Day(2018, 5, 4)), crawl, lines, [])
        encoding = self.random.choice(("utf-8-sig", "utf-16")) if "encoding" in noise else "utf-8"
        return render(page).encode(encoding)


class Line(NamedTuple):
    """A sentence of the page after, its number before, and what was done to it."""

    text: str
    number: int | None
    how: str = ""


def _swapped(*pairs: tuple[str, str]) -> Callable[[list[str]], list[str]]:
    def swapped(lines: list[str]) -> list[str]:
        for one, other in pairs:
            lines = [line.replace(one, other) for line in lines]
        return lines

    return swapped


NOISES: dict[str, Callable[[list[str]], list[str]]] = {
    "straight quotes": _swapped(("“", '"'), ("”", '"'), ("’", "'")),
    "other quotes": _swapped(("“", "«"), ("”", "»")),
    "dashes": _swapped((" -- ", " — "), (" – ", " -- ")),
    "dateline": lambda lines: [f"Gullhaven, May 4 (KCNA) -- {lines[0]}", *lines[1:]],
    "end mark": lambda lines: [*lines[:-1], f"{lines[-1]} -0-"],
    "spaces": _swapped((", ", " ,  ")),
    "paragraphs": lambda lines: lines,
    "layout": lambda lines: lines,
    "encoding": lambda lines: lines,
}
"""What may differ beside the words. Three of them are done when the page is laid out."""


def body(dump: bytes) -> str:
    """The body that presspack reads off a dump."""
    article = read(decode(dump)[0].decode(), schemas().OUTLETS)[1]
    assert not article.reasons, article.reasons
    return article.body


def ours(old: str, new: str) -> Score:
    """What the rules of presspack find; noise is no edit."""
    edits = [
        edit for edit in differences(*(Text(None, None, None, said) for said in (old, new))) if edit.kind != "noise"
    ]
    operations = {(edit.operation, edit.old_position, edit.new_position) for edit in edits}
    return Score(operations, {name for edit in edits for name in edit.names_removed})


def theirs(old: str, new: str) -> Score:
    """What difflib finds in the same sentences: of those that replace others, the first is the first that changed, and so on.

    It knows no names: those are taken from the list that the texts were made with.
    """
    one, other = sentences(old), sentences(new)
    found: set[Operation] = set()
    removed: set[str] = set()
    for how, i, i_end, j, j_end in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if how == "equal":
            continue
        pairs = min(i_end - i, j_end - j)
        found |= {("changed", i + at + 1, j + at + 1) for at in range(pairs)}
        found |= {("removed", at + 1, None) for at in range(i + pairs, i_end)}
        found |= {("added", None, at + 1) for at in range(j + pairs, j_end)}
        removed |= {name for at in range(i, i_end) for name in NAMED.findall(one[at]) if name not in new}
    return Score(found, removed)


def f1(cases: Sequence[tuple[Case, Score]]) -> float:
    """Of operations: the harmonic mean of precision and recall."""
    right = sum(len(case.done & score.found) for case, score in cases)
    return 2 * right / sum(len(case.done) + len(score.found) for case, score in cases)


def measure(seed: int, pairs: int, noisy: int) -> dict[str, dict[str, float]]:
    """For each way of comparing, what it finds and what it costs."""
    maker = Maker(seed)
    cases = [maker.edited() for _ in range(pairs)]
    quiet = [maker.noisy() for _ in range(noisy)]
    texts = [[(body(case.old), body(case.new)) for case in some] for some in (cases, quiet)]
    figures = {}
    for compare in (ours, theirs):
        started = time.process_time()
        scores = [compare(*pair) for pair in texts[0]]
        noise = [compare(*pair) for pair in texts[1]]
        spent = time.process_time() - started
        told = sum(len(score.removed) for score in scores)
        gone = [{name for name in NAMED.findall(old) if name not in new} for old, new in texts[0]]
        capitals = [
            {*names, *(place for place in POOLS["place"] if place in old and place not in new)}
            for names, (old, new) in zip(gone, texts[0], strict=True)
        ]
        figures[compare.__name__] = {
            "F1 of sentence operations": f1(list(zip(cases, scores, strict=True))),
            "names erased": sum(len(case.erased) for case in cases),
            "of these found": sum(len(case.erased & score.removed) for case, score in zip(cases, scores, strict=True)),
            "names told that are not gone": told
            - sum(len(score.removed & there) for score, there in zip(scores, capitals, strict=True)),
            "noise pairs called an edit": sum(bool(score.found) for score in noise),
            "ms for a pair": 1000 * spent / (pairs + noisy),
        }
    return figures


class Dated(NamedTuple):
    """How many dumps there were, how many articles were not published within their bounds, and how wide those are, in days."""

    dumps: int
    outside: int
    widths: list[int | None]


def megabyte(seed: int) -> float:
    """Seconds of CPU for two texts of 1 MB of which every sentence was changed."""
    maker = Maker(seed)
    lines = [maker.sentence() for _ in range(8_000)]
    old, new = ("\n\n".join(line[:-1] + more for line in lines)[: 1 << 20] for more in (".", " today."))
    started = time.process_time()
    ours(old, new)
    return time.process_time() - started


def undated(seed: int, many: int) -> Dated:
    """Articles without a printed date, in one to three dumps each, hostile ones among them, held against the truth.

    A crawl is at any second from the Korean day of publication on, by a clock that is right, was never set or is not
    there; lists have items of any day, and some dumps have the bytes of another. KCNA Watch took a page in within two days,
    but those of before February 2016 later.
    """
    draw, maker = random.Random(seed), Maker(seed)
    lines = [maker.sentence() for _ in range(500)]
    dumps = outside = 0
    widths: list[int | None] = []
    while dumps < many:
        truths: dict[str, Day] = {}
        rows: list[Row] = []
        for number in range(BATCH):
            text = [*draw.sample(lines, 2), f"It is number {dumps + number}."]
            truth = Day(2000, 1, 1) + draw.randint(0, 9_400) * DAY
            truths[identity("sample-times", tidy("\n\n".join(text)))] = truth
            rows += (_crawl(draw, f"{number}-{i}", text, truth) for i in range(draw.randint(1, 3)))
        parsed = tabulate([pl.DataFrame(pl.from_arrow(table(rows)))], schemas().OUTLETS)
        assert "rejected" not in parsed.dumps["outcome"], parsed.dumps["reasons"].value_counts()
        articles, _ = merge(parsed.articles, parsed.dumps)
        for article, (low, high, _) in zip(articles["id"], bounds(articles, parsed.dumps).iter_rows(), strict=True):
            outside += not (low or truths[article]) <= truths[article] <= (high or truths[article])
            widths.append((high - low).days if high is not None and low is not None else None)
        dumps += len(rows)
    return Dated(dumps, outside, widths)


def _crawl(draw: random.Random, name: str, text: list[str], truth: Day) -> Row:
    """One crawl of a page without a date."""
    start = datetime.combine(truth, datetime.min.time(), UTC) - timedelta(hours=9)
    taken = start + timedelta(seconds=draw.randrange(3 * 86_400))
    if truth < LIVE:
        taken = start + timedelta(seconds=draw.randrange(int((ARCHIVED - start).total_seconds())))
    seen = taken + timedelta(seconds=draw.randrange(draw.choice((86_400, 3_000 * 86_400))))
    items = [["Bells", long_date(truth + draw.randint(-400, 400) * DAY), "Bells"] for _ in range(draw.randint(0, 1))]
    data = "\n".join([*text, LABEL, f"More From {LABEL}", *(line for item in items for line in item), "More Articles"])
    clock = draw.choices((seen.isoformat(), seen.date().isoformat(), draw.choice(NO_CLOCK), None), (6, 2, 1, 1))[0]
    watch = f"https://kcnawatch.org/newstream/{int(taken.timestamp())}-12345678/a/"
    url = draw.choices((watch, "https://press.example/7", None), (2, 4, 4))[0]
    return Row(name, sha256(data.encode()), len(data), "utf-8", data.encode(), url=url, fetched_at=clock)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=PAIRS)
    parser.add_argument("--noisy", type=int, default=NOISY)
    parser.add_argument("--undated", type=int, default=UNDATED)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args()
    figures = measure(given.seed, given.pairs, given.noisy)
    for name in figures["ours"]:
        print(f"{name:32}" + "".join(f"{figures[way][name]:12.4g}" for way in figures))
    print(f"1 MB changed throughout: {megabyte(given.seed):.1f} s of CPU")
    dated = undated(given.seed, given.undated)
    widths = sorted(width for width in dated.widths if width is not None)
    print(
        f"{dated.dumps} undated dumps of {len(dated.widths)} articles: the truth is outside of {dated.outside}; "
        f"{len(widths)} have both bounds, the median {median(widths):.0f} days apart, a tenth at most {widths[len(widths) // 10]}"
    )
    found = figures["ours"]
    kept = found["F1 of sentence operations"] >= LEAST_F1 and found["names erased"] == found["of these found"]
    if given.check and not (kept and not dated.outside and not found["noise pairs called an edit"]):
        sys.exit("docs/history.md promises more")


if __name__ == "__main__":
    main()
