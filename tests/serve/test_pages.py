"""The server's pages in Chromium: they work, and ask nobody but their own server."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import graphkit as gk
from graphkit.questions import QUESTIONS
from graphkit.serve.pages import example
from tests.conftest import SEEDS
from tests.serve.running import Running, running

# What only a wider policy would allow is reported as an error of the console.
_TRAP = 'document.addEventListener("securitypolicyviolation", (e) => console.error(`CSP: ${e.violatedDirective}`));'


@contextmanager
def opened(browser: Browser, address: str, host: str) -> Iterator[tuple[Page, list[str]]]:
    """A page of the server; whatever it asks of others, and its errors, are listed and refused."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    wrong: list[str] = []

    def only_ours(route: object) -> None:
        url = route.request.url  # type: ignore[attr-defined]
        if url.startswith((f"http://{host}/", "data:", "blob:")):
            route.continue_()  # type: ignore[attr-defined]
        else:
            wrong.append(url)
            route.abort()  # type: ignore[attr-defined]

    try:
        page = context.new_page()
        page.add_init_script(_TRAP)
        page.route("**/*", only_ours)
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(address)
        yield page, wrong
    finally:
        context.close()


def test_the_editor_answers_a_query_that_is_typed(browser: Browser, server: Running) -> None:
    with opened(browser, f"{server.url}/query", server.host) as (page, wrong):
        page.click(".CodeMirror")
        page.keyboard.press("Control+A")
        page.keyboard.type("SELECT ?name WHERE { ?p a gk:Provider ; schema:name ?name } ORDER BY ?name LIMIT 3")
        page.keyboard.press("Escape")
        page.click(".yasqe_queryButton")
        page.wait_for_selector(".yasr .dataTable tbody tr", timeout=15_000)
        shown = page.inner_text(".yasr .dataTable tbody")
        assert all(name in shown for name in server.ask(TOP).column("name"))
        assert wrong == []


TOP = "SELECT ?name WHERE { ?p a gk:Provider ; schema:name ?name } ORDER BY ?name LIMIT 3"


def test_the_editor_offers_the_named_questions(browser: Browser, server: Running) -> None:
    with opened(browser, f"{server.url}/query", server.host) as (page, wrong):
        titles = page.eval_on_selector_all("#examples option", "all => all.map(one => one.textContent)")
        assert titles[1:] == [question.title for question in QUESTIONS.values()]
        page.select_option("#examples", "wanted")
        page.wait_for_selector(".tab.active:has-text('wanted')")
        page.click(".tabPanel.active .yasqe_queryButton")
        page.wait_for_selector(".tabPanel.active .yasr .dataTable tbody tr", timeout=15_000)
        assert wrong == []


def test_the_editor_shows_what_is_wrong_with_a_query(browser: Browser, server: Running) -> None:
    with opened(browser, f"{server.url}/query", server.host) as (page, wrong):
        page.evaluate("document.querySelector('.CodeMirror').CodeMirror.setValue('SELECT * { ?s nope:p ?o }')")
        page.click(".yasqe_queryButton")
        page.wait_for_selector(".yasr .errorResult", timeout=15_000)
        assert "not valid SPARQL" in page.inner_text(".yasr")
        assert [text for text in wrong if "400" not in text] == []


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_example_runs_as_it_stands(server: Running, name: str) -> None:
    assert server.ask(example(QUESTIONS[name])).status == 200


@pytest.mark.parametrize(
    ("name", "wanted", "shown"),
    [
        ("topic", "?t { ?x a gk:Topic ; skos:prefLabel ?t }", "headline"),
        ("links-to", "(STR(?u) AS ?t) { ?x dcterms:relation/schema:url ?u }", "headline"),
        ("two-steps", "?t { ?x dcterms:relation/dcterms:identifier ?t }", "ways"),
    ],
)
def test_an_example_takes_the_value_that_is_written_in(server: Running, name: str, wanted: str, shown: str) -> None:
    value = server.ask(f"SELECT {wanted} LIMIT 1").column("t")[0]
    (meaning,) = QUESTIONS[name].parameters.values()
    assert server.ask(example(QUESTIONS[name]).replace(f'"{meaning}"', f'"{value}"')).column(shown)


@pytest.mark.parametrize("path", ["/", "/api", "/id/provider/knowtechie.com"])
def test_pages_load_nothing_from_elsewhere(browser: Browser, server: Running, path: str) -> None:
    with opened(browser, server.url + path, server.host) as (page, wrong):
        page.wait_for_selector("h1")
        page.wait_for_timeout(300)
        assert wrong == []


def test_the_explorer_loads_itself_again_when_the_graph_has_changed(browser: Browser, tmp_path: Path) -> None:
    gk.save(*gk.build(SEEDS), tmp_path / "built")
    with running(tmp_path / "built", "--watch") as server, opened(browser, server.url, server.host) as (page, wrong):
        assert "1 article" not in page.title()
        articles = tmp_path / "articles"
        articles.mkdir()
        (articles / "a.md").write_text("---\ntitle: Another\n---\n")
        gk.save(*gk.build(articles), tmp_path / "built")
        end = time.monotonic() + 20
        while "1 article" not in page.title() and time.monotonic() < end:
            page.wait_for_timeout(200)
        assert "1 article" in page.title()
        assert wrong == []
