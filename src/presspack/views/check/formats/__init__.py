"""The formats in which `check` reports, each a module with `render`; `views.FORMATS` lists them."""

from collections.abc import Callable, Iterable
from importlib import import_module

from presspack.views.check.finding import Report


def renderer(name: str) -> Callable[[Report], Iterable[str]]:
    """What renders a report in the format of this name."""
    render: Callable[[Report], Iterable[str]] = import_module(f"{__name__}.{name}").render
    return render
