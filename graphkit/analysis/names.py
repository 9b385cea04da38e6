"""Room for the names of the largest nodes."""

from __future__ import annotations

import numpy as np
import polars as pl

from graphkit.analysis.columns import Floats

_NAMED = 30
_LETTER = 6.0
_HALF_LINE = 8.0
_LONGEST = 30
_ROUNDS = 30


def apart(x: Floats, y: Floats, radius: Floats, label: pl.Series) -> tuple[Floats, Floats]:
    """Nodes moved up or down until the names of the largest, below them in 12 points, are free.

    A name is a box; what it must not meet are the other names and all discs.
    """
    top = np.lexsort((np.arange(x.size), -radius))[:_NAMED]
    letters = label.fill_null("").str.len_chars().to_numpy()[top].astype(np.float64)
    wide = np.minimum(letters, _LONGEST) * _LETTER / 2
    owner = np.concatenate([top, np.arange(x.size)])
    half, tall = np.concatenate([wide, radius]), np.concatenate([np.full(top.size, _HALF_LINE), radius])
    below = np.concatenate([radius[top] + _HALF_LINE, np.zeros(x.size)])
    for _ in range(_ROUNDS):
        dx, middle = x[top][:, None] - x[owner][None, :], y[owner] - below
        dy = middle[: top.size, None] - middle[None, :]
        meet = (np.abs(dx) < wide[:, None] + half[None, :]) & (top[:, None] != owner[None, :])
        lack = np.where(meet, np.maximum(_HALF_LINE + tall[None, :] - np.abs(dy), 0.0), 0.0)
        if not (lack > 0.5).any():
            break
        push = np.where(dy + 1e-3 * dx > 0, 0.3, -0.3) * np.minimum(lack, 8.0)
        move = np.bincount(top, weights=push.sum(axis=1), minlength=x.size)
        y = np.round(y + move - np.bincount(owner, weights=push.sum(axis=0), minlength=x.size), 6)
    return x, y
