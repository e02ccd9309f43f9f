"""The outlets' own sites: nothing is claimed without evidence of its outlet, and no date is taken for another."""

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presspack.article import Article, Record
from presspack.errors import Note, Rejected
from presspack.project.outlets import Outlets
from presspack.reading import urls
from presspack.reading.layouts import LAYOUTS
from presspack.reading.layouts.sitedates import calendar_date, dotted_date, posted_date, trailer_date, view_date
from presspack.reading.lines import Lines
from presspack.reading.read import read
from tests.support.dumps import DUMPS

BODY = "The gardeners of Tolvenna weighed their pears on Friday, and found them heavy.\nThe scales were borrowed."
DATELINED = f"Pyongyang, August 13 (KCNA) -- {BODY}"
Read = Callable[..., Article]


def fixture(name: str) -> str:
    return (DUMPS / f"{name}.txt").read_text("utf-8")


@pytest.fixture
def outlet_and_article(outlets: Outlets) -> Callable[..., tuple[str, Article]]:
    def of(text: str, url: str | None = None) -> tuple[str, Article]:
        return read(text, outlets, Record(url=url))

    return of


@pytest.fixture
def article(outlet_and_article: Callable[..., tuple[str, Article]]) -> Read:
    return lambda text, url=None: outlet_and_article(text, url)[1]


@pytest.fixture
def claims(outlets: Outlets) -> Callable[..., list[str]]:
    """The layouts that claim a text."""

    def of(text: str, url: str | None = None) -> list[str]:
        lines = Lines.of(text, Record(url=url), outlets.at(urls.host(url or "")))
        return [layout.name for layout in LAYOUTS if layout.matches(lines)]

    return of


# --- evidence


@pytest.mark.parametrize(
    "text",
    [
        f"A Title\n{BODY}",
        f"/ News\nA Title\n{BODY}",
        f"A Title\n{DATELINED} -0-",
        f"A Title\n{BODY} -0- (2025.02.10.)",
        f"A Title\n{DATELINED}\n(Juche111.8.13.)",
        f"A Title\nJuly 26, 2025\n{BODY}\n2025 © All rights reserved.",
        f"A Title\n{BODY}\nRodong Sinmun",
        f"Nov. 15, 2024 Friday\nA Title\n{BODY}\nRodong Sinmun",
        f"august 21, Juche108(2019)\nA Title\n{DATELINED}\nTo write your feedbacks",
        f"A Title\nFri, 09/22/2023 - 13:05\n{DATELINED}",
        f"A Title\nSubmitted by admin on Fri, 09/22/2023 - 13:05\n{DATELINED}",
        f"A Title\nSubmitted by KCNA on\n{DATELINED}\nAnother Title\nSubmitted by KCNA on\n{DATELINED}",
    ],
)
def test_a_text_that_does_not_name_its_outlet_is_claimed_by_nobody(text: str, claims: Callable[..., list[str]]) -> None:
    assert claims(text) == []


@pytest.mark.parametrize(
    ("url", "layout", "outlet"),
    [
        ("http://www.kcna.kp/en/article/q/1.kcmsf", "kcna_kp", "kcna-kp"),
        ("http://rodong.rep.kp/en/index.php?MTJA", "rodong", "rodong-sinmun"),
        ("http://www.pyongyangtimes.com.kp/?bbs=1", "pyongyang_times", "pyongyang-times"),
        ("http://www.mfa.gov.kp/en/a/", "mfa", "mfa"),
        ("http://naenara.com.kp/main/a", "naenara", "naenara"),
        ("http://vok.rep.kp/index.php/a", "vok", "voice-of-korea"),
        ("http://uriminzokkiri.com/index.php?no=1", "uriminzokkiri", "uriminzokkiri"),
    ],
)
def test_the_url_of_a_site_tells_its_outlet_and_undated_pages_stay_undated(
    url: str, layout: str, outlet: str, outlet_and_article: Callable[..., tuple[str, Article]]
) -> None:
    found, read = outlet_and_article(f"A Title\n{BODY}", url)
    assert (found, read.layout, read.title, read.paragraphs) == (outlet, layout, "A Title", 2)
    assert (read.published_on, read.date_source, read.crawled_on) == (None, None, None)


MARKED = ("kcna_kp-own-line", "kcna_kp-inline", "kcna_co_jp", "rodong", "pyongyang_times", "uriminzokkiri", "oana")


