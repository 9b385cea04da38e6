"""The script and style in the package are what their sources build, and the sources pass their own checks."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.exporters.samples import need

VIEWER = ROOT / "viewer"
PACKAGE = ROOT / "graphkit" / "exporters" / "html"


def node(*words: str | Path) -> str:
    """What a command in viewer/ says; fails with that if it fails."""
    need(VIEWER / "node_modules" / "esbuild", VIEWER / "prepare.sh")
    run = subprocess.run(words, check=False, cwd=VIEWER, capture_output=True, text=True, timeout=600)
    if run.returncode:
        pytest.fail(f"{' '.join(map(str, words))}\n{run.stdout}\n{run.stderr}")
    return run.stdout


def test_the_committed_bundle_is_what_the_sources_build(tmp_path: Path) -> None:
    node("node", "build.mjs", VIEWER / "src" / "main.ts", tmp_path)
    built = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert {"frame.html", "viewer.css", "viewer.js"} <= set(built)
    for name, data in built.items():
        assert (PACKAGE / name).read_bytes() == data, f"{name} is not what viewer/ builds: npm run build"
    assert (PACKAGE / "LICENSES.txt").exists() == ("LICENSES.txt" in built)


def test_the_types_are_sound() -> None:
    node("npm", "run", "check")


def test_the_parts_without_a_browser() -> None:
    assert "# fail 0" in node("npm", "test")
