"""Open a workbook that somebody sent, and read its sheets row by row with the place of each cell."""

from __future__ import annotations

import warnings
import zipfile
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.parsers import expat

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from opsassess.errors import DataError, Mistake
from opsassess.validation import did_you_mean
from opsassess.workbook import cells
from opsassess.workbook.cells import Data, Kind
from opsassess.workbook.grids import GRIDS
from opsassess.workbook.layout import (
    ANSWERS,
    EVIDENCE,
    LISTS,
    LONG,
    OTHER,
    PIECES,
    PROFILE,
    README,
    RECORDS,
    SEE,
    Head,
    Layout,
)

_FILE_LIMIT = 20 * 2**20  # bytes; a filled workbook has some 100 KB
_UNPACKED_LIMIT = 40 * 2**20  # bytes of its parts together
_ROW_LIMIT = 20_000  # rows of a sheet
_OURS = frozenset(  # the names of sheets that are no misspelt others
    title.casefold()
    for title in (
        *(README, PROFILE, ANSWERS, EVIDENCE.title, OTHER, LONG, LISTS),
        *(layout.title for layout in RECORDS.values()),
        *(grid.title for grid in GRIDS.values()),
    )
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # begins an .xls, and an .xlsx with a password


@dataclass(kw_only=True)
class Sheets:
    """The sheets of one file, and the mistakes found in them so far."""

    name: str
    book: Workbook
    long_texts: dict[int, str] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    incomplete: bool = False  # a sheet or a column is not there

    @classmethod
    def open(cls, path: Path) -> Sheets:
        """Open a workbook; raises `DataError` if it is none, or none that may be opened."""
        sheets = cls(name=str(path), book=_load(path))
        if LONG in sheets.book.sheetnames:
            sheets._read_long_texts()
        return sheets

    def _read_long_texts(self) -> None:
        pieces: dict[int, dict[int, str]] = defaultdict(dict)
        for row in self.rows(PIECES):
            number, part = row.read("number", cells.NUMBER), row.read("part", cells.NUMBER)
            if number is not None and part is not None:
                pieces[number][part] = str(row.raw.get("text") or "")
        for number, parts in pieces.items():
            self.long_texts[number] = "".join(text for _, text in sorted(parts.items()))

    def mistake(self, where: str, what: str, fix: str = "") -> None:
        """Note a mistake at a cell or a sheet, once."""
        found = Mistake(where=f"{self.name}, {where}", what=what, fix=fix)
        if found not in self.mistakes:
            self.mistakes.append(found)

    def rows(self, layout: Layout) -> list[Filled]:
        """Return the rows of a sheet that are not empty."""
        missing = layout.title.casefold() not in self._there()
        sheet = None if layout.optional and missing else self._sheet(layout.title)
        if sheet is None:
            return []
        columns = self._columns(sheet, layout)
        titles = {head.key: head.title for head in layout.heads if head.key in columns}
        numbers = range(2, sheet.max_row + 1) if columns else ()
        found = [self._row(sheet, number, columns, titles) for number in numbers]
        return [row for row in found if any(not cells.is_blank(value) for value in row.raw.values())]

    def _there(self) -> Mapping[str, Worksheet]:
        return {sheet.title.strip().casefold(): sheet for sheet in self.book.worksheets}

    def _sheet(self, title: str) -> Worksheet | None:
        sheet = self._there().get(title.casefold())
        if sheet is None:
            strange = [name for name in self.book.sheetnames if name.strip().casefold() not in _OURS]
            fix = did_you_mean(title, strange) or "Export the workbook again and keep all its sheets"
            self.mistake(title, "there is no such sheet", fix)
            self.incomplete = True
        elif sheet.max_row > _ROW_LIMIT:
            what = f"it goes on to row {sheet.max_row}, and {_ROW_LIMIT} rows are read"
            self.mistake(title, what, "Delete the empty rows at its end")
            self.incomplete = True
            return None
        return sheet

    def _columns(self, sheet: Worksheet, layout: Layout) -> Mapping[str, int]:
        """Return key -> number of the column, of those that are read; a missing one is a mistake."""
        titles = {str(cell.value).strip(): cell.column for cell in sheet[1] if cell.value is not None}
        folded = {title.casefold(): column for title, column in titles.items()}
        columns = {}
        for head in layout.heads:
            if head.title.casefold() in folded and not head.given:
                columns[head.key] = folded[head.title.casefold()]
            elif not head.given and not head.optional:
                fix = did_you_mean(head.title, [*titles])
                self.mistake(f"{layout.title}, row 1", f"there is no column {head.title!r}", fix or "Put its head back")
                self.incomplete = True
        return columns

    def _row(self, sheet: Worksheet, number: int, columns: Mapping[str, int], titles: Mapping[str, str]) -> Filled:
        at = {key: sheet.cell(number, column) for key, column in columns.items()}
        return Filled(
            sheets=self,
            place=f"{sheet.title}, row {number}",
            raw={key: self._raw(cell, f"{sheet.title}!{cell.coordinate}") for key, cell in at.items()},
            places={key: f"{sheet.title}!{cell.coordinate}" for key, cell in at.items()},
            titles=titles,
        )

    def _raw(self, cell: Cell | MergedCell, place: str) -> Data:
        if cell.data_type == "f":
            self.mistake(place, "it holds a formula, and only values are read", "Copy the cell and paste it as a value")
            return None
        if cell.data_type == "e":
            self.mistake(place, f"it holds the error {cell.value}", "Write the value")
            return None
        number = cells.pointer(cell.value)
        if number is None:
            return _as_seen(cell)
        if number not in self.long_texts:
            self.mistake(place, f"it points to long text {number}, which is not on the sheet {LONG}")
        return self.long_texts.get(number)


def _as_seen(cell: Cell | MergedCell) -> Data:
    """Return what stands in a cell; of a percentage what is seen there, since the file has 0.98 for it."""
    if isinstance(cell.value, int | float) and not isinstance(cell.value, bool) and "%" in str(cell.number_format):
        return f"{round(cell.value * 100, 10):g}%"
    return cell.value


@dataclass(frozen=True, kw_only=True)
class Filled:
    sheets: Sheets
    place: str  # of the row
    raw: Mapping[str, Data]  # key of the column -> what stands there
    places: Mapping[str, str]  # key of the column -> the cell
    titles: Mapping[str, str]  # key of the column -> what stands over it

    def read(self, key: str, kind: Kind) -> Data:
        """Return the value of a cell; None if it is empty, or wrong and noted as a mistake."""
        cell = self.raw.get(key)
        if cells.is_blank(cell):
            return None
        try:
            return cells.value_of(kind, cell)
        except ValueError as error:
            self.mistake(key, f"it {error}")
            return None

    def name(self, key: str) -> str:
        """Return what identifies something, such as an item; empty if nothing stands there."""
        return self.read(key, cells.NAME) or ""

    def entry(self, heads: Iterable[Head]) -> dict[str, Data]:
        """Return what these columns say; a key is absent where nothing is said."""
        said = {head.key: self._said(head) for head in heads if not head.given}
        return {key: value for key, value in said.items() if value is not None or cells.is_null(self.raw.get(key))}

    def _said(self, head: Head) -> Data:
        return head.blank if cells.is_blank(self.raw.get(head.key)) else self.read(head.key, head.kind)

    def filled(self, *, but: Collection[str]) -> list[str]:
        """Return the keys of the columns in which something stands, but for some."""
        return [key for key, cell in self.raw.items() if key not in but and not cells.is_blank(cell)]

    def points_elsewhere(self, key: str) -> bool:
        """Tell whether a cell only says on which sheet the content stands."""
        cell = self.raw.get(key)
        return isinstance(cell, str) and cell.startswith(SEE)

    def renamed(self, keys: Mapping[str, str]) -> Filled:
        """Return the row with other keys for some columns."""
        return replace(
            self,
            raw={keys.get(key, key): cell for key, cell in self.raw.items()},
            places={keys.get(key, key): place for key, place in self.places.items()},
            titles={keys.get(key, key): title for key, title in self.titles.items()},
        )

    def mistake(self, key: str, what: str, fix: str = "") -> None:
        """Note a mistake at the cell in a column."""
        self.sheets.mistake(self.places.get(key, self.place), what, fix)


# ---------------------------------------------------------------------------------------------------------------------
# Opening a file that may be hostile


def _load(path: Path) -> Workbook:
    try:
        with path.open("rb") as file:
            start = file.read(4)
        _refuse_bombs(path, start)
        with path.open("rb") as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about decorations that openpyxl does not keep
            return load_workbook(file, keep_links=False)
    except DataError:
        raise
    except FileNotFoundError:
        raise _refused(path, "there is no such file") from None
    except OSError as error:
        raise _refused(path, f"it cannot be read ({error.strerror or error})") from None
    except Exception:  # noqa: BLE001 - a broken file makes openpyxl raise whatever comes
        raise _refused(path, "it is not a workbook that can be read", "Save it as .xlsx again") from None


def _refuse_bombs(path: Path, start: bytes) -> None:
    """Refuse what is no workbook, what is too large when unpacked, and XML that declares entities."""
    if start == _OLD_OFFICE:
        what = "it is an .xls, or it is protected by a password"
        raise _refused(path, what, "Save it as .xlsx without a password")
    if not start.startswith(b"PK"):
        raise _refused(path, "it is not an Excel workbook", "Save it as .xlsx")
    if path.stat().st_size > _FILE_LIMIT:
        raise _refused(path, f"it is larger than {_FILE_LIMIT // 2**20} MB", "Remove pictures and sheets of your own")
    with zipfile.ZipFile(path) as archive:
        if sum(part.file_size for part in archive.infolist()) > _UNPACKED_LIMIT:
            raise _refused(path, f"it unpacks to more than {_UNPACKED_LIMIT // 2**20} MB", "Remove what was added")
        for part in archive.infolist():
            if _declares_a_type(archive.read(part)):
                what = f"its part {part.filename} declares a document type, which no workbook needs"
                raise _refused(path, what, "Do not trust this file")


def _declares_a_type(data: bytes) -> bool:
    """Tell whether XML has a DOCTYPE, where entities are declared; what is no XML has none."""
    parser, found = expat.ParserCreate(), []

    def declared(name: str, *_: object) -> None:
        found.append(name)
        raise ValueError("a document type")

    parser.StartDoctypeDeclHandler = declared
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat's own signature
    except (expat.ExpatError, ValueError):
        return bool(found)
    return False


def _refused(path: Path, what: str, fix: str = "") -> DataError:
    return DataError([Mistake(where=str(path), what=what, fix=fix)])
