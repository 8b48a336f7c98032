"""The numbers of an area in one table: what is normal, where it is read, who looks, and what to do outside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from opsassess.blocks import Block, Paragraph, Table, Todo
from opsassess.described import todos
from opsassess.described.book import Book
from opsassess.described.entries import Entry, Mark
from opsassess.described.shapes import Row, others, rows_in
from opsassess.described.values import as_said, is_filled, words
from opsassess.prose import Prose, bold, ended, escape, join
from opsassess.questionnaire.terms import is_number
from opsassess.runbook.numbers import amount_in_words

_COLUMNS = ("where", "who", "when_crossed")
_SAID = ("value", "low", "unit", "per", "meaning", *_COLUMNS)
_WIDTHS = (15, 27, 20, 15, 23)
_FEWEST = 2  # of one number a table is no help


def limits_of(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries that a table of numbers prints, if there are enough of them."""
    found = tuple(entry for entry in entries if entry.item.content.kind == "number" and _fits(entry))
    return found if len(found) >= _FEWEST else ()


def _fits(entry: Entry) -> bool:
    return entry.standing == "missing" or (entry.told is not None and is_number(_row(entry).get("value")))


def _row(entry: Entry) -> Row:
    rows = rows_in(entry.told.content) if entry.told else ()
    return rows[0] if len(rows) == 1 else {}


def limit_blocks(book: Book, entries: Sequence[Entry]) -> Iterator[Block]:
    """Yield the table, whose word it is, and what is missing in it."""
    names = ("limit", "value", *_COLUMNS)
    yield Table(
        columns=tuple(book.say(f"limits.{name}") for name in names),
        rows=tuple(_cells(book, entry) for entry in entries),
        widths=_WIDTHS,
        caption=book.say("limits.caption"),
    )
    yield from _unconfirmed(book, entries)
    for entry in entries:
        missing = () if entry.told else (todos.missing(book, entry),)
        for todo in todos.as_one((*missing, *todos.open_points(book, entry))):
            yield Todo(what=_named(book, entry, todo.what), needed_from=todo.needed_from, by=todo.by)


def _cells(book: Book, entry: Entry) -> tuple[Prose, ...]:
    title = bold(escape(entry.item.title))
    if entry.told is None:
        return (title, Prose("**TODO**"), *(book.say("empty"),) * len(_COLUMNS))
    row = _row(entry)
    value = amount_in_words(entry.item, row, book.sentences)
    more = [book.say("pair", label=words(key), value=as_said(row[key])) for key in others(row, _SAID)]
    if is_filled(row.get("meaning")):
        more.insert(0, book.say("limits.meaning", meaning=as_said(row["meaning"])))
    told = [escape(as_said(row.get(key))) or book.say("not_known") for key in _COLUMNS]
    return (title, join(map(ended, (bold(value), *more))) if more else bold(value), *told)


def _unconfirmed(book: Book, entries: Iterable[Entry]) -> Iterator[Block]:
    titles: dict[tuple[Mark, str], list[str]] = defaultdict(list)
    for entry in entries:
        if entry.told and entry.mark:
            titles[entry.mark, entry.told.respondent.name].append(entry.item.title)
    for (mark, who), those in titles.items():
        text = book.say("limits.unconfirmed", mark=mark, words=book.say(f"mark.{mark}"), who=who, titles=those)
        yield Paragraph(text=text, role="note")


def _named(book: Book, entry: Entry, text: Prose) -> Prose:
    return book.say("named", label=entry.item.title, value=text)
