"""What a value of front matter says: a name, the items of a list or a text, its short form for messages."""

from __future__ import annotations

import re
from typing import Any

from graphkit.sources.block import Block, Items
from graphkit.sources.fields import TRUTHS, Found, items_of
from graphkit.sources.text import is_blank, one_line, shortened, without_secrets

_SEPARATORS = re.compile(r"[,;]")
_WIKILINK = re.compile(r"\[\[([^\]|#]+)[^\]]*\]\]")


def name_in(value: Any) -> str:
    """The name that a text or a mapping with name, title or label gives; empty if there is none.

    >>> name_in(" The\\nPaper "), name_in(None)
    ('The Paper', '')
    """
    if isinstance(value, Block):
        value = next((value[key] for key in ("name", "title", "label") if isinstance(value.get(key), str)), None)
    return one_line(value) if isinstance(value, str) else ""


def unbracketed(value: Any) -> str:
    """The text inside `[[…]]`, which YAML reads as a list in a list where the quotes are missing; empty for no text.

    >>> unbracketed("[[Note#part|that]]"), unbracketed("posts/a.md"), unbracketed("true")
    ('Note', 'posts/a.md', '')
    """
    bare = isinstance(value, Items)
    while isinstance(value, Items) and len(value) == 1:
        value = value[0]
    if not isinstance(value, str):
        return ""
    if value.strip().lower() in TRUTHS:
        return ""
    link = _WIKILINK.fullmatch(f"[[{without_secrets(value)}]]" if bare else without_secrets(value).strip())
    return link[1].strip() if link else value


def says_nothing(value: Any) -> bool:
    """Whether a value is missing or a text of which nothing can be seen.

    >>> says_nothing(None), says_nothing(" "), says_nothing(Block())
    (True, True, False)
    """
    return value is None or (isinstance(value, str) and is_blank(value))


def split(found: Found) -> list[Found]:
    """The items of a list; of a text, what stands between commas.

    >>> [one.value for one in split(Found("tags", "a, b", 2))]
    ['a', ' b']
    """
    if not isinstance(found.value, str):
        return items_of(found)
    parts = [part for part in _SEPARATORS.split(without_secrets(found.value)) if part.strip()]
    return [Found(found.key, part, found.line) for part in parts]


def as_written(value: Any) -> str:
    """A short form of any value; of a mapping only the keys, which hold no secret.

    >>> as_written(None), as_written("ftp://me:secret@a.example/x")
    ('null', 'ftp://a.example/x')
    """
    if isinstance(value, Block):
        return shortened("{" + ", ".join(one_line(key) for key in value) + "}")
    if isinstance(value, Items):
        return f"[{len(value)} items]"
    return shortened(without_secrets(one_line(value))) if isinstance(value, str) else "null"
