"""A push is whole or it is told: the real client, against a Hub on localhost that fails at every moment."""

import copy
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from huggingface_hub import constants, file_download
from huggingface_hub.utils import _http, close_session

from tests.support.dumps import NEW, OLD
from tests.support.localhub import TOKEN, Fault, Hub, serving
from tests.support.projects import Said, contents, environment, presspack, redo_checksums, walk

# how the client of the Hub calls the library below it
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=<...>':DeprecationWarning")
NAME = "press/kcna"
SECRET = TOKEN.removeprefix("hf_")


@pytest.fixture
def hub(monkeypatch, tmp_path) -> Iterator[Hub]:
    """A Hub that the client in this process talks to, and does not wait for before it asks again."""
    with serving() as hub:
        template = constants.HUGGINGFACE_CO_URL_TEMPLATE.replace(constants.ENDPOINT, hub.url)
        monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
        monkeypatch.setattr(constants, "ENDPOINT", hub.url)
        monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", True)
        monkeypatch.setattr(constants, "HF_TOKEN_PATH", str(tmp_path / "no-token"))
        for module in (_http, file_download):
            monkeypatch.setattr(module, "time", SimpleNamespace(sleep=lambda seconds: None))
        monkeypatch.setenv("HF_TOKEN", TOKEN)
        yield hub
        close_session()


def push(dataset: Path, *words: str) -> Said:
    """Push in this process; whatever comes of it, the token is not told."""
    words = words if {"--private", "--public"} & {*words} else ("--public", *words)
    said = presspack("push", NAME, "--dataset", dataset, *words)
    assert SECRET not in said.out + said.err
    return said


def pushed(dataset: Path, *words: str) -> Said:
    said = push(dataset, *words)
    assert (said.code, said.err) == (0, ""), said.err
    return said


def refused(said: Said, *parts: str) -> None:
    """Exit code 2 and one line that says these things."""
    assert said.code == 2, said
    assert said.err.startswith("presspack: ") and said.err.count("\n") == 1
    assert all(part in said.err for part in parts), said.err


def held(hub: Hub, revision: str) -> dict[str, bytes]:
    """What the Hub has at a revision, but for the file that it makes itself."""
    repository = hub.store.repositories[NAME]
    oid = repository.resolve(revision)
    assert oid is not None, revision
    return {path: file.content for path, file in repository.commits[oid].items() if path != ".gitattributes"}


def tags(hub: Hub) -> set[str]:
    return set(hub.store.repositories[NAME].tags) if NAME in hub.store.repositories else set()


def test_a_push_makes_the_repository_one_commit_and_the_tag_of_the_cards_version(hub, versions):
    said = pushed(versions[OLD])
    size = sum(path.stat().st_size for path in walk(versions[OLD]))
    assert said.out.splitlines() == [
        f"{NAME} at {hub.url}: will be created, public",
        f"files: 11, {size:,} bytes; to upload: 11, {size:,} bytes",
        f"tag: {OLD}",
        "11 files read back by the tag, each as SHA256SUMS says",
        f'load_dataset("{NAME}", revision="{OLD}")',
    ]
    assert held(hub, OLD) == held(hub, "main") == contents(versions[OLD])
    assert len(hub.store.repositories[NAME].commits) == 2  # that of the Hub, and ours
    assert not hub.store.repositories[NAME].private


def test_a_second_version_replaces_the_first_on_main_deletes_what_is_stale_and_leaves_the_first_tag(hub, versions):
    pushed(versions[OLD])
    said = pushed(versions[NEW])
    assert f"{NAME} at {hub.url}: is there\n" in said.out
    assert "to upload: 10," in said.out
    assert "\nto delete: related/train-00000-of-00001.parquet\n" in said.out
    assert held(hub, NEW) == held(hub, "main") == contents(versions[NEW])
    assert held(hub, OLD) == contents(versions[OLD])
    assert len(hub.store.repositories[NAME].commits) == 3


def test_a_dry_run_says_the_same_and_changes_nothing(hub, versions):
    said = pushed(versions[OLD], "--dry-run")
    assert (tags(hub), hub.store.repositories) == (set(), {})
    assert pushed(versions[OLD]).out.startswith(said.out)
    before = copy.deepcopy(hub.store)
    hub.begin()
    said = pushed(versions[NEW], "--dry-run")
    assert {call.split()[0] for call in hub.calls} == {"GET"}
    assert vars(hub.store.repositories[NAME]) == vars(before.repositories[NAME])
    assert "to delete: related/" in said.out and f"tag: {NEW}" in said.out


