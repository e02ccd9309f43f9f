"""What one hostile dump costs: time that grows faster than its size, and memory past a bound, are printed.

    python -m bench.costs                  every payload in every fixture, at 250 kB and at 500 kB
    python -m bench.costs --size 1000      kB of the larger
    python -m bench.costs --only marks     payloads of this name
    python -m bench.costs --check          fail where a bound is broken

A payload is put into a fixture of tests/dumps as a line of its own, at the top, in the middle and at the end; into HTML, between
two tags of its middle. Each dump is read in a process of its own, as `check` reads it.
"""

import argparse
import math
import os
import re
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from presspack.project.params import Params
from presspack.views.check import findings, rows_of
from presspack.views.check.places import Place

ROOT = Path(__file__).parents[1]
MOST_SECONDS = 0.2  # CPU of each MB of a dump
SLACK = 0.5  # s: what the same dump takes more at one time than at another
MOST_MEMORY = 500  # MB of a dump of 10 MB
SMALL = 0.1  # s, below which no exponent is told

PAYLOADS: dict[str, Callable[[int], str]] = {
    "marks": lambda n: "a" + "\u0301\u0316" * (n // 4),
    "mark on letters": lambda n: "e\u0301" * (n // 3),
    "hangul jamo": lambda n: "\u1100\u1161\u11a8" * (n // 9),
    "spaces": lambda n: "a" + " " * n + "b",
    "no-break spaces": lambda n: "a" + "\u00a0" * (n // 2) + "b",
    "words": lambda n: "ab " * (n // 3),
    "letters": lambda n: "a" * n,
    "capitals": lambda n: "A" * n,
    "digits": lambda n: "1" * n,
    "dots": lambda n: "." * n,
    "dashes": lambda n: "- " * (n // 2),
    "initials": lambda n: "A." * (n // 2),
    "quotes": lambda n: '"' * n,
    "brackets": lambda n: "(" * n,
    "closed brackets": lambda n: "()" * (n // 2),
    "square brackets": lambda n: "[Juche" * (n // 6),
    "names": lambda n: "Kim Jong Un " * (n // 12),
    "glued names": lambda n: "KimIlSung" * (n // 9),
    "name lines": lambda n: "Kim Jong Un\n" * (n // 12),
    "dates": lambda n: "March 3, 2024 " * (n // 14),
    "datelines": lambda n: "Pyongyang, March 3 (KCNA) -- " * (n // 29),
    "date lines": lambda n: "March 3, 2024\n" * (n // 14),
    "headers": lambda n: "Date: 03/03/2024 | Source: Sample Radio (EN) | Read original version at source\n" * (n // 79),
    "more from": lambda n: "More From Sample Radio (EN)\n" * (n // 28),
    "pipes": lambda n: "| " * (n // 2),
    "colons": lambda n: "Date:" * (n // 5),
    "urls": lambda n: "https://a.example/b " * (n // 20),
    "long url": lambda n: "https://a.example/" + "a/" * (n // 2),
    "long query": lambda n: "https://a.example/?" + "a=b&" * (n // 4),
    "short lines": lambda n: "a\n" * (n // 2),
    "empty lines": lambda n: "\n" * n,
    "carriage returns": lambda n: "\r" * n,
    "entities": lambda n: "&amp;" * (n // 5),
    "nested entities": lambda n: "&" + "amp;" * (n // 4) + "lt;",
    "bare ampersands": lambda n: "&" * n,
    "number entities": lambda n: "&#38;" * (n // 5),
    "angles": lambda n: "<a" * (n // 2),
    "tags": lambda n: "<b>" * (n // 3),
    "closed tags": lambda n: "<b>a</b>" * (n // 8),
    "comments": lambda n: "<!--" * (n // 4),
    "closed comments": lambda n: "<!-- a -->" * (n // 10),
    "scripts": lambda n: "<script>" * (n // 8),
    "paragraphs": lambda n: "<p>a</p>\n" * (n // 9),
    "links": lambda n: '<a href="https://a.example/b">a</a>' * (n // 35),
    "attributes": lambda n: "<p " + " ".join(f'a{i}="x"' for i in range(n // 10)) + ">a</p>",
    "attribute": lambda n: '<p title="' + "a" * n + '">a</p>',
    "bad bytes": lambda n: "\ufffd" * (n // 3),
    "mojibake": lambda n: "â€™" * (n // 8),
    "mojibake of names": lambda n: "é\u0099" * (n // 4),
    "no width": lambda n: "\u200b" * (n // 3),
    "right to left": lambda n: "\u202e" * (n // 3),
    "tongues": lambda n: "김정은 ab 日本 " * (n // 28),
    "korean": lambda n: "조선중앙통신 " * (n // 19),
    "titles": lambda n: "Tide Clock Wound for the Spring\n\n" * (n // 33),
    "ends": lambda n: "-0-\n" * (n // 4),
    "json": lambda n: '{"a":' * (n // 5),
    "markdown": lambda n: "**a** " * (n // 6),
    "headed": lambda n: "Content-Type: text/html\n" * (n // 24),
}


class Cost(NamedTuple):
    """CPU seconds, MB above what an empty dump takes, and whether the process ended by itself."""

    seconds: float
    memory: float
    ended: bool


def shapes() -> Iterator[tuple[str, Callable[[str], str]]]:
    """Where a payload goes: a name that ends as the dump's does, and the dump with it."""
    for path in sorted((ROOT / "tests" / "dumps").glob("*")):
        if path.suffix not in {".txt", ".html"}:
            continue
        text = path.read_text("utf-8")
        if path.suffix == ".txt":
            lines = text.split("\n")
            spots = {"top": 0, "middle": len(lines) // 2, "end": len(lines)}
            for spot, at in spots.items():
                before, after = "\n".join([*lines[:at], ""]), "\n".join(["", *lines[at:]])
                yield f"{path.stem} {spot}.txt", lambda it, a=before, b=after: a + it + b  # type: ignore[misc]
        else:
            ends = [found.start() for found in re.finditer(r"(?<=</p>)", text)]
            for end in sorted({ends[0], ends[len(ends) // 2]}):
                a, b = text[:end], text[end:]
                yield f"{path.stem} {end}.html", lambda it, a=a, b=b: f"{a}<p>{it}</p>{b}"  # type: ignore[misc]


def cost(name: str, text: str, limit: int) -> Cost:
    """What it costs to check this dump, in a child; after `limit` seconds of CPU it is ended."""
    data = text.encode("utf-8", "surrogatepass")
    if not (child := os.fork()):
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        place = Place("-", name, str(ROOT), data)
        list(findings(list(rows_of(place, Params()))))
        os._exit(0)
    _, status, used = os.wait4(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit(f"a traceback: {name}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, not os.WIFSIGNALED(status))


def main() -> None:
    """Try every payload in every fixture."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=500, help="kB of the larger dump")
    parser.add_argument("--only", default="", help="payloads whose name has this")
    parser.add_argument("--shape", default="", help="fixtures whose name has this")
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    os.environ["POLARS_MAX_THREADS"] = "1"
    size = asked.size * 1000
    none = cost("a.txt", "a", 60)
    broken = tried = 0
    for payload, make in PAYLOADS.items():
        if asked.only not in payload:
            continue
        worst: tuple[float, str] = (0, "")
        for name, put in shapes():
            if asked.shape not in name:
                continue
            tried += 1
            large = cost(name, put(make(size)), 60)
            seconds = large.seconds - none.seconds
            worst = max(worst, (seconds, name))
            allowed = SLACK + MOST_SECONDS * asked.size / 1000
            if (
                large.ended
                and seconds < allowed
                and large.memory - none.memory < max(50, MOST_MEMORY * asked.size / 10_000)
            ):
                continue
            small = cost(name, put(make(size // 2)), 60).seconds - none.seconds
            grows = math.log2(seconds / small) if small > SMALL / 2 and seconds > SMALL else math.nan
            broken += 1
            print(
                f"  {payload}: {name}: {seconds:.2f} s, {large.memory - none.memory:.0f} MB, exponent {grows:.2f}",
                flush=True,
            )
        print(f"{payload:22} {worst[0]:6.2f} s in {worst[1]}", flush=True)
    print(f"{tried} dumps of about {asked.size} kB, {broken} past a bound")
    if asked.check and broken:
        sys.exit(1)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    main()
