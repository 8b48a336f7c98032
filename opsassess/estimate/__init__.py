"""The estimate as an Excel file with live formulas: change a coefficient, and see the total move.

It holds the packages that the scope offers, under the names that the scope has for them. Every formula is one of
docs/method.md, "Retainer". Cells with a colour are inputs. What a person typed is text, never a formula.
"""

from __future__ import annotations

import io

from openpyxl import Workbook

from opsassess.documents.plain import plain_text
from opsassess.documents.spreadsheet import look_of
from opsassess.documents.theme import Theme
from opsassess.estimate.coefficients import coefficients_sheet
from opsassess.estimate.lines import lines_sheet
from opsassess.estimate.months import months_sheet
from opsassess.estimate.results import Results, with_results
from opsassess.estimate.sheet import Sheet
from opsassess.estimate.totals import Parts, totals_sheet
from opsassess.prose import Sentences
from opsassess.retainer.coefficients import PACKAGES
from opsassess.retainer.scope import Scope
from opsassess.workbook.stamp import dated

__all__ = ["to_xlsx"]

_WIDTHS = {  # sheet -> the widths of its columns
    "Packages": (62, 11, 11, 11, 13, 11, 13, 13, 13),
    "Coefficients": (34, 12, 70, 22),
    "Lines": (6, 44, 12, 22, 8, 8, 8, 9, 10, 10, 10, 10, 10),
    "Months": (26, 46, 12, 15, 15, 15, 15, 15, 15, 15),
}


def to_xlsx(scope: Scope, sentences: Sentences, theme: Theme | None = None) -> bytes:
    """Return the estimate in a house style; the same scope gives the same bytes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    names = list(_WIDTHS) if scope.has_offer else ["Packages"]
    score = scope.agents[0].score
    look = look_of(score.assessment, score.as_of, theme)
    book.properties.creator = look.author
    sheets = {name: Sheet(book.create_sheet(name), _WIDTHS[name], look) for name in names}
    if scope.has_offer:
        _fill(sheets, scope, sentences)
    else:
        sheets["Packages"].title(plain_text(sentences.say("first.title")))
        sheets["Packages"].note(plain_text(sentences.say("first.next")))
    made = io.BytesIO()
    book.save(made)
    results: dict[int, Results] = {number: sheet.results for number, sheet in enumerate(sheets.values(), 1)}
    return dated(with_results(made.getvalue(), results, score.as_of), score.as_of)


def _fill(sheets: dict[str, Sheet], scope: Scope, sentences: Sentences) -> None:
    """Fill the sheets: the first is what a reader sees first, and its formulas look into the others."""
    packages: dict[str, str] = {name: plain_text(sentences.say(f"package.{name}")) for name in PACKAGES}
    inputs = coefficients_sheet(sheets["Coefficients"], scope)
    lines = lines_sheet(sheets["Lines"], scope, inputs, packages)
    months = months_sheet(sheets["Months"], scope, packages)
    totals_sheet(sheets["Packages"], scope, sentences, Parts(inputs=inputs, lines=lines, months=months, names=packages))
