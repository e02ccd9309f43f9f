"""How long `presspack check` takes: one dump from a cold start, and ten thousand: `python -m bench.check [runs]`."""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.generate import write

MANY = 10_000


def once(*paths: Path) -> tuple[float, float]:
    """Seconds on the clock, and of processors, of one check in a process of its own."""
    command = [sys.executable, "-c", "from presspack.cli import main; main()", "check", "--exit-zero", *map(str, paths)]
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - start, used


def main(runs: int = 5) -> None:
    """Print the least of some runs, since other work on the machine only ever adds."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), MANY, 0)
        first = next(path for path in sorted(Path(folder).rglob("*.txt")) if path.stat().st_size)
        for name, path in (("one dump", first), (f"{MANY} dumps", Path(folder))):
            clock, used = (min(times) for times in zip(*(once(path) for _ in range(runs)), strict=True))
            print(f"{name}: {clock:.2f} s, {used:.2f} s of {os.cpu_count()} processors")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
