"""The doctor says what is missing and how to get it."""

from __future__ import annotations

import importlib.util
import sqlite3
from pathlib import Path

import pytest
from command_line import run

from opsassess import doctor, resources
from opsassess.errors import MissingPieceError


def test_everything_is_looked_at() -> None:
    findings = doctor.examine()
    assert all(finding.good for finding in findings)
    named = " ".join(finding.what for finding in findings)
    data, modules = ("questionnaires", "report_templates", "samples"), ("jupyterlab", "voila", "itables", "openpyxl")
    for what in ("Python", "SQLite", "PDF", *data, *modules):
        assert what in named


def test_without_pango_it_says_how_to_get_it_and_the_rest_works(monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking(_: str) -> bytes:
        raise MissingPieceError("PDFs need the library Pango. On Fedora: dnf install pango.")

    monkeypatch.setattr("opsassess.documents.pdf.to_pdf", lacking)
    result = run("doctor")
    assert result.exit_code == 0
    assert "missing  PDF: Pango and a font draw a page\n         PDFs need the library Pango. On Fed" in result.stdout


def test_a_broken_installation_is_exit_code_1(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(resources, "folder", lambda name: tmp_path / name)
    monkeypatch.setattr("opsassess.documents.pdf.to_pdf", lambda _: b"")
    result = run("doctor")
    assert result.exit_code == 1
    assert "missing  data of the package: questionnaires\n         Install opsassess again." in result.stdout


def test_an_old_sqlite_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
    (finding,) = doctor._sqlite()
    assert (finding.good, finding.optional) == (False, False)


def test_a_missing_module_names_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert next(finding.remedy for finding in doctor._modules()) == "pip install jupyterlab"


def test_a_widget_without_its_part_in_the_browser_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("jupyter_core.paths.jupyter_path", lambda *parts: [str(tmp_path.joinpath(*parts))])
    assert [(finding.good, finding.optional) for finding in doctor._widgets()] == [(False, True), (False, True)]
    place = tmp_path / "labextensions" / "anywidget"
    place.mkdir(parents=True)
    (place / "package.json").touch()
    assert [finding.good for finding in doctor._widgets()] == [False, True]
