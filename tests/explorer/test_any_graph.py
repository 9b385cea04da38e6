"""The explorer on any graph: what it shows and does, against the graph's own tables.

Runs on the seeds and on a few thousand articles that are made up. GRAPHKIT_CORPUS names a folder of
articles, or a graph directory, to run it on, too.
"""

from __future__ import annotations

import os
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import networkx as nx
import polars as pl
import pytest
from playwright.sync_api import Browser, expect

from graphkit.graph import Graph
from graphkit.pipeline import load
from tests.explorer.pages import (
    address,
    encircle,
    explorer,
    facet,
    one_engine,
    read_csv,
    saved,
    select,
    texts,
    tool,
    wait_for_text,
    written,
)

Drawn = tuple[str, Browser]
ALL = "least=1"
"""Shows the topics of few articles, too."""


@dataclass(frozen=True)
class Shown:
    """A graph, its page, and what the tests ask of its tables."""

    graph: Graph
    page: Path

    @cached_property
    def articles(self) -> pl.DataFrame:
        """Its articles, with how many refer to each, the most referred-to first; names that occur twice left out."""
        references = self.graph.edges.filter(pl.col("kind").is_in(["related", "links_to"]))
        counts = references.group_by("target").len("referrals")
        nodes = self.graph.nodes.with_row_index("row").filter(pl.col("label").is_unique(), kind="article")
        counted = nodes.join(counts, left_on="row", right_on="target", how="left").with_columns(
            pl.col("referrals").fill_null(0)
        )
        return counted.sort("referrals", "row", descending=[True, False])

    @cached_property
    def ways(self) -> nx.Graph:
        """The graph as networkx has it, without directions."""
        pairs = self.graph.edges.select("source", "target").iter_rows()
        ways = nx.Graph()
        ways.add_nodes_from(range(self.graph.nodes.height))
        ways.add_edges_from(pairs)
        return ways


