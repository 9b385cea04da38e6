"""The explorer page at growing sizes: bytes of the file, CPU seconds to write it, memory.

python benchmarks/page_size.py                 # 1,000, 10,000, 100,000 articles
python benchmarks/page_size.py 1000000 -o big  # 1,000,000, and keep the files
"""

from __future__ import annotations

import argparse
import math
import os
import resource
import time
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import polars as pl

from graphkit.exporters import html
from graphkit.graph import Graph

PROVIDERS = 0.02
TOPICS = 0.01
EDGES_PER_NODE = 3.0
VOCABULARY = 20_000
SYLLABLES = (
    "ba be bi bo ca ce ci co da de di do fa fe fi ga ge go ha he la le li lo ma me mi mo na ne no ra re ri ro sa se si"
    " so ta te ti to va ve vi"
).split()


def words(rng: Any) -> np.ndarray:
    """A vocabulary of made-up words of two to four syllables."""
    sizes = rng.integers(2, 5, VOCABULARY)
    return np.array(["".join(rng.choice(SYLLABLES, size)) for size in sizes], dtype=object)


def texts(rng: Any, vocabulary: np.ndarray, count: int, length: int, joint: str = " ") -> list[str]:
    """Texts of about `length` characters; words as frequent as in a language (Zipf)."""
    number = max(1, length // 7)
    chosen = np.minimum(rng.zipf(1.2, (count, number)) - 1, VOCABULARY - 1)
    return [joint.join(row) for row in vocabulary[chosen]]


def graph(articles: int, edges_per_node: float = EDGES_PER_NODE, seed: int = 1) -> Graph:
    """Articles with titles, excerpts and URLs (about 375 bytes), analysed as far as the page shows it."""
    rng = np.random.default_rng(seed)
    providers, topics = max(1, int(articles * PROVIDERS)), max(1, int(articles * TOPICS))
    vocabulary = words(rng)
    slugs = texts(rng, vocabulary, articles, 50, "-")
    urls = [f"https://www.paper{n % providers}.example/{slug}-{n:x}" for n, slug in enumerate(slugs)]
    days = rng.integers(12_000, 19_000, articles)
    size = articles + providers + topics
    nodes = pl.DataFrame(
        {
            "id": [f"article:{url[12:]}" for url in urls]
            + [f"provider:paper{n}.example" for n in range(providers)]
            + [f"topic:{n}" for n in range(topics)],
            "kind": ["article"] * articles + ["provider"] * providers + ["topic"] * topics,
            "label": texts(rng, vocabulary, articles, 65) + texts(rng, vocabulary, providers + topics, 14),
            "url": urls + [None] * (providers + topics),
            "excerpt": texts(rng, vocabulary, articles, 240) + [None] * (providers + topics),
            "status": np.where(rng.random(articles) < 0.3, "collected", "cited").tolist()
            + [None] * (providers + topics),
            "published": pl.Series([*(days * 86_400_000_000).tolist(), *[None] * (providers + topics)]).cast(
                pl.Datetime("us", "UTC")
            ),
        }
    )
    return _analysed(_tied(nodes, int(size * edges_per_node), rng), rng)


def _tied(nodes: pl.DataFrame, count: int, rng: Any) -> Graph:
    """Edges that leave articles: half to near rows, half to providers and topics, some of them frequent."""
    nodes = nodes.sort("kind", "id")
    articles = int((nodes["kind"] == "article").sum())
    source = rng.integers(0, articles, count)
    near = np.clip(source + rng.integers(-40, 41, count), 0, articles - 1)
    other = np.minimum(articles + rng.zipf(1.3, count) - 1, nodes.height - 1)
    ends = pl.DataFrame({"source": source, "target": np.where(rng.random(count) < 0.5, near, other)}).unique()
    kinds = nodes["kind"].replace_strict({"article": "related", "provider": "published_by", "topic": "about"})
    ids = nodes["id"]
    edges = ends.select(
        source_id=ids.gather(ends["source"]),
        target_id=ids.gather(ends["target"]),
        kind=kinds.gather(ends["target"]),
        weight=1.0,
        rank=pl.int_range(pl.len()) % 9 + 1,
        first=pl.datetime(2021, 3, 1, time_zone="UTC") + pl.duration(hours=pl.int_range(pl.len()) % 9_000),
    )
    return Graph.of(nodes, edges.with_columns(last=pl.col("first")))


def _analysed(graph: Graph, rng: Any) -> Graph:
    """Numbers of the right shape, not of the right value; clusters on a grid."""
    size = graph.nodes.height
    cluster = np.minimum(rng.zipf(1.4, size) - 1, 99)
    place = np.column_stack([cluster % 10, cluster // 10]) * math.sqrt(size) * 5 + rng.normal(
        0, math.sqrt(size), (size, 2)
    )
    entering = np.bincount(graph.target, minlength=size)
    leaving = np.bincount(graph.source, minlength=size)
    chance = {name: rng.lognormal(0, 2, size) / size for name in ("pagerank", "betweenness", "hub", "authority")}
    columns = {
        "in_degree": entering,
        "out_degree": leaving,
        "degree": entering + leaving,
        **chance,
        "core": rng.integers(1, 9, size),
        "cluster": cluster,
        "cluster_label": [f"cluster {number}" for number in cluster],
        "x": place[:, 0],
        "y": place[:, 1],
    }
    return graph.with_columns(pl.DataFrame(columns))


def measure(articles: int, edges_per_node: float, folder: Path | None) -> None:
    """One line: the size of the graph, of its text and of the page; the seconds."""
    made = graph(articles, edges_per_node)
    text = sum(int(made.nodes[name].str.len_bytes().sum()) for name in ("label", "excerpt", "url"))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    size = written(made, folder / f"{articles}.html" if folder else Path(os.devnull))
    seconds = time.process_time() - start
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"{articles:,} articles: {made!r}, {text / articles:.0f} bytes of text each; "
        f"{size / 1e6:.2f} MB, {seconds:.1f} CPU s, peak memory {before / 1e3:.0f} → {after / 1e3:.0f} MB",
        flush=True,
    )


def written(graph: Graph, path: Path) -> int:
    """Write the page; how many bytes it has."""
    with path.open("wb") as file:
        counting = Counting(file)
        html.write(graph, counting)  # type: ignore[arg-type]
    return counting.size


class Counting:
    """A file that counts what passes through."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.size = file, 0

    def write(self, data: bytes) -> int:
        self.size += len(data)
        return self._file.write(data)


def main() -> None:
    """Measure each size."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000, 100_000])
    parser.add_argument("--edges", type=float, default=EDGES_PER_NODE, help="edges per node")
    parser.add_argument("-o", type=Path, help="a folder for the pages")
    options = parser.parse_args()
    for size in options.sizes:
        measure(size, options.edges, options.o)


if __name__ == "__main__":
    main()
