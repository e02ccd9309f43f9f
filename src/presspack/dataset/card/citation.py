"""Who made a dataset and how a version is cited: BibTeX, Croissant, CITATION.cff and .zenodo.json, all from the head of the card."""

import json
import re
from typing import Any, NamedTuple

import yaml

from presspack.dataset.facts import Facts

PLAIN = str.maketrans("", "", "{}\\\n\r")
ORCID = re.compile(r"(?:https://orcid\.org/)?((?:\d{4}-){3}\d{3}[\dX])")
DOI = re.compile(r"(?:https://doi\.org/)?(10\.\d{4,9}/\S+)")
PERSON, GROUP = ("family-names", "given-names", "orcid", "affiliation"), ("name",)
SPDX = {
    "apache-2.0": "Apache-2.0", "cc-by-4.0": "CC-BY-4.0", "cc-by-nc-4.0": "CC-BY-NC-4.0", "cc-by-nc-sa-4.0": "CC-BY-NC-SA-4.0",
    "cc-by-sa-4.0": "CC-BY-SA-4.0", "cc0-1.0": "CC0-1.0", "mit": "MIT", "odbl": "ODbL-1.0", "odc-by": "ODC-By-1.0", "pddl": "PDDL-1.0",
}  # fmt: skip
"""The licences of the Hub that CITATION.cff and Zenodo know, by their names there."""
MARK = "# Written by `presspack release` from the head of DATACARD.md.\n"
MESSAGE = "If you use this dataset, please cite the version that you used."


class Author(NamedTuple):
    """A person, with a family name, or an organisation, with a name."""

    family: str = ""
    given: str = ""
    orcid: str = ""
    """Its sixteen digits, parted by dashes."""
    affiliation: str = ""
    name: str = ""


def authors(head: dict[str, Any]) -> list[Author]:
    """Those whom the head of a card names: persons and organisations, or by `author` one organisation."""
    said = _said(head)
    listed = said.get("authors") or [{"name": said.get("author", "")}]
    return [
        Author(
            str(of.get("family-names", "")),
            str(of.get("given-names", "")),
            _part(ORCID, of.get("orcid")),
            str(of.get("affiliation", "")),
            str(of.get("name", "")),
        )
        for of in listed
    ]


def fault(said: object) -> str | None:
    """What is wrong with `citation` in the head of a card."""
    if not isinstance(said, dict) or not all(said.get(name) for name in ("key", "year")):
        return "citation must have key, author or authors, and year"
    if said.get("doi") and not DOI.fullmatch(str(said["doi"])):
        return f"{said['doi']!r} is no DOI, such as 10.5281/zenodo.123"
    if "authors" not in said:
        return None if said.get("author") else "citation must have key, author or authors, and year"
    if not isinstance(said["authors"], list) or not said["authors"]:
        return "authors must be a list of persons and organisations"
    return next(filter(None, map(_odd, said["authors"])), None)


def _odd(author: object) -> str | None:
    if not isinstance(author, dict) or not (
        {"family-names"} <= author.keys() <= {*PERSON} or author.keys() == {*GROUP}
    ):
        return f"an author has {', '.join(PERSON)}, or is an organisation and has a name alone"
    if not all(isinstance(value, str) and value.strip() for value in author.values()):
        return "each name of an author must be text"
    if "orcid" in author and not _is_orcid(author["orcid"]):
        return f"{author['orcid']!r} is no ORCID: its last digit is told by the others"
    return None


def _is_orcid(said: str) -> bool:
    """Whether the check digit is right, by ISO 7064, MOD 11-2."""
    digits = _part(ORCID, said).replace("-", "")
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    return bool(digits) and digits[-1] == "0123456789X"[(12 - total % 11) % 11]


def _part(shape: re.Pattern[str], value: object) -> str:
    found = shape.fullmatch(str(value or ""))
    return found[1] if found else ""


def _said(head: dict[str, Any]) -> dict[str, Any]:
    found = head.get("citation", {})
    return found if isinstance(found, dict) else {}


