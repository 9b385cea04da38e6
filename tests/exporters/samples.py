"""Graphs for the tests of exporters: a small one with everything, a hostile one, an empty one."""

from __future__ import annotations

import io
import json
import os
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl
import pytest
from hypothesis import strategies as st

import graphkit as gk
from graphkit.graph import Graph
from graphkit.model import ABOUT, ARTICLE, PROVIDER, PUBLISHED_BY, RELATED, TOPIC
from tests.conftest import SEEDS

ENDS = {"source_id": pl.String(), "target_id": pl.String(), "kind": pl.String()}

HOSTILE = (
    "a & b < c > d \"e\" 'f' ]]> <!-- --> <?x?> <![CDATA[ &amp; &#0; &lt;",
    " leading, trailing and\ttab, \r\n line ends \r \n ",
    "controls \x00\x01\x08\x0b\x0c\x1f\x7f\x85\ufffe\uffff end",
    "מימין לשמאל \u202e\u2066 \u200b\ufeff 🚀 e\u0301 \u2028\u2029 𝔘",
    "</data></node><script>alert(1)</script>",
    "& < & > & <  ",
    " \n ",
    "",
)
"""Texts that break careless writers of XML."""


def sample_graph() -> Graph:
    """A dozen nodes of all kinds, edges of all kinds, the columns that analysis adds; all is shown in pictures."""
    graph = Graph.of(pl.DataFrame(_nodes(), infer_schema_length=None), _edges()).with_columns(_analysed())
    return graph.with_manifest({"min_topic": 1})


def hostile_graph() -> Graph:
    """Texts, ids, dates and numbers at the edge of what a table can hold."""
    count = len(HOSTILE)
    nodes = pl.DataFrame(
        {
            "id": [f"article:{row}/{text.strip()}" for row, text in enumerate(HOSTILE)],
            "kind": [ARTICLE] * count,
            "label": HOSTILE,
            "excerpt": HOSTILE[::-1],
            "names": [[text, "plain"] for text in HOSTILE],
            "published": _times(count),
            "quality": [0.1, 1e300, 5e-324, -0.0, 1 / 3, float("nan"), float("inf"), None],
            "x": [0.5, -1e-7, None, float("nan"), 1e9, float("-inf"), 0.0, 3.0],
            "y": [0.5] * count,
            "Size": ["taken"] * count,
            "pid": list(range(count)),
            'name <of> "column" & ]]>': HOSTILE,
            "huge": pl.Series([2**64 - 1, 2**63 - 1, *range(count - 2)], dtype=pl.UInt64),
            "parts": [{"a": 1}] * count,
            "a b": ["blank"] * count,
            "a_b": ["line"] * count,
            "A_B": ["capitals"] * count,
        }
    )
    edges = [
        {"source_id": nodes["id"][row], "target_id": nodes["id"][row - 1], "kind": RELATED} for row in range(count)
    ]
    return Graph.of(nodes, pl.DataFrame(edges, schema=ENDS))


def empty_graph() -> Graph:
    """No nodes, no edges."""
    nodes = pl.DataFrame(schema={"id": pl.String(), "kind": pl.String()})
    return Graph.of(nodes, pl.DataFrame(schema=ENDS))


def one_a_kind() -> Graph:
    """One node with a column of every other type."""
    when = datetime(2024, 2, 29, 12, tzinfo=timezone(timedelta(hours=1)))
    nodes = pl.DataFrame({"id": ["a"], "kind": [TOPIC], "day": [when.date()], "raw": [b"bytes"], "numbers": [[1, 2]]})
    nodes = nodes.with_columns(
        flag=pl.lit(True),
        small=pl.lit(-3, pl.Int8),
        real=pl.lit(0.5, pl.Float32),
        exact=pl.lit("1.25").cast(pl.Decimal(10, 2)),
        local=pl.lit(when).dt.convert_time_zone("Europe/Berlin"),
        choice=pl.lit("one", pl.Categorical),
        parts=pl.struct(one=1),
        nothing=pl.lit(None),
    )
    return Graph.of(nodes, pl.DataFrame(schema=ENDS))


def shuffled(graph: Graph) -> Graph:
    """The same graph, built from its rows in another order."""
    ids, edges = graph.nodes["id"], graph.edges
    named = edges.with_columns(source_id=ids.gather(edges["source"]), target_id=ids.gather(edges["target"]))
    again = Graph.of(
        graph.nodes.sample(fraction=1, shuffle=True, seed=1),
        named.drop("source", "target").sample(fraction=1, shuffle=True, seed=2),
    ).with_manifest(graph.manifest)
    return again if graph.origin is None else again.with_origin(graph.origin)


@cache
def seeds_graph() -> Graph:
    """The graph of the seeds, as the whole road makes it."""
    return gk.build(SEEDS)[0]


