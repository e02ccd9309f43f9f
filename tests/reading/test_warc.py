"""WARC: every page that a crawl received has its entry, and every record that is damaged."""

import gzip
import zlib
from collections.abc import Callable

import brotli
import pytest

from presspack.article import Record
from presspack.errors import Note
from presspack.reading.containers.warc import HEAD
from tests.support.packing import COMPRESSED, found, note, record, told

TEXT = b"The pear growers met. " * 40
A, B, C = (record(f"urn:uuid:{name}", f"The {name} growers met. ".encode() * 40) for name in "abc")
WHOLE = {f"x.warc!/urn:uuid:{name}": f"The {name} growers met. ".encode() * 40 for name in "abc"}


def without(name: str) -> dict[str, bytes | str | None]:
    return {path: data for path, data in WHOLE.items() if not path.endswith(name)}


@pytest.mark.parametrize("suffix", ["", *COMPRESSED])
def test_a_page_is_named_by_its_record_id(suffix: str) -> None:
    data = A + B + C
    pack: Callable[[bytes], bytes] = COMPRESSED.get(suffix, bytes)
    wanted = {path.replace(".warc", f".warc{suffix}"): held for path, held in WHOLE.items()}
    assert told(f"x.warc{suffix}", pack(data)) == wanted
    assert told(f"x.warc{suffix}", pack(A) + pack(B) + pack(C)) == wanted


def test_a_page_has_its_url_and_the_time_of_its_fetch() -> None:
    more = {"WARC-Target-URI": "<http://kcna.kp/a>", "WARC-Date": "2024-11-30T08:15:00Z"}
    dump = found("x.warc", record("a", TEXT, more=more))["x.warc!/a"]
    assert (dump.data, dump.record) == (TEXT, Record(url="http://kcna.kp/a", fetched_at="2024-11-30T08:15:00Z"))


@pytest.mark.parametrize("version", [b"WARC/1.0", b"WARC/0.18"])
def test_older_versions_are_read(version: bytes) -> None:
    assert told("x.warc", (A + B + C).replace(b"WARC/1.1", version)) == WHOLE


def test_line_ends_may_be_bare() -> None:
    head, _, rest = A.partition(b"\r\n\r\n")
    assert told("x.warc", head.replace(b"\r\n", b"\n") + b"\n\n" + rest[:-4] + b"\n\n" + B + C) == WHOLE


@pytest.mark.parametrize("kind", ["resource", "conversion"])
def test_a_record_without_a_response_is_a_page_as_it_is(kind: str) -> None:
    assert told("x.warc", record("a", TEXT, kind=kind)) == {"x.warc!/a": TEXT}


def test_what_is_no_page_of_a_crawl_is_told() -> None:
    data = b"".join(
        [
            record("image", TEXT, media="image/png"),
            record("script", TEXT, media="text/javascript"),
            record("dns", TEXT, kind="resource", media="text/dns"),
            record("gone", TEXT, status="404 Not Found"),
            record("moved", b"", status="301 Moved"),
            record("mumble", TEXT, status="abc"),
            record("again", b"", kind="revisit"),
            record("asked", TEXT, kind="request"),
            record("info", TEXT, kind="warcinfo"),
            record("meta", TEXT, kind="metadata"),
            record("page", TEXT, media="text/html; charset=utf-8"),
        ]
    )
    assert told("x.warc", data) == {
        "x.warc!/image": "not-a-page",
        "x.warc!/script": "not-a-page",
        "x.warc!/dns": "not-a-page",
        "x.warc!/gone": "moved-or-gone",
        "x.warc!/moved": "moved-or-gone",
        "x.warc!/mumble": "http-status",
        "x.warc!/again": "not-a-page",
        "x.warc!/page": TEXT,
    }
    assert note("x.warc", data, "x.warc!/gone") == Note("moved-or-gone", None, "404")
    assert note("x.warc", data, "x.warc!/image") == Note("not-a-page", None, "image/png")
    assert note("x.warc", data, "x.warc!/again") == Note("not-a-page", None, "revisit")


def test_a_crawl_without_a_page_holds_nothing() -> None:
    assert told("x.warc", record("info", TEXT, kind="warcinfo")) == {"x.warc": "empty-container"}


def chunked(data: bytes) -> bytes:
    return b"".join(
        b"%x;a=b\r\n%s\r\n" % (len(data[at : at + 99]), data[at : at + 99]) for at in range(0, len(data), 99)
    )


