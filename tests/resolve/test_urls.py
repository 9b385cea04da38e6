"""Canonical keys: pure, total, and the same for every spelling of one page."""

from __future__ import annotations

import pytest

from graphkit.resolve.amp_caches import cached_page
from graphkit.resolve.url_rules import dropped
from graphkit.resolve.urls import RULES, canonical_key, rules_of

# Per rule: URLs that it brings to one key, and near misses that keep theirs.
SAME = {
    "spelling": ("a.example/x", ["https://a.example/y/../x", " https://a.example/x\n", "https:\\\\a.example\\x", "https:a.example/x"]),
    "scheme": ("a.example/x", ["http://a.example/x", "HTTP://a.example/x"]),
    "userinfo": ("a.example/x", ["https://user:secret@a.example/x", "https://@a.example/x"]),
    "host case": ("a.example/x", ["HTTPS://A.EXAMPLE:443/x"]),
    "idna": (
        "xn--bcher-kva.example/x",
        ["https://bücher.example/x", "https://www.BÜCHER.example/x", "https://xn--bcher-example-wob.cdn.ampproject.org/c/s/x"],
    ),
    "trailing dot": ("a.example/x", ["https://a.example./x", "https://www.a.example.:443/x"]),
    "default port": ("a.example/x", ["https://a.example:443/x", "http://a.example:80/x", "http://a.example:443/x", "https://a.example:/x", "https://a.example:0443/x"]),
    "www": ("a.example/x", ["https://www.a.example/x", "https://www.www.a.example/x"]),
    "mobile host": ("a.example/x", ["https://m.a.example/x", "https://mobile.a.example/x", "https://www.m.a.example/x"]),
    "amp host": ("a.example/x", ["https://amp.a.example/x", "https://www.amp.a.example/x"]),
    "amp cache": (
        "a.example/x",
        [
            "https://a-example.cdn.ampproject.org/c/s/a.example/x",
            "https://amp-a-example.cdn.ampproject.org/v/s/amp.a.example/amp/x?amp_js_v=0.1#usqp=mq331",
            "https://www-a-example.cdn.ampproject.org/i/s/www.a.example/x",
            "https://a-example.cdn.ampproject.org/r/s/a.example/x",
            "https://a-example.cdn.ampproject.org/c/a.example/x",
            "https://cdn.ampproject.org/c/s/a.example/x",
            "https://bdxcb6r4bqtyb5lnnl2m3hqnvlgzgcyyhcp4nk3tlfxvl6njhyq2.cdn.ampproject.org/c/s/a.example/x",
            "https://a-example.cdn.ampproject.org/c/s/x",
            "https://www-a-example.cdn.ampproject.org/x",
            "https://a-example.bing-amp.com/c/s/a.example/x",
            "https://www.google.com/amp/s/a.example/x",
            "https://google.de/amp/a.example/x/amp/",
            "https://www.google.co.uk/amp/s/amp.a.example/x",
            "https://www.google.com/amp/s/a-example.cdn.ampproject.org/c/s/a.example/x",
        ],
    ),
    "percent-encoding": ("a.example/~%C3%A9%2F?q=%C3%A9", ["https://a.example/%7e%c3%a9%2f?q=é", "https://a.example/~é%2F?%71=%c3%A9"]),
    "amp path": (
        "a.example/x",
        [f"https://a.example/{path}" for path in ("x/amp", "x/amp/", "amp/x", "amp/x/", "x/amp.html", "x.amp", "amp/x/amp/", "amp/amp/x")],
    ),
    "index page": ("a.example/x", ["https://a.example/x/index.html", "https://a.example/x/Default.aspx", "https://a.example/x/index.php/"]),
    "trailing slash": ("a.example/x", ["https://a.example/x/", "https://a.example/x//"]),
    "amp query": ("a.example/x", [f"https://a.example/x?{query}" for query in ("amp", "amp=1", "amp=true", "amp=", "outputType=amp", "output=amp")]),
    "tracking": ("a.example/x", ["https://a.example/x?utm_source=y&UTM_medium=z&fbclid=1", "https://a.example/x/?gclid=3&WT.mc_id=4&hsa_acc=5"]),
    "parameter order": ("a.example/x?a=1&b=2", ["https://a.example/x?b=2&a=1", "https://a.example/x/?&b=2&&a=1&gclid=3"]),
    "youtu.be": (
        "youtube.com/watch?v=dQw4w9WgXcQ",
        [
            *(f"https://youtu.be/dQw4w9WgXcQ{query}" for query in ("", "/", "?si=x", "?t=30&feature=share")),
            *(f"https://www.youtube.com/{form}/dQw4w9WgXcQ" for form in ("embed", "live", "shorts", "v")),
            "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
        ],
    ),
    "fragment": ("a.example/x", ["https://a.example/x#part", "https://a.example/x#!/y"]),
}  # fmt: skip

