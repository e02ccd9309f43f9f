"""Zip, tar and compressed files: what is broken has its entry, and the rest is read."""

import io
import json
import lzma
import os
import struct
import tarfile
import time
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presspack.errors import Note
from tests.support.packing import COMPRESSED, found, jsonl, note, tarred, told, zipped

FILES = {f"{name}.txt": f"The {name} growers met. ".encode() * 40 for name in ("pear", "plum", "quince")}


def inside(container: str) -> dict[str, bytes]:
    return {f"{container}!/{name}": data for name, data in FILES.items()}


# what is whole


@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_is_read_however_it_is_compressed(how: int) -> None:
    assert told("a.zip", zipped(FILES, how)) == inside("a.zip")


@pytest.mark.parametrize("suffix", COMPRESSED)
def test_a_tar_is_read_however_it_is_compressed(suffix: str) -> None:
    assert told(f"a.tar{suffix}", COMPRESSED[suffix](tarred(FILES))) == inside(f"a.tar{suffix}")


@pytest.mark.parametrize(
    ("short", "suffix"),
    [
        ("tgz", ".gz"),
        ("taz", ".gz"),
        ("tbz2", ".bz2"),
        ("tb2", ".bz2"),
        ("tz2", ".bz2"),
        ("txz", ".xz"),
        ("TZST", ".zst"),
    ],
)
def test_the_short_names_of_compressed_tars_are_known(short: str, suffix: str) -> None:
    assert told(f"a.{short}", COMPRESSED[suffix](tarred(FILES))) == inside(f"a.{short}")


@pytest.mark.parametrize("name", ["a.tlz", "a.tar.lzma", "A.TAR.LZMA"])
def test_the_older_lzma_is_read_too(name: str) -> None:
    pack = lambda data: lzma.compress(data, lzma.FORMAT_ALONE)  # noqa: E731
    assert told(name, pack(tarred(FILES))) == inside(name)
    assert told("a.txt.lzma", pack(b"The pear ") + pack(b"growers met.")) == {"a.txt.lzma": b"The pear growers met."}
    assert told("a.txt.lzma", pack(b"The pear ")[:-2]) == {"a.txt.lzma": "damaged-container"}


@pytest.mark.parametrize("suffix", COMPRESSED)
def test_a_compressed_file_is_one_dump_under_its_own_name(suffix: str) -> None:
    assert told(f"a.txt{suffix}", COMPRESSED[suffix](b"The pear growers met.")) == {
        f"a.txt{suffix}": b"The pear growers met."
    }


@pytest.mark.parametrize("suffix", COMPRESSED)
def test_streams_that_follow_one_another_are_one_file(suffix: str) -> None:
    data = COMPRESSED[suffix](b"The pear ") + COMPRESSED[suffix](b"growers met.")
    assert told(f"a.txt{suffix}", data) == {f"a.txt{suffix}": b"The pear growers met."}


def test_an_xz_file_may_be_padded() -> None:
    data = COMPRESSED[".xz"](b"The pear ") + bytes(8) + COMPRESSED[".xz"](b"growers met.") + bytes(4)
    assert told("a.txt.xz", data) == {"a.txt.xz": b"The pear growers met."}


def test_two_tars_in_one_file_are_both_read() -> None:
    one, other = ({name: FILES[name]} for name in ("pear.txt", "plum.txt"))
    assert told("a.tar", tarred(one) + tarred(other)) == {
        f"a.tar!/{name}": data for name, data in (one | other).items()
    }


@pytest.mark.parametrize("outer", ["zip", "tar"])
@pytest.mark.parametrize("inner", ["zip", "tar", "tar.gz"])
def test_an_archive_in_an_archive_is_read(outer: str, inner: str) -> None:
    held = {"zip": zipped, "tar": tarred, "tar.gz": lambda files: COMPRESSED[".gz"](tarred(files))}
    data = (zipped if outer == "zip" else tarred)({f"in.{inner}": held[inner](FILES), "late.txt": b"And the rest."})
    late = f"a.{outer}!/late.txt"
    assert told(f"a.{outer}", data) == inside(f"a.{outer}!/in.{inner}") | {late: b"And the rest."}


