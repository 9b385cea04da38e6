"""Terms of a title: words, and phrases of two words that stand side by side."""

from __future__ import annotations

import polars as pl

STOP = frozenset(
    """a about above across after again against ago ahead all almost along already also although always am amid among
    an and another any anyone anything are aren't around as ask asks at away back be became because become
    becomes been before behind being below best better between beyond big both but by call called calls came
    can can't cannot come comes could couldn't day days did didn't do does doesn't doing don't done down
    during each early either else end enough even ever every everyone everything few finally find finds first
    five for four from full further gave get gets getting give given gives go goes going gone good got great
    had has hasn't have haven't having he he's her here here's hers high him his how i i'd i'll i'm i've if in
    inside instead into is isn't it it's its itself just keep keeps know known last late later latest least
    less let let's like likely little live long look looking made make makes making man many may maybe me
    might month months more most much must my near need needs never new news next no non nor not nothing now
    of off often old on once one only onto or other others our out over own part per put quite rather re read
    really report reports right said same saw say saying says see seen set several shall she should shouldn't
    show shows since six so some something soon still such take taken takes tell tells ten than that that's
    the their them then there there's these they they're thing things think this those three through time
    times to today together told tomorrow too took top toward towards two under until up update upon us use
    used uses using via very vs want wants was wasn't watch way ways we we're we've week weeks well went were
    weren't what what's when where whether which while who who's whose why will with within without won't work
    would wouldn't year years yes yet you you're your""".split()
)
"""English words that name nothing, and those that every headline has."""

_WORD = r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’.&+-][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*"
# Han has no spaces: single signs, joined by twos. Hiragana (mostly grammar) only separates.
_TOKEN = rf"[\p{{Han}}々]|[\p{{Katakana}}ー]+|\p{{Hiragana}}+|{_WORD}|[^\s]"
_HAN = r"^[\p{Han}々]$"
_NAMES = r"^(?:[\p{L}\p{N}].+|[\p{Han}々])$"


def terms(titles: pl.DataFrame) -> pl.DataFrame:
    """Words and phrases of each title, at most once each: `cluster`, `key`, `text`, `size` (words).

    `titles` has the columns `cluster` and `text`. Punctuation and stop words end a phrase; Chinese
    signs count by twos.

    >>> titles = pl.DataFrame({"cluster": [0, 0], "text": ["A ban on face scans", "人脸识别"]})
    >>> sorted(terms(titles)["key"].to_list())
    ['ban', 'face', 'face scans', 'scans', '人脸', '脸识', '识别']
    """
    tokens = _tokens(titles)
    word = tokens.filter("names", ~pl.col("han")).select(
        "title", "cluster", "key", "text", size=pl.lit(1, dtype=pl.Int64)
    )
    found = pl.concat([word, _phrases(tokens)])
    return found.unique(["title", "key"], keep="first", maintain_order=True).drop("title")


def _tokens(titles: pl.DataFrame) -> pl.DataFrame:
    """One row per token, in order; `names` marks those that can name a cluster."""
    text = pl.col("text").str.replace_all("’", "'").str.extract_all(_TOKEN)
    rows = titles.with_row_index("title").select("title", "cluster", text).explode("text").drop_nulls("text")
    key = pl.col("text").str.to_lowercase().str.strip_suffix("'s")
    rows = rows.with_columns(key.alias("key"), pl.col("text").str.strip_suffix("'s"))
    bare = pl.col("key").is_in(sorted(STOP)) | pl.col("key").str.contains(r"^[\d.,]+$|^\p{Hiragana}")
    return rows.with_columns(
        pl.col("key").str.contains(_HAN).alias("han"), (pl.col("key").str.contains(_NAMES) & ~bare).alias("names")
    )


def _phrases(tokens: pl.DataFrame) -> pl.DataFrame:
    after = pl.all().shift(-1).name.suffix("_next")
    pairs = tokens.with_columns(after).filter(
        "names",
        "names_next",
        pl.col("title") == pl.col("title_next"),
        pl.col("han") == pl.col("han_next"),
        pl.col("key") != pl.col("key_next"),
    )
    gap = pl.when("han").then(pl.lit("")).otherwise(pl.lit(" "))
    return pairs.select(
        "title",
        "cluster",
        (pl.col("key") + gap + pl.col("key_next")).alias("key"),
        (pl.col("text") + gap + pl.col("text_next")).alias("text"),
        size=pl.lit(2, dtype=pl.Int64),
    )
