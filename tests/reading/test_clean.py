"""Cleaning makes of a text what a careful reader would copy out by hand, and changes no text that is right."""

import re
import time
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presspack.reading.clean import RULES, Rule, characters, clean, clean_body
from presspack.reading.clean.characters import CHARACTERS, composed_of, is_plain
from presspack.reading.clean.paragraphs import KICKERS, PARAGRAPHS
from presspack.reading.clean.words import SPACES, WORDS

DOCS = Path(__file__).parents[2] / "docs"

HARD = [  # each piece matters to some rule; together they make what nobody would think of
    " ", "  ", "   ", "\n", "\u00a0", "\u2003", "\t", "\x1f", "\u2028", "\u00ad", "\u200b", "\u200d", "\u061c", "\ufeff", "\u202e", "\x07",
    ",", ".", " .", " ...", "'s", "’s", " ’s ", "\"", "”", "’", ")", "(", "-", "--", "-0-", " -0-", "- ", ":", ";", "!", "?", "…",
    "&", "&amp;", "&lt;", "lt;", "amp;", "#38;", "&#38;", "&#x26;", "&shy;", "&nbsp;", "&#769;", "&#0;", "&bogus;", "&NewLine;", "\u037e",
    "1", "11", "113", " th ", "th ", "st ", " 2 nd ", " 3 rd", "km 2", " km 2 of", "1.3 km 2 ", "m 3.", "m 2,000", "km", " of", " the",
    "e\u0301", "é", "\u0301", "\u212a", "한", "\u1112", "\u1161", "א", "❤️", "👩", "\u3000", "。", "a", "S", "so", "Mira Solenne", "Kim Jong Un",
    "Kim", "Jong Un", "Comrade", "Join the NK Pro team", "Get ", "KCNA Watch", "x" * 40, "word " * 12, "News of the mill",
]  # fmt: skip
TEXT = st.one_of(
    st.lists(st.sampled_from(HARD), max_size=14).map("".join),
    st.text(),
    st.text(" ,.'’”\")s\u00a0\n\taU&;", max_size=30),
)
SPACED = TEXT.map(lambda text: characters(text, Counter()))
LINE = SPACED.map(lambda text: " ".join(text.split("\n")).strip())
BODY = st.lists(LINE.filter(bool), max_size=7)


def cleaned(line: str) -> str:
    return clean(characters(line, Counter()), Counter())


def whole(text: str) -> str:
    """A body, as a dump's lines are made into one."""
    lines = [line.strip() for line in characters(text, Counter()).split("\n")]
    return clean_body([line for line in lines if line], Counter())


# --- every rule, by its example


@pytest.mark.parametrize("rule", [*CHARACTERS, *SPACES, *WORDS], ids=lambda rule: rule.name)
def test_a_rule_of_characters_or_words_does_what_its_example_says(rule: Rule[str]) -> None:
    assert rule.apply is not None
    assert rule.apply(rule.before) == (rule.after, 1)
    assert rule.apply(rule.after) == (rule.after, 0)


@pytest.mark.parametrize("rule", [*KICKERS, *PARAGRAPHS], ids=lambda rule: rule.name)
def test_a_rule_of_paragraphs_does_what_its_example_says(rule: Rule[list[str]]) -> None:
    assert rule.apply is not None
    before, after = ([text for text in side.split("\n\n") if text] for side in (rule.before, rule.after))
    assert rule.apply(before) == (after, 1)
    assert rule.apply(after) == (after, 0)
    counts = Counter[str]()
    assert (clean_body(before, counts), counts) == (rule.after, {rule.name: 1})


def test_rules_have_names_of_their_own_in_plain_words() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES) == 18
    for rule in RULES:
        assert re.fullmatch("[a-z]+(-[a-z]+)*", rule.name)
        assert rule.meaning.isprintable() and rule.meaning == rule.meaning.strip() and not rule.meaning.endswith(".")


