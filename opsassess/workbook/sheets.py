"""How the workbook looks and how a cell is written so that a spreadsheet takes it for text, never for a formula."""

from __future__ import annotations

import datetime as dt
import io
import textwrap
from collections.abc import Iterable, Mapping, Sequence

from lxml.etree import LxmlError
from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.page import PageMargins, PrintPageSetup
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from opsassess.errors import OpsassessError
from opsassess.workbook import cells
from opsassess.workbook.cells import CellValue
from opsassess.workbook.grids import CAPTION
from opsassess.workbook.layout import LISTS, PEOPLE, PIECES, Head, Layout
from opsassess.workbook.look import Look

AnyCell = Cell | MergedCell
Row = Mapping[str, CellValue | None]

_LIMIT = 32_767  # UTF-16 units that Excel takes in a cell
_PIECE = 16_000  # characters of a part of a long text: two units each at most
_SPARE = 300  # empty rows below the last one that have dropdowns too
_DANGEROUS = ("=", "+", "-", "@", "\t", "'")
_STRICT_LISTS = ("ratings", "levels")  # the others only warn: a list may lack what the client has just added

_A3, _A4 = 8, 9  # Excel's numbers of the paper sizes
_HIGHEST = 30  # lines of a row
_WIDE = 200  # characters: a wider sheet is printed on A3

_QUIET, _INK, _LINE = "E9EBEE", "4A5158", "D5D9DD"
_BODY = Font(name="Calibri", size=10)
_GIVEN = Font(name="Calibri", size=9, color=_INK)
_FILL_IN = Font(name="Calibri", size=10, bold=True, color="FFFFFF")
_PRINTED = Font(name="Calibri", size=10, bold=True, color=_INK)
_WRAPPED = Alignment(wrap_text=True, vertical="top", horizontal="left", indent=1)  # columns do not touch
_MIDDLE = Alignment(wrap_text=True, vertical="center", horizontal="left", indent=1)
_UNWRAPPED = Alignment(vertical="center")
_UNDER = Border(bottom=Side(style="thin", color=_LINE))
_FORMATS = {cells.RATING: "General", cells.NUMBER: "General", cells.DAY: "yyyy-mm-dd"}  # all others are text


