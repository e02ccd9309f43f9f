"""The page of the report in a browser: hostile dumps are text on it, and it can be used by mouse, keys and ears."""

import re
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import expect

from presspack.views.report import report
from tests.support.browser import Visit, Visits
from tests.support.dumps import DUMPS
from tests.support.hostile import HOSTILE
from tests.support.projects import SAMPLE, put
from tests.support.reports import files, three

PAGE = (DUMPS / "page-doubled.txt").read_text("utf-8")
TITLE = "Pear Growers of Vessarin Praise Mirel Tovane ’s Ladder"
FIRST = "Vessarin, January 18 (Sample Courier) -- The pear growers  of the valley own a ladder that folds into a walking stick."
ATTACKS = (
    *HOSTILE,
    "<img src=x onerror=alert(1)>",
    "</details></script><script>alert(1)</script>",
    '" onmouseover="alert(1)" x="',
    "<style>*{display:none}</style>",
    "<svg onload=alert(1)>",
    "<meta http-equiv=refresh content='0;url=http://example.org/'>",
    "<link rel=stylesheet href=http://example.org/a.css>",
    "# heading **bold** | cell | `code`",
)


def one_line(text: str) -> str:
    return " ".join(re.split(r"[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+", text.replace("\x00", "")))


def hostile() -> Iterator[tuple[str, bytes]]:
    """Dumps that say something hostile in every place from which a page could be made."""
    for number, words in enumerate(map(one_line, ATTACKS)):
        places = {
            "title": PAGE.replace(TITLE, f"{TITLE} {words}"),
            "date": PAGE.replace("19/01/2026", f"31/02/2026 {words}"),
            "outlet": PAGE.replace("Source: Sample Courier (En)", f"Source: {words.replace('|', '/')}"),
            "body": PAGE.replace(FIRST, f"{words} {FIRST} {words}").replace("19/01/2026", "31/02/2026"),
            "teaser": PAGE.replace("January 21, 2026\n", f"January 21, 2026\n{words}\n"),
            "nothing": words,
        }
        for place, text in places.items():
            yield f"{number:02d}-{place}.txt", text.encode("utf-8", "surrogateescape")
    for number, words in enumerate(ATTACKS):
        name = words.replace("/", "∕").replace("\x00", "")[:100]
        yield f"paths/{number:02d}{name}.txt", PAGE.replace("19/01/2026", f"31/02/{2000 + number}").encode()
    yield "quotes \"'\nnewline\n</summary>.txt", b""


@pytest.fixture(scope="module")
def hostile_page(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    for path, content in hostile():
        put(folder / "seeds" / path, content)
    report(*files(three(folder)), folder / "report")
    return folder / "report" / "report.html"


@pytest.fixture(scope="module")
def sample_page(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    shutil.copytree(SAMPLE, folder / "seeds" / "sample")
    report(*files(three(folder)), folder / "report")
    return folder / "report" / "report.html"


def shown(seen: Visit) -> list[str]:
    """The paths of the dumps that are not filtered out."""
    return seen.page.locator(".case:not([hidden]) .path").all_text_contents()


def count(seen: Visit) -> str:
    return seen.page.locator("#count").inner_text().replace("\u00a0", " ")


def test_hostile_dumps_do_nothing_and_are_all_there_as_text(hostile_page, visit: Visits, request):
    with visit(hostile_page) as seen:
        page = seen.page
        page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
        words = page.locator("main").text_content() or ""
        for attack in ("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "]]>", "javascript:alert(1)",
                       "=cmd|' /C calc'!A0", "␛[31mred", "‹U+202E›gnp.exe", "![](x) [1](2)"):  # fmt: skip
            assert attack in words
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", words)
        assert (
            page.locator("main img, main iframe, main object, main style, main script, main meta, main link").count()
            == 0
        )
        assert page.locator("[onload], [onerror], [onmouseover], [style]").count() == 0
        ours = {"#main", "#dumps", *(f"#{section.get_attribute('id')}" for section in page.locator("section").all())}
        assert {link.get_attribute("href") for link in page.locator("a").all()} <= ours
        assert seen.trouble == []
        # for whoever reviews; what is far from the window is not drawn otherwise
        page.locator(".case").evaluate_all(
            "all => all.forEach((each, at) => { each.open = at % 20 === 0; each.style.contentVisibility = 'visible'; })"
        )
        seen.picture(Path(request.config.cache.mkdir("pictures")) / "report-hostile.png")


def test_the_policy_allows_nothing_that_the_page_does_not_carry(hostile_page, visit: Visits):
    with visit(hostile_page) as seen:
        seen.page.evaluate(
            """() => {
                const add = (tag, more) => document.body.append(Object.assign(document.createElement(tag), more));
                add("script", { textContent: "window.owned = 1" });
                add("img", { src: "http://127.0.0.1:9/a.png" });
                add("style", { textContent: "body { display: none }" });
            }"""
        )
        seen.page.wait_for_timeout(200)
        assert seen.page.evaluate("window.owned") is None
        assert seen.page.locator("body").is_visible()
        assert len(seen.violations) >= 3


