"""`diff`: two published datasets are compared row by row: folders, revisions of git, revisions on the Hub."""

from collections import Counter
from pathlib import Path

import polars as pl
import yaml

from presspack.dataset.card.readme import HEAD
from presspack.dataset.configs import CONFIGS
from presspack.engine.hashing import file_sha256
from presspack.errors import PresspackError
from presspack.versions.diff.model import Diff, Rows, Schema
from presspack.versions.revisions import opened

KEYS = {name: list(config.key) for name, config in CONFIGS.items()}


def diff(old: str, new: str) -> Diff:
    """Compare two datasets, each a folder or a revision. Raises PresspackError where they cannot be compared."""
    with opened(old) as one, opened(new) as other:
        try:
            return compare(one, other, old, new)
        except (OSError, pl.exceptions.PolarsError) as error:
            said = str(error).partition("\n")[0]
            raise PresspackError(f"{old} and {new} cannot be compared: {said}: run `presspack verify`") from None


def compare(old: Path | None, new: Path, old_name: str, new_name: str) -> Diff:
    """Compare two folders of published datasets. Without an old one, the new one is compared with no rows."""
    found = Diff(old_name, new_name, (version(old) if old else None, version(new)), files=_files(old, new))
    after = _tables(new)
    before = _tables(old) if old else {config: table.clear() for config, table in after.items()}
    if not found.files:
        found.rows = {config: Rows(n := _height(table), n) for config, table in after.items()}
        return found
    for config in [*KEYS, *sorted((before | after).keys() - KEYS.keys())]:
        if config not in before or config not in after:
            table = before.get(config, after.get(config))
            if table is not None:  # `related` is left out where it has no rows
                keys = _key(table, config).collect()["key"].sort().to_list()
                gone = config in before
                found.rows[config] = Rows(len(keys), 0, removed=keys) if gone else Rows(0, len(keys), added=keys)
            continue
        schema = _schema(before[config], after[config])
        if schema.added or schema.removed or schema.changed:
            found.schema[config] = schema
        found.rows[config] = _rows(before[config], after[config], config)
    _count_changes(found, before, after)
    found.step = found.called_for()
    return found


def version(dataset: Path) -> str | None:
    """The version of a dataset, if its card names one."""
    return card_version((dataset / "README.md").read_bytes())


def card_version(text: bytes) -> str | None:
    """The version in the head of a card, if it names one."""
    head = HEAD.match(text.decode("utf-8", "replace"))
    try:
        return str(yaml.safe_load(head[1])["configs"][0]["version"]) if head else None
    except (yaml.YAMLError, KeyError, IndexError, TypeError):
        return None


def _files(old: Path | None, new: Path) -> list[str]:
    one, other = digests(old) if old else {}, digests(new)
    return sorted({name for name, _ in one.items() ^ other.items()})


def digests(dataset: Path) -> dict[str, str]:
    """The SHA-256 of every file of a folder, but for hidden ones."""
    found = {}
    for path in dataset.rglob("*"):
        if path.is_file() and not path.relative_to(dataset).parts[0].startswith("."):
            found[path.relative_to(dataset).as_posix()] = file_sha256(path)
    return found


def _tables(dataset: Path) -> dict[str, pl.LazyFrame]:
    """Every config, with the split of each row; nothing is read yet."""
    found: dict[str, pl.LazyFrame] = {}
    for config in sorted({path.parent.name for path in dataset.glob("*/*.parquet")}):
        splits: dict[str, list[Path]] = {}
        for path in sorted((dataset / config).glob("*.parquet")):
            splits.setdefault(path.name.split("-")[0], []).append(path)
        scans = [pl.scan_parquet(paths).with_columns(split=pl.lit(split)) for split, paths in splits.items()]
        found[config] = pl.concat(scans)
    if lost := {"articles", "dumps"} - found.keys():
        raise PresspackError(f"not a published dataset: {min(lost)} is missing", dataset)
    return found


def _height(table: pl.LazyFrame) -> int:
    return int(table.select(pl.len()).collect().item())


