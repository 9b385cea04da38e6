"""Where article text is shown: the page, the page of pyvis, a notebook, the server; opened, hovered and clicked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Route

from graphkit.exporters import html, pyvis_page
from graphkit.graph import Graph
from tests.serve.running import Running

# In every frame: whatever runs tells the test; what would leave the page is stopped, so that the rest is seen, too.
_TRAP = "window.alert = (what) => { window.trap(String(what)); };"


@dataclass
class Watched:
    """A page with a trap in each of its frames, and all that it asked for."""

    page: Page
    ran: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def harm(self) -> list[str]:
        """What should not have happened."""
        return [*(f"ran {one}" for one in self.ran), *(f"asked for {one}" for one in self.asked), *self.wrong]


Change = Callable[[str], str]


@contextmanager
def watched(browser: Browser, address: str, own: str = "", change: Change | None = None) -> Iterator[Watched]:
    """Open an address, changed on its way; requests that do not begin with `own` are refused and told."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    try:
        seen = Watched(context.new_page())
        context.expose_binding("trap", lambda _, what: seen.ran.append(what))
        context.add_init_script(_TRAP)
        seen.page.on("dialog", lambda dialog: (seen.ran.append(dialog.message), dialog.dismiss()))
        seen.page.on("pageerror", lambda error: seen.wrong.append(str(error)))
        _fence(context, seen, (own or address, "blob:", "data:", "about:"))
        if change:
            context.route(address, lambda route: _changed(route, change))
        seen.page.goto(address)
        yield seen
    finally:
        context.close()


def _fence(context: BrowserContext, seen: Watched, allowed: tuple[str, ...]) -> None:
    def only_own(route: Route) -> None:
        if route.request.url.startswith(allowed):
            route.continue_()
        else:
            seen.asked.append(route.request.url)
            route.abort()

    context.route("**/*", only_own)


def _changed(route: Route, change: Change) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=change(answer.text()))


def page(browser: Browser, graph: Graph, nodes: Sequence[str], folder: Path) -> list[str]:
    """Open these nodes in `graph.html`, press what they show, pass over the map and search."""
    file = folder / "graph.html"
    with file.open("wb") as out:
        html.write(graph, out)
    with watched(browser, file.as_uri()) as seen:
        _wait(seen, "!document.getElementById('app').hidden && !!document.querySelector('#details *')")
        for node in nodes:
            seen.page.evaluate("(id) => { location.hash = 'node=' + encodeURIComponent(id) }", node)
            _wait(seen, f"(document.querySelector('#details')?.textContent ?? '').includes({node!r}.slice(-9))")
            _press_all(seen, "#details a, #details summary")
        _hover_over(seen, "#map", 4)
        seen.page.locator("#search").fill("alert")
        seen.page.wait_for_timeout(300)
        return seen.harm


def pyvis(browser: Browser, graph: Graph, nodes: Sequence[str], folder: Path) -> list[str]:
    """Hover over these nodes of `graph.pyvis.html` and click them, and the legend; search."""
    file = folder / "graph.pyvis.html"
    with file.open("wb") as out:
        pyvis_page.write(graph, out)
    with watched(browser, file.as_uri()) as seen:
        touch(seen, nodes)
        _press_all(seen, "#legend button")
        seen.page.locator("#query").fill("alert")
        return seen.harm


def touch(seen: Watched, nodes: Sequence[str], rest: int = 150) -> None:
    """Nodes of vis-network: the mouse comes to each, rests for as many milliseconds, and clicks."""
    for node in nodes:
        seen.page.evaluate("(id) => network.focus(id, {scale: 2, animation: false})", node)
        place = seen.page.evaluate("(id) => network.canvasToDOM(network.getPosition(id))", node)
        box = seen.page.locator("canvas").first.bounding_box()
        assert box is not None
        seen.page.mouse.move(box["x"] + place["x"] + 40, box["y"] + place["y"] + 40)
        seen.page.mouse.move(box["x"] + place["x"], box["y"] + place["y"])
        seen.page.wait_for_timeout(rest)
        seen.page.mouse.click(box["x"] + place["x"], box["y"] + place["y"])
        _press_all(seen, "#panel a, .vis-tooltip a")


def notebook(browser: Browser, graph: Graph, nodes: Sequence[str], folder: Path) -> list[str]:
    """What a notebook shows of the graph: the nodes that its page lists first, opened."""
    file = folder / "notebook.html"
    file.write_text(f"<!doctype html><meta charset=utf-8><h1>Cell</h1>{graph._repr_html_()}", "utf-8")
    with watched(browser, file.as_uri()) as seen:
        inside = seen.page.frame_locator("iframe")
        inside.locator(".overview .node-row").first.wait_for()
        rows = inside.locator(".overview .node-row")
        for row in range(rows.count()):
            rows.nth(row).click()
            inside.get_by_role("button", name="Close").click()
        _hover_over(seen, "iframe", 3)
        return seen.harm


def server(browser: Browser, served: Running, nodes: Sequence[str]) -> list[str]:
    """The explorer, the pages of these nodes, the description, and the editor with an answer of texts."""
    named = served.ask("SELECT ?s ?id { ?s dcterms:identifier ?id }")
    names = dict(zip(named.column("id"), named.column("s"), strict=True))
    paths = ["/api", *(urlsplit(names[node]).path for node in nodes)]
    with watched(browser, served.url, served.url) as seen:
        for path in ("/", *paths):
            seen.page.goto(served.url + path)
            seen.page.locator("h1").first.wait_for()
            _hover_over(seen, "body", 2)
            _press_all(seen, "a, summary")
        harm = seen.harm
    with watched(browser, f"{served.url}/query", served.url) as seen:
        text = "SELECT ?o { ?s ?p ?o FILTER isLiteral(?o) FILTER CONTAINS(?o, 'alert') }"
        seen.page.evaluate("(text) => document.querySelector('.CodeMirror').CodeMirror.setValue(text)", text)
        seen.page.click(".yasqe_queryButton")
        seen.page.wait_for_selector(".yasr .dataTable tbody tr")
        _hover_over(seen, ".yasr", 6)
        return [*harm, *seen.harm]


def _wait(seen: Watched, expression: str) -> None:
    for _ in range(200):
        if seen.page.evaluate(expression):
            return
        seen.page.wait_for_timeout(25)
    raise AssertionError(f"never true: {expression}")


def _press_all(seen: Watched, selector: str) -> None:
    """A click on all of these as a script would do it, wherever they are; nothing is followed."""
    seen.page.evaluate(
        """(selector) => document.querySelectorAll(selector).forEach((one) => {
            if (one.tagName === "A" && /^https?:/.test(one.href)) return;
            one.click();
        })""",
        selector,
    )


def _hover_over(seen: Watched, selector: str, steps: int) -> None:
    """The mouse passes over an element in a grid."""
    box = seen.page.locator(selector).first.bounding_box()
    assert box is not None
    for number in range(steps * steps):
        x = box["x"] + box["width"] * (number % steps + 0.5) / steps
        seen.page.mouse.move(x, box["y"] + box["height"] * (number // steps + 0.5) / steps)
