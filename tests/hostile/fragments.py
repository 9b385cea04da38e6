"""Documents made of fragments that mean something to somebody."""

from __future__ import annotations

from hypothesis import strategies as st

_FENCES = st.sampled_from([b"---\n", b"+++\n", b"{", b"---\r\n", b"", b"\xef\xbb\xbf---\n", b"----\n"])
_PIECES = st.sampled_from(
    "title: |related: |topics: [|provider: {|&a |*a |<<: |!!str |!x |- |? |: |, |] |} |\" |' || |> |#|%|@|`|\\ud83d"
    "|\\x00|~|null|no|1:30|007|2021-02-30|[[x]]|https://|me:pw@|javascript:|h.example|secured: |\n|\n  |\n- |\t|\r"
    "|=|[a.b]|''''|\x00|\x85|\u2028|\ufeff|🚀|{{< ref |<a href=|](|![|```|---\n|+++\n".split("|")
)
DOCUMENTS = st.builds(
    lambda fence, pieces, closed, body: (
        fence + "".join(pieces).encode() + b"\n" + fence * closed + "".join(body).encode()
    ),
    _FENCES,
    st.lists(_PIECES, max_size=40),
    st.booleans(),
    st.lists(_PIECES, max_size=20),
)
