"""Templates write what joining the pieces of every row by hand gives, whatever is missing where."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.graph.moments import stamped
from graphkit.graph.templates import Optional, filled

cells = st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"]), max_size=5))
times = st.datetimes()


@settings(deadline=None)
@given(st.lists(st.tuples(cells, cells), max_size=6))
def test_what_is_null_is_left_out(rows: list[tuple[str | None, str | None]]) -> None:
    table = pl.DataFrame(rows, schema={"one": pl.String, "other": pl.String}, orient="row")
    template = [
        "<",
        Optional("a", pl.col("one"), "b"),
        Optional(pl.col("other")),
        "-",
        "-",
        Optional(" x", pl.lit("y")),
    ]
    expected = "".join(
        "<" + ("" if one is None else f"a{one}b") + ("" if other is None else other) + "-- xy" for one, other in rows
    )
    assert filled(table, template) == expected.encode()


def test_a_template_may_have_no_columns() -> None:
    assert filled(pl.DataFrame({"one": [1, 2]}), ["a", "b"]) == b"abab"
    assert filled(pl.DataFrame({"one": []}), ["a", "b"]) == b""


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), times, times.map(lambda time: time.replace(microsecond=0))), max_size=5))
def test_times_are_what_strftime_writes(values: list[object]) -> None:
    table = pl.DataFrame({"at": values}, schema={"at": pl.Datetime("us")})
    expected = table["at"].dt.strftime("%Y-%m-%dT%H:%M:%S%.fZ")
    assert table.select(stamped(pl.col("at"))).to_series().to_list() == expected.to_list()


def test_milliseconds_are_written_too() -> None:
    table = pl.DataFrame({"at": [1_700_000_000_123, None]}).select(pl.col("at").cast(pl.Datetime("ms")))
    assert table.select(stamped(pl.col("at"))).to_series().to_list() == ["2023-11-14T22:13:20.123Z", None]
