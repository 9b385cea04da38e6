"""The page drawn by vis-network, in a real browser: it draws, answers, loads nothing and runs nothing strange."""

from __future__ import annotations

import io
import json
import math
import re
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from playwright.sync_api import Browser, Page, expect

from graphkit.exporters import pyvis_page as page
from graphkit.exporters.pyvis_page import network
from graphkit.exporters.pyvis_page.network import shorten
from graphkit.exporters.pyvis_page.render import safe_json
from graphkit.exporters.pyvis_page.thin import thin
from graphkit.graph import Graph
from graphkit.model import ABOUT, ARTICLE, CITED, COLLECTED, PROVIDER, PUBLISHED_BY, RELATED, TOPIC
from tests.browser import Visit, browser, visit
from tests.growth import TIMES, linear

__all__ = ["browser"]

HOSTILE = [
    "</script><script>alert('script')</script>",
    "<img src=x onerror=alert('img')> href",
    "<a href=\"javascript:alert('href')\">x</a>",
    "javascript:alert('url')",
    "data:text/html,<script>alert('data')</script>",
    "<!--<script>alert('comment')",
    "{{data}} ${alert('template')} {% raw %} \\u003cimg src=x onerror=alert('escape')>",
    "line\u2028alert('separator')\u2029\u0000\u202e'\"`]]>&lt;img src=x onerror=alert('entity')&gt;",
]


def some_graph(*, analysed: bool = True) -> Graph:
    """One collected and two cited articles, a provider each, a topic."""
    nodes = pl.DataFrame(
        [
            ("article:a.org/1", ARTICLE, "Shenzhen fines hidden cameras", "https://a.org/1", COLLECTED),
            ("article:b.org/2", ARTICLE, "Feds increase use of facial recognition", "https://b.org/2", CITED),
            ("article:c.org/3", ARTICLE, "Why civil liberty groups fight", "https://c.org/3", CITED),
            ("provider:a.org", PROVIDER, "Global Times", "https://a.org", None),
            ("provider:b.org", PROVIDER, "The Conversation", None, None),
            ("topic:ai", TOPIC, "AI", None, None),
        ],
        schema=["id", "kind", "label", "url", "status"],
        orient="row",
    ).with_columns(
        excerpt=pl.when(pl.col("kind") == ARTICLE).then(pl.lit("What it says.")),
        published_text=pl.when(pl.col("kind") == ARTICLE).then(pl.lit("2021-08-31T02:35:00+00:00")),
    )
    edges = pl.DataFrame(
        [
            ("article:a.org/1", "article:b.org/2", RELATED),
            ("article:a.org/1", "article:c.org/3", RELATED),
            ("article:a.org/1", "provider:a.org", PUBLISHED_BY),
            ("article:b.org/2", "provider:b.org", PUBLISHED_BY),
            ("article:a.org/1", "topic:ai", ABOUT),
        ],
        schema=["source_id", "target_id", "kind"],
        orient="row",
    )
    graph = Graph.of(nodes, edges).with_manifest({"min_topic": 1})
    return graph.with_columns(analysis()) if analysed else graph


def analysis() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "in_degree": [0, 1, 1, 1, 1, 1],
            "out_degree": [4, 1, 0, 0, 0, 0],
            "degree": [4, 2, 1, 1, 1, 1],
            "pagerank": [0.2, 0.4, 0.4, None, None, math.nan],
            "betweenness": [0.5, 0.0, 0.0, None, None, None],
            "cluster": [0, 1, 0, 0, 1, 0],
            "cluster_label": ["cameras", "faces", "cameras", "cameras", "faces", "cameras"],
            "x": [0.0, 10.0, -10.0, 0.0, 10.0, -10.0],
            "y": [0.0, 5.0, 5.0, -8.0, 12.0, -6.0],
        }
    )


