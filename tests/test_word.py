"""Word files: real headings, lists that start at 1, tables that repeat their header, the same bytes each time."""

from __future__ import annotations

import dataclasses
import io
import shutil
import struct
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from documents_of_all_blocks import EVERY_BLOCK, a_document
from docx.document import Document as Word
from docx.oxml.ns import qn
from hostile import as_bytes, pdf_text
from hypothesis import given, settings
from hypothesis import strategies as st
from test_documents_theme import a_png
from test_markdown import HOSTILE
from test_prose import normalised

from opsassess import review
from opsassess.blocks import (
    Bullets,
    Document,
    Facts,
    Heading,
    Paragraph,
    Section,
    Status,
    StatusList,
    Step,
    Steps,
    Table,
    Todo,
)
from opsassess.documents.columns import shares
from opsassess.documents.theme import Theme
from opsassess.documents.word import to_docx
from opsassess.prose import Prose, escape


def opened(data: bytes) -> Word:
    return docx.Document(io.BytesIO(data))


def test_headings_are_headings() -> None:
    word = opened(to_docx(a_document(*EVERY_BLOCK)))
    styles = [(p.style.name, p.text) for p in word.paragraphs if p.style and p.style.name.startswith(("Title", "Head"))]
    assert styles == [
        ("Title", "Runbook: Router"),
        ("Heading 1", "Part"),
        ("Heading 2", "Heading"),
        ("Heading 3", "Revoke"),
    ]


def test_each_list_of_steps_starts_at_one() -> None:
    word = opened(to_docx(a_document(*EVERY_BLOCK)))
    steps = [p for p in word.paragraphs if p.style and p.style.name == "List Number"]
    numbers = [p._p.xpath("w:pPr/w:numPr/w:numId/@w:val")[0] for p in steps]
    assert len(numbers) == 3
    assert numbers[0] == numbers[1] != numbers[2]
    numbering = word.part.numbering_part.element
    for number in set(numbers):
        (start,) = numbering.xpath(f'w:num[@w:numId="{number}"]/w:lvlOverride/w:startOverride')
        assert start.get(qn("w:val")) == "1"
    kinds = [child.tag for child in numbering]
    assert kinds == sorted(kinds, key=lambda tag: tag != qn("w:abstractNum"))  # definitions first, or Word repairs it


def test_a_header_row_repeats_and_short_rows_stay_whole() -> None:
    long = Prose("word " * 200)
    rows = ((Prose("1"), Prose("2")), (long, Prose("2")))
    word = opened(to_docx(a_document(Table(columns=(Prose("A"), Prose("B")), rows=rows, widths=(3, 1)))))
    table = word.tables[-1]
    assert [bool(row._tr.xpath("w:trPr/w:tblHeader")) for row in table.rows] == [True, False, False]
    assert [bool(row._tr.xpath("w:trPr/w:cantSplit")) for row in table.rows] == [True, True, False]
    wide, narrow = (column.width for column in table.columns)
    assert wide is not None
    assert narrow is not None
    assert wide > 2.9 * narrow


def test_a_column_has_room_for_its_longest_word_where_the_others_can_spare_it() -> None:
    """A word takes 1.15 % of the page a letter, and 2.5 % lie around it; too many long words share as they can."""
    cells = (
        "mail of employees",
        "leave request, change of bank details as a draft",
        "Anna Berg, HR",
        "pseudonymised text",
    )
    rows = (tuple(map(Prose, cells)), tuple(Prose("word " * 12) for _ in "ABC"))
    *_, narrow = found = shares(Table(columns=tuple(map(Prose, "ABCD")), rows=rows))
    assert round(narrow, 4) == 0.1745
    assert round(sum(found), 9) == 1
    long = Table(columns=tuple(map(Prose, "ABCDE")), rows=((Prose("w" * 30),) * 5,))
    assert [round(share, 9) for share in shares(long)] == [0.2] * 5


def test_a_row_with_too_few_or_too_many_cells_loses_nothing() -> None:
    p = Prose
    table = Table(columns=(p("A"), p("B")), rows=((p("1"),), (p("2"), p("3"), p("4"))))
    word = opened(to_docx(a_document(table)))
    assert [[cell.text for cell in row.cells] for row in word.tables[-1].rows] == [["A", "B"], ["1", ""], ["2", "3 4"]]


