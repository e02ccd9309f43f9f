"""The pictures of the card: what is drawn of the figures, and what each shows, in words with numbers."""

from collections import Counter
from collections.abc import Callable
from itertools import pairwise

from presspack.dataset.facts import Facts
from presspack.project.contracts import schemas
from presspack.writing import svg
from presspack.writing.markdown import escape, number, share
from presspack.writing.svg import Bar

FOLDER = "images"
MOST_OUTLETS, MOST_MONTHS = 8, 60
STEPS = (0, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000)
SOURCES = {
    "page": "the page itself",
    "trailer": "the line under the text",
    "record": "the container",
    "copy": "another dump of it",
    "teaser": "a teaser elsewhere",
    "url": "the URL",
    "related": "related items",
}
Picture = tuple[str, str]
"""A drawing, and what it shows, in a sentence."""


def ranked(facts: Facts) -> list[tuple[str, int]]:
    """The outlets with most articles, and how many."""
    held = sorted(((name, row[0]) for name, row in facts.outlets.items()), key=lambda item: (-item[1], item[0]))
    return held if len(held) <= MOST_OUTLETS + 1 else held[:MOST_OUTLETS]


def months(facts: Facts) -> Picture:
    """Articles by outlet and month, or year where there are many months."""
    known = schemas().OUTLETS.by_id
    held = [month for _, _, month in facts.cells if month]
    dated = sum(many for (_, _, month), many in facts.cells.items() if month)
    total = facts.rows["articles"]
    if not held:
        return svg.bars("Articles over time", [], ("No article is dated.",)), "No article is dated."
    columns, unit = every_month(min(held), max(held)), "month"
    if len(columns) > MOST_MONTHS:
        columns, unit = [str(year) for year in range(int(min(held)[:4]), int(max(held)[:4]) + 1)], "year"
    shown = [name for name, _ in ranked(facts)]
    found: dict[str, Counter[str]] = {}
    for (outlet, _, month), many in facts.cells.items():
        if month:
            place = outlet if outlet in shown else ""
            found.setdefault(place, Counter())[month if unit == "month" else month[:4]] += many
    rows = []
    for name in [*shown, *([""] if "" in found else [])]:
        label = svg.short(known[name].label) if name else f"{len(facts.outlets) - len(shown)} other outlets"
        counts = found.get(name, Counter())
        rows.append((label, [counts[column] for column in columns], number(counts.total())))
    by_column: Counter[str] = Counter()
    for counts in found.values():
        by_column.update(counts)
    best, many = max(by_column.items(), key=lambda item: (item[1], item[0]))
    name, most = ranked(facts)[0]
    tallest = max(max(counts.values()) for counts in found.values())
    notes = (
        f"All rows have one scale: the tallest bar is {number(tallest)}. At the right stands the sum of the row.",
        f"{number(dated)} of {number(total)} articles are dated; the others are not shown.",
    )
    said = (
        f"Articles by {unit} and outlet, {columns[0]} to {columns[-1]}: {number(dated)} of {number(total)} are dated. "
        f"Most are of {best} ({number(many)}). The outlet with most articles is {known[name].label} ({number(most)})."
    )
    return svg.strips(f"Dated articles by {unit} and outlet", columns, rows, notes), said


def funnel(facts: Facts) -> Picture:
    """What became of the dumps."""
    found, counts = facts.rows["dumps"], facts.counts["outcome"]
    articles, stories = facts.rows["articles"], sum(len(held) for held in facts.stories.values())
    rows = [Bar("dumps found", found, number(found))]
    for outcome in schemas("dumps").OUTCOMES:
        many = counts[outcome]
        rows.append(Bar(outcome, many, f"{number(many)} ({share(many, found)})", outcome != "published"))
    rows += [Bar("articles", articles, number(articles)), Bar("stories", stories, number(stories))]
    said = ", ".join(f"{number(counts[outcome])} {outcome}" for outcome in schemas("dumps").OUTCOMES)
    return svg.bars("From dumps to articles", rows), (
        f"Of {number(found)} dumps found: {said}. They make {number(articles)} articles, "
        f"which tell {number(stories)} stories."
    )


def lengths(facts: Facts) -> Picture:
    """How long the articles are."""
    total = facts.rows["articles"]
    counts: Counter[int] = Counter()
    for words, many in facts.lengths.items():
        counts[max(step for step in STEPS if step <= words)] += many
    ends = dict(pairwise(STEPS))
    rows = [
        Bar(f"{number(step)} to {number(ends[step] - 1)}" if step in ends else f"{number(step)} and more", many, said)
        for step in STEPS
        if min(counts) <= step <= max(counts)
        for many in [counts[step]]
        for said in [f"{number(many)} ({share(many, total)})"]
    ]
    shortest, low, half, high, longest = (facts.length(at) for at in (0, 0.25, 0.5, 0.75, 1))
    return svg.bars("Articles by their number of words", rows), (
        f"Articles by their number of words: half of {number(total)} have at most {number(half)}, "
        f"a quarter at most {number(low)}, three quarters at most {number(high)}; the shortest has {number(shortest)}, "
        f"the longest {number(longest)}."
    )


def dates(facts: Facts) -> Picture:
    """By what the articles are dated."""
    total = facts.rows["articles"]
    rows, said = [], []
    for field, name in (("day of publication", "date_source"), ("day of the crawl", "crawl_source")):
        counts = facts.counts[name]
        rows.append(Bar(field))
        held = sorted((source for source in counts if source), key=lambda source: (-counts[source], str(source)))
        for source in held:
            label = f"{source}: {SOURCES.get(str(source), '')}".rstrip(": ")
            rows.append(Bar(label, counts[source], f"{number(counts[source])} ({share(counts[source], total)})"))
        rows.append(Bar("not known", counts[None], f"{number(counts[None])} ({share(counts[None], total)})", True))
        each = ", ".join(f"{number(counts[source])} by {source}" for source in held)
        known = total - counts[None]
        said.append(f"{number(known)} of {number(total)} articles have a {field}" + (f": {each}." if each else "."))
    return svg.bars("By what the articles are dated", rows), " ".join(said)


PICTURES: dict[str, Callable[[Facts], Picture]] = {
    "months": months,
    "funnel": funnel,
    "lengths": lengths,
    "dates": dates,
}


def drawn(facts: Facts) -> dict[str, str]:
    """Every picture, by its path below the dataset."""
    return {f"{FOLDER}/{name}.svg": picture(facts)[0] for name, picture in PICTURES.items()}


def shown(name: str, facts: Facts) -> str:
    """A picture in the card, with what it shows said in words."""
    return f"![{escape(PICTURES[name](facts)[1])}]({FOLDER}/{name}.svg)"


def every_month(first: str, last: str) -> list[str]:
    """Every month from the first, such as 2024-07, to the last."""
    low, high = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    return [f"{at // 12:04d}-{at % 12 + 1:02d}" for at in range(low, high + 1)]
