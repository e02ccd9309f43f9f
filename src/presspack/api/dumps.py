"""Checking and reading dumps, with the code that `presspack check` runs."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from presspack.api.values import Checked, Outcome, Reading, Reason, Related, StrPath
from presspack.errors import Note, PresspackError

if TYPE_CHECKING:
    from presspack.views.check.finding import Finding

ARTICLE = (
    "id", "outlet", "title", "body", "language", "published_on", "date_source", "crawled_on", "crawl_source", "byline",
    "credit", "paragraphs", "words", "layout",
)  # fmt: skip
NAME = "text"


def check(
    paths: StrPath | Iterable[StrPath],
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    changed_since: str | None = None,
    params: StrPath = "params.yaml",
) -> list[Checked]:
    """Say of each dump whether a build would publish it, and if not, why.

    This is `presspack check`. The settings that presspack.toml or pyproject.toml has for it count here too.

    Args:
        paths: A file, a folder or a pattern such as `seeds/*/*.txt`, or several of them.
        select: The rules to look for; none named means all.
        ignore: The rules to leave out of `reasons` and `warnings`.
        changed_since: A git revision: only files that are new or changed after it.
        params: The parameters of the build. Where there is no params.yaml, the defaults count.

    Returns:
        One result for each dump, sorted by path. A container gives one for each dump in it.

    Raises:
        PresspackError: No path is given, one is not there or holds no dump, a rule is unknown, params.yaml or a contract
            is broken, or git cannot tell what is new.

    Example:
        >>> import presspack
        >>> for dump in presspack.check("seeds/sample/rejected/february-31.txt"):
        ...     print(dump.outcome, [(reason.rule, reason.line, reason.detail) for reason in dump.reasons])
        rejected [('invalid-date', 6, '31/02/2024')]
    """
    from presspack.project.params import found
    from presspack.views.check.places import STDIN
    from presspack.views.check.run import Asked, report

    asked = [os.fspath(path) for path in ([paths] if isinstance(paths, str | os.PathLike) else paths)]
    if not asked:
        raise PresspackError("no path is given: name a file, a folder or a pattern")
    named = [os.path.join(os.curdir, path) if path == STDIN else path for path in asked]  # noqa: PTH118 -- a Path has no ./
    said = report(
        Asked(named, changed_since=changed_since, select=select, ignore=ignore), found(Path(params)), _nothing
    )
    return [
        Checked(
            one.path,
            cast(Outcome, one.outcome),
            *_told(one),
            dump=one.dump,
            duplicate_of=one.duplicate_of,
            outlet=one.outlet,
        )
        for one in said.findings
    ]


def read(
    text: str | bytes,
    *,
    url: str | None = None,
    title: str | None = None,
    date: str | None = None,
    fetched_at: str | None = None,
    outlet: str | None = None,
    byline: str | None = None,
    params: StrPath = "params.yaml",
) -> Reading:
    """Read the article of one dump, as a build would.

    All but the text is what a table of dumps would have in a column beside it: it fills what the page leaves out, and
    is held against the rest. For many dumps `check` is quicker.

    Args:
        text: The page, as text or HTML. Bytes are decoded as those of a file.
        url: Where the page was fetched.
        title: Its title.
        date: The day it was published, as people write days.
        fetched_at: When it was fetched.
        outlet: The id or the label of its outlet.
        byline: Who wrote it.
        params: The parameters of the build. Where there is no params.yaml, the defaults count.

    Returns:
        The outcome, the reasons and warnings, and the fields of the article.

    Raises:
        PresspackError: params.yaml or a contract is broken, or the page holds the items of a whole day.

    Example:
        >>> from pathlib import Path
        >>> import presspack
        >>> page = presspack.read(Path("seeds/sample/page/ferry-timetable.txt").read_bytes())
        >>> page.outcome, page.outlet, str(page.published_on), page.words
        ('published', 'sample-courier', '2024-07-10', 113)
        >>> [reason.rule for reason in presspack.read("Some words.").reasons]
        ['no-layout']
    """
    from presspack.article import Record
    from presspack.project.params import found
    from presspack.views.check import parsed, rows_of, told
    from presspack.views.check.places import given

    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    record = Record(url, title, date, fetched_at, outlet, byline)
    rows = list(rows_of(given(NAME, data), found(Path(params)), record))
    if len(rows) != 1:
        raise PresspackError(f"the page holds {len(rows)} items of a day: write it to a file, and check that")
    tables = parsed(rows)
    (finding,) = told(tables)
    said = Reading(cast(Outcome, finding.outcome), *_told(finding))
    if not len(tables.articles):
        return said
    article = tables.articles.select(ARTICLE).row(0, named=True)
    related = tables.related.sort("position").select("title", "teaser", "date").iter_rows()
    return Reading(
        said.outcome, said.reasons, said.warnings, **article, related=tuple(Related(*item) for item in related)
    )


def _nothing(_: int) -> bytes:
    """No standard input: a program gives paths."""
    return b""


def _told(finding: "Finding") -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """The reasons and the warnings, by line."""
    reasons, warnings = (
        tuple(map(_reason, sorted(notes, key=lambda note: (note.line or 0, note.slug))))
        for notes in (finding.reasons, finding.warnings)
    )
    return reasons, warnings


def _reason(note: Note) -> Reason:
    from presspack.project.rules import rules

    return Reason(note.slug, note.line, note.detail, rules()[note.slug].meaning)
