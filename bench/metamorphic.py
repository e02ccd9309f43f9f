"""Real shapes, mutated: each must give the same article, or a refusal, or a warning at the line; never another value in silence.

    python -m bench.metamorphic            print the table, and write it into docs/fidelity.md
    python -m bench.metamorphic --check    fail where an input is silently wrong
    python -m bench.metamorphic --show N   print the first N that are silently wrong

The pages are the fixtures of tests/dumps and generated dumps. A mutation wraps a page in lines of crawlers and sites, or
changes white space, line ends or encoding, or drops or doubles one of its lines.
"""

import argparse
import importlib
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from bench.generate import dumps
from presspack.article import Article, Record
from presspack.errors import Rejected
from presspack.project.contracts import schemas
from presspack.reading.encodings.decode import decode
from presspack.reading.read import read

reader: Any = importlib.import_module("presspack.reading.read")
ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "fidelity.md"
BEGIN, END = "<!-- mutated -->\n", "<!-- /mutated -->\n"
GENERATED, SEED = 180, 5
LINES = 12  # of a page, that are dropped and doubled

ABOVE = {
    "URL": ("https://press.example/2024/ferry.html", "<https://press.example/f?id=3>", "www.press.example/f"),
    "field": ("URL: https://press.example/f", "url=https://press.example/f", "Title: Ferries", "source: scraper 2.1"),
    "note of a crawler": (
        "Crawled on 2024-03-01 by fetcher/1.2",
        "# saved from https://press.example/f",
        "Retrieved 2024-03-01T09:00:00Z from press.example",
        "<!-- saved from url=(0030)https://press.example/ -->",
    ),
    "front matter": (
        "---\ntitle: Ferries\ndate: 2020-02-03\ntags: [ferry, island]\n---",
        '+++\ntitle = "Ferries"\ndraft = false\n+++\n',
        "Title: Ferries\nDate: 2020-02-03\nAuthor: A. Scraper\n",
    ),
    "head of an answer": (
        "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nServer: nginx\nDate: Tue, 02 Jan 2024 10:00:00 GMT\n",
        "WARC/1.0\nWARC-Type: response\nWARC-Date: 2024-01-02T10:00:00Z\nContent-Length: 812\n",
        "From: reader@press.example\nTo: desk@press.example\nSubject: a page for you\n",
    ),
    "stray word": ("Home", "Print", "x", "null", "1", "Menu", "[object Object]", "Article", "Page 1 of 1"),
    "menu": (
        "KCNA Watch\nView All Media\nDatabase:\nLivestream\nAdvanced Search\nSign In",
        "Home\nNews\nPolitics\nCulture\nSport\nContact us",
        "Skip to content\nSearch\nEnglish | 한국어 | 中文\nLogin",
        "Home > News > 2024",
    ),
    "notice": (
        "This website uses cookies to give you the best experience.",
        "Please enable JavaScript in your browser to see this page in full.",
        "Subscribe to our newsletter and never miss a story of the harbour.",
        "Share this article with your friends.",
    ),
    "rule": ("-----", "==========", "* * *"),
}
BELOW = {
    "footer": (
        "Terms and Conditions\nPrivacy Policy",
        "© 2024 Press Example. All rights reserved.",
        "Home\nAbout us\nContact us",
        "Sign In",
        "Back to top",
    ),
    "comments": ("No comments:\nPost a Comment", "3 Comments\nAlba says:\nWhat a fine ferry.", "Leave a comment"),
    "URL below": ("https://press.example/2024/ferry.html", "Source: https://press.example/f"),
    "note below": (
        "Retrieved on 2024-03-01 from https://press.example/",
        "-- saved with fetcher 1.2 --",
        "Page 1 of 1",
    ),
    "related": ("Related Articles\nA Mill Opens\nA Bridge Closes", "You may also like:\nThe Ferry of Old"),
    "rule below": ("-----", "***"),
}
SPACES: dict[str, Callable[[str], str]] = {
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "blank lines doubled": lambda text: text.replace("\n", "\n\n"),
    "no blank lines": lambda text: "\n".join(line for line in text.split("\n") if line.strip()),
    "indented": lambda text: "\n".join(f"    {line}" for line in text.split("\n")),
    "tabs": lambda text: "\n".join(f"\t{line}\t" for line in text.split("\n")),
    "no-break spaces": lambda text: "\n".join(f"\u00a0{line}\u00a0" for line in text.split("\n")),
    "blank lines above": lambda text: "\n\n \n" + text,
    "blank lines below": lambda text: text + "\n \n\n",
    "quoted": lambda text: "\n".join(f"> {line}" for line in text.split("\n")),
    "numbered": lambda text: "\n".join(f"{i:4} {line}" for i, line in enumerate(text.split("\n"), 1)),
    "line separators": lambda text: text.replace("\n", "\u2028"),
    "one line": lambda text: " ".join(text.split("\n")),
    "wrapped at 72": lambda text: "\n".join("\n".join(_wrap(line)) for line in text.split("\n")),
    "form feeds": lambda text: text.replace("\n\n", "\n\f\n"),
}
ENCODINGS = (
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-32",
    "cp1252",
    "latin-1",
    "cp949",
    "gb18030",
    "shift_jis",
    "koi8-r",
    "cp1251",
)
FIELDS = ("title", "published_on", "crawled_on", "byline", "credit", "body")


