"""Every page that was seen or listed: whether it was there when it was last asked for."""

import pandera.polars as pa
import polars as pl

from schemas import COUNTED, DERIVED
from schemas.article import FOUNDED

THERE = ("200", "listed")
GONE = ("delisted", "front-page", "404", "410")
"""What was asked last of a page that was no longer there, the weakest evidence first."""


class Pages(pa.DataFrameModel):
    """One page that a crawl saw, or that another page lists."""

    page: str = pa.Field(
        metadata=DERIVED,
        unique=True,
        str_matches=r"\S",
        description="What names the page: `page` of its dumps, or outlet, day and title, where no URL is known.",
    )
    page_source: str = pa.Field(
        metadata=DERIVED, isin=["url", "heading"], description="Whether that is of the `url`, or of the `heading`."
    )
    outlet: str = pa.Field(
        metadata=DERIVED, nullable=True, isin=list(FOUNDED), description="Id of the outlet; null where two claim it."
    )
    versions: pl.Int32 = pa.Field(
        metadata=COUNTED, ge=0, description="Number of its texts, as in `revisions`; 0 where it is only listed."
    )
    first_seen: pl.Date = pa.Field(
        metadata=DERIVED, nullable=True, description="First day on which a crawl saw it, where one is known."
    )
    last_seen: pl.Date = pa.Field(metadata=DERIVED, nullable=True, description="Last such day.")
    first_listed: pl.Date = pa.Field(
        metadata=DERIVED, nullable=True, description="First day on which a crawl saw it in a list of another page."
    )
    last_listed: pl.Date = pa.Field(metadata=DERIVED, nullable=True, description="Last such day.")
    status: str = pa.Field(
        metadata=DERIVED,
        isin=[*THERE, *GONE],
        description="What is known last: `200`, a crawl has the page; `listed` by another page; `404` or `410` when asked; `front-page`, it led there; `delisted`, while its neighbours in the list stay.",
    )
    status_on: pl.Date = pa.Field(metadata=DERIVED, nullable=True, description="Day of that, where it is known.")
    evidence: str = pa.Field(
        metadata=DERIVED, str_matches=r"\S", description="Path of the dump that shows it, as in `dumps`."
    )
    gone_after: pl.Date = pa.Field(
        metadata=DERIVED, nullable=True, description="Last day on which it was seen or listed, if it is gone since."
    )
    gone_by: pl.Date = pa.Field(
        metadata=DERIVED, nullable=True, description="First day after that on which it was asked for and not there."
    )

    @pa.check("page", error="loss-unexplained")
    def losses_are_bounded(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """Days are in order, and a page that is gone was there before, and has its interval."""
        gone, after, by, on = pl.col("status").is_in(GONE), pl.col("gone_after"), pl.col("gone_by"), pl.col("status_on")
        ordered = pl.all_horizontal(
            pl.col(f"first_{how}").is_null().eq(pl.col(f"last_{how}").is_null())
            & (pl.col(f"first_{how}") <= pl.col(f"last_{how}")).fill_null(True)
            for how in ("seen", "listed")
        )
        lost = ((after < by) & (by <= on)).fill_null(False)
        return data.lazyframe.select(ordered & pl.when(gone).then(lost).otherwise(after.is_null() & by.is_null()))

    class Config:
        """Exactly these columns."""

        strict = True
        ordered = True
