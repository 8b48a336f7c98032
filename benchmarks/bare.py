"""The bare things that ours is measured against."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import opsassess
from opsassess import resources
from opsassess.documents import fonts, pdf

PDF = "import sys, weasyprint; weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2], pdf_variant='pdf/ua-1')"


def page(folder: Path) -> Path:
    """Write the report's page as WeasyPrint gets it, with its fonts as files."""
    pages: list[str] = []

    def keep(html: str) -> bytes:
        pages.append(html)
        return b""

    to_pdf, pdf.to_pdf = pdf.to_pdf, keep
    try:
        opsassess.sample().report(folder / "unused.pdf")
    finally:
        pdf.to_pdf = to_pdf
    place = (resources.folder("report_templates") / "fonts").as_uri()
    faces = fonts.font_faces(pdf.FONT_SCHEME).replace(f"{pdf.FONT_SCHEME}:", f"{place}/")
    path = folder / "report.html"
    path.write_text(pages[0].replace("<head>", f"<head><style>{faces}</style>", 1), encoding="utf-8")
    return path


def durable_insert(path: Path) -> Callable[[], object]:
    """Return the insertion of one row that survives a power cut, over one open connection."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA synchronous = EXTRA")
    connection.execute("CREATE TABLE answers (number INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT")
    return lambda: connection.execute("INSERT INTO answers (text) VALUES (?)", ("x" * 200,))
