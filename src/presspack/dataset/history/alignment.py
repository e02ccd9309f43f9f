"""Two sequences side by side: what both have in one order, exactly; of the rest, what was changed into what, at a stated cost."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import pairwise

BAND = 32
"""In a gap, an item is compared with so many before and after its place: so time is linear in the length of a text."""
DEEPEST = 16
"""How often a gap is parted by what is unique in it."""
UNPAIRED = 500
"""The cost of an item that is removed or added. A change costs 1000 less the share of words that both have, in thousandths."""
LEAST = 500
"""Of each thousand words of two items, so many are in both if one was changed into the other: the coefficient of Dice."""
FAR = 1 << 60

Pairs = list[tuple[int, int]]


def kept(old: Sequence[Hashable], new: Sequence[Hashable]) -> Pairs:
    """The places of equal items, in order: common beginnings and ends, then the longest run in order of what is unique
    in both; between these likewise.
    """
    found: Pairs = []
    gaps = [(0, len(old), 0, len(new), 0)]
    while gaps:
        i, i_end, j, j_end, depth = gaps.pop()
        while i < i_end and j < j_end and old[i] == new[j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        while i < i_end and j < j_end and old[i_end - 1] == new[j_end - 1]:
            i_end, j_end = i_end - 1, j_end - 1
            found.append((i_end, j_end))
        if i == i_end or j == j_end or depth == DEEPEST:
            continue
        anchors = _rising(_unique(old, i, i_end, new, j, j_end))
        if anchors:
            found += anchors
            for (a, b), (c, d) in pairwise([(i - 1, j - 1), *anchors, (i_end, j_end)]):
                gaps.append((a + 1, c, b + 1, d, depth + 1))
    return sorted(found)


def gaps(pairs: Pairs, old: int, new: int) -> list[tuple[range, range]]:
    """What stands between pairs, in sequences of these lengths."""
    ends = pairwise([(-1, -1), *pairs, (old, new)])
    return [(range(a + 1, c), range(b + 1, d)) for (a, b), (c, d) in ends if c - a > 1 or d - b > 1]


def changed(old: Sequence[frozenset[str]], new: Sequence[frozenset[str]]) -> Pairs:
    """Which items of a gap were changed into which, in order, each given by its words: the cheapest way, within BAND."""
    rows, columns = len(old), len(new)
    if not rows or not columns:
        return []
    reach = BAND + columns // rows
    costs = {j: j * UNPAIRED for j in range(min(reach, columns) + 1)}
    steps: list[dict[int, str]] = []
    for i, words in enumerate(old):
        middle = (i + 1) * columns // rows
        before, costs, step = costs, {}, {}
        above = left = FAR  # the costs of what is up and to the left, and of what is to the left
        if (start := max(middle - reach, 0)) > 0:
            above = before.get(start - 1, FAR)
        for j in range(start, min(middle + reach, columns) + 1):
            up = before.get(j, FAR)
            cost, way = up + UNPAIRED, "removed"
            if left + UNPAIRED < cost:
                cost, way = left + UNPAIRED, "added"
            if j and above < cost:
                share = 2000 * len(words & new[j - 1]) // ((len(words) + len(new[j - 1])) or 1)
                if share >= LEAST and above + 1000 - share <= cost:
                    cost, way = above + 1000 - share, "changed"
            costs[j], step[j] = cost, way
            above, left = up, cost
        steps.append(step)
    found: Pairs = []
    i, j = rows, columns
    while i and j:
        way = steps[i - 1][j]
        if way == "changed":
            found.append((i - 1, j - 1))
        i, j = i - (way != "added"), j - (way != "removed")
    return found[::-1]


def _unique(old: Sequence[Hashable], i: int, i_end: int, new: Sequence[Hashable], j: int, j_end: int) -> Pairs:
    """The places of items that stand once in either, in the order of the old ones."""
    many = Counter(old[at] for at in range(i, i_end))
    once: dict[Hashable, int | None] = {}
    for at in range(j, j_end):
        once[new[at]] = None if new[at] in once else at
    places = ((at, once.get(old[at])) for at in range(i, i_end) if many[old[at]] == 1)
    return [(at, there) for at, there in places if there is not None]


def _rising(pairs: Pairs) -> Pairs:
    """The longest run of pairs whose second places rise too."""
    ends: list[int] = []
    last: list[int] = []
    previous: list[int] = []
    for number, (_, j) in enumerate(pairs):
        at = bisect_left(ends, j)
        if at == len(ends):
            ends.append(j)
            last.append(number)
        ends[at], last[at] = j, number
        previous.append(last[at - 1] if at else -1)
    found: Pairs = []
    number = last[-1] if last else -1
    while number >= 0:
        found.append(pairs[number])
        number = previous[number]
    return found[::-1]
