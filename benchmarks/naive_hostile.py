"""The hostile cases through the usual pipeline: python-frontmatter, networkx, pyvis, rdflib, pandas.

    PYTHONPATH=. python benchmarks/naive_hostile.py

Each case in a process of its own, with 20 seconds. A case comes out *fine* if nothing is raised, every file can be
read by its own reader, the good article is in each, and the hostile ones are there that should be. Wants
`python-frontmatter`, `networkx`, `pyvis`, `rdflib`, `pandas` and `lxml`.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import frontmatter
import networkx as nx
import pandas as pd
import pyoxigraph
import pyvis.network
import rdflib

from tests.hostile.case import GOOD_TITLE, Case
from tests.hostile.cases import CASES, MANIFEST

LONGEST = 20.0
SCHEMA = rdflib.Namespace("https://schema.org/")
Article = dict[str, Any]


def articles(folder: Path) -> list[Article]:
    """What every file says, by the first tutorial that one finds."""
    found = []
    for path in sorted(folder.rglob("*.md")):
        post = frontmatter.load(str(path))
        found.append({"path": path.name, **post.metadata})
    return found


def graph_of(found: list[Article]) -> nx.DiGraph:
    """Articles, publishers, topics and what is related, by their titles and URLs."""
    graph = nx.DiGraph()
    for one in found:
        name = one.get("originalUrl") or one.get("webUrl") or one["path"]
        facts = {key: one[key] for key in ("title", "excerpt", "type", "quality") if key in one}
        if "publishedDateTime" in one:
            facts["published"] = str(one["publishedDateTime"])  # else GraphML refuses the good article
        graph.add_node(name, kind="article", label=one.get("title") or one["path"], **facts)
        provider = one.get("provider") or {}
        if provider:
            graph.add_edge(name, provider["name"], kind="published_by")
        for topic in one.get("topics") or []:
            graph.add_edge(name, topic, kind="about")
        for other in one.get("related") or []:
            graph.add_edge(name, other["originalUrl"] if isinstance(other, dict) else other, kind="related")
    return graph


def write(graph: nx.DiGraph, found: list[Article], folder: Path) -> None:
    """Every export, as its library's manual says."""
    nx.write_graphml(graph, folder / "graph.graphml")
    nx.write_gexf(graph, folder / "graph.gexf")
    page = pyvis.network.Network(directed=True, cdn_resources="in_line")
    page.from_nx(graph)
    (folder / "graph.html").write_text(page.generate_html(), encoding="utf-8")
    triples = rdflib.Graph()
    for name, facts in graph.nodes(data=True):
        if facts.get("kind") == "article":
            triples.add((rdflib.URIRef(str(name)), SCHEMA.headline, rdflib.Literal(facts.get("label"))))
    triples.serialize(folder / "graph.ttl", format="turtle")
    pd.DataFrame(found).to_csv(folder / "articles.csv", index=False)


def pipeline(source: Path, target: Path) -> None:
    """The whole of it; what it raises is its answer."""
    with (target / "said").open("w") as said:
        os.dup2(said.fileno(), 1)
        os.dup2(said.fileno(), 2)
    found = articles(source)
    write(graph_of(found), found, target)


def wrong(case: Case, target: Path, hostile: tuple[int, int]) -> str:
    """What is wrong with exports that were written without a word; nothing if all is well."""
    try:
        table = pd.read_csv(target / "articles.csv", keep_default_na=False, dtype=str)
        graph = nx.read_graphml(target / "graph.graphml")
        nx.read_gexf(target / "graph.gexf")
        triples = list(
            pyoxigraph.parse(path=str(target / "graph.ttl"), base_iri="x:/", format=pyoxigraph.RdfFormat.TURTLE)
        )
    except Exception:  # whatever a reader raises
        return "cannot be read"
    titles = list(table.get("title", []))
    if GOOD_TITLE not in titles or len(triples) < 1:
        return "the good article is lost"
    with_title = [title for title in titles if title != GOOD_TITLE]
    if not hostile[0] <= len(with_title) <= hostile[1]:
        return "articles too few or too many"
    if not set(case.titles) <= set(titles):
        return "another title"
    text = b"".join(path.read_bytes() for path in target.iterdir())
    if any(word.encode() in text for word in case.absent):
        return "a secret or a foreign file got out"
    if any(title.startswith(("=", "+", "-", "@")) for title in titles):
        return "a live formula"
    return "" if all("label" in facts for _, facts in graph.nodes(data=True) if facts.get("kind") == "article") else "?"


def outcome(name: str, work: Path) -> str:
    """What became of a case."""
    case, source, target = CASES[name], work / "articles", work / "out"
    case.write(source)
    target.mkdir()
    process = multiprocessing.get_context("fork").Process(target=pipeline, args=(source, target))
    process.start()
    process.join(LONGEST)
    if process.is_alive():
        process.kill()
        process.join()
        return "hangs"
    if process.exitcode and process.exitcode < 0:
        return f"dies of {signal.Signals(-process.exitcode).name}"
    if process.exitcode:
        return f"traceback: {_last_line(target / 'said')}"
    entry = MANIFEST.get(name, {})
    wanted = entry.get("hostile_articles", case.articles)
    found = wrong(case, target, tuple(wanted) if isinstance(wanted, list) else (wanted, wanted))
    return f"quietly wrong: {found}" if found and found != "cannot be read" else found or "fine"


def _last_line(path: Path) -> str:
    return (path.read_text(encoding="utf-8", errors="replace").splitlines() or [""])[-1][:100]


def main() -> None:
    """Run the cases and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, help="a file for the outcome of each case")
    wanted = parser.parse_args()
    started, seen = time.monotonic(), {}
    for name in CASES:
        with tempfile.TemporaryDirectory() as work:
            seen[name] = outcome(name, Path(work))
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for name, found in seen.items():
        groups["shared" if name in MANIFEST else "ours"][found.partition(":")[0]] += 1
    for group, counts in groups.items():
        print(f"{group}: {counts.total()} cases: " + ", ".join(f"{n} {what}" for what, n in counts.most_common()))
    print(f"{time.monotonic() - started:.0f} s", file=sys.stderr)
    if wanted.json:
        wanted.json.write_text(json.dumps(seen, indent=1))


if __name__ == "__main__":
    main()
