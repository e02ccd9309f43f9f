"""Streams inside streams: decompressed as they are read, and never more than can be honest."""

import bz2
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, cast

from presspack.errors import Rejected
from presspack.project.limits import Limits

FEED = 1 << 16  # bytes that are read together
FRAME, SKIPPED = b"\x28\xb5\x2f\xfd", b"\x2a\x4d\x18"  # how frames of Zstandard begin
PADDING = b"\0\r\n\t "  # may stand behind a stream: it begins none
STEP = 1 << 14  # bytes that are unpacked together: where a stream is corrupt, the good ones among the last are lost


class _Streams:
    """Streams of gzip, bz2 or xz, one after another. The library's own files take bytes that begin no stream for the
    end, and read as far ahead as their version pleases, which would decide what is a bomb.
    """

    def __init__(self, make: Callable[[], Any], source: BinaryIO) -> None:
        self._make, self._source, self._inner = make, source, make()

    def read(self, size: int) -> bytes:
        while True:
            data = b""
            if self._inner.eof:
                data = self._inner.unused_data.lstrip(PADDING)
                while not data:
                    if not (data := self._source.read(FEED)):
                        return b""
                    data = data.lstrip(PADDING)
                self._inner = self._make()
            elif self._inner.needs_input and not (data := self._source.read(FEED)):
                raise EOFError("the stream is cut off")
            if found := self._inner.decompress(data, size):
                return cast(bytes, found)


class _Gzip:
    """A decompressor of gzip with the face of those of bz2 and xz."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(zlib.MAX_WBITS | 16)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    def decompress(self, data: bytes, size: int) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, size)


class _Frames(io.RawIOBase):
    """The frames of Zstandard in a stream, byte for byte: pyarrow takes what stands behind them for a broken one."""

    def __init__(self, source: BinaryIO) -> None:
        self._source, self._data, self._left, self._last, self._check = source, b"", 0, True, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._left and not self._next():
            return 0
        data = self._take(min(self._left, len(buffer)))
        self._left -= len(data)
        buffer[: len(data)] = data
        return len(data)

    def _take(self, size: int) -> bytes:
        found, self._data = self._data[:size], self._data[size:]
        return found or self._source.read(size)

    def _peek(self, size: int) -> bytes:
        self._data += self._source.read(max(size - len(self._data), 0))
        return self._data[:size]

    def _next(self) -> bool:
        """Go on to the next block, the checksum or the next frame; False where the frames end."""
        if not self._last:
            block = int.from_bytes(self._peek(3), "little")
            self._last, raw = bool(block & 1), (1 if block >> 1 & 3 == 1 else block >> 3)
            self._left = 3 + raw + (self._check if self._last else 0)
            return True
        head = self._peek(18)
        if head[:4] == FRAME and len(head) > 4:
            told = head[4]
            single = told >> 5 & 1
            self._left = 5 + (1 - single) + (0, 1, 2, 4)[told & 3] + ((0, 2, 4, 8)[told >> 6] or single)
            self._last, self._check = False, 4 if told & 4 else 0
            return True
        if head[1:4] == SKIPPED and head[0] >> 4 == 5:
            self._left = 8 + int.from_bytes(head[4:8], "little")
            return True
        while rest := self._peek(FEED):
            if rest.strip(PADDING):
                raise OSError("bytes behind the end of the stream")
            self._data = b""
        return False


def _zstd(source: BinaryIO) -> Any:
    import pyarrow as pa

    return pa.CompressedInputStream(pa.PythonFile(io.BufferedReader(_Frames(source), FEED), mode="r"), "zstd")


SUFFIXES: dict[str, Callable[[BinaryIO], Any]] = {
    ".gz": lambda source: _Streams(_Gzip, source),
    ".bz2": lambda source: _Streams(bz2.BZ2Decompressor, source),
    ".xz": lambda source: _Streams(lzma.LZMADecompressor, source),
    ".zst": _zstd,
}


class _Counted(io.RawIOBase):
    """A stream that knows how much was read from it; nobody moves about in it."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self.count += len(data)
        return len(data)


class _Inflated(_Counted):
    """What a compressed stream holds; refuses to go on when that is a bomb."""

    def __init__(self, stream: Any, source: _Counted, limits: Limits) -> None:
        super().__init__(stream)
        self._source, self._limits = source, limits

    def readinto(self, buffer: Any) -> int:
        many = super().readinto(buffer)
        if self._limits.is_bomb(self.count, self._source.count):
            raise Rejected("bomb", None, f"unpacks to over {self._limits.ratio} times its bytes")
        return many


def inflated(name: str, stream: BinaryIO, limits: Limits) -> tuple[str, BinaryIO]:
    """A compressed stream and its name, both without their last wrapping."""
    stem, _, suffix = name.rpartition(".")
    source = _Counted(stream)
    opened = SUFFIXES[f".{suffix.lower()}"](io.BufferedReader(source, FEED))
    return stem, io.BufferedReader(_Inflated(opened, source, limits), STEP)


def forward(stream: Any) -> BinaryIO:
    """A member of an archive as a stream that is read from its beginning to its end, whatever it says it can do."""
    return io.BufferedReader(_Counted(stream), FEED)


def slurp(stream: BinaryIO, limit: int) -> bytes:
    """All of a stream; Rejected if that is above the limit."""
    pieces, left = [], limit + 1
    while left and (data := stream.read(min(left, 1 << 20))):  # what is asked for is held at once
        pieces.append(data)
        left -= len(data)
    if not left:
        raise Rejected("too-large", None, f"more than {limit} bytes")
    return b"".join(pieces)


def seekable(stream: BinaryIO, limit: int) -> BinaryIO:
    """The stream itself if one can move in it, else all of it in memory."""
    return stream if stream.seekable() else io.BytesIO(slurp(stream, limit))


def lines(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """The lines of a stream with their numbers; None for one above the limit, which is passed over."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) <= limit:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(limit)
        yield number, None
