"""Statements: which relations each file declares, and where in the file they stand."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from graphkit.graph import Graph
from graphkit.model import LINKS_TO, RELATED
from graphkit.rdf.blocks import Said, block, joined, said, statements, written
from graphkit.rdf.names import Names
from graphkit.rdf.relations import links, triple_term
from graphkit.rdf.vocabulary import STATEMENT_TERMS

_MADE = ("resolved", "cited", "merged")
"""How a declared relation ends that made an edge, or is one that was there."""
_ENDS = ("source", "target", "kind")
_PLACE = ("file", "number", "line", "rank", "date")


def declared(graph: Graph) -> pl.DataFrame:
    """Every declared relation that is an edge, one row each, by file and place.

    Columns: `file` (a path), `number` (which of the relations of the file), `line`, `rank`, `date`, and the
    edge: `source` and `target` (rows of nodes), `kind`. Empty for a graph without evidence.
    """
    if graph.evidence is None:
        counts = dict.fromkeys(("number", "line", "rank", "source", "target"), pl.UInt32)
        return pl.DataFrame(schema={"file": pl.String, "date": pl.Datetime("us", "UTC"), "kind": pl.String, **counts})
    stated = _stated(graph.evidence.ledger, _speakers(graph.evidence.sightings))
    rows = graph.nodes.select("id", pl.int_range(pl.len(), dtype=pl.UInt32).alias("row"))
    return (
        stated.join(rows.rename({"id": "subject", "row": "source"}), on="subject")
        .join(rows.rename({"id": "object", "row": "target"}), on="object")
        .join(graph.edges.select(_ENDS), on=_ENDS, how="semi")
        .select(*_PLACE, *_ENDS)
        .sort("file", "number")
    )


def _stated(ledger: pl.DataFrame, speakers: pl.DataFrame) -> pl.DataFrame:
    """What the ledger says was declared: _PLACE, kind, and the ids of the nodes as `subject` and `object`."""
    mention = pl.col("kind").is_in((RELATED, LINKS_TO))
    number = pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).over("source")
    return (
        ledger.with_columns(number.alias("number"))
        .filter(pl.col("outcome").is_in(_MADE))
        .join(speakers, on=["source", "item"])
        .select(
            pl.col("source").alias("file"),
            *_PLACE[1:3],
            pl.col("rank").replace(0, None),
            "date",
            "kind",
            pl.when(mention).then("mentioning").otherwise("article").alias("subject"),
            pl.col("target").alias("object"),
        )
    )


def _speakers(sightings: pl.DataFrame) -> pl.DataFrame:
    """Per sighting (source, item) the `article` that it speaks of, the one `mentioning` that, and the file's `date`."""
    parents = sightings.select("source", pl.col("item").alias("parent"), pl.col("article").alias("mentioning"))
    date = pl.col("published").first().over("source", order_by="item").alias("date")
    return sightings.select("source", "item", "parent", "article", date).join(parents, on=["source", "parent"])


def by_file(stated: pl.DataFrame, names: Names, rows: int) -> Iterator[bytes]:
    """A named graph per file, as TriG: the plain triples that it declares, then a gk:Statement for each."""
    for some in _whole_files(stated, rows):
        plain = links(some.sort("file", "source", "kind", maintain_order=True), names, "file")
        blocks = plain.select("file", block(names.of("source"), written("links")).alias("text"))
        told = _statements(some, names)
        both = pl.concat([blocks, told]).group_by("file", maintain_order=True).agg(pl.col("text").str.join(""))
        yield joined(both.select(pl.concat_str(names.graphs(both["file"]), pl.lit(" {\n"), "text", pl.lit("}\n\n"))))


def graphs(stated: pl.DataFrame, names: Names) -> Iterator[bytes]:
    """What the named graphs of `by_file` are."""
    files = stated.select(pl.col("file").unique(maintain_order=True))
    parts = [said("a", "prov:Entity"), said("prov:wasDerivedFrom", names.files(files["file"]))]
    yield joined(files.select(block(pl.lit(names.graphs(files["file"])), *parts)))


def reified(stated: pl.DataFrame, names: Names, rows: int) -> Iterator[bytes]:
    """A gk:Statement for each declared relation, with the triple term of RDF 1.2 that it states."""
    for some in stated.iter_slices(rows):
        more = [said("rdf:reifies", triple_term(some, names)), said("prov:wasDerivedFrom", names.files(some["file"]))]
        yield joined(_statements(some, names, *more).select("text"))


def _statements(some: pl.DataFrame, names: Names, *more: Said) -> pl.DataFrame:
    """Columns `file` and `text`, one row per statement."""
    file = names.files(some["file"]).str.strip_suffix(">")
    subject = pl.concat_str(pl.lit(file), pl.lit("#statement-"), pl.col("number").cast(pl.String), pl.lit(">"))
    parts = [said("a", "gk:Statement"), *statements(STATEMENT_TERMS), *more]
    return some.with_columns(edge=names.edges(some)).select("file", block(subject, *parts).alias("text"))


def _whole_files(stated: pl.DataFrame, rows: int) -> list[pl.DataFrame]:
    """The table in pieces of some `rows`, none of which ends within a file."""
    piece = pl.int_range(pl.len(), dtype=pl.UInt32).first().over("file") // rows
    return stated.with_columns(piece.alias("piece")).partition_by("piece", maintain_order=True, include_key=False)
