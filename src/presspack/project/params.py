"""The parameters of a build, from params.yaml."""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from presspack.project import split_rule
from presspack.project.limits import Limits
from presspack.project.yamlfile import YamlFile

FILE = Path("params.yaml")
COLUMNS = {
    "text": ["text", "html", "content", "body", "story_text", "article"],
    "url": ["url", "link"],
    "title": ["title", "headline"],
    "date": ["date", "published", "published_on", "published_at", "datePublished", "timestamp"],
    "fetched_at": ["fetched_at", "crawled_at", "retrieved_at"],
    "outlet": ["outlet", "source"],
    "byline": ["byline", "author"],
}
TAG_PREFIX = re.compile(
    r"(?:[A-Za-z]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z-])?"
)  # a tag of the Hub has these, and its numbers begin behind
COLUMNS_SAID = f"a list of names for any of {', '.join(COLUMNS)}"


@dataclass(frozen=True)
class Params:
    """What a person may set. `workers: 0` means one for each processor."""

    version: str = "0.1.0"
    workers: int = 0
    shards: int = 16
    max_rejected: float = 0.2
    max_dump_bytes: int = 10_000_000
    max_ratio: int = 100
    nesting: int = 2
    columns: Mapping[str, Sequence[str]] = field(default_factory=lambda: COLUMNS)
    outlets: Mapping[str, str] = field(default_factory=dict)
    story_threshold: float = 0.6
    story_words: int = 5
    story_permutations: int = 128
    story_days: int = 31
    splits: split_rule.Rule = split_rule.NONE
    tag_prefix: str = "v"

    @property
    def limits(self) -> Limits:
        """What is read of dumps and containers."""
        columns = tuple((name, tuple(self.columns.get(name, wanted))) for name, wanted in COLUMNS.items())
        return Limits(self.max_dump_bytes, self.max_ratio, self.nesting, columns, tuple(self.outlets.items()))

    @property
    def processes(self) -> int:
        """How many processes work side by side."""
        return self.workers or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _are_texts(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) and text for pair in value.items() for text in pair)


def _are_names(column: tuple[Any, Any]) -> bool:
    return column[0] in COLUMNS and isinstance(column[1], list) and all(isinstance(name, str) for name in column[1])


RULES: dict[str, tuple[str, Callable[[Any], object]]] = {
    "version": ("a version such as 1.2.3", lambda v: isinstance(v, str) and re.fullmatch(r"\d+\.\d+\.\d+", v)),
    "workers": ("a whole number, 0 for one per processor", lambda v: type(v) is int and 0 <= v <= 1024),
    "shards": ("a whole number from 1 to 65536", lambda v: type(v) is int and 1 <= v <= 65536),
    "max_rejected": ("a share from 0 to 1", lambda v: type(v) in (int, float) and 0 <= v <= 1),
    "max_dump_bytes": ("a number of bytes above 0", lambda v: type(v) is int and v > 0),
    "max_ratio": ("a whole number from 2 on", lambda v: type(v) is int and v >= 2),
    "nesting": ("a whole number from 0 to 10", lambda v: type(v) is int and 0 <= v <= 10),
    "columns": (COLUMNS_SAID, lambda v: isinstance(v, dict) and all(map(_are_names, v.items()))),
    "outlets": ('outlets by pattern of path, such as {"herald/**": herald}', _are_texts),
    "story_threshold": ("a share above 0 and up to 1", lambda v: type(v) in (int, float) and 0 < v <= 1),
    "story_words": ("a whole number from 1 to 20", lambda v: type(v) is int and 1 <= v <= 20),
    "story_permutations": ("a multiple of 4 from 4 to 1024", lambda v: type(v) is int and v in range(4, 1025, 4)),
    "story_days": ("a number of days, 0 or more", lambda v: type(v) is int and v >= 0),
    "splits": (split_rule.SAID, lambda v: split_rule.fault(v) is None),
    "tag_prefix": (
        "letters, digits and -, as in v or dataset-v",
        lambda v: isinstance(v, str) and TAG_PREFIX.fullmatch(v),
    ),
}


def found(path: Path) -> Params:
    """The parameters of the build; the defaults where there is no file, and none was named: dumps may be anywhere."""
    return load(path) if path.exists() or path != FILE else Params()


def load(path: Path) -> Params:
    """Read params.yaml; whatever it leaves out has its default. Raises PresspackError with the line."""
    file = YamlFile(path)
    data = {} if file.data is None else file.data
    if not isinstance(data, dict):
        file.refuse("must be a list of `name: value`, such as `workers: 2`")
    known = [parameter.name for parameter in fields(Params)]
    for name, value in data.items():
        if name not in RULES:
            near = get_close_matches(name, known, 1)
            file.refuse(
                f"{name!r} is no parameter: " + (f"did you mean {near[0]!r}?" if near else ", ".join(known)), name
            )
        if name == "splits" and (fault := split_rule.fault(value)) and fault[0]:
            file.refuse(f"splits.{fault[0]} must be {fault[1]}, not {value[fault[0]]!r}", name, fault[0])
        wanted, holds = RULES[name]
        if not holds(value):
            file.refuse(f"{name} must be {wanted}, not {value!r}", name)
    return Params(**data)
