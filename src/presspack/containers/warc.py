"""WARC: the pages that a crawl received, each with its URL and the time of its fetch."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from presspack.article import Record
from presspack.containers.kinds import Limits, Member
from presspack.errors import Note, PresspackError

HEAD = 1 << 16  # bytes that the headers of a response may have
TEXT = ("text/", "application/xhtml", "application/xml")


def warc_members(stream: BinaryIO, limits: Limits) -> Iterator[Member]:
    """One member for each response, resource and conversion, named by its record id; other records are no pages."""
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError:
        raise PresspackError("a WARC file is among the dumps: pip install 'presspack[warc]'") from None

    pages = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    for number, record in enumerate(ArchiveIterator(stream, record_types=pages, parse_http=False), 1):
        name = (record.headers.get("WARC-Record-ID") or "").strip("<>") or f"#{number}"
        told = Record(url=record.headers.get("WARC-Target-URI"), fetched_at=record.headers.get("WARC-Date"))
        data, note = _payload(record, limits.size)
        yield Member(name, data=data, note=note, record=told)


def _payload(record: Any, limit: int) -> tuple[bytes | None, Note | None]:
    """The page that a record holds, without the headers of the response; or what is wrong with it."""
    block = record.reader.read(limit + HEAD)
    if record.content_length > len(block):
        if len(block) == limit + HEAD:
            return None, Note("too-large", None, f"{record.content_length} bytes, at most {limit}")
        return None, Note("damaged-container", None, f"{len(block)} of {record.content_length} bytes are there")
    kind = record.headers.get("Content-Type") or ""
    if record.is_http:
        record.set_bytes_content(block)
        record.parse_http(auto_decode="all")
        if record.http_headers.status_code != 200:
            return None, Note("http-status", None, str(record.http_headers.status_code))
        kind = record.http_content_type or ""
        block = record.reader.read(limit + 1)
    if kind and not kind.lower().startswith(TEXT):
        return None, Note("not-a-page", None, kind)
    if len(block) > limit:
        return None, Note("too-large", None, f"more than {limit} bytes")
    return block, None
