"""Drift is noticed where there is some, hardly ever where there is none, and its tests are what textbooks say."""

import json
import math
import random
import re
import shutil
import xml.etree.ElementTree as ET
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Schema

from bench.drift import FAULTS, halves, seen, some, unchanged
from presspack.project.params import Params
from presspack.views.drift import FEWEST, Seen, compared, published
from presspack.views.drift.model import Facts
from presspack.views.drift.statistics import fisher, holm, mann_whitney
from tests.support.projects import FEW, REPO, build, presspack, put

# --- the tests themselves


def counted(hits: int, of: int, other: int, other_of: int) -> float:
    """Fisher's p by counting, in whole numbers."""
    total = hits + other
    ways = {
        k: math.comb(of, k) * math.comb(other_of, total - k)
        for k in range(total + 1)
        if k <= of and total - k <= other_of
    }
    return float(Fraction(sum(way for way in ways.values() if way <= ways[hits]), math.comb(of + other_of, total)))


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_fishers_test_is_exact(hits, misses, other_hits, other_misses):
    args = (hits, hits + misses, other_hits, other_hits + other_misses)
    assert fisher(*args) == pytest.approx(counted(*args), rel=1e-6)


def test_fishers_test_gives_what_the_lady_tasting_tea_got():
    assert fisher(4, 4, 0, 4) == pytest.approx(2 / 70)


def test_fishers_test_is_quick_and_finite_for_very_many():
    assert 0 <= fisher(60_000, 100_000, 5_000, 10_000) < 1e-70


@given(st.lists(st.integers(0, 9), min_size=1, max_size=30), st.lists(st.integers(0, 9), min_size=1, max_size=30))
def test_the_effect_of_the_test_of_ranks_is_counted_over_all_pairs(first, second):
    delta, p = mann_whitney(first, second)
    signs = [(b > a) - (b < a) for a, b in product(first, second)]
    assert delta == pytest.approx(sum(signs) / len(signs))
    assert 0 <= p <= 1
    assert mann_whitney(second, first) == pytest.approx((-delta, p))


def test_the_test_of_ranks_keeps_its_level():
    draw = random.Random(0)
    ps = [
        mann_whitney([draw.randrange(30) for _ in range(25)], [draw.randrange(30) for _ in range(60)])[1]
        for _ in range(2000)
    ]
    for level in (0.01, 0.05, 0.5):
        assert sum(p < level for p in ps) / len(ps) == pytest.approx(level, rel=0.25)


def test_holms_correction_is_that_of_a_worked_example():
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []


# --- what is seen of made-up dumps


@pytest.fixture(scope="module")
def dumps() -> list[Seen]:
    return seen(2_500, 1)


def test_random_halves_of_the_same_dumps_hardly_ever_differ(dumps):
    assert sum(bool(halves(dumps, trial)) for trial in range(20)) <= 1
    assert sum(bool(some(dumps, trial, unchanged)) for trial in range(20)) <= 1


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_an_outlets_new_pages_is_noticed_in_fifty_dumps(dumps, name):
    fault, what = FAULTS[name]
    for trial in range(5):
        assert any(drift.what.startswith(what) for drift in some(dumps, trial, fault))


def one(number: int, **facts: object) -> Seen:
    held = {"outlet": "a", "layout": "page", "language": "en", "words": 100 + number % 7, "related": 15} | facts
    return Seen(str(number), False, Facts(**held), frozenset())


def test_too_few_dumps_are_said_to_be_too_few():
    many, few = [one(i) for i in range(200)], [one(900 + i, layout="body") for i in range(FEWEST - 1)]
    assert compared(many, few) == ([], "not compared, for fewer than 20 new or published dumps: a, all outlets")
    assert compared(many, [*few, one(999, layout="body")])[1] == ""


def test_a_difference_that_is_certain_but_small_is_no_drift():
    before = [one(i) for i in range(20_000)]
    now = [one(i, language="es" if i % 100 < 5 else "en", words=101 + i % 7) for i in range(20_000)]
    assert compared(before, now)[0] == []


def test_dumps_that_are_rejected_are_told_over_all_outlets():
    before, now = [one(i) for i in range(100)], [one(i)._replace(rejected=i % 2 == 0, facts=None) for i in range(40)]
    (drift,) = compared(before, now)[0]
    assert (drift.outlet, drift.what, drift.before, drift.now) == ("all outlets", "rejected", "0%", "50%")


