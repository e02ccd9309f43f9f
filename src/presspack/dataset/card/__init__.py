"""All files of a dataset but its Parquet that follow from its rows and its prose: card, pictures, croissant.json."""

import json
from pathlib import Path

from presspack.dataset.card import croissant, pictures
from presspack.dataset.card import readme as card
from presspack.dataset.facts import Facts
from presspack.engine.hashing import sha256
from presspack.writing.visible import printable

README, CROISSANT = "README.md", "croissant.json"
NAMES = frozenset({README, CROISSANT, *(f"{pictures.FOLDER}/{name}.svg" for name in pictures.PICTURES)})


def disagreements(dataset: Path, facts: Facts, sums: str) -> list[str]:
    """Everything in these files that is not what the data give, or that a card must have and lacks."""
    problems = card.disagreements(dataset / README, facts, content_digest(sums))
    if problems:
        return problems
    problems += _edited(dataset, facts)
    for name, text in others(facts, (dataset / README).read_text("utf-8"), sums).items():
        try:
            same = (dataset / name).read_bytes() == text.encode()
        except OSError:
            problems.append(f"{name}: is missing")
        else:
            if not same:
                problems.append(f"{name}: is not what the data give")
    return problems


def _edited(dataset: Path, facts: Facts) -> list[str]:
    """Whether the card was edited after croissant.json was made for it, which names its digest and its version."""
    try:
        said = json.loads((dataset / CROISSANT).read_bytes())
        version, files = said["version"], {file["@id"]: file.get("sha256") for file in said["distribution"]}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return []  # it is no croissant.json, which is told of it
    content = (dataset / README).read_bytes()
    if files.get(README) == sha256(content):
        return []
    if version != facts.version:
        line = content.count(b"\n", 0, content.find(b"version: ")) + 1
        return [
            f"{README}:{line}: version {printable(str(facts.version))} is not that of {CROISSANT}, {printable(str(version))}"
        ]
    return [f"{README}: was edited after the build: {CROISSANT} names another digest of it"]


def others(facts: Facts, readme: str, sums: str) -> dict[str, str]:
    """What stands beside the card, by path. `sums` are the checksums of at least all Parquet files."""
    digests = dict(line.split("  ", 1)[::-1] for line in sums.splitlines())
    parquet = {path: digest for path, digest in digests.items() if path.endswith(".parquet")}
    drawn = pictures.drawn(facts)
    texts = {README: readme, **drawn}
    told = {path: sha256(text.encode()) for path, text in texts.items()}
    return drawn | {CROISSANT: croissant.render(facts, readme, parquet | told)}


def content_digest(sums: str) -> str:
    """One digest for all Parquet files, from the lines of their checksums."""
    lines = sums.splitlines(keepends=True)
    return sha256("".join(line for line in lines if line.endswith(".parquet\n")).encode())
