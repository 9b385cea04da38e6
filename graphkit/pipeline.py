"""The road: a folder of articles to a graph, and a graph to its exports."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl

from graphkit import __version__
from graphkit.analysis import analyse
from graphkit.compression import packing
from graphkit.errors import OutputError, SourceError, UnknownNameError
from graphkit.exporters import DEFAULT, EXPORTERS, TEXT
from graphkit.files import Write, Written, file_set, write_files
from graphkit.graph import Graph
from graphkit.graph.directory import (
    MANIFEST,
    graph_files,
    is_graph_directory,
    manifest_bytes,
    open_evidence,
    open_graph,
    outlived,
)
from graphkit.graph.report import Evidence, Report
from graphkit.judgements import Judgements, load_judgements
from graphkit.model import ARTICLE, CITED, COLLECTED, EDGE_KINDS, NODE_KINDS
from graphkit.rdf.iris import BASE, checked_base
from graphkit.resolve import check_ledger, resolve
from graphkit.settings import Settings, load_settings
from graphkit.sources import Harvest, Progress, read_folder
from graphkit.sources.given import harvest_of
from graphkit.sources.incremental import Survey
from graphkit.sources.text import without_secrets


def build(
    folder: str | Path,
    settings: Settings | None = None,
    *,
    workers: int = 1,
    progress: Progress | None = None,
    earlier: Graph | None = None,
    survey: Survey | None = None,
) -> tuple[Graph, Report]:
    """Read, resolve and analyse the articles in `folder`.

    `settings` default to the folder's `graphkit.toml`. With more than one of `workers`, processes read
    the files; a script that asks for them needs `if __name__ == "__main__":`. The result depends on
    neither their number nor the order of the files. Nodes keep the clusters and the places on the map that they
    have in an `earlier` graph, unless too much has changed. With a `survey` of the folder only what has changed is
    read, to the same end. Raises SourceError when there is no such folder;
    what is wrong inside comes back as `report.problems`.

    >>> graph, report = build("seeds")
    >>> graph, report
    (<Graph: 45 nodes, 54 edges>, <Report: 27 sightings, 0 problems>)
    """
    return _analysed(*resolved(folder, settings, workers=workers, progress=progress, survey=survey), progress, earlier)


def build_sightings(
    sightings: pl.DataFrame,
    settings: Settings | None = None,
    *,
    judgements: Judgements | None = None,
    progress: Progress | None = None,
    earlier: Graph | None = None,
) -> tuple[Graph, Report]:
    """Resolve and analyse sightings that are a table already: no file is read.

    The columns are those of `graphkit.model.SIGHTINGS`; `source`, `item` and `relation` are needed. Text is taken as it
    is: what files must not give away, such as passwords in URLs, is the caller's to leave out. Raises SourceError for a
    table that makes no sense.

    >>> rows = {"source": ["a.md", "a.md"], "item": [0, 1], "relation": ["document", "related"],
    ...         "title": ["One", "Other"], "web_url": ["https://a.example/1", "https://b.example/2"]}
    >>> build_sightings(pl.DataFrame(rows))[0]
    <Graph: 2 nodes, 1 edges>
    """
    settings = settings or Settings()
    found = _resolved(harvest_of(sightings), settings, judgements or Judgements(), progress)
    return _analysed(*found, progress, earlier)


def _analysed(graph: Graph, report: Report, progress: Progress | None, earlier: Graph | None) -> tuple[Graph, Report]:
    graph = analyse(graph, progress=progress, earlier=earlier)
    return graph.with_manifest({**graph.manifest, **_manifest(graph, report)}), report


def inspect(
    folder: str | Path,
    settings: Settings | None = None,
    *,
    workers: int = 1,
    progress: Progress | None = None,
) -> Report:
    """The report of a build without its analysis: for checks."""
    return resolved(folder, settings, workers=workers, progress=progress)[1]


def resolved(
    folder: str | Path,
    settings: Settings | None = None,
    *,
    workers: int = 1,
    progress: Progress | None = None,
    survey: Survey | None = None,
) -> tuple[Graph, Report]:
    """The graph of a build before its analysis, and its report."""
    folder = Path(folder)
    settings = settings or load_settings(folder)
    said_of(settings)  # what settings say wrong is said before files are read
    harvest = read_folder(folder, settings, workers, progress, survey)
    return _resolved(harvest, settings, load_judgements(folder, without_secrets), progress)


def _resolved(
    harvest: Harvest, settings: Settings, judgements: Judgements, progress: Progress | None
) -> tuple[Graph, Report]:
    found = resolve(harvest.sightings, harvest.malformed, settings, judgements, progress)
    check_ledger(found.ledger, found.graph, harvest.counts)
    problems = tuple(sorted((*harvest.problems, *found.problems)))
    tables = (found.sightings, found.keys, found.ledger, harvest.files, found.disagreements)
    report = Report(*tables, problems, harvest.counts)
    return found.graph.with_manifest(said_of(settings)).with_origin(report), report


def said_of(settings: Settings) -> dict[str, Any]:
    """What exporters go by; raises SettingsError for a base of IRIs that is none."""
    optional = {"title": settings.title, "license": settings.license, "images": settings.images}
    return {
        "min_topic": settings.min_topic,
        "base_iri": checked_base(settings.base_iri or BASE),
        "article_iris": settings.article_iris,
        **{name: value for name, value in optional.items() if value},
    }


def load(path: str | Path, progress: Progress | None = None) -> Graph:
    """The graph in a graph directory, or the one that a folder of articles makes.

    Raises SourceError when there is neither.
    """
    return open_graph(path) if _is_built(path) else build(path, progress=progress)[0]


def load_with_evidence(path: str | Path, progress: Progress | None = None) -> tuple[Graph, Evidence]:
    """The graph as `load` gives it, and what it rests on."""
    return (open_graph(path), open_evidence(path)) if _is_built(path) else build(path, progress=progress)


def _is_built(path: str | Path) -> bool:
    if not Path(path).is_dir():
        what = "is neither a graph directory nor a folder of articles" if Path(path).exists() else "does not exist"
        raise SourceError(path, 0, what, "no-folder")
    return is_graph_directory(Path(path))


def save(
    graph: Graph,
    report: Report,
    target: str | Path,
    formats: Iterable[str] = DEFAULT,
    progress: Progress | None = None,
    compress: str | None = None,
) -> dict[str, Written]:
    """Write the graph directory and the exports in `formats` into `target`: all of it, or nothing.

    The set takes the place of an earlier build's as one; files of that build that this one has no word of
    go with it, unless somebody changed them, and files of others stay.
    `compress`, one of `compression.COMPRESSIONS`, applies to exports that are text. Raises UnknownNameError for
    a format that is not in EXPORTERS, OutputError when it cannot write.
    """
    exports = export_files(graph, formats, compress)
    files = {**graph_files(graph, report), **exports}
    with file_set(Path(target), as_one=True) as drafts:
        for done, (name, write) in enumerate(files.items()):
            if progress:
                progress(f"writing {name}", done, len(files))
            drafts.add(name, write)
        manifest = {**graph.manifest, "files": _file_facts(graph, drafts.written)}
        drafts.add(MANIFEST, lambda out: _write_all(out, manifest_bytes(manifest)))
        for name in outlived(Path(target), drafts.written):
            drafts.retire(name)
        drafts.commit()
        return drafts.written


def export(graph: Graph, target: str | Path, formats: Iterable[str], compress: str | None = None) -> dict[str, Written]:
    """Write the exports in `formats` into `target`, without the graph directory."""
    return write_files(Path(target), export_files(graph, formats, compress))


def export_files(graph: Graph, formats: Iterable[str], compress: str | None = None) -> dict[str, Write]:
    """The files that these formats consist of, each with the function that writes it; those of TEXT compressed."""
    files: dict[str, Write] = {}
    for name in known_formats(formats, compress):
        for file, write in EXPORTERS[name].items():
            if compress and name in TEXT:
                files[f"{file}.{compress}"] = _packed(partial(write, graph), compress)
            else:
                files[file] = partial(write, graph)
    return files


def _packed(write: Write, compress: str) -> Write:
    packed = packing(compress)

    def write_packed(out: BinaryIO) -> None:
        with packed(out) as inner:
            write(inner)

    return write_packed


def known_formats(formats: Iterable[str], compress: str | None = None) -> list[str]:
    """The formats, each once; raises UnknownNameError for one that is not in EXPORTERS, or for a compression."""
    if compress:
        packing(compress)
    names = list(dict.fromkeys(formats))
    for name in names:
        if name not in EXPORTERS:
            raise UnknownNameError("format", name, EXPORTERS)
    return names


def refuse_overlap(folder: Path, target: Path) -> None:
    """Raise OutputError if exports would lie among the articles, or articles among the exports."""
    one, other = (Path(os.path.realpath(path)) for path in (folder, target))
    if one == other or one in other.parents or other in one.parents:
        raise OutputError(f"{target}: lies inside {folder}, or holds it; choose another folder with -o")


def _write_all(out: Any, data: bytes) -> None:
    out.write(data)


def _file_facts(graph: Graph, written: Mapping[str, Written]) -> dict[str, Any]:
    size = {"nodes": graph.nodes.height, "edges": graph.edges.height}
    return {name: {**size, "bytes": fact.bytes, "sha256": fact.sha256} for name, fact in sorted(written.items())}


def _manifest(graph: Graph, report: Report) -> dict[str, Any]:
    return {
        "graphkit": __version__,
        "counts": counts(graph, report),
        "declared": {kind: report.counts[kind] for kind in EDGE_KINDS},
        "ledger": report.outcomes(),
        "problems": _by_severity(report),
        "disagreements": report.disagreements.height,
        "components": component_sizes(graph),
    }


def counts(graph: Graph, report: Report) -> dict[str, Any]:
    """How many files, sightings, nodes and edges, by kind and status."""
    kinds = dict(graph.nodes.group_by("kind").len().iter_rows())
    status = dict(graph.nodes.filter(pl.col("kind") == ARTICLE).group_by("status").len().iter_rows())
    edges = dict(graph.edges.group_by("kind").len().iter_rows())
    files = {name: report.counts[name] for name in ("files", "documents", "passed_over", "rejected")}
    return {
        **files,
        "sightings": report.sightings.height,
        "nodes": graph.nodes.height,
        **{kind: kinds.get(kind, 0) for kind in NODE_KINDS},
        **{name: status.get(name, 0) for name in (COLLECTED, CITED)},
        "edges": graph.edges.height,
        **{kind: edges.get(kind, 0) for kind in EDGE_KINDS},
    }


def component_sizes(graph: Graph, most: int = 20) -> dict[str, Any]:
    """The components of the article graph: how many, and the sizes of the largest."""
    sizes = graph.nodes["component"].drop_nulls().value_counts(sort=True)["count"]
    return {"count": len(sizes), "largest": sizes.head(most).to_list()}


def _by_severity(report: Report) -> dict[str, int]:
    return {name: len(report.of_severity(name)) for name in ("error", "warning", "info")}
