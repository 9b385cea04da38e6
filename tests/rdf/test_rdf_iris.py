"""IRIs: judged by Oxigraph's parser, whatever the text."""

from __future__ import annotations

import polars as pl
import pyoxigraph
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from graphkit.exporters import turtle
from graphkit.graph import Graph
from graphkit.model import NODES
from graphkit.rdf.iris import BASE, node_iri, segment, web_iri
from graphkit.rdf.vocabulary import expand
from tests.exporters.samples import ENDS, written
from tests.rdf.reading import by_pyoxigraph, by_rdflib, values

any_text = st.one_of(st.text(st.characters()), st.text("/%2EFa:. ", max_size=4))
storable = st.text(st.characters(exclude_categories=["Cs"]))
parts = st.sampled_from([*'%#?/\\[]:@<>"{}|^` \t\n', "%2", "%zz", "a", "é", "[::1]", "//", "\u202e", "\ue000"])
jumble = st.lists(parts, max_size=12).map("".join)
urls = st.one_of(
    storable,
    storable.map("https://example.com/".__add__),
    st.tuples(st.sampled_from(["http://", "HTTPS://", "https://u:p@", "https://example.com"]), jumble).map("".join),
)
URL_FIELDS = ("url", "original_url", "amp_url", "cdn_amp_url")
_PICTURED = {"id": pl.String, "kind": pl.String, "url": pl.String, "images": NODES["images"]}
quick = settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])


def accepted(iri: str) -> bool:
    """Whether Oxigraph's parser takes it."""
    found = list(pyoxigraph.parse(f"<{iri}> <p:p> <o:o> .", pyoxigraph.RdfFormat.TURTLE))
    return bool(found[0].subject == pyoxigraph.NamedNode(iri))


@settings(deadline=None, max_examples=500)
@given(any_text)
@example("a%2Fb")
@example("..")
def test_a_node_has_a_valid_iri(node: str) -> None:
    assert accepted(node_iri(node))


@settings(deadline=None, max_examples=500)
@given(any_text, any_text)
@example("a/b", "a%2Fb")
@example("a:b", "a/b")
@example("..", "%2E%2E")
def test_two_nodes_have_two_iris(one: str, other: str) -> None:
    assert (node_iri(one) == node_iri(other)) == (one == other)


@settings(deadline=None, max_examples=300)
@given(any_text)
def test_a_segment_is_one(text: str) -> None:
    assert not set(segment(text)) & set("/?#[] ")


@settings(deadline=None, max_examples=1000)
@given(urls)
@example("https://[::1]:80/")
@example("https://[::1")
@example("https://[v1.x]/")
@example("https://[fe80::1%eth0]/")
@example("https://example.com:port/")
@example("https://user:pass word@example.com/")
@example("http:///path")
@example("https://example.com/%zz%41#a#b")
@example("https://example.com/\ufdd0\ue000\U000e0100\U000f0000")
def test_an_address_is_an_iri_or_none(url: str) -> None:
    iri = web_iri(url)
    assert iri is None or (accepted(iri) and iri.lower().startswith(("http://", "https://")))
    assert iri is None or web_iri(iri) == iri


@pytest.mark.parametrize(
    ("url", "iri"),
    [
        ("https://example.com", "https://example.com"),
        ("https://example.com/a?b=c&d=%20#e", "https://example.com/a?b=c&d=%20#e"),
        ("https://bücher.example/ä?ö=ü#ß", "https://bücher.example/ä?ö=ü#ß"),
        ("https://example.com/a b\\c[d]", "https://example.com/a%20b%5Cc%5Bd%5D"),
        ("https://example.com/100%", "https://example.com/100%25"),
        ("https://example.com/\x7f\n\t", "https://example.com/%7F%0A%09"),
        ("http://[::1]/", "http://[::1]/"),
        ("http://[::1/", None),
        ("javascript:alert(1)", None),
        ("java\tscript:alert(1)", None),
        ("data:text/html,x", None),
        ("/relative", None),
        ("//example.com/", None),
        ("https://", None),
        ("https://example.com:x/", None),
        (" https://example.com/", None),
    ],
)
def test_addresses(url: str, iri: str | None) -> None:
    assert web_iri(url) == iri


@quick
@given(st.fixed_dictionaries(dict.fromkeys(URL_FIELDS, urls)), urls, storable)
def test_any_text_in_any_url_field_leaves_a_file_that_parses(
    monkeypatch: pytest.MonkeyPatch, fields: dict[str, str], image: str, rest: str
) -> None:
    node = f"article:{rest}"
    row = {"id": node, "kind": "article", **fields, "images": [{"url": image}, {"url": None}, None]}
    schema = {name: NODES[name] for name in row}
    graph = Graph.of(pl.DataFrame([row], schema=schema), pl.DataFrame(schema=ENDS))
    data = written(turtle.write, graph)
    triples = by_pyoxigraph(data)
    assert by_rdflib(data, monkeypatch) == triples
    for field, predicate in zip(URL_FIELDS, ("schema:url", "gk:originalUrl", "gk:ampUrl", "gk:cdnAmpUrl"), strict=True):
        kinds = {o[1] for s, p, o in triples if s == node_iri(node) and p == expand(predicate)}
        assert len(kinds) == 1
        assert (kinds == {"iri"}) == (web_iri(fields[field]) is not None)
    assert len(values(data, f"{node_iri(node)}#image-1", expand("schema:contentUrl"))) == 1


def test_the_iris_of_the_three_kinds() -> None:
    assert node_iri("article:example.com/path?q=1") == f"{BASE}article/example.com%2Fpath%3Fq=1"
    assert node_iri("provider:scmp.com") == f"{BASE}provider/scmp.com"
    assert node_iri("topic:computer vision") == f"{BASE}topic/computer%20vision"


@quick
@given(url=urls)
@example(url="https://example.com/a b|c\ufffe")
@example(url="https://example.com/plain?a=b")
@example(url="https://example.com/plain\n")
@example(url="javascript:alert('x')")
def test_an_address_as_written_is_known_whatever_its_iri(url: str) -> None:
    """Either the IRI is the text, or the text stands in a literal; characters that no reader takes aside."""
    nodes = pl.DataFrame(
        [{"id": "article:a", "kind": "article", "url": url, "images": [{"url": url}]}], schema=_PICTURED
    )
    data = written(turtle.write, Graph.of(nodes, pl.DataFrame(schema=ENDS)))
    article = node_iri("article:a")
    for subject, predicate in ((article, "schema:url"), (f"{article}#image-1", "schema:contentUrl")):
        told = values(data, subject, expand(predicate)) | values(data, subject, expand("gk:urlText"))
        assert url.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd") in told
        assert len(told) == 1 + (web_iri(url) not in (None, url))
