"""Random and mutated dumps, read as `check` reads them: tracebacks, slow ones and large ones are printed.

    python -m bench.fuzz --minutes 60 --seed 1
    python -m bench.fuzz --seed 1 --only 4711 --keep DIR    one input again, kept as a file

Inputs are random bytes, the fixtures of tests/dumps, the samples of seeds/ and what lies in ../shared/cases: mutated, put
into containers, and mutated again. Input N of a seed is the same on every machine. Exit code 1 if anything is found.
"""

import argparse
import faulthandler
import gzip
import html
import os
import random
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from presspack.project.params import Params
from presspack.reading.dump import Row
from presspack.views.check import findings, rows_of
from presspack.views.check.places import Place
from tests.support.packing import COMPRESSED, csved, jsonl, parquet, record, tarred, zipped

ROOT = Path(__file__).parents[1]
PARAMS = Params()
SECONDS, MEMORY = 2.0, 500  # CPU of one input; MB that it may take
EACH = 1e-4  # s of CPU more for each dump in it: a table of 100 kB may have some ten thousand
STUCK = 300  # s, after which the process ends with a traceback of where it hangs
TOGETHER = 64  # inputs whose rows are held against the contracts at once, which costs 0.1 s however few they are
LARGEST = 1 << 20  # bytes of an input
NOT_DUMPS = {".json", ".sh", ".py"}  # in ../shared/cases: what is expected, and how it is run

TOKENS: Sequence[bytes] = (
    b"\0", b"\r", b"\n\n", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1b$B", b"\x1b$)C\x0e", b"\x80", b"\xed\xa0\x80", "\u0301\u0316".encode(),
    "\u202e".encode(), "\u200b".encode(), "김정은".encode(), "𝔄".encode(), b"<", b"<!--", b"<![CDATA[", b"</p>", b"<script>", b"<plaintext>",
    b"<meta charset=utf-16>", b"&#0;", b"&#x110000;", b"&amp;amp;", b'"', b",", b"{", b'{"text":', b"null", b"1e999", b"-1",
    b"99999999999999999999", b"0001-01-01T00:00:00+05:00", b"9999-12-31T23:59:59-05:00", b"31/02/2024", b"Date: 10/07/2024 | Source: ",
    b"More From ", b"KCNA ", b"Pyongyang, February 30 (KCNA) -- ", b"Juche 113", b"WARC/1.0\r\n", b"Content-Length: 9999999999\r\n",
    b"Transfer-Encoding: chunked\r\n", b"Content-Encoding: gzip\r\n", b"PK\x03\x04", b"\x1f\x8b\x08", b"PAR1", b"ARROW1", b"ustar",
)  # fmt: skip


class Input(NamedTuple):
    """A name, whose end says what the bytes are, and the bytes."""

    name: str
    data: bytes


def originals() -> list[Input]:
    """Every dump that there is to begin with."""
    folders = [ROOT / "tests" / "dumps", ROOT / "seeds", ROOT.parent / "shared" / "cases"]
    paths = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
    return [Input(path.name, path.read_bytes()) for path in paths if path.suffix not in NOT_DUMPS]