CODINGS = {
    "gzip": gzip.compress(TEXT, mtime=0),
    "x-gzip": gzip.compress(TEXT, mtime=0),
    "deflate": zlib.compress(TEXT),
    "br": brotli.compress(TEXT),
    "zstd": COMPRESSED[".zst"](TEXT),
    "identity": TEXT,
}


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("in_chunks", [False, True])
def test_a_page_is_decoded_however_it_was_sent(coding: str, in_chunks: bool) -> None:
    body = chunked(CODINGS[coding]) + b"0\r\n\r\n" if in_chunks else CODINGS[coding]
    http = {"Content-Encoding": coding} | ({"Transfer-Encoding": "chunked"} if in_chunks else {})
    assert told("x.warc", record("a", body, http=http)) == {"x.warc!/a": TEXT}


def test_a_deflated_page_may_lack_its_wrapping() -> None:
    data = record("a", zlib.compress(TEXT)[2:-4], http={"Content-Encoding": "deflate"})
    assert told("x.warc", data) == {"x.warc!/a": TEXT}


def test_chunks_that_the_crawler_joined_are_read() -> None:
    assert told("x.warc", record("a", TEXT, http={"Transfer-Encoding": "chunked"})) == {"x.warc!/a": TEXT}


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_page_that_is_cut_off_as_it_was_sent_is_damaged_and_the_others_are_read(coding: str) -> None:
    body = CODINGS[coding]
    for cut in (body[: len(body) // 2], body[:-1]):
        data = A + record("urn:uuid:b", cut, http={"Content-Encoding": coding}) + C
        assert told("x.warc", data) == without("b") | {"x.warc!/urn:uuid:b": "damaged-container"}


def test_chunks_that_are_cut_off_are_damaged() -> None:
    whole = chunked(TEXT)
    for cut in (whole, whole[:-2], whole[:-50], whole + b"0"):
        data = A + record("urn:uuid:b", cut, http={"Transfer-Encoding": "chunked"}) + C
        assert told("x.warc", data) == without("b") | {"x.warc!/urn:uuid:b": "damaged-container"}


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_a_page_that_unpacks_beyond_the_limit_is_too_large(coding: str) -> None:
    body = {"gzip": gzip.compress, "br": brotli.compress}[coding](bytes(30_000_000))
    data = record("big", body, http={"Content-Encoding": coding})
    assert told("x.warc", data) == {"x.warc!/big": "too-large"}


# damage


@pytest.mark.parametrize(
    ("broken", "name", "detail"),
    [
        (B.replace(b"WARC/1.1", b"WORC/1.1"), "#2", "no record begins where one should"),
        (record("urn:uuid:b", TEXT, length=100), "urn:uuid:b", "it is longer than its 100 bytes"),
        (record("urn:uuid:b", TEXT, length=1500), "urn:uuid:b", "it is longer than its 1500 bytes"),
        (record("urn:uuid:b", TEXT, length=100_000), "urn:uuid:b", None),
        (record("urn:uuid:b", TEXT, length=10**15), "urn:uuid:b", None),
        (record("urn:uuid:b", TEXT, length=-5), "urn:uuid:b", "its length is not told"),
        (record("urn:uuid:b", TEXT, length="many"), "urn:uuid:b", "its length is not told"),
        (record("urn:uuid:b", TEXT, length="9" * 5000), "urn:uuid:b", "its length is not told"),
        (record("urn:uuid:b", TEXT, more={"X": "y" * 1_000_000}), "urn:uuid:b", "headers of more than 65536 bytes"),
        (record("urn:uuid:b", TEXT, http={"X": "y" * 1_000_000}), "urn:uuid:b", "headers of more than 65536 bytes"),
        (B[:700], "urn:uuid:b", "it is longer than its 805 bytes"),
    ],
    ids=["version", "short", "long", "longer", "longest", "negative", "word", "digits", "head", "http-head", "cut"],
)  # fmt: skip
def test_a_damaged_record_leaves_the_others(broken: bytes, name: str, detail: str | None) -> None:
    data = A + broken + C
    assert told("x.warc", data) == without("b") | {f"x.warc!/{name}": "damaged-container"}
    if detail is not None:
        assert note("x.warc", data, f"x.warc!/{name}").detail == detail


def test_what_stands_between_records_is_told() -> None:
    assert told("x.warc", A + b"<html>\r\n\r\n" + B + C) == WHOLE | {"x.warc!/#2": "damaged-container"}


@pytest.mark.parametrize("end", [20, 200, 300, 700, len(C) - 5])
def test_a_record_that_is_cut_off_is_told(end: int) -> None:
    seen = told("x.warc", A + B + C[:end])
    assert list(seen.values())[:2] == list(WHOLE.values())[:2]
    assert list(seen.values())[2:] == ["damaged-container"]


def test_a_record_without_its_last_line_ends_is_whole() -> None:
    assert told("x.warc", A + B + C[:-4]) == WHOLE
    assert told("x.warc", A[:-4] + B + C) == WHOLE


def test_a_page_that_quotes_a_record_is_one_page() -> None:
    assert told("x.warc", record("outer", A + B, kind="resource")) == {"x.warc!/outer": A + B}


def test_a_file_of_damaged_records_alone_is_given_up_at_some_point() -> None:
    data = b"WARC/1.0\r\nContent-Length: 9999999\r\n\r\nWARC/1.0\r\n" * 30_000
    seen = told("x.warc", data)
    assert seen.pop("x.warc") == "damaged-container"
    assert len(seen) == 1000
    assert set(seen.values()) == {"damaged-container"}


def test_records_without_an_id_are_named_by_their_place() -> None:
    assert told("x.warc", record(None, b"One.") + record("", b"Two.")) == {"x.warc!/#1": b"One.", "x.warc!/#2": b"Two."}


def test_of_records_of_one_id_the_first_is_read_and_the_others_are_told() -> None:
    assert told("x.warc", A + A + B + C) == WHOLE | {r"x.warc!/urn:uuid:a\#2": "duplicate-name"}


def test_headers_that_are_no_utf_8_are_shown() -> None:
    data = record("urn:\udcff", TEXT, more={"WARC-Target-URI": "http://a.example/\udcff"})
    dump = found("x.warc", data)[r"x.warc!/urn:\xff"]
    assert (dump.data, dump.record.url) == (TEXT, "http://a.example/?")


def test_every_record_of_a_crawl_with_invalid_utf_8_is_found() -> None:
    bodies = [
        f"Page {n} of the crawl. ".encode() * 50 + (b"\xed\xa0\x80 \xff \xc3" if n % 100 == 7 else b"")
        for n in range(990)
    ]
    data = b"".join(gzip.compress(record(f"urn:{n}", body), mtime=0) for n, body in enumerate(bodies))
    assert told("x.warc.gz", data) == {f"x.warc.gz!/urn:{n}": body for n, body in enumerate(bodies)}


def test_a_page_above_the_limit_leaves_the_others() -> None:
    data = A + record("urn:uuid:b", b"b" * 200_000) + record("urn:uuid:d", b"d" * 1001) + C
    assert told("x.warc", data, max_dump_bytes=1000) == without("b") | {
        "x.warc!/urn:uuid:b": "too-large",
        "x.warc!/urn:uuid:d": "too-large",
    }


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("blank", [b"\n", b"\r\n"])
def test_the_head_of_a_response_may_end_its_lines_in_any_way(end: bytes, blank: bytes) -> None:
    page = b"One.\r\n\r\nTwo: three.\r\n"
    block = b"HTTP/1.1 200 OK" + end + b"content-type:" + end + b" text/plain" + end + blank + page
    head = b"WARC/1.0\nwarc-type:\n\tRESPONSE\nContent-Type: application/http\nContent-Length: %d\n\n" % len(block)
    assert told("x.warc", head + block + b"\r\n\r\n") == {"x.warc!/#1": page}


def test_text_among_the_headers_of_a_response_is_no_header() -> None:
    assert told("x.warc", record("a", TEXT, http={"X": "y\r\nA page that begins too soon"})) == {
        "x.warc!/a": "damaged-container"
    }


@pytest.mark.parametrize("more", [{"WARC-Truncated": "length"}, {"WARC-Segment-Number": "1"}])
def test_a_page_that_says_it_is_cut_is_damaged(more: dict[str, str]) -> None:
    assert told("x.warc", record("a", TEXT, more=more)) == {"x.warc!/a": "damaged-container"}


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "gzip, chunked"])
def test_a_body_that_was_decoded_before_is_read_as_it_is(coding: str) -> None:
    header = "Transfer-Encoding" if "," in coding else "Content-Encoding"
    assert told("x.warc", record("a", TEXT, http={header: coding})) == {"x.warc!/a": TEXT}


