"""The explorer page in a browser: opened by `show`, framed by a notebook, and honest about a damaged file."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import Browser, expect

from graphkit.exporters import html
from graphkit.exporters.html.shown import MOST_INLINE
from graphkit.graph import Graph
from tests.browser import browser, visit
from tests.conftest import ROOT
from tests.exporters.samples import ENDS, hostile_graph, seeds_graph, written

__all__ = ["browser"]

_CUT = "This file was cut off"
_MISSING = "is missing"
_DAMAGED = "is damaged"


def _cut(share: float) -> Callable[[bytes], bytes]:
    """A file that ends within its data, this share of the way through."""

    def cut(page: bytes) -> bytes:
        start = page.index(b'id="graph">')
        return page[: start + int((len(page) - start) * share)]

    return cut


def _without(name: str) -> Callable[[bytes], bytes]:
    pattern = rf'<script type="application/octet-stream" id="{name}">[^<]*</script>'.encode()
    return lambda page: re.sub(pattern, b"", page)


def _changed(name: str, at: int) -> Callable[[bytes], bytes]:
    """One character of a block is another."""

    def change(page: bytes) -> bytes:
        place = page.index(f'id="{name}">'.encode()) + len(name) + 5 + at
        return page[:place] + (b"A" if page[place : place + 1] != b"A" else b"B") + page[place + 1 :]

    return change


DAMAGES = {
    "cut-at-once": (_cut(0.0), _CUT),
    "cut-in-the-middle": (_cut(0.5), _CUT),
    "cut-before-the-end": (lambda page: page[: page.rindex(b"<script")], _CUT),
    "no-graph": (_without("graph"), _MISSING),
    "changed-graph": (_changed("graph", 400), _DAMAGED),
    "no-base64": (lambda page: page.replace(b'id="graph">', b'id="graph">***'), _DAMAGED),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_file_says_so(browser: Browser, tmp_path: Path, name: str) -> None:
    damage, message = DAMAGES[name]
    file = tmp_path / "graph.html"
    file.write_bytes(damage(written(html.write, seeds_graph())))
    with visit(browser, file) as seen:
        expect(seen.page.get_by_text(message, exact=False).first).to_be_visible()
        seen.assert_clean()


def test_a_file_cut_off_in_its_script_still_shows_its_frame(browser: Browser, tmp_path: Path) -> None:
    page = written(html.write, seeds_graph())
    file = tmp_path / "graph.html"
    file.write_bytes(page[: page.index(b"<script>") + 100])
    with visit(browser, file) as seen:
        assert seen.page.inner_text("body").strip()


def test_a_notebook_draws_it_in_a_frame_of_its_own(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "notebook.html"
    file.write_text(f"<!doctype html><meta charset=utf-8><h1>Cell</h1>{seeds_graph()._repr_html_()}", "utf-8")
    with visit(browser, file) as seen:
        frame = seen.page.locator("iframe")
        expect(frame).to_have_attribute("title", "Knowledge graph: 22 articles, 21 providers, 2 topics")
        inside = seen.page.frame_locator("iframe")
        expect(inside.locator("canvas").first).to_be_visible()
        assert inside.locator("body").evaluate("() => window.origin") == "null"
        seen.requests = [address for address in seen.requests if address not in ("about:srcdoc", "about:blank")]
        seen.assert_clean()


def test_a_hostile_graph_stays_in_its_frame() -> None:
    shown = hostile_graph()._repr_html_()
    assert shown.count("<") == 2 and shown.endswith('"></iframe>') and "allow-same-origin" not in shown


def test_a_large_graph_is_a_table_in_a_notebook() -> None:
    ids = [f"topic:{row}" for row in range(MOST_INLINE + 1)]
    graph = Graph.of(pl.DataFrame({"id": ids, "kind": ["topic"] * len(ids)}), pl.DataFrame(schema=ENDS))
    shown = graph._repr_html_()
    assert "graph.show()" in shown and shown.count("<tr>") == 101 and "iframe" not in shown


def test_show_opens_the_page_and_says_where_it_is(tmp_path: Path) -> None:
    opened = tmp_path / "opened"
    command = tmp_path / "browser"
    command.write_text(f'#!/bin/sh\nprintf %s "$1" > {opened}\n')
    command.chmod(0o755)
    script = "import graphkit as gk; print(gk.open_graph('exports').show())"
    env = {**os.environ, "BROWSER": f"{command} %s", "TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    run = subprocess.run([sys.executable, "-c", script], env=env, cwd=ROOT, capture_output=True, text=True, check=True)
    path = Path(run.stdout.strip())
    assert path.name == "graph.html" and path.is_relative_to(tmp_path) and b'id="end"' in path.read_bytes()
    assert opened.read_text() == path.as_uri()
