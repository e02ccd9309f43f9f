"""Bad dumps: each is rejected, or published with a warning, with the reason and the line that an editor shows."""

import re
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presspack.errors import Note, Rejected
from presspack.project.outlets import Outlets
from presspack.project.rules import REASONS, WARNINGS
from presspack.reading.layouts import LAYOUTS
from presspack.reading.read import read
from tests.support.dumps import DUMPS, Entry

Parse = Callable[[str | bytes], Entry]

PAGE = (DUMPS / "page-doubled.txt").read_text("utf-8")
SINGLE = (DUMPS / "page-single.txt").read_text("utf-8")
BODY = (DUMPS / "body.txt").read_text("utf-8")
TITLED = (DUMPS / "titled.txt").read_text("utf-8")
LEGACY = (DUMPS / "legacy.txt").read_text("utf-8")
SOURCE = "Date: 19/01/2026 | Source: Sample Courier (En) | Read original version at source"


def places(found: list[Note]) -> list[tuple[str, int | None]]:
    return [(note.slug, note.line) for note in found]


def without_line(text: str, number: int) -> str:
    lines = text.split("\n")
    del lines[number - 1]
    return "\n".join(lines)


@pytest.mark.parametrize(
    "text", [PAGE, SINGLE, BODY, TITLED, LEGACY], ids=["doubled", "single", "body", "titled", "legacy"]
)
def test_every_fixture_is_published(text: str, parse_one: Parse) -> None:
    entry = parse_one(text)
    assert (entry.outcome, entry.reasons) == ("published", [])
    assert places(entry.warnings) == ([("undated", 1), ("untitled", 1)] if text is BODY else [])


# no text


@pytest.mark.parametrize(
    ("dump", "slug", "line"),
    [
        (b"", "empty-file", None),
        (b"\xef\xbb\xbf", "blank-file", None),
        (b" \r\n\t\n \n", "blank-file", None),
        ("\u00a0\n\u2003\n".encode(), "blank-file", None),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00\xff\xd8", "binary", None),
        (BODY.replace("reed cutters", "reed\0cutters").encode(), "nul-bytes", 1),
        (BODY.replace("whoever", "who\0ever").encode(), "nul-bytes", 2),
        (BODY.encode().replace(b"wind", bytes(range(0x80, 0x100))), "undecodable", 2),
    ],
    ids=["empty", "mark", "white", "wide", "binary", "nul-first", "nul-second", "undecodable"],
)
def test_bytes_without_a_text_are_rejected(dump: bytes, slug: str, line: int | None, parse_one: Parse) -> None:
    entry = parse_one(dump)
    assert (entry.outcome, places(entry.reasons), entry.warnings) == ("rejected", [(slug, line)], [])


# no layout


def test_prose_is_rejected_at_its_first_line_of_text(parse_one: Parse) -> None:
    entry = parse_one("\n\nIt rained on the orchard for a week.\nNobody wrote it down.\n")
    assert places(entry.reasons) == [("no-layout", 3)]
    assert entry.reasons[0].detail == "`presspack explain no-layout` lists what each looks for"


def test_a_page_of_html_without_url_is_rejected_at_its_first_line_of_text(parse_one: Parse) -> None:
    entry = parse_one("<!DOCTYPE html>\n<html><body><p>It rained on the orchard.</p>")
    assert places(entry.reasons) == [("no-layout", 2)]
    assert entry.reasons[0].detail.startswith("the page names no URL")


def test_a_header_without_its_source_line_is_rejected_at_the_crawl_line(parse_one: Parse) -> None:
    entry = parse_one(without_line(PAGE, 6))
    assert places(entry.reasons) == [("no-source-line", 1)]


def test_a_crawl_line_before_a_source_line_alone_is_a_page_without_a_title(parse_one: Parse) -> None:
    entry = parse_one(f"January 20, 2026\n{SOURCE}\nThe growers met.\nMore From Sample Courier (En)\nMore Articles")
    assert (entry.outcome, entry.reasons) == ("published", [])
    assert places(entry.warnings) == [("untitled", 1), ("unknown-language", 3)]


def test_a_dump_that_two_layouts_claim_is_rejected(monkeypatch: pytest.MonkeyPatch, parse_one: Parse) -> None:
    monkeypatch.setattr("presspack.reading.read.LAYOUTS", (*LAYOUTS, LAYOUTS[0]))
    assert parse_one(PAGE).reasons == [Note("several-layouts", 1, "page, page")]


