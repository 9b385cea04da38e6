"""Reading: a folder of articles, spread over the cluster, each file by the parser that reads it on one machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import polars as pl

from graphkit.model import FILES, MALFORMED, REJECTED, SIGHTINGS
from graphkit.settings import Settings
from graphkit.sources import read_files
from graphkit.sources.given import harvest_of
from graphkit.sources.harvest import COUNTED
from graphkit.sources.scan import scan
from graphkit.spark.remote import CONTENT, Folder
from graphkit.spark.shared import Shared
from graphkit.spark.tables import (
    PROBLEM,
    boxed,
    boxes,
    joined,
    on_partitions,
    problem_table,
    sent,
    spark_schema,
    unboxed,
)

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from graphkit.sources import Harvest

_COUNTED = (*COUNTED, "sightings")
COUNTS = pl.Schema({name: pl.Int64() for name in _COUNTED})
HARVEST = boxes(sighting=SIGHTINGS, malformed=MALFORMED, file=FILES, problem=PROBLEM, counts=COUNTS)
"""All that the files say, in one table: per row one of these."""

_EACH = 500
"""Files of a task."""
_PARQUET, _LINES = ".parquet", (".jsonl", ".ndjson")
_AT_ONCE = 256


def harvest(session: SparkSession, folder: Path, settings: Settings) -> DataFrame:
    """What `Harvest` holds of the files in `folder`, as HARVEST; each machine must see the folder at that path.

    Raises SourceError when there is no such folder.
    """
    paths, problems = scan(folder)
    table = pl.DataFrame({"path": [path.encode("utf-8", "surrogateescape").hex() for path in paths]})
    tasks = len(paths) // _EACH + 1
    files = sent(session, table.cast(pl.String)).repartition(tasks, "path")
    given = Shared(session, (str(folder.resolve()), settings))
    read = on_partitions(files, _read, {"path": pl.String()}, HARVEST, given)
    met = pl.DataFrame([(problem.source, REJECTED, None, None) for problem in problems], schema=FILES, orient="row")
    counts = _counts({"files": len(problems), "rejected": len(problems)})
    noticed = joined(
        HARVEST,
        boxed("file", met, FILES),
        boxed("problem", problem_table(problems), PROBLEM),
        boxed("counts", counts, COUNTS),
    )
    return read.unionByName(sent(session, noticed))


def harvest_of_folder(folder: Folder, settings: Settings) -> DataFrame:
    """As `harvest`, of a folder that only Spark can read: tasks put its files where the parser finds them."""
    from pyspark.sql import functions as f

    files = folder.files()
    given = Shared(files.sparkSession, settings)
    return on_partitions(files.repartition(f.col("path")), _read_contents, CONTENT, HARVEST, given)


def _read_contents(files: pl.DataFrame, settings: Settings) -> pl.DataFrame:
    with TemporaryDirectory() as folder:
        for path, content in files.iter_rows():
            place = Path(folder) / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        return _read_files(folder, files["path"].sort().to_list(), settings)


def is_table(place: str) -> bool:
    """Whether an input is a table of sightings, not a folder of articles."""
    return place.rstrip("/").endswith((_PARQUET, *_LINES))


def harvest_of_table(session: SparkSession, place: str) -> DataFrame:
    """The harvest that files with these sightings would give, as HARVEST; `place` is any that Spark reads.

    Columns are those of `graphkit.build_sightings`, of Parquet or of JSON Lines. Raises SourceError for columns that
    mean nothing.
    """
    of_lines = not place.rstrip("/").endswith(_PARQUET)
    table = session.read.json(place) if of_lines else session.read.parquet(place)
    reads = {name: SIGHTINGS.get(name, pl.Null()) for name in table.columns}
    harvest_of(pl.DataFrame(schema=reads))
    table = session.read.schema(spark_schema(reads)).json(place, mode="FAILFAST") if of_lines else table
    return on_partitions(table.repartition("source"), _given, reads, HARVEST)


def _given(rows: pl.DataFrame) -> pl.DataFrame:
    return joined(HARVEST, *boxes_of(harvest_of(rows)))


def _read(paths: pl.DataFrame, given: tuple[str, Settings]) -> pl.DataFrame:
    folder, settings = given
    return _read_files(
        folder, sorted(bytes.fromhex(path).decode("utf-8", "surrogateescape") for path in paths["path"]), settings
    )


def _read_files(folder: str, names: list[str], settings: Settings) -> pl.DataFrame:
    parts = [read_files(Path(folder), names[at : at + _AT_ONCE], settings) for at in range(0, len(names), _AT_ONCE)]
    return joined(HARVEST, *(box for part in parts for box in boxes_of(part)))


def boxes_of(part: Harvest) -> Iterator[pl.DataFrame]:
    """The tables of a harvest, each in a box."""
    yield boxed("sighting", part.sightings, SIGHTINGS)
    yield boxed("malformed", part.malformed, MALFORMED)
    yield boxed("file", part.files, FILES)
    yield boxed("problem", problem_table(list(part.problems)), PROBLEM)
    yield boxed("counts", _counts({**part.counts, "sightings": part.sightings.height}), COUNTS)


def _counts(known: Mapping[str, int]) -> pl.DataFrame:
    return pl.DataFrame([dict.fromkeys(_COUNTED, 0) | dict(known)])


def totals(harvest: DataFrame) -> dict[str, int]:
    """What the parsers counted, and the sightings, added up."""
    from pyspark.sql import functions as f

    row: Any = unboxed(harvest, "counts").agg(*(f.sum(name).alias(name) for name in _COUNTED)).first()
    return {name: int(row[name] or 0) for name in _COUNTED}
