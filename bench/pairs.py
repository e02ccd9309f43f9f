"""Labelled pairs of articles, as dumps: variants of one story, and pairs that look like one story and are two.

Greetings, bulletins and boilerplate are of our own making; all else is made of the sentences of `words.py`.
"""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from bench import words
from bench.pages import DAY, MONTHS, OUTLETS, Day, Outlet, Page, render, short_date
from bench.words import POOLS, pick, tidy

CRAWL = Day(2026, 5, 20)


class Text(NamedTuple):
    """An article as one outlet prints it; without a date it has no header."""

    outlet: Outlet
    title: str
    date: Day | None
    paragraphs: list[str]


class Pair(NamedTuple):
    """Two dumps, by their paths, and whether they tell one story."""

    kind: str
    one: str
    other: str
    same: bool


GREETING = (
    "{giver}, first steward of {home}, sent {a} message of greeting to {taker}, president of {land}, on {day}.",
    "In the message the first steward extended warm congratulations to the president and to the people of {land} on "
    "the occasion of the {nth} anniversary of {feast}.",
    "Noting that the friendship between the two countries, {bond}, has been handed down from one generation to the "
    "next, he expressed the belief that it would go on {way} in keeping with the wish of both peoples.",
    "The message wished the president good health and success in {work}, and the people of {land} {wish}.",
)
BULLETIN = (
    "The Weather House says that it will be {sky} in {place} on {day}, with {wind} winds from the {side}.",
    "The highest temperature of the day will be {warm} degrees and the lowest {cold} degrees, and {wet} millimetres of rain "
    "are expected at {other}.",
    "On the coast of {shore} the waves will be {wave} metres high, and {boats} should {advice}.",
)
BOILERPLATE = (
    "The Harbour Council was founded in the year of the great frost to keep the quays, the lamps and the tide tables of all "
    "the northern ports, and has published its minutes in full on the first day of each month ever since, with a list "
    "of every rope, bolt and bucket that was bought, lent or lost."
)
LANDS = ("the Windward Isles", "Morrowland", "the Republic of Ostrel", "Lower Thessaly Bay", "the Union of Six Rivers", "Carranmoor",
         "the Kingdom of Pellar", "Novenska", "the Free Ports", "Ambry", "High Quellin", "the Salt Coast")  # fmt: skip
FEASTS = ("the founding of the republic", "independence", "the opening of diplomatic relations", "the great harvest peace",
          "the union of the provinces", "the first free parliament")  # fmt: skip
BONDS = ("forged in common trials", "rich in years", "as old as their harbours", "sealed by treaty", "tested by storm")
WAYS = ("growing stronger", "developing on good terms", "bearing fruit in every field", "flourishing")
WORK = ("his responsible work", "his high office", "his efforts for the prosperity of the country", "the year to come")
WISHES = ("happiness and prosperity", "lasting peace", "rich harvests and calm seas", "well-being and progress")


