"""Bytes become text, with the name of their encoding, or are refused with a reason."""

import codecs
import contextlib
import random
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import encodings, tongues
from presspack.errors import Note, Rejected
from presspack.project.rules import REASONS
from presspack.reading.encodings.decode import decode
from presspack.reading.encodings.mojibake import SIGN, damaged, stretches
from tests.support.dumps import DUMPS

ENGLISH = "The pear growers of the valley own a ladder.\n"
SPANISH = (
    "El coro del puerto cantó tres canciones en la bahía después de la lluvia más larga del año. “Canción”, dijo.\n"
)
KOREAN = "배나무 과수원의 사다리가 지팡이로 접힌다고 한다. 이웃이라면 누구나 빌릴 수 있다.\n"
RUSSIAN = "Сегодня в саду выросла большая груша, и все соседи пришли посмотреть на неё.\n"
CHINESE = "今天果园里长出了一个大梨子，所有的邻居都来看了。\n"
JAPANESE = "きょう果樹園に大きな梨がなり、近所の人がみんな見に来た。\n"


def refusal(data: bytes) -> Note:
    with pytest.raises(Rejected) as caught:
        decode(data)
    return caught.value.note


@pytest.mark.parametrize("text", [ENGLISH, SPANISH, KOREAN, "x", " \u00a0x", "\u200b", "\x1b[31m", "a\ufeffb"])
def test_utf8_is_taken_byte_for_byte(text: str) -> None:
    assert decode(text.encode()) == (text.encode(), "utf-8")


def test_a_byte_order_mark_is_named_and_taken_off() -> None:
    assert decode(codecs.BOM_UTF8 + SPANISH.encode()) == (SPANISH.encode(), "utf-8-sig")


@pytest.mark.parametrize(("mark", "encoding"), [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")])
@pytest.mark.parametrize("text", [ENGLISH, KOREAN, "🍐 pear"])
def test_utf16_with_its_mark_is_read(mark: bytes, encoding: str, text: str) -> None:
    assert decode(mark + text.encode(encoding)) == (text.encode(), encoding)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp949", KOREAN), ("cp1252", SPANISH), ("cp1251", RUSSIAN), ("koi8_r", RUSSIAN), ("gb18030", CHINESE),
        ("shift_jis", JAPANESE), ("euc_jp", JAPANESE),
    ],
)  # fmt: skip
def test_an_older_encoding_is_told_and_named(encoding: str, text: str) -> None:
    assert decode((text * 4).encode(encoding)) == ((text * 4).encode(), encoding)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp949", f"{KOREAN}그들은 10월 20일과 9월1일에 103명을 만났다. 제3차\n"),
        ("gb18030", f"{CHINESE}他们9月14日到了，一共3个人。\n"),
        ("euc_jp", f"{JAPANESE}9月14日に3人が来た。\n"),
        ("cp1251", f"{RUSSIAN}В 2006г. дорога была в 5км отсюда.\n"),
        ("koi8_r", f"{RUSSIAN}В 2006г. дорога была в 5км отсюда.\n"),
    ],
)
def test_a_digit_beside_a_letter_is_usual_in_a_date_and_hides_no_encoding(encoding: str, text: str) -> None:
    assert decode((text * 3).encode(encoding)) == ((text * 3).encode(), encoding)


@pytest.mark.parametrize(("encoding", "text"), [("iso2022_kr", KOREAN), ("iso2022_jp", JAPANESE), ("hz", CHINESE * 2)])
def test_text_in_seven_bits_is_read_where_its_switches_are_known(encoding: str, text: str) -> None:
    found, name = decode(text.encode(encoding))
    assert (found.decode(), name.replace("_jp_2", "_jp")) == (text, encoding)


@pytest.mark.parametrize(
    "data",
    [
        b"one\n\x1b$)A\x0e4l2?\x0f\n", KOREAN.encode("iso2022_kr")[4:], KOREAN.encode("iso2022_kr")[:-4] + b"\xff",
        KOREAN.encode("utf-7"), SPANISH.encode("utf-7"),
    ],
    ids=["Chinese", "its first line cut off", "a byte of eight bits", "UTF-7", "UTF-7 of few letters"],
)  # fmt: skip
def test_text_in_seven_bits_that_is_not_read_is_refused_and_not_taken_for_ascii(data: bytes) -> None:
    assert refusal(data).slug == "undecodable"


@pytest.mark.parametrize("text", ["a\x1b[31mred\x1b(B\x1b[m", "1+1=2 and C++ - a+b-c", "~{x}~ and ~/{a,b}~"])
def test_ascii_that_looks_a_little_like_seven_bits_is_ascii(text: str) -> None:
    assert decode(text.encode()) == (text.encode(), "utf-8")


