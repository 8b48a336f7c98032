"""Lists in Word: a numbering definition of our own for each kind, and a fresh number for each list of steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docx.document import Document as Word
from docx.text.paragraph import Paragraph

from opsassess.documents.word_xml import element

INDENT = 425  # twips: three quarters of a centimetre

_KINDS: Mapping[str, tuple[int, str, str, str]] = {  # kind -> id, format, text, font of the mark
    "steps": (901, "decimal", "%1.", ""),
    "bullets": (902, "bullet", "•", ""),
    "checks": (903, "bullet", "☐", "Segoe UI Symbol"),
}


class Lists:
    """The numbering of one document."""

    def __init__(self, word: Word) -> None:
        self._numbering = word.part.numbering_part.element
        first = next(iter(self._numbering.num_lst), None)
        for kind in _KINDS:
            definition = _definition(kind)
            if first is None:
                self._numbering.append(definition)
            else:
                first.addprevious(definition)  # Word wants all definitions before the first use
        self._shared = {kind: self.start(kind) for kind in ("bullets", "checks")}

    def start(self, kind: str) -> int:
        """Return the number of a new list, which counts from 1."""
        number = self._numbering.add_num(_KINDS[kind][0])
        number.append(element("w:lvlOverride", {"ilvl": 0}, element("w:startOverride", {"val": 1})))
        return int(number.numId)

    def shared(self, kind: str) -> int:
        """Return the one number of all lists without order of a kind."""
        return self._shared[kind]


def mark(paragraph: Paragraph, number: int) -> None:
    """Make a paragraph an entry of a list."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001 - the only way in
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number


def _definition(kind: str) -> Any:
    number, form, text, font = _KINDS[kind]
    fonts = {"ascii": font, "hAnsi": font, "cs": font, "eastAsia": font}
    look = [element("w:rPr", None, element("w:rFonts", fonts))] if font else []
    level = element(
        "w:lvl",
        {"ilvl": 0},
        element("w:start", {"val": 1}),
        element("w:numFmt", {"val": form}),
        element("w:lvlText", {"val": text}),
        element("w:lvlJc", {"val": "left"}),
        element("w:pPr", None, element("w:ind", {"left": INDENT, "hanging": INDENT})),
        *look,
    )
    return element(
        "w:abstractNum", {"abstractNumId": number}, element("w:multiLevelType", {"val": "singleLevel"}), level
    )
