"""croissant.json: the dataset described for machines, in Croissant 1.1 with its fields on responsible use (RAI).

Everything in it follows from the contracts, the files, and the card: its prose answers what RAI asks.
"""

import json
import re
from typing import Any

import polars as pl

from presspack.dataset import configs as hub
from presspack.dataset.card import lint
from presspack.dataset.card.citation import bibtex, creator
from presspack.dataset.facts import Facts
from presspack.project.frames import types

CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    **{
        name: f"cr:{name}"
        for name in (
            "arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "extract", "field", "fileObject",
            "fileProperty", "fileSet", "format", "includes", "isArray", "isLiveDataset", "jsonPath", "key", "md5",
            "parentField", "path", "recordSet", "references", "regex", "repeated", "replace", "samplingRate",
            "separator", "source", "subField", "transform",
        )
    },
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "description": {"@container": "@language"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "name": {"@container": "@language"},
}  # fmt: skip
CONFORMS = ("http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0")
ANSWERED = {
    "rai:dataCollection": "Collection",
    "rai:dataPreprocessingProtocol": "How it was made",
    "rai:dataImputationProtocol": "Dates",
    "rai:dataManipulationProtocol": "What is rejected, and why",
    "rai:annotatorDemographics": "Language and writers",
    "rai:dataBiases": "Coverage and bias",
    "rai:dataLimitations": "Limits",
    "rai:dataUseCases": "Uses",
    "rai:personalSensitiveInformation": "People named in the text",
    "rai:dataReleaseMaintenancePlan": "Versions and maintenance",
}
"""For each question of RAI, the section of the card that answers it."""
PARQUET = "application/x-parquet"
FORMATS = {"parquet": PARQUET, "svg": "image/svg+xml", "md": "text/markdown"}
KINDS: dict[pl.DataType, str] = {
    pl.String(): "sc:Text",
    pl.Int32(): "cr:Int32",
    pl.Int64(): "cr:Int64",
    pl.Date(): "sc:Date",
    pl.Float64(): "cr:Float64",
    pl.Boolean(): "sc:Boolean",
}
ARTICLE = "articles/id"  # but `story` leads to its own table, which readers of Croissant take for a circle


def render(facts: Facts, readme: str, digests: dict[str, str]) -> str:
    """croissant.json of a dataset with this card; `digests` are the SHA-256 of every other file, by path."""
    head, prose = facts.head, _sections(readme)
    configs = [config for config in hub.CONFIGS if facts.files[config]]
    cited = head.get("citation", {})
    months = sorted(month for _, _, month in facts.cells if month)
    license_ = head.get("license_name") if head.get("license") == "other" else head.get("license")
    said: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": list(CONFORMS),
        "name": str(cited.get("key", "")),
        "alternateName": str(head.get("pretty_name", "")),
        "description": prose.get("", ""),
        "version": facts.version,
        "license": f"{license_}: {prose.get('Rights', '')}",
        "citeAs": bibtex(facts),
        "creator": creator(head),
        "datePublished": str(cited.get("year", "")),
        "inLanguage": sorted(str(code) for code in facts.counts["language"] if code is not None),
        "keywords": list(head.get("tags", ())),
        "isLiveDataset": False,
        **({"temporalCoverage": f"{months[0]}/{months[-1]}"} if months else {}),
        "prov:wasGeneratedBy": {
            "@type": "prov:Activity",
            "name": "presspack",
            "description": ", ".join(f"{name} {number}" for name, number in sorted(facts.tools.items())),
        },
        "prov:wasDerivedFrom": {
            "@type": "prov:Entity",
            "name": "Dumps of scraped pages",
            "description": f"{facts.rows['dumps']} dumps, each with the SHA-256 of its bytes in the record set `dumps`.",
        },
        "rai:dataCollectionType": "Web Scraping",
        "rai:dataAnnotationProtocol": "There is no annotation.",
        **{name: prose.get(section, "") for name, section in ANSWERED.items()},
        "distribution": [*_files(digests), *(_set(config) for config in configs)],
        "recordSet": [_records(config) for config in configs],
    }
    return json.dumps(said, indent=1, ensure_ascii=False) + "\n"


def _sections(readme: str) -> dict[str, str]:
    """The prose of the first two levels of the card, by heading, without its figures; what comes first has no name."""
    bare = re.sub(r"<!-- measured: (.*?) -->.*?<!-- end: \1 -->", "", readme.partition("\n---\n")[2], flags=re.DOTALL)
    parts = re.split(r"(?m)^## +(.*?) *$", re.sub(r"(?m)^# .*$", "", bare, count=1))
    named = [("", parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]
    return {name: re.sub(r"\n{3,}", "\n\n", lint.COMMENT.sub("", text)).strip() for name, text in named}


def _files(digests: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "@type": "cr:FileObject",
            "@id": path,
            "name": path,
            "contentUrl": path,
            "encodingFormat": FORMATS[path.rpartition(".")[2]],
            "sha256": digest,
        }
        for path, digest in sorted(digests.items())
    ]


def _set(config: str) -> dict[str, Any]:
    """The files of a config. It is contained in nothing: else readers of a local folder find no record."""
    return {
        "@type": "cr:FileSet",
        "@id": f"{config}-files",
        "name": f"{config}-files",
        "description": f"The Parquet files of `{config}`.",
        "encodingFormat": PARQUET,
        "includes": f"{config}/*.parquet",
    }


def _records(config: str) -> dict[str, Any]:
    contract = hub.contract(config)
    columns, kinds = contract.to_schema().columns, types(contract)
    return {
        "@type": "cr:RecordSet",
        "@id": config,
        "name": config,
        "description": _first_line(contract),
        "key": [{"@id": f"{config}/{name}"} for name in hub.CONFIGS[config].key],
        "field": [_field(config, name, kinds[name], columns[name].description or "") for name in hub.columns(config)],
    }


def _field(config: str, name: str, kind: pl.DataType, meaning: str) -> dict[str, Any]:
    several = isinstance(kind, pl.List)
    lead = ARTICLE if name in hub.CONFIGS[config].leads else None
    return {
        "@type": "cr:Field",
        "@id": f"{config}/{name}",
        "name": name,
        "description": meaning,
        "dataType": KINDS[kind.inner if isinstance(kind, pl.List) else kind],  # type: ignore[index]
        **({"isArray": True, "arrayShape": "-1"} if several else {}),
        "source": {"fileSet": {"@id": f"{config}-files"}, "extract": {"column": name}},
        **({"references": {"field": {"@id": lead}}} if lead else {}),
    }


def _first_line(contract: Any) -> str:
    return str(contract.__doc__).strip().partition("\n")[0]