@settings(max_examples=150, deadline=None)
@given(
    tongue=st.sampled_from(sorted(tongues.TONGUES)),
    encoding=st.sampled_from([name for name, _ in (*encodings.READ, *encodings.NOT_READ)]),
    seed=st.integers(0, 10_000), size=st.integers(200, 2000),
)  # fmt: skip
def test_a_text_in_any_encoding_is_read_as_it_was_or_refused(tongue: str, encoding: str, seed: int, size: int) -> None:
    text = "".join(encodings.BEFORE.get(letter, letter) for letter in tongues.text(tongue, size, random.Random(seed)))
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        return
    try:
        found, _ = decode(data)
    except Rejected as refused:
        assert refused.note.slug in ("undecodable", "nul-bytes", "binary")
    else:
        assert found.decode() == text


def test_the_same_bytes_are_told_alike_each_time() -> None:
    assert {decode((KOREAN * 4).encode("cp949")) for _ in range(3)} == {((KOREAN * 4).encode(), "cp949")}


def test_an_empty_file_is_refused() -> None:
    assert refusal(b"") == Note("empty-file")


@pytest.mark.parametrize(
    "data", [b" ", b"\n\r\n\t", "\u2003\n".encode(), codecs.BOM_UTF8, codecs.BOM_UTF16_LE + b" \0"]
)
def test_white_space_alone_is_refused(data: bytes) -> None:
    assert refusal(data) == Note("blank-file")


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\x1f\x8b\x08\0\0\0\0\0\x02\xff", b"\x7fELF\x02\0\x80"]
)
def test_binary_is_refused(data: bytes) -> None:
    assert refusal(data) == Note("binary")


@pytest.mark.parametrize(("data", "line"), [(b"\0", 1), (b"one\ntwo\0\n\0", 2), ("one\r\ntwo\r\n\0é".encode(), 3)])
def test_nul_bytes_are_refused_at_their_first_line(data: bytes, line: int) -> None:
    assert refusal(data) == Note("nul-bytes", line)


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (bytes(range(0x80, 0x100)), 1),
        (b"one\ntwo\n" + bytes(range(0x80, 0x100)), 3),
        (b"one\n\x01\x02\xff\x03", 2),
        (b"\xff\xfea", 1),
    ],
)
def test_bytes_in_no_encoding_are_refused_at_the_first_line_that_is_not_utf8(data: bytes, line: int) -> None:
    assert refusal(data) == Note("undecodable", line)


@pytest.mark.parametrize(("encoding", "text"), [("cp949", KOREAN), ("cp1251", RUSSIAN), ("euc_jp", JAPANESE)])
def test_control_characters_in_an_older_encoding_are_no_text(encoding: str, text: str) -> None:
    data = (text * 4).encode(encoding)
    assert decode(data)[1] == encoding
    assert refusal(data + b"\x02\n") == Note("undecodable", 1)


@pytest.mark.parametrize(
    "data", [b"one\rtwo\r\0", b"one\rtwo\r" + bytes(range(0x80, 0x100))], ids=["nul-bytes", "undecodable"]
)
def test_carriage_returns_end_lines_here_too(data: bytes) -> None:
    assert refusal(data).line == 3


@pytest.mark.parametrize("damage", ["one byte", "cut off"])
def test_utf8_with_one_damaged_letter_is_not_read_as_something_else(damage: str) -> None:
    data = (DUMPS / "page-doubled.txt").read_bytes()
    quote = data.index("”".encode())
    data = data[: quote + 2] if damage == "cut off" else data.replace(b"ladder", b"l\xffdder")
    # a refusal would do as well
    try:
        text, _ = decode(data)
    except Rejected as refused:
        assert refused.note.slug == "undecodable"
    else:
        assert "Tovane ’s" in text.decode()


@settings(max_examples=120)
@given(data=st.one_of(st.binary(max_size=80), st.text(max_size=40).map(lambda text: text.encode("utf-16"))))
def test_any_bytes_are_decoded_or_refused_and_alike_each_time(data: bytes) -> None:
    try:
        text, encoding = decode(data)
    except Rejected as refused:
        assert refused.note.slug in REASONS
        assert refused.note.line is None or 1 <= refused.note.line <= data.count(b"\n") + data.count(b"\r") + 1
        assert refusal(data) == refused.note
    else:
        for name in re.split("-read-as-|-in-", encoding):
            codecs.lookup(name)
        assert text.decode().strip()
        assert b"\0" not in text
        assert decode(data) == (text, encoding)


@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_any_text_in_utf8_comes_back_as_it_was_or_is_named_as_mended(text: str) -> None:
    data = (text if text.strip() and not text.startswith("\ufeff") else f"x{text}").encode()
    found, encoding = decode(data)
    assert found == data if encoding == "utf-8" else "-read-as-" in encoding
    assert found.count(b"\n") == data.count(b"\n")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [ENGLISH, SPANISH, RUSSIAN, KOREAN * 2])
