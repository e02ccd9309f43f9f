"""Splits of the product: which articles are to train with and which are held back, by whole stories."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import polars as pl

from presspack.grams import mixed

TRAIN, VALIDATION, TEST = NAMES = ("train", "validation", "test")
NONE = "none"
SAID = "`none`, or `by: date` or `by: share` with a `validation` or a `test` or both"

Rule = str | Mapping[str, Any]
"""As params.yaml has it: `none`; or {by: date, validation: 2025-01-01, test: 2025-07-01}: articles from a day on;
or {by: share, validation: 0.05, test: 0.05, seed: 7}: a share of the stories."""


def fault(rule: Any) -> tuple[str, ...] | None:
    """What is wrong with a rule: where in it, and what it must be; None if it is right."""
    if rule == NONE:
        return None
    if not isinstance(rule, dict) or rule.get("by") not in ("date", "share"):
        return ("by", SAID) if isinstance(rule, dict) and "by" in rule else ("", SAID)
    held = [name for name in (VALIDATION, TEST) if name in rule]
    known = {"by", VALIDATION, TEST} | ({"seed"} if rule["by"] == "share" else set())
    for name in rule:
        if name not in known:
            return (name, f"one of {', '.join(sorted(known))} where it is by {rule['by']}")
    if not held:
        return ("", SAID)
    for name in held:
        value = rule[name]
        if rule["by"] == "date" and type(value) is not dt.date:
            return (name, "a day such as 2025-07-01")
        if rule["by"] == "share" and not (type(value) is float and 0 < value < 1):
            return (name, "a share above 0 and below 1")
    if rule["by"] == "date" and len(held) == 2 and rule[VALIDATION] >= rule[TEST]:
        return (TEST, "a day after that of validation")
    if rule["by"] == "share" and sum(rule[name] for name in held) >= 1:
        return (TEST, "a share that leaves something to train with")
    if type(rule.get("seed", 0)) is not int or rule.get("seed", 0) < 0:
        return ("seed", "a whole number, 0 or more")
    return None


def assign(stories: pl.DataFrame, rule: Rule) -> pl.Series:
    """The split of each story; `stories` has its id (`story`) and the last day of its articles (`last`), if any has one.

    By date, a story goes where its last article belongs, so nothing in `train` is of a later day than it may be; a
    story without a date is in `train`. By share, the id and the seed decide, so a story stays where it is when others
    are added.
    """
    if isinstance(rule, str):
        return pl.Series("split", [TRAIN], pl.String()).new_from_index(0, len(stories))
    if rule["by"] == "date":
        value = pl.col("last")
        bounds = [(name, value >= rule[name]) for name in (TEST, VALIDATION) if name in rule]
    else:
        hashed = mixed(stories["story"].str.to_integer(base=16, dtype=pl.UInt64()).to_numpy(), rule.get("seed", 0))
        stories = stories.with_columns(place=pl.Series(hashed / 2**64))
        test = rule.get(TEST, 0)
        bounds = [(TEST, pl.col("place") < test), (VALIDATION, pl.col("place") < test + rule.get(VALIDATION, 0))]
    split = pl.lit(TRAIN)
    for name, holds in reversed(bounds):
        split = pl.when(holds).then(pl.lit(name)).otherwise(split)
    return stories.select(split=split)["split"]


def parted(articles: pl.DataFrame, rule: Rule) -> pl.Series:
    """The split of each article: that of its story."""
    stories = articles.select("story", last=pl.col("published_on").max().over("story"))
    return assign(stories, rule)


def said(rule: Rule) -> str:
    """How a split was made, in words."""
    if isinstance(rule, str):
        return "There is one split, `train`, which is only the name that `datasets` gives to a whole."
    if rule["by"] == "date":
        parts = [f"`{name}` from {rule[name]} on" for name in (VALIDATION, TEST) if name in rule]
        return (
            f"Parted by date: {', '.join(parts)}, and `train` before that, with all stories that have no date. A story "
            "goes where the last of its articles belongs."
        )
    parts = [f"`{name}` {100 * rule[name]:g} %" for name in (VALIDATION, TEST) if name in rule]
    return (
        f"Parted by share of stories: {', '.join(parts)}, and `train` the rest. A hash of the seed {rule.get('seed', 0)} "
        "and of the id of a story decides."
    )
