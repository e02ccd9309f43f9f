"""The facts of dataset/, as published: checked with nothing of the tool, so that its faults cannot hide here."""

import datetime as dt
import hashlib
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml

REPO = Path(__file__).parents[2]
DATASET = REPO / "dataset"
PICTURES = {f"images/{name}.svg" for name in ("months", "funnel", "lengths", "dates")}
CONFIGS = sorted({path.parent.name for path in DATASET.glob("*/*.parquet")})


def rows(config: str) -> list[dict[str, Any]]:
    files = sorted((DATASET / config).glob("train-*.parquet"))
    return [row for file in files for row in pq.read_table(file, page_checksum_verification=True).to_pylist()]


@pytest.fixture(scope="module")
def articles() -> list[dict[str, Any]]:
    return rows("articles")


@pytest.fixture(scope="module")
def related() -> list[dict[str, Any]]:
    return rows("related")


@pytest.fixture(scope="module")
def dumps() -> list[dict[str, Any]]:
    return rows("dumps")


@pytest.fixture(scope="module")
def pairs() -> list[dict[str, Any]]:
    return rows("same_story")


@pytest.fixture(scope="module")
def head() -> dict[str, Any]:
    text = (DATASET / "README.md").read_text("utf-8")
    assert text.startswith("---\n")
    return yaml.safe_load(text[4:].split("\n---\n")[0])


@pytest.fixture(scope="module")
def outlets() -> dict[str, dict[str, Any]]:
    text = (REPO / "schemas" / "outlets.yaml").read_text("utf-8")
    return {outlet["id"]: outlet for outlet in yaml.safe_load(text)["outlets"]}


def test_checksums_name_every_file_but_themselves_and_are_right():
    told = dict(reversed(line.split("  ")) for line in (DATASET / "SHA256SUMS").read_text().splitlines())
    there = {path.relative_to(DATASET).as_posix(): path for path in DATASET.rglob("*") if path.is_file()}
    del there["SHA256SUMS"]
    assert told == {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in there.items()}


def test_there_are_only_the_card_its_pictures_croissant_the_checksums_and_parquet():
    names = {path.relative_to(DATASET).as_posix() for path in DATASET.rglob("*") if path.is_file()}
    assert PICTURES | {"croissant.json"} <= names
    assert all(
        re.fullmatch(r"[a-z_]+/train-\d{5}-of-\d{5}\.parquet", name)
        for name in names - {"README.md", "SHA256SUMS", "croissant.json", *PICTURES}
    )


def test_the_head_lists_every_config_with_its_version_and_the_digest_of_the_data(head):
    version = yaml.safe_load((REPO / "params.yaml").read_text())["version"]
    lines = (DATASET / "SHA256SUMS").read_text().splitlines(keepends=True)
    digest = hashlib.sha256("".join(line for line in lines if line.endswith(".parquet\n")).encode()).hexdigest()
    assert sorted(config["config_name"] for config in head["configs"]) == CONFIGS
    assert {"articles", "related", "dumps", "same_story", "revisions", "edits", "pages"} <= set(CONFIGS)
    assert [config["config_name"] for config in head["configs"] if config.get("default")] == ["articles"]
    assert {(config["version"], config["description"]) for config in head["configs"]} == {
        (version, f"content-sha256:{digest}")
    }
    assert [config["data_files"] for config in head["configs"]] == [
        [{"split": "train", "path": f"{config['config_name']}/train-*.parquet"}] for config in head["configs"]
    ]


def test_the_head_has_what_a_card_must_have(head, articles):
    assert {"pretty_name", "license", "task_categories", "language", "size_categories"} <= head.keys()
    assert head["language"] == sorted({article["language"] for article in articles} - {None})


def test_the_head_counts_the_rows_and_names_the_columns(head):
    assert sorted(info["config_name"] for info in head["dataset_info"]) == CONFIGS
    for info in head["dataset_info"]:
        held = rows(info["config_name"])
        assert [split["num_examples"] for split in info["splits"]] == [len(held)]
        assert [feature["name"] for feature in info["features"]] == list(held[0])


def test_the_ledger_closes(dumps):
    outcomes = Counter(dump["outcome"] for dump in dumps)
    assert len(dumps) == sum(outcomes[name] for name in ("published", "duplicate", "rejected", "withdrawn"))
    assert min(outcomes[name] for name in ("published", "duplicate", "rejected")) > 0


def test_the_ledger_holds_every_file_below_seeds_once_and_by_its_bytes(dumps):
    seeds = REPO / "seeds"
    there = {path.relative_to(seeds).as_posix(): path for path in seeds.rglob("*") if path.is_file()}
    loose = [dump for dump in dumps if "!/" not in dump["path"]]
    held = {dump["path"].partition("!/")[0] for dump in dumps} - {dump["path"] for dump in loose}
    assert sorted([*held, *(dump["path"] for dump in loose)]) == sorted(there)
    for dump in loose:
        content = there[dump["path"]].read_bytes()
        assert (dump["dump"], dump["size"]) == (hashlib.sha256(content).hexdigest(), len(content))


def test_a_dump_is_rejected_for_reasons_that_each_have_a_line_of_it_or_none(dumps):
    for dump in dumps:
        assert (dump["outcome"] == "rejected") == bool(dump["reasons"])
        assert len(dump["reasons"]) == len(dump["reason_lines"]) == len(dump["reason_details"])
        if "!/" in dump["path"]:
            continue
        many = len(re.split(rb"\r\n|\r|\n", (REPO / "seeds" / dump["path"]).read_bytes()))
        assert all(line is None or 1 <= line <= many for line in dump["reason_lines"] + dump["warning_lines"])


