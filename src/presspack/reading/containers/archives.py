"""Zip and tar: members by name."""

import io
import re
import stat
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from presspack.errors import Note, Rejected
from presspack.project.limits import Limits
from presspack.reading.containers.beside import is_side, stem
from presspack.reading.containers.member import Member, damage
from presspack.reading.containers.streams import forward, seekable
from presspack.reading.containers.zstd import PADDING

HEADER = b"PK\3\4"
LENGTHS = 26  # where the header of a member in a zip has the lengths of its name and of its extra field
HEAD = 1 << 16  # bytes that a long name and the like may have: tarfile holds them in memory
MOST_KEPT = 1 << 23  # bytes of files that are kept for hard links to them
LONG = {tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK}
PATIENCE = 100  # reads at the end of a tar that give nothing
DRIVE = re.compile(r"[A-Za-z]:")


def zip_members(stream: BinaryIO, limits: Limits) -> Iterator[Member]:
    """The members of a zip file, in the order of its directory, what tells of a page before it.

    In an archive, it must be no larger than a dump.
    """
    stream = seekable(stream, limits.size)
    size = stream.seek(0, 2)
    with zipfile.ZipFile(stream) as archive:
        infos = [info for info in archive.infolist() if not _is_folder(info)]
        # members may overlap, so that each alone looks honest
        if limits.is_bomb(sum(info.file_size for info in infos), size):
            raise Rejected("bomb", None, f"unpacks to over {limits.ratio} times its {size} bytes")
        ends = _ends(archive)
        places: dict[str, int] = {}
        for place, info in enumerate(infos):
            places.setdefault(stem(info.orig_filename), place)
        for info in sorted(infos, key=lambda info: (places[stem(info.orig_filename)], not is_side(info.orig_filename))):
            yield _zip_member(archive, info, stream, ends[id(info)])
        first = min((info.header_offset for info in archive.infolist()), default=0)
        stream.seek(0)
        if first and stream.read(len(HEADER)) == HEADER:
            raise zipfile.BadZipFile("another zip stands before this one in the file: keep each in a file of its own")


def _is_folder(info: zipfile.ZipInfo) -> bool:
    """Whether an entry is a folder, as some tools of Windows write them too."""
    return info.orig_filename.endswith("/") or (info.orig_filename.endswith("\\") and not info.file_size)


def _ends(archive: zipfile.ZipFile) -> dict[int, int]:
    """Where each entry of the directory must end at the latest: where the next begins."""
    ends, end = {}, archive.start_dir
    for info in sorted(archive.infolist(), key=lambda info: info.header_offset, reverse=True):
        ends[id(info)], end = end, info.header_offset
    return ends


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, stream: BinaryIO, end: int) -> Member:
    name = info.orig_filename.partition("\0")[0]  # `filename` may come from an extra field from Python 3.12 on
    if note := _unsafe(name):
        return Member(name, note=note)
    if info.flag_bits & 1:
        return Member(name, note=Note("encrypted"))
    if stat.S_ISLNK(info.external_attr >> 16):
        return Member(name, note=Note("link-not-followed", None, "a link in an archive"))
    try:
        # only later patch releases of Python look at this, and say it in other words
        stream.seek(info.header_offset + LENGTHS)
        start = stream.tell() + 4 + sum(struct.unpack("<HH", stream.read(4)))
        if start + info.compress_size > end:
            raise zipfile.BadZipFile("its bytes overlap those of another member")
        return Member(name, forward(archive.open(info)))
    except Exception as error:  # of one member; the others may be whole
        return Member(name, note=damage(error))


def tar_members(stream: BinaryIO, limits: Limits) -> Iterator[Member]:
    """The members of a tar file, or of several in one, in their order, read as they come.

    tarfile takes a broken header for the end, or passes over it: here it is told once all that can be read was.
    """
    heads, kept = _heads(), _Kept(min(limits.size, MOST_KEPT))
    ending: Any = _Ending(stream)
    with tarfile.open(fileobj=ending, mode="r|", tarinfo=heads, ignore_zeros=True) as archive:
        while (info := archive.next()) is not None:
            archive.members = []  # type: ignore[attr-defined]  # it would remember all of a large archive
            if not info.isdir():
                yield _tar_member(archive, info, kept)
    if heads.fault or not heads.ended:
        raise tarfile.ReadError(heads.fault or "its end mark is missing")


