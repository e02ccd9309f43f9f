"""What changed on a page from one text to the next: sentence by sentence, and of what kind, by rules."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import polars as pl

from presspack.dataset.history.alignment import changed, gaps, kept
from presspack.dataset.history.names import Names
from presspack.dataset.history.revisions import PRINTED
from presspack.engine.pool import Pool
from presspack.project.contracts import demand, schemas
from presspack.project.frames import by_name, frame, types

TOGETHER = 8_000  # changes whose texts are in memory together
SHARE = 200  # changes that a process takes at a time
DASH = "-‐-―−"
DATELINE = re.compile(
    rf"\A(?:[^()\n]{{2,50}}\d[^()\n]{{0,10}}\([A-Z][A-Za-z. ]{{1,30}}\) *[{DASH}]+ *|\(?[가-힣]+ \d+월 ?\d+일발 ?[가-힣]+\)? *)"
)
SENTENCE = re.compile(
    r"(?:(?<=[.!?…])|(?<=[.!?…][\"'”’»)]))(?<!\b[^\W\d_a-zß-öø-ÿ]\.)(?<!\b[MD]r\.)(?<!\bSt\.)(?<!\bNo\.)(?<!\bMrs\.)(?<!\bGen\.)"
    r" +(?=[\"'“‘«(¿¡]?[^\W\d_a-zß-öø-ÿа-яё])|(?<=[。！？])(?![”’」』)]) *"
)
"""What parts sentences of one line. It need not be right, only the same in two versions."""
TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+|[^\w\s]")


class Rule(NamedTuple):
    """What makes a difference one of its kind. To add one: add its row to `RULES`."""

    kind: str
    name: str
    meaning: str
    examples: tuple[str, str]
    fold: Callable[[str], str] | None = None
    """Makes two sentences equal that differ in this alone; None where names decide, or nothing else does."""
    first: bool = False
    """Whether it holds for the first sentence of a text alone."""


def _replaced(pattern: str, by: str, sign: str = "") -> Callable[[str], str]:
    """What replaces a pattern, in texts that have a sign."""
    found = re.compile(pattern)
    return lambda text: found.sub(by, text) if sign in text and found.search(text) else text


MARKS = str.maketrans({**dict.fromkeys("‘’‚‛′`´", "'"), **dict.fromkeys("“”„‟″«»〈〉《》「」『』", '"')})
ANY_MARK = re.compile(f"[{''.join(map(chr, MARKS))}]")
MARKED = re.compile(r"(?<!\d)['\"]+")  # 5' is not 5"


def _quotes(text: str) -> str:
    text = text.translate(MARKS) if ANY_MARK.search(text) else text
    return MARKED.sub('"', text) if "'" in text or '"' in text else text


RULES = (
    Rule("noise", "dateline", "a dateline that one of two texts has, or two that differ in signs alone",
         ("Tirine, May 4 (SC) -- The mill is open.", "The mill is open."), _replaced(DATELINE.pattern, ""), True),
    Rule("noise", "end-mark", "`-0-` at the end of a sentence",
         ("The mill is open. -0-", "The mill is open."), _replaced(r"\s*-0-\s*$", "", "-0-")),
    Rule("noise", "quotes", "another form of quotation mark or apostrophe",
         ("The “Old Mill” is the council’s.", "The 'Old Mill' is the council's."), _quotes),
    Rule("noise", "dashes", "another form of dash, or another number of dashes in one place",
         ("The mill — once a school — is open.", "The mill -- once a school -- is open."), _replaced(f"[{DASH}]+", "-")),
    Rule("noise", "ellipsis", "one sign or three stops", ("And the bell…", "And the bell..."), lambda text: text.replace("…", "...")),
    Rule("noise", "spaces", "spaces and line breaks, also between a line and the sentence that follows",
         ("The mill is open .", "The mill is open."), lambda text: "".join(text.split())),
    Rule("name-removed", "name-removed", "`old` has a name that stands nowhere in the new version",
         ("The miller Orsolya Denk opened the gate.", "The miller opened the gate.")),
    Rule("name-added", "name-added", "`new` has a name that stood nowhere in the version before",
         ("The miller opened the gate.", "The miller Orsolya Denk opened the gate.")),
    Rule("number", "number", "other numbers, in digits, and nothing else",
         ("The mill ground 40 sacks on May 4.", "The mill ground 1,400 sacks on May 5."), _replaced(r"\d+(?:[.,]\d+)*", "0")),
    Rule("wording", "wording", "all else", ("The mill is open.", "The mill is shut.")),
)  # fmt: skip
"""Every rule, in their order: the first kind that holds is given. What is noise may be several of its rules together."""
FOLDS = {kind: [rule for rule in RULES if rule.kind == kind and rule.fold] for kind in ("noise", "number")}


class Text(NamedTuple):
    """What one version of a page says."""

    title: str | None
    byline: str | None
    day: str | None
    """The printed day, as 2025-04-30."""
    body: str


class Edit(NamedTuple):
    """A row of `Edits`, without the page."""

    field: str
    operation: str
    kind: str
    old_position: int | None
    new_position: int | None
    old: str | None
    new: str | None
    old_spans: list[int]
    new_spans: list[int]
    names_removed: list[str]
    names_added: list[str]


Known = tuple[list[str], list[str]]
"""Names that are removed, and names that are added."""
NOBODY: Known = ([], [])


def tell(
    revisions: pl.DataFrame,
    articles: pl.DataFrame,
    bodies: Callable[[list[str]], Mapping[str, str]],
    pool: Pool = Pool(),  # noqa: B008 -- it starts nothing
) -> pl.DataFrame:
    """The differences of neighbouring versions whose order is known (`Edits`); `bodies` gives texts by id of article."""
    contract = schemas("edits").Edits
    columns = ("page", "outlet", "version", "article", "changed_by")
    steps = [
        (row[:3], (before[3], row[3]))
        for before, row in pairwise(revisions.select(columns).iter_rows())
        if row[4] is not None
    ]
    parts = [frame(by_name(list(types(contract)), []), contract)]
    for number in range(0, len(steps), TOGETHER):
        some = steps[number : number + TOGETHER]
        pairs = list(dict.fromkeys(pair for _, pair in some))
        texts = _texts(articles, bodies, {article for pair in pairs for article in pair})
        units = [[(texts[old], texts[new]) for old, new in pairs[i : i + SHARE]] for i in range(0, len(pairs), SHARE)]
        sizes = [sum(len(text.body) for pair in unit for text in pair) for unit in units]
        found = (edits for unit in pool.run(_compared, units, sizes, "history") for edits in unit)
        told = dict(zip(pairs, found, strict=True))
        rows = [(*version, i, *edit) for version, pair in some for i, edit in enumerate(told[pair], 1)]
        parts.append(frame(by_name(list(types(contract)), rows), contract))
    return demand(pl.concat(parts), contract)


def _compared(pairs: list[tuple[Text, Text]]) -> list[list[Edit]]:
    return [list(differences(*pair)) for pair in pairs]


def _texts(
    articles: pl.DataFrame, bodies: Callable[[list[str]], Mapping[str, str]], ids: set[str]
) -> Mapping[str, Text]:
    held = bodies(sorted(ids))
    day = pl.when(pl.col("date_source").is_in(PRINTED)).then(pl.col("published_on").dt.strftime("%Y-%m-%d"))
    rows = articles.filter(pl.col("id").is_in(list(ids))).select("id", "title", "byline", day.alias("day"))
    return {article: Text(title, byline, day, held[article]) for article, title, byline, day in rows.iter_rows()}


def differences(old: Text, new: Text) -> Iterator[Edit]:
    """What differs between two texts. A title or a day that is not known is no difference; a byline that is gone is one."""
    before, after = (Names(text.body, *filter(None, (text.title, text.byline))) for text in (old, new))
    if old.title and new.title and old.title != new.title:
        names = before.gone_of_title(old.title, after), after.gone_of_title(new.title, before)
        yield _edit("title", old.title, new.title, names)
    if old.byline != new.byline:
        names = _signed(old.byline, before, after), _signed(new.byline, after, before)
        yield _edit("byline", old.byline, new.byline, names)
    if old.day and new.day and old.day != new.day:
        yield _edit("date", old.day, new.day)
    yield from _sentences(old.body, new.body, before, after)


class Step(NamedTuple):
    """One difference of two bodies: some sentences of the old one, and some of the new one."""

    operation: str
    old: range
    new: range


def _sentences(old: str, new: str, before: Names, after: Names) -> Iterator[Edit]:
    """The differences of two bodies, in the order of the new one; what is removed stands where it was."""
    bare = _datelines_agree(old, new)
    texts = sentences(old), sentences(new)
    known = {text: _folded(text) for text in {*texts[0], *texts[1]}}
    keys = [[_folded(text, first=bare) if not i else known[text] for i, text in enumerate(side)] for side in texts]
    for step in _steps(texts, keys):
        one, other = (" ".join(side[i] for i in at) if at else None for side, at in zip(texts, step[1:], strict=True))
        folded = ["".join(side[i] for i in at) for side, at in zip(keys, step[1:], strict=True)]
        names = NOBODY
        if folded[0] != folded[1]:
            names = before.gone(one or "", after), after.gone(other or "", before)
        kind = "wording" if step.operation == "moved" else _kind(folded[0], folded[1], names)
        yield _edit("body", one, other, names, kind, step)


def _steps(texts: tuple[list[str], list[str]], keys: list[list[str]]) -> list[Step]:
    """How one list of sentences became the other; `keys` are the sentences without noise."""
    (one, other), (old, new) = texts, keys
    pairs = kept(old, new)
    found = [(j, Step("changed", range(i, i + 1), range(j, j + 1))) for i, j in pairs if one[i] != other[j]]
    removed: list[tuple[int, int]] = []
    added: dict[str, list[int]] = {}
    for left, right in gaps(pairs, len(old), len(new)):
        if left and right and "".join(old[i] for i in left) == "".join(new[j] for j in right):
            found.append((right[0], Step("changed", left, right)))
            continue
        here = changed([_words(one[i]) for i in left], [_words(other[j]) for j in right])
        here = [(left[i], right[j]) for i, j in here]
        found += [(j, Step("changed", range(i, i + 1), range(j, j + 1))) for i, j in here]
        gone, come = (set(side) - {pair[at] for pair in here} for at, side in enumerate((left, right)))
        places = [(left.start - 1, right.start - 1), *here]
        removed += [(places[bisect_left(places, (i,)) - 1][1], i) for i in sorted(gone)]
        for j in sorted(come):
            added.setdefault(new[j], []).append(j)
    for place, i in removed:
        if old[i] and added.get(old[i]):
            j = added[old[i]].pop(0)
            found.append((j, Step("moved", range(i, i + 1), range(j, j + 1))))
        else:
            found.append((place, Step("removed", range(i, i + 1), range(0))))
    found += [(j, Step("added", range(0), range(j, j + 1))) for places_of in added.values() for j in places_of]
    return [step for _, step in sorted(found, key=lambda item: (item[0], not item[1].new, item[1].old.start))]


def sentences(body: str) -> list[str]:
    """The sentences of a body; a dateline is part of the first."""
    found = DATELINE.match(body)
    start = found.end() if found else 0
    parts = [sentence for line in body[start:].split("\n") for sentence in _of_line(line)]
    return [body[:start] + parts[0], *parts[1:]] if parts else [body]


@lru_cache(maxsize=4096)  # two versions of a page have most of their lines in common
def _of_line(line: str) -> tuple[str, ...]:
    return tuple(text for part in SENTENCE.split(line) if (text := part.strip()))


def _datelines_agree(old: str, new: str) -> bool:
    """Whether the datelines of two texts say nothing that differs: one has none, or letters and digits are the same."""
    found = [match[0] for text in (old, new) if (match := DATELINE.match(text))]
    return len({"".join(filter(str.isalnum, line)) for line in found}) < 2


def _folded(text: str, kind: str = "noise", first: bool = False) -> str:
    """A text without what a kind of difference may change."""
    for rule in FOLDS[kind]:
        if rule.fold and (first or not rule.first):
            text = rule.fold(text)
    return text


def _kind(old: str, new: str, names: Known) -> str:
    """The kind of a difference of two texts without noise."""
    if old == new:
        return "noise"
    if names[0] or names[1]:
        return "name-removed" if names[0] else "name-added"
    return "number" if _folded(old, "number") == _folded(new, "number") else "wording"


def _edit(
    field: str,
    old: str | None,
    new: str | None,
    names: Known = NOBODY,
    kind: str = "",
    step: Step | None = None,
) -> Edit:
    """A row; without a kind, that follows from the two values."""
    operation = step.operation if step else "added" if old is None else "removed" if new is None else "changed"
    spans = _spans(old, new) if operation == "changed" and old and new else ([], [])
    kind = kind or _kind(_folded(old or ""), _folded(new or ""), names)
    names = NOBODY if kind == "noise" else names
    i, j = (at.start + 1 if at else None for at in (step.old, step.new)) if step else (None, None)
    return Edit(field, operation, kind, i, j, old, new, *spans, *names)


def _spans(old: str, new: str) -> tuple[list[int], list[int]]:
    """Where two texts differ: start and end of each place, in characters."""
    tokens = [list(TOKEN.finditer(text)) for text in (old, new)]
    pairs = kept(*([match[0] for match in side] for side in tokens))
    places: tuple[list[int], list[int]] = ([], [])
    for gap in gaps(pairs, *map(len, tokens)):
        for at, side, found in zip(gap, tokens, places, strict=True):
            if at:
                found += [side[at[0]].start(), side[at[-1]].end()]
    return places


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in TOKEN.findall(text.casefold()) if word.isalnum())


def _signed(line: str | None, names: Names, other: Names) -> list[str]:
    """The names in a byline that stand nowhere in another version: the byline itself, where it has no shape of a name."""
    return [] if line is None else names.gone(line, other) or ([] if other.says(line) else [line])
