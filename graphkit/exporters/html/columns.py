"""Containers: named columns of numbers and texts in one run of bytes, which the page maps to typed arrays."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

Numbers = npt.NDArray[Any]

TYPES = {"uint8": "u8", "uint16": "u16", "uint32": "u32", "int32": "i32", "float32": "f32"}
_ALIGN = 8


def container(meta: Mapping[str, Any], columns: Mapping[str, Numbers | bytes]) -> Iterator[bytes | memoryview]:
    """The pieces of a container: length of the header, header, padding, columns.

    Numbers must be of a type in TYPES; those of several bytes are written in byte planes.

    >>> pieces = list(container({"format": 1}, {"x": np.array([1, 258], dtype=np.uint16)}))
    >>> bytes(pieces[-1])
    b'\\x01\\x02\\x00\\x01'
    """
    entries: dict[str, dict[str, Any]] = {}
    at = 0
    for name, column in columns.items():
        kind, count = ("bytes", len(column)) if isinstance(column, bytes) else (TYPES[column.dtype.name], column.size)
        size = len(column) if isinstance(column, bytes) else column.nbytes
        entries[name] = {"type": kind, "count": count, "at": at, "size": size}
        at += size
    text = json.dumps({"meta": meta, "columns": entries}, separators=(",", ":")).encode()
    yield len(text).to_bytes(4, "little") + text
    yield b"\0" * (-(4 + len(text)) % _ALIGN)
    for column in columns.values():
        yield column if isinstance(column, bytes) else planes(column)


def planes(column: Numbers) -> memoryview:
    """The lowest byte of every value, then the second of every value, and so on."""
    width = column.dtype.itemsize
    little = np.ascontiguousarray(column, dtype=column.dtype.newbyteorder("<"))
    return np.ascontiguousarray(little.view(np.uint8).reshape(-1, width).T).reshape(-1).data


def texts(name: str, column: pl.Series) -> dict[str, Numbers | bytes]:
    """A column of texts without nulls as two: the bytes of each (`name.size`) and all bytes (`name.text`)."""
    sizes = column.str.len_bytes().to_numpy().astype(np.uint32)
    return {f"{name}.size": sizes, f"{name}.text": (column.str.join("").item() if column.len() else "").encode()}
