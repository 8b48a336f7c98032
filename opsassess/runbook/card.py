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
from opsassess.runbook.gist import BREAK, LINE, Gist, fitted, gists, procedure, width
from opsassess.runbook.values import text_of

_PAGE = 47  # lines that there are for all fields, with some to spare: the width of letters is not counted
_LINES = 2  # of a field
_STOP = "kill_switch"
_MORE_LINES = {_STOP: 32, "contacts": 4, "last_reviewed": 1}
# No emergency needs these; they stand in the sections
_LATER = ("owner", "objective", "trigger", "systems", "approval", "thresholds", "retry", "change_approval")
# In the order in which somebody reads who has to act at night; what is not named here follows
_ORDER = (_STOP, "contacts", "fallback", "safe_mode", "allowed", "approval", "failure_modes")
_FIRST_SERVED = (_STOP, "contacts", "fallback", "safe_mode")  # with the lines that others leave
_ENTRY_A_LINE = (_STOP,)
_CHECK = "s5_kill_switch.verify_pause"  # after the pause, by whoever paused: neither is said again
_NEVER, _NEVER_AFTER = "s2_scope_boundaries.prohibited_actions", "allowed"
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
        several = "all " if self.forms[0].kind == "rows" else ""
        marked = len(f" ({several}{_mark(self.entry)})") if self.entry.to_walk_through else 0
        text = self.forms[0].joined()
        heading = LINE if BREAK in text else 0
        return len(self.name) + width(text) + marked + heading + 3


def card_section(book: Book) -> Section:
    """Return the card; its fields are those of the questionnaire."""
    fields = sorted(book.score.questionnaire.card, key=_place_of)
    later = [field for field in fields if _is_later(book, field)]
    asked = [field for field in fields if field not in later and any(book.on_card(field.id))]
    pairs = list(_head(book))
    lines = _lines(book, asked, len(pairs))
    for field in asked:
        pairs.append((escape(field.title), _field(book, field, lines[field.id])))
        pairs += _never(book) if field.id == _NEVER_AFTER else ()
    if later:
        pairs.append((book.say("card.later"), ended(listed(field.title for field in later))))
    if never := [field.title for field in fields if field not in asked and field not in later]:
        pairs.append((book.say("card.not_asked"), ended(listed(never))))
    return Section(
        id="card",
        title=book.say("card.title", agent=book.score.assessment.agent.name),
        role="card",
        blocks=(Facts(pairs=tuple(pairs)),),
    )


def _place_of(field: CardField) -> int:
    return _ORDER.index(field.id) if field.id in _ORDER else len(_ORDER)


def _is_later(book: Book, field: CardField) -> bool:
    entries = list(book.on_card(field.id))
    return field.id in _LATER and bool(entries) and all(entry.item.id in book.home_of for entry in entries)


def _head(book: Book) -> Iterator[tuple[Prose, Prose]]:
    """Yield what somebody has to know before all else: that it is not live, when people are there, who is away."""
    facts = book.score.frame.facts
    if facts.get("live") is False:
        yield book.say("card.live"), book.say("card.not_live")
    told = {name: text_of(facts.get(name)).strip() for name in ("service_hours", "builder_available")}
    for name, text in told.items():
        if text:
            yield book.say(f"card.{name}"), ended(escape(text))


def _never(book: Book) -> Iterator[tuple[Prose, Prose]]:
    """Yield what the agent must never do, by the first column alone."""
    entry = book.entries.get(_NEVER)
    if entry and entry.told:
        text = fitted(gists(entry.item, entry.told.content, book.sentences), _LINES * LINE, book.sentences)
        yield escape(entry.item.title), ended(text or book.say("card.see", section=book.section_of(_NEVER)))


def _lines(book: Book, fields: Sequence[CardField], taken: int) -> Mapping[str, int]:
    """Return the lines of each field: what it needs or its share, and what others leave to those first served."""
    needs = {field.id: _need(book, field) for field in fields}
    lines = {field: min(need, _MORE_LINES.get(field, _LINES)) for field, need in needs.items()}
    left = _PAGE - taken - len(fields[:1]) * (_LINES + 1) - sum(lines.values())  # beside them what is never done
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
        return sum(1 + part.need // LINE for part in parts) + todo
    return 1 + (len(field.title) + sum(part.need for part in parts)) // LINE + todo


def _field(book: Book, field: CardField, lines: int) -> Prose:
    entries = list(_entries(book, field))
    if not entries:
        return book.say("card.left_out")
    named = [entry for entry in entries if field.id == _FAILURES and entry.item.content.kind == "failure_mode"]
    others = [entry for entry in entries if entry not in named]
    lacking = [entry for entry in others if entry.standing == "missing"]
    apart = field.id in _ENTRY_A_LINE and len(entries) > 1
    room = (lines - bool(lacking)) * LINE - (0 if apart else len(field.title))
    said = [_names(book, named, room - bool(others) * LINE)] if named else []
    room = LINE if named else room
    said += _told(book, _parts(book, field.id, others, alone=len(entries) == 1), room, apart=apart)
    said += [_todo(book, lacking, alone=lacking == entries)] if lacking else []
    return Prose((BREAK if apart else " ").join(said))


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
            forms=(
                procedure(entry.told.content, book.sentences, bare=entry.item.id == _CHECK) if field == _STOP else ()
            )
            or gists(entry.item, entry.told.content, book.sentences, _COLUMNS.get(field, ())),
        )
        for entry in entries
        if entry.told
    ]


def _told(book: Book, parts: Sequence[_Part], room: int, *, apart: bool) -> list[Prose]:
    """Return entries as far as there is room for, in running text or each on lines of its own."""
    if apart:
        lines = _shared([1 + part.need // LINE for part in parts], room // LINE)
        rooms = [share * LINE for share in lines]
    else:
        rooms = _shared([part.need for part in parts], room)
    if any(size <= len(part.name) for part, size in zip(parts, rooms, strict=True)):
        return [_names(book, [part.entry for part in parts], room)]
    said = [_said(book, part, size) for part, size in zip(parts, rooms, strict=True)]
    marks = [_mark(part.entry) for part in parts]
    if len(said) > 1 and len({*marks}) == 1 and marks[0] and not apart:
        said, marks = [join(map(ended, said))], marks[:1]
    return [
        ended(_marked(book, part, text, mark) if mark and BREAK not in text else text)
        for part, text, mark in zip(parts, said, marks, strict=False)  # several with one mark are one text
    ]


def _marked(book: Book, part: _Part, text: Prose, mark: str) -> Prose:
    """Mark what only the builder said; of several rows all, not the last one alone."""
    rows = part.forms[0]
    several = rows.kind == "rows" and len(rows.parts) > 1 and rows.parts[0] in text
    return book.say("card.unconfirmed", text=_open(text), mark=f"all {mark}" if several else mark)


def _mark(entry: Entry) -> str:
    return ("builder only" if entry.standing == "builder_only" else "told, not seen") if entry.to_walk_through else ""


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
        marked = part.need - len(part.name) - width(part.forms[0].joined())
        short = fitted(part.forms, room - len(part.name) - marked, book.sentences)
        text = short or see
    if part.name and BREAK in text:  # the name is the heading of its steps
        return Prose(BREAK.join((book.say("card.procedure", label=part.name, mark=_mark(part.entry)), text)))
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
    who = dict.fromkeys(todos.needed_from(book, entry.item) for entry in entries)
    titles = [] if alone else [entry.item.title for entry in entries]
    return ended(book.say("card.todo", titles=titles, who=listed(who)))
