"""The explorer's main paths in Firefox and WebKit."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.explorer.firefox import firefox, has_firefox
from tests.explorer.tab import Tab
from tests.explorer.webkit import has_webkit, webkit

STATUS = "22 articles, 21 publishers, 2 topics · 54 relations"
BEARS = "Facial Recognition Tech for Bears"


@pytest.fixture(params=["firefox", "webkit"])
def tab(request: pytest.FixtureRequest, tmp_path: Path, seeds_page: Path) -> Iterator[Tab]:
    """The page of the seeds in another browser."""
    name = request.param
    has, opened_in = {"firefox": (has_firefox, partial(firefox, tmp_path)), "webkit": (has_webkit, webkit)}[name]
    if not has():
        assert not os.environ.get(f"GRAPHKIT_REQUIRE_{name.upper()}"), f"no {name} here"
        pytest.skip(f"no {name} here")
    with opened_in() as opened:
        opened.open(seeds_page)
        opened.wait_until("!document.getElementById('app').hidden && !!document.querySelector('.overview')")
        yield opened
        assert opened.faults() == []


def says(selector: str, text: str) -> str:
    """Whether an element holds a text, as an expression."""
    return f"(document.querySelector({selector!r})?.innerText ?? '').includes({text!r})"


def test_search_select_filter_and_back(tab: Tab) -> None:
    tab.wait_until(says("#status", STATUS))
    assert tab.value("document.documentElement.dataset.engine") in ("webgl2", "canvas")
    tab.type("/bears")
    tab.wait_until(says("#hits", BEARS))
    tab.type(["Enter"])
    tab.wait_until(says(".node-title", BEARS))
    tab.wait_until("document.querySelector('.places .place')?.innerText.includes('.md')")
    assert tab.value(says(".figures", "joint 3rd of 22"))
    tab.wait_until("location.hash.includes('node=article:')")
    tab.type(["Escape"])
    tab.wait_until("document.querySelector('.found').hidden")
    tab.click(".facet .option")
    tab.wait_until("location.hash.includes('kind=')")
    tab.back()
    tab.wait_until(says("#status", STATUS))
    tab.back()
    tab.wait_until(says("#details", "Overview"))


def test_keys_tables_and_themes(tab: Tab) -> None:
    tab.value("document.querySelector('[role=application]').focus()")
    tab.type(["ArrowRight"])
    tab.wait_until("!!document.querySelector('.node-title')")
    tab.type("f")
    tab.wait_until(says("#chips", "Within 1 of"))
    tab.type("t")
    tab.wait_until(
        "!document.getElementById('table').hidden && document.querySelectorAll('#table [role=row], #table tr').length > 1"
    )
    tab.type("m")
    before = tab.value("document.documentElement.dataset.theme")
    tab.click("#page-tools button:nth-child(2)")
    assert tab.value("document.documentElement.dataset.theme") != before
