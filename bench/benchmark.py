"""Time the four commands on generated dumps, beside the peer and the floor, in one run.

    python -m bench.benchmark [--count 100000] [--rounds 3] [--folder DIR]

Each round runs, one after another: the peer (bench/peer.py), stage, parse, link and publish from nothing, the floor
(bench/floor.py), and the four again after one more dump. Figures are medians; ratios are taken round by round.
"""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.generate import write

ROOT = Path(__file__).parents[1]
WORKERS = 2
STEPS = ("stage", "parse", "link", "publish")


def timed(*command: str) -> float:
    """Run a command; the seconds it took."""
    start = time.perf_counter()
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    subprocess.run(
        command,
        check=True,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PATH": path},
    )
    return time.perf_counter() - start


def four(dumps: Path, work: Path, params: Path) -> dict[str, float]:
    """The four commands."""
    staged, parsed, linked, dataset = (str(work / name) for name in ("staged", "parsed", "linked", "dataset"))
    arguments = {
        "stage": (str(dumps), staged, "--params", str(params)),
        "parse": (staged, parsed, "--params", str(params)),
        "link": (parsed, linked),
        "publish": (parsed, linked, str(ROOT / "DATACARD.md"), dataset, "--params", str(params)),
    }
    return {step: timed("presspack", step, *arguments[step]) for step in STEPS}


def one_round(dumps: Path, work: Path, params: Path) -> dict[str, float]:
    """Every figure, once."""
    shutil.rmtree(work, ignore_errors=True)
    figures = {"peer": timed(sys.executable, "-m", "bench.peer", str(dumps), str(work / "peer"), str(WORKERS))}
    figures |= four(dumps, work, params)
    figures["floor"] = timed(
        sys.executable, "-m", "bench.floor", str(dumps), str(work / "dataset"), str(work / "floor"), str(WORKERS)
    )
    extra = dumps / "one-more.txt"
    sample = sorted((ROOT / "seeds" / "sample" / "page").glob("*.txt"))[0]
    extra.write_bytes(sample.read_bytes())
    try:
        figures |= {f"{step} again": seconds for step, seconds in four(dumps, work, params).items()}
    finally:
        extra.unlink()
    return figures


def report(count: int, size: int, rounds: Sequence[dict[str, float]]) -> None:
    """Print the figures."""
    print(f"{count} dumps, {size / 1e9:.2f} GB, {WORKERS} workers, {len(rounds)} rounds; medians")
    for name in rounds[0]:
        seconds = statistics.median(figures[name] for figures in rounds)
        print(f"{name:14} {seconds:7.2f} s  {count / seconds:9.0f} dumps/s")

    def ratio(says: str, wanted: str, over: Sequence[str], under: Sequence[str]) -> None:
        values = [sum(figures[name] for name in over) / sum(figures[name] for name in under) for figures in rounds]
        print(f"{says:44} {statistics.median(values):5.2f}  ({min(values):.2f} to {max(values):.2f}; wanted: {wanted})")

    again = [f"{step} again" for step in STEPS]
    ratio("stage and parse, times as fast as the peer", "2.5 or more", ["peer"], STEPS[:2])
    ratio("the four, share of the floor's speed", "0.25 or more", ["floor"], STEPS)
    ratio("after one more dump, the four", "below 0.5", again, STEPS)
    ratio("after one more dump, stage and parse", "below 0.25", again[:2], STEPS[:2])
    print(f"largest process: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3:.0f} MB")


def main() -> None:
    """Generate the dumps, unless they are there, and time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where dumps and results go; kept afterwards")
    given = parser.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp())
    dumps = folder / f"dumps-{given.count}"
    try:
        if not dumps.exists():
            write(dumps, given.count)
        params = folder / "params.yaml"
        params.write_text(f"workers: {WORKERS}\n")
        size = sum(path.stat().st_size for path in dumps.rglob("*.txt"))
        report(given.count, size, [one_round(dumps, folder / "work", params) for _ in range(given.rounds)])
    finally:
        if not given.folder:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
