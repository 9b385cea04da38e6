"""Graph algorithms of the cluster: GraphFrames where its jars are, else GraphX, which every Spark brings along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from graphkit.spark.staging import Staging

GRAPHFRAMES, GRAPHX = "GraphFrames", "GraphX"
_ENDLESS = 2**31 - 1
_ROUNDS = 5
_NONE = -1
"""A vertex of no article; real ones are numbered from 0 on."""


def library(session: SparkSession) -> str:
    """Which of the two computes here."""
    from py4j.protocol import Py4JJavaError

    jvm: Any = session.sparkContext._jvm
    try:
        jvm.Thread.currentThread().getContextClassLoader().loadClass("org.graphframes.GraphFramePythonAPI")
    except Py4JJavaError:
        return GRAPHX
    return GRAPHFRAMES


def connected(staging: Staging, edges: DataFrame, step: str) -> DataFrame:
    """The component of each vertex (`id`) of `edges` (`src`, `dst`, numbers), named by one of its vertices."""
    ends = edges.selectExpr("src as id").union(edges.selectExpr("dst as id")).distinct()
    if edges.isEmpty():
        return ends.selectExpr("id", "id as component")
    if library(edges.sparkSession) == GRAPHX:
        return _connected_by_graphx(staging, edges, step)
    from graphframes import GraphFrame

    edges.sparkSession.sparkContext.setCheckpointDir(staging.checkpoints)
    graph = GraphFrame(staging.keep(f"{step}-ends", ends), edges)
    found: DataFrame = graph.connectedComponents(broadcastThreshold=-1).select("id", "component")
    return found


def ranked(staging: Staging, vertices: DataFrame, arcs: DataFrame, reset: float, close: float) -> DataFrame:
    """The PageRank of each of `vertices` (`id`) as the library scales it: each arc (`src`, `dst`) weighs the same."""
    if arcs.isEmpty():
        return vertices.selectExpr("id", "1.0D as pagerank")
    if library(arcs.sparkSession) == GRAPHX:
        return _ranked_by_graphx(staging, vertices, arcs, reset, close)
    from graphframes import GraphFrame

    graph = GraphFrame(vertices, arcs)
    found: DataFrame = graph.pageRank(resetProbability=reset, tol=close).vertices.select("id", "pagerank")
    return found


def labelled(staging: Staging, edges: DataFrame, step: str) -> DataFrame:
    """The `label` of each vertex (`id`) of `edges`, one of its neighbours' most frequent in each of some rounds.

    Raghavan, Albert and Kumara, Near linear time algorithm to detect community structures, 2007; by GraphX.
    """
    if edges.isEmpty():
        return edges.selectExpr("src as id", "dst as label")
    graph, jvm = _graph(staging, edges, step)
    found = jvm.org.apache.spark.graphx.lib.LabelPropagation.run(graph, _ROUNDS, _whole_numbers(jvm))
    return _vertices(staging, found, step).selectExpr("id", "cast(value as long) as label")


def _connected_by_graphx(staging: Staging, edges: DataFrame, step: str) -> DataFrame:
    graph, jvm = _graph(staging, edges, step)
    whole = _whole_numbers(jvm)
    found = jvm.org.apache.spark.graphx.lib.ConnectedComponents.run(graph, _ENDLESS, whole, whole)
    return _vertices(staging, found, step).selectExpr("id", "cast(value as long) as component")


def _ranked_by_graphx(staging: Staging, vertices: DataFrame, arcs: DataFrame, reset: float, close: float) -> DataFrame:
    """GraphX leaves out vertices without arcs. One that nothing leads to shows what all of these have."""
    from pyspark.sql import functions as f

    witness = arcs.sparkSession.createDataFrame([(_NONE, _NONE - 1)], arcs.schema)
    graph, jvm = _graph(staging, arcs.union(witness), "ranks")
    whole = _whole_numbers(jvm)
    found = jvm.org.apache.spark.graphx.lib.PageRank.runUntilConvergence(graph, close, reset, whole, whole)
    ranks = _vertices(staging, found, "ranks").selectExpr("id", "cast(value as double) as pagerank")
    least: Any = ranks.filter(ranks.id == _NONE).first()
    return vertices.join(ranks, "id", "left").withColumn("pagerank", f.coalesce("pagerank", f.lit(least["pagerank"])))


def _graph(staging: Staging, edges: DataFrame, step: str) -> tuple[Any, Any]:
    jvm: Any = edges.sparkSession.sparkContext._jvm
    path = staging.text(f"{step}-edges", edges.selectExpr("concat(src, ' ', dst) as value"))
    level = jvm.org.apache.spark.storage.StorageLevel.MEMORY_AND_DISK()
    context = edges.sparkSession.sparkContext._jsc.sc()
    return jvm.org.apache.spark.graphx.GraphLoader.edgeListFile(context, path, False, -1, level, level), jvm


def _vertices(staging: Staging, graph: Any, step: str) -> DataFrame:
    """Columns `id` and `value` (text) of the vertices of a graph of GraphX."""
    path = staging.place(f"{step}-vertices")
    graph.vertices().saveAsTextFile(path)
    return staging.read_text(path).selectExpr(
        "cast(regexp_extract(value, '^[(](-?[0-9]+),', 1) as long) as id",
        "regexp_extract(value, ',(.*)[)]$', 1) as value",
    )


def _whole_numbers(jvm: Any) -> Any:
    """What Scala must be told of the attributes of vertices and edges."""
    return getattr(getattr(jvm.scala.reflect, "ClassTag$"), "MODULE$").Int()