def test_a_second_line_of_header_that_is_no_title_is_rejected(parse_one: Parse) -> None:
    entry = parse_one(PAGE.replace("Ladder\n", "Ladder\nand something else\n", 1))
    assert entry.reasons == [Note("unclear-header", 5, "and something else")]


def test_more_from_twice_is_rejected_at_each_further_line(parse_one: Parse) -> None:
    entry = parse_one(BODY + "\n" + BODY + "\n" + BODY)
    assert places(entry.reasons) == [("more-from-twice", 18), ("more-from-twice", 32)]
    assert entry.reasons[0].detail == "More From Sample Times"


# no body


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (PAGE[: PAGE.index("Join")] + PAGE[PAGE.index("More From") :], 6),
        (PAGE[: PAGE.index("Vessarin, Jan")] + PAGE[PAGE.index("More From") :], 8),
        (PAGE[: PAGE.index("Join")], 6),
        (TITLED[: TITLED.index("The gardeners")] + TITLED[TITLED.index("More From") :], 2),
        (TITLED[: TITLED.index("The gardeners")], 2),
        (LEGACY[: LEGACY.index("Volunteers")] + LEGACY[LEGACY.index("Get North") :], 5),
        (LEGACY[: LEGACY.index("Volunteers")], 5),
        (BODY[BODY.index("More From") :], 1),
    ],
    ids=["page", "promotion", "page-end", "titled", "titled-end", "legacy", "legacy-end", "body"],
)
def test_a_header_without_a_body_is_rejected_at_the_line_before_the_body(
    text: str, line: int, parse_one: Parse
) -> None:
    assert places(parse_one(text).reasons) == [("empty-body", line)]


def test_a_body_of_signs_alone_is_rejected(parse_one: Parse) -> None:
    start = LEGACY.index("Volunteers")
    entry = parse_one(f"{LEGACY[:start]}* * *\n\n--- !\n\n{LEGACY[LEGACY.index('Get North') :]}")
    assert places(entry.reasons) == [("empty-body", 7)]


def test_a_body_of_underscores_alone_is_rejected(parse_one: Parse) -> None:
    start = LEGACY.index("Volunteers")
    entry = parse_one(f"{LEGACY[:start]}_____\n\n{LEGACY[LEGACY.index('Get North') :]}")
    assert places(entry.reasons) == [("empty-body", 7)]


# dates


@pytest.mark.parametrize(
    "date", ["31/02/2024", "01/13/2024", "13/13/2024", "00/01/2024", "29/02/2023", "2024-01-19", "19/1/24", "soon"]
)
@pytest.mark.parametrize(
    ("text", "line"), [(PAGE, 6), (SINGLE, 7), (TITLED, 2), (LEGACY, 3)], ids=["doubled", "single", "titled", "legacy"]
)
def test_a_date_that_no_calendar_has_is_rejected_with_its_line(
    date: str, text: str, line: int, outlets: Outlets
) -> None:
    article = read(re.sub(r"\d\d/\d\d/\d{4}", date, text), outlets)[1]
    assert article.reasons == [Note("invalid-date", line, date)]
    assert article.published_on is None
    assert article.warnings == []


def test_a_date_of_that_kind_is_in_the_ledger_with_its_line(parse_one: Parse) -> None:
    assert parse_one(PAGE.replace("19/01/2026", "31/02/2024")) == (
        "rejected",
        [Note("invalid-date", 6, "31/02/2024")],
        [],
    )


@pytest.mark.parametrize("line", ["January 32, 2026", "February 30, 2026Feb 30, 2026", "January 20, 2026Jan 21, 2026"])
def test_a_crawl_date_that_cannot_be_is_rejected_with_its_line(line: str, parse_one: Parse) -> None:
    entry = parse_one(PAGE.replace("January 20, 2026Jan 20, 2026", line))
    assert entry == ("rejected", [Note("invalid-date", 1, line)], [])


def test_a_crawl_date_that_cannot_be_needs_no_related_items_to_be_rejected(parse_one: Parse) -> None:
    text = SINGLE.replace("March 29, 2024", "March 32, 2024")
    text = text[: text.index("Gulls")] + "More Articles"
    assert parse_one(text) == ("rejected", [Note("invalid-date", 1, "March 32, 2024")], [])


