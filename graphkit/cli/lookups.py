"""`search`, `neighbors`, `path`, `query`: questions to a graph."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from graphkit.cli.console import EXIT_DATA, fail, graph_argument, open_or_build, print_table, say, table_options

if TYPE_CHECKING:
    import polars as pl

_kind = click.option("--kind", default="", metavar="KIND", help="Only this kind.")


@click.command()
@click.argument("text")
@graph_argument
@click.option("-n", "limit", default=20, show_default=True, type=click.IntRange(1, 1_000_000), help="How many.")
@_kind
@table_options
def search(text: str, graph: str, limit: int, kind: str, as_csv: bool, as_json: bool) -> None:
    """The nodes of GRAPH that hold every word of TEXT.

    \b
    Example:
      graphkit search "facial recognition" exports -n 3
    """
    from graphkit import lookup

    print_table(lookup.search(open_or_build(graph), text, limit, kind), as_csv, as_json)


@click.command()
@click.argument("node")
@graph_argument
@table_options
def neighbors(node: str, graph: str, as_csv: bool, as_json: bool) -> None:
    """The edges of NODE in GRAPH; NODE is an id, a URL or a label.

    \b
    Example:
      graphkit neighbors KnowTechie exports
    """
    from graphkit import lookup

    built = open_or_build(graph)
    print_table(lookup.neighbours(built, lookup.find_node(built, node)), as_csv, as_json)


@click.command()
@click.argument("start")
@click.argument("end")
@graph_argument
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Only edges of this kind, repeatable.")
@table_options
@click.pass_context
def path(
    ctx: click.Context, start: str, end: str, graph: str, kinds: tuple[str, ...], as_csv: bool, as_json: bool
) -> None:
    """A shortest path from START to END in GRAPH, whatever the direction of its edges.

    \b
    Example:
      graphkit path KnowTechie KRDO exports
    """
    import polars as pl

    from graphkit import lookup
    from graphkit.model import EDGE_KINDS

    if unknown := [kind for kind in kinds if kind not in EDGE_KINDS]:
        fail(f"unknown kind {unknown[0]!r}; choose one of: {', '.join(EDGE_KINDS)}")
    built = open_or_build(graph)
    steps = lookup.path(built, lookup.find_node(built, start), lookup.find_node(built, end), kinds)
    if steps is None:
        say("no path")
        ctx.exit(EXIT_DATA)
    labels, ids = built.nodes["label"], built.nodes["id"]
    rows = [
        (labels[s.source], f"{s.kind} →" if s.forward else f"← {s.kind}", labels[s.target], ids[s.target])
        for s in steps
    ]
    schema = {"from": pl.String, "edge": pl.String, "to": pl.String, "id": pl.String}
    print_table(pl.DataFrame(rows, schema=schema, orient="row"), as_csv, as_json)


@click.command()
@click.argument("sparql", required=False)
@click.argument("graph", default="exports", type=click.Path())
@click.option("--file", "file", type=click.File(encoding="utf-8"), help="Read the query from a file, - for stdin.")
@table_options
def query(sparql: str | None, graph: str, file: TextIO | None, as_csv: bool, as_json: bool) -> None:
    """Answer a SPARQL query over GRAPH: a graph directory, a folder of articles or a Turtle file.

    The prefixes schema, dcterms, skos, gk, xsd, rdf and rdfs are known.

    \b
    Example:
      graphkit query 'SELECT ?title WHERE { ?a schema:headline ?title } LIMIT 3' exports
    """
    if file is not None:
        graph, sparql = sparql or graph, _read(file)
    if not sparql or (not set(sparql) & set("{ \n") and Path(sparql).exists()):
        fail("no query; give one, or --file: graphkit query 'SELECT …' exports")
    from graphkit.query import query as answer

    turtle = Path(graph)
    result = answer(turtle if turtle.suffix == ".ttl" else open_or_build(graph), sparql)
    print_table(_table(result.columns, result.rows), as_csv, as_json)


def _read(file: TextIO) -> str:
    try:
        return file.read()
    except UnicodeDecodeError:
        fail(f"{file.name}: the query is not UTF-8 text")


def _table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> pl.DataFrame:
    """Rows whose columns may mix types, as SPARQL allows: such a column becomes text."""
    import polars as pl

    cells = list(zip(*rows, strict=True)) or [()] * len(columns)
    return pl.DataFrame([_column(name, values) for name, values in zip(columns, cells, strict=True)])


def _column(name: str, values: Sequence[object]) -> pl.Series:
    import polars as pl

    types = {type(value) for value in values if value is not None}
    if len(types) <= 1:
        return pl.Series(name, values)
    return pl.Series(name, [None if value is None else str(value) for value in values])


COMMANDS = (search, neighbors, path, query)
