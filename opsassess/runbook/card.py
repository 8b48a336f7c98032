"""The one-page card: every field in a line or two, so that the whole fits on one page of A4."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from opsassess.blocks import Facts, Section
from opsassess.prose import Prose, escape, listed
from opsassess.questionnaire import CardField, ContentKind
from opsassess.runbook import todos
from opsassess.runbook.book import Book
from opsassess.runbook.contents import amount_in_words
from opsassess.runbook.entries import Entry
from opsassess.runbook.shapes import cell, rows_in
from opsassess.runbook.values import as_day, ended, is_filled, shortened, text_of

_ROOM = 220  # characters of a field, the names of its entries included
_MORE_ROOM = {"kill_switch": 620, "retry": 520, "contacts": 420, "fallback": 360, "thresholds": 320, "safe_mode": 240}
_LEAST = 24  # characters of one entry of a field
# What a field takes from a row: by default its first column; of the failures their names alone
_COLUMNS = {
    "approval": ("action", "approver"),
    "fallback": ("work", "action"),
    "retry": ("retry",),
    "failure_modes": (),
    "change_approval": ("name",),
}


def card_section(book: Book) -> Section:
    """Return the card; its fields are those of the questionnaire."""
    pairs = tuple((escape(field.title), _field(book, field)) for field in book.score.questionnaire.card)
    return Section(id="card", title=book.say("card.title"), role="card", blocks=(Facts(pairs=pairs),))


def _field(book: Book, field: CardField) -> Prose:
    entries = [entry for entry in book.on_card(field.id) if entry.standing != "left_out"]
    if not entries:
        return book.say("card.not_asked")
    known = [entry for entry in entries if entry.told]
    lacking = [entry for entry in entries if entry.standing == "missing"]
    room = _MORE_ROOM.get(field.id, _ROOM) // max(1, len(known))
    told = [(_line(book, entry, field.id, room, alone=len(entries) == 1), entry.standing) for entry in known]
    said = [ended(text) for text in _marked(book, told)]
    return Prose(" ".join([*said, *([_todo(book, lacking, alone=not known)] if lacking else [])]))


def _marked(book: Book, told: Sequence[tuple[Prose, str]]) -> list[Prose]:
    """Mark what only a builder said; once, if all of it is."""
    if len(told) > 1 and all(standing == "builder_only" for _, standing in told):
        told = [(Prose(" ".join(ended(text) for text, _ in told)), "builder_only")]
    return [book.say("card.unconfirmed", text=_open(text)) if by == "builder_only" else text for text, by in told]


def _open(text: Prose) -> Prose:
    return Prose(text.removesuffix("."))


def _line(book: Book, entry: Entry, field: str, room: int, *, alone: bool) -> Prose:
    said = _short(book, entry, _COLUMNS.get(field))
    left = room if alone else max(_LEAST, room - len(entry.item.title))
    text = said if isinstance(said, Prose) else escape(shortened(said, left))
    if not alone:
        text = book.say("named", label=entry.item.title, value=text) if text else escape(entry.item.title)
    return text


def _short(book: Book, entry: Entry, columns: Sequence[str] | None) -> str:
    """Return the gist of a content: the names, the first column, what is done."""
    content = entry.told.content if entry.told else None
    kind = entry.item.content.kind
    rows = rows_in(content)
    if kind == "number" and rows and isinstance(rows[0].get("value"), int | float):
        return amount_in_words(rows[0], book.sentences)
    if kind == "failure_mode" and rows:
        return "; ".join(text_of(row.get(column)) for row in rows for column in columns or ())
    if kind == "table" and rows:
        named = {column.id: column for column in entry.item.content.columns}
        wanted = [named[key] for key in columns or () if key in named] or list(named.values())[:1]
        return "; ".join(": ".join(filter(None, (cell(row, column) for column in wanted))) for row in rows)
    if kind == "people" and columns:
        return "; ".join(text_of(row.get(key)) for row in rows for key in columns)
    return _GIST[kind](content) if kind in _GIST else text_of(content)


def _of_people(content: object) -> str:
    people = [", ".join(filter(None, (text_of(row.get(key)) for key in ("name", "role")))) for row in rows_in(content)]
    backups = [text_of(row["backup"]) for row in rows_in(content) if is_filled(row.get("backup"))]
    return "; ".join([*people, *(f"backup {backup}" for backup in backups)]) or text_of(content)


def _of_steps(content: object) -> str:
    steps = rows_in(content["steps"] if isinstance(content, Mapping) and "steps" in content else content)
    return " ".join(ended(Prose(text_of(step.get("do")))) for step in steps) or text_of(content)


def _of_date(content: object) -> str:
    return as_day(text_of(content))


_GIST: Mapping[ContentKind, Callable[[Any], str]] = {"people": _of_people, "steps": _of_steps, "date": _of_date}


def _todo(book: Book, entries: Sequence[Entry], *, alone: bool) -> Prose:
    who = dict.fromkeys(todos.needed_from(book, entry.item)[0] for entry in entries)
    titles = [] if alone else [entry.item.title for entry in entries]
    return ended(book.say("card.todo", titles=titles, who=listed(who)))