HOSTILE_URLS = (
    'https://example.com/a "b" <c>{d}|e\\f^g`h',
    "https://example.com/%zz%41%",
    "https://example.com/#a#b",
    "https://example.com/[brackets]?q[]=1",
    "https://bücher.example/straße?ü=ß",
    "https://example.com/\u202e\u2066 \U0001f680",
    "https://user:secret@example.com/",
    "https://example.com:99999/",
    "https://[::1]:80/",
    "https://[::1",
    "https://ex ample.com/",
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "//example.com/path",
    "../up",
    "https://",
)
"""Addresses that strict parsers refuse, or that are none."""


@cache
def hostile_seeds() -> Graph:
    """The graph of files that have a hostile text or address in every field, and in their names."""
    with tempfile.TemporaryDirectory() as folder:
        for number, (text, url) in enumerate(zip_longest(HOSTILE, HOSTILE_URLS, fillvalue="x")):
            name = text.translate({0: "", ord("/"): "|"})[:60]
            Path(folder, f"{number}{name}.md").write_text(_hostile_file(text, url, number), encoding="utf-8")
        return gk.build(folder)[0]


def _hostile_file(text: str, url: str, number: int) -> str:
    urls = ("webUrl", "originalUrl", "ampWebUrl", "cdnAmpWebUrl")
    texts = ("excerpt", "type", "category", "locale", "author", "publishedDateTime", "updatedDateTime")
    statement = {"title": f"{text} {number}", **dict.fromkeys(texts, text), **dict.fromkeys(urls, url)}
    statement |= {"provider": {"name": text, "domain": url, "images": [{"url": url}]}, "topics": [text, url]}
    statement |= {"images": [{"url": url, "title": text, "attribution": text}, url, text], "aliases": [text, url]}
    related = [
        {**statement, "title": f"about {text}"},
        url,
        text,
        {"title": text, "webUrl": f"https://example.org/{number}?{url}"},
    ]
    front = json.dumps({**statement, "related": related})
    return f"---\n{front}\n---\n[{text}]({url}) <{url}> [[{text}]]\n"


def called(graph: Graph, base: str, article_iris: str = "minted") -> Graph:
    """The same graph with other names in RDF."""
    return graph.with_manifest({**graph.manifest, "base_iri": base, "article_iris": article_iris})


def numbers(graph: Graph) -> dict[str, dict[str, float]]:
    """Per node its numbers, by the name of the column: what every reader must find again."""
    names = [name for name, dtype in graph.nodes.schema.items() if dtype.is_numeric()]
    rows = graph.nodes.select("id", *names).iter_rows(named=True)
    return {row["id"]: {name: row[name] for name in names if row[name] is not None} for row in rows}


@st.composite
def random_graphs(draw: st.DrawFn) -> Graph:
    """Any graph: ids, labels and values of all sorts, edges in any number between any nodes."""
    texts = st.text(st.characters(exclude_categories=["Cs"]))
    ids = draw(st.lists(texts, unique_by=legal, min_size=1, max_size=8))
    columns = {"id": st.just(""), "kind": st.sampled_from([ARTICLE, TOPIC]), "label": st.none() | texts}
    columns |= {"excerpt": st.none() | texts, "draft": st.none() | st.booleans(), "pagerank": st.none() | _finite}
    columns |= {"x": st.none() | _finite, "y": st.none() | _finite, "published": st.none() | st.datetimes()}
    rows = [{**draw(st.fixed_dictionaries(columns)), "id": node} for node in ids]
    nodes = pl.DataFrame(rows, schema={**dict.fromkeys(columns, pl.String), **_TYPES})
    end = st.sampled_from(ids)
    ends = draw(st.lists(st.tuples(end, end, st.sampled_from([RELATED, ABOUT])), unique=True, max_size=12))
    return Graph.of(nodes, pl.DataFrame(ends, schema=ENDS, orient="row"))


_finite = st.floats(allow_nan=False, allow_infinity=False)
_TYPES = {"draft": pl.Boolean, "pagerank": pl.Float64, "x": pl.Float64, "y": pl.Float64, "published": pl.Datetime("us")}


def legal(text: str) -> str:
    """What is left of a text in XML 1.0, said in another way than the exporters do."""
    return "".join(character if _allowed(ord(character)) else "\ufffd" for character in text)


def _allowed(code: int) -> bool:
    ranges = ((0x20, 0xD7FF), (0xE000, 0xFFFD), (0x10000, 0x10FFFF))
    return code in (0x9, 0xA, 0xD) or any(low <= code <= high for low, high in ranges)


def written(write: Callable[[Graph, BinaryIO], None], graph: Graph) -> bytes:
    """What an exporter writes."""
    out = io.BytesIO()
    write(graph, out)
    return out.getvalue()


def need(reader: Path, prepare: Path) -> None:
    """Skip the test where a foreign reader is not installed; fail it where all readers must be."""
    if not reader.exists():
        message = f"{reader} is missing: run {prepare}"
        if os.environ.get("GRAPHKIT_REQUIRE_READERS"):
            pytest.fail(message)
        pytest.skip(message)


