"""`/api`: a small JSON interface, its OpenAPI document and a page that shows it."""

from __future__ import annotations

import asyncio
import html
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final
from urllib.parse import parse_qs

from graphkit import __version__
from graphkit.as_json import as_json
from graphkit.errors import AmbiguousNameError, GraphkitError, UnknownNameError
from graphkit.model import NODE_KINDS
from graphkit.serve.exchange import Receive, Scope, Send, send_whole
from graphkit.serve.failures import Failure
from graphkit.serve.guard import PAGE
from graphkit.serve.served import Served, Tables

PREFIX: Final = "/api/"
_LONGEST: Final = 500
"""Characters of a parameter."""
_MOST: Final = 1_000

_Fields = Mapping[str, str]


def _search(tables: Tables, fields: _Fields) -> Any:
    from graphkit.lookup import search

    found = search(tables.graph, _needed(fields, "q"), _limit(fields, 20), fields.get("kind", ""))
    return {"results": [{**row, "iri": tables.iri(tables.graph.row(row["id"]))} for row in found.to_dicts()]}


def _node(tables: Tables, fields: _Fields) -> Any:
    row = _found(tables, _needed(fields, "id"))
    said = tables.graph.nodes.row(row, named=True)
    return {**{name: value for name, value in said.items() if value is not None}, "iri": tables.iri(row)}


def _neighbours(tables: Tables, fields: _Fields) -> Any:
    from graphkit.lookup import neighbours

    graph = tables.graph
    row = _found(tables, _needed(fields, "id"))
    found = neighbours(graph, row)
    return {
        "id": graph.nodes["id"][row],
        "label": graph.nodes["label"][row],
        "total": found.height,
        "neighbours": found.head(_limit(fields, 100)).to_dicts(),
    }


def _found(tables: Tables, name: str) -> int:
    """The row of a node by any of its names; its IRI counts, too."""
    from graphkit.lookup import find_node

    row = tables.row(name)
    return find_node(tables.graph, name) if row is None else row


_LIMIT: Final = {"limit": f"how many, {_MOST} at most"}
_ID: Final = {"id": "the node's id, or its IRI, its URL, the path of its file, or its label"}
CALLS: Final[Mapping[str, tuple[Callable[[Tables, _Fields], Any], str, Mapping[str, str], str]]] = {
    "search": (
        _search,
        "Nodes that hold every word, the best first",
        {"q": "words", "kind": f"only nodes of this kind: {', '.join(NODE_KINDS)}", **_LIMIT},
        "q",
    ),
    "node": (_node, "Everything that is known of a node", _ID, "id"),
    "neighbours": (_neighbours, "The edges of a node and the nodes at their ends", {**_ID, **_LIMIT}, "id"),
}
"""Name → its function, what it answers, its parameters, and the one that is needed."""


def _needed(fields: _Fields, name: str) -> str:
    value = fields.get(name, "")
    if not value or len(value) > _LONGEST:
        raise Failure(400, f"{name!r} is needed, {_LONGEST} characters at most")
    return value


def _limit(fields: _Fields, usual: int) -> int:
    text = fields.get("limit") or str(usual)
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= _MOST):
        raise Failure(400, f"'limit' is a number from 1 to {_MOST}")
    return int(text)


class Api:
    """`/api/NAME`: one call of CALLS, or the OpenAPI document."""

    def __init__(self, served: Served) -> None:
        self._served, self._turn = served, asyncio.Semaphore(2)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer in JSON, errors as well."""
        status, answer = 200, {}
        try:
            answer = await self._answer(scope)
        except Failure as failure:
            status, answer = failure.status, {"error": str(failure)}
        body = f"{as_json(answer)}\n".encode("utf-8", "replace")
        await send_whole(send, status, {"Content-Type": "application/json"}, body, scope["method"])

    async def _answer(self, scope: Scope) -> Any:
        name = scope["path"].removeprefix(PREFIX)
        if name == "openapi.json":
            return openapi()
        if name not in CALLS:
            raise Failure(404, f"no such call; choose one of: {', '.join(CALLS)}")
        fields = {key: values[0] for key, values in parse_qs(scope["query_string"].decode("latin-1")).items()}
        tables = await self._served.tables()
        try:
            async with self._turn:
                return await asyncio.to_thread(CALLS[name][0], tables, fields)
        except UnknownNameError as error:
            raise Failure(404, str(error)) from error
        except AmbiguousNameError as error:
            raise Failure(409, str(error)) from error
        except GraphkitError as error:
            raise Failure(400, str(error)) from error


@cache
def openapi() -> dict[str, Any]:
    """The interface as OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1.html)."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "graphkit", "version": __version__, "description": "A knowledge graph, to be read."},
        "paths": {f"{PREFIX}{name}": {"get": _operation(name)} for name in CALLS},
    }


def _operation(name: str) -> dict[str, Any]:
    _, summary, parameters, needed = CALLS[name]
    content = {"application/json": {"schema": {"type": "object"}}}
    wrong = {"400": "a parameter is missing or wrong", "404": "there is no such node", "409": "several bear the name"}
    return {
        "operationId": name,
        "summary": summary,
        "parameters": [
            {
                "name": key,
                "in": "query",
                "required": key == needed,
                "description": text,
                "schema": {"type": "integer", "minimum": 1, "maximum": _MOST} if key == "limit" else {"type": "string"},
            }
            for key, text in parameters.items()
        ],
        "responses": {
            "200": {"description": summary, "content": content},
            **{code: {"description": text, "content": content} for code, text in wrong.items()},
        },
    }


async def send_page(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with a page that shows the interface."""
    headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": PAGE}
    await send_whole(send, 200, headers, _page().encode(), scope["method"])


def _page() -> str:
    calls = "\n".join(_section(name) for name in CALLS)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/static/page.css">
<title>JSON: knowledge graph</title>
</head>
<body>
<nav><a href="/">Explorer</a><a href="/query">SPARQL</a></nav>
<h1>JSON</h1>
<p>Described in <a href="/api/openapi.json">OpenAPI</a>. Errors are <code>{{"error": "…"}}</code>.</p>
{calls}
<h2>/sparql</h2>
<p>The SPARQL 1.1 Protocol: <code>GET /sparql?query=…</code>, or POST.</p>
</body>
</html>
"""


def _section(name: str) -> str:
    _, summary, parameters, needed = CALLS[name]
    rows = "".join(f"<dt>{key}</dt><dd>{html.escape(text)}</dd>" for key, text in parameters.items())
    return f"<h2>{PREFIX}{name}</h2>\n<p>{summary}.</p>\n<pre>GET {PREFIX}{name}?{needed}=…</pre>\n<dl>{rows}</dl>"
