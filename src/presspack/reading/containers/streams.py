"""Streams inside streams: decompressed as they are read, and never more than can be honest."""

import bz2
import codecs
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from operator import eq
from typing import Any, BinaryIO, cast

from presspack.errors import Rejected
from presspack.project.limits import Limits
from presspack.reading.containers.zstd import FEED, PADDING, Zstd

STEP = 1 << 14  # bytes that are unpacked together: where a stream is corrupt, the good ones among the last are lost


class _Streams:
    """Streams of gzip, bz2 or xz, one after another. The library's own files take bytes that begin no stream for the
    end, and read as far ahead as their version pleases, which would decide what is a bomb.
    """

    behind = False
    """Whether bytes that begin no stream stand behind the last; what is before them was read."""

    def __init__(self, make: Callable[[], Any], begins: bytes, source: BinaryIO) -> None:
        self._make, self._begins, self._source, self._inner = make, begins, source, make()

    def read(self, size: int) -> bytes:
        while not self.behind:
            data = b""
            if self._inner.eof:
                data = self._inner.unused_data.lstrip(PADDING)
                while len(data) < len(self._begins) and (more := self._source.read(FEED)):
                    data = (data + more).lstrip(PADDING)
                if not data:
                    return b""
                if not any(map(eq, data, self._begins)):  # else it is a stream, or one whose head is broken
                    self.behind = True
                    return b""
                self._inner = self._make()
            elif self._inner.needs_input and not (data := self._source.read(FEED)):
                raise EOFError("the stream is cut off")
            if found := self._inner.decompress(data, size):
                return cast(bytes, found)
        return b""


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


SUFFIXES: dict[str, Callable[[BinaryIO], Any]] = {
    ".gz": partial(_Streams, _Gzip, b"\x1f\x8b"),
    ".bz2": partial(_Streams, bz2.BZ2Decompressor, b"BZh"),
    ".xz": partial(_Streams, lzma.LZMADecompressor, b"\xfd7zXZ\0"),
    ".lzma": partial(_Streams, lzma.LZMADecompressor, b"]\0\0"),
    ".zst": Zstd,
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


class _Utf8(_Counted):
    """A stream of UTF-16 as UTF-8. What is no UTF-16 is no UTF-8 either, and is told where it is read."""

    def __init__(self, stream: Any, encoding: str) -> None:
        super().__init__(stream)
        self._decoder, self._left = codecs.getincrementaldecoder(encoding)("surrogatepass"), b""

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            data = self._stream.read(FEED)
            self._left = self._decoder.decode(data, final=not data).encode("utf-8", "surrogatepass")
            if not data and not self._left:
                return 0
        many = min(len(buffer), len(self._left))
        buffer[:many], self._left = self._left[:many], self._left[many:]
        return many


def utf8(stream: BinaryIO) -> BinaryIO:
    """A table or JSON in UTF-16 as UTF-8; any other stream as it is.

    It is UTF-16 if it has its mark, or if it begins with two letters of ASCII, each with a NUL.
    """
    peeked = stream if hasattr(stream, "peek") else io.BufferedReader(_Counted(stream), FEED)
    head = peeked.peek(4)[:4]
    if head[2:] == b"\0\0":  # UTF-32, or no text
        return peeked
    big, little = (head[i::2] == b"\0\0" and all(head[1 - i :: 2]) for i in (0, 1))
    if big or head.startswith(codecs.BOM_UTF16_BE):
        return io.BufferedReader(_Utf8(peeked, "utf-16-be"), FEED)
    if little or head.startswith(codecs.BOM_UTF16_LE):
        return io.BufferedReader(_Utf8(peeked, "utf-16-le"), FEED)
    return peeked


def inflated(name: str, stream: BinaryIO, limits: Limits) -> tuple[str, BinaryIO, Any]:
    """A compressed stream and its name, both without their last wrapping; and what knows of bytes `behind` it at its end."""
    stem, _, suffix = name.rpartition(".")
    source = _Counted(stream)
    opened = SUFFIXES[f".{suffix.lower()}"](io.BufferedReader(source, FEED))
    return stem, io.BufferedReader(_Inflated(opened, source, limits), STEP), opened


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
