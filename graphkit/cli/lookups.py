"""`search`, `neighbors`, `path`: questions to a graph."""

from __future__ import annotations

import click

from graphkit.cli.console import EXIT_DATA, fail, graph_argument, open_or_build, print_table, say, table_options

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
    row = lookup.find_node(built, node)
    say(f"{built.nodes['label'][row]} ({built.nodes['id'][row]})")
    print_table(lookup.neighbours(built, row), as_csv, as_json)


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


COMMANDS = (search, neighbors, path)
