"""Guard: who may talk to the server. Stands before everything else; says no in one line.

A page of another site reaches a local server in three ways: by a name that it points at 127.0.0.1 (DNS
rebinding; the Host header gives it away), by `fetch` (the Origin header does), and by an image, a script
or a form (Sec-Fetch-Site does: https://www.w3.org/TR/fetch-metadata/).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from ipaddress import ip_address
from typing import Final

from graphkit.serve.exchange import Message, Receive, Scope, Send, encoded, send_whole
from graphkit.serve.failures import Failure

App = Callable[[Scope, Receive, Send], Awaitable[None]]

ANY: Final = "*"
LOCAL: Final = frozenset(("localhost", "127.0.0.1", "[::1]"))
NOTHING: Final = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
"""The policy for whatever is not a page."""
PAGE: Final = NOTHING.replace("'none'", "'none'; style-src 'self'; img-src data:", 1)
"""The policy for pages of text."""

_USUAL: Final[Mapping[str, str]] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": NOTHING,
}
_ENCODED: Final = encoded(_USUAL)


class Guard:
    """Lets through what is asked of this server by its own pages, by programs, and by the origins that are named."""

    def __init__(self, app: App, host: str, port: int, hosts: Iterable[str] = (), origins: Iterable[str] = ()) -> None:
        bound = f"[{host}]" if ":" in host else host
        self._app = app
        self._hosts = _names({*LOCAL, bound} - {"0.0.0.0", "[::]"}, port) | _names(hosts, port)  # noqa: S104
        self._origins = {origin.lower().rstrip("/") for origin in origins}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check a request and hand it on, or answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = headers_of(scope)
        try:
            self._check(scope, headers)
        except Failure as failure:
            await send_whole(send, failure.status, {**_text(failure), **_USUAL}, _line(failure), scope["method"])
            return
        extra = self._shared(headers)
        if scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            await send_whole(send, 204, {**_USUAL, **extra, **_preflight(extra)}, b"")
            return
        await self._app(scope, receive, _adding(send, extra))

    def _check(self, scope: Scope, headers: Mapping[str, str]) -> None:
        host = headers.get("host", "").lower()
        if host not in self._hosts:
            known = sorted(self._hosts)[0]
            message = f"this server is not called {host[:100]!r}: ask {known}, or start it with --allow-host"
            raise Failure(421, message)
        if scope["method"] != "POST" and (headers.get("content-length", "0") != "0" or "transfer-encoding" in headers):
            raise Failure(413, f"{scope['method']} has no body", {"Connection": "close"})
        origin = headers.get("origin", "").lower()
        if origin and origin.partition("://")[2] != host and not self._allows(origin):
            raise Failure(403, "pages of other origins may not ask this server unless --allow-origin names them")
        if not origin and headers.get("sec-fetch-site", "none") in ("cross-site", "same-site"):
            page = headers.get("sec-fetch-mode") == "navigate" and scope["method"] in ("GET", "HEAD")
            if not page or scope["path"].startswith(("/sparql", "/api/")):
                raise Failure(403, "pages of other sites may not ask this server")

    def _allows(self, origin: str) -> bool:
        return origin in self._origins or ANY in self._origins

    def _shared(self, headers: Mapping[str, str]) -> dict[str, str]:
        """What tells a browser which page may read the answer; without --allow-origin none but our own."""
        if not self._origins:
            return {"Cross-Origin-Resource-Policy": "same-origin"}
        origin = headers.get("origin", "")
        if not origin or not self._allows(origin.lower()):
            return {"Vary": "Origin"}
        return {"Vary": "Origin", "Access-Control-Allow-Origin": origin}


def headers_of(scope: Scope) -> dict[str, str]:
    """The headers of a request; one that comes twice is joined, as RFC 9110 has it."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1"), value.decode("latin-1")
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _names(hosts: Iterable[str], port: int) -> set[str]:
    """What a Host header may say: with the port, and without where it is the usual one."""
    found: set[str] = set()
    for host in hosts:
        name = host.lower()
        bare = ":" not in name.rpartition("]")[2]
        found |= {f"{name}:{port}", *([name] if port == 80 else [])} if bare else {name}
    return found


def _preflight(extra: Mapping[str, str]) -> dict[str, str]:
    if "Access-Control-Allow-Origin" not in extra:
        return {}
    return {
        "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
        "Access-Control-Allow-Headers": "Accept, Content-Type",
        "Access-Control-Max-Age": "600",
    }


def _adding(send: Send, extra: Mapping[str, str]) -> Send:
    async def adding(message: Message) -> None:
        if message["type"] == "http.response.start":
            present = {name for name, _ in message["headers"]}
            more = [one for one in _ENCODED if one[0] not in present]
            message["headers"] = [*message["headers"], *more, *encoded(extra)]
        await send(message)

    return adding


def _text(failure: Failure) -> dict[str, str]:
    return {"Content-Type": "text/plain; charset=utf-8", **failure.headers}


def _line(failure: Failure) -> bytes:
    return f"{failure}\n".encode("utf-8", "replace")