class Found(NamedTuple):
    """What is read of one input: values by name, none where it is refused; and its warnings."""

    values: dict[str, object] | None
    warnings: tuple[tuple[str, str], ...] = ()
    """Each with what it says."""


def _wrap(line: str) -> list[str]:
    import textwrap

    return textwrap.wrap(line, 72, break_long_words=False, break_on_hyphens=False) or [""]


def pages() -> Iterator[tuple[str, str, str | None]]:
    """Name, text and URL of each page."""
    for path in sorted((ROOT / "tests" / "dumps").glob("*.json")):
        told = json.loads(path.read_text("utf-8"))
        (dump,) = (other for other in path.parent.glob(f"{path.stem}.*") if other != path)
        yield path.stem, dump.read_text("utf-8"), told.get("url")
    for html in (0.0, 1.0):
        for truth, data in dumps(int(GENERATED * (0.7 - 0.4 * html)), SEED, html=html):
            if truth.outcome == "published":
                yield f"generated/{truth.path}", decode(data)[0].decode(), None


def found(text: str, url: str | None) -> Found:
    """What presspack reads in a text."""
    try:
        outlet, article = read(text, schemas().OUTLETS, Record(url=url))
    except Rejected:
        return Found(None)
    if article.reasons or not article.body:
        return Found(None)
    return Found({"outlet": outlet, **_values(article)}, tuple((note.slug, note.detail) for note in article.warnings))


def _values(article: Article) -> dict[str, object]:
    return {**{name: getattr(article, name) for name in FIELDS}, "related": tuple(item[1:] for item in article.related)}


def judge(base: Found, got: Found, *, dropped: bool = False, joined: bool = False) -> str:
    """right, refused, warned or wrong. Where a line was dropped, what is left of the values is right too.

    Where all lines were joined, the paragraphs are gone with them: the words count.
    """
    assert base.values is not None
    if got.values is None:
        return "refused"
    if all(_is_so(name, base.values[name], value, dropped) for name, value in got.values.items()):
        return "right"
    if joined and got.values["title"] == base.values["title"] and _words(got) == _words(base):
        return "right"
    new = {slug for slug, detail in got.warnings if (slug, detail) not in base.warnings}
    return "warned" if new - {"undated", "untitled", "unknown-language"} else "wrong"


def _words(one: Found) -> list[str]:
    assert one.values is not None
    return str(one.values["body"]).split()


def _is_so(name: str, was: object, now: object, dropped: bool) -> bool:
    if was == now or (dropped and now is None):
        return True
    if dropped and name == "body":
        return isinstance(now, str) and isinstance(was, str) and _is_part(now.split("\n\n"), was.split("\n\n"))
    if dropped and name == "related":
        return isinstance(now, tuple) and isinstance(was, tuple) and set(now) <= set(was)
    return dropped and name == "crawled_on"  # the newest of the related items that are left


def _is_part(part: list[str], whole: list[str]) -> bool:
    """Whether some paragraphs are all of others, each whole or a part of one, in their order."""
    rest = iter(whole)
    return all(any(text in other or other in text for other in rest) for text in part)


