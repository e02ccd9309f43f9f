"""What every table of articles promises: known outlet, dates that can be, one language."""

import pandera.polars as pa
import polars as pl

from schemas import COUNTED, DERIVED, ID, LANGUAGE, OUTLETS, READ

FOUNDED = {outlet.id: outlet.founded for outlet in OUTLETS.all}


class Article(pa.DataFrameModel):
    """The fields of an article that each stage carries."""

    id: str = pa.Field(
        metadata=DERIVED, str_matches=ID, description="First 16 hex digits of the SHA-256 of outlet and canonical body."
    )
    outlet: str = pa.Field(metadata=READ, description="Id of the outlet.")
    title: str = pa.Field(
        metadata=READ, nullable=True, str_matches=r"\S", description="Title, as printed above the body."
    )
    language: str = pa.Field(
        metadata=DERIVED, nullable=True, str_matches=LANGUAGE, description="ISO 639 code, told from the body."
    )
    published_on: pl.Date = pa.Field(metadata=READ, nullable=True, description="Day of publication.")
    date_source: str = pa.Field(
        metadata=DERIVED,
        nullable=True,
        isin=["page", "trailer", "record", "copy", "teaser", "url"],
        description="Where the day was read: on the `page`; in the `trailer` under the body; in the `record` of the container; on a `copy`, another dump of the same article; in a `teaser` on another page; or in the `url`, which is up to two days late.",
    )
    crawled_on: pl.Date = pa.Field(
        metadata=READ, nullable=True, description="Day on which the page was viewed by the crawler."
    )
    crawl_source: str = pa.Field(
        metadata=DERIVED,
        nullable=True,
        isin=["page", "record", "related"],
        description="Where that day was read: the `page` prints it, the `record` of the container has it, or the newest `related` item gives it.",
    )
    byline: str = pa.Field(metadata=READ, nullable=True, description="Name that signs the body.")
    credit: str = pa.Field(metadata=READ, nullable=True, description="Agency or paper credited under the body.")
    paragraphs: pl.Int32 = pa.Field(metadata=COUNTED, ge=0, description="Number of paragraphs of the body.")
    words: pl.Int32 = pa.Field(
        metadata=COUNTED, ge=0, description="Number of words of the body, parted by white space."
    )

    @pa.check("outlet", error="unknown-outlet")
    def outlet_is_known(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """The outlet stands in outlets.yaml."""
        return data.lazyframe.select(pl.col(data.key).is_in(list(FOUNDED)))

    @pa.check("published_on", error="date-before-founding")
    def published_after_founding(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """Nothing is dated before its outlet was founded."""
        founded = pl.col("outlet").replace_strict(FOUNDED, default=None, return_dtype=pl.Date)
        return data.lazyframe.select((pl.col(data.key) >= founded).fill_null(True))

    @pa.check("published_on", error="date-after-crawl")
    def published_before_crawl(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """Nothing is dated more than one day after its crawl: the crawler's clock is behind Korea's.

        A crawl that is dated by related items may have been later: they do not bound the article's date.
        """
        latest = pl.when(pl.col("crawl_source") == "page").then(pl.col("crawled_on") + pl.duration(days=1))
        return data.lazyframe.select((pl.col(data.key) <= latest).fill_null(True))

    @pa.check("outlet", error="source-without-date")
    def sources_have_dates(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """A date has its source and a source its date."""
        return data.lazyframe.select(
            (pl.col("published_on").is_null() == pl.col("date_source").is_null())
            & (pl.col("crawled_on").is_null() == pl.col("crawl_source").is_null())
        )
