"""Layout: a place on the map for every node, the same one each time."""

from __future__ import annotations

import numpy as np
import polars as pl

from graphkit.analysis.clusters import ties
from graphkit.analysis.columns import Adjacency, Floats, Ints, Measured, tied
from graphkit.analysis.forces import overlap, relax, separate
from graphkit.analysis.names import apart
from graphkit.analysis.packing import Packed, rings, sunflower
from graphkit.graph import Graph
from graphkit.graph.size import diameters
from graphkit.model import LINKS_TO, RELATED

SMALL = 2000
"""Up to so many nodes forces have the last word; beyond it clusters are discs within discs."""

_LARGEST = 400
_SQUEEZES = 30
_STEPS = 120
_AIRY = 0.25
_GAP = 12.0
_PAD = 6.0


def layout(graph: Graph) -> Measured:
    """`x`, `y` of every node: centred at 0, y up, in the units of a node's diameter (6 to 40).

    Articles that refer to each other lie in small rings around the most linked of them, those in the
    disc of their subcluster, those in the disc of their cluster; discs of linked clusters lie near each
    other. Up to SMALL nodes this is where a force layout starts, after which overlaps are removed and
    the names of the largest nodes get room. Needs `cluster`, `subcluster`, `pagerank` and `degree`.
    """
    links, radius = ties(graph), radii(graph)
    x, y = discs(graph, links, radius)
    small = graph.nodes.height <= SMALL
    if small:
        x, y = forced(graph, links, radius, x, y)
    columns = pl.DataFrame({"x": _centred(x), "y": _centred(y)})
    return Measured(columns, {"method": "forces" if small else "discs"})


def forced(graph: Graph, links: Adjacency, radius: Floats, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Positions by forces from a first draft, without overlaps, with room for names."""
    room = min(70.0, max(24.0, 450.0 / max(float(np.sqrt(x.size)), 1.0)))
    cluster = graph.nodes["cluster"].to_numpy()
    apiece = room + 2 * radius.sum() / max(x.size, 1)
    spread = np.sqrt(_AIRY * x.size * x.size * apiece * apiece / max(float((x * x + y * y).sum()), 1.0))
    x, y = relax(x * spread, y * spread, radius, links, cluster, _STEPS, room)
    for _ in range(5):
        x, y = apart(x, y, radius, graph.nodes["label"])
        x, y = separate(x, y, radius, _PAD)
    return x, y


def radii(graph: Graph) -> Floats:
    """Half the diameter of each node, shape (nodes,)."""
    return diameters(graph.nodes).to_numpy() / 2


def discs(graph: Graph, links: Adjacency, radius: Floats) -> tuple[Floats, Floats]:
    """Positions by nesting: node in unit, unit in subcluster, subcluster in cluster, cluster on the map."""
    cluster, fine = graph.nodes["cluster"].to_numpy(), graph.nodes["subcluster"].to_numpy()
    unit, owner = _numbered(units(graph, links, fine))
    petals = rings(unit, radius, _GAP, first=-radius)
    stems = sunflower(fine[owner], petals.radius + _PAD)
    part, holder = _numbered(fine)
    heads = sunflower(cluster[holder], stems.radius + 2 * _PAD)
    spots = _map(links, cluster, heads)
    levels = ((petals, np.arange(radius.size)), (stems, unit), (heads, part), (spots, cluster))
    x = sum((level.x[member] for level, member in levels), np.zeros(radius.size))
    y = sum((level.y[member] for level, member in levels), np.zeros(radius.size))
    return x, y


def units(graph: Graph, links: Adjacency, fine: Ints) -> Ints:
    """What hangs together inside a subcluster: articles by `related`, and nodes with one tie with their one."""
    related = graph.edges["kind"].is_in((RELATED, LINKS_TO)).to_numpy()
    only = links.degree == 1
    single = only[links.source] & (links.degree[links.indices] < 2 * _PAD)
    source = np.concatenate([graph.source[related], links.source[single]])
    target = np.concatenate([graph.target[related], links.indices[single]])
    inside = fine[source] == fine[target]
    return tied(graph.nodes.height, source[inside], target[inside])


def _numbered(group: Ints) -> tuple[Ints, Ints]:
    """Groups as 0, 1, 2, … in the order of their names, and a member of each."""
    _, member, number = np.unique(group, return_index=True, return_inverse=True)
    return number, member


def _map(links: Adjacency, cluster: Ints, heads: Packed) -> Packed:
    """Clusters on the map: the large ones drawn by their links, the others around them."""
    radius = heads.radius + 2 * _PAD
    x, y = np.zeros(radius.size), np.zeros(radius.size)
    top = np.arange(min(radius.size, _LARGEST))
    start = sunflower(np.zeros(top.size, dtype=np.int64), radius[top])
    between = Adjacency.of(radius.size, cluster[links.source], cluster[links.indices], links.weights).induced(top)
    x[top], y[top] = _drawn(start.x, start.y, radius[top], between)
    edge = np.sqrt(x[top] * x[top] + y[top] * y[top]) + radius[top]
    rest = np.concatenate([edge.max(initial=0.0, keepdims=True), radius[top.size :]])
    around = sunflower(np.zeros(rest.size, dtype=np.int64), rest)
    x[top.size :], y[top.size :] = around.x[1:], around.y[1:]
    return Packed(x, y, radius)


def _drawn(x: Floats, y: Floats, radius: Floats, between: Adjacency) -> tuple[Floats, Floats]:
    """Cluster discs by their links, then drawn together as far as they go."""
    if x.size < 3:
        return x, y
    x, y = relax(x, y, radius, between, np.zeros(x.size, dtype=np.int64), 60, float(np.round(radius.sum() / x.size, 6)))
    x, y = separate(x, y, radius, 0.0, 400)
    for _ in range(_SQUEEZES):
        closer = separate(x * 0.94, y * 0.94, radius, 0.0, 60)
        if overlap(*closer, radius) > _PAD:
            break
        x, y = closer
    return x, y


def _centred(values: Floats) -> Floats:
    """Around 0, to two decimals, and never -0."""
    middle = float(values.max() + values.min()) / 2 if values.size else 0.0
    return np.round(values - middle, 2) + 0.0
