"""A dump as lines for a terminal or a pipe: what became of each line, reasons where they point to, the article beside it."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from presspack.errors import Note
from presspack.views.check.finding import meaning
from presspack.views.show import Seen
from presspack.views.show.fields import Field, article_fields, dump_fields
from presspack.views.show.fold import LONGEST, PARAGRAPHS, Gap, cut, folded, paragraphs
from presspack.views.show.hexdump import hexdump
from presspack.views.trace import ROLES, Line, Traced, is_reason
from presspack.views.trace.roles import BLANK, DROPPED, MARKUP, OFFENDING
from presspack.writing.visible import visible

COLOURS = {  # that can be told from black and from white
    "crawl-date": "color(31)", "outlet": "color(164)", "title": "bold color(63)", "date": "color(132)", "body": "color(28)",
    "byline": "color(29)", "credit": "color(64)", "related": "color(98)", DROPPED: "color(243)", MARKUP: "color(243)",
    BLANK: "color(243)", "error": "bold color(196)", "warning": "bold color(130)",
}  # fmt: skip
SIGNS = {"error": "✗", "warning": "!", None: " "}
BESIDE = 140  # columns from which the article stands beside the dump
LABEL = 12  # columns of the words for what a line became
NAMES = 14  # columns of the names of fields
SHARE = 0.6  # of the columns, for the dump
PART = 2  # paragraphs of a body that are shown below a dump

Rows = list[Text]


def told(seen: Seen, width: int | None, colour: bool = False, colours: str = "256") -> str:
    """All there is to say, in a terminal so many columns wide; None is a pipe, where no line is broken.

    `colours` is what the terminal knows: `standard`, `256` or `truecolor`.
    """
    wide = width is not None and width >= BESIDE
    left = width and (int(width * SHARE) if wide else width)
    dump = [*_header(seen, left), *_lines(seen.traced, left)]
    if wide and width is not None and left is not None:
        rows = list(_beside(dump, _article(seen, width - left - 3), left))
    else:
        rows = [*dump, Text(), *_article(seen, width, PART)]
    file = StringIO()
    console = Console(
        file=file, force_terminal=colour, no_color=not colour, color_system=colours if colour else None,  # type: ignore[arg-type]
        width=1 << 16, highlight=False, markup=False, emoji=False, legacy_windows=False,
    )  # fmt: skip
    for row in rows:
        row.rstrip()
    console.print(Text("\n").join(rows), soft_wrap=True, end="")
    return file.getvalue()


def width_of(terminal: bool) -> int | None:
    """The columns of the terminal; None for a pipe."""
    return shutil.get_terminal_size().columns if terminal else None


def _header(seen: Seen, width: int | None) -> Iterator[Text]:
    """The path, the outcome, and the reasons that point to no line."""
    traced = seen.traced
    yield from _wrapped(Text(seen.row.path, "bold"), width)
    said = Text().append(traced.outcome, COLOURS["error"] if traced.reasons else f"bold {COLOURS['body']}")
    for kind, notes in (("reason", traced.reasons), ("warning", traced.warnings)):
        if notes:
            slugs = ", ".join(dict.fromkeys(note.slug for note in notes))
            said.append(f"; {len(notes)} {kind}{'' if len(notes) == 1 else 's'} ({slugs})")
    yield from _wrapped(said, width)
    if seen.beside:
        yield from _wrapped(Text(visible(seen.beside)), width)
    pointing = {note for line in traced.lines for note in line.notes}
    for note in (*traced.reasons, *traced.warnings):
        if note not in pointing:
            yield from _wrapped(_note(note), width)
    yield Text()


def _lines(traced: Traced, width: int | None) -> Iterator[Text]:
    """Every line with number, sign, what it became, and text; notes below the line that they point to."""
    digits = max(len(str(len(traced.lines))), 3)
    for line in folded(traced.lines):
        if isinstance(line, Gap):
            yield from _columns(["", ""], Text(line.said(), COLOURS[DROPPED]), digits, width)
            continue
        style = COLOURS[line.roles[0]]
        words = Text(", ".join(ROLES[role].word for role in line.roles if role != OFFENDING), style)
        number = Text(f"{line.number:>{digits}} {SIGNS[line.level]}", COLOURS[line.level or BLANK])
        yield from _columns([number, words], text := _text(line, style), digits, width)
        for note in line.notes:
            yield from _pointed(note, line, text, digits, width)


def _text(line: Line, style: str) -> Text:
    shown, rest = cut(line.text)
    return Text(visible(shown), style).append(f" {rest}" if rest else "", COLOURS[DROPPED])


def _pointed(note: Note, line: Line, text: Text, digits: int, width: int | None) -> Iterator[Text]:
    """A note under its line, and carets under the value that it is about, where that stands in it whole."""
    level = "error" if is_reason(note) else "warning"
    label = Text(ROLES[OFFENDING].word if level == "error" else "warning", COLOURS[level])
    at = line.text.find(note.detail) if note.detail else -1
    before, value = (cell_len(visible(part)) for part in (line.text[: max(at, 0)], note.detail))
    if at >= 0 and len(line.text) <= LONGEST and (width is None or text.cell_len <= width - digits - LABEL - 5):
        yield from _columns(["", ""], Text(" " * before + "^" * value, COLOURS[level]), digits, width)
    yield from _columns(["", label], _note(note), digits, width)


def _note(note: Note) -> Text:
    level = "error" if is_reason(note) else "warning"
    return Text().append(f"{SIGNS[level]} {note.slug}", COLOURS[level]).append(f": {meaning(note)}")


def _columns(labels: Sequence[Text | str], text: Text, digits: int, width: int | None) -> Iterator[Text]:
    """Number, label and text side by side, each broken to its own width."""
    number, label = (Text(part) if isinstance(part, str) else part for part in labels)
    if width is None:
        yield Text.assemble(_padded(number, digits + 2), " ", _padded(label, LABEL), "  ", text)
        return
    rest = max(width - digits - LABEL - 5, 10)
    texts, labelled = _wrapped(text, rest), _wrapped(label, LABEL)
    for i in range(max(len(texts), len(labelled))):
        yield Text.assemble(
            _padded(number if i == 0 else Text(), digits + 2),
            " ",
            _padded(labelled[i] if i < len(labelled) else Text(), LABEL),
            "  ",
            texts[i] if i < len(texts) else Text(),
        )


def _article(seen: Seen, width: int | None, most: int = PARAGRAPHS) -> Rows:
    """The dump's own facts, the article's fields and its body."""
    rows: Rows = []
    rows += _panel("dump", dump_fields(seen), width)
    if seen.head:
        rows += [Text(), *(Text(line) for line in hexdump(seen.head))]
    article = seen.traced.article
    if article is None:
        return rows
    rows += [Text(), *_panel("article", article_fields(seen), width)]
    shown, rest = paragraphs(article.body, most)
    for paragraph in shown:
        rows += [Text(), *_wrapped(Text(visible(" ".join(cut(paragraph))).rstrip(), COLOURS["body"]), width)]
    return [*rows, Text(), Text(rest, COLOURS[DROPPED])] if rest else rows


def _panel(title: str, fields: Iterable[Field], width: int | None) -> Iterator[Text]:
    """Fields under a heading."""
    yield Text(title, "bold underline")
    for name, value, place in fields:
        said = Text(visible(value)) if value is not None else Text("none", COLOURS[DROPPED])
        if place:
            said.append(f"  ({''.join(map(str, place))})", COLOURS[DROPPED])
        for i, row in enumerate(_wrapped(said, width and width - NAMES)):
            yield Text.assemble(_padded(Text("" if i else name, COLOURS[DROPPED]), NAMES), row)


def _beside(left: Rows, right: Rows, width: int) -> Iterator[Text]:
    """Two columns; where the article is the longer, the rest of it is told."""
    if len(right) > len(left):
        cut = max(len(left) - 1, 40)
        if len(right) > cut:
            right = [*right[:cut], Text(f"… {len(right) - cut:,} more lines of it …", COLOURS[DROPPED])]
    bar = Text(" │ ", COLOURS[BLANK])
    for i in range(max(len(left), len(right))):
        row = left[i] if i < len(left) else Text()
        yield Text.assemble(_padded(row, width), bar, right[i] if i < len(right) else Text())


def _wrapped(text: Text, width: int | None) -> Rows:
    if width is None or text.cell_len <= width:
        return [text]
    return list(text.wrap(Console(width=width, file=StringIO()), width, overflow="fold"))


def _padded(text: Text, width: int) -> Text:
    text.pad_right(max(width - text.cell_len, 0))
    return text
