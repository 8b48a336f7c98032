"""Contents that are worked through and ticked: the daily operations, and the first week of a new operator."""

from __future__ import annotations

from collections.abc import Sequence

from opsassess.blocks import Block, Bullets
from opsassess.described.shapes import Row, cell, rows_in, undeclared
from opsassess.described.values import as_said, words
from opsassess.prose import Prose, Sentences, bold, ended, escape, paragraphs
from opsassess.questionnaire import Column, Item

_ITEMS = ("r3_handoff.first_week",)
_AREAS = ("r1_daily_ops",)


def is_checklist(item: Item, area: str) -> bool:
    """Tell whether an item is ticked off where it stands."""
    return item.id in _ITEMS or area in _AREAS


def ticked(item: Item, content: object, sentences: Sentences) -> Sequence[Block]:
    """Return a content as a checklist: a row or a line is one tick; nothing if it has neither."""
    if isinstance(content, str):
        lines = paragraphs(content)
    elif item.content.kind == "table":
        lines = tuple(_line(item, row, sentences) for row in rows_in(content))
    else:
        lines = ()
    return [Bullets(items=lines, checkbox=True)] if lines else ()


def _line(item: Item, row: Row, sentences: Sentences) -> Prose:
    """Return a row in one line: its first cell in bold, then the others by the name of their column."""
    columns = item.content.columns
    texts = {_name(column, sentences): cell(row, column, columns) for column in columns}
    texts |= {escape(words(key)): as_said(row[key]) for key in undeclared([row], columns)}
    (title, first), *others = [(name, text) for name, text in texts.items() if text]
    first = f"{title} {first}" if first.isdecimal() else first  # a day alone reads as the number of a step
    said = (sentences.say("ticked", label=name, value=text) for name, text in others)
    return Prose(" ".join(map(ended, (bold(ended(escape(first))), *said))))


def _name(column: Column, sentences: Sentences) -> Prose:
    short = f"tick.{column.id}"
    return sentences.say(short) if sentences.has(short) else escape(column.title)
