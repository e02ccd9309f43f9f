"""JSON lines, CSV and Parquet: every record has its entry, whatever is wrong with it or its neighbours."""

import datetime as dt
import gzip
import io
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from presspack.article import Record
from presspack.errors import Note
from presspack.reading.dump import row_of
from tests.support.packing import COMPRESSED, csved, found, jsonl, note, parquet, told

GOOD = {"text": "The pear growers met."}
TEXT = b"The pear growers met."
ALL = {"url": "http://a.example/1", "title": "Pears", "date": "2024-11-30", "fetched_at": "2024-12-01T08:00:00Z"}


def around(row: object) -> bytes:
    """Three lines of JSON: a good one, this one, a good one."""
    return jsonl([GOOD, row, GOOD])  # type: ignore[list-item]


# JSON lines


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "A.JSONL"])
def test_a_line_is_a_record_named_by_its_number(name: str) -> None:
    data = b"\xef\xbb\xbf" + jsonl([GOOD | ALL, b"", b"  \r", {"text": "Second\nline."}])
    seen = found(name, data)
    assert {path: dump.data for path, dump in seen.items()} == {f"{name}!/1": TEXT, f"{name}!/4": b"Second\nline."}
    assert seen[f"{name}!/1"].record == Record(**ALL)
    assert seen[f"{name}!/4"].record == Record()


@pytest.mark.parametrize(
    ("line", "slug", "detail"),
    [
        (b'{"text": "cut', "broken-record", "no JSON: Invalid control character at, column 14"),
        (
            b'{"text": "a" ,\t }',
            "broken-record",
            "no JSON: Expecting property name enclosed in double quotes, column 17",
        ),
        (b'{"text": ["a", ]}', "broken-record", "no JSON: Expecting value, column 16"),
        (b"[1, 2]", "broken-record", "no JSON object"),
        (b'"text"', "broken-record", "no JSON object"),
        (b"\x89PNG\x1a", "broken-record", "no JSON: Expecting value, column 1"),
        (b'{"text": "a", "text": "b"}', "broken-record", "a name stands twice in the object"),
        (b'{"text": "a"} {"text": "b"}', "broken-record", "no JSON: Extra data, column 15"),
        (b"[" * 100_000, "broken-record", "more than 100 objects and lists in one another"),
        (b'{"text": "a", "x": ' + b"[" * 100 + b"]" * 100 + b"}", "broken-record", "more than 100 objects and lists in one another"),
        (b'{"text": "\\ud800"}', "undecodable", "a lone surrogate, '\\ud800'"),
        (b'{"text": null}', "no-text", "text is null"),
        (b'{"text": 5}', "no-text", "text is int"),
        (b'{"text": ["a"]}', "no-text", "text is list"),
        (b'{"words": "a"}', "no-text", "no column for the text"),
        (b"{}", "no-text", "no column for the text"),
    ],
)  # fmt: skip
def test_a_broken_line_is_told_with_its_number_and_the_others_are_read(line: bytes, slug: str, detail: str) -> None:
    data = around(line)
    assert told("a.jsonl", data) == {"a.jsonl!/1": TEXT, "a.jsonl!/2": slug, "a.jsonl!/3": TEXT}
    assert note("a.jsonl", data, "a.jsonl!/2") == Note(slug, 2, detail)


@pytest.mark.parametrize(
    ("line", "data"),
    [
        (b'{"text": "a", "score": NaN}', b"a"),
        (b'{"text": "a", "x": ' + b"[" * 99 + b"]" * 99 + b"}", b"a"),
        (b'{"text": "' + b"[" * 500 + b'"}', b"[" * 500),
        (b'{"text": "\xff\xfe"}', b"\xff\xfe"),
        (b'{"text": "\\udcff"}', b"\xff"),
        (b'{"text": ""}', b""),
        (b'{"html": "<p>", "content": "no"}', b"<p>"),
    ],
)
def test_an_odd_line_is_read_as_it_is(line: bytes, data: bytes) -> None:
    assert told("a.jsonl", around(line)) == {"a.jsonl!/1": TEXT, "a.jsonl!/2": data, "a.jsonl!/3": TEXT}


