"""Zip and tar: members by name."""

import stat
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from presspack.containers.kinds import Limits, Member
from presspack.containers.streams import seekable
from presspack.errors import Note, Rejected


def zip_members(stream: BinaryIO, limits: Limits) -> Iterator[Member]:
    """The members of a zip file, in the order of its directory; in an archive, it must be no larger than a dump."""
    stream = seekable(stream, limits.size)
    size = stream.seek(0, 2)
    with zipfile.ZipFile(stream) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        # members may overlap, so that each alone looks honest
        if limits.is_bomb(sum(info.file_size for info in infos), size):
            raise Rejected("bomb", None, f"unpacks to over {limits.ratio} times its {size} bytes")
        for info in infos:
            name = info.filename
            if note := _unsafe(name):
                yield Member(name, note=note)
            elif info.flag_bits & 1:
                yield Member(name, note=Note("encrypted"))
            elif stat.S_ISLNK(info.external_attr >> 16):
                yield Member(name, note=Note("link-not-followed", None, "a link in an archive"))
            else:
                try:
                    with archive.open(info) as member:
                        yield Member(name, cast(BinaryIO, member))
                except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
                    yield Member(name, note=Note("damaged-container", None, str(error)))


def tar_members(stream: BinaryIO, limits: Limits) -> Iterator[Member]:
    """The members of a tar file, in their order, read as they come."""
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for info in archive:
            name = info.name
            archive.members = []  # type: ignore[attr-defined]  # it would remember all of a large archive
            if info.isdir():
                continue
            if note := _unsafe(name):
                yield Member(name, note=note)
            elif info.islnk() or info.issym():
                yield Member(name, note=Note("link-not-followed", None, "a link in an archive"))
            elif (member := archive.extractfile(info)) is None:
                yield Member(name, note=Note("not-a-file", None, f"type {info.type.decode('latin-1')!r}"))
            else:
                yield Member(name, cast(BinaryIO, member))


def _unsafe(name: str) -> Note | None:
    """What is wrong with a name that leads out of the archive."""
    path = PurePosixPath(name.replace("\\", "/"))
    odd = path.is_absolute() or ".." in path.parts or (path.parts and path.parts[0].endswith(":"))
    return Note("unsafe-name", None, "absolute, or with `..`") if odd or not path.parts else None
