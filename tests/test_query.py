"""Queries: the right rows as plain values, and one clear line for what cannot be answered."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.errors import GraphkitError, QueryError, SourceError
from graphkit.exporters import turtle
from graphkit.graph import Graph
from graphkit.query import ask, opened, query
from graphkit.questions import QUESTIONS
from graphkit.rdf.gate import DEEPEST, LONGEST, MOST_TOKENS, check

DAYS = {"a": datetime(2024, 3, 3, 9, tzinfo=UTC), "b": datetime(2024, 3, 1, 9, tzinfo=UTC), "c": None, "d": None}


def sample() -> Graph:
    """Four articles in a row, a to d; a, b of `one`, c of `two`, d of `three`; a, b, c on computer vision."""
    articles = [
        {
            "id": f"article:{name}",
            "kind": "article",
            "label": name.upper(),
            "published": day,
            "url": f"https://x.example/{name}",
        }
        for name, day in DAYS.items()
    ]
    others = [{"id": f"provider:{name}", "kind": "provider", "label": name.title()} for name in ("one", "two", "three")]
    others.append({"id": "topic:computer vision", "kind": "topic", "label": "Computer Vision"})
    related = [
        ("article:a", "article:b"),
        ("article:b", "article:c"),
        ("article:a", "article:c"),
        ("article:d", "article:c"),
    ]
    published = [
        ("article:a", "provider:one"),
        ("article:b", "provider:one"),
        ("article:c", "provider:two"),
        ("article:d", "provider:three"),
    ]
    about = [(f"article:{name}", "topic:computer vision") for name in "abc"]
    kinds = {"related": related, "published_by": published, "about": about}
    rows = [
        {"source_id": source, "target_id": target, "kind": kind}
        for kind, ends in kinds.items()
        for source, target in ends
    ]
    return Graph.of(pl.DataFrame(articles + others, infer_schema_length=None), pl.DataFrame(rows))


STORE = opened(sample())


def test_which_publishers_are_most_referred_to() -> None:
    assert query(sample(), QUESTIONS["publishers"].sparql).rows == [("Two", 3)]


def test_articles_on_a_topic_by_date() -> None:
    result = query(sample(), QUESTIONS["topic"].sparql, {"topic": "computer VISION"})
    assert result.columns == ("topic", "date", "headline", "url")
    assert [row[1:] for row in result] == [
        (None, "C", "https://x.example/c"),
        (DAYS["b"], "B", "https://x.example/b"),
        (DAYS["a"], "A", "https://x.example/a"),
    ]


@pytest.mark.parametrize("named", ["article:a", "https://x.example/a", "A"])
def test_an_article_goes_by_id_url_and_headline(named: str) -> None:
    two_steps = query(sample(), QUESTIONS["two-steps"].sparql, {"article": named})
    assert [row[1:3] for row in two_steps.rows] == [("B", 1), ("C", 1), ("D", 1)]
    assert [row[2] for row in query(sample(), QUESTIONS["links-to"].sparql, {"article": named})] == []
    other = {"a": "b", "A": "B"}[named[-1]]
    assert [row[2] for row in query(sample(), QUESTIONS["links-to"].sparql, {"article": named[:-1] + other})] == ["A"]


def test_an_article_that_is_not_there_refers_to_nothing() -> None:
    for named in ("no such thing", "https://x.example/none", "", '" } #', "https://x.example/\x00"):
        assert query(sample(), QUESTIONS["links-to"].sparql, {"article": named}).rows == []


def test_a_file_and_a_folder_answer_like_the_graph(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    with path.open("wb") as out:
        turtle.write(sample(), out)
    for question in QUESTIONS.values():
        values = dict.fromkeys(question.parameters, "A")
        one, two, three = (query(source, question.sparql, values) for source in (path, tmp_path, sample()))
        assert one == two == three


def test_a_source_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        query(tmp_path, "ASK {}")


def test_values_are_plain() -> None:
    (row,) = ask(
        STORE,
        'SELECT ("t" AS ?a) (1 AS ?b) (1.5 AS ?c) (1e0 AS ?d) (true AS ?e) ("2024-01-02"^^xsd:date AS ?f)'
        ' ("2024-01-02T03:04:05Z"^^xsd:dateTime AS ?g) (gk:hub AS ?h) ("x"@en AS ?i) (?nothing AS ?j) {}',
    )
    when = datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert row == ("t", 1, 1.5, 1.0, True, date(2024, 1, 2), when, "https://w3id.org/graphkit/ns#hub", "x", None)
    assert [type(value) for value in row[:5]] == [str, int, float, float, bool]


def test_a_literal_that_is_wrong_is_text_and_logs_nothing(caplog: pytest.LogCaptureFixture) -> None:
    result = ask(STORE, 'SELECT (STRDT("x", xsd:integer) AS ?x) ("33658-01-01T00:00:00Z"^^xsd:dateTime AS ?y) {}')
    assert result.rows == [("x", "33658-01-01T00:00:00Z")]
    assert not caplog.records


def test_ask_and_construct() -> None:
    assert ask(STORE, "ASK { ?s a gk:Article }").rows == [(True,)]
    assert ask(STORE, "ASK { ?s a gk:Nothing }").rows == [(False,)]
    result = ask(STORE, "CONSTRUCT { ?a rdfs:label ?t } WHERE { ?a schema:headline ?t }")
    assert (result.kind, result.columns, len(result)) == ("triples", ("subject", "predicate", "object"), 4)
    assert [row[2] for row in result] == ["A", "B", "C", "D"]


def test_a_prefix_of_ones_own_wins() -> None:
    assert ask(STORE, "PREFIX gk: <https://schema.org/> ASK { ?s gk:headline 'A' }").rows == [(True,)]


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        ("SELECT * { ?s nope:a ?o }", "1:15: not valid SPARQL near 'nope:a ?o }': Prefix not found"),
        ("SELECT *\n{ ?s ?p ?o", "2:11: not valid SPARQL at the end of the line"),
        ("", "1:1: not valid SPARQL"),
        ("SELECT ?x { ?x ?y ?z", "1:21: not valid SPARQL"),
        ("SELECT * {?a ?b ?c} LIMIT x", "1:27: not valid SPARQL near 'x'"),
        ("INSERT DATA { <a:a> <a:b> 1 }", "1:1: INSERT is not allowed"),
        ("PREFIX x: <https://x.example/#>\ndelete where { ?s ?p ?o }", "2:1: DELETE is not allowed"),
        ("LOAD <https://x.example/>", "1:1: LOAD is not allowed"),
        ("CLEAR ALL", "1:1: CLEAR is not allowed"),
        ("SELECT * FROM <https://x.example/> { ?s ?p ?o }", "1:10: FROM is not allowed"),
        ("SELECT * { FILTER('\ud800' = 'x') }", "surrogates"),
    ],
)
def test_errors_are_one_line_with_a_place(sparql: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        ask(STORE, sparql)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


SERVICES = [
    "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { SeRvIcE SILENT ?s { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE<http://127.0.0.1:1/>{ ?s ?p ?o } }",
    "PREFIX ex: <http://127.0.0.1:1/> SELECT * { SERVICEex:a{ ?s ?p ?o } }",
    "PREFIX : <http://127.0.0.1:1/> SELECT * { SERVICE:a{ ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { ?s gk:a\\#b ?o . SERVICE <http://127.0.0.1:1/> {} }",
    "SELECT * { ?s gk:a\\'b ?o . SERVICE <http://127.0.0.1:1/> {} #'\n}",
    "SELECT * { ?s ?p ?a FILTER(?a<?b#>'''\n) SERVICE <http://127.0.0.1:1/> {} #'''\n}",
    'SELECT * { VALUES ?v { """x" gk:\\- } SERVICE <http://127.0.0.1:1/> {} #"""\n}',
    'SELECT * { VALUES ?v { """x"} SERVICE <http://127.0.0.1:1/> {} #\\uD800"""\n}',
    "SELECT * { ?s <urn:a#> ?z . SERVICE <http://127.0.0.1:1/> {} }",
    "SELECT * { ?s <urn:'> ?z . SERVICE <http://127.0.0.1:1/> {} #'\n}",
    "SELECT * { # '\n SERVICE <http://127.0.0.1:1/> {} # '\n}",
    "SELECT * { ?s ?p gk:b.SERVICE <http://127.0.0.1:1/> {} }",
    'SELECT * { ?s ?p "a"@enSERVICE <http://127.0.0.1:1/> {} }',
]


