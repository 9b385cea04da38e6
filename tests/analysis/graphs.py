"""Graphs for the tests of analysis."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from graphkit.graph import Graph

Edge = tuple[str, str, str, float]
KINDS = {"a": "article", "p": "provider", "t": "topic"}


def of(nodes: Sequence[str], edges: Sequence[Edge], labels: dict[str, str | None] | None = None) -> Graph:
    """A graph whose node ids start with the letter of their kind."""
    texts = [(labels or {}).get(one, f"title of {one}") for one in nodes]
    table = pl.DataFrame(
        {"id": nodes, "kind": [KINDS[one[0]] for one in nodes], "label": texts},
        schema={"id": pl.String, "kind": pl.String, "label": pl.String},
    )
    ends = {"source_id": pl.String, "target_id": pl.String, "kind": pl.String, "weight": pl.Float64}
    return Graph.of(table, pl.DataFrame(list(edges), schema=ends, orient="row"))


def random(articles: int, providers: int, topics: int, links: int, seed: int) -> Graph:
    """Random `related` edges (with loops, both directions, weights 1 to 3), a provider and topics each."""
    rng = np.random.default_rng(seed)
    a = [f"a{n:05}" for n in range(articles)]
    edges: dict[tuple[str, str, str], float] = {}
    for one, other in rng.integers(0, articles, (links, 2)):
        edges[a[one], a[other], "related"] = float(rng.integers(1, 4))
    for one in a if providers else []:
        edges[one, f"p{rng.integers(providers):03}", "published_by"] = 1.0
    for one in rng.integers(0, articles, 2 * articles) if topics else []:
        edges[a[one], f"t{int(topics * rng.random() ** 3):03}", "about"] = 1.0
    nodes = [*a, *(f"p{n:03}" for n in range(providers)), *(f"t{n:03}" for n in range(topics))]
    return of(nodes, [(*ends, weight) for ends, weight in edges.items()])


def communities(count: int, size: int, seed: int = 1) -> Graph:
    """Groups of articles tied densely inside and rarely outside; the node id says the group."""
    rng = np.random.default_rng(seed)
    nodes = [f"a{group:02}-{n:03}" for group in range(count) for n in range(size)]
    edges = [
        (nodes[one], nodes[other], "related", 1.0)
        for one in range(len(nodes))
        for other in range(one + 1, len(nodes))
        if rng.random() < (0.3 if one // size == other // size else 0.002)
    ]
    return of(nodes, edges)


EMPTY = of([], [])
SINGLE = of(["a1"], [])
LOOSE = of(["a1", "a2", "p1", "t1"], [])
NAMELESS = of(
    ["a1", "a2", "p1"], [("a1", "a2", "related", 1.0), ("a1", "p1", "published_by", 1.0)], {"a1": None, "a2": ""}
)
PATH = of([f"a{n}" for n in range(5)], [(f"a{n}", f"a{n + 1}", "related", 1.0) for n in range(4)])
ONLY_TOPICS = of(["t1", "t2", "p1"], [])
TWINS = of(
    [f"a{n}" for n in range(6)],
    [
        ("a0", "a1", "related", 1.0),
        ("a0", "a2", "related", 1.0),
        ("a3", "a4", "related", 1.0),
        ("a3", "a5", "related", 1.0),
    ],
)
STRANGE = [EMPTY, SINGLE, LOOSE, NAMELESS, PATH, ONLY_TOPICS, TWINS]
