"""How likely chance alone makes two samples differ so: two exact enough tests, and a correction for doing many.

Written out rather than taken from scipy: that would be 100 MB more to install, and a second to import, for these lines.
"""

import math
from collections.abc import Sequence


def fisher(hits: int, of: int, other_hits: int, other_of: int) -> float:
    """Fisher's exact test, two-sided: p that two shares of one and the same urn differ so, or more."""
    total, drawn = hits + other_hits, of + other_of
    ways = _choose(drawn, total)

    def likelihood(k: int) -> float:
        return _choose(of, k) + _choose(other_of, total - k) - ways

    seen = likelihood(hits) + 1e-7  # equal ones differ in their last digits
    possible = range(max(0, total - other_of), min(of, total) + 1)
    return min(1.0, math.fsum(math.exp(chance) for chance in map(likelihood, possible) if chance <= seen))


def _choose(n: int, k: int) -> float:
    """The logarithm of the number of ways to take k of n."""
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)


def mann_whitney(first: Sequence[int], second: Sequence[int]) -> tuple[float, float]:
    """The Mann-Whitney U test, two-sided, with its correction for ties: Cliff's delta, and p.

    Delta is the share of pairs in which the second is larger, less the share in which it is smaller. p is of the normal
    approximation, which is good from about 20 values on each side.
    """
    counts: dict[int, list[int]] = {}
    for side, values in enumerate((first, second)):
        for value in values:
            counts.setdefault(value, [0, 0])[side] += 1
    n, m = len(first), len(second)
    below = 0
    wins = 0.0  # of the second
    ties = 0
    for value in sorted(counts):
        here, there = counts[value]
        wins += there * (below + here / 2)
        below += here
        ties += (here + there) ** 3 - here - there
    spread = n * m / 12 * (n + m + 1 - ties / ((n + m) * (n + m - 1)))
    if spread <= 0:  # all values are equal
        return 0.0, 1.0
    distance = max(0.0, abs(wins - n * m / 2) - 0.5) / math.sqrt(spread)
    return 2 * wins / (n * m) - 1, math.erfc(distance / math.sqrt(2))


def holm(ps: Sequence[float]) -> list[float]:
    """Holm's correction: with it, a level of 0.001 is the chance of even one false alarm among all the tests."""
    corrected = [1.0] * len(ps)
    highest = 0.0
    for rank, i in enumerate(sorted(range(len(ps)), key=ps.__getitem__)):
        highest = corrected[i] = max(highest, min(1.0, ps[i] * (len(ps) - rank)))
    return corrected
