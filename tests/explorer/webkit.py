"""WebKit over W3C WebDriver, as far as the tests of the explorer need it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from tests.explorer.tab import Tab

PROGRAMS = ("WebKitWebDriver", "xvfb-run")
LISTEN = """
window.faults = [];
addEventListener("error", (event) => faults.push(event.message));
addEventListener("unhandledrejection", (event) => faults.push(String(event.reason)));
document.addEventListener("securitypolicyviolation", (event) => faults.push(event.violatedDirective));
"""
REQUESTS = (
    "performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => !name.startsWith('blob:'))"
)


class WebKitTab(Tab):
    """A tab of WebKitGTK's small browser."""

    def __init__(self, driver: str) -> None:
        self._session = f"{driver}/session"
        options = {"webkitgtk:browserOptions": {"binary": str(_browser()), "args": ["--automation"]}}
        opened = _ask("POST", self._session, {"capabilities": {"alwaysMatch": options}})
        self._session += f"/{opened['sessionId']}"

    def open(self, file: Path) -> None:
        self._post("url", url=file.as_uri())
        self._post("execute/sync", script=LISTEN, args=[])

    def value(self, expression: str) -> Any:
        return json.loads(self._post("execute/sync", script=f"return JSON.stringify({expression}) ?? 'null'", args=[]))

    def back(self) -> None:
        self._post("back")

    def faults(self) -> list[str]:
        return [*self.value("window.faults"), *self.value(REQUESTS)]

    def close(self) -> None:
        """End the browser."""
        _ask("DELETE", self._session)

    def _act(self, source: dict[str, Any]) -> None:
        self._post("actions", actions=[source])

    def _post(self, command: str, **body: Any) -> Any:
        return _ask("POST", f"{self._session}/{command}", body)


@contextmanager
def webkit() -> Iterator[WebKitTab]:
    """WebKitGTK on a screen of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["xvfb-run", "-a", "-s", "-screen 0 1280x800x24", "WebKitWebDriver", f"--port={port}"]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            driver = f"http://127.0.0.1:{port}"
            _wait_for(driver)
            tab = WebKitTab(driver)
            yield tab
            tab.close()
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=30)


def has_webkit() -> bool:
    """Whether the programs that this needs are here."""
    return all(map(shutil.which, PROGRAMS)) and _browser() is not None


def _browser() -> Path | None:
    return next(iter(sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))), None)


def _wait_for(driver: str, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            return _ask("GET", f"{driver}/status")
        except URLError:
            assert time.monotonic() < end, "WebKitWebDriver does not answer"
            time.sleep(0.1)


def _ask(method: str, url: str, body: dict[str, Any] | None = None) -> Any:
    data = json.dumps(body or {}).encode() if method == "POST" else None
    request = Request(url, data, {"Content-Type": "application/json"}, method=method)
    with urlopen(request, timeout=60) as answer:
        return json.load(answer)["value"]