def _schema(old: pl.LazyFrame, new: pl.LazyFrame) -> Schema:
    one, other = old.collect_schema(), new.collect_schema()
    return Schema(
        sorted(other.keys() - one.keys()),
        sorted(one.keys() - other.keys()),
        {n: (str(one[n]), str(other[n])) for n in sorted(one.keys() & other.keys()) if one[n] != other[n]},
    )


def _key(table: pl.LazyFrame, config: str, *values: pl.Expr) -> pl.LazyFrame:
    """A table by its key. The key of an unknown config is all its columns that are not lists."""
    schema = table.collect_schema()
    names = KEYS.get(config) or [n for n, kind in schema.items() if not isinstance(kind, pl.List)]
    return table.select(pl.concat_str(names, separator="/", ignore_nulls=True).alias("key"), *values)


def _rows(old: pl.LazyFrame, new: pl.LazyFrame, config: str) -> Rows:
    one, other = old.collect_schema(), new.collect_schema()
    names = [n for n in other if one.get(n) == other[n] and n not in KEYS.get(config, ())]
    # a hash of each value shows whether it differs, and no text stays in memory
    values = [pl.col(name).hash() for name in names]
    before = _key(old, config, *values).collect(engine="streaming")
    after = _key(new, config, *values).collect(engine="streaming")
    pairs = before.join(after, on="key", suffix="\0").sort("key")
    differ = pairs.select("key", *(pl.col(n) != pl.col(f"{n}\0") for n in names))
    differ = differ.filter(pl.any_horizontal(names)) if names else differ.clear()
    return Rows(
        len(before),
        len(after),
        after.join(before, on="key", how="anti")["key"].sort().to_list(),
        before.join(after, on="key", how="anti")["key"].sort().to_list(),
        {key: [n for n, is_other in zip(names, cells, strict=True) if is_other] for key, *cells in differ.iter_rows()},
        {n: many for n in names if (many := int(differ[n].sum()))},
    )


def _count_changes(found: Diff, before: dict[str, pl.LazyFrame], after: dict[str, pl.LazyFrame]) -> None:
    """Fill in the counts, the edited articles and the withdrawn ones."""
    tables = before, after
    found.outcomes = _pairs(*(_count(t["dumps"].select("outcome")) for t in tables))
    found.reasons = _pairs(*(_count(t["dumps"].select(pl.col("reasons").list.unique().explode())) for t in tables))
    found.outlets = _pairs(*(_count(t["articles"].select("outlet")) for t in tables))
    found.splits = _pairs(*(_count(t["articles"].select("split")) for t in tables))
    one, other = (t["dumps"].select("path", "dump", "outcome", "article", "reason_details").collect() for t in tables)
    live = pl.col("outcome").is_in(["published", "duplicate"])
    paths = one.filter(live).join(other.filter(live), on="path", suffix="_new").sort("path")
    removed, added = set(found.rows["articles"].removed), set(found.rows["articles"].added)
    pairs = sorted(set(paths.select("article", "article_new").iter_rows()))
    found.edited = {gone: come for gone, come in pairs if gone in removed and come in added}
    gone = other.filter(pl.col("outcome") == "withdrawn")
    taken = set(gone["article"].drop_nulls())
    for table, ids, counts in (
        (after, added - set(found.edited.values()), found.added),
        (before, removed - found.edited.keys() - taken, found.removed),
    ):
        counts |= sorted(_count(table["articles"].filter(pl.col("id").is_in(list(ids))).select("outlet")).items())
    gone = gone.join(one.filter(pl.col("outcome") == "withdrawn"), on="path", how="anti")
    groups: Counter[tuple[str | None, str | None, str]] = Counter()
    for dump, article, details in gone.select("dump", "article", "reason_details").iter_rows():
        groups[article, None if article else dump, details[0]] += 1
    found.withdrawn = [
        {"article": article, "dump": dump, "paths": many, "said": said}
        for (article, dump, said), many in sorted(groups.items(), key=str)
    ]


def _count(column: pl.LazyFrame) -> Counter[str]:
    return Counter(column.collect().to_series().drop_nulls().to_list())


def _pairs(old: Counter[str], new: Counter[str]) -> dict[str, tuple[int, int]]:
    return {name: (old[name], new[name]) for name in sorted(old | new)}
