"""The Hugging Face side of the product: configs, types, file names."""

from typing import TYPE_CHECKING, Any

import polars as pl

from presspack.project.contracts import schemas
from presspack.project.frames import types

if TYPE_CHECKING:
    pass

CONFIGS = ("articles", "related", "dumps", "same_story")
VALUES = {pl.String(): "string", pl.Int32(): "int32", pl.Int64(): "int64", pl.Date(): "date32", pl.Float64(): "float64"}


def contract(config: str) -> Any:
    """The contract of a config."""
    module = "published" if config == "articles" else config
    return getattr(schemas(module), module.title().replace("_", ""))


def columns(config: str) -> list[str]:
    """The columns of a config, in the order in which they are published."""
    return list(schemas("published").ORDER) if config == "articles" else list(types(contract(config)))


def features(config: str) -> dict[str, tuple[str, bool]]:
    """The type of each column as `datasets` names it, and whether it is a list of that."""
    held = types(contract(config))

    def feature(kind: pl.DataType) -> tuple[str, bool]:
        return (VALUES[kind.inner], True) if isinstance(kind, pl.List) else (VALUES[kind], False)  # type: ignore[index]

    return {name: feature(held[name]) for name in columns(config)}


def listed(config: str) -> list[dict[str, str]]:
    """The features of a config, as the head of a card lists them."""
    return [{"name": name, "list" if many else "dtype": kind} for name, (kind, many) in features(config).items()]
