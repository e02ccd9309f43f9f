"""`verify --against`: a published folder, held against the tables that it was made from, and the prose of its card."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from presspack.dataset import configs as hub
from presspack.dataset import parquet
from presspack.dataset.card import README, conditions
from presspack.dataset.card import readme as card
from presspack.dataset.facts import measure
from presspack.dataset.finding import differing
from presspack.engine.pool import Pool
from presspack.pipeline.units import Unit, rows, units
from presspack.project import split_rule
from presspack.project.yamlfile import YamlFile

MEASURED = re.compile(r"^(<!-- measured: (.*?) -->)$.*?^<!-- end: \2 -->$", re.MULTILINE | re.DOTALL)


def differences(dataset: Path, data: Path, prose: Path, pool: Pool) -> list[str]:
    """Everything in a folder that passes `verify` and is not what `publish` would make of `data` and `prose`.

    Raises PresspackError where the tables of `parse` or `link` are not there.
    """
    text = (dataset / README).read_text("utf-8")
    head = card.HEAD.match(text)
    assert head is not None  # `verify` has read it
    said = YamlFile(dataset / README, head[1], first_line=2).data
    parsed, linked, rule = data / "parsed", data / "linked", said.get("splits", split_rule.NONE)
    wanted = units(dataset, parsed, linked, rule)
    there = {path for config in hub.CONFIGS for path in parquet.files(dataset, config)}
    odd = sorted(there ^ {unit.path for unit in wanted})
    problems = [
        f"{path.relative_to(dataset)}: {data}/ gives {'no' if path in there else 'a'} such file" for path in odd
    ]
    shared = [unit for unit in wanted if unit.path in there]
    compare = partial(_differences, dataset, data, rule)
    for found in pool.run(compare, shared, [unit.path.stat().st_size for unit in shared], "comparing", "files"):
        problems += found
    written = card.Prose(prose)
    if conditions.END in written.body:
        written.body = conditions.chosen(written.body, measure(dataset, pool)[0])
    return [*problems, *_edited(text, said, written, prose)]


def _differences(dataset: Path, data: Path, rule: split_rule.Rule, unit: Unit) -> list[str]:
    """The rows of one file that are not those of the tables."""
    columns, key = hub.columns(unit.config), hub.CONFIGS[unit.config].key
    made = rows(data / "parsed", data / "linked", rule, unit).select(columns)
    found = parquet.read(unit.path)
    if found.equals(made):
        return []
    problems = list(differing(found, made, key, f"{data}/"))
    return [f"{unit.path.relative_to(dataset)}: {said}" for said in problems or [f"other rows than {data}/ gives"]]


def _edited(text: str, said: dict[str, object], prose: card.Prose, path: Path) -> Iterator[str]:
    """The first line of a card that is not of its prose."""
    if any(said.get(name) != value for name, value in prose.head.items()):
        yield f"{README}:1: the head is not that of {path}"
    bare = MEASURED.sub(lambda block: block[1] + "\n" * block[0].count("\n"), text)
    lines = [(number, line) for number, line in enumerate(bare.split("\n"), 1) if line]
    body = lines[[line for _, line in lines].index("---", 1) + 1 :]
    wanted = [line for line in prose.body.split("\n") if line]
    for i, (number, line) in enumerate(body):
        if i >= len(wanted) or line != wanted[i]:
            yield f"{README}:{number}: is not what {path} has"
            return
    if len(body) < len(wanted):
        yield f"{README}:{lines[-1][0]}: lacks the end of {path}"
