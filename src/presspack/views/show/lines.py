"""The lines of a dump in a page: a list that needs no script, each line with its number, what it became, its text."""

from collections.abc import Iterator

from presspack.errors import Note
from presspack.project.rules import rules
from presspack.views.check.finding import LONGEST as LONGEST_DETAIL
from presspack.views.show.fold import Gap, cut, folded
from presspack.views.trace import ROLES, Line, Traced, is_reason
from presspack.views.trace.roles import OFFENDING
from presspack.writing.html import Html, joined, tag

SIGNS = {"error": "✗", "warning": "!"}
STYLE = """\
.dump { list-style: none; margin: 0; padding: 0; font-size: .9rem; border: 1px solid var(--edge); border-radius: 6px;
  overflow: hidden; }
.dump > li { display: grid; grid-template-columns: 3.5rem 7.5rem minmax(0, 1fr); column-gap: .75rem;
  align-items: baseline; padding: .1rem .5rem .1rem 0; border-left: 5px solid var(--role, transparent); }
.dump .n { text-align: right; color: var(--muted); font-variant-numeric: tabular-nums; }
.dump .role { color: var(--role, var(--muted)); font-size: .8rem; line-height: 1.7; }
.dump .t { white-space: pre-wrap; overflow-wrap: anywhere; overflow: clip; overflow-clip-margin: .2em; min-width: 0;
  unicode-bidi: isolate; }
.dump .blank { line-height: 1; font-size: .75rem; }
.dump .blank .role { font-size: inherit; line-height: inherit; }
.dump .dropped .t, .dump .markup .t { color: var(--muted); }
.dump .title .t { font-weight: 600; }
.dump .error { background: var(--bad-back); }
.dump .warning { background: var(--doubt-back); }
.dump .error .role b { color: var(--bad); }
.dump .warning .role b { color: var(--doubt); }
.dump .gap { display: block; padding: .3rem 1rem; color: var(--muted); background: var(--raised); font-style: italic;
  text-align: center; }
.dump > li:target { outline: 3px solid var(--link); outline-offset: -3px; }
.note { margin: .15rem 0 .3rem; padding-left: .75rem; border-left: 3px solid currentColor; color: var(--bad); }
.note.w { color: var(--doubt); }
.note q { color: var(--front); quotes: "(" ")"; }
.dump .note { grid-column: 3; }
.crawl-date { --role: var(--crawl-date); } .outlet { --role: var(--outlet); } .date { --role: var(--date); }
.title { --role: var(--title); } .body { --role: var(--body); } .byline { --role: var(--byline); }
.credit { --role: var(--credit); } .related { --role: var(--related); }
@media (max-width: 40rem) {
  .dump > li { grid-template-columns: 2.5rem minmax(0, 1fr); }
  .dump .role { grid-column: 2; line-height: 1.3; }
  .dump .t, .dump .note { grid-column: 2; }
}
@media print { .dump { border: 0; } .dump > li { break-inside: avoid; } .dump .error, .dump .warning { border-left-style: double; } }
"""


def dump(traced: Traced, around: int | None = None, anchor: str = "") -> Html:
    """The lines as HTML; give `STYLE` to the page. `around` keeps only so many lines about each that a note points to.

    With `anchor`, each line can be linked to: `anchor` and its number. Nothing in it runs or loads.
    """
    items = (_gap(line) if isinstance(line, Gap) else _line(line, anchor) for line in folded(traced.lines, around))
    return tag("ol", *items, class_="dump", role="list")


def note(said: Note, place: str = "") -> Html:
    """One reason or warning, with its meaning and the offending value; `place` stands before it."""
    reason = is_reason(said)
    sign, kind = (SIGNS["error"], "note") if reason else (SIGNS["warning"], "note w")
    slug = said.slug if reason else f"warning: {said.slug}"
    detail = said.detail if len(said.detail) <= LONGEST_DETAIL else said.detail[:LONGEST_DETAIL] + "…"
    value = (" ", tag("q", tag("bdi", detail))) if detail else ()
    return tag("p", sign, " ", place, tag("b", slug), ": ", rules()[said.slug].meaning, *value, class_=kind)


def _line(line: Line, anchor: str) -> Html:
    names = [role for role in line.roles if role != OFFENDING]
    shown, rest = cut(line.text)
    return tag(
        "li",
        tag("span", line.number, class_="n"),
        " ",
        tag("span", joined(_words(line), ", "), class_="role"),
        " ",
        tag("bdi", shown, *((" ", tag("span", rest, class_="role")) if rest else ()), class_="t"),
        *map(note, line.notes),
        class_=" ".join([*names[:1], *([line.level] if line.level else [])]),
        id=f"{anchor}{line.number}" if anchor else None,
    )


def _words(line: Line) -> Iterator[str]:
    """What a line became, in words; the sign and the word of what offends come first."""
    if line.level:
        yield tag("b", f"{SIGNS[line.level]} {ROLES[OFFENDING].word if line.level == 'error' else 'warning'}")
    yield from (ROLES[role].word for role in line.roles if role != OFFENDING)


def _gap(gap: Gap) -> Html:
    return tag("li", gap.said(), class_="gap")
