"""WARC: the pages that a crawl received, each with its URL and the time of its fetch.

Records and responses are read here, for fastwarc stops at the first that is damaged and misreads heads that end in LF.
"""

import io
import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import urljoin

from presspack.article import Record
from presspack.errors import Note, Rejected
from presspack.project.limits import Limits
from presspack.reading.containers.member import Member, damage
from presspack.reading.containers.streams import SUFFIXES
from presspack.reading.containers.zstd import PADDING
from presspack.reading.urls import host, key
from presspack.writing.visible import printable

HEAD = 1 << 16  # bytes that the headers of a record, or of a response, may have
BEGIN = b"WARC/"
FIRST = re.compile(rb"WARC/\d\.\d{1,9}\r?\n")
LONGEST = 18  # bytes that this matches
PAGES = {"response", "resource", "conversion"}
OURS = {"request", "metadata", "warcinfo"}
KINDS = ("text/html", "text/plain", "application/xhtml")
CHARSET = re.compile(r"""charset\s*=\s*["']?([\w:.-]{1,40})""", re.I)
ELSEWHERE = frozenset((*range(300, 400), 404, 410))  # of a page that is at another URL, as it was, or nowhere
NOTES = re.compile(r"metadata:|urn:(?:x-wpull|text|textfinal):|https?://[^/]+/(?:robots|humans|ads)\.txt(?:\?|$)", re.I)
ANSWERS = {"moved-or-gone", "http-status"}  # say something of their day
STATUS = re.compile(rb"HTTP/\d(?:\.\d+)?[ \t]+(\d{3})\b[^\n]*\n")
HEADER = re.compile(rb"[!#$%&'*+.^_`|~\w-]+[ \t]*:")
LISTS = {"content-encoding", "transfer-encoding"}
CHUNK = re.compile(rb"[ \t]*0*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
END = re.compile(rb"\r?\n")
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
PLAIN = {"", "identity", "none"}
CODINGS = {"gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate", "br": "br", "zstd": "zstd"}
DAMAGES = 1000  # damaged records, after which no more is read
AGAIN = 300_000_000  # bytes that are read again for them, likewise

Headers = dict[str, str]


class _Source:
    """A stream that takes bytes back."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._held = b""
        self.again = 0

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
        self.again += len(data)

    def skip(self, size: int) -> int:
        """Pass over so many bytes; how many there were."""
        left = size
        while left and (passed := len(self.read(min(left, HEAD)))):
            left -= passed
        return size - left

    def seek_record(self) -> None:
        """Pass over all up to the beginning of a record, or to the end."""
        last = b""
        while block := self.read(HEAD):
            if begin := FIRST.search(last + block):
                self.back((last + block)[begin.start() :])
                return
            last = (last + block)[-LONGEST:]  # a record may begin where two blocks meet


def warc_members(stream: BinaryIO, limits: Limits) -> Iterator[Member]:
    """One member for each response, resource and conversion, named by its record id, and for each damaged record.

    So it is for every other record, with its reason, but requests and the crawler's own records, which are no dumps.
    """
    source = _Source(stream)
    number = damages = 0
    while line := source.line():
        if not line.strip(PADDING):
            continue
        number += 1
        headers: Headers = {}
        try:
            if not line.startswith(BEGIN):
                source.back(line)  # a record may begin in it
                raise ValueError("no record begins where one should")
            _read_headers(source, headers)
            block, size = _read_block(source, headers, limits.size + HEAD)
        except ValueError as error:
            damages += 1
            if damages > DAMAGES:
                raise Rejected("damaged-container", None, f"more than {DAMAGES} damaged records") from None
            if source.again > AGAIN:
                raise Rejected(
                    "damaged-container", None, "records that claim more than there is, over and over"
                ) from None
            source.seek_record()
            yield Member(_name(headers, number), note=damage(error), record=_record(headers))
            continue
        if headers.get("warc-type", "").lower() not in OURS:
            data, note, kind = _page(headers, block, size, limits.size)
            charset = CHARSET.search(kind)
            name = charset[1] if charset else None
            if note is not None and (note.slug in ANSWERS or note.detail == "revisit") and "warc-date" in headers:
                note = note._replace(detail=f"{note.detail}, {printable(headers['warc-date'][:10])}")
            yield Member(_name(headers, number), data=data, note=note, record=_record(headers), charset=name)


def _name(headers: Headers, number: int) -> str:
    return headers.get("warc-record-id", "").strip("<>") or f"#{number}"


def _record(headers: Headers) -> Record:
    url, date = (headers.get(name, "").encode("utf-8", "replace").decode() for name in ("warc-target-uri", "warc-date"))
    return Record(url=url.strip("<>") or None, fetched_at=date or None)


def _read_headers(source: _Source, headers: Headers) -> None:
    """Headers up to a blank line, by their names in lower case; of a name that comes again, the first counts.

    A header may go on in lines that begin with a blank. A line that is no header is refused: what follows may be text.
    """
    left = HEAD
    name = ""
    while (line := source.line()).strip():
        left -= len(line)
        if left < 0:
            raise ValueError(f"headers of more than {HEAD} bytes")
        begins, said = HEADER.match(line), line.decode("utf-8", "surrogateescape")
        if line[:1] in b" \t" and name:
            headers[name] = f"{headers[name]} {said.strip()}".strip()
        elif begins is None:
            raise ValueError(f"{said.strip()[:40]!r} is among its headers")
        else:
            name, value = said[: begins.end() - 1].strip().lower(), said[begins.end() :].strip()
            if name in headers and name in LISTS:
                headers[name] += f",{value}"
            else:
                headers.setdefault(name, value)
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
    if there == size and (not after.strip(PADDING) or after.startswith(BEGIN)):
        return block, size
    begin = FIRST.search(block)
    source.back(block[begin.start() :] if begin else b"")
    raise ValueError(f"{there} of {size} bytes are there" if there < size else f"it is longer than its {size} bytes")


def _page(headers: Headers, block: bytes, size: int, limit: int) -> tuple[bytes | None, Note | None, str]:
    """The page that a record holds, without the headers of the response; or what is wrong with it. And its type."""
    what = headers.get("warc-type", "").lower()
    if what and what not in PAGES and what != "continuation":
        return None, Note("not-a-page", None, what), ""
    if size > limit + HEAD:
        return None, Note("too-large", None, f"{size} bytes, at most {limit}"), ""
    kind = headers.get("content-type", "")
    response: Headers = {}
    try:
        if what not in PAGES:
            raise ValueError("its beginning is in another record" if what else "its type is not told")
        if kind.lower().startswith("application/http") or (not kind and STATUS.match(block)):
            block, response, status = _response(block)
            kind = response.get("content-type", "")
            if status in ELSEWHERE:
                url = headers.get("warc-target-uri", "").strip("<>")
                home = status not in (404, 410) and _is_front(response.get("location", ""), url)
                return None, Note("moved-or-gone", None, f"{status} to the front page" if home else str(status)), ""
            if status != 200:
                return None, Note("http-status", None, "none" if status is None else str(status)), ""
        if NOTES.match(headers.get("warc-target-uri", "").strip("<>")):
            return None, Note("not-a-page", None, "a note of the crawler, or for it"), ""
        if kind and not kind.lower().startswith(KINDS):
            return None, Note("not-a-page", None, kind), ""
        if cut := headers.get("warc-truncated"):
            raise ValueError(f"the crawler cut it off: {cut}")
        if "warc-segment-number" in headers:
            raise ValueError("the rest of it is in other records")
        block = _payload(block, response, limit)
    except MemoryError:
        raise
    except Exception as error:  # of one record; the others may be whole
        return None, damage(error), ""
    if len(block) > limit:
        return None, Note("too-large", None, f"more than {limit} bytes"), ""
    return block, None, kind


def _is_front(location: str, url: str) -> bool:
    """Whether a redirect leads from another page to the front page of its site."""
    try:
        there = urljoin(url, location)
    except ValueError:
        return False
    return "#" not in there and host(there) == host(url) != "" and key(there) is None and key(url) is not None


def _response(block: bytes) -> tuple[bytes, Headers, int | None]:
    """What a response carries as it was sent, its headers and its status: of several heads, the last."""
    headers: Headers = {}
    status = None
    while first := STATUS.match(block):
        status, headers = int(first[1]), {}
        source = _Source(io.BytesIO(block[first.end() :]))
        _read_headers(source, headers)
        block = source.read(len(block))
    return block, headers, status


def _payload(body: bytes, headers: Headers, limit: int) -> bytes:
    """A body without its codings, up to one byte above the limit; many crawlers undo them and leave the headers."""
    listed = [headers.get(name, "") for name in ("content-encoding", "transfer-encoding")]
    codings = [coding for coding in re.split(r"[\s,]+", ",".join(listed).lower()) if coding not in PLAIN]
    length = headers.get("content-length", "")
    if not codings and length.isdecimal() and len(body) < int(length[:18]):
        raise EOFError(f"{len(body)} of {length} bytes are there")
    for coding in reversed(codings):
        if coding == "chunked":
            body = _joined(body) if CHUNK.match(body) else body
        elif coding not in CODINGS:
            raise ValueError(f"its content is encoded as {coding}")
        elif body:
            body = _decoded(body, coding, limit)
    return body


def _joined(body: bytes) -> bytes:
    """Chunks without their sizes."""
    parts, at = [], 0
    while (head := CHUNK.match(body, at)) and (size := int(head[1], 16)):
        at = head.end() + size
        parts.append(body[head.end() : at])
        if (end := END.match(body, at)) is None:
            raise EOFError("the chunks are cut off")
        at = end.end()
    if head is None:
        raise EOFError("the chunks are cut off")
    if any(line.strip() and not HEADER.match(line) for line in body[head.end() :].splitlines()):
        raise ValueError("bytes follow the last chunk")
    return b"".join(parts)


def _decoded(body: bytes, coding: str, limit: int) -> bytes:
    """A body as the page it is, up to one byte above the limit; itself, where it is text that was decoded before."""
    try:
        return _inflated(body, CODINGS[coding], limit)
    except (zlib.error, OSError, RuntimeError, ValueError):
        if CONTROL.search(body):
            raise
        return body


def _inflated(body: bytes, coding: str, limit: int) -> bytes:
    """A compressed body unpacked, every member of it, up to one byte above the limit."""
    if coding == "br":
        from fastwarc.stream_io import BrotliReader

        return bytes(BrotliReader(io.BytesIO(body)).read(limit + 1))
    if coding == "zstd":
        frames = SUFFIXES[".zst"](io.BytesIO(body))
        page = bytes(frames.read(limit + 1))
        if frames.behind:
            raise EOFError("bytes follow its content")
        return page
    bare = coding == "deflate" and (body[0] & 15 != 8 or int.from_bytes(body[:2]) % 31)
    page = b""
    while body.strip(b"\0\r\n ") and len(page) <= limit:
        inner = zlib.decompressobj(-zlib.MAX_WBITS if bare else zlib.MAX_WBITS | 32)
        page += inner.decompress(body, limit + 1 - len(page))
        if len(page) <= limit and not inner.eof:
            raise EOFError("its content is cut off")
        body = inner.unused_data
    return page
