"""The road on a cluster: the stages of `pipeline.build`, each a table that Spark holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphkit.graph.directory import (
    EDGES_FILE,
    FILES_FILE,
    KEYS_FILE,
    LEDGER_FILE,
    MANIFEST,
    NODES_FILE,
    SIGHTINGS_FILE,
    manifest_bytes,
)
from graphkit.judgements import load_judgements
from graphkit.model import EDGES, NODE_KINDS, SIGHTINGS, Problem
from graphkit.pipeline import said_of
from graphkit.resolve.rulings import Rulings, rulings
from graphkit.settings import Settings, load_settings
from graphkit.sources.text import without_secrets
from graphkit.spark import drafts, driver, identity, merging, naming, reading, triples
from graphkit.spark.accounts import account
from graphkit.spark.measuring import measured
from graphkit.spark.numbering import FEW, Order
from graphkit.spark.remote import Folder, is_remote
from graphkit.spark.staging import Staging
from graphkit.spark.tables import problem_table, sent, unboxed

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

PROBLEMS_FILE, DISAGREEMENTS_FILE = "problems.parquet", "disagreements.parquet"

_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "4000",
    "spark.sql.execution.arrow.maxBytesPerBatch": str(2**31 - 1),
}
"""With any other limit of bytes Spark weighs the whole batch, column by column, before it adds a row."""

_PARTS = 4
"""Partitions of few rows."""


def build(
    session: SparkSession,
    source: str | Path,
    target: str,
    settings: Settings | None = None,
    *,
    ntriples: bool = False,
) -> dict[str, Any]:
    """Build the articles in the folder `source` into the graph directory `target`; the manifest.

    With `ntriples`, `graph.nt` is there, too, a folder of N-Triples in parts. Every machine of the cluster must see
    source and target; a folder may also be a URL (`hdfs://`, `s3a://`). A `source` that ends
    in `.parquet`, `.jsonl` or `.ndjson` is a table of sightings, as `graphkit.build_sightings` takes it, anywhere Spark
    reads. Raises SourceError when there is no such folder, OutputError when `target` holds something else; whatever
    goes wrong, it stays as it was.
    """
    session = _configured(session)
    with beside(session, str(source)) as folder:
        settings, judged = settings or load_settings(folder), _judged(folder)
    staging = Staging(session, target)
    try:
        harvest = staging.keep("harvest", _harvest(session, str(source), settings))
        manifest = _road(staging, harvest, judged, settings, ntriples)
        staging.write(MANIFEST, manifest_bytes(manifest))
        staging.commit()
        return manifest
    finally:
        staging.remove()


@contextmanager
def beside(session: SparkSession, source: str) -> Iterator[Path]:
    """A folder that holds the settings and judgements of a source."""
    if is_remote(source) and not reading.is_table(source):
        with Folder(session, source).beside() as folder:
            yield folder
    else:
        yield Path(source)


def _harvest(session: SparkSession, source: str, settings: Settings) -> DataFrame:
    if reading.is_table(source):
        return reading.harvest_of_table(session, source)
    if is_remote(source):
        return reading.harvest_of_folder(Folder(session, source), settings)
    return reading.harvest(session, Path(source), settings)


def _configured(session: SparkSession) -> SparkSession:
    """A session of the same cluster with the same settings, but times in UTC, as they are in graphkit."""
    made = session.newSession()
    for name, value in session.conf.getAll.items():
        if session.conf.isModifiable(name) or name == driver.MOST:
            made.conf.set(name, value)
    for name, value in _SETTINGS.items():
        made.conf.set(name, value)
    return made


def _made_for_few(session: SparkSession) -> None:
    """Few rows are done before Spark has looked how many there are, and before Java has compiled what it wrote."""
    session.conf.set("spark.sql.adaptive.enabled", "false")
    session.conf.set("spark.sql.codegen.wholeStage", "false")
    session.conf.set("spark.sql.shuffle.partitions", str(min(_PARTS, session.sparkContext.defaultParallelism)))


def _judged(folder: Path) -> dict[str, Rulings]:
    asked = load_judgements(folder, without_secrets)
    return {kind: rulings(asked, kind) for kind in NODE_KINDS}


def _road(
    staging: Staging, harvest: DataFrame, judged: Mapping[str, Rulings], settings: Settings, ntriples: bool
) -> dict[str, Any]:
    counts = reading.totals(harvest)
    order = Order(staging, counts["sightings"] <= min(FEW, driver.most(harvest.sparkSession)))
    if order.few:
        _made_for_few(harvest.sparkSession)
    told = identity.numbered_sightings(order, unboxed(harvest, "sighting"), judged["article"])
    drafted = None if settings.drafts else drafts.left_out(order, told, judged)
    found = identity.identify(order, told, judged["article"], unboxed(drafted, "row") if drafted is not None else None)
    seen = staging.keep("seen", merging.seen(found))
    spoken = seen.filter("article is not null")
    names, unused = naming.names(staging, spoken, judged)
    merged = merging.merge(order, spoken, unboxed(harvest, "malformed"), names, settings)
    entries = unboxed(merged.account, "ledger")
    if drafted is not None:
        entries = entries.unionByName(unboxed(drafted, "ledger"))
    named = staging.keep("named", naming.nodes(unboxed(merged.declared, "provider"), unboxed(merged.declared, "topic")))
    noticed = [*unused, *identity.unused(found.evidence, judged["article"])]
    nodes, edges, analysis = _graph(order, merged, named)
    problems = _problems(harvest, merged, named, found, noticed)
    problems = staging.result(PROBLEMS_FILE, order.sorted(problems, "source", "line", "code", "message"))
    ledger, differ = _evidence(order, harvest, seen, found, merged, entries)
    accounts = account(counts, nodes, edges, ledger, problems, differ)
    manifest = said_of(settings) | accounts | {"analysis": analysis}
    if ntriples:
        named_edges, files = unboxed(merged.account, "edge"), unboxed(harvest, "file")
        triples.write(staging, nodes, named_edges, spoken, files, manifest)
    return manifest


def _graph(order: Order, merged: merging.Merged, named: DataFrame) -> tuple[DataFrame, DataFrame, dict[str, Any]]:
    """Nodes and edges as they stand in the graph directory, and what the manifest says of their analysis."""
    nodes = unboxed(merged.articles, "node").unionByName(unboxed(named, "node"))
    nodes = order.numbered("nodes", nodes, "row", "kind", "id")
    edges = order.sorted(_edges(nodes, unboxed(merged.account, "edge")), "source", "target", "kind")
    edges = order.staging.result(EDGES_FILE, edges)
    columns, analysis = measured(order, nodes, edges)
    nodes = order.sorted(nodes.join(columns, "row", "left"), "row").drop("row")
    return order.staging.result(NODES_FILE, nodes), edges, analysis


def _evidence(
    order: Order,
    harvest: DataFrame,
    seen: DataFrame,
    found: identity.Identified,
    merged: merging.Merged,
    entries: DataFrame,
) -> tuple[DataFrame, DataFrame]:
    """Write what the graph rests on; the ledger and the disagreements."""
    write = order.staging.result
    write(SIGHTINGS_FILE, order.sorted(seen, "row").select(*SIGHTINGS, "article"))
    write(KEYS_FILE, order.sorted(found.evidence, *_nulls_last("row", "judgement", "priority", "key")))
    write(FILES_FILE, order.sorted(unboxed(harvest, "file"), "source"))
    ledger = order.sorted(entries, "source", "item", "kind", "rank", "text")
    differ = write(DISAGREEMENTS_FILE, order.sorted(unboxed(merged.articles, "disagreement"), "id", "field"))
    return write(LEDGER_FILE, ledger), differ


def _problems(
    harvest: DataFrame, merged: merging.Merged, named: DataFrame, found: identity.Identified, noticed: list[Problem]
) -> DataFrame:
    table = sent(harvest.sparkSession, problem_table(noticed)).unionByName(found.problems)
    for part in (harvest, merged.articles, merged.account, named):
        table = table.unionByName(unboxed(part, "problem"))
    return table


def _edges(nodes: DataFrame, named: DataFrame) -> DataFrame:
    """Edges from row to row."""
    rows = nodes.select("id", "row")
    source = rows.selectExpr("id as source_id", "row as source")
    target = rows.selectExpr("id as target_id", "row as target")
    return named.join(source, "source_id").join(target, "target_id").select(*EDGES)


def _nulls_last(*names: str) -> list[Column]:
    from pyspark.sql import functions as f

    return [f.asc_nulls_last(name) for name in names]
