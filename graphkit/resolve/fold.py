"""Folding of names: what two spellings must share to be one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_APART = re.compile(r"[^\w#+]+|_+")
_SPLIT = re.compile(r"[^\w]+|_+")


@lru_cache(maxsize=65536)
def fold_words(text: str) -> str:
    """Case, width and punctuation folded, words kept apart; `#` and `+` stay behind, for C# and C++.

    >>> fold_words("Face-Recognition"), fold_words("C#"), fold_words("ＡＩ")
    ('face recognition', 'c#', 'ai')
    """
    folded = unicodedata.normalize("NFKC", text).casefold().lstrip("#")
    return " ".join(_APART.sub(" ", folded).split()) or " ".join(folded.split())


@lru_cache(maxsize=65536)
def fold_name(text: str) -> str:
    """The name of a publisher without case, spaces, punctuation and a leading article.

    >>> fold_name("The Washington Post") == fold_name("washington-post")
    True
    """
    words = _SPLIT.sub(" ", unicodedata.normalize("NFKC", text).casefold()).split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return "".join(words) or "".join(text.casefold().split())


def singular(words: str) -> str:
    """A simple English plural's singular, else the same.

    >>> singular("language models"), singular("policies"), singular("news desk"), singular("gas")
    ('language model', 'policy', 'news desk', 'gas')
    """
    if len(words) < 4 or words.endswith(("ss", "us", "is", "news")):
        return words
    if words.endswith("ies") and len(words) > 4:
        return words[:-3] + "y"
    return words[:-1] if words.endswith("s") else words
