"""`build`, `export`, `check`: from articles to graph and files."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graphkit.cli.console import EXIT_DATA, EXIT_USAGE, Progress, fail, graph_argument, open_or_build, print_json, say

if TYPE_CHECKING:
    from graphkit.graph import Graph
    from graphkit.graph.report import Report
    from graphkit.model import Problem
    from graphkit.settings import Settings

_SHOWN = 10

_format = click.option(
    "-f", "--format", "formats", multiple=True, metavar="NAME", help="An export, repeatable; default: all."
)
_config = click.option(
    "--config", type=click.Path(dir_okay=False, path_type=Path), help="Settings instead of FOLDER/graphkit.toml."
)
_workers = click.option(
    "--workers", type=click.IntRange(1), default=os.cpu_count, help="Processes that read; default: one per core."
)


@click.command()
@click.argument("folder", default="seeds", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", default="exports", show_default=True, type=click.Path(path_type=Path), help="Where the files go."
)
@_format
@_config
@_workers
@click.option("--no-drafts", is_flag=True, help="Leave drafts out.")
@click.pass_context
def build(
    ctx: click.Context,
    folder: Path,
    output: Path,
    formats: tuple[str, ...],
    config: Path | None,
    workers: int,
    no_drafts: bool,
) -> None:
    """Read the articles in FOLDER, build their graph, write it and its exports.

    \b
    Example:
      graphkit build seeds -o exports
      graphkit build seeds -o exports --format gexf --format ttl
    """
    from graphkit.exporters import EXPORTERS
    from graphkit.pipeline import known_formats, refuse_overlap, save

    if str(output) == "-":
        fail("build writes a folder; for stdout: graphkit export FOLDER --format ttl -o -")
    known_formats(formats)
    refuse_overlap(folder, output)
    with Progress() as progress:
        graph, report = _build(folder, config, no_drafts, workers, progress)
        if not report.counts["documents"]:
            _refuse_nothing(ctx, folder, report)
        written = save(graph, report, output, formats or EXPORTERS, progress)
    _say_built(folder, graph, report)
    say(f"{_amount(len(written), 'file')} in {output}{_advice(output, list(written))}")
    _exit(ctx, report, strict=False)


def _build(
    folder: Path, config: Path | None, no_drafts: bool, workers: int, progress: Progress
) -> tuple[Graph, Report]:
    from graphkit import pipeline

    return pipeline.build(folder, _settings(folder, config, no_drafts), workers=workers, progress=progress)


def _settings(folder: Path, config: Path | None, no_drafts: bool) -> Settings:
    from dataclasses import replace

    from graphkit.settings import load_settings

    settings = load_settings(folder, config)
    return replace(settings, drafts=False) if no_drafts else settings


def _advice(output: Path, written: list[str]) -> str:
    uses = {"graph.html": "a browser", "graph.gexf": "Gephi", "graph.ttl": "any SPARQL engine"}
    named = [f"{output / name} in {tool}" for name, tool in uses.items() if name in written]
    return ": open " + ", ".join(named) if named else ""


def _say_built(folder: Path, graph: Graph, report: Report) -> None:
    count = graph.manifest["counts"]
    say(
        f"{folder}: {count['documents']} documents, {count['sightings']} sightings; {count['nodes']} nodes "
        f"({count['article']} articles, {count['provider']} providers, {count['topic']} topics), {count['edges']} edges"
    )
    say("ledger: " + _ledger_line(report))
    _say_problems(report, _SHOWN, folder)
    if count["passed_over"]:
        say(f"{_amount(count['passed_over'], 'file')} without front matter passed over")
    if report.disagreements.height:
        say(f"{_amount(report.disagreements.height, 'field')} on which files disagree: graphkit check {folder}")


def _refuse_nothing(ctx: click.Context, folder: Path, report: Report) -> None:
    """Stop before an empty graph takes the place of an older one."""
    _say_problems(report, _SHOWN, folder)
    say(f"error: no articles in {folder}, nothing written: {_suffixes()} and begin with front matter")
    ctx.exit(EXIT_DATA if report.counts["rejected"] else EXIT_USAGE)


def _amount(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


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


def _exit(ctx: click.Context, report: Report, *, strict: bool) -> None:
    grave = report.of_severity("error", "warning") if strict else report.of_severity("error")
    ctx.exit(EXIT_DATA if grave else 0)


@click.command()
@graph_argument
@click.option("-o", "--output", default="exports", show_default=True, help="A folder, or - for stdout.")
@_format
def export(graph: str, output: str, formats: tuple[str, ...]) -> None:
    """Write exports of GRAPH, a graph directory or a folder of articles.

    \b
    Example:
      graphkit export exports --format gexf -o gephi
      graphkit export exports --format ttl -o -
    """
    from graphkit import pipeline
    from graphkit.exporters import EXPORTERS
    from graphkit.graph.directory import is_graph_directory

    pipeline.known_formats(formats)
    if output != "-" and not is_graph_directory(Path(graph)):
        pipeline.refuse_overlap(Path(graph), Path(output))
    built = open_or_build(graph)
    files = pipeline.export_files(built, formats or EXPORTERS)
    if output != "-":
        written = pipeline.export(built, output, formats or EXPORTERS)
        say(f"{_amount(len(written), 'file')} in {output}")
    elif len(files) == 1:
        next(iter(files.values()))(sys.stdout.buffer)
    else:
        fail(f"stdout takes one file, these are {len(files)}: {', '.join(files)}; choose a --format of one file")


@click.command()
@click.argument("folder", default="seeds", type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@_config
@_workers
@click.pass_context
def check(ctx: click.Context, folder: Path, strict: bool, as_json: bool, config: Path | None, workers: int) -> None:
    """Say what is wrong with the articles in FOLDER, and where they disagree; build nothing.

    \b
    Example:
      graphkit check seeds --strict
    """
    from graphkit import pipeline

    with Progress() as progress:
        report = pipeline.inspect(folder, _settings(folder, config, False), workers=workers, progress=progress)
    if as_json:
        print_json(
            {
                "problems": [_as_dict(problem) for problem in report.problems],
                "disagreements": report.disagreements.to_dicts(),
            }
        )
    else:
        _print_problems(report)
    _exit(ctx, report, strict=strict)


def _as_dict(problem: Problem) -> dict[str, object]:
    from dataclasses import asdict

    return asdict(problem)


def _print_problems(report: Report) -> None:
    from graphkit.cli.console import show

    for problem in report.problems:
        click.echo(show(str(problem)))
    for node, field, chosen, others, rule in report.disagreements.iter_rows():
        click.echo(
            show(f"{node}: {field} is {chosen!r} ({rule}), elsewhere {', '.join(map(repr, others))}".replace("\n", " "))
        )
    names = {"error": "error", "warning": "warning", "info": "note"}
    amounts = ", ".join(_amount(len(report.of_severity(severity)), name) for severity, name in names.items())
    say(f"{amounts}; {_amount(report.disagreements.height, 'disagreement')}")


COMMANDS = (build, export, check)
