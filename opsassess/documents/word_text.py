"""Prose as the runs of a Word paragraph."""

from __future__ import annotations

from docx.text.paragraph import Paragraph

from opsassess.documents.inline import runs
from opsassess.documents.word_look import CODE_FONT
from opsassess.documents.word_xml import bookmark, wrap_link


def write(paragraph: Paragraph, prose: str, style: str = "") -> Paragraph:
    """Add prose to a paragraph, and give it a style."""
    if style:
        paragraph.style = style
    for part in runs(prose):
        run = paragraph.add_run(part.text)
        if part.to:
            wrap_link(run, bookmark(part.to))
        # None keeps what the style says: a note stays in italics
        run.bold, run.italic = part.bold or None, part.italic or None
        if part.code:
            run.font.name = CODE_FONT
    return paragraph


def text_of(prose: str) -> str:
    """Return prose as plain text."""
    return "".join(run.text for run in runs(prose))
