"""Layout: a place on the map for every node, the same one each time."""

from __future__ import annotations

import numpy as np
import polars as pl

from graphkit.analysis.clusters import ties
from graphkit.analysis.columns import Adjacency, Floats, Ints, Measured
from graphkit.analysis.drawing import disc, drawn, evened
from graphkit.analysis.forces import overlap, relax, separate
from graphkit.analysis.names import apart
from graphkit.analysis.packing import rings, shelves, sunflower
from graphkit.graph import Graph
from graphkit.graph.size import diameters

SMALL = 600
"""Up to so many nodes forces have the last word; beyond it clusters are discs on the map."""
WIDE = 1.5
"""Width of the map over its height, as far as clusters allow it: screens are wide."""

Places = tuple[Floats, Floats]

_GAP = 4.0
_PAD = 6.0
_FULL = 0.75
_MOAT = 0.06
_SQUEEZES = 30
_STEPS = 120
_AIRY = 0.25
_AGAIN = 5


def layout(graph: Graph) -> Measured:
    """`x`, `y` of every node: centred at 0, y up, in the units of a node's diameter (6 to 40).

    Around each node lie in rings those that are tied to nothing else. These petals are drawn by their
    ties within the disc of their cluster, discs by theirs on a map that is wider than high; what is
    tied to no other cluster stands in a block beside it. Up to SMALL nodes this is where a force layout
    starts, after which overlaps are removed and the names of the largest nodes get room. Needs
    `cluster`, `subcluster`, `pagerank` and `degree`.
    """
    return laid_out(graph)


def laid_out(graph: Graph, start: Places | None = None) -> Measured:
    """The layout, from the places in `start` where a node has one there and not NaN."""
    links, radius = ties(graph), radii(graph)
    cluster = graph.nodes["cluster"].to_numpy()
    x, y = discs(links, radius, cluster, graph.nodes["subcluster"].to_numpy(), start)
    small = graph.nodes.height <= SMALL
    if small:
        x, y = forced(links, radius, cluster, graph.nodes["label"], x, y)
    columns = pl.DataFrame({"x": _centred(x), "y": _centred(y)})
    return Measured(columns, {"method": "forces" if small else "discs", "changed": 0})


def radii(graph: Graph) -> Floats:
    """Half the diameter of each node, shape (nodes,)."""
    return diameters(graph.nodes).to_numpy() / 2


def forced(links: Adjacency, radius: Floats, cluster: Ints, label: pl.Series, x: Floats, y: Floats) -> Places:
    """Positions by forces from a first draft, without overlaps, with room for names."""
    room = min(70.0, max(24.0, 450.0 / max(float(np.sqrt(x.size)), 1.0)))
    apiece = room + 2 * radius.sum() / max(x.size, 1)
    spread = np.sqrt(_AIRY * x.size * x.size * apiece * apiece / max(float((x * x + y * y).sum()), 1.0))
    x, y = relax(x * spread, y * spread, radius, links, cluster, _STEPS, room)
    if _extent(y, radius) > _extent(x, radius):
        x, y = y, -x
    for _ in range(5):
        x, y = apart(x, y, radius, label)
        x, y = separate(x, y, radius, _PAD)
    return x, y


def discs(links: Adjacency, radius: Floats, cluster: Ints, fine: Ints, start: Places | None = None) -> Places:
    """Positions by nesting: nodes in petals, petals in the disc of their cluster, discs on the map."""
    petal, owner = petals(links, cluster, fine)
    hub = owner[petal] == np.arange(radius.size)
    ring = rings(petal, radius, _GAP, first=np.where(hub, -1.0, 0.0))
    _, home = np.unique(cluster[owner], return_inverse=True)
    between = Adjacency.of(owner.size, petal[links.source], petal[links.indices], links.weights)
    there = (start[0][owner], start[1][owner]) if start else (np.full(owner.size, np.nan),) * 2
    inner = _in_discs(between, ring.radius + _PAD / 2, home, fine[owner], there)
    reach = np.zeros(int(home.max(initial=-1)) + 1)
    np.maximum.at(reach, home, np.sqrt(inner[0] * inner[0] + inner[1] * inner[1]) + ring.radius)
    outer = _on_the_map(_joined(between, home), np.round(reach * (1 + _MOAT), 6) + _PAD, _middles(there, home))
    x, y = (one + other[home] for one, other in zip(inner, outer, strict=True))
    x, y = separate(x, y, ring.radius, _PAD / 2, 6)
    return ring.x + x[petal], ring.y + y[petal]


def petals(links: Adjacency, cluster: Ints, fine: Ints) -> tuple[Ints, Ints]:
    """Each node with those that are tied to nothing else: the petal of each node, and the node in the middle of each.

    Petals are numbered in the order of their clusters and subclusters.
    """
    rows = np.arange(links.nodes)
    only, middle = links.degree == 1, rows.copy()
    middle[only] = links.indices[links.starts[:-1][only]]
    # Of two that have only each other, one is the middle.
    stays = (cluster[middle] != cluster) | (only[middle] & (rows < middle))
    middle = np.where(stays, rows, middle)
    owner = np.unique(middle)
    owner = owner[np.lexsort((owner, fine[owner], cluster[owner]))]
    number = np.zeros(links.nodes, dtype=np.int64)
    number[owner] = np.arange(owner.size)
    return number[middle], owner


