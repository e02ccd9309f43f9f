"""The articles of tests/dumps, as JSON."""

import json
from dataclasses import asdict
from typing import Any

from presspack.article import Article
from tests.support.dumps import DUMPS

LINE_FIELDS = (
    "title_line",
    "published_on_line",
    "crawled_on_line",
    "byline_line",
    "credit_line",
    "body_line",
    "body_last_line",
)


def as_json(outlet: str, article: Article) -> dict[str, Any]:
    # a Counter does not survive asdict
    values = {"outlet": outlet, **asdict(article), "cleaned": dict(article.cleaned)}
    values.pop("url")  # it is given to most
    shown: dict[str, Any] = json.loads(json.dumps(values, default=str))
    return shown


def expected(name: str) -> dict[str, Any]:
    held: dict[str, Any] = json.loads((DUMPS / f"{name}.json").read_text("utf-8"))
    held.pop("url", None)
    return held


def without_lines(article: Article) -> dict[str, Any]:
    """The values of an article alone."""
    values = {name: value for name, value in asdict(article).items() if name not in (*LINE_FIELDS, "cleaned")}
    values["labels"] = [label.text for label in article.labels]
    values["related"] = [item[1:] for item in article.related]
    values["warnings"] = [(note.slug, note.detail) for note in article.warnings]
    return values
