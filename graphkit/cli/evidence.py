"""`ledger`, `why`, `drift`, `wanted`: what a graph rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from graphkit.cli.console import (
    EXIT_DATA,
    Progress,
    fail,
    graph_argument,
    open_or_build,
    print_json,
    print_table,
    say,
    show,
    table_options,
)

if TYPE_CHECKING:
    import polars as pl

    from graphkit.explain import Explanation
    from graphkit.graph import Graph
    from graphkit.graph.report import Evidence

_ROWS = 50
_limit = click.option(
    "-n", "limit", type=click.IntRange(1), help=f"How many rows; default: {_ROWS}, and all with --csv or --json."
)


def _open(path: str) -> tuple[Graph, Evidence]:
    from graphkit.pipeline import load_with_evidence

    with Progress() as progress:
        return load_with_evidence(path, progress)


@click.command()
@graph_argument
@click.option("--outcome", "outcomes", multiple=True, metavar="NAME", help="Only relations that ended so, repeatable.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Only relations of this kind, repeatable.")
@_limit
@table_options
@click.pass_context
def ledger(
    ctx: click.Context,
    graph: str,
    outcomes: tuple[str, ...],
    kinds: tuple[str, ...],
    limit: int | None,
    as_csv: bool,
    as_json: bool,
) -> None:
    """Every relation that the files declare, and how it ended; the totals are checked.

    \b
    Example:
      graphkit ledger exports --outcome cited --kind related
      graphkit ledger exports --csv
    """
    import polars as pl

    from graphkit.model import EDGE_KINDS, OUTCOMES

    _known("outcome", outcomes, OUTCOMES)
    _known("kind", kinds, EDGE_KINDS)
    built, evidence = _open(graph)
    rows = evidence.ledger
    rows = rows.filter(pl.col("outcome").is_in(outcomes)) if outcomes else rows
    rows = rows.filter(pl.col("kind").is_in(kinds)) if kinds else rows
    columns = ["source", "line", "kind", "outcome", "text", "target", "reason"]
    _print_first(rows.sort("source", "line", maintain_order=True).select(columns), limit, as_csv, as_json)
    _say_totals(ctx, built, evidence)


def _known(what: str, names: tuple[str, ...], choices: tuple[str, ...]) -> None:
    if unknown := [name for name in names if name not in choices]:
        fail(f"unknown {what} {unknown[0]!r}; choose one of: {', '.join(choices)}")


def _print_first(table: pl.DataFrame, limit: int | None, as_csv: bool, as_json: bool) -> None:
    most = limit or (table.height if as_csv or as_json else _ROWS)
    print_table(table.head(most), as_csv, as_json)
    if table.height > most:
        say(f"… and {table.height - most} more rows; -n {table.height} shows all")


def _say_totals(ctx: click.Context, built: Graph, evidence: Evidence) -> None:
    """Per kind how the relations ended; exit with 1 if any is missing."""
    declared = built.manifest.get("declared")
    if not isinstance(declared, dict) or not declared:
        say("error: the totals are not checked, as the manifest lacks what the files declare; build the graph again")
        ctx.exit(EXIT_DATA)
    short = False
    outcomes = evidence.outcomes()
    for kind, stated in declared.items():
        ends = outcomes.get(kind, {})
        total = sum(ends.values())
        short |= total != stated
        said = "as many as the files declare" if total == stated else f"but the files declare {stated}"
        say(f"{kind}: {', '.join(f'{count} {name}' for name, count in ends.items()) or 'none'}; {total} in all, {said}")
    if short:
        say("error: relations are missing from the ledger; build the graph again")
        ctx.exit(EXIT_DATA)


@click.command()
@click.argument("one")
@click.argument("other")
@graph_argument
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def why(one: str, other: str, graph: str, as_json: bool) -> None:
    """Why ONE and OTHER are one node or two, and which files carry the edges between them.

    ONE and OTHER are ids, URLs, paths of files or labels.

    \b
    Example:
      graphkit why https://amp.freep.com/amp/7342230002 "Detroit Free Press" exports
      graphkit why https://amp.freep.com/amp/7342230002 "Fight over facial recognition" exports
    """
    from graphkit import explain

    built, evidence = _open(graph)
    found = explain.why(built, evidence, one, other)
    if as_json:
        tables = {"chain": found.chain.to_dicts(), "reasons": found.reasons, "edges": found.edges.to_dicts()}
        print_json({"nodes": found.nodes, **tables})
    else:
        _print_why(found)


def _print_why(found: Explanation) -> None:
    if len(found.nodes) == 1:
        click.echo(show(f"one node: {found.nodes[0]}"))
        for url, key, rules in found.asked:
            click.echo(show(f"  {url} = {key}{f' [{rules}]' if rules else ''}"))
        _print_chain(found.chain)
        for reason in found.reasons:
            click.echo(show(f"  {reason}"))
        return
    click.echo(show(f"not one node: {found.nodes[0]} and {found.nodes[1]}"))
    for reason in found.reasons:
        click.echo(show(f"  {reason}"))
    for start, kind, end in found.edges.select("from", "kind", "to").unique(maintain_order=True).iter_rows():
        click.echo(show(f"{start} -{kind}-> {end}"))
        _print_carriers(found.edges.filter((found.edges["from"] == start) & (found.edges["kind"] == kind)))
    if found.edges.is_empty():
        click.echo("no edge between them")


def _print_chain(chain: pl.DataFrame) -> None:
    """Each place once, with the keys that it ties below it."""
    before = ""
    for key, source, line, relation, url, rules in chain.iter_rows():
        place = f"  {source}:{line} ({relation})"
        if place != before:
            click.echo(show(place))
        before = place
        said = f"{url} = {key}" if url else key
        click.echo(show(f"    {said}{f' [{rules}]' if rules else ''}"))


def _print_carriers(edges: pl.DataFrame) -> None:
    for source, line, rank, text, date in edges.select("source", "line", "rank", "text", "date").iter_rows():
        day = f"{date:%Y-%m-%d}" if date else "no date"
        click.echo(show(f"  {source}:{line}{f' ({rank})' if rank else ''} {day}: {text}"))


@click.command()
@graph_argument
@click.option("--field", default="", metavar="NAME", help="Only this field: title, published, provider, quality, …")
@_limit
@table_options
def drift(graph: str, field: str, limit: int | None, as_csv: bool, as_json: bool) -> None:
    """What the files disagree on: each value of an article's field, and from when to when files say so.

    \b
    Example:
      graphkit drift exports --field quality
    """
    from graphkit import testimony

    found = testimony.drift(*_open(graph), field)
    _print_first(found, limit, as_csv, as_json)
    if found.is_empty():
        say("nothing: the files agree")


@click.command()
@graph_argument
@click.option("-n", "limit", default=20, show_default=True, type=click.IntRange(1, 1_000_000), help="How many.")
@table_options
def wanted(graph: str, limit: int, as_csv: bool, as_json: bool) -> None:
    """Articles that the files refer to and nobody collected: those first that most refer to.

    \b
    Example:
      graphkit wanted exports -n 5
    """
    from graphkit import testimony

    found = testimony.wanted(open_or_build(graph), limit)
    print_table(found, as_csv, as_json)
    if found.is_empty():
        say(
            "nothing: every article that the files call related is collected; build with --external-links for the links"
        )


COMMANDS = (ledger, why, drift, wanted)
