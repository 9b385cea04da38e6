"""Firefox over WebDriver BiDi, as far as the tests of the explorer need it: Playwright's own Firefox is a patched one."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.explorer.tab import Tab


class FirefoxTab(Tab):
    """A tab of Firefox; `errors` holds what went wrong in it, `requests` what it asked of the network."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket, self._last = socket, 0
        self.errors: list[str] = []
        self.requests: list[str] = []
        self.call("session.new", capabilities={})
        self.call("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
        self._context: str = self.call("browsingContext.create", type="tab")["context"]

    def call(self, method: str, **params: Any) -> Any:
        """Ask for something and wait for the answer; events that come meanwhile are noted."""
        self._last += 1
        self._socket.send(json.dumps({"id": self._last, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv(timeout=60))
            if message.get("id") == self._last:
                assert message["type"] == "success", message
                return message["result"]
            self._note(message)

    def _note(self, event: dict[str, Any]) -> None:
        params = event.get("params", {})
        if event.get("method") == "log.entryAdded" and params["level"] == "error":
            self.errors.append(params["text"])
        if event.get("method") == "network.beforeRequestSent":
            self.requests.append(params["request"]["url"])

    def open(self, file: Path) -> None:
        """Load a page; its own address is no request."""
        self.call("browsingContext.navigate", context=self._context, url=file.as_uri(), wait="complete")
        own = (file.as_uri(), "about:blank", "data:,")
        self.requests = [url for url in self.requests if url not in own]

    def value(self, expression: str) -> Any:
        answer = self.call(
            "script.evaluate",
            expression=f"JSON.stringify({expression})",
            target={"context": self._context},
            awaitPromise=True,
        )
        assert answer["type"] == "success", answer
        return json.loads(answer["result"].get("value", "null"))

    def back(self) -> None:
        self.call("browsingContext.traverseHistory", context=self._context, delta=-1)

    def faults(self) -> list[str]:
        return self.errors + self.requests

    def _act(self, source: dict[str, Any]) -> None:
        self.call("input.performActions", context=self._context, actions=[source])


@contextmanager
def firefox(profile: Path) -> Iterator[FirefoxTab]:
    """Firefox without a window, with a profile of its own."""
    path = _path()
    assert path is not None
    (profile / "user.js").write_text('user_pref("app.update.auto", false);\nuser_pref("network.proxy.type", 0);\n')
    command = [path, "--headless", "--remote-debugging-port=0", "--profile", str(profile), "--no-remote"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        try:
            with connect(_address(process), max_size=None, open_timeout=30) as socket:
                yield FirefoxTab(socket)
        finally:
            process.terminate()
            process.wait(timeout=30)


def has_firefox() -> bool:
    """Whether there is a Firefox."""
    return _path() is not None


def _path() -> str | None:
    return shutil.which("firefox-esr") or shutil.which("firefox")


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stderr is not None
    for line in process.stderr:
        found = re.search(r"WebDriver BiDi listening on (ws://\S+)", line)
        if found:
            return f"{found[1]}/session"
    raise AssertionError("Firefox ended without a word")
