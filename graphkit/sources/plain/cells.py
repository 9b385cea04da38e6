"""Columns of text as files write them, to columns of values.

What is surely plain is taken in one go; the rest goes, each value once, through the functions that read any other file.
Every function says of each value whether it is good; of the others there is something to remark, by somebody else.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from graphkit.sources.dates import parse_date
from graphkit.sources.fields import FALSE, TRUE
from graphkit.sources.text import one_line, shortened, without_secrets
from graphkit.sources.urls import LONGEST, address, host

Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Convert = Callable[[str], Any]
Reading = Callable[[pl.Series], tuple[pl.Series, Flags]]

# What `clean` and `one_line` change, or must look at: odd spaces, and what may be a secret.
_ODD = r"[@%＠﹫&]|[^\S ]|  |^ | $"
_URL = r"^https?://(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?:/[0-9A-Za-z/._~!$&'()*+,;=:?-]*)?$"
_INSTANT = r"^(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"
_LONGEST = 500
_NUMBER = r"^-?[0-9]{1,15}(?:\.[0-9]{1,10})?$"


def text(values: pl.Series, convert: Convert = one_line) -> pl.Series:
    """Clean text; null for none."""
    odd = values.str.contains(_ODD).arg_true()
    if odd.len():
        values = values.scatter(odd, [convert(value) for value in values.gather(odd)])
    return _without(values, values == "")


def texts(values: pl.Series) -> tuple[pl.Series, Flags]:
    """Text of one line."""
    return text(values), np.ones(values.len(), np.bool_)


def shown(values: pl.Series) -> pl.Series:
    """Text as ledgers show it."""
    values = text(values, lambda value: without_secrets(one_line(value)))
    long = (values.str.len_chars() > _LONGEST).arg_true()
    return values.scatter(long, [shortened(value, _LONGEST) for value in values.gather(long)]) if long.len() else values


def flags(values: pl.Series) -> tuple[pl.Series, Flags]:
    """True, or else false."""
    return text(values).str.to_lowercase().is_in(list(TRUE)), np.ones(values.len(), np.bool_)


def urls(values: pl.Series) -> tuple[pl.Series, Flags]:
    """Absolute web addresses."""
    plain = values.str.contains(_URL) & ~values.str.contains("xn--", literal=True) & (values.str.len_bytes() <= LONGEST)
    return _converted(values, plain, values, _url)


def _url(value: str) -> str | None:
    found = address(value)
    return found.url if found.url and not found.path and not found.reason else None


def dates(values: pl.Series) -> tuple[pl.Series, pl.Series, Flags]:
    """Instants, and dates as ISO text."""
    values = text(values)
    moments = values.str.to_datetime("%Y-%m-%dT%H:%M:%SZ", time_unit="us", time_zone="UTC", strict=False)
    plain = values.is_null() | (values.str.contains(_INSTANT) & moments.is_not_null())
    told, good = _converted(values, plain, moments, lambda value: (parse_date(value) or (None,))[0])
    texts, _ = _converted(values, plain, values, lambda value: (parse_date(value) or (None, None))[1])
    return told, texts, good


def numbers(values: pl.Series) -> tuple[pl.Series, Flags]:
    """Finite numbers."""
    values = text(values)
    plain = values.is_null() | values.str.contains(_NUMBER)
    return _converted(values, plain, values.cast(pl.Float64, strict=False), _number)


def _number(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) and "_" not in value else None


def sizes(values: pl.Series) -> tuple[pl.Series, Flags]:
    """Sizes in pixels."""
    values = text(values)
    plain = values.is_null() | values.str.contains(r"^[0-9]{1,9}$")
    return values.cast(pl.Int64, strict=False), plain.to_numpy()


def truths(values: pl.Series) -> tuple[pl.Series, Flags]:
    """True and false, as people write them."""
    known = dict.fromkeys(TRUE, True) | dict.fromkeys(FALSE, False)
    values = text(values).str.to_lowercase()
    told = values.replace_strict(known, default=None, return_dtype=pl.Boolean)
    return told, (values.is_null() | told.is_not_null()).to_numpy()


def hosts(values: pl.Series) -> pl.Series:
    """Hosts of URLs and domains; null for none."""
    values = text(values).fill_null("")
    plain = values.str.contains(r"^[0-9A-Za-z.-]*$")
    return _without(_converted(values, plain, values, host)[0], values == "")


def _without(values: pl.Series, dropped: pl.Series) -> pl.Series:
    return pl.select(pl.when(~dropped).then(values)).to_series()


def _converted(values: pl.Series, plain: pl.Series, told: pl.Series, convert: Convert) -> tuple[pl.Series, Flags]:
    """What is told of plain values, and of the others what `convert` makes of them."""
    odd = (~plain).arg_true()
    if not odd.len():
        return told, np.ones(values.len(), np.bool_)
    given = values.gather(odd)
    known = {value: convert(value) for value in given.unique().to_list()}
    told = told.clone().scatter(odd, pl.Series([known[value] for value in given], dtype=told.dtype))
    return told, (plain | told.is_not_null()).to_numpy()
