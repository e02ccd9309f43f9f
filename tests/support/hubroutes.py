"""What a Hugging Face Hub holds of datasets and answers about them, as much as `push` and their readers ask for."""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import parse_qs

REPO, REVISION = r"(?P<repo>[^/]+/[^/]+)", r"(?P<revision>[^/]+)"


class File(NamedTuple):
    """One file of a commit. Of those in large-file storage the Hub tells the SHA-256."""

    content: bytes
    large: bool


class Repository:
    """Commits, which never change, and the branches and tags that point to them."""

    def __init__(self, private: bool = False) -> None:
        self.private = private
        self.commits: dict[str, dict[str, File]] = {}
        self.branches: dict[str, str] = {}
        self.tags: dict[str, str] = {}
        self.commit({".gitattributes": File(b"*.parquet filter=lfs\n", large=False)})

    def commit(self, files: dict[str, File]) -> str:
        """Make of these files the newest commit."""
        named = sorted((path, sha256(file.content)) for path, file in files.items())
        oid = hashlib.sha1(repr((len(self.commits), named)).encode()).hexdigest()
        self.commits[oid], self.branches["main"] = files, oid
        return oid

    def resolve(self, name: str) -> str | None:
        """The commit that a branch, a tag or its own name stands for."""
        return self.branches.get(name) or self.tags.get(name) or (name if name in self.commits else None)


class Store:
    """All that a Hub holds."""

    def __init__(self) -> None:
        self.url = ""
        self.repositories: dict[str, Repository] = {}
        self.large: dict[str, bytes] = {}


class Asked(NamedTuple):
    """A request: what its path and its query name, its body and its headers."""

    store: Store
    repository: Repository
    commit: str
    words: dict[str, str]
    body: bytes
    headers: Any

    @property
    def files(self) -> dict[str, File]:
        """What the commit holds that is asked for."""
        return self.repository.commits[self.commit]


class Answer(NamedTuple):
    """What is sent back."""

    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


def say(value: object, status: int = 200, *headers: tuple[str, str]) -> Answer:
    return Answer(json.dumps(value).encode(), status, (("Content-Type", "application/json"), *headers))


