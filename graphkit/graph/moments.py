"""Times as text: `dt.strftime`, but that each day, minute and second is written only once."""

from __future__ import annotations

from functools import cache

import polars as pl

_DAY = 86_400_000_000
_SECOND = 1_000_000
_MOST_DAYS = 400_000
"""Days between the first and the last, a thousand years, up to which there is a table of them."""


def stamped(times: pl.Expr, end: str = "Z") -> pl.Expr:
    """ISO 8601 with as many digits behind the second as there are, such as 2024-01-02T08:00:00Z.

    >>> from datetime import datetime
    >>> times = pl.DataFrame({"at": [datetime(2024, 1, 2, 8), datetime(1850, 1, 1, 0, 0, 0, 5), None]})
    >>> times.select(stamped(pl.col("at"))).to_series().to_list()
    ['2024-01-02T08:00:00Z', '1850-01-01T00:00:00.000005Z', None]
    """
    return times.map_batches(lambda some: _stamped(some, end), return_dtype=pl.String, is_elementwise=True)


def _stamped(times: pl.Series, end: str) -> pl.Series:
    if times.dtype.time_unit != "us" or not times.count():  # type: ignore[attr-defined]
        return times.dt.strftime(f"%Y-%m-%dT%H:%M:%S%.f{end}")
    moment = times.to_physical()
    day, rest = moment // _DAY, moment % _DAY
    first, last = int(day.min()), int(day.max())  # type: ignore[arg-type]
    if last - first > _MOST_DAYS or (rest % _SECOND != 0).any():
        return times.dt.strftime(f"%Y-%m-%dT%H:%M:%S%.f{end}")
    days = pl.int_range(first, last + 1, dtype=pl.Int32, eager=True).cast(pl.Date).dt.strftime("%Y-%m-%dT")
    minutes, seconds = _of_day(end)
    text = days.gather(day - first) + minutes.gather(rest // (60 * _SECOND)) + seconds.gather(rest // _SECOND % 60)
    return text.alias(times.name)


@cache
def _of_day(end: str) -> tuple[pl.Series, pl.Series]:
    """What stands behind the day: for each of its minutes, and for each second of a minute."""
    minutes = (pl.int_range(24 * 60, eager=True) * 60 * _SECOND).cast(pl.Datetime("us")).dt.strftime("%H:%M:")
    return minutes, pl.int_range(60, eager=True).cast(pl.String).str.zfill(2) + end
