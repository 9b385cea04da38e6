"""Each IRI under the base as a web address: a page for people, triples for programs, by what is asked."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote, unquote

from graphkit.rdf.iris import segment
from graphkit.rdf.vocabulary import compact
from graphkit.serve import exchange, negotiation
from graphkit.serve.exchange import Receive, Scope, Send, send_whole
from graphkit.serve.failures import Failure
from graphkit.serve.guard import PAGE, headers_of
from graphkit.serve.rows import Row, query, rows
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
        base, pool = self._served.edition.base, self._served.edition.pool
        iri = iri_of(scope["raw_path"].decode("latin-1").partition("?")[0], base)
        form = negotiation.choose(headers_of(scope).get("accept", ""), _OFFERS, _ALSO)
        if form is None:
            raise Failure(
                406,
                f"no such format; choose one of: {', '.join(media.partition(';')[0] for media in _OFFERS.values())}",
            )
        out = await rows(pool, _OUT.format(iri=iri, names=_NAMES, most=_MOST))
        if not out:
            raise Failure(404, f"the graph says nothing of {iri}")
        if form == "html":
            into = await rows(pool, _IN.format(iri=iri, names=_NAMES, most=_MOST))
            headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": PAGE, "Vary": "Accept"}
            await send_whole(send, 200, headers, page(iri, base, out, into).encode(), scope["method"])
        else:
            answer = pool.answer(query(_ABOUT.format(iri=iri), base, triples=form))
            await exchange.send_answer(scope, receive, send, answer, _headers)


def iri_of(path: str, base: str) -> str:
    """The IRI under `base` that a path stands for, in the spelling of the graph.

    >>> iri_of("/id/topic/k%C3%BCnstliche%20intelligenz", "https://a.example/")
    'https://a.example/topic/künstliche%20intelligenz'
    """
    parts = path.removeprefix(PREFIX).split("/")
    return base + "/".join(segment(unquote(part, errors="replace")) for part in parts)


def _headers(form: str) -> dict[str, str]:
    return {"Content-Type": negotiation.TRIPLES[form], "Vary": "Accept"}


def page(iri: str, base: str, out: Iterable[Row], into: Iterable[Row]) -> str:
    """What is said of a node, and what refers to it, as HTML; every text is escaped."""
    out = list(out)
    title = html.escape(_title(iri, base, out))
    described = html.escape(f"/sparql?query={quote(f'DESCRIBE <{iri}>')}")
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/static/page.css">
<title>{title}</title>
<link rel="alternate" type="text/turtle" href="{described}">
</head>
<body>
<nav><a href="/">Explorer</a><a href="/query">SPARQL</a><a href="/api">JSON</a></nav>
<h1>{title}</h1>
<p class="quiet">{html.escape(iri)} · <a href="{described}">Turtle</a></p>
<dl>{_facts(out, base)}</dl>
{_referring(into, base)}
</body>
</html>
"""


def _title(iri: str, base: str, out: Iterable[Row]) -> str:
    wanted = _NAMES.split("|")
    found = {compact(row["p"]["value"]): row["o"]["value"] for row in out}
    return next((found[name] for name in wanted if name in found), iri.removeprefix(base))


def _facts(out: Iterable[Row], base: str) -> str:
    return "".join(_grouped(out, base))


def _referring(into: Iterable[Row], base: str) -> str:
    facts = _facts(into, base)
    return f"<h2>What refers to it</h2>\n<dl>{facts}</dl>" if facts else ""


def _grouped(found: Iterable[Row], base: str) -> Iterable[str]:
    last = ""
    for row in found:
        predicate = compact(row["p"]["value"])
        if predicate != last:
            last = predicate
            yield f"\n<dt>{html.escape(predicate)}</dt>"
        yield f"<dd>{_linked(row, base)}</dd>"


def _linked(row: Row, base: str) -> str:
    value = row["o"]["value"]
    shown = html.escape(row["name"]["value"] if "name" in row else value)
    if row["o"]["type"] != "uri":
        return shown
    if value.startswith(base):
        return f'<a href="{html.escape(PREFIX + value.removeprefix(base))}">{shown}</a>'
    if value.startswith(("http://", "https://")):
        return f'<a href="{html.escape(value)}" rel="noopener noreferrer nofollow">{html.escape(compact(value))}</a>'
    return shown
