"""Doing things in the explorer: timeline, tables, paths, selections, colours, arranging, pictures."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import Browser, Locator, expect

import graphkit as gk
from graphkit.graph import Graph
from tests.browser import Visit
from tests.conftest import Folder
from tests.explorer.pages import (
    address,
    encircle,
    explorer,
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
BEARS = "Facial Recognition Tech for Bears Might Just Be the Future of Conservation"
NINJA = "Photo Ninja hides your face from online facial recognition"


def drag(seen: Visit, plot: Locator, start: float, end: float) -> None:
    """Drag over a part of an element's width."""
    box = plot.bounding_box()
    assert box is not None
    seen.page.mouse.move(box["x"] + box["width"] * start, box["y"] + box["height"] / 2)
    seen.page.mouse.down()
    seen.page.mouse.move(box["x"] + box["width"] * end, box["y"] + box["height"] / 2, steps=6)
    seen.page.mouse.up()


# The timeline.


@one_engine
def test_a_window_is_brushed_and_all_follows(drawn: Drawn, seeds_page: Path) -> None:
    with explorer(drawn[1], seeds_page) as seen:
        assert texts(seen, ".time-says") == ["25 Apr 2021 – 10 Aug 2023 · 22 articles shown"]
        drag(seen, seen.page.locator(".time-plot"), 0.85, 0.97)
        wait_for_text(seen, ".time-says", "4 articles shown")
        wait_for_text(seen, "#status", "4 of 22 articles")
        seen.wait_until("location.hash.includes('to=2023-08-31')")
        assert texts(seen, ".facet .option-count")[0] == "4"
        seen.page.go_back()
        wait_for_text(seen, "#status", "22 articles, 21 publishers")
        drag(seen, seen.page.locator(".time-plot"), 0.85, 0.97)
        seen.page.locator(".timeline").get_by_role("button", name="Clear").click()
        wait_for_text(seen, "#status", "22 articles, 21 publishers")


@one_engine
def test_a_window_is_set_with_the_keyboard(drawn: Drawn, seeds_page: Path) -> None:
    with explorer(drawn[1], seeds_page) as seen:
        start, end = seen.page.get_by_role("slider").all()
        assert [start.get_attribute("aria-label"), end.get_attribute("aria-label")] == ["Window from", "Window to"]
        assert end.get_attribute("aria-valuetext") == "Aug 2023"
        end.press("Home")
        wait_for_text(seen, ".time-says", "Apr 2021 · ")
        end.press("ArrowRight")
        expect(end).to_have_attribute("aria-valuetext", "May 2021")
        start.press("End")
        expect(start).to_have_attribute("aria-valuenow", end.get_attribute("aria-valuenow") or "")


@one_engine
def test_time_plays_and_pauses(drawn: Drawn, seeds_page: Path) -> None:
    with explorer(drawn[1], seeds_page) as seen:
        seen.page.get_by_role("button", name="Play").click()
        seen.wait_until("location.hash.includes('from=')")
        first = address(seen)["from"]
        seen.wait_until(f"!location.hash.includes('from={first[0]}')")
        seen.page.get_by_role("button", name="Pause").click()
        expect(seen.page.get_by_role("button", name="Play")).to_be_visible()


@one_engine
def test_articles_without_a_date_are_counted(drawn: Drawn, folder: Folder, tmp_path: Path) -> None:
    dated = "---\ntitle: One\nurl: https://a.example/1\ndate: 2024-05-01\n---\n"
    undated = "---\ntitle: Two\nurl: https://a.example/2\n---\n"
    graph, _ = gk.build(folder({"one.md": dated, "two.md": undated}))
    with explorer(drawn[1], written(graph, tmp_path / "graph.html")) as seen:
        assert texts(seen, ".time-says")[0].endswith("2 articles shown · 1 without a date")


# The tables.


def names(seen: Visit) -> list[str]:
    """The names in the rows that are drawn."""
    return texts(seen, ".rows tbody tr > :is(th, td).name:first-of-type, .rows tbody th.name")


