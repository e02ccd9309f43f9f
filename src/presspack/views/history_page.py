"""What a page said before, as a page of its own: its texts along a line of time, and the words that changed."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from presspack.views.history import NOISE, Told, changed, seen
from presspack.writing.html import Html, joined, tag
from presspack.writing.page import document as whole
from presspack.writing.visible import counted

STYLE = """\
.times { list-style: none; margin: .5rem 0 0; padding: 0 0 0 1.25rem; border-left: 3px solid var(--edge); max-width: 60rem; }
.times > li { position: relative; margin: 0 0 1.5rem; }
.times > li::before { content: ""; position: absolute; left: -1.75rem; top: .35rem; width: .8rem; height: .8rem;
  border-radius: 50%; background: var(--link); border: 2px solid var(--back); }
.times > .gone::before { background: var(--bad); }
.times h3 { margin: 0; } .when, .kind { margin: 0; color: var(--muted); font-size: .9rem; }
.edit { margin: .75rem 0; padding: .5rem .75rem; background: var(--raised); border: 1px solid var(--edge); border-radius: 6px; }
.edit p { margin: .25rem 0; overflow-wrap: anywhere; unicode-bidi: isolate; }
del { color: var(--bad); background: var(--bad-back); } ins { color: var(--good); font-weight: 600; }
.names { font-weight: 600; }
"""


def document(what: str, pages: Iterable[Told]) -> Html:
    """The page. What is in texts, titles and addresses is in it as text and nothing else."""
    return whole(f"{what}: history", joined(part for told in pages for part in _page(told)), style=STYLE)


def _page(told: Told) -> Iterator[Html]:
    yield tag("h1", tag("bdi", told.page))
    yield tag("p", f"{told.outlet}: {counted(len(told.texts), 'text')}", class_="when")
    items = [tag("li", *_text(text, edits)) for text, edits in zip(told.texts, told.edits, strict=True)]
    if told.lost:
        items.append(tag("li", tag("h3", told.lost), class_="gone"))
    yield tag("ol", *items, class_="times", role="list")


def _text(text: dict[str, Any], edits: list[dict[str, Any]]) -> Iterator[Html]:
    yield tag("h3", f"Text {text['version']} ", tag("code", text["article"]))
    yield tag("p", seen(text), class_="when")
    if said := changed(text):
        yield tag("p", said, class_="when")
    yield from (_edit(edit) for edit in edits if edit["kind"] != NOISE)
    if noise := sum(edit["kind"] == NOISE for edit in edits):
        yield tag("p", f"{counted(noise, 'difference')} of quotation marks, dashes, spaces and the like", class_="when")


def _edit(edit: dict[str, Any]) -> Html:
    """One difference; what is no longer there is struck, what is new stands out."""
    place = edit["new_position"] or edit["old_position"]
    where = f"{edit['field']} {place}" if place else edit["field"]
    names = [
        tag("p", f"{said}: ", tag("bdi", ", ".join(edit[side])), class_="names")
        for said, side in (("Names gone", "names_removed"), ("Names new", "names_added"))
        if edit[side]
    ]
    sides = (("del", "old", "new"), ("ins", "new", "old"))
    lines = [
        _marked(edit[side], edit[f"{side}_spans"], mark, whole=edit[other] is None)
        for mark, side, other in sides
        if edit[side] is not None
    ]
    return tag(
        "div", tag("p", f"{where}: {edit['operation']}, {edit['kind']}", class_="kind"), *names, *lines, class_="edit"
    )


def _marked(text: str, spans: list[int], mark: str, *, whole: bool) -> Html:
    """A sentence with its changed places marked; all of it, where there is nothing on the other side."""
    if whole:
        return tag("p", tag(mark, text))
    ends = [0, *spans, len(text)]
    return tag("p", *(tag(mark, text[i:j]) if n % 2 else text[i:j] for n, (i, j) in enumerate(pairwise(ends))))
