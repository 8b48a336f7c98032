"""The pieces of WordprocessingML that python-docx has no call for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from zlib import crc32

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

Element = Any  # lxml has no types

_SHORTENED = 28  # letters, so that the name of a bookmark has no more than its 40
_CELL_ORDER = ("top", "left", "bottom", "right")


def element(name: str, attributes: Mapping[str, object] | None = None, *children: Element) -> Element:
    """Return an element; attributes without a prefix are of the namespace ``w``."""
    made = OxmlElement(name)
    for key, value in (attributes or {}).items():
        made.set(qn(key if ":" in key else f"w:{key}"), str(value))
    for child in children:
        made.append(child)
    return made


def shading(colour: str) -> Element:
    """Return the background of a paragraph or a cell."""
    return element("w:shd", {"val": "clear", "color": "auto", "fill": colour.lstrip("#")})


def border(side: str, colour: str, *, eighths: int = 4, space: int = 0) -> Element:
    """Return one border; its width is in eighths of a point."""
    return element(f"w:{side}", {"val": "single", "sz": eighths, "space": space, "color": colour.lstrip("#")})


def no_border(side: str) -> Element:
    """Return a border that is not there."""
    return element(f"w:{side}", {"val": "nil"})


def cell_margins(twips: Mapping[str, int]) -> Element:
    """Return the inner margins of all cells of a table."""
    sides = (element(f"w:{side}", {"w": twips[side], "type": "dxa"}) for side in _CELL_ORDER)
    return element("w:tblCellMar", None, *sides)


def add_field(paragraph: Paragraph, instruction: str) -> None:
    """Add a field, such as the page number."""
    shown = element("w:r", None, element("w:t"))
    shown[0].text = "1"
    paragraph._p.append(element("w:fldSimple", {"instr": instruction}, shown))  # noqa: SLF001 - the only way in


def add_bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Wrap a paragraph in a bookmark, so that the contents list can lead to it."""
    inner = paragraph._p  # noqa: SLF001 - the only way in
    start = element("w:bookmarkStart", {"id": number, "name": name})
    inner.insert(1 if inner.pPr is not None else 0, start)
    inner.append(element("w:bookmarkEnd", {"id": number}))


def add_link(paragraph: Paragraph, name: str, text: str) -> None:
    """Add a link to a bookmark.

    It has no number of a page: only Word could count it, and does not before it is asked to; the PDF has other pages.
    """
    title = element("w:t", {"xml:space": "preserve"})
    title.text = text
    link = element("w:hyperlink", {"anchor": name, "history": 1}, element("w:r", None, title))
    paragraph._p.append(link)  # noqa: SLF001 - the only way in


def wrap_link(run: Run, name: str) -> None:
    """Make a run a link to a bookmark."""
    inner = run._r  # noqa: SLF001 - the only way in
    link = element("w:hyperlink", {"anchor": name, "history": 1})
    inner.addprevious(link)
    link.append(inner)


def bookmark(anchor: str) -> str:
    """Return the name of the bookmark of an anchor: Word takes letters, digits and underscores."""
    return f"to_{re.sub(r'[^a-z0-9]', '_', anchor)[:_SHORTENED]}_{crc32(anchor.encode()):08x}"
