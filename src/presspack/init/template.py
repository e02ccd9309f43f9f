"""What a new project holds: presspack's own files, copied or derived by rule, and three templates."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

from presspack import __version__
from presspack.dataset.card.lint import FENCED, HEADING
from presspack.dataset.card.readme import TOOLS
from presspack.errors import PresspackError
from presspack.project.libraries import installed, origin
from presspack.writing.markdown import escape

HERE = Path(__file__).parent
COPIED = ("params.yaml", "withdrawn.yaml", ".dvcignore", ".gitignore", ".dvc/config", ".dvc/.gitignore")
DUMP = "ferry-timetable.txt"
OUTLET = "sample-courier"  # the outlet of DUMP
OWN = "src/presspack"  # presspack's code is a dependency in its own dvc.yaml alone; a project has the versions it installs
LAYOUTS = "layouts"  # where a project has its own
REQUIRED = "requirements.txt"
PART = "<!-- presspack -->"
MADE_UP = "\n  # Made up."
EXAMPLE = "\n  # Made up, for seeds/example/: delete both when your own dumps are in.\n"
BUILDING = "presspack[build]"
NOWHERE = """\
# presspack {version} is in no package index, and this copy came from none: others, and CI, cannot have it yet.
# Write here where they get it, in one of these ways:
#   presspack[build] @ git+https://github.com/OWNER/presspack@v{version}
#   ./presspack-{version}-py3-none-any.whl   # a wheel beside this file; then a line `dvc>=3.67,<4` too
"""


def files(name: str, workflows: bool) -> dict[str, bytes]:
    """Every file of a new project of this name, by its path. Without `workflows`, none that work at the root of a
    repository alone.
    """
    schemas = shipped("schemas")
    held = {f"schemas/{path.name}": path.read_bytes() for path in sorted(schemas.iterdir()) if path.is_file()}
    held |= {path: shipped(path).read_bytes() for path in COPIED}
    held[f"seeds/example/{DUMP}"] = shipped(DUMP).read_bytes()
    texts = {
        "schemas/outlets.yaml": outlets(_text("schemas/outlets.yaml")),
        "dvc.yaml": pipeline(_text("dvc.yaml")),
        ".gitattributes": "".join(line for line in _text(".gitattributes").splitlines(True) if "tests/" not in line),
        "DATACARD.md": card(_text("DATACARD.md"), _text("card.md")),
        "LICENSE": _text("license.txt"),
        "README.md": readme(_text("readme.md").replace("NAME", escape(name), 1), workflows),
        f"{LAYOUTS}/README.md": _text("layouts.md"),
        REQUIRED: requirements(),
    }
    if workflows:
        python = f"{sys.version_info.major}.{sys.version_info.minor}"
        texts[".github/workflows/ci.yml"] = _text("ci.yml").replace("PYTHON", python, 1)
        texts[".pre-commit-config.yaml"] = hooks(_text(".pre-commit-hooks.yaml"))
    return dict(sorted((held | {path: text.encode() for path, text in texts.items()}).items()))


def shipped(path: str) -> Path:
    """A file or folder of presspack: a wheel has it in `project/` or beside the package, a checkout at its root."""
    places = (HERE / "files" / path, HERE.parents[1] / path, HERE.parents[2] / path)
    for place in places:
        if place.exists():
            return place
    raise PresspackError("is gone from this copy of presspack: restore it from git, or install presspack", path)


def _text(path: str) -> str:
    return shipped(path).read_text("utf-8")


def pipeline(text: str) -> str:
    """dvc.yaml that builds anew where another presspack is required, not where its code is another."""
    return text.replace(OWN, f"{LAYOUTS}, {REQUIRED}")


def readme(text: str, workflows: bool) -> str:
    """README.md, without the rows on files that a part of another repository has not."""
    lines = text.splitlines(True)
    return "".join(line for line in lines if workflows or not line.startswith(("| `.github/", "| `.pre-commit")))


def outlets(text: str) -> str:
    """The register without the outlets that are made up, but for the one of the example."""
    real, _, made_up = text.partition(MADE_UP)
    for entry in re.split(r"(?m)^(?=  - id: )", made_up):
        if entry.startswith(f"  - id: {OUTLET}\n"):
            return f"{real}{EXAMPLE}{entry}"
    raise PresspackError(
        f"has no outlet {OUTLET}, whose page is the example: restore it from git", "schemas/outlets.yaml"
    )


def card(ours: str, asking: str) -> str:
    """DATACARD.md: what our card says of the work of presspack, and, of all else, the questions of the template."""
    asked = {heading: f"{text.rstrip()}\n\n" for heading, text in _sections(asking)}
    return "".join(
        asked[heading].replace(PART, text.partition("\n")[2].strip()) if heading in asked else text
        for heading, text in _sections(ours)
    )


def _sections(text: str) -> Iterator[tuple[str, str]]:
    """The sections of a card, each from its heading to the next; the first is all down to the second heading."""
    bare = FENCED.sub(lambda block: re.sub(r"[^\n]", " ", block[0]), text)
    headings = list(HEADING.finditer(bare))[1:]
    ends = [heading.start() for heading in headings]
    yield "", text[: ends[0]]
    for heading, end in zip(headings, [*ends[1:], len(text)], strict=True):
        yield heading[2], text[heading.start() : end]


def hooks(text: str) -> str:
    """The hook of pre-commit, run by the presspack that the project has installed, so with its contracts."""
    said = [hook | {"language": "system"} for hook in yaml.safe_load(text)]
    return yaml.safe_dump({"repos": [{"repo": "local", "hooks": said}]}, sort_keys=False)


def requirements() -> str:
    """presspack from where it was installed, if others can have it there, and the versions that shape a dataset's bytes."""
    url, git = origin().get("url", ""), origin().get("vcs_info")
    source = NOWHERE.format(version=__version__)
    if git and not url.startswith("file:"):
        source = f"{BUILDING} @ {git['vcs']}+{url}@{git['commit_id']}\n"
    elif url.startswith("https:"):
        source = f"{BUILDING} @ {url}\n"
    exact = "".join(f"{name}=={version}\n" for name in sorted(TOOLS) if (version := installed(name)))
    return f"""\
# What the corpus is built with: dvc.yaml looks at this file, and builds anew where it is another.
{source}
# these shape the bytes of dataset/
{exact}"""
