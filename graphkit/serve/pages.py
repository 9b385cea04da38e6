"""The explorer page and the SPARQL editor, each behind a content-security policy of its own."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from typing import Final

from graphkit.exporters.pyvis_page.render import safe_json
from graphkit.questions import QUESTIONS, Question
from graphkit.rdf.vocabulary import PREFIXES
from graphkit.serve.exchange import Receive, Scope, Send, send_whole
from graphkit.serve.served import Served
from graphkit.serve.static import content

_HTML: Final = "text/html; charset=utf-8"
_EDITOR: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_FOREIGN: Final = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""For a `graph.html` without a policy of its own: it may run, and load nothing from elsewhere."""

_META = re.compile(rb'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(">)')
_WATCH: Final = 'new EventSource("/events").onmessage = () => location.reload();'
"""What a page runs to be loaded again when the graph has changed."""


def explorer(page: bytes, watch: bool) -> tuple[bytes, str]:
    """The page as it is served, and the policy of its header; with `watch` it learns to load itself again.

    >>> explorer(b"<html></html>", False)[1] == _FOREIGN
    True
    """
    own = _META.search(page) is not None
    if watch:
        page = _META.sub(_with_script, page, count=1).replace(
            b"</body>", f"<script>{_WATCH}</script></body>".encode(), 1
        )
    return page, "frame-ancestors 'none'" if own else _FOREIGN


def _with_script(policy: re.Match[bytes]) -> bytes:
    """A policy that allows the script by its hash, and its connection."""
    digest = base64.b64encode(hashlib.sha256(_WATCH.encode()).digest()).decode()
    rules = [rule.split() for rule in html.unescape(policy[2].decode()).split(";") if rule.strip()]
    for rule in rules:
        if rule[0] == "script-src":
            rule.append(f"'sha256-{digest}'")
    rules.append(["connect-src", "'self'"])
    text = "; ".join(" ".join(rule) for rule in rules)
    return policy[1] + text.encode() + policy[3]


class Explorer:
    """`/`: the explorer."""

    def __init__(self, served: Served, watch: bool) -> None:
        self._served, self._watch = served, watch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the page of the graph that is served now; raises Failure."""
        page, policy = explorer(await self._served.page(), self._watch)
        headers = {"Content-Type": _HTML, "Content-Security-Policy": policy, "Cache-Control": "no-cache"}
        await send_whole(send, 200, headers, page, scope["method"])


def editor() -> bytes:
    """The editor's page with the named questions as examples."""
    examples = [{"name": one.name, "title": one.title, "sparql": example(one)} for one in QUESTIONS.values()]
    return content("query.html").replace(b"{{questions}}", safe_json(examples).encode())


def example(question: Question) -> str:
    """A question as a query that runs as it stands, anywhere: with its prefixes, and values that can be changed.

    >>> "VALUES ?topic { \\"" in example(QUESTIONS["topic"])
    True
    """
    text = question.sparql
    for name, meaning in question.parameters.items():
        place = re.search(rf"^( *)(?:FILTER|BIND)\(.*\?{name}\b", text, re.MULTILINE)
        assert place is not None, f"{question.name}: nothing asks for ?{name}"
        value = f'{place[1]}VALUES ?{name} {{ "{meaning}" }} # change this\n'
        text = text[: place.start()] + value + text[place.start() :]
    used = (name for name in PREFIXES if re.search(rf"\b{name}:", text))
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in used) + text


async def send_editor(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the editor."""
    headers = {"Content-Type": _HTML, "Content-Security-Policy": _EDITOR, "Cache-Control": "no-cache"}
    await send_whole(send, 200, headers, editor(), scope["method"])
