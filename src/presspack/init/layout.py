"""`layout new` and `layout test`: a first draft of a layout for pages that none reads, and its fixtures, tried."""

import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from presspack.article import Record
from presspack.errors import PresspackError, Rejected
from presspack.project.contracts import schemas
from presspack.project.outlets import Outlets
from presspack.reading.edges import is_prose
from presspack.reading.encodings.decode import decode
from presspack.reading.lines import Lines
from presspack.reading.own import FOLDER, guarded, loaded, modules
from presspack.reading.read import lines_of, read
from presspack.reading.recorddates import record_date
from presspack.writing.visible import printable

HEAD = 8  # lines in which a title and a date are looked for
SHOWN = ("outlet", "layout", "title", "published_on", "byline", "credit", "body")
DRAFT = '''\
"""`{name}`: say here what makes a page of this shape."""

from presspack.reading import Article, Label, Layout, Lines, Outlets, read_body, record_date, set_date

MARK = {mark!r}  # a line that every page of this shape has, and no other page
END = {end!r}  # the first line below the text; None where there is none


def matches(lines: Lines) -> bool:
    """The mark stands where it always does."""
    return lines.texts[{at}:{after}] == [MARK]


def parse(lines: Lines, outlets: Outlets) -> Article:
    """Read title, date and body."""
    texts, numbers = lines.texts, lines.numbers
    article = Article({name!r}, labels=[Label({label}, numbers[{label_at}])])
    article.title, article.title_line = texts[{title}], numbers[{title}]
{date}    end = texts.index(END) if END in texts else len(texts)
    read_body(lines, {body}, end, article, outlets)
    return article


LAYOUT = Layout({name!r}, matches, parse, mark=f"a line `{{MARK}}`")
'''
DATE = '    set_date(article, record_date(texts[{at}]), "page", numbers[{at}], texts[{at}])\n'


class Tried(NamedTuple):
    """One fixture, and what is other than its JSON says."""

    path: Path
    faults: list[str]


def new(name: str, dumps: Sequence[Path]) -> str:
    """Write `layouts/NAME.py`, a copy of each dump beside it, and what the draft reads in each as JSON; say what is next.

    Raises PresspackError where the name is taken or no name of a module, or a dump cannot be read.
    """
    module = Path(FOLDER, f"{name}.py")
    if not name.isidentifier() or not name.islower():
        raise PresspackError(f"{printable(name)!r} cannot name a layout: take small letters, digits and underscores")
    if module.exists():
        raise PresspackError("is there already: choose another name, or delete it", module)
    outlets = schemas().OUTLETS
    pages = [_lines(dump, outlets) for dump in dumps]
    draft = _draft(name, pages, outlets)
    module.parent.mkdir(exist_ok=True)
    module.write_text(draft, "utf-8")
    written = [module]
    for i, dump in enumerate(dumps):
        beside = module.with_name(f"{name}{f'-{i + 1}' if i else ''}{dump.suffix or '.txt'}")
        shutil.copyfile(dump, beside)
        beside.with_suffix(".json").write_text(
            json.dumps(_shown(module, beside), ensure_ascii=False, indent=1) + "\n", "utf-8"
        )
        written += [beside, beside.with_suffix(".json")]
    names = ", ".join(str(path) for path in written)
    if "outlet" not in _shown(module, written[1]):
        names += "\nits label is of no outlet: enter it in schemas/outlets.yaml, as a label or an alias"
    return f"wrote {names}\nnext: correct {module} and each .json by hand, and run `presspack layout test`"


def test() -> Iterator[Tried]:
    """Read each fixture in `layouts/`, and hold what is read against its JSON."""
    found = modules(Path(FOLDER))
    if not found:
        raise PresspackError("holds no layout: `presspack layout new NAME DUMP` writes a first one", FOLDER)
    for module in found:
        for told in sorted(Path(FOLDER).glob(f"{module.stem}*.json")):
            dumps = [dump for dump in Path(FOLDER).glob(f"{told.stem}.*") if dump.suffix not in (".json", ".py")]
            if told.stem.partition("-")[0] == module.stem and dumps:
                yield Tried(dumps[0], list(_faults(json.loads(told.read_text("utf-8")), _shown(module, dumps[0]))))


def _faults(wanted: dict[str, Any], got: dict[str, Any]) -> Iterator[str]:
    if "reason" in got and wanted.get("reason") != got["reason"]:
        yield f"rejected: {got['reason']}"
        return
    for name, value in wanted.items():
        if name != "url" and got.get(name) != value:
            yield f"{name} is {got.get(name)!r}, not {value!r}"


def _shown(module: Path, dump: Path) -> dict[str, Any]:
    """What a layout reads in one of its fixtures; the reason, where it refuses it."""
    outlets = schemas().OUTLETS
    layout = guarded(loaded(module), module)
    try:
        lines = _lines(dump, outlets)
        if not layout.matches(lines):
            return {"reason": f"its layout does not claim it: {_others(dump, outlets)}"}
        article = layout.parse(lines, outlets)
    except Rejected as refusal:
        return {"reason": f"{refusal.note.slug}: {refusal.note.detail}"}
    if article.reasons:
        return {"reason": ", ".join(f"{note.slug} at line {note.line}" for note in article.reasons)}
    label = article.labels[0].text if article.labels else ""
    found = outlets.find(label)
    values = {**({"outlet": found.id} if found else {}), **{name: getattr(article, name) for name in SHOWN[1:]}}
    return {name: str(value) if name == "published_on" and value else value for name, value in values.items()}


def _others(dump: Path, outlets: Outlets) -> str:
    try:
        return f"{read(_text(dump), outlets)[1].layout} does"
    except Rejected as refusal:
        return refusal.note.slug


def _text(dump: Path) -> str:
    try:
        return decode(dump.read_bytes())[0].decode()
    except Rejected as refusal:
        raise PresspackError(f"cannot be read: {refusal.note.slug}", dump) from None


def _lines(dump: Path, outlets: Outlets) -> Lines:
    return lines_of(_text(dump), outlets, Record())[0]


def _draft(name: str, pages: list[Lines], outlets: Outlets) -> str:
    """A module for pages of one shape: what they have in common is its mark, and the rest is guessed, to be corrected."""
    first = pages[0].texts
    if len(first) < 3:
        raise PresspackError("a page of fewer than three lines shows no shape: name another dump")
    top = next((i for i, text in enumerate(first[:HEAD]) if is_prose(text)), HEAD)
    same = [i for i, text in enumerate(first[:top]) if all(page.texts[i : i + 1] == [text] for page in pages)]
    dated = next((i for i, text in enumerate(first[:top]) if record_date(text)), None)
    named = next((i for i, text in enumerate(first) if outlets.find(text)), None)
    apart = {*(same if len(pages) > 1 else ()), *(i for i in (dated, named) if i is not None)}
    title = next((i for i in range(min(top, len(first))) if i not in apart), 0)
    mark = next((i for i in same if i not in (dated, title)), named if named is not None else 0)
    body = max([title, *(i for i in apart if i < top)]) + 1
    tails = [text for text in first[body:] if len(pages) > 1 and all(text in page.texts for page in pages)]
    date = "" if dated is None else DATE.format(at=dated)
    label = "MARK" if named is None or named == mark else f"texts[{named}]"
    return DRAFT.format(
        name=name, mark=first[mark], end=tails[0] if tails else None, at=mark, after=mark + 1, label=label,
        label_at=mark if label == "MARK" else named, title=title, date=date, body=body,
    )  # fmt: skip
