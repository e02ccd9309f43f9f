"""The tables of the card on outlets: what each is, what became of its dumps, what there is of each year."""

from collections import Counter

from presspack.dataset.card import pictures
from presspack.dataset.facts import Facts
from presspack.dataset.listed import FEWEST, wilson
from presspack.project.contracts import schemas
from presspack.writing.markdown import NARROW, code, escape, number, share, table


def outlets(facts: Facts) -> str:
    """Every outlet with articles: what it is, then what there is of it."""
    known = schemas().OUTLETS.by_id
    languages = facts.articles(0, 1)
    ranked = sorted(facts.outlets.items(), key=lambda item: (-item[1][0], item[0]))
    who = [
        (code(name), *map(escape, (known[name].label, known[name].publisher, known[name].site, known[name].founded)))
        for name, _ in ranked
    ]
    what = [
        (
            code(name),
            ", ".join(
                f"{code(language) if language else 'not told'} {number(of)}"
                for (outlet, language), of in sorted(languages.items(), key=lambda item: (-item[1], str(item[0])))
                if outlet == name
            ),
            many,
            dated,
            escape(first),
            escape(last),
        )
        for name, (many, dated, first, last) in ranked
    ]
    return (
        table(["id", "label", "publisher", "site", "founded"], who)
        + "\n\nWhat there is of each:\n\n"
        + table(["id", "articles by language", "articles", "dated", "first day", "last day"], what, 4)
    )


def funnel(facts: Facts) -> str:
    """What became of the dumps of each outlet: of one that is rejected, the outlet that it claims."""
    outcomes, published, copies = facts.counts["outcome"], facts.counts["published of"], facts.counts["duplicates of"]
    refused = facts.counts.get("rejected of", Counter())
    names = {*facts.outlets, *(str(name) for name in refused if name is not None)}
    rows: list[tuple[str | int, ...]] = []
    for name in sorted(names, key=lambda name: (-published[name], name)):
        of = published[name], copies[name], refused[name]
        rows.append((code(name), sum(of), *of, "–", facts.outlets[name][0] if name in facts.outlets else 0))
    unknown, lost = refused[None], (outcomes["rejected"], outcomes["withdrawn"])
    rows.append(("not known", unknown + lost[1], "–", "–", unknown, lost[1], "–"))
    all_of = (outcomes["published"], outcomes["duplicate"], *lost, facts.rows["articles"])
    rows.append(("all", facts.rows["dumps"], *all_of))
    return table(["outlet", "found", "published", "duplicate", "rejected", "withdrawn", "articles"], rows, 6)


def samples(facts: Facts) -> str:
    """How many articles are of made-up outlets."""
    made_up = sum(row[0] for name, row in facts.outlets.items() if schemas().OUTLETS.by_id[name].sample)
    many = facts.rows["articles"]
    return f"Samples, of outlets that do not exist: {number(made_up)} of {number(many)} articles."


def years(facts: Facts) -> str:
    """Articles by year of publication, language and outlet; the smaller outlets of many are one column."""
    shown = pictures.ranked(facts)
    rest = len(facts.outlets) > len(shown)
    found: dict[tuple[str, str | None], Counter[str]] = {}
    for (outlet, language, month), many in facts.cells.items():
        row = found.setdefault((month[:4] if month else "no date", language), Counter())
        row[outlet if outlet in shown else "others"] += many
    columns = [*shown, *(["others"] if rest else [])]
    rows: list[tuple[str | int, ...]] = [
        (year, code(language) if language else "not told", *(of[name] for name in columns), of.total())
        for (year, language), of in sorted(found.items(), key=lambda item: (item[0][0], item[0][1] or "~"))
    ]
    head = ["published in", "language", *(code(name) if name in shown else name for name in columns), "all"]
    return table(head, rows, len(columns) + 1)


def listed(facts: Facts) -> str:
    """How many of the articles that pages list are held; of a few, too little to tell a share."""
    if not facts.listed:
        return "No page of this build lists related items."
    ranked = sorted(facts.listed.items(), key=lambda item: (-item[1][0], item[0]))
    rows = [(code(name), many, held, *_shares(held, many)) for name, (many, held) in ranked]
    head = ["outlet", "items listed", "articles held", f"share, from {FEWEST} items on", f"95{NARROW}% interval"]
    return table(head, rows, 4)


def _shares(held: int, many: int) -> tuple[str, str]:
    if many < FEWEST:
        return "too few to say", "–"
    low, high = wilson(held, many)
    return share(held, many), f"{100 * low:.1f}–{100 * high:.1f}{NARROW}%"
