"""Names for clusters: the terms that set the titles and topics of one apart from all others."""

from __future__ import annotations

from collections import Counter

import polars as pl

from graphkit.analysis.columns import Ints
from graphkit.analysis.words import terms
from graphkit.graph import Graph
from graphkit.model import ABOUT, ARTICLE

FEWEST, TERMS = 2, 3
_LONGEST = 48
_CANDIDATES = 24
_PHRASE = 1.6


def labels(graph: Graph, cluster: Ints) -> pl.Series:
    """`cluster_label`: two or three terms per cluster, such as `facial recognition · China · ban`.

    Class-based TF-IDF (Grootendorst, BERTopic, 2022): a term scores by the number of titles and
    topics of the cluster that have it, times log(1 + A / all that have it), where A is the average
    number of terms per cluster. Phrases of two words count more, and a word inside a chosen phrase is
    not repeated. A cluster without words takes the name of its first publisher or topic; equal
    names are told apart by one more term, or by a number.
    """
    nodes = graph.nodes.select("id", "kind", pl.col("label").fill_null("")).with_columns(
        pl.Series("cluster", cluster, dtype=pl.Int64)
    )
    chosen: dict[int, list[str]] = {}
    for number, words in _ranked(_counts(graph, nodes)).items():
        chosen[number] = _picked(words)
    names = _distinct(_with_fallback(chosen, nodes))
    return nodes["cluster"].replace_strict(names, default=None, return_dtype=pl.String).alias("cluster_label")


def _counts(graph: Graph, nodes: pl.DataFrame) -> pl.DataFrame:
    """Columns `cluster`, `key`, `text` (as most often spelt), `size` (words), `count`."""
    titles = nodes.filter(pl.col("kind") == ARTICLE).select("cluster", text="label")
    rows = graph.edges.filter(pl.col("kind") == ABOUT)
    topics = pl.DataFrame(
        {"cluster": nodes["cluster"].gather(rows["source"]), "text": nodes["label"].gather(rows["target"])}
    )
    spelt = pl.concat([terms(titles), _whole(topics)])
    counted = spelt.group_by("cluster", "key", "text").agg(pl.col("size").min(), pl.len().alias("count"))
    usual = (
        counted.group_by("key", "text")
        .agg(pl.col("count").sum())
        .sort("key", "count", "text", descending=[False, True, False])
    )
    return (
        counted.group_by("cluster", "key")
        .agg(pl.col("size").min(), pl.col("count").sum())
        .join(usual.unique("key", keep="first", maintain_order=True).select("key", "text"), on="key", how="left")
    )


def _whole(topics: pl.DataFrame) -> pl.DataFrame:
    """Topics as they are: one term each, however many words."""
    text = pl.col("text").str.strip_chars()
    return topics.select(
        "cluster",
        text.str.to_lowercase().alias("key"),
        text,
        (text.str.count_matches(" ") + 1).cast(pl.Int64).alias("size"),
    ).filter(pl.col("key") != "")


def _ranked(counts: pl.DataFrame) -> dict[int, list[tuple[str, str, bool]]]:
    """For each cluster its best terms as (key, text, solid), the best first.

    A term is solid if it occurs twice, or if nothing in its cluster does.
    """
    if not counts.height:
        return {}
    average = counts["count"].sum() / counts["cluster"].n_unique()
    solid = (pl.col("count") > 1) | (pl.col("count").max().over("cluster") == 1)
    scored = counts.with_columns(
        solid.alias("solid"),
        # Rounded, so that the order never hangs on the last bit of a logarithm.
        (
            pl.col("count")
            * (1 + average / pl.col("count").sum().over("key")).log()
            * pl.when((pl.col("size") > 1) & solid).then(_PHRASE).otherwise(1.0)
        )
        .round(6)
        .alias("score"),
    ).sort("cluster", "solid", "score", "size", "key", descending=[False, True, True, True, False])
    best = scored.group_by("cluster", maintain_order=True).head(_CANDIDATES)
    result: dict[int, list[tuple[str, str, bool]]] = {}
    for number, key, text, kept in best.select("cluster", "key", "text", "solid").iter_rows():
        result.setdefault(number, []).append((key, text, kept))
    return result


def _picked(ranked: list[tuple[str, str, bool]]) -> list[str]:
    """Candidates without those that repeat a word of a better one; loose ones only to make up two."""
    used: set[str] = set()
    texts: list[str] = []
    for key, text, solid in ranked:
        stems = {_stem(word) for word in key.split()}
        if not solid and len(texts) >= FEWEST:
            break
        if stems & used or len(text) > _LONGEST or any(key in other.lower() for other in texts):
            continue
        used |= stems
        texts.append(text)
    return texts


def _stem(word: str) -> str:
    return word.removesuffix("'s").removesuffix("’s").removesuffix("s")[:12]


def _with_fallback(chosen: dict[int, list[str]], nodes: pl.DataFrame) -> dict[int, list[str]]:
    """Every cluster with at least one name, in the order of their numbers."""
    named = nodes.with_columns(
        pl.when(pl.col("label") == "").then(pl.col("id")).otherwise(pl.col("label")).alias("name")
    )
    first = named.sort(pl.col("kind") == ARTICLE, "id").unique("cluster", keep="first", maintain_order=True)
    names: dict[int, str] = dict(first.select("cluster", "name").iter_rows())
    return {number: chosen.get(number) or [names[number][:_LONGEST]] for number in sorted(names)}


def _distinct(chosen: dict[int, list[str]]) -> dict[int, str]:
    seen: Counter[str] = Counter()
    result = {}
    for number, texts in chosen.items():
        options = (" · ".join(texts[:size]) for size in (TERMS, TERMS + 1))
        name = next((option for option in options if option not in seen), "")
        if not name:
            base = " · ".join(texts[:TERMS])
            name = next(option for turn in range(2, len(chosen) + 2) if (option := f"{base} ({turn})") not in seen)
        seen[name] += 1
        result[number] = name
    return result
