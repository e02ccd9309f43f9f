"""What users load: config `articles` of the dataset."""

import pandera.polars as pa
import polars as pl

from schemas import COUNTED, DERIVED, ID, READ
from schemas.article import Article

ORDER = (
    "id", "outlet", "title", "body", "language", "published_on", "date_source", "crawled_on", "crawl_source",
    "byline", "credit", "story", "story_size", "paragraphs", "words", "dumps",
)  # fmt: skip


class Published(Article):
    """One article."""

    body: str = pa.Field(metadata=READ, description="Text of the article: paragraphs, separated by a blank line.")
    story: str = pa.Field(
        metadata=DERIVED, str_matches=ID, description="Id of the story: the smallest id of its articles."
    )
    story_size: pl.Int32 = pa.Field(metadata=COUNTED, ge=1, description="Number of articles of the story.")
    dumps: pl.Int32 = pa.Field(metadata=COUNTED, ge=1, description="Number of distinct dumps that carry the article.")

    @pa.check("body", error="empty-body")
    def body_has_words(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """A body holds at least one letter or digit."""
        return data.lazyframe.select(pl.col(data.key).str.contains(r"[\p{L}\p{N}]"))

    @pa.check("id", error="id-not-unique")
    def id_is_unique(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """One row for each article."""
        return data.lazyframe.select(pl.col(data.key).is_unique())

    class Config:
        """Exactly these columns."""

        strict = True
