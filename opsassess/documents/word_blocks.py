"""The blocks of a document in Word: each kind has its writer."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from docx.document import Document as Word
from docx.text.paragraph import Paragraph as WordParagraph

from opsassess.blocks import Block, Bullets, Card, Facts, Figure, Form, Heading, Ladder, Paragraph, Steps, Table, Todo
from opsassess.charts import Palette, Timeline
from opsassess.documents.basic import basic, todo_line
from opsassess.documents.pictures import to_png
from opsassess.documents.word_cover import describe
from opsassess.documents.word_forms import add_form
from opsassess.documents.word_lists import Lists, mark
from opsassess.documents.word_look import WIDTH
from opsassess.documents.word_tables import add_facts, add_ladder, add_table
from opsassess.documents.word_text import write
from opsassess.documents.word_xml import add_bookmark, bookmark

_PARAGRAPHS = {"lead": "Lead", "body": "Normal", "note": "Note"}
_DEEPEST = 3
_ON_A_PAGE = 10  # steps; who works through them turns no page
_HEADINGS = 1000  # the numbers of their bookmarks, above those of the sections


@dataclass(frozen=True, kw_only=True)
class Page:
    """The Word document in the making."""

    word: Word
    lists: Lists
    palette: Palette

    def add(self, prose: str, style: str) -> WordParagraph:
        return write(self.word.add_paragraph(), prose, style)


def add_block(page: Page, block: Block) -> None:
    """Add any block; what needs a picture is said in words."""
    if isinstance(block, Figure) and not isinstance(block.chart, Timeline):  # a timeline is a table that is filled in
        _figure(page, block)
        return
    if isinstance(block, Ladder) and any(rung.needs for rung in block.rungs):
        add_ladder(page.word, block, page.palette)
        page.add("", "Gap")
        return
    plain = (block,) if isinstance(block, Form) else basic(block)
    for part, following in zip_longest(plain, plain[1:]):
        _WRITERS[type(part)](page, part)
        if isinstance(block, Card) and isinstance(part, Paragraph) and following:  # what was found, and what to do
            page.word.paragraphs[-1].paragraph_format.keep_with_next = True


def _figure(page: Page, block: Figure) -> None:
    picture = page.add("", "Figure").add_run().add_picture(io.BytesIO(to_png(block.chart.svg(page.palette))), WIDTH)
    describe(picture, block.alt)
    if block.caption:
        page.add(block.caption, "Note")


def _heading(page: Page, block: Heading) -> None:
    heading = page.add(block.text, f"Heading {min(block.level, _DEEPEST)}")
    if block.anchor:
        add_bookmark(heading, bookmark(block.anchor), _HEADINGS + len(page.word.paragraphs))


def _paragraph(page: Page, block: Paragraph) -> None:
    page.add(block.text, _PARAGRAPHS[block.role])


def _bullets(page: Page, block: Bullets) -> None:
    number = page.lists.shared("checks" if block.checkbox else "bullets")
    for item in block.items:
        mark(page.add(item, "List Bullet"), number)


def _steps(page: Page, block: Steps) -> None:
    number = page.lists.start("steps")
    whole = len(block.steps) <= _ON_A_PAGE
    for step in block.steps:
        paragraph = page.add(step.do, "List Number")
        mark(paragraph, number)
        if step.see:
            paragraph.paragraph_format.keep_with_next = True
            paragraph = page.add(f"*You see*: {step.see}", "Step result")
        paragraph.paragraph_format.keep_with_next = (whole and step is not block.steps[-1]) or None


def _facts(page: Page, block: Facts) -> None:
    add_facts(page.word, block)
    _gap(page)


def _table(page: Page, block: Table) -> None:
    add_table(page.word, block)
    _gap(page)


def _form(page: Page, block: Form) -> None:
    add_form(page.word, block)
    _gap(page)
    page.word.paragraphs[-1].paragraph_format.keep_with_next = True


def _gap(page: Page) -> None:
    """Part a table from what follows: two tables side by side would become one."""
    page.add("", "Gap")


def _todo(page: Page, block: Todo) -> None:
    page.add(todo_line(block), "Open point")


_WRITERS: Mapping[type, Callable[[Page, Any], None]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Steps: _steps,
    Facts: _facts,
    Table: _table,
    Form: _form,
    Todo: _todo,
}
