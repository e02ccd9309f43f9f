"""`push`: upload a published folder to the Hugging Face Hub in one commit. The tag comes last, after everything was read back."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import yaml

from presspack.dataset.card import README, lint
from presspack.dataset.card import readme as card
from presspack.dataset.checksums import CHECKSUMS
from presspack.dataset.verify import verify
from presspack.engine.hashing import file_sha256, sha256
from presspack.engine.pool import Pool
from presspack.errors import PresspackError
from presspack.versions.hub_errors import address, client
from presspack.versions.revisions import THEIRS
from presspack.writing.visible import printable

if TYPE_CHECKING:
    from huggingface_hub import HfApi

TAG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
KIND = "dataset"
STATE = "older tags are as they were, and the same command, run again, completes the push"


@dataclass(frozen=True)
class Plan:
    """What a push will do. `head` is the commit it starts from, or None if the repository does not exist."""

    dataset: Path
    repository: str
    endpoint: str
    tag: str
    private: bool | None
    """Who may read it; None: where it is new, only those with access."""
    sums: dict[str, str]
    head: str | None
    missing: tuple[str, ...]
    stale: tuple[str, ...]
    done: bool

    def __str__(self) -> str:
        if self.done:
            return f"{self.repository} has {self.tag} with the same {len(self.sums)} files: there is nothing to do"
        sizes = {path: (self.dataset / path).stat().st_size for path in self.sums}
        there = "is there" if self.head else f"will be created, {'public' if self.private is False else 'private'}"
        return "\n".join(
            [
                f"{self.repository} at {address(self.endpoint)}: {there}",
                f"files: {len(sizes)}, {sum(sizes.values()):,} bytes; to upload: {len(self.missing)}, "
                f"{sum(sizes[path] for path in self.missing):,} bytes",
                *(f"to delete: {printable(path)}" for path in self.stale),
                f"tag: {self.tag}",
            ]
        )


def plan(dataset: Path, repository: str, tag: str | None, private: bool | None, pool: Pool, prefix: str = "v") -> Plan:
    """Find out what is to be done, and change nothing.

    Raises PresspackError where the folder does not pass `verify`, or the Hub has something that a push must not touch.
    """
    problems, _ = verify(dataset, pool)
    if problems:
        more = f" and {len(problems) - 1} more" if len(problems) > 1 else ""
        raise PresspackError(f"not pushed: `presspack verify` reports {problems[0]}{more}", dataset)
    lint.answered(dataset / README)
    sums = _sums(dataset)
    tag = tag or f"{prefix}{_version(dataset)}"
    if not TAG.fullmatch(tag) or not re.fullmatch(r"[^/]+/[^/]+", repository):
        raise PresspackError(
            f"{repository} {tag}: write NAMESPACE/NAME, and a tag of letters, digits, `.`, `_` and `-`"
        )
    with client(repository, "nothing is changed") as api:
        head, public, tags, branches = _state(api, repository)
        missing, stale = _differences(api, dataset, repository, head, sums) if head else (tuple(sums), ())
        done = tag in tags and _differences(api, dataset, repository, tag, sums) == ((), ())
    if private and public:
        raise PresspackError(f"{repository} is public: make it private in its settings, or leave out --private")
    if private is False and head and not public:
        raise PresspackError(f"{repository} is private: make it public in its settings, or leave out --public")
    if tag in tags and not done:
        raise PresspackError(
            f"{repository} has {tag} already, with other content, and a tag never moves: raise `version` in "
            "params.yaml and rebuild, or name another --tag"
        )
    if tag in branches:
        raise PresspackError(f"{repository} has a branch {tag}: name another --tag")
    return Plan(dataset, repository, api.endpoint, tag, private, sums, head, missing, stale, done)


def push(plan: Plan) -> str:
    """Do what was planned. If it stops, all tags are unchanged, and planning and pushing again completes it."""
    if plan.done:
        return _loading(plan)
    from huggingface_hub import CommitOperationAdd, CommitOperationDelete

    with client(plan.repository, STATE) as api:
        head = plan.head
        if head is None:
            api.create_repo(plan.repository, private=plan.private is not False, repo_type=KIND)
            head = str(api.repo_info(plan.repository, repo_type=KIND).sha)
        # `upload_folder` makes several commits of many files, and between them `main` would be half old, half new
        add = [CommitOperationAdd(path, plan.dataset / path) for path in plan.missing]
        delete = [CommitOperationDelete(path, is_folder=False) for path in plan.stale]
        if add or delete:
            name = f"Publish {plan.tag}"
            head = api.create_commit(
                plan.repository, [*delete, *add], commit_message=name, repo_type=KIND, parent_commit=head
            ).oid
        _demand(api, plan, head)
        api.create_tag(plan.repository, tag=plan.tag, revision=head, repo_type=KIND, exist_ok=True)
        _demand(api, plan, plan.tag)
    return f"{len(plan.sums)} files read back by the tag, each as {CHECKSUMS} says\n{_loading(plan)}"


def _loading(plan: Plan) -> str:
    return f'load_dataset("{plan.repository}", revision="{plan.tag}")'


def _sums(dataset: Path) -> dict[str, str]:
    """The SHA-256 of every file by path, including the checksums themselves."""
    text = (dataset / CHECKSUMS).read_bytes()
    lines = (line.split("  ", 1) for line in text.decode().splitlines())
    return {path: digest for digest, path in lines} | {CHECKSUMS: sha256(text)}


def _version(dataset: Path) -> str:
    """The version that the card gives, which `verify` has seen to be there."""
    head = card.HEAD.match((dataset / README).read_text("utf-8"))
    return str(yaml.safe_load(head[1])["configs"][0]["version"]) if head else ""


def _state(api: "HfApi", repository: str) -> tuple[str | None, bool, set[str], set[str]]:
    """The last commit, None if there is no repository; whether all can read it; its tags; its branches."""
    from huggingface_hub import get_token
    from huggingface_hub.errors import GatedRepoError, RepositoryNotFoundError

    try:
        info = api.repo_info(repository, repo_type=KIND)
    except RepositoryNotFoundError as error:
        # without a token, the Hub answers 401 for what does not exist
        if isinstance(error, GatedRepoError) or (error.response.status_code == 401 and get_token()):
            raise
        return None, False, set(), set()
    refs = api.list_repo_refs(repository, repo_type=KIND)
    return str(info.sha), not info.private, {tag.name for tag in refs.tags}, {name.name for name in refs.branches}


def _differences(
    api: "HfApi", dataset: Path, repository: str, revision: str, sums: dict[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The files that a revision lacks or has with other bytes, by the digests that the Hub reports; and what else it has.

    For a large file it reports the SHA-256, for a small one git's blob id.
    """
    from huggingface_hub.hf_api import RepoFile

    entries = api.list_repo_tree(repository, recursive=True, revision=revision, repo_type=KIND)
    there = {entry.path: entry for entry in entries if isinstance(entry, RepoFile) and entry.path != THEIRS}

    def same(path: str) -> bool:
        entry = there.get(path)
        if entry is None:
            return False
        if entry.lfs:
            return bool(entry.lfs.sha256 == sums[path])
        content = (dataset / path).read_bytes()
        return bool(entry.blob_id == hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest())

    missing = tuple(path for path in sums if not same(path))
    return missing, tuple(sorted(there.keys() - sums.keys()))


def _demand(api: "HfApi", plan: Plan, revision: str) -> None:
    """Refuse a revision that differs from the verified folder. Small files are downloaded and compared too."""
    missing, stale = _differences(api, plan.dataset, plan.repository, revision, plan.sums)
    other = [*missing, *stale]
    with TemporaryDirectory() as folder:
        for path in [] if other else [path for path in plan.sums if not path.endswith(".parquet")]:
            copy = api.hf_hub_download(plan.repository, path, repo_type=KIND, revision=revision, local_dir=folder)
            if file_sha256(Path(copy)) != plan.sums[path]:
                other.append(path)
    if other:
        raise PresspackError(
            f"{plan.repository} at {revision} differs from {plan.dataset}, first in {printable(other[0])}: "
            "see who else writes to it, and push again"
        )