def test_folders_in_an_archive_are_no_dumps() -> None:
    folder = tarfile.TarInfo("2024")
    folder.type = tarfile.DIRTYPE
    assert told("a.tar", tarred(FILES, [folder])) == inside("a.tar")
    assert told("a.zip", zipped({"2024/": b""} | FILES)) == inside("a.zip")


# what is cut off or corrupt


@pytest.mark.parametrize("suffix", COMPRESSED)
def test_a_compressed_file_that_is_cut_off_anywhere_is_damaged(suffix: str) -> None:
    data = COMPRESSED[suffix](b"".join(f"{number} pears. ".encode() for number in range(3000)))
    for end in (1, 5, len(data) // 2, len(data) - 9, len(data) - 4, len(data) - 1):
        assert told(f"a.txt{suffix}", data[:end]) == {f"a.txt{suffix}": "damaged-container"}, end


@pytest.mark.parametrize("suffix", COMPRESSED)
@pytest.mark.parametrize("behind", [b"and more", b"\n\0 \0junk", b"\r\n--\r\n" * 9, bytes(range(1, 9)) * 9000])
def test_what_follows_a_compressed_stream_and_is_none_is_told_and_costs_nothing(suffix: str, behind: bytes) -> None:
    pack = COMPRESSED[suffix]
    text, damaged = b"The pear growers met.", "damaged-container"
    assert told(f"a.txt{suffix}", pack(text) + behind) == {f"a.txt{suffix}": text, rf"a.txt{suffix}!/\#2": damaged}
    data = pack(jsonl([{"text": "Pears."}] * 3)) + behind
    assert list(told(f"a.jsonl{suffix}", data).values()) == [b"Pears.", b"Pears.", b"Pears.", damaged]
    data = pack(json.dumps([{"text": "Pears."}] * 2).encode()) + behind
    assert list(told(f"a.json{suffix}", data).values()) == [b"Pears.", b"Pears.", damaged]
    assert list(told(f"a.tar{suffix}", pack(tarred({"a": text})) + behind).values()) == [text, damaged]
    assert list(told(f"a.zip{suffix}", pack(zipped({"a": text})) + behind).values()) == [text, damaged]


@pytest.mark.parametrize("suffix", COMPRESSED)
@pytest.mark.parametrize("end", [2, 4, 10, -3])
def test_a_second_stream_that_is_cut_off_costs_no_line_of_the_first(suffix: str, end: int) -> None:
    pack = COMPRESSED[suffix]
    data = pack(jsonl([{"text": "Pears."}] * 3)) + pack(jsonl([{"text": "Plums."}]))[:end]
    seen = list(told(f"a.jsonl{suffix}", data).values())
    assert seen[:3] == [b"Pears."] * 3
    assert seen[-1] == "damaged-container"
    assert told(f"a.txt{suffix}", data) == {f"a.txt{suffix}": "damaged-container"}


@pytest.mark.parametrize("suffix", COMPRESSED)
def test_a_second_stream_whose_head_is_corrupt_is_told(suffix: str) -> None:
    second = bytearray(COMPRESSED[suffix](b"growers met."))
    second[1] ^= 0xFF
    data = COMPRESSED[suffix](b"The pear ") + bytes(second)
    assert told(f"a.txt{suffix}", data) == {f"a.txt{suffix}": "damaged-container"}


@pytest.mark.parametrize("suffix", COMPRESSED)
def test_of_a_compressed_tar_that_is_cut_off_the_first_members_are_read(suffix: str) -> None:
    files = {f"{n}.txt": zlib.compress(bytes([n])) * 3000 for n in range(40)}
    data = COMPRESSED[suffix](tarred(files))
    seen = told(f"a.tar{suffix}", data[: len(data) * 3 // 4])
    assert seen.pop(f"a.tar{suffix}") == "damaged-container"
    whole = {path: held for path, held in seen.items() if isinstance(held, bytes)}
    assert whole == {f"a.tar{suffix}!/{n}.txt": files[f"{n}.txt"] for n in range(len(whole))}
    assert len(seen) - len(whole) <= 1
    assert whole or suffix == ".bz2"  # whose blocks are larger than this


def test_a_tar_that_is_cut_off_anywhere_is_told_and_what_was_whole_is_read() -> None:
    data = tarred(FILES)
    end_mark = 3 * (512 + 1024)
    for end in range(1, end_mark, 100):
        seen = told("a.tar", data[:end])
        assert seen.pop("a.tar") == "damaged-container", end
        assert {path: held for path, held in seen.items() if held != "damaged-container"}.items() <= inside(
            "a.tar"
        ).items()
        whole = sum(end >= 1536 * place + 512 + len(text) for place, text in enumerate(FILES.values()))
        assert sum(isinstance(held, bytes) for held in seen.values()) == whole, end


def test_a_tar_with_a_corrupt_header_is_told_and_the_other_members_are_read() -> None:
    data = tarred(FILES).replace(b"plum.txt", b"plug.txt", 1)
    seen = told("a.tar", data)
    assert seen == {
        "a.tar!/pear.txt": FILES["pear.txt"],
        "a.tar!/quince.txt": FILES["quince.txt"],
        "a.tar": "damaged-container",
    }


def test_what_follows_a_tar_and_is_none_is_told() -> None:
    assert told("a.tar", tarred(FILES) + b"more" * 200) == inside("a.tar") | {"a.tar": "damaged-container"}


def test_a_file_that_only_is_called_an_archive_is_damaged() -> None:
    for name in ("a.zip", "a.tar", "a.tgz", "a.gz", "a.bz2", "a.xz", "a.zst", "a.parquet"):
        assert told(name, b"The pear growers met.\n" * 99) == {name: "damaged-container"}


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.txt.gz", "a.jsonl", "a.csv", "a.parquet", "a.warc", "a.txt.xz"])
def test_a_container_of_no_bytes_is_an_empty_file(name: str) -> None:
    assert told(name, b"") == {name: "empty-file"}


def test_an_archive_that_holds_nothing_is_told() -> None:
    assert told("a.zip", zipped({})) == {"a.zip": "empty-container"}
    assert told("a.tar", tarred({})) == {"a.tar": "empty-container"}


def test_a_zip_that_is_cut_off_has_lost_its_directory() -> None:
    assert told("a.zip", zipped(FILES)[:-30]) == {"a.zip": "damaged-container"}


def test_a_corrupt_member_of_a_zip_leaves_the_others() -> None:
    data = bytearray(zipped(FILES, zipfile.ZIP_STORED))
    data[data.index(b"The plum")] ^= 1
    assert told("a.zip", bytes(data)) == inside("a.zip") | {"a.zip!/plum.txt": "damaged-container"}
    assert note("a.zip", bytes(data), "a.zip!/plum.txt").detail == "Bad CRC-32 for file 'plum.txt'"


def test_a_member_of_a_zip_whose_header_is_gone_leaves_the_others() -> None:
    data = bytearray(zipped(FILES))
    data[data.index(b"plum.txt") - 30] ^= 1
    assert told("a.zip", bytes(data)) == inside("a.zip") | {"a.zip!/plum.txt": "damaged-container"}


def test_a_member_of_a_zip_in_an_unknown_compression_leaves_the_others() -> None:
    data = bytearray(zipped(FILES))
    for start in (data.index(b"plum.txt") - 22, data.rindex(b"plum.txt") - 36):
        data[start : start + 2] = struct.pack("<H", 97)
    assert told("a.zip", bytes(data)) == inside("a.zip") | {"a.zip!/plum.txt": "damaged-container"}


def test_an_encrypted_member_leaves_the_others() -> None:
    data = bytearray(zipped(FILES))
    data[data.rindex(b"plum.txt") - 38] |= 1
    assert told("a.zip", bytes(data)) == inside("a.zip") | {"a.zip!/plum.txt": "encrypted"}


def test_a_message_names_no_object_of_this_process() -> None:
    for name in ("a.zip", "a.tar.gz", "a.parquet", "a.csv.zst"):
        said = note(name, b"PAR1 no such thing", name).detail
        assert "0x" not in said
        assert "<" not in said


# names


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../up.txt", "a/../../up.txt", "..\\up.txt", "C:\\a.txt", "c:a.txt", "\\\\host\\a.txt", "."]
)
def test_a_name_that_leads_out_is_not_read(name: str) -> None:
    for kind, pack in (("zip", zipped), ("tar", tarred)):
        seen = list(told(f"a.{kind}", pack({name: b"Out."} | FILES)).items())
        assert seen[0][1] == "unsafe-name"
        assert dict(seen[1:]) == inside(f"a.{kind}")


def test_of_members_of_one_name_the_first_is_read_and_the_others_are_told() -> None:
    twice = tarred({"pear.txt": b"One.", "b/pear.txt": b"Two."}).replace(b"b/pear.txt", b"pear.txt\0\0")
    twice = bytearray(twice)
    head = twice[1024:1536]
    head[148:156] = b" " * 8
    twice[1024 + 148 : 1024 + 156] = b"%06o\0 " % sum(head)
    seen = found("a.tar", bytes(twice) + tarred({"pear.txt": b"Three.", "pear.txt#2": b"Four."}))
    assert [(path, dump.data) for path, dump in seen.items()] == [
        ("a.tar!/pear.txt", b"One."),
        (r"a.tar!/pear.txt\#2", None),
        (r"a.tar!/pear.txt\#3", None),
        ("a.tar!/pear.txt#2", b"Four."),
    ]
    assert seen[r"a.tar!/pear.txt\#3"].note == Note("duplicate-name", None, "the same as pear.txt")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_equal_names_in_a_zip_are_told() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for text in ("One.", "Two."):
            archive.writestr("pear.jsonl", f'{{"text": "{text}"}}')
    assert told("a.zip", out.getvalue()) == {
        "a.zip!/pear.jsonl!/1": b"One.",
        r"a.zip!/pear.jsonl\#2": "duplicate-name",
    }


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\nb.txt", r"a\x0ab.txt"),
        ("\u202egpj.txt", r"\u202egpj.txt"),
        ("a\x1b[31m.txt", r"a\x1b[31m.txt"),
        ("a\\b.txt", r"a\x5cb.txt"),
        ("in.zip!/a.txt", r"in.zip\x21/a.txt"),
        ("\udcff.txt", r"\xff.txt"),
        ("평양.txt", "평양.txt"),
    ],
)
def test_an_odd_name_is_shown_as_what_it_is(name: str, shown: str) -> None:
    assert list(told("a.tar", tarred({name: b"One."}))) == [f"a.tar!/{shown}"]


