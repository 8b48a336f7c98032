"""On a machine where PDFs cannot be made: everything else is written, and the user is told what to install."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hostile import SAMPLE

pytestmark = pytest.mark.slow

PANGO = "apt-get install libpangoft2-1.0-0 libharfbuzz-subset0"
FONT = "apt-get install fonts-dejavu-core"

# What `import weasyprint` does without Pango: it prints, and raises an OSError from below.
NO_PANGO = """
import sys

class NoPango:
    def find_spec(self, name, path=None, target=None):
        if name == "weasyprint.text.ffi":
            print("WeasyPrint could not import some external libraries.")
            raise OSError("cannot load library 'libgobject-2.0-0'")

sys.meta_path.insert(0, NoPango())
"""


def opsassess(tmp_path: Path, *arguments: str, without: str) -> subprocess.CompletedProcess[str]:
    """Run the command line on a machine that lacks something."""
    environment = dict(os.environ)
    if without == "pango":
        (tmp_path / "sitecustomize.py").write_text(NO_PANGO, encoding="utf-8")
        environment["PYTHONPATH"] = str(tmp_path)
    else:
        (tmp_path / "fonts.conf").write_text("<fontconfig><cachedir>cache</cachedir></fontconfig>", encoding="utf-8")
        environment["FONTCONFIG_FILE"] = str(tmp_path / "fonts.conf")
    command = [sys.executable, "-c", "from opsassess.cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=tmp_path)


@pytest.mark.parametrize(("without", "remedy"), [("pango", PANGO), ("fonts", FONT)])
def test_deliver_writes_everything_else(without: str, remedy: str, tmp_path: Path) -> None:
    asked = opsassess(tmp_path, "deliver", str(SAMPLE), "-o", "out", without=without)
    assert asked.returncode == 0
    written = {path.name for path in (tmp_path / "out").iterdir()}
    report = {f"lead-router-report.{ending}" for ending in ("html", "docx", "ipynb")}
    runbook = {f"lead-router-runbook.{ending}" for ending in ("html", "docx", "md", "ipynb")}
    assert report | runbook <= written
    assert not [name for name in written if name.endswith(".pdf")]
    notes = [line for line in asked.stderr.splitlines() if line.startswith("note: ")]
    assert {"note: lead-router-report.pdf", "note: lead-router-runbook.pdf"} <= {
        n.partition(" was not")[0] for n in notes
    }
    assert all(remedy in line and "HTML, Markdown and Word work without it." in line for line in notes)
    assert "could not import" not in asked.stdout


def test_demo_writes_everything_else(tmp_path: Path) -> None:
    asked = opsassess(tmp_path, "demo", "-o", "demo", without="pango")
    assert asked.returncode == 0
    assert PANGO in asked.stderr
    assert (tmp_path / "demo" / "lead-router-report.docx").is_file()


@pytest.mark.parametrize(
    "arguments",
    [["-o", "x.pdf"], ["-o", "out", "--format", "pdf"], ["-o", "out", "--format", "html", "--format", "pdf"]],
)
def test_a_pdf_that_is_asked_for_by_name_is_an_error(arguments: list[str], tmp_path: Path) -> None:
    asked = opsassess(tmp_path, "report", str(SAMPLE), *arguments, without="pango")
    assert asked.returncode == 1
    assert asked.stdout == ""
    assert asked.stderr.startswith("PDFs need the library Pango, which is not on this machine.")
    assert not (tmp_path / "x.pdf").exists()
    assert not (tmp_path / "out").exists()
