"""Text of others, made visible: what hides, reorders or commands becomes signs that do nothing."""

import re
import sys
import unicodedata


def visible(text: str) -> str:
    """The text on one line: controls as their pictures (`␛`), other signs that are not seen as `‹U+202E›`.

    White space but for line ends stays as it is, and so do letters of every script.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _shown(char) for char in text)


def _shown(char: str) -> str:
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return char if unicodedata.category(char) == "Zs" else f"‹U+{code:04X}›"


ESCAPED = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8}))")


def printable(text: str) -> str:
    r"""Text on one line that shows all it holds; no two texts give the same.

    A byte of a path that is not UTF-8 becomes `\xNN`; a backslash, a control character and any other that a terminal
    does not show or obeys (`\x1b`, `\u202e`) likewise.
    """
    if text.isprintable() and "\\" not in text:
        return text
    return "".join(char if char.isprintable() and char != "\\" else _escape(ord(char)) for char in text)


def _escape(code: int) -> str:
    if 0xDC80 <= code <= 0xDCFF:  # how Python holds a byte of a path that is not UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x80 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def unprintable(text: str) -> str:
    """The path that `printable` shows so."""
    return ESCAPED.sub(lambda match: _meant(int(match[1] or match[2] or match[3], 16), match[1] is not None), text)


def _meant(code: int, byte: bool) -> str:
    return chr(code + 0xDC00 if byte and code >= 0x80 else min(code, sys.maxunicode))


def counted(many: int, what: str) -> str:
    """`1 dump`, `2 dumps`, `2 stories`."""
    return f"{many} {plural(many, what)}"


def plural(many: int, what: str) -> str:
    """The form of a noun after a number."""
    return what if many == 1 else f"{what[:-1]}ies" if what.endswith("y") else f"{what}s"
