"""The texts of one file of a config are as `parse` leaves them: clean, counted, and named by what they say.

Entities and tags are left alone: a page may print them.
"""

from collections import Counter
from collections.abc import Iterator

import polars as pl

from presspack.article import identity
from presspack.dataset import configs as hub
from presspack.dataset.finding import told
from presspack.reading.clean import characters

LINES = {"articles": ("title", "byline", "credit"), "related": ("title", "teaser")}
"""The columns of each config that are one line of text."""
TORN = r"\n|^\s|\s$"
PARTED = r"^\s|\s$|  | \n|\n |[^\n]\n[^\n]|\n\n\n"
"""What parts words or paragraphs, and is neither one space nor one blank line."""
BODY = pl.col("body")


def faults(config: str, table: pl.DataFrame) -> Iterator[str]:
    """What is wrong with the texts, with the first row of each kind."""
    key = hub.CONFIGS[config].key
    for name in LINES.get(config, ()):
        lines = table[name].drop_nulls().unique()
        wrong = lines.filter(_unclean(lines, TORN)).to_list()
        yield from told(f"a {name} that is not clean", table.filter(pl.col(name).is_in(wrong)), *key)
    if config == "articles":
        named = [identity(*row) for row in table.select("outlet", "body").iter_rows()]
        unnamed = table.filter(pl.col("id") != pl.Series(named, dtype=pl.String))
        yield from told("an id that does not follow from outlet and body", unnamed, *key)
        yield from told("a body that is not clean", table.filter(_unclean(table["body"], PARTED)), *key)
        paragraphs = BODY.str.count_matches("\n\n", literal=True) + 1
        words = BODY.str.count_matches(" ", literal=True) + paragraphs
        for name, many in (("paragraphs", paragraphs), ("words", words)):
            yield from told(f"{name} that are not those of the body", table.filter(pl.col(name) != many), *key)


def _unclean(texts: pl.Series, parted: str) -> pl.Series:
    """Which texts the rules of characters would change, or have white space where no clean text has it."""
    odd = [characters(text, Counter(), decoded=True) != text for text in texts]
    return pl.Series(odd, dtype=pl.Boolean) | texts.str.contains(parted)