def test_a_dry_run_needs_no_token(hub, versions, monkeypatch):
    pushed(versions[OLD])
    monkeypatch.delenv("HF_TOKEN")
    assert "to delete: related/" in pushed(versions[NEW], "--dry-run").out


def test_what_is_there_already_is_said_and_not_done_again(hub, versions):
    pushed(versions[OLD])
    hub.begin()
    said = pushed(versions[OLD])
    assert said.out.splitlines()[0] == f"{NAME} has {OLD} with the same 11 files: there is nothing to do"
    assert {call.split()[0] for call in hub.calls} == {"GET"}


def test_an_older_version_that_is_tagged_is_not_put_on_main_again(hub, versions):
    pushed(versions[OLD])
    pushed(versions[NEW])
    assert "there is nothing to do" in pushed(versions[OLD]).out
    assert held(hub, "main") == contents(versions[NEW])


def test_the_same_content_can_have_a_second_tag_without_a_second_commit(hub, versions):
    pushed(versions[OLD])
    assert "to upload: 0, 0 bytes\n" in pushed(versions[OLD], "--tag", "2026-final").out
    assert tags(hub) == {OLD, "2026-final"}
    assert len(hub.store.repositories[NAME].commits) == 2


def test_a_tag_with_other_content_is_refused_and_stays(hub, versions):
    pushed(versions[OLD])
    refused(push(versions[NEW], "--tag", OLD), f"has {OLD} already, with other content", "raise `version`", "--tag")
    assert held(hub, OLD) == held(hub, "main") == contents(versions[OLD])


def test_a_tag_is_refused_that_is_a_branch(hub, versions):
    pushed(versions[OLD])
    refused(push(versions[OLD], "--tag", "main"), "has a branch main: name another --tag")


@pytest.mark.parametrize("words", [("--tag", "a b"), ("--tag", "../x"), ("--tag", "-x"), ("--tag", "refs/heads/main")])
def test_a_tag_that_git_may_not_take_is_refused_before_anything_is_done(hub, versions, words):
    refused(push(versions[OLD], *words), words[1], "a tag of letters, digits")
    assert hub.calls == []


@pytest.mark.parametrize("name", ["kcna", "a/b/c", "press/", "press/a b", "press/a--b", "press/x.git"])
def test_a_name_that_the_hub_does_not_take_is_refused_before_anything_is_done(hub, versions, name):
    refused(presspack("push", name, "--dataset", versions[OLD]), name)
    assert hub.calls == []


def test_a_new_repository_is_private_unless_it_is_said_to_be_public(hub, versions):
    assert presspack("push", NAME, "--dataset", versions[OLD]).code == 0
    assert hub.store.repositories[NAME].private
    refused(push(versions[NEW], "--public"), f"{NAME} is private", "leave out --public")


def test_a_private_repository_is_made_private_and_a_public_one_is_not_pushed_to_as_private(hub, versions):
    assert "will be created, private" in pushed(versions[OLD], "--private").out
    assert hub.store.repositories[NAME].private
    pushed(versions[NEW], "--private")
    hub.store.repositories[NAME].private = False
    refused(push(versions[NEW], "--private", "--tag", "again"), f"{NAME} is public", "leave out --private")


def test_a_folder_that_does_not_pass_verify_is_refused_and_the_hub_not_asked(hub, versions, tmp_path):
    dataset = shutil.copytree(versions[OLD], tmp_path / "dataset")
    (dataset / "stray.txt").write_text("stray")
    refused(push(dataset), "dataset: not pushed", "stray.txt: is not in SHA256SUMS")
    redo_checksums(dataset)
    refused(push(dataset), "stray.txt: is no file of a dataset")
    refused(push(tmp_path / "nowhere"), "is no published dataset")
    assert hub.calls == []


def test_a_file_that_changes_after_it_was_verified_is_not_tagged(hub, versions, tmp_path):
    dataset = shutil.copytree(versions[OLD], tmp_path / "dataset")

    def change(number: int, line: str) -> Fault:
        if "validate-yaml" in line:
            (dataset / "SHA256SUMS").write_text("")
        return None

    hub.begin(change)
    refused(push(dataset), "differs from", "SHA256SUMS")
    assert tags(hub) == set()


