"""Dates as people and programs write them, to an instant in UTC and a text that keeps the offset."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import lru_cache

_ISO = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})"
    r"(?:(?:[Tt]|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(?:[.,](\d{1,9}))?(Z|[+-]\d{2}(?::?\d{2})?)?)?")


@lru_cache(maxsize=65536)
def parse_date(text: str) -> tuple[datetime, str] | None:
    """The instant in UTC and the date in ISO 8601 with the offset as written; None if it is no date.

    Reads ISO 8601, Hugo's `2016-04-18 11:00:03 -0400`, bare dates and RFC 2822. A time without an
    offset counts as UTC, and its text shows none.

    >>> parse_date("2016-04-18 11:00:03 -0400")
    (datetime.datetime(2016, 4, 18, 15, 0, 3, tzinfo=datetime.timezone.utc), '2016-04-18T11:00:03-04:00')
    >>> parse_date("2021-02-30") is None
    True
    """
    text = text.strip()
    found = _ISO.fullmatch(text) or _COMPACT.fullmatch(text)
    try:
        return _from_parts(found) if found else _from_rfc2822(text)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def _from_parts(found: re.Match[str]) -> tuple[datetime, str]:
    year, month, day, hour, minute, second, fraction, zone = found.groups()
    micros = int((fraction or "").ljust(6, "0")[:6])
    naive = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), micros)
    if hour is None:
        return naive.replace(tzinfo=UTC), naive.date().isoformat()
    if zone is None:
        return naive.replace(tzinfo=UTC), naive.isoformat()
    return _zoned(naive.replace(tzinfo=_offset(zone)))


def _offset(zone: str) -> timezone:
    if zone[0] not in "+-":
        return UTC
    digits = zone[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 15 or minutes > 59:
        raise ValueError(f"no time zone is {zone} from UTC")
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if zone[0] == "-" else offset)


def _from_rfc2822(text: str) -> tuple[datetime, str]:
    moment = parsedate_to_datetime(text)
    return (moment.replace(tzinfo=UTC), moment.isoformat()) if moment.tzinfo is None else _zoned(moment)


def _zoned(moment: datetime) -> tuple[datetime, str]:
    return moment.astimezone(UTC), moment.isoformat().replace("+00:00", "Z")
