"""How often drift is seen where there is none, and where there is: `python -m bench.drift [dumps] [seed]`.

False alarms: the made-up dumps are parted in two at random, a hundred times. Power: fifty dumps of one outlet are set
against all others, with the fault that a site's new pages would show, a hundred times for each fault.
"""

import random
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.generate import write
from presspack.project.params import Params
from presspack.views.check import check, places
from presspack.views.check.against import as_seen
from presspack.views.check.settings import Settings
from presspack.views.drift import Seen, compared
from presspack.views.drift.model import Drift, Facts

FEW = 50
TIMES = 100


def seen(count: int, seed: int) -> list[Seen]:
    """Made-up dumps, as drift looks at them."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), count, seed)
        findings = check(places.named([folder]), Params(), Settings(), facts=True)
    return as_seen(findings)


def halves(dumps: Sequence[Seen], seed: int) -> list[Drift]:
    """What is seen between two random halves."""
    mixed = random.Random(seed).sample(dumps, len(dumps))
    return compared(mixed[::2], mixed[1::2])[0]


def some(dumps: Sequence[Seen], seed: int, fault: Callable[[Seen], Seen]) -> list[Drift]:
    """What is seen between a few dumps of one outlet, each with a fault, and all others."""
    draw = random.Random(seed)
    outlet = draw.choice(sorted({dump.facts.outlet for dump in dumps if dump.facts}))
    new = draw.sample([dump for dump in dumps if dump.facts and dump.facts.outlet == outlet], FEW)
    return compared([dump for dump in dumps if dump not in set(new)], [fault(dump) for dump in new])[0]


def _facts(dump: Seen) -> Facts:
    assert dump.facts is not None  # it is of an outlet
    return dump.facts


def dates_lost(dump: Seen) -> Seen:
    """The page prints no date."""
    return dump._replace(slugs=dump.slugs | {"undated"})


def layout_changed(dump: Seen) -> Seen:
    """The page is of a layout that is read, but was not used before."""
    return dump._replace(facts=_facts(dump)._replace(layout="generic"))


def bodies_halved(dump: Seen) -> Seen:
    """Only the first half of the body is there."""
    return dump._replace(facts=_facts(dump)._replace(words=_facts(dump).words // 2))


def related_lost(dump: Seen) -> Seen:
    """The page lists half as many related items."""
    return dump._replace(facts=_facts(dump)._replace(related=_facts(dump).related // 2))


def unchanged(dump: Seen) -> Seen:
    """No fault."""
    return dump


FAULTS: dict[str, tuple[Callable[[Seen], Seen], str]] = {
    "dates lost": (dates_lost, "undated"),
    "layout changed": (layout_changed, "layout"),
    "bodies halved": (bodies_halved, "words"),
    "related items halved": (related_lost, "related"),
}


def main(count: int = 10_000, seed: int = 0) -> None:
    """Print the figures of docs/check.md."""
    dumps = seen(count, seed)
    alarms = sum(bool(halves(dumps, trial)) for trial in range(TIMES))
    print(f"false alarms, {TIMES} random halves of {len(dumps)} dumps: {alarms}")
    alarms = sum(bool(some(dumps, trial, unchanged)) for trial in range(TIMES))
    print(f"false alarms, {TIMES} times {FEW} dumps of one outlet: {alarms}")
    for name, (fault, what) in FAULTS.items():
        found = sum(any(drift.what.startswith(what) for drift in some(dumps, trial, fault)) for trial in range(TIMES))
        print(f"noticed, {FEW} dumps, {name}: {found} of {TIMES}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
