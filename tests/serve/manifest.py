"""The W3C's protocol tests, read from their manifest: requests to send and what has to come back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

HERE = Path(__file__).parent / "w3c"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
GRAPHS = "http://kasei.us/2009/09/sparql/data/"


@dataclass(frozen=True)
class Exchange:
    """One request of a test and the answer that is right."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    statuses: tuple[str, ...]
    boolean: bool | None
    form: str


@dataclass(frozen=True)
class Case:
    """One test."""

    name: str
    exchanges: tuple[Exchange, ...]

    @property
    def updates(self) -> bool:
        """Whether it tests that an update is carried out."""
        return self.name.startswith("update_")


def cases() -> list[Case]:
    """All 34, in the order of the manifest."""
    graph = Graph().parse(HERE / "manifest.ttl", format="turtle")
    entries = Collection(graph, next(graph.objects(None, MF.entries)))
    return [_case(graph, entry) for entry in entries]


def _case(graph: Graph, entry: Node) -> Case:
    name = str(entry).rpartition("#")[2]
    requests = Collection(graph, graph.value(graph.value(entry, MF.action), HT.requests))
    return Case(name, tuple(_exchanges(graph, requests)))


def _exchanges(graph: Graph, requests: Collection) -> Iterator[Exchange]:
    for request in requests:
        response = graph.value(request, HT.resp)
        boolean = graph.value(response, MF.expectedBoolean)
        yield Exchange(
            str(graph.value(request, HT.methodName)),
            str(graph.value(request, HT.absolutePath)),
            _headers(graph, graph.value(request, HT.headers)),
            _body(graph, graph.value(request, HT.body)),
            tuple(str(status)[-3] for status in graph.objects(response, MF.expectedStatus)),
            None if boolean is None else bool(boolean),
            str(graph.value(response, MF.expectedFormat) or ""),
        )


def _headers(graph: Graph, listed: Node | None) -> dict[str, str]:
    if listed is None:
        return {}
    return {
        str(graph.value(one, HT.fieldName)): str(graph.value(one, HT.fieldValue)) for one in Collection(graph, listed)
    }


def _body(graph: Graph, body: Node | None) -> bytes | None:
    if body is None:
        return None
    return str(graph.value(body, CNT.chars)).encode(str(graph.value(body, CNT.characterEncoding)))


def dataset() -> str:
    """The data of the tests as N-Quads: three named graphs."""
    lines = []
    for number in (1, 2, 3):
        triple = (HERE / f"data{number}.nt").read_text().strip().removesuffix(".")
        lines.append(f"{triple}{URIRef(f'{GRAPHS}data{number}.rdf').n3()} .\n")
    return "".join(lines)
