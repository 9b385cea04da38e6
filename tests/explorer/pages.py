"""What tests ask of an explorer page."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Locator

from graphkit.exporters import html
from graphkit.graph import Graph
from tests.browser import Visit, visit

one_engine = pytest.mark.parametrize("drawn", ["canvas"], indirect=True)
"""For what does not touch the map."""


def written(graph: Graph, path: Path) -> Path:
    """The graph as a page."""
    with path.open("wb") as out:
        html.write(graph, out)
    return path


@contextmanager
def explorer(
    browser: Browser, file: Path, *, phone: bool = False, scheme: Literal["light", "dark"] = "light", address: str = ""
) -> Iterator[Visit]:
    """Open a page, wait until it is there, and check at the end that it stayed clean."""
    with visit(browser, file, phone=phone, scheme=scheme) as seen:
        if address:
            seen.page.goto("about:blank")
            seen.page.goto(f"{file.resolve().as_uri()}#{address}")
            seen.requests.clear()
        seen.wait_until("!document.getElementById('app').hidden && !!document.querySelector('#details *')")
        yield seen
        seen.assert_clean()


def texts(seen: Visit, selector: str) -> list[str]:
    """The visible texts of all elements that a selector finds, white space folded."""
    return [re.sub(r"\s+", " ", text).strip() for text in seen.page.locator(selector).all_inner_texts()]


def address(seen: Visit) -> dict[str, list[str]]:
    """The parts of the page's address after `#`."""
    parts: dict[str, list[str]] = {}
    for part in seen.page.evaluate("decodeURIComponent(location.hash.slice(1))").split("&"):
        name, _, value = part.partition("=")
        parts.setdefault(name, []).append(value)
    return parts


def facet(seen: Visit, title: str) -> Locator:
    """The filter with this heading."""
    return seen.page.locator(f'.facet:has(h2:text-is("{title}"))')


def wait_for_text(seen: Visit, selector: str, text: str) -> None:
    """Until an element holds a text."""
    seen.wait_until(f"(document.querySelector({selector!r})?.textContent ?? '').includes({text!r})")


def on_screen(seen: Visit, graph: Graph, node: str) -> tuple[float, float]:
    """Where a node is drawn, from its place and the camera in the address."""
    seen.wait_until("location.hash.includes('at=')")
    x, y, zoom = map(float, address(seen)["at"][0].split(","))
    box = seen.page.locator("#map").bounding_box()
    assert box is not None
    row: dict[str, Any] = graph.nodes.filter(id=node).row(0, named=True)
    return (
        box["x"] + box["width"] / 2 + (row["x"] - x) * zoom,
        box["y"] + box["height"] / 2 - (row["y"] - y) * zoom,
    )


def select(seen: Visit, name: str, kind: str = "") -> None:
    """Find a node by its name and open it."""
    seen.page.locator("#search").fill(name)
    wait_for_text(seen, "#hits", name)
    seen.page.locator(".hit", has_text=name).filter(has_text=kind).first.click()
    wait_for_text(seen, ".node-title", name)


def tool(seen: Visit, name: str) -> Locator:
    """A button of the bar of tools."""
    return seen.page.locator("#tools").get_by_role("button", name=name, exact=True)


def saved(seen: Visit, act: Locator) -> tuple[str, bytes]:
    """Name and content of the file that a click saves."""
    with seen.page.expect_download() as download:
        act.click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def read_csv(content: bytes) -> list[dict[str, str]]:
    """A CSV file of the page as Python reads it."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def encircle(seen: Visit) -> None:
    """Draw a lasso around the whole map."""
    tool(seen, "Lasso").click()
    box = seen.page.locator("#map").bounding_box()
    assert box is not None
    left, top, right, bottom = box["x"] + 4, box["y"] + 4, box["x"] + box["width"] - 4, box["y"] + box["height"] - 4
    seen.page.mouse.move(left, top)
    seen.page.mouse.down()
    for x, y in [(right, top), (right, bottom), (left, bottom), (left, top + 2)]:
        seen.page.mouse.move(x, y, steps=4)
    seen.page.mouse.up()
