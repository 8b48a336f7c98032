"""The first page of a longer Word document: whose it is, what it is, for whom."""

from __future__ import annotations

import io
from typing import Any

from docx.document import Document as Word
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.shared import Cm, Emu
from docx.text.paragraph import Paragraph

from opsassess.blocks import Document
from opsassess.documents.inline import printable
from opsassess.documents.theme import Theme
from opsassess.documents.word_text import write
from opsassess.documents.word_xml import border, cell_margins, element, no_border, shading

MARGIN = Cm(2.1)
_PAGE, _FIELD, _BRAND, _LOGO, _WIDEST = Cm(21), Cm(9.4), Cm(2.2), Cm(1.6), Cm(8)
_TWIPS = 635  # English metric units


def add_brand(word: Word, theme: Theme, logo: bytes) -> None:
    """Add the logo, or the name where there is none."""
    paragraph = word.add_paragraph(style="Brand")
    if logo:
        picture = paragraph.add_run().add_picture(io.BytesIO(logo), height=_LOGO)
        if picture.width > _WIDEST:
            picture.height, picture.width = Emu(picture.height * _WIDEST // picture.width), _WIDEST
        describe(picture, theme.consultancy or "Logo")
    else:
        paragraph.add_run(printable(theme.consultancy))


def describe(picture: Any, text: str) -> None:
    """Give a picture its text for readers who do not see it, and no space to the text: LibreOffice moves it by that."""
    inline = picture._inline  # noqa: SLF001 - the only way in
    inline.docPr.set("descr", printable(text))
    for side in ("distT", "distB", "distL", "distR"):
        inline.set(side, "0")


def add_field(word: Word, document: Document, theme: Theme) -> None:
    """Add the coloured field with the title, from edge to edge of the page."""
    table = word.add_table(rows=1, cols=1)
    table.autofit = False
    properties = table._tbl.tblPr  # noqa: SLF001 - the only way in
    indent = element("w:tblInd", {"w": -int(MARGIN / _TWIPS), "type": "dxa"})
    sides = (no_border(side) for side in ("top", "left"))
    lines = element("w:tblBorders", None, *sides, border("bottom", theme.accent, eighths=48), no_border("right"))
    # The margins of the text are those of its styles: programs differ in whether a cell's count into the indent.
    for part in (indent, lines, cell_margins({"top": 200, "left": 0, "bottom": 500, "right": 0})):
        properties.insert_element_before(part, "w:tblLook")
    table.columns[0].width = _PAGE
    row, cell = table.rows[0], table.rows[0].cells[0]
    row.height, row.height_rule = _FIELD, WD_ROW_HEIGHT_RULE.AT_LEAST
    cell.width, cell.vertical_alignment = _PAGE, WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
    cell._tc.get_or_add_tcPr().append(shading(theme.primary))  # noqa: SLF001 - the only way in
    large, small = document.subtitle, document.title
    if document.kind == "runbook":  # it is known by its name, not by a question
        large, small = small, large
    write(cell.paragraphs[0], small, "Subtitle").add_run(document.draft_mark)
    write(cell.add_paragraph(), large, "Title")


def add_imprint(footer: Paragraph, theme: Theme) -> None:
    """Write what stands at the foot of the cover."""
    lines = (theme.confidentiality, " · ".join(filter(None, (theme.consultancy, theme.legal))))
    write(footer, "", "Footer").add_run("\n".join(printable(line) for line in lines if line))