APART = {
    "scheme": ["ftp://a.example/x"],
    "idna": ["https://bucher.example/x"],
    "default port": ["https://a.example:8080/x"],
    "www": ["https://www2.a.example/x", "https://wwwa.example/x", "https://www.com/x"],
    "mobile host": ["https://m-a.example/x", "https://mexample.com/x", "https://m.com/x", "https://a.example/mobile/x", "https://b.a.example/x"],
    "amp host": ["https://champ.a.example/x", "https://amp.com/x"],
    "amp cache": ["https://a.example/c/s/b.example/x", "https://google.a.example/amp/s/b.example/x", "https://www.google.com/s/a.example/x"],
    "percent-encoding": ["https://a.example/x%2Fy", "https://a.example/x/y", "https://a.example/x%252Fy"],
    "amp path": [f"https://a.example/{path}" for path in ("camp", "amplifier", "amp-x", "x-amp", "x/amps", "x.html", "x.amp.htm", "AMP/x")],
    "index page": ["https://a.example/my-index.html", "https://a.example/index/x", "https://a.example/index.html/x"],
    "trailing slash": ["https://a.example//x"],
    "amp query": ["https://a.example/x?amp=2", "https://a.example/x?amplifier", "https://a.example/x?v=amp"],
    "tracking": [f"https://a.example/x?{name}=1" for name in ("id", "p", "v", "source", "ref", "cid", "t", "si", "pk_id", "utmost")],
    "parameter order": ["https://a.example/x?id=1&id=2", "https://a.example/x?id=2"],
    "youtu.be": [
        "https://www.youtube.com/embed/videoseries?list=x",
        "https://www.youtube.com/watch?v=dQw4w9WgXcq",
        "https://www.youtube.com/live/x",
        "https://www.youtube.com/playlist?list=x",
        "https://youtu.be/playlist?list=x",
    ],
    "fragment": ["https://a.example/%23x"],
}  # fmt: skip


@pytest.mark.parametrize(("rule", "url"), [(rule, url) for rule, (_, urls) in SAME.items() for url in urls])
def test_a_rule_brings_a_url_to_its_key_and_is_named(rule: str, url: str) -> None:
    assert canonical_key(url).text == SAME[rule][0]
    assert rule in rules_of(url)


@pytest.mark.parametrize(("rule", "url"), [(rule, url) for rule, urls in APART.items() for url in urls])
def test_a_rule_leaves_near_misses_alone(rule: str, url: str) -> None:
    assert rule not in rules_of(url)


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("0-en--us-example-0", "en-us.example/x"),
        ("0-a-example", "0.a.example/x"),
        ("a--b-example", "a-b.example/x"),
        ("xn--bcher-example-wob", "xn--bcher-kva.example/x"),
        ("example", ""),
        ("a.b-example", ""),
    ],
)
def test_an_amp_cache_encodes_the_host_in_one_label(label: str, key: str) -> None:
    assert canonical_key(f"https://{label}.cdn.ampproject.org/c/s/x").text == key


def test_a_cache_of_no_host_has_no_page() -> None:
    assert cached_page("xn--99999999-a.cdn.ampproject.org", "/c/s/x") == ""


def test_an_odd_number_for_a_port_is_a_spelling() -> None:
    assert rules_of("https://a.example:08080/x") == ("spelling",)


def test_every_rule_is_tested() -> None:
    assert list(SAME) == list(RULES)


