"""Bytes to text: UTF-8, else an encoding that can be told with certainty, else a reason. docs/encodings.md has figures."""

import codecs
import re
import unicodedata

from presspack.errors import Rejected
from presspack.reading.encodings.detect import ASIAN, MOST, WESTERN, are_pairs, is_foreign, spoken, told
from presspack.reading.encodings.mojibake import hinted, repair

UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
EVIDENCE = 50_000  # bytes that are looked at where the whole may be hostile
MANY = 8  # NULs that UTF-16 without its mark must have on one side, for each that it has on the other (as U+AC00)
FEW = 0.1  # of its letters that may be two ASCII letters read as one: texts in ASCII with NULs between have a third
ODD = bytes(range(0x80, 0x100))
DECLARED = re.compile(
    rb"""<\?xml[^>]{1,200}?encoding\s*=\s*["']([\w-]{1,20})|<meta[^>]{1,200}?charset\s*=\s*["']?([\w-]{1,20})""", re.I
)
HEAD = 2_048  # bytes in which a page declares its encoding
BROWSERS = {  # what they take a name for
    "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "korean": "cp949", "ksc5601": "cp949", "gb2312": "gb18030",
    "gbk": "gb18030", "iso-8859-1": "cp1252", "us-ascii": "cp1252", "shift_jis": "shift_jis", "x-sjis": "shift_jis",
    "windows-31j": "shift_jis", "x-euc-jp": "euc_jp", "macintosh": "mac_roman", "x-mac-roman": "mac_roman",
}  # fmt: skip
SCRIPTS = {  # the letters, by the beginning of their Unicode names, that most of a text beyond ASCII is in
    "cp949": ("HANGUL", "CJK"), "gb18030": ("CJK",), "big5": ("CJK",), "shift_jis": ("HIRAGANA", "KATAKANA", "CJK"),
    "euc_jp": ("HIRAGANA", "KATAKANA", "CJK"), "cp1251": ("CYRILLIC",), "koi8_r": ("CYRILLIC",),
}  # fmt: skip
PAIRED = re.compile("[\u2020-\u7e7e]")
# Text in seven bits: what switches to another set of letters. Terminals are sent others, such as ESC [ and ESC ( B.
SWITCH = re.compile(rb"\x1b\$|\x1b\([IJ]|\x1b\.[AF]|\x0e[!-~\s]+\x0f|~\{(?:[!-w][!-~])+~\}")
SEVEN_BITS = ("iso2022_kr", "iso2022_jp_2", "iso2022_jp_ext")
UTF7 = re.compile(rb"\+[A-Za-z0-9+/]{3,}-?")
UTF7_RUNS = 2  # that must be letters, all of them: one may be ASCII that only looks so
CONTROL = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f-\x9f]")


def decode(data: bytes, declared: str | None = None) -> tuple[bytes, str]:
    """The text as UTF-8 without byte order mark, and the encoding it was in. Raises Rejected with the reason.

    `declared` is what the server called its encoding; it counts where the bytes are not UTF-8, and may be so read.
    """
    if not data:
        raise Rejected("empty-file")
    encoding, whole = "utf-8", data
    if data.startswith(codecs.BOM_UTF8):
        data, encoding = data[len(codecs.BOM_UTF8) :], "utf-8-sig"
    nul = b"\0" in data
    try:
        text = data.decode()
        other = _utf16(whole) if nul else _seven_bits(data) if SWITCH.search(data) or b"+" in data else None
    except UnicodeDecodeError as error:
        other = _other(whole, error, nul, declared)
    if other:
        text, encoding = other
        data = text.encode()
    if not text or text.isspace():
        raise Rejected("blank-file")
    if nul and b"\0" in data:
        raise Rejected("nul-bytes", _line(data, data.index(b"\0")))
    if not text.isascii() and hinted(data) and encoding.startswith("utf") and (repaired := repair(text)):
        text, read = repaired
        return text.encode(), read if encoding.startswith("utf-8") else f"{read}-in-{encoding}"
    return data, encoding


def beside(value: str, encoding: str | None) -> str | None:
    """A value that stands beside a text of this encoding, read as it was: its bytes that are no UTF-8 are surrogates.

    None where it cannot be read so. What was decoded wrongly once is mended where that is certain.
    """
    if value.isascii():
        return value
    try:
        data = value.encode()
    except UnicodeEncodeError:
        try:
            return value.encode("utf-8", "surrogateescape").decode(encoding or "utf-8")
        except (UnicodeError, LookupError):
            return None
    mended = repair(value) if hinted(data) else None
    return mended[0] if mended and (mended[1] == encoding or mended[1].startswith("utf-8-")) else value


