"""`spark-build`: a build on a cluster. Also a program for spark-submit."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graphkit.cli.console import fail, say
from graphkit.cli.options import amount, bare_notes_option, config_option, settings_of

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

PACKAGE = "io.graphframes:graphframes-spark4_2.13:0.12.3"


@click.command("spark-build")
@click.argument("folder")
@click.option("-o", "--output", required=True, metavar="URL", help="Where the graph directory goes.")
@click.option("--master", metavar="URL", help="The cluster; default: what spark-submit says, or this machine.")
@click.option("--conf", "conf", multiple=True, metavar="NAME=VALUE", help="A setting of Spark, repeatable.")
@click.option("--ntriples", is_flag=True, help="Write graph.nt, too: N-Triples in parts.")
@config_option
@click.option("--no-drafts", is_flag=True, help="Leave drafts out.")
@click.option("--external-links", is_flag=True, help="Links that leave the folder are edges, too.")
@bare_notes_option
def spark_build(
    folder: str,
    output: str,
    master: str | None,
    conf: tuple[str, ...],
    ntriples: bool,
    config: Path | None,
    no_drafts: bool,
    external_links: bool,
    bare_notes: bool,
) -> None:
    """Build the articles in FOLDER on Apache Spark, into a graph directory of Parquet in parts.

    Every machine of the cluster must see FOLDER and the output at the same place.

    \b
    Example:
      graphkit spark-build articles -o graph --master spark://host:7077
    """
    if find_spec("pyspark") is None or find_spec("graphframes") is None:
        fail("this needs Spark: pip install 'graphkit[spark]', and Java 17")
    from graphkit import spark

    session = _session(master, conf)
    try:
        with spark.beside(session, folder) as near:
            settings = settings_of(near, config, bare_notes, no_drafts, external_links)
        count = spark.build(session, folder, output, settings, ntriples=ntriples)["counts"]
    finally:
        session.stop()
    say(
        f"{folder}: {amount(count['documents'], 'document')}, {amount(count['sightings'], 'sighting')}; "
        f"{amount(count['nodes'], 'node')}, {amount(count['edges'], 'edge')} in {output}"
    )


def _session(master: str | None, conf: tuple[str, ...]) -> SparkSession:
    from pyspark.errors import PySparkRuntimeError
    from pyspark.sql import SparkSession

    builder: Any = SparkSession.builder.appName("graphkit")
    chosen = dict(_pair(one) for one in conf)
    if "spark.jars" not in chosen:
        chosen = {"spark.jars.packages": PACKAGE, **chosen}
    for name, value in (chosen | ({"spark.master": master} if master else {})).items():
        builder = builder.config(name, value)
    try:
        session: SparkSession = builder.getOrCreate()
    except PySparkRuntimeError as error:
        fail(f"Spark does not start, it needs Java 17: {str(error).splitlines()[0]}")
    return session


def _pair(text: str) -> tuple[str, str]:
    name, mark, value = text.partition("=")
    if not mark:
        fail(f"--conf takes NAME=VALUE, not {text!r}")
    return name, value


COMMANDS = (spark_build,)

if __name__ == "__main__":
    spark_build()
