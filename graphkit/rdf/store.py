"""Store: the graph, or a Turtle file, behind rdflib's interface at Oxigraph's speed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphkit.errors import SourceError
from graphkit.graph import Graph
from graphkit.rdf.iris import BASE
from graphkit.rdf.vocabulary import PREFIXES
from graphkit.rdf.writer import chunks

if TYPE_CHECKING:
    import pyoxigraph
    import rdflib


def to_rdflib(graph: Graph, base: str = BASE) -> rdflib.Graph:
    """An rdflib Graph on an in-memory Oxigraph store that holds what the Turtle export holds.

    Texts come back as literals of xsd:string, as RDF 1.1 has it; rdflib's own `Literal("x")` is found
    by look-ups but is not `==` to them, so compare `str(term)`.

    >>> import polars as pl
    >>> nodes = pl.DataFrame({"id": ["topic:ai"], "kind": ["topic"], "label": ["AI"]})
    >>> ends = {"source_id": pl.String, "target_id": pl.String, "kind": pl.String}
    >>> store = to_rdflib(Graph.of(nodes, pl.DataFrame(schema=ends)))
    >>> [str(row.name) for row in store.query("SELECT ?name { ?topic skos:prefLabel ?name }")]
    ['AI']
    """
    import pyoxigraph

    store = pyoxigraph.Store()
    fill(store, graph, base)
    return _opened(store)


def load_turtle(path: Path) -> rdflib.Graph:
    """An rdflib Graph on an in-memory Oxigraph store that holds a Turtle file; raises SourceError."""
    import pyoxigraph

    store = pyoxigraph.Store()
    fill(store, path)
    return _opened(store)


def fill(store: pyoxigraph.Store, source: Graph | Path, base: str = BASE) -> None:
    """Load a graph or a Turtle file into an empty store; raises SourceError for a file that is not Turtle."""
    import pyoxigraph

    if isinstance(source, Path):
        _fill_from_file(store, source)
    else:
        text = io.BufferedReader(_Pieces(chunks(source, base)), buffer_size=2**20)
        store.bulk_load(text, pyoxigraph.RdfFormat.TURTLE)


def _fill_from_file(store: pyoxigraph.Store, path: Path) -> None:
    import pyoxigraph

    try:
        store.bulk_load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    except SyntaxError as error:
        raise SourceError(path, error.lineno or 0, f"not valid Turtle: {error.msg}") from error
    except OSError as error:
        raise SourceError(path, 0, f"cannot be read: {error.strerror or error}") from error


def _opened(store: pyoxigraph.Store) -> rdflib.Graph:
    import oxrdflib
    import rdflib
    from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

    graph = rdflib.Graph(oxrdflib.OxigraphStore(store=store), DATASET_DEFAULT_GRAPH_ID, bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph


class _Pieces(io.RawIOBase):
    """A file whose content is made piece by piece, as it is read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        """It is; `io` asks."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer from the piece at hand; 0 at the end."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size
