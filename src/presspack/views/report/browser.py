"""A browser of dumps that were rejected or have warnings: each with its lines about those that offend.

It has a budget of bytes, spent rule by rule in turns, so that every rule shows some dumps and none crowds out others.
"""

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from presspack.article import Record
from presspack.errors import Note
from presspack.pipeline.link.mentions import LEAST, Texts
from presspack.project.contracts import schemas
from presspack.views.report.cases import QUOTING, Case, cases, in_turns, texts
from presspack.views.report.tables import Tables
from presspack.views.show.lines import dump as lines_of
from presspack.views.show.lines import note as said
from presspack.views.trace import trace
from presspack.writing.html import Html, joined, tag
from presspack.writing.markdown import number
from presspack.writing.tags import code, paragraph, prose, section, soft

TAG = re.compile(r"<[^>]*>")
BUDGET = 3_000_000  # bytes of all dumps that are shown
LARGEST = 40_000  # bytes of one that is shown with its lines: some 50 rules have their first turn within the budget
AROUND = 2  # lines that are shown about one that offends
HEX = 12  # digits of a digest that name a dump
NOTES = 20  # reasons and warnings shown before the lines
BATCH = 200  # dumps whose texts are in memory together
PATHS = 3  # paths of one dump that are named


@dataclass
class Shown:
    """The HTML of the dumps that are shown, and how many paths of each rule that makes."""

    cases: list[tuple[Case, str, Html]] = field(default_factory=list)
    """A case, its outlet, its HTML."""
    rules: dict[str, int] = field(default_factory=dict)
    found: int = 0
    """Paths of all dumps that have a reason or a warning."""
    paths: int = 0
    bytes: int = 0

    def of(self, rule: str) -> int:
        """How many dumps with this rule are shown."""
        return self.rules.get(rule, 0)

    def add(self, case: Case, outlet: str, made: Html) -> bool:
        """Take a case, if the budget allows."""
        size = len(made.encode())
        if self.bytes + size > BUDGET:
            return False
        self.bytes += size
        self.paths += len(case.paths)
        for rule in case.rules:
            self.rules[rule] = self.of(rule) + len(case.paths)
        self.cases.append((case, outlet, made))
        return True


def choose(tables: Tables, staged: Path) -> Shown:
    """Show as many dumps as the budget allows: the same for the same dumps, whatever their order and shards."""
    found = cases(tables)
    shown = Shown(found=sum(len(case.paths) for case in found.values()))
    outlets = dict(tables.dumps.select("dump", "outlet").iter_rows())
    turns = list(in_turns(found))
    for start in range(0, len(turns), BATCH):
        batch = turns[start : start + BATCH]
        read = texts(staged, [found[key].paths[0] for key in batch if not found[key].withheld])
        for key in batch:
            case = found[key]
            if tables.gone is not None and (what := read.get(case.paths[0])) and _tells(tables.gone, *what):
                read.pop(case.paths[0])
                case = case._replace(withheld=QUOTING)
            if not shown.add(case, *_made(case, outlets.get(key), read.get(case.paths[0]))):
                return shown
    return shown


def _tells(gone: Texts, text: str, record: Record) -> bool:
    """Whether a dump, or what a container says of it, quotes a text that is withdrawn."""
    bare = html.unescape(TAG.sub(" ", text))
    lines = [*bare.splitlines(), *filter(None, (record.title,))]
    return gone.quoted_in(bare) or any(len(line) >= LEAST and gone.told_by(line) for line in lines)


def _made(case: Case, outlet: str | None, read: tuple[str, Record] | None) -> tuple[str, Html]:
    """The outlet of a case, and its HTML."""
    known = schemas().OUTLETS
    inside, pointed = soft(case.withheld), set[Note]()
    if read is not None:
        traced = trace(read[0], known, read[1], (case.reasons, case.warnings))
        outlet = outlet or (traced.outlet if traced.outlet in known.by_id else None)
        inside = lines_of(traced, AROUND)
        pointed = {note for line in traced.lines for note in line.notes}
        if len(inside.encode()) > LARGEST:
            inside, pointed = soft("Its lines are too long to be shown here."), set()
        inside += soft("All of it: ", code(f"presspack show {str(case.dump)[:HEX]}"))
    loose = [note for note in (*case.reasons, *case.warnings) if note not in pointed]
    notes = [said(note) for note in loose[:NOTES]]
    if len(loose) > NOTES:
        notes.append(soft(f"And {number(len(loose) - NOTES)} more."))
    return outlet or "", _details(case, outlet or "", [*notes, inside])