def test_different_pages_stay_apart() -> None:
    urls = ["https://a.example/x", "https://a.example/X", *(url for urls in APART.values() for url in urls)]
    keys = [canonical_key(url).text for url in urls]
    assert len(set(keys)) == len(urls)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://a.example/", "a bare host"),
        ("https://www.a.example", "a bare host"),
        ("https://a.example/?utm_source=x", "a bare host"),
        ("https://a.example/login", "a login or search page"),
        ("https://a.example/search?q=x", "a login or search page"),
        ("not a url", "not a valid URL"),
        ("", "not a valid URL"),
        ("https://a..example/x", "not a valid URL"),
        ("https://a.example/\ud800", "not a valid URL"),
        ("https://cdn.ampproject.org/v0.js", "not a valid URL"),
        ("mailto:a@b.example", "no host"),
        ("ftp://a.example/x", "no web address"),
        ("https://a.example/" + "x" * 1_000_000, "longer than a URL may be"),
        ("https://a.example/" + "é" * 2_000, "longer than a URL may be"),
    ],
)
def test_what_is_the_key_of_no_article(url: str, reason: str) -> None:
    assert canonical_key(url).reason == reason


def test_an_article_about_search_is_an_article() -> None:
    assert canonical_key("https://a.example/search-engines-compared").reason == ""


def test_rules_are_named_in_the_order_of_their_table() -> None:
    url = "http://me@WWW.amp.A.example.:80/amp/x/index.html?b=%7e&a&utm_source=y&amp=1#top"
    rules = ("scheme", "userinfo", "host case", "trailing dot", "default port", "www", "amp host", "percent-encoding")
    more = ("amp path", "index page", "trailing slash", "amp query", "tracking", "parameter order", "fragment")
    assert rules_of(url) == rules + more
    assert canonical_key(url).text == "a.example/x?a&b=~"


# Names that the list of courlan 1.4 (TRACKERS_RE) drops: each alternative, by the names that are known to bear it.
DROPPED_TOO = """dclid fbclid gclid twclid yclid gbraid msclkid igshid wbraid mc_cid mc_eid ga_source ga_campaign gs_lcp
itm_source mkt_tok ml_subscriber mtm_campaign oly_enc_id pk_campaign utm_source vero_id _ga _gl pk_kwd pk_keyword
utm_medium utm_campaign utm_source xtor""".split()
KEPT = {
    "clickid": "the id of a classified advertisement on some sites",
    "partnerid": "chooses whose edition is shown",
    "ad_id": "the advertisement that the page is about",
    "ads_id": "the advertisement that the page is about",
    "mc_id": "only mc_cid, mc_eid and mc_tc are known to be Mailchimp's",
    "ml_id": "only ml_subscriber is known to be MailerLite's",
    "pk_id": "a primary key",
    "aff": "some shops show another offer",
    "affi": "some shops show another offer",
    "affiliate": "some shops show another offer",
    "campaign": "the campaign that the page is about",
    "cid": "a content or category id in many systems",
    "clid": "a client's id",
    "eid": "an edition or event id",
    "ga": "too short to be one thing on every site",
    "gl": "the country whose results are shown",
    "kwd": "the words searched for",
    "keyword": "the words searched for",
    "medium": "print or online, oil or watercolour",
    "ref": "a branch or a reference number",
    "referer": "a person or a document",
    "referrer": "a person or a document",
    "session": "a session of a conference or of parliament",
    "source": "the source whose documents are shown",
    "uid": "a user or a unique id of the page",
}


@pytest.mark.parametrize("name", DROPPED_TOO)
def test_what_others_know_as_tracking_is_dropped(name: str) -> None:
    assert dropped(name, "a.example") == "tracking"


@pytest.mark.parametrize("name", KEPT)
def test_what_may_name_a_page_is_kept(name: str) -> None:
    assert not dropped(name, "a.example")


def test_the_comparison_covers_every_name_in_the_list_of_courlan() -> None:
    clean = pytest.importorskip("courlan.clean")
    assert [name for name in (*DROPPED_TOO, *KEPT) if not clean.TRACKERS_RE.search(name)] == []


def test_a_parameter_of_one_site_stays_on_others() -> None:
    assert canonical_key("https://blog.medium.com/x?source=rss-1").text == "blog.medium.com/x"
    assert canonical_key("https://a-medium.com/x?source=rss-1").text == "a-medium.com/x?source=rss-1"
