"""The card: the prose of DATACARD.md with every figure measured, and the head that the Hub and `datasets` read."""

import re
from pathlib import Path
from typing import Any

import yaml

from presspack import __version__
from presspack.dataset import configs as hub
from presspack.dataset.card import blocks as figures
from presspack.dataset.card import conditions, lint
from presspack.dataset.facts import Facts
from presspack.errors import PresspackError
from presspack.project import split_rule
from presspack.project.libraries import LIBRARIES, installed
from presspack.project.yamlfile import YamlFile

HEAD = re.compile(r"---\n(.*?\n)---\n", re.DOTALL)
PLACE = re.compile(r"^<!-- measured: (.*?) -->$", re.MULTILINE)
BLOCK = "<!-- measured: {name} -->\n\n{text}\n\n<!-- end: {name} -->"
MEASURED = ("language", "multilinguality", "size_categories", "configs", "dataset_info", "splits", "tools")
NEEDED = ("pretty_name", "license", "task_categories")
TOOLS = (*LIBRARIES, "datasets", "numpy")
STEPS = ("1K", "10K", "100K", "1M", "10M", "100M", "1B", "10B", "100B", "1T")


class Prose:
    """DATACARD.md: what a person wrote, and the places where figures go."""

    def __init__(self, path: Path) -> None:
        try:
            text = path.read_text("utf-8")
        except OSError as error:
            raise PresspackError(f"cannot be read ({error.strerror}): restore it, for example from git", path) from None
        except UnicodeDecodeError as error:
            raise PresspackError(f"is not UTF-8: {error.reason}", path) from None
        head = HEAD.match(text)
        if not head:
            raise PresspackError("must begin with a head in YAML, between two lines `---`", path, 1)
        file = YamlFile(path, head[1], first_line=2)
        if not isinstance(file.data, dict):
            file.refuse("the head must be a list of `name: value`")
        for name in MEASURED:
            if name in file.data:
                file.refuse(f"{name} is measured: remove it here", name)
        for name in NEEDED:
            if name not in file.data:
                file.refuse(f"the head needs {name}")
        self.head: dict[str, Any] = file.data
        self.body = text[head.end() :]
        conditions.demand(path, self.body, text.count("\n", 0, head.end()) + 1)
        self.questions = len(list(lint.unfilled(text)))
        for place in PLACE.finditer(self.body):
            if place[1] not in figures.BLOCKS:
                line = text.count("\n", 0, head.end() + place.start()) + 1
                raise PresspackError(
                    f"nothing is measured as {place[1]!r}: use one of {', '.join(figures.BLOCKS)}", path, line
                )
        for name, wrong in lint.head(file.data):
            if name in file.data:  # what is measured is not there
                file.refuse(wrong, name)


def render(prose: Prose, facts: Facts, version: str, digest: str) -> str:
    """The card of a dataset: README.md."""
    versions = {"presspack": __version__} | {name: found for name in TOOLS if (found := installed(name))}
    facts.version, facts.digest, facts.head = version, digest, prose.head | {"tools": versions}
    body = completed(conditions.chosen(prose.body, facts), facts)
    head = yaml.safe_dump(
        prose.head | _head(facts, version, digest) | {"tools": versions},
        sort_keys=False,
        allow_unicode=True,
        width=1000,
    )
    return f"---\n{head}---\n{PLACE.sub(lambda place: _block(place[1], facts), body)}"