def _in_discs(links: Adjacency, radius: Floats, home: Ints, fine: Ints, there: Places) -> Places:
    """Petals in the discs of their clusters, each around 0: by their ties, from discs of subclusters."""
    _, holder, part = np.unique(fine, return_index=True, return_inverse=True)
    stems = sunflower(part, radius)
    heads = sunflower(home[holder], stems.radius)
    middle = _middles(there, home)
    x, y = (
        _begun(was - mean[home], stem + head[part])
        for was, mean, stem, head in zip(there, middle, (stems.x, stems.y), (heads.x, heads.y), strict=True)
    )
    x, y = drawn(x, y, links, home, _steps(there, 60 if home.size < 20_000 else 20))
    area = radius * radius
    x, y = disc(*evened(x, y, area, home))
    reach = np.sqrt(np.bincount(home, weights=area) / _FULL)[home]
    # Discs that are drawn side by side do not meet.
    aside = 4 * np.sqrt(area.sum()) * home
    x, y = separate(np.round(x * reach, 6) + aside, np.round(y * reach, 6), radius, 0.0, 36)
    return x - aside, y


def _begun(was: Floats, draft: Floats) -> Floats:
    """Where members start: where they were, and those that are new near the middle, in the order of a draft."""
    return np.where(np.isnan(was), 0.1 * draft if np.isfinite(was).any() else draft, was)


def _middles(places: Places, group: Ints) -> Places:
    """The middle of those of each group that have a place, NaN where none has."""
    found = np.isfinite(places[0])
    many = np.bincount(group, weights=found)
    sums = (np.bincount(group, weights=np.where(found, values, 0.0)) for values in places)
    across, up = (np.where(many > 0, values / np.maximum(many, 1.0), np.nan) for values in sums)
    return across, up


def _steps(there: Places, most: int) -> int:
    """Few where an earlier map has done most of the work, and is to be recognised."""
    return _AGAIN if np.isfinite(there[0]).any() else most


def _joined(links: Adjacency, group: Ints) -> Adjacency:
    """Groups, tied by what ties their members."""
    return Adjacency.of(int(group.max(initial=-1)) + 1, group[links.source], group[links.indices], links.weights)


def _on_the_map(links: Adjacency, radius: Floats, there: Places) -> Places:
    """Clusters on the map: those with ties by their ties, the others in a block to the right of them."""
    x, y, tied = np.zeros(radius.size), np.zeros(radius.size), links.degree > 0
    rows, rest = np.flatnonzero(tied), np.flatnonzero(~tied)
    if rows.size:
        spread = _spread(links.induced(rows), radius[rows], (there[0][rows], there[1][rows]))
        x[rows], y[rows] = _squeezed(*spread, radius[rows])
    high = _extent(y[rows], radius[rows])
    area = float((radius[rest] * radius[rest]).sum()) * 4
    beside = shelves(radius[rest], max(area / high if high else np.sqrt(area * WIDE), 1.0))
    x[rest] = beside[0] + float((x + radius)[rows].max(initial=0.0)) + 4 * _PAD
    y[rest] = beside[1] + float((y + radius)[rows].max(initial=0.0))
    return x, y


def _spread(links: Adjacency, radius: Floats, there: Places) -> Places:
    """Discs by their ties, evenly over a rectangle with room to spare."""
    group = np.zeros(radius.size, dtype=np.int64)
    start = sunflower(group, radius)
    middle = _middles(there, group)
    x, y = (_begun(was - mean, new) for was, mean, new in zip(there, middle, (start.x, start.y), strict=True))
    x, y = drawn(x, y, links, group, _steps(there, 200 if radius.size < 2000 else 60))
    x, y = evened(x * np.sqrt(WIDE), y / np.sqrt(WIDE), radius * radius, group)
    side = np.sqrt((radius * radius).sum() * 2)
    return np.round(x * side * np.sqrt(WIDE), 6), np.round(y * side / np.sqrt(WIDE), 6)


def _squeezed(x: Floats, y: Floats, radius: Floats) -> Places:
    """Discs drawn together as far as they go, more from above and below while the map is too high."""
    x, y = separate(x, y, radius, 0.0, 400)
    for _ in range(_SQUEEZES):
        high = _extent(x, radius) < WIDE * _extent(y, radius)
        closer = separate(x * (0.97 if high else 0.94), y * (0.91 if high else 0.94), radius, 0.0, 60)
        if overlap(*closer, radius) > _PAD:
            break
        x, y = closer
    return x, y


def _extent(values: Floats, radius: Floats) -> float:
    return float((values + radius).max() - (values - radius).min()) if values.size else 0.0


def _centred(values: Floats) -> Floats:
    """Around 0, to two decimals, and never -0."""
    middle = float(values.max() + values.min()) / 2 if values.size else 0.0
    return np.round(values - middle, 2) + 0.0
