"""RDF: the graph as triples. `vocabulary` says which, `writer` and `datasets` write them, `store` answers questions."""

from graphkit.rdf.iris import BASE, node_iri
from graphkit.rdf.vocabulary import PREFIXES
from graphkit.rdf.writer import write

__all__ = ["BASE", "PREFIXES", "node_iri", "write"]