@one_engine
def test_the_table_holds_what_the_map_shows(drawn: Drawn, seeds_page: Path) -> None:
    with explorer(drawn[1], seeds_page) as seen:
        seen.page.get_by_role("button", name="Nodes", exact=True).click()
        table = seen.page.locator(".rows")
        expect(table).to_have_attribute("aria-rowcount", "46")
        assert address(seen)["view"] == ["nodes"]
        seen.page.get_by_role("columnheader", name="Name").get_by_role("button").click()
        expect(seen.page.get_by_role("columnheader", name="Name")).to_have_attribute("aria-sort", "ascending")
        assert names(seen)[0] == "AI"
        seen.page.get_by_role("columnheader", name="Date").get_by_role("button").click()
        seen.page.get_by_role("columnheader", name="Date").get_by_role("button").click()
        expect(seen.page.get_by_role("columnheader", name="Date")).to_have_attribute("aria-sort", "descending")
        assert texts(seen, ".rows tbody tr:first-child td")[1] == "2023-08-10"
        seen.page.get_by_label("Filter the table by name").fill("BÉARS")
        wait_for_text(seen, ".table-says", "1 of 45 nodes")
        assert names(seen) == [BEARS]
        seen.page.get_by_role("button", name=BEARS).first.click()
        wait_for_text(seen, ".node-title", BEARS)
        expect(seen.page.locator(".rows tbody tr")).to_have_attribute("aria-current", "true")


@one_engine
def test_filters_hold_for_the_tables_too(drawn: Drawn, seeds_page: Path) -> None:
    with explorer(drawn[1], seeds_page, address="view=edges&edge=related") as seen:
        expect(seen.page.locator(".rows")).to_have_attribute("aria-rowcount", "23")
        assert set(texts(seen, ".rows tbody td:nth-child(2)")) == {"Related"}
        seen.page.get_by_label("Filter the table by name").fill("bears")
        wait_for_text(seen, ".table-says", "2 of 54 relations")


@one_engine
def test_any_row_is_reached_with_the_keyboard(drawn: Drawn, big_page: Path, big_graph: Graph) -> None:
    with explorer(drawn[1], big_page, address="view=nodes&least=1") as seen:
        rows = big_graph.nodes.height
        expect(seen.page.locator(".rows")).to_have_attribute("aria-rowcount", str(rows + 1))
        assert seen.page.locator(".rows tbody tr").count() < 60
        seen.page.locator(".rows tbody button").first.focus()
        seen.page.keyboard.press("End")
        focused = "document.activeElement.closest('tr')?.getAttribute('aria-rowindex')"
        seen.wait_until(f"{focused} === '{rows + 1}'")
        seen.page.keyboard.press("PageUp")
        seen.page.keyboard.press("ArrowDown")
        seen.page.keyboard.press("Space")
        wait_for_text(seen, "#selection", "1 selected")
        seen.page.keyboard.press("Enter")
        seen.wait_until("!!document.querySelector('.node-title')")
        assert seen.page.evaluate(f"{focused} < {rows + 1}")


@one_engine
def test_nodes_are_saved_as_csv(drawn: Drawn, seeds_page: Path, seeds_graph: Graph) -> None:
    with explorer(drawn[1], seeds_page, address="view=nodes&kind=article") as seen:
        wait_for_text(seen, ".table-says", "22 of 45 nodes")
        name, content = saved(seen, seen.page.get_by_role("button", name="Save CSV"))
        rows = read_csv(content)
        articles = seeds_graph.nodes.filter(kind="article")
        assert name == "graphkit-nodes.csv"
        assert {row["id"]: row["url"] for row in rows} == dict(articles.select("id", "url").iter_rows())
        assert [row["date"] for row in rows] == sorted((row["date"] for row in rows), reverse=True)
        ranks = dict(articles.select("id", "pagerank").iter_rows())
        assert all(float(row["pagerank"]) == pytest.approx(ranks[row["id"]], rel=1e-4) for row in rows)


@one_engine
def test_relations_are_saved_as_csv(drawn: Drawn, seeds_page: Path, seeds_graph: Graph) -> None:
    with explorer(drawn[1], seeds_page, address="view=edges") as seen:
        wait_for_text(seen, ".table-says", "54 relations")
        _, content = saved(seen, seen.page.get_by_role("button", name="Save CSV"))
        ids = seeds_graph.nodes["id"]
        expected = {(ids[source], kind, ids[target]) for source, kind, target in edges_of(seeds_graph)}
        assert {(row["source"], row["kind"], row["target"]) for row in read_csv(content)} == expected
        assert all(row["file"].endswith(".md") and int(row["line"]) > 0 for row in read_csv(content))


def edges_of(graph: Graph) -> list[tuple[int, str, int]]:
    """Source row, kind and target row of each edge."""
    return list(graph.edges.select(pl.col("source"), pl.col("kind").cast(pl.String), pl.col("target")).iter_rows())