def refuse(status: int, message: str, code: str = "") -> Answer:
    return say({"error": message}, status, *([("X-Error-Code", code), ("X-Error-Message", message)] if code else []))


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def blob(content: bytes) -> str:
    """What git calls a file of this content."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


def entry(path: str, file: File) -> dict[str, Any]:
    size = len(file.content)
    large = {"lfs": {"oid": sha256(file.content), "size": size, "pointerSize": 130}} if file.large else {}
    return {"type": "file", "path": path, "size": size, "oid": blob(file.content)} | large


def create(asked: Asked) -> Answer:
    wanted = json.loads(asked.body)
    name = f"{wanted['organization']}/{wanted['name']}"
    if name in asked.store.repositories:
        return refuse(409, "You already created this dataset repo")
    asked.store.repositories[name] = Repository(wanted.get("visibility") == "private")
    return say({"url": f"{asked.store.url}/datasets/{name}"})


def validate(asked: Asked) -> Answer:
    return say({"errors": [], "warnings": []})


def info(asked: Asked) -> Answer:
    siblings = [{"rfilename": path} for path in sorted(asked.files)]
    name = asked.words["repo"]
    return say({"id": name, "sha": asked.commit, "private": asked.repository.private, "siblings": siblings})


def refs(asked: Asked) -> Answer:
    def listed(kind: str, held: dict[str, str]) -> list[dict[str, str]]:
        return [{"name": name, "ref": f"refs/{kind}/{name}", "targetCommit": oid} for name, oid in held.items()]

    branches, tags = listed("heads", asked.repository.branches), listed("tags", asked.repository.tags)
    return say({"branches": branches, "tags": tags, "converts": []})


def preupload(asked: Asked) -> Answer:
    paths = [file["path"] for file in json.loads(asked.body)["files"]]
    modes = {path: "lfs" if path.endswith(".parquet") else "regular" for path in paths}
    return say({"files": [{"path": path, "uploadMode": modes[path], "shouldIgnore": False} for path in paths]})


def batch(asked: Asked) -> Answer:
    objects = [{"oid": each["oid"], "size": each["size"]} for each in json.loads(asked.body)["objects"]]
    for each in objects:
        if each["oid"] not in asked.store.large:
            each["actions"] = {"upload": {"href": f"{asked.store.url}/large/{each['oid']}"}}
    return say({"transfer": "basic", "objects": objects})


def put(asked: Asked) -> Answer:
    if sha256(asked.body) != asked.words["oid"]:
        return refuse(400, "these are other bytes")
    asked.store.large[asked.words["oid"]] = asked.body
    return say({})


def commit(asked: Asked) -> Answer:
    files = dict(asked.files)
    for line in asked.body.splitlines():
        operation = json.loads(line)
        key, value = operation["key"], operation["value"]
        if key == "header" and value.get("parentCommit", asked.commit) != asked.commit:
            return refuse(412, "A commit has happened since. Please refresh and try again.")
        if key == "file":
            files[value["path"]] = File(base64.b64decode(value["content"]), large=False)
        elif key == "lfsFile":
            files[value["path"]] = File(asked.store.large[value["oid"]], large=True)
        elif key == "deletedFile":
            del files[value["path"]]
    oid = asked.repository.commit(files)
    return say({"commitOid": oid, "commitUrl": f"{asked.store.url}/datasets/{asked.words['repo']}/commit/{oid}"})


def tag(asked: Asked) -> Answer:
    name = json.loads(asked.body)["tag"]
    if name in asked.repository.tags:
        return refuse(409, "Tag reference exists already")
    asked.repository.tags[name] = asked.commit
    return say({})


def untag(asked: Asked) -> Answer:
    del asked.repository.tags[asked.words["revision"]]
    return say({})


def squash(asked: Asked) -> Answer:
    """All history of the branch becomes one commit; what only a tag holds stays."""
    last = asked.repository.commit(asked.files)
    kept = {last, *asked.repository.tags.values()}
    asked.repository.commits = {oid: files for oid, files in asked.repository.commits.items() if oid in kept}
    return say({})


def tree(asked: Asked) -> Answer:
    """The files below a folder and their folders, or only those that lie in it."""
    folder = asked.words.get("path", "").strip("/")
    start = f"{folder}/" if folder else ""
    paths = [path for path in sorted(asked.files) if path.startswith(start)]
    if not paths:
        return refuse(404, "Entry not found", "EntryNotFound")
    folders = {path.rpartition("/")[0] for path in paths} - {folder, ""}
    listed = [entry(path, asked.files[path]) for path in paths]
    listed += [{"type": "directory", "path": path, "oid": blob(b""), "size": 0} for path in sorted(folders)]
    every = asked.words.get("recursive", "").lower() in ("true", "1")
    return say([each for each in listed if every or "/" not in each["path"].removeprefix(start)])


def paths_info(asked: Asked) -> Answer:
    form = not asked.headers.get("Content-Type", "").startswith("application/json")
    paths = parse_qs(asked.body.decode())["paths"] if form else json.loads(asked.body)["paths"]
    return say([entry(path, asked.files[path]) for path in paths if path in asked.files])


def resolve(asked: Asked) -> Answer:
    """A file, or the range of it that is asked for."""
    file = asked.files.get(asked.words["path"])
    if file is None:
        return Answer(
            *refuse(404, "Entry not found", "EntryNotFound")[:2],
            (("X-Error-Code", "EntryNotFound"), ("X-Repo-Commit", asked.commit)),
        )
    size, etag = len(file.content), sha256(file.content) if file.large else blob(file.content)
    headers = [("X-Repo-Commit", asked.commit), ("ETag", f'"{etag}"'), ("Accept-Ranges", "bytes")]
    if file.large:
        headers += [("X-Linked-Etag", f'"{etag}"'), ("X-Linked-Size", str(size))]
    wanted = re.fullmatch(r"bytes=(\d*)-(\d*)", asked.headers.get("Range") or "")
    if not wanted:
        return Answer(file.content, 200, tuple(headers))
    first = int(wanted[1]) if wanted[1] else max(0, size - int(wanted[2]))
    last = min(int(wanted[2]), size - 1) if wanted[1] and wanted[2] else size - 1
    return Answer(file.content[first : last + 1], 206, (*headers, ("Content-Range", f"bytes {first}-{last}/{size}")))


WRITING = (create, preupload, batch, commit, tag, untag, squash)
ROUTES: dict[str, Callable[[Asked], Answer]] = {
    "POST /api/repos/create": create,
    "POST /api/validate-yaml": validate,
    rf"(GET|HEAD) /api/datasets/{REPO}(/revision/{REVISION})?": info,
    rf"GET /api/datasets/{REPO}/refs": refs,
    rf"POST /api/datasets/{REPO}/preupload/{REVISION}": preupload,
    rf"POST /datasets/{REPO}\.git/info/lfs/objects/batch": batch,
    r"PUT /large/(?P<oid>[0-9a-f]{64})": put,
    rf"POST /api/datasets/{REPO}/commit/{REVISION}": commit,
    rf"POST /api/datasets/{REPO}/tag/{REVISION}": tag,
    rf"DELETE /api/datasets/{REPO}/tag/{REVISION}": untag,
    rf"POST /api/datasets/{REPO}/super-squash/{REVISION}": squash,
    rf"GET /api/datasets/{REPO}/tree/{REVISION}(?P<path>/.*)?": tree,
    rf"POST /api/datasets/{REPO}/paths-info/{REVISION}": paths_info,
    rf"(GET|HEAD) /datasets/{REPO}/resolve/{REVISION}/(?P<path>.+)": resolve,
}
