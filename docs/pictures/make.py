"""Make the pictures of docs/: of the terminal, as tmux holds it, and of pages, as Chromium shows them.

    .venv/bin/python docs/pictures/make.py [NAME…]

Needs tmux, Debian's chromium and what `make dataset` builds. Each picture is made for light and for dark.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))
MANY = 60_000

RGB = tuple[int, int, int]


def _theme(background: str, foreground: str, colours: str) -> TerminalTheme:
    """Sixteen colours: black, red, green, yellow, blue, magenta, cyan, white, and the same bright."""

    def rgb(code: str) -> RGB:
        return int(code[0:2], 16), int(code[2:4], 16), int(code[4:6], 16)

    palette = [rgb(code) for code in colours.split()]
    return TerminalTheme(rgb(background), rgb(foreground), palette[:8], palette[8:])


THEMES = {
    "light": _theme(
        "ffffff",
        "1f2328",
        "1f2328 b3261e 1a6b35 8a5a00 0b57b0 8b2fa0 0f6a73 59636e 59636e d33a2c 22863a a06a00 1668d0 a347ba 16808b 1f2328",
    ),
    "dark": _theme(
        "14171c",
        "d7dce2",
        "3b424b f2766b 7cc68a e0b05a 7fb4f5 d69ae6 6cc5cf d7dce2 8b949e ff9489 98dba5 f0c678 9fc8ff e6b5f2 8adbe4 ffffff",
    ),
}

SVG = """<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace;
  font-size: {char_height}px; line-height: {line_height}px; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: system-ui, sans-serif; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal"><rect width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g></g></svg>
"""


class Shot(NamedTuple):
    """A command in a terminal of so many columns; the picture ends after so many lines, or is of that second."""

    command: str
    columns: int
    most: int = 60
    second: float | None = None


class View(NamedTuple):
    """A page that a command writes to `{}`, in a window of so many pixels; what is clicked, and then stands on top."""

    command: str
    width: int
    height: int
    click: str = ""


DUMPS = "made-dumps"
FEBRUARY = "seeds/sample/rejected/february-31.txt"
TERMINALS = {
    "check": Shot("presspack check seeds/sample/rejected", 80, 24),
    "show": Shot(f"presspack show {FEBRUARY}", 160, 30),
    "show-narrow": Shot(f"presspack show {FEBRUARY}", 80, 24),
    "progress": Shot(f"presspack stage {DUMPS} {DUMPS}-staged", 100, second=2.5),
}
PAGES = {
    "report": View("presspack report --output {}", 1280, 900),
    "report-dumps": View("presspack report --output {}", 1280, 700, "summary:has-text('february-31.txt')"),
    "show-page": View(f"presspack show {FEBRUARY} --html {{}}", 1280, 860),
}


def screen(shot: Shot) -> str:
    """What a terminal shows after a command, with its colours as escape codes."""
    with tempfile.TemporaryDirectory() as folder:
        here = ROOT
        if DUMPS in shot.command:
            here = Path(folder)
            from bench.generate import write

            write(here / DUMPS, MANY, 0)
            shutil.copy(ROOT / "params.yaml", here)
        tmux, done = ["tmux", "-L", f"pictures-{Path(folder).name}", "-f", "/dev/null"], Path(folder, "done")
        line = f"printf '$ %s\\n' {shot.command!r}; {shot.command}; touch {done}; sleep 60"
        size = ["-x", str(shot.columns), "-y", "200"]
        subprocess.run([*tmux, "new-session", "-d", *size, "-c", str(here), "sh", "-c", line], check=True)
        try:
            if shot.second is not None:
                time.sleep(shot.second)
            while shot.second is None and not done.exists():
                time.sleep(0.1)
            time.sleep(0.3)  # for tmux to have read the last bytes
            shown = subprocess.run([*tmux, "capture-pane", "-e", "-p"], check=True, capture_output=True, text=True)
        finally:
            subprocess.run([*tmux, "kill-server"], check=False)
    return shown.stdout.rstrip("\n")


def drawn(shot: Shot, shown: str, theme: TerminalTheme, name: str) -> str:
    """A terminal as SVG, its text as text."""
    lines = Text.from_ansi(shown).split("\n", allow_blank=True)
    if len(lines) > shot.most:
        lines = [*lines[: shot.most], Text("…")]
    console = Console(record=True, width=shot.columns, file=StringIO(), force_terminal=True, color_system="truecolor")
    for line in lines:
        console.print(line, no_wrap=True, overflow="crop", highlight=False)
    return console.export_svg(title=f"{shot.columns} columns", theme=theme, code_format=SVG, unique_id=name)


def page(view: View, name: str) -> None:
    """A page, as a browser shows it."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder, "page.html")
        subprocess.run(view.command.format(file).split(), cwd=ROOT, stdout=subprocess.DEVNULL)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for mode in THEMES:
            shown = browser.new_page(
                viewport={"width": view.width, "height": view.height},
                color_scheme="dark" if mode == "dark" else "light",
                reduced_motion="reduce",  # or the picture is taken while the page scrolls
            )
            shown.goto(file.as_uri())
            if view.click:
                clicked = shown.locator(view.click).first
                clicked.click()
                clicked.evaluate("element => element.scrollIntoView({block: 'center'})")
            shown.screenshot(path=HERE / f"{name}-{mode}.png")
        browser.close()


def main(names: list[str]) -> None:
    """Make the pictures of these names, or all."""
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for name, shot in TERMINALS.items():
        if not names or name in names:
            shown = screen(shot)
            for mode, theme in THEMES.items():
                (HERE / f"{name}-{mode}.svg").write_text(drawn(shot, shown, theme, f"{name}-{mode}"), "utf-8")
    for name, view in PAGES.items():
        if not names or name in names:
            page(view, name)


if __name__ == "__main__":
    main(sys.argv[1:])
