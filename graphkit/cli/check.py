"""`check`: what is wrong with the files, and where they disagree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from graphkit.cli.console import EXIT_DATA, Progress, fail, print_json, say, show
from graphkit.cli.options import amount, bare_notes_option, config_option, leave, settings_of, workers_option

if TYPE_CHECKING:
    from graphkit.graph.report import Report
    from graphkit.model import Problem
    from graphkit.rdf.shapes import Violation
    from graphkit.settings import Settings


@click.command()
@click.argument("folder", default="seeds", type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option("--shacl", is_flag=True, help="Build the graph, too, and check its RDF by SHACL rules; slow.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@config_option
@bare_notes_option
@workers_option
@click.pass_context
def check(
    ctx: click.Context,
    folder: Path,
    strict: bool,
    shacl: bool,
    as_json: bool,
    config: Path | None,
    bare_notes: bool,
    workers: int,
) -> None:
    """Say what is wrong with the articles in FOLDER, and where they disagree; write nothing.

    \b
    Example:
      graphkit check seeds --strict
      graphkit check seeds --shacl
    """
    settings = settings_of(folder, config, bare_notes)
    report, broken = _shacl(folder, settings, workers) if shacl else (_inspect(folder, settings, workers), [])
    if as_json:
        print_json(_for_programs(report, broken if shacl else None))
    else:
        _print_problems(report, broken)
        if shacl and not broken:
            say("shapes: the graph conforms")
    if broken:
        ctx.exit(EXIT_DATA)
    leave(ctx, report, strict=strict)


def _inspect(folder: Path, settings: Settings, workers: int) -> Report:
    from graphkit import pipeline

    with Progress() as progress:
        return pipeline.inspect(folder, settings, workers=workers, progress=progress)


def _shacl(folder: Path, settings: Settings, workers: int) -> tuple[Report, list[Violation]]:
    from importlib.util import find_spec

    if find_spec("pyshacl") is None:
        fail("--shacl needs pyshacl; install it with: pip install 'graphkit[shacl]'")
    from graphkit import pipeline
    from graphkit.rdf.shapes import violations

    with Progress() as progress:
        graph, report = pipeline.build(folder, settings, workers=workers, progress=progress)
        progress("checking shapes", 0, 0)
        return report, violations(graph)


def _for_programs(report: Report, broken: list[Violation] | None) -> dict[str, object]:
    found: dict[str, object] = {
        "problems": [_as_dict(problem) for problem in report.problems],
        "disagreements": report.disagreements.to_dicts(),
    }
    return found if broken is None else {**found, "violations": [_as_dict(violation) for violation in broken]}


def _as_dict(found: Problem | Violation) -> dict[str, object]:
    from dataclasses import asdict

    return asdict(found)


def _print_problems(report: Report, broken: list[Violation]) -> None:
    for problem in report.problems:
        click.echo(show(str(problem)))
    for node, field, chosen, others, rule in report.disagreements.iter_rows():
        click.echo(
            show(f"{node}: {field} is {chosen!r} ({rule}), elsewhere {', '.join(map(repr, others))}".replace("\n", " "))
        )
    for violation in broken:
        click.echo(show(str(violation)))
    names = {"error": "error", "warning": "warning", "info": "note"}
    amounts = ", ".join(amount(len(report.of_severity(severity)), name) for severity, name in names.items())
    violations = f"; {amount(len(broken), 'violation')} of the shapes" if broken else ""
    say(f"{amounts}; {amount(report.disagreements.height, 'disagreement')}{violations}")


COMMANDS = (check,)
