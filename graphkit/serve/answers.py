"""Answers that were given before: the graph is only read, so the same query has the same answer until it changes."""

from __future__ import annotations

import asyncio
import json
import re
from collections import OrderedDict
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Any, Final

from graphkit.serve import frames
from graphkit.serve.failures import Failure
from graphkit.serve.pool import Pool

MOST: Final = 32 * 2**20
"""Bytes of all answers that are kept; none is longer than frames.WHOLE."""

_CHANGING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID)\b", re.IGNORECASE)
"""Functions whose answer is another each time."""


class _Run:
    """A query that somebody waits for: when it is over, and the failure if that is how it ended."""

    def __init__(self) -> None:
        self.over = asyncio.Event()
        self.failure: Failure | None = None


class Answers:
    """What a pool answers; short answers are kept, and who asks what is being answered waits for that answer."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._kept: OrderedDict[str, tuple[bytes, bytes]] = OrderedDict()
        self._bytes = 0
        self._runs: dict[str, _Run] = {}

    async def answer(self, query: Mapping[str, Any]) -> AsyncGenerator[tuple[int, bytes], None]:
        """The frames of an answer, HEAD first, END last; raises Failure at any place."""
        key = json.dumps(query, sort_keys=True)
        while run := self._runs.get(key):
            await run.over.wait()
            if run.failure:
                raise run.failure
        if found := self._found(key):
            head, body = found
            for frame in ((frames.HEAD, head), (frames.DATA, body), (frames.END, b"")):
                yield frame
            return
        answer = self._pool.answer(query) if _CHANGING.search(query["sparql"]) else self._first(key, query)
        async with aclosing(answer) as pieces:
            async for frame in pieces:
                yield frame

    async def _first(self, key: str, query: Mapping[str, Any]) -> AsyncGenerator[tuple[int, bytes], None]:
        """The answer as it is made, kept if it is whole and short."""
        run = self._runs[key] = _Run()
        head, body = b"", bytearray()
        try:
            async with aclosing(self._pool.answer(query)) as pieces:
                async for kind, payload in pieces:
                    if kind == frames.HEAD:
                        head = payload
                    elif len(body) < frames.WHOLE:
                        body += payload
                    if len(body) >= frames.WHOLE:
                        self._over(key, run)
                    elif kind == frames.END:
                        self._keep(key, head, bytes(body))
                    yield kind, payload
        except Failure as failure:
            run.failure = failure
            raise
        finally:
            self._over(key, run)

    def _over(self, key: str, run: _Run) -> None:
        """Let those that wait look again."""
        if self._runs.get(key) is run:
            del self._runs[key]
        run.over.set()

    def _found(self, key: str) -> tuple[bytes, bytes] | None:
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def _keep(self, key: str, head: bytes, body: bytes) -> None:
        """Keep one more answer, and forget those that nobody asked for the longest."""
        self._kept[key] = head, body
        self._bytes += len(key) + len(body)
        while self._bytes > MOST:
            old, (_, gone) = self._kept.popitem(last=False)
            self._bytes -= len(old) + len(gone)
