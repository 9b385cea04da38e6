"""The application: which path is answered by what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from graphkit.serve import api, resources
from graphkit.serve.describe import Description
from graphkit.serve.events import Events
from graphkit.serve.exchange import Receive, Scope, Send
from graphkit.serve.failures import Failure
from graphkit.serve.guard import App
from graphkit.serve.pages import Explorer, send_editor
from graphkit.serve.served import Served
from graphkit.serve.sparql import Sparql, failing
from graphkit.serve.static import STATIC, send_static

_READING: Final = ("GET", "HEAD")


class Site:
    """The paths of the server, each with its endpoint; add one: a line here."""

    def __init__(self, served: Served, watch: bool) -> None:
        sparql = Sparql(served, Description(served))
        pages: dict[str, App] = {"/": Explorer(served, watch), "/query": send_editor, "/api": api.send_page}
        pages |= {f"/static/{name}": send_static for name in STATIC}
        if watch:
            pages["/events"] = Events(served)
        self._paths: Mapping[str, App] = {path: _read(page) for path, page in pages.items()} | {
            "/sparql": sparql,
            "/sparql/": sparql,
        }
        self._below: Mapping[str, App] = {
            resources.PREFIX: _read(resources.Resources(served)),
            api.PREFIX: _read(api.Api(served)),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http":
            await failing(self._endpoint(scope["path"]))(scope, receive, send)

    def _endpoint(self, path: str) -> App:
        below = (app for prefix, app in self._below.items() if path.startswith(prefix))
        return self._paths.get(path) or next(below, _nothing)


def _read(app: App) -> App:
    """The same endpoint for GET and HEAD only."""

    async def reading(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in _READING:
            raise Failure(405, "this address is only read", {"Allow": ", ".join(_READING)})
        await app(scope, receive, send)

    return reading


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    raise Failure(404, "there is nothing at this address")
