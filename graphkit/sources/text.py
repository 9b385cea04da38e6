"""Text as scrapers deliver it, made fit to be kept."""

from __future__ import annotations

import re

from graphkit.sources.userinfo import without_secrets

__all__ = ["REPLACEMENT", "clean", "is_blank", "one_line", "shortened", "without_secrets"]

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_INVISIBLE = re.compile("[\\s\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u00ad\ufffd]*")
REPLACEMENT = "\ufffd"


def clean(text: str) -> str:
    """Trimmed; line ends as `\\n`; controls, surrogates and noncharacters as U+FFFD; no secrets of URLs.

    >>> clean(" a\\r\\nb\\x07 ")
    'a\\nb\\ufffd'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return without_secrets(_UNFIT.sub(REPLACEMENT, text) if not text.isprintable() else text)


def one_line(text: str) -> str:
    """Clean, and every run of white space as one space.

    >>> one_line(" two\\n lines ")
    'two lines'
    """
    return " ".join(clean(text).split())


def is_blank(text: str) -> bool:
    """Whether nothing of the text can be seen.

    >>> is_blank("\\u200b "), is_blank("a")
    (True, False)
    """
    return _INVISIBLE.fullmatch(text) is not None


def shortened(text: str, length: int = 200) -> str:
    """At most `length` characters, for messages and ledgers.

    >>> shortened("abcdef", 4)
    'abc…'
    """
    return text if len(text) <= length else text[: length - 1] + "…"
