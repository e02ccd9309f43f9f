"""The layouts of the project one stands in: each module of `layouts/` ends in a `LAYOUT`."""

import importlib.util
import os
import traceback
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from presspack.article import Article
from presspack.errors import PresspackError, Rejected
from presspack.project import standing
from presspack.project.outlets import Outlets
from presspack.reading.layouts import LAYOUTS
from presspack.reading.layouts.generic import LAYOUT as GENERIC
from presspack.reading.layouts.layout import Layout
from presspack.reading.layouts.record import LAYOUT as RECORD
from presspack.reading.lines import Lines

FOLDER = "layouts"
T = TypeVar("T")


def own() -> tuple[Layout, ...]:
    """The project's layouts, by the names of their modules. Raises PresspackError at the line where one cannot be used."""
    return _own(os.getcwd()) if standing.counts() else ()  # noqa: PTH109 -- asked for every dump


@cache
def _own(project: str) -> tuple[Layout, ...]:
    paths = [path.relative_to(project) for path in modules(Path(project, FOLDER))]
    return tuple(guarded(loaded(path), path) for path in paths)


def modules(folder: Path) -> list[Path]:
    """The modules of a folder of layouts, in the order of their names."""
    return sorted(path for path in folder.glob("*.py") if not path.name.startswith("_"))


def loaded(path: Path) -> Layout:
    """The layout in which a module ends. Raises PresspackError at the line of what is wrong with it."""
    spec = importlib.util.spec_from_file_location(f"{FOLDER}.{path.stem}", path.resolve())
    assert spec is not None  # the name ends in .py
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # whatever a person's Python may raise
        line = getattr(error, "lineno", None) or _line(error, path)
        raise PresspackError(f"the layout cannot be imported: {error}", path, line) from error
    layout = getattr(module, "LAYOUT", None)
    if not isinstance(layout, Layout):
        raise PresspackError("must end in `LAYOUT = Layout(name, matches, parse)`", path)
    if layout.name != path.stem:
        raise PresspackError(f"its layout is called {layout.name!r}: call it {path.stem!r}, as the file", path)
    if layout.name in {known.name for known in (*LAYOUTS, GENERIC, RECORD)}:
        raise PresspackError(f"presspack has a layout {layout.name!r} of its own: choose another name", path)
    return layout


def guarded(layout: Layout, path: Path) -> Layout:
    """A layout whose faults are told of the dump that they come from."""

    def matches(lines: Lines) -> bool:
        return bool(_told(layout.matches, path, lines))

    def parse(lines: Lines, outlets: Outlets) -> Article:
        article = _told(layout.parse, path, lines, outlets)
        if not isinstance(article, Article):
            raise Rejected("layout-failed", None, f"{path}: parse gives {type(article).__name__}, not an Article")
        return article

    return layout._replace(matches=matches, parse=parse)


def _told(work: Callable[..., T], path: Path, *given: Any) -> T:
    try:
        return work(*given)
    except (Rejected, MemoryError):
        raise
    except Exception as error:  # whatever a person's Python may raise
        said = f"{path}:{_line(error, path)}: {type(error).__name__}: {error}"
        raise Rejected("layout-failed", None, said[:300]) from None


def _line(error: Exception, path: Path) -> int | None:
    """The last line of the module that the error went through."""
    whole = str(path.resolve())
    frames = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == whole]
    return frames[-1] if frames else None
