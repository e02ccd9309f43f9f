"""Where a published dataset can be: a folder, a revision of this git repository, a revision on the Hub."""

import io
import re
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from presspack.engine import git
from presspack.errors import PresspackError
from presspack.writing.visible import printable

HUB = re.compile(r"hf://(?:datasets/)?([^@/]+/[^@/]+)(?:@(.+))?")
SCHEME = "hf://"
THEIRS = ".gitattributes"  # the Hub creates it with the repository, to list the large files
MARKS = ("README.md", "SHA256SUMS", "articles", "dumps")


@contextmanager
def opened(name: str) -> Iterator[Path]:
    """The folder of a dataset, for as long as it is needed. Raises PresspackError where there is none.

    `name` is a folder; or a revision of git, which is read without touching the work tree: `HEAD~1` is the folder
    dataset/ at that revision, `HEAD~1:other` another folder; or `hf://NAMESPACE/NAME@REVISION`.
    """
    with TemporaryDirectory(prefix="presspack-") as aside:
        if name.startswith(SCHEME):
            folder = from_hub(name)
        elif Path(name).is_dir():
            folder = Path(name)
        else:
            folder = from_git(name, Path(aside))
        if missing := [mark for mark in MARKS if not (folder / mark).exists()]:
            raise PresspackError(f"{name}: not a published dataset: {missing[0]} is missing")
        yield folder


@contextmanager
def plain(name: str) -> Iterator[Path]:
    """The folder of a dataset, whatever is in it; of `hf://NAMESPACE/NAME@REVISION` a copy: its cache is made of links."""
    if not name.startswith(SCHEME):
        yield Path(name)
        return
    with TemporaryDirectory(prefix="presspack-") as aside:
        folder = Path(aside, "dataset")
        shutil.copytree(from_hub(name), folder, ignore=shutil.ignore_patterns(THEIRS))
        yield folder


def named(name: str) -> str:
    """What a dataset is called in what is said of it: a path in its short form."""
    return name if name.startswith(SCHEME) else str(Path(name))


def from_git(name: str, aside: Path) -> Path:
    """A folder at a revision of the current repository, written to `aside`."""
    revision, _, path = name.partition(":")
    commit = git.ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit is None:
        raise PresspackError(f"{name}: no such folder, and no such revision of a git repository here")
    # `./` is the current folder, so a project may be below the root of its repository
    tree = git.ask("rev-parse", "--verify", "--quiet", f"{commit.decode().strip()}:{path or './dataset'}") or b"none"
    # `git archive` sees only what is below the current folder, so it runs at the top
    top = (git.ask("rev-parse", "--show-toplevel") or b"").decode().rstrip("\n")
    content = git.ask("-C", top, "-c", "core.autocrlf=false", "archive", "--format=tar", tree.decode().strip())
    if content is None:
        raise PresspackError(f"{name}: that revision has no folder {path or 'dataset'}: name one as REVISION:FOLDER")
    extract(content, aside)
    return aside


def extract(content: bytes, folder: Path) -> None:
    """Write the regular files of a tar below a folder. Links and devices are left out.

    Raises PresspackError where a name leads out of the folder. `extractall` can do so from Python 3.11.4 on.
    """
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        for member in tar:
            path = PurePosixPath(member.name)
            if path.is_absolute() or ".." in path.parts:
                raise PresspackError(f"{printable(member.name)}: the name of a file leads out of its folder")
            held = tar.extractfile(member) if member.isreg() else None
            if held is not None:
                target = folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(held.read())


def from_hub(name: str) -> Path:
    """A revision of a dataset on the Hub, in the cache of huggingface_hub."""
    match = HUB.fullmatch(name)
    if not match:
        raise PresspackError(f"{name}: not a dataset on the Hub: write hf://NAMESPACE/NAME@REVISION")
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(match[1], repo_type="dataset", revision=match[2]))
    except (HfHubHTTPError, HFValidationError, LocalEntryNotFoundError, OSError) as error:
        said = str(error).strip().partition("\n")[0]
        raise PresspackError(f"{name}: cannot be read from the Hub: {said}") from None
