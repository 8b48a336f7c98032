"""A document as a Word file that the client goes on editing: real styles, real lists, real tables."""

from __future__ import annotations

import docx
from docx.document import Document as Word
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Length, Pt

from opsassess.blocks import Document, Facts, Figure, Heading, Paragraph, Section, StatusList, Steps, Table
from opsassess.documents.basic import front_facts
from opsassess.documents.inline import printable
from opsassess.documents.theme import Theme, palette_of
from opsassess.documents.word_blocks import Page, add_block
from opsassess.documents.word_cover import add_brand, add_imprint
from opsassess.documents.word_cover import add_field as add_title_field
from opsassess.documents.word_file import set_properties, to_bytes
from opsassess.documents.word_lists import Lists
from opsassess.documents.word_look import CARD_WIDTH, WIDTH, dress, set_page
from opsassess.documents.word_tables import add_card, add_facts
from opsassess.documents.word_text import text_of, write
from opsassess.documents.word_xml import add_bookmark, add_field, add_link
from opsassess.prose import day

_LINE = 80  # letters of a text in the margin
_BELOW_FIELD = 16  # points between the coloured field of the cover and its facts
_SHORT = 3  # sections; a document of one or two pages needs no contents


def to_docx(document: Document, theme: Theme | None = None, logo: bytes = b"") -> bytes:
    """Return a document as a Word file; the same document gives the same bytes."""
    theme = theme or Theme()
    word = docx.Document()
    short = document.kind == "prep" or len(document.sections) <= _SHORT  # a sheet of a page or two is no booklet
    dress(word, theme, short=short)
    page = Page(word=word, lists=Lists(word), palette=palette_of(theme))
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
    if whose := " · ".join(printable(part) for part in (theme.consultancy, theme.legal) if part):
        footer.add_run(f"\n{whose}")


def _one_line(prose: str) -> str:
    """Return a text that is no longer than a line of the margin; the first page has it whole."""
    text = text_of(prose)
    return text if len(text) <= _LINE else f"{text[:_LINE].rstrip()} …"


def _cover(page: Page, document: Document, theme: Theme, logo: bytes) -> None:
    """Fill the first page of a document that has one to itself."""
    section = page.word.sections[0]
    section.different_first_page_header_footer = True
    add_imprint(section.first_page_footer.paragraphs[0], theme)
    add_brand(page.word, theme, logo)
    add_title_field(page.word, document, theme)
    page.add("", "Gap").paragraph_format.space_after = Pt(_BELOW_FIELD)
    add_facts(page.word, front_facts(document))
    _contents(page, document)


def _contents(page: Page, document: Document) -> None:
    """Add one line a section, which leads there."""
    page.add("Contents", "Contents title")
    for number, section in enumerate(document.sections):
        line = page.add("", "Contents")
        add_link(line, _bookmark(number), text_of(section.title))


def _front(page: Page, document: Document) -> None:
    page.add(document.title, "Title")
    page.add(document.subtitle, "Subtitle")
    if document.cover:  # else the subtitle says all; client and date stand in the footer as well
        add_facts(page.word, front_facts(document))


def _section(page: Page, section: Section, number: int, *, new_page: bool) -> None:
    card = section.role == "card"
    if card:
        _part(page, close=True, width=CARD_WIDTH)
    heading = page.add(section.title, "Heading 1")
    if new_page:
        heading.paragraph_format.page_break_before = True
        heading.paragraph_format.space_before = 0
    add_bookmark(heading, _bookmark(number), number)
    if card:
        _card(page, section)
        _part(page, close=False, width=WIDTH)
        return
    for before, block in zip((None, *section.blocks), section.blocks, strict=False):
        if isinstance(before, Facts) and isinstance(block, Steps):
            _hold_to_what_follows(page)
        if isinstance(before, Paragraph) and isinstance(
            block, Table | Facts | Figure | StatusList
        ):  # it announces what follows
            page.word.paragraphs[-1].paragraph_format.keep_with_next = True
        add_block(page, block)
        if isinstance(before, Heading) and isinstance(block, Paragraph):
            page.word.paragraphs[-1].paragraph_format.keep_with_next = block.role == "note" or None


def _hold_to_what_follows(page: Page) -> None:
    """Keep the last table on the page of what comes after it: when to use steps, and the steps."""
    row = page.word.tables[-1].rows[-1]
    for paragraph in (*(cell.paragraphs[0] for cell in row.cells), page.word.paragraphs[-1]):
        paragraph.paragraph_format.keep_with_next = True


def _part(page: Page, *, close: bool, width: Length) -> None:
    """Begin a part with margins of its own on a new page; the mark that ends the one before takes no line."""
    part = page.word.add_section()
    part.different_first_page_header_footer = False
    set_page(part, close=close, width=width)
    page.word.paragraphs[-1].paragraph_format.line_spacing = Pt(1)


def _card(page: Page, section: Section) -> None:
    """Print pairs smaller and wider: a card fits on one page."""
    for block in section.blocks:
        if isinstance(block, Facts):
            add_card(page.word, block)
        else:
            add_block(page, block)


def _bookmark(number: int) -> str:
    return f"section_{number}"
