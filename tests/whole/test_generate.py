"""The made-up dumps are what their truth says."""

import hashlib
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
import yaml

from bench.generate import FAULTS, OUTLETS, Truth, dumps, write
from tests.support.generated import careful

SCHEMAS = Path(__file__).parents[2] / "schemas"


@pytest.fixture(scope="module")
def made() -> list[tuple[Truth, bytes]]:
    return list(dumps(2000, seed=7))


def test_the_same_seed_gives_the_same_bytes_and_another_seed_gives_others(made, tmp_path):
    assert list(dumps(2000, seed=7)) == made
    assert {content for _, content in dumps(50, seed=8) if content}.isdisjoint(content for _, content in made)
    truths = write(tmp_path, 2000, seed=7)
    assert [(truth, (tmp_path / truth.path).read_bytes()) for truth in truths] == made


def test_a_share_of_html_changes_how_dumps_are_set_and_not_what_they_say(made):
    mixed = list(dumps(2000, seed=7, html=0.3))
    assert [truth for truth, _ in mixed] == [truth for truth, _ in made]
    saved = sum(content.lstrip(b"\xef\xbb\xbf").startswith(b"<!DOCTYPE html>") for _, content in mixed)
    assert 500 < saved < 700
    assert sum(content == text for (_, content), (_, text) in zip(mixed, made, strict=True)) == 2000 - saved


def test_every_layout_and_every_reason_occurs(made):
    layouts = Counter(truth.layout for truth, _ in made if truth.outcome == "published")
    assert set(layouts) == {"body", "page", "titled", "legacy"}
    reasons = Counter(truth.reasons for truth, _ in made if truth.outcome == "rejected")
    assert set(reasons) == {(reason,) for reason in FAULTS}
    assert max(reasons.values()) - min(reasons.values()) <= 1


def test_an_id_is_made_of_the_outlet_and_the_body_without_white_space(made):
    for truth, _ in made:
        if truth.outcome == "rejected":
            assert truth.article is None
        else:
            key = f"{truth.outlet}\n" + re.sub(r"\s", "", truth.body)
            assert truth.article == hashlib.sha256(key.encode()).hexdigest()[:16]


def test_a_teaser_has_at_most_130_characters_and_stands_twice_in_its_dump(made):
    for truth, content in made:
        lines = [line for line in re.split(r"[\r\n]+", content.decode(errors="ignore").replace("\u00a0", " ")) if line]
        after = lines[max((i for i, line in enumerate(lines) if line.startswith("More From ")), default=0) :]
        size = 5 if truth.layout == "page" else 3
        groups = [after[1:][start : start + size] for start in range(0, len(truth.related) * size, size)]
        for item, group in zip(truth.related, groups, strict=True):
            assert group[-3] == group[-1] and len(group[-1]) <= 130
            assert careful(group[-1]) == item.teaser


def test_copies_of_an_article_share_its_paragraphs_but_no_crawl_day(made):
    copies = defaultdict(list)
    for truth, _ in made:
        if truth.outcome == "published":
            copies[truth.article].append(truth)
    several = [truths for truths in copies.values() if len(truths) > 1]
    assert len(several) > 80
    for truths in several:
        assert len({(truth.body, truth.byline, truth.credit) for truth in truths}) == 1
        assert len({truth.crawled_on for truth in truths}) == len(truths)
        assert len({truth.published_on for truth in truths} - {None}) <= 1
        assert len({truth.title for truth in truths} - {None}) <= 1


def test_a_duplicate_names_the_first_dump_with_its_bytes(made):
    first: dict[bytes, str] = {}
    for truth, content in made:
        if truth.outcome == "rejected":
            assert content not in first
        else:
            assert truth.duplicate_of == first.get(content)
            first.setdefault(content, truth.path)


def test_the_outlets_are_outlets_of_the_schema():
    rows = yaml.safe_load((SCHEMAS / "outlets.yaml").read_text(encoding="utf-8"))["outlets"]
    known = {(row["id"], row["label"], row.get("founded")) for row in rows if "site" in row}
    assert {tuple(outlet) for outlet in OUTLETS} <= known


def test_every_artefact_of_scraping_occurs(made):
    text = "\n".join(content.decode(errors="ignore") for truth, content in made if truth.outcome == "published")
    bodies = "\n".join(truth.body for truth, _ in made)
    for artefact in (
        "\u00a0", "\u00ad", "\u200b", "\ufeff", "u\u0302", "&#8217;", "&quot;", " ,", " ’s", "  ", "   ", " th ", "km 2", " -0-", "-0- (Juche",
        "www.kcna.kp (Juche1", "www.kcna.kp (2025.", "Join the NK Pro team",
    ):  # fmt: skip
        assert artefact in text, artefact
        assert artefact not in bodies, artefact
    assert {truth.date_source for truth, _ in made} == {"page", "trailer", None}
    assert "(KCNA) -- " in bodies
