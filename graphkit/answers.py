"""Answers: what a query found, as plain rows, a Polars table or bytes. Add a format: one line in FORMATS."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final, Literal

from graphkit.rdf.vocabulary import PREFIXES

if TYPE_CHECKING:
    import polars as pl
    import pyoxigraph

    Table = pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean

Value = str | int | float | bool | datetime | date | None
Kind = Literal["select", "ask", "triples"]


@dataclass(frozen=True, slots=True)
class Result:
    """An answer: rows of plain values under named columns.

    ASK gives one row with one column, `answer`; CONSTRUCT and DESCRIBE give sorted rows of
    `subject`, `predicate`, `object`. An unbound variable is None, a decimal a float, a time with a
    zone is in UTC.
    """

    kind: Kind
    columns: tuple[str, ...]
    rows: list[tuple[Value, ...]]

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        """The rows."""
        return iter(self.rows)

    def __len__(self) -> int:
        """The number of rows."""
        return len(self.rows)

    def frame(self) -> pl.DataFrame:
        """A Polars table; a column whose values mix types, as SPARQL allows, becomes text.

        >>> Result("select", ("n", "x"), [(1, "a"), (None, 2.5)]).frame().rows()
        [(1, 'a'), (None, '2.5')]
        """
        import polars as pl

        cells = list(zip(*self.rows, strict=True)) or [()] * len(self.columns)
        return pl.DataFrame([_column(name, values) for name, values in zip(self.columns, cells, strict=True)])


def _column(name: str, values: Sequence[Value]) -> pl.Series:
    import polars as pl

    types = {_type(value) for value in values if value is not None}
    if types == {pl.Int64(), pl.Float64()}:
        types, values = {pl.Float64()}, [None if value is None else float(value) for value in values]  # type: ignore[arg-type]
    if len(types) == 1 and types != {pl.String()}:
        return pl.Series(name, values, dtype=types.pop())
    return pl.Series(name, [None if value is None else _text(value) for value in values], dtype=pl.String)


def _type(value: Value) -> pl.DataType:
    import polars as pl

    if isinstance(value, datetime):
        return pl.Datetime("us", "UTC" if value.tzinfo else None)
    if isinstance(value, int) and not isinstance(value, bool):
        return pl.Int64() if abs(value) < 2**63 else pl.String()
    return {bool: pl.Boolean(), float: pl.Float64(), date: pl.Date()}.get(type(value), pl.String())


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, date) else str(value)


def result(found: Any) -> Result:
    """What Oxigraph found, as a Result."""
    import pyoxigraph

    if isinstance(found, pyoxigraph.QueryBoolean):
        return Result("ask", ("answer",), [(bool(found),)])
    if isinstance(found, pyoxigraph.QuerySolutions):
        names = tuple(variable.value for variable in found.variables)
        return Result("select", names, [tuple(map(_plain, row)) for row in found])
    return Result("triples", ("subject", "predicate", "object"), [tuple(map(_plain, row)) for row in _sorted(found)])


def _sorted(triples: pyoxigraph.QueryTriples) -> list[pyoxigraph.Triple]:
    return sorted(set(triples), key=str)


def _plain(term: Any) -> Value:
    """A term as a plain value: numbers, truth and dates as such, everything else as text."""
    import pyoxigraph

    if term is None:
        return None
    if isinstance(term, pyoxigraph.Literal):
        return _value(term)
    if isinstance(term, pyoxigraph.Triple):
        return " ".join(str(_plain(part)) for part in term)
    return f"_:{term.value}" if isinstance(term, pyoxigraph.BlankNode) else str(term.value)


def _value(literal: pyoxigraph.Literal) -> Value:
    read = _READERS.get(literal.datatype.value.removeprefix(PREFIXES["xsd"]))
    try:
        return read(literal.value) if read else literal.value
    except (ValueError, OverflowError):
        return literal.value


def _truth(text: str) -> bool:
    if text not in ("true", "false", "1", "0"):
        raise ValueError(text)
    return text in ("true", "1")


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment


_INTEGERS = "integer long int short byte nonNegativeInteger positiveInteger unsignedLong unsignedInt"
_READERS: Final[Mapping[str, Callable[[str], Value]]] = {
    **dict.fromkeys(_INTEGERS.split(), int),
    **dict.fromkeys(("decimal", "double", "float"), float),
    "boolean": _truth,
    "date": date.fromisoformat,
    "dateTime": _moment,
}


def turtle(found: pyoxigraph.QueryTriples) -> bytes:
    """Triples as Turtle with the usual prefixes, in an order that is always the same."""
    import pyoxigraph

    return pyoxigraph.serialize(_sorted(found), format=pyoxigraph.RdfFormat.TURTLE, prefixes=dict(PREFIXES)) or b""


# What https://www.w3.org/TR/xml/#charsets leaves out; parsers reject a document that holds one.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _json(found: Table) -> bytes:
    import pyoxigraph

    return (found.serialize(format=pyoxigraph.QueryResultsFormat.JSON) or b"") + b"\n"


def _xml(found: Table) -> bytes:
    """A carriage return as a reference, or a parser would make it a line feed; what XML cannot hold as U+FFFD."""
    import pyoxigraph

    text = (found.serialize(format=pyoxigraph.QueryResultsFormat.XML) or b"").decode()
    return (_NOT_XML.sub("\ufffd", text).replace("\r", "&#xD;") + "\n").encode()


def _tsv(found: Table) -> bytes:
    import pyoxigraph

    data = found.serialize(format=pyoxigraph.QueryResultsFormat.TSV) or b""
    return data if data.endswith(b"\n") else data + b"\n"


def _csv(found: Table) -> bytes:
    """W3C's CSV, but that a text which a spreadsheet would run as a formula gets a `'` in front."""
    import pyoxigraph

    if isinstance(found, pyoxigraph.QueryBoolean):
        return b"true\r\n" if found else b"false\r\n"
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(variable.value for variable in found.variables)
    table.writerows(map(_cell, row) for row in found)
    return out.getvalue().encode()


def _cell(term: Any) -> str:
    import pyoxigraph

    text = f"_:{term.value}" if isinstance(term, pyoxigraph.BlankNode) else str(getattr(term, "value", term or ""))
    number = isinstance(term, pyoxigraph.Literal) and isinstance(_value(term), (int, float))
    return f"'{text}" if text.startswith(_FORMULA) and not number else text


FORMATS: Final[Mapping[str, Callable[[Table], bytes]]] = {"csv": _csv, "tsv": _tsv, "json": _json, "xml": _xml}
"""The W3C's formats for the answers of SELECT and ASK."""
