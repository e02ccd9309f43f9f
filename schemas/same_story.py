"""The evidence for stories: pairs of articles that say the same in nearly the same words."""

import pandera.polars as pa
import polars as pl

from schemas import DERIVED, ID


class SameStory(pa.DataFrameModel):
    """Two articles of one story. The pairs of a story connect all its articles; not every two of them are a pair."""

    article: str = pa.Field(metadata=DERIVED, str_matches=ID, description="Id of one article.")
    other: str = pa.Field(metadata=DERIVED, str_matches=ID, description="Id of the other, which comes after it.")
    similarity: float = pa.Field(
        metadata=DERIVED,
        gt=0,
        le=1,
        description="Share of runs of words that both have, of all that either has: Jaccard similarity.",
    )

    @pa.check("other", error="pair-out-of-order")
    def ids_are_in_order(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """Each pair stands once, the smaller id first."""
        return data.lazyframe.select(pl.col("article") < pl.col("other"))

    class Config:
        """Exactly these columns; one row for each pair."""

        strict = True
        ordered = True
        unique = ["article", "other"]  # noqa: RUF012 -- pandera reads a list here
