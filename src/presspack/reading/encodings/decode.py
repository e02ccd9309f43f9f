"""Bytes to text: UTF-8, else an encoding that can be told with certainty, else a reason. docs/encodings.md has figures."""

import codecs
import re

from presspack.errors import Rejected
from presspack.reading.encodings.detect import ASIAN, WESTERN, told
from presspack.reading.encodings.mojibake import hinted, repair

UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
EVIDENCE = 50_000  # bytes that are looked at where the whole may be hostile
MANY = 8  # NULs that UTF-16 without its mark must have on one side, for each that it has on the other (as U+AC00)
FEW = 0.1  # of its letters that may be two ASCII letters read as one: texts in ASCII with NULs between have a third
ODD = bytes(range(0x80, 0x100))
DECLARED = re.compile(rb"""<meta[^>]{1,200}?charset\s*=\s*["']?([\w-]{1,20})""", re.I)
HEAD = 2_048  # bytes in which a page declares its encoding
BROWSERS = {  # what they take a name for
    "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252",
    "windows-1252": "cp1252", "windows-1251": "cp1251",
}  # fmt: skip
PAIRED = re.compile("[\u2020-\u7e7e]")
CONTROL = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f-\x9f]")


def decode(data: bytes) -> tuple[bytes, str]:
    """The text as UTF-8 without byte order mark, and the encoding it was in. Raises Rejected with the reason."""
    if not data:
        raise Rejected("empty-file")
    encoding, whole = "utf-8", data
    if data.startswith(codecs.BOM_UTF8):
        data, encoding = data[len(codecs.BOM_UTF8) :], "utf-8-sig"
    nul = b"\0" in data
    try:
        text = data.decode()
        other = _utf16(whole) if nul else None
    except UnicodeDecodeError as error:
        other = _other(whole, error, nul)
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


def _other(data: bytes, error: UnicodeDecodeError, nul: bool) -> tuple[str, str]:
    """The text of bytes that are not UTF-8."""
    found = _utf16(data) if nul or data[:2] in UTF16 else None
    if found is None and nul:
        raise Rejected("binary")
    if found is None and not _is_damaged_utf8(data, error):
        found = _declared(data) or told(data)
    if found is None:
        raise Rejected("undecodable", _line(data, error.start))
    return found


def _declared(data: bytes) -> tuple[str, str] | None:
    """The text of a page of HTML in the encoding that it declares, if that is one we read and all of it fits."""
    match = DECLARED.search(data[:HEAD])
    name = match[1].decode().lower() if match else ""
    try:
        encoding = codecs.lookup(BROWSERS.get(name, name)).name
        text = data.decode(encoding) if encoding in (*ASIAN, *WESTERN) else None
    except (LookupError, UnicodeDecodeError):
        return None
    return None if text is None or CONTROL.search(text) else (text, encoding)


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
