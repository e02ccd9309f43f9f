"""The parameters of a build, from params.yaml."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from presspack.yamlfile import YamlFile


@dataclass(frozen=True, slots=True)
class Params:
    """What a person may set. `workers: 0` means one for each processor."""

    version: str = "0.1.0"
    workers: int = 0
    shards: int = 16
    max_rejected: float = 0.2
    max_dump_bytes: int = 10_000_000

    @property
    def processes(self) -> int:
        """How many processes work side by side."""
        return self.workers or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


RULES: dict[str, tuple[str, Callable[[Any], object]]] = {
    "version": ("a version such as 1.2.3", lambda v: isinstance(v, str) and re.fullmatch(r"\d+\.\d+\.\d+", v)),
    "workers": ("a whole number, 0 for one per processor", lambda v: type(v) is int and 0 <= v <= 1024),
    "shards": ("a whole number from 1 to 65536", lambda v: type(v) is int and 1 <= v <= 65536),
    "max_rejected": ("a share from 0 to 1", lambda v: type(v) in (int, float) and 0 <= v <= 1),
    "max_dump_bytes": ("a number of bytes above 0", lambda v: type(v) is int and v > 0),
}


def load(path: Path) -> Params:
    """Read params.yaml; whatever it leaves out has its default. Raises PresspackError with the line."""
    file = YamlFile(path)
    data = {} if file.data is None else file.data
    if not isinstance(data, dict):
        file.refuse("must be a list of `name: value`, such as `workers: 2`")
    known = [field.name for field in fields(Params)]
    for name, value in data.items():
        if name not in RULES:
            near = get_close_matches(name, known, 1)
            file.refuse(
                f"{name!r} is no parameter: " + (f"did you mean {near[0]!r}?" if near else ", ".join(known)), name
            )
        wanted, holds = RULES[name]
        if not holds(value):
            file.refuse(f"{name} must be {wanted}, not {value!r}", name)
    return Params(**data)
