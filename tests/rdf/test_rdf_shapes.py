"""The shapes: the seeds keep to them, and what breaks a rule is named with its node."""

from __future__ import annotations

import json
import sys

import pyoxigraph
import pytest
from click.testing import CliRunner

from graphkit.cli import main
from graphkit.exporters import trig, turtle
from graphkit.rdf import PREFIXES, node_iri
from graphkit.rdf.shapes import Violation, broken, violations
from tests.conftest import SEEDS, Folder
from tests.exporters.samples import empty_graph, sample_graph, seeds_graph, written

STORY = node_iri("article:daily.example/2024/story-0")
TOPIC, DAILY = node_iri("topic:ai"), node_iri("provider:daily.example")
GK = PREFIXES["gk"]
ONE_HEADLINE = "an article has one headline, a text that is not empty"


def test_the_seeds_and_the_samples_conform() -> None:
    assert violations(seeds_graph()) == violations(sample_graph()) == violations(empty_graph()) == []


def test_the_named_graphs_of_the_seeds_conform() -> None:
    triples = {quad.triple for quad in pyoxigraph.parse(written(trig.write, seeds_graph()), pyoxigraph.RdfFormat.TRIG)}
    assert broken(pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES)) == []


@pytest.mark.parametrize(
    ("triple", "node", "message"),
    [
        (f'<{STORY}> schema:headline "Another"', STORY, ONE_HEADLINE),
        ("<https://a.example/> a gk:Article ; dcterms:identifier 'a'", "https://a.example/", ONE_HEADLINE),
        (f'<{STORY}> schema:publisher "BBC"', STORY, 'the publisher of an article is one gk:Provider, not "BBC"'),
        (f'<{STORY}> schema:datePublished "yesterday"', STORY, "an article is published once"),
        (f'<{STORY}> schema:url "nowhere"', STORY, 'the URL of an article is one http(s) IRI, not "nowhere"'),
        (f"<{STORY}> dcterms:relation <{TOPIC}>", STORY, f"what an article is related to is a gk:Article, not <{TOPIC}"),
        (f"<{STORY}> schema:about <{DAILY}>", STORY, "what an article is about is a skos:Concept"),
        (f'<{STORY}> gk:quality "good"', STORY, "quality is one xsd:double"),
        (f'<{DAILY}> gk:domain "No Domain"', DAILY, "the domain of a publisher is one host, in lower case"),
        ("gk:t a gk:Topic ; skos:prefLabel 'T'", "https://w3id.org/graphkit/ns#t", "a topic is in a skos:ConceptScheme"),
        (f"<{STORY}> prov:wasDerivedFrom <{TOPIC}>", STORY, "what an article rests on is a prov:Entity"),
        ("gk:f a prov:Entity ; dcterms:title 'f' ; gk:bytes 1 ; gk:sha256 'x'", f"{GK}f", "a file has one SHA-256"),
        ("gk:s a gk:Statement ; gk:line 1", f"{GK}s", "a statement states one relation"),
        ("gk:r a gk:Relation ; gk:kind 'x' ; gk:to gk:r", "https://w3id.org/graphkit/ns#r", "a relation leaves one node"),
    ],
)  # fmt: skip
def test_what_breaks_a_rule_is_named(triple: str, node: str, message: str) -> None:
    found = [str(violation) for violation in broken(written(turtle.write, sample_graph()) + f"{triple} .".encode())]
    assert any(line.startswith(f"{node}: {message}") for line in found), found


def test_check_of_the_seeds_is_silent() -> None:
    done = CliRunner().invoke(main, ["check", str(SEEDS), "--shacl"])
    assert done.exit_code == 0
    assert "violation" not in done.output
    found = json.loads(CliRunner().invoke(main, ["check", str(SEEDS), "--shacl", "--json"]).stdout)
    assert found["violations"] == []


def test_check_says_a_line_for_each_and_ends_with_1(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = [Violation("https://a.example/", "an article has one headline"), Violation("b", "c", '"d"')]
    monkeypatch.setattr("graphkit.rdf.shapes.violations", lambda graph: wrong)
    articles = folder({"a.md": "---\ntitle: A\n---\n"})
    done = CliRunner().invoke(main, ["check", str(articles), "--shacl"])
    assert done.exit_code == 1
    assert done.stdout.splitlines() == ["https://a.example/: an article has one headline", 'b: c, not "d"']
    assert "2 violations of the shapes" in done.stderr
    assert len(json.loads(CliRunner().invoke(main, ["check", str(articles), "--shacl", "--json"]).stdout)) == 3


def test_without_pyshacl_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyshacl", None)
    done = CliRunner().invoke(main, ["check", str(SEEDS), "--shacl"])
    assert done.exit_code == 2
    assert done.stderr == "error: --shacl needs pyshacl; install it with: pip install 'graphkit[shacl]'\n"