@pytest.fixture(scope="session", params=["seeds", "made up", *(["corpus"] if "GRAPHKIT_CORPUS" in os.environ else [])])
def shown(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """Each graph with its page."""
    if request.param == "corpus":
        graph = load(os.environ["GRAPHKIT_CORPUS"])
        return Shown(graph, written(graph, tmp_path_factory.mktemp("corpus") / "graph.html"))
    name = {"seeds": "seeds", "made up": "big"}[request.param]
    return Shown(request.getfixturevalue(f"{name}_graph"), request.getfixturevalue(f"{name}_page"))


def number(value: int) -> str:
    """As the page writes it."""
    return f"{value:,}"


@one_engine
def test_the_overview_counts(drawn: Drawn, shown: Shown) -> None:
    kinds = dict(shown.graph.nodes.group_by("kind").len().iter_rows())
    with explorer(drawn[1], shown.page, address=ALL) as seen:
        counts = [text.split(" ")[0] for text in texts(seen, ".tile")]
        assert counts == [number(kinds[kind]) for kind in ("article", "provider", "topic")] + [
            number(shown.graph.edges.height)
        ]


def test_the_most_referred_to_is_found_and_read(drawn: Drawn, shown: Shown) -> None:
    first = shown.articles.row(0, named=True)
    with explorer(drawn[1], shown.page) as seen:
        select(seen, first["label"])
        assert address(seen)["node"] == [first["id"]]
        related = shown.graph.edges.filter(target=first["row"], kind="related").height
        wait_for_text(seen, ".places", ":")
        assert not related or f"Referred to by {number(related)}" in texts(seen, ".group summary")
        seen.page.go_back()
        wait_for_text(seen, ".overview-title", "Overview")


@one_engine
def test_a_filter_leaves_what_it_counts(drawn: Drawn, shown: Shown) -> None:
    with explorer(drawn[1], shown.page) as seen:
        option = facet(seen, "Publishers").locator(".option").first
        count = option.locator(".option-count").inner_text()
        option.click()
        wait_for_text(seen, "#status", f"{count} of")
        publisher = address(seen)["publisher"][0]
        row = shown.graph.nodes.with_row_index("row").filter(id=publisher)["row"].item()
        assert number(shown.graph.edges.filter(target=row, kind="published_by")["source"].n_unique()) == count
        kinds = facet(seen, "Kinds")
        kinds.get_by_role("checkbox", name="Articles").click(modifiers=["Alt"])
        wait_for_text(seen, "#status", "0 of")
        seen.page.get_by_role("button", name="Clear all").click()
        expect(seen.page.locator(".chip-name")).to_have_count(0)


@one_engine
def test_a_window_leaves_the_articles_of_its_days(drawn: Drawn, shown: Shown) -> None:
    with explorer(drawn[1], shown.page) as seen:
        start, end = seen.page.get_by_role("slider").all()
        for _ in range(3):
            end.press("ArrowLeft")
        start.press("ArrowRight")
        seen.wait_until("location.hash.includes('from=')")
        where = address(seen)
        first, last = (date.fromisoformat(where[name][0]) for name in ("from", "to"))
        days = shown.graph.nodes.filter(kind="article")["published"].dt.date()
        wait_for_text(seen, ".time-says", f"{number(int(days.is_between(first, last).sum()))} articles shown")


@one_engine
def test_tables_hold_every_row(drawn: Drawn, shown: Shown) -> None:
    tables = {"nodes": ("nodes", shown.graph.nodes.height), "edges": ("relations", shown.graph.edges.height)}
    for view, (word, height) in tables.items():
        with explorer(drawn[1], shown.page, address=f"view={view}&{ALL}") as seen:
            expect(seen.page.locator(".rows")).to_have_attribute("aria-rowcount", str(height + 1))
            name, content = saved(seen, seen.page.locator("#table").get_by_role("button", name="Save CSV"))
            assert name == f"graphkit-{word}.csv"
            assert len(read_csv(content)) == height


def test_focus_shows_what_lies_within(drawn: Drawn, shown: Shown) -> None:
    first = shown.articles.row(0, named=True)
    for depth in (1, 2):
        within = nx.single_source_shortest_path_length(shown.ways, first["row"], depth)
        articles = sum(shown.graph.nodes["kind"][row] == "article" for row in within)
        with explorer(drawn[1], shown.page, address=f"focus={first['id']}&depth={depth}&{ALL}") as seen:
            wait_for_text(seen, "#status", f"{number(articles)} of")


@one_engine
def test_the_shortest_way_is_as_long_as_networkx_says(drawn: Drawn, shown: Shown) -> None:
    start = shown.articles.row(0, named=True)
    reached = nx.single_source_shortest_path_length(shown.ways, start["row"])
    far = max((row for row in reached), key=lambda row: (reached[row], -row))
    ends = f"way={start['id']}&way={shown.graph.nodes['id'][far]}"
    with explorer(drawn[1], shown.page, address=f"{ends}&{ALL}") as seen:
        wait_for_text(seen, "#path", f"{reached[far]} steps" if reached[far] > 1 else "1 step")
        assert len(texts(seen, ".way .node-row")) == reached[far] + 1


def test_all_that_is_shown_can_be_selected_and_saved(drawn: Drawn, shown: Shown) -> None:
    first = shown.articles.row(0, named=True)
    within = nx.single_source_shortest_path_length(shown.ways, first["row"], 1)
    with explorer(drawn[1], shown.page, address=f"focus={first['id']}&depth=1&{ALL}") as seen:
        wait_for_text(seen, "#chips", "Within 1 of")
        seen.page.get_by_role("button", name="The whole map (0)").click()
        encircle(seen)
        wait_for_text(seen, "#selection", f"{number(len(within))} selected")
        tool(seen, "Save").click()
        _, picture = saved(seen, seen.page.get_by_role("menuitem", name="Picture (PNG)"))
        assert picture[:4] == b"\x89PNG"
        tool(seen, "Save").click()
        _, drawing = saved(seen, seen.page.get_by_role("menuitem", name="Drawing (SVG)"))
        assert first["label"][:12] in " ".join(ET.fromstring(drawing).itertext())


def test_a_link_brings_back_all_of_it(drawn: Drawn, shown: Shown) -> None:
    first = shown.articles.row(0, named=True)
    with explorer(drawn[1], shown.page, address=f"node={first['id']}") as seen:
        wait_for_text(seen, ".node-title", first["label"])
        facet(seen, "Kinds").get_by_role("checkbox", name="Topics").click()
        seen.page.get_by_label("Colour", exact=True).select_option("pagerank")
        seen.page.get_by_label("Size", exact=True).select_option("in_degree")
        seen.wait_until("location.hash.includes('size=in_degree') && location.hash.includes('at=')")
        link, status = seen.page.evaluate("location.hash.slice(1)"), texts(seen, "#status")
    with explorer(drawn[1], shown.page, address=link) as seen:
        wait_for_text(seen, ".node-title", first["label"])
        assert texts(seen, "#status") == status
        assert seen.page.evaluate("location.hash.slice(1)") == link
