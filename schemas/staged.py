"""What `stage` hands on: one row for every path under seeds/."""

import pandera.polars as pa
import polars as pl

from presspack.project import REASONS
from schemas import SHA256


class Staged(pa.DataFrameModel):
    """One path: its bytes' digest and its text, or the reason why it has none."""

    path: str = pa.Field(unique=True, description="Path below seeds/; odd bytes are escaped as `\\xNN`.")
    dump: str = pa.Field(nullable=True, str_matches=SHA256, description="SHA-256 of the bytes.")
    size: pl.Int64 = pa.Field(nullable=True, ge=0, description="Number of bytes.")
    encoding: str = pa.Field(nullable=True, description="Encoding the text was read with.")
    text: str = pa.Field(nullable=True, description="The text, without byte order mark.")
    reason: str = pa.Field(nullable=True, isin=list(REASONS), description="Why there is no text.")
    line: pl.Int32 = pa.Field(nullable=True, ge=1, description="The line that the reason points to.")
    detail: str = pa.Field(nullable=True, description="What the reason is about.")
    url: str = pa.Field(
        nullable=True, description="URL of the page, where its container gives it; so with the next three."
    )
    title: str = pa.Field(nullable=True)
    date: str = pa.Field(nullable=True, description="Day of publication.")
    fetched_at: str = pa.Field(nullable=True, description="Time at which the page was fetched.")
    outlet: str = pa.Field(nullable=True, description="Id or label of the outlet; params.yaml may give it too.")
    byline: str = pa.Field(nullable=True, description="Who wrote it.")

    @pa.check("path", error="text-or-reason")
    def text_or_reason(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """A row has a text or a reason, never both, never neither."""
        return data.lazyframe.select(pl.col("text").is_null() != pl.col("reason").is_null())

    class Config:
        """Exactly these columns."""

        strict = True
        ordered = True
