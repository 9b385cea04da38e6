"""`export`: from a graph to files."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import click

from graphkit.cli.console import fail, graph_argument, open_or_build, print_data, say, watched
from graphkit.cli.options import (
    amount,
    article_iris_option,
    base_iri_option,
    compress_option,
    format_option,
    images_option,
)


@click.command()
@graph_argument
@click.option("-o", "--output", default="exports", show_default=True, help="A folder, or - for stdout.")
@format_option
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


COMMANDS = (export,)
