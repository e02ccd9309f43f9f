"""Which lines tell of a text: its title, or words that it begins with. White space, case and cut ends do not matter."""

from bisect import bisect_left
from collections.abc import Iterable

HEAD = 400  # characters without white space: more than any teaser has


class Texts:
    """Some texts, by their titles and beginnings."""

    def __init__(self, bodies: Iterable[str], titles: Iterable[str]) -> None:
        self._heads = sorted({_fold(body)[:HEAD] for body in bodies})
        # a text that is shorter than a teaser may stand in it whole
        self._short = {head for head in self._heads if len(head) < HEAD}
        self._lengths = sorted({len(head) for head in self._short})
        self._titles = {_fold(title) for title in titles}

    def told_by(self, line: str) -> bool:
        """Whether a line is one of the titles, begins one of the texts, or begins with a whole one."""
        start = _fold(line).rstrip(".…")[:HEAD]
        if not start:
            return False
        at = bisect_left(self._heads, start)
        return (
            start in self._titles
            or _fold(line) in self._titles
            or (at < len(self._heads) and self._heads[at].startswith(start))
            or any(start[:length] in self._short for length in self._lengths if length <= len(start))
        )


def _fold(text: str) -> str:
    return "".join(text.casefold().split())