def mutated(name: str, text: str) -> Iterator[tuple[str, str]]:
    """Each mutation of a text with the name of its kind."""
    rng = random.Random(name)
    markup = text.lstrip().startswith("<")
    for kind, wrappings in ABOVE.items():
        for wrapping in wrappings:
            yield f"above: {kind}", f"{wrapping}\n{text}"
            yield f"above: {kind}", f"{wrapping}\n\n{text}"
    for kind, wrappings in BELOW.items():
        for wrapping in wrappings:
            yield f"below: {kind}", f"{text.rstrip()}\n{wrapping}\n"
    for above in ABOVE.values():
        below = rng.choice([wrapping for wrappings in BELOW.values() for wrapping in wrappings])
        yield "above and below", f"{rng.choice(above)}\n{text.rstrip()}\n{below}\n"
    for between in ("\n", "\n\n\n", "\n-----\n"):
        yield "the page twice", f"{text.rstrip()}{between}{text}"
    if not markup:
        for kind, change in SPACES.items():
            yield f"spaces: {kind}", change(text)
    lines = text.split("\n")
    full = [i for i, line in enumerate(lines) if line.strip()]
    if not markup:
        for i in [*full[:6], *sorted(rng.sample(full[6:], min(LINES - 6, len(full[6:]))))]:
            yield "dropped line", "\n".join([*lines[:i], *lines[i + 1 :]])
            yield "doubled line", "\n".join([*lines[: i + 1], *lines[i:]])


def encoded(text: str) -> Iterator[tuple[str, str]]:
    """The text as it is read from each encoding that has all its letters."""
    for encoding in ENCODINGS:
        try:
            data = text.encode(encoding)
        except UnicodeEncodeError:
            continue
        try:
            yield "encoding", decode(data)[0].decode()
        except Rejected:
            yield "encoding", ""


def measure(show: int) -> dict[str, Counter[str]]:
    """How many inputs of each kind are right, refused, warned and wrong."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for name, text, url in pages():
        base = found(text, url)
        if base.values is None:
            continue
        for kind, changed in [*mutated(name, text), *encoded(text)]:
            got = found(changed, url)
            joined = kind in ("spaces: one line", "spaces: line separators")
            judged = judge(base, got, dropped=kind == "dropped line", joined=joined)
            table[kind][judged] += 1
            if judged == "wrong" and show > 0:
                show -= 1
                assert got.values is not None
                differs = {n: (base.values[n], v) for n, v in got.values.items() if base.values[n] != v}
                print(f"--- {name}: {kind}\n{changed[:300]!r}\n{str(differs)[:700]}\n{got.warnings}", file=sys.stderr)
        for judged in left_out(text, url, base):
            table["read without its layout"][judged] += 1
            if judged == "wrong" and show > 0:
                print(f"--- {name}: read without its layout", file=sys.stderr)
    return table


def left_out(text: str, url: str | None, base: Found) -> Iterator[str]:
    """What is read of a page where no layout knows its shape."""
    everything = reader.LAYOUTS
    name = read(text, schemas().OUTLETS, Record(url=url))[1].layout
    rest = tuple(layout for layout in everything if layout.name != name)
    if len(rest) == len(everything):
        return
    try:
        reader.LAYOUTS = rest
        got = found(text, url)
    finally:
        reader.LAYOUTS = everything
    yield judge(base, got)


def render(table: dict[str, Counter[str]]) -> str:
    """A table in Markdown."""
    total: Counter[str] = Counter()
    rows = [
        "| mutation | inputs | right | refused | warned | silently wrong |",
        "| --- | --: | --: | --: | --: | --: |",
    ]
    for kind, counts in table.items():
        total += counts
        rows.append(_row(kind, counts))
    return "\n".join([*rows, _row("**all**", total)]) + "\n"


def _row(kind: str, counts: Counter[str]) -> str:
    shares = [f"{100 * counts[name] / counts.total():.1f} %" for name in ("right", "refused", "warned")]
    return f"| {kind} | {counts.total()} | {' | '.join(shares)} | {counts['wrong']} |"


def main() -> int:
    """Measure, and say what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--show", type=int, default=0, metavar="N")
    args = parser.parse_args()
    table = measure(args.show)
    print(render(table))
    if not args.check and not args.show:
        before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n{render(table)}\n{END}{rest.partition(END)[2]}", "utf-8")
    wrong = sum(counts["wrong"] for counts in table.values())
    return int(args.check and wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