def test_a_line_above_the_limit_is_passed_over() -> None:
    long = {"text": "a" * 80_000}
    data = around(long)
    assert told("a.jsonl", data, max_dump_bytes=1000) == {
        "a.jsonl!/1": TEXT,
        "a.jsonl!/2": "too-large",
        "a.jsonl!/3": TEXT,
    }
    assert told("a.jsonl", around({"text": "a" * 1001}), max_dump_bytes=1000)["a.jsonl!/2"] == "too-large"
    assert told("a.jsonl", around({"text": "\u0001" * 1000}), max_dump_bytes=1000)["a.jsonl!/2"] == b"\1" * 1000


@pytest.mark.parametrize(
    ("value", "shown"),
    [("Pears", "Pears"), (5, "5"), ("", None), (None, None), (True, None), (1.5, None), (["a"], None),
     ("a" * 10_001, None), ("\ud800", "?")],
)  # fmt: skip
def test_a_value_beside_the_text_is_text_or_nothing(value: Any, shown: str | None) -> None:
    assert found("a.jsonl", jsonl([GOOD | {"title": value}]))["a.jsonl!/1"].record == Record(title=shown)


def test_a_record_without_a_text_keeps_what_else_it_says() -> None:
    assert found("a.jsonl", jsonl([ALL]))["a.jsonl!/1"].record == Record(**ALL)


def test_columns_have_the_names_that_params_give() -> None:
    columns = {"text": ["body", "inhalt"], "url": ["adresse"]}
    data = jsonl([{"inhalt": "One.", "adresse": "http://a.example", "text": "no", "date": "2024-11-30"}])
    dump = found("a.jsonl", data, columns=columns)["a.jsonl!/1"]
    assert (dump.data, dump.record) == (b"One.", Record(url="http://a.example", date="2024-11-30"))


