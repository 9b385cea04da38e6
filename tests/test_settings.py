"""`graphkit.toml`: what it may say, and what it is told when it says something else."""

from __future__ import annotations

from pathlib import Path

import pytest

import graphkit as gk
from graphkit.errors import SettingsError
from graphkit.settings import Limits, Settings, load_settings


def write(folder: Path, text: str) -> Path:
    (folder / "graphkit.toml").write_text(text)
    return folder


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == Settings()


def test_everything_that_can_be_set(tmp_path: Path) -> None:
    text = 'base_url = "https://me.example/"\ndrafts = false\n[fields]\ntitle = "kop"\ntopics = ["thema", "rubriek"]\n[limits]\ndepth = 5\n'
    expected = Settings(
        fields={"title": ("kop",), "topics": ("thema", "rubriek")},
        base_url="https://me.example/",
        drafts=False,
        limits=Limits(depth=5),
    )
    assert load_settings(write(tmp_path, text)) == expected


def test_the_file_beside_the_articles_counts_and_another_on_request(tmp_path: Path) -> None:
    write(tmp_path, '[fields]\ntitle = "kop"\n')
    (tmp_path / "a.md").write_text("---\nkop: Kop\ntitle: Title\n---\n")
    assert gk.build(tmp_path)[0].nodes["label"].to_list() == ["Kop"]
    (tmp_path / "other.toml").write_text("")
    assert gk.build(tmp_path, load_settings(tmp_path, tmp_path / "other.toml"))[0].nodes["label"].to_list() == ["Title"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("colour = 1", "unknown key 'colour'; choose one of: article_iris, bare_notes, base_iri, base_url, drafts"),
        ("drafts = 1", "drafts must be of type bool, not 1"),
        ("fields = 1", r"\[fields\] must be a table"),
        ("[fields]\nfame = 'x'", r"\[fields\] has no field 'fame'; choose one of: title"),
        ("[fields]\ntitle = 3", r"\[fields\] title must be a key or a list of keys"),
        ("[limits]\ndepth = 'x'", "depth must be of type int"),
        ("a = ", "graphkit.toml: "),
    ],
)
def test_what_makes_no_sense_is_said(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        load_settings(write(tmp_path, text))
