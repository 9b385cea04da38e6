"""Shapes: every field as everything, and relations that lead in circles, nowhere or to too much."""

from __future__ import annotations

from tests.hostile.case import Case, one, titled

_VALUES = {
    "null": "null",
    "text": "some words",
    "number": "-7.5",
    "list": "[one, two]",
    "mapping": "{one: two}",
    "nested": "[[{a: [{b: [null, {}]}]}], {url: {url: [x]}}, [], {}, '', 5]",
}
_KEYS = (
    "excerpt", "publishedDateTime", "updatedDateTime", "webUrl", "originalUrl", "ampWebUrl", "cdnAmpWebUrl", "href",
    "type", "category", "quality", "heat", "published", "draft", "locale", "slug", "provider", "authors", "topics",
    "images", "related", "aliases", "secured",
)  # fmt: skip


def _of_every_shape(key: str) -> Case:
    files = {f"{shape}.md": titled(f"{key}: {value}", title=shape) for shape, value in _VALUES.items()}
    return Case(f"{key} of every shape", files, articles=len(files))


_MANY = [f"https://r.example.org/{number}" for number in range(2_000)]

CASES = (
    *map(_of_every_shape, _KEYS),
    Case("a title of every shape", {f"{shape}.md": f"---\ntitle: {value}\n---\n" for shape, value in _VALUES.items()}, 3),
    # Relations.
    one("related to itself by path", titled("related: [h.md, ./h.md, /h.md]")),
    one("related to itself by title", titled("related: [Hostile]")),
    one("related to itself by its other address", titled("webUrl: https://h.example.org/a", "originalUrl: https://h.example.org/b", "related: [https://h.example.org/b]")),
    one("the same relation 2,000 times", titled("related: [" + "https://r.example.org/1, " * 2_000 + "]")),
    one("2,000 relations", titled(f"related: [{', '.join(_MANY)}]")),
    one("relations in relations", titled("related:", "  - title: A", "    related:", "      - title: B", "        related:", "          - title: Hostile")),
    one("relations that name nothing", titled("related: [null, '', {}, [], {type: x}, ' ', true]")),
    one("relations by dangerous addresses", titled('related: ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//evil.example.org/x"]')),
    one("relations by paths that climb", titled("related: [../../etc/passwd, /etc/passwd, '..\\..\\windows', '~/x', C:\\x.md]")),
    one("a relation in brackets", titled("related: [[Note]]")),
    one("a relation in fifteen brackets", titled("related: " + "[" * 15 + "Note" + "]" * 15)),
    one("a relation of 100,000 letters", titled("related: [" + "x" * 100_000 + "]")),
    Case("a cycle of 100", {f"{n}.md": titled(f"related: [{(n + 1) % 100}.md]", title=f"Ring {n}") for n in range(100)}, 100),
    Case("everybody to everybody", {f"{n}.md": titled("related: [" + ", ".join(f"{m}.md" for m in range(40)) + "]", title=f"All {n}") for n in range(40)}, 40),
    Case("fifty files, one address", {f"{n}.md": titled("originalUrl: https://h.example.org/x", title=f"Twin {n}") for n in range(50)}, 50),
    Case("two that claim each other's address", {
        "a.md": titled("webUrl: https://h.example.org/a", "originalUrl: https://h.example.org/b", title="A"),
        "b.md": titled("webUrl: https://h.example.org/b", "originalUrl: https://h.example.org/a", title="B")}, 2),
    one("relations by every spelling of a path", titled("related: ['./', '.', '..', '/', '//', '#x', 'good.md#x', 'GOOD.MD', good, '%67ood.md', 'a/../good.md', 'good.md?x=1', '~/good.md', '[[good|x]]', '[[good#y]]', '[[]]', '[[']")),
    one("relations of names that no system takes", titled('related: ["a\\0b.md", "good.md\\n", "' + "x" * 300 + '.md", "' + "a/" * 3_000 + 'b.md", "' + "../" * 3_000 + 'good.md"]')),
    one("who claims the good article's address", titled("originalUrl: https://good.example.org/plain", "aliases: [good.md, /good, 'A plain good article']", title="Thief"), title="Thief"),
    one("who claims it by AMP, and later", titled("ampWebUrl: https://good.example.org/plain", "webUrl: https://evil.example.org/x", "updated: 2031-01-01", title="Thief"), title="Thief"),
    one("who claims its publisher", titled("provider: {name: Evil, domain: good.example.org}", title="Thief"), title="Thief"),
    Case("200 files of one title, each related to it", {f"{n}.md": titled("related: [Same]", title="Same") for n in range(200)}, 200),
    Case("a chain of 300 that claim the next one's address", {f"{n:03}.md": titled(f"webUrl: https://h.example/{n}", f"originalUrl: https://h.example/{n + 1}", title=f"T{n}") for n in range(300)}, 300),
    one("relations in a mapping by address", titled("related: {https://a.example/x: T, https://b.example/y: {title: U}}")),
    # Topics, providers, authors, images.
    one("3,000 topics", titled("topics: [" + ", ".join(f"t{n}" for n in range(3_000)) + "]")),
    one("one topic in many spellings", titled('topics: [AI, ai, "A.I.", " ai ", "ＡＩ", "a\u200bi"]')),
    one("topics of nothing", titled('topics: ["", " ", "\u200b", null, "...", "#", "-"]')),
    one("topics in one text", titled("topics: 'a, b; c,, ; d'")),
    one("topics named as parts of objects", titled("topics: [__proto__, constructor, toString, hasOwnProperty, length]")),
    one("a provider in a provider", titled("provider: {name: {name: {name: x}}}")),
    one("a provider with a domain of another kind", titled("provider: {name: x, domain: [a]}")),
    one("a provider whose domain is a path", titled("provider: {name: x, domain: ../../etc/passwd}")),
    one("a provider whose domain is a script", titled('provider: {name: x, domain: "javascript:alert(1)"}')),
    one("a provider named as a kind", titled("provider: {name: 'article:x', domain: 'topic:y'}")),
    one("providers of a public suffix", titled("provider: {name: x, domain: co.uk}", "source: com")),
    one("a provider of 2,000 labels", titled("provider: {name: x, domain: '" + "a." * 2_000 + "b'}")),
    one("a provider with a password", titled("provider: {name: 'https://me:hunter2@p.example/', domain: 'me:hunter2@p.example', url: 'https://me:hunter2@p.example/'}"), absent=("hunter2",)),
    one("providers of the shape of a list", titled("provider: [{name: a}, {name: b}, null, 5]")),
    one("authors in a list of every shape", titled("authors: [a, {name: b}, [c], null, {x: y}, 5, '']")),
    one("1,000 images", titled("images: [" + ", ".join(f"https://i.example.org/{n}.png" for n in range(1_000)) + "]")),
    one("images of every size", titled("images: [{url: https://i.example.org/1, width: 1e9, height: -0}, {url: https://i.example.org/2, width: 99999999999999999999, height: 0x10}, {width: 5}]")),
    one("an image that is code", titled('images: ["data:image/svg+xml,<svg onload=alert(1)>", "javascript:alert(1)"]')),
    # Names of the graph's own.
    one("a slug that climbs", titled("slug: ../../../etc/passwd", "aliases: [/../x, '..', '.']")),
    one("keys of the exports", titled("id: evil", "label: evil", "x: 1e308", "y: nan", "size: -1", "kind: topic", "cluster: 99", "pagerank: 1", "degree: x")),
    one("a type as nothing knows", titled("type: '__proto__'", "category: 'constructor'", "locale: 'xx-YY-zz-..'")),
    one("a locale that ends a literal", titled("locale: 'en\" ; <x> <y> \"'", "category: 'en@evil'", "layout: '-'")),
    one("a secret in a relation", titled("related:", "  - title: A", "    secured: QUJDREVG", "    url: https://r.example.org/1"), absent=("QUJDREVG",)),
)  # fmt: skip
