"""Graph: nodes and edges as two immutable, sorted tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import polars as pl

from graphkit.errors import UnknownNameError
from graphkit.model import ABOUT, EDGES, LINKS_TO, NODES, PUBLISHED_BY, RELATED, Schema

if TYPE_CHECKING:
    import networkx as nx
    import pyoxigraph
    import pyvis.network
    import rdflib

    from graphkit.graph.report import Evidence

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Neighbours:
    """Edges around one node: their rows in `edges`, and the rows of the nodes at the other end."""

    edges: Rows
    nodes: Rows


@dataclass(frozen=True)
class Graph:
    """A knowledge graph: `nodes` sorted by (kind, id), `edges` by (source, target, kind).

    Build one with `Graph.of`, which sorts. `manifest` holds what is known of the build, `origin` what the
    graph rests on, or the graph directory that holds it.

    >>> import polars as pl
    >>> nodes = pl.DataFrame({"id": ["topic:ai", "article:a"], "kind": ["topic", "article"]})
    >>> edges = pl.DataFrame({"source_id": ["article:a"], "target_id": ["topic:ai"], "kind": ["about"]})
    >>> graph = Graph.of(nodes, edges)
    >>> graph.nodes["id"].to_list(), graph.edges.select("source", "target").rows()
    (['article:a', 'topic:ai'], [(0, 1)])
    """

    nodes: pl.DataFrame
    edges: pl.DataFrame
    manifest: Mapping[str, Any] = field(default_factory=dict)
    directed: bool = True
    origin: Evidence | Path | None = field(default=None, repr=False, compare=False)

    @classmethod
    def of(cls, nodes: pl.DataFrame, edges: pl.DataFrame, *, directed: bool = True) -> Graph:
        """A graph from nodes in any order and edges that name their ends in `source_id`, `target_id`.

        Columns of the schemas that are missing become null; other columns of `nodes` stay.
        """
        nodes = _ordered(_conform(nodes, NODES))
        rows = nodes.select(pl.col("id"), pl.int_range(pl.len(), dtype=pl.UInt32).alias("row"))
        edges = edges.join(rows.rename({"id": "source_id", "row": "source"}), on="source_id", how="inner")
        edges = edges.join(rows.rename({"id": "target_id", "row": "target"}), on="target_id", how="inner")
        edges = _conform(edges.drop("source_id", "target_id"), EDGES).select(list(EDGES))
        return cls(nodes, edges.sort("source", "target", "kind"), {}, directed)

    def __repr__(self) -> str:
        return f"<Graph: {self.nodes.height} nodes, {self.edges.height} edges>"

    def with_columns(self, columns: pl.DataFrame) -> Graph:
        """The same graph with more columns on its nodes, one row per node in the order of `nodes`."""
        return replace(self, nodes=self.nodes.with_columns(columns.get_columns()))

    def with_manifest(self, manifest: Mapping[str, Any]) -> Graph:
        """The same graph with another manifest."""
        return replace(self, manifest=dict(manifest))

    def with_origin(self, origin: Evidence | Path) -> Graph:
        """The same graph with what it rests on."""
        return replace(self, origin=origin)

    @cached_property
    def evidence(self) -> Evidence | None:
        """The sightings, keys and ledger that the graph rests on; None for one that was made from tables.

        Those of a graph directory are read when first asked for; raises OutputError if they are damaged.
        """
        from graphkit.graph.directory import open_evidence

        return open_evidence(self.origin) if isinstance(self.origin, Path) else self.origin

    # Columns as arrays: what analysis and drawing work on.

    @cached_property
    def source(self) -> Rows:
        """Row of the source node of each edge, shape (edges,)."""
        return self.edges["source"].to_numpy().astype(np.int64)

    @cached_property
    def target(self) -> Rows:
        """Row of the target node of each edge, shape (edges,)."""
        return self.edges["target"].to_numpy().astype(np.int64)

    @cached_property
    def weight(self) -> npt.NDArray[np.float64]:
        """Weight of each edge, shape (edges,)."""
        return self.edges["weight"].fill_null(1.0).to_numpy().astype(np.float64)

    @cached_property
    def _by_target(self) -> tuple[Rows, Rows]:
        order = np.argsort(self.target, kind="stable")
        return order, self.target[order]

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {node: row for row, node in enumerate(self.nodes["id"])}

    def row(self, node: str) -> int:
        """Row of the node with this id; raises UnknownNameError."""
        try:
            return self._rows[node]
        except KeyError:
            raise UnknownNameError("node", node) from None

    def outgoing(self, row: int) -> Neighbours:
        """Edges that leave the node in `row`; a bisect, because edges are sorted by source."""
        low, high = np.searchsorted(self.source, [row, row + 1])
        edges = np.arange(low, high)
        return Neighbours(edges, self.target[edges])

    def incoming(self, row: int) -> Neighbours:
        """Edges that enter the node in `row`."""
        order, targets = self._by_target
        low, high = np.searchsorted(targets, [row, row + 1])
        edges = order[low:high]
        return Neighbours(edges, self.source[edges])

    def subgraph(self, keep: npt.NDArray[np.bool_] | pl.Series, kinds: tuple[str, ...] = ()) -> Graph:
        """The nodes that `keep` marks (shape: nodes) and the edges among them, of `kinds` if given."""
        mask = np.asarray(keep, dtype=bool)
        rows = np.cumsum(mask) - 1
        among = mask[self.source] & mask[self.target]
        if kinds:
            among &= self.edges["kind"].is_in(kinds).to_numpy()
        edges = self.edges.with_columns(
            pl.Series("source", rows[self.source], dtype=pl.Int64).cast(pl.UInt32, strict=False),
            pl.Series("target", rows[self.target], dtype=pl.Int64).cast(pl.UInt32, strict=False),
        ).filter(pl.Series(among))
        return replace(self, nodes=self.nodes.filter(pl.Series(mask)), edges=edges)

    def of_kind(self, kind: str) -> npt.NDArray[np.bool_]:
        """Which nodes are of this kind, shape (nodes,)."""
        return (self.nodes["kind"] == kind).to_numpy()

    # The other graphs people mean.

    def articles(self) -> Graph:
        """Article to article, as the files declare it."""
        from graphkit.graph import views

        return views.articles(self)

    def providers(self) -> Graph:
        """Who refers to whom: provider to provider, weighted by what their articles relate and link to."""
        from graphkit.graph import views

        return views.projected(self, PUBLISHED_BY, RELATED, LINKS_TO)

    def topics(self) -> Graph:
        """Which topics occur together: undirected, weighted by the articles that share both."""
        from graphkit.graph import views

        return views.co_occurring(self, ABOUT)

    # Doors to the ecosystem.

    def to_networkx(self) -> nx.MultiDiGraph:
        """A networkx graph: node ids as nodes, every column that is not null as an attribute.

        >>> Graph.of(pl.DataFrame({"id": ["a"], "kind": ["topic"]}), pl.DataFrame(
        ...     {"source_id": [], "target_id": [], "kind": []}, schema_overrides={"source_id": pl.String,
        ...      "target_id": pl.String, "kind": pl.String})).to_networkx().nodes["a"]
        {'kind': 'topic'}
        """
        from graphkit.graph import doors

        return doors.to_networkx(self)

    def to_rdflib(self) -> rdflib.Graph:
        """An rdflib Graph on an Oxigraph store: rdflib's interface at Oxigraph's speed."""
        from graphkit.rdf.store import to_rdflib

        return to_rdflib(self)

    def query(self, sparql: str, **values: str) -> pl.DataFrame:
        """The answer to a SPARQL query, a column per variable; `values` are texts for variables of SELECT.

        >>> nodes = pl.DataFrame({"id": ["topic:ai"], "kind": ["topic"], "label": ["AI"]})
        >>> ends = {"source_id": pl.String, "target_id": pl.String, "kind": pl.String}
        >>> graph = Graph.of(nodes, pl.DataFrame(schema=ends))
        >>> graph.query("SELECT ?name ?other { ?t skos:prefLabel ?name OPTIONAL { ?t skos:altLabel ?other } }").rows()
        [('AI', None)]
        """
        from graphkit.query import ask

        return ask(self._store, sparql, values).frame()

    @cached_property
    def _store(self) -> pyoxigraph.Store:
        from graphkit.query import opened

        return opened(self)

    def __getstate__(self) -> dict[str, Any]:
        """What a pickle or a copy keeps: nothing that is cached, for an Oxigraph store cannot be pickled."""
        return {known.name: getattr(self, known.name) for known in fields(self)}

    def show(self) -> Path:
        """Open the explorer page in the browser; where it is: `graph.html` in a new temporary folder."""
        from graphkit.exporters.html.shown import show

        return show(self)

    def _repr_html_(self) -> str:
        """The explorer page in a frame, for notebooks; of a large graph, its most important nodes as a table."""
        from graphkit.exporters.html.shown import inline

        return inline(self)

    def to_pyvis(self) -> pyvis.network.Network:
        """A pyvis Network: shapes by kind, hues by cluster, positions as analysis left them."""
        from graphkit.exporters.pyvis_page import to_pyvis

        return to_pyvis(self)


def _ordered(nodes: pl.DataFrame) -> pl.DataFrame:
    """By kind and id: sorted only where they are not, as that copies every column."""
    kind, node = pl.col("kind"), pl.col("id")
    behind = (kind > kind.shift()) | ((kind == kind.shift()) & (node >= node.shift()))
    in_order = nodes.select(behind.slice(1).all(ignore_nulls=False)).item()
    return nodes if in_order else nodes.sort("kind", "id")


def _conform(table: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """The columns of `schema` first, cast to its types, null where missing; other columns behind."""
    known = [
        pl.col(name).cast(dtype) if name in table.columns else pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in schema.items()
    ]
    return table.select(*known, pl.exclude(list(schema)))
