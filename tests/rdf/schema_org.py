"""What schema.org says of the terms that are used here, as far as it matters here.

Compared with the vocabulary as schema.org publishes it, release 30.0. To compare it with another release:

    python -m tests.rdf.schema_org schemaorg-current-https.nt
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pyoxigraph

from graphkit.rdf.vocabulary import PREFIXES, expand

SCHEMA = PREFIXES["schema"]

DOMAINS = {
    "about": {"CreativeWork", "DefinedTerm", "Event"},
    "abstract": {"CreativeWork"},
    "alternateName": {"Thing"},
    "alternativeHeadline": {"CreativeWork"},
    "articleSection": {"Article"},
    "author": {"CreativeWork"},
    "caption": {"AudioObject", "ImageObject", "VideoObject"},
    "contentUrl": {"MediaObject"},
    "creativeWorkStatus": {"CreativeWork"},
    "creditText": {"CreativeWork"},
    "dateModified": {"CreativeWork"},
    "datePublished": {"CreativeWork"},
    "headline": {"CreativeWork"},
    "height": {"MediaObject"},
    "image": {"Thing"},
    "inLanguage": {"CreativeWork", "Event"},
    "logo": {"Brand", "Organization", "Place", "Product", "Service"},
    "name": {"Thing"},
    "publisher": {"CreativeWork"},
    "url": {"Thing"},
    "width": {"MediaObject"},
}
"""Property → the classes it is for, of those that matter here."""

PARENTS = {
    "Article": "CreativeWork",
    "AudioObject": "MediaObject",
    "BlogPosting": "SocialMediaPosting",
    "CollectionPage": "WebPage",
    "CreativeWork": "Thing",
    "DefinedTerm": "Intangible",
    "Episode": "CreativeWork",
    "ImageGallery": "MediaGallery",
    "ImageObject": "MediaObject",
    "Intangible": "Thing",
    "MediaGallery": "CollectionPage",
    "MediaObject": "CreativeWork",
    "NewsArticle": "Article",
    "NewsMediaOrganization": "Organization",
    "Organization": "Thing",
    "PodcastEpisode": "Episode",
    "SocialMediaPosting": "Article",
    "VideoObject": "MediaObject",
    "WebPage": "CreativeWork",
}
"""Class → the class above it, of those that matter here."""


def published(path: Path) -> tuple[Mapping[str, set[str]], Mapping[str, set[str]]]:
    """Property → its classes, and class → those above it, by schema.org's own file."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for triple in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.N_TRIPLES):
        s, o = (str(term.value).removeprefix(SCHEMA) for term in (triple.subject, triple.object))
        found[triple.predicate.value][s].add(o)
    return found[expand("schema:domainIncludes")], found[expand("rdfs:subClassOf")]


def differences(path: Path) -> list[str]:
    """Where the tables say more than the published vocabulary."""
    domains, parents = published(path)
    wrong = [f"{name} is not for {', '.join(some - domains[name])}" for name, some in DOMAINS.items()]
    wrong = [line for line in wrong if not line.endswith("for ")]
    return wrong + [f"{name} is no {parent}" for name, parent in PARENTS.items() if parent not in parents[name]]


if __name__ == "__main__":
    lines = differences(Path(sys.argv[1]))
    print("\n".join(lines) or f"{len(DOMAINS)} properties and {len(PARENTS)} classes are as schema.org has them")
    sys.exit(bool(lines))