def test_the_page_on_cleaning_shows_every_rule_with_its_example() -> None:
    page = (DOCS / "cleaning.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE)
    assert rows == [rule.name for rule in RULES]
    for rule in RULES:
        assert f"| `{rule.name}` | {rule.meaning} |" in page


# --- characters


@pytest.mark.parametrize(
    ("dirty", "text"),
    [
        ("so\u00a0many\u2003gardens\there", "so many gardens here"),
        ("soft\u00adhyphen", "softhyphen"),
        ("zero\u200bwidth\u2060\ufeff", "zerowidth"),
        ("\u202aleft\u202c to \u200eright", "left to right"),
        ("a bell\x07 rang", "a bell rang"),
        ("jardi\u0301n", "jardín"),
        ("bread &amp; butter", "bread & butter"),
        ("Mira Solenne&#8217;s boat", "Mira Solenne’s boat"),
        ("&ldquo;so&#x201d; &eacute;", "“so” é"),
        ("so &#x1fae8;", "so \U0001fae8"),  # of Unicode 15, which Python has from 3.12 on
        ("no&nbsp;break", "no break"),
        ("soft&shy;hyphen", "softhyphen"),
        ("e&#769;", "é"),
        ("a&#10;line", "a line"),
        ("&lt;b&gt;bold&lt;/b&gt;", "<b>bold</b>"),
    ],
)  # fmt: skip
def test_a_character_is_what_a_reader_sees(dirty: str, text: str) -> None:
    assert characters(dirty, Counter()) == text


@pytest.mark.parametrize(
    "text",
    [
        "AT&T; R&D", "a & b; c", "&bogus;", "&amp", "&#;", "&#x;", "&#1114112;", "&#0;", "&#55296;", "&;", "x&y=1;",
        "&amp;lt;b&amp;gt;", "&amp;amp;", "&#38;lt;",  # escaped twice: the text shows how markup is written
        "می\u200cخواهم", "👩\u200d🌾", "❤️\u200d🔥", "\ue000", "\U000e0041",
        "“curly” and \"straight\", – and — and -- and ―", "Ünïcödé", "조선", "Привет", "مرحبا", "下の村",
    ],
)  # fmt: skip
def test_a_character_that_is_right_stays(text: str) -> None:
    counts = Counter[str]()
    assert (characters(text, counts), counts) == (text, {})


def test_joiners_stay_only_where_a_script_needs_them() -> None:
    assert characters("gar\u200cden\u200d", Counter()) == "garden"


@given(text=TEXT)
def test_lines_stay_as_many_as_they_were(text: str) -> None:
    assert characters(text, Counter()).count("\n") == text.count("\n")


@given(text=TEXT)
def test_clean_characters_hold_one_kind_of_space_and_are_composed(text: str) -> None:
    found = characters(text, Counter())
    assert unicodedata.is_normalized("NFC", found)
    assert not re.search(r"[^\S \n]", found)
    assert not re.search("[\u00ad\u200b\ufeff\u202a-\u202e]", found)


MARKS = "\u0301\u0316\u0334\u0344\u0345\u0f71\u0f73\u0f81\u3099\u05b0\u064b\u1dce"


@given(text=st.text(st.sampled_from(MARKS + "aeo\u1100\u1161 "), max_size=40), times=st.sampled_from([1, 8, 60]))
def test_letters_are_composed_as_unicode_says_however_many_marks_they_bear(text: str, times: int) -> None:
    assert composed_of(text * times) == unicodedata.normalize("NFC", text * times)


def test_a_letter_with_a_million_marks_is_composed_while_one_waits() -> None:  # the library alone needs an hour
    assert composed_of("e" + "\u0301\u0316" * 500_000) == "é" + "\u0316" * 500_000 + "\u0301" * 499_999


@given(text=TEXT)
def test_a_text_called_plain_is_one_in_which_no_rule_finds_anything(text: str) -> None:
    if is_plain(text):
        assert [rule.apply and rule.apply(text) for rule in CHARACTERS] == [(text, 0)] * len(CHARACTERS)


# --- words


@pytest.mark.parametrize(
    ("dirty", "text"),
    [
        ("Mira Solenne , the warden", "Mira Solenne, the warden"),
        ("said Mira Solenne .", "said Mira Solenne."),
        ("Mira Solenne 's boat", "Mira Solenne's boat"),
        ("Mira Solenne ’s boat", "Mira Solenne’s boat"),
        ("“so said Mira Solenne .”", "“so said Mira Solenne.”"),
        ("(so said Mira Solenne .)", "(so said Mira Solenne.)"),
        ("so  many \t gardens", "so many gardens"),
        ("  at both ends\u3000", "at both ends"),
        ("the 113 th walk of the 80 th year", "the 113th walk of the 80th year"),
        ("the 1 st or 21 st day", "the 1st or 21st day"),
        ("the 22 nd and 43 rd and 12 th bell", "the 22nd and 43rd and 12th bell"),
        ("1.3 km 2 of moss", "1.3 km2 of moss"),
        ("over 20 m 3 .", "over 20 m3."),
        ("two million km 2 , and more", "two million km2, and more"),
        ("of 1.3 km 2", "of 1.3 km2"),
    ],
)
def test_what_was_torn_apart_is_one_again(dirty: str, text: str) -> None:
    assert cleaned(dirty) == text


@pytest.mark.parametrize(
    "text",
    [
        "95 972 300 pears", "Vessarin(the lower)", "a file .txt", "of .5 per cent", "the 'seventies", "rock 'n' roll", "wait ...",
        "wait . . . and see", "wait . . .", "the 's' key", "in 's-Hertogenbosch", "--", "", "Pears ; plums : apples ! Really ?", "( so )",
        "the 11 st walk", "the 12 nd", "13 rd ", "room 4 th", "21 St Mary", "5 theatres", "page 3 rds",
        "10 km 2 times", "he ran 10 km 2,000 times", "5 m 2 cm", "room 2", "form 2 of the school", "a team 2 of us", "3 km 2.5",
        "Tol.The", "ofTolvenna", "“curly” and \"straight\"", "one -- two – three ― four",
    ],
)  # fmt: skip
def test_what_the_house_prints_stays(text: str) -> None:
    counts = Counter[str]()
    assert (clean(text, counts), counts) == (text.strip(), {})


@given(line=LINE)
def test_words_lose_spaces_alone(line: str) -> None:
    assert clean(line, Counter()).replace(" ", "") == line.replace(" ", "")


@given(line=LINE)
def test_no_space_is_left_before_a_closing_sign(line: str) -> None:
    assert not re.search(r" ,(?:\s|$)|[^. ] \.(?! \.)(?:\s(?!\.)|$)| ’s\b(?![’'-])|  ", clean(line, Counter()))


# --- paragraphs

OPEN = "The growers of the lower orchard met the oldest warden in the hall of the mill"
SHUT = OPEN + "."


@pytest.mark.parametrize(
    ("paragraphs", "body"),
    [
        ([OPEN, "and heard her."], f"{OPEN} and heard her."),
        ([OPEN, ", and heard her."], f"{OPEN}, and heard her."),
        (["Mira Solenne", "’s boat is back."], "Mira Solenne’s boat is back."),
        ([OPEN, "and heard", "her."], f"{OPEN} and heard her."),
        (["They met the", "Warden of Tol."], "They met the Warden of Tol."),
        (["A letter came from Comrade", "Kim Jong Un ."], "A letter came from Comrade Kim Jong Un."),
        (
            [f"{OPEN} before they read a letter from", "Kim Jong Un ."],
            f"{OPEN} before they read a letter from Kim Jong Un.",
        ),
        (["Kim Jong Un", "sent a letter."], "Kim Jong Un sent a letter."),
        (["They counted to 113", "th of", "the days."], "They counted to 113\n\nth of the days."),
        ([f"{SHUT} -0-"], SHUT),
        ([SHUT, "-0-"], SHUT),
        ([f"{SHUT}-0-", f"{SHUT} -0- -0-"], f"{SHUT}\n\n{SHUT}"),
        (["News of the mill   The wheel turned."], "News of the mill\n\nThe wheel turned."),
        (["75 years of the mill     “Turn,” they said."], "75 years of the mill\n\n“Turn,” they said."),
        ([SHUT, "Subscribe to NK News for more", SHUT], f"{SHUT}\n\n{SHUT}"),
    ],
)
def test_a_paragraph_is_what_its_writer_made_one(paragraphs: list[str], body: str) -> None:
    assert clean_body(paragraphs, Counter()) == body


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["The wheel", "The growers met."],  # a sub-head
        ["What the growers heard", "Kim Jong Un sent a letter."],
        ["Sowing and harvest in the year of the great flood", "“So many pears,” they said."],
        ["pears,", "plums", "and apples"],  # a list
        ["O lantern over the jetty", "that shines on the reeds", "the ferry comes home"],  # a song
        ["- The growers of the lower orchard met the oldest warden in the hall of the mill", "and a second bullet"],
        ["- Pears and plums", "- Apples of the", "- Quinces"],
        ["Sample Courier", "The growers met.", "Sample Times", "The millers met."],  # headings of a press review
        ["Dear neighbour,", "The growers met."],
        [SHUT, "and heard her."],
        [f"“{OPEN}”", "and heard her."],
        [f"{OPEN}:", "pears, plums and apples."],
        [OPEN, "The millers stayed at home."],
        [OPEN, "2 of them stayed at home."],
        ["The mill", "1.3 turns"],
        ["Model-0-", "A score of 3-0-"],
        ["Get together in the mill of Tol.", "Join the growers.", "Read on."],
        [f"Join the NK Pro team, said the warden, {OPEN} and went on to say that nobody had to join anything at all."],
    ],
)  # fmt: skip
def test_what_a_writer_made_a_paragraph_stays_one(paragraphs: list[str]) -> None:
    counts = Counter[str]()
    assert (clean_body(paragraphs, counts), counts) == ("\n\n".join(paragraphs), {})