def disagreements(readme: Path, facts: Facts, digest: str) -> list[str]:
    """Every figure of a card that is not what its dataset holds, and all that it lacks or says in no known word."""
    text = readme.read_text("utf-8", errors="replace")
    if "\ufffd" in text:
        return [f"{readme.name}:{text.count(chr(10), 0, text.index(chr(0xFFFD))) + 1}: is not UTF-8"]
    head = HEAD.match(text)
    if not head:
        return [f"{readme.name}:1: has no head in YAML"]
    try:
        file = YamlFile(readme, head[1], first_line=2)
    except PresspackError as error:
        return [f"{readme.name}:{error.line or 1}: {error.message}"]
    data = file.data
    try:
        version = data["configs"][0]["version"]
    except (KeyError, IndexError, TypeError):
        return [f"{readme.name}:1: the head names no config with its version"]
    facts.version, facts.digest, facts.head = version, digest, data
    if faults := [f"{readme.name}:{file.line(name)}: {said}" for name, said in lint.head(data)]:
        return faults
    facts.rule = data.get("splits", split_rule.NONE)
    if split_rule.fault(facts.rule) or any(facts.stray()):
        return [f"{readme.name}:{file.line('splits')}: the articles are not parted as splits in the head says"]
    problems = [
        f"{readme.name}:{file.line(name)}: {name} in the head is not what the data give"
        for name, value in _head(facts, version, digest).items()
        if data.get(name) != value
    ]
    problems += [f"{readme.name}:{line}: {said}" for line, said in lint.sections(text)]
    for place in PLACE.finditer(text):
        line = text.count("\n", 0, place.start()) + 1
        if place[1] not in figures.BLOCKS:
            problems.append(f"{readme.name}:{line}: nothing is measured as {place[1]!r}")
        elif not text.startswith(_block(place[1], facts), place.start()):
            problems.append(f"{readme.name}:{line}: the figures of `{place[1]}` are not what the data give")
    return problems


def completed(body: str, facts: Facts) -> str:
    """The prose, with a place for the fields of each config that it forgets, below those that it has."""
    places = list(PLACE.finditer(body))
    told = [place for place in places if place[1].startswith("fields of ")]
    lost = {config for config in hub.CONFIGS if facts.rows[config]} - {place[1][len("fields of ") :] for place in told}
    if not told or not lost:
        return body
    section = body.find("\n## ", told[-1].end())
    end = len(body) if section < 0 else section
    added = "".join(f"### {name}\n\n<!-- measured: fields of {name} -->\n\n" for name in hub.CONFIGS if name in lost)
    return f"{body[:end].rstrip()}\n\n{added}{body[end:].lstrip()}"


def _block(name: str, facts: Facts) -> str:
    return BLOCK.format(name=name, text=figures.BLOCKS[name](facts))


def _head(facts: Facts, version: str, digest: str) -> dict[str, Any]:
    """The part of the head that follows from the data."""
    rows = facts.rows["articles"]
    languages = sorted(str(code) for code in facts.counts["language"] if code is not None)
    configs, infos = [], []
    for config in hub.CONFIGS:
        if not facts.files[config]:
            continue  # no empty tables in the product
        configs.append(
            {
                "config_name": config,
                **({"default": True} if config == "articles" else {}),
                # both enter the key of the cache of `datasets`, which else would serve an older copy of this folder
                "version": version,
                "description": f"content-sha256:{digest}",
                "data_files": [
                    {"split": split, "path": f"{config}/{split}-*.parquet"} for split in facts.parts[config]
                ],
            }
        )
        unpacked, packed = facts.unpacked[config], facts.bytes[config]
        infos.append(
            {
                "config_name": config,
                "features": hub.listed(config),
                "splits": [
                    {"name": split, "num_bytes": size, "num_examples": many}
                    for split, (many, size) in facts.parts[config].items()
                ],
                "download_size": packed,
                "dataset_size": unpacked,
            }
        )
    return {
        "language": languages,
        "multilinguality": ["multilingual" if len(languages) > 1 else "monolingual"],
        "size_categories": [_size(rows)],
        "configs": configs,
        "dataset_info": infos,
        **({} if facts.rule == split_rule.NONE else {"splits": facts.rule}),
    }


def _size(rows: int) -> str:
    """The Hub's word for a number of rows, such as `1K<n<10K`; the steps are powers of ten."""
    step = len(str(rows)) - len("1000") + 1
    if step < 1:
        return f"n<{STEPS[0]}"
    if step >= len(STEPS):
        return f"n>{STEPS[-1]}"
    return f"{STEPS[step - 1]}<n<{STEPS[step]}"
