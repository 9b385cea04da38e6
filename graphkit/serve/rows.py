"""Queries of the server's own: what it wants to know of the graph that it serves."""

from __future__ import annotations

import json
from contextlib import aclosing, suppress
from typing import Any, Final

from graphkit.errors import SettingsError
from graphkit.rdf.iris import BASE, checked_base
from graphkit.serve.pool import Pool

Row = dict[str, dict[str, str]]

_BASE: Final = "SELECT ?base { ?dataset a void:Dataset ; void:uriSpace ?base } ORDER BY ?base LIMIT 1"


def query(sparql: str, base: str, *, results: str | None = None, triples: str | None = None) -> dict[str, Any]:
    """What a worker is asked: over the whole graph, in one of the forms of `negotiation`."""
    asked = {"sparql": sparql, "base": base, "default": [], "named": [], "whole": []}
    return {**asked, "results": results, "triples": triples}


async def rows(pool: Pool, sparql: str, base: str = BASE) -> list[Row]:
    """The rows of an answer, as in SPARQL's JSON; raises Failure."""
    body = bytearray()
    async with aclosing(pool.answer(query(sparql, base, results="json"))) as answer:
        await anext(answer)
        async for _, payload in answer:
            body += payload
    return list(json.loads(body)["results"]["bindings"])


async def base_of(pool: Pool) -> str:
    """What the names of nodes begin with, as the graph's own description has it."""
    found = await rows(pool, _BASE)
    with suppress(SettingsError):  # whoever wrote an RDF file may have written anything
        return checked_base(found[0]["base"]["value"]) if found else BASE
    return BASE
