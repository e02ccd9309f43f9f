"""The measured tables of the card, in Markdown. Nothing in them is text of a dump, and all of it is escaped."""

import re
from collections.abc import Callable, Iterable

import polars as pl

from presspack import hub, split_rule
from presspack.clean import RULES
from presspack.contract import schemas
from presspack.facts import Facts
from presspack.reasons import REASONS, WARNINGS
from presspack.tables import types

SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#~&])")
NARROW = "\u00a0"  # a space at which no line is broken


def escape(value: object) -> str:
    """Text that Markdown shows as it is, on one line; a dash for nothing."""
    return "–" if value is None else SPECIAL.sub(r"\\\1", " ".join(str(value).split()))


def code(value: object) -> str:
    """A word of ours, as code."""
    return f"`{value}`"


def prose(text: str | None) -> str:
    """A sentence of ours, which may hold code."""
    return (text or "–").replace("|", "\\|")


def number(value: int) -> str:
    """A number with its thousands apart."""
    return f"{value:,}".replace(",", NARROW)


def share(part: int, whole: int) -> str:
    """A share in per cent, with one digit."""
    return f"{100 * part / whole:.1f}{NARROW}%" if whole else "–"


def table(head: list[str], rows: Iterable[Iterable[str | int]], right: int = 0) -> str:
    """A table of cells that are Markdown, or numbers; the last `right` columns stand to the right."""
    rule = ["---"] * (len(head) - right) + ["--:"] * right
    cells = [[number(cell) if isinstance(cell, int) else cell for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in [head, rule, *cells])


def totals(facts: Facts) -> str:
    """Rows, files and bytes of each config."""
    held = [config for config in hub.CONFIGS if facts.files[config]]
    rows = [(code(config), facts.rows[config], facts.files[config], facts.bytes[config]) for config in held]
    return table(["config", "rows", "files", "bytes"], rows, 3) + f"\n\nWords in all articles: {number(facts.words)}."


def outcomes(facts: Facts) -> str:
    """How many dumps became what."""
    found, counts = facts.rows["dumps"], facts.counts["outcome"]
    rows = [(code(name), counts[name], share(counts[name], found)) for name in schemas("dumps").OUTCOMES]
    several = sum(many for dumps, many in facts.counts["dumps"].items() if isinstance(dumps, int) and dumps > 1)
    said = f"Articles: {number(facts.rows['articles'])}; in several dumps: {number(several)}."
    return table(["outcome", "dumps", "share"], [*rows, ("found", found, share(found, found))], 2) + f"\n\n{said}"


def outlets(facts: Facts) -> str:
    """Every outlet with articles: what it is, then what there is of it."""
    known = schemas().OUTLETS.by_id
    ranked = sorted(facts.outlets.items(), key=lambda item: (-item[1][0], item[0]))
    who = [
        (code(name), *map(escape, (known[name].label, known[name].publisher, known[name].site, known[name].founded)))
        for name, _ in ranked
    ]
    what = [(code(name), many, dated, escape(first), escape(last)) for name, (many, dated, first, last) in ranked]
    return (
        table(["id", "label", "publisher", "site", "founded"], who)
        + "\n\n"
        + table(["id", "articles", "dated", "first day", "last day"], what, 4)
    )


def samples(facts: Facts) -> str:
    """How many articles are of made-up outlets."""
    made_up = sum(row[0] for name, row in facts.outlets.items() if schemas().OUTLETS.by_id[name].sample)
    many = facts.rows["articles"]
    return f"Samples, of outlets that do not exist: {number(made_up)} of {number(many)} articles."


def stories(facts: Facts) -> str:
    """How many stories have how many articles."""
    sizes = sorted((size, many) for size, many in facts.counts["story_size"].items() if isinstance(size, int))
    return table(
        ["articles of a story", "stories", "articles"], [(str(size), many // size, many) for size, many in sizes], 2
    )


def parted(facts: Facts) -> str:
    """How the splits were made, and what each holds."""
    rows = []
    for split, (many, _) in facts.parts["articles"].items():
        held = facts.stories[split]
        days = [day for known in held.values() for day in known if day is not None]
        rows.append((code(split), many, len(held), escape(min(days, default=None)), escape(max(days, default=None))))
    return f"{split_rule.said(facts.rule)}\n\n" + table(
        ["split", "articles", "stories", "first day", "last day"], rows, 4
    )


def years(facts: Facts) -> str:
    """Articles by year of publication."""
    rows = [(str(year), facts.years[year]) for year in sorted(year for year in facts.years if year)]
    return table(["published in", "articles"], [*rows, ("no date", facts.years[None])], 1)


def sources(facts: Facts) -> str:
    """Where the dates come from."""
    rows = [
        (code(field), code(source) if source else "no date", many)
        for field, name in (("published_on", "date_source"), ("crawled_on", "crawl_source"))
        for source, many in _ranked(facts, name)
    ]
    return table(["date", "source", "articles"], rows, 1)


def counted(name: str, of: str, nothing: str) -> Callable[[Facts], str]:
    """How often each value of a column occurs."""

    def rows(facts: Facts) -> str:
        found = [(code(value) if value else nothing, many) for value, many in _ranked(facts, name)]
        return table([name, of], found, 1)

    return rows


def slugs(name: str, words: dict[str, str], none: str) -> Callable[[Facts], str]:
    """How many dumps have each reason or warning. A dump may have several."""

    def rows(facts: Facts) -> str:
        found = [(code(slug), prose(words[str(slug)]), many) for slug, many in _ranked(facts, name)]
        return table([name.removesuffix("s"), "meaning", "dumps"], found, 1) if found else none

    return rows


def cleaning(facts: Facts) -> str:
    """What each rule of cleaning does, in how many dumps it did, and how often."""
    dumps, times = facts.counts["cleaning"], facts.counts["cleaning times"]
    rows = [(code(rule.name), prose(rule.meaning), dumps[rule.name], times[rule.name]) for rule in RULES]
    return table(["rule", "what it does", "dumps", "times"], rows, 2)


def fields(config: str) -> Callable[[Facts], str]:
    """The fields of a config, from its contract."""

    def rows(facts: Facts) -> str:
        many = facts.rows[config]
        if not many:
            return "This build has none."
        contract, kinds = hub.contract(config).to_schema().columns, types(hub.contract(config))
        found = [
            (
                code(name),
                _kind(kinds[name]),
                prose(contract[name].description),
                share(facts.nulls[config][name], many) if contract[name].nullable else "never",
            )
            for name in hub.columns(config)
        ]
        return table(["field", "type", "meaning", "null"], found, 1)

    return rows


def _ranked(facts: Facts, name: str) -> list[tuple[object, int]]:
    """Values by how often they occur; what has none comes last."""
    return sorted(facts.counts[name].items(), key=lambda item: (item[0] is None, -item[1], str(item[0])))


def _kind(kind: pl.DataType) -> str:
    return f"list of {_kind(kind.inner)}" if isinstance(kind, pl.List) else hub.VALUES[kind]  # type: ignore[arg-type]


BLOCKS: dict[str, Callable[[Facts], str]] = {
    "totals": totals,
    "outcomes": outcomes,
    "outlets": outlets,
    "samples": samples,
    "stories": stories,
    "splits": parted,
    "years": years,
    "date sources": sources,
    "languages": counted("language", "articles", "not told"),
    "layouts": counted("layout", "dumps", "none"),
    "encodings": counted("encoding", "dumps", "none"),
    "reasons": slugs("reasons", REASONS, "No dump was rejected."),
    "warnings": slugs("warnings", WARNINGS, "No dump has a warning."),
    "cleaning": cleaning,
    **{f"fields of {config}": fields(config) for config in hub.CONFIGS},
}
