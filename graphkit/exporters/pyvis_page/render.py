"""The network's data, vis-network and our script in one file that may load nothing."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from graphkit.exporters.pyvis_page.thin import least_topic
from graphkit.graph import Graph
from graphkit.model import NODE_KINDS

if TYPE_CHECKING:
    import pyvis.network

VIS = "templates/lib/vis-9.1.2/vis-network.min.js"
SCRIPTS = ("data.js", "canvas.js", "spotlight.js", "labels.js", "panel.js", "search.js", "legend.js", "page.js")

_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def render(net: pyvis.network.Network, whole: Graph) -> bytes:
    """The page of a network; `whole` is the graph it was taken from, for the counts."""
    nodes, edges, _, _, _, options = net.get_network_data()
    page = {
        "kinds": _kinds(whole),
        "nodes": whole.nodes.height,
        "edges": whole.edges.height,
        "minTopic": least_topic(whole),
    }
    vis, script = _vis(), "\n".join(_ours(name) for name in SCRIPTS)
    parts = {
        "policy": _policy(vis, script),
        "title": html.escape(_title(page["kinds"])),
        "css": _ours("page.css"),
        "data": safe_json({"nodes": nodes, "edges": edges, "options": json.loads(options), "page": page}),
        "vis": vis,
        "script": script,
    }
    return _filled(_ours("template.html"), parts).encode()


def safe_json(value: object) -> str:
    """JSON that cannot end, or open, anything in HTML or JavaScript around it.

    >>> safe_json("</script>")
    '"\\\\u003c/script\\\\u003e"'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.translate(_ESCAPES)


def _filled(template: str, parts: Mapping[str, str]) -> str:
    """One pass, so that a text with `{{data}}` in it stays what it is."""
    return re.sub(r"\{\{(\w+)\}\}", lambda match: parts[match[1]], template)


def _policy(*scripts: str) -> str:
    """Our scripts may run, by their hashes; nothing may be loaded, sent or framed."""
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
    hashes = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _vis() -> str:
    """vis-network as pyvis ships it. Newlines become `\\n`, as the HTML parser makes them before hashing."""
    text = files("pyvis").joinpath(VIS).read_text(encoding="utf-8")
    return re.sub(r"\s*//# sourceMappingURL=\S+\s*$", "\n", text.replace("\r\n", "\n").replace("\r", "\n"))


def _ours(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _kinds(graph: Graph) -> dict[str, int]:
    counts: dict[str, int] = dict(graph.nodes["kind"].value_counts().sort("kind").iter_rows())
    known = [kind for kind in NODE_KINDS if kind in counts]
    return {kind: counts[kind] for kind in [*known, *(kind for kind in counts if kind not in NODE_KINDS)]}


def _title(kinds: Any) -> str:
    counts = ", ".join(f"{count:,} {kind}{'' if count == 1 else 's'}" for kind, count in kinds.items())
    return f"Knowledge graph: {counts or 'no nodes'}"
