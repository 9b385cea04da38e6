"""Template tags of Hugo and Jekyll in a body: words for a Markdown parser, and what they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b

from graphkit.sources.html_links import HOLDER, Span

_HOLDER = re.compile(f"({HOLDER.pattern.decode()})")
# A tag holds no other tag and no blank line: text that opens many and closes none is read but once.
_TAG = re.compile(
    r"""\{\{ (?: [^{}\n]++ | \}(?!\}) | \{(?![{%]) | \n(?![ \t]*\n) )*+ \}\}
      | \{%  (?: [^{}\n%]++ | %(?!\}) | \} | \{(?![{%]) | \n(?![ \t]*\n) )*+ %\}""",
    re.VERBOSE,
)
_TAG_NAME = re.compile(r"\{(?:%-?|\{[<%])\s*(/?\w+)")
_BLOCK_ENDS = {"endcomment": "comment", "endhighlight": "highlight", "/highlight": "highlight", "endraw": "raw"}
# Text given to an include or a shortcode may hold links; the tags in Hugo's comments are text.
_LEFT_ALONE = re.compile(r"\]\(|\[\[|<a\s|^\{\{[<%]\s*/\*", re.IGNORECASE)
_JEKYLL = {"post_url": "post_url", "link": "link"}
_HUGO = {"ref": "ref", "relref": "ref"}
_ARGUMENT = re.compile(r"""(?:(\w++)\s*+=\s*+)?(?:"([^"]*)"|'([^']*)'|`([^`]*)`|([^\s"'`=]++))""")
_BASE = re.compile(r"\{\{-?\s*site\.(?:baseurl|url|github\.url)\s*-?\}\}", re.IGNORECASE)
_FILTERED = re.compile(
    r"""\{\{-?\s*(?:"([^"]*)"|'([^']*)')\s*
        (?:\|\s*(?:relative_url|absolute_url|url|prepend:\s*site\.\w+)\s*)+-?\}\}""",
    re.VERBOSE,
)


def masked(body: str) -> tuple[str, dict[str, str]]:
    """The body with a word in place of each template tag, and the tags by these words."""
    parts, tags, at = list[str](), dict[str, str](), 0
    # No body can hold the words already: they are made of its hash.
    key = blake2b(body.encode(), digest_size=8).hexdigest() if "{{" in body or "{%" in body else ""
    for start, end in _tags(body):
        word = f"gk{key}n{len(tags)}e"
        tags[word] = body[start:end]
        parts += body[at:start], word
        at = end
    return "".join((*parts, body[at:])), tags


def _tags(body: str) -> Iterator[Span]:
    """The template tags; a comment or code between two tags counts as one, a raw block as text."""
    found = list(_TAG.finditer(body))
    blocks = _blocks(body, found)
    at = 0
    for tag in found:
        if tag.start() >= at:
            name, at = blocks.get(tag.start(), ("", tag.end()))
            if name != "raw" and (name or not _LEFT_ALONE.search(tag[0])):
                yield tag.start(), at


def _blocks(body: str, found: list[re.Match[str]]) -> dict[int, tuple[str, int]]:
    """What opens where, and where it ends. Read from the end, so that each opening knows the next closing."""
    blocks, ends = dict[int, tuple[str, int]](), dict[str, int]()
    for tag in reversed(found):
        match = _TAG_NAME.match(tag[0])
        name = match[1] if match else ""
        if name in _BLOCK_ENDS:
            ends[_BLOCK_ENDS[name]] = tag.end()
        elif name in ends and not body.startswith("`", tag.end()) and not tag[0].endswith("/>}}"):
            blocks[tag.start()] = name, ends[name]
    return blocks


def restored(text: str, tags: dict[str, str]) -> str:
    """The text with the tags again in place of their words."""
    return _HOLDER.sub(lambda word: tags.get(word[0], word[0]), text) if tags else text


def resolved(text: str, tags: dict[str, str]) -> tuple[str, str]:
    """Form and target of a destination in which words stand for tags; as written if that cannot be told."""
    if tags.keys().isdisjoint(_HOLDER.findall(text) if tags else ()):
        return "url", text
    form, target = "url", ""
    for part in _HOLDER.split(text):
        kind, value = _meaning(tags[part]) if part in tags else ("url", part)
        if not kind or (kind != "url" and target.strip("/")):
            return "url", text
        if kind != "url":
            form, target = kind, ""
        target = (target.rstrip("/") if value.startswith("/") else target) + value
    return form, "/" + target.lstrip("/") if target.startswith("/") and form == "url" else target


def _meaning(tag: str) -> tuple[str, str]:
    """Form and target of one tag, both empty if it leads nowhere.

    >>> _meaning("{% post_url 2020-01-01-x %}"), _meaning('{{ "x/" | relative_url }}'), _meaning("{{ page.url }}")
    (('post_url', '2020-01-01-x'), ('url', '/x/'), ('', ''))
    """
    if tag.startswith("{{") and tag[2] not in "<%":
        return _output(tag)
    jekyll = tag[1] == "%"
    words = (tag[2:-2].strip("-") if jekyll else tag[3:-3]).split(None, 1)
    if len(words) < 2:
        return "", ""
    name, argument = words
    form = (_JEKYLL if jekyll else _HUGO).get(name, "")
    target = argument.strip().strip("\"'") if jekyll else _first_argument(argument)
    return (form, target) if form and target else ("", "")


def _output(tag: str) -> tuple[str, str]:
    if _BASE.fullmatch(tag):
        return "url", "/"
    literal = _FILTERED.fullmatch(tag)
    path = (literal[1] or literal[2] or "") if literal else ""
    return ("url", path if "://" in path else "/" + path.lstrip("/")) if literal else ("", "")


def _first_argument(text: str) -> str:
    for key, *values in _ARGUMENT.findall(text):
        if key in ("", "path"):
            return next(filter(None, values), "")
    return ""


def is_link(tag: str | None) -> bool:
    """Whether a tag that stands for itself is a link.

    >>> is_link('{{< ref "x" >}}'), is_link("{{ page.title }}")
    (True, False)
    """
    return tag is not None and _meaning(tag)[0] not in ("", "url")
