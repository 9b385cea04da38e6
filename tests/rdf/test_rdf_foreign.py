"""Every format of RDF, read by five programs: each finds the same in it, and never a blank node."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from graphkit.exporters import EXPORTERS, RDF
from graphkit.graph import Graph
from tests.exporters.samples import hostile_graph, hostile_seeds, one_a_kind, sample_graph, seeds_graph, written
from tests.rdf.foreign import Quads, by_n3, by_oxigraph, by_rapper, by_riot

GRAPHS: dict[str, Callable[[], Graph]] = {
    "seeds": seeds_graph,
    "sample": sample_graph,
    "one": one_a_kind,
    "hostile": hostile_seeds,
    "tables": hostile_graph,
}
FORMATS = tuple(name for name in RDF if name != "ttl12")
Reader = Callable[[Sequence[Path]], Quads]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of each graph in each format."""
    folder = tmp_path_factory.mktemp("rdf")
    for name, make in GRAPHS.items():
        for form in RDF:
            (write,) = EXPORTERS[form].values()
            (folder / f"{name}.{form}").write_bytes(written(write, make()))
    return folder


def files(folder: Path, form: str) -> list[Path]:
    return [folder / f"{name}.{form}" for name in GRAPHS]


def triples(quads: Quads) -> set[pyoxigraph.Triple]:
    return {quad.triple for quad in quads}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("read", [by_n3, by_riot, by_rapper])
def test_foreign_readers_find_what_oxigraph_finds(folder: Path, form: str, read: Reader) -> None:
    if form == "jsonld" and read is not by_riot:
        return  # the others do not read it
    paths = [
        path for path in files(folder, form) if path.stem != "tables" or read is not by_rapper
    ]  # NUL ends its texts
    expected = by_oxigraph(paths)
    assert read(paths) == expected
    assert not any(isinstance(term, pyoxigraph.BlankNode) for quad in expected for term in quad)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", GRAPHS)
def test_rdflib_finds_what_oxigraph_finds(folder: Path, form: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    path = folder / f"{name}.{form}"
    found = rdflib.Dataset().parse(path, format={"jsonld": "json-ld", "nq": "nquads"}.get(form, form))
    again = pyoxigraph.parse(found.serialize(format="nquads").encode(), pyoxigraph.RdfFormat.N_QUADS)
    assert {_plain(quad) for quad in again} == {_plain(quad) for quad in by_oxigraph([path])}


def _plain(quad: pyoxigraph.Quad) -> tuple[str, ...]:
    """rdflib calls the default graph by a name of its own."""
    graph = str(quad.graph_name)
    return (*map(str, quad.triple), "" if "urn:x-rdflib:default" in graph or graph == "DEFAULT" else graph)


def test_every_format_says_the_same(folder: Path) -> None:
    turtle = triples(by_oxigraph(files(folder, "ttl")))
    assert triples(by_oxigraph(files(folder, "nt"))) == triples(by_oxigraph(files(folder, "jsonld"))) == turtle
    trig = by_oxigraph(files(folder, "trig"))
    assert by_oxigraph(files(folder, "nq")) == trig
    assert triples(trig) > turtle


def test_three_readers_of_rdf_12_find_the_same(folder: Path) -> None:
    """rdflib and rapper know no triple terms, nor does Jena before 5.4."""
    paths = files(folder, "ttl12")
    found = {quad for path in paths for quad in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE)}
    assert by_n3(paths) == by_riot(paths) == found
    assert triples(found) > triples(by_oxigraph(files(folder, "ttl")))
    assert any(isinstance(quad.object, pyoxigraph.Triple) for quad in found)