@pytest.mark.parametrize("name", MARKED)
def test_the_mark_of_one_site_on_a_page_of_another_is_no_evidence(name: str, claims: Callable[..., list[str]]) -> None:
    assert claims(fixture(name), "http://vok.rep.kp/index.php/a") == ["vok"]


@pytest.mark.parametrize("name", ["page-doubled", "page-single", "body", "titled", "legacy"])
@pytest.mark.parametrize("site", ["kcna.kp", "kcna.co.jp", "mfa.gov.kp", "vok.rep.kp", "oananews.org"])
def test_a_page_of_kcna_watch_is_of_no_other_site(name: str, site: str, claims: Callable[..., list[str]]) -> None:
    assert claims(fixture(name), f"http://{site}/a") == [name.partition("-")[0]]


def test_the_same_item_at_kcna_watch_keeps_its_layout_though_it_bears_the_trailer(
    claims: Callable[..., list[str]],
) -> None:
    assert claims(f"{fixture('kcna_kp-own-line')}\nMore From KCNA.kp (En)\nMore Articles") == ["body"]


def test_an_item_of_kcna_at_oana_is_claimed_once_though_it_bears_the_trailer(claims: Callable[..., list[str]]) -> None:
    for trailer in (" -0- (Juche112.9.8.)", " -0-\nwww.kcna.kp (2023.09.08.)"):
        assert claims(fixture("oana").rstrip("\n") + trailer) == ["oana"]


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("http://www.mfa.gov.kp/en/category/statements/page/2/", f"A Title\n{BODY}\n... ... ...\nRead More\nB Title"),
        ("http://www.naenara.com.kp/main/index/en/first", f"A Title\n{BODY}\n[Politics] :: B Title"),
        (
            "http://rodong.rep.kp/en/index.php?NEBA",
            f"Sep. 29,Juche 112 (2023) Friday\n> Economy > 705\nA Title\n{BODY}",
        ),
        ("http://rodong.rep.kp/en/index.php?NEBA", f"Feb. 20, 2024 Tuesday\nRodong Sinmun\nA Title\nB Title\n{BODY}"),
        ("http://www.mfa.gov.kp/en/", f"A Title\n{DATELINED}\nB Title\n{DATELINED}"),
        ("http://www.oananews.org/agency/news/KCNA", f"A Title\n{DATELINED}"),
        ("http://www.pyongyangtimes.com.kp/?bbs=2", f"Monday, October 2, 2023Latest News\nA Title\n{BODY}"),
        ("http://kcna.co.jp/item/2003/200312/news12/22.htm", f"A Title\n{DATELINED}\nB Title\n{DATELINED}"),
        ("http://m.oananews.org/agency/news/KCNA", f"A\nSubmitted by KCNA on\n{BODY}\nB\nSubmitted by KCNA on\n{BODY}"),
    ],
)
def test_a_list_of_articles_is_none(url: str, text: str, claims: Callable[..., list[str]]) -> None:
    assert claims(text, url) == []


@pytest.mark.parametrize("end", ["org", "co", "app", "us", "xyz"])
def test_kcna_watch_answers_at_several_hosts(end: str) -> None:
    page = urls.page(f"https://kcnawatch.{end}/newstream/1700000000-12345678/a-title")
    assert page == urls.Page("1700000000-12345678", dt.date(2023, 11, 15))


# --- outlets at OANA


@pytest.mark.parametrize(
    ("head", "label"),
    [
        ("Submitted by YONHAP on Fri, 09/22/2023 - 13:05", [("YONHAP", 2)]),
        ("Fri, 09/22/2023 - 13:05", []),
    ],
)
def test_another_agency_at_oana_is_an_outlet_nobody_knows(head: str, label: list[object], article: Read) -> None:
    read = article(f"A Title\n{head}\n{BODY}", "https://oananews.org/content/news/a")
    assert [tuple(each) for each in read.labels] == label
    assert [note.slug for note in read.reasons] == ["unknown-outlet"]


def test_a_dateline_of_kcna_at_oana_names_it_where_no_line_says_who_posted(
    outlet_and_article: Callable[..., tuple[str, Article]],
) -> None:
    outlet, read = outlet_and_article(f"A Title\nFri, 09/22/2023 - 13:05\n{DATELINED}", "https://oananews.org/a")
    assert (outlet, read.labels[0].line, read.published_on) == ("kcna-kp", 3, dt.date(2023, 9, 22))


