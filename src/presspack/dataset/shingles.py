"""The words of a text as stories compare them, the hashes that stand for runs of words, and their signatures.

The hashes are arithmetic on whole numbers, so they are the same on every machine and with every version of numpy.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from presspack.engine.mixing import PRIME, Hashes, _mix

Places = npt.NDArray[np.int64]

ROWS = 4  # permutations in a band: two texts meet in a band with the fourth power of their similarity
FEWEST = 20  # words; of a shorter text too little is said to tell a story by
TOGETHER = 128  # texts that are hashed at once: their hashes stay in the processor's cache
LARGEST = 1 << 20  # characters that are, but for a text that has more

DATELINE = re.compile(rb"[^()\n]{3,60}\([^()\n]{2,40}\) *(?:-|\xe2\x80[\x93-\x95])+ *")
END = re.compile(rb"\s*(?:-0-|www\.kcna\.kp \()[^\n]{0,40}(?:\n\n[^\n]{0,40})?\Z")
COMMITTEE = re.compile(rb"\bC\. ?C\.|\bCC\b")
MARKS = tuple(mark.encode() for mark in "’‘“”–—―…")
NO_WORD = re.compile(r"\W+")
IDEOGRAPH = re.compile("([\u3040-\u30ff\u3400-\u9fff])")
ASCII = bytes(c if chr(c).isalnum() or c == 95 else 32 for c in range(128)).lower() + bytes(range(128, 256))

INVERSE = pow(PRIME, -1, 1 << 64)


def words(text: str) -> list[str]:
    """The words of a text, as stories compare them.

    Lower case; parted by whatever is no letter or digit, so quotation marks, dashes and spaces do not count; without
    a dateline (`Pyongyang, June 12 (KCNA) -- `), an end mark (`-0-`) and what follows it; `C.C.` and `CC` are
    `Central Committee`; each ideograph is a word.
    """
    return _fold(text).decode().split()


def _fold(text: str) -> bytes:
    """The words in UTF-8, parted by spaces. Every step is taken only where a quick look says that it may be needed."""
    data = text.encode()
    if b"(" in data[:120] and (dateline := DATELINE.match(data)):
        data = data[dateline.end() :]
    if b"-0-" in data[-100:] or b"www." in data[-100:]:
        data = END.sub(b"", data)
    if b"C.C." in data or b"C. C." in data or b"CC" in data:
        data = COMMITTEE.sub(b" Central Committee ", data)
    if not data.isascii():
        for mark in MARKS:
            if mark in data:
                data = data.replace(mark, b" ")
        if not data.isascii():
            return IDEOGRAPH.sub(r" \1 ", NO_WORD.sub(" ", data.decode().lower())).encode()
    return data.translate(ASCII)


def batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """Texts in parts that are small enough to be hashed at once."""
    batch: list[str] = []
    size = 0
    for text in texts:
        if batch and (len(batch) == TOGETHER or size + len(text) > LARGEST):
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += len(text)
    if batch:
        yield batch


def grams(texts: Sequence[str], size: int) -> tuple[Hashes, Places]:
    """The hashes of all shingles of `size` words: an array of uint64, shape (shingles,), text after text; and their places.

    Places are an array of int64, shape (texts + 1,): those of text i are `hashes[places[i]:places[i + 1]]`. A text of
    fewer than FEWEST words has none.
    """
    folded = [_fold(text) for text in texts]
    data = np.frombuffer(b" ".join([b"", *folded, b""]), np.uint8)
    letter = np.diff((data != 32).view(np.int8))
    first, last = np.flatnonzero(letter == 1), np.flatnonzero(letter == -1)  # between these stands a word
    # of every beginning the sum of its bytes times powers of PRIME: the difference of two stands for what is between
    sums = np.cumsum(data * _powers(PRIME, len(data)), dtype=np.uint64)
    word = _mix((sums[last] - sums[first]) * _powers(INVERSE, len(data))[first])
    ends = np.searchsorted(first, np.cumsum([len(text) + 1 for text in folded], dtype=np.int64))
    many = np.diff(ends, prepend=0)
    run = word[: max(len(word) - size + 1, 0)].copy()
    for i in range(1, size):
        run *= np.uint64(PRIME)
        run += word[i : len(run) + i]
    enough = many >= max(FEWEST, size)
    whole = np.repeat(enough, many)
    for i in range(1, size):  # a run ends where its text ends
        whole[ends[enough] - i] = False
    counts = np.where(enough, many - size + 1, 0)
    return _mix(run)[whole[: len(run)]], np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])


def signatures(texts: Sequence[str], size: int, permutations: int) -> tuple[Places, list[Hashes]]:
    """Which texts have runs of words, and their MinHash, band by band.

    Two texts agree in a band with a chance of the fourth power of their Jaccard similarity.
    """
    factors = _factors(permutations)
    known, least, start = [np.zeros(0, np.int64)], [np.zeros((permutations, 0), np.uint32)], 0
    for batch in batches(texts):
        hashes, places = grams(batch, size)
        some = np.flatnonzero(np.diff(places))
        if len(some):
            short = (hashes >> np.uint64(32)).astype(np.uint32)
            least.append(np.stack([np.minimum.reduceat(short * factor, places[some]) for factor in factors]))
            known.append(some + start)
        start += len(batch)
    rows = np.concatenate(least, axis=1)
    bands = []
    for i in range(0, permutations, ROWS):
        band = np.zeros(rows.shape[1], np.uint64)
        for row in rows[i : i + ROWS]:
            band = _mix(band * np.uint64(PRIME) + row)
        bands.append(band)
    return np.concatenate(known), bands


def runs(texts: Iterable[str], size: int) -> list[Hashes]:
    """The set of runs of words of each text."""
    found: list[Hashes] = []
    for batch in batches(texts):
        hashes, places = grams(batch, size)
        found += [np.unique(hashes[i:j]) for i, j in pairwise(places)]
    return found


def similarity(one: Hashes, other: Hashes) -> float:
    """The Jaccard similarity of two sets of hashes, each sorted and without repetition; 0 where both are empty."""
    common = len(np.intersect1d(one, other, assume_unique=True))
    return common / max(len(one) + len(other) - common, 1)


def _factors(many: int) -> npt.NDArray[np.uint32]:
    return (_mix(np.arange(1, many + 1, dtype=np.uint64)) >> np.uint64(32)).astype(np.uint32) | np.uint32(1)


def _powers(base: int, many: int) -> Hashes:
    return np.cumprod(np.full(many, base, np.uint64), dtype=np.uint64)