@pytest.mark.parametrize("date", ["20/01/2026", "21/01/2026"])
def test_an_article_may_be_dated_one_day_after_the_crawl_of_its_page(date: str, parse_one: Parse) -> None:
    assert parse_one(PAGE.replace("19/01/2026", date)).outcome == "published"


def test_an_article_dated_two_days_after_the_crawl_of_its_page_is_rejected(parse_one: Parse) -> None:
    entry = parse_one(PAGE.replace("19/01/2026", "22/01/2026"))
    assert (entry.outcome, entry.reasons) == ("rejected", [Note("date-after-crawl", 6, "2026-01-22")])


@pytest.mark.parametrize("date", ["09/10/2022", "10/10/2022", "11/10/2022", "09/10/2032"])
def test_related_items_do_not_say_how_late_the_crawl_can_have_been(date: str, parse_one: Parse) -> None:
    assert parse_one(TITLED.replace("07/10/2022", date)).outcome == "published"


def test_a_dump_without_a_crawl_date_has_no_such_limit(parse_one: Parse) -> None:
    assert parse_one(LEGACY.replace("12/06/2019", "12/06/2091")).outcome == "published"


def test_an_article_may_be_dated_on_the_day_its_outlet_was_founded(parse_one: Parse) -> None:
    assert parse_one(LEGACY.replace("12/06/2019", "01/03/1950")).outcome == "published"


def test_an_article_dated_before_its_outlet_was_founded_is_rejected(parse_one: Parse) -> None:
    entry = parse_one(LEGACY.replace("12/06/2019", "28/02/1950"))
    assert entry == ("rejected", [Note("date-before-founding", 3, "1950-02-28")], [])


def test_an_outlet_without_a_known_first_day_has_no_such_limit(parse_one: Parse) -> None:
    assert parse_one(TITLED.replace("07/10/2022", "07/10/1822")).outcome == "published"


def test_the_day_stands_before_the_month_even_where_both_are_below_thirteen(outlets: Outlets) -> None:
    for text, day in ((TITLED, "2022-10-07"), (LEGACY, "2019-06-12"), (SINGLE, "2024-03-03")):
        assert str(read(text, outlets)[1].published_on) == day


# outlets


@pytest.mark.parametrize("line", [2, 6, 22])
def test_each_label_that_nobody_knows_is_named_with_its_line(line: int, parse_one: Parse) -> None:
    lines = PAGE.split("\n")
    lines[line - 1] = lines[line - 1].replace("Sample Courier (En)", "Sample Kettle")
    reasons = parse_one("\n".join(lines)).reasons
    assert Note("unknown-outlet", line, "Sample Kettle") in reasons
    assert [note.slug for note in reasons if note.line != line or note.slug == "unknown-outlet"].count(
        "unknown-outlet"
    ) == 1


def test_an_outlet_nobody_knows_is_named_on_every_line_that_has_it(parse_one: Parse) -> None:
    entry = parse_one(PAGE.replace("Sample Courier (En)", "Sample Kettle"))
    assert entry.reasons == [Note("unknown-outlet", line, "Sample Kettle") for line in (2, 6, 22)]


@pytest.mark.parametrize(
    ("text", "lines"), [(BODY, [4]), (TITLED, [2, 6]), (LEGACY, [3])], ids=["body", "titled", "legacy"]
)
def test_an_outlet_nobody_knows_is_found_in_every_layout(text: str, lines: list[int], parse_one: Parse) -> None:
    entry = parse_one(re.sub(r"Sample (Times|Courier|Ministry of Gardens)( \(E[nN]\))?", "Sample Kettle", text))
    assert entry.reasons == [Note("unknown-outlet", line, "Sample Kettle") for line in lines]


def test_three_labels_that_disagree_are_rejected_at_the_first_that_differs_from_the_source_line(
    parse_one: Parse,
) -> None:
    text = PAGE.replace("KCNA Sample Courier (En)", "KCNA Sample Radio (EN)")
    text = text.replace("More From Sample Courier (En)", "More From Sample Times")
    said = "Sample Radio (EN) (line 2) / Sample Courier (En) (line 6) / Sample Times (line 22)"
    assert parse_one(text).reasons == [Note("outlet-conflict", 2, said)]


def test_one_label_that_differs_is_rejected_at_its_line(parse_one: Parse) -> None:
    entry = parse_one(PAGE.replace("More From Sample Courier (En)", "More From Sample Times"))
    assert places(entry.reasons) == [("outlet-conflict", 22)]


