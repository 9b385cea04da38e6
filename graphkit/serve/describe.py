"""The service description of the endpoint (https://www.w3.org/TR/sparql11-service-description/)."""

from __future__ import annotations

from typing import Final

from graphkit.serve import negotiation
from graphkit.serve.exchange import Receive, Scope, Send, send_whole
from graphkit.serve.failures import Failure
from graphkit.serve.guard import headers_of
from graphkit.serve.protocol import whole
from graphkit.serve.served import Served

_W3C: Final = "http://www.w3.org/ns/formats/"
_FORMATS: Final = (
    *(f"SPARQL_Results_{name}" for name in ("JSON", "XML", "CSV", "TSV")),
    *("Turtle", "N-Triples", "JSON-LD", "RDF_XML", "TriG", "N-Quads"),
)


def description(endpoint: str, graph: str) -> bytes:
    """The description as Turtle; `graph` is the IRI of the default graph.

    >>> b"sd:endpoint <http://localhost/sparql>" in description("http://localhost/sparql", "https://a.example/dataset")
    True
    """
    formats = ", ".join(f"<{_W3C}{name}>" for name in _FORMATS)
    return f"""@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix void: <http://rdfs.org/ns/void#> .

<{endpoint}> a sd:Service ;
    sd:endpoint <{endpoint}> ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:resultFormat {formats} ;
    sd:defaultDataset <{endpoint}#dataset> .

<{endpoint}#dataset> a sd:Dataset ;
    sd:defaultGraph <{graph}> .

<{graph}> a sd:Graph, void:Dataset .
""".encode()


class Description:
    """The answer to a GET without a query."""

    def __init__(self, served: Served) -> None:
        self._served = served

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the description in the format that is wanted; raises Failure."""
        await _describe(scope, send, whole(self._served.edition.base))


async def _describe(scope: Scope, send: Send, graph: str) -> None:
    import pyoxigraph

    from graphkit.serve.worker import TRIPLES

    headers = headers_of(scope)
    form = negotiation.choose(headers.get("accept", ""), negotiation.TRIPLES, negotiation.TRIPLES_TOO)
    if form is None and "text/html" in headers.get("accept", ""):
        form = "ttl"
    if form is None:
        raise Failure(406, f"no such format; choose one of: {', '.join(negotiation.TRIPLES.values())}")
    body = description(f"http://{headers['host']}{scope['path']}", graph)
    if form != "ttl":
        triples = pyoxigraph.parse(body, pyoxigraph.RdfFormat.TURTLE)
        body = pyoxigraph.serialize(triples, format=TRIPLES[form]) or b""
    await send_whole(send, 200, {"Content-Type": negotiation.TRIPLES[form], "Vary": "Accept"}, body, scope["method"])