@pytest.mark.parametrize(
    "text",
    [
        "The wheel turned.   The growers met.", "The wheel   turned at noon.", f"{OPEN} and so on and so on   The growers met.",
        "The wheel   The growers   The millers", "the wheel   The growers", "The wheel,   The growers met.",
    ],
)  # fmt: skip
def test_a_wide_gap_that_parts_no_kicker_is_a_space(text: str) -> None:
    counts = Counter[str]()
    assert clean_body([text], counts) == re.sub(" +", " ", text)
    assert set(counts) == {"spaces"}


def test_only_the_first_paragraph_has_a_kicker() -> None:
    assert "\n\nNews of the mill The wheel" in clean_body([SHUT, "News of the mill   The wheel turned."], Counter())


# --- all of them


@settings(max_examples=100)
@given(text=TEXT)
@pytest.mark.parametrize("rule", CHARACTERS, ids=lambda rule: rule.name)
def test_a_rule_of_characters_finds_nothing_where_it_has_been(rule: Rule[str], text: str) -> None:
    assert rule.apply is not None
    once, times = rule.apply(text)
    assert rule.apply(once) == (once, 0)
    assert (once != text) == (times > 0)


@settings(max_examples=100)
@given(text=SPACED)
@pytest.mark.parametrize("rule", [*SPACES, *WORDS], ids=lambda rule: rule.name)
def test_a_rule_of_words_finds_nothing_where_it_has_been(rule: Rule[str], text: str) -> None:
    assert rule.apply is not None
    once, times = rule.apply(text)
    assert rule.apply(once) == (once, 0)
    assert (once != text) == (times > 0)


