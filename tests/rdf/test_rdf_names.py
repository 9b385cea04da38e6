"""What nodes are called: under any base, by their URLs where these are theirs alone, the same after every build."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import graphkit as gk
from graphkit.cli import main
from graphkit.errors import SettingsError
from graphkit.exporters import EXPORTERS, RDF, turtle
from graphkit.graph import Graph
from graphkit.query import ask, opened
from graphkit.rdf import BASE
from graphkit.rdf.iris import web_iri
from graphkit.rdf.names import names
from graphkit.rdf.vocabulary import expand
from graphkit.settings import Settings, load_settings
from tests.conftest import SEEDS, Folder
from tests.exporters.samples import ENDS, called, hostile_seeds, sample_graph, seeds_graph, written
from tests.rdf.reading import by_pyoxigraph, values

OWN = "https://example.org/kg/"
urls = st.one_of(
    st.none(),
    st.sampled_from(["https://a.example/", "https://a.example/ ", "https://a.example/%20", f"{OWN}article/b", OWN]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=4).map("https://a.example/".__add__),
)


def of_urls(found: list[str | None]) -> Graph:
    ids = [f"article:{'ab'[row % 2]}{row}" for row in range(len(found))]
    nodes = pl.DataFrame({"id": ids, "kind": "article", "url": found}, schema_overrides={"url": pl.String})
    return called(Graph.of(nodes, pl.DataFrame(schema=ENDS)), OWN, "url")


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(urls, min_size=1, max_size=8))
@example(["https://a.example/a b", "https://a.example/a%20b"])
@example(["https://w3id.org/graphkit/ns#Article", f"{OWN}article/a2", None])
def test_two_articles_never_share_a_name(found: list[str | None]) -> None:
    graph = of_urls(found)
    known = names(graph).nodes
    assert known.n_unique() == graph.nodes.height
    minted = set(names(called(graph, OWN)).nodes)
    for row, name in enumerate(known):
        assert name.startswith((f"<{OWN}article/", "<https://a.example/"))
        assert name in minted or name not in minted.union(known[:row])


@pytest.mark.parametrize("make", [seeds_graph, sample_graph, hostile_seeds])
@pytest.mark.parametrize("form", RDF)
def test_every_format_calls_articles_by_their_urls(make: object, form: str) -> None:
    graph = called(make(), OWN, "url")  # type: ignore[operator]
    (write,) = EXPORTERS[form].values()
    found = written(write, graph).decode()
    minted = iter(names(graph).minted)
    for iri, url, kind in zip(names(graph).nodes, graph.nodes["url"], graph.nodes["kind"], strict=True):
        assert iri[1:-1] in found
        own = web_iri(url) if kind == "article" and url else None
        assert iri in (f"<{own}>", next(minted))
    assert BASE not in found


def test_articles_without_a_url_and_with_one_of_two_stay_minted() -> None:
    graph = of_urls([None, "https://a.example/x", "https://a.example/x", "https://a.example/y z"])
    assert names(graph).nodes.to_list() == [
        f"<{OWN}article/a0>", f"<{OWN}article/a2>", f"<{OWN}article/b1>", "<https://a.example/y%20z>",
    ]  # fmt: skip


def test_edges_and_images_of_articles_called_by_url() -> None:
    graph = called(sample_graph(), OWN, "url")
    data = written(turtle.write, graph)
    story = "https://daily.example/2024/story-2?a=1&b=2"
    assert values(data, story, expand("schema:image")) == {
        f"{OWN}article/daily.example%2F2024%2Fstory-2#image-{number}" for number in (1, 2)
    }
    subjects = {s for s, _, _ in by_pyoxigraph(data)}
    assert {o[0] for _, p, o in by_pyoxigraph(data) if p in (expand("gk:from"), expand("gk:to"))} <= subjects


def test_an_edge_keeps_its_name_when_others_come() -> None:
    graph = sample_graph()
    fewer = graph.subgraph(graph.nodes["id"] != "article:daily.example/2024/story-0")
    assert set(names(fewer).edges(fewer.edges)) < set(names(graph).edges(graph.edges))
    assert names(graph).edges(graph.edges).n_unique() == graph.edges.height


def test_settings_name_the_base(folder: Folder) -> None:
    root = folder({"a.md": "---\ntitle: A\nurl: https://a.example/a\n---\n"})
    (root / "graphkit.toml").write_text(
        f'base_iri = "{OWN[:-1]}"\narticle_iris = "url"\ntitle = "News"\nlicense = "https://l.example/by"\n'
    )
    graph, _ = gk.build(root)
    assert names(graph).nodes.to_list() == ["<https://a.example/a>"]
    found = ask(opened(graph), f"SELECT ?t ?l {{ <{OWN}dataset> dcterms:title ?t ; dcterms:license ?l }}")
    assert found.rows == [("News", "https://l.example/by")]


@pytest.mark.parametrize("line", ['base_iri = "kg"', 'base_iri = "https://a.example/#"', 'article_iris = "yes"'])
def test_settings_that_make_no_sense(folder: Folder, line: str) -> None:
    root = folder({"a.md": "---\ntitle: A\n---\n", "graphkit.toml": line})
    with pytest.raises(SettingsError, match=r"base of IRIs must be|article_iris must be one of: minted, url"):
        gk.build(root)


def run(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def test_the_commands_take_a_base(tmp_path: Path) -> None:
    built = run("build", SEEDS, "-o", tmp_path / "a", "-f", "ttl", "--base-iri", OWN, "--article-iris", "url")
    assert built.exit_code == 0 and "--base-iri" not in built.stderr
    data = (tmp_path / "a" / "graph.ttl").read_bytes()
    graph = gk.build(SEEDS, Settings(base_iri=OWN, article_iris="url"))[0]
    assert data == written(turtle.write, graph)
    again = run("export", tmp_path / "a", "-f", "ttl", "--base-iri", "https://other.example/id", "-o", "-")
    assert again.stdout_bytes == written(turtle.write, called(graph, "https://other.example/id/", "url"))
    asked = "SELECT ?p { ?p a gk:Provider } ORDER BY ?p LIMIT 1"
    assert OWN in run("query", asked, tmp_path / "a", "--csv").stdout
    (tmp_path / "a" / "graph.ttl").unlink()
    assert OWN in run("query", asked, tmp_path / "a", "--csv").stdout


def test_a_hint_says_that_names_are_nobodys(tmp_path: Path) -> None:
    assert BASE in run("build", SEEDS, "-o", tmp_path / "a").stderr.splitlines()[-1]
    assert BASE not in run("build", SEEDS, "-o", tmp_path / "b", "-f", "csv").stderr


def test_a_base_that_is_none_is_said_before_the_build(tmp_path: Path) -> None:
    for command in (("build", SEEDS, "-o", tmp_path / "a"), ("export", SEEDS, "-f", "nq", "-o", tmp_path / "a")):
        done = run(*command, "--base-iri", "example.org")
        assert done.exit_code == 2
        assert done.stderr.startswith("error: the base of IRIs must be an http(s) IRI") and done.stderr.count("\n") == 1
        assert not list(tmp_path.glob("a/*"))


def test_without_a_file_the_settings_are_the_defaults(tmp_path: Path) -> None:
    assert (load_settings(tmp_path).base_iri, load_settings(tmp_path).article_iris) == ("", "minted")
