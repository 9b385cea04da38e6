"""`build`, `export`: from articles to graph and files."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from graphkit.cli.console import (
    EXIT_DATA,
    EXIT_USAGE,
    Progress,
    fail,
    graph_argument,
    open_or_build,
    print_data,
    say,
    watched,
)
from graphkit.cli.options import (
    amount,
    article_iris_option,
    bare_notes_option,
    base_iri_option,
    compress_option,
    config_option,
    images_option,
    leave,
    settings_of,
    workers_option,
)

if TYPE_CHECKING:
    from graphkit.graph import Graph
    from graphkit.graph.report import Report

_SHOWN = 10

_format = click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    metavar="NAME",
    help="An export, repeatable; default: html, gexf, graphml, csv, json, parquet, ttl.",
)


@click.command()
@click.argument("folder", default="seeds", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", default="exports", show_default=True, type=click.Path(path_type=Path), help="Where the files go."
)
@_format
@config_option
@workers_option
@click.option("--no-drafts", is_flag=True, help="Leave drafts out.")
@click.option("--external-links", is_flag=True, help="Links that leave the folder are edges, too.")
@bare_notes_option
@click.option("--min-topic", type=click.IntRange(1), help="Topics of fewer articles stay out of pictures; default: 2.")
@base_iri_option
@article_iris_option
@compress_option
@images_option
@click.option("--fresh-layout", is_flag=True, help="Make clusters and the map anew, whatever OUTPUT holds.")
@click.pass_context
def build(
    ctx: click.Context,
    /,
    folder: Path,
    output: Path,
    formats: tuple[str, ...],
    config: Path | None,
    workers: int,
    no_drafts: bool,
    external_links: bool,
    bare_notes: bool,
    compress: str | None,
    images: bool,
    fresh_layout: bool,
    **given: Any,
) -> None:
    """Read the articles in FOLDER, build their graph, write it and its exports.

    What an earlier build left in OUTPUT keeps its clusters and its places on the map.

    \b
    Example:
      graphkit build seeds -o exports
      graphkit build seeds -o exports --format gexf --format ttl
      graphkit build seeds -o exports --external-links --min-topic 3
    """
    from graphkit import pipeline
    from graphkit.exporters import DEFAULT
    from graphkit.locks import locked
    from graphkit.pipeline import known_formats, refuse_overlap, save

    if str(output) == "-":
        fail("build writes a folder; for stdout: graphkit export FOLDER --format ttl -o -")
    known_formats(formats, compress)
    refuse_overlap(folder, output)
    settings = settings_of(folder, config, bare_notes, no_drafts, external_links, images, **given)
    with locked(output), Progress() as progress:
        earlier = None if fresh_layout else _earlier(output)
        graph, report = pipeline.build(folder, settings, workers=workers, progress=progress, earlier=earlier)
        if not report.counts["documents"]:
            _refuse_nothing(ctx, folder, report)
        written = save(graph, report, output, formats or DEFAULT, progress, compress)
    _say_built(folder, graph, report)
    say(f"{amount(len(written), 'file')} in {output}{_advice(output, list(written))}")
    _say_base(graph, formats or DEFAULT)
    leave(ctx, report, strict=False)


def _earlier(output: Path) -> Graph | None:
    """The graph that an earlier build left, if it did and it can be read."""
    from graphkit.errors import OutputError
    from graphkit.graph.directory import is_graph_directory, open_graph

    if not is_graph_directory(output):
        return None
    try:
        return open_graph(output)
    except OutputError as error:
        say(f"{str(error).split(';')[0]}; clusters and the map are made anew")
        return None


def _advice(output: Path, written: list[str]) -> str:
    uses = {"graph.html": "a browser", "graph.gexf": "Gephi", "graph.ttl": "any SPARQL engine"}
    named = [f"{output / name} in {tool}" for name, tool in uses.items() if name in written]
    return ": open " + ", ".join(named) if named else ""


def _say_base(graph: Graph, formats: Sequence[str]) -> None:
    """Where RDF was written: that its names are nobody's web addresses yet."""
    from graphkit.exporters import RDF
    from graphkit.rdf import BASE

    if graph.manifest["base_iri"] == BASE and not {*formats}.isdisjoint(RDF):
        say(f"names in RDF begin with {BASE}; for names of your own: --base-iri https://your.site/id/")


