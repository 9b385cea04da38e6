"""Sightings that come as a table, from a database or another program, instead of from files."""

from __future__ import annotations

import polars as pl

from graphkit.errors import SourceError
from graphkit.model import DOCUMENT, FILES, LINK, MALFORMED, RELATED, SIGHTINGS
from graphkit.sources.harvest import Harvest, is_ordered

_NAME = "the table of sightings"
_NEEDED = ("source", "item", "relation")


def harvest_of(table: pl.DataFrame) -> Harvest:
    """The harvest that files with these sightings would give; raises SourceError for a table that makes no sense.

    Columns are those of SIGHTINGS; what is missing is null, a `parent` then the document (item 0), a `line` 1.
    """
    sightings = _filled(_conforming(table))
    if not is_ordered(sightings):
        sightings = sightings.sort("source", "item")
    _check(sightings)
    files = (
        sightings.select("source")
        .unique()
        .sort("source")
        .select(
            "source", state=pl.lit(DOCUMENT), bytes=pl.lit(None, FILES["bytes"]), sha256=pl.lit(None, FILES["sha256"])
        )
    )
    return Harvest(sightings, pl.DataFrame(schema=MALFORMED), files, (), _counts(sightings, files.height))


def _conforming(table: pl.DataFrame) -> pl.DataFrame:
    if missing := [name for name in _NEEDED if name not in table.columns]:
        raise SourceError(_NAME, 0, f"lacks the columns {', '.join(missing)}", "columns")
    if unknown := [name for name in table.columns if name not in SIGHTINGS]:
        raise SourceError(_NAME, 0, f"has columns that mean nothing: {', '.join(unknown)}", "columns")
    columns = [
        pl.col(name).cast(dtype) if name in table.columns else pl.lit(None, dtype).alias(name)
        for name, dtype in SIGHTINGS.items()
    ]
    try:
        return table.select(columns)
    except pl.exceptions.PolarsError as error:
        raise SourceError(_NAME, 0, str(error).splitlines()[0], "columns") from error


def _filled(table: pl.DataFrame) -> pl.DataFrame:
    """What files always say: where it stands, and what was written there."""
    line = pl.col("line").fill_null(1)
    topics = pl.col("topics").list.len()
    return table.with_columns(
        line,
        pl.col("parent", "rank").fill_null(0),
        pl.coalesce("text", "web_url", "title", "source").alias("text"),
        pl.col("provider_line").fill_null(line),
        pl.when(pl.col("topic_lines").list.len() == topics).then("topic_lines").otherwise(line.repeat_by(topics)),
    )


def _check(table: pl.DataFrame) -> None:
    """Raise SourceError for rows that no file could say, naming the first."""
    place = table.select("source", pl.col("item").alias("parent"))
    mentions = table.filter(pl.col("relation") != DOCUMENT)
    wrong = {
        "a source, an item and a relation are needed": table.filter(pl.any_horizontal(pl.col(_NEEDED).is_null())),
        f"a relation is {DOCUMENT}, {RELATED} or {LINK}": table.filter(
            ~pl.col("relation").is_in((DOCUMENT, RELATED, LINK))
        ),
        "an item stands once in a source": table.clear()
        if is_ordered(table)
        else table.filter(pl.struct("source", "item").is_duplicated()),
        "the parent is no item of the source": mentions.join(place, on=["source", "parent"], how="anti"),
    }
    for message, rows in wrong.items():
        if rows.height:
            source, item = rows.select("source", "item").row(0)
            raise SourceError(_NAME, 0, f"{message}: {source!r}, item {item}", "rows")


def _counts(table: pl.DataFrame, files: int) -> dict[str, int]:
    relations = dict(table.group_by("relation").len().iter_rows())
    return {
        "files": files,
        "documents": files,
        "passed_over": 0,
        "rejected": 0,
        "related": relations.get(RELATED, 0),
        "published_by": table["provider"].count(),
        "about": int(table["topics"].list.len().sum()),
        "links_to": relations.get(LINK, 0),
    }
