"""The explorer page at once: in the browser, or in a cell of a notebook."""

from __future__ import annotations

import io
import tempfile
from html import escape
from pathlib import Path

from graphkit.exporters import html
from graphkit.exporters.html import frame
from graphkit.graph import Graph

MOST_INLINE = 20_000
"""Nodes and edges up to which a notebook holds the page itself: about two megabytes a cell."""

# Links open in tabs of their own, with all rights of a tab; pictures and tables can be saved.
_SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads"
_STYLE = "width: 100%; height: 640px; border: 1px solid #8884"


def show(graph: Graph) -> Path:
    """Write the page into a new temporary folder, open it in the browser, and say where it is."""
    import webbrowser

    path = Path(tempfile.mkdtemp(prefix="graphkit-")) / "graph.html"
    with path.open("wb") as file:
        html.write(graph, file)
    webbrowser.open(path.as_uri())
    return path


def inline(graph: Graph) -> str:
    """HTML for a notebook: the page in a frame that cannot reach the notebook, or else a table."""
    if graph.nodes.height + graph.edges.height > MOST_INLINE:
        return f"<p>Too large for a notebook; <code>graph.show()</code> opens it.</p>\n{frame.without_script(graph)}"
    out = io.BytesIO()
    html.write(graph, out)
    title, page = escape(frame.title(graph)), escape(out.getvalue().decode())
    return f'<iframe title="{title}" sandbox="{_SANDBOX}" style="{_STYLE}" srcdoc="{page}"></iframe>'
