"""Files are found whatever they are called, and read unless something stands in the way, which is then said."""

import hashlib
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from presspack.errors import Note, PresspackError, Rejected
from presspack.project.params import Params
from presspack.reading.dump import Reader, Row
from presspack.reading.files import read, walk
from presspack.writing.visible import printable

LIMIT = 1000
DATA = b"The pear growers met.\n"
DIGEST = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder of dumps that holds one good dump."""
    tree = tmp_path / "seeds"
    (tree / "page").mkdir(parents=True)
    (tree / "page" / "good.txt").write_bytes(DATA)
    return tree


def row(tree: Path, name: str) -> Row:
    return only(tree, str(tree / name), name)


def only(tree: Path, path: str, name: str) -> Row:
    """The one row of a file that is no container."""
    reader = Reader(os.path.realpath(tree), Params(max_dump_bytes=LIMIT).limits)
    (row,) = reader.rows(reader.take(path, name))
    return row


def refusal(tree: Path, name: str) -> Note:
    """Why a path is not read."""
    found = row(tree, name)
    assert (found.path, found.dump, found.size, found.text) == (name, None, None, None)
    return Note(found.reason or "", found.line, found.detail or "")


def walked(tree: Path) -> list[str]:
    return sorted(os.path.relpath(path, tree) for path in walk(tree))


# reading


def test_a_file_is_read_with_its_digest_and_its_size(tree: Path) -> None:
    assert row(tree, "page/good.txt") == Row("page/good.txt", DIGEST, len(DATA), "utf-8", DATA)


def test_the_digest_is_that_of_the_bytes_on_disk(tree: Path) -> None:
    (tree / "marked.txt").write_bytes(b"\xef\xbb\xbf" + DATA)
    found = row(tree, "marked.txt")
    assert (found.dump, found.size) == (hashlib.sha256(b"\xef\xbb\xbf" + DATA).hexdigest(), len(DATA) + 3)
    assert (found.encoding, found.text) == ("utf-8-sig", DATA)


@pytest.mark.parametrize("size", [0, 1, LIMIT - 1, LIMIT])
def test_a_file_of_up_to_the_limit_is_read(size: int, tree: Path) -> None:
    (tree / "dump.txt").write_bytes(b"a" * size)
    data, digest, found = read(str(tree / "dump.txt"), str(tree), LIMIT)
    assert (data, digest, found) == (b"a" * size, hashlib.sha256(b"a" * size).hexdigest(), size)


def test_a_file_above_the_limit_is_rejected_with_its_digest_and_its_size(tree: Path) -> None:
    data = b"a" * (LIMIT + 1)
    (tree / "large.txt").write_bytes(data)
    found = row(tree, "large.txt")
    assert (found.dump, found.size, found.text) == (hashlib.sha256(data).hexdigest(), LIMIT + 1, None)
    assert (found.reason, found.line) == ("too-large", None)
    assert str(LIMIT) in (found.detail or "")


def test_an_empty_file_has_a_digest_too(tree: Path) -> None:
    (tree / "empty.txt").touch()
    assert row(tree, "empty.txt") == Row(
        "empty.txt", hashlib.sha256().hexdigest(), 0, None, None, "empty-file", None, ""
    )


def test_a_file_that_has_vanished_is_unreadable(tree: Path) -> None:
    assert refusal(tree, "gone.txt") == Note("unreadable", None, "No such file or directory")


def test_a_path_below_a_file_is_unreadable(tree: Path) -> None:
    assert refusal(tree, "page/good.txt/below.txt") == Note("unreadable", None, "Not a directory")


def test_a_name_that_is_too_long_is_unreadable(tree: Path) -> None:
    assert refusal(tree, "a" * 300) == Note("unreadable", None, "File name too long")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_unreadable(tree: Path) -> None:
    (tree / "page" / "good.txt").chmod(0)
    assert refusal(tree, "page/good.txt") == Note("unreadable", None, "Permission denied")


# what is no file


@pytest.fixture
def hurry() -> Iterator[None]:
    """Five seconds, and the test has failed."""

    def stop(*_: object) -> None:
        pytest.fail("waits for a pipe")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(5)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.usefixtures("hurry")
def test_a_pipe_is_no_file_and_is_not_waited_for(tree: Path) -> None:
    os.mkfifo(tree / "pipe")
    assert walked(tree) == ["page/good.txt", "pipe"]
    assert refusal(tree, "pipe").slug == "not-a-file"


@pytest.mark.usefixtures("hurry")
def test_a_link_to_a_pipe_is_no_file_either(tree: Path) -> None:
    os.mkfifo(tree / "pipe")
    (tree / "link").symlink_to("pipe")
    assert refusal(tree, "link").slug == "not-a-file"


def test_a_socket_is_no_readable_file(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
        assert refusal(tree, "socket").slug in ("not-a-file", "unreadable")


def test_a_folder_given_for_a_file_is_no_file(tree: Path) -> None:
    assert refusal(tree, "page").slug == "not-a-file"


# links


def test_a_link_to_a_dump_of_the_tree_is_read(tree: Path) -> None:
    (tree / "link.txt").symlink_to("page/good.txt")
    assert row(tree, "link.txt") == Row("link.txt", DIGEST, len(DATA), "utf-8", DATA)
    assert walked(tree) == ["link.txt", "page/good.txt"]


def test_a_link_to_a_link_inside_the_tree_is_read(tree: Path) -> None:
    (tree / "one").symlink_to(tree / "page" / "good.txt")
    (tree / "two").symlink_to("one")
    assert row(tree, "two").dump == DIGEST


@pytest.mark.parametrize("aim", ["/etc/hostname", "../outside.txt", "../seeds-2/dump.txt", "page/../../outside.txt"])
def test_a_link_out_of_the_tree_is_not_followed(aim: str, tree: Path) -> None:
    (tree.parent / "seeds-2").mkdir()  # its name begins like that of the tree
    for outside in (tree.parent / "outside.txt", tree.parent / "seeds-2" / "dump.txt"):
        outside.write_bytes(DATA)
    (tree / "link.txt").symlink_to(aim)
    assert refusal(tree, "link.txt").slug == "link-not-followed"


def test_a_link_that_leads_out_by_way_of_the_tree_is_not_followed(tree: Path) -> None:
    (tree.parent / "outside.txt").write_bytes(DATA)
    (tree / "one").symlink_to("../outside.txt")
    (tree / "two").symlink_to("one")
    assert refusal(tree, "two").slug == "link-not-followed"


def test_a_link_to_a_folder_is_one_path_and_not_followed(tree: Path) -> None:
    (tree / "again").symlink_to("page")
    assert walked(tree) == ["again", "page/good.txt"]
    assert refusal(tree, "again").slug == "link-not-followed"


def test_a_link_to_the_tree_itself_does_not_make_it_endless(tree: Path) -> None:
    (tree / "page" / "up").symlink_to("..")
    assert walked(tree) == ["page/good.txt", "page/up"]
    assert refusal(tree, "page/up").slug == "link-not-followed"


def test_a_loop_of_links_is_not_followed(tree: Path) -> None:
    (tree / "one").symlink_to("two")
    (tree / "two").symlink_to("one")
    (tree / "self").symlink_to("self")
    assert walked(tree) == ["one", "page/good.txt", "self", "two"]
    assert {refusal(tree, name).slug for name in ("one", "two", "self")} == {"link-not-followed"}


def test_a_link_to_nothing_is_not_followed(tree: Path) -> None:
    (tree / "link").symlink_to("gone.txt")
    assert refusal(tree, "link") == Note("link-not-followed", None, "No such file or directory")


def test_the_tree_itself_may_be_reached_by_a_link(tree: Path) -> None:
    (tree.parent / "other").symlink_to("seeds")
    assert walked(tree.parent / "other") == ["page/good.txt"]
    assert row(tree.parent / "other", "page/good.txt").dump == DIGEST


# walking


def test_every_file_of_every_folder_is_found_once(tree: Path) -> None:
    names = ["a.txt", ".hidden", "b/c/d/e.txt", "b/c.txt", "page/.git/config", "z z/ü.html"]
    for name in names:
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).touch()
    assert walked(tree) == sorted([*names, "page/good.txt"])


def test_the_order_depends_on_names_alone(tmp_path: Path) -> None:
    names = ["b/1", "a/2", "c", "a/1", "B", "b/a/x"]
    for root, order in (("one", names), ("two", names[::-1])):
        for name in order:
            (tmp_path / root / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / root / name).touch()
    one, two = ([os.path.relpath(path, tmp_path / root) for path in walk(tmp_path / root)] for root in ("one", "two"))
    assert one == two


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    assert list(walk(tmp_path)) == []


@pytest.mark.parametrize("name", ["page/good.txt", "gone"])
def test_what_is_no_folder_cannot_be_walked(name: str, tree: Path) -> None:
    with pytest.raises(PresspackError, match="is no folder") as caught:
        list(walk(tree / name))
    assert caught.value.path == str(tree / name)


# names

ODD_NAMES = [
    b"new\nline.txt",
    b"not\xff\xfeutf8.txt",
    b"tab\t",
    b"esc\x1b[31m",
    b"back\\slash",
    b"\\x0a",
    b"\n",
    b" ",
    b"'\"",
]
ODD_NAMES += [
    "jardín de otoño.txt".encode(),
    "배.txt".encode(),
    "\u2028".encode(),
    "\x85".encode(),
    "\u202egpj".encode(),
]


@pytest.mark.parametrize("name", ODD_NAMES, ids=ascii)
def test_a_dump_is_read_whatever_its_name(name: bytes, tree: Path) -> None:
    (tree / os.fsdecode(name)).write_bytes(DATA)
    (path,) = (path for path in walk(tree) if not path.endswith("good.txt"))
    shown = printable(path)
    assert only(tree, path, shown) == Row(shown, DIGEST, len(DATA), "utf-8", DATA)
    assert len(shown.splitlines()) == 1
    shown.encode()


@pytest.mark.parametrize(
    "name", ["page/good.txt", "with spaces/and 'quotes'.txt", "jardín de otoño.txt", "배/나무.txt", "🍐"]
)
def test_a_plain_name_is_shown_as_it_is(name: str) -> None:
    assert printable(name) == name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"new\nline", r"new\x0aline"), (b"carriage\rreturn", r"carriage\x0dreturn"), (b"not\xffutf8", r"not\xffutf8"),
        (b"back\\slash", r"back\x5cslash"), ("line\u2028break".encode(), r"line\u2028break"), (b"\x7f", r"\x7f"),
    ],
)  # fmt: skip
def test_an_odd_letter_is_shown_by_its_number(name: bytes, shown: str) -> None:
    assert printable(os.fsdecode(name)) == shown


names = st.one_of(
    st.binary(min_size=1, max_size=12).map(os.fsdecode),
    st.text("\\x0aA\n\udc80\udcffü\u2028", min_size=1, max_size=8),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12),
)


@given(one=names, two=names)
def test_two_names_are_never_shown_alike(one: str, two: str) -> None:
    assume(one != two)
    assert printable(one) != printable(two)


@pytest.mark.parametrize("number", [0x80, 0x85, 0x9F, 0xFF])
def test_a_character_and_a_stray_byte_of_its_number_are_not_shown_alike(number: int, tree: Path) -> None:
    for name in (chr(number).encode(), bytes([number])):
        (tree / os.fsdecode(name)).write_bytes(DATA)
    assert len({printable(path) for path in walk(tree)}) == 3


@given(name=names)
def test_a_shown_name_is_one_line_that_shows_all_it_holds(name: str) -> None:
    shown = printable(name)
    assert shown.isprintable()
    assert shown.encode().decode() == shown
    assert len(shown.splitlines()) == 1


@pytest.mark.parametrize("char", ["\u202e", "\u2066", "\u200b", "\ufeff", "\ue000", "\u00a0", "\U000e0001"], ids=ascii)
def test_a_character_that_turns_the_line_or_shows_nothing_is_shown_by_its_number(char: str) -> None:
    assert printable(f"a{char}b") == f"a{ascii(char)[1:-1]}b".replace("\\xa0", "\\u00a0")


@given(name=names)
def test_a_shown_name_tells_the_name(name: str) -> None:
    assert "".join(_unescaped(printable(name))) == name


def _unescaped(shown: str) -> Iterator[str]:
    i = 0
    while i < len(shown):
        if shown[i] != "\\":
            yield shown[i]
            i += 1
            continue
        size = {"x": 2, "u": 4, "U": 8}[shown[i + 1]]
        code = int(shown[i + 2 : i + 2 + size], 16)
        yield chr(code + 0xDC00) if size == 2 and code >= 0x80 else chr(code)
        i += 2 + size


def test_a_refusal_of_a_file_is_no_other_error(tree: Path) -> None:
    for name in ("gone.txt", "page", "page/good.txt/below"):
        with pytest.raises(Rejected):
            read(str(tree / name), str(tree), LIMIT)