# --- dates


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("www.kcna.kp (Juche111.8.6.)", dt.date(2022, 8, 6)),
        ("www.kcna.kp (2025.02.10.)", dt.date(2025, 2, 10)),
        ("the pears. -0- (Juche113.7.5.)", dt.date(2024, 7, 5)),
        ("www.kcna.kp (Juche111.13.6.)", None),
        ("www.kcna.kp (2023.2.29.)", None),
        ("the pears of 2025 (three of them)", None),
    ],
)
def test_a_trailer_is_dated_by_either_calendar(text: str, date: dt.date | None) -> None:
    assert trailer_date(text) == date


def test_every_day_is_read_back_from_all_forms() -> None:
    day, weekdays = dt.date(1997, 1, 1), ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    while day.year < 2030:
        juche = day.year - 1911
        assert trailer_date(f"-0- (Juche{juche}.{day.month}.{day.day}.)") == day
        assert dotted_date(f"{day.year}.{day.month}.{day.day}.") == day
        assert calendar_date(f"calendar>>{day:%B} {day.day}. {day.year} Juche {juche}") == day
        assert view_date(f"{day:%b}. {day.day}, {day.year} {day:%A}") == day
        assert view_date(f"{day:%b}. {day.day},Juche {juche} ({day.year}) {day:%A}") == day
        assert view_date(f"{day:%B} {day.day}".lower() + f", Juche{juche}({day.year})") == day
        assert posted_date(f"{weekdays[day.weekday()]}, {day:%m/%d/%Y} - 13:05") == day
        day += dt.timedelta(days=17)


def test_the_month_comes_first_at_oana_and_the_day_of_the_week_must_agree() -> None:
    assert posted_date("Fri, 09/08/2023 - 13:05") == dt.date(2023, 9, 8)
    assert posted_date("Wed, 09/08/2023 - 13:05") is None  # 9 August was a Wednesday
    assert posted_date("Fri, 22/09/2023 - 13:05") is None


def test_two_calendars_that_disagree_give_no_date() -> None:
    assert calendar_date("calendar>>September 11. 2021 Juche 111") is None
    assert view_date("august 21, Juche107(2019)") is None


@pytest.mark.parametrize(
    ("name", "good", "bad", "line"),
    [
        ("kcna_kp-own-line", "(Juche112.3.9.)", "(Juche112.3.32.)", 9),
        ("kcna_kp-own-line", "(Juche112.3.9.)", "(soon)", 9),
        ("kcna_kp-inline", "(Juche111.8.13.)", "(Juche111.8.32.)", 5),
        ("kcna_co_jp", "September 11. 2021 Juche 110", "September 31. 2021 Juche 110", 1),
        ("kcna_co_jp", "September 11. 2021 Juche 110", "September 11. 2021 Juche 109", 1),
        ("rodong", "2024.2.12.", "2024.2.30.", 5),
        ("rodong", "Feb. 20, 2024 Tuesday", "Feb. 30, 2024 Tuesday", 1),
        ("pyongyang_times", "July 26, 2025", "July 32, 2025", 3),
        ("uriminzokkiri", "august 21, Juche108(2019)", "august 32, Juche108(2019)", 1),
        ("oana", "Fri, 09/08/2023 - 13:05", "Fri, 13/08/2023 - 13:05", 2),
    ],
)
def test_a_date_that_no_calendar_has_is_a_reason_with_its_line(
    name: str, good: str, bad: str, line: int, article: Read
) -> None:
    text = fixture(name)
    assert good in text
    read = article(text.replace(good, bad))
    [reason] = read.reasons
    assert (reason.slug, reason.line) == ("invalid-date", line)
    assert reason.detail and reason.detail in bad


@pytest.mark.parametrize("name", ["rodong", "uriminzokkiri"])
def test_the_day_of_the_visit_never_dates_the_article(name: str, article: Read) -> None:
    first, rest = fixture(name).split("\n", 1)
    read, later = article(fixture(name)), article("\n".join(["Mar. 3, 2025 Monday", rest]))
    assert (later.crawled_on, later.crawl_source) == (dt.date(2025, 3, 3), "page")
    assert read.crawled_on is not None
    assert read.crawled_on < later.crawled_on
    assert (read.published_on, read.date_source) == (later.published_on, later.date_source)
    assert first not in read.body


def test_a_date_glued_to_the_first_paragraph_is_parted_from_it(article: Read) -> None:
    text = fixture("pyongyang_times").replace("July 26, 2025\n\n", "July 26, 2025")
    glued, good = article(text), article(fixture("pyongyang_times"))
    assert (glued.body, glued.published_on, glued.paragraphs) == (good.body, good.published_on, 2)
    assert glued.published_on_line == glued.body_line == 3


