"""What `parse` hands on: one row for every distinct dump that is an article."""

import pandera.polars as pa
import polars as pl

from schemas import SHA256
from schemas.article import Article


class Parsed(Article):
    """One article, as one dump shows it, with the line each value was read from."""

    dump: str = pa.Field(unique=True, str_matches=SHA256, description="SHA-256 of the dump's bytes.")
    layout: str = pa.Field(description="Layout the dump was read with.")
    body: str = pa.Field(description="Paragraphs, separated by a blank line.")
    outlet_line: pl.Int32 = pa.Field(ge=1, description="Line of the label that names the outlet.")
    title_line: pl.Int32 = pa.Field(nullable=True, ge=1)
    published_on_line: pl.Int32 = pa.Field(nullable=True, ge=1)
    crawled_on_line: pl.Int32 = pa.Field(nullable=True, ge=1)
    byline_line: pl.Int32 = pa.Field(nullable=True, ge=1)
    credit_line: pl.Int32 = pa.Field(nullable=True, ge=1)
    body_line: pl.Int32 = pa.Field(ge=1, description="First line of the body.")
    body_last_line: pl.Int32 = pa.Field(ge=1, description="Last line of the body.")

    @pa.check("body", error="empty-body")
    def body_has_words(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """A body holds at least one letter or digit."""
        return data.lazyframe.select(pl.col(data.key).str.contains(r"[\p{L}\p{N}]"))

    class Config:
        """Exactly these columns."""

        strict = True
        ordered = True
