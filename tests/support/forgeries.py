"""What a forger may do to the rows of a published folder; all that follows from the rows is made anew."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import polars as pl

from presspack.article import identity
from presspack.dataset import configs as hub
from presspack.dataset import history, parquet
from presspack.errors import PresspackError
from tests.support.published import FILES, forge

Alter = Callable[[Path], None]


def rows(config: str, alter: Callable[[pl.DataFrame], pl.DataFrame]) -> Alter:
    """Other rows in one config."""

    def forged(dataset: Path) -> None:
        rewrite(dataset, config, alter)
        if config != "pages":
            follow(dataset)
        forge(dataset)

    return forged


def rewrite(dataset: Path, config: str, alter: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
    """Other rows in one config, as `publish` writes them, and nothing else made anew."""
    path = dataset / FILES[config]
    parquet.write(alter(parquet.read(path)), parquet.schema(config), path)


def follow(dataset: Path) -> None:
    """The pages that follow from the other rows, where these can be read."""
    tables = (history._read(dataset, "dumps", *history.LEDGER), history._read(dataset, "articles", *history.KNOWN))
    with suppress(PresspackError, pl.exceptions.PolarsError):
        made = history.pages.tell(
            *tables, history._read(dataset, "revisions", "page", "version"), history._lists(dataset)
        )
        rewrite(dataset, "pages", lambda _: made)


def value(config: str, row: pl.Expr, **values: object) -> Alter:
    """Other values in the first of some rows."""
    exprs = {name: said if isinstance(said, pl.Expr) else pl.lit(said) for name, said in values.items()}

    def alter(table: pl.DataFrame) -> pl.DataFrame:
        chosen = pl.int_range(pl.len()) == pl.arg_where(row.fill_null(False)).first()
        kinds = table.schema
        changed = {
            name: pl.when(chosen).then(expr).otherwise(name).cast(kinds[name]).alias(name)
            for name, expr in exprs.items()
        }
        return table.with_columns(**changed)

    return rows(config, alter)


def lost(config: str, row: pl.Expr) -> Alter:
    """Some rows of one config taken out."""
    return rows(config, lambda table: table.filter(~row.fill_null(False)))


def body(alter: Callable[[str], str], counted: bool = True) -> Alter:
    """Another body of the one article that is in no story and that nothing leads to, under the id that it then has."""

    def forged(dataset: Path) -> None:
        tables = {config: parquet.read(dataset / FILES[config]) for config in hub.CONFIGS}
        led = tables["related"]["article"].drop_nulls().implode()
        rest = tables["articles"].filter(pl.col("story_size") == 1, ~pl.col("id").is_in(led))
        old, outlet, text = rest.filter(pl.col("words") > 50).select("id", "outlet", "body").row(0)
        told = alter(text)
        new = identity(outlet, told)
        many = told.count("\n\n") + 1, told.count(" ") + told.count("\n\n") + 1
        this = pl.col("id") == old
        changed = {"body": told} | ({"paragraphs": many[0], "words": many[1]} if counted else {})
        rewrite(
            dataset,
            "articles",
            lambda table: (
                table.with_columns(
                    **{
                        name: pl.when(this).then(pl.lit(said)).otherwise(name).alias(name)
                        for name, said in changed.items()
                    }
                )
                .with_columns(pl.col("id", "story").replace(old, new))
                .cast({"paragraphs": pl.Int32, "words": pl.Int32})
                .sort("id")
            ),
        )
        rewrite(dataset, "dumps", lambda table: table.with_columns(pl.col("article").replace(old, new)))
        follow(dataset)
        forge(dataset)

    return forged


def returned(outlet: str, text: str) -> Alter:
    """A text that is withdrawn, published again: as another article, with a dump of its own."""

    def forged(dataset: Path) -> None:
        new, many = identity(outlet, text), text.count("\n\n") + 1
        article: dict[str, object] = {"id": new, "outlet": outlet, "body": text, "story": new, "paragraphs": many}
        article["words"] = text.count(" ") + many
        article |= {"crawled_on": None, "crawl_source": None}
        rewrite(dataset, "articles", lambda table: _with(table, article).sort("id"))
        entry: dict[str, object] = {"path": "zzz/again.txt", "dump": "f" * 64, "outcome": "published", "article": new}
        entry |= {"claimed_outlet": outlet, "crawled_on": None, "crawl_source": None}
        rewrite(dataset, "dumps", lambda table: _with(table.sort(pl.col("outcome") != "published"), entry).sort("path"))
        follow(dataset)
        forge(dataset)

    return forged


def _with(table: pl.DataFrame, values: dict[str, object]) -> pl.DataFrame:
    """A table with one row more: its first, with some values changed."""
    row = table.filter(pl.col("dumps") == 1, pl.col("story_size") == 1)[:1] if "dumps" in table.columns else table[:1]
    kinds = table.schema
    return pl.concat([table, row.with_columns(**{name: pl.lit(said, kinds[name]) for name, said in values.items()})])