def _times(count: int) -> pl.Series:
    seconds = [-(10**11), -62135596800, -(10**9), 0, 1_700_000_000, 253_402_300_799, 10**12, None]
    known = [None if value is None else value * 1_000_000 for value in seconds]
    return pl.Series(known[:count]).cast(pl.Datetime("us", "UTC"))


def _nodes() -> list[dict[str, Any]]:
    articles = [_article(number) for number in range(6)]
    providers = [
        {"id": f"provider:{domain}", "kind": PROVIDER, "label": label, "url": f"https://{domain}/", "domain": domain}
        for domain, label in (("daily.example", "The Daily Example"), ("news.test", "Nachrichten & Mehr"))
    ]
    topics = [
        {"id": f"topic:{topic}", "kind": TOPIC, "label": label, "names": [label.upper(), label]}
        for topic, label in (("ai", "AI"), ("climate", "Climate"), ("r-d", "R&D"), ("öl", "Öl"))
    ]
    return [*articles, *providers, *topics]


def _article(number: int) -> dict[str, Any]:
    published = datetime(2024, 2, 27 + number % 2, 8, 30, number, 125_000 * number, tzinfo=UTC) if number < 5 else None
    return {
        "id": f"article:daily.example/2024/story-{number}",
        "kind": ARTICLE,
        "label": f"Story {number}: “prices” <rise> & fall",
        "url": f"https://daily.example/2024/story-{number}?a=1&b=2",
        "status": "collected" if number < 3 else "cited",
        "source": f"articles/{number}.md" if number < 3 else None,
        "sightings": number + 1,
        "excerpt": "Two lines\nof text" if number else None,
        "published": published,
        "published_text": published.isoformat() if published else None,
        "type": "article",
        "quality": number * 10 + 0.5,
        "draft": number == 0,
        "authors": ["Ann Author", "Bob Böb"][:number],
        "images": [_image(f"https://cdn.example/{number}.jpg"), _image("https://cdn.example/2nd.jpg")][: number * 2],
    }


def _image(url: str) -> dict[str, Any]:
    return {"url": url, "width": 640, "height": 480, "title": "A <title>", "attribution": None, "is_cached": False}


def _edges() -> pl.DataFrame:
    story = "article:daily.example/2024/story-{}".format
    related = [(story(one), story(other)) for one, other in ((0, 1), (0, 2), (1, 0), (2, 3), (2, 5))]
    published = [(story(number), "provider:daily.example") for number in range(4)] + [(story(4), "provider:news.test")]
    about = [(story(number), f"topic:{topic}") for number, topic in enumerate(("ai", "climate", "r-d", "öl", "ai"))]
    rows = [(*pair, RELATED) for pair in related] + [(*pair, PUBLISHED_BY) for pair in published]
    rows += [(*pair, ABOUT) for pair in about] + [(story(0), story(1), "part_of")]
    return pl.DataFrame(rows, schema=ENDS, orient="row").with_columns(
        weight=1.0 + pl.int_range(pl.len()) % 3 / 4,
        rank=pl.when(pl.col("kind") == RELATED).then(1 + pl.int_range(pl.len()) % 4),
        first=pl.datetime(2024, 3, 1 + pl.int_range(pl.len()) % 9, 6, time_zone="UTC"),
        last=pl.datetime(2024, 3, 20, 18, 45, time_zone="UTC"),
        evidence=pl.concat_list(pl.int_range(pl.len()), pl.int_range(pl.len()) + 1),
    )


def _analysed() -> pl.DataFrame:
    """As analysis adds them, in the order of the nodes: six articles, two providers, four topics."""
    return pl.DataFrame(
        {
            "in_degree": pl.Series([1, 2, 1, 1, 0, 1, 4, 1, 2, 1, 1, 1], dtype=pl.UInt32),
            "out_degree": pl.Series([5, 3, 4, 2, 2, 0, 0, 0, 0, 0, 0, 0], dtype=pl.UInt32),
            "degree": pl.Series([6, 5, 5, 3, 2, 1, 4, 1, 2, 1, 1, 1], dtype=pl.UInt32),
            "pagerank": [0.25, 0.2, 0.2, 0.15, 0.1, 0.1, 0.75, 0.25, 0.4, 0.2, 0.2, 0.2],
            "cluster": pl.Series([0, 0, 0, 1, 1, 1, 0, 1, 0, 0, 11, None], dtype=pl.Int64),
            "cluster_label": ["prices"] * 3
            + ["climate"] * 3
            + ["prices", "climate", "prices", "prices", "öl & gas", None],
            "x": [12.5 * row - 60 for row in range(12)],
            "y": [(-7.25) ** (row % 3) for row in range(12)],
        }
    )
