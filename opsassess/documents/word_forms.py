"""Forms in Word: fields that are filled in on somebody's computer, and read back by their tags.

A field is a content control (``w:sdt``), which Word and LibreOffice keep when a file is edited and saved.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

import docx
from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.table import _Cell
from lxml import etree

from opsassess.blocks import Document, Field, Form
from opsassess.documents.inline import printable
from opsassess.documents.word_tables import add_form_table
from opsassess.documents.word_text import text_of, write
from opsassess.documents.word_xml import Element, element
from opsassess.errors import DataError, Mistake

_PROMPTS = {"text": "Click to write", "day": "Choose the day", "choice": "Choose"}
_LARGEST = 20_000_000  # bytes of a filled form, and twenty times that unpacked
_UNPACKED = 20
_COLUMNS = 2  # label and field


def add_form(word: Word, block: Form) -> None:
    """Add a form as a table of labels and fields."""
    table = add_form_table(word, block)
    for row, field in zip(table.rows, block.fields, strict=True):
        label, place = row.cells
        write(label.paragraphs[0], field.label, "Cell").paragraph_format.keep_with_next = True
        _add_field(place, field)


def _add_field(cell: _Cell, field: Field) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = "Cell"
    paragraph.paragraph_format.keep_with_next = True  # a record and its signatures are one page
    alone = len(field.options) == 1  # there is nothing to choose
    shown = text_of(field.options[0][1]) if alone else f"[{_PROMPTS[field.kind]}]"
    text = element("w:t", {"xml:space": "preserve"})
    text.text = shown
    content = element("w:sdtContent", None, element("w:r", None, text))
    paragraph._p.append(element("w:sdt", None, _properties(field, placeholder=not alone), content))  # noqa: SLF001 - the only way in


def _properties(field: Field, *, placeholder: bool) -> Element:
    parts = [
        element("w:alias", {"val": printable(text_of(field.label))[:60]}),
        element("w:tag", {"val": field.tag}),
        *([element("w:showingPlcHdr")] if placeholder else []),
        _kind(field),
    ]
    return element("w:sdtPr", None, *parts)


def _kind(field: Field) -> Element:
    if field.kind == "day":
        form = (element("w:dateFormat", {"val": "yyyy-MM-dd"}), element("w:lid", {"val": "en-GB"}))
        return element("w:date", None, *form)
    if field.kind == "choice":
        items = (element("w:listItem", {"displayText": text_of(label), "value": key}) for key, label in field.options)
        return element("w:dropDownList", None, *items)
    return element("w:text")


def form_values(data: bytes, name: str, document: Document) -> Mapping[str, str]:
    """Return tag -> what was filled in; of a choice its key, of an untouched field an empty text.

    ``document`` is the one that the file was made from. Some programs keep the fields and drop their tags; then the
    words of the section and of the label tell which field it is. Raises `DataError` if the file is no Word document.
    """
    _check_size(data, name)
    try:
        body: Any = docx.Document(io.BytesIO(data)).element.body
    except (KeyError, ValueError, zipfile.BadZipFile, etree.XMLSyntaxError):
        raise DataError([Mistake(where=name, what="it is no Word document (.docx)", fix=_FIX)]) from None
    tagged = {tag: _value(control) for control in body.iter(qn("w:sdt")) if (tag := _tag(control))}
    return tagged or dict(_by_words(body, document))


_FIX = "Send the Word file itself, saved as .docx"


def _check_size(data: bytes, name: str) -> None:
    """Refuse a file that is made to fill the memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
    except zipfile.BadZipFile:
        raise DataError([Mistake(where=name, what="it is no Word document (.docx)", fix=_FIX)]) from None
    if len(data) > _LARGEST or unpacked > _UNPACKED * _LARGEST:
        raise DataError([Mistake(where=name, what="it is far larger than a filled form", fix="Take the pictures out")])


def _value(control: Element) -> str:
    if control.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None:
        return ""
    text = _text(control)
    choices = {i.get(qn("w:displayText")): i.get(qn("w:value")) for i in control.iter(qn("w:listItem"))}
    return "" if text in _UNTOUCHED else str(choices.get(text, text))


_UNTOUCHED = {f"[{prompt}]" for prompt in _PROMPTS.values()}


def _text(part: Element) -> str:
    paragraphs = list(part.iter(qn("w:p"))) or [part]
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in paragraphs).strip()


def _tag(control: Element) -> str:
    found = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
    return "" if found is None else str(found.get(qn("w:val")) or "")


def _by_words(body: Element, document: Document) -> Iterator[tuple[str, str]]:
    """Yield tag and text of each field whose section and label stand in the file as in the document."""
    known = {
        (text_of(section.title), text_of(field.label)): field
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Form)
        for field in block.fields
    }
    title = ""
    for part in body:
        if part.tag == qn("w:p") and part.xpath("w:pPr/w:pStyle[@w:val='Heading1']"):
            title = _text(part)
        for row in part.iter(qn("w:tr")) if part.tag == qn("w:tbl") else ():
            cells = row.findall(qn("w:tc"))
            field = known.get((title, _text(cells[0]))) if len(cells) == _COLUMNS else None
            if field:
                yield field.tag, _chosen(_text(cells[1]), field)


def _chosen(text: str, field: Field) -> str:
    keys = {text_of(label): key for key, label in field.options}
    return "" if text in _UNTOUCHED else keys.get(text, text)
