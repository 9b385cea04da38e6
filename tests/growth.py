"""How work grows with its input: a ratio of CPU seconds, which a slow or busy machine does not change."""

from __future__ import annotations

import time
from collections.abc import Callable

TIMES = 8
_LEAST = 0.02
"""Seconds below which a clock says nothing."""


def linear(work: Callable[[int], object], size: int) -> bool:
    """Whether `work(8 * size)` takes less than 40 times the CPU of `work(size)`; squares take 64 times.

    >>> linear(lambda size: sum(range(size)), 20_000)
    True
    """
    work(size)
    few = min(_seconds(work, size) for _ in range(3))
    many = min(_seconds(work, TIMES * size) for _ in range(2))
    return many < 5 * TIMES * max(few, _LEAST)


def _seconds(work: Callable[[int], object], size: int) -> float:
    start = time.process_time()
    work(size)
    return time.process_time() - start
