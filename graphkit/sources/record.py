"""From the front matter of one file to its sightings: the document and what it calls related."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from graphkit.errors import SourceError
from graphkit.model import ABOUT, DOCUMENT, PUBLISHED_BY, RELATED
from graphkit.settings import Settings
from graphkit.sources.block import Block, Items
from graphkit.sources.dates import parse_date
from graphkit.sources.fields import TRUTHS, Fields, Found, items_of, shape
from graphkit.sources.harvest import Basket
from graphkit.sources.text import is_blank, one_line, shortened, without_secrets
from graphkit.sources.urls import host

_URLS = ("web_url", "original_url", "amp_url", "cdn_amp_url")
_DOMAINS = ("domain", "url", "link")
_SEPARATORS = re.compile(r"[,;]")
_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})-.")
_WIKILINK = re.compile(r"\[\[([^\]|#]+)[^\]]*\]\]")


def collect(value: Any, source: str, settings: Settings, basket: Basket) -> None:
    """Put the sightings of one document into the basket.

    Raises SourceError when the front matter is no mapping or its title no text.
    """
    if not isinstance(value, Block):
        raise SourceError(
            source, 1, f"the front matter is {shape(value)}, not a mapping; write lines of key: value", "not-mapping"
        )
    _Reading(source, settings, basket).document(value)


class _Reading:
    """One file being read; numbers its sightings as it meets them."""

    def __init__(self, source: str, settings: Settings, basket: Basket) -> None:
        self._source, self._basket = source, basket
        self._fields = Fields(source, settings, basket)
        self._items = 0

    def document(self, block: Block) -> None:
        """The sighting of the document itself, then those of its related articles."""
        title = self._fields.first(block, "title")
        if title and not isinstance(title.value, str):
            message = f"the title is {shape(title.value)}; write text"
            raise SourceError(self._source, title.line, message, "shape", title.key)
        values = self._statement(block)
        if values["published"] is None:
            values["published"], values["published_text"] = self._date_from_name()
        if not values["title"] or is_blank(values["title"]):
            values["title"] = self._title_from_name(block)
        self._sighting(block, values, line=1, relation=DOCUMENT, parent=0, rank=0, text=self._source)

    def _date_from_name(self) -> tuple[datetime, str] | tuple[None, None]:
        """The date with which Jekyll has the names of posts begin."""
        dated = _DATED.match(PurePosixPath(self._source).name)
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
            if name := _name(author.value):
                names.append(name)
            elif author.value is not None:
                self._fields.wrong_shape(author, "a name")
        return list(dict.fromkeys(names)) or None

    # What it is tied to: publisher, topics, related articles. Each declared relation is counted.

    def _provider(self, block: Block, item: int) -> dict[str, Any]:
        found = [one for many in self._fields.all(block, "provider") for one in items_of(many)[:1]]
        if not found:
            return {}
        self._say_more_providers(block, item)
        for one in found:
            if named := self._named_provider(one):
                self._basket.counts[PUBLISHED_BY] += 1
                return {**named, "provider_line": one.line}
        self._malformed(PUBLISHED_BY, item, 0, found[0], "names no publisher")
        return {}

    def _say_more_providers(self, block: Block, item: int) -> None:
        for found in self._fields.all(block, "provider"):
            for other in items_of(found)[1:]:
                self._malformed(PUBLISHED_BY, item, 1, other, "of several publishers only the first counts; left out")

    def _named_provider(self, found: Found) -> dict[str, Any]:
        value, name = found.value, without_secrets(_name(found.value))
        if not isinstance(value, Block):
            domain = host(name) if "://" in name else ""
            return {"provider": domain or name, "provider_domain": domain or None} if not is_blank(name) else {}
        if not isinstance(value.get("name"), str | None):
            self._fields.wrong_shape(Found(f"{found.key}.name", value["name"], value.lines["name"]), "a name")
        domain = host(one_line(next((value[key] for key in _DOMAINS if isinstance(value.get(key), str)), "")))
        if is_blank(name) and not domain:
            return {}
        images = [
            Found(f"{found.key}.{key}", value[key], value.lines[key]) for key in ("images", "image") if value.get(key)
        ]
        return {
            "provider": domain if is_blank(name) else name,
            "provider_domain": domain or None,
            "provider_images": self._fields.images(images),
        }

    def _topics(self, block: Block, item: int) -> dict[str, Any]:
        topics: list[str] = []
        lines: list[int] = []
        for one in self._fields.all(block, "topics"):
            for rank, found in enumerate(_split(one), len(topics) + 1):
                name = _name(found.value)
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
                self._one_related(found, parent, rank)

    def _one_related(self, found: Found, parent: int, rank: int) -> None:
        block = found.value if isinstance(found.value, Block) else Block()
        values = self._statement(block) if block else self._named(found)
        urls = [values.get(name) for name in _URLS]
        written = next((text for text in (*urls, values["reference"], values["title"]) if text), None)
        if written is None or is_blank(written):
            self._malformed(RELATED, parent, rank, found, "names no article: no URL, path or title")
            return
        self._basket.counts[RELATED] += 1
        text = shortened(without_secrets(one_line(written)), 500)
        line = min(block.lines.values(), default=found.line)
        self._sighting(block, values, line=line, relation=RELATED, parent=parent, rank=rank, text=text)

    def _named(self, found: Found) -> dict[str, Any]:
        """What a text says: a URL, or a path, slug, title or `[[wikilink]]`."""
        text = _unbracketed(found.value)
        url, path = self._fields.url(Found(found.key, text, found.line)) if text else ("", "")
        return {"web_url": url or None, "reference": path or None, "title": None}

    def _malformed(self, kind: str, item: int, rank: int, found: Found, reason: str) -> None:
        self._basket.counts[kind] += 1
        text = _as_written(found.value)
        self._basket.add_malformed(self._source, found.line, item, rank, kind, text, reason)
        self._fields.problem(found.line, "malformed", f"{reason}: {text}", found.key)


def _name(value: Any) -> str:
    """The name that a text or a mapping with name, title or label gives; empty if there is none."""
    if isinstance(value, Block):
        value = next((value[key] for key in ("name", "title", "label") if isinstance(value.get(key), str)), None)
    return one_line(value) if isinstance(value, str) else ""


def _unbracketed(value: Any) -> str:
    """The text inside `[[…]]`, which YAML reads as a list in a list where the quotes are missing."""
    bare = isinstance(value, Items)
    while isinstance(value, Items) and len(value) == 1:
        value = value[0]
    if not isinstance(value, str):
        return ""
    if value.strip().lower() in TRUTHS:
        return ""
    link = _WIKILINK.fullmatch(f"[[{value}]]" if bare else value.strip())
    return link[1].strip() if link else value


def _split(found: Found) -> list[Found]:
    """The items of a list; of a text, what stands between commas."""
    if not isinstance(found.value, str):
        return items_of(found)
    parts = [part for part in _SEPARATORS.split(found.value) if part.strip()]
    return [Found(found.key, part, found.line) for part in parts]


def _as_written(value: Any) -> str:
    """A short form of any value; of a mapping only the keys, which hold no secret."""
    if isinstance(value, Block):
        return shortened("{" + ", ".join(one_line(key) for key in value) + "}")
    if isinstance(value, Items):
        return f"[{len(value)} items]"
    return shortened(without_secrets(one_line(value))) if isinstance(value, str) else "null"
