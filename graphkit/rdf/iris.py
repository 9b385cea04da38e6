"""IRIs: the names of nodes and edges, and addresses made fit for strict parsers (RFC 3986, RFC 3987)."""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv6Address
from typing import Final
from unicodedata import category

from graphkit.errors import SettingsError

BASE: Final = "https://graphkit.invalid/id/"
"""Where the names of nodes live unless told otherwise; `.invalid` is nobody's domain (RFC 2606)."""

# pchar of RFC 3986 without "%"; "/" and "?" join it behind the host.
_PCHAR = r"A-Za-z0-9\-._~!$&'()*+,;=:@"
_NO_SEGMENT = re.compile(rf"[^{_PCHAR}%]")
_NO_HOST = re.compile(r"%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~!$&'()*+,;=%]")
_NO_USER = re.compile(r"%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~!$&'()*+,;=:%]")
_NO_REST = re.compile(rf"%(?![0-9A-Fa-f]{{2}})|[^{_PCHAR}/?%]")
PLAIN: Final = rf"^https?://[A-Za-z0-9\-.]+(?::[0-9]+)?(?:[/?][{_PCHAR}/?]*)?$"
"""An address that is an IRI as it stands, as most are, for `re` and for Polars."""

_PLAIN = re.compile(PLAIN)
_ADDRESS = re.compile(
    r"(https?://)(?:([^/?#]*)@)?(\[[^/?#\]@]*\]|[^/?#:@\[]+)((?::[0-9]*)?)([/?][^#]*)?(?:(#)(.*))?", re.I | re.S
)


def segment(text: str) -> str:
    """Text as one segment of an IRI's path; different texts stay different.

    Letters, digits and marks up to U+FFFF and `-._~!$&'()*+,;=:@` stay; every other character, `%`
    and `/` among them, becomes the percent-encoding of its UTF-8.

    >>> segment("example.com/path?q=1"), segment("künstliche intelligenz")
    ('example.com%2Fpath%3Fq=1', 'künstliche%20intelligenz')
    """
    if text in (".", ".."):
        return text.replace(".", "%2E")
    usual = text.replace("%", "%25").replace("/", "%2F").replace(" ", "%20")
    return _NO_SEGMENT.sub(_encoded, usual)


def node_iri(node: str, base: str = BASE) -> str:
    """The IRI of the node with this id.

    >>> node_iri("provider:scmp.com")
    'https://graphkit.invalid/id/provider/scmp.com'
    """
    kind, colon, rest = node.partition(":")
    return f"{base}{segment(kind)}/{segment(rest)}" if colon else f"{base}{segment(node)}"


def web_iri(url: str) -> str | None:
    """An http(s) address with every character encoded that strict parsers refuse; None if it is none.

    >>> web_iri('https://example.com/a "b"|c#d#e'), web_iri("javascript:alert(1)")
    ('https://example.com/a%20%22b%22%7Cc#d%23e', None)
    """
    if _PLAIN.fullmatch(url):
        return url
    if not (match := _ADDRESS.fullmatch(url)):
        return None
    scheme, user, host, port, rest, hash_, fragment = match.groups(default="")
    host = _host(host)
    if not host:
        return None
    user = _NO_USER.sub(_encoded, user) + "@" if match[2] is not None else ""
    return f"{scheme}{user}{host}{port}{_NO_REST.sub(_encoded, rest)}{hash_}{_NO_REST.sub(_encoded, fragment)}"


def checked_base(base: str) -> str:
    """The base as an IRI that ends in `/`; raises SettingsError.

    >>> checked_base("https://example.org/kg")
    'https://example.org/kg/'
    """
    # Images are fragments of their node's IRI, so the base cannot hold one.
    if web_iri(base) != base or "#" in base or "?" in base:
        raise SettingsError(f"the base of IRIs must be an http(s) IRI without '?' and '#', not {base!r}")
    return base if base.endswith("/") else f"{base}/"


def _host(host: str) -> str:
    if not host.startswith("["):
        return _NO_HOST.sub(_encoded, host)
    try:
        IPv6Address(host[1:-1])
    except AddressValueError:
        return ""
    return "" if "%" in host else host


def _encoded(match: re.Match[str]) -> str:
    char = match[0]
    # Letters, marks and numbers are ucschar of RFC 3987; Jena takes those beyond U+FFFF for two halves that are none.
    if "\x7f" < char <= "\uffff" and category(char)[0] in "LMN":
        return char
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogatepass"))
