"""The one-page card: every field in a line or a few, so that the whole fits on one page of A4."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from opsassess.blocks import Facts, Section
from opsassess.prose import Prose, ended, escape, join, listed
from opsassess.questionnaire import CardField
from opsassess.runbook import todos
from opsassess.runbook.book import Book
from opsassess.runbook.entries import Entry
from opsassess.runbook.gist import Gist, fitted, gists

_PAGE = 48  # lines that there are for all fields, with some to spare: the width of letters is not counted
_LINE = 117  # characters of a line
_BREAK = "\\\n"  # of a line, in Markdown
_LINES = 2  # of a field
_MORE_LINES = {
    "trigger": 3,
    "thresholds": 4,
    "failure_modes": 4,
    "retry": 10,
    "kill_switch": 8,
    "change_approval": 3,
    "contacts": 4,
}
_FIRST_SERVED = ("retry", "contacts", "trigger", "kill_switch", "objective")  # with the lines that others leave
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
        marked = len(" (all not confirmed)") if self.entry.standing == "builder_only" else 0
        return len(self.name) + len(self.forms[0].joined()) + marked + 3


def card_section(book: Book) -> Section:
    """Return the card; its fields are those of the questionnaire."""
    fields = book.score.questionnaire.card
    asked = [field for field in fields if any(book.on_card(field.id))]
    lines = _lines(book, asked)
    pairs = [(escape(field.title), _field(book, field, lines[field.id])) for field in asked]
    if never := [field.title for field in fields if field not in asked]:
        pairs.append((book.say("card.not_asked"), ended(listed(never))))
    return Section(
        id="card",
        title=book.say("card.title", agent=book.score.assessment.agent.name),
        role="card",
        blocks=(Facts(pairs=tuple(pairs)),),
    )


def _lines(book: Book, fields: Sequence[CardField]) -> Mapping[str, int]:
    """Return the lines of each field: what it needs or its share, and what others leave to those first served."""
    needs = {field.id: _need(book, field) for field in fields}
    lines = {field: min(need, _MORE_LINES.get(field, _LINES)) for field, need in needs.items()}
    left = _PAGE - sum(lines.values())
    for field in (field for field in _FIRST_SERVED if field in lines):
        more = max(0, min(left, needs[field] - lines[field]))
        lines[field] += more
        left -= more
    return lines


def _need(book: Book, field: CardField) -> int:
    """Return the lines of a field in full."""
    entries = list(_entries(book, field))
    parts = _parts(book, field.id, entries, alone=len(entries) == 1)
    todo = any(entry.standing == "missing" for entry in entries)
    if field.id in _ENTRY_A_LINE and len(parts) > 1:
        return sum(1 + part.need // _LINE for part in parts) + todo
    return 1 + (len(field.title) + sum(part.need for part in parts)) // _LINE + todo


def _field(book: Book, field: CardField, lines: int) -> Prose:
    entries = list(_entries(book, field))
    if not entries:
        return book.say("card.left_out")
    named = [entry for entry in entries if field.id == _FAILURES and entry.item.content.kind == "failure_mode"]
    others = [entry for entry in entries if entry not in named]
    lacking = [entry for entry in others if entry.standing == "missing"]
    apart = field.id in _ENTRY_A_LINE and len(entries) > 1
    room = (lines - bool(lacking)) * _LINE - (0 if apart else len(field.title))
    said = [_names(book, named, room - bool(others) * _LINE)] if named else []
    room = _LINE if named else room
    said += _told(book, _parts(book, field.id, others, alone=len(entries) == 1), room, apart=apart)
    said += [_todo(book, lacking, alone=lacking == entries)] if lacking else []
    return Prose((_BREAK if apart else " ").join(said))


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


def _parts(book: Book, field: str, entries: Sequence[Entry], *, alone: bool) -> list[_Part]:
    return [
        _Part(
            entry=entry,
            name=Prose("") if alone else escape(entry.item.title),
            forms=gists(entry.item, entry.told.content, book.sentences, _COLUMNS.get(field, ())),
        )
        for entry in entries
        if entry.told
    ]


def _told(book: Book, parts: Sequence[_Part], room: int, *, apart: bool) -> list[Prose]:
    """Return entries as far as there is room for, in running text or each on lines of its own."""
    if apart:
        lines = _shared([1 + part.need // _LINE for part in parts], room // _LINE)
        rooms = [share * _LINE for share in lines]
    else:
        rooms = _shared([part.need for part in parts], room)
    if any(size <= len(part.name) for part, size in zip(parts, rooms, strict=True)):
        return [_names(book, [part.entry for part in parts], room)]
    said = [_said(book, part, size) for part, size in zip(parts, rooms, strict=True)]
    unconfirmed = [part.entry.standing == "builder_only" for part in parts]
    if len(said) > 1 and all(unconfirmed) and not apart:
        return [ended(book.say("card.unconfirmed", text=_open(join(map(ended, said)))))]
    return [
        ended(_marked(book, part, text) if part.entry.standing == "builder_only" else text)
        for part, text in zip(parts, said, strict=True)
    ]


def _marked(book: Book, part: _Part, text: Prose) -> Prose:
    """Mark what only the builder said; of several rows all, not the last one alone."""
    rows = part.forms[0]
    several = rows.kind == "rows" and len(rows.parts) > 1 and rows.parts[0] in text
    return book.say("card.unconfirmed_all" if several else "card.unconfirmed", text=_open(text))


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
        marked = part.need - len(part.name) - len(part.forms[0].joined())
        short = fitted(part.forms, room - len(part.name) - marked, book.sentences)
        text = short or see
    return book.say("named", label=part.name, value=text) if part.name else text


def _names(book: Book, entries: Sequence[Entry], room: int) -> Prose:
    """Return the names of entries and the sections that print them."""
    names = tuple(escape(e.item.title) if e.told else book.say("card.undescribed", title=e.item.title) for e in entries)
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