def test_a_name_of_a_zip_that_is_not_utf_8_is_shown() -> None:
    assert list(told("a.zip", zipped({"ab.txt": b"One."}).replace(b"ab.txt", b"\xc6\xed.txt"))) == ["a.zip!/╞φ.txt"]


def test_links_and_devices_in_a_tar_are_told_and_not_followed_but_for_a_hard_link_to_a_file_before_it() -> None:
    extra = []
    for name, kind in (
        ("soft", tarfile.SYMTYPE),
        ("hard", tarfile.LNKTYPE),
        ("device", tarfile.CHRTYPE),
        ("pipe", tarfile.FIFOTYPE),
    ):
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, "pear.txt"
        extra.append(info)
    assert told("a.tar", tarred(FILES, extra)) == inside("a.tar") | {
        "a.tar!/soft": "link-not-followed",
        "a.tar!/hard": FILES["pear.txt"],
        "a.tar!/device": "not-a-file",
        "a.tar!/pipe": "not-a-file",
    }


def test_a_link_in_a_zip_is_told_and_not_followed() -> None:
    info = zipfile.ZipInfo("soft")
    info.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    assert told("a.zip", out.getvalue()) == {"a.zip!/soft": "link-not-followed"}


# depth and size


def nest(depth: int) -> bytes:
    data = zipped({"a.txt": b"One."})
    for _ in range(depth):
        data = zipped({"in.zip": data, "beside.txt": b"Two."})
    return data


