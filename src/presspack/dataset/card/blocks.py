"""The measured tables of the card, in Markdown. Nothing in them is text of a dump, and all of it is escaped."""

from collections import Counter
from collections.abc import Callable
from functools import partial

import polars as pl

from presspack.dataset import configs as hub
from presspack.dataset.card import coverage, pictures
from presspack.dataset.card.citation import bibtex
from presspack.dataset.facts import Facts
from presspack.project import split_rule
from presspack.project.contracts import schemas
from presspack.project.frames import types
from presspack.project.rules import WARNINGS, reasons
from presspack.reading.clean import RULES
from presspack.writing.markdown import NARROW, code, escape, number, prose, share, table


def loading(facts: Facts) -> str:
    """How each config that has rows is loaded."""
    lines = []
    for config, row in hub.CONFIGS.items():
        if facts.files[config]:
            of = "" if config == "articles" else f', "{config}"'
            lines.append(f'{row.variable or config} = load_dataset("./dataset"{of}, split="train")  # {row.holds}')
    return "\n".join(["```python", "from datasets import load_dataset", "", *lines, "```"])


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


def lengths(facts: Facts) -> str:
    """How many words the articles have."""
    rows: list[tuple[str | int, ...]] = [("the shortest", facts.length(0))]
    rows += [(f"{at}{NARROW}% of articles", facts.length(at / 100)) for at in QUANTILES]
    return table(["of", "words at most"], [*rows, ("the longest", facts.length(1))], 1)


def identity(facts: Facts) -> str:
    """Version and digest, and what the dataset was built with."""
    tools = ", ".join(f"{escape(name)}{NARROW}{escape(said)}" for name, said in sorted(facts.tools.items()))
    rows = [("version", code(facts.version)), ("content-sha256", code(facts.digest)), ("built with", tools)]
    return table(["what", "is"], rows)


def cited(facts: Facts) -> str:
    """How to cite this version."""
    return f"```bibtex\n{bibtex(facts)}\n```"


