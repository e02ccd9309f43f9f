"""The ledger: one row for every path, from `parse` on to the product."""

import pandera.polars as pa
import polars as pl

from presspack.project import WARNINGS, reasons
from schemas import COUNTED, DERIVED, ID, OUTLETS, READ, SHA256

OUTCOMES = ("published", "duplicate", "rejected", "withdrawn")
TEXTS = {"inner": pl.String()}
LINES = {"inner": pl.Int32()}


class Dumps(pa.DataFrameModel):
    """One path, what became of it, and why."""

    path: str = pa.Field(metadata=READ, unique=True, description="Path below seeds/; odd bytes are escaped as `\\xNN`.")
    dump: str = pa.Field(
        metadata=DERIVED, nullable=True, str_matches=SHA256, description="SHA-256 of its bytes; null if unreadable."
    )
    size: pl.Int64 = pa.Field(
        metadata=COUNTED, nullable=True, ge=0, description="Number of its bytes; null if unreadable."
    )
    encoding: str = pa.Field(metadata=DERIVED, nullable=True, description="Encoding its text was read with.")
    layout: str = pa.Field(metadata=DERIVED, nullable=True, description="Layout it was read with.")
    outcome: str = pa.Field(
        metadata=DERIVED,
        isin=list(OUTCOMES),
        description="`published`; `duplicate`: the bytes of another path that is published; `rejected`; `withdrawn`.",
    )
    article: str = pa.Field(
        metadata=DERIVED, nullable=True, str_matches=ID, description="Id of the article it carries, or carried."
    )
    duplicate_of: str = pa.Field(
        metadata=DERIVED, nullable=True, description="Path that holds the same bytes and is published."
    )
    url: str = pa.Field(
        metadata=READ,
        nullable=True,
        description="URL of the page, where its container gives it, or the canonical link of a saved page; null if withdrawn.",
    )
    page: str = pa.Field(
        metadata=READ,
        nullable=True,
        description="What names the page in its URL: host, path and query without what may differ between URLs of one page; at KCNA Watch its number.",
    )
    claimed_outlet: str = pa.Field(
        metadata=READ,
        nullable=True,
        isin=list(OUTLETS.by_id),
        description="Id of the outlet that the dump's labels or its URL name: if published, that of its article; if rejected, a claim that nothing confirms; null where they name none, an unknown one or several, or if withdrawn.",
    )
    crawled_on: pl.Date = pa.Field(
        metadata=READ,
        nullable=True,
        description="Day on which this dump was crawled, also if it is rejected; null if withdrawn.",
    )
    crawl_source: str = pa.Field(
        metadata=DERIVED,
        nullable=True,
        isin=["page", "record", "related"],
        description="Where that day was read, as in `articles`.",
    )
    body_line: pl.Int32 = pa.Field(
        metadata=COUNTED, nullable=True, ge=1, description="First line of the body, in the dump as it is."
    )
    body_last_line: pl.Int32 = pa.Field(metadata=COUNTED, nullable=True, ge=1, description="Last line of the body.")
    cleaning: pl.List = pa.Field(
        metadata=DERIVED, dtype_kwargs=TEXTS, description="Rules of cleaning that changed something."
    )
    cleaning_counts: pl.List = pa.Field(metadata=COUNTED, dtype_kwargs=LINES, description="For each rule, how often.")
    reasons: pl.List = pa.Field(
        metadata=DERIVED, dtype_kwargs=TEXTS, description="Why it was rejected: all reasons; or `withdrawn`."
    )
    reason_lines: pl.List = pa.Field(
        metadata=COUNTED, dtype_kwargs=LINES, description="For each reason, the line it points to."
    )
    reason_details: pl.List = pa.Field(
        metadata=READ,
        dtype_kwargs=TEXTS,
        description="For each reason, the offending value; for `withdrawn`, when and why.",
    )
    warnings: pl.List = pa.Field(metadata=DERIVED, dtype_kwargs=TEXTS, description="What else to know about it.")
    warning_lines: pl.List = pa.Field(
        metadata=COUNTED, dtype_kwargs=LINES, description="For each warning, the line it points to."
    )
    warning_details: pl.List = pa.Field(
        metadata=READ, dtype_kwargs=TEXTS, description="For each warning, the value it is about."
    )

    @pa.check("path", error="outcome-unexplained")
    def outcome_is_explained(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """Rejected or withdrawn means a reason, duplicate means a path, published or duplicate means an article."""
        outcome, article = pl.col("outcome"), pl.col("article")
        return data.lazyframe.select(
            (outcome.is_in(["rejected", "withdrawn"]) == (pl.col("reasons").list.len() > 0))
            & ((outcome == "duplicate") == pl.col("duplicate_of").is_not_null())
            & (outcome.is_in(["published", "duplicate"]) <= article.is_not_null())
            & ((outcome == "rejected") <= article.is_null())
        )

    @pa.check("path", error="withdrawn-but-told")
    def withdrawn_is_bare(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """Of a withdrawn dump nothing is told but that it is withdrawn, when and why."""
        withdrawn = pl.col("outcome") == "withdrawn"
        bare = (
            (pl.col("reasons").list.len() == 1)
            & (pl.col("warnings").list.len() + pl.col("cleaning").list.len() == 0)
            & pl.all_horizontal(
                pl.col("url", "claimed_outlet", "crawled_on", "crawl_source", "body_line", "body_last_line").is_null()
            )
            & (pl.col("page").is_null() | pl.col("page").str.contains(r"^\d+-\d+$"))
        )
        return data.lazyframe.select((withdrawn == pl.col("reasons").list.contains("withdrawn")) & (~withdrawn | bare))

    @pa.check("crawled_on", error="source-without-date")
    def crawls_have_sources(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """A day of crawl has its source and a source its day."""
        return data.lazyframe.select(pl.col("crawled_on").is_null() == pl.col("crawl_source").is_null())

    @pa.check("path", error="unknown-slug")
    def slugs_are_known(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """Every reason and warning is in the closed vocabulary, and has its line and its detail."""
        known = pl.lit(True)
        for kind, slugs in (("reason", reasons()), ("warning", WARNINGS)):
            many = pl.col(f"{kind}s")
            known &= many.list.eval(pl.element().is_in(list(slugs))).list.all()
            known &= many.list.len() == pl.col(f"{kind}_lines").list.len()
            known &= many.list.len() == pl.col(f"{kind}_details").list.len()
        return data.lazyframe.select(known)

    class Config:
        """Exactly these columns."""

        strict = True
        ordered = True