def _utf16(data: bytes) -> tuple[str, str] | None:
    """Text in UTF-16 with its mark, or without one where its NULs leave no doubt."""
    encoding = UTF16.get(data[:2])
    mark = 2 if encoding else 0
    if not encoding:
        even, odd = data[:EVIDENCE:2].count(0), data[1:EVIDENCE:2].count(0)
        if max(even, odd) < MANY * max(min(even, odd), 1):
            return None
        encoding = "utf-16-le" if odd > even else "utf-16-be"
    try:
        text = data[mark:].decode(encoding)
    except UnicodeDecodeError:
        return None
    start = text[:EVIDENCE]
    if not mark and (CONTROL.search(text) or len(PAIRED.findall(start)) > FEW * len(start)):
        return None
    return text.removeprefix("\ufeff"), encoding


def _seven_bits(data: bytes) -> tuple[str, str] | None:
    """The text of ASCII that switches to other letters; None where it does not. Raises Rejected where they are unknown."""
    switch = SWITCH.search(data)
    if switch is None:
        runs = UTF7.findall(data)
        if len(runs) < UTF7_RUNS or not all(map(_is_utf7, runs)):
            return None
        raise Rejected("undecodable", _line(data, data.index(runs[0])), "UTF-7")
    for encoding in ("hz",) if switch[0].startswith(b"~") else SEVEN_BITS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not (CONTROL.search(text) or text.isascii()) and (encoding != "hz" or spoken(text, "gb18030")):
            return text, encoding
    raise Rejected("undecodable", _line(data, switch.start()))


def _is_utf7(run: bytes) -> bool:
    """Whether it is a run of letters beyond ASCII in UTF-7."""
    try:
        text = run.decode("utf-7")
    except UnicodeDecodeError:
        return False
    return not any(letter.isascii() for letter in text)


def _other(data: bytes, error: UnicodeDecodeError, nul: bool, declared: str | None) -> tuple[str, str]:
    """The text of bytes that are not UTF-8."""
    found = _utf16(data) if nul or data[:2] in UTF16 else None
    if found is None and nul:
        raise Rejected("binary")
    if found is None and not _is_damaged_utf8(data, error):
        found = told(data) or _declared(data, declared)
    if found is None:
        raise Rejected("undecodable", _line(data, error.start))
    return found


def _declared(data: bytes, said: str | None) -> tuple[str, str] | None:
    """The text in the encoding that its server or the page itself declares, if it is one we read and all of it fits.

    The first of them counts that fits: a server knows better than the page it sends.
    """
    match = DECLARED.search(data[:HEAD])
    own = (match[1] or match[2]).decode() if match else ""
    return next((found for name in (said, own) if name and (found := _as_declared(data, name.lower()))), None)


def _as_declared(data: bytes, name: str) -> tuple[str, str] | None:
    try:
        encoding = codecs.lookup(BROWSERS.get(name, name)).name
        text = data.decode(encoding) if encoding in (*ASIAN, *WESTERN) else None
    except (LookupError, ValueError):
        return None
    if text is None or CONTROL.search(text):
        return None
    if encoding in WESTERN:  # bytes of every encoding fit
        return None if are_pairs(data) or is_foreign(text) else (text, encoding)
    names = [unicodedata.name(letter, "") for letter in text[:EVIDENCE] if letter.isalpha() and not letter.isascii()]
    fitting = sum(name.startswith(SCRIPTS[encoding]) for name in names)
    return (text, encoding) if fitting >= MOST * len(names) else None


def _is_damaged_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    """Whether most of what is not ASCII is good UTF-8, or the text ends inside a letter of it."""
    beginning = data[error.start // EVIDENCE * EVIDENCE :][:EVIDENCE]
    text = beginning.decode(errors="replace")
    bad = text.count("\ufffd")
    good = len(text) - bad - len(beginning.translate(None, ODD))
    return good > bad or (error.reason == "unexpected end of data" and error.end == len(data))


def _line(data: bytes, at: int) -> int:
    """The number of the line at some byte; lines end as in `lines.py`."""
    return data.count(b"\n", 0, at) + data.count(b"\r", 0, at) - data.count(b"\r\n", 0, at) + 1