def test_containers_are_read_as_deep_as_params_say() -> None:
    deep = "a.zip!/in.zip!/in.zip"
    assert told("a.zip", nest(2))[f"{deep}!/a.txt"] == b"One."
    assert told("a.zip", nest(3))[f"{deep}!/in.zip"] == "nested-too-deep"
    assert told("a.zip", nest(3))[f"{deep}!/beside.txt"] == b"Two."
    assert told("a.zip", nest(1), nesting=0) == {"a.zip!/in.zip": "nested-too-deep", "a.zip!/beside.txt": b"Two."}


def test_a_file_is_unwrapped_as_often_as_params_say() -> None:
    data = b"One."
    for _ in range(4):
        data = COMPRESSED[".gz"](data)
    assert told("a.txt.gz.gz.gz", COMPRESSED[".gz"](COMPRESSED[".gz"](COMPRESSED[".gz"](b"One.")))) == {
        "a.txt.gz.gz.gz": b"One."
    }
    assert told("a.txt.gz.gz.gz.gz", data) == {"a.txt.gz.gz.gz.gz": "nested-too-deep"}
    name = "a.txt" + ".gz" * 20_000
    assert told("a.tar", tarred({name: data})) == {f"a.tar!/{name}": "nested-too-deep"}


def test_a_member_above_the_limit_leaves_the_others() -> None:
    files = {"long.txt": b"a" * 1001, "short.txt": b"a" * 1000}
    for kind, pack in (("zip", zipped), ("tar", tarred)):
        assert told(f"a.{kind}", pack(files), max_dump_bytes=1000) == {
            f"a.{kind}!/long.txt": "too-large",
            f"a.{kind}!/short.txt": b"a" * 1000,
        }


