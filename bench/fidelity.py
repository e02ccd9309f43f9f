"""How true the articles are: precision, recall and F1 of every field, beside trafilatura alone on the same pages.

    python -m bench.fidelity            print the table, and write it into docs/fidelity.md
    python -m bench.fidelity --check    fail where a figure is below its floor, or a corpus is not the pinned one
    python -m bench.fidelity --pin      pin the floors anew: say in the commit why

Corpora: generated dumps as text and as HTML, and the fixtures in tests/dumps. The text that a corpus is made of is
pinned by its checksum, so that a floor is never held by an easier corpus.
"""

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bench.generate import dumps
from presspack.pipeline.parse import tabulate
from presspack.pipeline.shards import table
from presspack.project.contracts import schemas
from presspack.reading.dump import Row
from presspack.reading.encodings.decode import decode

ROOT = Path(__file__).parents[1]
FLOORS = ROOT / "bench" / "floors.json"
PAGE = ROOT / "docs" / "fidelity.md"
BEGIN, END = "<!-- measured -->\n", "<!-- /measured -->\n"
COUNT, SEED = 1_000, 11
FIELDS = ("outlet", "title", "date", "byline", "tokens", "paragraphs", "related")


Fields = dict[str, Counter[Any]]
"""What is compared: for each field, the values that there are."""


class Page(NamedTuple):
    """One page of a corpus: its bytes, its URL if it needs one, and what a careful reader finds."""

    data: bytes
    url: str | None
    truth: Fields


Reader = Callable[[Sequence[Page]], list[Fields]]
Corpus = Callable[[], Iterator[Page]]


def fields(
    outlet: str | None = None,
    title: str | None = None,
    date: str | None = None,
    byline: str | None = None,
    body: str = "",
    related: Iterable[tuple[Any, ...]] = (),
) -> Fields:
    """The fields of one article; None is no value."""
    one = {"outlet": outlet, "title": title, "date": date, "byline": byline}
    return {
        **{name: Counter([value] if value else []) for name, value in one.items()},
        "tokens": Counter(body.split()),
        "paragraphs": Counter(paragraph for paragraph in body.split("\n\n") if paragraph),
        "related": Counter(related),
    }


def generated(html: float) -> Iterator[Page]:
    """Generated dumps that are published, as text or as HTML."""
    for truth, data in dumps(COUNT, SEED, html=html):
        if truth.outcome == "published":
            items = [(item.title, item.teaser, str(item.date)) for item in truth.related]
            day = str(truth.published_on) if truth.published_on else None
            yield Page(data, None, fields(truth.outlet, truth.title, day, truth.byline, truth.body, items))


def fixtures() -> Iterator[Page]:
    """The dumps of tests/dumps, each with its JSON."""
    for path in sorted((ROOT / "tests" / "dumps").glob("*.json")):
        told = json.loads(path.read_text("utf-8"))
        (dump,) = (other for other in path.parent.glob(f"{path.stem}.*") if other != path)
        items = [tuple(item[1:]) for item in told["related"]]
        truth = fields(told["outlet"], told["title"], told["published_on"], told["byline"], told["body"], items)
        yield Page(dump.read_bytes(), told.get("url"), truth)


def presspack(pages: Sequence[Page]) -> list[Fields]:
    """What presspack reads in each page; nothing where it is rejected."""
    rows = []
    for i, page in enumerate(pages):
        text, encoding = decode(page.data)
        rows.append(Row(str(i), _sha256(page.data), len(page.data), encoding, text, url=page.url))
    import polars as pl

    parsed = tabulate([pl.DataFrame(pl.from_arrow(table(rows)))], schemas().OUTLETS)
    items: dict[str, list[tuple[Any, ...]]] = {}
    for dump, title, teaser, date in parsed.related.select("dump", "title", "teaser", "date").iter_rows():
        items.setdefault(dump, []).append((title, teaser, str(date)))
    names = ("dump", "outlet", "title", "published_on", "byline", "body")
    found = {
        dump: fields(outlet, title, str(day) if day else None, byline, body, items.get(dump, ()))
        for dump, outlet, title, day, byline, body in parsed.articles.select(names).iter_rows()
    }
    return [found.get(_sha256(page.data), fields()) for page in pages]


