"""How often an encoding is told right, told wrong or not told, as the tables of docs/encodings.md; the same each time."""

import argparse
import random
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial

import ftfy.bad_codecs  # noqa: F401 -- it registers the codecs named sloppy

from bench import tongues
from bench.generate import dumps
from presspack.errors import Rejected
from presspack.reading.encodings.decode import decode

SIZES = (100, 500, 2_000, 8_000)  # bytes
BEFORE = {  # what the encoding cannot hold is written as a careful typist of its time would
    "’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "–": "-", "…": "...", "«": '"', "»": '"', "é": "e", "£": "L", "°": "",
}  # fmt: skip
READ = (
    ("utf-8-sig", "fr"), ("utf-16", "ko"), ("utf-16-le", "en"), ("utf-16-be", "es"), ("utf-16-le", "ru"),
    ("utf-16-le", "ko"), ("utf-16-le", "zh"), ("cp949", "ko"), ("cp949", "en+ko"), ("cp1252", "en"), ("cp1252", "es"),
    ("cp1252", "fr"), ("cp1252", "de"), ("cp1252", "pt"), ("mac_roman", "en"), ("mac_roman", "fr"), ("cp1251", "ru"),
    ("cp1251", "en+ru"), ("koi8_r", "ru"), ("gb18030", "zh"), ("gb18030", "en+zh"), ("big5", "zh-tw"),
    ("shift_jis", "ja"), ("shift_jis", "en+ja"), ("euc_jp", "ja"), ("euc_jp", "en+ja"), ("iso2022_kr", "ko"),
    ("iso2022_jp", "ja"), ("hz", "zh"),
)  # fmt: skip
NOT_READ = (
    ("cp1250", "pl"), ("iso8859_2", "pl"), ("cp1253", "el"), ("cp1256", "ar"), ("cp866", "ru"), ("iso8859_5", "ru"),
    ("cp437", "es"), ("cp437", "en"), ("cp1255", "he"), ("iso8859_8", "he"), ("iso8859_7", "el"), ("iso8859_6", "ar"),
    ("tis_620", "th"), ("cp1254", "tr"), ("iso8859_9", "tr"), ("cp1250", "cs"), ("cp1250", "hu"), ("cp1258", "vi"),
    ("cp1251", "uk"), ("cp1251", "bg"), ("koi8_u", "uk"), ("mac_cyrillic", "ru"), ("cp850", "fr"), ("cp850", "de"),
    ("johab", "ko"), ("utf_7", "ko"), ("utf_7", "fr"),
)  # fmt: skip
WRONG = ("latin-1", "sloppy-windows-1252", "mac_roman", "cp437", "sloppy-windows-1251", "sloppy-windows-1250")
LEGACY = (("cp949", "ko"), ("cp1251", "ru"), ("koi8_r", "ru"), ("gb18030", "zh"), ("big5", "zh-tw"), ("shift_jis", "ja"),
          ("euc_jp", "ja"), ("cp1252", "en"), ("cp1253", "el"))  # fmt: skip
ALL = ("en", "es", "fr", "de", "pt", "ru", "ko", "zh", "ja", "ar", "vi")
Made = tuple[bytes, str]  # bytes, and the text that they hold


def written(encoding: str, tongue: str, size: int, draw: random.Random) -> Made:
    """A text of at most so many bytes in an encoding, never one of ASCII alone."""
    main, _, among = tongue.partition("+")
    text = "\n"
    while text.isascii():
        text = tongues.text(main, size, draw, among=among)
        if among:
            text = "".join(BEFORE.get(letter, letter) for letter in text)
        text = text.encode(encoding, "ignore")[:size].decode(encoding, "ignore")
    return text.encode(encoding), text


def misread(encoding: str, tongue: str, wrong: str, size: int, draw: random.Random) -> Made:
    """Such a text read as another encoding, and saved as UTF-8."""
    data, text = written(encoding, tongue, size, draw)
    return data.decode(wrong).encode(), text


def mixed(tongue: str, wrong: str, size: int, draw: random.Random) -> Made:
    """A text of which every other line was read wrongly, under a good line with curly quotes."""
    lines = written("utf-8", tongue, size, draw)[1].split("\n")
    broken = [line.encode().decode(wrong) if place % 2 else line for place, line in enumerate(lines)]
    return "\n".join(["“Lantern” – ’tis", *broken]).encode(), "\n".join(["“Lantern” – ’tis", *lines])


def outcomes(many: int, make: Callable[[int, random.Random], Made]) -> list[Counter[str]]:
    """For each size, how many texts came out right, wrong, or not at all (a mended text: or as it went in)."""
    counted = []
    for size in SIZES:
        draw = random.Random(size)
        counts: Counter[str] = Counter()
        for _ in range(many):
            data, text = make(size, draw)
            try:
                found = decode(data)[0]
            except Rejected:
                counts["left"] += 1
            else:
                counts["right" if found.decode() == text else "left" if found == data else "wrong"] += 1
        counted.append(counts)
    return counted


def table(title: str, rows: Iterable[tuple[str, str, list[Counter[str]]]]) -> None:
    """Print a table in Markdown: right, wrong, left."""
    print(f"\n| {title} | text | {' | '.join(f'{size:,} bytes' for size in SIZES)} |")
    print("| --- | --- |" + " --- |" * len(SIZES))
    for name, tongue, cells in rows:
        shown = " | ".join(f"{c['right']} · {c['wrong']} · {c['left']}" for c in cells)
        print(f"| {name} | {tongue} | {shown} |")


def name(wrong: str) -> str:
    """As decode names it."""
    return wrong.replace("sloppy-windows-", "cp")


def good(many: int) -> None:
    """Print how many good texts were changed."""
    changed = told = 0
    draw = random.Random(1)
    texts = [tongues.text(tongue, size, draw) for tongue in tongues.TONGUES for size in SIZES for _ in range(many)]
    for data in [text.encode() for text in texts] + [data for _, data in dumps(20 * many)]:
        try:
            found = decode(data)[0]
        except Rejected:
            continue
        told += 1
        changed += found != data.removeprefix(b"\xef\xbb\xbf")
    print(f"\n{told:,} good texts in UTF-8, generated dumps among them: {changed} changed.")


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(prog="python -m bench.encodings", description=main.__doc__)
    parser.add_argument("texts", type=int, nargs="?", default=100, help="texts of each kind and size")
    many = parser.parse_args().texts
    table("encoding", ((e, t, outcomes(many, partial(written, e, t))) for e, t in READ))
    table("encoding that is not read", ((e, t, outcomes(many, partial(written, e, t))) for e, t in NOT_READ))
    kinds = [("utf-8", tongue, wrong) for wrong in WRONG for tongue in ALL]
    kinds += [(encoding, tongue, "latin-1") for encoding, tongue in LEGACY]
    table(
        "encoding, and what it was read as",
        ((f"{e}, {name(w)}", t, outcomes(many, partial(misread, e, t, w))) for e, t, w in kinds),
    )
    table(
        "every other line",
        ((f"utf-8, {name(w)}", t, outcomes(many, partial(mixed, t, w))) for w in WRONG[:3] for t in ALL),
    )
    good(many)


if __name__ == "__main__":
    main()
