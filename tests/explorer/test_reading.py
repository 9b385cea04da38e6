"""Reading in the explorer: search, filters, details, addresses, keys; with and without WebGL."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from graphkit.graph import Graph
from tests.explorer.pages import address, explorer, facet, on_screen, texts, wait_for_text

Drawn = tuple[str, Browser]
BEARS = "Facial Recognition Tech for Bears Might Just Be the Future of Conservation"
STATUS = "22 articles, 21 publishers, 2 topics · 54 relations"


def test_opens_with_an_overview(drawn: Drawn, seeds_page: Path) -> None:
    engine, browser = drawn
    with explorer(browser, seeds_page) as seen:
        assert seen.page.evaluate("document.documentElement.dataset.engine") == engine
        assert texts(seen, "#title") == ["Knowledge graph"]
        assert texts(seen, "#status") == [STATUS]
        assert texts(seen, ".tile") == ["22 Articles", "21 Publishers", "2 Topics", "54 Relations"]
        assert len(texts(seen, ".overview ol .node-row")) == 10
        label = seen.page.locator("[role=application]").get_attribute("aria-label") or ""
        assert label.startswith("Map of 22 articles, 21 publishers, 2 topics.")


def test_searches_as_one_types(drawn: Drawn, seeds_page: Path) -> None:
    with explorer(drawn[1], seeds_page) as seen:
        seen.page.locator("#map").press("/")
        expect(seen.page.locator("#search")).to_be_focused()
        seen.page.keyboard.type("bears")
        wait_for_text(seen, "#hits", BEARS)
        assert "Backpacker · 26 Apr 2021" in texts(seen, ".hit-note")[0]
        seen.page.keyboard.press("Enter")
        wait_for_text(seen, ".node-title", BEARS)
        seen.page.locator("#search").press("Escape")
        assert seen.page.locator(".hit:visible").count() == 0


def test_searches_texts_and_names(drawn: Drawn, seeds_page: Path) -> None:
    with explorer(drawn[1], seeds_page) as seen:
        search = seen.page.locator("#search")
        search.fill("taylor swift")
        wait_for_text(seen, "#hits", "found in excerpt")
        assert texts(seen, ".hit-title") == [BEARS]
        search.fill("WASHINGTÓN")
        wait_for_text(seen, "#hits", "Washington Post")
        search.press("ArrowDown")
        assert search.get_attribute("aria-activedescendant") == "hit-1"
        search.fill("no such thing at all")
        wait_for_text(seen, ".hits-note", "Nothing found")


def test_filters_and_their_counts(drawn: Drawn, seeds_page: Path) -> None:
    with explorer(drawn[1], seeds_page) as seen:
        publishers = facet(seen, "Publishers")
        publishers.get_by_role("checkbox", name="Biometric Companies").click()
        wait_for_text(seen, "#status", "2 of 22 articles, 1 of 21 publishers")
        assert texts(seen, ".chip-name") == ["Biometric Companies"]
        assert publishers.locator(".option").count() > 1, "what else could be chosen stays, with its count"
        kinds = facet(seen, "Kinds")
        assert [re.sub(r"\D+", "", text) for text in kinds.locator(".option-count").all_inner_texts()][:2] == ["2", "1"]
        kinds.get_by_role("checkbox", name="Publishers").click()
        wait_for_text(seen, "#status", "0 of 21 publishers")
        kinds.get_by_role("checkbox", name="Articles").click(modifiers=["Alt"])
        wait_for_text(seen, "#status", "2 of 22 articles, 0 of 21 publishers, 0 of 2 topics")
        seen.page.get_by_role("button", name="Clear all").click()
        wait_for_text(seen, "#status", STATUS)


def test_details_of_a_node(drawn: Drawn, seeds_page: Path, seeds_graph: Graph) -> None:
    with explorer(drawn[1], seeds_page) as seen:
        seen.page.get_by_role("button", name=BEARS).click()
        link = seen.page.locator(".node-title a")
        wait_for_text(seen, ".node-title", BEARS)
        assert [link.get_attribute(name) for name in ("target", "rel", "referrerpolicy")] == [
            "_blank",
            "noopener noreferrer",
            "no-referrer",
        ]
        assert link.get_attribute("href") == seeds_graph.nodes.filter(label=BEARS)["url"].item()
        assert texts(seen, ".byline") == ["Backpacker 26 April 2021, 21:52 UTC"]
        assert "PageRank 0.0504 joint 3rd of 22" in texts(seen, ".figures tr")
        wait_for_text(seen, ".places", ":136")
        assert "001_a974ed5c8f1b36d1.md:136" in seen.page.locator(".places .place").all_text_contents()
        seen.page.locator(".byline button").click()
        wait_for_text(seen, ".node-title", "Backpacker")
        assert "Referred to by publishers 2" in texts(seen, ".group summary")


def test_sightings_that_disagree(drawn: Drawn, seeds_page: Path) -> None:
    with explorer(drawn[1], seeds_page) as seen:
        seen.page.locator("#search").fill("photo ninja")
        wait_for_text(seen, "#hits", "Photo Ninja")
        seen.page.locator("#search").press("Enter")
        wait_for_text(seen, "#details", "Sightings: 1 differs")
        assert "quality 19" in texts(seen, ".differs") or "quality 39" in texts(seen, ".differs")


def test_a_click_on_the_map_selects(drawn: Drawn, seeds_page: Path, seeds_graph: Graph) -> None:
    node = "topic:ai"
    with explorer(drawn[1], seeds_page) as seen:
        seen.page.mouse.click(*on_screen(seen, seeds_graph, node))
        wait_for_text(seen, ".node-title", "AI")
        assert address(seen)["node"] == [node]


def test_back_and_links(drawn: Drawn, seeds_page: Path) -> None:
    with explorer(drawn[1], seeds_page) as seen:
        first, second = texts(seen, ".overview ol .node-name")[:2]
        seen.page.locator(".overview ol .node-row").nth(0).click()
        wait_for_text(seen, ".node-title", first)
        seen.page.get_by_role("checkbox", name="AI 5", exact=True).click()
        wait_for_text(seen, "#status", "5 of 22 articles")
        seen.wait_until("location.hash.includes('topic=topic:ai')")
        link = seen.page.evaluate("location.hash.slice(1)")
        seen.page.go_back()
        wait_for_text(seen, "#status", STATUS)
        assert first in texts(seen, ".node-title")[0]
        seen.page.go_back()
        wait_for_text(seen, ".overview-title", "Overview")
        assert second in texts(seen, ".overview ol .node-name")
    with explorer(drawn[1], seeds_page, address=link) as seen:
        wait_for_text(seen, ".node-title", first)
        assert texts(seen, "#status")[0].startswith("5 of 22 articles")


def test_a_link_to_what_is_not_there(drawn: Drawn, seeds_page: Path) -> None:
    with explorer(drawn[1], seeds_page, address="node=article:gone&focus=x&cluster=99&at=oops") as seen:
        wait_for_text(seen, "#live", "names 2 nodes that this graph does not have")
        assert texts(seen, "#status") == [STATUS]


def test_keys(drawn: Drawn, seeds_page: Path) -> None:
    with explorer(drawn[1], seeds_page) as seen:
        page = seen.page
        page.locator("[role=application]").focus()
        page.keyboard.press("ArrowRight")
        seen.wait_until("!!document.querySelector('.node-title')")
        first = texts(seen, ".node-title")
        page.keyboard.press("ArrowLeft")
        seen.wait_until(f"document.querySelector('.node-title').innerText.trim() !== {first[0]!r}")
        page.keyboard.press("n")
        wait_for_text(seen, "#live", "Neighbour 1 of")
        page.keyboard.press("f")
        wait_for_text(seen, "#chips", "Within 1 of")
        page.keyboard.press("Enter")
        expect(page.locator("#right")).to_be_focused()
        for _ in range(3):
            page.keyboard.press("Escape")
        wait_for_text(seen, "#status", STATUS)
        assert texts(seen, ".overview-title") == ["Overview"]
        page.keyboard.press("?")
        assert page.locator("dialog.help").is_visible()
        assert "N Next neighbour" in texts(seen, ".keys div")
        page.keyboard.press("Escape")
        assert not page.locator("dialog.help").is_visible()


def test_keys_of_one_character_can_be_off(drawn: Drawn, seeds_page: Path) -> None:
    with explorer(drawn[1], seeds_page) as seen:
        page = seen.page
        page.keyboard.press("?")
        page.get_by_label("keys that are a single character").uncheck()
        page.keyboard.press("Escape")
        page.keyboard.press("t")
        page.keyboard.press("/")
        page.locator("[role=application]").focus()
        page.keyboard.press("ArrowRight")
        seen.wait_until("!!document.querySelector('.node-title')")
        assert page.locator("#table").is_hidden()
        page.reload()
        seen.wait_until("!document.getElementById('app').hidden")
        page.keyboard.press("t")
        assert page.locator("#table").is_hidden()
        page.get_by_role("button", name="Keys and gestures").click()
        page.get_by_label("keys that are a single character").check()
        page.keyboard.press("Escape")
        page.keyboard.press("t")
        expect(page.locator("#table")).to_be_visible()


def test_theme_follows_the_system_until_it_is_chosen(drawn: Drawn, seeds_page: Path) -> None:
    with explorer(drawn[1], seeds_page, scheme="dark") as seen:
        assert seen.page.evaluate("document.documentElement.dataset.theme") == "dark"
        seen.page.get_by_role("button", name="Light theme").click()
        assert seen.page.evaluate("document.documentElement.dataset.theme") == "light"
        seen.wait_until("location.hash.includes('theme=light')")
        seen.page.get_by_role("button", name="Dark theme").click()
        seen.wait_until("!location.hash.includes('theme=')")


def test_phone(drawn: Drawn, seeds_page: Path, seeds_graph: Graph) -> None:
    with explorer(drawn[1], seeds_page, phone=True) as seen:
        page = seen.page
        assert not page.locator("#left").is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.get_by_role("button", name="Search", exact=True).tap()
        page.locator("#search").fill("bears")
        wait_for_text(seen, "#hits", BEARS)
        page.locator(".hit").first.tap()
        wait_for_text(seen, ".node-title", BEARS)
        assert page.locator("#right").is_visible()
        assert not page.locator("#left").is_visible()
        page.get_by_role("button", name="Map", exact=True).last.tap()
        assert not page.locator("#right").is_visible()


def test_long_lists_are_drawn_in_part(drawn: Drawn, big_page: Path, big_graph: Graph) -> None:
    topics = big_graph.nodes.filter(kind="topic").height
    with explorer(drawn[1], big_page) as seen:
        found = facet(seen, "Topics")
        assert found.locator("summary .facet-note").inner_text() == f"{topics:,}"
        assert found.locator(".option").count() < 30 < topics
        found.get_by_role("searchbox").fill("topic 7")
        names = found.locator(".option-name").all_inner_texts()
        assert names
        assert all(name.startswith("Topic 7") for name in names)
        found.get_by_role("checkbox").first.focus()
        seen.page.keyboard.press("End")
        assert "Topic 7" in seen.page.evaluate("document.activeElement.innerText")


@pytest.mark.parametrize("medium", ["print", "screen"])
def test_prints_the_map_and_the_details(drawn: Drawn, seeds_page: Path, medium: str) -> None:
    with explorer(drawn[1], seeds_page) as seen:
        seen.page.locator(".overview ol .node-row").first.click()
        wait_for_text(seen, "#details", "Numbers")
        seen.page.emulate_media(media="print" if medium == "print" else "screen")
        assert seen.page.locator("#left").is_visible() == (medium == "screen")
        assert seen.page.locator(".node-title").is_visible()
        assert seen.page.locator("#map").is_visible()


def test_the_map_follows_when_all_that_is_left_is_elsewhere(drawn: Drawn, seeds_page: Path) -> None:
    with explorer(drawn[1], seeds_page) as seen:
        seen.page.get_by_role("button", name=BEARS).click()
        wait_for_text(seen, ".node-title", BEARS)
        seen.wait_until("location.hash.includes('node=') && location.hash.includes('at=')")
        seen.page.wait_for_timeout(500)
        before = address(seen)["at"]
        facet(seen, "Publishers").get_by_role("checkbox", name="coinspeaker").click()
        wait_for_text(seen, "#status", "1 of 22 articles")
        seen.page.wait_for_timeout(1000)
        assert address(seen)["at"] != before
