"""`/sparql`: the endpoint, and `failing`, which turns failures into answers for every endpoint."""

from __future__ import annotations

import sys
from collections.abc import AsyncGenerator
from typing import Final

from graphkit.serve import exchange, negotiation
from graphkit.serve.exchange import Cut, Receive, Scope, Send, send_whole
from graphkit.serve.failures import Failure
from graphkit.serve.guard import App, headers_of
from graphkit.serve.protocol import query_of, unacceptable
from graphkit.serve.served import Served

ALLOWED: Final = ("GET", "HEAD", "POST", "OPTIONS")
_ALLOW: Final = {"Allow": ", ".join(ALLOWED)}


class Sparql:
    """The SPARQL endpoint of what is served; a GET without a query gets `description`."""

    def __init__(self, served: Served, description: App) -> None:
        self._served, self._description = served, description

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; raises Failure."""
        if scope["method"] == "OPTIONS":
            await send_whole(send, 204, _ALLOW, b"")
            return
        if scope["method"] not in ALLOWED:
            raise Failure(405, f"a query is sent by {' or '.join(ALLOWED[::2])}", _ALLOW)
        headers = headers_of(scope)
        posted = scope["method"] == "POST"
        body = await exchange.body_of(headers, receive) if posted else b""
        parameters = scope["query_string"].decode("latin-1")
        kind, accept = headers.get("content-type", ""), headers.get("accept", "")
        edition = self._served.edition
        query = query_of(scope["method"], parameters, kind, body, accept, edition.base)
        if query is None:
            await self._description(scope, receive, send)
        else:
            await exchange.send_answer(scope, receive, send, _acceptable(edition.answers.answer(query)), _headers)


async def _acceptable(answer: AsyncGenerator[tuple[int, bytes], None]) -> AsyncGenerator[tuple[int, bytes], None]:
    try:
        async for one in answer:
            yield one
    except Failure as failure:
        raise (unacceptable(failure.message) if failure.status == 406 else failure) from None
    finally:
        await answer.aclose()


def _headers(form: str) -> dict[str, str]:
    media = negotiation.RESULTS.get(form) or negotiation.TRIPLES[form]
    return {"Content-Type": media, "Vary": "Accept", "Cache-Control": "no-cache"}


def failing(app: App) -> App:
    """The same endpoint, whose failures become answers of one line; nothing that goes wrong ends the server."""

    async def answered(scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def watched(message: exchange.Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await app(scope, receive, watched)
        except Cut:
            return  # without an end: the connection is closed
        except Failure as failure:
            await _refuse(scope, send, failure)
        except Exception as error:
            print(f"graphkit serve: {type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201
            if not begun:
                await _refuse(scope, send, Failure(500, "the server could not answer this; it goes on"))

    return answered


async def _refuse(scope: Scope, send: Send, failure: Failure) -> None:
    headers = {"Content-Type": "text/plain; charset=utf-8", **failure.headers}
    await send_whole(send, failure.status, headers, f"{failure}\n".encode("utf-8", "replace"), scope["method"])
