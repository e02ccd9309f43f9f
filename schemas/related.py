"""The related items of every published dump: what `More From` listed when the page was crawled."""

import pandera.polars as pa
import polars as pl

from schemas import COUNTED, DERIVED, ID, READ, SHA256
from schemas.article import FOUNDED


class Related(pa.DataFrameModel):
    """One related item."""

    dump: str = pa.Field(metadata=DERIVED, str_matches=SHA256, description="SHA-256 of the dump that lists the item.")
    position: pl.Int32 = pa.Field(metadata=COUNTED, ge=1, description="Place in the list, from 1.")
    outlet: str = pa.Field(metadata=READ, isin=list(FOUNDED), description="Id of the outlet of the list.")
    title: str = pa.Field(
        metadata=READ, nullable=True, str_matches=r"\S", description="Title; only `page` dumps print it."
    )
    teaser: str = pa.Field(
        metadata=READ, str_matches=r"\S", description="Beginning of the item's text, at most 130 characters."
    )
    date: pl.Date = pa.Field(metadata=READ, description="Day of the item.")
    line: pl.Int32 = pa.Field(metadata=COUNTED, ge=1, description="Line of the dump at which the item begins.")
    article: str = pa.Field(
        metadata=DERIVED, nullable=True, str_matches=ID, description="Id of the article it leads to, if known."
    )

    class Config:
        """Exactly these columns; one row for each place of a list."""

        strict = True
        ordered = True
        unique = ["dump", "position"]  # noqa: RUF012 -- pandera reads a list here
