"""How a version of the dataset is cited, as BibTeX."""

from typing import Any

from presspack.dataset.facts import Facts

PLAIN = str.maketrans("", "", "{}\\\n\r")


def bibtex(facts: Facts) -> str:
    """The entry for a version; title, author and year are those in the head of the card."""
    said: dict[str, Any] = facts.head.get("citation", {})
    return "\n".join(
        [
            f"@misc{{{_key(said)},",
            f"  title   = {{{_plain(facts.head.get('pretty_name', ''))}}},",
            f"  author  = {{{{{_plain(said.get('author', ''))}}}}},",
            f"  year    = {{{_plain(said.get('year', ''))}}},",
            f"  version = {{{_plain(facts.version)}}},",
            f"  note    = {{Dataset, version {_plain(facts.version)}, content-sha256 {_plain(facts.digest)}}}",
            "}",
        ]
    )


def _key(said: dict[str, Any]) -> str:
    return "".join(char for char in str(said.get("key", "dataset")) if char.isalnum() or char in "-_") or "dataset"


def _plain(value: object) -> str:
    """Text that ends no brace and begins no command."""
    return str(value).translate(PLAIN).replace("`", "'")
