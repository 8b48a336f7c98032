"""The notebooks run from top to bottom, and are kept without outputs."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from command_line import engagement
from nbclient import NotebookClient

from opsassess import resources

NOTEBOOKS = sorted(resources.folder("notebooks").glob("*.ipynb"))
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)


def cells(path: Path, kind: str) -> list[Any]:
    """Return the cells of one kind."""
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == kind]


def executed(path: Path, folder: Path) -> Any:
    """Run a notebook in a folder."""
    notebook = nbformat.read(shutil.copy(path, folder), as_version=4)
    client = NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(folder)}})
    return client.execute()


@each_notebook
def test_a_notebook_is_kept_without_outputs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert notebook.nbformat_minor >= 5
    assert [cell.id for cell in cells(path, "code") if cell.outputs or cell.execution_count is not None] == []
    assert path.read_text(encoding="utf-8") == nbformat.writes(notebook) + "\n"


@each_notebook
def test_a_notebook_is_thin(path: Path) -> None:
    assert all(len(cell.source.splitlines()) <= 6 for cell in cells(path, "code"))
    assert len(cells(path, "markdown")) >= 2


@pytest.mark.slow
@each_notebook
def test_a_notebook_runs_in_an_engagement(path: Path, tmp_path: Path) -> None:
    done = executed(path, engagement(tmp_path / "nordwind").folder)
    outputs = [output for cell in done.cells if cell.cell_type == "code" for output in cell.outputs]
    assert [output for output in outputs if output.output_type in ("error", "stream")] == []


@pytest.mark.slow
def test_the_gaps_notebook_shows_the_sample_where_there_is_no_engagement(tmp_path: Path) -> None:
    done = executed(resources.folder("notebooks") / "gaps.ipynb", tmp_path)
    shown = {cell.id: cell.outputs[0].data for cell in done.cells if cell.get("outputs")}
    for chart in ("areas", "gates", "people"):
        assert "application/vnd.plotly.v1+json" in shown[chart]
    for panel in ("gaps", "what-if"):
        assert "application/vnd.jupyter.widget-view+json" in shown[panel]
