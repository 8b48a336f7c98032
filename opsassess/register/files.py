"""The register as CSV and as an Excel sheet.

What a person typed may begin like a formula. In CSV an apostrophe stands before it; in Excel the cell is a text.
"""

from __future__ import annotations

import csv
import io

from opsassess.documents.theme import Theme
from opsassess.register.layout import REGISTER
from opsassess.register.rows import register_rows
from opsassess.retainer.agent import Agent
from opsassess.workbook import cells
from opsassess.workbook.cells import CellValue

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def to_csv(agent: Agent) -> str:
    """Return the register as CSV; nothing in it is read as a formula."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(head.title for head in REGISTER.heads)
    writer.writerows([_harmless(row[head.key]) for head in REGISTER.heads] for row in register_rows(agent))
    return file.getvalue()


def to_xlsx(agent: Agent, theme: Theme | None = None) -> bytes:
    """Return the register as an Excel file in a house style; the same agent gives the same bytes."""
    from opsassess.documents.spreadsheet import look_of
    from opsassess.workbook.sheets import Book
    from opsassess.workbook.stamp import dated

    book = Book(look_of(agent.score.assessment, agent.score.as_of, theme))
    book.sheet(REGISTER, [{key: _stored(value) for key, value in row.items()} for row in register_rows(agent)])
    return dated(book.content(), agent.score.as_of)


def _harmless(value: CellValue | None) -> CellValue | None:
    """Put an apostrophe before a text that a spreadsheet would take for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_DANGEROUS) else value


def _stored(value: CellValue | None) -> CellValue | None:
    if not isinstance(value, str):
        return value
    return cells.stored(cells.TEXT, value) if value.strip() else None
