"""The bytes of a Word document: the same content always gives the same file."""

from __future__ import annotations

import datetime as dt
import io

from docx.document import Document as Word
from docx.opc.constants import RELATIONSHIP_TYPE

from opsassess import files

_EARLIEST = dt.date(1980, 1, 1)  # that a ZIP file can hold


def set_properties(word: Word, *, title: str, subject: str, author: str, day: dt.date) -> None:
    """Set what the file says about itself; nothing is taken from the clock or from python-docx's template."""
    properties = word.core_properties
    at = dt.datetime.combine(day, dt.time())
    properties.title, properties.subject, properties.author = title[:255], subject[:255], author[:255]
    properties.last_modified_by, properties.comments, properties.keywords = author[:255], "", ""
    properties.language, properties.revision = "en-GB", 1
    properties.created = properties.modified = at
    relationships = word.part.package.rels
    for name in [name for name, rel in relationships.items() if rel.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del relationships[name]  # a picture of an empty page


def to_bytes(word: Word) -> bytes:
    """Return the file, with the moment of writing taken out of its ZIP entries."""
    written = io.BytesIO()
    word.save(written)
    return files.repacked(written.getvalue(), _EARLIEST)
