"""Trees that hang on a graph: folded into the nodes that bear them, since their paths can be counted by hand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graphkit.analysis.columns import Adjacency, Floats, Ints, tied


@dataclass(frozen=True)
class Folded:
    """What is left of a graph when leaves are taken off until there are none; all arrays by node, shape (nodes,).

    `bearer` is the node that is left of the tree that a node was in (itself, if it is left), `weight` how
    many nodes a node stands for with the branches taken off it, `passing` how many ordered pairs of nodes
    have a branch of the node between them and the rest: their paths all go through it.
    """

    bearer: Ints
    weight: Ints
    passing: Floats


def folded(links: Adjacency) -> Folded:
    """Take leaves off, wave by wave (Sarıyüce et al., Shattering and compressing networks for betweenness, 2013).

    >>> star = Adjacency.of(4, np.array([0, 0, 0]), np.array([1, 2, 3]), np.ones(3))
    >>> folded(star).bearer.tolist(), folded(star).weight.tolist(), folded(star).passing.tolist()
    ([0, 0, 0, 0], [4, 1, 1, 1], [6.0, 0.0, 0.0, 0.0])
    """
    bearer, weight = np.arange(links.nodes), np.ones(links.nodes, dtype=np.int64)
    squares = np.zeros(links.nodes)
    left, sole = links.degree, np.zeros(links.nodes, dtype=np.int64)
    # The exclusive or of all neighbours that are left is, of a leaf, its only one.
    np.bitwise_xor.at(sole, links.source, links.indices)
    wave = np.flatnonzero(left == 1)
    while wave.size:
        wave = wave[(left[sole[wave]] > 1) | (wave > sole[wave])]
        above = sole[wave]
        bearer[wave], left[wave] = above, 0
        np.add.at(weight, above, weight[wave])
        np.add.at(squares, above, weight[wave].astype(np.float64) ** 2)
        np.bitwise_xor.at(sole, above, wave)
        np.subtract.at(left, above, 1)
        wave = np.unique(above[left[above] == 1])
    return Folded(_followed(bearer), weight, _passing(links, weight, squares))


def _followed(bearer: Ints) -> Ints:
    """Each node's last bearer, by jumps of doubling length."""
    while (further := bearer[bearer]).tobytes() != bearer.tobytes():
        bearer = further
    return bearer


def _passing(links: Adjacency, weight: Ints, squares: Floats) -> Floats:
    """Branch to branch, branch to rest and back; a branch to itself does not pass."""
    root = tied(links.nodes, links.source, links.indices)
    others = np.bincount(root, minlength=links.nodes)[root] - 1.0
    branches = weight - 1.0
    passing: Floats = branches * others - squares + branches * (others - branches)
    return passing
