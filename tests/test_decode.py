"""Bytes become text, with the name of their encoding, or are refused with a reason."""

import codecs

import pytest
from conftest import DUMPS
from hypothesis import given, settings
from hypothesis import strategies as st

from presspack.decode import decode
from presspack.errors import Note, Rejected
from presspack.reasons import REASONS

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
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    try:
        text, encoding = decode(data)
    except Rejected as refused:
        assert refused.note.slug in REASONS
        assert refused.note.line is None or 1 <= refused.note.line <= data.count(b"\n") + 1
    else:
        codecs.lookup(encoding)
        assert text.decode().strip()
        assert b"\0" not in text


@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_any_text_in_utf8_comes_back_as_it_was(text: str) -> None:
    if text.strip() and not text.startswith("\ufeff"):
        assert decode(text.encode()) == (text.encode(), "utf-8")
    else:
        assert decode(b"x" + text.encode()) == (b"x" + text.encode(), "utf-8")
