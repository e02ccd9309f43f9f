"""`report`: what a build did, as one page of HTML, and as the metrics and plots that DVC compares."""

from pathlib import Path

from presspack.dataset.card.lint import UNFILLED
from presspack.dataset.card.readme import HEAD
from presspack.engine import progress
from presspack.engine.atomic import write
from presspack.project.params import load
from presspack.project.yamlfile import YamlFile
from presspack.views.report import tables
from presspack.views.report.browser import choose
from presspack.views.report.changes import changes
from presspack.views.report.metrics import metrics, plots
from presspack.views.report.page import render
from presspack.views.report.statistics import measure
from presspack.writing.markdown import number
from presspack.writing.visible import counted

PAGE, METRICS, PLOTS = "report.html", "metrics.json", "plots"


def named(params: Path, prose: Path) -> str:
    """The dataset's name and version, as params.yaml and the prose of the card have them; of what is not there, nothing."""
    head = HEAD.match(prose.read_text("utf-8", "replace")) if prose.is_file() else None
    said = YamlFile(prose, head[1], first_line=2).data if head else None
    name = str(said.get("pretty_name") or "") if isinstance(said, dict) else ""
    name = "" if UNFILLED.search(name) else name
    return " ".join(part for part in (name, load(params).version if params.is_file() else "") if part)


def report(staged: Path, parsed: Path, linked: Path, folder: Path, output: Path | None = None, name: str = "") -> str:
    """Write the page, the metrics and the plots to `folder`; with `output`, the page alone, to that file.

    The page is about the dataset of this name.
    Return what was done, in words. Raises PresspackError where the stages before have not finished.
    """
    progress.phase("measuring")
    held = tables.read(staged, parsed, linked)
    stats, changed, shown = measure(held), changes(held), choose(held, staged)
    progress.phase("drawing")
    page = render(stats, changed, shown, name)
    progress.rest()
    if output is None:
        (folder / PLOTS).mkdir(parents=True, exist_ok=True)
        for name, content in plots(stats).items():
            write(folder / PLOTS / name, content)
        write(folder / METRICS, metrics(stats, changed))
    path = output or folder / PAGE
    write(path, page)
    size = number(round(len(page.encode()) / 1000))
    return f"{counted(stats.found, 'dump')}, {counted(stats.total, 'article')}, {shown.paths} of {shown.found} with reasons or warnings shown: {path} ({size} kB)"
