"""What the explorer page says of the evidence: lines of files, differing sightings, preview images."""

from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest

import graphkit as gk
from graphkit.exporters import html as page
from graphkit.exporters.html import details
from tests.conftest import ROOT, Folder
from tests.exporters.html_blocks import blocks, blocks_of, container
from tests.exporters.samples import sample_graph, seeds_graph, written


def test_a_chunk_holds_its_rows_edges_and_sightings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(details, "CHUNK", 7)
    graph = seeds_graph()
    found = [json.loads(chunk) for chunk in details.chunks(graph)]
    assert [len(chunk["id"]) for chunk in found] == [7] * 6 + [3]
    assert [node for chunk in found for node in chunk["id"]] == graph.nodes["id"].to_list()
    firsts = [moment for chunk in found for moment in chunk["edges"].get("first", [])]
    assert firsts == graph.edges["first"].dt.strftime("%Y-%m-%dT%H:%M:%SZ").to_list()
    places = [count for chunk in found for count in chunk["edges"].get("places", [])]
    assert places == graph.edges["evidence"].list.len().to_list()
    seen = [count for chunk in found for count in chunk["sightings"].get("count", [0] * len(chunk["id"]))]
    assert sum(seen) == 27 and seen[:22] == graph.nodes["sightings"].to_list()[:22]


def test_evidence_names_the_lines_of_the_files() -> None:
    graph = seeds_graph()
    edges = json.loads(blocks_of("seeds")["details-0"])["edges"]
    ends = np.cumsum(edges["places"]).tolist()
    lines = {path.name: path.read_text().splitlines() for path in (ROOT / "seeds").iterdir()}
    for row, (low, high) in enumerate(zip([0, *ends], ends, strict=False)):
        kind, target = graph.edges["kind"][row], graph.edges["target"][row]
        assert high > low
        for place in range(low, high):
            line = lines[edges["files"][edges["file"][place]]][edges["line"][place] - 1]
            if kind != "related":
                assert kind == "published_by" or graph.nodes["label"][target] in line, line


def test_sightings_say_in_what_they_differ() -> None:
    chunk = json.loads(blocks_of("seeds")["details-0"])
    seen = chunk["sightings"]
    assert (seen["field"], seen["value"]) == (["quality"], ["39"])
    sighting = seen["differs"].index(1)
    row = int(np.searchsorted(np.cumsum(seen["count"]), sighting, side="right"))
    assert chunk["id"][row].startswith("article:knowtechie.com/photo-ninja-hides")
    assert seen["files"][seen["file"][sighting]].endswith(".md") and seen["relation"][sighting] == "related"


def test_publisher_date_and_number_that_differ(folder: Folder) -> None:
    cited = "related:\n- webUrl: https://b.example/x\n  title: {}\n  publishedDateTime: {}\n  heat: {}\n  provider: {{name: {}}}\n"
    says = [("New", "2024-01-02T00:00:00+02:00", "2.5", "b"), ("Same", "2024-01-01", "3", "B")]
    files = {
        f"{row}.md": f"---\ntitle: A{row}\nwebUrl: https://a.example/{row}\n{cited.format(*words)}---\n"
        for row, words in enumerate(says)
    }
    whole = "title: Same\nwebUrl: https://b.example/x\npublishedDateTime: 2024-01-01\nheat: 3\nprovider: {name: B}"
    graph, _ = gk.build(folder({**files, "b.md": f"---\n{whole}\n---\n[elsewhere](https://b.example/x)\n"}))
    seen = json.loads(blocks(written(page.write, graph))["details-0"])["sightings"]
    told = list(zip(seen["field"], seen["value"], strict=True))
    expected = [("title", "New"), ("published", "2024-01-02T00:00:00+02:00"), ("heat", "2.5"), ("publisher", "b")]
    assert told == expected and max(seen["differs"]) == 4
    assert seen["files"][seen["file"][seen["differs"].index(4)]] == "0.md"


def test_images_only_on_request() -> None:
    graph = sample_graph()
    asked = graph.with_manifest({**graph.manifest, "images": True})
    plain, shown = written(page.write, graph), written(page.write, asked)
    assert b"img-src data: blob:; worker-src" in plain and b"img-src data: blob: https:; worker-src" in shown
    first = json.loads(blocks(shown)["details-0"])["image"]
    assert first[1] == "https://cdn.example/1.jpg" and first[0] is None
    assert container(blocks(shown)["graph"])[0]["images"] is True


def test_images_are_asked_for_by_https_only() -> None:
    images = [{"url": url} for url in ("http://a.example/1.png", "javascript:alert(1)", "data:image/png,x")]
    table = pl.DataFrame({"images": [[*images, {"url": "https://b.example/2.png"}], images, None]})
    assert table.select(image=details._first_image())["image"].to_list() == ["https://b.example/2.png", None, None]
