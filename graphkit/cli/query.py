"""`query`: SPARQL over a graph, and the questions that come with graphkit."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

import click

from graphkit.cli.console import EXIT_USAGE, Progress, fail, open_or_build, print_data, print_table, say, show, watched

if TYPE_CHECKING:
    from graphkit.errors import QueryError
    from graphkit.graph import Graph

LIST = "list"
_WINDOW = 100
"""Characters of a wrong line that are shown."""


def _format(name: str, help: str) -> Callable[[Any], Any]:  # noqa: A002
    return click.option(f"--{name}", "form", flag_value=name, default=None, help=help)


@click.command()
@click.argument("sparql", required=False)
@click.argument("graph", default="exports", type=click.Path())
@click.option("--file", "file", type=click.File(encoding="utf-8-sig"), help="Read the query from a file, - for stdin.")
@click.option("--named", metavar="NAME", help="Ask a question that comes with graphkit; 'list' names them.")
@click.option("--set", "values", metavar="NAME=VALUE", multiple=True, help="Set a variable to a text, repeatable.")
@click.option("--timeout", type=click.FloatRange(0.1), default=None, help="Seconds that the query may take.")
@_format("csv", "Print CSV, safe in a spreadsheet.")
@_format("tsv", "Print the W3C's TSV, exact.")
@_format("json", "Print the W3C's JSON.")
@_format("xml", "Print the W3C's XML.")
def query(
    sparql: str | None,
    graph: str,
    file: TextIO | None,
    named: str | None,
    values: tuple[str, ...],
    timeout: float | None,
    form: str | None,
) -> None:
    """Answer a SPARQL query over GRAPH: a graph directory, a folder of articles or an RDF file.

    The file is Turtle, N-Triples, TriG or N-Quads, and may be compressed: graph.ttl, graph.trig.gz, graph.nt.zst.
    The prefixes schema, dcterms, skos, gk, prov, void, dcat, xsd, rdf and rdfs are known. CONSTRUCT and DESCRIBE
    answer in Turtle.

    \b
    Example:
      graphkit query 'SELECT ?title WHERE { ?a schema:headline ?title } LIMIT 3' exports
      graphkit query --named list
      graphkit query --named topic --set topic="Computer Vision" exports --csv
    """
    if named == LIST:
        _print_questions()
        return
    if file is not None or named:
        if sparql and _is_query(sparql):
            fail(f"a query and {'--file' if file else '--named'}: give one of them")
        graph = sparql or graph
    terms = dict(map(_term, values))
    text = _sparql(sparql, file, named, terms)
    _answer(text, graph, terms, form, _name(file) if file else "", timeout)


def _term(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    name = name.lstrip("?$")
    if not equals or not name.isidentifier():
        fail(f"--set {text!r}: write it as --set name=value")
    return name, value


def _sparql(sparql: str | None, file: TextIO | None, named: str | None, terms: dict[str, str]) -> str:
    if named:
        from graphkit.questions import question

        return question(named, terms).sparql
    text = _read(file) if file is not None else sparql
    if not text or (file is None and not _is_query(text) and Path(text).exists()):
        fail("no query; give one, or --file, or --named: graphkit query 'SELECT …' exports")
    return text


def _is_query(text: str) -> bool:
    return bool(set(text) & set("{ \n"))


def _read(file: TextIO) -> str:
    try:
        return file.read()
    except UnicodeDecodeError:
        fail(f"{_name(file)}: the query is not UTF-8 text")


def _name(file: TextIO) -> str:
    return str(getattr(file, "name", "<stdin>"))


def _answer(sparql: str, graph: str, terms: dict[str, str], form: str | None, name: str, seconds: float | None) -> None:
    from graphkit.errors import QueryError
    from graphkit.query import answer, opened
    from graphkit.rdf.gate import check

    try:
        check(sparql)
        with Progress(0) as progress:
            store = opened(_source(graph), progress)
        found = answer(store, sparql, terms, form or "", seconds)
    except QueryError as error:
        _blame(error, sparql, name)
    if isinstance(found, bytes):
        print_data(found)
    else:
        print_table(found.frame(), False, False)


def _source(graph: str) -> Graph | Path:
    from graphkit.graph.directory import is_graph_directory

    path = Path(graph)
    if _is_query(graph) and not path.exists():
        fail("the query goes before the graph: graphkit query 'SELECT …' exports")
    return path if ".ttl" in path.suffixes or path.is_file() or is_graph_directory(path) else open_or_build(graph)


def _blame(error: QueryError, sparql: str, name: str) -> NoReturn:
    """The one line of the error and, where somebody looks, the line that is wrong with a caret under the place."""
    say(f"error: {name}:{error}" if name and error.line else f"error: {error}")
    if error.line and watched(sys.stderr):
        line, column = sparql.split("\n")[error.line - 1], error.column - 1
        start = max(0, column - _WINDOW // 2)
        say(f"  {line[start : start + _WINDOW]}")
        say("  " + " " * _width(line[start:column]) + "^")
    raise click.exceptions.Exit(EXIT_USAGE)


def _width(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(show(text))


def _print_questions() -> None:
    import polars as pl

    from graphkit.questions import QUESTIONS

    rows = [
        (one.name, one.title, ", ".join(f"{name}: {meaning}" for name, meaning in one.parameters.items()))
        for one in QUESTIONS.values()
    ]
    schema = {"name": pl.String, "question": pl.String, "set": pl.String}
    print_table(pl.DataFrame(rows, schema=schema, orient="row"), False, False)


COMMANDS = (query,)
