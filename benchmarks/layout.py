"""Layout measured and looked at: speed, quality beside other layouts, and what moves when articles are added.

python benchmarks/layout.py                         # 1,000 to 1,000,000 nodes
python benchmarks/layout.py --png pictures          # the same, those up to 100,000 drawn (needs matplotlib)
python benchmarks/layout.py --corpus FOLDER         # a folder of articles beside Fruchterman-Reingold, DrL and
                                                    # ForceAtlas2 (needs igraph, fa2-modified), and its map kept
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl
from collection import collection, seeds
from layout_peers import PEERS
from maps import draw, overlapping, scores

from graphkit.analysis import KEPT, METRICS
from graphkit.analysis.clusters import ties
from graphkit.analysis.earlier import Earlier
from graphkit.graph import Graph
from graphkit.model import ARTICLE
from graphkit.pipeline import resolved

_NEEDED = ("degree", "pagerank", "cluster", "layout")
_DRAWN = 100_000
_ADDED = 10
_SHARES = (0.05, 0.1, 0.2, 0.3)


def mapped(graph: Graph, earlier: Graph | None = None) -> tuple[Graph, dict[str, float]]:
    """The graph with its map, kept from an earlier graph if there is one, and CPU seconds per metric."""
    seconds, known = {}, Earlier.of(graph, earlier) if earlier else None
    for name in _NEEDED:
        start = time.process_time()
        done = KEPT[name](graph, known) if known and name in KEPT else METRICS[name](graph)
        seconds[name] = time.process_time() - start
        graph = graph.with_columns(done.columns)
    return graph.with_manifest({"analysis": {"layout": dict(done.facts)}}), seconds


def points(graph: Graph) -> np.ndarray:
    return graph.nodes.select("x", "y").to_numpy()


def tell(name: str, seconds: str, graph: Graph, places: np.ndarray, discs: str = "") -> None:
    """One row of a table."""
    found = " ".join(f"{value:10.3f}" for value in scores(graph, places).values())
    print(f"{name:22} {seconds:>8} {discs:>9} {found}", flush=True)


def header(what: str) -> None:
    names = " ".join(f"{name:>10}" for name in ("neighbours", "clusters", "edges", "used", "wide"))
    print(f"\n{what}\n{'':22} {'CPU s':>8} {'overlaps':>9} {names}")


def sizes(numbers: list[int], folder: Path | None) -> None:
    """A row per size, and what its clusters cost."""
    mapped(seeds())  # imports
    header("Collections: seconds of layout alone; in brackets those of clusters")
    for number in numbers:
        graph, seconds = mapped(collection(number))
        name = f"{graph.nodes.height:,} ({seconds['cluster']:.1f})"
        tell(name, f"{seconds['layout']:.2f}", graph, points(graph), f"{overlapping(graph, points(graph)):.2%}")
        if folder and number <= _DRAWN:
            draw(graph, points(graph), folder / f"{number}.png")


def peers(folder: Path, pictures: Path | None) -> Graph:
    """The map of a folder of articles, and other maps of the same graph with the same weights and clusters."""
    graph, seconds = mapped(resolved(folder)[0])
    header(f"{folder.name}: {graph.nodes.height:,} nodes, {graph.edges.height:,} edges")
    tell("graphkit", f"{seconds['layout']:.2f}", graph, points(graph), f"{overlapping(graph, points(graph)):.2%}")
    if pictures:
        draw(graph, points(graph), pictures / "corpus.png")
    for name, peer in PEERS.items():
        start = time.process_time()
        try:
            places = peer(ties(graph))
        except ImportError as error:
            print(f"{name:22} not run: {error}")
            continue
        tell(name, f"{time.process_time() - start:.1f}", graph, places)
    return graph


def moved(before: Graph, after: Graph) -> str:
    """How far nodes that are on both maps moved, in percent of the width of the first."""
    both = before.nodes.select("id", "x", "y").join(after.nodes.select("id", x2="x", y2="y"), on="id")
    way = both.select(((pl.col("x") - pl.col("x2")) ** 2 + (pl.col("y") - pl.col("y2")) ** 2).sqrt()).to_series()
    share = way.to_numpy() / (before.nodes["x"] - before.nodes["x"].min()).max() * 100
    return f"median {np.median(share):.4f} %, 99 of 100 {np.quantile(share, 0.99):.3f} %, most {share.max():.3f} %"


def added(folder: Path, graph: Graph) -> None:
    """The map of the folder without ten of its files, and again with them."""
    with tempfile.TemporaryDirectory() as scratch:
        fewer = Path(scratch) / "fewer"
        shutil.copytree(folder, fewer)
        files = sorted(path for path in fewer.rglob("*.md"))
        for path in files[:: max(len(files) // _ADDED, 1)][:_ADDED]:
            path.unlink()
        before = mapped(resolved(fewer)[0])[0]
    after, seconds = mapped(graph, before)
    print(
        f"\n{_ADDED} articles added, {after.nodes.height - before.nodes.height} nodes: layout {seconds['layout']:.2f} s"
    )
    print(f"kept map: {moved(before, after)}\nnew map:  {moved(before, graph)}")
    again = mapped(after, after)[0].nodes
    columns = ["cluster", "subcluster", "x", "y"]
    print(f"unchanged rebuild, the same map: {again.select(columns).equals(after.nodes.select(columns))}")


def shares(graph: Graph) -> None:
    """The map without a share of the articles, kept when these are added: how long is it a good one?"""
    header("Map kept when this share of the articles is added (* too much has changed: made anew)")
    articles, random = np.flatnonzero(graph.of_kind(ARTICLE)), np.random.default_rng(1)
    for share in _SHARES:
        there = np.ones(graph.nodes.height, dtype=bool)
        there[random.choice(articles, int(articles.size * share), replace=False)] = False
        live = there[graph.source] & there[graph.target]
        there &= np.bincount(np.concatenate([graph.source[live], graph.target[live]]), minlength=there.size) > 0
        after, seconds = mapped(graph, mapped(graph.subgraph(there))[0])
        anew = "" if after.manifest["analysis"]["layout"]["changed"] else "*"
        overlaps = f"{overlapping(after, points(after)):.2%}"
        tell(f"{share:.0%}{anew}", f"{seconds['layout']:.2f}", after, points(after), overlaps)


def main() -> None:
    """Measure, and draw where a folder is given."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--png", type=Path)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("sizes", nargs="*", type=int, default=[1_000, 10_000, 100_000, 1_000_000])
    options = parser.parse_args()
    if not options.corpus:
        sizes(options.sizes, options.png)
        return
    graph = peers(options.corpus, options.png)
    added(options.corpus, graph)
    shares(graph)


if __name__ == "__main__":
    main()