def bibtex(facts: Facts) -> str:
    """The entry for a version; title, authors, year and DOI are those in the head of the card."""
    said, version = _said(facts.head), _plain(facts.version)
    names = " and ".join(_bibtex_name(author) for author in authors(facts.head))
    doi = _part(DOI, said.get("doi"))
    return "\n".join(
        [
            f"@misc{{{_key(said)},",
            f"  title   = {{{_plain(facts.head.get('pretty_name', ''))}}},",
            f"  author  = {{{names}}},",
            f"  year    = {{{_plain(said.get('year', ''))}}},",
            f"  version = {{{version}}},",
            *([f"  doi     = {{{_plain(doi)}}},"] if doi else []),
            f"  note    = {{Dataset, version {version}, content-sha256 {_plain(facts.digest)}}}",
            "}",
        ]
    )


def _bibtex_name(author: Author) -> str:
    if author.family:
        return _plain(f"{author.family}, {author.given}" if author.given else author.family)
    return f"{{{_plain(author.name)}}}"


def _key(said: dict[str, Any]) -> str:
    return "".join(char for char in str(said.get("key", "dataset")) if char.isalnum() or char in "-_") or "dataset"


def _plain(value: object) -> str:
    """Text that ends no brace and begins no command."""
    return str(value).translate(PLAIN).replace("`", "'")


def creator(head: dict[str, Any]) -> Any:
    """`creator` of Croissant: one, or a list."""
    found = [_creator(author) for author in authors(head)]
    return found[0] if len(found) == 1 else found


def _creator(author: Author) -> dict[str, Any]:
    if not author.family:
        return {"@type": "sc:Organization", "name": author.name}
    name = f"{author.given} {author.family}".strip()
    said: dict[str, Any] = {"@type": "sc:Person", "name": name, "familyName": author.family}
    if author.given:
        said["givenName"] = author.given
    if author.orcid:
        said["sameAs"] = f"https://orcid.org/{author.orcid}"
    if author.affiliation:
        said["affiliation"] = {"@type": "sc:Organization", "name": author.affiliation}
    return said


def cff(head: dict[str, Any], version: str, date: str) -> str:
    """CITATION.cff 1.2.0 of a version."""
    doi, license_ = _part(DOI, _said(head).get("doi")), SPDX.get(str(head.get("license")))
    people = [
        {"family-names": of.family}
        | ({"given-names": of.given} if of.given else {})
        | ({"orcid": f"https://orcid.org/{of.orcid}"} if of.orcid else {})
        | ({"affiliation": of.affiliation} if of.affiliation else {})
        if of.family
        else {"name": of.name}
        for of in authors(head)
    ]
    said = {
        "cff-version": "1.2.0",
        "message": MESSAGE,
        "title": str(head.get("pretty_name", "")),
        "type": "dataset",
        "authors": people,
        "version": version,
        "date-released": date,
        **({"doi": doi} if doi else {}),
        **({"license": license_} if license_ else {}),
        "keywords": [str(tag) for tag in head.get("tags", ())],
    }
    return MARK + yaml.safe_dump(said, sort_keys=False, allow_unicode=True, width=1000)


def zenodo(head: dict[str, Any], version: str, date: str) -> str:
    """.zenodo.json of a version, which Zenodo reads when a release is made on GitHub."""
    license_ = SPDX.get(str(head.get("license")))
    said = {
        "title": str(head.get("pretty_name", "")),
        "upload_type": "dataset",
        "creators": [
            {"name": f"{of.family}, {of.given}" if of.given else of.family or of.name}
            | ({"orcid": of.orcid} if of.orcid else {})
            | ({"affiliation": of.affiliation} if of.affiliation else {})
            for of in authors(head)
        ],
        "version": version,
        "publication_date": date,
        **({"license": license_.lower()} if license_ else {}),
        "keywords": [str(tag) for tag in head.get("tags", ())],
    }
    return json.dumps(said, indent=2, ensure_ascii=False) + "\n"
