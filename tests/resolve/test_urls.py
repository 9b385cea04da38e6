"""Canonical keys: pure, total, and the same for every spelling of one page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkit.resolve.urls import canonical_key

SAME = {
    "a.example/x": [
        "https://a.example/x",
        "http://a.example/x/",
        "https://www.a.example/x",
        "https://m.a.example/x",
        "https://mobile.a.example/x",
        "https://amp.a.example/x",
        "HTTPS://A.EXAMPLE:443/x",
        "https://a.example./x",
        "https://a.example/x#part",
        "https://a.example/x?utm_source=y&UTM_medium=z&fbclid=1",
        "https://a.example/x/amp",
        "https://a.example/x/amp/",
        "https://a.example/amp/x",
        "https://a.example/x?amp",
        "https://a.example/x?amp=1",
        "https://a.example/x?outputType=amp",
        "https://a.example/x/index.html",
        "https://a.example/%78",
        "https://user:secret@a.example/x",
        "https://a-example.cdn.ampproject.org/c/s/a.example/x",
        "https://amp-a-example.cdn.ampproject.org/v/s/amp.a.example/amp/x?amp_js_v=0.1",
        "https://www.google.com/amp/s/a.example/x",
        "https://www.google.de/amp/a.example/x/amp/",
    ],
    "youtube.com/watch?v=dQw": ["https://youtu.be/dQw", "https://m.youtube.com/watch?v=dQw&utm_campaign=x", "https://youtube.com/watch?v=dQw"],
    "a.example/x?a=1&b=2": ["https://a.example/x?b=2&a=1", "https://a.example/x/?a=1&b=2&gclid=3"],
    "xn--bcher-kva.example/x": ["https://bücher.example/x", "https://xn--bcher-kva.example/x"],
    "a.example/x%2Fy": ["https://a.example/x%2fy"],
}  # fmt: skip

APART = [
    "https://www.youtube.com/watch?v=a",
    "https://www.youtube.com/watch?v=b",
    "https://a.example/x",
    "https://a.example/X",
    "https://a.example/x/y",
    "https://a.example:8080/x",
    "https://b.a.example/x",
    "https://a.example/x?id=1",
    "https://a.example/x?id=2",
    "https://a.example/x?p=1",
    "https://a.example/camp",
    "https://example.com/amp",
    "https://mexample.com/x",
]


@pytest.mark.parametrize(("key", "url"), [(key, url) for key, urls in SAME.items() for url in urls])
def test_spellings_of_one_page_share_their_key(key: str, url: str) -> None:
    assert canonical_key(url).text == key


def test_different_pages_stay_apart() -> None:
    keys = [canonical_key(url).text for url in APART]
    assert len(set(keys)) == len(APART)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://a.example/", "a bare host"),
        ("https://www.a.example", "a bare host"),
        ("https://a.example/?utm_source=x", "a bare host"),
        ("https://a.example/login", "a login or search page"),
        ("https://a.example/search?q=x", "a login or search page"),
        ("not a url", "not a valid URL"),
        ("", "not a valid URL"),
        ("mailto:a@b.example", "no host"),
    ],
)
def test_what_is_the_key_of_no_article(url: str, reason: str) -> None:
    assert canonical_key(url).reason == reason


def test_an_article_about_search_is_an_article() -> None:
    assert canonical_key("https://a.example/search-engines-compared").reason == ""


@given(st.text())
def test_any_text_gives_a_key_or_a_reason(text: str) -> None:
    for url in (text, f"https://a.example/{text}", f"https://{text}/x", f"https://a.example/x?{text}"):
        key = canonical_key(url)
        assert key.text or key.reason


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_the_key_of_a_key_is_the_key(text: str) -> None:
    key = canonical_key(f"https://a.example/{text}")
    if not key.reason:
        assert canonical_key(f"https://{key.text}").text == key.text
