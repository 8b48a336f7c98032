"""Prose as the plain text that a reader sees."""

from __future__ import annotations

import html
import re

from opsassess.documents.html import inline_html
from opsassess.prose import LEFT_TO_RIGHT

_TAG = re.compile(r"<[^>]*>")


def plain_text(prose: str) -> str:
    """Return Markdown prose without its marks."""
    return html.unescape(_TAG.sub("", inline_html(prose))).replace(LEFT_TO_RIGHT, "")