def test_spellings_and_aliases_of_one_outlet_agree(parse_one: Parse) -> None:
    text = PAGE.replace("KCNA Sample Courier (En)", "KCNA  sample COURIER (EN)")
    assert parse_one(text.replace("More From Sample Courier (En)", "More From Sample Courier")).outcome == "published"


def test_a_dump_that_names_no_outlet_is_rejected(parse_one: Parse) -> None:
    entry = parse_one(LEGACY.replace("Sample Courier (En)", " "))
    assert entry.reasons == [Note("unknown-outlet", 7, "no line names an outlet")]


# all reasons, not the first


def test_several_reasons_are_all_reported_in_the_order_of_their_lines(parse_one: Parse) -> None:
    text = TITLED.replace("07/10/2022", "07/13/2022").replace("Sample Ministry of Gardens (EN)", "Sample Kettle")
    text = text[: text.index("The gardeners")] + text[text.index("More From") :] + "\nMore From Sample Kettle"
    assert places(parse_one(text).reasons) == [
        ("empty-body", 2), ("invalid-date", 2), ("unknown-outlet", 2), ("unknown-outlet", 3), ("more-from-twice", 8),
    ]  # fmt: skip


def test_reasons_of_the_reader_and_of_the_contract_come_together(parse_one: Parse) -> None:
    text = PAGE.replace("19/01/2026", "19/01/1926") + "\nMore From Sample Courier (En)"
    assert places(parse_one(text).reasons) == [("date-before-founding", 6), ("more-from-twice", 45)]


# published with a warning


@pytest.mark.parametrize(
    ("text", "line"), [(PAGE, 42), (SINGLE, 23), (BODY, 13), (TITLED, 9)], ids=["doubled", "single", "body", "titled"]
)
def test_a_page_without_its_last_line_is_published_with_a_warning(text: str, line: int, parse_one: Parse) -> None:
    entry = parse_one(text.replace("More Articles", "").rstrip())
    assert entry.outcome == "published"
    assert Note("no-end-mark", line, "no line `More Articles`") in entry.warnings


def test_a_legacy_page_without_its_promotion_is_published_with_a_warning(parse_one: Parse) -> None:
    entry = parse_one(LEGACY[: LEGACY.index("Get North")])
    assert (entry.outcome, places(entry.warnings)) == ("published", [("no-end-mark", 9)])


def test_a_page_without_related_items_is_published_with_a_warning(parse_one: Parse) -> None:
    entry = parse_one(SINGLE[: SINGLE.index("More From")])
    assert (entry.outcome, places(entry.warnings)) == ("published", [("no-end-mark", 11)])


def test_the_end_mark_is_never_part_of_the_article(outlets: Outlets) -> None:
    article = read(SINGLE[: SINGLE.index("More From")] + "More Articles", outlets)[1]
    assert article.byline is None
    assert "More Articles" not in article.body


@pytest.mark.parametrize("date", ["", " "])
@pytest.mark.parametrize(("text", "line"), [(PAGE, 6), (TITLED, 2), (LEGACY, 3)], ids=["page", "titled", "legacy"])
def test_a_date_left_blank_is_published_with_a_warning(date: str, text: str, line: int, parse_one: Parse) -> None:
    entry = parse_one(re.sub(r"\d\d/\d\d/\d{4}", date, text))
    assert (entry.outcome, places(entry.warnings)) == ("published", [("undated", line)])


@pytest.mark.parametrize(
    ("text", "line", "first"), [(PAGE, 4, 1), (TITLED, 1, 1), (LEGACY, 1, 2)], ids=["page", "titled", "legacy"]
)
def test_a_page_without_a_title_is_published_with_a_warning(text: str, line: int, first: int, parse_one: Parse) -> None:
    entry = parse_one(without_line(text, line))
    assert (entry.outcome, places(entry.warnings)) == ("published", [("untitled", first)])


def test_a_text_in_no_known_language_is_published_with_a_warning_at_its_body(parse_one: Parse) -> None:
    start, end = SINGLE.index("The keeper"), SINGLE.index("More From")
    entry = parse_one(f"{SINGLE[:start]}Orlemar, 1. 2. 3.\n\n{SINGLE[end:]}")
    assert (entry.outcome, places(entry.warnings)) == ("published", [("unknown-language", 9)])


