"""WARC: the pages that a crawl received, each with its URL and the time of its fetch.

Records are parted here, for fastwarc stops at the first that is damaged; it reads the response that a record holds.
"""

import io
import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from presspack.article import Record
from presspack.errors import Note, PresspackError, Rejected
from presspack.project.limits import Limits
from presspack.reading.containers.member import Member, damage

HEAD = 1 << 16  # bytes that the headers of a record, or of a response, may have
BEGIN = b"WARC/"
FIRST = re.compile(rb"WARC/\d\.\d+\r?\n")
PAGES = {"response", "resource", "conversion"}
TOLD = PAGES | {"revisit"}
KINDS = ("text/html", "text/plain", "application/xhtml")
CHARSET = re.compile(r"""charset\s*=\s*["']?([\w:.-]{1,40})""", re.I)
HTTP = ("Content-Type", "Content-Encoding", "Transfer-Encoding")
CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
END = re.compile(rb"\r?\n?")
DAMAGES = 1000  # damaged records, after which no more is read

Headers = dict[str, str]


class _Source:
    """A stream that takes bytes back."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._held = b""

    def read(self, size: int) -> bytes:
        found, self._held = self._held[:size], self._held[size:]
        return found + self._stream.read(size - len(found)) if len(found) < size else found

    def line(self) -> bytes:
        """The rest of a line, or HEAD bytes of it."""
        end = self._held.find(b"\n", 0, HEAD) + 1 or HEAD
        found, self._held = self._held[:end], self._held[end:]
        if len(found) == HEAD or found.endswith(b"\n"):
            return found
        return found + self._stream.readline(HEAD - len(found))

    def back(self, data: bytes) -> None:
        """Let these bytes be read again."""
        self._held = data + self._held

    def skip(self, size: int) -> int:
        """Pass over so many bytes; how many there were."""
        left = size
        while left and (passed := len(self.read(min(left, HEAD)))):
            left -= passed
        return size - left

    def seek_record(self) -> None:
        """Pass over all up to the beginning of a record, or to the end."""
        while line := self.line():
            if begin := FIRST.search(line):
                self.back(line[begin.start() :])
                return


def warc_members(stream: BinaryIO, limits: Limits) -> Iterator[Member]:
    """One member for each response, resource and conversion, named by its record id, and for each damaged record.

    So it is for a revisit, whose page another record holds. Requests and the crawler's own records are no dumps.
    """
    try:
        import fastwarc  # noqa: F401 -- an extra: better missed now than at some record
    except ImportError:
        raise PresspackError("a WARC file is among the dumps: pip install 'presspack[warc]'") from None

    source = _Source(stream)
    number = damages = 0
    while line := source.line():
        if not line.strip():
            continue
        number += 1
        headers: Headers = {}
        try:
            if not line.startswith(BEGIN):
                raise ValueError("no record begins where one should")
            _read_headers(source, headers)
            block, size = _read_block(source, headers, limits.size + HEAD)
        except ValueError as error:
            damages += 1
            if damages > DAMAGES:
                raise Rejected("damaged-container", None, f"more than {DAMAGES} damaged records") from None
            source.seek_record()
            yield Member(_name(headers, number), note=damage(error), record=_record(headers))
            continue
        if headers.get("warc-type") in TOLD:
            data, note, kind = _page(headers, block, size, limits.size)
            charset = CHARSET.search(kind)
            name = charset[1] if charset else None
            yield Member(_name(headers, number), data=data, note=note, record=_record(headers), charset=name)


def _name(headers: Headers, number: int) -> str:
    return headers.get("warc-record-id", "").strip("<>") or f"#{number}"


def _record(headers: Headers) -> Record:
    url, date = (headers.get(name, "").encode("utf-8", "replace").decode() for name in ("warc-target-uri", "warc-date"))
    return Record(url=url.strip("<>") or None, fetched_at=date or None)


def _read_headers(source: _Source, headers: Headers) -> None:
    """The headers of a record, by their names in lower case; of a name that comes again, the first counts."""
    left = HEAD
    while (line := source.line()).strip():
        left -= len(line)
        if left < 0:
            raise ValueError(f"headers of more than {HEAD} bytes")
        name, _, value = line.decode("utf-8", "surrogateescape").partition(":")
        headers.setdefault(name.strip().lower(), value.strip())
    if not line:
        raise ValueError("cut off within its headers")


def _read_block(source: _Source, headers: Headers, limit: int) -> tuple[bytes, int]:
    """What follows the headers, and its length; no more than `limit` bytes of it are held, and all are passed over.

    A record is not believed where no other follows it, nor the end: then those that begin in it are read again.
    """
    told = headers.get("content-length", "")
    if not told.isdecimal() or len(told) > 18:
        raise ValueError("its length is not told")
    size = int(told)
    block = source.read(min(size, limit))
    there = len(block)
    if size > limit and b"\n\r\n" + BEGIN not in block:
        there += source.skip(size - limit)
    after = source.line() if there == size else b""
    source.back(after)
    if there == size and (not after.strip() or after.startswith(BEGIN)):
        return block, size
    begin = FIRST.search(block)
    source.back(block[begin.start() :] if begin else b"")
    raise ValueError(f"{there} of {size} bytes are there" if there < size else f"it is longer than its {size} bytes")


def _page(headers: Headers, block: bytes, size: int, limit: int) -> tuple[bytes | None, Note | None, str]:
    """The page that a record holds, without the headers of the response; or what is wrong with it. And its type."""
    if headers["warc-type"] not in PAGES:
        return None, Note("not-a-page", None, headers["warc-type"]), ""
    if size > limit + HEAD:
        return None, Note("too-large", None, f"{size} bytes, at most {limit}"), ""
    kind = headers.get("content-type", "")
    if kind.lower().startswith("application/http"):
        try:
            block, kind, status = _response(block, limit)
        except Exception as error:  # of one record; the others may be whole
            return None, damage(error), ""
        if status != 200:
            return None, Note("http-status", None, "none" if status is None else str(status)), ""
    if kind and not kind.lower().startswith(KINDS):
        return None, Note("not-a-page", None, kind), ""
    if len(block) > limit:
        return None, Note("too-large", None, f"more than {limit} bytes"), ""
    return block, None, kind


def _response(block: bytes, limit: int) -> tuple[bytes, str, int | None]:
    """What a response carries, its type and its status. Raises where it is cut off, which fastwarc does not notice."""
    from fastwarc.warc import WarcRecord, WarcRecordType

    record = WarcRecord()
    record.init_headers(record_type=WarcRecordType.response)
    record.is_http = True
    record.set_bytes_content(block)
    record.parse_http(auto_decode="none", max_header_len=HEAD)
    headers = record.http_headers
    kind, coding, transfer = ((headers.get(name) or "").strip() for name in HTTP)
    body = record.reader.read(len(block))
    if transfer.lower() == "chunked" and CHUNK.match(body):  # some crawlers join the chunks and leave the header
        body = _joined(body)
    return _decoded(body, coding.lower(), limit), kind, headers.status_code


def _joined(body: bytes) -> bytes:
    """Chunks without their sizes."""
    parts, at = [], 0
    while (head := CHUNK.match(body, at)) and (size := int(head[1], 16)):
        at = head.end() + size
        parts.append(body[head.end() : at])
        at += len(END.match(body, at)[0])  # type: ignore[index]  # it matches anything
    if head is None:
        raise EOFError("the chunks are cut off")
    return b"".join(parts)


def _decoded(body: bytes, coding: str, limit: int) -> bytes:
    """A body as the page it is, up to one byte above the limit."""
    if coding in ("", "identity", "none"):
        return body
    if coding == "br":
        from fastwarc.stream_io import BrotliReader

        return bytes(BrotliReader(io.BytesIO(body)).read(limit + 1))
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise ValueError(f"its content is encoded as {coding}")
    bare = coding == "deflate" and body[:1] != b"\x78"
    inner = zlib.decompressobj(-zlib.MAX_WBITS if bare else zlib.MAX_WBITS | 32)
    page = inner.decompress(body, limit + 1)
    if len(page) <= limit and not inner.eof:
        raise EOFError("its content is cut off")
    return page
