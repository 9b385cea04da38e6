"""A build into a folder that holds an earlier one keeps its map: the same bytes if nothing changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import graphkit as gk
from graphkit.cli import main
from graphkit.graph.directory import open_graph
from graphkit.sources.cache import CACHE_FILE
from tests.conftest import SEEDS
from tests.generate import generate

ARTICLES, MORE = 420, 10


def built(folder: Path, output: Path, *options: str) -> str:
    done = CliRunner().invoke(main, ["build", str(folder), "-o", str(output), "-f", "csv", *options])
    assert done.exit_code == 0, done.output
    return done.output


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != CACHE_FILE}


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """A folder of articles, the same with ten more, and a build of the first."""
    root = tmp_path_factory.mktemp("grown")
    more = generate(root / "more", ARTICLES + MORE)
    shutil.copytree(more, root / "fewer")
    for path in sorted((root / "fewer").iterdir())[:: ARTICLES // MORE][:MORE]:
        path.unlink()
    built(root / "fewer", root / "out")
    return root / "fewer", more, root / "out"


def test_a_rebuild_in_place_is_the_build_in_a_fresh_folder(tmp_path: Path) -> None:
    built(SEEDS, tmp_path / "one")
    fresh = contents(tmp_path / "one")
    built(SEEDS, tmp_path / "one")
    assert contents(tmp_path / "one") == fresh


def test_a_rebuild_of_a_grown_folder_keeps_the_map(grown: tuple[Path, Path, Path], tmp_path: Path) -> None:
    _, more, out = grown
    shutil.copytree(out, tmp_path / "out")
    before = open_graph(out)
    built(more, tmp_path / "out")
    after = open_graph(tmp_path / "out")
    both = before.nodes.select("id", "x", "y").join(after.nodes.select("id", x2="x", y2="y"), on="id")
    assert after.nodes.height > before.nodes.height
    width = before.nodes["x"].max() - before.nodes["x"].min()  # type: ignore[operator]
    assert np.median(np.hypot(both["x"] - both["x2"], both["y"] - both["y2"])) < 0.02 * width
    kept = contents(tmp_path / "out")
    built(more, tmp_path / "out")
    assert contents(tmp_path / "out") == kept


def test_neither_workers_nor_the_order_of_files_change_a_kept_map(
    grown: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    _, more, out = grown
    (tmp_path / "more").mkdir()
    for path in sorted(more.iterdir(), reverse=True):
        shutil.copy(path, tmp_path / "more" / path.name)
    for name, folder, workers in (("one", more, "1"), ("two", tmp_path / "more", "2")):
        shutil.copytree(out, tmp_path / name)
        built(folder, tmp_path / name, "--workers", workers)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_fresh_layout_asks_nobody(grown: tuple[Path, Path, Path], tmp_path: Path) -> None:
    _, more, out = grown
    shutil.copytree(out, tmp_path / "out")
    built(more, tmp_path / "out", "--fresh-layout")
    built(more, tmp_path / "fresh")
    assert contents(tmp_path / "out") == contents(tmp_path / "fresh")


@pytest.mark.parametrize("name", ["manifest.json", "nodes.parquet", "edges.parquet"])
def test_a_damaged_earlier_graph_is_said_in_one_line(tmp_path: Path, name: str) -> None:
    built(SEEDS, tmp_path / "out")
    fresh = contents(tmp_path / "out")
    (tmp_path / "out" / name).write_bytes(b"{damaged")
    output = built(SEEDS, tmp_path / "out")
    said = [line for line in output.splitlines() if "made anew" in line]
    why = "cannot be read" if name == "manifest.json" else "is not what manifest.json says"
    assert len(said) == 1 and f"{name}: {why}" in said[0]
    assert contents(tmp_path / "out") == fresh


def test_a_build_takes_an_earlier_graph(grown: tuple[Path, Path, Path]) -> None:
    fewer, _, out = grown
    graph, _ = gk.build(fewer, earlier=open_graph(out))
    assert graph.nodes.equals(open_graph(out).nodes)
