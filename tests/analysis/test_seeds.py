"""The numbers of the seeds against networkx, each on the graph that the documentation names."""

from __future__ import annotations

import networkx as nx
import pytest

import graphkit as gk


@pytest.fixture(scope="module")
def graph(seeds: tuple[gk.Graph, gk.Report]) -> gk.Graph:
    return seeds[0]


@pytest.fixture(scope="module")
def articles(graph: gk.Graph) -> nx.Graph:
    """Article to article, undirected and simple."""
    return nx.Graph(graph.articles().to_networkx().to_undirected())


def column(graph: gk.Graph, name: str) -> dict[str, float]:
    return dict(graph.nodes.drop_nulls(name).select("id", name).iter_rows())


def test_degrees(graph: gk.Graph) -> None:
    whole = graph.to_networkx()
    assert column(graph, "degree") == dict(whole.degree())
    assert column(graph, "in_degree") == dict(whole.in_degree())
    assert column(graph, "out_degree") == dict(whole.out_degree())


def test_core_numbers(graph: gk.Graph, articles: nx.Graph) -> None:
    assert column(graph, "core") == nx.core_number(articles)


def test_betweenness_is_exact(graph: gk.Graph, articles: nx.Graph) -> None:
    assert column(graph, "betweenness") == pytest.approx(nx.betweenness_centrality(articles), abs=1e-12)


def test_components(graph: gk.Graph, articles: nx.Graph) -> None:
    found: dict[float, set[str]] = {}
    for node, number in column(graph, "component").items():
        found.setdefault(number, set()).add(node)
    assert [len(found[number]) for number in sorted(found)] == [10, 5, 4, 3]
    assert {frozenset(nodes) for nodes in found.values()} == {
        frozenset(nodes) for nodes in nx.connected_components(articles)
    }


@pytest.mark.parametrize("view", ["articles", "providers", "topics"])
def test_pagerank(graph: gk.Graph, view: str) -> None:
    seen: gk.Graph = getattr(graph, view)()
    expected = nx.pagerank(seen.to_networkx(), tol=1e-13)
    assert column(seen, "pagerank") == pytest.approx(expected, abs=1e-8)
    assert sum(column(seen, "pagerank").values()) == pytest.approx(1, abs=1e-9)
