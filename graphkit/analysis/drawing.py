"""Many groups of linked discs drawn at once: each by its own links, then spread evenly over a square or a disc.

Only + - * / and the square root decide, as in `forces`, and positions are rounded after each step.
"""

from __future__ import annotations

import numpy as np

from graphkit.analysis.columns import Adjacency, Flags, Floats, Ints

_PARTNERS = 4
_PULL = 0.6
_PUSH = 0.2
_STRIDE = 7919
"""A prime: from step to step members meet others of their group."""


def drawn(x: Floats, y: Floats, links: Adjacency, group: Ints, steps: int) -> tuple[Floats, Floats]:
    """Positions after `steps` of linked members drawing together and members of a group pushing apart.

    Each member moves towards the weighted mean of those of its group that it is linked to, and away from
    four others, different ones in each step, less and less; then each group is scaled back to where
    members are about 1 apart. `group` is sorted and numbered from 0; `x`, `y`, `group`: shape (members,).
    """
    source, target, share = _pulls(links, group)
    linked = np.where(np.bincount(source, minlength=x.size) > 0, _PULL, 0.0)
    size = np.bincount(group)
    many, first = size[group], (np.cumsum(size) - size)[group]
    place = np.arange(x.size) - first
    x, y = _scaled(x, y, group, size)
    for step in range(steps):
        fx = linked * (np.bincount(source, weights=share * x[target], minlength=x.size) - x)
        fy = linked * (np.bincount(source, weights=share * y[target], minlength=x.size) - y)
        push = _PUSH * (1.0 - step / steps) * many / _PARTNERS
        for turn in range(step * _PARTNERS, (step + 1) * _PARTNERS):
            other = first + (place + 1 + turn * _STRIDE % np.maximum(many - 1, 1)) % many
            dx, dy = x - x[other], y - y[other]
            strength = np.minimum(push / (1.0 + dx * dx + dy * dy), 1.0)
            fx, fy = fx + strength * dx, fy + strength * dy
        x, y = _scaled(x + fx, y + fy, group, size)
    return x, y


def _pulls(links: Adjacency, group: Ints) -> tuple[Ints, Ints, Floats]:
    """Links inside groups, and what share of its source's pull each has: less, the more links the target has."""
    source, target = links.source, links.indices
    inside = group[source] == group[target]
    source, target = source[inside], target[inside]
    weight = links.weights[inside] / np.sqrt(links.degree[target])
    total = np.bincount(source, weights=weight, minlength=links.nodes)
    return source, target, weight / np.maximum(total[source], 1e-9)


def _scaled(x: Floats, y: Floats, group: Ints, size: Ints) -> tuple[Floats, Floats]:
    """Each group around 0, as large as a disc of so many members 1 apart."""
    x, y = (values - (np.bincount(group, weights=values) / size)[group] for values in (x, y))
    extent = np.sqrt(np.bincount(group, weights=x * x + y * y) / size)
    scale = (np.sqrt(size) / 2 / np.maximum(extent, 1e-9))[group]
    return np.round(x * scale, 6), np.round(y * scale, 6)


def evened(x: Floats, y: Floats, area: Floats, group: Ints) -> tuple[Floats, Floats]:
    """Each group spread by area over the square from -1 to 1; who was near stays near.

    The square is halved by area again and again, across its longer side, as in a k-d tree (Bentley,
    1975), until each member has a box of its own, in whose middle it lies. `group` is numbered from 0.

    >>> evened(np.array([5.0, 5.1, 9.0]), np.zeros(3), np.array([1.0, 1.0, 2.0]), np.zeros(3, dtype=np.int64))
    (array([-0.5, -0.5,  0.5]), array([-0.5,  0.5,  0. ]))
    """
    low, high, block = np.full((2, x.size), -1.0), np.full((2, x.size), 1.0), group
    while (shared := np.bincount(block)[block] > 1).any():
        wide = high[0] - low[0] >= high[1] - low[1]
        right, part = _halved(np.where(wide, x, y), area, block)
        for axis, across in enumerate((wide & shared, ~wide & shared)):
            cut = low[axis] + (high[axis] - low[axis]) * part
            low[axis], high[axis] = (
                np.where(across & right, cut, low[axis]),
                np.where(across & ~right, cut, high[axis]),
            )
        block = np.unique(2 * block + (right & shared), return_inverse=True)[1]
    return (low[0] + high[0]) / 2, (low[1] + high[1]) / 2


def _halved(value: Floats, area: Floats, block: Ints) -> tuple[Flags, Floats]:
    """Who lies in the upper half of its block by `value`, and which share of the block's area the lower half has."""
    order = np.lexsort((value, block))
    grouped, size = block[order], np.bincount(block)
    place = np.arange(value.size) - (np.cumsum(size) - size)[grouped]
    share = (area / np.bincount(block, weights=area)[block])[order]
    upto = np.cumsum(share)
    middle = upto - share / 2 - grouped
    upper = ((middle > 0.5) | (place == size[grouped] - 1)) & (place > 0)
    lower = np.bincount(grouped, weights=np.where(upper, 0.0, share))
    right = np.zeros(value.size, dtype=np.bool_)
    right[order] = upper
    return right, np.round(lower[block], 9)


def disc(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """The square from -1 to 1 onto the disc of radius 1, areas kept (Shirley and Chiu, 1997)."""
    flat = np.abs(x) > np.abs(y)
    radius, other = np.where(flat, x, y), np.where(flat, y, x)
    turn = np.pi / 4 * other / np.where(radius == 0, 1.0, radius)
    # Rounded: not every processor agrees on the last bit of a sine.
    cosine, sine = np.round(np.cos(turn), 6), np.round(np.sin(turn), 6)
    return radius * np.where(flat, cosine, sine), radius * np.where(flat, sine, cosine)
