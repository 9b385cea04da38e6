"""The command line: options in, one library call, text out."""

from __future__ import annotations

import io
import sys
from typing import Any

import click

from graphkit import __version__
from graphkit.cli.console import fail
from graphkit.errors import GraphkitError


class Commands(click.Group):
    """The one place where errors become text: the library raises, this prints a line and exits with 2."""

    def invoke(self, ctx: click.Context) -> Any:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")
        if sys.stdout is None:
            fail("there is no stdout")
        try:
            return super().invoke(ctx)
        except GraphkitError as error:
            fail(str(error))
        except BrokenPipeError:  # whoever reads has enough: head, less
            sys.stdout = None
            ctx.exit(0)
        except OSError as error:
            fail(f"cannot write or read: {error.strerror or error}")


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="graphkit")
def main() -> None:
    """Turn a folder of article files into a knowledge graph: to open, to load into Gephi, to query.

    \b
    Example:
      graphkit build seeds -o exports
      graphkit rank exports --metric pagerank -n 5
      graphkit query 'SELECT ?name WHERE { ?p a schema:Organization ; schema:name ?name }' exports
    """


from graphkit.cli import (  # noqa: E402
    build,
    check,
    evidence,
    export,
    identity,
    lookups,
    query,
    reports,
    serve,
    spark,
    verify,
)

for command in (
    *build.COMMANDS,
    *export.COMMANDS,
    *check.COMMANDS,
    *reports.COMMANDS,
    *lookups.COMMANDS,
    *query.COMMANDS,
    *evidence.COMMANDS,
    *identity.COMMANDS,
    *serve.COMMANDS,
    *spark.COMMANDS,
    *verify.COMMANDS,
):
    main.add_command(command)
