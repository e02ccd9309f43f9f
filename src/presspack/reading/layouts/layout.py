"""What a layout is."""

from collections.abc import Callable
from typing import NamedTuple

from presspack.article import Article
from presspack.project.outlets import Outlets
from presspack.reading.lines import Lines


class Layout(NamedTuple):
    """A shape of page: how to know it, and how to read it. Each layout's module ends with its own."""

    name: str
    matches: Callable[[Lines], bool]
    """Whether a page is of this shape. It has a line at least."""
    parse: Callable[[Lines, Outlets], Article]
    mark: str | None = None
    """What its pages show, for the message to whoever has a page that no layout claims."""
    start: Callable[[Lines], int | None] | None = None
    """Where the header of its pages begins, wherever it stands: an index, or None where there is none."""
    open_end: bool = False
    """Whether nothing marks the end of the text."""
    site: str | None = None
    """The host of the outlet's own site, all of whose articles this layout claims."""
