"""What a dump says of its outlet and its crawl is in the ledger, also where it is rejected: a claim that nothing confirms."""

import datetime as dt
from collections.abc import Callable

import polars as pl
import pytest

from presspack.pipeline.parse import tabulate
from presspack.project.contracts import schemas
from tests.support.projects import SAMPLE

PAGE = (SAMPLE / "page" / "ferry-timetable.txt").read_text("utf-8")
LABEL, DATE, DAY = "Sample Courier (En)", "10/07/2024", dt.date(2024, 9, 14)
ADDRESS = "https://example.org/winter-ferries"
Stage = Callable[..., pl.DataFrame]


def entry(staged: Stage, text: str) -> dict[str, object]:
    return tabulate([staged({"dump.txt": text})], schemas().OUTLETS).dumps.row(0, named=True)


@pytest.mark.parametrize(
    ("old", "new", "outcome", "outlet"),
    [
        ("", "", "published", "sample-courier"),
        (DATE, "31/02/2024", "rejected", "sample-courier"),
        (LABEL, "Sample Herald", "rejected", None),
        (f"More From {LABEL}", "More From Sample Herald", "rejected", None),
        (f"Date: {DATE} | Source: {LABEL}", "no source line", "rejected", "sample-courier"),
        ("More Articles", f"Date: {DATE} | Source: {LABEL} |\nMore Articles", "rejected", "sample-courier"),
        ("More Articles", f"Date: {DATE} | Source: Sample Gazette (En) |\nMore Articles", "rejected", None),
    ],
)
def test_the_ledger_has_the_outlet_that_all_labels_name_and_the_day_of_the_crawl(staged, old, new, outcome, outlet):
    row = entry(staged, PAGE.replace(old, new) if old else PAGE)
    assert (row["outcome"], row["claimed_outlet"]) == (outcome, outlet)
    assert (row["crawled_on"], row["crawl_source"]) == (DAY, "page")


def test_a_text_that_names_no_outlet_and_no_day_claims_nothing(staged):
    row = entry(staged, "Some words.\n\nAnd some more.")
    assert (row["outcome"], row["claimed_outlet"], row["crawled_on"], row["crawl_source"]) == ("rejected", *[None] * 3)


def test_the_canonical_link_of_a_saved_page_is_its_url_whatever_becomes_of_it(staged):
    pytest.importorskip("lxml")
    lines = "".join(f"<p>{line}</p>" for line in PAGE.splitlines() if line)
    page = f'<html><head><link rel="canonical" href="{ADDRESS}"></head><body>{lines}</body></html>'
    for text, outcome in ((page, "published"), (page.replace(DATE, "31/02/2024"), "rejected")):
        row = entry(staged, text)
        assert (row["outcome"], row["url"]) == (outcome, ADDRESS)
