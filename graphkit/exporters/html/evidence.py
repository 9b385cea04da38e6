"""What the panel shows of the evidence: where files declare an edge, and which of them see an article differently."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from graphkit.graph import Graph
from graphkit.graph.report import Evidence
from graphkit.model import LINK, PUBLISHED_BY

COMPARED = ("title", "published", "updated", "quality", "heat", "type", "category", "locale", "excerpt")
"""Fields of a sighting that are compared with its node's; the publisher is, too."""

_ISO = "%Y-%m-%dT%H:%M:%SZ"
_PLACES = {"edge": pl.UInt32, "file": pl.String, "line": pl.UInt32}


def places(graph: Graph) -> pl.DataFrame:
    """Where files declare the edges: `edge` (its row), `file`, `line`, sorted by edge, then as the sightings are."""
    if graph.evidence is None:
        return pl.DataFrame(schema=_PLACES)
    edges = graph.edges.select("target", "kind", sighting="evidence", edge=pl.int_range(pl.len(), dtype=pl.UInt32))
    ties = edges.explode("sighting").filter(pl.col("sighting") < graph.evidence.sightings.height)
    lines = _lines(graph, graph.evidence)
    found = ties.join(lines, on=["sighting", "kind", "target"], how="left", maintain_order="left")
    sightings = graph.evidence.sightings
    return found.select(
        "edge",
        sightings["source"].gather(found["sighting"]).alias("file"),
        pl.col("line").fill_null(sightings["line"].gather(found["sighting"])),
    )


def _lines(graph: Graph, evidence: Evidence) -> pl.DataFrame:
    """The line on which a sighting declares an edge, by `sighting`, `kind` and `target` (a row)."""
    rows = graph.nodes.select(target_id="id", target=pl.int_range(pl.len(), dtype=pl.UInt32))
    seen = evidence.sightings.select("source", "item", sighting=pl.int_range(pl.len(), dtype=pl.UInt32))
    told = evidence.ledger.select("source", "item", "kind", "line", target_id="target")
    found = told.join(seen, on=["source", "item"]).join(rows, on="target_id").drop("source", "item", "target_id")
    return found.group_by("sighting", "kind", "target").agg(pl.col("line").min())


def seen_by(graph: Graph) -> pl.DataFrame:
    """Which sightings speak of which node: `node` and `sighting`, both rows, sorted."""
    if graph.evidence is None:
        return pl.DataFrame(schema={"node": pl.UInt32, "sighting": pl.UInt32})
    rows = graph.nodes.select(article="id", node=pl.int_range(pl.len(), dtype=pl.UInt32))
    seen = graph.evidence.sightings.select("article", sighting=pl.int_range(pl.len(), dtype=pl.UInt32))
    return seen.join(rows, on="article").select("node", "sighting").sort("node", "sighting")


def between(table: pl.DataFrame, column: str, low: int, high: int) -> pl.DataFrame:
    """The rows whose value in a sorted column lies from `low` to before `high`."""
    first, last = np.searchsorted(table[column].to_numpy(), [low, high])
    return table[int(first) : int(last)]


def coded(files: pl.Series) -> dict[str, Any]:
    """A column of file names as `files`, the distinct ones, and `file`, which of them."""
    names = files.unique().sort()
    number = pl.Series(range(names.len()), dtype=pl.UInt32)
    return {"files": names.to_list(), "file": files.replace_strict(names, number, return_dtype=pl.UInt32).to_list()}


def differences(graph: Graph, ties: pl.DataFrame) -> pl.DataFrame:
    """Where sightings differ from their node: `place` (row of `ties`), `field`, `value`, in the order of COMPARED."""
    assert graph.evidence is not None
    said = graph.evidence.sightings.select(*COMPARED, "published_text", "updated_text", "provider", "relation")
    seen = said[ties["sighting"]].with_columns(ties["node"], place=pl.int_range(pl.len()))
    told = graph.nodes[ties["node"]].select(pl.col("label").alias("title"), *COMPARED[1:])
    # What stands in a link is its own text, not the title of what it leads to.
    says = (seen["relation"] != LINK).rename("says")
    parts = [
        seen.select("place", field=pl.lit(name), value=_text(name, seen.schema[name])).filter(
            says & seen[name].is_not_null() & seen[name].ne_missing(told[name])
        )
        for name in COMPARED
    ]
    return pl.concat([*parts, _publishers(graph, seen.filter(says))]).sort("place", maintain_order=True)


def _text(name: str, dtype: pl.DataType) -> pl.Expr:
    if isinstance(dtype, pl.Datetime):
        return pl.col(f"{name}_text").fill_null(pl.col(name).dt.strftime(_ISO))
    text = pl.col(name).cast(pl.String)
    return text.str.strip_suffix(".0") if dtype.is_numeric() else text


def _publishers(graph: Graph, seen: pl.DataFrame) -> pl.DataFrame:
    """Sightings that call the publisher otherwise; if there are several, the edges say which file names which."""
    if seen.is_empty():
        return seen.select("place", field=pl.lit("publisher"), value="provider")
    first, last = np.searchsorted(graph.source, [seen["node"][0], seen["node"][-1] + 1])
    edges = graph.edges[int(first) : int(last)].filter(pl.col("kind") == PUBLISHED_BY)
    known = edges.select(node="source", provider=graph.nodes["label"].gather(edges["target"]))
    other = seen.drop_nulls("provider").join(known, on="node", how="semi")
    differing = other.join(known, on=["node", "provider"], how="anti", maintain_order="left")
    return differing.select("place", field=pl.lit("publisher"), value="provider")
