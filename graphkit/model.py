"""The nouns of graphkit as table schemas: sightings, nodes, edges, the ledger, problems."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

Schema = pl.Schema

ARTICLE: Final = "article"
PROVIDER: Final = "provider"
TOPIC: Final = "topic"
NODE_KINDS: Final = (ARTICLE, PROVIDER, TOPIC)

RELATED: Final = "related"
PUBLISHED_BY: Final = "published_by"
ABOUT: Final = "about"
LINKS_TO: Final = "links_to"
EDGE_KINDS: Final = (RELATED, PUBLISHED_BY, ABOUT, LINKS_TO)

COLLECTED: Final = "collected"
CITED: Final = "cited"

DOCUMENT: Final = "document"
LINK: Final = "link"

PASSED_OVER: Final = "passed_over"
REJECTED: Final = "rejected"

MALFORMED_END: Final = "malformed"
FILTERED: Final = "filtered"
UNMATCHED: Final = "unmatched"
OUTCOMES: Final = ("resolved", "cited", "merged", "self", UNMATCHED, MALFORMED_END, FILTERED)
"""How a declared relation can end, in the order in which reports list them.

It makes an edge (`resolved`, or `cited` where no file is the article), or one that is there already (`merged`), or
leads to the article itself (`self`); a link names no file of the folder, or several (`unmatched`); it says nothing
usable (`malformed`); or it is left out (`filtered`): with the drafts, or as it leaves the folder.
"""

_TEXT = pl.String()
_TEXTS = pl.List(pl.String())
_TIME = pl.Datetime("us", "UTC")
_COUNT = pl.UInt32()
_NUMBER = pl.Float64()
_FLAG = pl.Boolean()

IMAGES = pl.List(
    pl.Struct(
        {
            "url": pl.String(),
            "width": pl.Int64(),
            "height": pl.Int64(),
            "title": pl.String(),
            "attribution": pl.String(),
            "is_cached": pl.Boolean(),
        }
    )
)

STATEMENT: Final[Schema] = Schema(
    {
        "title": _TEXT,
        "excerpt": _TEXT,
        "published": _TIME,
        "published_text": _TEXT,
        "updated": _TIME,
        "updated_text": _TEXT,
        "web_url": _TEXT,
        "original_url": _TEXT,
        "amp_url": _TEXT,
        "cdn_amp_url": _TEXT,
        "type": _TEXT,
        "category": _TEXT,
        "quality": _NUMBER,
        "heat": _NUMBER,
        "draft": _FLAG,
        "locale": _TEXT,
        "authors": _TEXTS,
        "images": IMAGES,
    }
)
"""What one file says of one article, field by field; the same columns stand on an article's node.

`published` is the instant in UTC, `published_text` the date as ISO 8601 with the offset that the
file wrote (a bare date stays one).
"""

SIGHTINGS: Final[Schema] = Schema(
    {
        "source": _TEXT,
        "line": _COUNT,
        "item": _COUNT,
        "parent": _COUNT,
        "rank": _COUNT,
        "relation": _TEXT,
        "text": _TEXT,
        "form": _TEXT,
        "reference": _TEXT,
        "slug": _TEXT,
        "aliases": _TEXTS,
        "other_urls": _TEXTS,
        **STATEMENT,
        "provider": _TEXT,
        "provider_domain": _TEXT,
        "provider_line": _COUNT,
        "provider_images": IMAGES,
        "topics": _TEXTS,
        "topic_lines": pl.List(_COUNT),
    }
)
"""One row per statement of one file about one article, sorted by (source, item).

`item` numbers the sightings of one file (0 is the document itself), `parent` is the item whose
`related` list or body holds this one, `rank` the place there from 1 on. `relation` is document, related or link;
`text` is the relation as written, `form` how a link is (url, wikilink, ref, post_url, link), `reference` a
path or slug that names another file of the folder, `aliases` names and paths that a document had before. A
graph directory's `sightings.parquet` also has `article`, the id of the node that each one speaks of.
"""

URL_COLUMNS: Final = ("web_url", "original_url", "amp_url", "cdn_amp_url")
"""The URLs of a sighting in the order of preference for a node's id and address."""