def big_graph(articles: int) -> Graph:
    """A chain of articles, each with a topic of its own and one shared, one provider for all."""
    ids = [f"article:{row}" for row in range(articles)]
    topics = [f"topic:{row}" for row in range(articles)]
    nodes = pl.DataFrame(
        {
            "id": [*ids, *topics, "topic:all", "provider:p"],
            "kind": [ARTICLE] * articles + [TOPIC] * (articles + 1) + [PROVIDER],
            "label": [*ids, *topics, "all", "p"],
        }
    )
    pairs = [(ids[row], ids[row + 1], RELATED) for row in range(articles - 1)]
    pairs += [(ids[row], topics[row], ABOUT) for row in range(articles)]
    pairs += [(node, "topic:all", ABOUT) for node in ids] + [(node, "provider:p", PUBLISHED_BY) for node in ids]
    return Graph.of(nodes, pl.DataFrame(pairs, schema=["source_id", "target_id", "kind"], orient="row"))


def written(graph: Graph) -> bytes:
    out = io.BytesIO()
    page.write(graph, out)
    return out.getvalue()


def saved(folder: Path, graph: Graph) -> Path:
    file = folder / "graph.pyvis.html"
    file.write_bytes(written(graph))
    return file


def data_of(html: bytes) -> Any:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html.decode(), re.DOTALL)
    assert found
    return json.loads(found[1])


def click_node(shown: Page, node: str) -> None:
    """A click where the drawing has this node."""
    place = shown.evaluate("(id) => network.canvasToDOM(network.getPosition(id))", node)
    shown.locator("#canvas").click(position={"x": place["x"], "y": place["y"]})


def painted(shown: Page) -> int:
    """How many colours the canvas holds."""
    script = """() => {
      const canvas = document.querySelector("canvas");
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      return new Set(new Uint32Array(data.buffer)).size;
    }"""
    shown.wait_for_timeout(300)
    colours: int = shown.evaluate(script)
    return colours


def search(shown: Page, text: str) -> None:
    shown.keyboard.press("/")
    shown.keyboard.insert_text(text)
    shown.keyboard.press("Enter")


# What Python writes.


def test_pyvis_carries_nodes_edges_and_options() -> None:
    net = page.to_pyvis(some_graph())
    assert net.num_nodes() == 6 and net.num_edges() == 5
    assert net.get_node("article:a.org/1")["shape"] == "dot"
    assert {node["shape"] for node in net.nodes} == {"dot", "square", "diamond"}
    assert net.get_node("article:b.org/2")["color"]["background"] == "#ffffff"
    assert net.neighbors("provider:b.org") == set() and "provider:a.org" in net.neighbors("article:a.org/1")
    assert not any("title" in node for node in net.nodes)
    json.dumps([net.nodes, net.edges, net.options], allow_nan=False)


def test_pyvis_own_page_can_be_made() -> None:
    assert "Global Times" in page.to_pyvis(some_graph()).generate_html()


def test_y_points_down_in_the_page() -> None:
    net = page.to_pyvis(some_graph())
    assert net.get_node("provider:b.org")["y"] < net.get_node("provider:a.org")["y"]
    assert net.get_node("article:b.org/2")["x"] > net.get_node("article:c.org/3")["x"]


def test_same_bytes_twice_and_from_shuffled_input() -> None:
    graph = some_graph(analysed=False)
    edges = graph.edges.with_columns(
        source_id=graph.nodes["id"].gather(graph.edges["source"]),
        target_id=graph.nodes["id"].gather(graph.edges["target"]),
    ).drop("source", "target")
    again = Graph.of(graph.nodes.reverse(), edges.reverse()).with_manifest(graph.manifest)
    assert written(graph) == written(graph) == written(again)


def test_the_page_holds_everything_and_names_no_address_to_load() -> None:
    html = written(some_graph()).decode()
    assert re.findall(r"<(?:script|link|img|iframe)\b[^>]*\s(?:src|href)=\"([^\"]*)", html) == ["data:,"]
    assert "sourceMappingURL" not in html and "@import" not in html
    assert "default-src 'none'; script-src 'sha256-" in html and "'unsafe-eval'" not in html


