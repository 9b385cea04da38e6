"""Spellings of one URL: what it can look like and still be the same page."""

from __future__ import annotations

import random
import string
from collections.abc import Callable
from urllib.parse import SplitResult, quote

Change = Callable[[SplitResult, random.Random], tuple[str, str] | None]
"""From the URL of an article to a pair of URLs, or None where the change makes no sense for it."""

Respelling = Callable[[SplitResult, random.Random], SplitResult | None]

WORDS = "été größe żółw naïve 東京 новости señal".split()
LABELS = "bücher größe żółw 東京 новости señal".split()
TRACKING = """utm_source=rss utm_medium=social utm_campaign=spring utm_content=a1 utm_term=x utm_id=7 fbclid=IwAR0x
gclid=Cj0K msclkid=ab12 twclid=2-x yclid=99 dclid=CJ gbraid=0A wbraid=Cl igshid=Yz mc_cid=c1&mc_eid=e1
_hsenc=p2&_hsmi=88 mkt_tok=NTQ vero_id=u1 oly_enc_id=12 pk_campaign=x mtm_source=y _ga=1.2 ref_src=twsrc ttclid=E.C
srsltid=Af at_medium=rss hsa_acc=1""".split()


def to_pair(change: Respelling) -> Change:
    """The URL and what `change` makes of it."""

    def pair(parts: SplitResult, rng: random.Random) -> tuple[str, str] | None:
        changed = change(parts, rng)
        return (parts.geturl(), changed.geturl()) if changed else None

    return pair


def bare(parts: SplitResult) -> str:
    return parts.netloc.removeprefix("www.")


def added(parts: SplitResult, *parameters: str) -> SplitResult:
    return parts._replace(query="&".join(filter(None, (parts.query, *parameters))))


def amp_suffix(parts: SplitResult, rng: random.Random) -> SplitResult:
    path = parts.path.rstrip("/")
    if path.endswith(".html"):
        return parts._replace(path=rng.choice((path[:-5] + ".amp.html", path + "/amp", path + ".amp")))
    return parts._replace(path=path + rng.choice(("/amp", "/amp/", ".amp", "/amp.html")))


def amp_prefix(parts: SplitResult, rng: random.Random) -> SplitResult:
    return parts._replace(path="/amp" + parts.path)


def amp_query(parts: SplitResult, rng: random.Random) -> SplitResult:
    return added(parts, rng.choice(("amp", "amp=1", "amp=true", "outputType=amp", "output=amp")))


def front(*names: str) -> Respelling:
    """Another name in front of the host: where there is www., or nothing but the domain."""

    def change(parts: SplitResult, rng: random.Random) -> SplitResult | None:
        host = bare(parts)
        fits = parts.netloc.startswith("www.") or host.count(".") == 1
        return parts._replace(netloc=rng.choice(names) + host) if fits else None

    return change


def encoded(host: str) -> str:
    """A host as one label, as AMP caches write it."""
    return host.replace("-", "--").replace(".", "-")


def cache(parts: SplitResult, rng: random.Random) -> SplitResult | None:
    domain = rng.choice((".cdn.ampproject.org", ".cdn.ampproject.org", ".bing-amp.com"))
    kind = rng.choice(("c", "c", "v")) + ("/s" if parts.scheme == "https" else "")
    changed = parts._replace(netloc=encoded(parts.netloc) + domain, path=f"/{kind}/{parts.netloc}{parts.path}")
    return added(changed, "amp_js_v=0.1", "usqp=mq331AQ") if kind.startswith("v") else changed


def cache_by_host(parts: SplitResult, rng: random.Random) -> SplitResult | None:
    changed = parts._replace(netloc=encoded(parts.netloc) + ".cdn.ampproject.org", path=f"/c/s{parts.path}")
    return changed if parts.scheme == "https" else None


def viewer(parts: SplitResult, rng: random.Random) -> SplitResult:
    host = rng.choice(("www.google.com", "google.com", "www.google.de", "www.google.co.uk"))
    secure = "s/" if parts.scheme == "https" else ""
    return parts._replace(netloc=host, path=f"/amp/{secure}{parts.netloc}{parts.path}")


def tracking(parts: SplitResult, rng: random.Random) -> SplitResult:
    return added(parts, *rng.sample(TRACKING, rng.randint(1, 4)))


def www(parts: SplitResult, rng: random.Random) -> SplitResult | None:
    if parts.netloc.startswith("www."):
        return parts._replace(netloc=bare(parts))
    return front("www.")(parts, rng)


