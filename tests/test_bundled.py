"""Supply chain: the foreign scripts that graphkit ships are those that were looked at, and all licences are free ones.

What `viewer/` builds is built again and compared by `test_html_bundle`; `editor/prepare.sh --check`, which CI
runs, compares the editor with npm, whose packages the lock file pins by their hashes.
"""

from __future__ import annotations

import hashlib
import json
import re
from importlib.metadata import PackageNotFoundError, distribution, requires
from importlib.resources import files
from pathlib import Path

import pytest

from graphkit.exporters.pyvis_page.render import VIS
from tests.conftest import ROOT

STATIC = ROOT / "graphkit" / "serve" / "static"
FOREIGN = {
    STATIC / "yasgui.js": "f9f9d34234b6af0fcbf10fed496b78b6375534ae7c18dba9c543aa99e999a408",
    STATIC / "yasgui.css": "085b94556b97f9928981bdedb6848fd11ad4d8d950e821f0d698c58ca538fc55",
    STATIC / "yasgui.LICENSES.txt": "dc0c05d452c9e28e0c13693417608f51fcee5a7497faa1dbdd9a94b5cf423114",
    # vis-network 9.1.2 as pyvis 0.3.2 brings it: a build of its own, MIT or Apache-2.0.
    Path(str(files("pyvis").joinpath(VIS))): "1f20f0736f32cb9bedf8f6383b25cfea2f839e1abe80d6e8040b4d5bea378c69",
}
OWN = ("exporters/html/viewer.js", "exporters/html/viewer.css", "serve/static/query.js", "serve/static/query.css")
FREE = {"MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "0BSD", "CC0-1.0", "CC-BY-4.0", "MPL-2.0"}
LOCKS = ("viewer", "editor", "tests/explorer", "tests/comunica", "tests/graphology", "tests/rdf/n3")


@pytest.mark.parametrize("path", FOREIGN, ids=lambda path: path.name)
def test_a_foreign_script_is_the_one_that_was_looked_at(path: Path) -> None:
    assert hashlib.sha256(path.read_bytes()).hexdigest() == FOREIGN[path]


def test_there_is_no_other_script_in_the_package() -> None:
    package = ROOT / "graphkit"
    ours = {package / name for name in OWN} | set((package / "exporters" / "pyvis_page").iterdir())
    scripts = {path for path in package.rglob("*") if path.suffix in (".js", ".mjs", ".css", ".wasm")}
    assert {path for path in scripts if path.name != "page.css"} <= ours | set(FOREIGN)


def test_every_package_in_the_editor_has_a_free_licence_and_its_text() -> None:
    parts = (STATIC / "yasgui.LICENSES.txt").read_text(encoding="utf-8").split("-" * 80)
    lock = json.loads((ROOT / "editor" / "package-lock.json").read_text(encoding="utf-8"))
    shipped = [path for path in lock["packages"] if path and not path.startswith("node_modules/@types/")]
    assert len(parts) == len(shipped) > 40
    for part in parts:
        name, licence = re.match(r"\s*(\S+) \S+: \(?([^)\n]*)", part).groups()  # type: ignore[union-attr]
        free = FREE & set(re.split(" AND | OR ", licence)) or "Permission is hereby granted, free of charge" in part
        assert free and re.search("Copyright|License|licen", part), name


@pytest.mark.parametrize("folder", LOCKS)
def test_npm_packages_are_pinned_by_hashes(folder: str) -> None:
    lock = json.loads((ROOT / folder / "package-lock.json").read_text(encoding="utf-8"))
    for path, package in lock["packages"].items():
        if path:
            assert package["integrity"].startswith("sha512-"), path
            assert package.get("resolved", "https://registry.npmjs.org/").startswith("https://registry.npmjs.org/"), (
                path
            )


def test_no_python_package_that_users_get_is_under_the_gpl() -> None:
    seen = _needed("graphkit")
    assert {"polars", "pyoxigraph", "rdflib", "click"} <= seen
    assert not [name for name in seen if re.search(r"\bA?GPL|GNU (Affero )?General", _licence(name))]


def _needed(name: str) -> set[str]:
    """A package and all that it needs, extras apart."""
    found, waiting = set(), [name]
    while waiting:
        one = waiting.pop()
        if one in found:
            continue
        found.add(one)
        try:
            wanted = requires(one) or []
        except PackageNotFoundError:  # for another system or Python
            continue
        waiting += [re.match(r"[\w.-]+", line)[0].lower() for line in wanted if "extra ==" not in line]  # type: ignore[index]
    return found - {name}


def _licence(name: str) -> str:
    try:
        known = distribution(name).metadata
    except PackageNotFoundError:
        return ""
    classified = [one for one in known.get_all("Classifier") or [] if one.startswith("License")]
    return known.get("License-Expression") or " ".join(classified) or (known.get("License") or "")[:80]