FILES: Final[Schema] = Schema({"source": _TEXT, "state": _TEXT, "bytes": pl.UInt64(), "sha256": _TEXT})
"""One row per file that was met, sorted by `source`: its size and the hash of what was read, in hexadecimal.

`state` is document, passed_over (no front matter) or rejected; a file that could not be read has no hash.
"""

KEYS: Final[Schema] = Schema(
    {
        "row": _COUNT,
        "judgement": _COUNT,
        "key": _TEXT,
        "priority": pl.UInt8(),
        "url": _TEXT,
        "article": _TEXT,
        "cut": _COUNT,
    }
)
"""Why sightings are one article: the keys of each, sorted by (row, priority, key).

`row` is a row of the sightings, or else `judgement` the line of a judgement that ties its two keys. `url`
is what gave the key, if a URL did; `priority` 0 the best. `article` is the node that the key belongs to,
`cut` the line of the judgement that forbids this tie, null where it holds.
"""

MALFORMED: Final[Schema] = Schema(
    {
        "source": _TEXT,
        "line": _COUNT,
        "item": _COUNT,
        "rank": _COUNT,
        "kind": _TEXT,
        "text": _TEXT,
        "reason": _TEXT,
        "outcome": _TEXT,
    }
)
"""Declared relations that lead to no article whatever the other files say; they go straight into the ledger."""

NODES: Final[Schema] = Schema(
    {
        "id": _TEXT,
        "kind": _TEXT,
        "label": _TEXT,
        "url": _TEXT,
        "status": _TEXT,
        "source": _TEXT,
        "sightings": _COUNT,
        "domain": _TEXT,
        "names": _TEXTS,
        **{name: dtype for name, dtype in STATEMENT.items() if name not in ("title", "web_url")},
    }
)
"""One row per node, sorted by (kind, id); analysis adds its columns behind these.

`label` is an article's title, `url` its preferred URL, `source` the file that is the article,
`sightings` how many statements speak of the node, `names` every other spelling met.
"""

EDGES: Final[Schema] = Schema(
    {
        "source": _COUNT,
        "target": _COUNT,
        "kind": _TEXT,
        "weight": _NUMBER,
        "rank": _COUNT,
        "first": _TIME,
        "last": _TIME,
        "evidence": pl.List(_COUNT),
    }
)
"""One row per edge, sorted by (source, target, kind); `source` and `target` are rows of `nodes`.

`weight` is the number of files that declare the edge, `rank` its best place in a list, `first`
and `last` the dates of those files, `evidence` the rows of `sightings` that carry it.
"""

LEDGER: Final[Schema] = Schema(
    {
        "source": _TEXT,
        "line": _COUNT,
        "item": _COUNT,
        "rank": _COUNT,
        "kind": _TEXT,
        "text": _TEXT,
        "outcome": _TEXT,
        "target": _TEXT,
        "reason": _TEXT,
    }
)
"""One row per relation that any file declares, with its end; sorted by (source, item, kind, rank)."""

DISAGREEMENTS: Final[Schema] = Schema(
    {
        "id": _TEXT,
        "field": _TEXT,
        "chosen": _TEXT,
        "others": _TEXTS,
        "rule": _TEXT,
    }
)
"""Where the sightings of one article differ: the value chosen, the others, and by which rule."""

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A thing wrong with the data, returned and not raised.

    >>> print(Problem("posts/a.md", 3, "bad-date", "not a date: '2021-02-30'", "date"))
    posts/a.md:3: warning [bad-date] date: not a date: '2021-02-30'
    """

    source: str
    line: int
    code: str
    message: str
    field: str = ""
    severity: Severity = "warning"

    def __str__(self) -> str:
        field = f"{self.field}: " if self.field else ""
        return f"{self.source}:{self.line}: {self.severity} [{self.code}] {field}{self.message}"
