"""Front-matter keys that no field reads: the links among their values, and the likely misspellings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache

from graphkit.settings import FIELDS, Settings
from graphkit.sources.block import Block, Items
from graphkit.sources.fields import Found, items_of
from graphkit.sources.links import Link
from graphkit.sources.text import one_line
from graphkit.sources.values import unbracketed

KNOWN = frozenset(key for keys in FIELDS.values() for key in keys)
NEAR = 0.88
"""From this likeness on, a key is taken for a misspelling."""
CROWD = 200
"""More keys than these that no field reads are data, not misspellings; each takes a while to compare."""

_WIKILINK = re.compile(r"\s*!?\[\[[^\[\]]+\]\]\s*")


def property_links(block: Block, settings: Settings) -> Iterator[Link]:
    """The wikilinks that stand alone in values of other keys, as Obsidian's properties hold them.

    >>> block = Block()
    >>> block["up"], block.lines["up"] = "[[Graphs#part|that]]", 2
    >>> list(property_links(block, Settings()))
    [Link(line=2, written='[[Graphs#part|that]]', target='Graphs', form='wikilink')]
    """
    for key in _unread(block, settings):
        for found in items_of(Found(key, block[key], block.lines[key])):
            if name := _linked(found.value):
                written = found.value if isinstance(found.value, str) else f"[[{name}]]"
                yield Link(found.line, one_line(written), name, "wikilink")


def _linked(value: object) -> str:
    if isinstance(value, str):
        return unbracketed(value.strip().removeprefix("!")) if _WIKILINK.fullmatch(value) else ""
    nested = isinstance(value, Items) and len(value) == 1 and not isinstance(value[0], Block)
    return unbracketed(value) if nested else ""


def misspelled(block: Block, settings: Settings) -> Iterator[tuple[int, str, str]]:
    """Line, key and the key that is likely meant, of keys that no field reads; none where these are a crowd."""
    unread = _unread(block, settings)
    for key in unread if len(unread) <= CROWD else ():
        if (meant := misspelling(key)) and meant not in block:
            yield block.lines[key], key, meant


def _unread(block: Block, settings: Settings) -> list[str]:
    own = {key for keys in settings.fields.values() for key in keys}
    return [key for key in block if key not in KNOWN and key not in own]


@lru_cache(maxsize=4096)
def misspelling(key: str) -> str:
    """The known key that differs in case or in a letter or two.

    >>> misspelling("webURL"), misspelling("releated"), misspelling("layout")
    ('webUrl', 'related', '')
    """
    folded = {known.casefold(): known for known in sorted(KNOWN)}
    found = get_close_matches(key.casefold(), folded, n=1, cutoff=NEAR)
    return folded[found[0]] if found else ""
