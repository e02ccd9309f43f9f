"""What the functions give."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Literal

StrPath = str | PathLike[str]
Outcome = Literal["published", "duplicate", "rejected"]


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason why a dump is rejected, or a warning that it is published with.

    Attributes:
        rule: Its slug, such as `invalid-date`: see [rules.md](rules.md).
        line: The line of the dump that it points to, from 1 on; None where no line does.
        detail: The offending value, or an empty text.
        meaning: What the rule says, in a few words.
    """

    rule: str
    line: int | None
    detail: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What would become of one dump.

    Attributes:
        path: Its file; for a dump in a container, with the member: `pages.zip!/a.txt`.
        outcome: `published`, `duplicate` or `rejected`, also where its reasons are ignored.
        reasons: Why it is rejected, by line, without what is ignored.
        warnings: What the reader of the dataset should know.
        dump: The SHA-256 of its bytes; None where they could not be read.
        duplicate_of: The path of the first dump with the same bytes, for a duplicate.
        outlet: The id of its outlet; None where it is rejected.
    """

    path: str
    outcome: Outcome
    reasons: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()
    dump: str | None = None
    duplicate_of: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Related:
    """An item that a page lists as further reading.

    Attributes:
        title: Its title, if it shows one.
        teaser: The beginning of its text.
        date: Its day.
    """

    title: str | None
    teaser: str
    date: dt.date


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from one dump. The fields of the article are those of the dataset, and None where it is rejected.

    Attributes:
        outcome: `published` or `rejected`.
        reasons: Why it is rejected, by line.
        warnings: What the reader of the dataset should know.
        id: The id of the article, by its outlet and body.
        outlet: The id of its outlet.
        title: Its title.
        body: Its paragraphs, separated by a blank line.
        language: The language of the body, such as `en`.
        published_on: The day it was published.
        date_source: Where that day was read.
        crawled_on: The day of the crawl.
        crawl_source: Where that day was read.
        byline: Who wrote it.
        credit: Who is named as its source.
        paragraphs: How many paragraphs the body has.
        words: How many words the body has.
        layout: The layout that read it.
        related: What the page lists as further reading.
    """

    outcome: Outcome
    reasons: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()
    id: str | None = None
    outlet: str | None = None
    title: str | None = None
    body: str | None = None
    language: str | None = None
    published_on: dt.date | None = None
    date_source: str | None = None
    crawled_on: dt.date | None = None
    crawl_source: str | None = None
    byline: str | None = None
    credit: str | None = None
    paragraphs: int | None = None
    words: int | None = None
    layout: str | None = None
    related: tuple[Related, ...] = ()


@dataclass(frozen=True, slots=True)
class Built:
    """What a build has put in place.

    Attributes:
        dataset: The folder of the dataset.
        version: Its version, from params.yaml.
        outcomes: How many dumps became what, such as `{"published": 51, "rejected": 12}`.
        rows: How many rows each config has.
    """

    dataset: Path
    version: str
    outcomes: Mapping[str, int]
    rows: Mapping[str, int]