class Pairs:
    """Makes pairs; the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed).random

    def between(self, first: int, last: int) -> int:
        """A whole number, both ends included."""
        return first + int(self.draw() * (last - first + 1))

    def day(self) -> Day:
        """A day of the last ten years."""
        return Day(2016, 1, 1) + self.between(0, 3600) * DAY

    def article(self, paragraphs: int = 0) -> Text:
        """A new article, of so many paragraphs, or of three to eight."""
        text = [tidy(words.paragraph(self.draw)) for _ in range(paragraphs or self.between(3, 8))]
        return Text(pick(OUTLETS, self.draw), tidy(words.title(self.draw)), self.day(), text)

    def elsewhere(self, text: Text) -> Text:
        """The same at another outlet, up to a week later, or without its date."""
        outlet = pick([outlet for outlet in OUTLETS if outlet != text.outlet], self.draw)
        date = None if self.draw() < 0.3 or text.date is None else text.date + self.between(0, 7) * DAY
        return text._replace(outlet=outlet, date=date)

    def filled(self, template: tuple[str, ...], **values: str) -> list[str]:
        """A template with its gaps filled."""
        return [line.format(**values) for line in template]

    def greeting(self, date: Day, land: str, feast: str) -> Text:
        """A greeting on a feast of a land."""
        ends = {1: "st", 2: "nd", 3: "rd"}
        nth = date.year - 1950
        names = [tidy(pick(POOLS["name"], self.draw)) for _ in range(2)]
        lines = self.filled(
            GREETING,
            giver="Ollin Marrowby",
            home="Greater Lindmoor",
            a=pick(("a", "a warm", "a"), self.draw),
            taker=names[0],
            land=land,
            day=f"{MONTHS[date.month - 1]} {date.day}",
            nth=f"{nth}{ends.get(nth % 10, 'th')}",
            feast=feast,
            bond=pick(BONDS, self.draw),
            way=pick(WAYS, self.draw),
            work=pick(WORK, self.draw),
            wish=pick(WISHES, self.draw),
        )
        return Text(pick(OUTLETS, self.draw), f"Greeting to President of {land}", date, lines)

    def bulletin(self, date: Day) -> Text:
        """The weather of a day."""
        lines = self.filled(
            BULLETIN,
            sky=pick(("fair", "cloudy", "foggy", "fair, then cloudy", "wet"), self.draw),
            place=pick(POOLS["place"], self.draw),
            other=pick(POOLS["place"], self.draw),
            shore=pick(POOLS["place"], self.draw),
            day=f"{MONTHS[date.month - 1]} {date.day}",
            wind=pick(("light", "strong", "fresh"), self.draw),
            side=pick(("north", "south-west", "east", "north-east"), self.draw),
            warm=str(self.between(9, 30)),
            cold=str(self.between(-9, 8)),
            wet=str(self.between(1, 60)),
            wave=str(self.between(1, 5)),
            boats=pick(("small boats", "ferries", "boats under sail"), self.draw),
            advice=pick(("stay in port", "keep to the channel", "take in sail", "fear nothing"), self.draw),
        )
        return Text(pick(OUTLETS, self.draw), "Weather", date, lines)

    # --- what one outlet does to the text of another

    def dateline(self, text: Text) -> Text:
        """With a dateline, or without."""
        date = text.date or CRAWL
        line = f"{pick(POOLS['place'], self.draw)}, {MONTHS[date.month - 1]} {date.day} (KCNA) -- "
        return text._replace(paragraphs=[line + text.paragraphs[0], *text.paragraphs[1:]])

    def end_mark(self, text: Text) -> Text:
        """With `-0-`."""
        return text._replace(paragraphs=[*text.paragraphs[:-1], text.paragraphs[-1] + " -0-"])

    def everywhere(self, text: Text, *swaps: tuple[str, str]) -> Text:
        """Some characters for others."""
        lines = list(text.paragraphs)
        for old, new in swaps:
            lines = [line.replace(old, new) for line in lines]
        return text._replace(paragraphs=lines)

    def quotes(self, text: Text) -> Text:
        """Straight quotes and dashes for others."""
        return self.everywhere(text, ("’", "'"), ("“", '"'), ("”", '"'), ("–", "--"))

    def spaces(self, text: Text) -> Text:
        """A space before commas and double spaces."""
        return self.everywhere(text, (", ", " , "), (". ", ".  "))

    def committee(self, text: Text) -> Text:
        """`C.C.` for `Central Committee`."""
        return self.everywhere(text, ("Central Committee", "C.C."))

    def case(self, text: Text) -> Text:
        """The title in lower case, and some words with a capital."""
        chosen = {pick(POOLS["noun"], self.draw) for _ in range(12)}
        swapped = self.everywhere(text, *((f" {word} ", f" {word.capitalize()} ") for word in sorted(chosen)))
        return swapped._replace(title=text.title.capitalize())

    def cut(self, text: Text) -> Text:
        """Without the last paragraph."""
        return text._replace(paragraphs=text.paragraphs[:-1] if len(text.paragraphs) > 2 else text.paragraphs)

    def added(self, text: Text) -> Text:
        """With one more sentence."""
        more = tidy(words.paragraph(self.draw)).partition(". ")[0].rstrip(".") + "."
        return text._replace(paragraphs=[*text.paragraphs, more])

    def reworded(self, text: Text) -> Text:
        """With other words in some places, as an editor puts them."""
        lines = []
        for line in text.paragraphs:
            parts = line.split(" ")
            for _ in range(max(1, len(parts) // 40)):
                parts[self.between(0, len(parts) - 2)] = pick(POOLS["adj"], self.draw)
            lines.append(" ".join(parts))
        return text._replace(paragraphs=lines)

    # --- pairs

    def one_story(self) -> Iterator[tuple[str, Text, Text, bool]]:
        """One story twice; the kind says how the two differ."""
        ways: tuple[Callable[[Text], Text], ...] = (
            self.dateline, self.end_mark, self.quotes, self.spaces, self.committee, self.case, self.cut, self.added, self.reworded,
        )  # fmt: skip
        for way in ways:
            article = self.article()
            article.paragraphs[-1] += f" So said the Central Committee of the {pick(POOLS['people'], self.draw)}."
            yield way.__name__.replace("_", " "), article, way(self.elsewhere(article)), True
        article = self.article()
        other = self.elsewhere(article)
        for _ in range(3):
            other = pick(ways, self.draw)(other)
        yield "three changes", article, other, True

    def two_stories(self) -> Iterator[tuple[str, Text, Text, bool]]:
        """Two stories that look like one."""
        land, feast, date = pick(LANDS, self.draw), pick(FEASTS, self.draw), self.day()
        greeting = self.greeting(date, land, feast)
        before = self.greeting(date.replace(year=date.year - self.between(1, 3), day=min(date.day, 28)), land, feast)
        yield "yearly greeting", greeting, before, False
        same = before._replace(paragraphs=list(greeting.paragraphs), outlet=greeting.outlet)
        same.paragraphs[1] = before.paragraphs[1]
        yield "yearly greeting, same words", greeting, same, False
        other = pick([other for other in LANDS if other != land], self.draw)
        yield "greeting to another", greeting, self.greeting(date, other, pick(FEASTS, self.draw)), False
        one, two = self.article(), self.article()
        yield "same title", one, two._replace(title=one.title, date=one.date), False
        one, two = self.article(4), self.article(4)
        one.paragraphs.append(BOILERPLATE)
        two.paragraphs.append(BOILERPLATE)
        yield "shared paragraph", one, two._replace(date=one.date), False
        one, two = self.article(5), self.article(5)
        yield "same event", one, self.retold(one, two), False
        bulletin = self.bulletin(date)
        yield "daily bulletin", bulletin, self.bulletin(date + DAY), False

    def retold(self, one: Text, two: Text) -> Text:
        """The same names, numbers and quotations in other sentences, on the same day."""
        lines = list(two.paragraphs)
        for i, line in enumerate(one.paragraphs):
            words_ = line.split(" ")
            start = self.between(0, len(words_) - 8)
            lines[i] += f" {' '.join(words_[start : start + 7])}, it was said."
        return two._replace(title=one.title, date=one.date, paragraphs=lines)


def pairs(rounds: int, seed: int = 0) -> Iterator[tuple[str, Text, Text, bool]]:
    """So many rounds of every kind. A third of the hard negatives lose a date, as pages without a header do."""
    maker = Pairs(seed)
    for _ in range(rounds):
        yield from maker.one_story()
        for kind, one, two, same in maker.two_stories():
            lost = maker.draw()
            yield (
                kind,
                one._replace(date=None) if lost < 0.1 else one,
                two._replace(date=None) if lost < 0.3 else two,
                same,
            )


def dump(text: Text) -> str:
    """The article as a page; without a date, as a page without its header."""
    page = Page(
        layout="page" if text.date else "body",
        label=text.outlet.label,
        more_from=text.outlet.label,
        title=text.title,
        date=short_date(text.date or CRAWL),
        crawl=CRAWL,
        lines=text.paragraphs,
        related=[],
    )
    return render(page)


def write(folder: Path, rounds: int, seed: int = 0) -> list[Pair]:
    """Write the dumps of all pairs below the folder; the pairs, by the paths of their dumps."""
    written = []
    folder.mkdir(parents=True, exist_ok=True)
    for number, (kind, one, two, same) in enumerate(pairs(rounds, seed)):
        paths = f"{number:05d}-a.txt", f"{number:05d}-b.txt"
        for path, text in zip(paths, (one, two), strict=True):
            (folder / path).write_text(dump(text), "utf-8", newline="\n")
        written.append(Pair(kind, *paths, same))
    return written
