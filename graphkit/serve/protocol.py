"""The SPARQL 1.1 Protocol's query operation (https://www.w3.org/TR/sparql11-protocol/): a request in, a query out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final
from urllib.parse import parse_qsl

from graphkit.errors import QueryError
from graphkit.rdf.gate import check
from graphkit.serve import negotiation
from graphkit.serve.failures import Failure

FORM: Final = "application/x-www-form-urlencoded"
DIRECT: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
_DATASET: Final = ("default-graph-uri", "named-graph-uri")
_FIELDS: Final = 1_000


def query_of(
    method: str, parameters: str, content_type: str, body: bytes, accept: str, base: str
) -> dict[str, Any] | None:
    """What a worker is asked; None for a GET without a query, which asks for the service description.

    `parameters` is the query string of the URL, `base` what the names in the graph begin with. Raises
    Failure with the status that the protocol has for it.
    """
    fields = _fields(parameters)
    if method == "POST":
        fields = _posted(fields, content_type, body)
    texts = [value for name, value in fields if name == "query"]
    if any(name in ("update", "using-graph-uri", "using-named-graph-uri") for name, _ in fields):
        raise Failure(400, "updates are not served: this graph is only read")
    if not texts and method != "POST":
        return None
    if len(texts) != 1:
        raise Failure(400, f"one 'query' is needed, there are {len(texts) or 'none'}")
    return _asked(texts[0], fields, accept, base)


def _asked(sparql: str, fields: Sequence[tuple[str, str]], accept: str, base: str) -> dict[str, Any]:
    try:
        check(sparql, dataset=True)
    except QueryError as error:
        raise Failure(400, str(error)) from error
    results, triples = _forms(accept)
    if results is None and triples is None:
        raise unacceptable("results", "triples")
    default, named = ([value for name, value in fields if name == wanted] for wanted in _DATASET)
    return {
        "sparql": sparql,
        "base": base,
        "default": default,
        "named": named,
        "whole": [whole(base)],
        "results": results,
        "triples": triples,
    }


@lru_cache(maxsize=64)
def _forms(accept: str) -> tuple[str | None, str | None]:
    """The formats for results and for triples."""
    return (
        negotiation.choose(accept, negotiation.RESULTS, negotiation.RESULTS_TOO),
        negotiation.choose(accept, negotiation.TRIPLES, negotiation.TRIPLES_TOO),
    )


def whole(base: str) -> str:
    """The IRI that names the graph itself where a graph is named: that of its void:Dataset."""
    return f"{base}dataset"


def unacceptable(*whats: str) -> Failure:
    """The client takes none of the formats that there are for `results`, `triples`, or either."""
    offers: Mapping[str, Mapping[str, str]] = {"results": negotiation.RESULTS, "triples": negotiation.TRIPLES}
    listed = ", ".join(media.partition(";")[0] for what in whats for media in offers[what].values())
    return Failure(406, f"no such format for this query; choose one of: {listed}")


def _posted(fields: list[tuple[str, str]], content_type: str, body: bytes) -> list[tuple[str, str]]:
    media, _, parameters = content_type.partition(";")
    media = media.strip().lower()
    if media == FORM:
        # A form holds it all, but clients are seen to name the dataset in the URL; the W3C tests, too.
        return [one for one in fields if one[0] in _DATASET] + _fields(_decoded(body, "ascii"))
    if media == DIRECT:
        charset = parameters.lower().replace(" ", "").replace('"', "")
        if "charset=" in charset and "charset=utf-8" not in charset:
            raise Failure(415, "a query is sent in UTF-8")
        return [*(one for one in fields if one[0] != "query"), ("query", _decoded(body, "utf-8"))]
    if media == UPDATE:
        raise Failure(415, "updates are not served: this graph is only read")
    raise Failure(415, f"a query is sent as {DIRECT} or {FORM}, not as {media or 'nothing that is named'}")


def _fields(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except UnicodeDecodeError as error:
        raise Failure(400, "the request is not UTF-8 text") from error
    except ValueError as error:
        raise Failure(400, f"the request has more than {_FIELDS} fields") from error


def _decoded(body: bytes, encoding: str) -> str:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        raise Failure(400, "the request is not UTF-8 text") from error
