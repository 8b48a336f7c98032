"""What this machine lacks for the documents, and how to get it."""

from __future__ import annotations

import importlib.util
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from opsassess import resources
from opsassess.errors import MissingPieceError

_EXTENSIONS = {"@jupyter-widgets/jupyterlab-manager": "jupyterlab_widgets", "anywidget": "anywidget"}
_USED = {
    "jupyterlab": "lab",
    "ipykernel": "lab and present",
    "voila": "present",
    "anywidget": "the interview",
    "itables": "the gap table in notebooks",
    "plotly": "charts in notebooks",
    "openpyxl": "Excel",
}
_STRICT_TABLES = (3, 37, 0)  # the first SQLite with strict tables


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    what: str
    good: bool
    remedy: str = ""
    optional: bool = False  # the main job works without it


def examine() -> tuple[Finding, ...]:
    """Look at everything that the documents need."""
    return tuple(finding for look in (_python, _sqlite, _data, _pdf, _modules, _widgets) for finding in look())


def _python() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding(what=f"Python {version}", good=sys.version_info >= (3, 11), remedy="Install Python 3.11 or newer.")


def _sqlite() -> Iterator[Finding]:
    good = sqlite3.sqlite_version_info >= _STRICT_TABLES
    remedy = "The store needs SQLite 3.37 or newer: use a newer Python."
    yield Finding(what=f"SQLite {sqlite3.sqlite_version}", good=good, remedy=remedy)


def _data() -> Iterator[Finding]:
    for name in ("questionnaires", "report_templates", "samples"):
        good = resources.folder(name).is_dir()
        yield Finding(what=f"data of the package: {name}", good=good, remedy="Install opsassess again.")


def _pdf() -> Iterator[Finding]:
    from opsassess.documents.pdf import to_pdf

    what = "PDF: Pango and a font draw a page"
    try:
        to_pdf("<!DOCTYPE html><html lang=en><title>Test</title><p>A page")
    except MissingPieceError as error:
        yield Finding(what=what, good=False, remedy=str(error), optional=True)
    else:
        yield Finding(what=what, good=True)


def _widgets() -> Iterator[Finding]:
    """Look for the part of the form that JupyterLab and Voilà load: a package can be there without it."""
    if importlib.util.find_spec("jupyter_core") is None:
        return
    from jupyter_core.paths import jupyter_path

    there = [Path(place) for place in jupyter_path("labextensions")]
    for name, package in _EXTENSIONS.items():
        good = any((place / name / "package.json").is_file() for place in there)
        remedy = f"pip install --force-reinstall {package}"
        yield Finding(what=f"{package} in the browser, for lab and present", good=good, remedy=remedy, optional=True)


def _modules() -> Iterator[Finding]:
    for module, use in _USED.items():
        good = importlib.util.find_spec(module) is not None
        remedy = f"pip install {module}"
        yield Finding(what=f"{module}, for {use}", good=good, remedy=remedy, optional=True)