@pytest.mark.parametrize("kept", [1, 2, 3, 4])
def test_a_related_item_that_is_cut_off_is_left_out_with_a_warning(
    kept: int, parse_one: Parse, outlets: Outlets
) -> None:
    lines = [line for line in PAGE.split("\n") if line]
    text = "\n".join(lines[: lines.index("New Bell Rope for the Mill") + kept])
    article = read(text, outlets)[1]
    assert [item.line for item in article.related] == [13]
    entry = parse_one(text)
    assert entry.outcome == "published"
    assert Note("related-unclear", 18, "New Bell Rope for the Mill") in entry.warnings
    assert ("no-end-mark", 17 + kept) in places(entry.warnings)


def test_a_related_item_with_a_day_that_no_calendar_has_is_left_out_with_a_warning(outlets: Outlets) -> None:
    article = read(BODY.replace("June 05, 2023", "June 31, 2023"), outlets)[1]
    assert [item.line for item in article.related] == [5, 11]
    assert ("related-unclear", 8) in places(article.warnings)


@pytest.mark.parametrize(("text", "line"), [(PAGE, 45), (SINGLE, 26), (BODY, 15), (TITLED, 11), (LEGACY, 14)])
@pytest.mark.parametrize("more", ["", "\n\nAnd one more."], ids=["line", "lines"])
def test_text_after_the_end_is_left_out_with_a_warning(
    more: str, text: str, line: int, parse_one: Parse, outlets: Outlets
) -> None:
    longer = f"{text}\nA cookie notice.{more}"
    entry = parse_one(longer)
    assert entry.outcome == "published"
    assert Note("text-after-end", line, "A cookie notice.") in entry.warnings
    one, other = read(longer, outlets)[1], read(text, outlets)[1]
    assert (one.body, one.related) == (other.body, other.related)


# bylines, credits and promotions


@pytest.mark.parametrize("name", ["anselm corvay", "The orchard keepers of the valley met again", "Anselm Corvay."])
def test_a_last_line_that_is_no_name_stays_in_the_body(name: str, outlets: Outlets) -> None:
    article = read(TITLED.replace("Odalys Brenmore", name), outlets)[1]
    assert article.byline is None
    assert article.body.endswith(name)
    assert (article.body_last_line, article.paragraphs) == (5, 3)


def test_a_name_after_an_open_sentence_stays_in_the_body(outlets: Outlets) -> None:
    article = read(TITLED.replace("afterwards.", "in"), outlets)[1]
    assert article.byline is None
    assert article.body.endswith("in\n\nOdalys Brenmore")


@pytest.mark.parametrize("credit", ["KCNA", "Sample Radio", "sample radio"])
def test_an_agency_alone_on_the_last_line_is_a_credit(credit: str, outlets: Outlets) -> None:
    article = read(TITLED.replace("Odalys Brenmore", credit), outlets)[1]
    assert (article.credit, article.credit_line, article.byline) == (credit, 5, None)


def test_an_outlet_that_heads_a_section_inside_the_body_is_no_credit(outlets: Outlets) -> None:
    article = read(TITLED.replace("Each lamp", "Sample Radio\nEach lamp"), outlets)[1]
    assert article.credit is None
    assert "\n\nSample Radio\n\n" in article.body


@pytest.mark.parametrize("name", ["Odalys Brenmore", "KCNA", "Sample Radio"])
def test_a_body_of_one_line_is_never_taken_for_a_name(name: str, outlets: Outlets) -> None:
    article = read(f"{name}\nMore From Sample Times\nMore Articles", outlets)[1]
    assert (article.body, article.byline, article.credit) == (name, None, None)


# published plainly


@pytest.mark.parametrize("end", [b"\r\n", b"\r"], ids=["crlf", "cr"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "mark"])
def test_line_ends_and_a_byte_order_mark_say_nothing(end: bytes, mark: bytes, parse_one: Parse) -> None:
    assert parse_one(mark + PAGE.encode().replace(b"\n", end)) == ("published", [], [])


# laws

LINES = sorted({line for text in (PAGE, SINGLE, BODY, TITLED, LEGACY) for line in text.split("\n")})
ODD = [
    "",
    " ",
    "\t",
    "Date:",
    "Date: | Source: |",
    "Date: 99/99/9999 | Source: ",
    "More From ",
    "More From \u202e",
    "KCNA ",
    "<html>",
]
ODD += [
    "December 31, 9999",
    "January 00, 0000",
    "Share Button",
    "More Articles",
    "\ufeff",
    "Join the NK Pro team",
    "\0",
    "\u2028",
    "|",
]
line = st.one_of(st.sampled_from(LINES), st.sampled_from(ODD), st.text(max_size=30))