def test_at_least_eight_reasons_are_shown(dumps):
    assert len({slug for dump in dumps for slug in dump["reasons"]}) >= 8


def test_a_duplicate_has_the_bytes_of_a_path_that_is_published(dumps):
    by_path = {dump["path"]: dump for dump in dumps}
    for dump in dumps:
        assert (dump["duplicate_of"] is not None) == (dump["outcome"] == "duplicate")
        if original := by_path.get(dump["duplicate_of"]):
            assert original["outcome"] == "published"
            assert (original["dump"], original["article"]) == (dump["dump"], dump["article"])


def test_an_id_is_made_of_the_outlet_and_the_body_without_white_space(articles):
    for article in articles:
        body = "".join(article["body"].split())
        assert article["id"] == hashlib.sha256(f"{article['outlet']}\n{body}".encode()).hexdigest()[:16]


def test_ids_are_unique_and_in_order(articles):
    ids = [article["id"] for article in articles]
    assert ids == sorted(set(ids))
    assert all(re.fullmatch(r"[0-9a-f]{16}", name) for name in ids)


def test_every_article_has_its_dumps_and_every_published_dump_its_article(articles, dumps):
    told = Counter(dump["article"] for dump in dumps if dump["outcome"] == "published")
    assert {article["id"]: article["dumps"] for article in articles} == told
    assert {dump["article"] for dump in dumps if dump["outcome"] in ("rejected", "withdrawn")} == {None}


def test_every_article_is_of_an_outlet_that_the_registry_knows(articles, outlets):
    assert {article["outlet"] for article in articles} <= outlets.keys()


def test_dates_are_days_that_can_be(articles, outlets):
    for article in articles:
        published, crawled = article["published_on"], article["crawled_on"]
        founded = outlets[article["outlet"]].get("founded", dt.date.min)
        latest = crawled + dt.timedelta(days=1) if article["crawl_source"] == "page" else dt.date.max
        assert published is None or founded <= published <= latest
        assert (published is None) == (article["date_source"] is None)
        assert (crawled is None) == (article["crawl_source"] is None)


def test_there_are_dated_and_undated_articles_and_dates_that_a_copy_or_a_teaser_gave(articles):
    assert {"page", "copy", "teaser", None} <= {article["date_source"] for article in articles}


def test_a_body_is_clean_paragraphs_and_is_counted_right(articles):
    for article in articles:
        paragraphs = article["body"].split("\n\n")
        assert article["paragraphs"] == len(paragraphs)
        assert article["words"] == len(article["body"].split()) > 0
        assert all(paragraph == " ".join(paragraph.split()) != "" for paragraph in paragraphs)


def test_related_items_are_of_published_dumps_and_numbered_from_one(related, dumps):
    published = {dump["dump"] for dump in dumps if dump["outcome"] == "published"}
    places: dict[str, list[int]] = {}
    for item in related:
        assert item["dump"] in published
        assert item["teaser"].strip()
        places.setdefault(item["dump"], []).append(item["position"])
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in places.values())
    assert list(places) == sorted(places)


def test_related_items_are_of_the_outlet_of_their_dump(articles, related, dumps):
    by_id = {article["id"]: article for article in articles}
    outlet = {dump["dump"]: by_id[dump["article"]]["outlet"] for dump in dumps if dump["article"]}
    assert all(item["outlet"] == outlet[item["dump"]] for item in related)


def test_an_item_that_leads_to_an_article_has_its_beginning_and_its_outlet(articles, related):
    by_id = {article["id"]: article for article in articles}
    leading = [item for item in related if item["article"]]
    assert leading
    for item in leading:
        article = by_id[item["article"]]
        assert article["outlet"] == item["outlet"]
        assert "".join(article["body"].split()).startswith("".join(item["teaser"].split()))


def test_a_story_is_named_by_its_smallest_id_and_has_as_many_articles_as_it_says(articles):
    stories: dict[str, list[str]] = {}
    for article in articles:
        stories.setdefault(article["story"], []).append(article["id"])
    assert all(story == min(ids) for story, ids in stories.items())
    assert all(article["story_size"] == len(stories[article["story"]]) for article in articles)
    assert sorted(map(len, stories.values()))[-2:] == [2, 3]


def test_pairs_are_of_one_story_told_by_two_outlets_on_days_that_are_near(articles, pairs):
    by_id = {article["id"]: article for article in articles}
    for pair in pairs:
        one, other = by_id[pair["article"]], by_id[pair["other"]]
        assert (one["id"] < other["id"], one["story"]) == (True, other["story"])
        assert 0.6 <= pair["similarity"] <= 1
        if one["published_on"] and other["published_on"]:
            assert abs(one["published_on"] - other["published_on"]).days <= 31
    assert {name for pair in pairs for name in (pair["article"], pair["other"])} == {
        article["id"] for article in articles if article["story_size"] > 1
    }


def test_the_card_ends_every_table_it_begins():
    text = (DATASET / "README.md").read_text("utf-8")
    begun = re.findall(r"^<!-- measured: (.*) -->$", text, re.MULTILINE)
    assert begun == re.findall(r"^<!-- end: (.*) -->$", text, re.MULTILINE)
    assert begun
