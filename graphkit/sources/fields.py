"""One field at a time: from a front-matter value to the value of a column, or a problem."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graphkit.model import Problem, Severity
from graphkit.settings import FIELDS, Settings
from graphkit.sources.block import Block, Items
from graphkit.sources.dates import parse_date
from graphkit.sources.harvest import Basket
from graphkit.sources.text import REPLACEMENT, clean, is_blank, one_line, shortened
from graphkit.sources.urls import address

TRUE = frozenset({"true", "yes", "on", "y", "1"})
FALSE = frozenset({"false", "no", "off", "n", "0"})
TRUTHS = TRUE | FALSE


@dataclass(frozen=True, slots=True)
class Found:
    """A value as it stands in a file: under which key, in which line."""

    key: str
    value: Any
    line: int


class Fields:
    """Reads the fields of the mappings of one file; what is wrong goes into the basket."""

    def __init__(self, source: str, settings: Settings, basket: Basket) -> None:
        self.source, self.settings, self.basket = source, settings, basket

    def problem(self, line: int, code: str, message: str, field: str, severity: Severity = "warning") -> None:
        """Report a problem of this file."""
        self.basket.problems.append(Problem(self.source, line, code, message, field, severity))

    def all(self, block: Block, field: str) -> list[Found]:
        """Every value that feeds `field`, best key first."""
        keys = (*self.settings.fields.get(field, ()), *FIELDS[field])
        return [Found(key, block[key], block.lines[key]) for key in dict.fromkeys(keys) if block.get(key) is not None]

    def first(self, block: Block, field: str) -> Found | None:
        """The value that feeds `field`: the first that is not blank, if there is one."""
        found = self.all(block, field)
        return next((one for one in found if not _is_empty(one.value)), found[0] if found else None)

    def text(self, block: Block, field: str) -> str | None:
        """The field as text of several lines."""
        return self._as_text(self.first(block, field), clean)

    def line_of_text(self, block: Block, field: str) -> str | None:
        """The field as text of one line."""
        return self._as_text(self.first(block, field), one_line)

    def _as_text(self, found: Found | None, cleaned: Callable[[str], str]) -> str | None:
        if found is None:
            return None
        if not isinstance(found.value, str):
            self.wrong_shape(found, "text")
            return None
        text = cleaned(found.value)
        if REPLACEMENT in text and REPLACEMENT not in found.value:
            self.problem(found.line, "control", "control characters are shown as U+FFFD", found.key, "info")
        return text or None

    def wrong_shape(self, found: Found, wanted: str) -> None:
        """Report a mapping or a list where something else belongs."""
        self.problem(found.line, "shape", f"expected {wanted}, found {shape(found.value)}; left out", found.key)

    def number(self, block: Block, field: str) -> float | None:
        """The field as a finite number."""
        text = self.line_of_text(block, field)
        if text is None:
            return None
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if math.isfinite(number) and "_" not in text:
            return number
        self._bad(block, field, "number", f"not a number: {shortened(text, 40)!r}; left out")
        return None

    def date(self, block: Block, field: str) -> tuple[datetime, str] | tuple[None, None]:
        """The field as instant and ISO text."""
        dates = [one for one in self.all(block, field) if not _is_truth(one)]
        found = next((one for one in dates if not _is_empty(one.value)), None)
        text = self._as_text(found, one_line)
        if found is None or text is None:
            return None, None
        if moment := parse_date(text):
            return moment
        message = f"not a date: {shortened(text, 40)!r}; write it as 2021-08-31T02:35:00Z"
        self.problem(found.line, "bad-date", message, found.key)
        return None, None

    def draft(self, block: Block) -> bool | None:
        """Whether the document calls itself a draft: `draft: true` or `published: false`."""
        draft, visible = self._truth(block, "draft"), self._truth(block, "visible")
        return draft if draft is not None else (not visible if visible is not None else None)

    def _truth(self, block: Block, field: str) -> bool | None:
        text = self.line_of_text(block, field)
        if text is None:
            return None
        if text.lower() in TRUTHS:
            return text.lower() in TRUE
        if field == "visible" and parse_date(text):
            return None
        self._bad(block, field, "truth", f"neither true nor false: {shortened(text, 40)!r}; left out")
        return None

    def _bad(self, block: Block, field: str, code: str, message: str) -> None:
        found = self.first(block, field)
        assert found is not None
        self.problem(found.line, f"bad-{code}", message, found.key)

    def url(self, found: Found, base_url: str = "") -> tuple[str, str]:
        """The absolute URL and the relative path that a value means, each empty if there is none."""
        if not isinstance(found.value, str):
            self.wrong_shape(found, "a URL")
            return "", ""
        result = address(found.value, base_url)
        if result.reason:
            severity: Severity = "info" if result.severity == "info" else "warning"
            self.problem(
                found.line, "bad-url", f"{result.reason}{_shown(found.value, result.url)}", found.key, severity
            )
        return result.url, result.path

    def images(self, found: list[Found]) -> list[dict[str, Any]] | None:
        """Every image that a list of mappings or URLs names."""
        images = [self._image(image) for one in found for image in items_of(one)]
        return [image for image in images if image] or None

    def _image(self, found: Found) -> dict[str, Any] | None:
        block = found.value if isinstance(found.value, Block) else None
        if block is None and not isinstance(found.value, str):
            self.wrong_shape(found, "a URL or a mapping with url")
            return None
        at = found if block is None else self._within(block, found, "url")
        url, path = self.url(at, self.settings.base_url) if at else ("", "")
        if not (url or path):
            return None
        image: dict[str, Any] = {"url": url or path}
        if block is not None:
            image |= {name: self._size(block, found, name) for name in ("width", "height")}
            image |= {
                name: self._as_text(self._within(block, found, name), one_line) for name in ("title", "attribution")
            }
            cached = self._as_text(self._within(block, found, "isCached"), one_line)
            image["is_cached"] = cached.lower() in TRUE if cached else None
        return image

    def _within(self, block: Block, parent: Found, key: str) -> Found | None:
        return Found(f"{parent.key}.{key}", block[key], block.lines[key]) if block.get(key) is not None else None

    def _size(self, block: Block, parent: Found, key: str) -> int | None:
        found = self._within(block, parent, key)
        text = self._as_text(found, one_line)
        if found is None or text is None:
            return None
        if text.isascii() and text.isdigit() and len(text) < 10:
            return int(text)
        self.problem(found.line, "bad-number", f"not a size in pixels: {shortened(text, 40)!r}; left out", found.key)
        return None


def _is_empty(value: Any) -> bool:
    return isinstance(value, str) and is_blank(value)


def _is_truth(found: Found) -> bool:
    """Jekyll's `published: false` says whether, other sites' `published: 2021-08-31` says when."""
    return found.key in FIELDS["visible"] and isinstance(found.value, str) and found.value.strip().lower() in TRUTHS


def shape(value: Any) -> str:
    """What to call the shape of a value.

    >>> shape(Block()), shape("a")
    ('a mapping', 'text')
    """
    return "a mapping" if isinstance(value, Block) else "a list" if isinstance(value, Items) else "text"


def items_of(found: Found) -> list[Found]:
    """The items of a list, or the value itself as the only one; nulls are kept."""
    if isinstance(found.value, Items):
        return [Found(found.key, item, line) for item, line in zip(found.value, found.value.lines, strict=True)]
    return [found]


def _shown(written: str, url: str) -> str:
    """The URL as written, unless it may hold a secret."""
    return "" if "@" in written else f": {shortened(one_line(written), 80)!r}"
