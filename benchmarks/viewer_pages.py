"""Pages that show the same graph with different viewers, for `viewers.py`."""

from __future__ import annotations

import base64
import gzip
import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent / "viewers"
SHELL = """<!doctype html><meta charset="utf-8"><title>benchmark</title>
<style>html, body, #map {{ margin: 0; height: 100%; background: #fff }} #map {{ position: relative }}</style>
<div id="map"></div>
{blocks}
<script type="module">{script}</script>
"""

STILL = {"physics": {"enabled": False}, "edges": {"smooth": False}, "layout": {"improvedLayout": False}}

Columns = dict[str, "np.ndarray[Any, Any]"]


def random_graph(nodes: int, edges_each: int) -> Columns:
    """Communities as discs in a disc; of the edges four fifths stay inside theirs."""
    rng = np.random.default_rng(7)
    count = max(4, round(nodes**0.5 / 2))
    share = 0.2 + 5 * rng.random(count) ** 3
    community = np.sort(rng.choice(count, nodes, p=share / share.sum()))
    first = np.searchsorted(community, np.arange(count))
    members = np.bincount(community, minlength=count)
    place = np.arange(nodes) - first[community]
    radius = 13 * np.sqrt(members)
    turn, far = place * 2.39996, radius[community] * np.sqrt((place + 0.5) / members[community])
    at = np.arange(count)
    outer = 22 * np.sqrt(nodes) * np.sqrt((at + 0.5) / count)
    middle_x, middle_y = outer * np.cos(at * 2.39996), outer * np.sin(at * 2.39996)
    source = np.repeat(np.arange(nodes), edges_each)
    inside = first[community[source]] + (rng.random(source.size) ** 2 * members[community[source]]).astype(int)
    target = np.where(rng.random(source.size) < 0.8, inside, rng.integers(0, nodes, source.size))
    order = np.lexsort((target, source))
    return {
        "x": (middle_x[community] + far * np.cos(turn)).astype(np.float32),
        "y": (middle_y[community] + far * np.sin(turn)).astype(np.float32),
        "size": np.clip(6 + 34 / (1 + place * 0.2) * rng.random(nodes), 6, 40).astype(np.float32),
        "cluster": community.astype(np.uint32),
        "source": source[order].astype(np.uint32),
        "target": target[order].astype(np.uint32),
    }


def write_page(viewer: str, columns: Columns, path: Path) -> None:
    """One HTML file that shows the graph; KeyError if there is no such viewer."""
    WRITERS[viewer](columns, path)


def _bundled(entry: str) -> Any:
    def write(columns: Columns, path: Path) -> None:
        bundle = path.with_suffix(".js")
        subprocess.run(["node", "build.mjs", entry, str(bundle)], cwd=HERE, check=True)
        blocks = "\n".join(_block(name, values) for name, values in columns.items())
        script = bundle.read_text().replace("</script", "<\\/script")
        path.write_text(SHELL.format(blocks=blocks, script=script), encoding="utf-8")

    return write


def _block(name: str, values: np.ndarray[Any, Any]) -> str:
    data = base64.b64encode(gzip.compress(values.tobytes(), 6, mtime=0)).decode()
    return f'<script type="application/octet-stream" id="{name}">{data}</script>'


def _graphkit(columns: Columns, path: Path) -> None:
    """The real page, with titles, as the exporter writes it."""
    import polars as pl

    from graphkit.exporters import html
    from graphkit.graph import Graph

    count = len(columns["x"])
    ids = pl.Series([f"article:{row:07}" for row in range(count)])
    nodes = pl.DataFrame({"id": ids, "kind": ["article"] * count}).with_columns(
        label=pl.format("How the {} article came to be read", pl.int_range(count)),
        status=pl.lit("collected"),
        x=pl.Series(columns["x"].astype(float)),
        y=pl.Series(columns["y"].astype(float)),
        cluster=pl.Series(columns["cluster"].astype(np.int64)),
        cluster_label=pl.format("Cluster {}", pl.Series(columns["cluster"])),
    )
    kept = np.unique(columns["source"].astype(np.int64) * count + columns["target"])
    ends = {"source_id": ids.gather(kept // count), "target_id": ids.gather(kept % count)}
    edges = pl.DataFrame(ends).with_columns(kind=pl.lit("related"), weight=pl.lit(1.0))
    with path.open("wb") as out:
        html.write(Graph.of(nodes, edges), out)


def _pyvis(physics: bool) -> Any:
    def write(columns: Columns, path: Path) -> None:
        from pyvis.network import Network

        network = Network(height="800px", width="100%", cdn_resources="in_line")
        count = len(columns["x"])
        # add_node looks each id up in a list: at 100,000 that alone takes ten minutes.
        network.node_ids = set(range(count))
        network.nodes = [
            {"id": row, "label": "", "shape": "dot", "size": 4, "x": float(x), "y": float(y)}
            for row, (x, y) in enumerate(zip(columns["x"], columns["y"], strict=True))
        ]
        network.edges = [
            {"from": int(one), "to": int(other)}
            for one, other in zip(columns["source"], columns["target"], strict=True)
        ]
        if not physics:
            network.toggle_physics(status=False)
            network.set_options(json.dumps(STILL))
        path.write_text(network.generate_html(), encoding="utf-8")

    return write


WRITERS = {
    "graphkit": _graphkit,
    "map": _bundled("map.ts"),
    "map-all": _bundled("all.ts"),
    "sigma": _bundled("sigma.ts"),
    "deck.gl": _bundled("deckgl.ts"),
    "pyvis-static": _pyvis(physics=False),
    "pyvis": _pyvis(physics=True),
}
