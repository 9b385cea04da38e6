"""Names: the IRIs of what a graph holds. Its manifest says under which `base_iri`, and what `article_iris` are."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass

import polars as pl

from graphkit.graph import Graph
from graphkit.model import ARTICLE
from graphkit.rdf.iris import BASE, checked_base, node_iri, segment, web_iri
from graphkit.rdf.vocabulary import PREFIXES
from graphkit.settings import BY_URL


@dataclass(frozen=True)
class Names:
    """The `base`, and for each node its IRI, and the one under the base, which its images begin with; all in `<>`."""

    base: str
    nodes: pl.Series
    minted: pl.Series

    def edges(self, ends: pl.DataFrame) -> pl.Series:
        """The IRIs of edges with rows of nodes in `source` and `target`, and a `kind`.

        Made of the two ends and the kind, so that an edge keeps its name whatever else the graph gains.
        """
        told = ends.select(self.of("source") + " " + pl.col("kind").fill_null("") + " " + self.of("target"))
        texts = told.to_series().cast(pl.Binary)
        names = [hashlib.blake2b(text, digest_size=12).hexdigest() for text in texts.to_list()]
        return f"<{self.base}edge/" + pl.Series("edge", names, dtype=pl.String) + ">"

    def of(self, column: str) -> pl.Expr:
        """The IRIs of the nodes whose rows a column holds."""
        return pl.lit(self.nodes).gather(pl.col(column))

    def files(self, paths: pl.Series) -> pl.Series:
        """The IRIs of files by their paths."""
        return self._of_paths("file", paths)

    def graphs(self, paths: pl.Series) -> pl.Series:
        """The IRIs of the named graphs that hold what files declare, by their paths."""
        return self._of_paths("graph/file", paths)

    def _of_paths(self, what: str, paths: pl.Series) -> pl.Series:
        known = paths.unique().to_frame("path")
        iris = [f"<{self.base}{what}/{segment(path)}>" for path in known["path"]]
        named = known.with_columns(pl.Series("iri", iris, dtype=pl.String))
        return paths.to_frame("path").join(named, on="path", how="left", maintain_order="left")["iri"]


def names(graph: Graph) -> Names:
    """The names in a graph; raises SettingsError for a base that is none.

    >>> graph = Graph.of(pl.DataFrame({"id": ["topic:ai"], "kind": ["topic"]}), pl.DataFrame(
    ...     schema={"source_id": pl.String, "target_id": pl.String, "kind": pl.String}))
    >>> names(graph.with_manifest({"base_iri": "https://example.org/kg"})).nodes.to_list()
    ['<https://example.org/kg/topic/ai>']
    """
    base = base_of(graph)
    minted = [f"<{node_iri(node, base)}>" for node in graph.nodes["id"]]
    chosen = _by_url(graph, minted, base) if graph.manifest.get("article_iris") == BY_URL else minted
    return Names(base, pl.Series("node", chosen, dtype=pl.String), pl.Series("node", minted, dtype=pl.String))


def base_of(graph: Graph) -> str:
    """What the IRIs of a graph begin with."""
    return checked_base(str(graph.manifest.get("base_iri") or BASE))


def _by_url(graph: Graph, minted: list[str], base: str) -> list[str]:
    """Nobody else's name: no URL that two articles have, none under the base, no term of a vocabulary."""
    kinds, urls = graph.nodes["kind"], graph.nodes["url"]
    found = [web_iri(url) if kind == ARTICLE and url else None for kind, url in zip(kinds, urls, strict=True)]
    count = Counter(found)
    taken = (base, *PREFIXES.values())
    return [
        f"<{iri}>" if iri and count[iri] == 1 and not iri.startswith(taken) else name
        for iri, name in zip(found, minted, strict=True)
    ]