def test_articles_that_splits_leave_out_for_want_of_a_date_are_undated_and_not_rejected(tmp_path):
    for number in range(60):
        source = (
            "Date: | Source: Sample Courier (En)" if number % 2 else "Date: 10/07/2024 | Source: Sample Courier (En)"
        )
        put(tmp_path / "seeds" / f"{number}.txt", page(number, source).encode())
    build(tmp_path, Params(**FEW, splits={"by": "date", "test": "2024-09-01", "undated": "drop"}))
    seen = list(published(tmp_path / "dataset"))
    assert (len(seen), sum(one.rejected for one in seen), sum("undated" in one.slugs for one in seen)) == (60, 0, 30)
    for number in range(100, 140):
        source = (
            "Date: | Source: Sample Courier (En)" if number % 2 else "Date: 10/07/2024 | Source: Sample Courier (En)"
        )
        put(tmp_path / "new" / f"{number}.txt", page(number, source).encode())
    assert "drift" not in check(tmp_path / "new", "--against", tmp_path / "dataset").out


# --- a real run, from files to what is said


def page(number: int, source: str = "Date: 10/07/2024 | Source: Sample Courier (En)") -> str:
    body = " ".join(
        f"The ferry of the {word} day waits for the bell." for word in ("first", "next", "last")[: 1 + number % 3]
    )
    return "\n".join(
        [
            "September 14, 2024",
            "KCNA Sample Courier (En)",
            f"Ferry {number}",
            source,
            f"{body} {number}",
            "More From Sample Courier (En)",
            "More Articles",
        ]
    )


@pytest.fixture(scope="module")
def dataset(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("drift")
    for number in range(60):
        put(folder / "seeds" / f"{number}.txt", page(number).encode())
    build(folder, Params(**FEW))
    shutil.rmtree(folder / "data")
    return folder / "dataset"


def check(*words: object):
    return presspack("check", *words, "--params", REPO / "params.yaml")


@pytest.fixture
def undated(tmp_path) -> Path:
    for number in range(100, 130):
        put(tmp_path / "new" / f"{number}.txt", page(number, "Date: | Source: Sample Courier (En)").encode())
    return tmp_path / "new"


SAID = r"sample-courier: undated was 0% in 60 published dumps, is 100% in 30 new ones \(Fisher's exact test, p = \de-\d\d\)"


def test_a_site_that_loses_its_dates_is_noticed_and_fails_a_strict_check_alone(dataset, undated):
    said = check(undated, "--against", dataset)
    assert said.code == 0
    assert re.fullmatch(f"drift: {SAID}", said.out.splitlines()[-2])
    assert said.out.splitlines()[-1] == "30 dumps checked: 0 with problems, 30 with warnings, 1 drift"
    assert check(undated, "--against", dataset, "--strict", "--ignore", "undated").code == 1
    assert check(undated, "--against", dataset, "--strict", "--ignore", "undated,drift").code == 0


def test_drift_is_told_in_every_format(dataset, undated):
    def told(form: str) -> str:
        return check(undated, "--against", dataset, "--format", form, "--ignore", "undated").out

    assert re.fullmatch(f"::warning title=drift::{SAID.replace('%', '%25')}\n", told("github"))
    (drift,) = json.loads(told("json"))["drift"]
    assert (drift["outlet"], drift["what"], drift["many_before"], drift["many_now"]) == (
        "sample-courier",
        "undated",
        60,
        30,
    )
    assert drift["p"] < 1e-9
    text = told("sarif")
    Schema.model_validate_json(text)
    (run,) = json.loads(text)["runs"]
    assert run["results"] == []
    assert re.fullmatch(SAID, run["properties"]["drift"][0]["message"])
    assert re.fullmatch(
        SAID, ET.fromstring(told("junit")).findtext("testsuite[@name='drift']/testcase/system-out") or ""
    )


def test_dumps_that_are_published_already_are_not_new(dataset):
    said = check(dataset.parent / "seeds", "--against", dataset)
    assert said == (0, "60 dumps checked: 0 with problems, 0 with warnings, 60 in the dataset's ledger already\n", "")


def test_new_dumps_like_the_published_ones_are_no_drift(dataset, tmp_path):
    for number in range(200, 230):
        put(tmp_path / f"{number}.txt", page(number).encode())
    assert check(tmp_path, "--against", dataset).out == "30 dumps checked: 0 with problems, 0 with warnings\n"


def test_what_is_no_dataset_is_told(tmp_path, undated):
    said = check(undated, "--against", tmp_path)
    assert said == (2, "", f"presspack: {tmp_path}: holds no dataset: name the folder that publish wrote\n")
    put(tmp_path / "dumps" / "train-00000-of-00001.parquet", b"none")
    said = check(undated, "--against", tmp_path)
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert "cannot be compared with" in said.err