def test_big_graphs_are_thinned_and_say_so() -> None:
    graph = big_graph(12_000)
    data = data_of(written(graph))
    assert len(data["nodes"]) == 3_000 and len(data["edges"]) <= 8_000
    assert data["page"]["nodes"] == 24_002 and data["page"]["edges"] == 47_999
    kinds = [node["kind"] for node in data["nodes"]]
    assert kinds.count(TOPIC) == 1 and kinds.count(PROVIDER) == 1


def test_thinned_edges_leave_each_article_its_first_link_of_each_kind() -> None:
    graph = big_graph(100)
    degree = pl.DataFrame({"degree": [1] * graph.nodes.height})
    few = thin(graph.with_columns(degree), most_edges=320)
    assert few.edges.height == 320
    assert few.edges.filter(pl.col("kind") == PUBLISHED_BY).height == 100
    assert few.edges.filter(pl.col("kind") == RELATED).height == 99


def test_articles_that_are_drawn_are_those_of_the_highest_pagerank_then_degree() -> None:
    ids = [f"article:{row}" for row in range(6)]
    nodes = pl.DataFrame({"id": ids, "kind": [ARTICLE] * 6, "degree": [9, 8, 1, 1, 2, 1]})
    ends = {"source_id": pl.String(), "target_id": pl.String(), "kind": pl.String()}
    unranked = Graph.of(nodes, pl.DataFrame(schema=ends))
    ranked = unranked.with_columns(pl.DataFrame({"pagerank": [0.1, 0.1, 0.3, 0.3, 0.1, math.nan]}))
    assert thin(ranked, most_nodes=4).nodes["id"].to_list() == [ids[row] for row in (0, 1, 2, 3)]
    assert thin(ranked, most_nodes=2).nodes["id"].to_list() == [ids[row] for row in (2, 3)]
    assert thin(unranked, most_nodes=3).nodes["id"].to_list() == [ids[row] for row in (0, 1, 4)]


