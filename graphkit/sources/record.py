"""From the front matter of one file to its sightings: the document and what it calls related."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from graphkit.errors import SourceError
from graphkit.model import ABOUT, DOCUMENT, PUBLISHED_BY, RELATED, Severity
from graphkit.settings import Settings
from graphkit.sources.block import Block
from graphkit.sources.dates import parse_date
from graphkit.sources.fields import TRUTHS, Fields, Found, items_of, shape
from graphkit.sources.harvest import Basket
from graphkit.sources.properties import misspelled
from graphkit.sources.providers import named_provider
from graphkit.sources.text import is_blank, one_line, shortened, without_secrets
from graphkit.sources.values import as_written, name_in, says_nothing, split, unbracketed

_URLS = ("web_url", "original_url", "amp_url", "cdn_amp_url")
DATED = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[-_ .]|$)")


def collect(value: Any, source: str, settings: Settings, basket: Basket) -> tuple[int, str]:
    """Put the sightings of one document into the basket; how many they are, and the document's own URL.

    Raises SourceError when the front matter is no mapping or its title no text.
    """
    if not isinstance(value, Block):
        raise SourceError(
            source, 1, f"the front matter is {shape(value)}, not a mapping; write lines of key: value", "not-mapping"
        )
    return _Reading(source, settings, basket).document(value)


class _Reading:
    """One file being read; numbers its sightings as it meets them."""

    def __init__(self, source: str, settings: Settings, basket: Basket) -> None:
        self._source, self._basket = source, basket
        self._fields = Fields(source, settings, basket)
        self._items = 0
        self._mentions = 0
        self._first_too_many = 0

    def document(self, block: Block) -> tuple[int, str]:
        """The sighting of the document itself, then those of its related articles; how many, and its own URL."""
        title = self._fields.first(block, "title")
        if title and not isinstance(title.value, str):
            message = f"the title is {shape(title.value)}; write text"
            raise SourceError(self._source, title.line, message, "shape", title.key)
        values = self._statement(block)
        if values["published"] is None:
            values["published"], values["published_text"] = self._date_from_name()
        if not values["title"] or is_blank(values["title"]):
            values["title"] = self._title_from_name(block)
        if values["draft"] is None and "_drafts" in PurePosixPath(self._source).parts:
            values["draft"] = True
        values |= self._aliases(block)
        for line, key, meant in misspelled(block, self._fields.settings):
            self._fields.problem(line, "unknown-key", f"no field reads this key; did you mean {meant!r}?", key, "info")
        self._sighting(block, values, line=1, relation=DOCUMENT, parent=0, rank=0, text=self._source)
        if self._first_too_many:
            most = self._fields.settings.limits.related
            message = f"{self._mentions - most} articles more than {most} (limits.related); left out"
            self._fields.problem(self._first_too_many, "related", message, "related")
        return self._items, next((values[name] for name in _URLS if values.get(name)), "")

    def _date_from_name(self) -> tuple[datetime, str] | tuple[None, None]:
        """The date with which Jekyll has the names of posts begin."""
        dated = DATED.match(PurePosixPath(self._source).stem)
        return (dated and parse_date(dated[1])) or (None, None)

    def _title_from_name(self, block: Block) -> str:
        lines = [block.lines[key] for key in ("title", "headline") if key in block.lines]
        stem = PurePosixPath(self._source).stem
        message = f"{'the title is empty' if lines else 'no title'}; the name of the file stands in: {stem!r}"
        self._fields.problem(lines[0] if lines else 1, "no-title", message, "title", "warning" if lines else "info")
        return one_line(stem)

    def _sighting(self, block: Block, values: dict[str, Any], **where: Any) -> None:
        item = self._items
        self._items += 1
        self._basket.add_sighting(
            {
                **values,
                **where,
                "source": self._source,
                "item": item,
                **self._provider(block, item),
                **self._topics(block, item),
            }
        )
        self._related(block, item)

    # What is said of the article itself.

    def _statement(self, block: Block) -> dict[str, Any]:
        fields = self._fields
        published, published_text = fields.date(block, "published")
        updated, updated_text = fields.date(block, "updated")
        return {
            "title": fields.line_of_text(block, "title"),
            "excerpt": fields.text(block, "excerpt"),
            "published": published,
            "published_text": published_text,
            "updated": updated,
            "updated_text": updated_text,
            "quality": fields.number(block, "quality"),
            "heat": fields.number(block, "heat"),
            "draft": fields.draft(block),
            "authors": self._authors(block),
            "images": fields.images(fields.all(block, "images")),
            **{name: fields.line_of_text(block, name) for name in ("type", "category", "locale")},
            "slug": without_secrets(fields.line_of_text(block, "slug") or "") or None,
            **self._urls(block),
        }

    def _urls(self, block: Block) -> dict[str, Any]:
        urls: dict[str, Any] = {}
        others: list[str] = []
        paths: list[str] = []
        mention = self._items > 0
        for name in (*_URLS, "reference") if mention else _URLS:
            for found in self._fields.all(block, name):
                url, path = self._fields.url(found, "" if mention else self._fields.settings.base_url)
                field = "web_url" if name == "reference" else name
                if url and field not in urls:
                    urls[field] = url
                elif url and url not in (*urls.values(), *others):
                    others.append(url)
                if path:
                    paths.append(path)
                    self._say_relative(found, path)
        return {**urls, "other_urls": others or None, "reference": paths[0] if paths else None}

    def _aliases(self, block: Block) -> dict[str, Any]:
        """Where the document was before, and by which names it goes."""
        names = []
        for found in (alias for one in self._fields.all(block, "aliases") for alias in items_of(one)):
            text = one_line(found.value) if isinstance(found.value, str) else ""
            if not isinstance(found.value, str | None):
                self._fields.wrong_shape(found, "a name or a path")
            elif "://" in text or (text.startswith("/") and self._fields.settings.base_url):
                url, path = self._fields.url(found, self._fields.settings.base_url)
                names += [url] * bool(url) + [path] * bool(path)
            elif not is_blank(text):
                names.append(without_secrets(text))
        return {"aliases": list(dict.fromkeys(names)) or None}

    def _say_relative(self, found: Found, path: str) -> None:
        if self._items == 0 and not self._fields.settings.base_url:
            message = f"{shortened(path, 80)!r} is relative; set base_url in graphkit.toml to make it a web address"
            self._fields.problem(found.line, "relative-url", message, found.key, "info")

    def _authors(self, block: Block) -> list[str] | None:
        found = self._fields.all(block, "authors")
        provider = self._fields.first(block, "provider")
        if not found and provider and isinstance(provider.value, Block):
            found = self._fields.all(provider.value, "authors")
        names = []
        for author in (author for one in found for author in items_of(one)):
            if name := name_in(author.value):
                names.append(name)
            elif author.value is not None:
                self._fields.wrong_shape(author, "a name")
        return list(dict.fromkeys(names)) or None

    # What it is tied to: publisher, topics, related articles. Each declared relation is counted.

    def _provider(self, block: Block, item: int) -> dict[str, Any]:
        stated = [one for many in self._fields.all(block, "provider") for one in items_of(many)]
        told = [(one, named_provider(self._fields, one)) for one in stated]
        nameless = [one for one, values in told if not values]
        named = [(one, values) for one, values in told if values]
        # Next to a name, an empty text says nothing.
        for one in [one for one in nameless if not says_nothing(one.value)] or ([] if named else nameless[:1]):
            self._malformed(PUBLISHED_BY, item, 0, one, "names no publisher")
        return self._first_provider(item, *named) if named else {}

    def _first_provider(
        self, item: int, first_named: tuple[Found, dict[str, Any]], *others: tuple[Found, dict[str, Any]]
    ) -> dict[str, Any]:
        first, values = first_named
        self._basket.counts[PUBLISHED_BY] += 1
        for rank, (one, other) in enumerate(others, 1):
            # `feed_name` and `source` often say the same; two names under one key are a mistake.
            if one.key == first.key or other["provider"].casefold() != values["provider"].casefold():
                reason = "of several publishers only the first counts; left out"
                self._malformed(PUBLISHED_BY, item, rank, one, reason, "warning" if one.key == first.key else "info")
        return {**values, "provider_line": first.line}

    def _topics(self, block: Block, item: int) -> dict[str, Any]:
        topics: list[str] = []
        lines: list[int] = []
        for one in self._fields.all(block, "topics"):
            for rank, found in enumerate(split(one), len(topics) + 1):
                name = name_in(found.value)
                if not is_blank(name):
                    topics.append(name)
                    lines.append(found.line)
                    self._basket.counts[ABOUT] += 1
                else:
                    self._malformed(ABOUT, item, rank, found, "names no topic")
        return {"topics": topics, "topic_lines": lines} if topics else {}

    def _related(self, block: Block, parent: int) -> None:
        rank = 0
        for one in self._fields.all(block, "related"):
            for found in items_of(one):
                if isinstance(one.value, str) and one.value.strip().lower() in TRUTHS | {""}:
                    continue
                rank += 1
                self._mentions += 1
                if self._mentions <= self._fields.settings.limits.related:
                    self._one_related(found, parent, rank)
                else:
                    self._first_too_many = self._first_too_many or found.line

    def _one_related(self, found: Found, parent: int, rank: int) -> None:
        block = found.value if isinstance(found.value, Block) else Block()
        values = self._statement(block) if block else self._named(found)
        urls = [values.get(name) for name in _URLS]
        written = next((text for text in (*urls, values["reference"], values["title"]) if text), None)
        if written is None or is_blank(written):
            self._malformed(RELATED, parent, rank, found, "names no article: no URL, path or title")
            self._lost(block, parent)
            return
        self._basket.counts[RELATED] += 1
        text = shortened(without_secrets(one_line(written)), 500)
        line = min(block.lines.values(), default=found.line)
        self._sighting(block, values, line=line, relation=RELATED, parent=parent, rank=rank, text=text)

    def _lost(self, block: Block, parent: int) -> None:
        """What a relation that names no article calls related in turn: there is nothing to relate it to."""
        for found in (one for many in self._fields.all(block, "related") for one in items_of(many)):
            self._malformed(RELATED, parent, 0, found, "stands in a relation that names no article")
            self._lost(found.value if isinstance(found.value, Block) else Block(), parent)

    def _named(self, found: Found) -> dict[str, Any]:
        """What a text says: a URL, or a path, slug, title or `[[wikilink]]`."""
        text = unbracketed(found.value)
        if ": " in text:  # a title, not the scheme of a URL
            return {"reference": one_line(text), "title": None}
        url, path = self._fields.url(Found(found.key, text, found.line)) if text else ("", "")
        return {"web_url": url or None, "reference": path or None, "title": None}

    def _malformed(
        self, kind: str, item: int, rank: int, found: Found, reason: str, severity: Severity = "warning"
    ) -> None:
        self._basket.counts[kind] += 1
        text = as_written(found.value)
        self._basket.add_malformed(self._source, found.line, item, rank, kind, text, reason)
        self._fields.problem(found.line, "malformed", f"{reason}: {text}", found.key, severity)
