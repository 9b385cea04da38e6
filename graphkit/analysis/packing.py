"""Discs within discs: where many nodes go without asking for forces.

Everything is one pass over sorted arrays, so a hundred thousand nodes take a moment. Sines and cosines
are rounded before use: not every processor agrees on their last bit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graphkit.analysis.columns import Floats, Ints

_GOLDEN = np.pi * (3 - np.sqrt(5))
_FULL = 0.66
"""Share of a disc that the discs in it cover: about as dense as a sunflower gets without overlaps."""


@dataclass(frozen=True)
class Packed:
    """Where each member lies relative to the centre of its group, and the radius of each group."""

    x: Floats
    y: Floats
    radius: Floats


def rings(group: Ints, radius: Floats, gap: float, first: Floats) -> Packed:
    """Members in rings of 6, 12, 18, … around the first of their group; groups are numbered 0 to n-1.

    `radius` is that of each member, `first` says who comes first (smallest value; ties by row), `gap`
    is the free room between rings.
    """
    order = np.lexsort((first, group))
    place = _place(group[order])
    ring = np.ceil((np.sqrt(9 + 12 * place) - 3) / 6).astype(np.int64)
    inside = 1 + 3 * ring * (ring - 1)
    seats = np.minimum(6 * ring, np.bincount(group)[group[order]] - inside)
    turn = np.where(ring > 0, (place - inside) / np.maximum(seats, 1) + 0.09 * ring + 0.618 * group[order], 0.0)
    hub, widest = np.zeros(place.size), np.zeros(int(group.max(initial=-1)) + 1)
    hub = radius[order][place == 0][group[order]]
    np.maximum.at(widest, group[order], np.where(place > 0, radius[order], 0.0))
    leaf = widest[group[order]]
    distance = np.where(ring > 0, hub - leaf + ring * (2 * leaf + gap), 0.0)
    return _packed(order, group, distance, 2 * np.pi * turn, radius)


def sunflower(group: Ints, radius: Floats) -> Packed:
    """Members as the seeds of a sunflower, the largest in the middle (Vogel, 1979), by area.

    Discs of about equal size beside each other do not overlap.
    """
    order = np.lexsort((-radius, group))
    grouped, size = group[order], radius[order]
    place = _place(grouped)
    # Around one that is much larger than the others there is no room to be filled.
    area = size * size / np.where(place == 0, 1.0, _FULL)
    upto = np.cumsum(area)
    before = (upto - area)[place == 0][grouped] if place.size else upto
    middle = size[place == 0][grouped] if place.size else size
    distance = np.maximum(np.sqrt(np.maximum(upto - before - area / 2, 0.0)), middle + size)
    return _packed(order, group, np.where(place == 0, 0.0, distance), _GOLDEN * place, radius)


def _packed(order: Ints, group: Ints, distance: Floats, angle: Floats, radius: Floats) -> Packed:
    x, y = np.zeros(order.size), np.zeros(order.size)
    x[order] = np.round(distance * np.round(np.cos(angle), 6), 6)
    y[order] = np.round(distance * np.round(np.sin(angle), 6), 6)
    reach = np.zeros(int(group.max(initial=-1)) + 1)
    np.maximum.at(reach, group[order], distance + radius[order])
    return Packed(x, y, np.round(reach, 6))


def _place(grouped: Ints) -> Ints:
    """0, 1, 2, … within each run of equal values."""
    starts = np.flatnonzero(np.diff(grouped, prepend=-1))
    return np.arange(grouped.size) - np.repeat(starts, np.diff(np.append(starts, grouped.size)))


def shelves(radius: Floats, width: float) -> tuple[Floats, Floats]:
    """Discs in rows from the upper left corner at 0, 0, the largest first, each row about as wide as `width`.

    >>> shelves(np.array([1.0, 3.0, 1.0]), 8.0)
    (array([7., 3., 1.]), array([-3., -3., -7.]))
    """
    order = np.lexsort((np.arange(radius.size), -radius))
    size = radius[order]
    upto = np.cumsum(2 * size)
    row, start, depth = np.zeros(size.size, dtype=np.int64), [0], [0.0]
    while start[-1] < size.size:
        first = start[-1]
        end = max(int(np.searchsorted(upto, upto[first] - 2 * size[first] + width, side="right")), first + 1)
        row[first:end] = len(start) - 1
        start.append(end)
        depth.append(depth[-1] + 2 * float(size[first]))
    x, y, begin = np.zeros(size.size), np.zeros(size.size), np.array(start)[row]
    x[order] = upto - size - (upto - 2 * size)[begin]
    y[order] = -(np.array(depth)[row] + size[begin])
    return np.round(x, 6), np.round(y, 6)
