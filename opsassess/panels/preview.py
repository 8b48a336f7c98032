"""A document as it will look, inside the notebook."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import ipywidgets as widgets

if TYPE_CHECKING:
    from opsassess.review import ReviewDocument

_FRAME = (
    '<iframe title="{title}" sandbox="" srcdoc="{page}" '
    'style="width:100%;height:760px;border:1px solid #c4cad3;background:#fff"></iframe>'
)


def preview(document: ReviewDocument) -> widgets.Widget:
    """Return the document's page in a frame that runs no script.

    A widget, not an output: what it shows is not written into the notebook.
    """
    page = document.render("html", Path())
    text = page.decode() if isinstance(page, bytes) else page
    return widgets.HTML(_FRAME.format(title=escape(f"Preview: {document.name}"), page=escape(text)))