def test_utf16_without_its_mark_is_read_where_its_nuls_leave_no_doubt(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == (text.encode(), encoding)


def test_nuls_between_words_of_ascii_are_no_utf16() -> None:
    assert refusal(b"one\0two\0six\0ten\0" * 8) == Note("nul-bytes", 1)


@pytest.mark.parametrize(
    ("encoding", "tongue"), [("cp1250", "pl"), ("cp1253", "el"), ("cp1256", "ar"), ("cp437", "en")]
)
def test_an_encoding_that_is_not_read_is_refused_and_not_taken_for_another(encoding: str, tongue: str) -> None:
    text = tongues.text(tongue, 2000, random.Random(1))
    assert refusal(text.encode(encoding, "ignore")).slug == "undecodable"


@pytest.mark.parametrize("tongue", ["en", "es", "fr", "de", "ru", "ko", "zh", "ja", "ar", "vi"])
@pytest.mark.parametrize(
    ("codec", "name"), [("latin-1", "latin-1"), ("sloppy-windows-1252", "cp1252"), ("mac_roman", "mac_roman")]
)
def test_utf8_that_was_read_as_something_else_is_mended_and_named(codec: str, name: str, tongue: str) -> None:
    good = tongues.text(tongue, 1000, random.Random(2)).encode()
    broken = good.decode(codec).encode()
    if (tongue, name) == ("ru", "mac_roman"):  # ftfy sees no damage in it
        assert decode(broken) == (broken, "utf-8")
    else:
        assert decode(broken) == (good, f"utf-8-read-as-{name}")


def test_a_text_that_was_read_wrongly_twice_is_mended_and_named() -> None:
    broken = SPANISH.encode().decode("sloppy-windows-1252").encode().decode("sloppy-windows-1252")
    assert decode(broken.encode()) == (SPANISH.encode(), "utf-8-read-as-cp1252-read-as-cp1252")


def test_the_encoding_that_a_misread_text_was_saved_in_is_named_too() -> None:
    broken = SPANISH.encode().decode("sloppy-windows-1252")
    assert decode(broken.encode("utf-16"))[1] == "utf-8-read-as-cp1252-in-utf-16-le"
    assert decode(codecs.BOM_UTF8 + broken.encode()) == (SPANISH.encode(), "utf-8-read-as-cp1252")


@pytest.mark.parametrize(
    ("encoding", "text"), [("cp949", KOREAN), ("cp1251", RUSSIAN), ("gb18030", CHINESE), ("shift_jis", JAPANESE)]
)
def test_an_older_encoding_that_was_read_as_latin_is_mended_and_named(encoding: str, text: str) -> None:
    broken = (text * 4).encode(encoding).decode("latin-1").encode()
    assert decode(broken) == ((text * 4).encode(), f"{encoding}-read-as-latin-1")


def test_damaged_lines_amid_good_ones_are_mended_and_the_good_ones_stay() -> None:
    broken = SPANISH.encode().decode("sloppy-windows-1252")
    good = f"“Canción” – número\r\n{SPANISH}\n"
    assert decode(f"{good}{broken}{ENGLISH}{broken}".encode()) == (
        f"{good}{SPANISH}{ENGLISH}{SPANISH}".encode(),
        "utf-8-read-as-cp1252",
    )


@pytest.mark.parametrize(
    "text",
    [
        "“Two quotes”, and where letters were lost: â€\ufffd and â€™ and Ã©\n",
        "Él cantó “sin razón”.\nThe letters â€™ mean that an apostrophe was misread.\n",
        "“Voilà” – Ã la fin, dÃ©jÃ vu\n",
    ],
    ids=["letters lost", "one place amid good letters", "spaces for bytes"],
)
def test_damage_that_cannot_be_undone_with_certainty_stays_and_is_pointed_out(text: str) -> None:
    assert decode(text.encode()) == (text.encode(), "utf-8")
    warned = damaged(text)
    assert warned is not None
    assert (warned.slug, "â€" in text.split("\n")[(warned.line or 0) - 1] or "Ã" in text) == ("mojibake", True)


@given(line=st.text(st.sampled_from("aé“\u0308\u1112 ")))
def test_each_sign_of_damage_is_looked_at_with_its_neighbours_and_no_letter_twice(line: str) -> None:
    looked_at = stretches(line)
    assert sum(map(len, looked_at)) <= len(line)
    assert all(any(sign[0] in part for part in looked_at) for sign in SIGN.finditer(line))


def test_a_heap_of_letters_without_a_sign_of_damage_is_passed_over_while_one_waits() -> None:
    assert (
        damaged("é" + "\u1112\u1161\u11ab" * 300_000) is None
    )  # 8 s, where each letter is looked at with its neighbours


@settings(max_examples=60, deadline=None)
@given(
    tongue=st.sampled_from(sorted(tongues.TONGUES)), other=st.sampled_from(sorted(tongues.TONGUES)),
    seed=st.integers(0, 10_000), size=st.integers(20, 1500),
)  # fmt: skip
def test_a_good_text_is_never_changed_and_never_warned_of(tongue: str, other: str, seed: int, size: int) -> None:
    text = tongues.text(tongue, size, random.Random(seed), among=other)
    assert decode(text.encode()) == (text.encode(), "utf-8")
    assert damaged(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "NÃO, NÃO É A ESTAÇÃO: SÃO JOÃO – Ã", "ĐÃ ĐẾN LÚC – ÂU CƠ, Ã Â", "«\u00a0à\u00a0», l’été – « ça\u00a0» ’é",
        "12 °C ± 0,5 – 3 × 4 m²", "Â Ê Î Ô Û", "ÄÖÜ „Straße“ –", "L’él\nL’école, l’écran, d’étude", "naïve – Zoë’s café…",
    ],
)  # fmt: skip
def test_letters_that_damage_is_made_of_stay_where_they_are_meant(text: str) -> None:
    assert decode(text.encode()) == (text.encode(), "utf-8")
    assert damaged(text) is None


