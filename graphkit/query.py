"""SPARQL questions to a graph or to a Turtle file, answered as plain Python values.

Evaluated through rdflib's interface on an Oxigraph store. A query runs to its end: whoever serves
queries of strangers runs them in a process that can be killed.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from graphkit.errors import QueryError
from graphkit.graph import Graph
from graphkit.rdf.gate import check

if TYPE_CHECKING:
    import rdflib
    from rdflib.query import Result as RdflibResult

Value = str | int | float | bool | datetime | date | None
Kind = Literal["select", "ask", "triples"]

TURTLE_FILE: Final = "graph.ttl"

QUESTIONS: Final[Mapping[str, str]] = {
    "publishers": """\
# Which publishers are most referred to, by articles of other publishers?
SELECT ?publisher (COUNT(*) AS ?references) WHERE {
  ?article dcterms:relation ?other .
  ?other schema:publisher ?to .
  ?to schema:name ?publisher .
  FILTER NOT EXISTS { ?article schema:publisher ?to }
}
GROUP BY ?to ?publisher
ORDER BY DESC(?references) ?publisher
""",
    "topic": """\
# Articles on a topic, by date.
SELECT ?date ?headline ?url WHERE {
  ?topic skos:prefLabel ?name .
  FILTER(LCASE(?name) = "computer vision")
  ?article schema:about ?topic ; schema:headline ?headline .
  OPTIONAL { ?article schema:datePublished ?date }
  OPTIONAL { ?article schema:url ?url }
}
ORDER BY ?date ?headline
""",
    "two steps": """\
# Articles two steps of `related` apart, in either direction, and the article between them.
SELECT ?from ?via ?to WHERE {
  ?a dcterms:relation|^dcterms:relation ?b .
  ?b dcterms:relation|^dcterms:relation ?c .
  FILTER(STR(?a) < STR(?c))
  ?a schema:headline ?from .
  ?b schema:headline ?via .
  ?c schema:headline ?to .
}
ORDER BY ?from ?via ?to
LIMIT 1000
""",
}
"""Questions to begin with; they run on every graph."""


@dataclass(frozen=True, slots=True)
class Result:
    """An answer: rows of plain values under named columns.

    ASK gives one row with one column, `answer`; CONSTRUCT and DESCRIBE give sorted rows of
    `subject`, `predicate`, `object`. An unbound variable is None, a decimal a float.
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


def query(source: Graph | Path, sparql: str) -> Result:
    """The answer of a graph, a Turtle file, or a folder with a `graph.ttl`; raises QueryError.

    The prefixes of `graphkit.rdf.PREFIXES` need no declaration. SERVICE and updates are refused, and
    so is a text that could bring the parser down (`graphkit.rdf.gate`).

    >>> import polars as pl
    >>> nodes = pl.DataFrame({"id": ["article:a", "topic:ai"], "kind": ["article", "topic"], "label": ["A", "AI"]})
    >>> edges = pl.DataFrame({"source_id": ["article:a"], "target_id": ["topic:ai"], "kind": ["about"]})
    >>> graph = Graph.of(nodes, edges)
    >>> query(graph, "SELECT ?title WHERE { ?a schema:about/skos:prefLabel 'AI' ; schema:headline ?title }").rows
    [('A',)]
    """
    check(sparql)
    return ask(opened(source), sparql)


def opened(source: Graph | Path) -> rdflib.Graph:
    """What `ask` can be asked of many times; raises SourceError for a file that is not Turtle."""
    from graphkit.rdf.store import load_turtle, to_rdflib

    if isinstance(source, Graph):
        return to_rdflib(source)
    return load_turtle(source / TURTLE_FILE if source.is_dir() else source)


def ask(store: rdflib.Graph, sparql: str) -> Result:
    """The answer of a graph that is open already; raises QueryError."""
    check(sparql)
    try:
        with _quiet():
            return _result(store.query(sparql))
    except SyntaxError as error:
        raise QueryError(_explained(sparql, str(error))) from error
    except (OSError, RuntimeError, ValueError, UnicodeError) as error:
        raise QueryError(f"the query failed: {_one_line(str(error))}") from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from logging a traceback for each literal like "x"^^xsd:integer; it comes out as text."""
    logger = logging.getLogger("rdflib.term")
    logger.addFilter(_drop)
    try:
        yield
    finally:
        logger.removeFilter(_drop)


def _drop(_: logging.LogRecord) -> bool:
    return False


def _result(found: RdflibResult) -> Result:
    if found.type == "ASK":
        return Result("ask", ("answer",), [(bool(found.askAnswer),)])
    if found.type == "SELECT":
        names = found.vars or []
        rows = [tuple(_plain(binding.get(name)) for name in names) for binding in found.bindings]
        return Result("select", tuple(str(name) for name in names), rows)
    triples = sorted(found.graph or (), key=lambda triple: tuple(term.n3() for term in triple))
    return Result("triples", ("subject", "predicate", "object"), [_row(triple) for triple in triples])


def _row(terms: Iterable[Any]) -> tuple[Value, ...]:
    return tuple(_plain(term) for term in terms)


def _plain(term: Any) -> Value:
    """A term as a plain value: numbers, truth and dates as such, everything else as text."""
    from rdflib import BNode, Literal

    if term is None:
        return None
    if isinstance(term, BNode):
        return f"_:{term}"
    value = term.toPython() if isinstance(term, Literal) else term
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, (bool, int, float, date)):
        return value
    return " ".join(map(str, map(_plain, term))) if isinstance(term, tuple) else str(term)


_POSITION = re.compile(r"error at (\d+):(\d+): (?:expected )?(?:one of )?(.*)", re.DOTALL)
_WORD_BEFORE = re.compile(r"[\w?$:]+$")
_SENTENCE = re.compile(r"(?:^|, )((?:The |Prefix |[A-Z][a-z]+ )[\w '?]+)(?=, |$)")


def _explained(sparql: str, error: str) -> str:
    """Where the parser stopped and on what; what it expected there is noise, but for whole sentences.

    >>> _explained("SELECT * { ?s foo ?o }", "error at 1:20: expected OPTIONAL")
    "1:19: not valid SPARQL near '?o }'"
    """
    if not (match := _POSITION.match(error)):
        return f"not valid SPARQL: {_one_line(error)}"
    number, stop = int(match[1]), int(match[2])
    line = (sparql + "\n").split("\n")[number - 1]
    sentence = _SENTENCE.search(match[3])
    start, where = stop - 1, "at the end of the line"
    if line[start:].strip():
        start = len(_WORD_BEFORE.sub("", line[:start]))
        where = f"near {line[start : start + 40].strip()!r}"
    return f"{number}:{start + 1}: not valid SPARQL {where}" + (f": {sentence[1]}" if sentence else "")


def _one_line(text: str) -> str:
    return " ".join(text.split())[:300]
