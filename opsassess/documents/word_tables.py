"""Tables in Word: widths by what the columns hold, header rows that repeat, short rows that stay whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from docx.document import Document as Word
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.shared import Cm, Emu, Length, RGBColor
from docx.table import Table as WordTable
from docx.table import _Row

from opsassess.blocks import Facts, Form, Ladder, Status, Table
from opsassess.charts import Palette
from opsassess.documents.columns import shares
from opsassess.documents.word_look import CARD_WIDTH, LINE, SHADE, WIDTH
from opsassess.documents.word_text import text_of, write
from opsassess.documents.word_xml import border, cell_margins, element, no_border, shading
from opsassess.prose import Prose, bold, escape

_MARGINS = {"top": 40, "left": 80, "bottom": 40, "right": 80}  # twips
_BY_HAND = Cm(1.1)
_SHORT = 500  # characters of a row that is kept on one page
_SMALL = 6  # rows of a table that is kept on one page
_NAMES = 0.17, 0.3  # the least and the most that the names of facts take of the width; a long one stands on two lines
_HALF_A_LETTER, _AROUND = 0.00625, 0.085  # of the width


def add_table(word: Word, block: Table) -> None:
    """Add a table with its header row."""
    if not block.columns:
        return
    table = _new(word, len(block.columns), shares(block))
    _fill(_row(table), block.columns, "Cell head")
    for cells in block.rows:
        row = _row(table)
        _fill(row, cells, "Cell")
        if cells[1:] and not any(cells[1:]):  # to be filled in with a pen
            row.height, row.height_rule = _BY_HAND, WD_ROW_HEIGHT_RULE.AT_LEAST
            row.cells[0].vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
    _keep_together(table)
    head = table.rows[0]
    head._tr.get_or_add_trPr().append(element("w:tblHeader"))  # noqa: SLF001 - the only way in
    for cell in head.cells:
        cell._tc.get_or_add_tcPr().append(shading(SHADE))  # noqa: SLF001 - the only way in
    _describe(table, block.caption)


def add_facts(word: Word, block: Facts) -> None:
    """Add pairs as two columns, the names in bold."""
    if not block.pairs:
        return
    longest, (least, most) = max(len(name) for name, _ in block.pairs), _NAMES
    names = min(max(longest * _HALF_A_LETTER + _AROUND, least), most)
    table = _new(word, 2, (names, 1 - names))
    for name, value in block.pairs:
        _fill(_row(table), (bold(name), value), "Cell")
    _keep_together(table)


def add_card(word: Word, block: Facts) -> None:
    """Add pairs one below the other in the full width, each name before what it says: a card fits on one page."""
    table = _new(word, 1, (1,), CARD_WIDTH)
    for name, value in block.pairs:
        _fill(_row(table), (Prose(f"{bold(name)}: {value}"),), "Card cell")


def add_ladder(word: Word, block: Ladder, palette: Palette) -> None:
    """Add the tiers side by side, the one that is reached in colour, and below each what it needs."""
    steps = block.steps()
    table = _new(word, len(steps), [1] * len(steps))
    names = tuple(
        Prose(f"**{escape(rung.short)}** {rung.name}{' (here today)' if here else ''}") for rung, here in steps
    )
    needs = tuple(Prose("\\\n".join(map(_need, rung.needs))) for rung, _ in steps)
    _fill(_row(table), names, "Cell")
    _fill(_row(table), needs, "Card cell")
    for cell, (_, here) in zip(table.rows[0].cells, steps, strict=True):
        cell._tc.get_or_add_tcPr().append(shading(palette.primary if here else palette.faint))  # noqa: SLF001 - the only way in
        for run in cell.paragraphs[0].runs if here else ():
            run.font.color.rgb = RGBColor(255, 255, 255)
    _keep_together(table)


_MARKS: Mapping[str, str] = {
    "shown": "●",
    "due": "●",
    "said": "◐",
    "open": "○",
    "missing": "■",
    "partly": "□",
    "n/a": "-",
}


def _need(need: Status) -> str:
    return f"{_MARKS[need.state]} **{need.title}** {need.standing}"


def add_form_table(word: Word, block: Form) -> WordTable:
    """Add the table of a form with one empty row a field, and return it."""
    table = _new(word, 2, tuple(part / sum(block.widths) for part in block.widths))
    for _ in block.fields:
        _row(table)._tr.get_or_add_trPr().append(element("w:cantSplit"))  # noqa: SLF001 - the only way in
    _keep_together(table)
    _describe(table, block.caption)
    return table


def _describe(table: WordTable, caption: Prose) -> None:
    if caption:
        properties = table._tbl.tblPr  # noqa: SLF001 - the only way in
        properties.append(element("w:tblCaption", {"val": text_of(caption)}))


def _new(word: Word, columns: int, parts: Sequence[float], width: Length = WIDTH) -> WordTable:
    table: WordTable = word.add_table(rows=0, cols=columns)
    table.autofit = False
    properties = table._tbl.tblPr  # noqa: SLF001 - the only way in
    inner = (border(side, LINE) for side in ("top", "bottom", "insideH"))
    outer = {side: no_border(side) for side in ("left", "right", "insideV")}
    top, bottom, inside = inner
    lines = element("w:tblBorders", None, top, outer["left"], bottom, outer["right"], inside, outer["insideV"])
    for part in (lines, cell_margins(_MARGINS)):
        properties.insert_element_before(part, "w:tblLook", "w:tblCaption")
    for column, part in zip(table.columns, parts, strict=True):
        column.width = Emu(int(width * part))
    return table


def _row(table: WordTable) -> _Row:
    row: _Row = table.add_row()  # type: ignore[no-untyped-call] # python-docx left out its types here
    return row


def _keep_together(table: WordTable) -> None:
    """Keep a small table on one page: each row but the last stays with the next one."""
    rows = list(table.rows)
    if len(rows) <= _SMALL:
        for row in rows[:-1]:
            for cell in row.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True


def _fill(row: _Row, cells: Sequence[Prose], style: str) -> None:
    """Fill a row; cells that are too few stay empty, those that are too many go into the last one."""
    columns = row.cells
    texts = list(cells[: len(columns)])
    texts[-1:] = [Prose(" ".join(cells[len(texts) - 1 :]))] if texts else []
    for cell, text in zip(columns, texts, strict=False):
        write(cell.paragraphs[0], text, style)
    if sum(map(len, texts)) <= _SHORT:
        row._tr.get_or_add_trPr().append(element("w:cantSplit"))  # noqa: SLF001 - the only way in
