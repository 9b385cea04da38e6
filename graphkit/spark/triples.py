"""Triples: the graph as N-Triples in parts, one stream per task, by the writer of the local build."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from graphkit.errors import SettingsError
from graphkit.graph import Graph
from graphkit.model import ARTICLE, EDGES, FILES, NODE_KINDS, NODES, Schema
from graphkit.rdf.dataset import Facts, told
from graphkit.rdf.iris import BASE, checked_base, node_iri
from graphkit.rdf.parts import CLUSTER, SPOKEN, described, of_clusters, of_files
from graphkit.rdf.replaced import replaced
from graphkit.rdf.triples import ntriples
from graphkit.settings import BY_URL
from graphkit.spark.shared import Shared
from graphkit.spark.tables import boxes, on_partitions

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from graphkit.spark.staging import Staging

TRIPLES_FILE = "graph.nt"

_ENDS = pl.Schema({"source_id": pl.String(), "target_id": pl.String()})
_EDGE = pl.Schema({**_ENDS, **{name: dtype for name, dtype in EDGES.items() if name not in ("source", "target")}})
_TEXT = pl.Schema({"value": pl.String(), "replaced": pl.Int64()})


def write(
    staging: Staging, nodes: DataFrame, edges: DataFrame, seen: DataFrame, files: DataFrame, manifest: Mapping[str, Any]
) -> None:
    """Write the triples of nodes, of edges that name their ends, and of files; `seen` are sightings of articles.

    Raises SettingsError where articles are called by their URLs: nobody knows which of them two articles have.
    """
    if manifest.get("article_iris") == BY_URL:
        raise SettingsError("on Spark, articles in RDF cannot be called by their URLs")
    said, columns = Shared(nodes.sparkSession, dict(manifest)), _columns(nodes)
    reads = boxes(node=columns, edge=_EDGE, spoken=SPOKEN)
    parts = on_partitions(_together(columns, nodes, edges, seen), _described, reads, _TEXT, said)
    known = seen.join(nodes.select("id"), seen.article == nodes.id, "left_semi").select("source").distinct()
    parts = parts.unionByName(on_partitions(files.join(known, "source", "left_semi"), _of_files, FILES, _TEXT, said))
    if "cluster" in columns:
        parts = parts.unionByName(on_partitions(_clusters(nodes), _of_clusters, CLUSTER, _TEXT, said))
    parts = staging.keep("triples", parts)
    head = ntriples(told(_facts(nodes, parts, manifest), manifest)).decode()
    first = nodes.sparkSession.createDataFrame([(head.removesuffix("\n"),)], "value string")
    staging.lines(TRIPLES_FILE, first.union(parts.select("value")))


def _columns(nodes: DataFrame) -> Schema:
    """The columns of nodes, those that analysis added among them."""
    types = {"double": pl.Float64(), "string": pl.String()}
    return pl.Schema({name: NODES.get(name, types.get(kind, pl.Int64())) for name, kind in nodes.dtypes})


def _together(columns: Schema, nodes: DataFrame, edges: DataFrame, seen: DataFrame) -> DataFrame:
    """Nodes with the edges that leave them and the files that speak of them, in boxes."""
    from pyspark.sql import functions as f

    own = nodes.select(f.col("id").alias("place"), f.struct(*columns).alias("node"))
    leaving = edges.select(f.col("source_id").alias("place"), f.struct(*_EDGE).alias("edge"))
    told_of = seen.select(*SPOKEN).dropna().distinct()
    spoken = told_of.select(f.col("article").alias("place"), f.struct(*SPOKEN).alias("spoken"))
    together = own.unionByName(leaving, allowMissingColumns=True).unionByName(spoken, allowMissingColumns=True)
    return together.repartition("place")


def _described(rows: pl.DataFrame, said: dict[str, Any]) -> pl.DataFrame:
    own, leaving, spoken = (
        rows.filter(pl.col(name).is_not_null()).select(name).unnest(name) for name in ("node", "edge", "spoken")
    )
    count = replaced(Graph(own, pl.DataFrame(schema=EDGES)))
    return _text(described(own, leaving, spoken, said) if own.height else iter(()), count)


def _of_files(told: pl.DataFrame, said: dict[str, Any]) -> pl.DataFrame:
    return _text(of_files(told, said))


def _clusters(nodes: DataFrame) -> DataFrame:
    from pyspark.sql import functions as f

    label = f.min("cluster_label") if "cluster_label" in nodes.columns else f.lit(None).cast("string")
    return nodes.filter("cluster is not null").groupBy("cluster").agg(label.alias("label"))


def _of_clusters(told: pl.DataFrame, said: dict[str, Any]) -> pl.DataFrame:
    return _text(of_clusters(told, said))


def _text(texts: Iterator[str], count: int = 0) -> pl.DataFrame:
    """Text without the last end of line, which Spark writes; how many characters were replaced in the first row."""
    value = pl.Series("value", [text.removesuffix("\n") for text in texts if text], dtype=pl.String)
    return value.to_frame().with_columns(
        pl.when(pl.int_range(pl.len()) == 0).then(count).otherwise(0).alias("replaced")
    )


def _facts(nodes: DataFrame, parts: DataFrame, manifest: Mapping[str, Any]) -> Facts:
    from pyspark.sql import functions as f

    base, counts = checked_base(str(manifest.get("base_iri") or BASE)), manifest["counts"]
    of_file = (f.col("kind") == ARTICLE) & f.col("source").isNotNull()
    row: Any = nodes.agg(f.min(f.when(of_file, f.col("id"))), f.min_by("id", f.struct("kind", "id"))).first()
    shown = row[0] or row[1]
    lost: Any = parts.agg(f.sum("replaced")).first()
    kinds = {kind: counts[kind] for kind in sorted(NODE_KINDS) if counts[kind]}
    example = f"<{node_iri(shown, base)}>" if shown else ""
    return Facts(base, counts["nodes"], counts["edges"], kinds, example, int(lost[0] or 0))
