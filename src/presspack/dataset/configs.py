"""The configs of the dataset, one row each, and the types of their columns."""

from typing import Any, NamedTuple

import polars as pl

from presspack.project.contracts import schemas
from presspack.project.frames import types


class Config(NamedTuple):
    """One config of the dataset. To add one: write its contract, add its row, make its rows in `pipeline.link`."""

    name: str
    holds: str
    """What its rows are, in a few words, for the card."""
    key: tuple[str, ...]
    """The columns that identify a row; its files are sorted by them."""
    rows_per_file: int
    leads: tuple[str, ...] = ()
    """The columns that are ids of articles."""
    contract: str = ""
    """The module of schemas/ that is its contract, where that is not called as it is."""
    variable: str = ""
    """What the card calls it in Python, where that is not its name."""


CONFIGS = {
    config.name: config
    for config in (
        Config("articles", "one row for each article", ("id",), 16_384, contract="published"),
        Config("related", "what each page listed beside its article", ("dump", "position"), 262_144, ("article",)),
        Config("dumps", "the ledger: one row for every dump found", ("path",), 131_072, ("article",)),
        Config(
            "same_story",
            "which articles tell the same story, and how alike",
            ("article", "other"),
            262_144,
            ("article", "other"),
            variable="pairs",
        ),
        Config(
            "revisions",
            "the texts that a page had, if it had several",
            ("page", "outlet", "version"),
            262_144,
            ("article",),
        ),
        Config("edits", "what changed from one to the next", ("page", "outlet", "version", "edit"), 65_536),
        Config("pages", "what became of every page that was seen or listed", ("page",), 262_144),
    )
}
"""Every config by its name, in the order of the card."""

WHOLE = tuple(name for name in CONFIGS if name not in ("articles", "related"))
"""The configs whose rows `link` makes, or that follow from them; to the two others `publish` adds from the parsed shards."""

VALUES = {
    pl.String(): "string",
    pl.Int32(): "int32",
    pl.Int64(): "int64",
    pl.Date(): "date32",
    pl.Float64(): "float64",
    pl.Boolean(): "bool",
}


def contract(config: str) -> Any:
    """The contract of a config."""
    module = CONFIGS[config].contract or config
    return getattr(schemas(module), module.title().replace("_", ""))


def columns(config: str) -> list[str]:
    """The columns of a config, in the order in which they are published: its contract's ORDER, if it has one."""
    order = getattr(schemas(CONFIGS[config].contract or config), "ORDER", None)
    return list(order or types(contract(config)))


def features(config: str) -> dict[str, tuple[str, bool]]:
    """The type of each column as `datasets` names it, and whether it is a list of that."""
    held = types(contract(config))

    def feature(kind: pl.DataType) -> tuple[str, bool]:
        return (VALUES[kind.inner], True) if isinstance(kind, pl.List) else (VALUES[kind], False)  # type: ignore[index]

    return {name: feature(held[name]) for name in columns(config)}


def listed(config: str) -> list[dict[str, str]]:
    """The features of a config, as the head of a card lists them."""
    return [{"name": name, "list" if many else "dtype": kind} for name, (kind, many) in features(config).items()]
