"""Fuzz the reader of many front matters at once: it says, to the last byte, what the reader of single files says.

    python fuzz/columns.py -max_total_time=300 -timeout=5 corpus/

Wants atheris, which has wheels for few Pythons and so is in no extra.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import atheris

os.environ.setdefault("POLARS_MAX_THREADS", "1")

with atheris.instrument_imports(include=["graphkit.sources"]):
    from graphkit import sources
    from graphkit.settings import Limits, Settings
    from graphkit.sources.harvest import Harvest

SETTINGS = (Settings(), Settings(base_url="https://my.example/blog", limits=Limits(depth=6, related=3, links=2)))
NAMES = ("a.md", "2021-02-03-b.md", "_drafts/c.yaml", "d.txt")
APART = b"\xff"
PIECES = [
    piece.encode()
    for piece in """
title: |
excerpt: |
publishedDateTime: |
updated: |
webUrl: |
ampWebUrl: |
quality: |
published: |
provider:
|  name: |  domain: |  url: |
topics:
|
tags: |- |  - |
related:
|    - |      |
images:
|    width: |    isCached: true
|
authors:
|
aliases: |
slug: |
secured: |
layout: |
"q": v|
<<: |A|"a \\"b\\""|'c''d'|"\\x41"|https://a.example/x|https://me:pw@a.example/|www.b.example|javascript:x|2021-02-03
|2021-02-03T04:05:06Z|yesterday|7|-1.5|1_0|nan|true|no|~|null| #c|# c
|: |:|, |[x]|[[N]]|{a}|&a |*a|!t |>-
|'|"|\\|\t|\r
|  |é|🚀|\u2028|\x85|\ufeff|\u200b|a@b%20|
---
|
...
""".strip("\n").split("|")
]
"""What a byte from 128 on stands for; one below stands for itself."""


def one_input(data: bytes) -> None:
    """Read files whose front matter is made of bytes and pieces, in columns and one by one."""
    if not data:
        return
    texts = [b"---\n" + _written(part) + b"\n---\n[x](a.md)\n" for part in data[1:].split(APART)]
    files = {f"{number:02}/{NAMES[number % len(NAMES)]}": text for number, text in enumerate(texts[:20])}
    _compare(_harvest(files, data[0], few=1), _harvest(files, data[0], few=sys.maxsize))


def _written(part: bytes) -> bytes:
    return b"".join(PIECES[byte % len(PIECES)] if byte > 127 else bytes([byte]) for byte in part)


def _harvest(files: dict[str, bytes], choice: int, few: int) -> Harvest:
    sources._FEW = few
    sources.read_bytes = lambda path, source, limits: files[source]
    return Harvest.joined([sources.read_files(Path(), sorted(files), SETTINGS[choice % len(SETTINGS)])])


def _compare(one: Harvest, other: Harvest) -> None:
    for name in ("sightings", "malformed", "files"):
        if not getattr(one, name).equals(getattr(other, name)):
            raise AssertionError(f"{name} differ: {getattr(one, name).to_dicts()} {getattr(other, name).to_dicts()}")
    if one.problems != other.problems or one.counts != other.counts:
        raise AssertionError(f"told differently: {one.problems} {other.problems} {one.counts} {other.counts}")


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
