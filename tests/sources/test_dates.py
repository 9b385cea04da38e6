"""Dates: the instant in UTC, the written offset not lost."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkit.sources.dates import parse_date


@pytest.mark.parametrize(
    ("text", "instant", "written"),
    [
        ("2021-08-31T02:35:00Z", datetime(2021, 8, 31, 2, 35), "2021-08-31T02:35:00Z"),
        ("2016-04-18 11:00:03 -0400", datetime(2016, 4, 18, 15, 0, 3), "2016-04-18T11:00:03-04:00"),
        ("2025-05-16 00:00:00 +00:00", datetime(2025, 5, 16), "2025-05-16T00:00:00Z"),
        ("2024-08-26", datetime(2024, 8, 26), "2024-08-26"),
        ("2024/8/6", datetime(2024, 8, 6), "2024-08-06"),
        ("2024-08-26T10:00", datetime(2024, 8, 26, 10), "2024-08-26T10:00:00"),
        ("2024-08-26 10:00:00.25+0530", datetime(2024, 8, 26, 4, 30, 0, 250000), "2024-08-26T10:00:00.250000+05:30"),
        ("20240826T100000Z", datetime(2024, 8, 26, 10), "2024-08-26T10:00:00Z"),
        ("Mon, 18 Apr 2016 11:00:03 -0400", datetime(2016, 4, 18, 15, 0, 3), "2016-04-18T11:00:03-04:00"),
        ("18 Apr 2016 11:00:03 GMT", datetime(2016, 4, 18, 11, 0, 3), "2016-04-18T11:00:03Z"),
        ("0001-01-01", datetime(1, 1, 1), "0001-01-01"),
        ("9999-12-31T23:59:59Z", datetime(9999, 12, 31, 23, 59, 59), "9999-12-31T23:59:59Z"),
    ],
)
def test_dates_as_people_write_them(text: str, instant: datetime, written: str) -> None:
    assert parse_date(text) == (instant.replace(tzinfo=UTC), written)


@pytest.mark.parametrize(
    "text",
    ["2021-02-30", "", "soon", "2021-13-01", "2021-01-01T25:00Z", "0000-01-01", "2021-01-01T00:00:00+26:00", "99999",
     "0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00", "2021"],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert parse_date(text) is None


@given(st.text())
def test_any_text_is_a_date_or_none(text: str) -> None:
    result = parse_date(text)
    assert result is None or result[0].tzinfo is UTC


@given(st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1), timezones=st.just(UTC)))
def test_isoformat_round_trip(moment: datetime) -> None:
    result = parse_date(moment.isoformat())
    assert result is not None
    assert result[0] == moment
