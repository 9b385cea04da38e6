"""Settings: what `graphkit.toml` beside the articles may change."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final, TypeVar

import can_ada

from graphkit.errors import SettingsError

FILE_NAME = "graphkit.toml"
T = TypeVar("T", bound="Settings | Limits")

MINTED, BY_URL = "minted", "url"
ARTICLE_IRIS: Final = (MINTED, BY_URL)
"""What an article is called in RDF: by an IRI under the base, or by its URL where that is its alone."""

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("title", "headline"),
    "excerpt": ("excerpt", "summary", "description"),
    "published": ("publishedDateTime", "published_at", "date", "pubDate", "publishDate", "published"),
    "updated": ("updatedDateTime", "updated_at", "lastmod", "modified", "updated"),
    "web_url": ("webUrl", "canonical_url", "external_url", "url", "link", "permalink"),
    "original_url": ("originalUrl",),
    "amp_url": ("ampWebUrl",),
    "cdn_amp_url": ("cdnAmpWebUrl",),
    "reference": ("href", "doc", "path", "ref"),
    "type": ("type",),
    "category": ("category",),
    "quality": ("quality",),
    "heat": ("heat",),
    "visible": ("published",),
    "draft": ("draft",),
    "locale": ("locale", "lang", "language"),
    "slug": ("slug",),
    "provider": ("provider", "feed_name", "publisher", "source", "site"),
    "authors": ("authors", "author"),
    "topics": ("topics", "tags", "categories", "keywords", "section_names"),
    "images": ("images", "image"),
    "related": ("related",),
    "aliases": ("aliases", "alias", "redirect_from"),
}
"""Which front-matter keys feed which field: the first key present wins, and for `topics`, `authors`
and `images` all of them count. `graphkit.toml` may add keys in front: `[fields]` `title = "headline"`.
`visible` is the opposite of `draft`; a second URL under `web_url` becomes one of `other_urls`.
"""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may ask for; the table `[limits]`."""

    file_bytes: int = 10 * 2**20
    header_bytes: int = 4 * 2**20
    depth: int = 32
    alias_nodes: int = 20_000
    related: int = 100_000
    links: int = 50_000


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that changes what a build makes of a folder.

    `fields` adds keys to FIELDS, ahead of its own; `base_url` makes relative URLs absolute;
    `drafts=False` leaves drafts out; with `external_links`, links that leave the folder are edges, too; with
    `bare_notes`, Markdown files without front matter are articles;
    topics of fewer than `min_topic` articles are left out of pictures; with `images`, the explorer page shows
    preview images, which the reader's browser loads from where they are. In RDF, names begin with `base_iri`,
    `article_iris` (minted or url) says what articles are called, and the dataset has a `title` and a `license`.
    """

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    base_url: str = ""
    drafts: bool = True
    external_links: bool = False
    bare_notes: bool = False
    min_topic: int = 2
    base_iri: str = ""
    article_iris: str = "minted"
    title: str = ""
    license: str = ""
    images: bool = False
    limits: Limits = field(default_factory=Limits)


def load_settings(folder: Path, config: Path | None = None) -> Settings:
    """Settings from `config`, or from `graphkit.toml` in `folder`, or the defaults.

    Raises SettingsError, naming the file and the key, for anything it does not understand.
    """
    path = config or folder / FILE_NAME
    if config is None and not path.is_file():
        return Settings()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise SettingsError(f"{path}: {error}") from error
    return _settings(path, table)


def _settings(path: Path, table: dict[str, Any]) -> Settings:
    values = dict(table)
    keys = {name: _keys(path, name, given) for name, given in _table(path, values, "fields").items()}
    limits = _filled(path, Limits(), _table(path, values, "limits"))
    settings = _filled(path, Settings(fields=keys, limits=limits), values)
    _check_base_url(path, settings.base_url)
    if settings.min_topic < 1:
        raise SettingsError(f"{path}: min_topic must be 1 or more")
    if settings.article_iris not in ARTICLE_IRIS:
        raise SettingsError(f"{path}: article_iris must be one of: {', '.join(ARTICLE_IRIS)}")
    if any(getattr(limits, entry.name) < 1 for entry in fields(limits)):
        raise SettingsError(f"{path}: every limit must be 1 or more")
    return settings


def _check_base_url(path: Path, url: str) -> None:
    """No message says what stands there: it may be a password."""
    if not url:
        return
    if not url.startswith(("http://", "https://")):
        raise SettingsError(f"{path}: base_url must begin with http:// or https://")
    try:
        parsed = can_ada.parse(url)
    except ValueError as error:
        raise SettingsError(f"{path}: base_url is not a valid URL; write it as https://my.site/") from error
    if parsed.username or parsed.password:
        raise SettingsError(f"{path}: base_url holds a user name or password; write it as https://my.site/")


def _table(path: Path, values: dict[str, Any], name: str) -> dict[str, Any]:
    table = values.pop(name, {})
    if not isinstance(table, dict):
        raise SettingsError(f"{path}: [{name}] must be a table")
    return table


def _keys(path: Path, name: str, given: object) -> tuple[str, ...]:
    if name not in FIELDS:
        raise SettingsError(f"{path}: [fields] has no field {name!r}; choose one of: {', '.join(FIELDS)}")
    keys = [given] if isinstance(given, str) else given
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        raise SettingsError(f"{path}: [fields] {name} must be a key or a list of keys")
    return tuple(keys)


def _filled(path: Path, defaults: T, values: dict[str, Any]) -> T:
    names = {entry.name for entry in fields(defaults)}
    for name, value in values.items():
        expected = type(getattr(defaults, name, None))
        if name not in names:
            raise SettingsError(f"{path}: unknown key {name!r}; choose one of: {', '.join(sorted(names))}")
        if type(value) is not expected:
            given = value if isinstance(value, bool | int | float) else type(value).__name__
            raise SettingsError(f"{path}: {name} must be of type {expected.__name__}, not {given}")
    return replace(defaults, **values)
