"""Identity on a cluster: the rules of `resolve` per partition; what joins the sightings of all files, by Spark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from graphkit.model import DOCUMENT, KEYS, LINK, SIGHTINGS, URL_COLUMNS, Problem
from graphkit.resolve.identity import articles, strongest, told, unspoken
from graphkit.resolve.keys import keyed, refused, said_of_shared, shared_keys, testimony, urls_of
from graphkit.resolve.references import Files
from graphkit.resolve.rulings import Rulings
from graphkit.spark.apart import divided
from graphkit.spark.components import components
from graphkit.spark.shared import Shared
from graphkit.spark.tables import PROBLEM, collected, on_partitions, problem_table, sent

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from graphkit.spark.numbering import Order

_URL = pl.Struct({"url": pl.String(), "key": pl.String(), "reason": pl.String(), "priority": pl.UInt8()})
_KEY = pl.Struct({"key": pl.String(), "priority": pl.UInt8(), "url": pl.String()})
_SPOKEN = pl.Schema({"mention": pl.UInt8(), "dated": SIGHTINGS["published"]})
TOLD = pl.Schema({**SIGHTINGS, **_SPOKEN, "urls": pl.List(_URL)})
"""Sightings with who speaks, as `identity.told` says it, and the URLs of each with their keys."""

_PLACE = ("source", "line", "item", "relation")
_RULED = (*_PLACE, "form", "reference", "slug", "aliases", "title", "provider", "published")
_ROW = {"row": pl.UInt32()}
_UNKEYED = pl.Schema(
    {
        **_ROW,
        **{name: SIGHTINGS[name] for name in (*_RULED, *URL_COLUMNS)},
        **_SPOKEN,
        "urls": TOLD["urls"],
        "answered": pl.Boolean(),
    }
)
KEYED = pl.Schema(
    {
        **_ROW,
        "source": pl.String(),
        **_SPOKEN,
        "keys": pl.List(_KEY),
        "unmatched": pl.String(),
        "problems": pl.List(pl.Struct(dict(PROBLEM))),
    }
)
"""Per sighting its keys, the reason why it names no file, and in some rows what is wrong."""

_TIE = pl.Schema({"component": pl.String(), "key": pl.String(), "priority": pl.UInt8(), "url": pl.String(), **_SPOKEN})
_NAMED = pl.Schema({"component": pl.String(), "article": pl.String(), "url": pl.String()})
_TESTIMONY = pl.Schema(
    {
        "key": pl.String(),
        "title": pl.String(),
        "published": SIGHTINGS["published"],
        **_ROW,
        "source": pl.String(),
        "line": pl.UInt32(),
    }
)
_SHARED = pl.Schema({"key": pl.String(), "title": pl.UInt32(), "source": pl.String(), "line": pl.UInt32()})
_DOCUMENT = pl.Schema(
    {name: SIGHTINGS[name] for name in ("source", "title", "slug", "reference", "aliases", *URL_COLUMNS)}
)


@dataclass(frozen=True)
class Identified:
    """`told` are the sightings with `row`; `articles` has per `row` the `article`, its `url` and more of KEYED."""

    told: DataFrame
    articles: DataFrame
    evidence: DataFrame
    problems: DataFrame


def numbered_sightings(order: Order, sightings: DataFrame, rulings: Rulings) -> DataFrame:
    """The sightings of all files in the order (source, item), as TOLD with `row`; written."""
    given = Shared(sightings.sparkSession, dict(rulings.exact))
    by_file = order.spread(sightings, "source")
    return order.counted("told", on_partitions(by_file, _told, SIGHTINGS, TOLD, given), "row")


def _told(sightings: pl.DataFrame, exact: dict[str, str]) -> pl.DataFrame:
    rows = sightings.sort("source", "item").with_row_index("row")
    fields = [field.name for field in _URL.fields]
    urls = urls_of(rows, exact).group_by("row").agg(pl.struct(fields).alias("urls"))
    spoken = told(rows).select(list(_SPOKEN))
    return rows.with_columns(spoken.get_columns()).join(urls, on="row", how="left", maintain_order="left").drop("row")


def identify(order: Order, told: DataFrame, rulings: Rulings, left_out: DataFrame | None = None) -> Identified:
    """The article that each sighting speaks of, as `resolve.identity.identify` finds it; rows `left_out` of none."""
    from pyspark.sql import functions as f

    session, staging = told.sparkSession, order.staging
    kept = told.join(left_out, "row", "left_anti") if left_out is not None else told
    shared = _shared_keys(kept)
    keys = staging.keep("keys", _keyed(kept, shared))
    homes = components(order, keys, rulings)
    ruled = _with_component(keys, homes)
    parted = divided(ruled, homes, rulings)
    ruled = parted.of_rows(ruled)
    best = staging.keep("best", _best(parted.of_ties(_ties(ruled, *_SPOKEN)).filter("cut is null")))
    told_of = staging.keep("articles", ruled.join(best, "component", "left").drop("problems"))
    problems = keys.select(f.explode("problems").alias("problem")).select("problem.*")
    problems = problems.unionByName(sent(session, problem_table(said_of_shared(shared))))
    judged = parted.of_judged(_judged(homes, rulings)).join(best, "component", "left")
    return Identified(told, told_of, _evidence(parted.of_ties(_ties(told_of, "article")), judged), problems)


def _shared_keys(told: DataFrame) -> pl.DataFrame:
    """As `resolve.keys.shared_keys`; what repeats key, title and date is sent once."""
    from pyspark.sql import functions as f

    columns = {
        **_ROW,
        **{name: SIGHTINGS[name] for name in ("source", "line", "title", "published")},
        "urls": TOLD["urls"],
    }
    said = on_partitions(told, _testimony, columns, _TESTIMONY)
    first = f.min(f.struct("row", "source", "line")).alias("first")
    once = said.groupBy("key", "title", "published").agg(first).select("key", "title", "published", "first.*")
    return collected(on_partitions(once.repartition("key"), _shared, _TESTIMONY, _SHARED), _SHARED)


def _testimony(rows: pl.DataFrame) -> pl.DataFrame:
    return testimony(rows, _urls(rows))


def _shared(said: pl.DataFrame) -> pl.DataFrame:
    return shared_keys(said)


def _urls(rows: pl.DataFrame) -> pl.DataFrame:
    place = [name for name in ("row", "source", "line", "relation") if name in rows.columns]
    return rows.select(*place, "urls").explode("urls").drop_nulls("urls").unnest("urls")


def _keyed(told: DataFrame, shared: pl.DataFrame) -> DataFrame:
    session = told.sparkSession
    given = Shared(session, shared.select("key"))
    files = Shared(session, _documents(told), Files.of)
    asked = told.join(_answered(told, shared), "row", "left")
    return on_partitions(asked, _keys, _UNKEYED, KEYED, given, files)


def _keys(rows: pl.DataFrame, shared: pl.DataFrame, files: Files) -> pl.DataFrame:
    urls = refused(_urls(rows), shared)
    keys = keyed(rows, urls, rows.filter("answered").select("row"), lambda: files)
    fields = [field.name for field in _KEY.fields]
    each = keys.table.group_by("row", maintain_order=True).agg(pl.struct(fields).alias("keys"))
    problems = problem_table(keys.problems).select(pl.struct(list(PROBLEM)).implode().alias("problems"))
    first = rows.select(pl.col("row").min()).with_columns(problems.get_columns())
    return (
        rows.join(each, on="row", how="left")
        .join(keys.unmatched.rename({"reason": "unmatched"}), on="row", how="left")
        .join(first, on="row", how="left")
    )


def _documents(told: DataFrame) -> pl.DataFrame:
    """The names of all files, if any sighting may ask for one by its name."""
    from pyspark.sql import functions as f

    without_url = f.coalesce(*URL_COLUMNS).isNull()
    asks = told.filter(told.relation != DOCUMENT).filter(
        f.col("reference").isNotNull() | (f.col("title").isNotNull() & without_url)
    )
    documents = told.filter(told.relation == DOCUMENT)
    return collected(documents if not asks.isEmpty() else documents.limit(0), _DOCUMENT)


def _answered(told: DataFrame, shared: pl.DataFrame) -> DataFrame:
    """As `resolve.keys.settled`, of the links that name files besides."""
    from pyspark.sql import functions as f

    good = told.select("row", "relation", "reference", f.explode("urls").alias("url")).filter("url.reason = ''")
    good = good.select("row", "relation", "reference", "url.key").join(
        f.broadcast(sent(told.sparkSession, shared.select("key"))), "key", "left_anti"
    )
    links = good.filter((f.col("relation") == LINK) & f.col("reference").isNotNull()).select("row", "key")
    said = good.filter(f.col("relation") != LINK).select("key").distinct()
    return links.join(said, "key", "left_semi").select("row").distinct().withColumn("answered", f.lit(True))


def _with_component(keys: DataFrame, homes: DataFrame) -> DataFrame:
    """Sightings of several keys are in the component of these, those of one key in that of their key."""
    from pyspark.sql import functions as f

    first = keys.withColumn("first_key", f.col("keys")[0]["key"])
    found = first.join(homes, f.col("first_key") == homes.id, "left")
    return found.withColumn("component", f.coalesce("home", "first_key")).drop("id", "home", "first_key")


def _ties(ruled: DataFrame, *columns: str) -> DataFrame:
    """Each key of each sighting."""
    from pyspark.sql import functions as f

    ties = ruled.select("row", "component", *columns, f.explode("keys").alias("tie"))
    return ties.select("row", "component", *columns, "tie.*")


def _best(ties: DataFrame) -> DataFrame:
    """The article of each component: the strongest tie in each partition first, so that no hub meets in one place."""
    local = on_partitions(ties, strongest, _TIE, _TIE)
    return on_partitions(local.repartition("component"), _articles, _TIE, _NAMED)


def _articles(ties: pl.DataFrame) -> pl.DataFrame:
    return articles(strongest(ties))


def _evidence(ties: DataFrame, judged: DataFrame) -> DataFrame:
    """As KEYS: why each sighting speaks of its article, and what judgements say."""
    from pyspark.sql import functions as f

    columns = {"row": f.lit(None), "priority": f.lit(0), "url": f.lit(None)}
    by_rulings = judged.drop("url").withColumns({name: value.cast(_cast(name)) for name, value in columns.items()})
    by_rules = ties.withColumn("judgement", f.lit(None).cast("long"))
    return by_rules.select(*KEYS).unionByName(by_rulings.select(*KEYS))


def _judged(homes: DataFrame, rulings: Rulings) -> DataFrame:
    """The ties of judgements that call keys the same (`judgement`, `key`, `component`); they are no sighting's."""
    from pyspark.sql import functions as f

    rows = [(line, key) for line, *both in rulings.same for key in both]
    ties = homes.sparkSession.createDataFrame(rows, "judgement long, key string")
    found = ties.join(homes, ties.key == homes.id, "left").withColumn("component", f.coalesce("home", "key"))
    return found.select("judgement", "key", "component")


def _cast(name: str) -> str:
    return "string" if name == "url" else "short" if name == "priority" else "long"


def unused(evidence: DataFrame, rulings: Rulings) -> list[Problem]:
    """As `resolve.identity.unused`: judgements on articles that no file speaks of."""
    asked = [key for _, *both in (*rulings.same, *rulings.different) for key in both]
    stated = evidence.filter("row is not null").filter(evidence.key.isin(asked)).select("key").distinct()
    return unspoken({row["key"] for row in stated.collect()} if asked else set(), rulings)
