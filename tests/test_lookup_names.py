"""A node goes by its id, URL, file, label or alias; what is none of these is no node."""

from __future__ import annotations

import pytest

import graphkit as gk
from graphkit.errors import UnknownNameError
from graphkit.lookup import find_node
from tests.conftest import Folder


def test_every_name_of_a_note_finds_it(folder: Folder) -> None:
    note = "---\ntitle: PageRank\naliases: [PR, /old/pr/]\nurl: https://a.example/pagerank\n---\n"
    graph, _ = gk.build(folder({"Notes/PageRank.md": note, "b.md": "---\ntitle: Other\n---\n"}))
    names = ["Notes/PageRank.md", "./Notes/PageRank.md", "file:Notes/PageRank.md", "pagerank", "PR", "pr"]
    names += ["https://www.a.example/pagerank/?utm_source=x", "a.example/pagerank", "article:a.example/pagerank"]
    assert {graph.nodes["label"][find_node(graph, name)] for name in names} == {"PageRank"}
    for name in ("https://a.example/page", "/old/pr/", "topic:pagerank", "Notes/Page.md", ""):
        with pytest.raises(UnknownNameError):
            find_node(graph, name)
