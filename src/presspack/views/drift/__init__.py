"""Drift: whether new dumps differ from those published by more than chance, outlet by outlet."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from presspack.errors import PresspackError
from presspack.project.rules.table import UNCOUNTED
from presspack.views.drift.model import Drift, Facts
from presspack.views.drift.statistics import fisher, holm, mann_whitney

FEWEST = 20  # dumps on each side: below, nothing can be told
LEVEL = 0.001  # chance of one false alarm among all tests of a check
SHARE = 0.1  # a smaller difference between shares is not worth a warning
DELTA = 0.3  # nor is a smaller Cliff's delta; 0.33 is commonly called medium
EVERYWHERE = "all outlets"
FISHER, RANKS = "Fisher's exact test", "Mann-Whitney U test"


class Seen(NamedTuple):
    """A dump, as drift looks at it."""

    dump: str
    rejected: bool
    facts: Facts | None
    slugs: frozenset[str]
    outlet: str | None = None
    """Of one that is rejected, the outlet that it claims."""


def compared(before: Sequence[Seen], now: Sequence[Seen]) -> tuple[list[Drift], str]:
    """What has drifted, by outlet; and a sentence on what was not compared."""
    olds, news = _by_outlet(before), _by_outlet(now)
    enough = [name for name in sorted(news) if min(len(olds.get(name, ())), len(news[name])) >= FEWEST]
    found = [drift for name in enough for drift in _tests(name, olds[name], news[name])]
    corrected = [drift._replace(p=p) for drift, p in zip(found, holm([drift.p for drift in found]), strict=True)]
    least = {FISHER: SHARE, RANKS: DELTA}
    drifts = [drift for drift in corrected if drift.p < LEVEL and abs(drift.effect) >= least[drift.test]]
    few = [name for name in sorted(news) if name not in enough]
    said = f"not compared, for fewer than {FEWEST} new or published dumps: {', '.join(few)}" if few else ""
    return drifts, said


def published(dataset: Path) -> Iterator[Seen]:
    """Every dump in the ledger of a dataset that was published or rejected."""
    import polars as pl

    from presspack.dataset import parquet

    def table(config: str, *columns: str) -> pl.DataFrame:
        files = parquet.files(dataset, config)
        if not files and config == "dumps":
            raise PresspackError("holds no dataset: name the folder that publish wrote", dataset)
        try:
            return (
                pl.read_parquet(files, columns=list(columns))
                if files
                else pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
            )
        except (OSError, pl.exceptions.PolarsError) as error:
            raise PresspackError(f"cannot be compared with: {str(error).splitlines()[0]}", dataset) from None

    listed = dict(table("related", "dump").group_by("dump").len().iter_rows())
    articles = {row[0]: row[1:] for row in table("articles", "id", "outlet", "language", "words").iter_rows()}
    ledger = table("dumps", "dump", "outcome", "layout", "article", "claimed_outlet", "reasons", "warnings")
    for dump, outcome, layout, article, claimed, reasons, warnings in ledger.iter_rows():
        if reasons == ["no-date"]:  # `splits` left it out, which is no fault of the dump
            yield Seen(dump, False, None, frozenset(["undated"]), claimed)
        elif outcome == "rejected" and dump is not None and UNCOUNTED.isdisjoint(reasons):
            yield Seen(dump, True, None, frozenset(), claimed)
        elif outcome == "published" and article in articles:
            outlet, language, words = articles[article]
            facts = Facts(outlet, layout, language or "none", words, listed.get(dump, 0))
            yield Seen(dump, False, facts, frozenset(warnings))


def _by_outlet(seen: Iterable[Seen]) -> Mapping[str, list[Seen]]:
    """The dumps of each outlet, and all of them; one that is rejected is of the outlet that it claims."""
    found: dict[str, list[Seen]] = defaultdict(list)
    for dump in seen:
        found[EVERYWHERE].append(dump)
        outlet = dump.outlet if dump.facts is None else dump.facts.outlet
        if outlet is not None:
            found[outlet].append(dump)
    return found


def _tests(outlet: str, old: Sequence[Seen], new: Sequence[Seen]) -> Iterator[Drift]:
    """Every test of one outlet, whatever comes of it."""
    yield _share(outlet, "rejected", [seen.rejected for seen in old], [seen.rejected for seen in new])
    old, new = ([seen for seen in side if not seen.rejected] for side in (old, new))
    if outlet == EVERYWHERE or min(len(old), len(new)) < FEWEST:
        return
    for slug in ("undated", "untitled"):
        yield _share(outlet, slug, [slug in seen.slugs for seen in old], [slug in seen.slugs for seen in new])
    before, now = ([seen.facts for seen in side if seen.facts is not None] for side in (old, new))
    if min(len(before), len(now)) < FEWEST:
        return
    for what in ("layout", "language"):
        held, holds = ([str(getattr(facts, what)) for facts in side] for side in (before, now))
        for value in sorted({*held, *holds}):
            yield _share(outlet, f"{what} {value}", [v == value for v in held], [v == value for v in holds])
    for what in ("words", "related"):
        yield _size(outlet, what, [getattr(facts, what) for facts in before], [getattr(facts, what) for facts in now])


def _share(outlet: str, what: str, before: Sequence[bool], now: Sequence[bool]) -> Drift:
    was, many, new, more = sum(before), len(before), sum(now), len(now)
    p = fisher(new, more, was, many)
    return Drift(outlet, what, f"{was / many:.0%}", f"{new / more:.0%}", many, more, FISHER, new / more - was / many, p)


def _size(outlet: str, what: str, before: Sequence[int], now: Sequence[int]) -> Drift:
    delta, p = mann_whitney(before, now)
    old, new = (f"{median(side):g} at the median" for side in (before, now))
    return Drift(outlet, what, old, new, len(before), len(now), RANKS, delta, p)
