"""When a teaser leads to an article: it is the beginning of the body, of the same outlet, at about the same day."""

import datetime as dt

import polars as pl

LONGEST = 130  # characters of a teaser
SHORTEST = 90  # characters without white space: two texts often share their first words, seldom so many
TOLERANCE = dt.timedelta(days=3)  # between the day of a teaser and the day of the article


def unspaced(text: pl.Expr) -> pl.Expr:
    """Cleaned text without its white space, of which it holds but two kinds."""
    return text.str.replace_all(" ", "", literal=True).str.replace_all("\n", "", literal=True)


def beginning(body: pl.Expr) -> pl.Expr:
    """As much of a body, without its white space, as any teaser has."""
    # a teaser may have lost what parted two paragraphs; twice its length holds one without its spaces
    return unspaced(body.str.head(2 * LONGEST)).str.head(LONGEST)
