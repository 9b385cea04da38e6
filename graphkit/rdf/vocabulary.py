"""Vocabulary: which column becomes which RDF term. One table, read by the writer and by the docs.

schema.org (https) for articles and publishers, SKOS for topics, Dublin Core for `related` (schema.org
has no property for it), and `gk:` for the rest. A column that no row names comes out as gk:<camelCase>.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

import polars as pl

from graphkit.model import ABOUT, ARTICLE, IMAGES, LINKS_TO, PROVIDER, PUBLISHED_BY, RELATED, TOPIC, Schema
from graphkit.rdf.iris import segment

NAMESPACE: Final = "https://w3id.org/graphkit/ns#"

PREFIXES: Final[Mapping[str, str]] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "gk": NAMESPACE,
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

VOCABULARIES: Final = ("schema", "dcterms", "skos", "gk")
"""The prefixes of the vocabularies that describe nodes and edges."""


@dataclass(frozen=True, slots=True)
class Term:
    """One column and the predicate it becomes; `form` is a key of `forms.FORMS`, `note` is for people.

    A row with a `kind` speaks for that kind of node, one without for all kinds that have none of their own.
    """

    column: str
    predicate: str
    form: str
    kind: str = ""
    note: str = ""


NODE_TERMS: Final = (
    Term("id", "dcterms:identifier", "string", note="the id of the node, the same in every export"),
    Term("kind", "gk:kind", "string", note="article, provider, topic; of an edge: related, published_by, …"),
    Term("label", "schema:headline", "string", ARTICLE),
    Term("label", "schema:name", "string", PROVIDER),
    Term("label", "skos:prefLabel", "string", TOPIC),
    Term("label", "rdfs:label", "string"),
    Term("url", "schema:url", "iri"),
    Term("url", "gk:urlText", "written", note="the address as written, if its IRI had to encode characters"),
    Term("status", "gk:status", "string", note="collected: a file of its own; cited: known from mentions only"),
    Term("source", "gk:source", "string", note="path of the file that is the article"),
    Term("sightings", "gk:sightings", "integer", note="how many statements speak of the node"),
    Term("domain", "gk:domain", "string", note="registrable domain of a publisher"),
    Term("names", "schema:alternativeHeadline", "strings", ARTICLE),
    Term("names", "schema:alternateName", "strings", PROVIDER),
    Term("names", "skos:altLabel", "strings"),
    Term("excerpt", "schema:abstract", "string"),
    Term("published", "schema:datePublished", "date"),
    Term("published_text", "gk:publishedText", "string", note="the date as the file wrote it, with its offset"),
    Term("updated", "schema:dateModified", "date"),
    Term("updated_text", "gk:updatedText", "string", note="the date as the file wrote it, with its offset"),
    Term("original_url", "gk:originalUrl", "iri", note="address at the publisher"),
    Term(
        "original_url", "gk:originalUrlText", "written", note="the same as written, if its IRI had to encode characters"
    ),
    Term("amp_url", "gk:ampUrl", "iri", note="address of the AMP page"),
    Term("amp_url", "gk:ampUrlText", "written", note="the same as written, if its IRI had to encode characters"),
    Term("cdn_amp_url", "gk:cdnAmpUrl", "iri", note="address of the AMP page in a cache"),
    Term("cdn_amp_url", "gk:cdnAmpUrlText", "written", note="the same as written, if its IRI had to encode characters"),
    Term("type", "gk:contentType", "string", note="the type as written; it also chooses the schema.org class"),
    Term("category", "schema:articleSection", "string"),
    Term("quality", "gk:quality", "double", note="quality as the file states it"),
    Term("heat", "gk:heat", "double", note="heat as the file states it"),
    Term("draft", "schema:creativeWorkStatus", "status"),
    Term("draft", "gk:draft", "boolean", note="whether the file says it is not published"),
    Term("locale", "schema:inLanguage", "string"),
    Term("authors", "schema:author", "strings"),
    Term("images", "schema:logo", "images", PROVIDER),
    Term("images", "schema:image", "images"),
    Term("in_degree", "gk:inDegree", "integer", note="edges that enter the node"),
    Term("out_degree", "gk:outDegree", "integer", note="edges that leave the node"),
    Term("degree", "gk:degree", "integer", note="edges of the node"),
    Term("degree_related", "gk:degreeRelated", "integer", note="its edges of kind related"),
    Term("degree_published_by", "gk:degreePublishedBy", "integer", note="its edges of kind published_by"),
    Term("degree_links_to", "gk:degreeLinksTo", "integer", note="its edges of kind links_to"),
    Term("degree_about", "gk:degreeAbout", "integer", note="its edges of kind about"),
    Term("pagerank", "gk:pageRank", "double", note="PageRank among the nodes of its kind"),
    Term("hub", "gk:hub", "double", note="HITS hub score among articles"),
    Term("authority", "gk:authority", "double", note="HITS authority score among articles"),
    Term("betweenness", "gk:betweenness", "double", note="betweenness among articles, undirected"),
    Term("core", "gk:core", "integer", note="core number among articles"),
    Term("component", "gk:component", "integer", note="connected component; 0 is the largest"),
    Term("cluster", "gk:cluster", "integer", note="cluster; 0 is the largest"),
    Term("subcluster", "gk:subcluster", "integer", note="cluster within the cluster"),
    Term("cluster_label", "gk:clusterLabel", "string", note="words that tell the cluster from the others"),
    Term("x", "gk:x", "double", note="place on the map, left to right"),
    Term("y", "gk:y", "double", note="place on the map"),
)
"""Every column of `model.NODES` and every column that analysis adds."""

EDGE_TERMS: Final = (
    Term("source", "gk:from", "node", note="the node that an edge leaves"),
    Term("target", "gk:to", "node", note="the node that an edge enters"),
    Term("kind", "gk:kind", "string"),
    Term("weight", "gk:weight", "double", note="how many files declare the edge"),
    Term("rank", "gk:rank", "integer", note="best place of the edge in a list, from 1 on"),
    Term("first", "gk:first", "instant", note="earliest date of a file that declares the edge"),
    Term("last", "gk:last", "instant", note="latest date of a file that declares the edge"),
    Term("evidence", "gk:evidence", "integers", note="rows of the sightings that carry the edge"),
)
"""Every column of `model.EDGES`, on the gk:Relation node of each edge."""

FILE_TERMS: Final = (
    Term("source", "dcterms:title", "string"),
    Term("bytes", "gk:bytes", "integer", note="size of the file"),
    Term("sha256", "gk:sha256", "string", note="SHA-256 of the file, in hexadecimal"),
)
"""What is said of a file, a prov:Entity."""

STATEMENT_TERMS: Final = (
    Term("edge", "gk:states", "edge", note="the relation that the file declares here"),
    Term("line", "gk:line", "integer", note="line of the file where it stands"),
    Term("rank", "gk:rank", "integer"),
    Term("date", "gk:date", "instant", note="date of the article that the file is"),
)
"""What is said of a gk:Statement: where a file declares a relation, and when."""

IMAGE_TERMS: Final = (
    Term("url", "schema:contentUrl", "iri"),
    Term("url", "gk:urlText", "written", note="the same as written, if its IRI had to encode characters"),
    Term("width", "schema:width", "integer"),
    Term("height", "schema:height", "integer"),
    Term("title", "schema:caption", "string"),
    Term("attribution", "schema:creditText", "string"),
    Term("is_cached", "gk:isCached", "boolean", note="whether the source keeps a copy of the image"),
)
"""Every field of an image, on a schema:ImageObject node of its own."""

IMAGE_SCHEMA: Final = cast("Schema", cast("pl.Struct", IMAGES.inner).to_schema())

EDGE_PREDICATES: Final[Mapping[str, str]] = {
    RELATED: "dcterms:relation",
    LINKS_TO: "dcterms:references",
    PUBLISHED_BY: "schema:publisher",
    ABOUT: "schema:about",
}
"""The plain triple of each kind of edge; another kind becomes gk:<camelCase>."""

CLASSES: Final[Mapping[str, str]] = {
    ARTICLE: "gk:Article",
    PROVIDER: "gk:Provider, schema:NewsMediaOrganization, schema:Organization",
    TOPIC: "gk:Topic, skos:Concept, schema:DefinedTerm",
}
"""The classes of each kind of node; another kind becomes gk:<Kind>. An article gets one more, by its type."""

TYPES: Final[Mapping[str, str]] = {
    "article": "schema:NewsArticle",
    "news": "schema:NewsArticle",
    "blogpost": "schema:BlogPosting",
    "video": "schema:VideoObject",
    "audio": "schema:AudioObject",
    "podcast": "schema:PodcastEpisode",
    "slideshow": "schema:ImageGallery",
    "gallery": "schema:ImageGallery",
    "webcontent": "schema:WebPage",
}
"""The schema.org class of an article by its lower-cased type; else NewsArticle in category news, else Article."""

_CAMEL = re.compile(r"_([a-z])")
_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


def own_name(name: str) -> str:
    """The gk: term for a name without a term: a prefixed name if that is safe, else an IRI.

    >>> own_name("cluster_path"), own_name("my column")
    ('gk:clusterPath', '<https://w3id.org/graphkit/ns#my%20column>')
    """
    local = _CAMEL.sub(lambda match: match[1].upper(), name)
    return f"gk:{local}" if _LOCAL.fullmatch(local) else f"<{NAMESPACE}{segment(local)}>"


def classes_of(kind: str) -> str:
    """The classes of a kind of node.

    >>> classes_of("article"), classes_of("person")
    ('gk:Article', 'gk:Person')
    """
    return CLASSES.get(kind) or own_name(kind[:1].upper() + kind[1:])


def edge_predicate(kind: str) -> str:
    """The predicate of a kind of edge.

    >>> edge_predicate("related"), edge_predicate("part_of")
    ('dcterms:relation', 'gk:partOf')
    """
    return EDGE_PREDICATES.get(kind) or own_name(kind)


def expand(term: str) -> str:
    """The IRI of a prefixed name.

    >>> expand("gk:pageRank")
    'https://w3id.org/graphkit/ns#pageRank'
    """
    prefix, _, local = term.partition(":")
    return term[1:-1] if term.startswith("<") else PREFIXES[prefix] + local


def compact(iri: str) -> str:
    """The prefixed name of an IRI, or the IRI where no prefix fits.

    >>> compact("https://schema.org/headline"), compact("https://a.example/x")
    ('schema:headline', 'https://a.example/x')
    """
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
