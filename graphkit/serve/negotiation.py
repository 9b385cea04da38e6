"""Content negotiation: which of the formats that there are a client wants most (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

RESULTS: Final[Mapping[str, str]] = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
}
"""Answers of SELECT and ASK: format → media type; the first is the one for those who do not say."""

TRIPLES: Final[Mapping[str, str]] = {
    "ttl": "text/turtle; charset=utf-8",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "trig": "application/trig",
    "nq": "application/n-quads",
}
"""Answers of CONSTRUCT and DESCRIBE."""

RESULTS_TOO: Final[Mapping[str, str]] = {
    "application/json": "json",
    "text/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
TRIPLES_TOO: Final[Mapping[str, str]] = {
    "application/turtle": "ttl",
    "application/x-turtle": "ttl",
    "text/plain": "nt",
    "application/json": "jsonld",
    "application/xml": "rdf",
}
"""Names that clients use for the same; no wildcard means them."""


def choose(accept: str, offers: Mapping[str, str], also: Mapping[str, str]) -> str | None:
    """The format that the header asks for, by quality, then by our own order; None if it wants none of them.

    >>> choose("text/html, application/*;q=0.5", RESULTS, RESULTS_TOO), choose("", TRIPLES, TRIPLES_TOO)
    ('json', 'ttl')
    """
    ranges = list(_ranges(accept)) or [("*/*", 1.0)]
    ranked = {form: _quality(media.partition(";")[0], ranges) for form, media in offers.items()}
    for name, quality in ranges:
        if (form := also.get(name, "")) in ranked:
            ranked[form] = max(ranked[form], quality)
    best = max(ranked, key=lambda form: ranked[form])
    return best if ranked[best] > 0 else None


def _ranges(accept: str) -> Iterable[tuple[str, float]]:
    for item in accept.split(","):
        media, *parameters = (part.strip().lower() for part in item.split(";"))
        quality = next((value[2:] for value in parameters if value.startswith("q=")), "1")
        if media:
            yield media, _number(quality)


def _number(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0


def _quality(media: str, ranges: Iterable[tuple[str, float]]) -> float:
    """Of the range that fits most closely."""
    kind = media.partition("/")[0]
    for wanted in (media, f"{kind}/*", "*/*"):
        found = [quality for name, quality in ranges if name == wanted]
        if found:
            return max(found)
    return 0.0
