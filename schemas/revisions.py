"""The texts of every page that had several, in the order of time."""

import pandera.polars as pa
import polars as pl

from schemas import COUNTED, DERIVED, ID
from schemas.article import FOUNDED


class Revisions(pa.DataFrameModel):
    """One text that a page had."""

    page: str = pa.Field(
        metadata=DERIVED,
        str_matches=r"\S",
        description="What names the page: `page` of its dumps, or outlet, day and title, where no URL is known.",
    )
    page_source: str = pa.Field(
        metadata=DERIVED,
        isin=["url", "heading"],
        description="Whether that is of the `url`, or of the `heading`; a heading counts only for texts of one story.",
    )
    outlet: str = pa.Field(metadata=DERIVED, isin=list(FOUNDED), description="Id of the outlet.")
    version: pl.Int32 = pa.Field(
        metadata=COUNTED,
        ge=1,
        description="Number of the text, from 1, by day; a text that returns has another. Texts whose order is unknown come by id, and those without a day last.",
    )
    article: str = pa.Field(metadata=DERIVED, str_matches=ID, description="Id of the article that has the text.")
    first_seen: pl.Date = pa.Field(
        metadata=DERIVED, nullable=True, description="First day on which a crawl saw it, where one is known."
    )
    last_seen: pl.Date = pa.Field(metadata=DERIVED, nullable=True, description="Last such day.")
    captures: pl.Int32 = pa.Field(
        metadata=COUNTED,
        ge=1,
        description="Number of distinct dumps that show it, each counted for every day on which it was crawled.",
    )
    changed_after: pl.Date = pa.Field(
        metadata=DERIVED,
        nullable=True,
        description="Last day on which the version before was seen alone: the page changed on that day or later. Null where the order is unknown.",
    )
    changed_by: pl.Date = pa.Field(
        metadata=DERIVED,
        nullable=True,
        description="Day by which the page had changed: `first_seen`, or null likewise.",
    )

    @pa.check("version", error="days-out-of-order")
    def days_are_in_order(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """A text is seen first before it is seen last, and a page changes between two days; the first text has no change."""
        first, last, after, by = (pl.col(name) for name in ("first_seen", "last_seen", "changed_after", "changed_by"))
        return data.lazyframe.select(
            first.is_null().eq(last.is_null())
            & (first <= last).fill_null(True)
            & after.is_null().eq(by.is_null())
            & (by.is_null() | ((after < by) & (by == first) & (pl.col("version") > 1)).fill_null(False))
        )

    class Config:
        """Exactly these columns; one row for each text of a page."""

        strict = True
        ordered = True
        unique = ["page", "outlet", "version"]  # noqa: RUF012 -- pandera reads a list here