@settings(max_examples=100)
@given(paragraphs=BODY)
@pytest.mark.parametrize("rule", [*KICKERS, *PARAGRAPHS], ids=lambda rule: rule.name)
def test_a_rule_of_paragraphs_finds_nothing_where_it_has_been(rule: Rule[list[str]], paragraphs: list[str]) -> None:
    assert rule.apply is not None
    once, times = rule.apply(paragraphs)
    assert rule.apply(once) == (once, 0)
    assert (once != paragraphs) == (times > 0)


@settings(max_examples=250)
@given(text=TEXT)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert cleaned(cleaned(text)) == cleaned(text)
    assert whole(whole(text)) == whole(text)


@given(text=TEXT)
def test_a_clean_body_is_made_of_paragraphs_that_are_not_empty(text: str) -> None:
    body = whole(text)
    assert body == "" or all(part and part == part.strip() for part in body.split("\n\n"))
    assert "\n" not in body.replace("\n\n", "")


@pytest.mark.parametrize(
    "text",
    [
        " -0-" * 50_000, "a" + " " * 100_000 + "-0-", "A" + " " * 100_000 + "a", "&amp;" * 50_000, "&" * 100_000, "&#38;" * 30_000,
        "\u200d" * 100_000, " ." * 100_000, " th" * 100_000, "e" + "\u0301" * 100_000, "m 2 " * 50_000, "a\nb\n" * 20_000, "1 " * 100_000,
        OPEN + "\nx" * 200_000, "Kim Jong Un\n" * 50_000, "Join " * 30_000, "NK " * 30_000,
    ],
    ids=lambda text: repr(text[:4]),
)  # fmt: skip
def test_no_text_takes_long_to_clean(text: str) -> None:
    start = time.process_time()
    whole(text)
    assert time.process_time() - start < 2
