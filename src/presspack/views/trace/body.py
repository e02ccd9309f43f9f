"""Which lines of a dump the words of its body come from."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from presspack.reading.clean import clean_body, is_promotion

CERTAIN = 40  # characters that do not stand twice in a body by chance
BEFORE = "Before it."  # any paragraph that ends a sentence


def canonical(text: str) -> str:
    """Text without white space: of words that stay, cleaning takes nothing else away."""
    return "".join(text.split())


def in_order(lines: Sequence[tuple[int, str]], body: str) -> Iterator[int]:
    """Of lines with their indexes, in the order in which the body was made of them, the indexes of those that are in it."""
    whole, at = canonical(body), 0
    for index, line in lines:
        if taken := _taken(line, whole, at):
            at += taken
            yield index


def _taken(line: str, whole: str, at: int) -> int:
    """How many letters of the body, from some place on, this line gives: 0 where it was left out."""
    if at == len(whole) or is_promotion(line):
        return 0
    bare = canonical(line)
    if whole.startswith(bare, at):
        return len(bare)
    first = at == 0
    # the rules for paragraphs, as they are applied to this one
    kept = canonical(clean_body([line] if first else [BEFORE, line], Counter()))
    for piece in (kept if first else kept.removeprefix(canonical(BEFORE)), bare.strip("|")):
        if piece and whole.startswith(piece, at):
            return len(piece)
    if len(whole) - at <= len(bare) and whole[at:] in bare:  # the last: a date or a mark was taken off its end
        return len(whole) - at
    if first:  # a date was taken off its beginning
        return next((len(bare) - i for i in range(1, len(bare)) if whole.startswith(bare[i:])), 0)
    return 0


def anywhere(lines: Iterable[tuple[int, str]], body: str) -> Iterator[int]:
    """The indexes of those lines that stand in a body which another library put together, in what order it may."""
    whole = canonical(body)
    paragraphs = {canonical(text).removeprefix("-") for text in body.split("\n\n")}
    for index, line in lines:
        bare = canonical(line)
        if bare in paragraphs or (len(bare) >= CERTAIN and bare in whole):
            yield index