# --- titles and ends


def test_a_page_without_its_title_is_untitled_and_keeps_its_first_paragraph(article: Read) -> None:
    for text in (f"{DATELINED} -0-\nwww.kcna.kp (2025.02.10.)", f"{BODY}\nwww.kcna.kp (2025.02.10.)"):
        read = article(text)
        assert read.title is None
        assert read.paragraphs == 2
        assert Note("untitled", 1) in read.warnings


def test_a_title_broken_in_two_is_one_and_a_full_stop_after_a_capital_ends_no_sentence(article: Read) -> None:
    read = article(
        f"Gardeners of Tolvenna Receive Greetings\nfrom Lamplighters of U.S.\n{BODY}", "http://rodong.rep.kp/en/"
    )
    assert read.title == "Gardeners of Tolvenna Receive Greetings from Lamplighters of U.S."
    assert read.body == BODY.replace("\n", "\n\n")


@pytest.mark.parametrize("end", ["-0-", "---", " -0-\n-0-"])
def test_the_end_mark_is_no_part_of_the_body(end: str, article: Read) -> None:
    read = article(f"A Title\n{BODY}\n{end}\nwww.kcna.kp (2025.02.10.)")
    assert read.body.startswith("The gardeners")
    assert read.paragraphs == 2


@pytest.mark.parametrize("name", ["kcna_kp-own-line", "kcna_co_jp", "pyongyang_times", "uriminzokkiri"])
def test_lines_after_the_end_are_left_out_and_said(name: str, article: Read) -> None:
    read, longer = article(fixture(name)), article(fixture(name) + "Back to top\n")
    assert longer.body == read.body
    assert [note.detail for note in longer.warnings if note.slug == "text-after-end"] == ["Back to top"]


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("kcna_kp-own-line", "http://kcna.kp/a"),
        ("kcna_co_jp", "http://kcna.co.jp/a"),
        ("rodong", "http://rodong.rep.kp/a"),
        ("pyongyang_times", "http://pyongyangtimes.com.kp/a"),
        ("uriminzokkiri", "http://uriminzokkiri.com/a"),
    ],
)
def test_a_page_cut_off_is_said_to_be(name: str, url: str, article: Read) -> None:
    cut = "\n".join([*fixture(name).rstrip().split("\n")[:5], "The scales were"])
    assert [note.slug for note in article(fixture(name), url).warnings if note.slug == "no-end-mark"] == []
    assert [note.slug for note in article(cut, url).warnings if note.slug == "no-end-mark"] == ["no-end-mark"]


line = st.sampled_from(
    [
        "A Title", BODY, DATELINED, "KCNA", "Rodong Sinmun", "/ News", "|", "-0-", "Culture 2024.2.12.", "July 26, 2025",
        "www.kcna.kp (2025.02.10.)", "x -0- (Juche111.8.13.)", "calendar>>September 11. 2021 Juche 110", "lower case",
        "Nov. 15, 2024 Friday", "2025 © All rights reserved. www.pyongyangtimes.com.kp", "Submitted by KCNA on",
        "Copyright © 2003 - 2019 《Korea Ryugilo Editorial Bureau》", "Fri, 09/22/2023 - 13:05", "Pears   [2025-10-30]",
        "Copyright (C) KOREA NEWS SERVICE(KNS) All Rights Reserved.", "To write your feedbacks", "All Rights Reserved",
    ]
)  # fmt: skip
hosts = st.sampled_from(
    [
        None, "kcna.kp", "kcna.co.jp", "rodong.rep.kp", "pyongyangtimes.com.kp", "mfa.gov.kp", "naenara.com.kp",
        "vok.rep.kp", "uriminzokkiri.com", "oananews.org", "kcnawatch.org",
    ]
)  # fmt: skip


@given(lines=st.lists(line, max_size=7), host=hosts)
def test_any_order_of_these_lines_is_read_or_rejected(lines: list[str], host: str | None, outlets: Outlets) -> None:
    try:
        article = read("\n".join(lines), outlets, Record(url=host and f"http://{host}/a"))[1]
    except Rejected as refusal:
        assert refusal.note.slug in ("no-layout", "several-layouts", "no-source-line")
        return
    printed = "\n".join(lines).count("\n") + 1
    for number in (article.title_line, article.published_on_line, article.body_line, article.body_last_line):
        assert number is None or 1 <= number <= printed
    assert (article.published_on is None) == (article.date_source is None)
