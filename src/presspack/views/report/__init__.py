"""`report`: what a build did, as one page of HTML, and as the metrics and plots that DVC compares."""

from pathlib import Path

from presspack.engine import progress
from presspack.engine.atomic import write
from presspack.views.report import tables
from presspack.views.report.browser import choose
from presspack.views.report.changes import changes
from presspack.views.report.metrics import metrics, plots
from presspack.views.report.page import render
from presspack.views.report.statistics import measure
from presspack.writing.markdown import number
from presspack.writing.visible import counted

PAGE, METRICS, PLOTS = "report.html", "metrics.json", "plots"


def report(staged: Path, parsed: Path, linked: Path, folder: Path, output: Path | None = None) -> str:
    """Write the page, the metrics and the plots to `folder`; with `output`, the page alone, to that file.

    Return what was done, in words. Raises PresspackError where the stages before have not finished.
    """
    progress.phase("measuring")
    held = tables.read(staged, parsed, linked)
    stats, changed, shown = measure(held), changes(held), choose(held, staged)
    progress.phase("drawing")
    page = render(stats, changed, shown)
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
