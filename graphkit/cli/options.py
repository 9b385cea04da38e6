"""What commands that read a folder of articles share: options, settings, how they end."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graphkit.cli.console import EXIT_DATA

if TYPE_CHECKING:
    from graphkit.graph.report import Report
    from graphkit.settings import Settings

config_option = click.option(
    "--config", type=click.Path(dir_okay=False, path_type=Path), help="Settings instead of FOLDER/graphkit.toml."
)
bare_notes_option = click.option(
    "--bare-notes", is_flag=True, help="Markdown files without front matter are articles, too."
)
base_iri_option = click.option("--base-iri", metavar="IRI", help="What the names of nodes begin with in RDF.")
article_iris_option = click.option(
    "--article-iris",
    type=click.Choice(["minted", "url"]),
    help="Names of articles in RDF: under the base, or their URLs.",
)
compress_option = click.option(
    "--compress", type=click.Choice(["gz", "zst"]), help="Compress the exports that are text."
)
images_option = click.option(
    "--images", is_flag=True, help="Preview images in graph.html; a browser that shows it loads them from the network."
)
format_option = click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    metavar="NAME",
    help="An export, repeatable; default: html, gexf, graphml, csv, json, parquet, ttl.",
)
workers_option = click.option(
    "--workers", type=click.IntRange(1), default=os.cpu_count, help="Processes that read; default: one per core."
)

cache_option = click.option(
    "--cache/--no-cache", default=True, help="Read only files that changed since the build in OUTPUT; default: on."
)


def settings_of(
    folder: Path,
    config: Path | None,
    bare_notes: bool,
    no_drafts: bool = False,
    external_links: bool = False,
    images: bool = False,
    **given: Any,
) -> Settings:
    """What the file says, unless an option says otherwise; `given` are fields of Settings, None where nobody did."""
    from dataclasses import replace

    from graphkit.settings import load_settings

    settings = load_settings(folder, config)
    return replace(
        settings,
        drafts=settings.drafts and not no_drafts,
        external_links=settings.external_links or external_links,
        bare_notes=settings.bare_notes or bare_notes,
        images=settings.images or images,
        **{name: value for name, value in given.items() if value is not None},
    )


def leave(ctx: click.Context, report: Report, *, strict: bool) -> None:
    """Exit with 1 if there are errors, or with `strict` warnings."""
    grave = report.of_severity("error", "warning") if strict else report.of_severity("error")
    ctx.exit(EXIT_DATA if grave else 0)


def amount(number: int, what: str) -> str:
    """A number and a noun.

    >>> amount(1, "file"), amount(2, "file")
    ('1 file', '2 files')
    """
    return f"{number} {what}{'' if number == 1 else 's'}"
