"""From the tokens of plain front matter to sightings: what `sources.record` does, for many files at once.

Whatever that would remark on, and what is rare, spoils the file: it is then read there.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

import numpy as np
import polars as pl

from graphkit.model import DOCUMENT, IMAGES, RELATED, SIGHTINGS, URL_COLUMNS
from graphkit.settings import FIELDS, Settings
from graphkit.sources.fields import TRUTHS
from graphkit.sources.plain import cells
from graphkit.sources.plain.rows import Cells, Rows
from graphkit.sources.plain.tokens import Tokens
from graphkit.sources.plain.tree import ROOT
from graphkit.sources.properties import CROWD, KNOWN, misspelling
from graphkit.sources.record import DATED
from graphkit.sources.text import clean

_LINES = ("title", "type", "category", "locale", "slug")
_IMAGE_TEXTS = ("title", "attribution")
_OF_IMAGE = ("url", "width", "height", *_IMAGE_TEXTS, "isCached")


def sightings_of(sources: Sequence[str], tokens: Tokens, settings: Settings) -> pl.DataFrame:
    """The sightings of all files that are good to the end; spoils the others."""
    return _Reading(sources, tokens, settings).sightings()


class _Reading:
    """Fills columns; each method those of a few fields."""

    def __init__(self, sources: Sequence[str], tokens: Tokens, settings: Settings) -> None:
        self._sources, self._tokens, self._settings = sources, tokens, settings
        self._rows = Rows(tokens, settings)
        self._columns: dict[str, pl.Series] = {}

    def sightings(self) -> pl.DataFrame:
        self._refuse_rare()
        self._read_texts()
        self._read_dates()
        self._read_draft()
        self._read_urls()
        self._read_provider()
        self._read_topics()
        self._read_authors()
        self._columns["images"] = self._images(self._rows.single("images"))
        self._read_relation()
        height = self._rows.file.size
        columns = {
            name: self._columns[name].cast(dtype)
            if name in self._columns
            else pl.repeat(None, height, dtype=dtype, eager=True)
            for name, dtype in SIGHTINGS.items()
        }
        table = pl.DataFrame(columns)
        return table.filter(pl.Series(self._tokens.good[self._rows.file]))

    def _put(self, name: str, values: pl.Series, rows: cells.Ints) -> None:
        self._columns[name] = self._rows.column(values, rows)

    def _refuse_rare(self) -> None:
        """Keys that may be misspelled; fields that mean much."""
        tokens, own = self._tokens, {key for keys in self._settings.fields.values() for key in keys}
        top = np.flatnonzero((tokens.parent == ROOT) & ~tokens.dash & tokens.good[tokens.file])
        unread = top[~tokens.bears(top, KNOWN | own)]
        crowded = np.bincount(tokens.file[unread], minlength=tokens.good.size) > CROWD
        tokens.good[crowded] = False
        unread = unread[~crowded[tokens.file[unread]]]
        odd = {name for name in (tokens.names[key] for key in np.unique(tokens.key[unread])) if misspelling(name)}
        tokens.spoil(unread[tokens.bears(unread, odd)])
        for field in ("aliases", "reference", "related"):
            said = self._rows.of(field)
            document = self._rows.item[said.rows] == 0
            tokens.spoil(said.where(document if field == "aliases" else ~document).tokens)

    # What is said of the article itself.

    def _read_texts(self) -> None:
        for field in (*_LINES, "excerpt"):
            tokens, rows = self._rows.single(field)
            texts = self._tokens.texts(tokens)
            self._put(field, cells.text(texts, clean) if field == "excerpt" else cells.text(texts), rows)
        for field in ("quality", "heat"):
            tokens, rows = self._rows.single(field)
            self._put(field, self._tokens.read(tokens, cells.numbers), rows)
        self._tokens.good[self._columns["title"].gather(self._rows.documents).is_null().to_numpy()] = False

    def _read_dates(self) -> None:
        for field in ("published", "updated"):
            tokens, rows = self._rows.refuse_several(self._dated(self._rows.of(field)))
            moments, texts, good = cells.dates(self._tokens.texts(tokens))
            self._tokens.spoil(tokens[~good])
            self._put(field, moments, rows)
            self._put(f"{field}_text", texts, rows)
        undated = self._columns["published"].gather(self._rows.documents).is_null().to_numpy()
        for file, source in enumerate(self._sources):
            # The name stands for the date, or says that this is a draft.
            if "_drafts" in source or (undated[file] and DATED.match(PurePosixPath(source).stem)):
                self._tokens.good[file] = False

    def _dated(self, told: Cells) -> Cells:
        """Without those that say whether, not when."""
        words = self._tokens.texts(told.tokens).str.strip_chars().str.to_lowercase()
        truth = words.is_in(list(TRUTHS)).to_numpy() & self._tokens.bears(told.tokens, FIELDS["visible"])
        return told.where(~truth)

    def _read_draft(self) -> None:
        tokens, rows = self._rows.single("draft")
        draft = self._rows.column(self._tokens.read(tokens, cells.truths), rows)
        tokens, rows = self._rows.single("visible")
        texts = self._tokens.texts(tokens)
        visible, good = cells.truths(texts)
        self._tokens.spoil(tokens[~(good | cells.dates(texts)[2])])
        hidden = self._rows.column(~visible, rows)
        self._columns["draft"] = pl.select(pl.coalesce(draft, hidden)).to_series()

    def _read_urls(self) -> None:
        for field in URL_COLUMNS:
            tokens, rows = self._rows.single(field)
            self._put(field, self._tokens.read(tokens, cells.urls), rows)

    # What it is tied to.

    def _read_provider(self) -> None:
        told = self._rows.single("provider")
        texts, blocks = (told.where(flags[told.tokens]) for flags in (self._tokens.filled, self._tokens.branch))
        inside = self._rows.within(blocks)
        self._tokens.spoil(self._rows.named(inside, *self._rows.keys_of("authors")).tokens)
        inner = self._rows.named(inside, "name")
        named = cells.text(self._tokens.texts(texts.tokens))
        self._tokens.spoil(texts.tokens[named.str.contains("://", literal=True).fill_null(True).to_numpy()])
        names = pl.concat([named, cells.text(self._tokens.texts(inner.tokens))])
        self._put("provider", names, np.concatenate([texts.rows, inner.rows]))
        self._tokens.spoil(told.tokens[self._columns["provider"].gather(told.rows).is_null().to_numpy()])
        self._put("provider_line", pl.Series(self._tokens.line[told.tokens]), told.rows)
        domains = self._first(inside, "domain", "url", "link")
        self._put("provider_domain", cells.hosts(self._tokens.texts(domains.tokens)), domains.rows)
        images = self._rows.refuse_several(self._rows.named(inside, "images", "image"))
        self._columns["provider_images"] = self._images(images)

    def _first(self, inside: Cells, *names: str) -> Cells:
        """Per row the token of the first of these keys that is there."""
        first = np.full(self._rows.file.size, -1)
        for name in reversed(names):
            tokens, rows = self._rows.named(inside, name)
            first[rows] = tokens
        rows = np.flatnonzero(first >= 0)
        return Cells(first[rows], rows)

    def _read_topics(self) -> None:
        lists = self._rows.of("topics")
        order = np.full(self._tokens.dash.size, -1)
        order[lists.tokens] = self._tokens.place_in(lists.tokens, self._rows.keys_of("topics"))
        tokens, rows = self._rows.elements(lists)
        key = np.where(self._tokens.dash[tokens], order[self._tokens.parent[tokens]], order[tokens])
        sort = np.lexsort((tokens, key, rows))
        tokens, rows = tokens[sort], rows[sort]
        texts = self._tokens.texts(tokens)
        names = cells.text(texts)
        listed = texts.str.contains("[,;]").to_numpy() & ~self._tokens.dash[tokens]
        self._tokens.spoil(tokens[listed | names.is_null().to_numpy()])
        self._columns["topics"] = self._rows.lists(names, rows)
        self._columns["topic_lines"] = self._rows.lists(pl.Series(self._tokens.line[tokens], dtype=pl.UInt32), rows)

    def _read_authors(self) -> None:
        tokens, rows = self._rows.elements(self._rows.single("authors"))
        names = cells.text(self._tokens.texts(tokens))
        self._tokens.spoil(tokens[names.is_null().to_numpy()])
        self._columns["authors"] = self._rows.lists(names, rows).list.unique(maintain_order=True)

    def _images(self, told: Cells) -> pl.Series:
        """The column of lists of images."""
        items = self._rows.elements(told)
        index = Cells(items.tokens, np.arange(items.tokens.size))
        alone = index.where(self._tokens.filled[items.tokens])
        inside = self._rows.within(index)
        inner = {name: self._rows.named(inside, name) for name in _OF_IMAGE}
        at = np.full(items.tokens.size, -1)
        at[alone.rows] = alone.tokens
        at[inner["url"].rows] = inner["url"].tokens
        self._tokens.spoil(items.tokens[at < 0])
        table = pl.DataFrame(
            {
                "url": self._tokens.read(at, cells.urls),
                **{name: self._inner(inner[name], cells.sizes, at.size) for name in ("width", "height")},
                **{name: self._inner(inner[name], cells.texts, at.size) for name in _IMAGE_TEXTS},
                "is_cached": self._inner(inner["isCached"], cells.flags, at.size),
            },
        )
        return self._rows.lists(table.to_struct(), items.rows).cast(IMAGES)

    def _inner(self, told: Cells, convert: cells.Reading, height: int) -> pl.Series:
        return self._rows.column(self._tokens.read(told.tokens, convert), told.rows, height)

    def _read_relation(self) -> None:
        rows = self._rows
        document = pl.Series(rows.item == 0)
        sources = pl.Series(self._sources, dtype=pl.String).gather(rows.file)
        line = np.ones(rows.file.size, np.int64)
        line[rows.item > 0] = self._tokens.line[rows.mentions]
        written = pl.select(pl.coalesce(*(self._columns[name] for name in (*URL_COLUMNS, "title")))).to_series()
        self._tokens.spoil(rows.mentions[written.filter(~document).is_null().to_numpy()])
        self._columns |= {
            "source": sources,
            "line": pl.Series(line),
            "item": pl.Series(rows.item),
            "parent": pl.Series(np.zeros_like(line)),
            "rank": pl.Series(rows.item),
            "relation": pl.select(pl.when(document).then(pl.lit(DOCUMENT)).otherwise(pl.lit(RELATED))).to_series(),
            "text": sources.zip_with(document, cells.shown(written)),
        }
