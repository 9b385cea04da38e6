"""Layout measured and looked at: CPU seconds and overlaps at growing sizes, and pictures.

python benchmarks/layout.py                    # seeds, then 5,000 to 100,000 nodes
python benchmarks/layout.py --png pictures     # the same, drawn (needs matplotlib)
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from graphkit.analysis import METRICS
from graphkit.graph import Graph

WORDS = (
    "face camera police city ban law robot court data china school border tax vote bank car chip drone model"
).split()


def seeds() -> Graph:
    """Like the five seeds: 22 articles in stars of 10, 5, 4 and 3, 21 providers, two topics."""
    edges, hubs, row = [], [], 0
    for size in (10, 5, 4, 3):
        hubs.append(row)
        edges += [(f"article:{row:03}", f"article:{row + other:03}", "related") for other in range(1, size)]
        row += size
    hubs.append(5)
    edges += [(f"article:{one:03}", f"provider:{min(one, 20):03}", "published_by") for one in range(22)]
    edges += [(f"article:{hub:03}", f"topic:{topic}", "about") for hub in hubs for topic in ("AI", "Computer Vision")]
    return _graph(edges, np.random.default_rng(0))


def collection(nodes: int, seed: int = 1) -> Graph:
    """About `nodes` nodes: stars of related articles, some joined; 75 providers; topics, mostly met once."""
    rng = np.random.default_rng(seed)
    articles = int(nodes * 0.75)
    star = np.repeat(np.arange(articles), rng.integers(1, 12, articles))[:articles]
    hub = np.searchsorted(star, star)
    own = np.flatnonzero(hub != np.arange(articles))
    theme = (star * 7919 % 97) % 40
    cross = rng.integers(0, articles, (articles // 12, 2))
    provider = (rng.zipf(1.5, articles) + theme * 3) % 75
    rare, common = nodes - articles - 140, 60
    writer = np.unique(hub)
    edges = [(f"article:{hub[one]:06}", f"article:{one:06}", "related") for one in own]
    edges += [
        (f"article:{one:06}", f"article:{other:06}", "related") for one, other in cross if theme[one] == theme[other]
    ]
    edges += [(f"article:{one:06}", f"provider:{provider[one]:03}", "published_by") for one in range(articles)]
    for n, one in enumerate(rng.choice(writer, max(rare, 0))):
        edges.append((f"article:{one:06}", f"topic:rare {n}", "about"))
    for one in writer:
        edges.append(
            (
                f"article:{one:06}",
                f"topic:theme {(theme[one] + (rng.random() < 0.3) * rng.integers(40)) % common}",
                "about",
            )
        )
    return _graph(list(dict.fromkeys(edges)), rng)


def _graph(edges: list[tuple[str, str, str]], rng: Any) -> Graph:
    ids = sorted({end for edge in edges for end in edge[:2]})
    kinds = [one.split(":")[0] for one in ids]
    labels = [
        " ".join(rng.choice(WORDS, 6)) if kind == "article" else one.split(":")[1]
        for one, kind in zip(ids, kinds, strict=True)
    ]
    nodes = pl.DataFrame({"id": ids, "kind": kinds, "label": labels})
    return Graph.of(nodes, pl.DataFrame(edges, schema=["source_id", "target_id", "kind"], orient="row"))


def measure(name: str, graph: Graph, folder: Path | None) -> None:
    """Every metric's CPU seconds on one line, the overlaps of the layout, and a picture if wanted."""
    seconds = {}
    for metric, function in METRICS.items():
        start = time.process_time()
        graph = graph.with_columns(function(graph).columns)
        seconds[metric] = round(time.process_time() - start, 2)
    print(f"{name:8} {graph!r} overlapping {overlapping(graph):.2%} of nodes; CPU s {seconds}", flush=True)
    if folder:
        draw(graph, folder / f"{name}.png")


def overlapping(graph: Graph) -> float:
    """Share of nodes whose disc overlaps another by more than a tenth of its radius."""
    from scipy.spatial import cKDTree

    from graphkit.analysis.layout import radii

    points, radius = graph.nodes.select("x", "y").to_numpy(), radii(graph)
    pairs = cKDTree(points).query_pairs(40.0, output_type="ndarray")
    distance = np.sqrt(((points[pairs[:, 0]] - points[pairs[:, 1]]) ** 2).sum(axis=1))
    smaller = np.minimum(radius[pairs[:, 0]], radius[pairs[:, 1]])
    hit = pairs[radius[pairs].sum(axis=1) - distance > 0.1 * smaller]
    return np.unique(hit).size / max(len(points), 1)


def draw(graph: Graph, path: Path, side: float = 14.0) -> None:
    """A PNG of the map: edges grey, nodes coloured by cluster, names of the largest."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot
    from matplotlib.collections import EllipseCollection, LineCollection

    from graphkit.analysis.layout import radii
    from graphkit.exporters.style import colour

    points, radius = graph.nodes.select("x", "y").to_numpy(), radii(graph)
    figure, axes = pyplot.subplots(figsize=(side, side))
    lines = np.stack([points[graph.source], points[graph.target]], axis=1)
    axes.add_collection(
        LineCollection(
            list(lines), colors="#888888", linewidths=0.6, alpha=min(0.8, 400 / len(lines)) if len(lines) else 1
        )
    )
    colours = [colour(one) for one in graph.nodes["cluster"]]
    axes.add_collection(
        EllipseCollection(
            2 * radius,
            2 * radius,
            np.zeros(len(radius)),
            units="xy",
            facecolors=colours,
            offsets=points,
            offset_transform=axes.transData,
        )
    )
    for row in np.argsort(-radius, kind="stable")[:30]:
        axes.text(
            *(points[row] - [0, radius[row] + 8]),
            (graph.nodes["label"][int(row)] or "")[:30],
            fontsize=7,
            ha="center",
            va="top",
        )
    low, high = points.min() - 60, points.max() + 60
    axes.set(xlim=(low, high), ylim=(low, high), aspect="equal")
    axes.axis("off")
    figure.savefig(path, dpi=90, bbox_inches="tight")
    pyplot.close(figure)


def main() -> None:
    """Measure, and draw where a folder is given."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--png", type=Path)
    parser.add_argument("sizes", nargs="*", type=int, default=[300, 1000, 5_000, 50_000, 100_000])
    options = parser.parse_args()
    measure("seeds", seeds(), options.png)
    for size in options.sizes:
        measure(str(size), collection(size), options.png if size <= 50_000 else None)


if __name__ == "__main__":
    main()
