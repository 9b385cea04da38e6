"""SPARQL questions to a graph or to an RDF file, answered as plain Python values or in the W3C's formats.

A query that Ctrl-C ends here goes on unseen until the program ends: whoever serves queries of strangers runs them in
a process that can be killed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from graphkit.answers import FORMATS, Kind, Result, Value, result, turtle
from graphkit.errors import QueryError
from graphkit.graph import Graph
from graphkit.rdf.gate import check
from graphkit.rdf.kept import TURTLE_FILE, TURTLE_FILES, Progress, open_directory
from graphkit.rdf.vocabulary import PREFIXES
from graphkit.waiting import interruptible

if TYPE_CHECKING:
    import pyoxigraph

T = TypeVar("T")

__all__ = ["FORMATS", "Kind", "Result", "Value", "answer", "ask", "opened", "query"]


def query(source: Graph | Path, sparql: str, values: Mapping[str, str] | None = None) -> Result:
    """The answer of a graph, an RDF file, or a folder with a `graph.ttl`; raises QueryError.

    The file is Turtle, N-Triples, TriG or N-Quads (`graphkit.rdf.store.RDF_FILES`). The prefixes of
    `graphkit.rdf.PREFIXES` need no declaration. `values` are texts for variables that SELECT names. SERVICE and
    updates are refused, and so is a text that could bring the parser down (`graphkit.rdf.gate`).

    >>> import polars as pl
    >>> nodes = pl.DataFrame({"id": ["article:a", "topic:ai"], "kind": ["article", "topic"], "label": ["A", "AI"]})
    >>> edges = pl.DataFrame({"source_id": ["article:a"], "target_id": ["topic:ai"], "kind": ["about"]})
    >>> graph = Graph.of(nodes, edges)
    >>> query(graph, "SELECT ?title WHERE { ?a schema:about/skos:prefLabel 'AI' ; schema:headline ?title }").rows
    [('A',)]
    >>> query(graph, "SELECT ?n ?kind WHERE { ?a skos:prefLabel ?n ; gk:kind ?kind }", {"n": "AI"}).rows
    [('AI', 'topic')]
    """
    check(sparql)
    return ask(opened(source), sparql, values)


def opened(source: Graph | Path, progress: Progress | None = None) -> pyoxigraph.Store:
    """What `ask` can be asked of many times; raises SourceError for a file that is not RDF.

    A large graph directory keeps its store (`graphkit.rdf.kept`); everything else is loaded into memory.
    """
    import pyoxigraph

    from graphkit.graph.directory import is_graph_directory
    from graphkit.rdf.store import fill

    if isinstance(source, Path) and is_graph_directory(source):
        return open_directory(source, progress)
    store = pyoxigraph.Store()
    fill(store, _turtle_in(source) if isinstance(source, Path) and source.is_dir() else source)
    return store


def _turtle_in(folder: Path) -> Path:
    return next((folder / name for name in TURTLE_FILES if (folder / name).is_file()), folder / TURTLE_FILE)


def ask(store: pyoxigraph.Store, sparql: str, values: Mapping[str, str] | None = None) -> Result:
    """The answer of a store that is open already; raises QueryError."""
    return _evaluated(store, sparql, values or {}, result)


def answer(
    store: pyoxigraph.Store,
    sparql: str,
    values: Mapping[str, str] | None = None,
    form: str = "",
    seconds: float | None = None,
) -> Result | bytes:
    """The answer in one of FORMATS; without a form triples in Turtle, else a Result.

    Raises QueryError, also when it takes more than so many seconds.
    """
    return _evaluated(store, sparql, values or {}, lambda found: _written(found, form), seconds)


def _written(found: Any, form: str) -> Result | bytes:
    import pyoxigraph

    if not isinstance(found, pyoxigraph.QueryTriples):
        return FORMATS[form](found) if form else result(found)
    if form:
        raise QueryError(f"CONSTRUCT and DESCRIBE answer in Turtle, not in {form.upper()}")
    return turtle(found)


def _evaluated(
    store: pyoxigraph.Store,
    sparql: str,
    values: Mapping[str, str],
    use: Callable[[Any], T],
    seconds: float | None = None,
) -> T:
    """What `use` makes of the answer. Oxigraph finds answers as they are read, so errors come from there, too."""
    check(sparql)
    terms = _terms(values)
    try:
        return interruptible(lambda: use(store.query(sparql, prefixes=dict(PREFIXES), substitutions=terms)), seconds)
    except TimeoutError as error:
        raise QueryError(f"the query took more than {seconds:g} s; ask for less, or allow it more time") from error
    except SyntaxError as error:
        raise explained(sparql, str(error)) from error
    except (OSError, RuntimeError, ValueError, UnicodeError) as error:
        if unknown := _UNKNOWN.search(str(error)):
            raise QueryError(f"no value can be set for {unknown[1]}: SELECT does not name it") from error
        raise QueryError(f"the query failed: {_one_line(str(error))}") from error


def _terms(values: Mapping[str, str]) -> dict[Any, Any] | None:
    """Values as terms for variables: they never become a part of the query's text."""
    import pyoxigraph

    return {pyoxigraph.Variable(name): pyoxigraph.Literal(value) for name, value in values.items()} or None


_UNKNOWN = re.compile(r"does not contains? variable (\?\w+)")
_POSITION = re.compile(r"error at (\d+):(\d+): (?:expected )?(?:one of )?(.*)", re.DOTALL)
_WORD_BEFORE = re.compile(r"[\w?$:]+$")
_SENTENCE = re.compile(r"(?:^|, )((?:The |Prefix |[A-Z][a-z]+ )[\w '?]+)(?=, |$)")


def explained(sparql: str, error: str) -> QueryError:
    """Where the parser stopped and on what; what it expected there is noise, but for whole sentences.

    >>> str(explained("SELECT * { ?s foo ?o }", "error at 1:20: expected OPTIONAL"))
    "1:19: not valid SPARQL near '?o }'"
    """
    if not (match := _POSITION.match(error)):
        return QueryError(f"not valid SPARQL: {_one_line(error)}")
    number, stop = int(match[1]), int(match[2])
    line = (sparql + "\n").split("\n")[number - 1]
    sentence = _SENTENCE.search(match[3])
    start, where = stop - 1, "at the end of the line"
    if line[start:].strip():
        start = len(_WORD_BEFORE.sub("", line[:start]))
        where = f"near {line[start : start + 40].strip()!r}"
    return QueryError(f"not valid SPARQL {where}" + (f": {sentence[1]}" if sentence else ""), number, start + 1)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:300]
