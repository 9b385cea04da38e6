"""Exchange: one HTTP request and its answer, on bare ASGI: a body that ends in time, an answer that is whole or cut."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping, MutableMapping
from contextlib import aclosing, asynccontextmanager
from typing import Any, Final

from graphkit.serve import frames
from graphkit.serve.failures import Failure

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

MOST_BODY: Final = 256 * 1024
"""Bytes of a request's body: a query of the longest length, percent-encoded, and its dataset."""
BODY_SECONDS: Final = 10.0
_MOMENT: Final = 0.1
"""Seconds after which somebody looks whether the client is still there."""
_MOST_AT_ONCE: Final = 16 * 2**20
"""Bytes of an answer to HTTP/1.0, which cannot tell the end of an answer from a cut."""


async def body_of(headers: Mapping[str, str], receive: Receive) -> bytes:
    """The body of a request; raises Failure when it is too long or does not come."""
    said = headers.get("content-length", "0")
    if not said.isdigit() or int(said) > MOST_BODY:
        raise _too_long()
    try:
        return await asyncio.wait_for(_read(receive), BODY_SECONDS)
    except TimeoutError:
        message = f"the request did not come within {BODY_SECONDS:g} s"
        raise Failure(408, message, {"Connection": "close"}) from None


async def _read(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Failure(400, "the request was cut")
        body += message.get("body", b"")
        if len(body) > MOST_BODY:
            raise _too_long()
        if not message.get("more_body"):
            return bytes(body)


def _too_long() -> Failure:
    return Failure(413, f"a request may have {MOST_BODY // 1024} KiB", {"Connection": "close"})


async def send_whole(send: Send, status: int, headers: Mapping[str, str], body: bytes, method: str = "GET") -> None:
    """An answer in one piece; to HEAD without the body."""
    length = {"Content-Length": str(len(body))}
    await send({"type": "http.response.start", "status": status, "headers": encoded({**headers, **length})})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else body})


def encoded(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    """Headers as ASGI has them."""
    return [(name.lower().encode("latin-1"), value.encode("latin-1", "replace")) for name, value in headers.items()]


async def until_gone(receive: Receive) -> None:
    """Return when the client has hung up."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def send_answer(
    scope: Scope,
    receive: Receive,
    send: Send,
    answer: AsyncGenerator[tuple[int, bytes], None],
    headers: Callable[[str], Mapping[str, str]],
) -> None:
    """Send what a worker says as it comes; when the client hangs up, leave, and with it the query.

    `headers` are made from the format. Raises Failure as long as nothing is sent; afterwards the
    connection ends without the mark that the answer is whole.
    """
    async with _leaving(receive):
        await _send_pieces(scope, send, answer, headers)


@asynccontextmanager
async def _leaving(receive: Receive) -> AsyncIterator[None]:
    """Leave the block when the client hangs up; after a moment, as most answers are there before."""
    loop, asked = asyncio.get_running_loop(), asyncio.current_task()
    gone: asyncio.Task[None] | None = None
    left = False

    def watch() -> None:
        nonlocal gone
        gone = loop.create_task(until_gone(receive))
        gone.add_done_callback(leave)

    def leave(done: asyncio.Task[None]) -> None:
        nonlocal left
        if asked and not done.cancelled():
            left = asked.cancel()

    timer = loop.call_later(_MOMENT, watch)
    try:
        yield
    except asyncio.CancelledError:
        if not left or not asked or asked.uncancel():
            raise
    finally:
        timer.cancel()
        if gone:
            gone.cancel()


async def _send_pieces(
    scope: Scope,
    send: Send,
    answer: AsyncGenerator[tuple[int, bytes], None],
    headers: Callable[[str], Mapping[str, str]],
) -> None:
    async with aclosing(answer) as pieces:
        _, form = await anext(pieces)
        head, first = headers(form.decode()), bytearray()
        old = scope["http_version"] == "1.0"
        async for kind, payload in pieces:
            if kind == frames.END:
                await send_whole(send, 200, head, bytes(first), scope["method"])
                return
            first += payload
            if len(first) > _MOST_AT_ONCE:
                raise Failure(505, "so long an answer needs HTTP/1.1")
            if not old and len(first) >= frames.WHOLE:
                break
        await _stream(send, head, bytes(first), pieces)


async def _stream(send: Send, head: Mapping[str, str], first: bytes, pieces: AsyncIterator[tuple[int, bytes]]) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": encoded(head)})
    await send({"type": "http.response.body", "body": first, "more_body": True})
    try:
        async for kind, payload in pieces:
            await send({"type": "http.response.body", "body": payload, "more_body": kind != frames.END})
    except Failure:
        raise Cut from None


class Cut(Exception):  # noqa: N818
    """An answer that began and cannot be finished: the connection has to end so that nobody takes it for whole."""
