"""Bytes that are no text, to be looked at."""

from collections.abc import Iterator

WIDE = 16


def hexdump(data: bytes) -> Iterator[str]:
    """Lines of hex digits, with the ASCII that they are."""
    for at in range(0, len(data), WIDE):
        row = data[at : at + WIDE]
        plain = "".join(chr(byte) if 0x20 <= byte < 0x7F else "·" for byte in row)
        yield f"{at:06x}  {row.hex(' '):47}  {plain}"
