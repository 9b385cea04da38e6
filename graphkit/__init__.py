"""graphkit: the knowledge graph that the front matter of a folder of articles declares.

>>> import graphkit as gk
>>> graph, report = gk.build("seeds")
>>> graph
<Graph: 45 nodes, 54 edges>
>>> graph.articles()
<Graph: 22 nodes, 22 edges>
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from graphkit.errors import GraphkitError
    from graphkit.graph import Graph
    from graphkit.graph.directory import open_graph
    from graphkit.graph.report import Report
    from graphkit.model import Problem
    from graphkit.pipeline import build, build_sightings, export, load, save
    from graphkit.settings import Settings

__all__ = [
    "Graph",
    "GraphkitError",
    "Problem",
    "Report",
    "Settings",
    "__version__",
    "build",
    "build_sightings",
    "export",
    "load",
    "open_graph",
    "save",
]

_HOMES = {
    "Graph": "graph",
    "GraphkitError": "errors",
    "Problem": "model",
    "Report": "graph.report",
    "Settings": "settings",
    "build": "pipeline",
    "build_sightings": "pipeline",
    "export": "pipeline",
    "load": "pipeline",
    "open_graph": "graph.directory",
    "save": "pipeline",
}


def __getattr__(name: str) -> Any:
    """Import on first use, so that `graphkit --help` need not wait for a table library."""
    if name not in _HOMES:
        raise AttributeError(f"module 'graphkit' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"graphkit.{_HOMES[name]}"), name)
