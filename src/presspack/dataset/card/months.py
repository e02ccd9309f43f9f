"""Dated articles by outlet and month: what the card and the report draw of time."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from presspack.writing.markdown import number

MOST_MONTHS = 60


class Months(NamedTuple):
    """How many articles there are, by outlet and column."""

    unit: str
    """`month`, or `year` where there are many months."""
    columns: list[str]
    """Every month, such as 2024-07, or year from the first that has an article to the last."""
    rows: dict[str, Counter[str]]
    """The articles of an outlet in each column; those of the outlets without a row of their own are under ""."""

    @property
    def all(self) -> Counter[str]:
        """The articles of all outlets in each column."""
        return sum(self.rows.values(), Counter())

    @property
    def best(self) -> tuple[str, int]:
        """The column with most articles, and how many."""
        return max(self.all.items(), key=lambda item: (item[1], item[0]))

    @property
    def tallest(self) -> int:
        """Most articles of one outlet that has a row of its own, in one column."""
        return max((many for outlet, counts in self.rows.items() if outlet for many in counts.values()), default=0)

    @property
    def scale(self) -> str:
        """What the height of a bar says, in a sentence."""
        rows = (
            "All rows have one scale, but for the sum of the others" if "" in self.rows else "All rows have one scale"
        )
        return f"{rows}: the tallest bar is {number(self.tallest)}."


def largest(articles: Mapping[str, int], most: int) -> list[str]:
    """The outlets with most articles, so many of them that the others are none or several."""
    ranked = sorted(articles, key=lambda outlet: (-articles[outlet], outlet))
    return ranked if len(ranked) <= most + 1 else ranked[:most]


def months(counts: Iterable[tuple[str, str, int]], shown: Sequence[str]) -> Months | None:
    """Sum up outlet, month and number of articles; `shown` are the outlets with a row of their own.

    None where there is no month.
    """
    counts = list(counts)
    if not counts:
        return None
    first, last = (at(month for _, month, _ in counts) for at in (min, max))
    columns, unit = every_month(first, last), "month"
    if len(columns) > MOST_MONTHS:
        columns, unit = [str(year) for year in range(int(first[:4]), int(last[:4]) + 1)], "year"
    rows: dict[str, Counter[str]] = {outlet: Counter() for outlet in shown}
    for outlet, month, many in counts:
        rows.setdefault(outlet if outlet in shown else "", Counter())[month if unit == "month" else month[:4]] += many
    return Months(unit, columns, rows)


def every_month(first: str, last: str) -> list[str]:
    """Every month from the first, such as 2024-07, to the last."""
    low, high = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    return [f"{at // 12:04d}-{at % 12 + 1:02d}" for at in range(low, high + 1)]
