"""RDF read back with Oxigraph's parser: statements, by the vocabulary that graphkit publishes."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO, Final
from urllib.parse import unquote

import polars as pl

from graphkit.graph import Graph
from graphkit.rdf.columns import terms_of
from graphkit.rdf.vocabulary import EDGE_TERMS, NODE_TERMS, Term, edge_predicate, expand
from graphkit.verify.packed import Files
from graphkit.verify.tables import ENDS, Dialect, Read, compared, edges_of

_IDENTIFIER: Final = expand("dcterms:identifier")
_FORMS: Final = {"string", "integer", "double", "boolean", "date", "instant", "iri", "node"}
"""The forms of the columns that are compared; the others are lists, images and JSON."""


def _unescaped(words: pl.Expr) -> pl.Expr:
    """An address as it reads once percent signs are taken for what they stand for."""
    return words.map_batches(_unquoted, return_dtype=pl.String)


def _unquoted(urls: pl.Series) -> pl.Series:
    texts = [None if url is None else unquote(_characters(url)) for url in urls]
    return pl.Series(urls.name, texts, dtype=pl.String)


def _characters(text: str) -> str:
    return text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")


def _literal(words: pl.Expr) -> pl.Expr:
    return words.str.replace_many(["\ufffe", "\uffff"], ["\ufffd", "\ufffd"])


_NAMED: Final = (*ENDS, "kind")
"""What the IRI of a relation is made of, and so what tells which edge it is."""

RDF: Final = Dialect(text=_literal, web=_unescaped)


def reader(name: str, form: str) -> Callable[[Files, Graph], Read]:
    """A reader of the RDF file `name`, in the format that Oxigraph calls `form`."""

    def read(files: Files, graph: Graph) -> Read:
        nodes, edges = _predicates(graph, NODE_TERMS), _terms(terms_of(graph.edges.schema, EDGE_TERMS))
        plain = {expand(edge_predicate(kind)) for kind in graph.edges["kind"].unique()}
        wanted = {_IDENTIFIER, *plain, *(one for table in (nodes, edges) for these in table.values() for one in these)}
        with files.open(name) as file:
            facts = _facts(file, form, wanted)
        ids = facts.filter(pl.col("predicate") == _IDENTIFIER).select("subject", id="object")
        return _nodes(facts, ids, nodes), _edges(facts, ids, edges, graph)

    return read


def _facts(file: BinaryIO, form: str, wanted: set[str]) -> pl.DataFrame:
    import pyoxigraph

    columns: dict[str, list[str]] = {"subject": [], "predicate": [], "object": []}
    for fact in pyoxigraph.parse(file, format=getattr(pyoxigraph.RdfFormat, form)):
        if fact.predicate.value in wanted:
            columns["subject"].append(fact.subject.value)
            columns["predicate"].append(fact.predicate.value)
            columns["object"].append(fact.object.value)
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))


def _predicates(graph: Graph, known: tuple[Term, ...]) -> dict[str, list[str]]:
    kinds = ["", *graph.nodes["kind"].drop_nulls().unique().sort()]
    found: dict[str, list[str]] = {}
    for kind in kinds:
        for column, predicates in _terms(terms_of(graph.nodes.schema, known, kind)).items():
            found[column] = list(dict.fromkeys([*found.get(column, []), *predicates]))
    return found


def _terms(terms: list[Term]) -> dict[str, list[str]]:
    return {term.column: [expand(term.predicate)] for term in terms if term.form in _FORMS}


def _nodes(facts: pl.DataFrame, ids: pl.DataFrame, predicates: dict[str, list[str]]) -> pl.DataFrame:
    return _gathered(facts, ids, {name: these for name, these in predicates.items() if name != "id"})


def _gathered(facts: pl.DataFrame, keys: pl.DataFrame, predicates: dict[str, list[str]]) -> pl.DataFrame:
    for column, these in predicates.items():
        values = facts.filter(pl.col("predicate").is_in(these)).select("subject", pl.col("object").alias(column))
        keys = keys.join(values.unique("subject"), on="subject", how="left", maintain_order="left")
    return keys


def _edges(facts: pl.DataFrame, ids: pl.DataFrame, predicates: dict[str, list[str]], graph: Graph) -> pl.DataFrame:
    """The relations, whose plain statements must be there, too: one that has none is taken for missing."""
    starts = facts.filter(pl.col("predicate").is_in(predicates["source"])).select("subject").unique()
    keys = starts.with_columns(id=pl.col("subject").str.split("/").list.last())
    edges = _gathered(facts, keys, predicates)
    kinds = {kind: expand(edge_predicate(kind)) for kind in graph.edges["kind"].unique()}
    stated = edges.with_columns(predicate=pl.col("kind").replace_strict(kinds, default=None, return_dtype=pl.String))
    plain = facts.select(source="subject", predicate="predicate", target="object")
    edges = stated.join(plain, on=["source", "predicate", "target"], how="semi")
    for end in ENDS:
        named = ids.select(pl.col("subject").alias(end), pl.col("id").alias(f"{end}:id"))
        edges = edges.join(named, on=end, how="left").with_columns(pl.col(f"{end}:id").alias(end))
    table = edges_of(graph)
    known = table.select(*(_literal(pl.col(name)) for name in _NAMED), told="id")
    edges = edges.join(known, on=_NAMED, how="left").with_columns(id=pl.coalesce("told", "id"))
    return edges.select(name for name in compared(table) if name in edges.columns)
