"""presspack: raw dumps of scraped news in, a validated, versioned, citable dataset out."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from presspack.api import Built, Checked, PresspackError, Reading, Reason, Related, build, check, load, read, verify

__version__ = "0.1.0"
__all__ = [
    "Built",
    "Checked",
    "PresspackError",
    "Reading",
    "Reason",
    "Related",
    "build",
    "check",
    "load",
    "read",
    "verify",
]


def __getattr__(name: str) -> Any:
    """Import a name when it is first asked for: every command imports this package, none needs its functions."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module("presspack.api"), name)  # by its name: no stage depends on what is there


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
