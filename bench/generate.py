"""Dumps of made-up articles in every layout, as text or HTML, in any number, with what a careful reader finds in each.

The texts are invented; the labels of real outlets stand on them so that every label is read.
"""

import argparse
import json
import random
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from pathlib import Path

from bench import words
from bench.artefacts import PROMOTIONS, broken, rough
from bench.pages import (
    BODY,
    DAY,
    LEGACY,
    MONTHS,
    OUTLETS,
    PAGE,
    SHAPES,
    SINGLE,
    TITLED,
    UNKNOWN,
    Article,
    Day,
    Item,
    Outlet,
    Page,
    Shape,
    Teaser,
    Truth,
    render,
    short_date,
    trailer,
    truth_of,
)
from bench.saved import render_html
from bench.words import pick, tidy

__all__ = ["OUTLETS", "Item", "Truth", "dumps", "write"]

FAULTS = {  # each reason, and the layouts that can show it
    "invalid-date": (PAGE, SINGLE, TITLED, LEGACY),
    "unknown-outlet": SHAPES,
    "outlet-conflict": (PAGE, SINGLE, TITLED),
    "more-from-twice": (BODY, PAGE, SINGLE, TITLED),
    "empty-body": (PAGE, SINGLE, TITLED),
    "date-after-crawl": (PAGE, SINGLE),
    "date-before-founding": (PAGE, SINGLE, TITLED, LEGACY),
    "no-layout": (),
    "empty-file": (),
    "binary": (),
}


