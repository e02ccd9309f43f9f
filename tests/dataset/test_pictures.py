"""The pictures of the card show the figures, stay legible with many outlets and months, and hold no markup of others."""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from itertools import pairwise

import pytest
import yaml

from presspack.dataset.card import pictures
from presspack.dataset.facts import Facts
from presspack.project.contracts import schemas
from presspack.project.outlets import load
from presspack.writing import svg
from presspack.writing.charts import BARS, STRIPS, Bar, Part, Strip
from presspack.writing.charts import bars as draw_bars
from presspack.writing.charts import strips as draw_strips
from tests.support.hostile_names import HOSTILE
from tests.support.projects import REPO

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = pictures.PICTURES


def facts(cells: dict[tuple[str, str | None, str | None], int], words: dict[int, int] | None = None) -> Facts:
    """Facts of articles by outlet, language and month, each in a dump of its own."""
    held = Facts(cells=Counter(cells))
    many = held.cells.total()
    for (outlet, _, month), count in cells.items():
        known = held.outlets.get(outlet, (0, 0, None, None))
        held.outlets[outlet] = (known[0] + count, known[1] + count * (month is not None), None, None)
    held.rows.update(articles=many, dumps=many + 2)
    held.counts = {
        "words": Counter(words or {120: many}),
        "outcome": Counter(published=many, rejected=2),
        "date_source": Counter({"page": many}),
        "crawl_source": Counter({"page": many - 1, None: 1}),
    }
    held.stories = {"train": {str(i): (None, None) for i in range(min(many, 100_000))}}
    return held


FEW = facts(
    {("sample-times", "en", "2024-11"): 3, ("sample-radio", "en", "2025-02"): 1, ("sample-radio", "en", None): 2}
)


def texts(drawing: str) -> list[str]:
    return [text.text or "" for text in ET.fromstring(drawing).iter(f"{SVG}text")]


def bars(drawing: str) -> list[dict[str, str]]:
    return [rect.attrib for rect in ET.fromstring(drawing).iter(f"{SVG}rect") if rect.get("class") != "ground"]


@pytest.mark.parametrize("name", DRAWN)
def test_the_same_figures_give_the_same_bytes_in_any_order(name):
    other = facts(dict(reversed(FEW.cells.items())))
    for counter in other.counts.values():
        held = list(counter.items())
        counter.clear()
        counter.update(dict(reversed(held)))
    assert DRAWN[name](other) == DRAWN[name](FEW)


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_has_a_ground_and_colours_for_light_and_for_dark_and_loads_nothing(name):
    drawing = DRAWN[name](FEW)[0]
    light, dark = re.search(r"<style>(.*)@media \(prefers-color-scheme:dark\)\{(.*)\}</style>", drawing).groups()
    for kind in ("text", ".dim", ".ground", ".bar", ".rest"):
        assert re.search(rf"{re.escape(kind)}{{[^}}]*fill:#", light)
        assert re.search(rf"{re.escape(kind)}{{[^}}]*fill:#", dark)
    assert "href" not in drawing
    assert "url(" not in drawing
    assert ET.fromstring(drawing).get("role") == "img"
    assert next(ET.fromstring(drawing).iter(f"{SVG}title")).text


@pytest.mark.parametrize("name", DRAWN)
def test_nothing_is_drawn_outside_the_picture(name):
    many = facts({(outlet.id, "en", "2024-01"): 10**6 + i for i, outlet in enumerate(schemas().OUTLETS.all)})
    for held in (FEW, many):
        drawing = DRAWN[name](held)[0]
        root = ET.fromstring(drawing)
        wide, high = int(root.get("width")), int(root.get("height"))
        for rect in bars(drawing):
            assert float(rect["x"]) + float(rect["width"]) <= wide
            assert float(rect["y"]) + float(rect["height"]) <= high
        for text in root.iter(f"{SVG}text"):
            room = float(text.get("x")) if text.get("text-anchor") == "end" else wide - float(text.get("x"))
            assert len(text.text or "") * 7 <= room, text.text
            assert float(text.get("y")) < high


def test_articles_stand_in_the_row_of_their_outlet_at_their_month():
    drawing, said = pictures.months(FEW)
    assert [text for text in texts(drawing) if text.startswith("20")] == ["2024-11", "2024-12", "2025-01", "2025-02"]
    one, three = bars(drawing)  # the row of the radio comes first
    assert float(three["height"]) > 2.9 * float(one["height"])
    assert float(three["x"]) < float(one["x"])
    assert float(three["y"]) > float(one["y"])
    assert said == (
        "Articles by month and outlet, 2024-11 to 2025-02: 4 of 6 are dated. No month has more than 2024-11 (3). "
        "The outlet with most articles is Sample Radio (EN) (3)."
    )


def test_more_than_sixty_months_are_shown_as_years_without_a_gap():
    held = facts({("sample-times", "en", "2001-05"): 1, ("sample-times", "en", "2012-01"): 4})
    drawing, said = pictures.months(held)
    assert said.startswith(
        "Articles by year and outlet, 2001 to 2012: 5 of 5 are dated. No year has more than 2012 (4)."
    )
    assert len(bars(drawing)) == 2
    held = facts({("sample-times", "en", "2001-01"): 1, ("sample-times", "en", "2005-12"): 1})
    assert "by month" in pictures.months(held)[1]


