"""`serve`: a graph as a local web server."""

from __future__ import annotations

import os
from pathlib import Path

import click

from graphkit.cli.console import Progress, fail, say


@click.command()
@click.argument("graph", default="exports", type=click.Path(path_type=Path))
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 for a free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--timeout", default=10.0, show_default=True, type=click.FloatRange(0.1), help="Seconds for a query.")
@click.option(
    "--memory", default=256, show_default=True, type=click.IntRange(16), help="MB for all queries that run at once."
)
@click.option(
    "--workers", type=click.IntRange(1), default=None, help="Queries at once; default: one per core, 2 at least."
)
@click.option("--watch", is_flag=True, help="Serve the new graph when GRAPH has changed.")
@click.option("--open", "show", is_flag=True, help="Open a browser.")
@click.option(
    "--allow-origin", "origins", multiple=True, metavar="ORIGIN", help="Let pages of this origin ask; '*' for all."
)
@click.option("--allow-host", "hosts", multiple=True, metavar="NAME", help="Another name of this server.")
def serve(
    graph: Path,
    port: int,
    host: str,
    timeout: float,
    memory: int,
    workers: int | None,
    watch: bool,
    show: bool,
    origins: tuple[str, ...],
    hosts: tuple[str, ...],
) -> None:
    """Serve GRAPH to this machine: the explorer, SPARQL with an editor, linked data, JSON. It is only read.

    GRAPH is a graph directory, a folder of articles or an RDF file, which has no explorer and no JSON.

    \b
    Example:
      graphkit serve exports
      graphkit serve exports --port 8080 --timeout 30
      graphkit serve seeds --watch
    """
    if not hasattr(os, "fork"):
        fail("graphkit serve needs Linux or macOS: its queries run in processes that share the data")
    from graphkit.serve.guard import is_loopback
    from graphkit.serve.server import Settings
    from graphkit.serve.server import serve as run
    from graphkit.serve.turns import Limits

    if not is_loopback(host):
        say(f"warning: whoever reaches {host} can read the graph and ask it; there is no password")
    limits = Limits(workers or max(2, os.cpu_count() or 2), timeout, memory * 2**20)
    settings, is_file = Settings(host, port, hosts, origins, watch), graph.is_file()
    with Progress() as progress:
        run(graph, settings, limits, lambda url: _ready(url, is_file, show), progress)


def _ready(url: str, is_file: bool, show: bool) -> None:
    """Say what is there; the explorer and JSON need tables, which an RDF file has not."""
    sparql = f"{url}/query  SPARQL editor\n{url}/sparql  endpoint"
    click.echo(sparql if is_file else f"{url}/  explorer\n{sparql}\n{url}/api  JSON")
    click.echo("Ctrl-C ends it.")
    if show:
        click.launch(f"{url}/query" if is_file else url)


COMMANDS = (serve,)