@pytest.mark.parametrize("rows", [1, 10])
def test_neighbours_are_drawn_no_closer_than_they_are_wide(rows: int) -> None:
    """Whether the map is a square or a line."""
    places = np.array([(100 * (row // rows), 100 * (row % rows)) for row in range(100)], dtype=np.float64)
    for scale in (1e-3, 1, 1e3):
        wide = np.full(100, 30.0)
        drawn = network._spread(places * scale, wide)
        assert 30 <= np.linalg.norm(drawn[1] - drawn[0]) < 120
        assert np.abs(drawn.min(axis=0) + drawn.max(axis=0)).max() < 1e-6


def test_to_pyvis_is_linear_and_whole() -> None:
    graphs = {size: big_graph(size) for size in (1_000, 1_000 * TIMES)}
    assert page.to_pyvis(graphs[1_000]).num_nodes() == 2_002
    assert linear(lambda size: page.to_pyvis(graphs[size]), 1_000)


@pytest.mark.parametrize("text", HOSTILE)
def test_json_in_html_says_the_same_and_ends_nothing(text: str) -> None:
    assert json.loads(safe_json({"a": text})) == {"a": text}
    assert not set("<>&\u2028\u2029") & set(safe_json(text))


def test_labels_are_short() -> None:
    assert shorten("AI", 30) == "AI"
    assert shorten("x" * 31, 30) == "x" * 29 + "…"


# What a reader sees.


def assert_drawn(seen: Visit) -> None:
    assert painted(seen.page) > 20
    seen.assert_clean()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_opens_offline_and_draws(browser: Browser, tmp_path: Path, scheme: Any) -> None:
    with visit(browser, saved(tmp_path, some_graph()), scheme=scheme) as seen:
        expect(seen.page.locator("#counts")).to_have_text("3 articles · 2 providers · 1 topic · 5 links")
        expect(seen.page.locator("#thinned")).to_be_hidden()
        assert_drawn(seen)


def test_click_shows_details_and_neighbours_lead_on(browser: Browser, tmp_path: Path) -> None:
    with visit(browser, saved(tmp_path, some_graph())) as seen:
        panel = seen.page.locator("#panel")
        click_node(seen.page, "article:a.org/1")
        title = panel.get_by_role("link", name="Shenzhen fines hidden cameras")
        expect(title).to_have_attribute("href", "https://a.org/1")
        expect(title).to_have_attribute("rel", "noopener noreferrer")
        expect(title).to_have_attribute("target", "_blank")
        for text in ("Global Times", "2021-08-31", "What it says.", "AI", "cameras", "collected", "0 in, 4 out"):
            expect(panel).to_contain_text(text)
        panel.get_by_role("button", name="Feds increase use").click()
        expect(panel.get_by_role("heading", level=2)).to_contain_text("Feds increase use")
        expect(panel).to_contain_text("Referred to by (1)")
        seen.page.keyboard.press("Escape")
        expect(panel).to_be_hidden()
        seen.assert_clean()


def test_search_finds_by_keyboard(browser: Browser, tmp_path: Path) -> None:
    with visit(browser, saved(tmp_path, some_graph())) as seen:
        search(seen.page, "CIVIL LIB")
        expect(seen.page.locator("#panel h2")).to_contain_text("Why civil liberty")
        seen.page.keyboard.press("/")
        seen.page.keyboard.insert_text("nothing like it")
        expect(seen.page.locator("#results")).to_contain_text("Nothing found")
        seen.page.keyboard.press("Escape")
        expect(seen.page.locator("#results")).to_be_hidden()
        seen.assert_clean()


def test_hover_tells_publisher_date_excerpt_and_link(browser: Browser, tmp_path: Path) -> None:
    with visit(browser, saved(tmp_path, some_graph())) as seen:
        place = seen.page.evaluate("network.canvasToDOM(network.getPosition('article:b.org/2'))")
        seen.page.locator("#canvas").hover(position={"x": place["x"], "y": place["y"]})
        expect(seen.page.locator("#tooltip")).to_have_text(
            "Feds increase use of facial recognitionThe Conversation · 2021-08-31What it says.https://b.org/2"
        )
        seen.assert_clean()


def test_legend_counts_and_switches(browser: Browser, tmp_path: Path) -> None:
    with visit(browser, saved(tmp_path, some_graph())) as seen:
        button = seen.page.get_by_role("button", name="Articles, cited only 2")
        button.click()
        expect(button).to_have_attribute("aria-pressed", "false")
        assert seen.page.evaluate("network.body.data.nodes.length") == 4
        search(seen.page, "civil")  # what is looked for is shown again
        expect(button).to_have_attribute("aria-pressed", "true")
        seen.page.get_by_role("button", name="faces 2").click()
        assert seen.page.evaluate("network.body.data.nodes.length") == 4
        seen.assert_clean()


def test_zooming_in_parts_nodes_more_than_it_blows_them_up(browser: Browser, tmp_path: Path) -> None:
    with visit(browser, saved(tmp_path, some_graph())) as seen:
        seen.page.evaluate("network.moveTo({ scale: 1 })")
        size = "(network.redraw(), network.body.nodes['article:b.org/2'].shape.radius * network.getScale())"
        before = seen.page.evaluate(size)
        for _ in range(6):
            seen.page.get_by_label("Zoom in").click()
        assert before < seen.page.evaluate(size) < before * 3
        seen.page.get_by_label("Show everything").click()
        assert seen.page.evaluate("network.getScale()") <= 1.5
        seen.assert_clean()


def test_follows_the_system_from_light_to_dark(browser: Browser, tmp_path: Path) -> None:
    with visit(browser, saved(tmp_path, some_graph())) as seen:
        fill = "network.body.nodes['article:b.org/2'].options.color.background"
        assert seen.page.evaluate(fill) == "#ffffff"
        seen.page.emulate_media(color_scheme="dark")
        seen.wait_until(f"{fill} === '#14171c'")
        seen.assert_clean()


def test_fits_a_phone(browser: Browser, tmp_path: Path) -> None:
    with visit(browser, saved(tmp_path, some_graph()), phone=True) as seen:
        assert_drawn(seen)
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= 390
        click_node(seen.page, "article:a.org/1")
        box = seen.page.locator("#panel").bounding_box()
        assert box and box["x"] == 0 and box["width"] == 390 and box["y"] > 300
        assert box["y"] + box["height"] == pytest.approx(844, abs=1)
        seen.page.get_by_label("Close details").click()
        expect(seen.page.locator("#panel")).to_be_hidden()
        seen.assert_clean()


def test_without_analysis_it_still_draws(browser: Browser, tmp_path: Path) -> None:
    with visit(browser, saved(tmp_path, some_graph(analysed=False))) as seen:
        expect(seen.page.locator("#cluster-section")).to_be_hidden()
        assert_drawn(seen)
        search(seen.page, "civil")
        expect(seen.page.locator("#panel h2")).to_contain_text("Why civil liberty")


def test_without_nodes_it_says_so(browser: Browser, tmp_path: Path) -> None:
    graph = some_graph()
    with visit(browser, saved(tmp_path, graph.subgraph(graph.nodes["id"] == ""))) as seen:
        expect(seen.page.locator("#notice")).to_have_text("This graph has no nodes.")
        seen.assert_clean()


def test_a_thinned_page_says_so(browser: Browser, tmp_path: Path) -> None:
    with visit(browser, saved(tmp_path, big_graph(4_000))) as seen:
        expect(seen.page.locator("#thinned")).to_contain_text("3,000 of 8,002 nodes and 8,000 of 15,999 links shown")
        assert_drawn(seen)


# What a hostile article cannot do.


def hostile_graph(text: str) -> Graph:
    """The text in every column that takes one, and in the ids."""
    graph = some_graph()
    every = pl.lit(text)
    fields = dict.fromkeys(("label", "url", "excerpt", "domain", "published_text", "cluster_label"), every)
    nodes = graph.nodes.with_columns(
        **fields, names=pl.concat_list(every, every), authors=pl.concat_list(every), id=pl.col("id") + every
    )
    nodes = nodes.with_columns(kind=pl.when(pl.col("kind") == TOPIC).then(every).otherwise("kind"))
    edges = graph.edges.with_columns(kind=pl.when(pl.col("kind") == ABOUT).then(every).otherwise("kind"))
    return Graph(nodes, edges)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(browser: Browser, tmp_path: Path, text: str) -> None:
    with visit(browser, saved(tmp_path, hostile_graph(text))) as seen:
        shown = seen.page
        node = shown.evaluate("network.body.data.nodes.getIds()[0]")
        place = shown.evaluate("(id) => network.canvasToDOM(network.getPosition(id))", node)
        shown.locator("#canvas").hover(position={"x": place["x"], "y": place["y"]})
        expect(shown.locator("#tooltip")).to_be_visible()
        click_node(shown, node)
        expect(shown.locator("#panel")).to_be_visible()
        assert shown.locator("#panel h2").text_content() == text
        shown.keyboard.press("/")
        shown.keyboard.insert_text("a")
        for button in shown.locator("#legend button").all():
            button.click()
        assert shown.locator("body a").count() == 0
        assert shown.locator("img, iframe, object, embed").count() == 0
        assert shown.locator("script").count() == 3
        seen.assert_clean()


def test_the_policy_stops_a_script_that_got_in(browser: Browser, tmp_path: Path) -> None:
    file = saved(tmp_path, some_graph())
    file.write_bytes(file.read_bytes().replace(b"<main>", b"<script>alert('in')</script><main>", 1))
    with visit(browser, file) as seen:
        assert seen.scripts_run == [] and any("CSP: script-src" in error for error in seen.errors)