def test_the_same_document_gives_the_same_bytes() -> None:
    first, second = (to_docx(a_document(*EVERY_BLOCK)) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_page_properties_and_margins() -> None:
    theme = Theme(consultancy="Northlight", confidentiality="For Acme only", text_font="Verdana")
    word = opened(to_docx(a_document(*EVERY_BLOCK), theme))
    properties = word.core_properties
    assert (properties.title, properties.author, properties.language) == ("Runbook: Router", "Northlight", "en-GB")
    assert f"{properties.created:%Y-%m-%d}" == "2026-05-04"
    section = word.sections[0]
    assert (round((section.page_width or 0) / 36000), round((section.page_height or 0) / 36000)) == (210, 297)
    assert section.header.paragraphs[0].text == "Runbook: Router\tFor Acme only"
    fields = section.footer.paragraphs[0]._p.xpath("w:fldSimple/@w:instr")
    assert fields == ["PAGE", "NUMPAGES"]
    parts = {str(part.partname): part.blob for part in word.part.package.iter_parts()}
    assert b'<a:latin typeface="Verdana"/>' in parts["/word/theme/theme1.xml"]
    assert b'<a:latin typeface="Cambria"/>' in parts["/word/theme/theme1.xml"]  # for our own, which its readers lack
    assert b'<w:font w:name="Verdana"><w:altName w:val="Arial"/>' in parts["/word/fontTable.xml"]


def test_a_card_has_a_page_of_its_own() -> None:
    plain = a_document()
    card = Section(id="card", title=Prose("Card"), role="card", blocks=(Facts(pairs=((Prose("Who"), Prose("Dana")),)),))
    rest = Section(id="rest", title=Prose("Rest"), blocks=(Paragraph(text=Prose("More.")),))
    document = type(plain)(**{**vars(plain), "sections": (card, rest, rest)})
    headings = [p for p in opened(to_docx(document)).paragraphs if p.style and p.style.name == "Heading 1"]
    assert [bool(p.paragraph_format.page_break_before) for p in headings] == [True, True, False]


def test_a_fact_of_several_lines_breaks_them() -> None:
    word = opened(to_docx(a_document(Facts(pairs=((Prose("Stop"), Prose("**A**: one\\\n**B**: two")),)))))
    assert word.tables[-1].rows[0].cells[1].text == "A: one\nB: two"


def test_what_announces_a_table_stays_on_its_page() -> None:
    table = Table(columns=(Prose("What"),), rows=((Prose("One"),),), caption=Prose("Things"))
    status = StatusList(id="gates", entries=(Status(id="stop", title=Prose("Stop"), state="shown"),))
    texts = [Paragraph(text=Prose("Apart.")), Paragraph(text=Prose("Of two one was seen:"))]
    word = opened(to_docx(a_document(*texts, table, Paragraph(text=Prose("How each stands:")), status)))
    held = [p.text for p in word.paragraphs if p.paragraph_format.keep_with_next]
    assert held == ["Of two one was seen:", "How each stands:"]


def test_steps_stay_on_one_page_with_what_says_when_to_use_them() -> None:
    steps = Steps(steps=(Step(do=Prose("One."), see=Prose("It is on.")), Step(do=Prose("Two."))))
    facts = Facts(pairs=((Prose("Use when"), Prose("it is late")),))
    word = opened(to_docx(a_document(Heading(text=Prose("The stop")), facts, steps, Paragraph(text=Prose("After.")))))
    held = {p.text: bool(p.paragraph_format.keep_with_next) for p in word.paragraphs if p.text in ("One.", "Two.")}
    assert held == {"One.": True, "Two.": False}
    assert word.tables[-1].rows[-1].cells[0].paragraphs[0].paragraph_format.keep_with_next


def all_places(text: str) -> bytes:
    prose = escape(text)
    return to_docx(
        a_document(
            Heading(text=prose),
            Paragraph(text=prose),
            Bullets(items=(prose,)),
            Steps(steps=(Step(do=prose, see=prose),)),
            Facts(pairs=((prose, prose),)),
            Table(columns=(prose,), rows=((prose,),), caption=prose),
            Todo(what=prose),
        )
    )


@pytest.mark.parametrize("text", [*HOSTILE, "x\x00\x0b\ud800\ufffe\u202e y", "]]>&lt;w:p/>"])
def test_hostile_text_is_literally_there(text: str) -> None:
    assert_everywhere(text)


@pytest.mark.slow
@settings(max_examples=20)
@given(st.text(min_size=1))
def test_any_text_is_literally_there(text: str) -> None:
    assert_everywhere(text)


def assert_everywhere(text: str) -> None:
    word = opened(all_places(text))
    shown = normalised(text).replace("\ud800", "[U+D800]").replace("\ufffe", "[U+FFFE]").replace("\uffff", "[U+FFFF]")
    texts = [p.text for p in word.paragraphs]
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    if shown:
        assert texts.count(shown) == 4
        assert f"You see: {shown}" in texts
        assert f"TODO {shown}" in texts
        assert cells == [shown] * 4


def through_libreoffice(word: bytes, folder: Path) -> Path:
    """Return a Word file as another program prints it."""
    path, profile = folder / "all.docx", f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    path.write_bytes(word)
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / "all.pdf"


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_another_program_can_open_it(tmp_path: Path) -> None:
    import pikepdf

    with pikepdf.open(through_libreoffice(to_docx(a_document(*EVERY_BLOCK)), tmp_path)) as pdf:
        assert len(pdf.pages) > 0


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_fullest_stop_card_is_one_page_in_word_too(tmp_path: Path) -> None:
    found = review.sample("invoice-approval").document("runbook")
    pages = pdf_text(through_libreoffice(as_bytes(found.render("docx", tmp_path)), tmp_path).read_bytes()).split("\f")
    assert "on one page" in pages[1]
    assert "About this draft" in pages[2]


def a_long_document() -> Document:
    """Return a document with four sections, which has a cover."""
    plain = a_document(*EVERY_BLOCK)
    more = tuple(Section(id=f"s{n}", title=Prose(f"Section {n}"), blocks=()) for n in range(3))
    return dataclasses.replace(plain, kind="readiness", sections=(*plain.sections, *more))


def test_a_longer_document_has_a_cover_with_logo_field_and_imprint() -> None:
    theme = Theme(consultancy="Northlight", confidentiality="For Acme only", legal="1 Main Street", primary="#0b5d3b")
    word = opened(to_docx(a_long_document(), theme, a_png()))
    logo = word.paragraphs[0]
    assert logo._p.xpath("w:r/w:drawing/wp:inline/wp:docPr/@descr") == ["Northlight"]
    field = word.tables[0].rows[0].cells[0]
    assert [(p.style.name, p.text) for p in field.paragraphs if p.style] == [
        ("Subtitle", "Runbook: Router"),  # the title calls it a draft
        ("Title", "Draft"),
    ]
    assert field._tc.xpath("w:tcPr/w:shd/@w:fill") == ["0b5d3b"]
    section = word.sections[0]
    assert section.different_first_page_header_footer
    assert section.first_page_footer.paragraphs[0].text == "For Acme only\nNorthlight · 1 Main Street"
    assert section.footer.paragraphs[0].text == "Acme, 4 May 2026\tPage  of \nNorthlight · 1 Main Street"
    first = next(p for p in word.paragraphs if p.style and p.style.name == "Heading 1")
    assert first.paragraph_format.page_break_before


def test_a_name_without_end_takes_one_line_of_the_margins() -> None:
    word = opened(to_docx(dataclasses.replace(a_long_document(), title=Prose("W" * 300), client=escape("Acme " * 900))))
    section = word.sections[0]
    assert section.header.paragraphs[0].text.startswith("W" * 80 + " …\t")
    assert len(section.footer.paragraphs[0].text) < 130


def test_each_line_of_the_contents_leads_to_its_section_and_shows_no_number_that_nobody_counted() -> None:
    word = opened(to_docx(a_long_document()))
    lines = [p for p in word.paragraphs if p.style and p.style.name == "Contents"]
    assert [line.text.strip() for line in lines] == [p.text for p in word.paragraphs if is_title(p)]
    marks = set(word.element.body.xpath("//w:bookmarkStart/@w:name"))
    for line in lines:
        (place,) = line._p.xpath("w:hyperlink/@w:anchor")
        assert place in marks
        assert line._p.xpath(".//w:instrText") == []


@pytest.mark.parametrize("name", ["lead-routing", "triage"])
def test_a_preparation_sheet_has_no_cover_and_no_contents(name: str, tmp_path: Path) -> None:
    sheets = review.sample(name).documents("prep")
    for sheet in sheets:
        word = opened(as_bytes(sheet.render("docx", tmp_path)))
        assert not [p for p in word.paragraphs if p.style and p.style.name == "Contents"]
        assert not word.sections[0].different_first_page_header_footer
    assert sheets


def is_title(paragraph: Any) -> bool:
    return bool(paragraph.style and paragraph.style.name == "Heading 1")


def test_the_tier_of_today_says_so_without_its_colour_too(tmp_path: Path) -> None:
    word = opened(as_bytes(review.sample("lead-routing").document("report").render("docx", tmp_path)))
    cells = (cell.text for table in word.tables for cell in table.rows[0].cells)
    assert [text for text in cells if "today" in text] == ["T0 Depends on its builder (here today)"]


@pytest.mark.parametrize("kind", ["report", "scope"])
@pytest.mark.parametrize("consultancy", ["", "Northlight"])
def test_a_workbook_has_the_consultancy_as_its_author_and_no_program(
    kind: str, consultancy: str, tmp_path: Path
) -> None:
    found = dataclasses.replace(review.sample("triage"), theme=Theme(consultancy=consultancy))
    made = as_bytes(found.document(kind).render("xlsx", tmp_path))
    assert (openpyxl.load_workbook(io.BytesIO(made)).properties.creator or "") == consultancy


def test_a_chart_is_a_picture_with_its_text() -> None:
    word = opened(to_docx(a_document(*EVERY_BLOCK)))
    assert word.element.body.xpath("//wp:docPr/@descr") == ["Two areas are full."]
    assert word.element.body.xpath("//wp:inline/@distL") == ["0"]  # LibreOffice would move it into the margin
    pictures = [part.blob for part in word.part.package.iter_parts() if part.content_type == "image/png"]
    assert [picture[:8] for picture in pictures] == [b"\x89PNG\r\n\x1a\n"]
    size = struct.unpack(">II", pictures[0][16:24])
    assert size[0] == 660 * 3
