"""What users load: config `articles` of the dataset."""

import pandera.polars as pa
import polars as pl

from schemas import COUNTED, DERIVED, ID, READ
from schemas.article import Article

ORDER = (
    "id", "outlet", "title", "body", "language", "published_on", "date_source", "published_from", "published_to", "bounds",
    "crawled_on", "crawl_source", "byline", "credit", "story", "story_size", "paragraphs", "words", "dumps", "versions",
    "latest",
)  # fmt: skip
EVIDENCE = ("page", "trailer", "record", "copy", "teaser", "url", "founding", "crawl")


class Published(Article):
    """One article."""

    body: str = pa.Field(metadata=READ, description="Text of the article: paragraphs, separated by a blank line.")
    story: str = pa.Field(
        metadata=DERIVED, str_matches=ID, description="Id of the story: the smallest id of its articles."
    )
    story_size: pl.Int32 = pa.Field(metadata=COUNTED, ge=1, description="Number of articles of the story.")
    dumps: pl.Int32 = pa.Field(metadata=COUNTED, ge=1, description="Number of distinct dumps that carry the article.")
    published_from: pl.Date = pa.Field(
        metadata=DERIVED,
        nullable=True,
        description="First day on which it can have been published: `published_on`, or two days before where that is of the `url`; without a date the day on which its outlet was founded.",
    )
    published_to: pl.Date = pa.Field(
        metadata=DERIVED,
        nullable=True,
        description="Last such day: `published_on`, or without a date the day after the earliest crawl, or after the day on which the aggregator took it in.",
    )
    bounds: pl.List = pa.Field(
        metadata=DERIVED,
        dtype_kwargs={"inner": pl.String()},
        description="What the two days follow from: `date_source`, or without a date `founding`, `crawl` or, for the number in a URL of KCNA Watch, `url`.",
    )
    versions: pl.Int32 = pa.Field(
        metadata=COUNTED, ge=1, description="Number of texts of its page, as in `revisions`; 1 where it has no other."
    )
    latest: pl.Boolean = pa.Field(
        metadata=DERIVED,
        description="Whether it is the text of its page that was seen last; where no day is known, the last in `revisions`. With it, each page counts once.",
    )

    @pa.check("body", error="empty-body")
    def body_has_words(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """A body holds at least one letter or digit."""
        return data.lazyframe.select(pl.col(data.key).str.contains(r"[\p{L}\p{N}]"))

    @pa.check("id", error="id-not-unique")
    def id_is_unique(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """One row for each article."""
        return data.lazyframe.select(pl.col(data.key).is_unique())

    @pa.check("published_to", error="bounds-unexplained")
    def bounds_are_explained(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """The first day is not after the last, and what bounds a day is said; where nothing does, nothing is."""
        first, last, said = (pl.col(name) for name in ("published_from", "published_to", "bounds"))
        known = said.list.eval(pl.element().is_in(EVIDENCE)).list.all()
        bare = pl.all_horizontal(first.is_null(), last.is_null())
        return data.lazyframe.select(known & (first <= last).fill_null(True) & (bare == (said.list.len() == 0)))

    @pa.check("latest", error="versions-unexplained")
    def another_is_later(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """A text that is not the latest has another beside it."""
        return data.lazyframe.select(pl.col("latest") | (pl.col("versions") > 1))

    class Config:
        """Exactly these columns."""

        strict = True