def test_transfer_codings_are_a_list_and_sizes_may_begin_with_zeros() -> None:
    body = gzip.compress(TEXT[:200], mtime=0) + gzip.compress(TEXT[200:], mtime=0)
    sent = b"%012X\r\n%s\r\n0\r\nX-Trailer: a\r\n\r\n" % (len(body), body)
    assert told("x.warc", record("a", sent, http={"Transfer-Encoding": "gzip, chunked"})) == {"x.warc!/a": TEXT}


def test_every_record_but_the_crawlers_own_has_its_row() -> None:
    data = record("a", TEXT, kind="continuation") + record("b", TEXT, kind="capture") + record("c", TEXT, kind="")
    assert told("x.warc", data) == {
        "x.warc!/a": "damaged-container",
        "x.warc!/b": "not-a-page",
        "x.warc!/c": "damaged-container",
    }


@pytest.mark.parametrize(
    "url",
    [
        "metadata://gnu.org/software/wget/warc/wget_arguments.txt",
        "urn:X-wpull:log",
        "urn:text:https://sample.example/a",
        "https://sample.example/robots.txt",
        "http://sample.example/robots.txt?a=1",
    ],
)
def test_what_a_crawler_writes_of_itself_and_what_is_written_for_it_is_no_page(url: str) -> None:
    for kind in ("response", "resource"):
        data = record("a", b"All is well.", kind=kind, more={"WARC-Target-URI": url})
        assert told("x.warc", data) == {"x.warc!/a": "not-a-page"}
    page = record("a", b"All is well.", more={"WARC-Target-URI": "https://sample.example/a/robots.txt"})
    assert told("x.warc", page) == {"x.warc!/a": b"All is well."}


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ({"status": "404 Not Found"}, Note("moved-or-gone", None, "404, 2024-11-30")),
        ({"status": "301 Moved"}, Note("moved-or-gone", None, "301, 2024-11-30")),
        ({"status": "301 Moved", "http": {"Location": "/figs"}}, Note("moved-or-gone", None, "301, 2024-11-30")),
        ({"status": "301 Moved", "http": {"Location": "//b.example/"}}, Note("moved-or-gone", None, "301, 2024-11-30")),
        ({"status": "302 Found", "http": {"Location": "http://[/"}}, Note("moved-or-gone", None, "302, 2024-11-30")),
        ({"status": "302 Found", "http": {"Location": "/#/figs"}}, Note("moved-or-gone", None, "302, 2024-11-30")),
        (
            {"status": "302 Found", "http": {"Location": "/"}},
            Note("moved-or-gone", None, "302 to the front page, 2024-11-30"),
        ),
        ({"status": "404 Not Found", "http": {"Location": "/"}}, Note("moved-or-gone", None, "404, 2024-11-30")),
        ({"status": "503 Busy"}, Note("http-status", None, "503, 2024-11-30")),
        ({"kind": "revisit"}, Note("not-a-page", None, "revisit, 2024-11-30")),
    ],
)
def test_what_a_server_answered_instead_of_a_page_keeps_its_url_and_day(made: dict[str, str], said: Note) -> None:
    url = "https://sample.example/pears"
    data = record("a", b"", more={"WARC-Target-URI": url, "WARC-Date": "2024-11-30T09:10:11Z"}, **made)  # type: ignore[arg-type]
    (dump,) = found("x.warc", data).values()
    assert (dump.note, dump.record.url) == (said, url)


