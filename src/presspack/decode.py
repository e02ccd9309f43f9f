"""Bytes to text: UTF-8, else an encoding that can be told with certainty, else a reason."""

import codecs
import re

from presspack.errors import Rejected

UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
LEGACY = ["cp949", "cp1252", "cp1251", "koi8_r", "gb18030", "shift_jis", "euc_jp", "big5"]
LATIN = ["cp1252"]
ODD = bytes(range(0x80, 0x100))
FEW = 0.2  # share of bytes that are not ASCII
EVIDENCE = 50_000  # bytes that the detection looks at
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")


def decode(data: bytes) -> tuple[bytes, str]:
    """The text as UTF-8 without byte order mark, and the encoding it was in. Raises Rejected with the reason."""
    if not data:
        raise Rejected("empty-file")
    encoding = "utf-8"
    if data.startswith(codecs.BOM_UTF8):
        data, encoding = data[len(codecs.BOM_UTF8) :], "utf-8-sig"
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        text, encoding = _other(data, error)
        data = text.encode()
    if not text or text.isspace():
        raise Rejected("blank-file")
    if b"\0" in data:
        raise Rejected("nul-bytes", _line(data, data.index(b"\0")))
    return data, encoding


def _other(data: bytes, error: UnicodeDecodeError) -> tuple[str, str]:
    """Text in UTF-16 with a byte order mark, or in an encoding that charset-normalizer tells."""
    try:
        if encoding := UTF16.get(data[:2]):
            return data[2:].decode(encoding), encoding
        if b"\0" in data:
            raise Rejected("binary")
        if not _is_damaged_utf8(data, error):
            from charset_normalizer import from_bytes

            # a text nearly all of ASCII is in Latin letters, and a few odd bytes tell no more than that
            odd = len(data) - len(data.translate(None, ODD))
            best = from_bytes(data[:EVIDENCE], cp_isolation=LEGACY if odd > len(data) * FEW else LATIN).best()
            if best is not None:
                text = data.decode(best.encoding)
                if not CONTROL.search(text):
                    return text, best.encoding
    except UnicodeDecodeError:
        pass
    raise Rejected("undecodable", _line(data, error.start))


def _is_damaged_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    """Whether most of what is not ASCII is good UTF-8, or the text ends inside a letter of it."""
    text = data.decode(errors="replace")
    bad = text.count("\ufffd")
    good = len(text) - bad - len(data.translate(None, ODD))
    return good > bad or (error.reason == "unexpected end of data" and error.end == len(data))


def _line(data: bytes, at: int) -> int:
    """The number of the line at some byte; lines end as in `lines.py`."""
    return data.count(b"\n", 0, at) + data.count(b"\r", 0, at) - data.count(b"\r\n", 0, at) + 1
