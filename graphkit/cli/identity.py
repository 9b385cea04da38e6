"""`judge`, `identity`: what people decide about identity, and how good the rules are."""

from __future__ import annotations

from pathlib import Path

import click

from graphkit.cli.console import Progress, print_table, say, table_options

VERDICTS = ("same", "different")

_folder = click.argument("folder", default="seeds", type=click.Path(path_type=Path))


@click.command()
@click.argument("one")
@click.argument("other")
@click.argument("verdict", type=click.Choice(VERDICTS))
@_folder
@click.option("--why", required=True, metavar="TEXT", help="The reason, for whoever reads the file later.")
@click.option("--date", metavar="DAY", help="When this was decided; default: today.")
def judge(one: str, other: str, verdict: str, folder: Path, why: str, date: str | None) -> None:
    """Decide that ONE and OTHER are the same or different: a line in FOLDER/judgements.csv.

    ONE and OTHER are URLs, paths of files, ids or labels of articles, or ids or labels of two publishers or
    two topics. To undo it, delete the line.

    \b
    Example:
      graphkit judge 000_d73a08b22ab7af6b.md 003_b2645a5efb6e71c2.md different seeds --why "two events"
    """
    from datetime import date as calendar

    from graphkit import judge as judging
    from graphkit.judgements import FILE_NAME

    with Progress() as progress:
        row = judging.judge(folder, one, other, verdict, why, date or calendar.today().isoformat(), progress)
    say(f"{folder / FILE_NAME}:{row.line}: {row.one} and {row.other} are {verdict}; to undo it, delete the line")


@click.command()
@_folder
@click.option("--grade", is_flag=True, help="Grade the rules on the pairs inside the records: the default.")
@click.option("--missed", is_flag=True, help="List the URLs of one record that do not meet instead.")
@table_options
def identity(folder: Path, grade: bool, missed: bool, as_csv: bool, as_json: bool) -> None:
    """Grade the rules that make keys of URLs, by the records in FOLDER: those of one must meet, of others not.

    Per rule: `pairs` of URLs in one record, how many `met`, and the share (recall); `joined` pairs of URLs that
    the rules made one, of these `confirmed` by a record, a title or a second of publication that both share,
    `contradicted` by their titles, or `unknown`; precision is the share of the confirmed among those told.

    \b
    Example:
      graphkit identity --grade seeds
    """
    from graphkit.pipeline import inspect
    from graphkit.resolve import grade as grades

    with Progress() as progress:
        report = inspect(folder, progress=progress)
    print_table(grades.missed(report.sightings) if missed else grades.grade(report.sightings), as_csv, as_json)


COMMANDS = (judge, identity)
