"""The rules, applied partition by partition, give what they give for all sightings at once."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from polars.testing import assert_frame_equal

from graphkit.judgements import FILE_NAME, Judgements, load_judgements
from graphkit.model import ARTICLE, LEDGER
from graphkit.resolve import Resolved, resolve
from graphkit.resolve.identity import told
from graphkit.resolve.rulings import rulings
from graphkit.settings import Settings
from graphkit.sources import Harvest, read_folder
from graphkit.spark import crowds
from graphkit.spark.tables import PROBLEM, problem_table
from tests.conftest import SEEDS, Folder
from tests.generate import generate
from tests.spark import by_parts

ODD = """---
title: Odd
slug: odd-one
published: {public}
related:
  - href: "{file}"
  - {{title: nothing here}}
  - 12
  -
  - https://example.com/
  - https://odd.example/1
webUrl: https://odd.example/1
---
[[Odd]] [it]({file}) [gone](no.md) {{{{< ref "nope" >}}}} [away](https://away.example/x)
"""
LANDING = """---
title: Landing {number}
publishedDateTime: 2020-02-{day}
webUrl: https://landing.example/all
---
"""


APART = """---
title: Apart {day}
publishedDateTime: 2020-03-{day}
webUrl: https://apart.example/one
related:
  - webUrl: https://apart.example/one
    ampWebUrl: https://apart.example/other
---
"""
"""Two files that are one article by the rules."""
JUDGED = "same,twin.md,https://example.com/other,why\ndifferent,apart-10.md,apart-11.md,why\n"

CROWD = """---
title: Speaker {number}
webUrl: https://crowd.example/{number}
publishedDateTime: 2024-03-{day}
related:
  - webUrl: https://hub.example/page
    title: Hub {turn}
  - webUrl: https://cited.example/page
    title: Cited {turn}
---
"""
HUB = """---
title: The hub
webUrl: https://hub.example/page
publishedDateTime: 2024-01-01
---
"""


def crowd_files() -> dict[str, str]:
    """Sixty files of three days that say one of two things of an article with a file, and of one without."""
    day_and_turn = {number: {"day": number % 3 + 10, "turn": number % 2} for number in range(60)}
    crowd = {f"{number:03}.md": CROWD.format(number=number, **said) for number, said in day_and_turn.items()}
    return {**crowd, "hub.md": HUB}


def odd_files() -> dict[str, str]:
    """Files with every end that a relation can have, a page of many titles, and two that are not read."""
    landing = {f"landing{number}.md": LANDING.format(number=number, day=10 + number) for number in range(12)}
    odd = {
        "sub/odd.md": ODD.format(file="../twin.md", public="false"),
        "twin.md": ODD.format(file="sub/odd.md", public="true"),
    }
    apart = {f"apart-{day}.md": APART.format(day=day) for day in (10, 11)}
    apart["_posts/_low [1].md"] = APART.format(day=12).replace("/one", "/low")
    return {**odd, **apart, **landing, "bad.md": "---\ntitle: [\n---\n", "none.md": "no front matter"}


def test_the_parts_of_seeds_make_the_whole() -> None:
    _check(SEEDS)


def test_the_parts_of_a_generated_folder_make_the_whole(tmp_path: Path) -> None:
    _check(generate(tmp_path / "generated", 200))


def test_the_parts_of_odd_files_make_the_whole(folder: Folder) -> None:
    _check(folder(odd_files()))


def test_the_parts_of_judged_files_make_the_whole(folder: Folder) -> None:
    _check(folder({**odd_files(), FILE_NAME: JUDGED}))


def test_the_parts_of_files_without_drafts_make_the_whole(folder: Folder) -> None:
    for files in (folder({**odd_files(), FILE_NAME: JUDGED}), SEEDS):
        _check(files, drafts=False)


def test_a_crowd_that_says_the_same_is_thinned_out(folder: Folder) -> None:
    harvest = read_folder(folder(crowd_files()), Settings())
    _check_harvest(harvest)
    spoken = told(harvest.sightings).with_columns(article=pl.lit("hub"), url=pl.lit(""), unmatched=None)
    mentions = harvest.sightings.with_columns(spoken.get_columns()).filter(pl.col("relation") == "related")
    kept = crowds.once(mentions)
    assert (mentions.height, kept["times"].sum(), kept.height) == (120, 120, 2 * 2 * 2)


def _check(folder: Path, *, drafts: bool = True) -> None:
    _check_harvest(read_folder(folder, Settings()), load_judgements(folder), drafts=drafts)


def _check_harvest(harvest: Harvest, judgements: Judgements | None = None, *, drafts: bool = True) -> None:
    whole = resolve(harvest.sightings, harvest.malformed, Settings(drafts=drafts), judgements)
    judged = rulings(judgements or Judgements(), ARTICLE)
    _same(whole, by_parts.resolved(harvest, judged, without_drafts=not drafts))
    _same(whole, by_parts.resolved(harvest, judged, crowded=True, without_drafts=not drafts))


def _same(whole: Resolved, parts: by_parts.Result) -> None:
    assert_frame_equal(parts.graph.nodes, whole.graph.nodes)
    assert_frame_equal(parts.graph.edges, whole.graph.edges)
    assert_frame_equal(parts.sightings, whole.sightings)
    _same_rows(parts.ledger, whole.ledger, list(LEDGER))
    _same_rows(parts.disagreements, whole.disagreements, ["id", "field"])
    _same_rows(parts.problems, problem_table(list(whole.problems)), list(PROBLEM))


def _same_rows(one: pl.DataFrame, other: pl.DataFrame, by: list[str]) -> None:
    assert_frame_equal(one.sort(by), other.sort(by))
