"""Files of the server's own pages: a fixed list, so that no path leads anywhere else."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from graphkit.serve.exchange import Receive, Scope, Send, encoded, send_whole
from graphkit.serve.guard import headers_of

STATIC: Final[Mapping[str, str]] = {
    "page.css": "text/css; charset=utf-8",
    "query.css": "text/css; charset=utf-8",
    "query.js": "text/javascript; charset=utf-8",
    "yasgui.css": "text/css; charset=utf-8",
    "yasgui.js": "text/javascript; charset=utf-8",
    "yasgui.LICENSES.txt": "text/plain; charset=utf-8",
}
"""Name → media type."""


@cache
def content(name: str) -> bytes:
    """A file of this package's `static` folder."""
    return files(__package__).joinpath("static", name).read_bytes()


@cache
def _tag(name: str) -> str:
    return f'"{hashlib.sha256(content(name)).hexdigest()[:16]}"'


async def send_static(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with a file of STATIC; nothing when the browser has it."""
    name = scope["path"].rpartition("/")[2]
    headers = {"Content-Type": STATIC[name], "ETag": _tag(name), "Cache-Control": "no-cache"}
    if headers_of(scope).get("if-none-match") == _tag(name):
        await send({"type": "http.response.start", "status": 304, "headers": encoded(headers)})
        await send({"type": "http.response.body"})
    else:
        await send_whole(send, 200, headers, content(name), scope["method"])
