"""What `link` hands on: one row for every article, without its body, which stays with the dump that gives it."""

import pandera.polars as pa
import polars as pl

from schemas import ID, SHA256
from schemas.article import Article


class Linked(Article):
    """One article, from all dumps that carry it."""

    dump: str = pa.Field(unique=True, str_matches=SHA256, description="SHA-256 of the dump whose body it is.")
    story: str = pa.Field(str_matches=ID, description="Id of the story: the smallest id of its articles.")
    story_size: pl.Int32 = pa.Field(ge=1, description="Number of articles of the story.")
    dumps: pl.Int32 = pa.Field(ge=1, description="Number of distinct dumps that carry the article.")

    @pa.check("id", error="id-not-unique")
    def id_is_unique(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """One row for each article."""
        return data.lazyframe.select(pl.col(data.key).is_unique())

    class Config:
        """Exactly these columns."""

        strict = True
        ordered = True