@pytest.mark.parametrize("hole", [bytes(9), b"junk", bytes(70_000), b"\n\0\n"])
def test_a_hole_between_records_costs_none_of_them(hole: bytes) -> None:
    data = record("a", TEXT) + hole + record("b", TEXT) + hole
    seen = told("x.warc", data)
    assert [seen.pop(f"x.warc!/{name}") for name in "ab"] == [TEXT, TEXT]
    assert set(seen.values()) <= {"damaged-container"}
    assert bool(seen) == (hole != b"\n\0\n")


@pytest.mark.parametrize("behind", [bytes(600), b"\r\n\r\n\r\n", b"\0\n"])
def test_padding_behind_the_records_is_nothing(behind: bytes) -> None:
    assert told("x.warc", record("a", TEXT) + behind) == {"x.warc!/a": TEXT}


@pytest.mark.parametrize("junk", [b"\n", b"x", b"WARC/1.1", b"WARC/1.1\r"])
@pytest.mark.parametrize("at", range(-20, 3))
def test_a_record_behind_a_heap_of_anything_is_found_wherever_blocks_meet(junk: bytes, at: int) -> None:
    heap = b"no record\n" + (junk * HEAD)[: HEAD + at]
    data = record("a", b"One.") + heap + record("b", b"Two.")
    read = {path: said for path, said in told("x.warc", data).items() if isinstance(said, bytes)}
    assert read == {"x.warc!/a": b"One.", "x.warc!/b": b"Two."}
