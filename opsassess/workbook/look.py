"""The house style of a workbook: its colour, and what stands above and below each printed page."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl.styles import Font
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.worksheet import Worksheet

_MOST = 70  # characters of a part: Excel takes 255 of a line, codes included
_PAGE = "&A, page &P of &N"  # codes of the file format: the sheet's name, the page, all pages


@dataclass(frozen=True, kw_only=True)
class Look:
    """How a workbook looks: without a consultancy of its own, as the other documents do."""

    accent: str = "1F3A5F"  # of titles and header rows
    above: tuple[str, str] = ("", "")  # at the left and at the right of each printed page
    below: tuple[str, str] = ("", "")
    author: str = ""  # the consultancy, as the file says who made it

    @property
    def link(self) -> Font:
        """Return the font of a cell that leads elsewhere."""
        return Font(name="Calibri", size=10, color=self.accent, underline="single")

    def print_on(self, sheet: Worksheet) -> None:
        """Give a sheet its lines above and below the page."""
        sheet.HeaderFooter.oddHeader = _line(*self.above)
        sheet.HeaderFooter.oddFooter = _line(*self.below, middle=_PAGE)


def _line(left: str, right: str, middle: str = "") -> HeaderFooterItem:
    """Return a line; in what somebody typed an ampersand begins no code."""
    parts = {"left": _typed(left), "center": middle, "right": _typed(right)}
    return HeaderFooterItem(**{place: _HeaderFooterPart(text=text) for place, text in parts.items() if text})


def _typed(text: str) -> str:
    short = text if len(text) <= _MOST else f"{text[: _MOST - 1].rstrip()}…"
    return " ".join(short.split()).replace("&", "&&")