def stories(facts: Facts) -> str:
    """How many stories have how many articles."""
    sizes = sorted((size, many) for size, many in facts.counts["story_size"].items() if isinstance(size, int))
    return table(
        ["articles of a story", "stories", "articles"], [(str(size), many // size, many) for size, many in sizes], 2
    )


def history(facts: Facts) -> str:
    """How many pages had several texts, and how many differences of each kind there are between them."""
    pages, edits = facts.counts.get("pages with several texts", Counter()), facts.counts.get("edits", Counter())
    known = facts.counts.get("changes", Counter())["known"]
    of = schemas("edits")
    rows: list[tuple[str | int, ...]] = [
        (code(kind), *many, sum(many))
        for kind in of.KINDS
        if sum(many := [edits[kind, operation] for operation in of.OPERATIONS])
    ]
    return (
        f"Pages with several texts: {number(pages.total())}; known by a heading alone: {number(pages['heading'])}. "
        f"Their texts: {number(facts.rows['revisions'])}; of so many it is known when they came: {number(known)}.\n\n"
    ) + (
        table(["differences", *of.OPERATIONS, "all"], rows, 5)
        if rows
        else "No order is known, so no difference is told."
    )


STATUS = {
    "200": "a crawl has the page itself",
    "listed": "another page lists it, and nothing later is known",
    "delisted": "a later list shows its neighbours next to each other, without it",
    "front-page": "whoever asked for it was led to the front page of the site",
    "404": "the server had nothing there when asked",
    "410": "the server said that it is gone for good",
}  # fmt: skip
"""What is known last of a page."""


def pages(facts: Facts) -> str:
    """How many pages are there, changed or gone, by what is known last."""
    known, rows = facts.counts.get("status", Counter()), facts.rows["pages"]
    found = [(code(name), prose(meaning), known[name]) for name, meaning in STATUS.items() if known[name]]
    several = facts.counts.get("pages changed", Counter())["several"]
    said = f"Pages: {number(rows)}; with several texts: {number(several)}; gone when last asked for: {number(sum(known[name] for name in schemas('pages').GONE))}."
    return f"{said}\n\n" + table(["known last", "what it is", "pages"], found, 1)


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


DATED = {
    ("published_on", "page"): "a line of the page that dates it, read as its layout says",
    ("published_on", "trailer"): "a line under the text, such as `(Juche111.8.6.)` or `(2025.02.10.)`, where no other line dates it; year 1 of the Juche calendar is 1912",
    ("published_on", "copy"): "the same line on another dump of the same article",
    ("published_on", "record"): "the column for the date in the file that held the page, where the page prints none",
    ("published_on", "url"): "the Korean day on which the aggregator took the page in, read off its URL, where there is nothing better: the day of publication, or up to two days later",
    ("published_on", "teaser"): "the day of a related item, on another page, whose teaser is the beginning of the body",
    ("crawled_on", "page"): "a line of the page that gives the day on which it was viewed",
    ("crawled_on", "record"): "the time of the fetch that the file or crawl records, by its day in UTC",
    ("crawled_on", "related"): "the newest of the related items: the page was viewed on that day or later, so it is a lower bound",
}  # fmt: skip
"""What each source of a date is."""


def sources(facts: Facts) -> str:
    """Where the dates come from."""
    rows = [
        (code(field), code(source) if source else "no date", prose(DATED.get((field, str(source)), "")), many)
        for field, name in (("published_on", "date_source"), ("crawled_on", "crawl_source"))
        for source, many in _ranked(facts, name)
    ]
    return table(["date", "source", "what it is", "articles"], rows, 1)


def counted(name: str, of: str, nothing: str) -> Callable[[Facts], str]:
    """How often each value of a column occurs."""

    def rows(facts: Facts) -> str:
        found = [(code(value) if value else nothing, many) for value, many in _ranked(facts, name)]
        return table([name, of], found, 1)

    return rows


def slugs(name: str, words: Callable[[], dict[str, str]], none: str) -> Callable[[Facts], str]:
    """How many dumps have each reason or warning. A dump may have several."""

    def rows(facts: Facts) -> str:
        known = words()
        found = [(code(slug), prose(known[str(slug)]), many) for slug, many in _ranked(facts, name)]
        return table([name.removesuffix("s"), "meaning", "dumps"], found, 1) if found else none

    return rows


def cleaning(facts: Facts) -> str:
    """What each rule of cleaning does, in how many dumps it did, and how often."""
    dumps, times = facts.counts["cleaning"], facts.counts["cleaning times"]
    fired = [rule for rule in RULES if dumps[rule.name]]
    rows = [(code(rule.name), prose(rule.meaning), dumps[rule.name], times[rule.name]) for rule in fired]
    rest = f"Rules that found nothing to mend: {len(RULES) - len(fired)}."
    return table(["rule", "what it does", "dumps", "times"], rows, 2) + f"\n\n{rest}" if rows else rest


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
                contract[name].metadata["origin"],
                share(facts.nulls[config][name], many) if contract[name].nullable else "never",
            )
            for name in hub.columns(config)
        ]
        return table(["field", "type", "meaning", "origin", "null"], found, 1)

    return rows


def _ranked(facts: Facts, name: str) -> list[tuple[object, int]]:
    """Values by how often they occur; what has none comes last."""
    return sorted(facts.counts[name].items(), key=lambda item: (item[0] is None, -item[1], str(item[0])))


def _kind(kind: pl.DataType) -> str:
    return f"list of {_kind(kind.inner)}" if isinstance(kind, pl.List) else hub.VALUES[kind]  # type: ignore[arg-type]


QUANTILES = (1, 10, 25, 50, 75, 90, 99)

BLOCKS: dict[str, Callable[[Facts], str]] = {
    "loading": loading,
    "totals": totals,
    "outcomes": outcomes,
    "identity": identity,
    "outlets": coverage.outlets,
    "funnel": coverage.funnel,
    "lengths": lengths,
    "citation": cited,
    "listed": coverage.listed,
    "samples": coverage.samples,
    "stories": stories,
    "history": history,
    "pages": pages,
    "splits": parted,
    "years": coverage.years,
    **{f"picture of {name}": partial(pictures.shown, name) for name in pictures.PICTURES},
    "date sources": sources,
    "languages": counted("language", "articles", "not told"),
    "layouts": counted("layout", "dumps", "none"),
    "encodings": counted("encoding", "dumps", "none"),
    "reasons": slugs("reasons", reasons, "No dump was rejected."),
    "warnings": slugs("warnings", lambda: WARNINGS, "No dump has a warning."),
    "cleaning": cleaning,
    **{f"fields of {config}": fields(config) for config in hub.CONFIGS},
}
