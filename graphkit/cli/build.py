"""`build`: from articles to graph and files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graphkit.cli.console import (
    EXIT_DATA,
    EXIT_USAGE,
    Progress,
    fail,
    say,
)
from graphkit.cli.options import (
    amount,
    article_iris_option,
    bare_notes_option,
    base_iri_option,
    cache_option,
    compress_option,
    config_option,
    format_option,
    images_option,
    settings_of,
    workers_option,
)

if TYPE_CHECKING:
    from graphkit.graph import Graph
    from graphkit.graph.report import Report
    from graphkit.rebuild import Order
    from graphkit.sources.incremental import Survey

_SHOWN = 10


@click.command()
@click.argument("folder", default="seeds", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", default="exports", show_default=True, type=click.Path(path_type=Path), help="Where the files go."
)
@format_option
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
@cache_option
@click.option("--watch", is_flag=True, help="Build again whenever FOLDER changes, until Ctrl-C.")
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
    cache: bool,
    watch: bool,
    **given: Any,
) -> None:
    """Read the articles in FOLDER, build their graph, write it and its exports.

    What an earlier build left in OUTPUT keeps its clusters and its places on the map. Only files that have changed
    since are read; where nothing has, nothing is written.

    \b
    Example:
      graphkit build seeds -o exports
      graphkit build seeds -o exports --format gexf --format ttl
      graphkit build seeds -o exports --external-links --min-topic 3
      graphkit build seeds -o exports --no-cache
    """
    from graphkit.exporters import DEFAULT
    from graphkit.pipeline import known_formats, refuse_overlap
    from graphkit.rebuild import Order

    if str(output) == "-":
        fail("build writes a folder; for stdout: graphkit export FOLDER --format ttl -o -")
    known_formats(formats, compress)
    refuse_overlap(folder, output)

    def once() -> int:
        settings = settings_of(folder, config, bare_notes, no_drafts, external_links, images, **given)
        return _build(Order(folder, output, settings, formats or DEFAULT, compress), workers, cache, fresh_layout)

    ctx.exit(_watch(folder, once) if watch else once())


def _build(order: Order, workers: int, cached: bool, fresh_layout: bool) -> int:
    """Build once; the exit code."""
    from graphkit import pipeline
    from graphkit.locks import locked
    from graphkit.rebuild import forget, is_current, remember
    from graphkit.sources.incremental import Survey

    with locked(order.output), Progress() as progress:
        survey = Survey.of(order.folder, order.output, order.settings) if cached else None
        if survey and not fresh_layout and is_current(survey, order):
            return _say_current(survey, order)
        earlier = None if fresh_layout else _earlier(order.output)
        graph, report = pipeline.build(
            order.folder, order.settings, workers=workers, progress=progress, earlier=earlier, survey=survey
        )
        if not report.counts["documents"]:
            return _refuse_nothing(order.folder, report)
        written = pipeline.save(graph, report, order.output, order.formats, progress, order.compress)
        remember(survey, order, written, report) if survey else forget(order.output)
    _say_built(order.folder, graph, report)
    if survey:
        _say_read(survey, report)
    say(f"{amount(len(written), 'file')} in {order.output}{_advice(order.output, list(written))}")
    _say_base(graph, order.formats)
    return EXIT_DATA if report.of_severity("error") else 0


def _watch(folder: Path, once: Callable[[], int]) -> int:
    """Build now, and again after each change of the folder, until Ctrl-C."""
    from graphkit.errors import GraphkitError
    from graphkit.rebuild import changes, signature

    known = signature(folder)
    once()
    say(f"watching {folder}; Ctrl-C ends it")
    try:
        for _ in changes(folder, known):
            try:
                once()
            except GraphkitError as error:
                say(f"error: {error}")
    except KeyboardInterrupt:
        say("no longer watching")
    return 0


def _say_current(survey: Survey, order: Order) -> int:
    """Say that there is nothing to do; the exit code of the build that did it."""
    if survey.looked_into:
        survey.refresh()
    say(f"{order.output} is up to date: none of {survey.kept.len():,} files in {order.folder} has changed")
    errors = int(survey.cache.build.get("errors", 0))
    if errors:
        say(f"{amount(errors, 'error')} in the files, as before: graphkit check {order.folder}")
    return EXIT_DATA if errors else 0


def _say_read(survey: Survey, report: Report) -> None:
    if survey.note:
        say(survey.note)
    elif survey.kept.len():
        say(f"{amount(len(survey.fresh), 'file')} of {report.counts['files']:,} read, the others are as they were")


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


def _refuse_nothing(folder: Path, report: Report) -> int:
    """Stop before an empty graph takes the place of an older one; the exit code."""
    _say_problems(report, _SHOWN, folder)
    say(f"error: no articles in {folder}, nothing written: {_suffixes()} and begin with front matter")
    return EXIT_DATA if report.counts["rejected"] else EXIT_USAGE


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


COMMANDS = (build,)
