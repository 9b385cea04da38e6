"""Explorer pages of several graphs, and a reader of their blocks that shares nothing with what writes them."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import polars as pl
import pytest

from graphkit.exporters import html
from graphkit.graph import Graph
from tests.exporters.samples import empty_graph, hostile_graph, one_a_kind, sample_graph, seeds_graph, written

DTYPES = {"u8": "u1", "u16": "<u2", "u32": "<u4", "i32": "<i4", "f32": "<f4"}
GRAPHS: dict[str, Callable[[], Graph]] = {
    "sample": sample_graph,
    "seeds": seeds_graph,
    "hostile": hostile_graph,
    "empty": empty_graph,
    "one": one_a_kind,
    "topics": lambda: sample_graph().topics(),
    "unanalysed": lambda: Graph(
        seeds_graph().nodes.select(pl.exclude("x", "cluster", "pagerank")), seeds_graph().edges
    ),
    "part": lambda: seeds_graph().articles(),
}
each_graph = pytest.mark.parametrize("name", GRAPHS)


@cache
def graph_of(name: str) -> Graph:
    return GRAPHS[name]()


@cache
def blocks_of(name: str) -> dict[str, bytes]:
    return blocks(written(html.write, graph_of(name)))


def blocks(data: bytes) -> dict[str, bytes]:
    found = re.findall(rb'<script type="application/octet-stream" id="([^"]*)">([A-Za-z0-9+/=]*)</script>', data)
    return {name.decode(): gzip.decompress(base64.b64decode(text)) for name, text in found}


def container(data: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """Meta and columns, read by this test's own reader."""
    length = int.from_bytes(data[:4], "little")
    header = json.loads(data[4 : 4 + length])
    body = data[-(-(4 + length) // 8) * 8 :]
    columns: dict[str, Any] = {}
    for name, entry in header["columns"].items():
        raw = body[entry["at"] : entry["at"] + entry["size"]]
        if entry["type"] == "bytes":
            columns[name] = raw
            continue
        dtype = np.dtype(DTYPES[entry["type"]])
        grid = np.frombuffer(raw, "u1").reshape(dtype.itemsize, entry["count"])
        columns[name] = np.ascontiguousarray(grid.T).reshape(-1).view(dtype)
    return header["meta"], columns


def texts(columns: dict[str, Any], name: str) -> list[str]:
    ends = np.cumsum(columns[f"{name}.size"]).tolist()
    data: bytes = columns[f"{name}.text"]
    assert (ends[-1] if ends else 0) == len(data)
    return [data[low:high].decode() for low, high in zip([0, *ends], ends, strict=False)]