def read_or_refused(text: str, outlets: Outlets) -> None:
    """Read a text; whatever is said of it is in the vocabulary and points into it."""
    count = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    try:
        outlet, article = read(text, outlets)
    except Rejected as refusal:
        notes = [refusal.note]
        assert refusal.note.slug in REASONS
    else:
        notes = article.reasons + article.warnings
        assert {note.slug for note in article.reasons} <= set(REASONS)
        assert {note.slug for note in article.warnings} <= set(WARNINGS)
        assert article.reasons or outlet in outlets.by_id
        assert article.words == len(article.body.split())
        assert 1 <= (article.body_line or 0) <= (article.body_last_line or 0) <= count
        assert all(1 <= item.line <= count and item.teaser for item in article.related)
    assert all(note.line is None or 1 <= note.line <= count for note in notes)


@given(text=st.text())
def test_any_text_is_read_or_refused(text: str, outlets: Outlets) -> None:
    read_or_refused(text, outlets)


@settings(max_examples=300)
@given(lines=st.lists(line, max_size=14), end=st.sampled_from(["\n", "\r\n", "\r", "\n\n"]))
def test_any_lines_are_read_or_refused(lines: list[str], end: str, outlets: Outlets) -> None:
    read_or_refused(end.join(lines), outlets)


def mutated(text: str, data: st.DataObject) -> str:
    """A text some of whose lines are deleted, repeated, swapped, cut or replaced."""
    lines = text.split("\n")
    for _ in range(data.draw(st.integers(1, 4), label="times")):
        if not lines:
            break
        where = st.integers(0, len(lines) - 1)
        i, j = data.draw(where), data.draw(where)
        match data.draw(st.sampled_from(["delete", "repeat", "swap", "cut", "replace"])):
            case "delete":
                del lines[i]
            case "repeat":
                lines.insert(j, lines[i])
            case "swap":
                lines[i], lines[j] = lines[j], lines[i]
            case "cut":
                lines[i] = lines[i][: data.draw(st.integers(0, len(lines[i])))]
            case "replace":
                lines[i] = data.draw(line)
    return "\n".join(lines)


@pytest.mark.parametrize(
    "text", [PAGE, SINGLE, BODY, TITLED, LEGACY], ids=["doubled", "single", "body", "titled", "legacy"]
)
@settings(max_examples=150)
@given(data=st.data())
def test_a_fixture_that_is_torn_anywhere_is_read_or_refused(text: str, data: st.DataObject, outlets: Outlets) -> None:
    read_or_refused(mutated(text, data), outlets)


@pytest.mark.parametrize(
    "text", [PAGE, SINGLE, BODY, TITLED, LEGACY], ids=["doubled", "single", "body", "titled", "legacy"]
)
def test_a_fixture_cut_off_at_any_letter_is_read_or_refused(text: str, outlets: Outlets) -> None:
    for end in range(len(text)):
        read_or_refused(text[:end], outlets)


@pytest.mark.parametrize(
    "text",
    [
        "Date:" + " " * 20_000 + "x",
        TITLED.replace("Date: ", "Date:" + " " * 20_000),
        TITLED.replace(" | Source: ", " " * 20_000 + "|" + " " * 20_000 + "Source:" + " " * 20_000 + "|"),
        BODY.replace("cranes", "cranes" + "More From " * 100_000),
        BODY.replace("cranes", "cranes" + " ," * 20_000),
        BODY.replace("cranes", "cranes" + " " * 20_000),
        TITLED.replace("Odalys", "A" + " B" * 20_000),
        PAGE.replace("January 20, 2026Jan", "January 20, 2026" + " " * 20_000 + "Jan"),
        "More From x\n" * 5_000,
        BODY.replace("More Articles", "\n".join(["June 02, 2023"] * 20_000)),
    ],
    ids=["source", "date", "bars", "more-from", "commas", "spaces", "names", "crawl", "more", "dates"],
)
def test_a_line_as_long_as_it_likes_takes_no_time(text: str, outlets: Outlets) -> None:
    start = time.process_time()
    read_or_refused(text, outlets)
    assert time.process_time() - start < 0.5


