"""The page around the data: frame, style, script, and the policy that lets nothing else run or load."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Mapping
from importlib.resources import files

import polars as pl

from graphkit.graph import Graph
from graphkit.graph.size import diameters
from graphkit.model import NODE_KINDS

_TOP = 100


def around(graph: Graph) -> tuple[bytes, bytes]:
    """What stands before the data and what after it."""
    script = ours("viewer.js")
    parts = {
        "title": escaped(title(graph)),
        "policy": policy(script, images=bool(graph.manifest.get("images"))),
        "css": ours("viewer.css"),
        "noscript": without_script(graph),
        "script": script,
    }
    before, after = ours("page.html").replace("{{frame}}", ours("frame.html")).split("{{data}}")
    return filled(before, parts).encode(), filled(after, parts).encode()


def filled(template: str, parts: Mapping[str, str]) -> str:
    """One pass, so that a text with `{{css}}` in it stays what it is.

    >>> filled("{{a}} {{b}}", {"a": "{{b}}", "b": "x"})
    '{{b}} x'
    """
    return re.sub(r"\{\{(\w+)\}\}", lambda match: parts[match[1]], template)


def policy(script: str, *, images: bool) -> str:
    """Our script may run, by its hash; nothing may be loaded (but images, if wanted), sent or framed."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; "
        f"img-src data: blob:{' https:' if images else ''}; worker-src blob:; base-uri 'none'; form-action 'none'"
    )


def title(graph: Graph) -> str:
    """The kinds of nodes and how many there are."""
    counts: dict[str, int] = dict(graph.nodes["kind"].fill_null("").value_counts().sort("kind").iter_rows())
    known = [kind for kind in NODE_KINDS if kind in counts]
    kinds = [*known, *(kind for kind in counts if kind not in NODE_KINDS)]
    named = (f"{counts[kind]:,} {kind}{'' if counts[kind] == 1 else 's'}" for kind in kinds[:8])
    return f"Knowledge graph: {', '.join(named) or 'no nodes'}"


def without_script(graph: Graph) -> str:
    """For browsers that run no script: how much there is, and the most important nodes as a table."""
    rows = "\n".join(_row(*row) for row in _top(graph).iter_rows())
    counts = f"{graph.nodes.height:,} nodes, {graph.edges.height:,} links"
    return (
        f"<p>{escaped(title(graph))}; {counts}. The most important:</p>"
        f"\n<table>\n<thead><tr><th>Name</th><th>Kind</th><th>Links</th></tr></thead>\n<tbody>\n{rows}\n</tbody></table>"
    )


def _top(graph: Graph) -> pl.DataFrame:
    size = graph.nodes.height
    links = pl.concat([graph.edges["source"], graph.edges["target"]]).value_counts(name="links")
    rows = graph.nodes.select("label", "id", "kind", "url", row=pl.int_range(size, dtype=pl.UInt32))
    first = rows.with_columns(diameters(graph.nodes).alias("size")).sort("size", "row", descending=[True, False])
    chosen = first.head(_TOP).join(links, left_on="row", right_on="source", how="left", maintain_order="left")
    name = pl.when(pl.col("label").str.strip_chars() != "").then("label").otherwise("id").fill_null("")
    return chosen.select(name, pl.col("kind").fill_null(""), "url", pl.col("links").fill_null(0))


def _row(name: str, kind: str, url: str | None, links: int) -> str:
    shown = escaped(name)
    if url and re.match(r"https?://", url):
        shown = f'<a href="{escaped(url)}" rel="noopener noreferrer" referrerpolicy="no-referrer">{shown}</a>'
    return f"<tr><td>{shown}</td><td>{escaped(kind)}</td><td>{links:,}</td></tr>"


def escaped(text: str) -> str:
    """Text as HTML, in elements and attributes; characters that HTML does not allow are replaced.

    >>> escaped('<a title="&">\\x00')
    '&lt;a title=&quot;&amp;&quot;&gt;\\ufffd'
    """
    return html.escape(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", "\ufffd", text))


def ours(name: str) -> str:
    """A file of this package; newlines as the HTML parser makes them before it hashes."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8").replace("\r\n", "\n")
