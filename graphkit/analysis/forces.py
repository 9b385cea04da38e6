"""Springs and repulsion for a few hundred nodes, and the removal of overlaps.

An iteration that amplifies its last bits would draw another map on another processor. So only
+ - * / and the square root are used, which IEEE 754 fixes to the bit, and positions are rounded after
each step.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from graphkit.analysis.columns import Adjacency, Floats, Ints
from graphkit.analysis.touching import near

_BLOCK = 128
_MARGIN = 0.3
_REFRESH = 6
_REACH = 7.0
_HOMEWARD = 0.03
_ABROAD = 0.1
_WEAKEST = 0.02
_LEAF = 2


def relax(
    x: Floats, y: Floats, radius: Floats, links: Adjacency, group: Ints, steps: int, room: float
) -> tuple[Floats, Floats]:
    """Positions after `steps` of linked nodes pulling and all nodes pushing each other.

    After Fruchterman and Reingold (1991), with springs whose length allows for the two discs and
    `room` between them, and pulled lightly to where the middle of their `group` was at the start.
    Links between groups pull a tenth. `x`, `y`, `radius`, `group`: shape (nodes,).
    """
    source, target = links.source, links.indices
    length = (radius[source] + radius[target] + room) * _crowding(links, group)
    pull = np.maximum(_stiffness(links) * np.where(group[source] == group[target], 1.0, _ABROAD), _WEAKEST)
    push, reach = (radius + room) * (radius + room) * 0.5, _REACH * room
    homes = _middles(x, y, group)
    for step in range(steps):
        heat = 2.0 * room * (1.0 - step / steps)
        fx, fy = _repulsion(x, y, push, reach)
        dx, dy = x[target] - x[source], y[target] - y[source]
        distance = np.sqrt(dx * dx + dy * dy) + 1e-6
        force = pull * np.maximum(distance - length, 0.0) / distance
        fx += np.bincount(source, weights=force * dx, minlength=x.size) + _HOMEWARD * (homes[0] - x)
        fy += np.bincount(source, weights=force * dy, minlength=x.size) + _HOMEWARD * (homes[1] - y)
        far = np.sqrt(fx * fx + fy * fy) + 1e-6
        limit = np.minimum(far, heat) / far
        x, y = np.round(x + fx * limit, 6), np.round(y + fy * limit, 6)
    return x, y


def _crowding(links: Adjacency, group: Ints) -> Floats:
    """How much longer each link must be than for two: a hub's leaves fill a disc around it."""
    leaf = (
        np.bincount(links.source, weights=group[links.source] == group[links.indices], minlength=links.nodes) <= _LEAF
    )
    leaves = np.bincount(links.source, weights=leaf[links.indices], minlength=links.nodes)
    return np.maximum(1.0, 0.5 * np.sqrt(np.maximum(leaves[links.source], leaves[links.indices])))


def _middles(x: Floats, y: Floats, group: Ints) -> tuple[Floats, Floats]:
    """The middle of each node's group."""
    members = np.maximum(np.bincount(group), 1)
    across, up = np.bincount(group, weights=x) / members, np.bincount(group, weights=y) / members
    return across[group], up[group]


def _stiffness(links: Adjacency) -> Floats:
    """How hard each link pulls, at most 1: by weight, and less at nodes with many links."""
    total = np.bincount(links.source, weights=links.weights, minlength=links.nodes)
    share = np.maximum(links.weights / np.maximum(total[links.source], 1.0), 0.15)
    return np.minimum(share, 1.0) * np.minimum(links.weights, 1.0)


def _repulsion(x: Floats, y: Floats, push: Floats, reach: float) -> tuple[Floats, Floats]:
    """Push on each node, fading to nothing at `reach`: what is far apart need not drift further."""
    fx, fy = np.zeros(x.size), np.zeros(x.size)
    for rows, columns in _strips(x, reach):
        dx, dy = x[rows, None] - x[None, columns], y[rows, None] - y[None, columns]
        square = dx * dx + dy * dy
        strength = push[None, columns] / (square + 25.0) * np.maximum(1.0 - square / (reach * reach), 0.0)
        fx[rows], fy[rows] = (dx * strength).sum(axis=1), (dy * strength).sum(axis=1)
    return fx, fy


def _strips(x: Floats, reach: float) -> Iterator[tuple[Ints, Ints]]:
    """Rows in blocks from left to right, each with all rows that are no further than `reach` in x."""
    order = np.argsort(x, kind="stable")
    along = x[order]
    for start in range(0, x.size, _BLOCK):
        rows = order[start : start + _BLOCK]
        low, high = np.searchsorted(along, [x[rows[0]] - reach, x[rows[-1]] + reach])
        yield rows, order[low : high + 1]


def separate(x: Floats, y: Floats, radius: Floats, pad: float, rounds: int = 60) -> tuple[Floats, Floats]:
    """Discs pushed apart until `pad` lies between any two, or `rounds` are over."""
    first = second = np.zeros(0, dtype=np.int64)
    margin = float(np.round(_MARGIN * radius.sum() / max(x.size, 1), 6))
    for step in range(rounds):
        if step % _REFRESH == 0:
            first, second = near(x, y, radius + pad / 2, margin)
        dx, dy, lack = lacking(x, y, radius, pad, first, second)
        if not (lack > 0.01).any() and step % _REFRESH == 0:
            break
        # The smaller disc gives way.
        share = radius[second] / (radius[first] + radius[second])
        x = np.round(x + _sum(second, dx * (1 - share), x.size) - _sum(first, dx * share, x.size), 6)
        y = np.round(y + _sum(second, dy * (1 - share), x.size) - _sum(first, dy * share, x.size), 6)
    return x, y


def lacking(
    x: Floats, y: Floats, radius: Floats, pad: float, first: Ints, second: Ints
) -> tuple[Floats, Floats, Floats]:
    """How far the second disc of each pair is to move from the first until `pad` lies between: across, up, in all."""
    dx, dy = x[second] - x[first], y[second] - y[first]
    # Two nodes on one spot part in a direction of their own.
    dx = np.where((dx == 0) & (dy == 0), 1e-3 * (1 + first % 7), dx)
    distance = np.sqrt(dx * dx + dy * dy)
    lack = np.maximum(radius[first] + radius[second] + pad - distance, 0.0)
    return dx / distance * lack, dy / distance * lack, lack


def overlap(x: Floats, y: Floats, radius: Floats) -> float:
    """How deep the worst two discs lie in each other; 0 if none do."""
    return float(lacking(x, y, radius, 0.0, *near(x, y, radius, 0.0))[2].max(initial=0.0))


def _sum(rows: Ints, values: Floats, size: int) -> Floats:
    """Most of the way, added up per node: all move at once, so the whole way would overshoot."""
    return np.bincount(rows, weights=values * 0.7, minlength=size).astype(np.float64)
