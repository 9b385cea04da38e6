"""schema.org: every term that is written exists there and stands where schema.org lets it stand."""

from __future__ import annotations

import re

from graphkit.exporters import turtle
from graphkit.rdf.shapes import FILE as SHAPES
from graphkit.rdf.vocabulary import (
    CLASSES,
    EDGE_PREDICATES,
    EDGE_TERMS,
    IMAGE_TERMS,
    NODE_TERMS,
    TYPES,
    expand,
)
from tests.exporters.samples import sample_graph, seeds_graph, written
from tests.rdf.reading import by_pyoxigraph
from tests.rdf.schema_org import DOMAINS, PARENTS, SCHEMA


def local(terms: str) -> set[str]:
    return set(re.findall(r"\bschema:(\w+)", terms))


def above(name: str) -> set[str]:
    return {name} | (above(PARENTS[name]) if name in PARENTS else set())


def test_every_property_exists() -> None:
    terms = " ".join(term.predicate for term in (*NODE_TERMS, *EDGE_TERMS, *IMAGE_TERMS))
    assert local(f"{terms} {' '.join(EDGE_PREDICATES.values())}") == set(DOMAINS)


def test_every_class_exists() -> None:
    assert local(" ".join((*CLASSES.values(), *TYPES.values()))) <= set(PARENTS)


def test_the_shapes_use_no_other_terms() -> None:
    assert local(SHAPES.read_text(encoding="utf-8")) <= {*DOMAINS, *PARENTS}


def test_every_property_stands_on_a_class_that_may_have_it() -> None:
    for graph in (seeds_graph(), sample_graph()):
        triples = by_pyoxigraph(written(turtle.write, graph))
        types: dict[str, set[str]] = {}
        for s, p, o in triples:
            if p == expand("rdf:type") and o[0].startswith(SCHEMA):
                types.setdefault(s, set()).update(above(o[0].removeprefix(SCHEMA)))
        for s, p, _ in triples:
            if p.startswith(SCHEMA):
                assert DOMAINS[p.removeprefix(SCHEMA)] & types[s], (s, p)
