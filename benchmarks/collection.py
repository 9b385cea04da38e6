"""Graphs like collections of articles, of any size: what the benchmarks of layout and clusters run on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from graphkit.graph import Graph

WORDS = np.array(
    "face camera police city ban law robot court data china school border tax vote bank car chip drone model".split()
)
Ints = npt.NDArray[np.int64]


def seeds() -> Graph:
    """Like the five seeds: 22 articles in stars of 10, 5, 4 and 3, 21 providers, two topics."""
    star = np.repeat(np.arange(4), (10, 5, 4, 3))
    hub, one = np.searchsorted(star, star), np.arange(22)
    writers = np.array([0, 10, 15, 19, 5])
    edges = [
        _edges(hub, one, "article", "related").filter(pl.col("source_id") != pl.col("target_id")),
        _edges(one, np.minimum(one, 20), "provider", "published_by"),
        *(_edges(writers, np.full(5, topic), "topic", "about") for topic in range(2)),
    ]
    return _graph(edges, 0)


def collection(nodes: int, seed: int = 1) -> Graph:
    """About `nodes` nodes: stars of related articles, some joined; 75 providers; topics, mostly met once."""
    rng = np.random.default_rng(seed)
    articles, common = int(nodes * 0.75), 60
    one = np.arange(articles)
    star = np.repeat(one, rng.integers(1, 12, articles))[:articles]
    hub, theme = np.searchsorted(star, star), (star * 7919 % 97) % 40
    cross = rng.integers(0, articles, (articles // 12, 2))
    cross = cross[theme[cross[:, 0]] == theme[cross[:, 1]]]
    writers = np.unique(hub)
    rare = np.arange(max(nodes - articles - 75 - common, 0))
    aside = (rng.random(writers.size) < 0.3) * rng.integers(40, size=writers.size)
    own = hub != one
    edges = [
        _edges(hub[own], one[own], "article", "related"),
        _edges(cross[:, 0], cross[:, 1], "article", "related"),
        _edges(one, (rng.zipf(1.5, articles) + theme * 3) % 75, "provider", "published_by"),
        _edges(rng.choice(writers, rare.size), common + rare, "topic", "about"),
        _edges(writers, (theme[writers] + aside) % common, "topic", "about"),
    ]
    return _graph(edges, seed)


def _edges(source: Ints, target: Ints, to: str, kind: str) -> pl.DataFrame:
    return pl.DataFrame({"source": source, "target": target}).select(
        pl.format("article:{}", pl.col("source").cast(pl.String).str.zfill(7)).alias("source_id"),
        pl.format("{}:{}", pl.lit(to), pl.col("target").cast(pl.String).str.zfill(7)).alias("target_id"),
        kind=pl.lit(kind),
    )


def _graph(edges: Sequence[pl.DataFrame], seed: int) -> Graph:
    table = pl.concat(edges).unique(maintain_order=True)
    ids = pl.concat([table["source_id"], table["target_id"]]).unique().sort().alias("id")
    words = np.random.default_rng(seed).choice(WORDS, (ids.len(), 6))
    titles = pl.DataFrame(words).select(pl.concat_str(pl.all(), separator=" ")).to_series()
    kind, name = ids.str.split(":").list.get(0), ids.str.split(":").list.get(1)
    label = titles.zip_with(kind == "article", kind + " " + name.str.strip_chars_start("0"))
    return Graph.of(pl.DataFrame({"id": ids, "kind": kind, "label": label}), table)
