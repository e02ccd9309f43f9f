"""What changed on a page from one text to the next."""

import pandera.polars as pa
import polars as pl

from schemas import COUNTED, DERIVED, READ
from schemas.article import FOUNDED

TEXTS = {"inner": pl.String()}
PLACES = {"inner": pl.Int32()}
FIELDS = ("title", "byline", "date", "body")
OPERATIONS = ("added", "removed", "changed", "moved")
KINDS = ("noise", "number", "name-removed", "name-added", "wording")


class Edits(pa.DataFrameModel):
    """One difference between two versions of a page, of which the order is known."""

    page: str = pa.Field(metadata=DERIVED, str_matches=r"\S", description="What names the page, as in `revisions`.")
    outlet: str = pa.Field(metadata=DERIVED, isin=list(FOUNDED), description="Id of the outlet.")
    version: pl.Int32 = pa.Field(
        metadata=COUNTED, ge=2, description="The version that has the change; the version before has not."
    )
    edit: pl.Int32 = pa.Field(metadata=COUNTED, ge=1, description="Number of the difference, from 1.")
    field: str = pa.Field(metadata=DERIVED, isin=list(FIELDS), description="Where it is: a `body` by its sentences.")
    operation: str = pa.Field(
        metadata=DERIVED, isin=list(OPERATIONS), description="What was done; what is `moved` has the same words."
    )
    kind: str = pa.Field(
        metadata=DERIVED,
        isin=list(KINDS),
        description="`noise`: other quotation marks, dashes, spaces, line breaks, dateline or `-0-`; `name-removed` or `name-added`; `number`: other numbers and nothing else; `wording`: all else.",
    )
    old_position: pl.Int32 = pa.Field(
        metadata=COUNTED, nullable=True, ge=1, description="Number of the sentence in the body before."
    )
    new_position: pl.Int32 = pa.Field(
        metadata=COUNTED, nullable=True, ge=1, description="Number of the sentence in the body after."
    )
    old: str = pa.Field(metadata=READ, nullable=True, description="The sentence, or the value, before.")
    new: str = pa.Field(metadata=READ, nullable=True, description="The sentence, or the value, after.")
    old_spans: pl.List = pa.Field(
        metadata=COUNTED,
        dtype_kwargs=PLACES,
        description="Where `old` is not as `new`, if `changed`: start and end of each place, one after the other, in characters from 0.",
    )
    new_spans: pl.List = pa.Field(metadata=COUNTED, dtype_kwargs=PLACES, description="The same for `new`.")
    names_removed: pl.List = pa.Field(
        metadata=DERIVED, dtype_kwargs=TEXTS, description="Names in `old` that stand nowhere in the version after."
    )
    names_added: pl.List = pa.Field(
        metadata=DERIVED, dtype_kwargs=TEXTS, description="Names in `new` that stand nowhere in the version before."
    )

    @pa.check("operation", error="edit-unexplained")
    def operation_is_shown(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """What is removed was there, what is added is there, all else was and is; positions are those of a body."""
        operation, body = pl.col("operation"), pl.col("field") == "body"
        shown = pl.lit(True)
        for side, without in (("old", "added"), ("new", "removed")):
            there = operation != without
            spans = pl.col(f"{side}_spans")
            shown &= there == pl.col(side).is_not_null()
            shown &= (there & body) == pl.col(f"{side}_position").is_not_null()
            shown &= (spans.list.len() % 2 == 0) & ((operation == "changed") | (spans.list.len() == 0))
            shown &= (spans.list.max() <= pl.col(side).str.len_chars()).fill_null(True)
        named = pl.col("names_removed").list.len() > 0, pl.col("names_added").list.len() > 0
        kind = pl.col("kind")
        shown &= ((kind == "name-removed") <= named[0]) & ((kind == "name-added") <= (named[1] & ~named[0]))
        return data.lazyframe.select(shown)

    class Config:
        """Exactly these columns; one row for each difference."""

        strict = True
        ordered = True
        unique = ["page", "outlet", "version", "edit"]  # noqa: RUF012 -- pandera reads a list here
