"""Measures on a cluster: on the driver if the graph fits there; else degrees by counting, PageRank and components by
GraphFrames, and the views of publishers and topics, which are small, on the driver.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from graphkit.analysis import METRICS
from graphkit.analysis.centrality import DAMPING, rank
from graphkit.graph import Graph
from graphkit.graph.views import MOST_SHARED
from graphkit.model import ABOUT, ARTICLE, EDGE_KINDS, EDGES, LINKS_TO, PROVIDER, PUBLISHED_BY, RELATED, TOPIC
from graphkit.spark import driver
from graphkit.spark.communities import communities
from graphkit.spark.graphs import connected, library, ranked
from graphkit.spark.tables import collected, sent

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from graphkit.spark.numbering import Order
    from graphkit.spark.staging import Staging

HERE = ("degree", "pagerank", "hits", "component", "core", "cluster")
"""The metrics of a graph that fits on the driver: those that take no longer than the rest of a build."""

DRAWN = ("betweenness", "x", "y")
"""Columns of a local build that a build on Spark does not have."""

ABSENT = ("hub", "authority", "core", "subcluster", "cluster_label", *DRAWN)
"""Those that a graph does not have that only the cluster holds, as they have no distributed form."""

_CLOSE = 1e-8
_NODE = pl.Schema({"row": pl.Int64(), "id": pl.String(), "kind": pl.String(), "label": pl.String()})
_EDGE = pl.Schema({name: EDGES[name] for name in ("source", "target", "kind", "weight", "first", "last")})
_VIEW = pl.Schema({"source_id": pl.String(), "target_id": pl.String(), "kind": pl.String(), "weight": pl.Float64()})


def measured(order: Order, nodes: DataFrame, edges: DataFrame) -> tuple[DataFrame, dict[str, Any]]:
    """Columns per `row` of `nodes`, and what the manifest says of them; `edges` lead from `source` row to `target`."""
    here = driver.fits(nodes, edges)
    if here:
        return _on_driver(nodes, edges)
    table, method = _on_cluster(order, nodes, edges)
    facts = {"pagerank": {"damping": DAMPING, "method": library(nodes.sparkSession)}, "cluster": {"method": method}}
    return table, {**facts, "absent": list(ABSENT)}


def _on_driver(nodes: DataFrame, edges: DataFrame) -> tuple[DataFrame, dict[str, Any]]:
    bare = collected(nodes, _NODE).sort("row")
    graph = Graph(bare, collected(edges, _EDGE).sort("source", "target", "kind"))
    found = {name: METRICS[name](graph) for name in HERE}
    table = pl.concat([bare.select("row"), *(each.columns for each in found.values())], how="horizontal")
    facts = {name: dict(each.facts) for name, each in found.items()}
    facts["pagerank"]["method"] = driver.METHOD
    return sent(nodes.sparkSession, table), {**facts, "absent": list(DRAWN)}


def _on_cluster(order: Order, nodes: DataFrame, edges: DataFrame) -> tuple[DataFrame, str]:
    staging = order.staging
    articles = nodes.filter(nodes.kind == ARTICLE).select("row")
    among = edges.filter(edges.kind.isin(RELATED, LINKS_TO))
    table = nodes.select("row").join(degrees(edges), "row", "left")
    table = table.fillna(0).join(_ranks(staging, nodes, articles, edges, among), "row", "left")
    ties = among.selectExpr("source as src", "target as dst").filter("src != dst").distinct()
    ties = staging.keep("article-ties", ties)
    table = table.join(_components(order, articles, ties), "row", "left")
    clusters, method = communities(order, nodes.select("row"), edges, ties)
    return table.join(clusters, "row", "left"), method


def degrees(edges: DataFrame) -> DataFrame:
    """As `analysis.degree.degrees`, of nodes with edges."""
    from pyspark.sql import functions as f

    ends = edges.selectExpr("source as row", "kind", "1 as out", "0 as into").unionByName(
        edges.selectExpr("target as row", "kind", "0 as out", "1 as into")
    )
    of_kind = [f.count(f.when(f.col("kind") == kind, 1)).alias(f"degree_{kind}") for kind in EDGE_KINDS]
    into, out = f.sum("into").alias("in_degree"), f.sum("out").alias("out_degree")
    return ends.groupBy("row").agg(into, out, f.count("*").alias("degree"), *of_kind)


def _ranks(staging: Staging, nodes: DataFrame, articles: DataFrame, edges: DataFrame, among: DataFrame) -> DataFrame:
    views = _view_ranks(nodes, edges)
    return staging.keep("ranks", _pagerank(staging, articles, among).unionByName(sent(nodes.sparkSession, views)))


def _pagerank(staging: Staging, articles: DataFrame, among: DataFrame) -> DataFrame:
    """PageRank of articles, brought to the definition of `analysis.centrality.rank`.

    GraphFrames and GraphX know no weights: an edge that two files declare stands twice. They let the rank of who
    refers to nobody go, and scale. Shared among all, it adds the same to every row of the same linear equations, so
    that the two solutions are proportional, and a sum of 1 is all it takes.
    """
    from pyspark.sql import functions as f

    each = f.explode(f.sequence(f.lit(1), f.col("weight").cast("int")))
    arcs = among.select("source", "target", each).selectExpr("source as src", "target as dst")
    vertices = articles.withColumnRenamed("row", "id")
    found = staging.keep("article-ranks", ranked(staging, vertices, arcs, 1 - DAMPING, _CLOSE))
    total: Any = found.agg(f.sum("pagerank")).first()
    return found.select(f.col("id").alias("row"), (f.col("pagerank") / f.lit(total[0])).alias("pagerank"))


def _view_ranks(nodes: DataFrame, edges: DataFrame) -> pl.DataFrame:
    """PageRank of publishers and topics on their views, which are small: by the code of the local build."""
    others = collected(nodes.filter(nodes.kind != ARTICLE), _NODE)
    refers = _local(others, PROVIDER, collected(_named(nodes, projected(edges)), _VIEW), directed=True)
    occurs = _local(others, TOPIC, collected(_named(nodes, co_occurring(edges)), _VIEW), directed=False)
    return pl.concat([refers, occurs]).join(others, on="id").select("row", "pagerank")


def _local(others: pl.DataFrame, kind: str, edges: pl.DataFrame, *, directed: bool) -> pl.DataFrame:
    view = Graph.of(others.filter(pl.col("kind") == kind).select("id", "kind"), edges, directed=directed)
    return view.nodes.select("id", pl.Series("pagerank", rank(view), dtype=pl.Float64))


def projected(edges: DataFrame) -> DataFrame:
    """As `Graph.providers`: from publisher to publisher, weighted by the references of what they published."""
    from pyspark.sql import functions as f

    owned = edges.filter(edges.kind == PUBLISHED_BY)
    refer = edges.filter(edges.kind.isin(RELATED, LINKS_TO)).select("source", "target")
    pairs = (
        refer.join(owned.selectExpr("source", "target as owner"), "source")
        .select("owner", "target")
        .join(owned.selectExpr("source as target", "target as other"), "target")
        .filter(f.col("owner") != f.col("other"))
    )
    return pairs.groupBy("owner", "other").agg(f.count("*").cast("double").alias("weight"))


def co_occurring(edges: DataFrame) -> DataFrame:
    """As `Graph.topics`: topics of one article, the smaller row first."""
    from pyspark.sql import functions as f

    about = edges.filter(edges.kind == ABOUT)
    sets = about.groupBy("source").agg(f.collect_list("target").alias("all")).filter(f.size("all") <= MOST_SHARED)
    one = sets.select("all", f.explode("all").alias("owner"))
    pairs = one.select("owner", f.explode("all").alias("other")).filter("owner < other")
    return pairs.groupBy("owner", "other").agg(f.count("*").cast("double").alias("weight"))


def _named(nodes: DataFrame, pairs: DataFrame) -> DataFrame:
    owner = nodes.selectExpr("row as owner", "id as source_id")
    other = nodes.selectExpr("row as other", "id as target_id")
    named = pairs.join(owner, "owner").join(other, "other")
    return named.selectExpr("source_id", "target_id", "'' as kind", "weight")


def _components(order: Order, articles: DataFrame, ties: DataFrame) -> DataFrame:
    """As `analysis.components.component`: the largest first, ties by smallest row."""
    from pyspark.sql import functions as f

    staging = order.staging
    found = connected(staging, ties, "components").withColumnRenamed("id", "row")
    homes = articles.join(found, "row", "left").selectExpr("row", "coalesce(component, row) as home")
    homes = staging.keep("component-homes", homes)
    sizes = homes.groupBy("home").agg((-f.count("*")).alias("size"), f.min("row").alias("first"))
    numbers = order.numbered("component-numbers", sizes, "component", "size", "first")
    return homes.join(numbers, "home").select("row", "component")
