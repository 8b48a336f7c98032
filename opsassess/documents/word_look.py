"""The look of a Word document: page, fonts and styles. The client's people edit it, so all of it is styles."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any
from xml.sax.saxutils import quoteattr

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Length, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from opsassess.documents.theme import Theme
from opsassess.documents.word_lists import INDENT
from opsassess.documents.word_xml import border, element, shading

WIDTH = Cm(16.8)  # of the text on A4
CARD_WIDTH = Cm(19)
INK, QUIET, LINE, SHADE = "#26303b", "#5b6672", "#d5dae1", "#f1f4f8"
_WHITE = "#ffffff"
_MARGIN = 1190  # twips: that of the page, inside a field that goes over its whole width
CODE_FONT = "Consolas"
_TODO_SHADE = "#fbf4ec"
_IN_WORD = {
    "Inter": "Calibri",
    "Source Serif 4": "Cambria",
}  # a Word file holds no font; few have ours
_ARIAL = "Arial"
_CLOSER: dict[str, dict[str, Any]] = {  # of a short document
    "Normal": {"size": 9.5, "after": 3, "line": 1.05},
    "Title": {"size": 21, "colour": "", "after": 2, "line": 1.0, "indent": 0},
    "Subtitle": {"size": 10.5, "colour": QUIET, "bold": False, "after": 4, "line": 1.15, "indent": 0},
    "Heading 1": {"size": 14, "before": 7, "after": 2},
    "Heading 2": {"size": 10.5, "before": 3, "after": 1},
    "List Number": {"size": 9.5},
    "List Bullet": {"size": 9.5, "after": 1},
    "Cell": {"line": 1.0},
}
_SCRIPTS = (("asciiTheme", "HAnsi"), ("hAnsiTheme", "HAnsi"), ("eastAsiaTheme", "EastAsia"), ("cstheme", "Bidi"))


@dataclass(frozen=True, kw_only=True)
class Look:
    """How one style looks: sizes in points."""

    size: float
    colour: str = INK
    bold: bool = False
    italic: bool = False
    before: float = 0
    after: float = 0
    line: float = 1.15
    heading_font: bool = False
    with_next: bool = False
    indent: int = 0  # twips


def styles_of(theme: Theme) -> dict[str, Look]:
    primary = theme.primary
    return {
        "Normal": Look(size=10, after=5),
        "Title": Look(size=27, colour=_WHITE, line=1.05, heading_font=True, indent=_MARGIN),
        "Subtitle": Look(size=12, colour=_WHITE, bold=True, after=8, line=1.0, indent=_MARGIN),
        "Brand": Look(size=15, colour=primary, bold=True, after=14, line=1.0, heading_font=True),
        "Contents title": Look(size=10, colour=primary, bold=True, before=16, after=3, with_next=True),
        "Figure": Look(size=9, before=3, after=2, line=1.0, with_next=True),
        "Heading 1": Look(size=17, colour=primary, before=22, after=6, line=1.0, heading_font=True, with_next=True),
        "Heading 2": Look(size=11.5, colour=INK, bold=True, before=13, after=3, with_next=True),
        "Heading 3": Look(size=10, colour=primary, bold=True, before=9, after=2, with_next=True),
        "Lead": Look(size=11, after=6, with_next=True),
        "Note": Look(size=9, colour=QUIET, italic=True, before=2, after=5),
        "Open point": Look(size=9.5, before=5, after=7),
        "Step result": Look(size=9.5, colour=QUIET, after=5, indent=INDENT),
        "List Number": Look(size=10, before=1, after=1),
        "List Bullet": Look(size=10, after=3),
        "Cell": Look(size=9, line=1.1),
        "Card cell": Look(size=8, line=1.0),
        "Cell head": Look(size=8.5, colour=primary, bold=True, line=1.1, with_next=True),
        "Contents": Look(size=9.5, after=1),
        "Gap": Look(size=4, line=1.0),  # after a table
        "Header": Look(size=8, colour=QUIET, line=1.0),
        "Footer": Look(size=8, colour=QUIET, line=1.0),
    }


def set_page(section: Section, *, close: bool, width: Length = WIDTH) -> None:
    """Set the margins of a part: close ones where a text has so many pages and no more."""
    section.left_margin = section.right_margin = Length((Cm(21) - width) // 2)
    section.top_margin, section.bottom_margin = (Cm(1.6), Cm(1.4)) if close else (Cm(2.0), Cm(1.8))
    section.header_distance = section.footer_distance = Cm(0.8) if close else Cm(1.0)


def dress(word: Word, theme: Theme, *, short: bool = False) -> None:
    """Set page, fonts, language and styles; a short document, which is read like a letter, is set closer."""
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    set_page(section, close=short)
    _set_fonts(word, theme)
    for name, look in styles_of(theme).items():
        _set_style(_style(word, name), _closer(name, look, theme) if short else look)
    todo = _style(word, "Open point").element.get_or_add_pPr()
    for part in (element("w:pBdr", None, border("left", theme.accent, eighths=24, space=6)), shading(_TODO_SHADE)):
        todo.insert_element_before(part, "w:spacing")


def _closer(name: str, look: Look, theme: Theme) -> Look:
    """Return a look as a short document has it, which has no coloured field under its title."""
    found = replace(look, **_CLOSER.get(name, {}))
    return found if found.colour else replace(found, colour=theme.primary)


def _style(word: Word, name: str) -> ParagraphStyle:
    styles = word.styles
    if name in styles:
        found = styles[name]
    else:
        found = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        found.base_style = styles["Normal"]
        found.quick_style = True
    assert isinstance(found, ParagraphStyle)  # noqa: S101 - all of ours are
    return found


def _set_style(style: ParagraphStyle, look: Look) -> None:
    for old in style.element.xpath("./w:pPr | ./w:rPr"):
        style.element.remove(old)
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.bold, look.italic
    style.font.color.rgb = RGBColor.from_string(look.colour.lstrip("#").upper())
    kind = "major" if look.heading_font else "minor"
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script, part in _SCRIPTS:
        fonts.set(qn(f"w:{script}"), f"{kind}{part}")
    paragraph = style.paragraph_format
    paragraph.space_before, paragraph.space_after = Pt(look.before), Pt(look.after)
    paragraph.line_spacing, paragraph.keep_with_next = look.line, look.with_next
    paragraph.widow_control = True
    if look.indent:
        paragraph.left_indent = look.indent * 635  # English metric units a twip
        paragraph.right_indent = look.indent * 635 if look.indent == _MARGIN else None
    level = re.fullmatch(r"Heading (\d)", style.name or "")
    if level:
        outline = element("w:outlineLvl", {"val": int(level[1]) - 1})
        style.element.get_or_add_pPr().append(outline)


def _set_fonts(word: Word, theme: Theme) -> None:
    """Name the fonts once, in the document's theme, with what stands in for them."""
    parts = {str(part.partname): part for part in word.part.package.iter_parts()}
    colours: Any = parts["/word/theme/theme1.xml"]
    heading_font, text_font = (_IN_WORD.get(font, font) for font in (theme.heading_font, theme.text_font))
    for kind, font in (("major", heading_font), ("minor", text_font)):
        pattern = rf"(<a:{kind}Font>\s*<a:latin typeface=)\"[^\"]*\"".encode()
        colours._blob = re.sub(pattern, rb"\1" + quoteattr(font).encode(), colours.blob, count=1)  # noqa: SLF001
    table: Any = parts["/word/fontTable.xml"]
    known = table.blob.decode()
    named = "".join(_font(font) for font in dict.fromkeys((text_font, heading_font)) if f'w:name="{font}"' not in known)
    table._blob = table.blob.replace(b"</w:fonts>", named.encode() + b"</w:fonts>")  # noqa: SLF001 - a part without a class
    for language in word.styles.element.xpath("w:docDefaults//w:lang"):
        language.set(qn("w:val"), "en-GB")


def _font(name: str) -> str:
    return f'<w:font w:name={quoteattr(name)}><w:altName w:val="{_ARIAL}"/><w:family w:val="auto"/></w:font>'
