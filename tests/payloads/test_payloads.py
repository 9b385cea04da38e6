"""No payload runs, nothing is asked for, wherever article text is shown; and scripts that got in are stopped by the policy."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape, unescape
from pathlib import Path
from urllib.parse import urlsplit

import polars as pl
import pytest
from playwright.sync_api import Browser

import graphkit as gk
from graphkit.graph import Graph
from tests.browser import browser
from tests.exporters.samples import sample_graph
from tests.payloads import surfaces
from tests.payloads.payloads import PAYLOADS, TEXTS, article
from tests.serve.running import Running, running

__all__ = ["browser"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Graph, Path]:
    """The graph of an article for each payload, which it has in every field, and its directory."""
    folder = tmp_path_factory.mktemp("payloads")
    (folder / "articles").mkdir()
    for payload in range(len(PAYLOADS)):
        name, text = article(payload)
        (folder / "articles" / name).write_text(text, encoding="utf-8")
    graph, report = gk.build(folder / "articles", gk.Settings(min_topic=1))
    gk.save(graph, report, folder / "built")
    return graph, folder / "built"


@pytest.fixture(scope="module")
def nodes(built: tuple[Graph, Path]) -> list[str]:
    """Every article that has a file, and some of the other nodes."""
    collected = (pl.col("kind") == "article") & (pl.col("status") == "collected")
    others = built[0].nodes.filter(~collected.fill_null(value=False))
    return [*built[0].nodes.filter(collected)["id"], *others.gather_every(15)["id"]]


def test_there_are_fifty_payloads_in_every_field(built: tuple[Graph, Path], nodes: list[str]) -> None:
    assert len(set(PAYLOADS)) == 50 and all("RUN" in payload for payload in PAYLOADS) and len(nodes) > 60
    text = (built[1] / "graph.json").read_text(encoding="utf-8")
    assert all(any(str(payload * 100 + field) in text for payload in range(50)) for field in range(len(TEXTS)))


@pytest.mark.parametrize("show", [surfaces.page, surfaces.pyvis, surfaces.notebook])
def test_no_payload_runs_in_a_page(
    show: Callable[..., list[str]], built: tuple[Graph, Path], nodes: list[str], browser: Browser, tmp_path: Path
) -> None:
    assert show(browser, built[0], nodes, tmp_path) == []


@pytest.fixture(scope="module")
def served(built: tuple[Graph, Path]) -> Iterator[Running]:
    """A server of the graph with the payloads."""
    with running(built[1]) as found:
        yield found


def test_no_payload_runs_on_a_server(served: Running, nodes: list[str], browser: Browser) -> None:
    assert surfaces.server(browser, served, nodes[::4]) == []


# The second wall: what gets into a page all the same.

INJECTED = """<script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)></svg>
<iframe srcdoc="<script>alert(4)</script>"></iframe><a id=in href="javascript:alert(5)">in</a>
<script src="data:text/javascript,alert(6)"></script><img src="http://beacon.example/x.gif">
<link rel=stylesheet href="http://beacon.example/x.css"><script>fetch("http://beacon.example/")</script>"""


def _injected(page: str) -> str:
    changed, count = re.subn(r"</head>\s*<body[^>]*>", lambda match: match[0] + INJECTED, page, count=1)
    assert count == 1
    return changed


def _without_policy(page: str) -> str:
    return re.sub('<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)


def _ran(seen: surfaces.Watched, awaited: int | None = None) -> tuple[set[str], bool]:
    """What ran in the page or its frame, and whether somebody else was asked for something: within a second, or,
    where so many scripts are awaited, as soon as both have come.
    """
    seen.page.wait_for_timeout(500)
    (link,) = filter(None, [frame.query_selector("#in") for frame in seen.page.frames])
    link.evaluate("(link) => link.click()")
    for _ in range(1 if awaited is None else 20):
        seen.page.wait_for_timeout(500)
        ran, asked = set(seen.ran), any("beacon" in url for url in seen.asked)
        if awaited is not None and asked and len(ran) >= awaited:
            break
    return ran, asked


@pytest.mark.parametrize("name", ["html", "pyvis"])
def test_scripts_that_got_into_a_page_do_not_run(name: str, browser: Browser, tmp_path: Path) -> None:
    (file,) = gk.export(sample_graph(), tmp_path, [name])
    path = tmp_path / file
    page = _injected(path.read_text(encoding="utf-8"))
    for text, expected in ((page, (set(), False)), (_without_policy(page), ({*"123456"}, True))):
        path.write_text(text, encoding="utf-8")
        with surfaces.watched(browser, path.as_uri()) as seen:
            assert _ran(seen, len(expected[0]) or None) == expected


def test_scripts_that_got_into_a_notebook_do_not_run(browser: Browser, tmp_path: Path) -> None:
    cell, path = sample_graph()._repr_html_(), tmp_path / "cell.html"
    page = escape(_injected(unescape(re.findall('srcdoc="([^"]*)"', cell)[0])))
    path.write_text(f'<iframe sandbox="allow-scripts allow-popups" srcdoc="{page}"></iframe>', encoding="utf-8")
    with surfaces.watched(browser, path.as_uri()) as seen:
        assert _ran(seen) == (set(), False)


@pytest.mark.parametrize("path", ["/", "/query", "/api", "/id/"])
def test_scripts_that_got_into_a_page_of_the_server_do_not_run(path: str, served: Running, browser: Browser) -> None:
    if path == "/id/":
        path = urlsplit(served.ask("SELECT ?s { ?s dcterms:identifier ?id } LIMIT 1").column("s")[0]).path
    with surfaces.watched(browser, served.url + path, served.url, _injected) as seen:
        assert _ran(seen) == (set(), False)
