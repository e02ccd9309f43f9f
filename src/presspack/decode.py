"""Bytes to text: UTF-8, else an encoding that can be told with certainty, else a reason."""

import codecs
import re

from presspack.errors import Rejected

UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
LEGACY = ["cp949", "cp1252", "cp1251", "koi8_r", "gb18030", "shift_jis", "euc_jp", "big5"]
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
        data.decode()
    except UnicodeDecodeError as error:
        text, encoding = _other(data, data.count(b"\n", 0, error.start) + 1)
        data = text.encode()
    if not data or data.isspace() or not data.decode().strip():
        raise Rejected("blank-file")
    if b"\0" in data:
        raise Rejected("nul-bytes", data.count(b"\n", 0, data.index(b"\0")) + 1)
    return data, encoding


def _other(data: bytes, line: int) -> tuple[str, str]:
    """Text in UTF-16 with a byte order mark, or in an encoding that charset-normalizer tells."""
    try:
        if encoding := UTF16.get(data[:2]):
            return data[2:].decode(encoding), encoding
        if b"\0" in data:
            raise Rejected("binary")
        from charset_normalizer import from_bytes

        best = from_bytes(data[:EVIDENCE], cp_isolation=LEGACY).best()
        if best is not None:
            text = data.decode(best.encoding)
            if not CONTROL.search(text):
                return text, best.encoding
    except UnicodeDecodeError:
        pass
    raise Rejected("undecodable", line)
