"""Text that was decoded wrongly once: undone where that is certain, pointed out where it is not."""

import re

from presspack.errors import Note
from presspack.reading.breaks import unix
from presspack.reading.encodings.detect import WESTERN, told

LONGEST = 200_000  # characters; a longer text is left as it is, so that a hostile one costs half a second
LONGEST_MIXED = 100_000  # the same for one that is damaged in places, as that is undone line by line
TIMES = 3  # how often a text may have been decoded wrongly, one time upon the other
SEVERAL = 2  # damaged lines amid good letters: one alone may be a text that speaks of such letters
FOREIGN = 0.3  # share of odd letters from which it is no Western text; measured: below 0.2 in five languages
RUN = re.compile("[^\0-\x7f]+")
C1 = re.compile("[\x80-\x9f]")
# No wrong decoding leaves two odd letters of which the second is a plain Greek or Cyrillic one, an Asian one, or a mark.
SIGN = re.compile("[\x80-\x9f]|[^\0-\x7f][\xa0-\u02ff\u0384-\u0390\u03cf-\u040f\u0450-\u052f\u2000-\u2fff]")
PLACES = bytes(b"b"[0] if byte >= 0xC0 else b"e"[0] if byte >= 0x80 else 0 for byte in range(256))
"""Of every byte of UTF-8, whether it begins (`b`) or ends (`e`) a letter that is not ASCII."""
AROUND = 6  # letters on both sides of a sign that ftfy's rules may look at


def repair(text: str) -> tuple[str, str] | None:
    """The text as it was meant and how it was read, as `utf-8-read-as-cp1252`; None where it is good, or not certain.

    ASCII stays as it is, so every line keeps its number. A repair undoes the same wrong decoding wherever ftfy sees
    damage, without a letter lost; it leaves no damage, and no other repair would do as well.
    """
    if len(text) > LONGEST or "\ufffd" in text or not SIGN.search(text):
        return None
    found = _whole(text, TIMES) or _in_places(text) if any(map(_bad, text.split("\n"))) else {}
    if not found:
        return _misread(text)
    return next(iter(found.items())) if len(found) == 1 else None


def damaged(text: str) -> Note | None:
    """The first line with letters that look decoded wrongly, as a warning; None where there is none."""
    if text.isascii():
        return None
    data = text.encode("utf-8", "surrogatepass")
    if not (hinted(data) and SIGN.search(text)) and not (b"\xef" in data and "\ufffd" in text):
        return None
    lines = unix(text).split("\n")
    bad = (number for number, line in enumerate(lines, 1) if "\ufffd" in line or _bad(line))
    return next((Note("mojibake", number) for number in bad), None)


def hinted(data: bytes) -> bool:
    r"""Whether UTF-8 may hold letters decoded wrongly: every such text has a letter with one of these bytes.

    `\xc3` is in Latin letters, `\xc4\x82` is their `Ă` of Windows-1250, `\xd0` in Cyrillic, `\xce` in Greek, `\x88` in the root sign of MacRoman, `\x92` in an
    apostrophe of Windows-1252 read as Latin-1. English with curly quotes has none, and it is asked this of every dump.
    """
    some = (
        b"\xc3" in data
        or b"\xc4\x82" in data
        or b"\xd0" in data
        or b"\xce" in data
        or b"\x88" in data
        or b"\x92" in data
    )
    # a sign is a control character, or two letters side by side that are not ASCII: \xc2, or an end before a beginning
    return some and (b"\xc2" in data or b"eb" in data.translate(PLACES))


def _whole(text: str, times: int) -> dict[str, str]:
    """The good texts that come of undoing wrong decodings of the whole text, each with the name of how it was read."""
    found: dict[str, str] = {}
    for encoding, name in _encodings():
        fixed = _reread(text, encoding)
        if fixed is None or fixed == text:
            continue
        if not any(map(_bad, fixed.split("\n"))):
            found.setdefault(fixed.removeprefix("\ufeff"), f"utf-8{name}")
        elif times > 1:
            for good, before in _whole(fixed, times - 1).items():
                found.setdefault(good, before + name)
    return found


def _in_places(text: str) -> dict[str, str]:
    """The good texts that come of undoing one wrong decoding of the damaged lines, or of stretches in them."""
    found: dict[str, str] = {}
    lines = text.split("\n")
    signs = [place for place, line in enumerate(lines) if SIGN.search(line)]
    bad = {place for place in signs if _bad(lines[place])}
    if len(bad) < SEVERAL or len(text) > LONGEST_MIXED:
        return found
    for encoding, name in _encodings():
        fixed = lines.copy()
        for place in signs:
            if place in bad:
                fixed[place] = _mended(lines[place], encoding)
                if _bad(fixed[place]):
                    break
            elif _reread(lines[place], encoding):
                break  # damage that ftfy does not see, or a good line that reads as something else by chance
        else:
            found.setdefault("\n".join(fixed).removeprefix("\ufeff"), f"utf-8{name}")
    return found


def _encodings() -> list[tuple[str, str]]:
    """The encodings that ftfy knows UTF-8 to be read as, and what each adds to the name."""
    from ftfy.chardata import CHARMAP_ENCODINGS

    names = [name.replace("sloppy-windows-", "cp").replace("macroman", "mac_roman") for name in CHARMAP_ENCODINGS]
    return [(encoding, f"-read-as-{name}") for encoding, name in zip(CHARMAP_ENCODINGS, names, strict=True)]


def _reread(text: str, encoding: str) -> str | None:
    try:
        return text.encode(encoding).decode()
    except UnicodeError:
        return None


def _mended(line: str, encoding: str) -> str:
    """A damaged line read again as a whole, or in those of its stretches that are damaged."""

    def mend(run: re.Match[str]) -> str:
        return (_reread(run[0], encoding) if _bad(run[0]) else None) or run[0]

    return _reread(line, encoding) or RUN.sub(mend, line)


def _misread(text: str) -> tuple[str, str] | None:
    """A text in an older encoding that was read as a Western one: all of it, or it is not certain."""
    c1 = C1.search(text) is not None
    if not c1 and len(text) - len(text.encode("ascii", "ignore")) < FOREIGN * len(text):
        return None
    for wrong, name in (("latin-1", "latin-1"), ("sloppy-windows-1252", "cp1252")):
        try:
            found = told(text.encode(wrong))
        except UnicodeEncodeError:
            continue
        if found and (c1 or found[1] not in WESTERN):
            return found[0], f"{found[1]}-read-as-{name}"
    return None


def _bad(line: str) -> bool:
    """Whether letters of a line look decoded wrongly, by ftfy's measure, which is slow: only near the signs of it."""
    from ftfy.badness import is_bad

    if line.isascii():
        return False
    return any(map(is_bad, stretches(line))) and bool(is_bad(line))


def stretches(line: str) -> list[str]:
    """A line where it has signs, each with its neighbours. No letter is in two of them: many signs cost as much as the line."""
    found, start, end = list[str](), 0, 0
    for sign in SIGN.finditer(line):
        if sign.start() - AROUND > end:
            found.append(line[start:end])
            start = sign.start() - AROUND
        end = sign.end() + AROUND
    return [*found, line[start:end]]
