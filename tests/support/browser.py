"""A page of ours in a real browser: what it asks for, what it complains of, and how it looks."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page, sync_playwright

SIZE = (1200, 900)


@dataclass
class Visit:
    """A page that is open: `page` is Playwright's, to click, press keys and look; and all that happened since."""

    page: Page
    address: str
    dialogs: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    """Of anything but the page itself; `data:` is part of it."""
    errors: list[str] = field(default_factory=list)
    """What a script threw, and what the browser wrote to its console as errors and warnings."""
    popups: list[str] = field(default_factory=list)

    @property
    def violations(self) -> list[str]:
        """What the page's policy did not allow it."""
        return [error for error in self.errors if "Content Security Policy" in error]

    @property
    def trouble(self) -> list[str]:
        """Everything that no page of ours may do; empty for a good one."""
        return [*self.dialogs, *self.requests, *self.errors, *self.popups]

    def media(self, *, dark: bool = False, printed: bool = False) -> None:
        """See the page in the dark, or on paper."""
        self.page.emulate_media(color_scheme="dark" if dark else "light", media="print" if printed else "screen")

    def resize(self, width: int, height: int = SIZE[1]) -> None:
        """See the page in a window of this size."""
        self.page.set_viewport_size({"width": width, "height": height})

    def picture(self, path: Path, *, whole: bool = True) -> Path:
        """Save a picture of the whole page, or of what the window shows."""
        self.page.screenshot(path=path, full_page=whole)
        return path

    def overflows(self) -> bool:
        """Whether the page is wider than its window, so that one must scroll sideways."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


Visits = Callable[..., AbstractContextManager[Visit]]


@contextmanager
def running() -> Iterator[Visits]:
    """Chromium, to open pages in: `visit(path, dark=True, width=500)`. A skip where the machine has none."""
    where = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if where is None:
        pytest.skip("no Chromium is installed: apt install chromium, or playwright install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=where, args=["--no-sandbox", "--disable-gpu"])

        @contextmanager
        def visit(path: Path, *, dark: bool = False, width: int = SIZE[0], height: int = SIZE[1]) -> Iterator[Visit]:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if dark else "light",
                reduced_motion="reduce",  # a page that scrolls smoothly moves a link away from under a click
            )
            seen = Visit(context.new_page(), path.resolve().as_uri())
            _listen(seen)
            context.on("page", lambda page: seen.popups.append(f"popup: {page.url}"))
            seen.page.goto(seen.address)
            yield seen
            context.close()

        yield visit
        browser.close()


def _listen(seen: Visit) -> None:
    """Note all that the page does."""

    def dialog(box: Dialog) -> None:
        seen.dialogs.append(f"dialog: {box.message}")
        box.dismiss()

    def request(url: str) -> None:
        if url.partition("#")[0] != seen.address and not url.startswith("data:"):
            seen.requests.append(f"request: {url}")

    seen.page.on("dialog", dialog)
    seen.page.on("request", lambda asked: request(asked.url))
    seen.page.on("pageerror", lambda error: seen.errors.append(f"thrown: {error}"))
    seen.page.on(
        "console",
        lambda said: seen.errors.append(f"{said.type}: {said.text}") if said.type in ("error", "warning") else None,
    )
