"""Collections of any size as tables of sightings: what the files would say, without the files.

As in `seeds/`: few publishers and topics that are frequent and many that are rare (Zipf), `related` lists that
lead into the article's own community, more often to what is well known already, AMP addresses and tracking
parameters, quotes and colons in titles.
"""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt
import polars as pl

Ints = npt.NDArray[np.int64]

RELATED_EACH = 5
_COMMUNITY = 200
_INSIDE = 0.8
_OUTSIDE = 0.1
_WORDS = np.array(
    "facial recognition police camera law China privacy data city court ban tool market école 人工智能 study "
    "school border tax vote bank chip drone model robot street union water heat bridge “quoted” review: index".split()
)
_START = int(datetime(2019, 1, 1, tzinfo=UTC).timestamp() * 1e6)
_HOUR = 3_600_000_000


def sightings(articles: int, seed: int = 1) -> pl.DataFrame:
    """`articles` documents, and RELATED_EACH mentions in each; columns as graphkit.model.SIGHTINGS has them."""
    rng = np.random.default_rng(seed)
    number = np.arange(articles)
    mentioned = _mentioned(number, rng)
    documents = _told(number, rng).with_columns(
        pl.Series("document", number), _topics(number, rng), _excerpts(number), item=pl.lit(0, pl.UInt32)
    )
    rank = np.tile(np.arange(1, RELATED_EACH + 1), articles)
    mentions = _told(mentioned, rng).with_columns(
        pl.Series("document", np.repeat(number, RELATED_EACH)),
        pl.Series("item", rank, dtype=pl.UInt32),
        pl.Series("rank", rank, dtype=pl.UInt32),
        parent=pl.lit(0, pl.UInt32),
    )
    relation = pl.when(pl.col("item") == 0).then(pl.lit("document")).otherwise(pl.lit("related"))
    return (
        pl.concat([documents, mentions], how="diagonal")
        .sort("document", "item")
        .with_columns(
            _source().alias("source"), relation.alias("relation"), text="web_url", line=pl.col("item") * 8 + 1
        )
        .drop("document")
    )


def _mentioned(number: Ints, rng: np.random.Generator) -> Ints:
    """What each article calls related: mostly of its community, the early ones of it more often; some nobody wrote."""
    count = number.size
    own = np.repeat(number, RELATED_EACH)
    start = own // _COMMUNITY * _COMMUNITY
    room = np.minimum(_COMMUNITY, count - start)
    near = start + (room * rng.random(own.size) ** 2).astype(np.int64)
    far = (count * rng.random(own.size) ** 2).astype(np.int64)
    beyond = count + (count * rng.random(own.size) ** 2).astype(np.int64)
    chance = rng.random(own.size)
    return np.where(chance < _INSIDE, near, np.where(chance < 1 - _OUTSIDE, far, beyond))


def _told(number: Ints, rng: np.random.Generator) -> pl.DataFrame:
    """What is said of these articles wherever they are mentioned."""
    share = (number * 7919 % 100_003 + 1) / 100_003
    publisher = (40 * share**-0.5 - 40).astype(np.int64)
    words = [_WORDS[(number * step + step) % _WORDS.size] for step in (7, 11, 13, 17, 19)]
    titles = pl.DataFrame({f"word{place}": word for place, word in enumerate(words)})
    amp = pl.Series(rng.random(number.size) < 0.2)
    facts = pl.DataFrame({"number": number, "publisher": publisher, "amp": amp, "feed": rng.random(number.size) < 0.3})
    host = pl.format("paper{}.example", "publisher")
    page = pl.format("/news/{}", "number")
    tail = pl.when("feed").then(pl.lit("?utm_source=feed")).otherwise(pl.lit(""))
    return facts.select(
        pl.concat_str(*titles.get_columns(), facts["number"].cast(pl.String), separator=" ").alias("title"),
        pl.concat_str(pl.lit("https://www."), host, page, tail).alias("web_url"),
        pl.when("amp").then(pl.concat_str(pl.lit("https://amp."), host, page)).alias("amp_url"),
        pl.format("Paper {}", "publisher").alias("provider"),
        host.alias("provider_domain"),
        (_START + pl.col("number") % 50_000 * _HOUR).cast(pl.Datetime("us", "UTC")).alias("published"),
        (pl.col("number") % 50).cast(pl.Float64).alias("quality"),
    )


def _topics(number: Ints, rng: np.random.Generator) -> pl.Series:
    """Up to three topics each."""
    found = rng.zipf(1.6, (number.size, 3)) % max(number.size, 1)
    table = pl.DataFrame(found, schema=["one", "two", "three"])
    return (
        table.select(
            pl.concat_list(pl.format("Topic {}", name) for name in table.columns).list.unique(maintain_order=True)
        )
        .to_series()
        .alias("topics")
    )


def _excerpts(number: Ints) -> pl.Series:
    words = pl.DataFrame({str(step): _WORDS[(number * step + step) % _WORDS.size] for step in range(1, 24)})
    return words.select(pl.concat_str(pl.all(), separator=" ").alias("excerpt")).to_series()


def _source() -> pl.Expr:
    text = pl.col("document").cast(pl.String).str.zfill(7)
    return pl.concat_str(text.str.slice(0, 4), pl.lit("/"), text, pl.lit(".md"))
