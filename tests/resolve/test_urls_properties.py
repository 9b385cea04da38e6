"""What holds of every key, whatever text comes in."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graphkit.resolve.url_parts import LONGEST
from graphkit.resolve.urls import RULES, canonical_key, rules_of, traced
from tests.growth import TIMES, linear

ANY = st.text(st.characters(exclude_categories=()), max_size=60)
LABELS = st.sampled_from(
    "a example www m mobile amp bücher BÜCHER xn--bcher-kva co uk google com cdn ampproject org bing-amp a-example "
    "youtu be youtube 1 0x7f . 127.0.0.1 [::1] %61 localhost a_b ß www-a-example".split()
)
SEGMENTS = st.sampled_from(
    " x X amp amp.html x.amp x.amp.html index.html Default.aspx index.php c v s i r wp a.example www.a.example .. . "
    "%2e %2E%2e ..amp .amp é %C3%A9 %c3%a9 %41 %2f %zz % %2%65 watch embed shorts dQw4w9WgXcQ login search a|b a^b "
    "google.com bing-amp.com x.cdn.ampproject.org".split(" ")
)
PARAMETERS = st.sampled_from(
    "v=a id=1 p=2 amp amp=1 outputType=amp utm_source=x %75tm_medium=y fbclid=z si=q t=3 = &= a=é a=%41 a=%zz ? "
    "b=' a=[1] a+b ".split(" ")
)


@st.composite
def shaped(draw: st.DrawFn) -> str:
    """Text that looks like a URL, made of what the rules look for."""
    scheme = draw(
        st.sampled_from(["https://", "http://", "HTTPS://", "//", "https:", " https://", "ftp://", "https:\\\\"])
    )
    user = draw(st.sampled_from(["", "", "", "me@", "me:secret@", "@"]))
    host = ".".join(draw(st.lists(LABELS, min_size=1, max_size=5))) + draw(st.sampled_from(["", "", ".", ".."]))
    port = draw(st.sampled_from(["", "", "", ":80", ":443", ":8080", ":", ":0443", ":99999"]))
    path = "".join(f"/{segment}" for segment in draw(st.lists(SEGMENTS, max_size=7)))
    query = "&".join(draw(st.lists(PARAMETERS, max_size=4)))
    fragment = draw(st.sampled_from(["", "", "#", "#x", "#!/x", "#\n"]))
    return f"{scheme}{user}{host}{port}{path}{draw(st.sampled_from(['', '?']))}{query}{fragment}"


URLS = st.one_of(ANY, shaped(), ANY.map("https://a.example/".__add__), ANY.map("https://".__add__))


@settings(max_examples=500, deadline=None)
@given(URLS)
@example("https://a.example/%2%65")
@example("https://a.example/x/..amp")
@example("https://1.2.3../x")
@example("http://a.example:443/x")
@example("https://youtu.be/x?pp=1")
@example("https://x.cdn.ampproject.org/amp/c/s/a.example/x")
@example("https://google.de/amp/amp/s/a.example/x")
def test_any_text_gives_a_key_that_is_its_own_key_or_a_reason(url: str) -> None:
    key = canonical_key(url)
    assert key.text or key.reason
    if key.text:
        assert canonical_key(f"https://{key.text}") == key
        assert canonical_key(f"http://{key.text}") == key


@settings(max_examples=500, deadline=None)
@given(URLS)
@example("HTTP://0\\0")
def test_the_shortcuts_give_what_every_step_gives(url: str) -> None:
    assert canonical_key(url) == traced(url)[0]


@settings(max_examples=500, deadline=None)
@given(URLS)
def test_rules_are_named_exactly_where_the_url_changed(url: str) -> None:
    key, rules = canonical_key(url), rules_of(url)
    assert set(rules) <= RULES.keys()
    assert rules == tuple(name for name in RULES if name in rules)
    if key.text:
        assert (rules == ()) == (url == f"https://{key.text}")
    else:
        assert rules == ()


@given(shaped())
def test_a_secret_is_in_no_key(url: str) -> None:
    assert "secret" not in canonical_key(url).text


@given(st.permutations(["v=1", "id=2", "p=3", "utm_source=x", "amp=1", "q=a%20b"]))
def test_the_order_of_parameters_does_not_matter(parameters: list[str]) -> None:
    assert canonical_key(f"https://a.example/x?{'&'.join(parameters)}").text == "a.example/x?id=2&p=3&q=a%20b&v=1"


LONG = [
    "/amp",
    ".amp",
    "/index.html",
    "/",
    "%",
    "%3",
    "&",
    "utm_x&",
    "www.",
    "/google.de/amp",
    "/c/s/a.bing-amp.com",
    "é",
]


@pytest.mark.parametrize("part", [*LONG, "\0", "\ud800", "@", ":", "a-", "[", ".."])
@pytest.mark.parametrize(
    "front", ["", "https://", "https://a.example", "https://google.de/amp", "https://a.example/x?"]
)
def test_long_text_costs_little(front: str, part: str) -> None:
    def keyed(size: int) -> None:
        key = canonical_key(front + part * (size // len(part)))
        assert key.text or key.reason

    keyed(1_000_000)
    assert linear(keyed, (LONGEST - len(front) - 8) // TIMES)