# trailers and datelines

INLINE = (DUMPS / "body-inline.txt").read_text("utf-8")
TRAILED = (DUMPS / "body-trailer.txt").read_text("utf-8")
DATED = (DUMPS / "page-artefacts.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "printed", "line"),
    [
        (TRAILED, "www.kcna.kp (Juche111.13.6.)", 6),
        (TRAILED, "www.kcna.kp (2022.02.30.)", 6),
        (INLINE.replace("-0- (Juche111.8.13.)", "-0- www.kcna.kp (Juche111.8.6.)"), "www.kcna.kp (Juche111.8.32.)", 2),
    ],
)
def test_a_trailer_that_no_calendar_has_is_a_warning(text: str, printed: str, line: int, parse_one: Parse) -> None:
    entry = parse_one(text.replace("www.kcna.kp (Juche111.8.6.)", printed))
    assert (entry.outcome, entry.reasons) == ("published", [])
    assert Note("trailer-date-unclear", line, printed) in entry.warnings
    assert ("undated", 1) in places(entry.warnings)


@pytest.mark.parametrize("printed", ["2025.02.07.", "2025.02.13."])
def test_a_trailer_may_be_three_days_from_the_date_of_the_page(printed: str, outlets: Outlets) -> None:
    article = read(DATED.replace("2025.02.10.", printed), outlets)[1]
    assert (str(article.published_on), article.date_source, article.warnings) == ("2025-02-10", "page", [])


@pytest.mark.parametrize("printed", ["2025.02.06.", "2025.02.14.", "Juche112.2.10."])
def test_a_trailer_further_from_the_date_of_the_page_is_a_warning(printed: str, outlets: Outlets) -> None:
    article = read(DATED.replace("2025.02.10.", printed), outlets)[1]
    assert (str(article.published_on), article.date_source) == ("2025-02-10", "page")
    [note] = article.warnings
    assert (note.slug, note.line) == ("dates-disagree", 20)
    assert re.fullmatch(r"2025-02-10; 202[35]-02-\d\d in its trailer", note.detail)


def test_a_trailer_does_not_hide_a_date_that_cannot_be(outlets: Outlets) -> None:
    article = read(DATED.replace("10/02/2025", "31/02/2025"), outlets)[1]
    assert (article.published_on, article.date_source) == (None, None)
    assert places(article.reasons) == [("invalid-date", 6)]


def test_a_dateline_further_from_the_date_of_the_page_is_a_warning_with_both_days(parse_one: Parse) -> None:
    for day, warned in (("7", False), ("6", True), ("13", False), ("14", True)):
        entry = parse_one(DATED.replace("February 10 (KCNA)", f"February {day} (KCNA)"))
        note = Note("dates-disagree", 10, f"2025-02-10; 2025-02-{int(day):02d} in its dateline")
        assert entry == ("published", [], [note] if warned else [])


def test_a_dateline_is_held_against_a_trailer_too(outlets: Outlets) -> None:
    article = read(INLINE.replace("13 de agosto", "3 de agosto"), outlets)[1]
    assert Note("dates-disagree", 1, "2022-08-13; 2022-08-03 in its dateline") in article.warnings


def test_a_text_in_another_language_than_its_label_says_is_a_warning(parse_one: Parse) -> None:
    assert Note("language-differs", 1, "es; the label says en") in parse_one(INLINE).warnings


@pytest.mark.parametrize("space", ["\u00a0", "\u2009", " \u200b", "\u200e "])
def test_odd_spaces_hide_neither_labels_nor_dates(space: str, outlets: Outlets) -> None:
    for text in (PAGE, SINGLE, BODY, TITLED, LEGACY, TRAILED, INLINE):
        outlet, article = read(text, outlets)
        odd, other = read(text.replace(" ", space), outlets)
        assert (odd, other.title, other.published_on, other.crawled_on) == (
            outlet,
            article.title,
            article.published_on,
            article.crawled_on,
        )
        assert (other.body, other.related, other.body_line) == (article.body, article.related, article.body_line)


def test_a_rule_of_characters_counts_what_it_changed_in_the_whole_dump(outlets: Outlets) -> None:
    article = read(PAGE.replace("Source: ", "Source:\u00a0").replace("More Articles", "More\u200b Articles"), outlets)[
        1
    ]
    assert (article.cleaned["nbsp"], article.cleaned["invisible"]) == (1, 1)