def overlapping(many: int, kernel: int) -> bytes:
    """A zip whose members quote the headers of those after them, and share one block of zeros."""

    def head(name: bytes, packed: int, size: int, central: bool, offset: int = 0) -> bytes:
        common = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, 0, packed, size, len(name), 0)
        if central:
            return b"PK\1\2" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, offset) + name
        return b"PK\3\4" + common + name

    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = pack.compress(bytes(kernel)) + pack.flush()
    size, members = kernel, []
    for number in reversed(range(many)):
        name = b"%03d.txt" % number
        members.append((name, len(data), size))
        data = head(name, len(data), size, central=False) + data
        if number:
            quoted = 30 + len(name)
            data = b"\0" + struct.pack("<HH", quoted, quoted ^ 0xFFFF) + data
            size += quoted
    total = len(data)
    directory = b"".join(
        head(name, packed, size, True, total - packed - 37) for name, packed, size in reversed(members)
    )
    return data + directory + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, many, many, len(directory), total, 0)


def test_a_zip_of_overlapping_members_is_a_bomb_within_a_second() -> None:
    data = overlapping(200, 25_000_000)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert sum(info.file_size for info in archive.infolist()) > 5e9
    assert len(data) < 45_000
    start = time.perf_counter()
    assert told("a.zip", data) == {"a.zip": "bomb"}
    assert time.perf_counter() - start < 1