class Press:
    """Writes articles, scrapes them, and remembers the last few, to scrape them again."""

    def __init__(self, seed: int, html: float = 0, listed: float = 0) -> None:
        self.random = random.Random(seed)
        self.listed, self.promised = listed, deque[Article]()
        self.html, self.saved = html, random.Random(seed)  # its own: the texts are the same whatever the share
        self.draw = self.random.random
        self.teasers = [self.teaser() for _ in range(3000)]
        self.recent: deque[tuple[Truth, bytes, Article]] = deque(maxlen=200)
        self.refusals = 0

    def between(self, first: Day, last: Day) -> Day:
        """A day from first to last, both included; never before first."""
        return first + int(self.draw() * ((last - first).days + 1)) * DAY

    def teaser(self) -> Teaser:
        """The beginning of an article, at most 130 characters, cut at a word."""
        text = words.paragraph(self.draw)
        while len(tidy(text)) > 130:
            text = text[: text.rindex(" ")]
        raw = rough(text, self.draw)
        title = words.title(self.draw)
        return Teaser(rough(title, self.draw), raw if len(raw) <= 130 else tidy(text), tidy(title), tidy(text))

    def shape(self, among: tuple[Shape, ...]) -> Shape:
        """One of the shapes, by their shares."""
        return self.random.choices(among, [shape.share for shape in among])[0]

    def article(self, outlet: Outlet, shape: Shape, crawl: Day) -> Article:
        """A new article, published by the day of its first crawl."""
        draw = self.draw
        paragraphs = [words.paragraph(draw) for _ in range(3 + int((draw() + draw()) * 6))]
        if draw() < 0.15:
            paragraphs.insert(1 + int(draw() * (len(paragraphs) - 1)), words.subhead(draw))
        kicker = draw() < (0.2 if outlet.id == "voice-of-korea" else 0.02)
        untitled = shape.layout in ("body", "page") and draw() < 0.02
        published = self.between(Day(2016, 1, 1), crawl)
        if shape is LEGACY:
            published = crawl
        elif draw() < 0.25:
            published = crawl - int(draw() * 30) * DAY
        if draw() < 0.3 and published.day > 12:  # day and month may be mistaken for each other
            published = published.replace(day=1 + int(draw() * 12))
        if kicker:
            paragraphs.insert(0, words.subhead(draw))
        elif draw() < (0.8 if outlet.id.startswith("kcna") else 0.03):
            day = published - (draw() < 0.1) * DAY  # a reprint may come a day later
            paragraphs[0] = words.dateline(MONTHS[day.month - 1], day.day, draw) + paragraphs[0]
        bare = outlet.label.partition(" (")[0]
        return Article(
            outlet=outlet,
            title=None if untitled else words.title(draw),
            paragraphs=paragraphs,
            byline=words.byline(draw) if draw() < 0.08 else None,
            credit=(bare if bare.startswith("Sample ") else "KCNA") if draw() < 0.05 else None,
            published=published,
            kicker=kicker,
        )

    def related(self, shape: Shape, crawl: Day, published: Day) -> list[tuple[Teaser, Day]]:
        """Teasers of the crawl's week, newest first, none older than the article, some twice."""
        count = {"page": 15, "body": 20, "titled": 20, "legacy": 0}[shape.layout]
        oldest, newest = max(published, crawl - 6 * DAY), crawl
        if shape.layout == "page":  # the others have no crawl line: their newest item dates them
            newest = max(oldest, crawl + pick((1, 0, 0, 0, 0, -1, -2), self.draw) * DAY)
        days = (newest - oldest).days + 1
        ages = sorted([int(self.draw() * days) for _ in range(count)])
        ages[:1] = [0] * len(ages[:1])
        teasers = [pick(self.teasers, self.draw) for _ in ages]
        if teasers and self.draw() < 0.2:
            teasers[-1 - int(self.draw() * 5)] = teasers[2]
        return [(teaser, newest - age * DAY) for teaser, age in zip(teasers, ages, strict=True)]

    def scrape(self, article: Article, shape: Shape, crawl: Day) -> Page:
        """The article as one crawl shows it."""
        lines, dated = self.prose(article, shape)
        return Page(
            layout=shape.layout,
            label=article.outlet.label,
            more_from=article.outlet.label,
            title=rough(article.title, self.draw) if article.title else None,
            date=short_date(article.published),
            crawl=crawl,
            lines=lines,
            related=self.related(shape, crawl, article.published),
            trailer=dated,
            end=self.draw() >= 0.01,
        )

    def render(self, page: Page) -> str:
        """The page as text or, by the share of HTML, as a browser saves it."""
        return render_html(page) if self.saved.random() < self.html else render(page)

    def prose(self, article: Article, shape: Shape) -> tuple[list[str], bool]:
        """The paragraphs and all that stands around them, and whether a trailer dates them."""
        draw = self.draw
        lines = [rough(text, draw) for text in article.paragraphs]
        lines = [part for line in lines for part in (broken(line, draw) if draw() < 0.04 else [line])]
        if article.kicker and draw() < 0.5:
            lines[:2] = [f"{lines[0]}   {lines[1]}"]
        site = trailer(article.published) if article.outlet.id == "kcna-kp" and draw() < 0.9 else None
        if article.outlet.id == "kcna-kp" and draw() < 0.9:
            lines[-1] += " -0-"
            if site and draw() < 0.2:
                lines[-1] += " " + site.removeprefix("www.kcna.kp ")
                lines += filter(None, (article.byline, article.credit))
                return lines, True
        lines += filter(None, (article.byline, article.credit, site))
        if shape.layout != "body" and draw() < 0.03:
            lines.insert(0, pick(PROMOTIONS[:-1] if shape is LEGACY else PROMOTIONS, draw))
        if draw() < 0.01:
            lines.insert(int(draw() * (len(lines) - 1)), pick(PROMOTIONS[:-1], draw))
        return lines, site is not None

    def promise(self, outlet: Outlet, related: list[tuple[Teaser, Day]]) -> None:
        """Let the newest item of a list be the beginning of an article of which there will be a dump."""
        day = related[0][1]
        article = self.article(outlet, BODY, day)
        article.published, article.title = day, article.title or words.title(self.draw)
        text = tidy(" ".join(article.paragraphs))[:131].rpartition(" ")[0]
        related[0] = Teaser(tidy(article.title), text, tidy(article.title), text), day
        self.promised.append(article)

    def keep(self, path: str) -> tuple[Truth, bytes]:
        """A dump of an article that an earlier dump lists; it has no header of its own."""
        article = self.promised.popleft()
        return self.publish(path, article, BODY, self.between(article.published, article.published + 90 * DAY))

    def encode(self, text: str) -> bytes:
        """UTF-8, now and then with Windows line ends, a byte order mark or spaces that break no line."""
        if self.draw() < 0.005 and not text.startswith("<"):  # between tags and attributes it would be no space
            text = text.replace(" ", "\u00a0")
        if self.draw() < 0.02:
            text = text.replace("\n", "\r\n")
        return text.encode("utf-8-sig" if self.draw() < 0.01 else "utf-8")

    def fresh(self, path: str) -> tuple[Truth, bytes]:
        """A dump of a new article."""
        shape = self.shape(SHAPES)
        crawl = self.between(shape.first, shape.last)
        outlet = pick(OUTLETS, self.draw)
        return self.publish(path, self.article(outlet, shape, crawl), shape, crawl)

    def copy(self, path: str) -> tuple[Truth, bytes]:
        """Another crawl of an earlier article, on another day, often in another layout."""
        if not self.recent:
            return self.fresh(path)
        article = pick(self.recent, self.draw)[2]
        known = (BODY, PAGE, SINGLE, TITLED) if article.title else (BODY, PAGE, SINGLE)
        among = tuple(shape for shape in known if shape.last > article.published)
        for _ in range(9 if among else 0):
            shape = self.shape(among)
            crawl = self.between(max(shape.first, article.published), shape.last)
            if crawl not in article.crawls:
                return self.publish(path, article, shape, crawl)
        return self.fresh(path)

    def publish(self, path: str, article: Article, shape: Shape, crawl: Day) -> tuple[Truth, bytes]:
        """A dump of the article, remembered for later copies."""
        page = self.scrape(article, shape, crawl)
        if page.related and self.listed and self.draw() < self.listed:
            self.promise(article.outlet, page.related)
        dump = (truth_of(path, article, page), self.encode(self.render(page)))
        article.crawls.append(crawl)
        self.recent.append((*dump, article))
        return dump

    def duplicate(self, path: str) -> tuple[Truth, bytes]:
        """An earlier dump, byte for byte."""
        if not self.recent:
            return self.fresh(path)
        truth, content, _ = pick(self.recent, self.draw)
        return replace(truth, path=path, outcome="duplicate", duplicate_of=truth.path), content

    def refuse(self, path: str) -> tuple[Truth, bytes]:
        """A dump with one fault; the faults take turns."""
        reason, shapes = list(FAULTS.items())[self.refusals % len(FAULTS)]
        self.refusals += 1
        truth = Truth(path, "rejected", reasons=(reason,))
        if not shapes:
            return truth, self.no_page(reason)
        page = self.broken(reason, self.shape(shapes))
        return replace(truth, layout=page.layout), self.encode(self.render(page))

    def no_page(self, reason: str) -> bytes:
        """Nothing, a picture, or prose."""
        if reason == "empty-file":
            return b""
        if reason == "binary":
            start = pick((b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\xff\xd8\xff\xe0\0\x10JFIF\0"), self.draw)
            return start + self.random.randbytes(500 + int(self.draw() * 9000))
        lines = [rough(words.paragraph(self.draw), self.draw) for _ in range(3 + int(self.draw() * 9))]
        return self.encode(pick(("\n", "\n\n"), self.draw).join(lines))

    def broken(self, reason: str, shape: Shape) -> Page:
        """A dump of a new article, with one fault."""
        draw = self.draw
        old = reason == "date-before-founding"
        outlet = pick([outlet for outlet in OUTLETS if outlet.founded or not old], draw)
        crawl = self.between(shape.first, shape.last)
        article = self.article(outlet, shape, crawl)
        page = self.scrape(article, shape, crawl)
        if reason == "invalid-date":
            page.date = pick(("31/02", f"{article.published.day:02d}/13"), draw) + page.date[5:]
        elif reason == "unknown-outlet":
            page.label = page.more_from = pick(UNKNOWN, draw)
        elif reason == "outlet-conflict":
            page.more_from = pick([other.label for other in OUTLETS if other != outlet], draw)
        elif reason == "more-from-twice":
            page.sections = 2
        elif reason == "empty-body":
            page.lines = []
        elif reason == "date-after-crawl":
            page.date = short_date(crawl + int(2 + draw() * 399) * DAY)
            page.related = [(teaser, min(day, crawl)) for teaser, day in page.related]
        elif outlet.founded:
            page.date = short_date(outlet.founded - int(1 + draw() * 9999) * DAY)
        return page


def dumps(
    count: int, seed: int = 0, *, rejected: float = 0.05, html: float = 0, listed: float = 0
) -> Iterator[tuple[Truth, bytes]]:
    """The dumps, one by one: the same for the same seed and count. Paths sort in this order.

    `html` is the share of saved pages; they hold the same articles as the texts in their place.
    `listed` is the share of lists whose newest item is the beginning of an article that a later dump has.
    """
    press = Press(seed, html, listed)
    for number in range(count):
        path = f"{number // 1000:05d}/{number:08d}.txt"
        roll = press.draw()
        if roll < rejected:
            yield press.refuse(path)
        elif roll < rejected + 0.06:
            yield press.copy(path)
        elif roll < rejected + 0.08:
            yield press.duplicate(path)
        elif press.promised:
            yield press.keep(path)
        else:
            yield press.fresh(path)


def stored(folder: Path, made: Iterable[tuple[Truth, bytes]]) -> Iterator[Truth]:
    """Write each dump below the folder, at most 1,000 to a folder, and hand on its truth."""
    for truth, content in made:
        target = folder / truth.path
        if truth.path.endswith("000.txt"):
            target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        yield truth


def write(folder: Path, count: int, seed: int = 0, *, rejected: float = 0.05, listed: float = 0) -> list[Truth]:
    """Write the dumps below the folder; their truths, in the order of their paths."""
    return list(stored(folder, dumps(count, seed, rejected=rejected, listed=listed)))


def as_json(truth: Truth) -> str:
    """The truth on one line; dates are ISO 8601."""

    def plain(value: object) -> object:
        if isinstance(value, Truth | Item):
            return {name.name: getattr(value, name.name) for name in fields(value)}
        return str(value)

    return json.dumps(truth, default=plain, ensure_ascii=False)


def main(arguments: Sequence[str] | None = None) -> None:
    """Write dumps below a folder and, where asked, their truths to a file, one a line."""
    parser = argparse.ArgumentParser(prog="python -m bench.generate", description=main.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--html", type=float, default=0, metavar="SHARE", help="of saved pages, from 0 to 1")
    parser.add_argument("--truth", type=Path, metavar="FILE.jsonl")
    options = parser.parse_args(arguments)
    truths = stored(options.folder, dumps(options.count, options.seed, html=options.html))
    if options.truth is None:
        deque(truths, maxlen=0)
        return
    with options.truth.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{as_json(truth)}\n" for truth in truths)


if __name__ == "__main__":
    main()
