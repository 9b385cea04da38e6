"""Places kept from an earlier map: what was there stays, what is new comes beside its neighbours."""

from __future__ import annotations

import numpy as np
import polars as pl

from graphkit.analysis.clusters import ties
from graphkit.analysis.columns import Adjacency, Flags, Floats, Ints, Measured
from graphkit.analysis.earlier import Earlier
from graphkit.analysis.forces import lacking
from graphkit.analysis.layout import Places, discs, laid_out, petals, radii
from graphkit.analysis.packing import rings
from graphkit.analysis.touching import near
from graphkit.graph import Graph

_PAD = 2.0
_GAP = 4.0
_BELOW = 24.0
_ROUNDS = 150
_REFRESH = 5
_TOUCH = 0.05
_FIRM = 4.0
_GOLDEN = np.pi * (3 - np.sqrt(5))
_SPOTS = 120
_TRIES = 600_000
_MARGIN = 6.0
_DEAR = 4.0


def kept(graph: Graph, earlier: Earlier) -> Measured:
    """As `layout`, but nodes that were there keep their places.

    New ones come to the nearest free spot beside their neighbours and push away what is in their way,
    new clusters come below the map, and what has gone leaves a hole. So a graph that has not
    changed keeps its map to the last digit. When too much has changed, all is laid out anew, from where
    clusters and nodes were.
    """
    links, radius = ties(graph), radii(graph)
    groups = graph.nodes["cluster"].to_numpy(), graph.nodes["subcluster"].to_numpy()
    if not earlier.holds:
        return laid_out(graph, (earlier.x, earlier.y))
    x, y, known = earlier.x.copy(), earlier.y.copy(), earlier.known
    here = np.bincount(groups[0], weights=known)[groups[0]] > 0
    new, apart = here & ~known, np.flatnonzero(~here)
    if apart.size:
        some = discs(links.induced(apart), radius[apart], groups[0][apart], groups[1][apart])
        x[apart] = some[0] + (x - radius)[known].min() - (some[0] - radius[apart]).min()
        y[apart] = some[1] + (y - radius)[known].min() - (some[1] + radius[apart]).max() - _BELOW
    x, y = _placed(links, radius, groups, x, y, new)
    x, y = _with_room(x, y, radius, new)
    columns = pl.DataFrame({"x": np.round(x, 2) + 0.0, "y": np.round(y, 2) + 0.0})
    return Measured(columns, {"method": earlier.method, "changed": earlier.changed})


def _placed(links: Adjacency, radius: Floats, groups: tuple[Ints, Ints], x: Floats, y: Floats, new: Flags) -> Places:
    """Places for the new nodes, too: each together with the new ones that are tied to it alone."""
    if not new.any():
        return x, y
    petal, owner = petals(links, *groups)
    rows = np.flatnonzero(new)
    hub = np.where(new[owner[petal[rows]]], owner[petal[rows]], rows)
    hubs, number = np.unique(hub, return_inverse=True)
    ring = rings(number, radius[rows], _GAP, first=np.where(rows == hub, -1.0, 0.0))
    old = np.flatnonzero(np.isfinite(x))
    x, y = _beside_neighbours(links, groups[0], x, y)
    x[hubs], y[hubs] = _free(x[hubs], y[hubs], ring.radius, x[old], y[old], radius[old])
    x[rows], y[rows] = x[hub] + ring.x, y[hub] + ring.y
    return x, y


def _beside_neighbours(links: Adjacency, cluster: Ints, x: Floats, y: Floats) -> Places:
    """Who has no place in the middle of the neighbours in its cluster that have one, and so on from there."""
    alike = cluster[links.source] == cluster[links.indices]
    while True:
        tie = np.isnan(x)[links.source] & np.isfinite(x)[links.indices] & alike
        source, target, weight = links.source[tie], links.indices[tie], links.weights[tie]
        if not source.size:
            return x, y
        total = np.bincount(source, weights=weight, minlength=x.size)
        sums = (np.bincount(source, weights=weight * values[target], minlength=x.size) for values in (x, y))
        middle = [np.round(values / np.maximum(total, 1e-9), 6) for values in sums]
        x, y = (np.where(total > 0, new, values) for new, values in zip(middle, (x, y), strict=True))


def _free(x: Floats, y: Floats, radius: Floats, old_x: Floats, old_y: Floats, old_radius: Floats) -> Places:
    """The nearest spot around each point with room for a disc among the old ones, or the one that lacks least."""
    from scipy.spatial import cKDTree

    turn = np.arange(max(_SPOTS // 5, min(_SPOTS, _TRIES // x.size)))
    across, up = (np.sqrt(turn) * np.round(wave(_GOLDEN * turn), 6) for wave in (np.cos, np.sin))
    reach = radius[:, None] + _MARGIN
    at_x, at_y = x[:, None] + reach * across, y[:, None] + reach * up
    next_to = cKDTree(np.stack([old_x, old_y], axis=1)).query(np.stack([at_x, at_y], axis=-1))[1]
    dx, dy = at_x - old_x[next_to], at_y - old_y[next_to]
    lack = radius[:, None] + old_radius[next_to] + _PAD - np.sqrt(dx * dx + dy * dy)
    # Rounded: of spots that are equally good the first is taken, on any processor.
    cost = np.round(np.maximum(lack, 0.0) * _DEAR + np.sqrt(turn) * reach, 3)
    rows, best = np.arange(x.size), cost.argmin(axis=1)
    return np.round(at_x[rows, best], 6), np.round(at_y[rows, best], 6)


def _with_room(x: Floats, y: Floats, radius: Floats, moving: Flags) -> Places:
    """Discs pushed apart, starting with those that move; who is old and in nobody's way stays."""
    moving, weight = moving.copy(), np.where(moving, 1.0, _FIRM) * radius
    first = second = np.zeros(0, dtype=np.int64)
    for step in range(_ROUNDS):
        if step % _REFRESH == 0:
            first, second = near(x, y, radius + _PAD / 2, _PAD, moving)
        dx, dy, lack = lacking(x, y, radius, _PAD, first, second)
        pushed = lack > _TOUCH
        if not pushed.any() and step % _REFRESH == 0:
            break
        share = np.where(pushed, 0.7 * weight[second] / (weight[first] + weight[second]), 0.0)
        back = np.where(pushed, 0.7, 0.0) - share
        x, y = (
            np.round(
                values
                + np.bincount(second, weights=move * back, minlength=x.size)
                - np.bincount(first, weights=move * share, minlength=x.size),
                6,
            )
            for values, move in ((x, dx), (y, dy))
        )
        moving[first[pushed]] = moving[second[pushed]] = True
    return x, y
