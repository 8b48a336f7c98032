"""The one-page card: every field in a line or a few, so that the whole fits on one page of A4."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from opsassess.blocks import Facts, Section
from opsassess.prose import Prose, escape, join, listed
from opsassess.questionnaire import CardField
from opsassess.runbook import todos
from opsassess.runbook.book import Book
from opsassess.runbook.entries import Entry
from opsassess.runbook.gist import Gist, fitted, gists
from opsassess.runbook.values import ended

_LINE = 118  # characters of a line
_BREAK = "\\\n"  # of a line, in Markdown
_LINES = 2  # of a field
_MORE_LINES = {"thresholds": 4, "failure_modes": 4, "retry": 11, "kill_switch": 10, "fallback": 3, "contacts": 4}
_ENTRY_A_LINE = ("retry", "kill_switch")
_FAILURES = "failure_modes"  # by their names alone
# What a field takes from a row; else its first column
_COLUMNS = {"approval": ("action", "approver"), "fallback": ("work", "action"), "retry": ("retry",)}


@dataclass(frozen=True, kw_only=True)
class _Part:
    """One entry in a field: its name, unless the field has no other, and its content in the forms that it has."""

    entry: Entry
    name: Prose
    forms: tuple[Gist, ...]

    @property
    def need(self) -> int:
        """Return the characters of the whole."""
        return len(self.name) + len(self.forms[0].joined())


def card_section(book: Book) -> Section:
    """Return the card; its fields are those of the questionnaire."""
    fields = book.score.questionnaire.card
    asked = [field for field in fields if any(book.on_card(field.id))]
    pairs = [(escape(field.title), _field(book, field)) for field in asked]
    if never := [field.title for field in fields if field not in asked]:
        pairs.append((book.say("card.not_asked"), ended(listed(never))))
    return Section(id="card", title=book.say("card.title"), role="card", blocks=(Facts(pairs=tuple(pairs)),))


def _field(book: Book, field: CardField) -> Prose:
    entries = list(_entries(book, field))
    if not entries:
        return book.say("card.left_out")
    named = [entry for entry in entries if field.id == _FAILURES and entry.item.content.kind == "failure_mode"]
    others = [entry for entry in entries if entry not in named]
    lines = _MORE_LINES.get(field.id, _LINES)
    said = [_names(book, named, (lines - bool(others)) * _LINE)] if named else []
    said += _told(book, field.id, others, 1 if named else lines, alone=len(entries) == 1)
    lacking = [entry for entry in others if entry.standing == "missing"]
    said += [_todo(book, lacking, alone=lacking == entries)] if lacking else []
    return Prose(_BREAK.join(["", *said]) if field.id in _ENTRY_A_LINE and len(said) > 1 else " ".join(said))


def _entries(book: Book, field: CardField) -> Iterator[Entry]:
    """Yield what a field prints: no number a second time, and what says the same as another as that other."""
    fields = book.score.questionnaire.card
    before = {entry.item.id for other in fields[: fields.index(field)] for entry in book.on_card(other.id)}
    found = {}
    for entry in book.on_card(field.id):
        again = entry.item.content.kind == "number" and entry.item.id in before
        if entry.standing != "left_out" and not again:
            there = book.entries[entry.same] if entry.standing == "same_as" else entry
            found[there.item.id] = there
    yield from found.values()


def _told(book: Book, field: str, entries: Sequence[Entry], lines: int, *, alone: bool) -> list[Prose]:
    parts = [
        _Part(
            entry=entry,
            name=Prose("") if alone else escape(entry.item.title),
            forms=gists(entry.item, entry.told.content, book.sentences, _COLUMNS.get(field, ())),
        )
        for entry in entries
        if entry.told
    ]
    apart = field in _ENTRY_A_LINE
    needs = [1 + part.need // _LINE if apart else part.need for part in parts]
    shares = _shared(needs, lines - 1 if apart else lines * _LINE)
    rooms = [share * _LINE if apart else share for share in shares]
    if any(room <= len(part.name) for part, room in zip(parts, rooms, strict=True)):
        return [_names(book, [part.entry for part in parts], lines * _LINE)]
    said = [_said(book, part, room) for part, room in zip(parts, rooms, strict=True)]
    unconfirmed = [part.entry.standing == "builder_only" for part in parts]
    if len(said) > 1 and all(unconfirmed) and not apart:
        return [book.say("card.unconfirmed", text=_open(join(map(ended, said))))]
    return [
        ended(book.say("card.unconfirmed", text=_open(text)) if mark else text)
        for text, mark in zip(said, unconfirmed, strict=True)
    ]


def _shared(needs: Sequence[int], room: int) -> list[int]:
    """Divide the room: who needs less than an even share leaves the rest to the others."""
    shares = dict.fromkeys(range(len(needs)), 0)
    for done, n in enumerate(sorted(shares, key=needs.__getitem__)):
        shares[n] = min(needs[n], room // (len(needs) - done))
        room -= shares[n]
    return list(shares.values())


def _said(book: Book, part: _Part, room: int) -> Prose:
    """Return an entry as far as there is room for; else, and for the rest, its section."""
    item = part.entry.item.id
    if item not in book.home_of:
        text = part.forms[0].joined()  # it stands nowhere else
    else:
        see = book.say("card.see", section=book.section_of(item))
        short = fitted(part.forms, room - len(part.name), book.sentences)
        text = short if short else see
    return book.say("named", label=part.name, value=text) if part.name else text


def _names(book: Book, entries: Sequence[Entry], room: int) -> Prose:
    """Return the names of entries and the sections that print them."""
    names = tuple(
        escape(e.item.title) if e.told else book.say("card.undescribed", title=e.item.title) for e in entries
    )
    sections = dict.fromkeys(book.section_of(e.item.id) for e in entries if e.item.id in book.home_of)
    see = book.say("card.see_sections", sections=list(sections)) if sections else Prose("")
    text = fitted((Gist(parts=names, kind="rows"),), max(room - len(see), len(names[0]) + 20), book.sentences)
    return join(map(ended, (text, see)))


def _open(text: Prose) -> Prose:
    return Prose(text.removesuffix("."))


def _todo(book: Book, entries: Sequence[Entry], *, alone: bool) -> Prose:
    who = dict.fromkeys(todos.needed_from(book, entry.item)[0] for entry in entries)
    titles = [] if alone else [entry.item.title for entry in entries]
    return ended(book.say("card.todo", titles=titles, who=listed(who)))
