"""Why two mentions are one node, or not, and which files carry an edge."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from graphkit.graph import Graph
from graphkit.graph.report import Evidence
from graphkit.lookup import find_node
from graphkit.model import ARTICLE, PROVIDER, TOPIC
from graphkit.resolve.urls import canonical_key, rules_of

Node = tuple[str, int]
"""What ties keys: a sighting by its row, or a judgement by its line."""

_FOLDED = {
    PROVIDER: "names of one domain are one publisher if they are near spellings",
    TOPIC: "spellings are one topic if they differ in case, punctuation, width or a simple plural",
}
CHAIN = {
    "key": pl.String(),
    "source": pl.String(),
    "line": pl.UInt32(),
    "relation": pl.String(),
    "url": pl.String(),
    "rules": pl.String(),
}
"""The ties between two keys, from the one to the other: each row shares its key or its place with the next."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """`nodes` are the ids that two names mean: once where it is one node, and `chain` (CHAIN) says why.

    `reasons` say why two nodes are not one, or how one is spelled; `edges` is the table of `carriers`, for both
    directions. `asked` holds the URLs that were asked for but stand in no file, each with its key and the rules
    that made it.
    """

    nodes: tuple[str, ...]
    chain: pl.DataFrame
    reasons: tuple[str, ...]
    edges: pl.DataFrame
    asked: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """What a text means: a node, and the key by which it was named."""

    text: str
    node: str
    key: str


def why(graph: Graph, evidence: Evidence, one: str, other: str) -> Explanation:
    """Are `one` and `other` one node, by which chain of keys, in which files; or why not, and what links them.

    Each is an id, a URL, the path of a file, or a label. Raises UnknownNameError and AmbiguousNameError.
    """
    first, second = named(graph, evidence, one), named(graph, evidence, other)
    if first.node == second.node:
        chain = _chain(evidence, first, second)
        reasons = tuple(_spellings(graph, first.node))
        return Explanation((first.node,), chain, reasons, _no_edges(), tuple(_asked(chain, first, second)))
    return Explanation(
        (first.node, second.node),
        pl.DataFrame(schema=CHAIN),
        tuple(_reasons(graph, evidence, first, second)),
        carriers(graph, evidence, first.node, second.node),
    )


def named(graph: Graph, evidence: Evidence, text: str) -> Named:
    """The node that an id, a URL, the path of a file or a label means; raises as `find_node` does."""
    keys = evidence.keys.filter(pl.col("article").is_not_null())
    file = f"file:{text.removeprefix('./')}"
    for key in (text, canonical_key(text).text if "://" in text else "", file, text.removeprefix(f"{ARTICLE}:")):
        found = keys.filter(pl.col("key") == key).sort("cut", nulls_last=False)
        if key and not found.is_empty():
            # A judgement may leave a key without an article: then it is named by itself.
            article = found["article"][0] if found["cut"][0] is None else f"{ARTICLE}:{key}"
            return Named(text, article, key)
    node = graph.nodes["id"][find_node(graph, text)]
    return Named(text, node, node.removeprefix(f"{ARTICLE}:"))


def _spellings(graph: Graph, node: str) -> Iterator[str]:
    """Why publishers and topics are one: by their spellings, which one rule folds."""
    kind = node.partition(":")[0]
    if kind not in _FOLDED:
        return
    found = graph.nodes.filter(pl.col("id") == node)
    names = [name for label, names in found.select("label", "names").iter_rows() for name in (label, *(names or ()))]
    yield f"spelled {', '.join(map(repr, names))}"
    yield f"{_FOLDED[kind]}, unless judgements.csv says otherwise"


def _asked(chain: pl.DataFrame, *named: Named) -> Iterator[tuple[str, str, str]]:
    for each in named:
        if "://" in each.text and each.text not in chain["url"]:
            yield each.text, each.key, ", ".join(rules_of(each.text))


def _chain(evidence: Evidence, first: Named, second: Named) -> pl.DataFrame:
    ties = evidence.keys.filter(pl.col("article") == first.node, pl.col("cut").is_null())
    bearing: dict[str, list[dict[str, Any]]] = {}
    held: dict[Node, list[dict[str, Any]]] = {}
    for tie in ties.iter_rows(named=True):
        bearing.setdefault(tie["key"], []).append(tie)
        held.setdefault(_node(tie), []).append(tie)
    found = _shortest(bearing, held, first.key, second.key)
    return pl.DataFrame([_told(evidence, tie) for tie in found], schema=CHAIN)


def _node(tie: dict[str, Any]) -> Node:
    return ("judgement", tie["judgement"]) if tie["row"] is None else ("row", tie["row"])


def _shortest(
    bearing: dict[str, list[dict[str, Any]]], held: dict[Node, list[dict[str, Any]]], start: str, end: str
) -> list[dict[str, Any]]:
    """The ties on a shortest way from key to key; of one key, every distinct URL that has it."""
    if start == end:
        return list({tie["url"]: tie for tie in reversed(bearing.get(start, []))}.values())[::-1]
    before: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {}
    queue = deque([start])
    while queue and end not in before:
        key = queue.popleft()
        for tie in bearing.get(key, ()):
            for other in held[_node(tie)]:
                if other["key"] != start and other["key"] not in before:
                    before[other["key"]] = tie, other
                    queue.append(other["key"])
    return _walked(before, start, end)


def _walked(before: dict[str, tuple[dict[str, Any], dict[str, Any]]], start: str, end: str) -> list[dict[str, Any]]:
    """The ties from `start` to `end`, by the two that led to each key."""
    steps: list[dict[str, Any]] = []
    while end != start and end in before:
        tie, other = before[end]
        steps += [other, tie]
        end = tie["key"]
    return steps[::-1]


def _told(evidence: Evidence, tie: dict[str, Any]) -> dict[str, Any]:
    if tie["row"] is None:
        place = {"source": "judgements.csv", "line": tie["judgement"], "relation": "same"}
    else:
        sighting = evidence.sightings.row(tie["row"], named=True)
        relation = sighting["relation"] + (f" {sighting['rank']}" if sighting["rank"] else "")
        place = {"source": sighting["source"], "line": sighting["line"], "relation": relation}
    rules = ", ".join(rules_of(tie["url"])) if tie["url"] else ""
    return {"key": tie["key"], **place, "url": tie["url"], "rules": rules}


def _reasons(graph: Graph, evidence: Evidence, first: Named, second: Named) -> Iterator[str]:
    if not all(each.node.startswith(f"{ARTICLE}:") for each in (first, second)):
        return
    ids = graph.nodes["id"]
    for each in (first, second):
        if "://" in each.text and (reason := canonical_key(each.text).reason):
            yield f"{each.text} is {reason}: it names no article"
    cuts = list(_cuts_between(evidence, first.node, second.node))
    for tie in cuts:
        told = _told(evidence, tie)
        yield f"{told['source']}:{told['line']} would tie {tie['key']}, but judgements.csv:{tie['cut']} says different"
    for each in (first, second):
        if not (ids == each.node).any():
            yield f"{each.node} is no node of this graph"
    if _same_key(first.text, second.text):
        key = canonical_key(first.text).text
        yield f"judgements.csv tells them apart, though the rules make one key of both: {key}"
    elif not cuts:
        yield f"no file ties the keys of one to the keys of the other: {first.key} and {second.key}"


def _same_key(one: str, other: str) -> bool:
    return "://" in one and "://" in other and canonical_key(one).text == canonical_key(other).text


def _cuts_between(evidence: Evidence, start: str, end: str) -> list[dict[str, Any]]:
    """The cut ties on a shortest way from node to node: with these, the two would be one."""
    cuts = evidence.keys.filter(pl.col("cut").is_not_null())
    held = evidence.keys.filter(pl.col("cut").is_null(), pl.col("key").is_in(cuts["key"].implode()))
    homes = dict(held.select("key", "article").iter_rows())
    bearing: dict[str, list[dict[str, Any]]] = {}
    sides: dict[Node, list[dict[str, Any]]] = {}
    for number, tie in enumerate(cuts.iter_rows(named=True)):
        for node in (tie["article"], homes.get(tie["key"], f"{ARTICLE}:{tie['key']}")):
            side = {"key": node, "row": number, "tie": tie}
            bearing.setdefault(node, []).append(side)
            sides.setdefault(("row", number), []).append(side)
    found = _shortest(bearing, sides, start, end)
    return list({side["row"]: side["tie"] for side in found}.values())


def carriers(graph: Graph, evidence: Evidence, one: str, other: str) -> pl.DataFrame:
    """The declared relations behind the edges between two nodes: `kind`, `from`, `to`, `source`, `line`, `rank`,
    `text` as written, and the `date` of the document that declares it; oldest first.
    """
    parts = [_carriers(graph, evidence, *pair) for pair in ((one, other), (other, one))]
    return pl.concat(parts).sort("from", "kind", "date", "source", "line", descending=[False] * 5, nulls_last=True)


def _carriers(graph: Graph, evidence: Evidence, start: str, end: str) -> pl.DataFrame:
    ids = graph.nodes["id"]
    ends = [(ids == node).arg_true().to_list() for node in (start, end)]
    edges = graph.edges.filter(pl.col("source").is_in(ends[0]), pl.col("target").is_in(ends[1]))
    rows = edges.select("kind", pl.col("evidence").alias("row")).explode("row")
    dated = pl.col("published").first().over("source", order_by="item").alias("date")
    told = evidence.sightings.with_row_index("row").with_columns(dated).select("row", "source", "item", "date")
    declared = evidence.ledger.filter(pl.col("target") == end).select("source", "item", "kind", "line", "rank", "text")
    return (
        rows.join(told, on="row")
        .join(declared, on=["source", "item", "kind"], maintain_order="left_right")
        .select("kind", pl.lit(start).alias("from"), pl.lit(end).alias("to"), "source", "line", "rank", "text", "date")
    )


def _no_edges() -> pl.DataFrame:
    return pl.DataFrame(
        schema=dict.fromkeys(("kind", "from", "to", "source"), pl.String)
        | {"line": pl.UInt32, "rank": pl.UInt32, "text": pl.String, "date": pl.Datetime("us", "UTC")}
    )