def trafilatura(pages: Sequence[Page]) -> list[Fields]:
    """What trafilatura alone extracts; a page of text is given to it as paragraphs of HTML."""
    from html import escape

    from trafilatura import bare_extraction

    found = []
    for page in pages:
        text = page.data.decode("utf-8-sig")
        if not text.lstrip().startswith("<"):
            lines = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
            text = f"<!doctype html><html><head></head><body><article>{lines}</article></body></html>"
        read: Any = bare_extraction(text, with_metadata=True, deduplicate=False, date_extraction_params=dict(LATEST))
        body = "\n\n".join(line for line in (read.text or "").split("\n") if line.strip()) if read else ""
        found.append(fields(read.sitename, read.title, read.date, read.author, body) if read else fields())
    return found


LATEST = {"max_date": "2030-01-01", "extensive_search": True, "original_date": True}
CORPORA: dict[str, Corpus] = {
    "generated, text": lambda: generated(0),
    "generated, HTML": lambda: generated(1),
    "fixtures": fixtures,
}
READERS: dict[str, Reader] = {"presspack": presspack, "trafilatura": trafilatura}


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def score(found: Sequence[Fields], pages: Sequence[Page]) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 of each field, over all values of all pages; 1 where there is nothing to find."""
    scores = {}
    for name in FIELDS:
        pairs = [(got[name], page.truth[name]) for got, page in zip(found, pages, strict=True)]
        right = sum((got & true).total() for got, true in pairs)
        given, wanted = sum(got.total() for got, _ in pairs), sum(true.total() for _, true in pairs)
        precision = right / given if given else float(not wanted)
        recall = right / wanted if wanted else 1.0
        scores[name] = (precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0)
    return scores


def checksum(pages: Sequence[Page]) -> str:
    """One digest of all pages of a corpus and of their truths."""
    digest = hashlib.sha256()
    for page in pages:
        truth = {name: sorted(map(repr, values.elements())) for name, values in page.truth.items()}
        digest.update(page.data + repr((page.url, sorted(truth.items()))).encode())
    return digest.hexdigest()[:16]


def measure(readers: Iterable[str]) -> dict[str, dict[str, Any]]:
    """For each corpus its size, its checksum, and the scores of each reader."""
    told: dict[str, dict[str, Any]] = {}
    for name, corpus in CORPORA.items():
        pages = list(corpus())
        scores = {reader: score(READERS[reader](pages), pages) for reader in readers}
        told[name] = {"pages": len(pages), "checksum": checksum(pages), "scores": scores}
    return told


def as_table(told: dict[str, dict[str, Any]]) -> str:
    """The table of docs/fidelity.md: F1, with precision and recall where they differ from it."""
    lines = ["| pages | reader | " + " | ".join(FIELDS) + " |", "| --- | --- |" + " --: |" * len(FIELDS)]
    for name, held in told.items():
        for reader, scores in held["scores"].items():
            cells = [_cell(*scores[what]) for what in FIELDS]
            lines.append(f"| {name} ({held['pages']}) | {reader} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _cell(precision: float, recall: float, f1: float) -> str:
    if precision == recall == f1:
        return f"{f1:.3f}"
    return f"{f1:.3f} ({precision:.3f}, {recall:.3f})"


def below(told: dict[str, dict[str, Any]], floors: dict[str, Any]) -> list[str]:
    """What is not as it was pinned."""
    wrong = []
    for name, held in told.items():
        pinned = floors.get(name, {"checksum": None, "f1": {}})
        if pinned["checksum"] != held["checksum"]:
            wrong.append(f"{name}: the corpus is {held['checksum']}, pinned is {pinned['checksum']}: pin it anew")
        for what, floor in pinned["f1"].items():
            f1 = held["scores"]["presspack"][what][2]
            if f1 < floor:
                wrong.append(f"{name}: {what} has F1 {f1:.4f}, below its floor {floor:.4f}")
    return wrong


def main() -> int:
    """Measure, and do as asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--check", action="store_true", help="hold the figures against their floors")
    group.add_argument("--pin", action="store_true", help="make the figures the floors")
    given = parser.parse_args()
    told = measure(["presspack"] if given.check or given.pin else READERS)
    if given.pin:
        floors = {
            name: {
                "checksum": held["checksum"],
                "f1": {what: round(held["scores"]["presspack"][what][2], 4) for what in FIELDS},
            }
            for name, held in told.items()
        }
        FLOORS.write_text(json.dumps(floors, indent=2) + "\n", "utf-8")
    print(as_table(told), end="")
    if given.check:
        wrong = below(told, json.loads(FLOORS.read_text("utf-8")))
        print(*wrong, sep="\n", file=sys.stderr)
        return 1 if wrong else 0
    if not given.pin:
        before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
        PAGE.write_text(before + BEGIN + "\n" + as_table(told) + "\n" + END + rest.partition(END)[2], "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