def _say_built(folder: Path, graph: Graph, report: Report) -> None:
    count = graph.manifest["counts"]
    say(
        f"{folder}: {count['documents']} documents, {count['sightings']} sightings; {count['nodes']} nodes "
        f"({count['article']} articles, {count['provider']} providers, {count['topic']} topics), {count['edges']} edges"
    )
    say("ledger: " + _ledger_line(report))
    _say_problems(report, _SHOWN, folder)
    if count["passed_over"]:
        say(f"{amount(count['passed_over'], 'file')} without front matter passed over")
    if report.disagreements.height:
        say(f"{amount(report.disagreements.height, 'field')} on which files disagree: graphkit check {folder}")


def _refuse_nothing(ctx: click.Context, folder: Path, report: Report) -> None:
    """Stop before an empty graph takes the place of an older one."""
    _say_problems(report, _SHOWN, folder)
    say(f"error: no articles in {folder}, nothing written: {_suffixes()} and begin with front matter")
    ctx.exit(EXIT_DATA if report.counts["rejected"] else EXIT_USAGE)


def _ledger_line(report: Report) -> str:
    total = dict(report.ledger.group_by("outcome").len().iter_rows())
    ends = ", ".join(f"{total[name]} {name}" for name in _outcomes() if name in total)
    return f"{report.ledger.height} declared relations: {ends}" if ends else "no declared relations"


def _suffixes() -> str:
    from graphkit.sources.scan import SUFFIXES

    return "files read end in " + " ".join(sorted(SUFFIXES))


def _outcomes() -> tuple[str, ...]:
    from graphkit.model import OUTCOMES

    return OUTCOMES


def _say_problems(report: Report, most: int, folder: Path) -> None:
    grave = sorted(report.of_severity("error", "warning"), key=lambda problem: problem.severity)
    for problem in grave[:most]:
        say(str(problem))
    if len(grave) > most:
        say(f"… and {len(grave) - most} more: graphkit check {folder}")


@click.command()
@graph_argument
@click.option("-o", "--output", default="exports", show_default=True, help="A folder, or - for stdout.")
@_format
@click.option("--min-topic", type=click.IntRange(1), help="Topics of fewer articles stay out of pictures.")
@base_iri_option
@article_iris_option
@images_option
@compress_option
@click.option("--top", type=click.IntRange(1), help="Only so many articles, and what is tied to them.")
@click.option("--by", default="pagerank", show_default=True, metavar="NAME", help="The number that --top goes by.")
@click.option("--cluster", type=int, help="Only this cluster.")
def export(
    graph: str,
    output: str,
    formats: tuple[str, ...],
    compress: str | None,
    top: int | None,
    by: str,
    cluster: int | None,
    **given: Any,
) -> None:
    """Write exports of GRAPH, a graph directory or a folder of articles, or of a part of it.

    \b
    Example:
      graphkit export exports --format gexf -o gephi
      graphkit export exports --format ttl --base-iri https://my.site/id/ -o -
      graphkit export exports --format nq --compress gz -o triples
      graphkit export exports --top 1000 --by pagerank -o part
    """
    from graphkit import pipeline
    from graphkit.cut import part
    from graphkit.exporters import DEFAULT
    from graphkit.graph.directory import is_graph_directory

    pipeline.known_formats(formats, compress)
    if output != "-" and not is_graph_directory(Path(graph)):
        pipeline.refuse_overlap(Path(graph), Path(output))
    built = part(open_or_build(graph), top, by, cluster)
    built = built.with_manifest({**built.manifest, **{name: value for name, value in given.items() if value}})
    files = pipeline.export_files(built, formats or DEFAULT, compress)
    if output != "-":
        written = pipeline.export(built, output, formats or DEFAULT, compress)
        say(f"{amount(len(written), 'file')} in {output}")
    elif len(files) == 1:
        _print_file(next(iter(files.values())))
    else:
        fail(f"stdout takes one file, these are {len(files)}: {', '.join(files)}; choose a --format of one file")


def _print_file(write: Callable[[BinaryIO], None]) -> None:
    if not watched(sys.stdout):
        write(sys.stdout.buffer)
        return
    out = io.BytesIO()
    write(out)
    print_data(out.getvalue())


COMMANDS = (build, export)
