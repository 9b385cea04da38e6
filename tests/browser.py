"""A real Chromium for tests of pages: offline, and with a list of everything that went wrong."""

from __future__ import annotations

import atexit
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")

# A script that ran calls this; a policy that stopped something is reported here, too.
_TRAP = """
window.trapped = [];
window.alert = (text) => window.trapped.push(`alert ${text}`);
document.addEventListener("securitypolicyviolation", (event) => console.error(`CSP: ${event.violatedDirective}`));
"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium for the session; where there is none, a skip, or with GRAPHKIT_REQUIRE_BROWSER a failure."""
    path = os.environ.get("GRAPHKIT_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        missing = "no Chromium here; set GRAPHKIT_CHROMIUM to its path"
        if os.environ.get("GRAPHKIT_REQUIRE_BROWSER"):
            pytest.fail(missing)
        pytest.skip(missing)
    chromium = started().chromium.launch(executable_path=path, args=ARGS)
    yield chromium
    chromium.close()


@cache
def started() -> Playwright:
    """Playwright, once for all tests: it cannot be started within itself."""
    playwright = sync_playwright().start()
    atexit.register(playwright.stop)
    return playwright


@dataclass
class Visit:
    """A page that is open, and what it should not have done."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def scripts_run(self) -> list[str]:
        """What hostile texts managed to call `alert` with."""
        ran: list[str] = self.page.evaluate("window.trapped")
        return ran

    def wait_until(self, expression: str, seconds: float = 10) -> None:
        """Ask again until the expression is true: Playwright's own waiting needs eval, which the policy forbids."""
        end = time.monotonic() + seconds
        while not self.page.evaluate(expression):
            assert time.monotonic() < end, f"not within {seconds} s: {expression}"
            self.page.wait_for_timeout(50)

    def assert_clean(self) -> None:
        """Nothing was asked of the network, nothing failed, no hostile script ran."""
        assert (self.requests, self.errors, self.scripts_run) == ([], [], [])


@contextmanager
def visit(
    browser: Browser, file: Path, *, phone: bool = False, scheme: Literal["light", "dark"] = "light"
) -> Iterator[Visit]:
    """Open a file from disk, offline."""
    width, height = (390, 844) if phone else (1280, 800)
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, has_touch=phone, reduced_motion="reduce"
    )
    try:
        context.set_offline(True)
        yield _opened(context, file.resolve().as_uri())
    finally:
        context.close()


def _is_own(url: str, address: str) -> bool:
    """The page itself, and what its script made: a worker's source, a file to save."""
    return url == address or url.startswith("blob:")


def _opened(context: BrowserContext, address: str) -> Visit:
    page = context.new_page()
    seen = Visit(page)
    page.add_init_script(_TRAP)
    page.on("request", lambda request: None if _is_own(request.url, address) else seen.requests.append(request.url))
    page.on("console", lambda message: seen.errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.goto(address)
    return seen
