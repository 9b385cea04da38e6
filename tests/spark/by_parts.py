"""The road of `graphkit.spark` without Spark: the same functions on the same partitions, joined by Polars."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from graphkit.graph import Graph
from graphkit.model import DOCUMENT, MALFORMED, NODES, SIGHTINGS
from graphkit.resolve import publishers, topics
from graphkit.resolve.identity import unspoken
from graphkit.resolve.keys import said_of_shared, settled
from graphkit.resolve.references import Files
from graphkit.resolve.rulings import Rulings
from graphkit.sources import Harvest
from graphkit.spark import apart, components, crowds, drafts, identity, merging, naming
from graphkit.spark.tables import problem_table

PARTS = 3
Schema = Mapping[str, pl.DataType]


@dataclass(frozen=True)
class Result:
    """What `resolve` gives, table by table."""

    graph: Graph
    sightings: pl.DataFrame
    ledger: pl.DataFrame
    disagreements: pl.DataFrame
    problems: pl.DataFrame


def resolved(
    harvest: Harvest,
    judged: Rulings | None = None,
    *,
    crowded: bool = False,
    without_drafts: bool = False,
) -> Result:
    """The harvest resolved partition by partition, each article taken for `crowded` or none."""
    judged = judged or Rulings()
    told = _each(harvest.sightings, "source", identity._told, SIGHTINGS, identity.TOLD, {})
    told = told.sort("source", "item").with_row_index("row")
    left_out = _left_out(told, judged) if without_drafts else pl.DataFrame(schema=drafts._LEFT_OUT)
    kept = told.join(_box(left_out, "row"), on="row", how="anti")
    keys, shared = _keys(kept)
    seen = _seen(told, keys, judged)
    spoken = seen.drop_nulls("article")
    thin = (
        _each(spoken, "source", crowds.once, merging.SEEN, merging.TIMES) if crowded else spoken.with_columns(times=1)
    )
    merged = _each(thin, "article", merging._merged, merging.TIMES, merging._MERGED, False)
    declared = _each(spoken, "source", merging._declared, merging.LIGHT, merging._DECLARED, _names(spoken), False)
    ended = _box(declared, "relation").join(_box(merged, "end"), on="article", how="left")
    edge = ["source_id", "target_id", "kind"]
    account = pl.concat(
        [
            _each(ended, edge, merging._account, merging._ENDED, merging._ACCOUNT),
            _each(harvest.malformed, "source", merging._unusable, MALFORMED, merging._ACCOUNT),
        ]
    )
    named = _named(declared)
    problems = [_box(table, "problem") for table in (merged, account, named)]
    stated = set(keys["keys"].explode().drop_nulls().struct.field("key")) if judged.same or judged.different else set()
    problems += [problem_table(unspoken(stated, judged))]
    problems += [keys["problems"].explode().drop_nulls().struct.unnest(), problem_table(said_of_shared(shared))]
    nodes = pl.concat([_box(merged, "node"), _box(named, "node")]).select(list(NODES))
    return Result(
        Graph.of(nodes, _box(account, "edge")),
        seen.sort("row").select(*SIGHTINGS, "article"),
        pl.concat([_box(account, "ledger"), _box(left_out, "ledger")]),
        _box(merged, "disagreement"),
        pl.concat(problems),
    )


def _each(
    table: pl.DataFrame,
    by: str | list[str],
    work: Callable[..., pl.DataFrame],
    reads: Schema,
    gives: Schema,
    *more: object,
) -> pl.DataFrame:
    parts = table.group_by(pl.struct(by).hash() % PARTS)
    made = [work(part.select(list(reads)), *more).select(list(gives)).cast(dict(gives)) for _, part in parts]
    return pl.concat([pl.DataFrame(schema=gives), *made])


def _box(table: pl.DataFrame, name: str) -> pl.DataFrame:
    return table.filter(pl.col(name).is_not_null()).select(name).unnest(name)


def _keys(told: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    columns = {name: told.schema[name] for name in ("row", "source", "line", "title", "published", "urls")}
    said = _each(told, "row", identity._testimony, columns, identity._TESTIMONY)
    once = said.sort("row").unique(["key", "title", "published"], keep="first")
    shared = _each(once, "key", identity._shared, identity._TESTIMONY, identity._SHARED)
    answered = settled(told, identity._urls(told).filter(reason="")).with_columns(answered=pl.lit(True))
    asked = told.join(answered, on="row", how="left")
    files = Files.of(told.filter(pl.col("relation") == DOCUMENT).select(list(identity._DOCUMENT)))
    given = shared.select("key"), files
    return _each(asked, "row", identity._keys, identity._UNKEYED, identity.KEYED, *given), shared


def _left_out(told: pl.DataFrame, judged: Rulings) -> pl.DataFrame:
    seen = _seen(told, _keys(told)[0], judged)
    flagged = _each(seen, "source", drafts._flagged, drafts._FILE, drafts._FLAGGED).unique()
    only = _each(flagged, "article", drafts._only_drafts, drafts._FLAGGED, drafts._ARTICLE)
    known = seen.join(only.with_columns(drafted=True), on="article", how="left")
    return _each(known, "source", drafts._left_out, drafts._TOLD, drafts._LEFT_OUT, _names(seen))


def _seen(told: pl.DataFrame, keys: pl.DataFrame, judged: Rulings) -> pl.DataFrame:
    ties = keys.select("row", *identity._SPOKEN, "keys").explode("keys").unnest("keys")
    first = ties.group_by("row").agg(pl.col("key").first().alias("first"))
    paired = ties.join(first, on="row").select("first", "key")
    home = components.homes(paired.rename({"first": "src", "key": "dst"}))
    ruled = ties.join(first.join(home.rename({"id": "first", "home": "component"}), on="first"), on="row")
    divided = _divided(ruled, home, judged)
    ruled = ruled.join(divided.rows.rename({"component": "new"}), on="row", how="left")
    ruled = ruled.with_columns(pl.coalesce("new", "component").alias("component"))
    holding = ruled.join(divided.ties, on=["row", "key"], how="anti")
    local = _each(holding, "row", identity.strongest, {"row": pl.UInt32(), **identity._TIE}, identity._TIE)
    best = _each(local, "component", identity._articles, identity._TIE, identity._NAMED)
    of_row = ruled.select("row", "component").unique().join(best, on="component")
    known = keys.select("row", "unmatched").join(of_row, on="row", how="left")
    return told.join(known, on="row", how="left").select(list(merging.SEEN))


def _divided(ruled: pl.DataFrame, home: pl.DataFrame, judged: Rulings) -> apart.Divided:
    known = dict(home.iter_rows())
    homes = {key: known.get(key, key) for _, *both in (*judged.same, *judged.different) for key in both}
    torn = {homes[one] for _, one, other in judged.different if homes[one] == homes[other]}
    return apart._divided(ruled.filter(pl.col("component").is_in(list(torn))).select(list(apart._TIE)), homes, judged)


def _names(seen: pl.DataFrame) -> naming.Names:
    found = _each(seen, "row", naming._names, naming.STATING, naming._NAMES)
    bearers = _box(found, "bearer").group_by("domain", "fold").agg(pl.col("len").sum())
    spelt = _box(found, "topic")["name"].unique()
    return naming.Names(publishers.ids(bearers, Rulings()), topics.ids(spelt, Rulings()))


def _named(declared: pl.DataFrame) -> pl.DataFrame:
    providers = _box(declared, "provider")
    counted = _box(declared, "topic").group_by("id", "name").agg(pl.col("times").sum())
    return pl.concat(
        [
            _each(providers, "id", naming._provider_nodes, naming.STATED, naming._FOUND),
            _each(providers, "domain", naming._platforms, naming.STATED, naming._FOUND),
            _each(counted, "id", naming._topic_nodes, naming.ABOUT_ALL, naming._FOUND),
        ]
    )
