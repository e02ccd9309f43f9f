"""Containers of every kind, made in memory, and what is found in one."""

import bz2
import csv
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from presspack.errors import Note
from presspack.project.params import Params
from presspack.reading.containers import Found, unpack

Files = Mapping[str, bytes]


def found(name: str, data: bytes, **params: Any) -> dict[str, Found]:
    """What is found in a container, by its path in the ledger."""
    listed = list(unpack(name, io.BytesIO(data), len(data), Params(**params).limits))
    assert len({dump.name for dump in listed}) == len(listed), "two dumps of one name"
    return {dump.name: dump for dump in listed}


def told(name: str, data: bytes, **params: Any) -> dict[str, bytes | str | None]:
    """Of each dump in a container its bytes, or the slug of what stands in the way."""
    return {path: dump.note.slug if dump.note else dump.data for path, dump in found(name, data, **params).items()}


def note(name: str, data: bytes, path: str, **params: Any) -> Note:
    """What stands in the way of one dump."""
    said = found(name, data, **params)[path].note
    assert said is not None
    return said


def zipped(files: Files, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, how)
    return out.getvalue()


def tarred(files: Files, extra: Iterable[tarfile.TarInfo] = ()) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for info in extra:
            archive.addfile(info)
    return out.getvalue()


def zst(data: bytes) -> bytes:
    out = pa.BufferOutputStream()
    with pa.CompressedOutputStream(out, "zstd") as stream:
        stream.write(data)
    return bytes(out.getvalue())


COMPRESSED: dict[str, Callable[[bytes], bytes]] = {
    ".gz": lambda data: gzip.compress(data, mtime=0),
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zst,
}


def jsonl(rows: Iterable[Mapping[str, Any] | bytes]) -> bytes:
    """A line for each row; bytes are a line as it is."""
    return b"".join((row if isinstance(row, bytes) else json.dumps(row).encode()) + b"\n" for row in rows)


def csved(rows: Iterable[Mapping[str, str]], delimiter: str = ",") -> bytes:
    rows, out = list(rows), io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]) if rows else ["text"], delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8", "surrogateescape")


def parquet(columns: Mapping[str, Any], **how: Any) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table(dict(columns)), out, **how)
    return out.getvalue()


def record(
    name: str | None,
    body: bytes,
    *,
    kind: str = "response",
    status: str = "200 OK",
    media: str = "text/plain",
    http: Mapping[str, str] | None = None,
    more: Mapping[str, str] | None = None,
    length: object = None,
) -> bytes:
    """A WARC record: a response with its headers, or, of another kind, the body alone."""
    headers = {"Content-Type": media, **(http or {})}
    lines = "".join(f"{key}: {value}\r\n" for key, value in headers.items())
    block = f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body if kind in ("response", "revisit") else body
    held = {
        "WARC-Type": kind,
        "WARC-Record-ID": name and f"<{name}>",
        "Content-Type": "application/http; msgtype=response" if kind in ("response", "revisit") else media,
        **(more or {}),
        "Content-Length": len(block) if length is None else length,
    }
    head = "".join(f"{key}: {value}\r\n" for key, value in held.items() if value is not None)
    return f"WARC/1.1\r\n{head}\r\n".encode("utf-8", "surrogateescape") + block + b"\r\n\r\n"
