"""Fifty payloads in every text field of an article, each on pages of its own, opened, hovered and clicked in Chromium.

    PYTHONPATH=. python benchmarks/payloads.py --pages graphkit pyvis --first 0 --last 50

`graphkit` are graph.html, the page of pyvis that graphkit writes, a notebook, and the server; `pyvis` is pyvis as it
comes, a page per payload and field: tooltips with a link, a menu to select, a heading, as people use it. Prints
what ran, and on how many pages; what pages ask of the network is refused, and listed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Browser, Error, sync_playwright
from pyvis.network import Network

import graphkit as gk
from tests.browser import ARGS, NAMES
from tests.payloads import surfaces
from tests.payloads.payloads import PAYLOADS, article
from tests.serve.running import running

FIELDS = ("title", "excerpt", "provider", "author", "topic", "slug", "url", "image", "heading")
"""The fields of an article that a page of pyvis shows."""


def ours(browser: Browser, payload: int, work: Path) -> Iterator[tuple[str, list[str]]]:
    """The harm that one payload does on each of our surfaces."""
    articles, target = work / "articles", work / "built"
    articles.mkdir()
    name, text = article(payload)
    (articles / name).write_text(text, encoding="utf-8")
    graph, report = gk.build(articles, gk.Settings(min_topic=1))
    gk.save(graph, report, target)
    nodes = graph.nodes["id"].to_list()
    for show in (surfaces.page, surfaces.pyvis, surfaces.notebook):
        yield show.__name__, show(browser, graph, nodes, work)
    with running(target) as served:
        yield "server", surfaces.server(browser, served, nodes)


def theirs(browser: Browser, payload: int, work: Path) -> Iterator[tuple[str, list[str]]]:
    """What of one payload runs on pyvis's own page, field by field."""
    for number, field in enumerate(FIELDS):
        said = dict.fromkeys(FIELDS, "plain") | {field: PAYLOADS[payload].replace("RUN", f"alert({number})")}
        file = work / f"{field}.html"
        file.write_text(_page(said), encoding="utf-8")
        with surfaces.watched(browser, file.as_uri()) as seen:
            seen.page.wait_for_timeout(300)
            with suppress(Error, AssertionError):  # a payload that leads away takes the page with it
                if seen.page.evaluate("typeof network !== 'undefined' && !!network.body"):
                    surfaces.touch(seen, seen.page.evaluate("network.body.data.nodes.getIds()"), 600)
            yield field, seen.ran


def _page(said: dict[str, str]) -> str:
    page = Network(directed=True, select_menu=True, heading=said["heading"], cdn_resources="in_line")
    tooltip = (
        f"<b>{said['title']}</b><br>{said['excerpt']}<br>{said['provider']} {said['author']}<br>"
        f'<img alt="{said["image"]}"><a href="{said["url"]}">open</a>'
    )
    page.add_node(said["slug"], label=said["title"], title=tooltip)
    page.add_node(said["topic"], label=said["topic"], title=said["topic"])
    page.add_edge(said["slug"], said["topic"])
    return str(page.generate_html())


def main() -> None:
    """Open the pages and print the counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", nargs="+", choices=["graphkit", "pyvis"], default=["graphkit"])
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--last", type=int, default=len(PAYLOADS))
    wanted = parser.parse_args()
    path = os.environ.get("GRAPHKIT_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGS, "--enable-unsafe-swiftshader"])
        for name in wanted.pages:
            opened: Counter[str] = Counter()
            harmed: Counter[str] = Counter()
            for payload in range(wanted.first, wanted.last):
                with tempfile.TemporaryDirectory() as work:
                    for what, harm in (ours if name == "graphkit" else theirs)(browser, payload, Path(work)):
                        opened[what] += 1
                        harmed[what] += bool(harm)
                        if harm and name == "graphkit":
                            print(what, payload, harm, flush=True)
            print(f"{name}: harm on {harmed.total()} of {opened.total()}: {dict(harmed)}", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
