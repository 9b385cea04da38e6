"""Leiden measured: NetworKit's ParallelLeiden on one thread against graspologic-native's `leiden_csr`.

    python benchmarks/leiden.py            # every graph, every library, three runs each

Each run is a process of its own, so that imports count and a hash seed differs each time. Printed are
modularity, seconds of CPU for the import and for the call, and whether all runs gave the same clusters.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from typing import Any

GRAPHS = {"planted-1e4": 10_000, "planted-1e5": 100_000, "articles-1e4": 10_000, "articles-1e5": 100_000}
LIBRARIES = ("networkit", "graspologic")


def planted(nodes: int) -> Any:
    """Communities of 20 to 200 nodes, ten edges a node, a fifth of them to anywhere; shape (nodes, nodes)."""
    import numpy as np

    rng = np.random.default_rng(1)
    community = np.repeat(np.arange(nodes), rng.integers(20, 200, nodes))[:nodes]
    first = np.searchsorted(community, community)
    size = np.bincount(community)[community]
    source = np.repeat(np.arange(nodes), 5)
    inside = first[source] + (rng.random(source.size) * size[source]).astype(int)
    target = np.where(rng.random(source.size) < 0.2, rng.integers(0, nodes, source.size), inside)
    return symmetric(source, target, np.ones(source.size), nodes)


def articles(nodes: int) -> Any:
    """The graph that `cluster` really gets, for a collection made by `benchmarks/collection.py`."""
    import scipy.sparse as sp
    from collection import collection

    from graphkit.analysis.clusters import ties

    links = ties(collection(nodes))
    return sp.csr_array((links.weights, links.indices, links.starts), shape=(links.nodes, links.nodes))


def symmetric(source: Any, target: Any, weight: Any, nodes: int) -> Any:
    import scipy.sparse as sp

    keep = source != target
    half = sp.coo_array((weight[keep], (source[keep], target[keep])), shape=(nodes, nodes)).tocsr()
    return (half + half.T).tocsr()


def cpu() -> float:
    return time.process_time()


def networkit(matrix: Any) -> tuple[Any, float, float]:
    import numpy as np
    import scipy.sparse as sp

    start = cpu()
    import networkit as nk

    imported = cpu()
    nk.setNumberOfThreads(1)
    nk.setSeed(1, False)
    upper = sp.triu(matrix, k=1).tocoo()
    graph = nk.GraphFromCoo((upper.data, (upper.row, upper.col)), n=matrix.shape[0], weighted=True, directed=False)
    partition = nk.community.ParallelLeiden(graph, True, 3).run().getPartition()
    return np.asarray(partition.getVector()), imported - start, cpu() - imported


def graspologic(matrix: Any) -> tuple[Any, float, float]:
    import numpy as np

    start = cpu()
    import graspologic_native

    imported = cpu()
    indptr, indices = matrix.indptr.astype(np.int64), matrix.indices.astype(np.int32)
    iterations = int(os.environ.get("ITERATIONS", "2"))
    _, found = graspologic_native.leiden_csr(
        indptr, indices, matrix.data, matrix.shape[0], iterations=iterations, seed=1
    )
    labels = np.arange(matrix.shape[0]) + matrix.shape[0]
    labels[list(found.keys())] = list(found.values())
    return labels, imported - start, cpu() - imported


def modularity(matrix: Any, labels: Any) -> float:
    import numpy as np

    labels = np.unique(labels, return_inverse=True)[1]
    coo = matrix.tocoo()
    total = coo.data.sum()
    inside = coo.data[labels[coo.row] == labels[coo.col]].sum()
    strength = np.bincount(labels, weights=np.asarray(matrix.sum(axis=1)).ravel())
    return float(inside / total - (strength**2).sum() / total**2)


def one(name: str, library: str) -> None:
    """One run in this process; prints a line of JSON."""
    import numpy as np

    matrix = (planted if name.startswith("planted") else articles)(GRAPHS[name])
    labels, imported, seconds = globals()[library](matrix)
    canonical = np.unique(labels, return_index=True, return_inverse=True)[1:]
    digest = hashlib.sha256(np.asarray(canonical[0][canonical[1]]).tobytes()).hexdigest()[:12]
    result = {"modularity": round(modularity(matrix, labels), 5), "import": round(imported, 3)}
    print(json.dumps({**result, "cpu": round(seconds, 2), "clusters": len(set(labels.tolist())), "hash": digest}))


def main() -> None:
    """Every graph and library, three processes each."""
    for name in GRAPHS:
        for library in LIBRARIES:
            runs = []
            for seed in "012":
                command = [sys.executable, __file__, name, library]
                environment = {**os.environ, "PYTHONHASHSEED": seed, "OMP_NUM_THREADS": "1"}
                done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
                runs.append(json.loads(done.stdout))
            same = len({run.pop("hash") for run in runs}) == 1
            best = min(runs, key=lambda run: run["cpu"])
            print(f"{name:13} {library:12} {best} {'same' if same else 'DIFFERS'} in 3 runs", flush=True)


if __name__ == "__main__":
    one(*sys.argv[1:]) if len(sys.argv) == 3 else main()
