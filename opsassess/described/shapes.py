"""Contents by their shape: rows, pairs, lists and texts, whatever kind of content they should have been."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from opsassess.blocks import Block, Bullets, Facts, Paragraph, Table
from opsassess.described.values import as_said, is_filled, text_of, words
from opsassess.prose import escape, paragraphs
from opsassess.questionnaire import Column

Row = Mapping[str, Any]
OTHER = "other"  # the choice that says nothing by itself
STEP_FACTS = ("use_when", "who", "takes")  # before the steps
STEP_ENDS = ("if_not", "going_back")  # after them


def rows_in(content: object) -> tuple[Row, ...]:
    """Return the rows of a content that holds rows and nothing else."""
    rows = [content] if isinstance(content, Mapping) else content
    if not isinstance(rows, list | tuple) or not all(isinstance(row, Mapping) for row in rows):
        return ()
    return tuple(row for row in rows if is_filled(row))


def in_own_words(content: object) -> str:
    """Return a content in its own words; of a failure and of rows what was said, without the names of the columns."""
    if isinstance(content, Mapping):
        return " ".join(map(text_of, content.values()))
    rows = (", ".join(filter(None, map(text_of, row.values()))) for row in rows_in(content))
    return "; ".join(rows) or text_of(content)


def cell(row: Row, column: Column, columns: Sequence[Column]) -> str:
    """Return a cell as text; a choice by its title, and "other" by what the row says beside its columns."""
    titles = {option.id: option.title for option in column.options}
    text = as_said(row.get(column.id))
    if text == OTHER and text in titles:
        return text_of(row.get(_beside(row, columns))).strip()
    return titles.get(text, text)


def undeclared(rows: Sequence[Row], columns: Sequence[Column]) -> list[str]:
    """Return the keys of rows that no column declares, without those that say what "other" is."""
    known = {column.id for column in columns}
    return list(dict.fromkeys(key for row in rows for key in row if key not in known and key != _beside(row, columns)))


def _beside(row: Row, columns: Sequence[Column]) -> str:
    """Return the key that says what is meant by "other" in a row."""
    chosen = any(column.options and row.get(column.id) == OTHER for column in columns)
    return next(iter(others(row, [column.id for column in columns])), "") if chosen else ""


def others(row: Row, known: Iterable[str]) -> list[str]:
    """Return the keys that nobody expected and that say something."""
    return [key for key in row if key not in known and is_filled(row[key])]


def by_shape(content: object) -> Sequence[Block]:
    """Print what is not of its kind: rows as a table, other lists as bullets, pairs as pairs, all else as text."""
    if isinstance(content, Mapping):
        pairs = tuple((escape(words(key)), escape(as_said(value))) for key, value in content.items())
        return [Facts(pairs=tuple(pair for pair in pairs if pair[1]))]
    if isinstance(content, list | tuple):
        rows = rows_in([part for part in content if isinstance(part, Mapping)])
        rest = tuple(escape(text_of(part)) for part in content if not isinstance(part, Mapping) and is_filled(part))
        return [*([_bare_table(rows)] if rows else ()), *([Bullets(items=rest)] if rest else ())]
    return [Paragraph(text=text) for text in paragraphs(text_of(content))]


def _bare_table(rows: Sequence[Row]) -> Table:
    keys = undeclared(rows, ())
    cells = tuple(tuple(escape(as_said(row.get(key))) for key in keys) for row in rows)
    return Table(columns=tuple(escape(words(key)) for key in keys), rows=cells)
