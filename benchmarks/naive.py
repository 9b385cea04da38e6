"""The pipeline as somebody would write it from the packages' tutorials: python-frontmatter, networkx, rdflib.

`python benchmarks/naive.py FOLDER OUT [MOST]` reads the first MOST files of FOLDER, and writes GraphML, GEXF,
node-link JSON, CSV and Turtle: what `graphkit build` writes, but for the page and the tables of evidence. It prints
the seconds of each stage. Needs python-frontmatter.
"""

from __future__ import annotations

import csv
import json
import sys
import time
from pathlib import Path
from typing import Any

import frontmatter
import networkx as nx
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import RDF

SCHEMA = Namespace("https://schema.org/")


def read(folder: Path, most: int | None = None) -> list[dict[str, Any]]:
    """The front matter of each file."""
    return [frontmatter.load(str(path)).metadata for path in sorted(folder.rglob("*.md"))[:most]]


def linked(articles: list[dict[str, Any]]) -> nx.DiGraph:
    """Articles, publishers and topics, an article's URL being its name."""
    graph = nx.DiGraph()
    for article in articles:
        add(graph, article)
        for other in article.get("related") or []:
            add(graph, other)
            graph.add_edge(article["webUrl"], other["webUrl"], kind="related")
    return graph


def add(graph: nx.DiGraph, article: dict[str, Any]) -> None:
    """One article, and what it is tied to."""
    url, provider = article["webUrl"], article["provider"]
    facts = {name: article[name] for name in ("title", "excerpt", "quality") if name in article}
    graph.add_node(url, kind="article", published=str(article.get("publishedDateTime", "")), **facts)
    graph.add_node(provider["domain"], kind="provider", title=provider["name"])
    graph.add_edge(url, provider["domain"], kind="published_by")
    for topic in article.get("topics") or []:
        graph.add_node(topic, kind="topic", title=topic)
        graph.add_edge(url, topic, kind="about")


def analysed(graph: nx.DiGraph) -> nx.DiGraph:
    """With the numbers of the usual tutorial."""
    nx.set_node_attributes(graph, nx.pagerank(graph), "pagerank")
    nx.set_node_attributes(graph, dict(graph.in_degree()), "in_degree")
    clusters = nx.community.louvain_communities(graph.to_undirected(), seed=1)
    nx.set_node_attributes(graph, {name: number for number, names in enumerate(clusters) for name in names}, "cluster")
    return graph


def write(graph: nx.DiGraph, out: Path) -> None:
    """The formats that networkx and the standard library write."""
    nx.write_graphml(graph, out / "graph.graphml")
    nx.write_gexf(graph, out / "graph.gexf")
    (out / "graph.json").write_text(json.dumps(nx.node_link_data(graph, edges="edges"), ensure_ascii=False))
    with (out / "nodes.csv").open("w", newline="") as file:
        names = ["id", "kind", "title", "excerpt", "quality", "published", "pagerank", "in_degree", "cluster"]
        rows = csv.DictWriter(file, names)
        rows.writeheader()
        rows.writerows({"id": name, **facts} for name, facts in graph.nodes(data=True))
    with (out / "edges.csv").open("w", newline="") as file:
        csv.writer(file).writerows((*ends, facts["kind"]) for *ends, facts in graph.edges(data=True))


def write_turtle(graph: nx.DiGraph, out: Path) -> None:
    """RDF, as rdflib's tutorial does it."""
    triples, base = Graph(), "https://my.site/id/"
    kinds = {"article": SCHEMA.Article, "provider": SCHEMA.Organization, "topic": SCHEMA.DefinedTerm}
    terms = {"related": SCHEMA.citation, "published_by": SCHEMA.publisher, "about": SCHEMA.about}
    names = {name: URIRef(base + str(number)) for number, name in enumerate(graph)}
    for name, facts in graph.nodes(data=True):
        triples.add((names[name], RDF.type, kinds[facts["kind"]]))
        triples.add((names[name], SCHEMA.name, Literal(facts.get("title", name))))
        if facts.get("published"):
            triples.add((names[name], SCHEMA.datePublished, Literal(facts["published"])))
    for source, target, facts in graph.edges(data=True):
        triples.add((names[source], terms[facts["kind"]], names[target]))
    triples.serialize(out / "graph.ttl")


def main(folder: Path, out: Path, most: int | None) -> None:
    """All stages, each timed."""
    out.mkdir(parents=True, exist_ok=True)
    began = time.perf_counter()

    def said(stage: str, start: float) -> float:
        now = time.perf_counter()
        print(f"{stage:12} {now - start:8.2f} s", flush=True)
        return now

    articles = read(folder, most)
    clock = said("read", began)
    graph = linked(articles)
    clock = said("graph", clock)
    analysed(graph)
    clock = said("analysis", clock)
    write(graph, out)
    clock = said("exports", clock)
    write_turtle(graph, out)
    said("turtle", clock)
    print(f"{len(articles)} files, {graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges: ", end="")
    print(f"{time.perf_counter() - began:.2f} s")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else None)
