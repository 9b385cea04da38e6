"""The head of every RDF file: what the dataset is, who made it, what is in it, and its scheme of topics.

VoID (https://www.w3.org/TR/void/) and DCAT. No clock: the same graph has the same head.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from graphkit.graph import Graph
from graphkit.model import ARTICLE
from graphkit.rdf.forms import quoted
from graphkit.rdf.iris import web_iri
from graphkit.rdf.names import Names
from graphkit.rdf.replaced import replaced
from graphkit.rdf.vocabulary import PREFIXES, VOCABULARIES, Term, classes_of

PREFIX_LINES: Final = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())

DATASET_TERMS: Final = (
    Term("nodes", "gk:nodeCount", "integer", note="how many nodes the graph has"),
    Term("edges", "gk:edgeCount", "integer", note="how many edges the graph has"),
    Term(
        "replaced",
        "gk:replacedCharacters",
        "integer",
        note="how many characters stand as U+FFFD here, as some readers of RDF stop at them",
    ),
    Term("directed", "gk:directed", "boolean", note="whether the direction of its edges means something"),
)
"""What the dataset says of the graph beyond VoID."""


def head(graph: Graph, names: Names) -> str:
    """The Turtle in front of the nodes.

    >>> import polars as pl
    >>> ends = {"source_id": pl.String, "target_id": pl.String, "kind": pl.String}
    >>> graph = Graph.of(pl.DataFrame({"id": ["topic:ai"], "kind": ["topic"]}), pl.DataFrame(schema=ends))
    >>> from graphkit.rdf.names import names
    >>> "void:exampleResource <https://graphkit.invalid/id/topic/ai> ;" in head(graph, names(graph))
    True
    """
    base = names.base
    parts = list(_partitions(graph, base))
    dataset = _block(f"<{base}dataset>", [*_facts(graph, names), *(f"void:classPartition {name}" for name, _ in parts)])
    scheme = _block(f"<{base}topics>", ["a skos:ConceptScheme", 'dcterms:title "Topics"'])
    return "\n".join([PREFIX_LINES, dataset, *(_block(name, facts) for name, facts in parts), scheme, ""])


def _facts(graph: Graph, names: Names) -> Iterator[str]:
    yield "a void:Dataset, dcat:Dataset"
    yield f"dcterms:title {quoted(graph.manifest.get('title') or 'graphkit knowledge graph')}"
    if licence := graph.manifest.get("license"):
        yield f"dcterms:license {f'<{iri}>' if (iri := web_iri(licence)) else quoted(licence)}"
    made = f"made by graphkit {graph.manifest.get('graphkit', '')}"
    yield f"dcterms:description {quoted(made.strip())}"
    yield f"void:uriSpace {quoted(names.base)}"
    yield "void:vocabulary " + ", ".join(f"<{PREFIXES[name]}>" for name in VOCABULARIES)
    if graph.nodes.height:
        yield f"void:exampleResource {names.nodes[_example(graph)]}"
    yield f"void:entities {graph.nodes.height + graph.edges.height}"
    yield f"gk:nodeCount {graph.nodes.height}"
    yield f"gk:edgeCount {graph.edges.height}"
    if count := replaced(graph):
        yield f"gk:replacedCharacters {count}"
    yield f"gk:directed {str(graph.directed).lower()}"


def _example(graph: Graph) -> int:
    """The row of an article of a file if there is one: it has most to show."""
    nodes = graph.nodes
    collected = (nodes["kind"] == ARTICLE).fill_null(value=False) & nodes["source"].is_not_null()
    return collected.arg_max() or 0


def _partitions(graph: Graph, base: str) -> Iterator[tuple[str, list[str]]]:
    """The subjects and facts of the parts: the nodes of each kind, and the relations."""
    kinds = graph.nodes.group_by("kind").len().drop_nulls("kind").sort("kind")
    counts = [(classes_of(kind).partition(",")[0], size) for kind, size in kinds.iter_rows()]
    for number, (name, size) in enumerate([*counts, ("gk:Relation", graph.edges.height)], start=1):
        yield f"<{base}dataset#part-{number}>", ["a void:Dataset", f"void:class {name}", f"void:entities {size}"]


def _block(subject: str, facts: list[str]) -> str:
    return f"{subject}\n    " + " ;\n    ".join(facts) + " .\n"
