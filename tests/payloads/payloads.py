"""Fifty texts that run as script where somebody is careless, and an article with one of them in every text field."""

from __future__ import annotations

import json

PAYLOADS = (
    "<script>RUN</script>",
    "</script><script>RUN</script>",
    "<img src=x onerror=RUN>",
    "<img src=x onerror=RUN><a href=x>",
    "<svg onload=RUN>",
    "<svg/onload=RUN//",
    '"><img src=x onerror=RUN>',
    "'><img src=x onerror=RUN>",
    '" onmouseover="RUN" x="',
    "' onmouseover='RUN' x='",
    '" autofocus onfocus="RUN',
    "javascript:RUN",
    "JaVaScRiPt:RUN//href",
    "java\tscript:RUN",
    "\x01javascript:RUN",
    "data:text/html,<script>RUN</script>",
    "vbscript:RUN",
    '<a href="javascript:RUN">click</a>',
    "<a href=javascript:RUN>click",
    '<iframe src="javascript:RUN"></iframe>',
    '<iframe srcdoc="<script>RUN</script>"></iframe>',
    '<object data="javascript:RUN"></object>',
    '<embed src="javascript:RUN">',
    "<body onload=RUN>",
    "<video><source onerror=RUN></video>",
    "<audio src=x onerror=RUN>",
    "<details open ontoggle=RUN>href",
    "<input autofocus onfocus=RUN>",
    "<select autofocus onfocus=RUN>",
    "<marquee onstart=RUN>",
    "<style onload=RUN></style>",
    "<link rel=stylesheet href=x onerror=RUN>",
    '<meta http-equiv=refresh content="0;url=javascript:RUN">',
    '<base href="javascript:RUN//">',
    '<form action="javascript:RUN"><button>send</button></form>',
    '<math><mi xlink:href="javascript:RUN">m</mi></math>',
    "<svg><script>RUN</script></svg>",
    "<svg><animate onbegin=RUN attributeName=x dur=1s></svg>",
    "<!--<script>RUN",
    "--><script>RUN</script>",
    "]]><script>RUN</script>",
    "</style></title></textarea></noscript><script>RUN</script>",
    "{{constructor.constructor('RUN')()}}",
    "${RUN}",
    "\\u003cscript\\u003eRUN\\u003c/script\\u003e",
    '"-RUN-"',
    "';RUN;//",
    "\u2028RUN//",
    "&lt;img src=x onerror=RUN&gt;",
    "%3Cscript%3ERUN%3C/script%3E",
)
TEXTS = (
    "title", "excerpt", "type", "category", "locale", "slug", "author", "publishedDateTime", "updatedDateTime",
    "provider", "provider domain", "topic", "alias", "webUrl", "originalUrl", "ampWebUrl", "image", "image title",
    "related", "related title", "related excerpt", "link", "file name",
)  # fmt: skip
"""The text fields of an article, and what else of it is shown."""


def armed(payload: int, field: int) -> str:
    """A payload that says by a number which it is, and in which field it stood."""
    return PAYLOADS[payload].replace("RUN", f"alert({payload * 100 + field})")


def article(payload: int) -> tuple[str, str]:
    """The name and the content of a file with this payload in every field."""
    value = {name: armed(payload, field) for field, name in enumerate(TEXTS)}
    other = {"title": value["related title"], "excerpt": value["related excerpt"], "webUrl": value["originalUrl"]}
    front = {
        **{name: value[name] for name in TEXTS[:9]},
        **{name: value[name] for name in ("webUrl", "originalUrl", "ampWebUrl")},
        "provider": {"name": value["provider"], "domain": value["provider domain"]},
        "topics": [value["topic"]],
        "aliases": [value["alias"]],
        "images": [{"url": value["image"], "title": value["image title"]}],
        "related": [value["related"], other, {"title": "Next", "webUrl": "https://site.example/next"}],
    }
    name = value["file name"].replace("/", "\u2215").replace("\t", " ")[:80]
    return f"{payload:02}{name}.md", f"---\n{json.dumps(front)}\n---\n[{value['link']}]({value['link']})\n"
