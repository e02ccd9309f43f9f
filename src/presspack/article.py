"""What one dump shows: an article with its related items, each value with the line it was read from."""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from presspack.errors import Note


class Record(NamedTuple):
    """What a container says of a dump, beside its bytes."""

    url: str | None = None
    title: str | None = None
    date: str | None = None
    fetched_at: str | None = None
    outlet: str | None = None
    """Its id or label."""
    byline: str | None = None


class Label(NamedTuple):
    """The name of an outlet, as printed on a line."""

    text: str
    line: int


class Item(NamedTuple):
    """A related item: one entry of `More From`."""

    line: int
    title: str | None
    teaser: str
    date: dt.date


@dataclass(slots=True)
class Article:
    """One article, as one dump shows it. Lines are 1-based; a line is None where its value is."""

    layout: str
    url: str | None = None
    """Its address, as its container or, for a saved page, its canonical link gives it."""
    labels: list[Label] = field(default_factory=list)
    title: str | None = None
    title_line: int | None = None
    published_on: dt.date | None = None
    published_on_line: int | None = None
    date_source: str | None = None
    crawled_on: dt.date | None = None
    crawl_source: str | None = None
    crawled_on_line: int | None = None
    byline: str | None = None
    byline_line: int | None = None
    credit: str | None = None
    credit_line: int | None = None
    body: str = ""
    paragraphs: int = 0
    words: int = 0
    body_line: int | None = None
    body_last_line: int | None = None
    related: list[Item] = field(default_factory=list)
    reasons: list[Note] = field(default_factory=list)
    warnings: list[Note] = field(default_factory=list)
    cleaned: Counter[str] = field(default_factory=Counter)
    """How often each rule of `clean.py` changed something."""

    def refuse(self, slug: str, line: int | None, detail: str = "") -> None:
        """Note a reason for rejection and read on, so that all reasons are found."""
        self.reasons.append(Note(slug, line, detail))

    def warn(self, slug: str, line: int | None = None, detail: str = "") -> None:
        """Note something that the reader of the dataset should know."""
        self.warnings.append(Note(slug, line, detail))


def identity(outlet: str, body: str) -> str:
    """The id of an article: 16 hex digits of the SHA-256 of outlet id, newline, and cleaned body without white space."""
    return _id(outlet, _canonical(body))


def identities(outlets: Iterable[str], body: str) -> list[str]:
    """The ids that a body has under each of some outlets."""
    canonical = _canonical(body)
    return [_id(outlet, canonical) for outlet in outlets]


def _canonical(body: str) -> bytes:
    return body.encode().translate(None, b" \n")  # a cleaned body holds no other white space


def _id(outlet: str, canonical: bytes) -> str:
    return hashlib.sha256(outlet.encode() + b"\n" + canonical).hexdigest()[:16]