def test_a_commit_of_somebody_else_between_plan_and_push_is_not_overwritten(hub, versions):
    pushed(versions[OLD])
    repository = hub.store.repositories[NAME]

    def commit(number: int, line: str) -> Fault:
        if "preupload" in line:
            repository.commit(repository.commits[repository.branches["main"]] | {"theirs": copy.copy(FILE)})
        return None

    FILE = repository.commits[repository.branches["main"]]["README.md"]  # noqa: N806
    hub.begin(commit)
    refused(push(versions[NEW]), "the Hub answers 412", "somebody else")
    assert "theirs" in held(hub, "main") and tags(hub) == {OLD}
    hub.begin()
    assert "to delete: theirs\n" in pushed(versions[NEW]).out


def test_a_tag_that_somebody_else_sets_in_the_meantime_is_left_alone(hub, versions):
    pushed(versions[OLD])
    repository = hub.store.repositories[NAME]
    first = repository.tags[OLD]

    def take(number: int, line: str) -> Fault:
        if "/tag/" in line:
            repository.tags[NEW] = first
        return None

    hub.begin(take)
    refused(push(versions[NEW]), f"at {NEW} differs from")
    assert repository.tags == {OLD: first, NEW: first}
    hub.begin()
    refused(push(versions[NEW]), f"has {NEW} already, with other content")


@pytest.fixture
def recorded(hub, versions) -> list[str]:
    """The requests of a push of the second version, done; the Hub then stands again where it stood before."""
    pushed(versions[OLD])
    before = copy.deepcopy(vars(hub.store))
    hub.begin()
    pushed(versions[NEW])
    calls = hub.calls
    reset(hub, before)
    return calls


def reset(hub: Hub, state: dict) -> None:
    vars(hub.store).update(copy.deepcopy(state))
    hub.begin()


def survived(hub: Hub, versions: dict[str, Path], said: Said, completed: set[str]) -> None:
    """The first version is whole, the second is whole or not there; and once the Hub is well, a push completes it.

    What is on the Hub is the same after many a failure; from each of those states, the second push is made once.
    """
    assert held(hub, OLD) == contents(versions[OLD])
    assert held(hub, "main") in [contents(versions[OLD]), contents(versions[NEW])]
    assert NEW not in tags(hub) or held(hub, NEW) == contents(versions[NEW])
    if said.code:
        refused(said, NAME)
    else:
        assert held(hub, NEW) == contents(versions[NEW])
    held_there = [(sorted(one.commits), one.branches, one.tags) for one in hub.store.repositories.values()]
    state = repr((sorted(hub.store.large), held_there))
    if state in completed:
        return
    completed.add(state)
    hub.begin()
    pushed(versions[NEW])
    assert held(hub, NEW) == held(hub, "main") == contents(versions[NEW])
    assert held(hub, OLD) == contents(versions[OLD])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "lasting", "which"),
    # a connection that breaks before an answer and one that breaks within it take turns
    [
        (500, False, slice(None)),
        ("before", False, slice(0, None, 2)),
        ("half", False, slice(1, None, 2)),
        ("after", True, slice(None)),
    ],
    ids=["500", "before", "half", "after"],
)
def test_whichever_request_fails_no_tag_is_harmed_and_a_second_push_completes_it(
    hub, versions, recorded, kind, lasting, which
):
    before = copy.deepcopy(vars(hub.store))
    codes, completed = [], set[str]()
    for at in range(1, len(recorded) + 1)[which]:
        reset(hub, before)
        hub.begin(lambda number, line, at=at: kind if number == at or (lasting and number > at) else None)
        said = push(versions[NEW])
        codes.append(said.code)
        survived(hub, versions, said, completed)
    assert len(codes) > 15
    assert set(codes) == ({2} if lasting else {0, 2})  # what fails once only, the client may ask again itself


@pytest.fixture(scope="module")
def first_push() -> dict[str, Any]:
    """What the Hub holds after a push of the first version, once a test has made it."""
    return {}


