"""The explorer page around its data: its policy, its table without script, and no way out of either."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from html.parser import HTMLParser

import polars as pl

from graphkit.exporters import html as page
from graphkit.exporters.html import frame
from graphkit.graph import Graph
from graphkit.graph.size import diameters
from tests.exporters.html_blocks import blocks, container, each_graph, graph_of
from tests.exporters.samples import HOSTILE, hostile_graph, seeds_graph, written


class _Reader(HTMLParser):
    """Tags in order, with their attributes, and what the elements that hold no tags hold."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, list[str]] = {"script": [], "style": [], "title": []}
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in self.inside:
            self.inside[tag].append("")
            self._open = tag

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self.inside[self._open][-1] += data


def read(data: bytes) -> _Reader:
    reader = _Reader()
    reader.feed(data.decode())
    reader.close()
    return reader


@each_graph
def test_the_policy_lets_exactly_our_script_run(name: str) -> None:
    seen = read(written(page.write, graph_of(name)))
    policy = next(attrs["content"] or "" for tag, attrs in seen.tags if attrs.get("http-equiv"))
    scripts = [attrs for tag, attrs in seen.tags if tag == "script"]
    assert [attrs.get("type") for attrs in scripts].count(None) == 1 and "id" not in scripts[0]
    digest = base64.b64encode(hashlib.sha256(seen.inside["script"][0].encode()).digest()).decode()
    assert policy.startswith(f"default-src 'none'; script-src 'sha256-{digest}'; ")
    assert "https:" not in policy and "unsafe-eval" not in policy
    assert scripts[-1]["id"] == "end"
    assert not [attrs for tag, attrs in seen.tags if "src" in attrs]


def test_the_page_without_script_names_the_most_important() -> None:
    text = written(page.write, seeds_graph()).decode()
    shown = text.partition("<noscript>")[2].partition("</noscript>")[0]
    assert "22 articles, 21 providers, 2 topics" in shown and "45 nodes, 54 links" in shown
    assert shown.count("<tr>") == 46
    large = seeds_graph().nodes.with_columns(diameters(seeds_graph().nodes).alias("size")).sort("size", descending=True)
    assert html.escape(large["label"][0]) in shown


def test_hostile_texts_cannot_leave_the_page_without_script() -> None:
    shown = frame.without_script(hostile_graph())
    assert "<script" not in shown and "</noscript" not in shown and "\0" not in shown
    inside = re.sub(r"</?(?:p|table|thead|tbody|tr|th|td)>", "", shown)
    assert "<" not in inside and all(html.escape(text.strip()[:5]) in inside for text in HOSTILE if "\x00" not in text)


def test_a_kind_may_say_anything() -> None:
    text = "</title><script>alert(1)</script>{{css}}"
    nodes = pl.DataFrame({"id": ["a"], "kind": [text]})
    ends = {"source_id": pl.String(), "target_id": pl.String(), "kind": pl.String()}
    data = written(page.write, Graph.of(nodes, pl.DataFrame(schema=ends)))
    assert html.escape(text) in data.decode() and b"<script>alert" not in data
    assert container(blocks(data)["graph"])[0]["kinds"] == [text]
