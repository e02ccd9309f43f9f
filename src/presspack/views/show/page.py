"""One dump as a page: the article beside it where the window is wide, below it where it is not."""

from collections.abc import Iterable, Iterator

from presspack.views.show import Seen
from presspack.views.show.fields import Field, article_fields, dump_fields
from presspack.views.show.fold import cut, paragraphs
from presspack.views.show.hexdump import hexdump
from presspack.views.show.lines import STYLE as LINES
from presspack.views.show.lines import dump, note
from presspack.views.trace import ROLES
from presspack.writing.html import document as whole
from presspack.writing.html import text

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


def document(seen: Seen) -> str:
    """The page. What stands in the dump, in its path or in its record is in it as text and nothing else."""
    return whole(f"{seen.row.path}: {seen.traced.outcome}", "\n".join(_body(seen)), style=LINES + STYLE)


def _body(seen: Seen) -> Iterator[str]:
    traced = seen.traced
    yield f"<h1><bdi>{text(seen.row.path)}</bdi></h1>"
    counts = [
        f"{len(notes)} {kind}{'' if len(notes) == 1 else 's'}"
        for kind, notes in (("reason", traced.reasons), ("warning", traced.warnings))
        if notes
    ]
    sign = "✗" if traced.reasons else "✓"
    yield f'<p class="said"><span class="outcome {traced.outcome}">{sign} {traced.outcome}</span> {", ".join(counts)}</p>'
    if seen.beside:
        yield f"<p><bdi>{text(seen.beside)}</bdi></p>"
    for said in (*traced.reasons, *traced.warnings):
        yield note(said, _link(said.line) if said.line and traced.lines else "")
    yield '<div class="both">'
    yield '<section aria-labelledby="lines"><h2 id="lines">The dump, line by line</h2>'
    if traced.lines:
        yield dump(traced, anchor=ANCHOR)
        yield from _words()
    else:
        yield (
            f'<pre tabindex="0">{_hexdump(seen.head)}</pre>' if seen.head else "<p>There is nothing in it to show.</p>"
        )
    yield '</section><section class="article" aria-labelledby="read" tabindex="0"><h2 id="read">What was read from it</h2>'
    yield from _fields("The dump", dump_fields(seen))
    if traced.article is not None:
        yield from _fields("The article", article_fields(seen))
        shown, rest = paragraphs(traced.article.body)
        yield '<div class="words">'
        yield from (f'<p dir="auto">{text("".join(cut(paragraph)))}</p>' for paragraph in shown)
        yield f'<p class="place">{rest}</p></div>' if rest else "</div>"
    else:
        yield "<p>No article: no layout could read it.</p>"
    yield "</section></div>"


def _hexdump(head: bytes) -> str:
    """The first bytes of what is no text."""
    return "\n".join(map(text, hexdump(head)))


def _words() -> Iterator[str]:
    """What the words for what a line became mean."""
    yield "<details><summary>What these words mean</summary><dl>"
    yield from (f"<dt>{role.word}</dt><dd>{text(role.meaning)}</dd>" for role in ROLES.values())
    yield "</dl></details>"


def _fields(title: str, fields: Iterable[Field]) -> Iterator[str]:
    yield f"<h3>{title}</h3><dl>"
    for name, value, place in fields:
        said = '<span class="place">none</span>' if value is None else f"<bdi>{text(value)}</bdi>"
        told = "".join(_link(part, str(part)) if isinstance(part, int) else text(part) for part in place)
        yield f"<dt>{text(name)}</dt><dd>{said}" + (f' <span class="place">({told})</span>' if told else "") + "</dd>"
    yield "</dl>"


def _link(line: int, words: str = "") -> str:
    """A link to a line of the dump."""
    return f'<a href="#{ANCHOR}{line}">{words or f"line {line}"}</a> '.rstrip(" " if words else "")
