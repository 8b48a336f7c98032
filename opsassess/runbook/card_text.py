"""The running text of a card's field: its entries as far as there is room, else their names, else where they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from opsassess.described import agreed
from opsassess.described.alone import still_asked
from opsassess.described.book import Book
from opsassess.described.entries import Entry
from opsassess.described.hours import LEADS, hours_lacking
from opsassess.described.shapes import rows_in
from opsassess.described.todos import shown_unwritten
from opsassess.described.words import left_open_in
from opsassess.prose import Prose, ended, escape, join, linked, listed, quoted
from opsassess.questionnaire import CardField
from opsassess.runbook.gist import NOTHING, Gist, fitted, flagged, gists, width
from opsassess.runbook.stop import fact, mark, shared, step_lines

_MARKED = len(" (only the page seen)")  # the longest mark
_SEE = len(': see "Business continuity" (page 12)')
_REPLACES = ("fallback", "safe_mode")
# What a field takes from a row; else its first column
_COLUMNS = {"fallback": ("work", "where", "who")}


@dataclass(frozen=True, kw_only=True)
class Part:
    """One entry in a field: its name, unless the field has no other, and its content in the forms that it has."""

    entry: Entry
    name: Prose
    forms: tuple[Gist, ...]
    open: Prose = NOTHING  # what is asked of it on the card too

    @property
    def need(self) -> int:
        """Return the characters of the whole."""
        marked = _MARKED if self.entry.mark else 0
        return len(self.name) + width(self.forms[0].joined()) + marked + width(self.open) + 3


def running(book: Book, field: CardField, entries: Sequence[Entry], room: int) -> list[Prose]:
    """Return entries in running text as far as there is room for."""
    return _told(book, parts_of(book, field.id, entries, alone=len(entries) == 1), room)


def parts_of(book: Book, field: str, entries: Sequence[Entry], *, alone: bool) -> list[Part]:
    """Return the described entries of a field; one that is alone has no name."""
    return [
        Part(
            entry=entry,
            name=Prose("") if alone else escape(entry.item.title),
            forms=_framed(book, field, entry, entry.told.content),
            open=join((_accepted(book, entry), _open_people(book, entry))),
        )
        for entry in entries
        if entry.told
    ]


def _framed(book: Book, field: str, entry: Entry, content: object) -> tuple[Gist, ...]:
    """Return the forms of a content: of what replaces the agent with when, and who does it, before its first step.

    The longest has what must be seen too, the next what to do if it does not work.
    """
    forms = gists(entry.item, content, book.sentences, _COLUMNS.get(field, ()))
    if field not in _REPLACES or not isinstance(content, Mapping) or forms[0].kind != "steps":
        return forms
    when, who, if_not = (fact(book, content, key) for key in ("use_when", "who", "if_not"))
    steps = rows_in(content.get("steps"))
    seen = step_lines(book, steps, sees=range(len(steps)))
    bare = forms[0].parts
    last = (*bare[:-2], join(map(ended, (*bare[-2:-1], *if_not))), *bare[-1:])  # what if not is told before a cut
    whole = ((*seen, *if_not), (*bare, *if_not), last if len(bare) > 1 else bare)
    told = ((join(map(ended, (*when, *who, first))), *others) for first, *others in whole)
    return tuple(Gist(parts=parts, kind="steps") for parts in told)


def _accepted(book: Book, entry: Entry) -> Prose:
    """Return until when it is accepted that it is missing: who reads the card must not count on it."""
    risk = book.score.risk_of.get(entry.item.id)
    return book.say("card.accepted", until=risk.expires) if risk else NOTHING


def _open_people(book: Book, entry: Entry) -> Prose:
    """Return what is not known of the hours of who leads an incident, and who has not yet said that they stand in."""
    content = entry.content
    found = hours_lacking(book, entry.item, content) if entry.item.id == LEADS and content else []
    lacks = [part.told(book.sentences) for part in found]
    asked = still_asked(book, entry.item, content)
    lacks += [book.say("lacking.asked", who=asked)] if asked else []
    return book.say("card.lacking", parts=lacks) if lacks else NOTHING


def _told(book: Book, parts: Sequence[Part], room: int) -> list[Prose]:
    """Return entries as far as there is room for."""
    rooms = _rooms(parts, room)
    if any(size <= len(part.name) for part, size in zip(parts, rooms, strict=True)):
        return [_names(book, [part.entry for part in parts], room)]
    fits = [(part, _fitted(book, part, size)) for part, size in zip(parts, rooms, strict=True)]
    said: list[Prose] = []
    for (text, _), group in groupby(fits, key=lambda fit: (fit[1], fit[1] or _where(book, fit[0]))):
        same = [part for part, _ in group]
        told = _said(book, same, text or book.say("card.see", place=book.place(same[0].entry.item)))
        said.append(join((ended(told), *(part.open for part in same))))
    return said


def _where(book: Book, part: Part) -> tuple[str, str]:
    """Return what the entries share that one reference serves: a mark beside the last name must hold for all."""
    return book.section_of(part.entry.item.id), part.entry.mark


def _rooms(parts: Sequence[Part], room: int) -> list[int]:
    """Divide the room; who leads an incident, and a table, is printed whole if the others have room for their names."""
    leads = [part for part in parts if part.entry.item.id == LEADS or part.entry.item.content.kind == "table"]
    others = [part for part in parts if part not in leads]
    left = room - sum(part.need for part in leads)
    if sum(map(_least, others)) > left:
        return shared([part.need for part in parts], room)
    rest = iter(shared([part.need for part in others], left))
    return [part.need if part in leads else next(rest) for part in parts]


def _least(part: Part) -> int:
    """Return the characters of its names, or of where its steps stand."""
    people = part.forms[-1].kind == "rows"
    return len(part.name) + (width(part.forms[-1].joined()) if people else _MARKED + _SEE)


def _fitted(book: Book, part: Part, room: int) -> Prose:
    """Return an entry as far as there is room for, or nothing where its section has to do."""
    entry = part.entry
    if entry.item.id in book.home_of:
        room -= len(part.name) + (_MARKED if entry.mark else 0) + width(part.open)
        heading = linked(quoted(entry.item.title), entry.item.title)
        text = fitted(part.forms, room, book.sentences, heading)
    else:
        text = part.forms[0].joined()  # it stands nowhere else
    return flagged(text, left_open_in(entry.content))


def _said(book: Book, parts: Sequence[Part], text: Prose) -> Prose:
    """Return a text with the names that it is for, and beside each its mark: at the end it would be of the last row."""
    marks = [mark(book, part.entry) for part in parts]
    named = [book.say("card.name", label=p.name, mark=m) for p, m in zip(parts, marks, strict=True) if p.name]
    if named:
        return book.say("card.named", label=listed(named), text=text)
    return book.say("card.marked", mark=marks[0], text=text) if marks[0] else text


def _names(book: Book, entries: Sequence[Entry], room: int) -> Prose:
    """Return the names of entries and the sections that print them."""
    names = tuple(escape(e.item.title) if e.told else book.say("card.undescribed", title=e.item.title) for e in entries)
    sections = dict.fromkeys(book.section_of(e.item.id) for e in entries if e.item.id in book.home_of)
    see = book.say("card.see_sections", sections=list(sections)) if sections else Prose("")
    text = fitted((Gist(parts=names, kind="rows"),), max(room - len(see), len(names[0]) + 20), book.sentences)
    return join(map(ended, (text, see)))


def to_ask(book: Book, entries: Sequence[Entry], *, alone: bool) -> Prose:
    """Return what is not on the card: where it is written, or from whom it is needed."""
    placed = [(entry, agreed.written_where(book, entry.item)) for entry in entries]
    unknown = [entry for entry, where in placed if not where]
    shown = [entry for entry in unknown if entry.item.id in shown_unwritten(book)]
    alone = alone and (len(entries) == 1 or not any(where for _, where in placed)) and shown in ([], unknown)
    written = (
        book.say("card.written", title="" if alone else entry.item.title, where=where.rstrip("."))
        for entry, where in placed
        if where
    )
    todos = [
        book.say(
            "card.todo",
            shown=found is shown,
            titles=[] if alone else [entry.item.title for entry in found],
            who=listed(dict.fromkeys(agreed.whom_to_ask(book, entry.item) for entry in found)),
        )
        for found in ([entry for entry in unknown if entry not in shown], shown)
        if found
    ]
    return join(map(ended, (*written, *todos)))
