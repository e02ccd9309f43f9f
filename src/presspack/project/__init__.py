"""What a person writes: params.yaml, schemas/, outlets.yaml, reasons.yaml, withdrawn.yaml, refused at the line.

The names here are what the contracts of a project (`schemas/`) may import from presspack. They stay when modules move.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from presspack.project.outlets import load as load_outlets
    from presspack.project.rules import REASONS, WARNINGS, reasons

__all__ = ["REASONS", "WARNINGS", "load_outlets", "reasons"]


def __getattr__(name: str) -> Any:
    """Import a name when it is first asked for: every command imports this package, few need all of it."""
    if name == "load_outlets":
        from presspack.project.outlets import load

        return load
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from presspack.project import rules

    return getattr(rules, name)
