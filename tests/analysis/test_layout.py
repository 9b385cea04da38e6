"""Layout: no overlaps, clusters apart, the same map every time."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from graphkit.analysis import METRICS, layout
from graphkit.analysis.columns import Adjacency
from graphkit.analysis.drawing import disc, drawn, evened
from graphkit.analysis.forces import separate
from graphkit.analysis.names import apart
from graphkit.analysis.packing import rings, shelves, sunflower
from graphkit.analysis.touching import near
from tests.analysis import graphs


def placed(graph):
    for name in ("degree", "pagerank", "cluster", "layout"):
        graph = graph.with_columns(METRICS[name](graph).columns)
    return graph


GRAPHS = {
    "communities": graphs.communities(6, 30),
    "small": graphs.random(300, 20, 40, 400, 3),
    "large": graphs.random(6000, 75, 2000, 6000, 4),
}
each = pytest.mark.parametrize("name", GRAPHS)


@pytest.fixture(scope="module")
def maps():
    return {name: placed(graph) for name, graph in GRAPHS.items()}


def overlapping(graph):
    from scipy.spatial import cKDTree

    points, radius = graph.nodes.select("x", "y").to_numpy(), layout.radii(graph)
    pairs = cKDTree(points).query_pairs(40.0, output_type="ndarray")
    distance = np.sqrt(((points[pairs[:, 0]] - points[pairs[:, 1]]) ** 2).sum(axis=1))
    lack = radius[pairs].sum(axis=1) - distance
    return np.unique(pairs[lack > 0.1 * radius[pairs].min(axis=1)]).size / len(points)


@each
def test_hardly_any_node_overlaps(maps, name):
    assert overlapping(maps[name]) < 0.01


@each
def test_positions_are_centred_and_have_two_decimals(maps, name):
    points = maps[name].nodes.select("x", "y")
    for column in points:
        assert column.is_finite().all()
        assert column.round(2).equals(column)
        assert abs(column.max() + column.min()) <= 0.02
    assert abs(points.to_numpy()).max() < 60 * np.sqrt(points.height) + 300


@each
def test_neighbours_on_the_map_share_a_cluster(maps, name):
    from scipy.spatial import cKDTree

    nodes = maps[name].nodes
    points, cluster = nodes.select("x", "y").to_numpy(), nodes["cluster"].to_numpy()
    nearest = cKDTree(points).query(points, k=4)[1][:, 1:]
    same = (cluster[nearest] == cluster[:, None]).mean()
    chance = (np.bincount(cluster) ** 2).sum() / cluster.size**2
    assert same > 0.65
    assert same > 2 * chance


@each
def test_edges_are_shorter_than_chance(maps, name):
    graph = maps[name]
    points = graph.nodes.select("x", "y").to_numpy()
    rng = np.random.default_rng(0)
    some = rng.integers(0, len(points), (5000, 2))
    chance = np.linalg.norm(points[some[:, 0]] - points[some[:, 1]], axis=1).mean()
    assert np.linalg.norm(points[graph.source] - points[graph.target], axis=1).mean() < 0.7 * chance


def test_stars_hang_together():
    sizes, edges, nodes = (10, 5, 4, 3), [], []
    for star, size in enumerate(sizes):
        nodes += [f"a{star}-{n}" for n in range(size)]
        edges += [(f"a{star}-0", f"a{star}-{n}", "related", 1.0) for n in range(1, size)]
    edges += [(one, f"p{one}", "published_by", 1.0) for one in nodes]
    edges += [(f"a{star}-0", topic, "about", 1.0) for star in range(4) for topic in ("t1", "t2")]
    graph = placed(graphs.of([*nodes, *(f"p{one}" for one in nodes), "t1", "t2"], edges))
    points = graph.nodes.filter(kind="article").select("x", "y").to_numpy()
    star = graph.nodes.filter(kind="article")["id"].str.slice(1, 1).cast(pl.Int64).to_numpy()
    middles = np.array([points[star == one].mean(axis=0) for one in range(4)])
    nearest = np.linalg.norm(points[:, None] - middles[None], axis=2).argmin(axis=1)
    assert (nearest == star).all()


def test_the_same_map_twice(maps):
    again = placed(GRAPHS["small"])
    assert again.nodes.select("x", "y").equals(maps["small"].nodes.select("x", "y"))


EXTREMES = {
    "loose": graphs.of([f"a{n:04}" for n in range(3000)], []),
    "few loose": graphs.of([f"a{n:04}" for n in range(300)], []),
    "hub": graphs.of(
        [f"a{n:04}" for n in range(1500)], [("a0000", f"a{n:04}", "related", 1.0) for n in range(1, 1500)]
    ),
    "stars": graphs.of(
        [f"a{n:04}" for n in range(5000)],
        [(f"a{n - n % 5:04}", f"a{n:04}", "related", 1.0) for n in range(5000) if n % 5],
    ),
    "chain": graphs.of(
        [f"a{n:04}" for n in range(1000)], [(f"a{n:04}", f"a{n + 1:04}", "related", 1.0) for n in range(999)]
    ),
}


@pytest.mark.parametrize("graph", EXTREMES.values(), ids=EXTREMES)
def test_extreme_shapes_are_drawn_without_overlaps(graph):
    drawn = placed(graph)
    assert overlapping(drawn) < 0.05
    assert drawn.nodes.select("x", "y").to_numpy().std() < 60 * np.sqrt(drawn.nodes.height)


def test_two_nodes_on_one_spot_part():
    x, y = separate(np.zeros(5), np.zeros(5), np.full(5, 10.0), 4.0)
    points = np.stack([x, y], axis=1)
    distance = np.linalg.norm(points[:, None] - points[None], axis=2)[np.triu_indices(5, 1)]
    assert distance.min() > 23.0


def test_names_get_room():
    x, y, radius = np.array([0.0, 20.0, 40.0]), np.zeros(3), np.full(3, 6.0)
    _, moved = apart(x, y, radius, pl.Series(["a name of some length"] * 3))
    lines = np.sort(moved)
    assert np.diff(lines).min() > 10.0


@pytest.mark.parametrize("pack", [sunflower, lambda group, radius: rings(group, radius, 0.0, -radius)])
def test_members_of_a_disc_stay_inside_and_apart(pack):
    rng = np.random.default_rng(2)
    group, radius = np.repeat([0, 1, 2], [1, 40, 300]), rng.uniform(4, 5, 341)
    packed = pack(group, radius)
    reach = np.hypot(packed.x, packed.y) + radius
    assert (reach <= packed.radius[group] + 1e-3).all()
    for one in range(3):
        points = np.stack([packed.x, packed.y], axis=1)[group == one]
        distance = np.linalg.norm(points[:, None] - points[None], axis=2) + np.eye(len(points)) * 99
        lack = radius[group == one][:, None] + radius[group == one][None, :] - distance
        assert lack.max() < 0.35 * 5


@each
def test_the_map_is_wider_than_high(maps, name):
    points = maps[name].nodes.select("x", "y").to_numpy()
    width, height = points.max(axis=0) - points.min(axis=0)
    assert 1.0 < width / height < 2.2


def test_loose_nodes_stand_in_a_block_beside_the_map():
    loose = [f"t{n:03}" for n in range(400)]
    joined = graphs.communities(6, 60)
    edges = [
        (*(joined.nodes["id"][int(row)] for row in ends), "related", 1.0)
        for ends in joined.edges.select("source", "target").rows()
    ]
    nodes = placed(graphs.of([*joined.nodes["id"], *loose], edges)).nodes
    beside, there = nodes.filter(pl.col("kind") == "topic"), nodes.filter(pl.col("kind") != "topic")
    assert beside["x"].min() > there["x"].max()
    assert beside["y"].min() > there["y"].min() - 100
    assert beside["y"].max() < there["y"].max() + 100


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("some", [False, True])
def test_near_finds_every_pair_once(seed, some):
    rng = np.random.default_rng(seed)
    x, y, radius = rng.uniform(-300, 300, 250), rng.uniform(-200, 200, 250), np.exp(rng.uniform(0, 5, 250))
    chosen = rng.random(250) < 0.2 if some else None
    found = [
        tuple(sorted(pair)) for pair in zip(*(rows.tolist() for rows in near(x, y, radius, 3.0, chosen)), strict=True)
    ]
    gap = np.hypot(x[:, None] - x, y[:, None] - y) - radius[:, None] - radius
    wanted = np.argwhere(np.triu(gap < 3.0, 1))
    kept = [tuple(pair) for pair in wanted.tolist() if chosen is None or chosen[pair].any()]
    assert sorted(found) == kept


def test_evened_members_have_equal_room():
    rng = np.random.default_rng(1)
    group = np.repeat([0, 1, 2], [1, 64, 256])
    x, y = evened(rng.normal(size=321) ** 3, rng.normal(size=321), np.ones(321), group)
    assert (x[0], y[0]) == (0, 0)
    points = np.stack([x, y], axis=1)[group == 2]
    distance = np.linalg.norm(points[:, None] - points, axis=2) + 9 * np.eye(256)
    assert distance.min() == pytest.approx(2 / 16)
    assert np.abs(points).max() < 1
    across, up = disc(x, y)
    assert np.hypot(across, up).max() <= 1


def test_linked_members_come_together():
    rng = np.random.default_rng(3)
    group, partner = np.repeat([0, 1], 50), np.arange(100).reshape(-1, 2)
    links = Adjacency.of(100, partner[:, 0], partner[:, 1], np.ones(50))
    x, y = drawn(rng.normal(size=100), rng.normal(size=100), links, group, 40)
    pairs = np.hypot(x[partner[:, 0]] - x[partner[:, 1]], y[partner[:, 0]] - y[partner[:, 1]])
    assert np.median(pairs) < 1 < np.hypot(x, y).mean()


def test_shelves_hold_discs_of_all_sizes_without_overlaps():
    radius = np.random.default_rng(4).uniform(1, 30, 200)
    x, y = shelves(radius, 600.0)
    gap = np.hypot(x[:, None] - x, y[:, None] - y) - radius[:, None] - radius + 99 * np.eye(200)
    assert gap.min() > -1e-3
    assert (x - radius).min() >= -1e-6 and (x + radius).max() <= 600 and (y + radius).max() <= 1e-6
    assert all(values.size == 0 for values in shelves(np.zeros(0), 1.0))
