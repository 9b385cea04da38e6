"""What the explorer does with hostile texts, damaged files and readers who need more than a picture."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

import graphkit as gk
from tests.browser import Visit, visit
from tests.conftest import ROOT, SEEDS, Folder
from tests.explorer.pages import explorer, texts, wait_for_text, written

Drawn = tuple[str, Browser]
AXE = ROOT / "tests" / "explorer" / "node_modules" / "axe-core" / "axe.min.js"
MARKUP = "<img src=x onerror=alert(1)>&amp;</script><script>alert(2)</script>"
HOSTILE = f"""---
title: "{MARKUP}"
webUrl: "javascript:alert(3)"
excerpt: "{MARKUP}"
publishedDateTime: 2024-01-02T03:04:05Z
provider: {{name: "{MARKUP} paper", domain: a.example}}
topics: ["{MARKUP} topic"]
related:
  - title: "data"
    webUrl: "data:text/html,<script>alert(4)</script>"
  - title: "file"
    webUrl: "file:///etc/passwd"
---
"""


def test_hostile_texts_are_texts(drawn: Drawn, folder: Folder, tmp_path: Path) -> None:
    root = folder(
        {"a.md": HOSTILE, "<b onclick=alert(5)>.md": HOSTILE.replace("javascript:alert(3)", "https://b.example/")}
    )
    page = written(gk.build(root)[0], tmp_path / "graph.html")
    with explorer(drawn[1], page) as seen:
        for row in range(seen.page.locator(".overview .node-row").count()):
            seen.page.locator(".overview .node-row").nth(row).click()
            wait_for_text(seen, "#details", "Id")
            for link in seen.page.locator("#details a").all():
                assert re.match(r"https?://", link.get_attribute("href") or "")
            seen.page.get_by_role("button", name="Close").click()
            seen.wait_until("!!document.querySelector('.overview')")
        seen.page.locator("#search").fill("img src")
        wait_for_text(seen, "#hits", MARKUP)
        assert seen.page.locator("#app img").count() == 0


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda page: page[: page.index('id="metrics"') + 400], id="cut off"),
        pytest.param(lambda page: re.sub(r'(id="graph">.{40}).{200}', r"\1", page), id="lost bytes"),
        pytest.param(lambda page: page.replace('id="graph">', 'id="graph">!', 1), id="no base64"),
        pytest.param(lambda page: page.replace('id="graph"', 'id="grap"', 1), id="no data"),
    ],
)
def test_damaged_files_say_so(drawn: Drawn, seeds_page: Path, tmp_path: Path, damage: Any) -> None:
    file = tmp_path / "damaged.html"
    file.write_text(damage(seeds_page.read_text(encoding="utf-8")), encoding="utf-8")
    with visit(drawn[1], file) as seen:
        seen.wait_until("!!document.querySelector('main.message')")
        assert "This graph cannot be opened" in texts(seen, "main.message")[0]
        assert len(texts(seen, "main.message")[0]) > 80, "it says what is wrong"
        assert not seen.page.locator("#app").is_visible()
        assert (seen.requests, seen.scripts_run) == ([], [])


def test_a_file_without_its_script_says_so(drawn: Drawn, seeds_page: Path, tmp_path: Path) -> None:
    file = tmp_path / "short.html"
    whole = seeds_page.read_text(encoding="utf-8")
    file.write_text(whole[: whole.index("<script>") + 500], encoding="utf-8")
    with visit(drawn[1], file) as seen:
        assert "the file is incomplete" in texts(seen, "#wait")[0]


def faults(seen: Visit) -> list[str]:
    """What axe-core finds serious or critical."""
    found = seen.page.evaluate("axe.run({resultTypes: ['violations']}).then((result) => result.violations)")
    return [
        f"{fault['id']}: {node['target']} {node['failureSummary']}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_axe_finds_no_serious_fault(drawn: Drawn, big_page: Path, scheme: Any, phone: bool) -> None:
    if not AXE.exists():
        assert not os.environ.get("GRAPHKIT_REQUIRE_READERS"), "no axe-core"
        pytest.skip("no axe-core: run tests/explorer/prepare.sh")
    with explorer(drawn[1], big_page, phone=phone, scheme=scheme) as seen:
        seen.page.evaluate(AXE.read_text(encoding="utf-8"))
        assert faults(seen) == []
        seen.page.locator("#map").press("/")
        seen.page.locator("#search").fill("police")
        seen.wait_until("document.querySelectorAll('.hit').length > 5")
        assert faults(seen) == []
        seen.page.locator("#search").press("Enter")
        wait_for_text(seen, "#details", "PageRank")
        assert faults(seen) == []
        seen.page.evaluate("document.activeElement.blur()")
        seen.page.keyboard.press("?")
        assert faults(seen) == []


def test_without_scripts_the_page_says_what_it_holds(drawn: Drawn, seeds_page: Path) -> None:
    context = drawn[1].new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(seeds_page.as_uri())
    assert "22 articles" in page.locator("body").inner_text()
    context.close()


def test_preview_images_only_on_request(drawn: Drawn, tmp_path: Path) -> None:
    page = written(gk.build(SEEDS, gk.Settings(images=True))[0], tmp_path / "graph.html")
    with visit(drawn[1], page) as seen:
        seen.wait_until("!!document.querySelector('.overview')")
        assert seen.requests == [], "none before a node is opened"
        seen.page.locator(".overview ol .node-row").first.click()
        seen.wait_until("!!document.querySelector('.node-title')")
        seen.page.wait_for_timeout(300)
        assert len(seen.requests) == 1
        assert seen.requests[0].startswith("https://")