@one_engine
def test_csv_runs_no_formulas(drawn: Drawn, folder: Folder, tmp_path: Path) -> None:
    text = "---\ntitle: '=HYPERLINK(\"http://x.example\",\"a\")'\nurl: https://a.example/1\ntags: ['+1', '@x']\n---\n"
    graph, _ = gk.build(folder({"one.md": text}))
    with explorer(drawn[1], written(graph, tmp_path / "graph.html"), address="view=nodes&least=1") as seen:
        seen.wait_until("!!document.querySelector('.rows tbody tr')")
        _, content = saved(seen, seen.page.get_by_role("button", name="Save CSV"))
        labels = {row["label"] for row in read_csv(content)}
        assert '\'=HYPERLINK("http://x.example","a")' in labels
        assert not any(label.startswith(("=", "+", "-", "@")) for label in labels)


# Paths.


@one_engine
def test_a_path_between_two_nodes(drawn: Drawn, seeds_page: Path) -> None:
    with explorer(drawn[1], seeds_page) as seen:
        select(seen, BEARS)
        tool(seen, "Path").click()
        wait_for_text(seen, "#path", "Select where it should lead to")
        select(seen, NINJA)
        wait_for_text(seen, "#path", "2 steps")
        assert [text.partition(" ")[2] for text in texts(seen, ".way-relation")] == ["Referred to by", "Refers to"]
        assert len(texts(seen, ".way .node-row")) == 3
        seen.wait_until("(location.hash.match(/way=/g) ?? []).length === 2")
        seen.page.go_back()
        seen.page.go_forward()
        wait_for_text(seen, "#path", "2 steps")
        seen.page.get_by_role("button", name="End the path").click()
        expect(seen.page.locator("#path")).to_be_hidden()


@one_engine
def test_a_path_through_articles_only(drawn: Drawn, seeds_page: Path, seeds_graph: Graph) -> None:
    ids = seeds_graph.nodes.filter(pl.col("label").is_in(["AI", BEARS])).sort("label")["id"].to_list()
    way = "&".join(f"way={node}" for node in ids)
    with explorer(drawn[1], seeds_page, address=way) as seen:
        wait_for_text(seen, "#path", "2 steps")
        assert texts(seen, ".way-relation")[0].endswith("Articles about it")
        seen.page.get_by_role("button", name="Swap ends").click()
        wait_for_text(seen, ".way-relation", "Referred to by")
        seen.page.get_by_label("through articles only").check()
        assert len(texts(seen, ".way .node-row")) == 3
        seen.wait_until("location.hash.includes('through=articles')")
        seen.page.get_by_label("through articles only").uncheck()
        seen.page.go_back()
        seen.wait_until("document.querySelector('#path .check input').checked")
    with explorer(drawn[1], seeds_page, address=f"{way}&edge=published_by") as seen:
        wait_for_text(seen, "#path", "No path over what is shown")


# Selections.


def test_a_lasso_selects_and_the_selection_is_summed_up(drawn: Drawn, seeds_page: Path) -> None:
    with explorer(drawn[1], seeds_page) as seen:
        encircle(seen)
        wait_for_text(seen, "#selection", "45 selected")
        summary = "22 articles, 21 publishers, 2 topics · 25 Apr 2021 – 10 Aug 2023 · 54 relations among them"
        assert summary in texts(seen, "#selection .panel-note")
        assert [text.split(" ")[0] for text in texts(seen, "#selection summary h3")] == [
            "Highest",
            "Publishers",
            "Topics",
            "Clusters",
            "All",
        ]
        name, content = saved(seen, seen.page.locator("#selection").get_by_role("button", name="Save CSV"))
        assert (name, len(read_csv(content))) == ("graphkit-selection.csv", 45)
        expect(tool(seen, "Lasso")).to_have_attribute("aria-pressed", "false")


@one_engine
def test_only_the_selection_is_shown(drawn: Drawn, seeds_page: Path) -> None:
    with explorer(drawn[1], seeds_page, address="view=nodes") as seen:
        for name in (BEARS, NINJA):
            seen.page.get_by_label("Filter the table by name").fill(name)
            seen.page.get_by_label(f"Choose {name}").check()
        seen.page.get_by_label("Filter the table by name").fill("")
        wait_for_text(seen, "#selection", "2 selected")
        seen.page.get_by_role("button", name="Show only these").click()
        wait_for_text(seen, ".table-says", "2 of 45 nodes")
        seen.wait_until("(location.hash.match(/only=/g) ?? []).length === 2")
        seen.page.locator("#selection").get_by_role("button", name="Show all again").click()
        wait_for_text(seen, ".table-says", "45 nodes")
        seen.page.get_by_role("button", name="Clear the selection").click()
        expect(seen.page.locator("#selection")).to_be_hidden()


