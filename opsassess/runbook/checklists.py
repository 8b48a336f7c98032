"""Contents that are worked through and ticked: the daily operations, and the first week of a new operator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from opsassess.blocks import Block, Bullets
from opsassess.prose import Prose, Sentences, bold, escape, paragraphs
from opsassess.questionnaire import Item
from opsassess.runbook.contents import rows_in
from opsassess.runbook.values import ended, text_of, words

_ITEMS = ("r3_handoff.first_week",)
_AREAS = ("r1_daily_ops",)


def is_checklist(item: Item, area: str) -> bool:
    """Tell whether an item is ticked off where it stands."""
    return item.id in _ITEMS or area in _AREAS


def ticked(item: Item, content: Any, sentences: Sentences) -> Sequence[Block]:
    """Return a content as a checklist: a row or a line is one tick; nothing if it has neither."""
    if isinstance(content, str):
        lines = paragraphs(content)
    elif item.content.kind == "table":
        lines = tuple(_line(item, row, sentences) for row in rows_in(content))
    else:
        lines = ()
    return [Bullets(items=lines, checkbox=True)] if lines else ()


def _line(item: Item, row: Mapping[str, Any], sentences: Sentences) -> Prose:
    """Return a row in one line: by its own sentence where it has one, else its first cell and the others by name."""
    titles = {column.id: column.title for column in item.content.columns}
    cells = {key: text for key in (*titles, *row) if (text := text_of(row.get(key)).strip())}
    name = f"row.{item.id}"
    if sentences.has(name):
        known = {key: ended(escape(cells.get(key, ""))) for key in titles}
        said = sentences.say(name, **known)
        others = [key for key in cells if key not in titles]
    else:
        first, *others = cells
        said = bold(cells[first])
    named = (sentences.say("pair", label=titles.get(key, words(key)), value=cells[key]) for key in others)
    return Prose(" ".join(map(ended, (said, *named))))
