"""BibTeX, Croissant, CITATION.cff and .zenodo.json name the same persons, those in the head of the card."""

import json
import re

import pytest
import yaml

from presspack.dataset.card import citation
from presspack.dataset.facts import Facts

MIRA = {
    "family-names": "Solenne",
    "given-names": "Mira",
    "orcid": "0000-0002-1825-0097",
    "affiliation": "University of Orlemar",
}
ARCHIVE = {"name": "The Ferry Archive"}
HEAD = {
    "pretty_name": "Ferries",
    "license": "cc-by-4.0",
    "tags": ["news"],
    "citation": {
        "key": "ferries",
        "authors": [MIRA, ARCHIVE],
        "year": 2026,
        "doi": "https://doi.org/10.5281/zenodo.12",
    },
}


def test_all_four_name_the_same_persons_and_the_doi():
    bibtex = citation.bibtex(Facts(head=HEAD, version="1.0.0", digest="ab"))
    assert "  author  = {Solenne, Mira and {The Ferry Archive}}," in bibtex
    assert "  doi     = {10.5281/zenodo.12}," in bibtex
    person, group = citation.creator(HEAD)
    assert (person["name"], person["sameAs"]) == ("Mira Solenne", "https://orcid.org/0000-0002-1825-0097")
    assert (person["affiliation"]["name"], group["name"]) == ("University of Orlemar", "The Ferry Archive")
    cff = yaml.safe_load(citation.cff(HEAD, "1.0.0", "2026-11-02"))
    assert cff["authors"] == [MIRA | {"orcid": "https://orcid.org/0000-0002-1825-0097"}, ARCHIVE]
    assert (cff["doi"], cff["license"], cff["type"]) == ("10.5281/zenodo.12", "CC-BY-4.0", "dataset")
    zenodo = json.loads(citation.zenodo(HEAD, "1.0.0", "2026-11-02"))
    assert [of["name"] for of in zenodo["creators"]] == ["Solenne, Mira", "The Ferry Archive"]
    assert (zenodo["license"], zenodo["creators"][0]["orcid"]) == ("cc-by-4.0", "0000-0002-1825-0097")


def test_what_is_not_said_is_left_out():
    head = {"pretty_name": "x", "license": "other", "citation": {"key": "x", "author": "A. Group", "year": 1}}
    assert citation.creator(head) == {"@type": "sc:Organization", "name": "A. Group"}
    assert not {"doi", "license"} & yaml.safe_load(citation.cff(head, "1.0.0", "2026-11-02")).keys()
    assert "author  = {{A. Group}}," in citation.bibtex(Facts(head=head))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"authors": []}, "authors must be a list"),
        ({"authors": "Mira"}, "authors must be a list"),
        ({"authors": [{"name": "x", "orcid": "y"}]}, "an author has family-names"),
        ({"authors": [{"given-names": "Mira"}]}, "an author has family-names"),
        ({"authors": [{"name": 3}]}, "each name of an author must be text"),
        ({"authors": [MIRA | {"orcid": "0000-0002-1825-0098"}]}, "is no ORCID"),
        ({"authors": [MIRA | {"orcid": "1825-0097"}]}, "is no ORCID"),
        ({"doi": "zenodo.12"}, "'zenodo.12' is no DOI"),
        ({"year": None}, "citation must have key"),
        ({"authors": None}, "authors must be a list"),
    ],
)
def test_what_is_wrong_with_a_citation_is_told(change, said):
    assert re.search(said, citation.fault({**HEAD["citation"], **change}) or "")  # type: ignore[dict-item]


def test_a_citation_that_is_right_has_no_fault():
    assert citation.fault(HEAD["citation"]) is None
    assert citation.fault({"key": "x", "author": "y", "year": 2026}) is None
    assert (
        citation.fault(None)
        == citation.fault({"key": "x", "year": 2026})
        == "citation must have key, author or authors, and year"
    )
