"""The README's examples do what they show."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl

import graphkit as gk
from graphkit.query import query
from tests.conftest import ROOT, SEEDS

_BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


def _examples() -> Iterator[tuple[str, list[str]]]:
    """Each command of the console blocks, with the lines that it shows."""
    for block in _BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *shown = part.splitlines()
            yield command, shown


def _pattern(shown: list[str]) -> str:
    """`…` stands for anything in a line, and alone in a line for any lines."""
    lines = [
        r"(?:.*\n)*" if line.strip() == "…" else ".*".join(map(re.escape, line.rstrip().split("…"))) + r" *\n"
        for line in shown
    ]
    return "".join(lines)


def test_the_console_examples_print_what_they_show(tmp_path: Path) -> None:
    shutil.copytree(SEEDS, tmp_path / "seeds")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    examples = list(_examples())
    assert {command.split()[1] for command, _ in examples} >= {"ledger", "why", "judge", "drift", "wanted"}
    for command, shown in [("graphkit build seeds -o exports", ["seeds: …", "…"]), *examples]:
        run = command.replace("graphkit", f"{sys.executable} -m graphkit", 1)
        done = subprocess.run(
            run, shell=True, cwd=tmp_path, capture_output=True, text=True, env=environment, check=False
        )
        output = done.stdout or done.stderr
        assert done.returncode == 0, done.stderr
        assert re.fullmatch(_pattern(shown), output), f"{command}\n{output}"


def test_the_sparql_example_finds_every_related_article(tmp_path: Path) -> None:
    (example,) = re.findall(r"^```sparql\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.M | re.S)
    graph, report = gk.build(SEEDS)
    gk.export(graph.with_origin(report), tmp_path, ["trig"])
    found = query(tmp_path / "graph.trig", example)
    assert len(found.rows) == report.ledger.filter(pl.col("kind") == "related").height


def test_the_terms_in_the_table_are_those_of_the_graph() -> None:
    terms = set(
        re.findall(r"`((?:gk|schema|skos|dcterms|prov):\w+)`", (ROOT / "README.md").read_text(encoding="utf-8"))
    )
    written = (ROOT / "exports" / "graph.ttl").read_text() + (ROOT / "graphkit" / "rdf" / "vocabulary.py").read_text()
    assert len(terms) > 30
    assert [term for term in sorted(terms) if not re.search(rf"\b{term}\b", written)] == []
