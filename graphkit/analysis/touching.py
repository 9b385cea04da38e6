"""Pairs of discs that touch or soon may, found on grids of growing cells."""

from __future__ import annotations

import numpy as np

from graphkit.analysis.columns import Flags, Floats, Ints, ranges


def near(x: Floats, y: Floats, radius: Floats, margin: float, some: Flags | None = None) -> tuple[Ints, Ints]:
    """Rows of two discs each with less than `margin` between them, every pair once.

    With `some`, shape (discs,), only pairs that have one of these. Discs fall into classes by size, each
    twice the last. On a grid of its class a disc meets those of its own and all smaller classes in its
    cell and the eight around it, so many small discs and a few huge ones cost no more than equal ones.

    >>> near(np.array([0.0, 5.0, 90.0]), np.zeros(3), np.array([2.0, 2.0, 84.0]), 1.5)
    (array([1, 2]), array([0, 1]))
    """
    pairs = [np.zeros((2, 0), dtype=np.int64)]
    level = np.frexp(np.maximum(radius, 1e-9))[1]
    chosen = np.ones(x.size, dtype=np.bool_) if some is None else some
    for one in np.unique(level[chosen]):
        upto, mine = np.flatnonzero(level <= one), np.flatnonzero((level == one) & chosen)
        first, second = _meetings(x, y, radius, margin, upto, mine)
        # Two of one class that both seek find each other twice.
        once = (level[second] < one) | ~chosen[second] | (second < first)
        pairs.append(np.stack([first[once], second[once]]))
    if some is not None:
        pairs.append(_above(x, y, radius, margin, level, some))
    first, second = np.concatenate(pairs, axis=1)
    return first, second


def _above(x: Floats, y: Floats, radius: Floats, margin: float, level: Ints, some: Flags) -> Ints:
    """Pairs of a larger disc that is not of `some` and one of them of a lower class; shape (2, pairs)."""
    pairs = [np.zeros((2, 0), dtype=np.int64)]
    for one in np.unique(level[~some]):
        lower, mine = np.flatnonzero((level < one) & some), np.flatnonzero((level == one) & ~some)
        if lower.size:
            pairs.append(np.stack(_meetings(x, y, radius, margin, lower, mine)))
    return np.concatenate(pairs, axis=1)


def _meetings(x: Floats, y: Floats, radius: Floats, margin: float, pool: Ints, seeking: Ints) -> tuple[Ints, Ints]:
    """Which of `seeking` are near which of `pool`, none of which is of a larger class."""
    cell = 2 * max(float(radius[seeking].max()), float(radius[pool].max())) + margin
    across, up = (np.floor((values - values.min()) / cell).astype(np.int64) + 1 for values in (x, y))
    width = int(up.max()) + 2
    home = across * width + up
    order = pool[np.argsort(home[pool], kind="stable")]
    cells, found = home[order], []
    for column in (-width, 0, width):
        low = np.searchsorted(cells, home[seeking] + column - 1)
        many = np.searchsorted(cells, home[seeking] + column + 1, side="right") - low
        one, other = np.repeat(seeking, many), order[ranges(low, many)]
        dx, dy, reach = x[one] - x[other], y[one] - y[other], radius[one] + radius[other] + margin
        met = (dx * dx + dy * dy < reach * reach) & (one != other)
        found.append(np.stack([one[met], other[met]]))
    first, second = np.concatenate(found, axis=1)
    return first, second
