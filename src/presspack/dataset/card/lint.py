"""What a card must have: its sections, and words that the Hub knows. Nothing is asked of a server."""

import json
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from presspack.dataset.card import citation
from presspack.errors import PresspackError

SECTIONS = (
    "Loading", "Identity", "Motivation", "Composition", "Outlets", "From dump to article", "Stories", "Years",
    "Languages", "Length", "Collection", "Dates", "How it was made", "What is rejected, and why", "Fields",
    "Language and writers", "Coverage and bias", "Limits", "Uses", "People named in the text", "Rights", "Takedown",
    "Splits", "Versions and maintenance", "Citation", "Contact",
)  # fmt: skip
HEADING = re.compile(r"^(#{1,6}) +(.*?) *$", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
UNWRITTEN = re.compile(r"\[More Information Needed\]|\bTODO\b|\bTBD\b", re.IGNORECASE)
UNFILLED = re.compile(r"\[fill in: [^\]]*\]", re.IGNORECASE)
"""What a new card asks of a person. A build goes on without the answer; a release and a push do not."""
UNLICENSED = re.compile(r"^license: unknown\s*$", re.MULTILINE)
TASKS = frozenset({
    "feature-extraction", "fill-mask", "multiple-choice", "question-answering", "sentence-similarity", "summarization",
    "table-question-answering", "table-to-text", "text-classification", "text-generation", "text-ranking",
    "text-retrieval", "time-series-forecasting", "token-classification", "translation", "zero-shot-classification",
    "other",
})  # fmt: skip
"""The tasks on text that the Hub knows; `datasets` ships no list of them."""
LICENSES = frozenset({
    "agpl-3.0", "apache-2.0", "bsd", "bsd-2-clause", "bsd-3-clause", "bsl-1.0", "c-uda", "cc", "cc-by-2.0", "cc-by-2.5",
    "cc-by-3.0", "cc-by-4.0", "cc-by-nc-2.0", "cc-by-nc-3.0", "cc-by-nc-4.0", "cc-by-nc-nd-3.0", "cc-by-nc-nd-4.0",
    "cc-by-nc-sa-2.0", "cc-by-nc-sa-3.0", "cc-by-nc-sa-4.0", "cc-by-nd-4.0", "cc-by-sa-3.0", "cc-by-sa-4.0",
    "cc0-1.0", "cdla-permissive-1.0", "cdla-permissive-2.0", "cdla-sharing-1.0", "etalab-2.0", "eupl-1.1", "gfdl",
    "gpl", "gpl-2.0", "gpl-3.0", "lgpl", "mit", "mpl-2.0", "odbl", "odc-by", "other", "pddl", "unknown", "unlicense",
})  # fmt: skip
"""The licences of data that the Hub knows by these names."""
NAMES = re.compile(r"[a-z0-9-.]+")
VERSION = re.compile(r"[\w.+!-]+")


def head(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each name in the head that has no value, or none that is in the vocabulary; and what is wrong with it."""
    creators = _shipped("creators")
    words: dict[str, Any] = {
        "language": _shipped("languages"),
        "size_categories": _shipped("size_categories"),
        "multilinguality": _shipped("multilingualities"),
        "task_categories": TASKS,
        "annotations_creators": creators["annotations"],
        "language_creators": creators["language"],
        "license": LICENSES,
    }
    for name, known in words.items():
        said = data.get(name)
        values = said if isinstance(said, list) else [said]
        if (not values and name != "language") or said is None:
            yield name, f"the head has no {name}"
        for value in values:
            if said is not None and (not isinstance(value, str) or value not in known):
                yield name, f"{value!r} is no word that the Hub knows for {name}"
    for name in ("pretty_name", "source_datasets", "tags"):
        if not data.get(name):
            yield name, f"the head has no {name}"
    if data.get("license") == "other":
        if not NAMES.fullmatch(str(data.get("license_name", ""))):
            yield "license_name", "a license `other` needs a license_name of small letters, digits and dashes"
        if not data.get("license_link"):
            yield "license_link", "a license `other` needs a license_link"
    tools, cited = data.get("tools"), data.get("citation")
    if not isinstance(tools, dict) or not all(VERSION.fullmatch(f"{name}{said}") for name, said in tools.items()):
        yield "tools", "tools must name what the dataset was built with, each with its version"
    if wrong := citation.fault(cited):
        yield "citation", wrong


def sections(text: str) -> Iterator[tuple[int, str]]:
    """Each section that a card lacks or leaves empty, and whatever is left to be written; with its line."""
    bare = FENCED.sub(lambda block: re.sub(r"[^\n]", " ", block[0]), text)
    headings = list(HEADING.finditer(bare))
    there = {heading[2] for heading in headings}
    for name in SECTIONS:
        if name not in there:
            yield 1, f"has no section {name!r}"
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    for i, (heading, end) in enumerate(zip(headings, ends, strict=True)):
        deeper = i + 1 < len(headings) and len(headings[i + 1][1]) > len(heading[1])
        if not deeper and not COMMENT.sub("", text[heading.end() : end]).strip():
            yield _line(text, heading.start()), f"the section {heading[2]!r} says nothing"
    for place in UNWRITTEN.finditer(bare):
        yield _line(text, place.start()), f"{place[0]!r} is left to be written"


def unfilled(text: str) -> Iterator[tuple[int, str]]:
    """Each question of a card that nobody has answered yet, with its line."""
    for place in UNFILLED.finditer(text):
        yield _line(text, place.start()), f"'{' '.join(place[0].split())}' is left to be written"


def answered(card: Path) -> None:
    """Refuse a card, by PresspackError, in which a question is left, or whose licence nobody has named."""
    text = card.read_text("utf-8")
    left = list(unfilled(text))
    if left:
        more = f" and {len(left) - 1} more: `presspack card --check` names them" if len(left) > 1 else ""
        raise PresspackError(f"{left[0][1]}{more}; answer in DATACARD.md, and run `dvc repro`", card, left[0][0])
    if found := UNLICENSED.search(text):
        raise PresspackError(
            "the licence is unknown: name in DATACARD.md the one under which you give the dataset away, and run `dvc repro`",
            card,
            _line(text, found.start()),
        )


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _shipped(name: str) -> Any:
    """A vocabulary of the Hub, as `datasets` ships it."""
    spec = find_spec("datasets")  # to import it would take longer than all else
    assert spec is not None and spec.origin is not None
    return json.loads((Path(spec.origin).parent / "utils" / "resources" / f"{name}.json").read_text("utf-8"))
