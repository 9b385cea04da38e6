"""Fuzz the rules of URLs: only http(s) without a secret comes out, and Oxigraph takes every IRI.

    python fuzz/urls.py -max_total_time=300 -timeout=2

Wants atheris, which has wheels for few Pythons and so is in no extra.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["graphkit.sources", "graphkit.resolve", "graphkit.rdf.iris"]):
    from graphkit.rdf.iris import node_iri, web_iri
    from graphkit.resolve.urls import canonical_key
    from graphkit.sources.urls import address
    from graphkit.sources.userinfo import without_secrets

import can_ada
import pyoxigraph

HEADS = ("https://", "http://", "//", "", "javascript:", "https://me:secret@")


def one_input(data: bytes) -> None:
    """Put text behind a head that the first byte chooses through every rule."""
    if not data:
        return
    text = HEADS[data[0] % len(HEADS)] + data[1:].decode("utf-8", "surrogateescape")
    found = address(text, "https://base.example/blog/" if data[0] > 127 else "")
    without_secrets(text)
    canonical_key(text)
    node_iri(text)
    if not found.url:
        return
    parsed = can_ada.parse(found.url)
    if parsed.protocol not in ("http:", "https:") or parsed.username or parsed.password:
        raise AssertionError(found.url)
    canonical_key(found.url)
    if (iri := web_iri(found.url)) is not None:
        list(pyoxigraph.parse(f"<{iri}> <x:p> <x:o> .", pyoxigraph.RdfFormat.N_TRIPLES))


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
