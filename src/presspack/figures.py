"""The measured tables of the card, in Markdown. Nothing in them is text of a dump, and all of it is escaped."""

import re
from collections.abc import Callable, Iterable

from presspack import hub
from presspack.contract import schemas
from presspack.facts import Facts
from presspack.reasons import REASONS, WARNINGS
from presspack.tables import types

SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#~&])")


def escape(value: object) -> str:
    """Text that Markdown shows as it is, on one line; a dash for nothing."""
    return "–" if value is None else SPECIAL.sub(r"\\\1", " ".join(str(value).split()))


def table(head: list[str], rows: Iterable[Iterable[object]], right: int = 0) -> str:
    """A table; its last `right` columns hold numbers. Cells in backticks are code and are not escaped."""
    def cell(value: object) -> str:
        if isinstance(value, int):
            return f"{value:,}".replace(",", " ")
        text = "–" if value is None else str(value)
        return text if re.fullmatch(r"`[^`|\n]+`", text) else escape(text)

    rule = ["---"] * (len(head) - right) + ["--:"] * right
    lines = [head, rule, *([cell(value) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def share(part: int, whole: int) -> str:
    """A share in per cent, with one digit."""
    return f"{100 * part / whole:.1f} %" if whole else "–"


def totals(facts: Facts) -> str:
    """Rows, files and bytes of each config."""
    rows = [(f"`{config}`", facts.rows[config], facts.files[config], facts.bytes[config]) for config in hub.CONFIGS if facts.files[config]]
    return table(["config", "rows", "files", "bytes"], rows, 3) + f"\n\nThe articles hold {facts.words} words in all."


def outcomes(facts: Facts) -> str:
    """How many dumps became what."""
    found, counts = facts.rows["dumps"], facts.counts["outcome"]
    rows = [(f"`{name}`", counts[name], share(counts[name], found)) for name in schemas("dumps").OUTCOMES]
    several = sum(many for dumps, many in facts.counts["dumps"].items() if isinstance(dumps, int) and dumps > 1)
    said = f"{facts.rows['articles']} articles come of the published dumps; {several} of them are in several dumps."
    return table(["outcome", "dumps", "share"], [*rows, ("found", found, share(found, found))], 2) + f"\n\n{said}"


def outlets(facts: Facts) -> str:
    """Every outlet with articles."""
    known = schemas().OUTLETS.by_id
    rows = [
        (f"`{name}`", known[name].label, known[name].publisher, known[name].site, known[name].founded, *figures)
        for name, figures in sorted(facts.outlets.items(), key=lambda item: (-item[1][0], item[0]))
    ]
    head = ["id", "label", "publisher", "site", "founded", "articles", "dated", "first day", "last day"]
    return table(head, rows, 4)


def samples(facts: Facts) -> str:
    """How many articles are of made-up outlets."""
    made_up = sum(row[0] for name, row in facts.outlets.items() if schemas().OUTLETS.by_id[name].sample)
    return f"{made_up} of {facts.rows['articles']} articles are samples, of outlets that do not exist."


def years(facts: Facts) -> str:
    """Articles by year of publication."""
    rows: list[tuple[object, int]] = [(str(year), facts.years[year]) for year in sorted(year for year in facts.years if year)]
    return table(["published in", "articles"], [*rows, ("no date", facts.years[None])], 1)


def sources(facts: Facts) -> str:
    """Where the dates come from."""
    rows = [
        (f"`{field}`", f"`{source}`" if source else "no date", many)
        for field, name in (("published_on", "date_source"), ("crawled_on", "crawl_source"))
        for source, many in _ranked(facts, name)
    ]
    return table(["date", "source", "articles"], rows, 1)


def languages(facts: Facts) -> str:
    """Articles by language."""
    return table(["language", "articles"], [(f"`{name}`" if name else "not told", many) for name, many in _ranked(facts, "language")], 1)


def layouts(facts: Facts) -> str:
    """Dumps by layout."""
    rows = [(f"`{name}`" if name else "none", many) for name, many in _ranked(facts, "layout")]
    return table(["layout", "dumps"], rows, 1)


def encodings(facts: Facts) -> str:
    """Dumps by encoding."""
    rows = [(f"`{name}`" if name else "none", many) for name, many in _ranked(facts, "encoding")]
    return table(["encoding", "dumps"], rows, 1)


def reasons(facts: Facts) -> str:
    """Why dumps were rejected. A dump may have several reasons."""
    return _slugs(facts, "reasons", REASONS)


def warnings(facts: Facts) -> str:
    """What dumps were published in spite of."""
    return _slugs(facts, "warnings", WARNINGS)


def fields(config: str) -> Callable[[Facts], str]:
    """The fields of a config, from its contract."""

    def rows(facts: Facts) -> str:
        contract = hub.contract(config).to_schema().columns
        kinds, many = types(hub.contract(config)), facts.rows[config]
        found = [
            (
                f"`{name}`",
                f"`{str(hub.VALUES.get(kinds[name]) or f'list of {hub.VALUES[kinds[name].inner]}')}`",  # type: ignore[attr-defined]
                contract[name].description,
                share(facts.nulls[config][name], many) if contract[name].nullable else "never",
            )
            for name in hub.columns(config)
        ]
        return table(["field", "type", "meaning", "null"], found, 1) if many else "This build has none."

    return rows


def _ranked(facts: Facts, name: str) -> list[tuple[object, int]]:
    return sorted(facts.counts[name].items(), key=lambda item: (-item[1], str(item[0])))


def _slugs(facts: Facts, name: str, words: dict[str, str]) -> str:
    rows = [(f"`{slug}`", words[str(slug)], many) for slug, many in _ranked(facts, name)]
    return table([name.removesuffix("s"), "meaning", "dumps"], rows, 1) if rows else "None."


BLOCKS: dict[str, Callable[[Facts], str]] = {
    "totals": totals,
    "outcomes": outcomes,
    "outlets": outlets,
    "samples": samples,
    "years": years,
    "date sources": sources,
    "languages": languages,
    "layouts": layouts,
    "encodings": encodings,
    "reasons": reasons,
    "warnings": warnings,
    **{f"fields of {config}": fields(config) for config in hub.CONFIGS},
}
