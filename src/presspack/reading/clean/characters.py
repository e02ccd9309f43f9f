"""Characters that no reader sees, or sees as others. These rules look at a whole dump and keep the number of its lines."""

import html
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from html.entities import html5

from presspack.reading.clean.rule import Rule, apply_all

PRINTED = bytes(range(0x20, 0x7F)) + b"\n"
USUAL = frozenset("‘’“”„«»–—―…·•°ßæøåœ¿¡") | {chr(code) for code in range(0xC0, 0x100)}
WHITE = re.compile(r"[^\S \n]")
INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# joiners matter in Arabic and Indic scripts and in emoji, and nowhere else
JOINERS = "\u200c", "\u200d"
JOINER = re.compile(r"(?<![\u0590-\u1cff\ua800-\uabff\U0001f000-\U0001faff\ufe0f])[\u200c\u200d]")
ENTITY = re.compile(r"&(#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def characters(text: str, cleaned: Counter[str], *, decoded: bool = False) -> str:
    """A text with its characters cleaned, line by line as it was; entities stay where markup is decoded already."""
    rules = SEEN if decoded else CHARACTERS
    while not is_plain(text):
        before = text
        text = apply_all(rules, text, cleaned)
        if text == before:
            break
    return text


def is_plain(text: str) -> bool:
    """Whether no rule of characters can find anything: soon told, for most texts are."""
    if "&" in text and ENTITY.search(text):
        return False
    odd = _odd(text)
    return USUAL.issuperset(odd) or (odd.isprintable() and unicodedata.is_normalized("NFC", text))


def _odd(text: str) -> str:
    """What is left of a text without printed ASCII: far less to look at."""
    return text.encode("utf-8", "surrogatepass").translate(None, PRINTED).decode("utf-8", "surrogatepass")


def _without_invisible(text: str) -> tuple[str, int]:
    text, times = _replace(INVISIBLE, text, "")
    for joiner in JOINERS:
        if joiner in text:
            text, many = JOINER.subn("", text)
            times += many
    return text, times


def _replace(odd: re.Pattern[str], text: str, instead: str) -> tuple[str, int]:
    """Replace single characters, each of which is searched for alone, since few of them occur."""
    times = 0
    for character in set(odd.findall(_odd(text))):
        times += text.count(character)
        text = text.replace(character, instead)
    return text, times


def _compose(text: str) -> tuple[str, int]:
    """Letters and their marks in one; counted by line."""
    if unicodedata.is_normalized("NFC", text):
        return text, 0
    composed = composed_of(text)
    return composed, sum(map(str.__ne__, composed.split("\n"), text.split("\n")))


MANY = 100
"""Marks in a row, from which on they are sorted here."""


@lru_cache(maxsize=4)  # the title, the body and the edges of a page are looked at more than once
def composed_of(text: str) -> str:
    """The text in form NFC. The library sorts the marks of a letter by insertion; where they are many, we do it before."""
    parts = {letter: unicodedata.normalize("NFD", letter) for letter in set(text)}
    marks = _one_of(letter for letter, part in parts.items() if unicodedata.combining(part[0]))
    heaped = marks and re.search(rf"(?<!{marks}){marks}{{{MANY}}}", text)
    return unicodedata.normalize("NFC", _sorted(text, parts) if heaped else text)


def _one_of(letters: Iterable[str]) -> str:
    """A pattern for one of some letters; empty where there are none."""
    some = "".join(sorted(letters))
    return f"[{re.escape(some)}]" if some else ""


def _sorted(text: str, parts: dict[str, str]) -> str:
    """The text with its letters taken apart, and their marks by their classes; those of a class as they stand."""
    import numpy as np

    joined = {ord(letter): part for letter, part in parts.items() if part != letter}
    apart = text.translate(joined) if joined else text  # an empty table costs as much as a full one
    marks = {letter: order for letter in set("".join(parts.values())) if (order := unicodedata.combining(letter))}
    classes = np.zeros(sys.maxunicode + 1, np.uint8)
    classes[list(map(ord, marks))] = list(marks.values())

    def ordered(heap: re.Match[str]) -> str:
        codes = np.frombuffer(heap[0].encode("utf-32-le"), "<u4")
        return codes[np.argsort(classes[codes], kind="stable")].tobytes().decode("utf-32-le")

    one = _one_of(marks)
    return re.sub(rf"(?<!{one}){one}{{{MANY},}}", ordered, apart)


def _decode(text: str) -> tuple[str, int]:
    """Entities as the characters they name, once. A line whose markup was escaped twice is left as it is."""
    if "&" not in text:
        return text, 0
    times = 0
    lines = text.split("\n")
    for i, line in enumerate(lines):
        if "&" in line:
            decoded, many = ENTITY.subn(_named, line)
            if decoded != line and not any(_named(match) != match[0] for match in ENTITY.finditer(decoded)):
                many -= sum(_named(match) == match[0] for match in ENTITY.finditer(line))
                lines[i], times = decoded, times + many
    return "\n".join(lines), times


def _named(match: re.Match[str]) -> str:
    """The character of an entity; the entity itself where no such character is."""
    name = match[1]
    if name[0] != "#" and f"{name};" not in html5:
        return match[0]
    character = html.unescape(match[0])
    if character.isspace():
        return " "
    # what Unicode assigns later is seen too: a newer Python knows more of it, and the text must be the same on each
    seen = all(char.isprintable() or unicodedata.category(char) == "Cn" for char in character)
    seen = seen and character not in ("", "\ufffd")
    return character if seen or character in JOINERS or INVISIBLE.fullmatch(character) else match[0]


SEEN = (
    Rule(
        "nfc",
        "a letter and its accent become one character (Unicode NFC); counted by line",
        "cafe\u0301",
        "caf\u00e9",
        _compose,
    ),
    Rule(
        "invisible",
        "soft hyphens, zero-width characters, marks of direction and of byte order, and control characters go",
        "or\u00adchard",
        "orchard",
        _without_invisible,
    ),
    Rule(
        "nbsp",
        "a no-break space, a tab or any other odd white space becomes a space",
        "so\u00a0many",
        "so many",
        lambda text: _replace(WHITE, text, " "),
    ),
)
CHARACTERS = (
    *SEEN,
    Rule(
        "entities",
        "an HTML entity becomes the character it names, once",
        "bread &amp; butter",
        "bread & butter",
        _decode,
    ),
)
