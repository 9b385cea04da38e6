"""Answers: the W3C's formats, read by rdflib's own readers, and tables with types."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import polars as pl
import pyoxigraph
import pytest
import rdflib
from rdflib.query import Result as Foreign

from graphkit.answers import FORMATS, Result
from graphkit.errors import QueryError
from graphkit.query import answer, ask

HOSTILE = ["=1+1", "@x", "-2", "+3", 'a "b", c', "tab\there", "line\nfeed", "back\\slash", "<b>&amp;</b>", "", "é中"]
SELECT = "SELECT ?o ?missing { ?s gk:label ?o } ORDER BY STR(?o)"


def store() -> pyoxigraph.Store:
    """Texts that formats stumble over, a number, a text with a language, a blank node and an IRI."""
    found = pyoxigraph.Store()
    subject, label = (
        pyoxigraph.NamedNode("https://x.example/s"),
        pyoxigraph.NamedNode("https://w3id.org/graphkit/ns#label"),
    )
    terms = [
        *map(pyoxigraph.Literal, HOSTILE),
        pyoxigraph.Literal(-7),
        pyoxigraph.Literal(1.5),
        pyoxigraph.Literal(True),
    ]
    terms += [
        pyoxigraph.Literal("x", language="en"),
        pyoxigraph.BlankNode("b"),
        pyoxigraph.NamedNode("https://x.example/o"),
    ]
    found.extend(pyoxigraph.Quad(subject, label, term) for term in terms)
    return found


STORE = store()


def read(form: str) -> bytes:
    found = answer(STORE, SELECT, form=form)
    assert isinstance(found, bytes)
    return found


def terms(data: bytes, form: str) -> set[tuple[str, ...]]:
    """What rdflib's reader finds: the text, the language and the type of each value."""
    found = set()
    for row in Foreign.parse(io.BytesIO(data), format=form):
        term = row[0]  # type: ignore[index]
        assert row[1] is None  # type: ignore[index]
        literal = isinstance(term, rdflib.Literal)
        kind = str(term.datatype or "").replace(str(rdflib.XSD.string), "") if literal else type(term).__name__
        found.add(
            ("" if isinstance(term, rdflib.BNode) else str(term), str(term.language or "") if literal else "", kind)
        )
    return found


def test_json_and_xml_are_read_alike_and_lose_nothing() -> None:
    found = terms(read("json"), "json")
    assert found == terms(read("xml"), "xml")
    assert {text for text, _, kind in found if not kind} >= set(HOSTILE)
    assert ("x", "en", "") in found and ("-7", "", str(rdflib.XSD.integer)) in found


def test_tsv_is_exact() -> None:
    lines = read("tsv").decode().splitlines()
    assert lines[0] == "?o\t?missing"
    assert {'"=1+1"\t', "-7\t", '"x"@en\t', "<https://x.example/o>\t", '"line\\nfeed"\t'} <= set(lines)
    rows = Foreign.parse(io.BytesIO(read("tsv")), format="tsv")
    assert {str(row[0]) for row in rows} >= {"=1+1", "x", "https://x.example/o"}  # type: ignore[index]


def test_csv_is_the_w3c_form_but_no_formula_runs() -> None:
    ours = list(csv.reader(io.StringIO(read("csv").decode(), newline="")))
    plain = STORE.query(SELECT, prefixes={"gk": "https://w3id.org/graphkit/ns#"})
    theirs = list(
        csv.reader(io.StringIO(plain.serialize(format=pyoxigraph.QueryResultsFormat.CSV).decode(), newline=""))
    )
    assert [row[0].removeprefix("'") for row in ours] == [row[0] for row in theirs]
    cells = {row[0] for row in ours}
    assert {"'=1+1", "'@x", "'-2", "'+3", "-7", "1.5", "true", "x", ""} <= cells
    assert read("csv").startswith(b"o,missing\r\n")


@pytest.mark.parametrize("form", FORMATS)
def test_ask_in_every_format(form: str) -> None:
    for sparql, expected in (("ASK {}", "true"), ("ASK { ?s a gk:Nothing }", "false")):
        data = answer(STORE, sparql, form=form)
        assert isinstance(data, bytes) and expected in data.decode()
        if form in ("json", "xml"):
            assert Foreign.parse(io.BytesIO(data), format=form).askAnswer is (expected == "true")


def test_xml_holds_no_character_that_xml_does_not_have() -> None:
    data = answer(STORE, r'SELECT ("a\rb\f" AS ?x) {}', form="xml")
    assert isinstance(data, bytes)
    (row,) = Foreign.parse(io.BytesIO(data), format="xml")
    assert str(row[0]) == "a\rb\ufffd"  # type: ignore[index]


def test_triples_are_turtle_with_the_prefixes() -> None:
    data = answer(STORE, "CONSTRUCT { ?s schema:name ?o } WHERE { ?s gk:label ?o FILTER(!ISBLANK(?o)) }")
    assert isinstance(data, bytes)
    assert data.startswith(b"@prefix ") and b"schema:name" in data
    ours, theirs = rdflib.Graph().parse(data), ask(STORE, "SELECT ?o { ?s gk:label ?o FILTER(!ISBLANK(?o)) }")
    assert len(ours) == len(theirs)
    assert answer(STORE, "DESCRIBE <https://x.example/s>") == answer(STORE, "DESCRIBE <https://x.example/s>")
    with pytest.raises(QueryError, match="CONSTRUCT and DESCRIBE answer in Turtle, not in CSV"):
        answer(STORE, "CONSTRUCT WHERE { ?s ?p ?o }", form="csv")


@pytest.mark.parametrize(
    ("values", "dtype", "expected"),
    [
        ([1, None], pl.Int64, [1, None]),
        ([1, 2.5], pl.Float64, [1.0, 2.5]),
        ([2**70, 1], pl.String, [str(2**70), "1"]),
        ([True, "x"], pl.String, ["true", "x"]),
        ([None], pl.String, [None]),
        (
            [datetime(2024, 1, 2, tzinfo=UTC), datetime(2024, 1, 2)],
            pl.String,
            ["2024-01-02T00:00:00Z", "2024-01-02T00:00:00"],
        ),
        ([datetime(2024, 1, 2)], pl.Datetime("us"), [datetime(2024, 1, 2)]),
    ],
)
def test_a_column_has_the_type_of_its_values(values: list[object], dtype: pl.DataType, expected: list[object]) -> None:
    table = Result("select", ("x",), [(value,) for value in values]).frame()  # type: ignore[misc]
    assert table.schema["x"] == dtype
    assert table["x"].to_list() == expected


def test_no_rows_and_no_columns() -> None:
    assert Result("select", ("a", "b"), []).frame().schema == {"a": pl.String, "b": pl.String}
    assert ask(STORE, "SELECT * {}").frame().columns == []
