"""Identity holds whatever files are called and whatever else lies beside them."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphkit.graph import Graph
from graphkit.resolve import Resolved, check_ledger, resolve
from graphkit.resolve.keys import keys_of
from graphkit.settings import Settings
from graphkit.sources import read_folder
from tests.conftest import Folder


def resolved(folder: Folder, files: dict[str, str]) -> Resolved:
    harvest = read_folder(folder({name: f"---\n{text}\n---\n" for name, text in files.items()}), Settings())
    result = resolve(harvest.sightings, harvest.malformed)
    check_ledger(result.ledger, result.graph, harvest.counts)
    return result


def articles(graph: Graph) -> list[str]:
    return graph.nodes.filter(pl.col("kind") == "article")["id"].to_list()


@pytest.mark.parametrize(
    "url", ["https://www.nytimes.com/", "https://a.example/login", "https://a.example/amp", "//a.example"]
)
def test_a_url_that_is_no_article_is_still_a_node(folder: Folder, url: str) -> None:
    result = resolved(folder, {"a.md": f"title: A\nrelated: ['{url}', 'https://b.example/x']"})
    assert result.ledger["outcome"].to_list() == ["cited", "cited"]
    assert len(articles(result.graph)) == 3


def test_references_that_differ_in_their_query_are_different(folder: Folder) -> None:
    result = resolved(folder, {"a.md": "title: A\nrelated: ['/watch?v=1', '/watch?v=2', '/watch?v=1#t']"})
    assert result.ledger["outcome"].to_list() == ["cited", "cited", "merged"]


def test_references_to_nowhere_tie_nothing(folder: Folder) -> None:
    result = resolved(
        folder, {"a.md": "title: A\nrelated: [{title: One, url: '#'}, {title: Two, url: '#'}, {title: Three, url: /}]"}
    )
    assert len(articles(result.graph)) == 4


def test_a_url_says_more_than_a_reference(folder: Folder) -> None:
    text = "title: A\nrelated: [{title: One, url: 'https://a.example/1', ref: home}, {title: Two, url: 'https://b.example/2', ref: home}]"
    result = resolved(folder, {"a.md": text})
    assert articles(result.graph)[:2] == ["article:a.example/1", "article:b.example/2"]
    assert not result.problems


def test_a_url_that_is_told_apart_takes_no_other_with_it(folder: Folder) -> None:
    urls = ["https://www.a.example/1", "http://www.a.example/1#top", "https://a.example/1", "https://b.example/2"]
    texts = {f"{place}.md": f"---\ntitle: T{place}\nwebUrl: '{url}'\n---\n" for place, url in enumerate(urls)}
    sightings = read_folder(folder(texts), Settings()).sightings
    keys = keys_of(sightings, {urls[0]: urls[0]}).table.filter(pl.col("url").is_not_null())
    assert keys.sort("row")["key"].to_list() == [urls[0], urls[0], "a.example/1", "b.example/2"]


def test_ids_do_not_depend_on_the_names_of_files(folder: Folder) -> None:
    one = "title: A\nrelated: [{webUrl: 'https://x.example/1', originalUrl: 'https://o.example/z'}]"
    other = "title: B\nrelated: [{webUrl: 'https://x.example/2', originalUrl: 'https://o.example/z'}]"
    named = [resolved(folder, {"a.md": first, "b.md": second}) for first, second in ((one, other), (other, one))]
    cited = [[node for node in articles(result.graph) if "file:" not in node] for result in named]
    assert cited[0] == cited[1] == ["article:x.example/1"]


def test_the_url_is_the_one_that_the_id_comes_from(folder: Folder) -> None:
    files = {
        "a.md": "title: A\noriginalUrl: https://o.example/a",
        "b.md": "title: B\nrelated: [{webUrl: 'https://w.example/a', originalUrl: 'https://o.example/a'}]",
    }
    nodes = resolved(folder, files).graph.nodes
    assert ("article:w.example/a", "https://w.example/a") in nodes.select("id", "url").rows()


def test_the_acronym_of_one_spelling_is_that_of_all(folder: Folder) -> None:
    nodes = resolved(folder, {"a.md": "title: A\ntopics: [HTTPS, https, HTTP]"}).graph.nodes
    assert nodes.filter(pl.col("kind") == "topic")["id"].to_list() == ["topic:http", "topic:https"]


def test_names_that_share_a_beginning_are_not_near(folder: Folder) -> None:
    files = {
        f"{name}.md": f"title: {name}\nurl: https://p.example/{name}\nprovider: {name}"
        for name in ("Dev", "Developer News", "Devon Gazette")
    }
    nodes = resolved(folder, files).graph.nodes
    assert (nodes["kind"] == "provider").sum() == 3


def test_a_domain_that_is_none_gives_way_to_the_url(folder: Folder) -> None:
    nodes = resolved(
        folder, {"a.md": "title: A\nurl: https://p.example/a\nprovider: {name: P, domain: N/A}"}
    ).graph.nodes
    assert "provider:p.example" in nodes["id"].to_list()


_URLS = st.sampled_from(
    ["https://a.example/", "https://a.example/1", "https://www.a.example/1?utm_source=x", "https://a.example/1/amp", "https://b.example/2",
     "https://user:pw@b.example/2", "javascript:1/alert(1)", "/1", "#", "f0.md", "f1", "T 0", "https://a.example/?v=1", "https://[bad", ""]
)  # fmt: skip
_VALUES = {"webUrl": _URLS, "originalUrl": _URLS, "ref": _URLS, "title": st.sampled_from(["T 0", "T 1", "", "same"])}
_MENTIONS = st.lists(st.fixed_dictionaries({}, optional=_VALUES) | _URLS, max_size=4)
_DOCUMENTS = st.fixed_dictionaries(
    {"related": _MENTIONS},
    optional={
        **{key: value for key, value in _VALUES.items() if key != "ref"},
        "date": st.sampled_from(["2024-01-01", "2024-02-30", "2024-03-01"]),
        "topics": st.lists(st.sampled_from(["AI", "ai", "AIs", "#ai", ""]), max_size=3),
        "provider": st.sampled_from(["P", "The P", "", {"name": "Q", "domain": "a.example"}, ["P", "Q"], {"x": 1}]),
        "draft": st.booleans(),
    },
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_DOCUMENTS, max_size=4), st.booleans())
def test_any_folder_adds_up(
    tmp_path_factory: pytest.TempPathFactory, documents: list[dict[str, object]], drafts: bool
) -> None:
    import json

    root = tmp_path_factory.mktemp("any")
    for number, document in enumerate(documents):
        (root / f"f{number}.md").write_text(json.dumps(document))
    harvest = read_folder(root, Settings())
    result = resolve(harvest.sightings, harvest.malformed, Settings(drafts=drafts))
    check_ledger(result.ledger, result.graph, harvest.counts)
    nodes = result.graph.nodes
    assert nodes["id"].null_count() == 0 and nodes["id"].n_unique() == nodes.height
    assert nodes.filter(pl.col("url").is_not_null() & ~pl.col("url").str.starts_with("http")).is_empty()
    texts = repr(
        [
            harvest.sightings.rows(),
            harvest.malformed.rows(),
            harvest.problems,
            result.problems,
            result.ledger.rows(),
            nodes.rows(),
        ]
    )
    assert "pw@" not in texts