def test_members_of_a_zip_that_overlap_are_refused_however_little_they_unpack_to() -> None:
    said = found("a.zip", overlapping(3, 50_000))
    assert {path: dump.note and dump.note.detail for path, dump in said.items()} == {
        "a.zip!/000.txt": "its bytes overlap those of another member",
        "a.zip!/001.txt": "its bytes overlap those of another member",
        "a.zip!/002.txt": "Bad CRC-32 for file '002.txt'",  # the last is read: what it says of itself is made up
    }


def test_two_entries_of_a_zip_for_the_same_bytes_are_one_member_and_one_that_is_damaged() -> None:
    data = bytearray(zipped({"a.txt": b"One.", "b.txt": b"Two."}))
    second = data.rindex(b"PK\1\2")
    data[second + 42 : second + 46] = bytes(4)  # where its header is
    data[second + 46 : second + 51] = b"a.txt"
    assert told("a.zip", bytes(data)) == {"a.zip!/a.txt": b"One.", r"a.zip!/a.txt\#2": "duplicate-name"}
    data[second + 46 : second + 51] = b"b.txt"
    assert told("a.zip", bytes(data)) == {"a.zip!/a.txt": b"One.", "a.zip!/b.txt": "damaged-container"}


def test_a_name_in_an_extra_field_of_a_zip_is_passed_over() -> None:
    """From Python 3.12 on, zipfile takes it for the name."""
    info = zipfile.ZipInfo("a.txt")
    name = b"b.txt"
    info.extra = struct.pack("<HHBL", 0x7075, 5 + len(name), 1, zlib.crc32(b"a.txt")) + name
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(info, "One.")
    assert told("a.zip", out.getvalue()) == {"a.zip!/a.txt": b"One."}


@pytest.mark.parametrize("suffix", COMPRESSED)
def test_a_compressed_gigabyte_of_zeros_is_a_bomb_within_a_second(suffix: str) -> None:
    data = COMPRESSED[suffix](bytes(1 << 26)) * 16
    for name in (f"a.txt{suffix}", f"a.jsonl{suffix}", f"a.csv{suffix}", f"a.tar{suffix}", f"a.warc{suffix}"):
        start = time.perf_counter()
        assert told(name, data) == {name: "bomb"}
        assert time.perf_counter() - start < 1


def test_a_bomb_in_an_archive_leaves_the_others() -> None:
    bomb = COMPRESSED[".gz"](bytes(20_000_000))
    data = tarred({"bomb.txt.gz": bomb, "deep.zip": zipped({"b.txt": bytes(20_000_000)})} | FILES)
    assert told("a.tar", data) == inside("a.tar") | {"a.tar!/bomb.txt.gz": "bomb", "a.tar!/deep.zip": "bomb"}


def sparse(name: str, size: int) -> tarfile.TarInfo:
    """A member that claims so many bytes and brings none."""
    info = tarfile.TarInfo(name)
    info.pax_headers = {"GNU.sparse.map": "0,0", "GNU.sparse.size": str(size)}
    return info


def test_a_sparse_member_of_a_tar_is_held_to_the_limit() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        archive.addfile(sparse("small.txt", 9))
        archive.addfile(sparse("vast.txt", 10**15))
    seen = told("a.tar", out.getvalue(), max_dump_bytes=1000)
    assert seen == {"a.tar!/small.txt": bytes(9), "a.tar!/vast.txt": "too-large"}


def test_many_sparse_members_are_a_bomb() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for number in range(100):
            archive.addfile(sparse(f"{number}.txt", 10**7))
    seen = told("a.tar", out.getvalue())
    assert seen["a.tar"] == "bomb"
    assert len(seen) < 60


