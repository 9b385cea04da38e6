"""Secrets in URLs: what is taken out of texts, what is no secret, and text made to break the search for them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphkit.settings import Settings
from graphkit.sources import read_folder
from graphkit.sources.text import clean, without_secrets
from graphkit.sources.urls import TAKEN_OUT, address
from tests.conftest import Folder
from tests.growth import linear


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("https://u:pw@h.example/x", "https://h.example/x"),
        ("HTTPS:/pw@h/t", "HTTPS:/h/t"),
        ("https:u:pw@h", "https:h"),
        (r"https:\\u:pw@h", r"https:\\h"),
        (r"/\u:pw@h/x", r"/\h/x"),
        ("//u:pw@h", "//h"),
        ("u:pw@h/x, foo/u:pw@h/x", "h/x, foo/h/x"),
        ("me@x.example:pw@h", "h"),
        ("mailto:u:pw@h", "mailto:h"),
        ("a//u:pw@h", "a//h"),
        ("https://u:p w@h/x and https://v:p/w@h/y", "https://h/x and https://h/y"),
        ("https://p w@h/x", "https://h/x"),
        ("https:/\t/u:p\tw@h", "https:/\t/h"),
        ("https://u:p@w@h/@me", "https://h/@me"),
        ('https://u:"pw"@h', "https://h"),
        ("https://u:/pw@h", "https://h"),
        ("https://u:http://pw@h", "https://h"),
        ("https://u:pw%40h", "https://h"),
        ("https://[::1]:80/?u=https://u:pw@[::1]", "https://[::1]:80/?u=https://[::1]"),
        ("go?u=u:pw@h&v=u%3Apw%40h.example", "go?u=h&v=h.example"),
        ("?u=https%3A%2F%2Fu%3Apw%40h%2F%40me", "?u=https%3A%2F%2Fh%2F%40me"),
        ("?u=https%253a%252f%252fu%253apw%2540h", "?u=https%253a%252f%252fh"),
        ("https%3A//u%3Apw@h", "https%3A//h"),
        ('{{< ref "https://u:pw@h" >}}', '{{< ref "https://h" >}}'),
    ],
)
def test_what_stands_before_the_host_is_taken_out(text: str, left: str) -> None:
    assert without_secrets(text) == clean(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "https://medium.com/@author/story-1",
        "https://www.youtube.com/@channel?sub=1",
        "https://mastodon.social/@user@instance.tld",
        "https://www.flickr.com/photos/12345@N01/",
        "https://www.google.com/maps/place/X/@52.1,4.3,12z/data=!3m1",
        "https://www.npmjs.com/package/@scope/name@1.2.3",
        "https://en.wikipedia.org/wiki/User:Foo@Bar",
        "https://matrix.to/#/@user:matrix.org",
        "https://a.example/#:~:text=me@a.example",
        "https://localhost/@me http://localhost:8080/@me https://intranet/@me https://[::1]:80/@me",
        "https://web.archive.org/web/2020/https://medium.com/@x",
        "https://https://medium.com/@x",
        "https://a.example?u=me@a.example",
        "https://a.example/?u=https%3A%2F%2Fmedium.com%2F%40user",
        "https://t.example/intent?text=News%3A+a+story+via+%40user&url=https%3A%2F%2Fa.example",
        "https://t.example/intent?text=News%3A%20https%3A%2F%2Fa.example%20via%20%40user",
        "user@example.com, @user@instance.tld, git@github.com:user/repo",
        "mailto:me@x.example?cc=you@y.example",
        "Email:me@x.example",
        "Photo:@user, RT @user: nice: me@x.example",
        "Meet at 10:30 @ the office, 12:30@home",
        "See https://a.example, or write to me@x.example",
        "At http://localhost:8080. Questions: me@x.example",
        '<a href="https://a.example">me@x.example</a>',
        "// a comment of me@x.example",
        r"C:\Users\me@home",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert without_secrets(text) == clean(text) == text
    if text.startswith("https:") and " " not in text:
        assert address(text).url == text


_ODD = st.text(alphabet="/?#:\"'<>\\%()[]&+.,;=!ab@", max_size=6)


@given(
    st.sampled_from(["https://", "see ftp://", "go?u=HTTPS:/", r"(https:\\"]),
    _ODD.filter(lambda text: "@" not in text),
    _ODD,
)
def test_no_character_in_a_password_saves_it(lead: str, before: str, behind: str) -> None:
    assert "hunter2" not in without_secrets(f"{lead}user:{before}hunter2{behind}@host.example/x")


@given(
    st.lists(st.sampled_from([*':/\\?#@ %\t\n"<>[]&=.,;', "https:", "//", "%40", "%3a", "%2F", "ab", "1"])).map("".join)
)
def test_every_text_is_searched_and_none_gets_longer(text: str) -> None:
    assert len(without_secrets(text)) <= len(text)


@pytest.mark.parametrize(
    "part",
    ["https://", "a:b@", "//", "https://a:b/", "https://a:b ", "a", "a:", "@", "@[", "%25", "=a:", "https%3A%2F%2Fu:"],
)
def test_a_search_for_secrets_grows_with_the_text(part: str) -> None:
    assert linear(lambda size: without_secrets(part * (size // len(part))), 2**15)
    assert linear(lambda size: without_secrets("x@y " + part * (size // len(part)) + " @x"), 2**15)


@pytest.mark.parametrize(
    ("text", "base", "url", "path"),
    [
        ("go?to=https://u:pw@b.example/", "", "", "go?to=https://b.example/"),
        ("foo/u:pw@h/x", "https://my.site/", "https://my.site/foo/h/x", "foo/h/x"),
        ("x", "https://u:pw@my.site/", "https://my.site/x", "x"),
        ("https://a.example/go?u=https://u:pw@b.example/", "", "https://a.example/go?u=https://b.example/", ""),
        ("https://u:pw@a.example/?u=u:pw@b.example", "", "https://a.example/?u=b.example", ""),
        ("https://u pw@a.example/x", "", "https://a.example/x", ""),
    ],
)
def test_no_address_holds_a_secret(text: str, base: str, url: str, path: str) -> None:
    found = address(text, base)
    assert (found.url, found.path) == (url, path)
    assert found.reason == (TAKEN_OUT if "pw" in text else "")


@pytest.mark.parametrize(
    ("base", "link", "path"),
    [
        ("https://my.site", "https://my.site/posts/a?b#c", "/posts/a?b#c"),
        ("https://my.site/", "http://MY.site/posts/a", "/posts/a"),
        ("https://my.site/blog", "https://my.site/blog/a", "/a"),
        ("https://my.site/blog", "https://my.site/blogs/a", None),
        ("https://my.site", "https://my.site.evil.example/posts/a", None),
        ("https://my.site", "https://my.sites/posts/a", None),
        ("https://my.site", "https://www.my.site/posts/a", None),
        ("https://my.site", "https://my.site:8080/posts/a", None),
        ("https://my.site", "https://my.site@evil.example/posts/a", None),
    ],
)
def test_only_links_to_this_site_are_paths(folder: Folder, base: str, link: str, path: str | None) -> None:
    found = read_folder(folder({"a.md": f"---\ntitle: A\n---\n[x]({link})\n"}), Settings(base_url=base))
    assert found.sightings["reference"][1] == path