@pytest.mark.parametrize("sparql", SERVICES)
def test_no_query_asks_another_host(sparql: str) -> None:
    with pytest.raises(QueryError):
        check(sparql)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT ?service { ?service schema:serviceType 'secret service' } # service",
        "SELECT * { ?s schema:headline \"a \\\"SERVICE\\\" b\", '''SERVICE ' x''' }",
        "SELECT * { ?s ?p <https://example.com/service#x> FILTER(?s < ?p && ?p > 1) }",
    ],
)
def test_the_word_itself_is_allowed(sparql: str) -> None:
    assert ask(STORE, sparql).rows == []


@pytest.mark.parametrize("bracket", ["{}", "()", "[]"])
def test_brackets_nest_to_a_limit(bracket: str) -> None:
    check("SELECT * " + bracket[0] * DEEPEST + bracket[1] * DEEPEST)
    with pytest.raises(QueryError, match=f"1:{DEEPEST + 10}: brackets nest deeper than {DEEPEST}"):
        check("SELECT * " + bracket[0] * (DEEPEST + 1) + bracket[1] * (DEEPEST + 1))
    check("SELECT * {?s ?p '" + bracket[0] * 100 + "'}")


def test_long_queries_are_refused() -> None:
    with pytest.raises(QueryError, match="longer than 64 KiB"):
        check("#" * (LONGEST + 1))
    with pytest.raises(QueryError, match="more than 2,000 words and signs"):
        check("SELECT * {VALUES ?x {" + "1 " * MOST_TOKENS + "}}")