def test_a_tar_that_leads_backwards_ends() -> None:
    data = bytearray(tarred(FILES))
    data[124:136] = b"\xff" * 11 + b"\0"  # a negative size
    data[148:156] = b" " * 8
    data[148:156] = b"%06o\0 " % sum(data[:512])
    assert told("a.tar", bytes(data)) == {"a.tar": "damaged-container"} | {
        path: held for path, held in inside("a.tar").items() if "pear" not in path
    }


def test_a_name_of_a_tar_that_would_fill_the_memory_is_refused() -> None:
    long = tarfile.TarInfo("a" * 100_000)
    seen = told("a.tar", tarred(FILES, [long]))
    assert {path: held for path, held in seen.items() if "aaa" not in path} == inside("a.tar") | {
        "a.tar": "damaged-container"
    }


def test_a_hard_link_to_what_the_tar_does_not_hold_is_told() -> None:
    info = tarfile.TarInfo("hard")
    info.type, info.linkname = tarfile.LNKTYPE, "gone.txt"
    assert told("a.tar", tarred(FILES, [info])) == inside("a.tar") | {"a.tar!/hard": "link-not-followed"}


def test_a_member_without_a_name_costs_no_other() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in {**FILES, "nameless": b"One."}.items():
            info = zipfile.ZipInfo(name)
            if name == "nameless":
                info.filename = ""
            archive.writestr(info, content)
    assert told("a.zip", buffer.getvalue()) == inside("a.zip") | {"a.zip!/": "unsafe-name"}


def test_two_zips_in_a_row_are_told() -> None:
    first, second = zipped({"a.txt": b"One."}), zipped(FILES)
    assert told("a.zip", first + second) == inside("a.zip") | {"a.zip": "damaged-container"}
    assert told("a.zip", b"#!/bin/sh\n" + second) == inside("a.zip")


@given(
    st.lists(st.binary(max_size=3000), min_size=1, max_size=3),
    st.sampled_from(sorted(COMPRESSED)),
    st.sampled_from([b"", b"\0", b"\n", b"\0" * 4096, b"\r\n\n"]),
)
def test_nothing_is_lost_of_whole_streams_whatever_stands_behind_them(
    parts: list[bytes], suffix: str, behind: bytes
) -> None:
    text = b"".join(parts)
    data = b"".join(COMPRESSED[suffix](part) for part in parts)
    assert told(f"a.txt{suffix}", data + behind) == {f"a.txt{suffix}": text}


@pytest.mark.parametrize("level", [1, 3, 19])
def test_frames_of_zstandard_of_any_kind_are_told_apart(level: int) -> None:
    import pyarrow as pa

    codec = pa.Codec("zstd", compression_level=level)
    texts = [b"", b"a", b"a" * 200_000, os.urandom(300_000), b"pears " * 50_000]
    frames = [codec.compress(text, asbytes=True) for text in texts]
    skipped = b"\x53\x2a\x4d\x18" + (5).to_bytes(4, "little") + b"notes"
    assert told("a.txt.zst", skipped.join(frames) + b"\0\0") == {"a.txt.zst": b"".join(texts)}


@pytest.mark.parametrize("behind", [b"\n", bytes(100), bytes(100_000), b"\r\n" * 999])
def test_padding_behind_a_tar_is_nothing(behind: bytes) -> None:
    assert told("a.tar", tarred(FILES) + behind) == inside("a.tar")


def test_a_folder_is_no_member_of_a_zip_however_it_is_written() -> None:
    assert told("a.zip", zipped({"in/": b"", "in\\": b"", "in\\a.txt": b"One."})) == {r"a.zip!/in\x5ca.txt": b"One."}


def test_a_member_that_claims_more_than_there_is_ends_with_the_file() -> None:
    head = tarfile.TarInfo("pear.txt")
    head.size = 10**10
    begun = time.monotonic()
    assert told("a.tar", head.tobuf(tarfile.GNU_FORMAT) + b"The pear growers met.")["a.tar"] == "damaged-container"
    assert time.monotonic() - begun < 0.2
