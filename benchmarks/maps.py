"""How good a map is, in numbers and as a picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from graphkit.analysis.clusters import ties
from graphkit.analysis.layout import radii
from graphkit.graph import Graph

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.integer]

_SAMPLE = 3000
_CELLS = 60
_LABELS = 30


def scores(graph: Graph, points: Floats) -> dict[str, float]:
    """How well `points`, shape (nodes, 2), show a graph that has clusters.

    - `neighbours`: share of a node's neighbours that are among as many nearest nodes, over all nodes
      with neighbours (a sample of 3,000 beyond that);
    - `clusters`: share of the ten nearest nodes that are of the node's cluster;
    - `edges`: mean length of an edge, over that between any two nodes;
    - `used`: share of the cells of a 60 × 60 grid over the map that hold a node;
    - `wide`: width over height.
    """
    tree = cKDTree(points)
    rng = np.random.default_rng(0)
    low, high = points.min(axis=0), points.max(axis=0)
    cells = np.minimum((points - low) / np.maximum(high - low, 1e-9) * _CELLS, _CELLS - 1).astype(int)
    one, other = rng.integers(0, len(points), (2, 20_000))
    some = rng.permutation(len(points))[:_SAMPLE]
    cluster = graph.nodes["cluster"].to_numpy()
    nearest = tree.query(points[some], k=min(11, len(points)))[1][:, 1:]
    return {
        "neighbours": _kept(graph, points, tree, some),
        "clusters": float((cluster[nearest] == cluster[some, None]).mean()),
        "edges": _length(points, graph.source, graph.target) / max(_length(points, one, other), 1e-9),
        "used": np.unique(cells[:, 0] * _CELLS + cells[:, 1]).size / _CELLS**2,
        "wide": float((high - low)[0] / max((high - low)[1], 1e-9)),
    }


def _kept(graph: Graph, points: Floats, tree: cKDTree, some: Rows) -> float:
    links = ties(graph)
    shares = []
    for node in some[links.degree[some] > 0]:
        mine = links.indices[links.starts[node] : links.starts[node + 1]]
        nearest = np.atleast_1d(tree.query(points[node], k=mine.size + 1)[1])
        shares.append(np.isin(mine, nearest[nearest != node][: mine.size]).mean())
    return float(np.mean(shares)) if shares else 0.0


def _length(points: Floats, one: Rows, other: Rows) -> float:
    return float(np.sqrt(((points[one] - points[other]) ** 2).sum(axis=1)).mean()) if len(one) else 0.0


def overlapping(graph: Graph, points: Floats) -> float:
    """Share of nodes whose disc overlaps another by more than a tenth of the smaller's radius."""
    radius = radii(graph)
    pairs = cKDTree(points).query_pairs(40.0, output_type="ndarray")
    distance = np.sqrt(((points[pairs[:, 0]] - points[pairs[:, 1]]) ** 2).sum(axis=1))
    hit = pairs[radius[pairs].sum(axis=1) - distance > 0.1 * radius[pairs].min(axis=1)]
    return np.unique(hit).size / max(len(points), 1)


def draw(graph: Graph, points: Floats, path: Path, wide: float = 14.0) -> None:
    """A PNG of the map: edges grey, nodes coloured by cluster, names of the largest."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot
    from matplotlib.collections import EllipseCollection, LineCollection

    from graphkit.exporters.style import colour

    radius = radii(graph)
    low, high = points.min(axis=0) - 60, points.max(axis=0) + 60
    figure, axes = pyplot.subplots(figsize=(wide, wide * float((high - low)[1] / (high - low)[0])))
    lines = np.stack([points[graph.source], points[graph.target]], axis=1)
    faint = min(0.8, 400 / max(len(lines), 1))
    axes.add_collection(LineCollection(list(lines), colors="#888888", linewidths=0.6, alpha=faint))
    place = {"units": "xy", "offsets": points, "offset_transform": axes.transData}
    colours = [colour(one) for one in graph.nodes["cluster"]]
    axes.add_collection(EllipseCollection(2 * radius, 2 * radius, 0 * radius, facecolors=colours, **place))
    for row in np.argsort(-radius, kind="stable")[:_LABELS]:
        name = (graph.nodes["label"][int(row)] or "")[:_LABELS]
        axes.text(*(points[row] - [0, radius[row] + 8]), name, fontsize=7, ha="center", va="top")
    axes.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), aspect="equal")
    axes.axis("off")
    figure.savefig(path, dpi=90, bbox_inches="tight")
    pyplot.close(figure)
