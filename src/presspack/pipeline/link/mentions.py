"""Which lines tell of a text: its title, or words that it begins with. Only letters and digits count, in any case."""

from bisect import bisect_left
from collections.abc import Iterable

HEAD = 400  # letters: more than any teaser has
LEAST = 12  # letters of a title that is cut, or stands among other words
RUN, STEP = 40, 20  # letters: of a text, every so many letters as many are known


class Texts:
    """Some texts, by their titles, their beginnings and runs of their letters."""

    def __init__(self, bodies: Iterable[str], titles: Iterable[str]) -> None:
        folded = {_fold(body) for body in bodies}
        self._heads = sorted({body[:HEAD] for body in folded})
        # a text that is shorter than a teaser may stand in it whole
        self._short = {head for head in self._heads if len(head) < HEAD}
        self._lengths = sorted({len(head) for head in self._short})
        self._titles = {title for title in map(_fold, titles) if title}
        self._sorted = sorted(self._titles)
        self._runs = {hash(body[i : i + RUN]) for body in folded for i in range(0, len(body) - RUN + 1, STEP)}

    def told_by(self, line: str) -> bool:
        """Whether a line is one of the titles, or one that is cut, begins one of the texts, or begins with a whole one."""
        folded = _fold(line)
        if not folded:
            return False
        start = folded[:HEAD]
        return (
            folded in self._titles
            or _begins(self._heads, start)
            or (_is_cut(line) and len(folded) >= LEAST and _begins(self._sorted, folded))
            or any(start[:length] in self._short for length in self._lengths if length <= len(start))
        )

    def quoted_in(self, text: str) -> bool:
        """Whether one of the titles stands somewhere in a text, or sixty letters of one of the texts do."""
        folded = _fold(text)
        return any(len(title) >= LEAST and title in folded for title in self._titles) or any(
            hash(folded[i : i + RUN]) in self._runs for i in range(len(folded) - RUN + 1)
        )


def _begins(texts: list[str], start: str) -> bool:
    at = bisect_left(texts, start)
    return at < len(texts) and texts[at].startswith(start)


def _is_cut(line: str) -> bool:
    return line.rstrip().endswith(("…", "..."))


def _fold(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
