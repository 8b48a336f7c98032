"""The estimate as an Excel file with live formulas: change a coefficient, and see the total move.

Every formula is one of docs/method.md, "Retainer". Cells with a colour are inputs. What a person typed is text, never a
formula.
"""

from __future__ import annotations

import io

from openpyxl import Workbook

from opsassess.estimate.coefficients import coefficients_sheet
from opsassess.estimate.lines import lines_sheet
from opsassess.estimate.months import months_sheet
from opsassess.estimate.totals import Parts, totals_sheet
from opsassess.prose import Sentences
from opsassess.retainer.scope import Scope
from opsassess.workbook.stamp import dated

__all__ = ["to_xlsx"]


def to_xlsx(scope: Scope, sentences: Sentences) -> bytes:
    """Return the estimate; the same scope gives the same bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    totals = book.create_sheet("Packages")  # what a reader sees first; its formulas look into the others
    inputs = coefficients_sheet(book.create_sheet("Coefficients"), scope)
    lines = lines_sheet(book.create_sheet("Lines"), scope, inputs)
    months = months_sheet(book.create_sheet("Months"), scope)
    totals_sheet(totals, scope, sentences, Parts(inputs=inputs, lines=lines, months=months))
    made = io.BytesIO()
    book.save(made)
    return dated(made.getvalue(), scope.agents[0].score.as_of)