def mutated(data: bytes, chance: random.Random, others: Sequence[Input]) -> bytes:
    """The bytes with one change."""
    at, end = sorted((chance.randint(0, len(data)), chance.randint(0, len(data))))
    if chance.random() < 0.7:
        end = min(end, at + chance.randint(1, 60))
    part, lines = data[at:end], data.split(b"\n")
    other = chance.choice(others).data
    how = chance.randrange(10)
    if how == 0:
        return data[:at] + data[end:]
    if how == 1:
        times = chance.choice((2, 3, 50, 5_000))
        return data[:at] + part[: LARGEST // times + 1] * times + data[at:]
    if how == 2:
        return data[:at] + chance.randbytes(len(part)) + data[end:]
    if how == 3:
        return (
            data[:at] + chance.choice(TOKENS) * chance.choice((1, 1, 1, 40, 10_000)) + data[chance.choice((at, end)) :]
        )
    if how == 4:
        return data[:at]
    if how == 5:
        return data[:at] + other[chance.randint(0, len(other)) :]
    if how == 6:
        chance.shuffle(lines)
        return b"\n".join(lines)
    if how == 7:
        return b"\n".join(line for line in lines for _ in range(chance.choice((0, 1, 1, 1, 1, 2))))
    if how == 8:
        return data.translate(
            bytes.maketrans(bytes([a := chance.randrange(256)]), bytes([(a + chance.randrange(256)) % 256]))
        )
    return bytes(byte ^ (1 << chance.randrange(8)) if chance.random() < 0.01 else byte for byte in data[:20_000])


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _row(dump: Input) -> dict[str, str]:
    return {
        "url": f"https://press.example/{dump.name}",
        "text": dump.data.decode("utf-8", "replace"),
        "date": "2024-03-01",
    }


PACKED: dict[str, Callable[[Sequence[Input]], bytes]] = {
    ".zip": lambda dumps: zipped(dict(dumps)),
    ".tar": lambda dumps: tarred(dict(dumps)),
    ".jsonl": lambda dumps: jsonl(map(_row, dumps)),
    ".csv": lambda dumps: csved(map(_row, dumps)),
    ".tsv": lambda dumps: csved(map(_row, dumps), "\t"),
    ".parquet": lambda dumps: parquet({"text": [_row(dump)["text"] for dump in dumps]}),
    ".warc": lambda dumps: b"".join(record(f"urn:{dump.name}", dump.data, media="text/html") for dump in dumps),
    ".warc.gz": lambda dumps: b"".join(gzip.compress(record(f"urn:{dump.name}", dump.data), mtime=0) for dump in dumps),
    ".html": lambda dumps: b"<html><body>" + b"".join(
        f"<p>{html.escape(line)}</p>\n".encode("utf-8", "surrogateescape") for line in _text(dumps[0].data).split("\n")
    ),
}  # fmt: skip


def made(seed: int, number: int, others: Sequence[Input]) -> Input:
    """Input `number` of a seed."""
    chance = random.Random(f"{seed}:{number}")

    def changed(dump: Input) -> Input:
        data = dump.data
        for _ in range(chance.choice((0, 1, 1, 2, 5))):
            data = mutated(data, chance, others)[:LARGEST]
        return Input(dump.name, data)

    if chance.random() < 0.05:
        end = chance.choice((".txt", ".html", *PACKED, *COMPRESSED))
        return Input(f"random{end}", chance.randbytes(chance.choice((1, 10, 300, 20_000))))
    one = changed(chance.choice(others))
    if chance.random() < 0.5:
        end = chance.choice(list(PACKED))
        held = {
            dump.name: dump for dump in (one, *(changed(chance.choice(others)) for _ in range(chance.randrange(3))))
        }
        one = Input(f"a{end}", PACKED[end](list(held.values())))
        one = changed(one) if chance.random() < 0.5 else one
    if chance.random() < 0.1:
        end = chance.choice(list(COMPRESSED))
        one = Input(one.name + end, COMPRESSED[end](one.data))
        one = changed(one) if chance.random() < 0.5 else one
    return one._replace(data=one.data[: 2 * LARGEST])


class Found(Counter[str]):
    """What was found, by its kind; each is printed when it is."""

    def say(self, kind: str, number: int, dump: Input, what: str) -> None:
        """Print one finding, with what is to be typed to see it again."""
        self[kind] += 1
        print(f"{kind}: --only {number} ({dump.name}, {len(dump.data)} bytes): {what}", flush=True)


def highest() -> float:
    """The largest size of this process in MB since the last call."""
    said = Path("/proc/self/status").read_text("utf-8")
    Path("/proc/self/clear_refs").write_text("5", "utf-8")
    return int(said.partition("VmHWM:")[2].split()[0]) / 1024


def tried(number: int, dump: Input, folder: Path, found: Found, whole: bool) -> list[Row]:
    """The rows of one input; with `whole`, held against the contracts too. What is wrong is said."""
    path, rows = folder / dump.name, list[Row]()
    path.write_bytes(dump.data)
    before, start = highest(), time.process_time()
    before = highest()
    faulthandler.dump_traceback_later(STUCK, exit=True)
    try:
        rows = list(rows_of(Place(str(path), dump.name, str(folder)), PARAMS))
        if whole:
            list(findings(rows))
    except Exception:
        found.say("traceback", number, dump, traceback.format_exc())
    faulthandler.cancel_dump_traceback_later()
    seconds, grown = time.process_time() - start, highest() - before
    if seconds > SECONDS + EACH * len(rows):
        found.say("slow", number, dump, f"{seconds:.1f} s")
    if grown > MEMORY:
        found.say("large", number, dump, f"{grown:.0f} MB")
    path.unlink()
    return rows


def run(seed: int, first: int, until: float, folder: Path) -> tuple[int, Found]:
    """Try inputs until a time; how many were tried, and what was found."""
    others, found, number = originals(), Found(), first
    tell = time.monotonic() + 60
    while time.monotonic() < until:
        some = {number + i: made(seed, number + i, others) for i in range(TOGETHER)}
        alone = dict[int, Input]()
        rows, start = list[Row](), 0.0
        for each, dump in some.items():
            rows += (row._replace(path=f"{each}/{row.path}") for row in tried(each, dump, folder, found, whole=False))
        highest()
        before, start = highest(), time.process_time()
        try:
            list(findings(rows))
        except Exception:
            alone = some
        if time.process_time() - start > SECONDS or highest() - before > MEMORY:
            alone = some
        for each, dump in alone.items():
            tried(each, dump, folder, found, whole=True)
        number += TOGETHER
        if time.monotonic() > tell:
            tell += 60
            print(f"  {number - first} inputs, {dict(found)}", flush=True)
    return number - first, found


def main() -> None:
    """Try inputs for some minutes, or one again."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="the number of the first input")
    parser.add_argument("--only", type=int, help="the number of the one input to try")
    parser.add_argument("--keep", type=Path, help="with --only: write the input into this folder")
    asked = parser.parse_args()
    os.environ["POLARS_MAX_THREADS"] = "1"
    resource.setrlimit(resource.RLIMIT_DATA, (4 << 30, 4 << 30))
    with tempfile.TemporaryDirectory() as folder:
        if asked.only is None:
            many, found = run(asked.seed, asked.first, time.monotonic() + 60 * asked.minutes, Path(folder).resolve())
        else:
            many, found, dump = 1, Found(), made(asked.seed, asked.only, originals())
            if asked.keep:
                asked.keep.mkdir(parents=True, exist_ok=True)
                (asked.keep / dump.name).write_bytes(dump.data)
            tried(asked.only, dump, Path(folder).resolve(), found, whole=True)
    kinds = ", ".join(f"{found[kind]} {kind}" for kind in ("traceback", "slow", "large"))
    print(f"{many} inputs of seed {asked.seed} from {asked.only or asked.first} on: {kinds}")
    sys.exit(1 if found.total() else 0)


if __name__ == "__main__":
    main()