@pytest.mark.parametrize("suffix", COMPRESSED)
def test_of_compressed_lines_that_are_cut_off_the_first_are_read(suffix: str) -> None:
    texts = [f"{number} {number * number}" for number in range(40_000)]
    data = COMPRESSED[suffix](jsonl({"text": text} for text in texts))
    seen = told(f"a.jsonl{suffix}", data[: len(data) // 2])
    assert seen.pop(f"a.jsonl{suffix}") == "damaged-container"
    assert list(seen.values()) == [text.encode() for text in texts[: len(seen)]]
    assert len(seen) > 10_000 or suffix == ".bz2"  # whose blocks are larger than this


def test_of_compressed_lines_that_are_corrupt_in_the_middle_the_first_are_read() -> None:
    texts = [f"{number} {number * number}" for number in range(40_000)]
    data = bytearray(COMPRESSED[".gz"](jsonl({"text": text} for text in texts)))
    data[len(data) // 2 : len(data) // 2 + 50] = b"\xff" * 50
    seen = told("a.jsonl.gz", bytes(data))
    assert seen.pop("a.jsonl.gz") == "damaged-container"
    good = [dump for dump, text in zip(seen.values(), texts, strict=False) if dump == text.encode()]
    assert len(good) > 15_000


# CSV


def test_a_row_is_a_record_named_by_the_line_on_which_it_begins() -> None:
    rows = [{"text": 'One\r\nmore line, and "quotes".'} | ALL, {"text": "Two."} | dict.fromkeys(ALL, "")]
    seen = found("a.csv", csved(rows))
    assert {path: dump.data for path, dump in seen.items()} == {
        "a.csv!/2": b'One\r\nmore line, and "quotes".',
        "a.csv!/4": b"Two.",
    }
    assert seen["a.csv!/2"].record == Record(**ALL)
    assert seen["a.csv!/4"].record == Record()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_fields_are_parted_by_what_parts_the_head(delimiter: str, mark: str) -> None:
    data = mark.encode() + csved([{"text": "One, two; three\tfour."} | ALL], delimiter)
    assert found("a.csv", data)["a.csv!/2"][:4] == ("a.csv!/2", b"One, two; three\tfour.", None, Record(**ALL))


@pytest.mark.parametrize(
    ("row", "detail"),
    [
        (b"one", "1 fields, not 2"),
        (b"one,two,three", "3 fields, not 2"),
        (b'one,"two"three', "lines 3 to 3: ',' expected after '\"'"),
    ],
)
def test_a_row_that_is_none_is_told_with_its_line_and_the_others_are_read(row: bytes, detail: str) -> None:
    data = b"url,text\nu,One.\n" + row + b"\n\nv,Two.\n"
    assert told("a.csv", data) == {"a.csv!/2": b"One.", "a.csv!/3": "broken-record", "a.csv!/5": b"Two."}
    assert note("a.csv", data, "a.csv!/3") == Note("broken-record", 3, detail)


def test_a_quote_that_is_not_closed_is_told_with_the_lines_it_takes_up() -> None:
    data = b'url,text\nu,One.\nv,"Two.\nw,Three.\n'
    assert told("a.csv", data) == {"a.csv!/2": b"One.", "a.csv!/3": "broken-record"}
    assert note("a.csv", data, "a.csv!/3") == Note("broken-record", 3, "lines 3 to 4: unexpected end of data")
    again = data + b'x,"Four."\ny,Five.\n'
    assert told("a.csv", again)["a.csv!/6"] == b"Five."
    assert note("a.csv", again, "a.csv!/3").detail == "lines 3 to 5: ',' expected after '\"'"


def test_a_line_or_a_field_above_the_limit_is_told_and_the_others_are_read() -> None:
    long = b"a" * 600 + b"\n"
    data = b"url,text\nu," + b"a" * 1001 + b'\nv,Two.\nw,"' + long * 2 + b'end"\nx,Three.\n'
    seen = told("a.csv", data, max_dump_bytes=1000)
    assert (seen["a.csv!/2"], seen["a.csv!/3"], seen["a.csv!/4"]) == ("broken-record", b"Two.", "broken-record")
    assert list(seen.items())[-1] == ("a.csv!/7", b"Three.")


def test_a_table_without_a_column_for_the_text_is_told_at_its_head() -> None:
    assert note("a.csv", b"\na,b\n1,2\n", "a.csv") == Note("no-text", 2, "no column for the text among a, b")


def test_of_columns_of_one_name_the_first_counts() -> None:
    assert told("a.csv", b"text,text\nOne.,Two.\n") == {"a.csv!/2": b"One."}


def test_bytes_of_a_cell_that_are_no_utf_8_are_kept() -> None:
    assert told("a.csv", b"text\n\xff\xfe\0.\n") == {"a.csv!/2": b"\xff\xfe\0."}


TABLES = {
    "x.csv": 'text,title\n"One\nand 두 é",A\n"Two, too",B\n',
    "x.tsv": "text\ttitle\nOne\tA\nTwo\tB\n",
    "x.jsonl": '{"text": "One 두 é 𝄞", "title": "A"}\n{"text": "Two"}\n',
    "x.json": '[{"text": "One 두 é"}, {"text": "Two", "title": "B"}]',
}


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", ["\ufeff", ""])
@pytest.mark.parametrize("name", TABLES)
def test_a_table_in_utf_16_says_what_it_says_in_utf_8(name: str, mark: str, encoding: str) -> None:
    same = TABLES[name]
    assert found(name, (mark + same).encode(encoding)) == found(name, same.encode())
    long = (mark + same).encode(encoding) * 3 if name == "x.jsonl" else (mark + same).encode(encoding)
    assert found(f"{name}.gz", gzip.compress(long)) == found(
        f"{name}.gz", gzip.compress(long.decode(encoding).encode())
    )


def test_utf_16_that_is_cut_in_a_letter_is_told() -> None:
    data = "\ufeff".encode("utf-16-le") + '{"text": "One"}\n{"text": "Two"}\n'.encode("utf-16-le")
    assert told("x.jsonl", data[:-1]) == {"x.jsonl!/1": b"One", "x.jsonl": "damaged-container"}


def test_half_a_letter_in_utf_16_is_no_letter() -> None:
    data = "\ufefftext\nOne \ud800 two\n".encode("utf-16-le", "surrogatepass")
    assert found("x.csv", data)["x.csv!/2"].data == b"One \xed\xa0\x80 two"


def test_a_table_with_a_head_alone_holds_nothing() -> None:
    assert told("a.csv", b"text,url\n") == {"a.csv": "empty-container"}


# Parquet


def test_a_row_of_parquet_is_a_record_named_by_its_number() -> None:
    data = parquet(
        {"text": ["One.", None, "Three."], "title": ["Pears", "Plums", None], "score": [1, 2, 3]}, row_group_size=2
    )
    seen = found("a.parquet", data)
    assert list(seen) == ["a.parquet!/1", "a.parquet!/2", "a.parquet!/3"]
    assert [dump.data for dump in seen.values()] == [b"One.", None, b"Three."]
    assert [dump.record.title for dump in seen.values()] == ["Pears", "Plums", None]
    assert seen["a.parquet!/2"].note == Note("no-text", 2, "text is null")


@pytest.mark.parametrize(
    "kind", [pa.string(), pa.large_string(), pa.binary(), pa.large_binary(), pa.dictionary(pa.int32(), pa.string())]
)
def test_a_text_may_have_any_type_of_text(kind: pa.DataType) -> None:
    column = pa.array(["One.", "Two."]).cast(kind)
    assert told("a.parquet", parquet({"html": column})) == {"a.parquet!/1": b"One.", "a.parquet!/2": b"Two."}


@pytest.mark.parametrize("column", [pa.array([1, 2]), pa.array([{"a": 1}, {"a": 2}])])
def test_a_column_that_is_no_text_is_told(column: pa.Array) -> None:
    assert note("a.parquet", parquet({"text": column}), "a.parquet") == Note(
        "no-text", None, f"the column text is {column.type}"
    )


def test_a_text_that_is_no_utf_8_is_kept_as_it_is() -> None:
    column = pa.Array.from_buffers(pa.string(), 2, pa.array([b"\xff\xfe", b"Two."]).buffers())
    seen = found("a.parquet", parquet({"text": column, "title": column}))
    assert [dump.data for dump in seen.values()] == [b"\xff\xfe", b"Two."]
    assert [row_of(dump).title for dump in seen.values()] == [None, "Two."]


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        (dt.date(2024, 11, 30), pa.date32(), "2024-11-30"),
        (dt.datetime(2024, 11, 30, 8, 15), pa.timestamp("us"), "2024-11-30 08:15:00.000000"),
        (dt.datetime(2024, 11, 30, 8, 15), pa.timestamp("ns"), "2024-11-30 08:15:00.000000000"),
        (dt.datetime(2024, 11, 30, 8, 15, tzinfo=dt.UTC), pa.timestamp("s", "UTC"), "2024-11-30 08:15:00.000Z"),
        (["2024-11-30"], pa.list_(pa.string()), None),
    ],
)
def test_a_date_may_have_the_type_of_one(value: Any, kind: pa.DataType, shown: str | None) -> None:
    data = parquet({"text": ["One."], "date": pa.array([value], kind)})
    assert found("a.parquet", data)["a.parquet!/1"].record.date == shown


def test_one_text_a_million_times_is_a_bomb() -> None:
    column = pa.DictionaryArray.from_arrays(pa.array(np.zeros(1_000_000, "int32")), pa.array(["The pears. " * 5000]))
    data = parquet({"text": column, "title": column})
    seen = told("a.parquet", data)
    assert len(data) < 100_000
    assert seen["a.parquet"] == "bomb"
    assert len(seen) < 1000


@pytest.mark.parametrize("text", [None, ""])
def test_a_million_rows_without_a_text_are_a_bomb(text: str | None) -> None:
    seen = told("a.parquet", parquet({"text": pa.array([text] * 1_000_000, pa.string())}))
    assert seen["a.parquet"] == "bomb"
    assert len(seen) < 25_000


def test_a_table_that_says_it_unpacks_to_a_bomb_is_not_read() -> None:
    data = parquet({"text": ["The pear growers met. " * 50_000] * 100}, use_dictionary=False, compression="zstd")
    assert told("a.parquet", data) == {"a.parquet": "bomb"}


def test_a_batch_of_arrow_that_claims_more_than_any_memory_is_a_bomb() -> None:
    table, out = pa.table({"text": ["pear " * 100] * 10}), io.BytesIO()
    with pa.ipc.new_stream(out, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(table)
    size = (5000).to_bytes(8, "little")
    assert size in out.getvalue()
    assert told("a.arrow", out.getvalue().replace(size, (1 << 60).to_bytes(8, "little"))) == {"a.arrow": "bomb"}


def test_arrow_whose_index_leads_out_of_its_dictionary_is_damaged() -> None:
    column, out = pa.array(["pear", "plum", "pear"]).dictionary_encode(), io.BytesIO()
    table = pa.table({"text": column})
    with pa.ipc.new_stream(out, table.schema) as writer:
        writer.write_table(table)
    places = np.array([0, 1, 0], "int32").tobytes()
    at = out.getvalue().rindex(places)
    data = out.getvalue()[:at] + np.array([0, 2**30, 0], "int32").tobytes() + out.getvalue()[at + len(places) :]
    assert told("a.arrow", data) == {"a.arrow": "damaged-container"}


def test_arrow_whose_offsets_lead_out_of_its_texts_is_damaged() -> None:
    table, out = pa.table({"text": ["pear", "plum", "quince"]}), io.BytesIO()
    with pa.ipc.new_stream(out, table.schema) as writer:
        writer.write_table(table)
    offsets = np.array([0, 4, 8, 14], "int32").tobytes()
    assert offsets in out.getvalue()
    data = out.getvalue().replace(offsets, np.array([0, 4, 2**31 - 1, -5], "int32").tobytes())
    assert told("a.arrow", data) == {"a.arrow": "damaged-container"}


def test_a_corrupt_row_group_is_told_and_the_others_are_read() -> None:
    texts = [f"{number:04d}" * 500 for number in range(300)]
    data = bytearray(
        parquet({"text": texts}, row_group_size=100, use_dictionary=False, compression="none", write_page_checksum=True)
    )
    held = pq.ParquetFile(io.BytesIO(data)).metadata.row_group(1).column(0)
    data[held.data_page_offset + held.total_compressed_size // 2] ^= 1
    seen = told("a.parquet", bytes(data))
    assert seen.pop("a.parquet!/101") == "damaged-container"
    assert list(seen.values()) == [text.encode() for text in texts[:100] + texts[200:]]
    assert note("a.parquet", bytes(data), "a.parquet!/101").detail.startswith("rows 101 to 200: ")


def test_a_parquet_file_that_is_cut_off_has_lost_its_directory() -> None:
    assert told("a.parquet", parquet({"text": ["One."]})[:-9]) == {"a.parquet": "damaged-container"}


def test_a_parquet_file_without_rows_holds_nothing() -> None:
    assert told("a.parquet", parquet({"text": pa.array([], pa.string())})) == {"a.parquet": "empty-container"}


@pytest.mark.parametrize(
    "data",
    [
        b'"text","url"\n"One\nday","u"\n',
        b'"a; b";"text"\n"x";"One\nday"\n',
        b'"url"|"text"\n"x"|"One\nday"\n',
        b'"the\nurl",text\nx,"One\nday"\n',
        b'url, "text"\nx, "One\nday"\n',
        b'sep=;\r\n"text";"url"\r\n"One\nday";u\r\n',
    ],
    ids=["all", "semicolon", "pipe", "two-lines", "blanks", "sep"],
)
def test_a_head_may_be_quoted(data: bytes) -> None:
    assert [dump.data for dump in found("a.csv", data).values()] == [b"One\nday"]


def test_a_table_without_a_head_is_told_to_have_no_text() -> None:
    assert told("a.csv", b'"One\nday",https://a.example\n"Two",u\n') == {"a.csv": "no-text"}


def test_a_line_of_nuls_as_a_crash_leaves_it_is_no_record() -> None:
    assert told("a.jsonl", jsonl([{"text": "One."}]) + bytes(4096)) == {"a.jsonl!/1": b"One."}


@pytest.mark.parametrize("nothing", ["\\N", "NULL", "NA", "nan", "None", "#N/A", "NaT", "<NA>"])
def test_a_cell_that_says_there_is_no_value_says_nothing(nothing: str) -> None:
    data = csved(
        [{"title": nothing, "date": nothing, "text": "Pears."}, {"title": "Pears", "date": "", "text": nothing}]
    )
    assert found("a.csv", data)["a.csv!/2"].record == Record()
    assert note("a.csv", data, "a.csv!/3").slug == "no-text"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("One.\\\nTwo.\\\nThree.", "One.\nTwo.\nThree."),  # MySQL
        ('One.\\nTwo.\\n\\"Three\\\\.', 'One.\nTwo.\n"Three\\.'),  # PostgreSQL, and JSON in JSON
        ("One.\nTwo\\n.", "One.\nTwo\\n."),  # a text about such signs
        ("One.\\\nTwo.\nThree.", "One.\\\nTwo.\nThree."),
        ("C:\\pears", "C:\\pears"),
    ],
)
def test_line_ends_that_a_database_wrote_as_signs_are_line_ends(written: str, meant: str) -> None:
    (dump,) = found("a.jsonl", jsonl([{"text": written}])).values()
    assert dump.data == meant.encode()


@pytest.mark.parametrize("behind", ["[{}]", "\n{}", "x", ";\n"])
def test_what_stands_behind_an_array_is_told(behind: str) -> None:
    data = b'[{"text": "Pears."}]\n' + behind.encode()
    assert found("a.json", data)["a.json!/1"].data == b"Pears."
    assert note("a.json", data, "a.json!/2").slug == "broken-record"
