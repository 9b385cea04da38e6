"""Store: the graph, or an RDF file, behind rdflib's interface at Oxigraph's speed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from graphkit.compression import COMPRESSIONS, unpacked
from graphkit.errors import SourceError
from graphkit.files import pieced
from graphkit.graph import Graph
from graphkit.rdf.vocabulary import PREFIXES
from graphkit.rdf.writer import chunks

if TYPE_CHECKING:
    import pyoxigraph
    import rdflib


RDF_FILES: Final = {".ttl": "Turtle", ".nt": "N-Triples", ".nq": "N-Quads", ".trig": "TriG"}
"""The end of a file's name → what it holds; it may be compressed."""


def unpacked_suffix(path: Path) -> str:
    """The end of a file's name without that of its compression.

    >>> unpacked_suffix(Path("graph.trig.gz"))
    '.trig'
    """
    return Path(path.stem).suffix if path.suffix[1:] in COMPRESSIONS else path.suffix


def to_rdflib(graph: Graph) -> rdflib.Graph:
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
    fill(store, graph)
    return _opened(store)


def load_turtle(path: Path) -> rdflib.Graph:
    """An rdflib Graph on an in-memory Oxigraph store that holds a Turtle file; raises SourceError."""
    import pyoxigraph

    store = pyoxigraph.Store()
    fill(store, path)
    return _opened(store)


def fill(store: pyoxigraph.Store, source: Graph | Path) -> None:
    """Load a graph or an RDF file into an empty store; raises SourceError for a file that is not what its name says.

    A name that ends in none of RDF_FILES stands for Turtle.
    """
    import pyoxigraph

    if isinstance(source, Path):
        _fill_from_file(store, source)
    else:
        text = pieced(chunks(source))
        store.bulk_load(text, pyoxigraph.RdfFormat.TURTLE)


def _fill_from_file(store: pyoxigraph.Store, path: Path) -> None:
    import pyoxigraph

    name = RDF_FILES.get(unpacked_suffix(path), "Turtle")
    form = getattr(pyoxigraph.RdfFormat, name.upper().replace("-", "_"))
    try:
        if path.suffix[1:] not in COMPRESSIONS:
            store.bulk_load(path=str(path), format=form)
            return
        with unpacked(path) as file:
            store.bulk_load(file, form)
    except SyntaxError as error:
        raise SourceError(path, error.lineno or 0, f"not valid {name}: {error.msg}") from error
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
