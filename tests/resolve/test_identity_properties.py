"""Properties of identity: what files are called, and in which order they are read, changes no id."""

from __future__ import annotations

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphkit.graph import Graph
from graphkit.judgements import Judgement, Judgements
from graphkit.resolve import check_ledger, resolve
from graphkit.settings import Settings
from graphkit.sources.block import Block, Items
from graphkit.sources.harvest import Basket, Harvest
from graphkit.sources.record import collect

URLS = [f"https://{host}.example/{page}" for host in ("a", "www.a", "amp.b", "m.b") for page in ("x", "y/", "x?id=1")]
KEYS = ["webUrl", "originalUrl", "ampWebUrl", "cdnAmpWebUrl"]

records = st.fixed_dictionaries(
    {"title": st.sampled_from(["One", "Two", "Three"]), "webUrl": st.sampled_from(URLS)},
    optional={key: st.sampled_from(URLS) for key in KEYS[1:]},
)
documents = st.tuples(records, st.dates().map(str), st.lists(records, max_size=3))
judged = st.builds(
    Judgement,
    st.sampled_from(["same", "different"]),
    st.sampled_from(URLS),
    st.sampled_from(URLS),
    line=st.just(2),
)


def block(values: dict[str, object]) -> Block:
    made = Block()
    for line, (key, value) in enumerate(values.items(), 2):
        made[key], made.lines[key] = value, line
    return made


def harvested(names: list[str], told: list[tuple[dict[str, object], str, list[dict[str, object]]]]) -> Harvest:
    parts = []
    for name, (record, date, related) in zip(names, told, strict=True):
        items = Items()
        items.extend(block(one) for one in related)
        items.lines.extend(range(9, 9 + len(related)))
        basket = Basket()
        collect(block({**record, "date": date, "related": items}), name, Settings(), basket)
        parts.append(basket.harvest())
    return Harvest.joined(parts)


def shape(graph: Graph) -> tuple[list[str], list[tuple[str, str, str]]]:
    ids = graph.nodes["id"].to_list()
    return ids, sorted(
        (ids[one], ids[other], kind) for one, other, kind in graph.edges.select("source", "target", "kind").rows()
    )


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(documents, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_names_and_order_of_files_change_no_id(told: list, chance: object) -> None:  # type: ignore[type-arg]
    names = [f"{number}.md" for number in range(len(told))]
    other = names.copy()
    chance.shuffle(other)  # type: ignore[attr-defined]
    one, two = (harvested(given, told) for given in (names, [f"deep/{name}" for name in other]))
    first, second = (resolve(part.sightings, part.malformed) for part in (one, two))
    assert shape(first.graph) == shape(second.graph)
    check_ledger(first.ledger, first.graph, one.counts)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(documents, min_size=1, max_size=5), judged)
def test_a_judgement_holds_whatever_the_files_say(told: list, row: Judgement) -> None:  # type: ignore[type-arg]
    harvest = harvested([f"{number}.md" for number in range(len(told))], told)
    if row.one == row.other:
        return
    found = resolve(harvest.sightings, harvest.malformed, judgements=Judgements((row,)))
    check_ledger(found.ledger, found.graph, harvest.counts)
    assert found.sightings["article"].null_count() == 0
    homes = {
        url: set(found.keys.filter(pl.col("url") == url, pl.col("cut").is_null())["article"])
        for url in (row.one, row.other)
    }
    if row.verdict == "different":
        assert not homes[row.one] & homes[row.other]
    elif homes[row.one] and homes[row.other]:
        assert homes[row.one] == homes[row.other]