def test_labels_of_the_axis_do_not_overlap_whatever_the_span():
    for last in range(1, 60):
        columns = [f"{2000 + i}" for i in range(last)]
        drawing = svg.picture("Articles", draw_strips(columns, [Strip("Times", "1", [1] * last)], STRIPS))
        places = [
            float(text.get("x"))
            for text in ET.fromstring(drawing).iter(f"{SVG}text")
            if re.fullmatch(r"20\d\d", text.text or "")
        ]
        assert all(right - left >= 40 for left, right in pairwise(places))


def test_of_many_outlets_eight_have_a_row_and_the_others_share_one():
    ids = [outlet.id for outlet in schemas().OUTLETS.all]
    held = facts({(name, "en", "2024-01"): len(ids) - i for i, name in enumerate(ids)})
    drawing, _ = pictures.months(held)
    assert len(bars(drawing)) == 9
    assert f"{len(ids) - 8} other outlets" in texts(drawing)
    assert pictures.ranked(held) == ids[:8]


def test_where_no_article_is_dated_the_picture_says_so():
    drawing, said = pictures.months(facts({("sample-times", None, None): 2}))
    assert said == "No article is dated."
    assert said in texts(drawing)


def test_every_outcome_of_the_ledger_is_in_the_funnel_with_its_number():
    drawing, said = pictures.funnel(FEW)
    assert texts(drawing)[1:] == [
        "dumps found", "8", "published", "6 (75.0 %)", "duplicate", "0 (0.0 %)", "rejected", "2 (25.0 %)",
        "withdrawn", "0 (0.0 %)", "articles", "6", "stories", "6",
    ]  # fmt: skip
    assert said.startswith("Of 8 dumps found: 6 published, 0 duplicate, 2 rejected, 0 withdrawn. They make 6 articles")


def test_lengths_are_counted_in_steps_from_the_shortest_to_the_longest():
    drawing, said = pictures.lengths(facts({("sample-times", "en", None): 6}, {19: 1, 20: 2, 210: 3}))
    assert texts(drawing)[1:] == [
        "0 to 19", "1 (16.7 %)", "20 to 49", "2 (33.3 %)", "50 to 99", "0 (0.0 %)", "100 to 199", "0 (0.0 %)",
        "200 to 499", "3 (50.0 %)",
    ]  # fmt: skip
    assert "half of 6 have at most 20, a quarter at most 20, three quarters at most 210;" in said
    assert said.endswith("the shortest has 19, the longest 210.")


def test_dates_are_shown_by_their_source_and_those_that_are_missing_in_grey():
    drawing, said = pictures.dates(FEW)
    assert [rect["class"] for rect in bars(drawing)] == ["bar", "rest", "bar", "rest"]
    assert said == (
        "6 of 6 articles have a day of publication: 6 by page. 5 of 6 articles have a day of the crawl: 5 by page."
    )


def test_every_source_of_a_date_that_the_contract_knows_has_its_words():
    columns = schemas("published").Published.to_schema().columns
    for name in ("date_source", "crawl_source"):
        (check,) = [check for check in columns[name].checks if check.name == "isin"]
        assert set(check.statistics["allowed_values"]) <= pictures.SOURCES.keys()


@pytest.mark.parametrize("name", HOSTILE)
def test_what_an_outlet_calls_itself_does_nothing_in_a_picture(name, tmp_path, monkeypatch):
    rows = yaml.safe_load((REPO / "schemas" / "outlets.yaml").read_text("utf-8"))
    for row in rows["outlets"]:
        if row["id"] == "sample-times":
            row["label"] = HOSTILE[name]
    (tmp_path / "outlets.yaml").write_text(yaml.safe_dump(rows), "utf-8")
    monkeypatch.setattr(schemas(), "OUTLETS", load(tmp_path / "outlets.yaml"))
    drawing, _ = pictures.months(FEW)
    assert svg.short(HOSTILE[name]) in texts(drawing)
    assert {element.tag for element in ET.fromstring(drawing).iter()} == {
        f"{SVG}{tag}" for tag in ("svg", "title", "style", "rect", "text", "path")
    }


def test_a_label_of_odd_characters_is_one_line_of_xml_that_shows_them():
    chart = draw_bars([Bar("</text><script>", "1", [Part(1)])], BARS)
    drawing = svg.picture("A\x00\x1b[31m \u202eB\ud800\n&lt;", chart)
    assert texts(drawing)[:2] == ["A␀␛[31m ‹U+202E›B‹U+D800› &lt;", "</text><script>"]
    drawing.encode()


def test_the_sum_of_many_small_outlets_does_not_make_slivers_of_those_with_a_row():
    rows = [Strip("one", "10", [10]), Strip("7 others", "90", [90], apart=True)]
    heights = [
        float(high)
        for high in re.findall(r'<rect class="bar"[^>]* height="([\d.]+)"', str(draw_strips(["2024-01"], rows, STRIPS)))
    ]
    alone = [
        float(high)
        for high in re.findall(
            r'<rect class="bar"[^>]* height="([\d.]+)"', str(draw_strips(["2024-01"], rows[:1], STRIPS))
        )
    ]
    assert heights[0] == alone[0] == heights[1]
