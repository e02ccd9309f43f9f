"""A diff as text: the lines that `presspack diff` prints, and the items of the changelog."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from presspack.versions.diff.model import Diff, Rows
from presspack.writing.markdown import escape

MOST = 10  # names on one line
RULES = {
    None: "No row, no value and no file has changed.",
    "patch": "Rows and values are those of the version before; only the files are others.",
    "minor": "There are more rows or fields; those of the version before are untouched.",
    "major": "Rows of the version before were edited, removed or moved, or a field has changed.",
}


def lines(diff: Diff) -> Iterator[str]:
    """The differences as lines of text. They list some names; the JSON lists all."""
    if diff.step is None:
        yield f"no difference between {diff.old} and {diff.new}"
        return
    yield f"{diff.old} → {diff.new}: {RULES[diff.step]} Next version: a {diff.step} step at least."
    if diff.version[0] != diff.version[1]:
        yield f"version: {diff.version[0]} → {diff.version[1]}"
    for config, rows in diff.rows.items():
        yield f"{config}: {rows.old} → {rows.new}; {_counted(rows) or 'the same rows'}"
        if config == "articles":
            yield from _articles(diff, rows)
        elif rows.fields:
            yield f"  fields: {_many(rows.fields)}"
    for name, pairs in (
        ("outcomes", diff.outcomes),
        ("reasons", diff.reasons),
        ("outlets", diff.outlets),
        ("splits", diff.splits),
    ):
        if moved := [f"{key} {old} → {new}" for key, (old, new) in pairs.items() if old != new]:
            yield f"{name}: {', '.join(moved)}"
    for config, schema in diff.schema.items():
        kinds = [f"{name} is {new}, was {old}" for name, (old, new) in schema.changed.items()]
        changes = [f"added {name}" for name in schema.added] + [f"removed {name}" for name in schema.removed] + kinds
        yield f"schema of {config}: {', '.join(changes)}"
    yield f"files: {_some(diff.files)}"


def _articles(diff: Diff, rows: Rows) -> Iterator[str]:
    for name, ids in (("added", rows.added), ("removed", rows.removed)):
        if ids:
            yield f"  {name}: {_some(ids)}"
    if rows.changed:
        yield f"  fields: {_many(rows.fields)}"
        changed = [f"{key} ({', '.join(fields)})" for key, fields in rows.changed.items()]
        yield f"  changed: {_some(changed, '; ')}"
    if diff.edited:
        yield f"  edited: {_some([f'{old} → {new}' for old, new in diff.edited.items()])}"
    if diff.withdrawn:
        gone = [f"{_name(row)} ({_dumps(row['paths'])}; {row['said']})" for row in diff.withdrawn]
        yield f"  withdrawn: {_some(gone, '; ')}"


def sentences(diff: Diff) -> list[str]:
    """The changes of a version, as items of its changelog entry."""
    articles = diff.rows["articles"]
    said = []
    if diff.added:
        said.append(f"Added {_articles_of(diff.added)}.")
    if edited := len(diff.edited):
        said.append(
            f"{_number(edited, 'article has', 'articles have')} another text, and so another id: {_ids(diff.edited)}."
        )
    if diff.removed:
        said.append(f"Removed {_articles_of(diff.removed)}.")
    if moved := articles.fields.get("split", 0):
        said.append(f"Moved {_number(moved, 'article', 'articles')} to another split.")
    if fields := {name: many for name, many in articles.fields.items() if name != "split"}:
        many = sum(set(names) != {"split"} for names in articles.changed.values())
        said.append(f"Changed {_number(many, 'article', 'articles')}: {_code(fields)}.")
    for row in diff.withdrawn:
        what = f"{'article' if row['article'] else 'dump'} `{_name(row)}`"
        said.append(f"Withdrawn: {what} ({_dumps(row['paths'])}), {escape(row['said'].rstrip('.'))}.")
    for config, rows in diff.rows.items():
        if config != "articles" and (counted := _counted(rows)):
            said.append(f"`{config}`: {counted}; {rows.new} rows now.")
    if any(old != new for old, new in diff.outcomes.values()):
        was, now = (sum(pair[i] for pair in diff.outcomes.values()) for i in (0, 1))
        counts = ", ".join(f"{new} {name}" + (f" (was {old})" if was and old != new else "") for name, (old, new) in diff.outcomes.items())  # fmt: skip
        said.append(f"Dumps found: {now}{f' (was {was})' if was else ''}; {counts}.")
    for config, schema in diff.schema.items():
        for verb, names in (("has the new fields", schema.added), ("no longer has", schema.removed)):
            if names:
                said.append(f"`{config}` {verb} {', '.join(f'`{name}`' for name in names)}.")
        said += [f"`{config}`: `{name}` is {new}, was {old}." for name, (old, new) in schema.changed.items()]
    if diff.step == "patch":
        said.append(f"Other bytes in {_some([f'`{name}`' for name in diff.files])}.")
    return said


def _articles_of(outlets: Mapping[str, int]) -> str:
    """`3 articles: 2 of one outlet, 1 of another`."""
    by = ", ".join(f"{many} of {name}" for name, many in outlets.items())
    return f"{_number(sum(outlets.values()), 'article', 'articles')}: {by}"


def _counted(rows: Rows) -> str:
    counts = (("added", rows.added), ("removed", rows.removed), ("changed", rows.changed))
    return ", ".join(f"{len(names)} {verb}" for verb, names in counts if names)


def _ids(edited: Mapping[str, str]) -> str:
    return _some([f"`{old}` is now `{new}`" for old, new in edited.items()])


def _name(row: Mapping[str, object]) -> str:
    return str(row["article"] or row["dump"])


def _dumps(paths: int) -> str:
    return _number(paths, "dump", "dumps")


def _number(many: int, one: str, several: str) -> str:
    return f"{many} {one if many == 1 else several}"


def _many(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {many}" for name, many in Counter(counts).most_common())


def _code(counts: Mapping[str, int]) -> str:
    return ", ".join(f"`{name}` of {many}" for name, many in Counter(counts).most_common())


def _some(names: Iterable[str], mark: str = ", ") -> str:
    every = list(names)
    more = f" and {len(every) - MOST} more" if len(every) > MOST else ""
    return mark.join(every[:MOST]) + more
