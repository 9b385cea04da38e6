"""Look-ups in a graph: find a node, search, its neighbours, the path between two."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import polars as pl

from graphkit.errors import AmbiguousNameError, UnknownNameError
from graphkit.graph import Graph
from graphkit.model import ARTICLE, NODE_KINDS, NODES
from graphkit.resolve.urls import canonical_key

_SEARCHED = {"label": 4, "names": 2, "domain": 2, "url": 1, "excerpt": 1}


def find_node(graph: Graph, text: str) -> int:
    """The row of the node that `text` means: an id, a URL, the path of a file, a label, an alias, or words of only
    one node's names.

    Raises AmbiguousNameError when several nodes bear the label, else UnknownNameError, naming the
    nodes that come closest.
    """
    text, ids = _legal(text), graph.nodes["id"]
    for candidate in (text, f"{ARTICLE}:{text}", f"{ARTICLE}:{canonical_key(text).text}" if "/" in text else text):
        if len(found := (ids == candidate).arg_true()):
            return int(found[0])
    if "://" in text or text.partition(":")[0] in NODE_KINDS:
        raise UnknownNameError("node", text)
    if len(found := (graph.nodes["source"] == text.removeprefix("file:").removeprefix("./")).arg_true()):
        return int(found[0])
    found = (graph.nodes["label"].str.to_lowercase() == text.lower()).arg_true()
    if not len(found):
        found = graph.nodes["names"].list.eval(pl.element().str.to_lowercase()).list.contains(text.lower()).arg_true()
    if len(found) == 1:
        return int(found[0])
    if len(found) > 1:
        raise AmbiguousNameError(text, ids.gather(found).to_list())
    hits = search(graph, text, limit=6, within=("label", "names"))
    if hits.height == 1:
        return graph.row(hits["id"][0])
    raise UnknownNameError("node", text, hits["id"])


def search(
    graph: Graph, text: str, limit: int = 20, kind: str = "", within: tuple[str, ...] = tuple(_SEARCHED)
) -> pl.DataFrame:
    """Nodes that hold every word of `text` in the columns `within`, whatever case and accents; the best first.

    Columns: `id`, `kind`, `label`, `score`. Words in the label count most, then names and domains,
    then URL and excerpt; among equals the node with more edges comes first. Raises UnknownNameError
    for a kind that is not there.
    """
    words = pl.select(_plain(pl.lit(_legal(text)))).item().split()
    if kind and kind not in NODE_KINDS:
        raise UnknownNameError("kind", kind, NODE_KINDS)
    nodes = graph.nodes.filter(pl.col("kind") == kind) if kind else graph.nodes
    degree = pl.col("degree") if "degree" in nodes.columns else pl.lit(0).alias("degree")
    plain = nodes.select("id", "kind", "label", degree, *(_plain(_as_text(name)).alias(f"_{name}") for name in within))
    hits = [[pl.col(f"_{name}").str.contains(word, literal=True).fill_null(False) for name in within] for word in words]
    found = pl.all_horizontal(pl.lit(bool(words)), *(pl.any_horizontal(hit) for hit in hits))
    score = pl.sum_horizontal(
        pl.lit(0), *(one * _SEARCHED[name] for hit in hits for one, name in zip(hit, within, strict=True))
    )
    best = plain.filter(found).with_columns(score.cast(pl.Int64).alias("score"))
    best = best.sort("score", "degree", "id", descending=[True, True, False])
    return best.head(limit).select("id", "kind", "label", "score")


def _legal(text: str) -> str:
    """What a terminal sends may be no text at all: what cannot be encoded becomes a question mark."""
    return text.encode("utf-8", "replace").decode()


def _as_text(name: str) -> pl.Expr:
    return pl.col(name).list.join(" ") if NODES[name] == pl.List(pl.String) else pl.col(name)


def _plain(text: pl.Expr) -> pl.Expr:
    return text.str.normalize("NFKD").str.replace_all(r"\p{M}", "").str.to_lowercase()


def neighbours(graph: Graph, row: int) -> pl.DataFrame:
    """The edges of a node: `direction` (out, in), `kind`, `id`, `label`, `weight`, `rank`, `first`, `last`."""
    sides = {"out": graph.outgoing(row), "in": graph.incoming(row)}
    parts = [
        graph.edges[side.edges].select(
            pl.lit(name).alias("direction"),
            "kind",
            graph.nodes["id"].gather(side.nodes),
            graph.nodes["label"].gather(side.nodes),
            "weight",
            "rank",
            "first",
            "last",
        )
        for name, side in sides.items()
    ]
    return pl.concat(parts).sort(
        "direction", "kind", "rank", "id", descending=[True, False, False, False], nulls_last=True
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One edge of a path: from one node to another, along the edge or against it."""

    source: int
    kind: str
    forward: bool
    target: int


def path(graph: Graph, start: int, end: int, kinds: tuple[str, ...] = ()) -> list[Step] | None:
    """A shortest path between two nodes, whatever the direction of the edges; None if there is none.

    Among paths of one length the one through the first rows is taken. Breadth-first search.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import breadth_first_order

    keep = graph.edges["kind"].is_in(kinds or graph.edges["kind"].unique().to_list()).to_numpy()
    ones = np.ones(int(keep.sum()), np.int8)
    size = graph.nodes.height
    matrix = coo_array((ones, (graph.source[keep], graph.target[keep])), shape=(size, size)).tocsr()
    _, before = breadth_first_order(matrix, start, directed=False)
    rows = [end]
    while rows[-1] != start:
        if before[rows[-1]] < 0:
            return None
        rows.append(int(before[rows[-1]]))
    rows.reverse()
    return [_step(graph, one, other, kinds) for one, other in pairwise(rows)]


def _step(graph: Graph, one: int, other: int, kinds: tuple[str, ...]) -> Step:
    for source, target in ((one, other), (other, one)):
        out = graph.outgoing(source)
        found = graph.edges["kind"].gather(out.edges[out.nodes == target]).to_list()
        if allowed := [kind for kind in found if not kinds or kind in kinds]:
            return Step(one, allowed[0], source == one, other)
    raise AssertionError("the search follows edges only")