HEAVY = {
    "braces": "'{' * 3000",
    "optional": "'SELECT * {' + 'OPTIONAL {' * 3000 + '}' * 3001",
    "parentheses": "'SELECT * {FILTER' + '(' * 5000 + '1' + ')' * 5000 + '}'",
    "or": "'SELECT * {FILTER(1' + '||1' * 21000 + ')}'",
    "not": "'SELECT * {FILTER(' + '!' * 60000 + '1)}'",
    "union": "'SELECT * {' + '{}UNION' * 9000 + '{}}'",
    "path": "'SELECT * {?s a' + '|a' * 32000 + ' ?o}'",
    "allowed or": "'SELECT * {FILTER(1' + '||1' * 600 + ')}'",
    "allowed union": "'SELECT * {' + '{}UNION' * 600 + '{}}'",
    "allowed minus": "'SELECT * {' + 'MINUS{}' * 600 + '}'",
    "allowed projection": "'SELECT ' + ''.join(f'(1 AS ?x{i})' for i in range(390)) + '{}'",
    "allowed not": "'SELECT * {FILTER(' + '!' * 1980 + '1)}'",
}


def test_no_query_ends_the_process() -> None:
    code = "from tests.test_query import *\nfor name, text in HEAVY.items():\n try: ask(STORE, eval(text))\n except GraphkitError: assert 'allowed' not in name\nprint('alive')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout == "alive\n", done.stderr[-500:]


WORDS = [
    "SELECT",
    "?s",
    "*",
    "{",
    "}",
    "(",
    ")",
    "gk:a",
    "'",
    '"',
    '"""',
    "\\",
    "#",
    "\n",
    "<",
    ">",
    "<https://x/#>",
    "1",
    ".",
    "ASK",
    "FILTER",
    "\ud800",
]


@settings(deadline=None, max_examples=300)
@given(st.one_of(st.text(), st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)))
def test_any_text_is_answered_or_refused(sparql: str) -> None:
    try:
        ask(STORE, sparql)
    except GraphkitError as error:
        assert "\n" not in str(error)