@pytest.mark.parametrize("size", [100, 500, 2000])
def test_no_encoding_is_told_wrong(size: int) -> None:
    draw = random.Random(3)
    for encoding, tongue in (*encodings.READ, *encodings.NOT_READ):
        for _ in range(3):
            data, text = encodings.written(encoding, tongue, size, draw)
            try:
                assert decode(data)[0].decode() == text, encoding
            except Rejected:
                continue


def test_hostile_bytes_are_refused_soon() -> None:
    data = random.Random(4).randbytes(3_000_000).translate(bytes(range(0x80, 0x100)) * 2)
    started = time.perf_counter()
    assert refusal(data).slug == "undecodable"
    assert time.perf_counter() - started < 0.5


PAGE = "<!doctype html><html><head><meta {}><title>{}</title></head><body><p>{}</p></body></html>"


@pytest.mark.parametrize(
    ("declared", "encoding", "text"),
    [
        ('charset="euc-kr"', "cp949", "배나무"), ("charset=gb2312", "gb18030", "今天"), ("charset=shift_jis", "shift_jis", "きょう"),
        ('http-equiv="Content-Type" content="text/html; charset=windows-1252"', "cp1252", "canción “del puerto”"),
    ],
)  # fmt: skip
def test_a_page_with_little_text_is_in_the_encoding_that_it_declares(declared: str, encoding: str, text: str) -> None:
    page = PAGE.format(declared, text, text)
    assert decode(page.encode(encoding)) == (page.encode(), encoding)


def test_a_declared_encoding_that_does_not_fit_is_not_believed() -> None:
    page = PAGE.format("charset=euc-kr", "x", "canción").encode("cp1252")
    assert refusal(page).slug == "undecodable"


@pytest.mark.parametrize("declared", ["EUC-KR", "ks_c_5601-1987", "cp949"])
def test_what_the_server_declares_counts_before_what_the_page_declares(declared: str) -> None:
    page = PAGE.format("charset=windows-1252", "배나무", "배나무")
    assert decode(page.encode("cp949"), declared) == (page.encode(), "cp949")


def test_the_declaration_of_xml_counts() -> None:
    page = '<?xml version="1.0" encoding="EUC-KR"?>' + PAGE.format("name=x", "배나무", "배나무")
    assert decode(page.encode("cp949")) == (page.encode(), "cp949")


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252", "shift_jis", "koi8-r", "utf-8", "none", "\x00"])
def test_a_declaration_that_the_bytes_contradict_gives_no_other_text(declared: str) -> None:
    page = PAGE.format("name=x", "배나무", "배나무 사다리가").encode("cp949")
    with contextlib.suppress(Rejected):
        assert decode(page, declared)[0].decode() == page.decode("cp949")


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252"])
@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1254", "Aşağı köyün değirmen çarkı kıştan sonra öğle vakti yine döndü. Güneş ışığı çok güzeldi."),
        ("cp1250", "Koło młyńskie dolnej wsi obróciło się w południe po zimie napraw, a ogrodnicy się cieszyli."),
    ],
)
def test_a_language_that_the_declared_encoding_cannot_write_is_refused(encoding: str, text: str, declared: str) -> None:
    with pytest.raises(Rejected) as refusal:
        decode(f"<meta charset={declared}><p>{text}".encode(encoding))
    assert refusal.value.note.slug == "undecodable"
