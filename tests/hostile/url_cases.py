r"""URLs: whatever stands where an address should, in every place where one may stand."""

from __future__ import annotations

import json

from tests.hostile.case import Case, one, titled

SECRET = "hunter2"


def _addressed(name: str, url: str, absent: tuple[str, ...] = ()) -> Case:
    written = json.dumps(url, ensure_ascii=False)
    text = titled(f"originalUrl: {written}", f"images: [{written}]", f"related: [{{title: R, url: {written}}}]")
    return one(name, text, title="Hostile", absent=absent)


CASES = (
    # Schemes that run.
    _addressed("a script in capitals", "JaVaScRiPt:alert(1)"),
    _addressed("a script behind a tab", "java\tscript:alert(1)"),
    _addressed("a script behind a line end", "java\nscript:alert(1)"),
    _addressed("a script behind a control", "\x01javascript:alert(1)"),
    _addressed("a script behind blanks", "   javascript:alert(1)"),
    _addressed("a script in percent signs", "javascript%3Aalert(1)"),
    _addressed("a script that looks like a host", "javascript://h.example.org/%0aalert(1)"),
    _addressed("a script of another kind", "vbscript:msgbox(1)"),
    _addressed("data with a page", "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=="),
    _addressed("a blob", "blob:https://h.example.org/1"),
    _addressed("a page inside a page", "view-source:https://h.example.org/"),
    _addressed("a shell", "ms-msdt:/id PCWDiagnostic"),
    _addressed("a file of another host", "file://evil.example.org/share"),
    _addressed("a path of Windows", "C:\\Windows\\x.exe"),
    _addressed("a share of Windows", "\\\\evil.example.org\\share"),
    # Secrets.
    _addressed("a password", f"https://me:{SECRET}@h.example.org/x", absent=(SECRET,)),
    _addressed("a password without a name", f"https://:{SECRET}@h.example.org/x", absent=(SECRET,)),
    _addressed("a name and no password", f"https://{SECRET}@h.example.org/x", absent=(SECRET,)),
    _addressed("a password with an at sign", f"https://me:a@{SECRET}@h.example.org/x", absent=(SECRET,)),
    _addressed("a password in percent signs", f"https://me%3A{SECRET}%40h.example.org/x", absent=(SECRET,)),
    _addressed("a password of FTP", f"ftp://me:{SECRET}@h.example.org/x", absent=(SECRET,)),
    _addressed("a password without a scheme", f"//me:{SECRET}@h.example.org/x", absent=(SECRET,)),
    _addressed("a password in a parameter that is a URL", f"https://h.example.org/?to=https://me:{SECRET}@x.example/", absent=(SECRET,)),
    _addressed("a password and a bad port", f"https://me:{SECRET}@h.example.org:99x/", absent=(SECRET,)),
    _addressed("a password behind back slashes", f"https:\\\\me:{SECRET}@h.example.org\\x", absent=(SECRET,)),
    _addressed("a password in the path of a cache", f"https://cdn.ampproject.org/c/s/me:{SECRET}@h.example.org/x", absent=(SECRET,)),
    _addressed("a password in a fragment", f"https://h.example.org/x#https://me:{SECRET}@x/", absent=(SECRET,)),
    _addressed("a password and an at sign of East Asia", f"https://me:{SECRET}＠h.example.org/x", absent=(SECRET,)),
    _addressed("a password and an at sign of HTML", f"https://me:{SECRET}&#64;h.example.org/x", absent=(SECRET,)),
    _addressed("a password behind unseen spaces", f"https:/\u200b/me:{SECRET}\u200b@h.example.org/x", absent=(SECRET,)),
    _addressed("a password behind wide slashes", f"https:／／me:{SECRET}@h.example.org/x", absent=(SECRET,)),
    _addressed("a password of a database", f"jdbc:postgres://me:{SECRET}@db/x", absent=(SECRET,)),
    _addressed("a password in an archive", f"https://web.archive.example/web/2021/https://me:{SECRET}@h.example.org/x", absent=(SECRET,)),
    # Characters.
    _addressed("a line end in the path", "https://h.example.org/a\nb"),
    _addressed("a header in the path", "https://h.example.org/%0d%0aSet-Cookie:x"),
    _addressed("a tab in the host", "https://h.exam\tple.org/"),
    _addressed("a direction override", "https://h.example.org/\u202egpj.exe"),
    _addressed("a zero-width space in the host", "https://h.exa\u200bmple.org/x"),
    _addressed("a line separator", "https://h.example.org/a\u2028b"),
    _addressed("a bad percent sign", "https://h.example.org/%zz%"),
    _addressed("percent signs that are no UTF-8", "https://h.example.org/%ff%fe"),
    _addressed("a private character", "https://h.example.org/\ue000\uf8ff\ud7ff"),
    _addressed("templates in the path", "https://h.example.org/{{ page.url }}${x}<%= y %>"),
    _addressed("a NUL in percent signs", "https://h.example.org/%00"),
    _addressed("quotes and angle brackets", "https://h.example.org/\"><script>alert(1)</script>"),
    _addressed("an end of Turtle", "https://h.example.org/> a <https://evil.example.org/T> . <x:"),
    _addressed("a backslash for Turtle", "https://h.example.org/\\u003E"),
    _addressed("an end of XML", "https://h.example.org/]]>&lt;&#0;"),
    _addressed("a formula for an address", "=HYPERLINK(\"https://evil.example.org\")"),
    _addressed("many number signs", "https://h.example.org/#a#b#c"),
    _addressed("an emoji", "https://h.example.org/🚀?q=🚀#🚀"),
    _addressed("a host of an emoji", "https://🚀.example.org/x"),
    _addressed("a host in percent signs", "https://%65xample.org/x"),
    _addressed("a NUL in the host", "https://exa%00mple.org/x"),
    _addressed("two hosts and a back slash", "https://h.example.org\\@evil.example/x"),
    _addressed("quotation marks of a printer", "“https://h.example.org/x”"),
    _addressed("a link of Markdown", "[x](https://h.example.org/x)"),
    # Hosts and ports.
    _addressed("IPv6 that holds IPv4", "http://[::ffff:1.2.3.4]/x"),
    _addressed("IP of the future", "https://[v1.x]/x"),
    _addressed("a wide host with ideographic dots", "https://ｈ。example。org/x"),
    _addressed("port 0", "https://h.example.org:0/x"),
    _addressed("port 65536", "https://h.example.org:65536/x"),
    _addressed("a port below zero", "https://h.example.org:-1/x"),
    _addressed("an empty port", "https://h.example.org:/x"),
    _addressed("IPv6", "https://[2001:db8::1]:8443/x"),
    _addressed("IPv6 with a zone", "https://[fe80::1%25eth0]/x"),
    _addressed("IPv6 that is none", "https://[2001:db8::g]/x"),
    _addressed("IPv4 as one number", "https://2130706433/x"),
    _addressed("IPv4 in octal", "https://0177.0.0.1/x"),
    _addressed("IPv4 beyond its range", "https://256.256.256.256/x"),
    _addressed("no host", "https:///x"),
    _addressed("a host of dots", "https://.../x"),
    _addressed("a host of 300 letters", f"https://{'a' * 300}.example.org/x"),
    _addressed("a host of 100 labels", f"https://{'a.' * 100}example.org/x"),
    _addressed("a bad punycode", "https://xn--a-\x62.xn--zz--/x"),
    _addressed("mixed scripts", "https://раураl.example.org/x"),
    _addressed("no scheme", "//evil.example.org/x"),
    _addressed("one slash", "https:/h.example.org/x"),
    _addressed("a scheme twice", "https://https://h.example.org/x"),
    _addressed("a scheme and nothing", "https://"),
    _addressed("a question mark", "?"),
    _addressed("a number sign", "#"),
    # Length.
    _addressed("8,193 letters", "https://h.example.org/" + "a" * (8193 - 22)),
    _addressed("a megabyte", "https://h.example.org/" + "a" * 2**20),
    _addressed("2,000 steps up", "https://h.example.org/" + "../" * 2_000),
    _addressed("900 parameters", "https://h.example.org/?" + "&".join(f"{n}=1" for n in range(900))),
    _addressed("caches in caches", "https://cdn.ampproject.org/c/s/" * 60 + "h.example.org/x"),
)  # fmt: skip
