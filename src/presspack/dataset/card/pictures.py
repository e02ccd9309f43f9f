"""The pictures of the card: what is drawn of the dataset's numbers, and what each shows, in words."""

from collections import Counter
from collections.abc import Callable
from itertools import pairwise

from presspack.dataset.card.months import largest
from presspack.dataset.card.months import months as by_month
from presspack.dataset.facts import Facts
from presspack.project.contracts import schemas
from presspack.writing.charts import BARS, STRIPS, Bar, Part, Strip, bars, strips
from presspack.writing.markdown import escape, number, share
from presspack.writing.svg import picture

FOLDER = "images"
MOST_OUTLETS = 8
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


def ranked(facts: Facts) -> list[str]:
    """The outlets with most articles."""
    return largest({name: row[0] for name, row in facts.outlets.items()}, MOST_OUTLETS)


def months(facts: Facts) -> Picture:
    """Articles by outlet and month, or year where there are many months."""
    shown = ranked(facts)
    held = by_month(((outlet, month, many) for (outlet, _, month), many in facts.cells.items() if month), shown)
    if held is None:
        return picture("Articles over time", bars([], BARS), ("No article is dated.",)), "No article is dated."
    known, first = schemas().OUTLETS.by_id, shown[0]
    others = f"{len(facts.outlets) - len(shown)} other outlets"
    rows = [
        Strip(
            known[name].label if name else others,
            number(of.total()),
            [of[column] for column in held.columns],
            apart=not name,
        )
        for name, of in held.rows.items()
    ]
    dated = f"{number(held.all.total())} of {number(facts.rows['articles'])}"
    best, many = held.best
    notes = (
        held.scale,
        "At the right stands the sum of the row.",
        f"{dated} articles are dated; the others are not shown.",
    )
    said = (
        f"Articles by {held.unit} and outlet, {held.columns[0]} to {held.columns[-1]}: {dated} are dated. "
        f"No {held.unit} has more than {best} ({number(many)}). "
        f"The outlet with most articles is {known[first].label} ({number(facts.outlets[first][0])})."
    )
    title = f"Dated articles by {held.unit} and outlet"
    return picture(title, strips(held.columns, rows, STRIPS), notes), said


def funnel(facts: Facts) -> Picture:
    """What became of the dumps."""
    found, counts = facts.rows["dumps"], facts.counts["outcome"]
    articles, stories = facts.rows["articles"], sum(len(held) for held in facts.stories.values())
    rows = [_bar("dumps found", found)]
    for outcome in schemas("dumps").OUTCOMES:
        rows.append(_bar(outcome, counts[outcome], found, rest=outcome != "published"))
    rows += [_bar("articles", articles), _bar("stories", stories)]
    said = ", ".join(f"{number(counts[outcome])} {outcome}" for outcome in schemas("dumps").OUTCOMES)
    return picture("From dumps to articles", bars(rows, BARS)), (
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
        _bar(
            f"{number(step)} to {number(ends[step] - 1)}" if step in ends else f"{number(step)} and more",
            counts[step],
            total,
        )
        for step in STEPS
        if min(counts) <= step <= max(counts)
    ]
    shortest, low, half, high, longest = (facts.length(at) for at in (0, 0.25, 0.5, 0.75, 1))
    return picture("Articles by their number of words", bars(rows, BARS)), (
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
            rows.append(_bar(label, counts[source], total))
        rows.append(_bar("not known", counts[None], total, rest=True))
        each = ", ".join(f"{number(counts[source])} by {source}" for source in held)
        known = total - counts[None]
        said.append(f"{number(known)} of {number(total)} articles have a {field}" + (f": {each}." if each else "."))
    return picture("By what the articles are dated", bars(rows, BARS)), " ".join(said)


def _bar(label: str, many: int, whole: int | None = None, *, rest: bool = False) -> Bar:
    """A bar with its number and its share of the whole, if that is given; `rest` is what is missing, in grey."""
    said = f"{number(many)} ({share(many, whole)})" if whole is not None else number(many)
    return Bar(label, said, [Part(many, "rest" if rest else "bar")])


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
