"""Every field of the records in `seeds/`, read from the YAML itself, is found again in the Turtle by a SPARQL query."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pyoxigraph
import pytest
import yaml

import graphkit as gk
from graphkit.exporters import turtle
from graphkit.rdf.vocabulary import EDGE_PREDICATES, IMAGE_TERMS, NODE_TERMS, PREFIXES
from tests.conftest import SEEDS
from tests.exporters.samples import written

GRAPH, REPORT = gk.build(SEEDS)
STORE = pyoxigraph.Store()
STORE.bulk_load(written(turtle.write, GRAPH), pyoxigraph.RdfFormat.TURTLE)

Query = tuple[str, Callable[[Any], str]]
text: Callable[[Any], str] = lambda value: str(pyoxigraph.Literal(" ".join(str(value).split())))  # noqa: E731
exact: Callable[[Any], str] = lambda value: str(pyoxigraph.Literal(str(value).strip()))  # noqa: E731
iri: Callable[[Any], str] = lambda value: f"<{value}>"  # noqa: E731


def instant(value: Any) -> str:
    when = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(str(value))
    when = when if when.tzinfo else when.replace(tzinfo=dt.UTC)
    return f'"{when.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"^^xsd:dateTime'


def number(value: Any) -> str:
    return f"{float(value)!r}e0"


MAPPED: Mapping[str, Query] = {
    "title": ("?a schema:headline|schema:alternativeHeadline {}", text),
    "excerpt": ("?a schema:abstract {}", exact),
    "publishedDateTime": ("?a schema:datePublished {}", instant),
    "updatedDateTime": ("?a schema:dateModified {}", instant),
    "webUrl": ("?a schema:url {}", iri),
    "originalUrl": ("?a gk:originalUrl {}", iri),
    "ampWebUrl": ("?a gk:ampUrl {}", iri),
    "cdnAmpWebUrl": ("?a gk:cdnAmpUrl {}", iri),
    "type": ("?a gk:contentType {}", text),
    "category": ("?a schema:articleSection {}", text),
    "quality": ("?a gk:quality {}", number),
    "heat": ("?a gk:heat {}", number),
    "locale": ("?a schema:inLanguage {}", text),
    "published": ("?a gk:draft {}", lambda value: str(not value).lower()),
    "provider.name": ("?a schema:publisher/(schema:name|schema:alternateName) {}", text),
    "provider.domain": ("?a schema:publisher/gk:domain {}", text),
    "provider.images.url": ("?a schema:publisher/schema:logo/schema:contentUrl {}", iri),
    "provider.images.width": ("?a schema:publisher/schema:logo/schema:width {}", str),
    "provider.images.height": ("?a schema:publisher/schema:logo/schema:height {}", str),
    "images.url": ("?a schema:image/schema:contentUrl {}", iri),
    "images.width": ("?a schema:image/schema:width {}", str),
    "images.height": ("?a schema:image/schema:height {}", str),
    "images.title": ("?a schema:image/schema:caption {}", text),
    "images.attribution": ("?a schema:image/schema:creditText {}", text),
    "images.isCached": ("?a schema:image/gk:isCached {}", lambda value: str(value).lower()),
    "topics": ("?a schema:about/(skos:prefLabel|skos:altLabel) {}", text),
}
"""Path of a field → where its value stands, seen from the article, and how it is written there."""


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """The values of a record, each with its path; lists do not count, `related` is a record of its own."""
    if isinstance(value, list):
        for item in value:
            yield from leaves(item, path)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key != "related":
                yield from leaves(item, f"{path}.{key}" if path else key)
    elif value not in (None, ""):
        yield path, value


def records() -> Iterator[tuple[str, dict[str, Any], bool]]:
    """Each record: where it is, its fields, and whether a file of its own speaks for it."""
    for path in sorted(SEEDS.glob("*.md")):
        record = yaml.safe_load(path.read_text(encoding="utf-8").split("\n---\n")[0].removeprefix("---"))
        yield path.name, record, True
        for place, one in enumerate(record.get("related") or []):
            yield f"{path.name} related {place}", one, False


RECORDS = list(records())
LEFT_OUT = {"secured"}
"""A blob that may be secret: it goes nowhere, on purpose."""

DISAGREE = {(row["id"], row["field"]) for row in REPORT.disagreements.iter_rows(named=True)}


def test_one_value_lost_to_a_newer_file() -> None:
    assert [field for _, field in DISAGREE] == ["quality"]


def known(record: dict[str, Any]) -> str:
    """A pattern that finds the article of a record, by its address."""
    return f"?a schema:url|gk:originalUrl|gk:ampUrl|gk:cdnAmpUrl <{record['webUrl']}> ; dcterms:identifier ?id"


@pytest.mark.parametrize(
    ("record", "own"), [(record, own) for _, record, own in RECORDS], ids=[name for name, *_ in RECORDS]
)
def test_every_field_is_found_again(record: dict[str, Any], own: bool) -> None:
    found = STORE.query(f"SELECT ?id {{ {known(record)} }}", prefixes=dict(PREFIXES))
    (node,) = [row[0].value for row in found]
    for path, value in leaves(record):
        if path in LEFT_OUT or (not own and (node, path) in DISAGREE):
            continue
        pattern, said = MAPPED[path]
        asked = f"ASK {{ {known(record)} . {pattern.format(said(value))} }}"
        assert STORE.query(asked, prefixes=dict(PREFIXES)), asked


def test_what_is_left_out_is_nowhere() -> None:
    data = written(turtle.write, GRAPH).decode()
    secrets = [value for _, record, _ in RECORDS for path, value in leaves(record) if path in LEFT_OUT]
    assert len(secrets) == 5
    assert not any(secret in data for secret in secrets)


def test_the_queries_walk_the_table() -> None:
    """Every field of the records has a query, and every term in one stands in the table."""
    assert {path for _, record, _ in RECORDS for path, _ in leaves(record)} == {*MAPPED, *LEFT_OUT} - {
        "updatedDateTime",
        "locale",
        "images.title",
        "images.attribution",
    }
    terms = {term.predicate for term in (*NODE_TERMS, *IMAGE_TERMS)} | set(EDGE_PREDICATES.values())
    assert {name for query, _ in MAPPED.values() for name in re.findall(r"\w+:\w+", query)} <= terms
