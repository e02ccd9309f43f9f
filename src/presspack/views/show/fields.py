"""What there is to say of an article in a panel beside its dump: each value with where it was read."""

from collections.abc import Iterator
from typing import NamedTuple

from presspack.article import Article, Record, identity
from presspack.project.contracts import schemas
from presspack.views.show import Seen


class Field(NamedTuple):
    """One value: its name, the value (None where the dump gives none), and where it was read; numbers there are of lines."""

    name: str
    value: str | None
    place: tuple[str | int, ...] = ()


def dump_fields(seen: Seen) -> Iterator[Field]:
    """What a dump is, whether or not it could be read."""
    row = seen.row
    yield Field("sha256", row.dump)
    yield Field("size", None if row.size is None else f"{row.size:,} bytes")
    yield Field("encoding", row.encoding)
    for name in Record._fields:
        if value := getattr(row, name):
            yield Field(f"record {name}", value, ("its container",))


def article_fields(seen: Seen) -> Iterator[Field]:
    """What was read from a dump, in the words of the dataset; nothing where no layout fitted."""
    article = seen.traced.article
    if article is None:
        return
    from presspack.reading.language import language

    if seen.traced.outcome == "published":
        yield Field("id", identity(seen.traced.outlet or "", article.body), ("of outlet and body",))
    yield Field("layout", article.layout, ("told by the shape",))
    yield _outlet(seen.traced.outlet, article)
    yield _field("title", article.title, article.title_line, None if article.title_line else "record")
    for name, line, source in (
        ("published_on", article.published_on_line, article.date_source),
        ("crawled_on", article.crawled_on_line, article.crawl_source),
    ):
        yield _field(name, getattr(article, name), None if source == "record" else line, source)
    yield _field("byline", article.byline, article.byline_line)
    yield _field("credit", article.credit, article.credit_line)
    spoken = language(article.body)
    yield Field("language", spoken, ("told from the body",) if spoken else ())
    said = f"{_many(article.paragraphs, 'paragraph')}, {_many(article.words, 'word')}" if article.body else None
    yield _field("body", said, article.body_line, None, article.body_last_line)
    items = article.related
    yield _field("related", _many(len(items), "item") if items else None, items[0].line if items else None)
    rules = ", ".join(f"{rule} {times:,}" for rule, times in sorted(article.cleaned.items()))
    yield Field("cleaning", rules or None)


def _outlet(outlet: str | None, article: Article) -> Field:
    """The outlet by its id, where it is known, else its labels; and every line that tells it."""
    labels = " / ".join(dict.fromkeys(label.text for label in article.labels))
    lines = list(dict.fromkeys(label.line for label in article.labels))
    place = [part for line in lines for part in (", ", line)][1:]
    named = "line " if len(lines) == 1 else "lines "
    return Field(
        "outlet", outlet if outlet in schemas().OUTLETS.by_id else labels or None, (named, *place) if lines else ()
    )


def _field(name: str, value: object, line: int | None, source: str | None = None, last: int | None = None) -> Field:
    """A value with the line, or the lines, that it was read from."""
    if value is None:
        return Field(name, None)
    place: list[str | int] = [] if source is None else [source]
    if line is not None:
        place += [", "] if place else []
        place += ["line ", line] if last in (None, line) else ["lines ", line, " to ", last or line]
    return Field(name, str(value), tuple(place))


def _many(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