@one_engine
def test_pinning_and_choosing_with_keys(drawn: Drawn, seeds_page: Path) -> None:
    with explorer(drawn[1], seeds_page) as seen:
        select(seen, BEARS)
        seen.page.locator("#map [role=application], #map[role=application]").first.focus()
        seen.page.keyboard.press("x")
        wait_for_text(seen, "#live", "Pinned")
        seen.wait_until("location.hash.includes('pinned=')")
        seen.page.keyboard.press("s")
        wait_for_text(seen, "#selection", "1 selected")
        seen.page.keyboard.press("x")
        seen.wait_until("!location.hash.includes('pinned=')")


# Colours, sizes, places, pictures.


@one_engine
def test_colours_and_sizes_by_numbers(drawn: Drawn, seeds_page: Path) -> None:
    with explorer(drawn[1], seeds_page) as seen:
        seen.page.get_by_label("Colour", exact=True).select_option("pagerank")
        seen.page.get_by_label("Size", exact=True).select_option("in_degree")
        scale = seen.page.locator(".scale")
        assert (scale.get_attribute("aria-label") or "").startswith("Colours from 0.0")
        assert len(texts(seen, ".ticks span")) == 3
        seen.wait_until("location.hash.includes('size=in_degree')")
        assert address(seen)["colour"] == ["pagerank"]
        seen.page.get_by_label("Colour", exact=True).select_option("publisher")
        expect(scale).to_have_count(0)
        seen.page.go_back()
        expect(seen.page.get_by_label("Colour", exact=True)).to_have_value("pagerank")


def test_arranging_runs_pauses_and_is_undone(drawn: Drawn, big_page: Path) -> None:
    with explorer(drawn[1], big_page, address="from=2024-01-01&to=2024-02-28") as seen:
        expect(tool(seen, "Undo")).to_be_hidden()
        # Two clicks at once: a slow machine might be done before the second.
        tool(seen, "Arrange").evaluate("button => { button.click(); button.click(); }")
        tool(seen, "Go on").click()
        expect(tool(seen, "Pause")).to_be_visible()
        seen.wait_until("document.querySelector('#live').textContent === 'Arranged'", seconds=60)
        tool(seen, "Undo").click()
        expect(tool(seen, "Undo")).to_be_hidden()
        wait_for_text(seen, "#live", "back where they were")
        tool(seen, "Arrange").click()
        expect(tool(seen, "Undo")).to_be_visible()
        seen.page.locator(".timeline").get_by_role("button", name="Clear").click()
        expect(tool(seen, "Undo")).to_be_hidden()


def test_pictures_of_the_map(drawn: Drawn, seeds_page: Path) -> None:
    with explorer(drawn[1], seeds_page) as seen:
        tool(seen, "Save").click()
        name, content = saved(seen, seen.page.get_by_role("menuitem", name="Picture (PNG)"))
        assert (name, content[:4]) == ("graphkit-map.png", b"\x89PNG")
        tool(seen, "Save").click()
        name, content = saved(seen, seen.page.get_by_role("menuitem", name="Drawing (SVG)"))
        assert name == "graphkit-map.svg"
        words = " ".join(ET.fromstring(content).itertext())
        assert "Computer Vision" in words


@one_engine
def test_tools_by_keyboard(drawn: Drawn, seeds_page: Path) -> None:
    with explorer(drawn[1], seeds_page) as seen:
        tool(seen, "Lasso").focus()
        seen.page.keyboard.press("ArrowRight")
        expect(tool(seen, "Path")).to_be_focused()
        seen.page.keyboard.press("End")
        seen.page.keyboard.press("Enter")
        expect(seen.page.get_by_role("menuitem").first).to_be_focused()
        seen.page.keyboard.press("ArrowDown")
        expect(seen.page.get_by_role("menuitem").last).to_be_focused()
        seen.page.keyboard.press("Escape")
        expect(tool(seen, "Save")).to_be_focused()
        seen.page.keyboard.press("?")
        assert "Arrange what is shown anew, pause" in texts(seen, ".help dd")


@one_engine
def test_tools_fit_a_phone(drawn: Drawn, seeds_page: Path) -> None:
    with explorer(drawn[1], seeds_page, phone=True) as seen:
        expect(tool(seen, "Save")).to_be_in_viewport(ratio=1)
        assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        seen.page.locator("[data-tab=bottom]").tap()
        plot = seen.page.locator(".time-plot")
        box = plot.bounding_box()
        assert box is not None
        plot.tap(position={"x": box["width"] * 0.5, "y": 20})
        wait_for_text(seen, ".time-says", " 0 articles shown")
        seen.wait_until("location.hash.includes('from=')")