class Book:
    """A workbook that grows sheet by sheet."""

    def __init__(self, look: Look | None = None) -> None:
        self._look = look or Look()
        self._book = Workbook()
        self._book.remove(self._book.worksheets[0])
        self._book.properties.creator = self._look.author
        self._lists = {"people": f"'{PEOPLE.title}'!$A$2:$A${_SPARE}"}
        self._dropdowns: dict[tuple[str, str], DataValidation] = {}
        self._long: list[str] = []
        self._listed: list[tuple[str, Sequence[CellValue]]] = []

    def text(self, title: str, lines: Iterable[tuple[str, str, str]]) -> None:
        """Add a sheet of prose: style (title, head or empty), text, and what stands beside it."""
        sheet = self._added(title)
        sheet.sheet_view.showGridLines = False
        for letter, width in (("A", 24), ("B", 110)):
            sheet.column_dimensions[letter].width = width
        for n, (style, left, right) in enumerate(lines, 1):
            for cell, text in ((sheet.cell(n, 1), left), (sheet.cell(n, 2), right)):
                self._put(cell, cells.stored(cells.TEXT, text) if text else None)
                cell.alignment = _WRAPPED
                cell.font = _BODY if text == right else _PRINTED
            if style:
                sheet.cell(n, 1).alignment = _UNWRAPPED
                size = 16 if style == "title" else 12
                sheet.cell(n, 1).font = Font(name="Calibri", size=size, bold=True, color=self._look.accent)
                sheet.row_dimensions[n].height = size * 2
            else:
                _fit(sheet, n, [(24, left), (110, right)])

    def sheet(self, layout: Layout, rows: Sequence[Row]) -> None:
        sheet = self._added(layout.title)
        for column, head in enumerate(layout.heads, 1):
            _head(sheet, column, head, self._look)
            if head.choices:
                last = len(rows) + 1 + _SPARE
                letter = get_column_letter(column)
                self._dropdown(sheet, head.choices).add(f"{letter}2:{letter}{last}")
        for n, row in enumerate(rows, 2):
            for column, head in enumerate(layout.heads, 1):
                self._body(sheet.cell(n, column), head, row)
            _fit(sheet, n, [(_letters(head), row.get(head.key)) for head in layout.heads])
        if sum(head.width for head in layout.heads) > _WIDE:
            sheet.page_setup.paperSize = _A3
        sheet.print_title_rows = "1:1"
        sheet.freeze_panes = f"{get_column_letter(layout.freeze + 1)}2"
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(layout.heads))}{len(rows) + 1}"

    def choose(self, layout: Layout, key: str, choices: str, row: int) -> None:
        """Give one cell a dropdown."""
        sheet = self._book[layout.title]
        column = [head.key for head in layout.heads].index(key) + 1
        self._dropdown(sheet, choices).add(sheet.cell(row, column).coordinate)

    def link(self, layout: Layout, key: str, row: int, target: str) -> None:
        """Let a cell lead to a sheet."""
        sheet = self._book[layout.title]
        cell = sheet.cell(row, [head.key for head in layout.heads].index(key) + 1)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{target}'!A1")
        cell.font = self._look.link

    def lists(self, lists: Mapping[str, Sequence[CellValue]]) -> None:
        """Set the choices of the dropdowns, by name."""
        for column, (name, choices) in enumerate(lists.items(), 1):
            letter = get_column_letter(column)
            self._lists[name] = f"'{LISTS}'!${letter}$1:${letter}${max(len(choices), 1)}"
            self._listed.append((name, choices))

    def content(self) -> bytes:
        """Add the sheets that the others need, and return the file."""
        if self._long:
            self.sheet(PIECES, [row for number, text in enumerate(self._long, 1) for row in _pieces(number, text)])
        lists = self._added(LISTS)
        lists.sheet_state = "hidden"
        for column, (_, choices) in enumerate(self._listed, 1):
            for n, choice in enumerate(choices, 1):
                self._put(lists.cell(n, column), cells.stored(cells.ANY, choice))
        file = io.BytesIO()
        try:
            self._book.save(file)
        except (OSError, LxmlError) as error:  # openpyxl writes each sheet to a temporary file first
            raise OpsassessError(
                f"The workbook cannot be put together in the folder for temporary files: {error}."
            ) from None
        return file.getvalue()

    def _added(self, title: str) -> Worksheet:
        sheet: Worksheet = self._book.create_sheet(title)
        sheet.page_setup = PrintPageSetup(orientation="landscape", paperSize=_A4, fitToWidth=1, fitToHeight=0)
        sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.7, bottom=0.7, header=0.3, footer=0.3)
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        self._look.print_on(sheet)
        return sheet

    def _dropdown(self, sheet: Worksheet, choices: str) -> DataValidation:
        if (sheet.title, choices) not in self._dropdowns:
            dropdown = DataValidation(type="list", formula1=self._lists[choices], allow_blank=True)
            dropdown.errorStyle = "stop" if choices in _STRICT_LISTS else "warning"
            dropdown.showErrorMessage = True
            dropdown.error = "This is not in the list."
            sheet.add_data_validation(dropdown)
            self._dropdowns[sheet.title, choices] = dropdown
        return self._dropdowns[sheet.title, choices]

    def _body(self, cell: AnyCell, head: Head, row: Row) -> None:
        value = row.get(head.key)
        cell.number_format = _format(head)
        self._put(cell, cells.stored(cells.TEXT, value) if head.given and value else value)
        caption = row.get("row") == CAPTION and not (head.given and head.key == "prompt")
        cell.font = _PRINTED if caption else _GIVEN if head.given else _BODY
        cell.alignment, cell.border = _WRAPPED, _UNDER
        if row.get("row") == CAPTION:
            cell.fill = PatternFill("solid", fgColor=_QUIET)

    def _put(self, cell: AnyCell, value: CellValue | None) -> None:
        """Write a value as what it is: a text stays a text, whatever it begins with."""
        if isinstance(value, str):
            if len(value.encode("utf-16-le")) > 2 * _LIMIT:
                self._long.append(value)
                value = cells.pointing_to(len(self._long))
            cell.value = value
            cell.data_type = "s"
            cell.quotePrefix = value.startswith(_DANGEROUS)
        elif value is not None:
            cell.value = value
            cell.number_format = "yyyy-mm-dd" if isinstance(value, dt.date) else "General"


def _head(sheet: Worksheet, column: int, head: Head, look: Look) -> None:
    cell = sheet.cell(1, column, head.title)
    to_read = head.given or head.prefilled
    cell.font = _PRINTED if to_read else _FILL_IN
    cell.fill = PatternFill("solid", fgColor=_QUIET if to_read else look.accent)
    cell.alignment = _MIDDLE
    dimension = sheet.column_dimensions[get_column_letter(column)]
    dimension.width = head.width
    dimension.number_format = _format(head)
    dimension.alignment = _WRAPPED
    sheet.row_dimensions[1].height = 32


def _letters(head: Head) -> int:
    """Return how many letters stand in a line of a column: its width counts digits of a larger font."""
    return int(head.width * (1.35 if head.given else 1.25))


class _Growing(RowDimension):
    """A row with a height that the spreadsheet may change when somebody writes more."""

    @property
    def customHeight(self) -> bool:  # noqa: N802 - the name in the file format
        return False


def _fit(sheet: Worksheet, row: int, texts: Iterable[tuple[int, CellValue | None]]) -> None:
    """Give a row the height of its longest text: not every spreadsheet does so when it opens a file."""
    lines = max(sum(_lines(line, width) for line in str(text or "").split("\n")) for width, text in texts)
    sheet.row_dimensions[row] = _Growing(sheet, index=row, ht=min(4 + 13 * lines, 4 + 13 * _HIGHEST))


def _lines(text: str, width: int) -> int:
    return max(1, len(textwrap.wrap(text[: width * _HIGHEST], width)))


def _format(head: Head) -> str:
    return _FORMATS.get(head.kind, "@")


def _pieces(number: int, text: str) -> list[Row]:
    """Cut a text that is too long for a cell; joined again it is the same."""
    parts = [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)]
    return [{"number": number, "part": part, "text": piece} for part, piece in enumerate(parts, 1)]