def _details(case: Case, outlet: str, inside: Iterable[Html]) -> Html:
    first, *others = case.paths
    tags = joined(
        (
            tag("span", rule, class_=f"tag {kind}")
            for kind, notes in (("bad", case.reasons), ("odd", case.warnings))
            for rule in dict.fromkeys(note.slug for note in notes)
        ),
        " ",
    )
    also = []
    if others:
        named = joined((tag("bdi", path) for path in others[: PATHS - 1]), ", ")
        more = f" and {number(len(others) - PATHS + 1)} more" if len(others) >= PATHS else ""
        also = [soft("The same bytes: ", named, more)]
    of = (" ", tag("span", outlet, class_="soft")) if outlet else ()
    return tag(
        "details",
        tag("summary", tag("bdi", first, class_="path"), " ", tags, *of),
        tag("div", *also, *inside),
        class_="case",
        data_rules=" ".join(case.rules),
        data_outlet=outlet,
        data_many=len(case.paths) if others else None,
    )


def browser(shown: Shown, counts: Mapping[str, int]) -> Html:
    """The section: the filter, which needs the script, and the dumps, which do not. `counts` are those of each rule."""
    if not shown.found:
        return section("dumps", "Dumps", paragraph("No dump was rejected, and none has a warning."))
    groups = (
        ("rejected", "Rejected or withdrawn", [row for row in shown.cases if row[0].reasons]),
        ("warned", "Published with warnings", [row for row in shown.cases if not row[0].reasons]),
    )
    parts = [
        tag("div", tag("h3", title), *(made for _, _, made in sorted(rows, key=_place)), class_="group", id=name)
        for name, title, rows in groups
        if rows
    ]
    left = shown.found - shown.paths
    how = f"{number(shown.paths)} of the {number(shown.found)} dumps with a reason or a warning are shown, each with the lines around those that offend; dumps with the same bytes are shown once."
    if left:
        how += f" Every rule has some of its dumps here; for the {number(left)} others, run `presspack check seeds --select RULE`."
    return section("dumps", "Dumps", paragraph(prose(how)), _filter(shown, counts), *parts)


def _place(row: tuple[Case, str, Html]) -> tuple[str, list[str]]:
    return row[0].rules[0], row[0].paths


def _filter(shown: Shown, counts: Mapping[str, int]) -> Html:
    def select(label: str, name: str, options: Iterable[tuple[str, str]]) -> Html:
        every = (tag("option", said, value=value) for value, said in (("", "any"), *options))
        return tag("label", f"{label} ", tag("select", *every, id=name))

    rules = [
        (rule, f"{rule} ({number(shown.of(rule))}{'' if shown.of(rule) == many else f' of {number(many)}'})")
        for rule, many in sorted(counts.items())
        if shown.of(rule)
    ]
    outlets = [(outlet, outlet) for outlet in sorted({outlet for _, outlet, _ in shown.cases if outlet})]
    search = tag("input", id="words", type="search", autocomplete="off", spellcheck="false", aria_describedby="keys")
    key = partial(tag, "kbd")
    keys = key("/"), " searches, ", key("↑"), " ", key("↓"), " move, ", key("Enter"), " opens"
    return tag(
        "form",
        select("Reason or warning", "rule", rules),
        select("Outlet", "outlet", outlets),
        tag("label", "Words ", search),
        tag("p", *keys, id="keys", class_="soft"),
        tag("p", id="count", role="status"),
        id="filter",
        role="search",
        aria_label="Dumps",
        hidden=True,
    )