class _Ending:
    """A stream that is not asked again and again at its end, by a member that claims more than there is."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._empty = stream, 0

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        self._empty = 0 if data else self._empty + 1
        if self._empty > PATIENCE:
            raise tarfile.ReadError("unexpected end of data")
        return data


class _Kept:
    """The last of a tar's files, for hard links to them: a tar stores a file once that lies in a folder twice."""

    def __init__(self, most: int) -> None:
        self._most, self._files = most, dict[str, list[bytes]]()
        self._held = 0

    def recorded(self, name: str, stream: Any) -> BinaryIO:
        """The stream of a file, kept as it is read."""
        self._held -= sum(map(len, self._files.pop(name, [])))
        self._files[name] = []
        return forward(_Recorded(stream, partial(self._keep, name)))

    def _keep(self, name: str, data: bytes) -> None:
        if name not in self._files:
            return
        self._files[name].append(data)
        self._held += len(data)
        while self._held > self._most:
            self._held -= sum(map(len, self._files.pop(next(iter(self._files)))))

    def get(self, name: str) -> BinaryIO | None:
        """The file of a name, if it was read and is kept."""
        return io.BytesIO(b"".join(self._files[name])) if name in self._files else None


class _Recorded:
    """What is read, told to somebody else too."""

    def __init__(self, stream: Any, tell: Callable[[bytes], None]) -> None:
        self._stream, self._tell = stream, tell

    def read(self, size: int) -> bytes:
        data = bytes(self._stream.read(size))
        self._tell(data)
        return data


def _tar_member(archive: tarfile.TarFile, info: tarfile.TarInfo, kept: _Kept) -> Member:
    name = info.name
    if note := _unsafe(name):
        return Member(name, note=note)
    if info.islnk() and (linked := kept.get(info.linkname)) is not None:
        return Member(name, linked)
    if info.islnk() or info.issym():
        return Member(name, note=Note("link-not-followed", None, "a link in an archive"))
    member = archive.extractfile(info)
    if member is None:
        return Member(name, note=Note("not-a-file", None, f"type {info.type.decode('latin-1')!r}"))
    return Member(name, kept.recorded(name, member))


class _Heads(tarfile.TarInfo):
    """Headers of one archive, which remember what was wrong with them."""

    fault = ""
    ended = False

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> "_Heads":
        """A header; refuses one that would lead backwards, or have much held in memory."""
        try:
            if cls.ended and buf and not bytes(buf).strip(PADDING):  # behind the end, in whatever number
                buf = bytes(tarfile.BLOCKSIZE)
            head = super().frombuf(buf, encoding, errors)
            if head.size < 0 or (head.type in LONG and head.size > HEAD):
                raise tarfile.InvalidHeaderError("bad size")  # type: ignore[attr-defined]
        except tarfile.EOFHeaderError:  # type: ignore[attr-defined]
            cls.ended = True
            raise
        except tarfile.EmptyHeaderError:  # type: ignore[attr-defined]
            raise
        except tarfile.HeaderError as error:
            cls.fault = cls.fault or f"a header is broken: {error}"
            raise
        cls.ended = False
        return head


def _heads() -> type[_Heads]:
    """Headers of an archive of their own."""
    return type("_Heads", (_Heads,), {})


def _unsafe(name: str) -> Note | None:
    """What is wrong with a name that leads out of the archive."""
    path = PurePosixPath(name.replace("\\", "/"))
    odd = path.is_absolute() or ".." in path.parts or not path.parts or DRIVE.match(name)
    return Note("unsafe-name", None, "absolute, or with `..`") if odd else None
