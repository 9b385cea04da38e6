"""From a front-matter value to a publisher: its name, its domain, its images."""

from __future__ import annotations

from typing import Any

from graphkit.sources.block import Block
from graphkit.sources.fields import Fields, Found
from graphkit.sources.text import is_blank, one_line, without_secrets
from graphkit.sources.urls import host
from graphkit.sources.values import name_in

_DOMAINS = ("domain", "url", "link")


def named_provider(fields: Fields, found: Found) -> dict[str, Any]:
    """What a value says of a publisher: columns `provider`, `provider_domain`, `provider_images`; empty if none.

    Without a name the domain stands in for it.
    """
    value, name = found.value, without_secrets(name_in(found.value))
    if not isinstance(value, Block):
        domain = host(name) if "://" in name else ""
        return {"provider": domain or name, "provider_domain": domain or None} if not is_blank(name) else {}
    if not isinstance(value.get("name"), str | None):
        fields.wrong_shape(Found(f"{found.key}.name", value["name"], value.lines["name"]), "a name")
    domain = host(one_line(next((value[key] for key in _DOMAINS if isinstance(value.get(key), str)), "")))
    if is_blank(name) and not domain:
        return {}
    images = [
        Found(f"{found.key}.{key}", value[key], value.lines[key]) for key in ("images", "image") if value.get(key)
    ]
    return {
        "provider": domain if is_blank(name) else name,
        "provider_domain": domain or None,
        "provider_images": fields.images(images),
    }
