"""A document as a Word file that the client goes on editing: real styles, real lists, real tables."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import docx
from docx.document import Document as Word
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from opsassess.blocks import (
    Block,
    Bullets,
    Card,
    Document,
    Facts,
    Figure,
    Form,
    Heading,
    Ladder,
    Paragraph,
    Section,
    Steps,
    Table,
    Todo,
)
from opsassess.charts import Palette, Timeline, to_svg
from opsassess.documents.basic import basic, front_facts, todo_line
from opsassess.documents.inline import printable
from opsassess.documents.pictures import to_png
from opsassess.documents.theme import Theme, palette_of
from opsassess.documents.word_cover import add_brand, add_imprint, describe
from opsassess.documents.word_cover import add_field as add_title_field
from opsassess.documents.word_file import set_properties, to_bytes
from opsassess.documents.word_forms import add_form
from opsassess.documents.word_lists import Lists, mark
from opsassess.documents.word_look import WIDTH, dress
from opsassess.documents.word_tables import add_card, add_facts, add_ladder, add_table
from opsassess.documents.word_text import text_of, write
from opsassess.documents.word_xml import add_bookmark, add_field, add_link, bookmark
from opsassess.prose import day

_PARAGRAPHS = {"lead": "Lead", "body": "Normal", "note": "Note"}
_DEEPEST = 3
_NUMBERS = Cm(13)  # where the numbers of the pages end
_LINE = 80  # letters of a text in the margin
_BELOW_FIELD = 16  # points between the coloured field of the cover and its facts


@dataclass(frozen=True, kw_only=True)
class _Page:
    """The Word document in the making."""

    word: Word
    lists: Lists
    palette: Palette

    def add(self, prose: str, style: str) -> WordParagraph:
        return write(self.word.add_paragraph(), prose, style)


_ON_A_PAGE = 10  # steps; who works through them turns no page
_HEADINGS = 1000  # the numbers of their bookmarks, above those of the sections
_SHORT = 3  # sections; a document of one or two pages needs no contents


def to_docx(document: Document, theme: Theme | None = None, logo: bytes = b"") -> bytes:
    """Return a document as a Word file; the same document gives the same bytes."""
    theme = theme or Theme()
    word = docx.Document()
    short = len(document.sections) <= _SHORT
    dress(word, theme, short=short)
    page = _Page(word=word, lists=Lists(word), palette=palette_of(theme))
    _margins(word, document, theme)
    if short:
        _front(page, document)
    else:
        _cover(page, document, theme, logo)
    alone = ""  # a card has its page to itself
    for number, section in enumerate(document.sections):
        first = not short and number == 0
        _section(page, section, number, new_page=first or section.role == "sheet" or "card" in (section.role, alone))
        alone = section.role
    title, client = text_of(document.title), text_of(document.client)
    set_properties(word, title=title, subject=client, author=printable(theme.consultancy), day=document.day)
    return to_bytes(word)


def _margins(word: Word, document: Document, theme: Theme) -> None:
    """Fill header and footer: what it is, whose it is, and which page."""
    section = word.sections[0]
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    for paragraph in (header, footer):
        paragraph.paragraph_format.tab_stops.add_tab_stop(WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    confidential = printable(theme.confidentiality)
    write(header, "", "Header").add_run(f"{_one_line(document.title)}\t{confidential}")
    write(footer, "", "Footer").add_run(f"{_one_line(document.client)}, {day(document.day)}\tPage ")
    add_field(footer, "PAGE")
    footer.add_run(" of ")
    add_field(footer, "NUMPAGES")


def _one_line(prose: str) -> str:
    """Return a text that is no longer than a line of the margin; the first page has it whole."""
    text = text_of(prose)
    return text if len(text) <= _LINE else f"{text[:_LINE].rstrip()} …"


def _cover(page: _Page, document: Document, theme: Theme, logo: bytes) -> None:
    """Fill the first page of a document that has one to itself."""
    section = page.word.sections[0]
    section.different_first_page_header_footer = True
    add_imprint(section.first_page_footer.paragraphs[0], theme)
    add_brand(page.word, theme, logo)
    add_title_field(page.word, document, theme)
    page.add("", "Gap").paragraph_format.space_after = Pt(_BELOW_FIELD)
    add_facts(page.word, front_facts(document))
    _contents(page, document)


def _contents(page: _Page, document: Document) -> None:
    """Add one line a section: a link, and the number of its page, which Word counts when it prints."""
    page.add("Contents", "Contents title")
    for number, section in enumerate(document.sections):
        line = page.add("", "Contents")
        line.paragraph_format.tab_stops.add_tab_stop(_NUMBERS, WD_TAB_ALIGNMENT.RIGHT)
        add_link(line, _bookmark(number), text_of(section.title))


def _front(page: _Page, document: Document) -> None:
    page.add(document.title, "Title")
    page.add(document.subtitle, "Subtitle")
    if document.cover:  # else the subtitle says all; client and date stand in the footer as well
        add_facts(page.word, front_facts(document))


def _section(page: _Page, section: Section, number: int, *, new_page: bool) -> None:
    heading = page.add(section.title, "Heading 1")
    if new_page:
        heading.paragraph_format.page_break_before = True
        heading.paragraph_format.space_before = 0
    add_bookmark(heading, _bookmark(number), number)
    if section.role == "card":
        _card(page, section)
        return
    for before, block in zip((None, *section.blocks), section.blocks, strict=False):
        if isinstance(before, Facts) and isinstance(block, Steps):
            _hold_to_what_follows(page)
        if isinstance(before, Paragraph) and isinstance(block, Table | Facts | Figure):  # it announces what follows
            page.word.paragraphs[-1].paragraph_format.keep_with_next = True
        add_block(page, block)
        if isinstance(before, Heading) and isinstance(block, Paragraph):
            page.word.paragraphs[-1].paragraph_format.keep_with_next = block.role == "note" or None


def _hold_to_what_follows(page: _Page) -> None:
    """Keep the last table on the page of what comes after it: when to use steps, and the steps."""
    row = page.word.tables[-1].rows[-1]
    for paragraph in (*(cell.paragraphs[0] for cell in row.cells), page.word.paragraphs[-1]):
        paragraph.paragraph_format.keep_with_next = True


def _card(page: _Page, section: Section) -> None:
    """Print pairs smaller: a card fits on one page."""
    for block in section.blocks:
        if isinstance(block, Facts):
            add_card(page.word, block)
        else:
            add_block(page, block)


def _bookmark(number: int) -> str:
    return f"section_{number}"


def add_block(page: _Page, block: Block) -> None:
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


def _figure(page: _Page, block: Figure) -> None:
    picture = page.add("", "Figure").add_run().add_picture(io.BytesIO(to_png(to_svg(block.chart, page.palette))), WIDTH)
    describe(picture, block.alt)
    if block.caption:
        page.add(block.caption, "Note")


def _heading(page: _Page, block: Heading) -> None:
    heading = page.add(block.text, f"Heading {min(block.level, _DEEPEST)}")
    if block.anchor:
        add_bookmark(heading, bookmark(block.anchor), _HEADINGS + len(page.word.paragraphs))


def _paragraph(page: _Page, block: Paragraph) -> None:
    page.add(block.text, _PARAGRAPHS[block.role])


def _bullets(page: _Page, block: Bullets) -> None:
    number = page.lists.shared("checks" if block.checkbox else "bullets")
    for item in block.items:
        mark(page.add(item, "List Bullet"), number)


def _steps(page: _Page, block: Steps) -> None:
    number = page.lists.start("steps")
    whole = len(block.steps) <= _ON_A_PAGE
    for step in block.steps:
        paragraph = page.add(step.do, "List Number")
        mark(paragraph, number)
        if step.see:
            paragraph.paragraph_format.keep_with_next = True
            paragraph = page.add(f"*You see*: {step.see}", "Step result")
        paragraph.paragraph_format.keep_with_next = (whole and step is not block.steps[-1]) or None


def _facts(page: _Page, block: Facts) -> None:
    add_facts(page.word, block)
    _gap(page)


def _table(page: _Page, block: Table) -> None:
    add_table(page.word, block)
    _gap(page)


def _form(page: _Page, block: Form) -> None:
    add_form(page.word, block)
    _gap(page)
    page.word.paragraphs[-1].paragraph_format.keep_with_next = True


def _gap(page: _Page) -> None:
    """Part a table from what follows: two tables side by side would become one."""
    page.add("", "Gap")


def _todo(page: _Page, block: Todo) -> None:
    page.add(todo_line(block), "Open point")


_WRITERS: Mapping[type, Callable[[_Page, Any], None]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Steps: _steps,
    Facts: _facts,
    Table: _table,
    Form: _form,
    Todo: _todo,
}
