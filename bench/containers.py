"""How containers are read: the memory and speed of a large one, the time a bomb takes, fastwarc beside warcio.

    python -m bench.containers FOLDER [--gigabytes 2]

warcio is no dependency of presspack: `pip install warcio` to have it measured.
"""

import argparse
import io
import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa

from bench.generate import dumps
from presspack.project.params import Params
from presspack.reading.containers import unpack

KINDS = 2_000  # generated dumps, each repeated with other numbers
RECORDS = 20_000
STAGE = """
import resource, sys
from pathlib import Path
from presspack.project.params import Params
from presspack.pipeline.stage import stage
print(stage(Path(sys.argv[1]), Path(sys.argv[2]), Params()))
own, workers = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(f"at most {own // 1024} MB in the process itself, {workers // 1024} MB in a worker")
"""


def texts() -> Iterator[str]:
    """Texts of dumps without end, no two the same."""
    made = [data.decode("utf-8", "replace") for _, data in dumps(KINDS, seed=5) if data]
    number = 0
    while True:
        for text in made:
            number += 1
            # a number in every line, so that no text can be told in short by one before it
            yield text.replace("\n", f" {number * 2654435761 % 10**9}\n")


def write_lines(path: Path, size: int) -> int:
    """JSON lines of so many bytes, compressed with Zstandard; the number of lines."""
    many = written = 0
    source = texts()
    with pa.CompressedOutputStream(str(path), "zstd") as out:
        while written < size:
            line = json.dumps({"text": next(source)}, ensure_ascii=False).encode() + b"\n"
            out.write(line)
            written += len(line)
            many += 1
    return many


def stage_lines(folder: Path, gigabytes: float) -> None:
    """Stage one large container in a process of its own."""
    path = folder / "seeds" / "crawl.jsonl.zst"
    path.parent.mkdir(parents=True)
    many = write_lines(path, int(gigabytes * 1e9))
    packed = path.stat().st_size / 1e6
    print(f"crawl.jsonl.zst: {many} dumps, {gigabytes} GB, {packed:.0f} MB compressed")
    start = time.perf_counter()
    command = [sys.executable, "-c", STAGE, str(folder / "seeds"), str(folder / "staged")]
    subprocess.run(command, check=True)
    seconds = time.perf_counter() - start
    print(f"staged in {seconds:.1f} s: {gigabytes * 1e3 / seconds:.0f} MB/s of text")


def bomb() -> None:
    """A zip of 42 kB that claims to hold gigabytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0.txt", bytes(25_000_000))
        info = archive.infolist()[0]
        for number in range(1, 200):  # members that all lead to the bytes of the first
            other = zipfile.ZipInfo(f"{number}.txt")
            for name in ("compress_type", "CRC", "compress_size", "file_size", "header_offset"):
                setattr(other, name, getattr(info, name))
            archive.filelist.append(other)
    size = len(out.getvalue())
    start = time.perf_counter()
    found = list(unpack("bomb.zip", out, size, Params().limits))
    assert [dump.note and dump.note.slug for dump in found] == ["bomb"]
    print(f"a zip of {size} bytes that unpacks to 5 GB: refused in {(time.perf_counter() - start) * 1e3:.1f} ms")


def write_warc(path: Path) -> None:
    """A crawl, compressed record by record as crawlers do."""
    import gzip

    source = texts()
    with path.open("wb") as out:
        for number in range(RECORDS):
            body = next(source).encode()
            block = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + body
            head = (
                f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\n"
                f"WARC-Date: 2026-01-20T08:00:00Z\r\nWARC-Target-URI: http://kcna.kp/{number}\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
            )
            out.write(gzip.compress(head.encode() + block + b"\r\n\r\n", 6, mtime=0))


def with_presspack(file: BinaryIO, size: int) -> int:
    """Bytes of all pages that presspack finds."""
    return sum(len(found.data or b"") for found in unpack("crawl.warc.gz", file, size, Params().limits))


def with_fastwarc(file: BinaryIO, size: int) -> int:
    """The same with fastwarc alone."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    return sum(len(record.reader.read()) for record in ArchiveIterator(file, record_types=WarcRecordType.response))


def with_warcio(file: BinaryIO, size: int) -> int:
    """The same with warcio."""
    from warcio.archiveiterator import ArchiveIterator

    return sum(len(r.content_stream().read()) for r in ArchiveIterator(file) if r.rec_type == "response")


def compare_warc(folder: Path) -> None:
    """Read one crawl with each library."""
    path = folder / "crawl.warc.gz"
    write_warc(path)
    size = path.stat().st_size
    for reader in (with_fastwarc, with_warcio, with_presspack):
        try:
            with path.open("rb") as file:
                start = time.perf_counter()
                read = reader(file, size)
                seconds = time.perf_counter() - start
        except ImportError:
            print(f"{reader.__name__}: not installed")
            continue
        print(f"{reader.__name__:16} {RECORDS / seconds:8.0f} records/s, {read / 1e6 / seconds:6.0f} MB/s")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and remove what was made."""
    parser = argparse.ArgumentParser(prog="python -m bench.containers", description=main.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--gigabytes", type=float, default=2)
    given = parser.parse_args(arguments)
    folder = given.folder / f"containers-{os.getpid()}"
    folder.mkdir(parents=True)
    try:
        bomb()
        compare_warc(folder)
        stage_lines(folder, given.gigabytes)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
