"""One dump as a page: the article beside it where the window is wide, below it where it is not."""

from collections.abc import Iterable, Iterator

from presspack.views.show import Seen
from presspack.views.show.fields import Field, article_fields, dump_fields
from presspack.views.show.fold import cut, paragraphs
from presspack.views.show.hexdump import hexdump
from presspack.views.show.lines import STYLE as LINES
from presspack.views.show.lines import dump, note
from presspack.views.trace import ROLES
from presspack.writing.html import Html, joined, tag
from presspack.writing.page import document as whole
from presspack.writing.tags import preformatted

ANCHOR = "L"
STYLE = """\
.outcome { display: inline-block; padding: .1rem .6rem; border-radius: 1rem; border: 2px solid currentColor; font-weight: 700; }
.outcome.published { color: var(--good); } .outcome.rejected { color: var(--bad); }
.said { margin: 0 0 1rem; }
.both { display: grid; gap: 1.5rem; }
.both > * { min-width: 0; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .1rem .9rem; margin: 0; font-size: .9rem; }
dt { color: var(--muted); } dd { margin: 0; overflow-wrap: anywhere; }
dd .place { color: var(--muted); font-size: .85em; }
.article p { margin: .5rem 0; overflow-wrap: anywhere; }
.words { border-left: 5px solid var(--body); padding-left: .75rem; margin-top: 1rem; }
pre { overflow-x: auto; font-size: .85rem; padding: .75rem; background: var(--raised); border: 1px solid var(--edge); border-radius: 6px; }
details { margin: 1rem 0; font-size: .9rem; } summary { cursor: pointer; }
@media (min-width: 70rem) {
  .both { grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); align-items: start; }
  .article { position: sticky; top: 0; max-height: 100vh; overflow-y: auto; padding-bottom: 1rem; }
}
@media print { .both { display: block; } .article { position: static; max-height: none; overflow: visible; } }
"""


def document(seen: Seen) -> Html:
    """The page. What the dump, its path or its record says is in it as text and nothing else."""
    return whole(f"{seen.row.path}: {seen.traced.outcome}", joined(_body(seen)), style=LINES + STYLE)


def _body(seen: Seen) -> Iterator[Html]:
    traced = seen.traced
    yield tag("h1", tag("bdi", seen.row.path))
    counts = ", ".join(
        f"{len(notes)} {kind}{'' if len(notes) == 1 else 's'}"
        for kind, notes in (("reason", traced.reasons), ("warning", traced.warnings))
        if notes
    )
    outcome = f"{'✗' if traced.reasons else '✓'} {traced.outcome}"
    yield tag("p", tag("span", outcome, class_=f"outcome {traced.outcome}"), " ", counts, class_="said")
    if seen.beside:
        yield tag("p", tag("bdi", seen.beside))
    for said in (*traced.reasons, *traced.warnings):
        yield note(said, joined([_link(said.line, f"line {said.line}"), " "]) if said.line and traced.lines else "")
    lines, article = tag("h2", "The dump, line by line", id="lines"), tag("h2", "What was read from it", id="read")
    yield tag(
        "div",
        tag("section", lines, *_lines(seen), aria_labelledby="lines"),
        tag("section", article, *_read(seen), class_="article", aria_labelledby="read", tabindex=0),
        class_="both",
    )


def _lines(seen: Seen) -> Iterator[Html]:
    """The dump: its lines, or the first bytes of what is no text."""
    if seen.traced.lines:
        yield dump(seen.traced, anchor=ANCHOR)
        words = (tag("dt", role.word) + tag("dd", role.meaning) for role in ROLES.values())
        yield tag("details", tag("summary", "What these words mean"), tag("dl", *words))
    elif seen.head:
        yield preformatted(hexdump(seen.head))
    else:
        yield tag("p", "There is nothing in it to show.")


def _read(seen: Seen) -> Iterator[Html]:
    """What is known of the dump, and its article."""
    yield from _fields("The dump", dump_fields(seen))
    if seen.traced.article is None:
        yield tag("p", "No article: no layout could read it.")
        return
    yield from _fields("The article", article_fields(seen))
    shown, rest = paragraphs(seen.traced.article.body)
    words = [tag("p", "".join(cut(paragraph)), dir="auto") for paragraph in shown]
    yield tag("div", *words, *([tag("p", rest, class_="place")] if rest else []), class_="words")


def _fields(title: str, fields: Iterable[Field]) -> Iterator[Html]:
    yield tag("h3", title)
    yield tag("dl", *(tag("dt", field.name) + tag("dd", *_value(field)) for field in fields))


def _value(field: Field) -> Iterator[str]:
    """A value, and where it was read."""
    yield tag("span", "none", class_="place") if field.value is None else tag("bdi", field.value)
    if field.place:
        place = (_link(part, str(part)) if isinstance(part, int) else part for part in field.place)
        yield " "
        yield tag("span", "(", *place, ")", class_="place")


def _link(line: int, words: str) -> Html:
    """A link to a line of the dump."""
    return tag("a", words, href=f"#{ANCHOR}{line}")
