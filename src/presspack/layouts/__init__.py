"""Every layout we read. To add one: write its module, add its row here, add a dump to tests/dumps."""

from collections.abc import Callable
from typing import NamedTuple

from presspack.article import Article
from presspack.layouts import body, legacy, page, titled
from presspack.lines import Lines
from presspack.outlets import Outlets


class Layout(NamedTuple):
    """A shape of page: how to tell it, and how to read it."""

    name: str
    matches: Callable[[Lines], bool]
    parse: Callable[[Lines, Outlets], Article]


LAYOUTS = (
    Layout("page", page.matches, page.parse),
    Layout("body", body.matches, body.parse),
    Layout("titled", titled.matches, titled.parse),
    Layout("legacy", legacy.matches, legacy.parse),
)

LOOKED_FOR = (
    "a crawl line such as `January 20, 2026` (page), a second line `Date: DD/MM/YYYY | Source: …` (titled, legacy) "
    "or a line `More From <Outlet>` (body)"
)
