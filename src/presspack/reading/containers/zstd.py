"""Zstandard: the frames of a stream, one after another."""

import io
from operator import eq
from typing import Any, BinaryIO, cast

FEED = 1 << 16  # bytes that are read together
FRAME, SKIPPED = b"\x28\xb5\x2f\xfd", b"\x2a\x4d\x18"  # how frames begin
PADDING = b"\0\r\n\t "  # may stand behind a stream: it begins none


class _Frame(io.RawIOBase):
    """The bytes of one frame of Zstandard, after its head: pyarrow takes what stands behind a frame for a broken one."""

    def __init__(self, source: "Zstd", head: int, check: int) -> None:
        self._source, self._left, self._last, self._check = source, head, False, check

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._left:
            if self._last:
                return 0
            block = int.from_bytes(self._source.peek(3), "little")
            self._last, raw = bool(block & 1), (1 if block >> 1 & 3 == 1 else block >> 3)
            self._left = 3 + raw + (self._check if self._last else 0)
        data = self._source.take(min(self._left, len(buffer)))
        self._left -= len(data)
        buffer[: len(data)] = data
        return len(data)


class Zstd:
    """What the frames of Zstandard in a stream hold, one after another: those before a broken one are read."""

    behind = False

    def __init__(self, source: BinaryIO) -> None:
        self._source, self._data = source, b""
        self._inner: Any = None
        self._begun = False

    def read(self, size: int) -> bytes:
        """So many bytes, or fewer; none where it ends."""
        while self._inner is not None or self._begin():
            if data := self._inner.read(size):
                return cast(bytes, data)
            self._inner = None
        return b""

    def take(self, size: int) -> bytes:
        """So many of the next bytes, or fewer."""
        found, self._data = self._data[:size], self._data[size:]
        return found or self._source.read(size)

    def peek(self, size: int) -> bytes:
        """So many of the next bytes, which stay."""
        self._data += self._source.read(max(size - len(self._data), 0))
        return self._data[:size]

    def _begin(self) -> bool:
        """Go on to the next frame; False where there is none."""
        import pyarrow as pa

        while head := self.peek(18):
            if head[:4] == FRAME and len(head) > 4:
                told = head[4]
                single = told >> 5 & 1
                size = 5 + (1 - single) + (0, 1, 2, 4)[told & 3] + ((0, 2, 4, 8)[told >> 6] or single)
                frame = _Frame(self, size, 4 if told & 4 else 0)
                self._inner, self._begun = pa.CompressedInputStream(pa.PythonFile(frame, mode="r"), "zstd"), True
                return True
            if head[1:4] == SKIPPED and head[0] >> 4 == 5:
                left = 8 + int.from_bytes(head[4:8], "little")
                while left and (passed := len(self.take(min(left, FEED)))):
                    left -= passed
            elif not self._begun or any(map(eq, head, FRAME)):
                raise OSError("its head is broken or cut off")
            elif not (rest := head.lstrip(PADDING)):
                self.take(len(head))
            elif rest == head:
                self.behind = True
                return False
            else:
                self.take(len(head) - len(rest))
        return False
