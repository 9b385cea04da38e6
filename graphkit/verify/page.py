"""`graph.html` read back: the numbers of its map, and the texts that it shows of a node that is opened."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl
from polars import selectors as cs

from graphkit.graph import Graph
from graphkit.verify.blocks import Container, scripts, unpacked
from graphkit.verify.packed import Files
from graphkit.verify.tables import Dialect, Read, edges_of

_TEXTS: Final = ("id", "url", "excerpt", "domain", "type", "category", "locale", "published", "updated")
_WORDS: Final = ("label", "kind", "cited", "draft", "day", "cluster", "cluster_label")
_TIMES: Final = ("first", "last")
_PLACES: Final = ("x", "y", "cluster", "subcluster", "component")
_ISO: Final = "%Y-%m-%dT%H:%M:%SZ"
_CITED, _DRAFT = 1, 2
_NO_DAY: Final = -(2**31)
_STEPS: Final = 65_535


def _near(name: str) -> pl.Expr:
    """Places are sixteen bits of the map; other numbers have sixteen bits, too, and were of single precision first."""
    column = pl.col(name)
    if name in ("x", "y"):
        return (column.max() - column.min()) / _STEPS + 0.001
    return column.abs() * (2**-16 + 2**-23) + 1e-40


PAGE: Final = Dialect(finite=True, unit="s", near=_near)


def read_page(files: Files, graph: Graph) -> Read:
    """The nodes and edges of `graph.html`."""
    with files.open("graph.html") as file:
        blocks = scripts(file.read())
    if "end" not in blocks:
        raise ValueError("its end is missing")
    found, metrics = Container.of(unpacked(blocks["graph"])), Container.of(unpacked(blocks["metrics"]))
    chunks = [json.loads(unpacked(blocks[f"details-{number}"])) for number in range(_chunks(found.meta))]
    nodes = _nodes(found, metrics, chunks)
    return nodes, _edges(found, chunks, nodes["id"])


def _chunks(meta: dict[str, Any]) -> int:
    return -(-int(meta["nodes"]) // int(meta["chunk"]))


def _nodes(found: Container, metrics: Container, chunks: list[dict[str, Any]]) -> pl.DataFrame:
    flags, days, clusters = found.numbers("flags"), found.numbers("day"), found.numbers("cluster").tolist()
    labels = [None, *(cluster["label"] for cluster in found.meta["clusters"])]
    kinds = found.meta["kinds"]
    columns: dict[str, Any] = {name: _listed(chunks, name) for name in _TEXTS}
    if columns["id"][:: found.meta["chunk"]] != found.texts("start"):
        raise ValueError("the ids that chunks begin with are others")
    columns |= {"label": found.texts("label"), "kind": [kinds[kind] for kind in found.numbers("kind").tolist()]}
    columns |= {"cited": _truths(flags & _CITED), "draft": _truths(flags & _DRAFT)}
    columns |= {"day": [None if day == _NO_DAY else str(day) for day in days.tolist()]}
    columns |= {"cluster": [str(number) if number else None for number in clusters]}
    columns |= {"cluster_label": [labels[number] for number in clusters], **_places(found)}
    columns |= {name: pl.Series(metrics.numbers(name).astype(np.float64)).fill_nan(None) for name in metrics.entries}
    return pl.DataFrame(columns, schema_overrides=dict.fromkeys((*_TEXTS, *_WORDS), pl.String))


def _listed(chunks: Iterable[dict[str, Any]], name: str) -> list[str | None]:
    """A field of all chunks; where a chunk does not have it, none of its rows does."""
    return [text for chunk in chunks for text in chunk.get(name, [None] * len(chunk["id"]))]


def _truths(flags: npt.NDArray[Any]) -> list[str]:
    return ["true" if flag else "false" for flag in flags.tolist()]


def _places(found: Container) -> dict[str, Any]:
    left, bottom, right, top = found.meta["box"]
    x, y = (found.numbers(axis) / _STEPS for axis in ("x", "y"))
    return {"x": left + x * (right - left), "y": bottom + y * (top - bottom)}


def _edges(found: Container, chunks: list[dict[str, Any]], ids: pl.Series) -> pl.DataFrame:
    targets, kinds = found.numbers("target"), found.meta["edgeKinds"]
    told = {name: _of_edges(found, chunks, name) for name in ("rank", *_TIMES)}
    columns = {
        "id": [f"e{row}" for row in range(len(targets))],
        "source": ids.gather(np.repeat(np.arange(len(ids)), found.numbers("out"))),
        "target": ids.gather(targets),
        "kind": [kinds[kind] for kind in found.numbers("edgeKind").tolist()],
        "weight": found.numbers("weight").astype(np.float64),
        **{name: [None if value is None else str(value) for value in values] for name, values in told.items()},
    }
    return pl.DataFrame(
        columns, schema_overrides=dict.fromkeys(("id", "source", "target", "kind", "rank", *_TIMES), pl.String)
    )


def _of_edges(found: Container, chunks: list[dict[str, Any]], name: str) -> list[Any]:
    out, size = found.numbers("out"), int(found.meta["chunk"])
    counts = [int(out[number * size : (number + 1) * size].sum()) for number in range(len(chunks))]
    lists = (chunk["edges"].get(name, [None] * count) for chunk, count in zip(chunks, counts, strict=True))
    return [value for each in lists for value in each]


def shown(graph: Graph, _: Read) -> Read:
    """What the page holds of the tables."""
    return _shown_nodes(graph.nodes), _shown_edges(graph)


def _shown_nodes(nodes: pl.DataFrame) -> pl.DataFrame:
    named = pl.when(pl.col("label").str.strip_chars() != "").then("label").otherwise("id")
    days = pl.col("published").dt.date().to_physical().cast(pl.Int64)
    table = nodes.select(
        *_TEXTS[:-2],
        *(pl.coalesce(f"{name}_text", pl.col(name).dt.strftime(_ISO)).alias(name) for name in _TEXTS[-2:]),
        pl.col("kind").fill_null(""),
        named.fill_null("").alias("label"),
        cited=(pl.col("status") == "cited").fill_null(value=False),
        draft=pl.col("draft").fill_null(value=False),
        day=pl.when(pl.col("published").dt.year().is_between(1000, 9998)).then(days),
    )
    return table.hstack([*_placed(nodes), *_clustered(nodes), *_measured(nodes)])


def _placed(nodes: pl.DataFrame) -> list[pl.Series]:
    """Nothing, if one has no place: the page puts all where it likes then."""
    places = nodes.select(cs.by_name("x", "y", require_all=False).cast(pl.Float64))
    whole = places.width == 2 and all(column.is_finite().fill_null(value=False).all() for column in places)
    return places.get_columns() if whole else []


def _clustered(nodes: pl.DataFrame) -> list[pl.Series]:
    """Clusters by their order, each with one label."""
    if "cluster" not in nodes.columns:
        return []
    label = pl.col("cluster_label") if "cluster_label" in nodes.columns else pl.lit(None, pl.String)
    named = label.min().over("cluster").fill_null("")
    return nodes.select(
        pl.col("cluster").rank("dense").cast(pl.Int64),
        cluster_label=pl.when(pl.col("cluster").is_not_null()).then(named),
    ).get_columns()


def _measured(nodes: pl.DataFrame) -> list[pl.Series]:
    numbers = nodes.select(cs.numeric() - cs.by_name(*_PLACES, require_all=False))
    some = numbers.select(column.name for column in numbers if column.count())
    real = cs.all().cast(pl.Float64)
    return some.select(pl.when(real.cast(pl.Float32).is_finite()).then(real).name.keep()).get_columns()


def _shown_edges(graph: Graph) -> pl.DataFrame:
    """Weights that are counts end at 65,535."""
    edges = edges_of(graph).with_columns(pl.col("weight").fill_null(1.0), pl.col("kind").fill_null(""))
    whole = edges.select(((pl.col("weight").round() == pl.col("weight")) & (pl.col("weight") >= 0)).all()).item()
    weight = pl.col("weight").clip(0, _STEPS) if whole else pl.col("weight")
    return edges.select("id", "source", "target", "kind", weight, "rank", *_TIMES)
