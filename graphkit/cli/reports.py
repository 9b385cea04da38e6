"""`stats`, `rank`, `clusters`: what a graph measures."""

from __future__ import annotations

from typing import Any

import click

from graphkit.cli.console import graph_argument, open_or_build, print_json, print_table, table_options


@click.command()
@graph_argument
@table_options
def stats(graph: str, as_csv: bool, as_json: bool) -> None:
    """Count what is in GRAPH: sightings, nodes, edges, components, the ledger.

    \b
    Example:
      graphkit stats exports
      graphkit stats exports --json
    """
    import polars as pl

    manifest = open_or_build(graph).manifest
    told = {name: value for name, value in manifest.items() if name != "files"}
    if as_json:
        print_json(told)
        return
    rows = [(name, str(value)) for name, value in _flat(told)]
    print_table(pl.DataFrame(rows, schema=["what", "value"], orient="row"), as_csv, False)


def _flat(value: dict[str, Any], lead: str = "") -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = []
    for name, item in value.items():
        if isinstance(item, dict):
            rows.extend(_flat(item, f"{lead}{name}."))
        else:
            rows.append((f"{lead}{name}", ", ".join(map(str, item)) if isinstance(item, list) else item))
    return rows


@click.command()
@graph_argument
@click.option(
    "--metric", default="pagerank", show_default=True, metavar="NAME", help="A column of numbers of the nodes."
)
@click.option("-n", "limit", default=20, show_default=True, type=click.IntRange(1, 1_000_000), help="How many.")
@click.option(
    "--kind", default="article", show_default=True, metavar="KIND", help="Which nodes: article, provider, topic, all."
)
@table_options
def rank(graph: str, metric: str, limit: int, kind: str, as_csv: bool, as_json: bool) -> None:
    """The nodes of GRAPH with the most of a metric.

    \b
    Example:
      graphkit rank exports --metric pagerank -n 5
      graphkit rank exports --metric degree --kind provider
    """
    from graphkit.reports import ranking

    print_table(ranking(open_or_build(graph), metric, limit, kind), as_csv, as_json)


@click.command()
@graph_argument
@table_options
def clusters(graph: str, as_csv: bool, as_json: bool) -> None:
    """The clusters of GRAPH: label, size, and their most important article.

    \b
    Example:
      graphkit clusters exports
    """
    from graphkit.reports import cluster_table

    print_table(cluster_table(open_or_build(graph)), as_csv, as_json)


COMMANDS = (stats, rank, clusters)