@pytest.fixture
def had(hub, versions, first_push) -> Hub:
    """A Hub that has the first version."""
    if not first_push:
        pushed(versions[OLD])
        first_push.update(copy.deepcopy(vars(hub.store)))
    reset(hub, first_push | {"url": hub.url})
    return hub


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        (401, "run `hf auth login` again"),
        (403, "the token lacks permission"),
        (404, "no such repository"),
        (409, "another operation is running there"),
        (412, "somebody else changed the repository"),
        (429, "wait a few minutes"),
        (500, "try later"),
        (503, "try later"),
    ],
)
@pytest.mark.parametrize("moment", ["/refs", "PUT /large", "/commit/"])
def test_every_refusal_of_the_hub_is_one_line_with_what_to_do(had, versions, moment, status, advice):
    hub = had
    hub.message = f"no\n\x1b[31m to {TOKEN}"
    hub.begin(lambda number, line: status if moment in line else None)
    said = push(versions[NEW])
    refused(
        said, NAME, f"the Hub answers {status} (no ", advice, "nothing is changed" if moment == "/refs" else "again"
    )
    assert "\x1b" not in said.err and "<token>" in said.err
    assert held(hub, OLD) == contents(versions[OLD])
    assert tags(hub) == {OLD}


def test_without_a_token_it_says_how_to_get_one(hub, versions, monkeypatch):
    monkeypatch.delenv("HF_TOKEN")
    refused(push(versions[OLD]), "the Hub answers 401", "run `hf auth login`, or set HF_TOKEN")
    assert hub.store.repositories == {}


@pytest.mark.parametrize(
    "token", [f"hf_other{SECRET}", f"hf_{SECRET}\u00e9", f"hf_{SECRET}\n{SECRET}", f"{SECRET}\x00"]
)
def test_a_token_that_is_wrong_or_broken_is_refused_and_never_told(hub, versions, monkeypatch, token):
    monkeypatch.setattr(os, "environ", os.environ | {"HF_TOKEN": token})
    refused(push(versions[OLD]), "token", "run `hf auth login` again")
    assert hub.store.repositories == {}


def test_a_repository_that_a_token_may_not_see_is_not_taken_for_a_new_one(hub, versions):
    pushed(versions[OLD])
    hub.begin(lambda number, line: 401 if number == 1 else None)
    said = push(versions[NEW])
    refused(said, "the Hub answers 401", "nothing is changed")
    assert said.out == "" and len(hub.calls) == 1


def test_a_private_repository_of_others_looks_as_if_it_were_not_there_and_is_not_overwritten(
    hub, versions, monkeypatch
):
    pushed(versions[OLD], "--private")
    monkeypatch.delenv("HF_TOKEN")
    refused(push(versions[NEW]), "the Hub answers 401")
    assert held(hub, "main") == contents(versions[OLD])


@pytest.mark.parametrize("endpoint", ["http://127.0.0.1:9", "http://nowhere.invalid", "ftp://x", "http://[", "nowhere"])
def test_without_a_hub_it_says_so(versions, hub, monkeypatch, endpoint):
    monkeypatch.setattr(constants, "ENDPOINT", endpoint)
    refused(push(versions[OLD]), f"{NAME} at {endpoint}", "nothing is changed")


def test_offline_mode_is_told(versions, hub, monkeypatch):
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    refused(push(versions[OLD]), "HF_HUB_OFFLINE")


MOMENTS = [
    ("/api/repos/create", "after"),
    ("PUT /large", "before"),
    ("/commit/", "after"),
    ("/tag/", "before"),
    ("/tag/", "after"),
]


@pytest.mark.parametrize(("moment", "cut"), MOMENTS, ids=" ".join)
@pytest.mark.slow
def test_a_push_that_is_killed_harms_nothing_and_a_second_one_completes_it(had, versions, tmp_path, moment, cut):
    hub = had
    if "create" in moment:
        hub.store.repositories.clear()
        hub.store.large.clear()
    more = {"HF_ENDPOINT": hub.url, "HF_TOKEN": TOKEN, "HF_HUB_DISABLE_XET": "1", "HF_HOME": str(tmp_path)}
    words = ["presspack", "push", NAME, "--public", "--dataset", str(versions[NEW])]
    hub.begin(lambda number, line: cut if moment in line else None)
    with subprocess.Popen(
        words, env=environment(**more), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as client:
        hub.cut = client.kill
        out, err = client.communicate(timeout=60)
    assert client.returncode == -9, (out, err)
    assert SECRET not in out + err
    assert "Traceback" not in err
    if "create" not in moment:
        assert held(hub, OLD) == contents(versions[OLD])
    assert NEW not in tags(hub) or held(hub, NEW) == contents(versions[NEW])
    hub.begin()
    pushed(versions[NEW])
    assert held(hub, NEW) == held(hub, "main") == contents(versions[NEW])
