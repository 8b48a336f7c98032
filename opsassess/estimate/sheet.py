"""Cells of the estimate: headings, inputs, text and formulas."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, Self

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from opsassess.prose import visible
from opsassess.workbook.look import Look

_INPUT = PatternFill("solid", fgColor="FFF4D6")
_THIN = Border(bottom=Side(style="thin", color="D5DAE1"))
_WRAP = Alignment(wrap_text=True, vertical="top")
_FONT = "Calibri"
_LINE = 15  # points
_LETTERS = 1.0  # in a unit of width
HOURS, SHARE, MONEY = "0.00", "0.####", "#,##0.00"


class Sheet:
    """A sheet that is filled from top to bottom."""

    def __init__(self, sheet: Worksheet, widths: Sequence[float], look: Look) -> None:
        self._sheet, self._accent = sheet, look.accent
        self.row = 0
        self.results: dict[str, float] = {}  # of its formulas, by address
        for number, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.sheet_view.showGridLines = False
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        look.print_on(sheet)

    @property
    def name(self) -> str:
        """Return what formulas of other sheets call it."""
        return str(self._sheet.title)

    def title(self, words: str) -> None:
        """Add a line in large letters."""
        self._line(words, Font(name=_FONT, bold=True, size=14, color=self._accent))

    def note(self, words: str) -> None:
        """Add a line of explanation."""
        self._line(words, Font(name=_FONT, italic=True, color="5B6672"))

    def _line(self, words: str, font: Font) -> None:
        self.row += 1
        cell = self._sheet.cell(self.row, 1, words)
        cell.data_type, cell.font = "s", font

    def gap(self) -> None:
        """Leave a row empty."""
        self.row += 1

    def head(self, names: Iterable[str]) -> None:
        """Add a header row."""
        self.row += 1
        cells = list(enumerate(names, 1))
        fill = PatternFill("solid", fgColor=self._accent)
        for number, name in cells:
            cell = self._sheet.cell(self.row, number, name)
            cell.fill, cell.font, cell.alignment = fill, Font(name=_FONT, bold=True, color="FFFFFF"), _WRAP
        self._sheet.row_dimensions[self.row].height = _LINE * max(self._lines_of(n, str(x)) for n, x in cells)

    def _lines_of(self, column: int, words: str) -> int:
        """Return how many lines words take in a column: not every program sets the height of a row by its words."""
        width = self._sheet.column_dimensions[get_column_letter(column)].width
        return len(textwrap.wrap(words, max(1, int(width * _LETTERS)))) or 1

    def widen_from(self, column: int, widths: Iterable[float]) -> None:
        """Set the widths of columns that stand after some whose number is not known before."""
        for number, width in enumerate(widths, column):
            self._sheet.column_dimensions[get_column_letter(number)].width = width

    def freeze(self) -> None:
        """Keep what is above in sight."""
        self._sheet.freeze_panes = f"A{self.row + 1}"

    def add(self, values: Iterable[Any], *, inputs: Iterable[int] = (), form: str = HOURS, bold: bool = False) -> int:
        """Add a row and return its number. A `Formula` is computed, any other text is text; inputs have a colour."""
        self.row += 1
        coloured, cells = set(inputs), list(enumerate(values, 1))
        lines = max(
            (self._lines_of(n, v) for n, v in cells if isinstance(v, str) and not isinstance(v, Formula)), default=1
        )
        if lines > 1:
            self._sheet.row_dimensions[self.row].height = _LINE * lines
        for number, value in cells:
            if value is not None:
                self._put(number, value, form, coloured=number in coloured, bold=bold)
        return self.row

    def _put(self, column: int, value: Any, form: str, *, coloured: bool, bold: bool) -> None:
        cell = self._sheet.cell(self.row, column)
        if isinstance(value, Formula):
            cell.value, cell.number_format = f"={value}", value.form or form
            self.results[cell.coordinate] = value.result
        elif isinstance(value, Fraction | int | float):
            cell.value, cell.number_format = _number(value), form
        else:
            cell.value = visible(str(value))
            cell.data_type = "s"  # also where it begins like a formula
        cell.alignment, cell.border, cell.font = _WRAP, _THIN, Font(name=_FONT, bold=bold)
        if coloured:
            cell.fill = _INPUT


def rounded(formula: str, digits: int) -> str:
    """Return the formula of a figure as it is printed, half a step up; what a float misses it by does not count."""
    return f"ROUND(ROUND({formula},9),{digits})"


class Formula(str):
    """A formula without its equals sign, and what it comes to."""

    __slots__ = ("form", "result")
    form: str
    result: float

    def __new__(cls, text: str, result: Fraction | float, form: str = "") -> Self:
        """Return the formula with the format of its result, if it has one of its own."""
        made = super().__new__(cls, text)
        made.form, made.result = form, float(result)
        return made


def _number(value: Fraction | float) -> int | float:
    exact = Fraction(value)
    return exact.numerator if exact.denominator == 1 else float(exact)
