"""A document's notebook: it runs to what it shows, and what is edited in it is printed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import pytest
from hostile import SAMPLE, as_bytes, pdf_text, sample_pdf, without_spaces

from opsassess import review
from opsassess.documents.exporters import DraftRunbookExporter, ReadinessReportExporter

EXPORTERS = {"report": ReadinessReportExporter, "runbook": DraftRunbookExporter}


def notebook_in(folder: Path, kind: str = "report") -> Path:
    """Write the sample and the notebook of a document into a folder."""
    shutil.copy(SAMPLE, folder / "lead-routing.json")
    return review.load(folder / "lead-routing.json").document(kind).write(folder, formats=["ipynb"])[0]


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)


def test_it_is_a_valid_notebook(tmp_path: Path) -> None:
    notebook = read(notebook_in(tmp_path))
    nbformat.validate(notebook)
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)


def test_its_first_cell_opens_the_assessment_beside_it(tmp_path: Path) -> None:
    first = read(notebook_in(tmp_path)).cells[0].source
    assert first == "import opsassess\n\ndocument = opsassess.load('lead-routing.json').document(\"report\")"


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["report", "runbook"])
def test_running_it_gives_the_outputs_that_it_holds(kind: str, tmp_path: Path) -> None:
    stored = read(notebook_in(tmp_path, kind))
    ran = read(notebook_in(tmp_path, kind))
    nbclient.NotebookClient(ran, resources={"metadata": {"path": str(tmp_path)}}, timeout=120).execute()
    for before, after in zip(stored.cells, ran.cells, strict=True):
        assert [o.data for o in before.get("outputs", [])] == [o.data for o in after.get("outputs", [])], before.source


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "exporter"), [("report", "Readiness_report"), ("runbook", "Draft_runbook")])
def test_nbconvert_makes_the_same_pdf(kind: str, exporter: str, tmp_path: Path) -> None:
    path = notebook_in(tmp_path, kind)
    command = [sys.executable, "-m", "nbconvert", "--to", exporter, "--template", "lab", path.name]
    done = subprocess.run(command, check=True, cwd=tmp_path, capture_output=True)
    assert b"--template lab has no effect" in done.stderr
    assert path.with_suffix(".pdf").read_bytes() == sample_pdf(kind)


def test_an_edited_sentence_is_printed() -> None:
    notebook = review.load(SAMPLE).document("report").notebook(SAMPLE.parent)
    cell = next(c for c in notebook.cells if c.metadata.opsassess.get("role") == "lead")
    cell.source = "This sentence was written by **hand**."
    notebook.cells = notebook.cells[: notebook.cells.index(cell) + 1]
    data, _ = ReadinessReportExporter().from_notebook_node(notebook)
    assert without_spaces("This sentence was written by hand.") in without_spaces(pdf_text(data))


def test_a_section_that_is_added_by_hand_is_in_the_contents() -> None:
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell(f"# {title}\n\nText.") for title in ("One", "Written by hand")]
    )
    html, _ = ReadinessReportExporter(as_pdf=False).from_notebook_node(notebook)
    assert '<a href="#s2">Written by hand</a>' in html
    assert 'id="s2"' in html


def test_exporting_leaves_the_notebook_as_it_was() -> None:
    notebook = review.load(SAMPLE).document("report").notebook(SAMPLE.parent)
    before = nbformat.writes(notebook)
    ReadinessReportExporter(as_pdf=False).from_notebook_node(notebook)
    assert nbformat.writes(notebook) == before


def test_the_exporter_and_the_document_give_the_same_page() -> None:
    document = review.load(SAMPLE).document("report")
    html, _ = ReadinessReportExporter(as_pdf=False).from_notebook_node(document.notebook(SAMPLE.parent))
    assert html.encode() == as_bytes(document.render("html", SAMPLE.parent))


def test_a_template_in_the_working_directory_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "readiness").mkdir()
    (tmp_path / "readiness" / "index.html.j2").write_text("not ours", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# One")])
    html, _ = EXPORTERS["report"](as_pdf=False).from_notebook_node(notebook)
    assert "not ours" not in html
