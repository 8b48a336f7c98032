"""The one work-around for a slow import, and the sign that it can go."""

from __future__ import annotations

import subprocess
import sys


def imported(code: str) -> str:
    """Return which modules a program imports."""
    command = [sys.executable, "-c", f"import sys; {code}; print(' '.join(sys.modules))"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_nbformat_still_builds_grammars_that_no_notebook_needs() -> None:
    """When this fails, jsonschema no longer pulls them in: delete `_spare_the_parsers` in documents/notebook.py."""
    assert "rfc3987_syntax" in imported("import nbformat").split()
    assert "lark" in imported("import nbformat").split()


def test_our_documents_spare_them() -> None:
    code = "from opsassess.documents import notebook; notebook._spare_the_parsers(); import nbformat"
    assert "lark" not in imported(code).split()
