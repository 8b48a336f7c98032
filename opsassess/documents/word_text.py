"""Prose as the runs of a Word paragraph."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from docx.enum.style import WD_STYLE_TYPE
from docx.text.paragraph import Paragraph

from opsassess.documents.inline import runs
from opsassess.documents.word_look import CODE_FONT
from opsassess.documents.word_xml import bookmark, wrap_link

if TYPE_CHECKING:
    from docx.parts.story import StoryPart

_STYLE_IDS: WeakKeyDictionary[StoryPart, dict[str, str | None]] = WeakKeyDictionary()


def write(paragraph: Paragraph, prose: str, style: str = "") -> Paragraph:
    """Add prose to a paragraph, and give it a style."""
    if style:
        paragraph._p.style = _id_of(style, paragraph.part)  # noqa: SLF001 - by name it is searched for each time
    for part in runs(prose):
        run = paragraph.add_run(part.text)
        if part.to:
            wrap_link(run, bookmark(part.to))
        # None keeps what the style says: a note stays in italics
        run.bold, run.italic = part.bold or None, part.italic or None
        if part.code:
            run.font.name = CODE_FONT
    return paragraph


def _id_of(style: str, part: StoryPart) -> str | None:
    """Return the id of a style, None of the default one: a search among all styles, which takes as long as the rest."""
    known = _STYLE_IDS.setdefault(part, {})
    if style not in known:
        known[style] = part.get_style_id(style, WD_STYLE_TYPE.PARAGRAPH)
    return known[style]


def text_of(prose: str) -> str:
    """Return prose as plain text."""
    return "".join(run.text for run in runs(prose))