def scheme(parts: SplitResult, rng: random.Random) -> SplitResult:
    return parts._replace(scheme="http" if parts.scheme == "https" else "https")


def slash(parts: SplitResult, rng: random.Random) -> SplitResult:
    return parts._replace(path=parts.path.rstrip("/") if parts.path.endswith("/") else parts.path + "/")


def index_page(parts: SplitResult, rng: random.Random) -> SplitResult:
    return parts._replace(path=parts.path.rstrip("/") + rng.choice(("/index.html", "/index.php", "/default.aspx")))


def host_case(parts: SplitResult, rng: random.Random) -> SplitResult:
    return parts._replace(netloc=rng.choice((parts.netloc.upper(), parts.netloc.title())))


def port(parts: SplitResult, rng: random.Random) -> SplitResult:
    return parts._replace(netloc=parts.netloc + (":443" if parts.scheme == "https" else ":80"))


def fragment(parts: SplitResult, rng: random.Random) -> SplitResult:
    return parts._replace(fragment=rng.choice(("comments", "respond", "section-2", ":~:text=graph", "top")))


def unreserved(parts: SplitResult, rng: random.Random) -> SplitResult | None:
    if "%" in parts.path or not parts.path.isascii():
        return None
    place = rng.choice([place for place, char in enumerate(parts.path) if char != "/"])
    head, char, tail = parts.path[:place], parts.path[place], parts.path[place + 1 :]
    return parts._replace(path=f"{head}%{ord(char):{rng.choice('xX')}}{tail}")


def non_ascii(parts: SplitResult, rng: random.Random) -> tuple[str, str]:
    path = parts.path.rstrip("/") + "/"
    word = rng.choice(WORDS)
    escaped = quote(word)
    one, other = rng.sample((word, escaped, escaped.lower()), 2)
    return parts._replace(path=path + one).geturl(), parts._replace(path=path + other).geturl()


def idn(parts: SplitResult, rng: random.Random) -> tuple[str, str]:
    label = rng.choice(LABELS)
    one, other = (f"{name}.{bare(parts)}" for name in (label, "xn--" + label.encode("punycode").decode()))
    return parts._replace(netloc=one).geturl(), parts._replace(netloc=other).geturl()


def short_video(parts: SplitResult, rng: random.Random) -> tuple[str, str]:
    video = "".join(rng.choices(string.ascii_letters + string.digits + "-_", k=11))
    ends = ("", "?si=Vq3x", "?feature=shared")
    return (
        f"https://{rng.choice(('www.', 'm.', ''))}youtube.com/watch?v={video}",
        f"https://youtu.be/{video}{rng.choice(ends)}",
    )


def reordered(parts: SplitResult, rng: random.Random) -> tuple[str, str]:
    one = added(parts, "id=7", "page=2").geturl()
    return one, added(parts._replace(query=""), "page=2", *filter(None, [parts.query]), "id=7").geturl()


SAME: dict[str, Change] = {
    "AMP suffix": to_pair(amp_suffix),
    "AMP prefix": to_pair(amp_prefix),
    "AMP query": to_pair(amp_query),
    "AMP host": to_pair(front("amp.")),
    "AMP cache": to_pair(cache),
    "AMP cache, host encoded": to_pair(cache_by_host),
    "AMP viewer": to_pair(viewer),
    "tracking": to_pair(tracking),
    "mobile host": to_pair(front("m.", "mobile.")),
    "www": to_pair(www),
    "scheme": to_pair(scheme),
    "trailing slash": to_pair(slash),
    "index page": to_pair(index_page),
    "host case": to_pair(host_case),
    "default port": to_pair(port),
    "fragment": to_pair(fragment),
    "%XX of unreserved": to_pair(unreserved),
    "non-ASCII path": non_ascii,
    "IDN": idn,
    "youtu.be": short_video,
    "parameter order": reordered,
}


def combined(parts: SplitResult, rng: random.Random) -> tuple[str, str] | None:
    """Two to four changes on one URL, in an order in which a site and its readers make them."""
    steps: list[Respelling] = [
        rng.choice((slash, index_page, unreserved, scheme)),
        rng.choice((amp_suffix, amp_prefix, amp_query, front("m.", "amp."), www)),
        rng.choice((tracking, cache, viewer, host_case, port)),
        rng.choice((tracking, fragment)),
    ]
    other: SplitResult | None = parts
    for step in sorted(rng.sample(range(4), rng.randint(2, 4))):
        other = steps[step](other, rng) if other else None
    return (parts.geturl(), other.geturl()) if other else None
