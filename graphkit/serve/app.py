"""The application: which path is answered by what."""

from __future__ import annotations

from collections.abc import Mapping

from graphkit.serve.describe import describe
from graphkit.serve.exchange import Receive, Scope, Send
from graphkit.serve.failures import Failure
from graphkit.serve.guard import App
from graphkit.serve.served import Served
from graphkit.serve.sparql import Sparql, failing


class Site:
    """The paths of the server, each with its endpoint."""

    def __init__(self, served: Served) -> None:
        sparql = Sparql(served, describe)
        self._paths: Mapping[str, App] = {"/sparql": sparql, "/sparql/": sparql}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http":
            await failing(self._paths.get(scope["path"], _nothing))(scope, receive, send)


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    raise Failure(404, "there is nothing at this address")