def test_the_filter_shows_what_was_asked_for_and_says_how_many(sample_page, visit: Visits):
    with visit(sample_page) as seen:
        page = seen.page
        every = shown(seen)
        assert count(seen) == f"{len(every)} dumps"
        page.get_by_label("Reason or warning").select_option("invalid-date")
        assert shown(seen) == ["sample/rejected/february-31.txt", "sample/rejected/month-13-and-unknown-outlet.txt"]
        assert count(seen) == f"2 of {len(every)} dumps"
        assert page.locator("#warned").is_hidden()
        page.get_by_role("combobox", name="Outlet").select_option("sample-courier")
        assert shown(seen) == ["sample/rejected/february-31.txt"]
        page.get_by_label("Reason or warning").select_option("")
        page.get_by_role("combobox", name="Outlet").select_option("")
        page.get_by_role("searchbox").fill("31/02/2024")
        expect(page.locator(".case:not([hidden])")).to_have_count(1)
        assert shown(seen) == ["sample/rejected/february-31.txt"]
        page.get_by_role("searchbox").press("Escape")
        assert shown(seen) == every
        assert page.locator("#count").get_attribute("role") == "status"
        assert seen.trouble == []


def test_a_rule_in_the_table_leads_to_its_dumps(sample_page, visit: Visits):
    with visit(sample_page) as seen:
        seen.page.locator("#notes .numbers summary").first.click()
        seen.page.locator("#notes a[data-rule=unknown-outlet]").click()
        assert [Path(path).name for path in shown(seen)] == ["month-13-and-unknown-outlet.txt", "unknown-outlet.txt"]
        assert seen.page.get_by_label("Reason or warning").input_value() == "unknown-outlet"
        assert seen.page.url.endswith("#dumps")


def test_the_page_is_worked_with_keys_alone(sample_page, visit: Visits):
    with visit(sample_page) as seen:
        keys = seen.page.keyboard
        keys.press("/")
        keys.type("february-31")
        expect(seen.page.locator(".case:not([hidden])")).to_have_count(1)
        keys.press("ArrowDown")
        keys.press("Enter")
        case = seen.page.locator(".case:not([hidden])")
        assert case.get_attribute("open") is not None
        assert "Date: 31/02/2024" in case.locator("li.error").inner_text()
        keys.press("ArrowUp")
        assert seen.page.evaluate("document.activeElement.id") == "words"
        keys.press("Escape")
        assert len(shown(seen)) > 1
        keys.press("ArrowDown")
        keys.press("ArrowDown")
        second = seen.page.locator(".case summary").nth(1)
        assert second.evaluate("(element) => element === document.activeElement")
        keys.press("Tab")
        assert seen.page.evaluate("document.activeElement.localName") == "summary"


def test_without_script_every_dump_can_be_opened(sample_page, visit: Visits, tmp_path):
    bare = tmp_path / "bare.html"
    bare.write_text(re.sub(r"<script>.*?</script>", "", sample_page.read_text("utf-8"), flags=re.S))
    with visit(bare) as seen:
        assert seen.page.locator("#filter").is_hidden()
        case = seen.page.locator(".case").filter(has_text="february-31.txt")
        case.locator("summary").click()
        assert case.locator("li.error").is_visible()
        assert seen.trouble == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 420, 320])
def test_nothing_is_wider_than_the_window_and_charts_follow_the_dark(sample_page, visit: Visits, width, dark):
    with visit(sample_page, width=width, dark=dark) as seen:
        seen.page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
        assert not seen.overflows()
        back = seen.page.evaluate("getComputedStyle(document.body).backgroundColor")
        letters = seen.page.evaluate("getComputedStyle(document.querySelector('svg text')).fill")
        light, text = (sum(map(int, re.findall(r"\d+", colour)[:3])) for colour in (back, letters))
        assert (light < 200 < 500 < text) if dark else (text < 200 < 500 < light)
        clipped = seen.page.evaluate(
            """() => [...document.querySelectorAll("svg")].flatMap((svg) => {
                const room = svg.getBoundingClientRect();
                return [...svg.querySelectorAll("text")].filter((each) => {
                    const box = each.getBoundingClientRect();
                    return box.left < room.left - 1 || box.right > room.right + 1 || box.bottom > room.bottom + 1;
                }).map((each) => each.textContent);
            })"""
        )
        assert clipped == []


def test_on_paper_there_are_the_charts_and_of_the_dumps_those_that_were_opened(sample_page, visit: Visits):
    with visit(sample_page) as seen:
        seen.page.locator(".case summary").first.click()
        seen.media(printed=True)
        assert seen.page.locator("nav").is_hidden()
        assert seen.page.locator("#filter").is_hidden()
        assert seen.page.locator("figure svg").first.is_visible()
        visible = seen.page.locator(".case").evaluate_all("all => all.filter((each) => each.offsetHeight > 0).length")
        assert visible == 1


def test_ears_find_landmarks_headings_in_order_and_a_table_for_every_chart(sample_page, visit: Visits):
    with visit(sample_page) as seen:
        page = seen.page
        levels = [
            int(name[1]) for name in page.locator("h1, h2, h3, h4").evaluate_all("all => all.map((e) => e.localName)")
        ]
        assert levels[0] == 1 and levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        assert page.get_by_role("main").count() == page.get_by_role("navigation").count() == 1
        sections = page.locator("section")
        for link in page.locator("nav a").all():
            assert sections.and_(page.locator(str(link.get_attribute("href")))).count() == 1
        assert sections.count() == page.locator("nav a").count()
        for figure in page.locator("figure").all():
            assert len(figure.locator("svg[role=img]").get_attribute("aria-label") or "") > 40
            assert figure.locator("table caption").count() == 1
            assert figure.locator("svg rect title").count() > 0
        for name in page.locator("#filter select, #filter input").all():
            assert name.evaluate("(element) => element.labels.length") == 1
        identifiers = page.locator("[id]").evaluate_all("all => all.map((each) => each.id)")
        assert len(identifiers) == len(set(identifiers))
