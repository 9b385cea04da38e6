"""`/events`: tells pages that the graph has changed, as server-sent events."""

from __future__ import annotations

import asyncio
from typing import Final

from graphkit.serve import failures
from graphkit.serve.exchange import Receive, Scope, Send, encoded, until_gone
from graphkit.serve.served import Served

_MOST: Final = 32
_HEADERS: Final = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}


class Events:
    """One event per edition of the graph, to every page that listens."""

    def __init__(self, served: Served) -> None:
        self._served, self._listeners = served, 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Speak until the page is closed; raises Failure when too many listen."""
        if self._listeners >= _MOST:
            raise failures.busy()
        self._listeners += 1
        telling = asyncio.ensure_future(self._tell(send))
        try:
            await until_gone(receive)
        finally:
            telling.cancel()
            self._listeners -= 1

    async def _tell(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": encoded(_HEADERS)})
        await send({"type": "http.response.body", "body": b"retry: 1000\n\n", "more_body": True})
        while True:
            async with self._served.changed:
                await self._served.changed.wait()
            await send({"type": "http.response.body", "body": b"data: changed\n\n", "more_body": True})
