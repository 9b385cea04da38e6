"""The head of every RDF file: what the dataset is, who made it, what is in it, and its scheme of topics.

VoID (https://www.w3.org/TR/void/) and DCAT. No clock: the same graph has the same head.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

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


@dataclass(frozen=True)
class Facts:
    """What the head says of a graph: `kinds` are the numbers of nodes by kind, sorted, `example` is the IRI of one."""

    base: str
    nodes: int
    edges: int
    kinds: Mapping[str, int]
    example: str
    replaced: int
    directed: bool = True


def head(graph: Graph, names: Names) -> str:
    """The Turtle in front of the nodes.

    >>> import polars as pl
    >>> ends = {"source_id": pl.String, "target_id": pl.String, "kind": pl.String}
    >>> graph = Graph.of(pl.DataFrame({"id": ["topic:ai"], "kind": ["topic"]}), pl.DataFrame(schema=ends))
    >>> from graphkit.rdf.names import names
    >>> "void:exampleResource <https://graphkit.invalid/id/topic/ai> ;" in head(graph, names(graph))
    True
    """
    kinds = graph.nodes.group_by("kind").len().drop_nulls("kind").sort("kind")
    example = names.nodes[_example(graph)] if graph.nodes.height else ""
    size = graph.nodes.height, graph.edges.height
    return told(
        Facts(names.base, *size, dict(kinds.iter_rows()), example, replaced(graph), graph.directed), graph.manifest
    )


def told(facts: Facts, manifest: Mapping[str, Any]) -> str:
    """The Turtle in front of the nodes of a graph that nobody holds as a whole."""
    base, parts = facts.base, list(_partitions(facts))
    dataset = _block(
        f"<{base}dataset>", [*_said(facts, manifest), *(f"void:classPartition {name}" for name, _ in parts)]
    )
    scheme = _block(f"<{base}topics>", ["a skos:ConceptScheme", 'dcterms:title "Topics"'])
    return "\n".join([PREFIX_LINES, dataset, *(_block(name, facts) for name, facts in parts), scheme, ""])


def _said(facts: Facts, manifest: Mapping[str, Any]) -> Iterator[str]:
    yield "a void:Dataset, dcat:Dataset"
    yield f"dcterms:title {quoted(manifest.get('title') or 'graphkit knowledge graph')}"
    if licence := manifest.get("license"):
        yield f"dcterms:license {f'<{iri}>' if (iri := web_iri(licence)) else quoted(licence)}"
    made = f"made by graphkit {manifest.get('graphkit', '')}"
    yield f"dcterms:description {quoted(made.strip())}"
    yield f"void:uriSpace {quoted(facts.base)}"
    yield "void:vocabulary " + ", ".join(f"<{PREFIXES[name]}>" for name in VOCABULARIES)
    if facts.example:
        yield f"void:exampleResource {facts.example}"
    yield f"void:entities {facts.nodes + facts.edges}"
    yield f"gk:nodeCount {facts.nodes}"
    yield f"gk:edgeCount {facts.edges}"
    if facts.replaced:
        yield f"gk:replacedCharacters {facts.replaced}"
    yield f"gk:directed {str(facts.directed).lower()}"


def _example(graph: Graph) -> int:
    """The row of an article of a file if there is one: it has most to show."""
    nodes = graph.nodes
    collected = (nodes["kind"] == ARTICLE).fill_null(value=False) & nodes["source"].is_not_null()
    return collected.arg_max() or 0


def _partitions(facts: Facts) -> Iterator[tuple[str, list[str]]]:
    """The subjects and facts of the parts: the nodes of each kind, and the relations."""
    counts = [(classes_of(kind).partition(",")[0], size) for kind, size in facts.kinds.items()]
    for number, (name, size) in enumerate([*counts, ("gk:Relation", facts.edges)], start=1):
        yield f"<{facts.base}dataset#part-{number}>", ["a void:Dataset", f"void:class {name}", f"void:entities {size}"]


def _block(subject: str, facts: list[str]) -> str:
    return f"{subject}\n    " + " ;\n    ".join(facts) + " .\n"
