"""Text of others, made visible: what hides, reorders or commands becomes signs that do nothing."""

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
