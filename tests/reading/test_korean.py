"""Korean pages: their head, end mark, bylines and datelines, and the editions that the aggregator labels."""

import datetime as dt
from collections.abc import Callable

import pytest

from presspack.article import Article, Record
from presspack.project.outlets import Outlets
from presspack.reading.dates import dateline_date
from presspack.reading.read import read

BODY = "아래마을의 물방아가 겨울동안의 수리를 끝내고 오늘 낮에 다시 돌기 시작하였다.\n방아군들은 봄에 물길을 더 내기로 하였다."
TITLE = "아래마을 물방아가 다시 돈다"
Read = Callable[..., Article]


@pytest.fixture
def article(outlets: Outlets) -> Read:
    return lambda text, url=None: read(text, outlets, Record(url=url))[1]


SITES = ["uriminzokkiri.com", "kcna.kp", "mfa.gov.kp", "naenara.com.kp", "vok.rep.kp", "rodong.rep.kp", "dprktoday.com"]


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize(
    "head",
    [
        "주체111(2022)년 12월 27일 《우리 민족끼리》", "주체111(2022)년 12월 27일", "2022년 12월 27일 (화요일)", "[주체111(2022)년 12월 27일]",
        "주체 111 (2022) 년 12 월 27 일", "주체111년 12월 27일", "《로동신문》 주체111(2022)년 12월 27일 11시 20분", "주체111(2022).12.27.",
        "[Juche111.12.27.]", "(2022.12.27.)", "등록일: 2022년 12월 27일",
    ],
)  # fmt: skip
def test_the_day_above_or_below_a_title_dates_the_article(head: str, site: str, article: Read) -> None:
    for lines in ([head, TITLE, BODY], [TITLE, head, BODY]):
        found = article("\n".join(lines), f"http://{site}/a")
        assert (found.title, found.paragraphs, found.date_source) == (TITLE, 2, "page")
        assert found.published_on == dt.date(2022, 12, 27)


def test_the_day_above_the_name_of_the_paper_is_that_of_the_visit(article: Read) -> None:
    url = "http://rodong.rep.kp/ko/index.php?strPageID=SF01&newsID=2022-12-20-0001"
    found = article(f"2022년 12월 27일 화요일\n로동신문\n{TITLE}\n{BODY}\n본사기자 홍길동", url)
    assert (found.title, found.paragraphs, found.byline) == (TITLE, 2, "본사기자 홍길동")
    assert (str(found.crawled_on), str(found.published_on), found.date_source) == ("2022-12-27", "2022-12-20", "url")


@pytest.mark.parametrize("line", ["2022.12.27.", "2022-12-27", "국제기자회견"])
def test_a_line_that_may_be_a_crawler_s_or_a_heading_says_nothing(line: str, article: Read) -> None:
    found = article(f"{line}\n{TITLE}\n{BODY}\n{line}", "http://mfa.gov.kp/a")
    assert (found.published_on, found.byline) == (None, None)


def test_a_day_whose_years_differ_is_refused(article: Read) -> None:
    found = article(f"주체110(2022)년 12월 27일\n{TITLE}\n{BODY}", "http://uriminzokkiri.com/a")
    assert [note.slug for note in found.reasons] == ["invalid-date"]


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("end", ["(끝)", " (끝)", "\n(끝)", "(끝).", "【끝】", "-끝-"])
def test_the_end_mark_is_taken_off(end: str, site: str, article: Read) -> None:
    assert article(f"{TITLE}\n{BODY}{end}", f"http://{site}/a").body == BODY.replace("\n", "\n\n")


@pytest.mark.parametrize(
    "byline",
    [
        "본사기자 홍길동", "글 및 사진 본사기자 홍길동", "특파기자 홍길동, 림꺽정", "본사기자 홍 길 동", "[본사기자 홍길동]", "공훈기자 홍길동",
        "조선중앙통신사 기자 홍길동", "글 본사기자 홍길동, 사진 본사기자 림꺽정",
    ],
)  # fmt: skip
def test_who_signs_a_text_is_its_byline(byline: str, article: Read) -> None:
    found = article(f"{TITLE}\n{BODY}\n{byline}", "http://uriminzokkiri.com/a")
    assert (found.byline, found.paragraphs) == (byline, 2)


def test_a_dateline_names_the_day() -> None:
    near = dt.date(2024, 3, 5)
    for printed in ("(평양 3월 2일발 조선중앙통신)", "평양 3월 2일발 조선중앙통신"):
        assert dateline_date(f"{printed}{BODY}", near) == dt.date(2024, 3, 2)
    assert dateline_date(f"평양에서 3월 2일 {BODY}", near) is None


def test_the_trailer_of_the_agency_names_the_day(article: Read) -> None:
    found = article(f"{TITLE}\n{BODY}(끝)\nwww.kcna.kp (주체111.8.6.)")
    assert (found.published_on, found.date_source, found.paragraphs) == (dt.date(2022, 8, 6), "trailer", 2)


@pytest.mark.parametrize("label", ["Rodong Sinmun (Kr)", "KCNA.kp (Kr)", "Uriminzokkiri (KR)", "Arirang Meari", "KCTV"])
def test_a_korean_edition_has_a_korean_outlet(label: str, outlets: Outlets) -> None:
    outlet = outlets.find(label)
    assert outlet is not None
    assert outlet.language == "ko"
    assert outlet.id != "rodong-sinmun"


@pytest.mark.parametrize(
    "head",
    [
        "ID :\n649478\nSat, 12/03/2022 - 11:17\nAuther :",
        "ID : 649478\nSat, 12/03/2022 - 11:17",
        "ID :\nSat, 12/03/2022 - 11:17\nShortlink :\nhttps://oananews.example/s/1",
    ],
)
def test_an_article_at_oana_with_its_head_of_fields(head: str, outlets: Outlets) -> None:
    text = f"{head}\nA Mill Turns\nPyongyang, December 3 (KCNA) -- The mill of the lower village turned at noon.\nX\nFacebook"
    outlet, found = read(text, outlets, Record(url="https://www.oananews.org/content/news/general/a-mill"))
    assert (outlet, found.title, found.published_on) == ("kcna-kp", "A Mill Turns", dt.date(2022, 12, 3))
    assert (found.paragraphs, found.reasons) == (1, [])


def test_the_site_of_dprk_today_is_known_and_what_is_for_sharing_left_out(outlets: Outlets) -> None:
    outlet, found = read(f"{TITLE}\n{BODY}\nfacebook로 보내기", outlets, Record(url="https://dprktoday.com/news/1"))
    assert (outlet, found.layout, found.title, found.paragraphs) == ("dprk-today", "record", TITLE, 2)
