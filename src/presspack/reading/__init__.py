"""From the bytes of a file to an article.

The names here are what the layouts of a project (`layouts/`) may import from presspack. They stay when modules move.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from presspack.article import Article, Label, Record
    from presspack.project.outlets import Outlets
    from presspack.reading.clean import clean
    from presspack.reading.html.markup import Page
    from presspack.reading.layouts.layout import Layout
    from presspack.reading.layouts.site import read_title, set_crawl, set_date
    from presspack.reading.lines import Lines
    from presspack.reading.prose import read_body
    from presspack.reading.recorddates import record_date

__all__ = [
    "Article", "Label", "Layout", "Lines", "Outlets", "Page", "Record",
    "clean", "read_body", "read_title", "record_date", "set_crawl", "set_date",
]  # fmt: skip

WHERE = {
    "article": ("Article", "Label", "Record"),
    "project.outlets": ("Outlets",),
    "reading.clean": ("clean",),
    "reading.html.markup": ("Page",),
    "reading.layouts.layout": ("Layout",),
    "reading.layouts.site": ("read_title", "set_crawl", "set_date"),
    "reading.lines": ("Lines",),
    "reading.prose": ("read_body",),
    "reading.recorddates": ("record_date",),
}


def __getattr__(name: str) -> Any:
    """Import a name when it is first asked for: most modules of this package need none of them."""
    for module, names in WHERE.items():
        if name in names:
            return getattr(import_module(f"presspack.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
