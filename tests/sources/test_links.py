"""The links in a body: what counts as one, where it stands, what it leads to; and text made to break the reader."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphkit.sources.links import FORMS, Link, links
from tests.growth import linear


def found(body: str, *, html: bool = False) -> list[tuple[str, str]]:
    return [(link.form, link.target) for link in links(body, 1, html=html)[0]]


def urls(*targets: str) -> list[tuple[str, str]]:
    return [("url", target) for target in targets]


@pytest.mark.parametrize(
    ("body", "targets"),
    [
        ("[x](b.md) and [y](/c/ 'title')", ["b.md", "/c/"]),
        ("[x](<with space.md>) [y](a%20b.md) [z](a\\_b.md?x=1&amp;y=2)", ["with space.md", "a%20b.md", "a_b.md?x=1&y=2"]),
        ("[x](#part) []() [x]()", ["#part", "", ""]),
        ("[t][R] [R][] [r]\n\n[r]: https://e.example/u 'T'", ["https://e.example/u"] * 3),
        ("[unused]: https://e.example/u", []),
        ("<https://e.example/x> <me@e.example> [m](mailto:you@e.example)", ["https://e.example/x", "mailto:me@e.example", "mailto:you@e.example"]),
        ("![i](i.png) ![a [b](c) d](i.png) [![i](i.png)](page.md)", ["page.md"]),
        ("# [h](1)\n\n> - [q](2)\n\n| a |\n|---|\n| [t](3) |\n\nx[^n]\n\n[^n]: [f](4)", ["1", "2", "3", "4"]),
        ("**[b](1)** ~~[s](2)~~ - [ ] [t](3)", ["1", "2", "3"]),
        ("[two\nlines](1)", ["1"]),
        ("[x](a(b)c) [y](A_(b)) [[1]](https://e.example/A_(b))", ["a(b)c", "A_(b)", "https://e.example/A_(b)"]),
    ],
)  # fmt: skip
def test_markdown_links(body: str, targets: list[str]) -> None:
    assert [target for form, target in found(body) if form == "url"] == targets


@pytest.mark.parametrize(
    ("body", "targets"),
    [
        ("[[Name]] [[Name|text]] [[folder/Name#head|text]] [[#head]]", ["Name", "Name", "folder/Name#head", "#head"]),
        ("[[a_b_c]] [[ two  words ]] [[a & b]] [[*x*]]", ["a_b_c", "two words", "a & b", "*x*"]),
        ("![[Note]] ![[Note#part]] ![[v1.2]]", ["Note", "Note#part", "v1.2"]),
        ("![[a.png]] ![[b.PDF#page=3]] ![[c.jpg|300]] [[b.pdf]]", ["b.pdf"]),
        ("| a |\n|---|\n| [[N\\|x]] |", ["N"]),
        ("[[Note]](draft) [[]] [[", ["Note"]),
        ("[[1]] [[2]]\n\n[1]: https://e.example/", ["2"]),
    ],
)
def test_wikilinks(body: str, targets: list[str]) -> None:
    assert [target for form, target in found(body) if form == "wikilink"] == targets


@pytest.mark.parametrize(
    ("body", "targets"),
    [
        ("<a href='1'>x</a> <A\nclass=q HREF = \"2\">y</A> <a href=3>z</a>", ["1", "2", "3"]),
        ("<div>\n<p><a title='>' href='a?b&amp;c'>x</a>\n</div>", ["a?b&c"]),
        ("<a name=x> <abbr href=1> <a data-href=1> <p href=1>", []),
        ("<a href> <a href=''>", ["", ""]),
        ("<a href=' 1\n2 ' href=no>", ["12"]),
        ("x <!-- <a href=no> [n](no) --> [y](1)", ["1"]),
        ("<!--\n\n<a href=no>\n\n[n](no)\n\n-->\n\n[y](1)", ["1"]),
        ("<div><!--\n\n[n](no) <a href=no>\n\n--> <a href=1>", ["1"]),
        ("<div>\n<!--> <a href=1> <? <a href=no> ?>\n</div>", ["1"]),
        ("a <code><a href=no> [n](no)</code> <a href=1>", ["1"]),
        ("a <code> unclosed [y](1) <a href=2>\n\n`</code>`", ["1", "2"]),
        ("<pre>\n<a href=no>\n\n[n](no)</pre>\n\n[y](1)", ["1"]),
        ("<script>\nx = '<a href=no>'\n\n</script>\n<style>\n<a href=no></style>\n\n<a href=1>", ["1"]),
        ("<template>\n\n<a href=no> [n](no)\n\n</template>\n\n<textarea>\n<a href=no></textarea>\n\n<a href=1>", ["1"]),
        ("<div class='\n\n<a href=1>", ["1"]),
    ],
)  # fmt: skip
def test_anchors(body: str, targets: list[str]) -> None:
    assert found(body) == urls(*targets)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<ul>\n    <li><a href=1>x</a>\n\n        <a href=2>", urls("1", "2")),
        ("[no](no) [[no]] <https://no.example> `<a href=1>`", urls("1")),
        ("<pre><code><a href=no></code></pre><code><a href=no></code><a href=1>", urls("1")),
        ("<!-- <a href=no> --> <a href=1> <!-- <a href=no>", urls("1")),
        ("<a href=\"{{ '/x/' | relative_url }}\"> {{< ref y >}} <script>{{< ref no >}}", [("url", "/x/"), ("ref", "y")]),
        ('<a href="{{ "/x/" | relative_url }}" class="{% if a %}b{% endif %}">', urls("/x/")),
        ('<img src="{% link no.png %}"><div data-to="{% link a.md %}">', [("link", "a.md")]),
        ("<a href=1", []),
        ("<a href=\"1><a href='2'>", urls("1", "2")),
    ],
)  # fmt: skip
def test_bodies_in_html(body: str, expected: list[tuple[str, str]]) -> None:
    assert found(body, html=True) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('[x]({{< ref "a b.md#c" >}}) {{% relref \'b\' %}} {{<ref `c`>}} {{< ref d.md >}}', [("ref", t) for t in ("a b.md#c", "b", "c", "d.md")]),
        ('{{< ref lang="de" path="x.md" >}} {{< ref\n  path="y.md"\n\t>}}', [("ref", "x.md"), ("ref", "y.md")]),
        ('{{</* ref "no" */>}} {{< ref >}} {{< ref lang="de" >}} {{< figure src="no" >}} {{ ref }}', []),
        ('<a href="{{< ref "x" >}}">a</a> [r]\n\n[r]: {{< ref "y" >}}', [("ref", "x"), ("ref", "y")]),
        ("{% post_url 2020-01-01-a %} [x]({%- post_url sub/2020-01-01-b -%})", [("post_url", "2020-01-01-a"), ("post_url", "sub/2020-01-01-b")]),
        ("[x]({{ site.baseurl }}{% link _posts/x.md %}#part)", [("link", "_posts/x.md#part")]),
        ("[x]({{ site.baseurl }}/x/) [y]({{site.url}}{{ site.baseurl }}/y) [z]({{ site.baseurl }})", urls("/x/", "/y", "/")),
        ("[x]({{ \"/x/\" | relative_url }}) [y]({{ 'y' | absolute_url }}#z)", urls("/x/", "/y#z")),
        ("[x](https://e.example{{ site.baseurl }}/x)", urls("https://e.example/x")),
        ("[x]({{ page.next | url }}) [y](/a/{{ x }}/{% if b %}c{% endif %})", urls("{{ page.next | url }}", "/a/{{ x }}/{% if b %}c{% endif %}")),
        ("[x]({% link a %}{% link b %})", urls("{% link a %}{% link b %}")),
        ("{% comment %} [n](no)\n\n{% link no %} {% endcomment %} [x](1)", urls("1")),
        ("{% raw %}{% link no.md %}{% endraw %} {% raw %}[x](1){% endraw %}", urls("1")),
        ("{% highlight html %}\n<a href=no>\n{% endhighlight %}\n{{< highlight md >}}\n[n](no)\n{{< /highlight >}}\n[x](1)", urls("1")),
        ("`{% comment %}` [x](1) `{% endcomment %}`", urls("1")),
        ('{% include note.html text="[x](1)" %} {{< figure caption="<a href=\'2\'>" >}}', urls("1", "2")),
        ("![i]({% link no.png %}) [{% link no.md %}](1)", urls("1")),
    ],
)  # fmt: skip
def test_template_tags(body: str, expected: list[tuple[str, str]]) -> None:
    assert found(body) == expected


@pytest.mark.parametrize("link", ["[n](no)", "[[no]]", "<a href=no>", "{% link no.md %}", '{{< ref "no" >}}', "<https://no.example>"])  # fmt: skip
@pytest.mark.parametrize(
    "around",
    [
        "```\n%s\n```", "~~~ md\n%s", "    %s", "`%s`", "`` ` %s ``", "- a\n\n      %s", "<!-- %s -->", "<!--\n\n%s\n\n-->",
        "%%%% %s %%%%", "a %%%%%s%%%% b", "%%%%\n\n%s\n\n%%%%", "{%% comment %%}%s{%% endcomment %%}", "<pre>\n%s\n</pre>",
    ],
)  # fmt: skip
def test_code_and_comments_hold_no_links(around: str, link: str) -> None:
    assert found(f"[a](1)\n\n{around % link}") == urls("1")


@pytest.mark.parametrize("body", ["100%% [x](1)\n\n50%% [y](2)", "%% [x](1)\n\n[y](2)", "`%%` [x](1) `%%` [y](2)"])
def test_two_per_cent_signs_need_not_open_a_comment(body: str) -> None:
    assert found(body) == urls("1", "2")


def test_how_links_are_written() -> None:
    body = "[[a/N#h|t]] ![[N]] <a@b.example> [x](y&amp;z) {{<\n ref 'x' >}} [x]({{ site.url }}{% link a %}#b)"
    assert [link.written for link in links(body, 1)[0]] == [
        "[[a/N#h|t]]", "![[N]]", "a@b.example", "y&z", "{{< ref 'x' >}}", "{{ site.url }}{% link a %}#b",
    ]  # fmt: skip
    assert len(links(f"[x]({'y' * 1000})", 1)[0][0].written) == 500


@pytest.mark.parametrize("body", ["gk0123456789abcdefn0e", "[x](gk0123456789abcdefn99999999999e)"])
def test_a_body_that_holds_a_stand_in(body: str) -> None:
    targets = [target for _, target in found(f"{body} {{% link y.md %}}")]
    assert targets == [*[target for _, target in found(body)], "y.md"]


def test_what_is_left_out_is_counted() -> None:
    first, more = links("[a](b) " * 5000, 3, most=2)
    assert (first, more) == ([Link(3, "b", "b", "url")] * 2, 4998)
    assert links("[a](b)", 1, most=1)[1] == 0


PIECES = ["text", "two\nlines", "```\n[n](no)\n```", "    <a href=no>", "<!--\n\n[n](no)\n-->", "{% comment %}\n\n[[n]]\n{% endcomment %}",
          "%%\n\n[n](no)\n\n%%", "é\u2028\u0085\x0b", "a\rb", "{{< figure\n  src='no'\n>}}", "> quote\n> more", "- item\n\n  more\n\nend", "<div>\n<b>\n</div>"]  # fmt: skip
LINKS = {"[x](%d)": "url", "a [[%d]]": "wikilink", "<a\nhref='%d'>": "url", "<p>\n<a href=%d></p>": "url", "{{< ref\n'%d' >}}": "ref",
         "> - [x](%d)": "url", "# {%% link %d %%}": "link", "[x]({%% post_url %d %%})": "post_url"}  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.sampled_from(list(LINKS))), st.sampled_from(["\n", "\r\n"]))
def test_lines(parts: list[str], end: str) -> None:
    body, expected = "", []
    for number, part in enumerate(parts):
        if part in LINKS:
            line = 7 + body.count("\n") + part.startswith("<p>")
            expected.append((line, str(number), LINKS[part]))
        body += (part % number if part in LINKS else part) + "\n\n"
    got = links(body.replace("\n", end), 7)[0]
    assert [(link.line, link.target, link.form) for link in got] == expected


WORDS = (
    "[ ] ( ) [[ ]] | < > <a href= \" ' <!-- --> {{ }} {% %} {{< >}} link ref post_url comment raw endraw site.url ` ``` ! \\ %% x = ~~~"
    " <code> </code> <pre> <script> </script> <div> ]: : # * _ & &#0; [^1] \r \n \n\n \ud800 \0 \ufeff \u2028 é \U0001f600"
)
TOKENS = st.sampled_from([*WORDS.split(" "), "    ", "> ", "- ", " "])


@settings(max_examples=300)
@given(st.text() | st.lists(TOKENS, max_size=60).map("".join), st.booleans())
def test_any_text_has_links_or_none(body: str, html: bool) -> None:
    result, more = links(body, 1, html=html)
    assert more == 0
    assert [link.line for link in result] == sorted(link.line for link in result)
    for link in result:
        assert 1 <= link.line <= 1 + body.count("\n") and link.form in FORMS
        assert "\n" not in link.written and len(link.written) <= 500
        assert (link.target + link.written).encode()


@pytest.mark.parametrize("html", [False, True])
@pytest.mark.parametrize(
    "unit",
    ["[", "[[", "![", "](", "[a](", "[[a]](/", "`", "> ", "- ", "*", "<a ", "<!--", '<a href="', '<a ="', "<? ", "<code>", "a <pre>\n\n",
     "<div><!--\n\n", "<div><template>\n\n", "{{<", "{%", "{{}}", "{% comment %}", "{% raw %}", "{{ \n", "%% ", "%%\n\n", "[^a]: ", "|a", "\0"],
)  # fmt: skip
def test_hostile_repetition_takes_linear_time(unit: str, html: bool) -> None:
    assert linear(lambda size: links(unit * (size // len(unit)) + "x [y](z)", 1, html=html), 25_000)


@pytest.mark.parametrize(
    "body", [">" * 100_000, "- " * 100_000, "[" * 100_000 + "]" * 100_000, "![" * 100_000 + "](x)" * 100_000]
)
def test_deep_nesting(body: str) -> None:
    assert isinstance(links(body + "\n\n[a](b)", 1)[1], int)


@pytest.mark.parametrize("unit", [" ", "a ", '"', "|url", "a="])
@pytest.mark.parametrize("tag", ["{%% link %s %%}", "{{< ref %s >}}", "[x]({{ 'a' %s }})", "<a %s>", "<a href='%s'>"])
def test_hostile_tags(tag: str, unit: str) -> None:
    assert linear(lambda size: links(tag % f"a{unit * (size // len(unit))}b", 1), 25_000)
