"""Each IRI under the base as a web address: a page for people, triples for programs, by what is asked."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable
from contextlib import aclosing
from typing import Any, Final
from urllib.parse import unquote

from graphkit.rdf.iris import BASE, segment
from graphkit.rdf.jsonld import compact
from graphkit.serve import exchange, negotiation
from graphkit.serve.exchange import Receive, Scope, Send, send_whole
from graphkit.serve.failures import Failure
from graphkit.serve.guard import PAGE, headers_of
from graphkit.serve.pool import Pool
from graphkit.serve.served import Served

PREFIX: Final = "/id/"
_OFFERS: Final = {"html": "text/html", **negotiation.TRIPLES}
_ALSO: Final = {"application/xhtml+xml": "html", **negotiation.TRIPLES_TOO}
_MOST: Final = 500
"""Statements that a page shows in each direction."""
_NAMES: Final = "schema:headline|schema:name|skos:prefLabel|rdfs:label"

_ABOUT: Final = """CONSTRUCT {{ <{iri}> ?p ?o . ?part ?q ?v . ?s ?r <{iri}> }} WHERE {{
  {{ <{iri}> ?p ?o }}
  UNION {{ <{iri}> ?x ?part . ?part ?q ?v FILTER(STRSTARTS(STR(?part), "{iri}#")) }}
  UNION {{ SELECT ?s ?r WHERE {{ ?s ?r <{iri}> }} LIMIT 1000 }}
}}"""
_OUT: Final = """SELECT ?p ?o ?name WHERE {{
  <{iri}> ?p ?o OPTIONAL {{ ?o {names} ?name }}
}} ORDER BY ?p ?name ?o LIMIT {most}"""
_IN: Final = """SELECT ?p ?o ?name WHERE {{
  {{ SELECT ?o ?p WHERE {{ ?o ?p <{iri}> FILTER(?p NOT IN (gk:from, gk:to)) }} LIMIT {most} }}
  OPTIONAL {{ ?o {names} ?name }}
}} ORDER BY ?p ?name ?o"""


class Resources:
    """`/id/…`: what the graph says of a node."""

    def __init__(self, served: Served) -> None:
        self._served = served

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer in the form that is wanted; raises Failure."""
        iri = iri_of(scope["raw_path"].decode("latin-1").partition("?")[0])
        pool = self._served.edition.pool
        form = negotiation.choose(headers_of(scope).get("accept", ""), _OFFERS, _ALSO)
        if form is None:
            raise Failure(406, f"no such format; choose one of: {', '.join(_OFFERS.values())}")
        out = await rows(pool, _OUT.format(iri=iri, names=_NAMES, most=_MOST))
        if not out:
            raise Failure(404, f"the graph says nothing of {iri}")
        if form == "html":
            into = await rows(pool, _IN.format(iri=iri, names=_NAMES, most=_MOST))
            headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": PAGE, "Vary": "Accept"}
            await send_whole(send, 200, headers, page(iri, out, into).encode(), scope["method"])
        else:
            answer = pool.answer(_query(_ABOUT.format(iri=iri), triples=form))
            await exchange.send_answer(scope, receive, send, answer, _headers)


def iri_of(path: str) -> str:
    """The IRI that a path stands for, in the spelling of the graph.

    >>> iri_of("/id/topic/k%C3%BCnstliche%20intelligenz")
    'https://graphkit.invalid/id/topic/künstliche%20intelligenz'
    """
    parts = path.removeprefix(PREFIX).split("/")
    return BASE + "/".join(segment(unquote(part, errors="replace")) for part in parts)


def _headers(form: str) -> dict[str, str]:
    return {"Content-Type": negotiation.TRIPLES[form], "Vary": "Accept"}


def _query(sparql: str, results: str | None = None, triples: str | None = None) -> dict[str, Any]:
    asked = {"sparql": sparql, "base": BASE, "default": [], "named": [], "whole": []}
    return {**asked, "results": results, "triples": triples}


async def rows(pool: Pool, sparql: str) -> list[dict[str, dict[str, str]]]:
    """The rows of a query of our own, as in SPARQL's JSON; raises Failure."""
    body = bytearray()
    async with aclosing(pool.answer(_query(sparql, results="json"))) as answer:
        await anext(answer)
        async for _, payload in answer:
            body += payload
    return list(json.loads(body)["results"]["bindings"])


def page(iri: str, out: Iterable[dict[str, dict[str, str]]], into: Iterable[dict[str, dict[str, str]]]) -> str:
    """What is said of a node, and what refers to it, as HTML; every text is escaped."""
    out = list(out)
    title = html.escape(_title(iri, out))
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/static/page.css">
<title>{title}</title>
</head>
<body>
<nav><a href="/">Explorer</a><a href="/query">SPARQL</a><a href="/api">JSON</a></nav>
<h1>{title}</h1>
<p class="quiet">{html.escape(iri)}</p>
<dl>{_facts(out)}</dl>
{_referring(into)}
</body>
</html>
"""


def _title(iri: str, out: Iterable[dict[str, dict[str, str]]]) -> str:
    wanted = _NAMES.split("|")
    found = {compact(row["p"]["value"]): row["o"]["value"] for row in out}
    return next((found[name] for name in wanted if name in found), iri.removeprefix(BASE))


def _facts(out: Iterable[dict[str, dict[str, str]]]) -> str:
    return "".join(_grouped(out))


def _referring(into: Iterable[dict[str, dict[str, str]]]) -> str:
    facts = _facts(into)
    return f"<h2>What refers to it</h2>\n<dl>{facts}</dl>" if facts else ""


def _grouped(found: Iterable[dict[str, dict[str, str]]]) -> Iterable[str]:
    last = ""
    for row in found:
        predicate = compact(row["p"]["value"])
        if predicate != last:
            last = predicate
            yield f"\n<dt>{html.escape(predicate)}</dt>"
        yield f"<dd>{_linked(row)}</dd>"


def _linked(row: dict[str, dict[str, str]]) -> str:
    value = row["o"]["value"]
    shown = html.escape(row["name"]["value"] if "name" in row else value)
    if row["o"]["type"] != "uri":
        return shown
    if value.startswith(BASE):
        return f'<a href="{html.escape(PREFIX + value.removeprefix(BASE))}">{shown}</a>'
    if value.startswith(("http://", "https://")):
        return f'<a href="{html.escape(value)}" rel="noopener noreferrer nofollow">{html.escape(compact(value))}</a>'
    return shown
