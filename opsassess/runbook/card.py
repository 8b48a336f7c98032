"""The one-page card: every field in a line or a few, so that the whole fits on one page of A4."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from opsassess.blocks import Facts, Section
from opsassess.prose import Prose, ended, escape, join, linked, listed, quoted
from opsassess.questionnaire import CardField
from opsassess.report.by_prompt import only_by_prompt
from opsassess.report.open_hours import PAUSE, open_hours
from opsassess.runbook import agreed, todos
from opsassess.runbook.book import STOP, Book
from opsassess.runbook.entries import Entry
from opsassess.runbook.gist import BREAK, LINE, NOTHING, Gist, fitted, flagged, gists, printed, width
from opsassess.runbook.stop import mark, procedures, shared, stop_text, whole
from opsassess.runbook.values import as_said, text_of
from opsassess.runbook.words import left_open_in

Pair = tuple[Prose, Prose]

_PAGE = 73  # lines that there are for all fields and the space between them
_LINES = 2  # of a field
_MORE_LINES = {"contacts": 5, "last_reviewed": 1}
# No emergency needs these; they stand in the sections
_LATER = ("owner", "objective", "trigger", "systems", "approval", "thresholds", "retry", "change_approval")
# In the order in which somebody reads who has to act at night; what is not named here follows
_ORDER = (STOP, "contacts", "fallback", "safe_mode", "allowed", "approval", "failure_modes")
_CUT_FIRST = ("failure_modes", "allowed")  # where the stop needs the room
_FIRST_SERVED = (STOP, "contacts", "fallback", "safe_mode")  # with the lines that others leave
_REVIEWED = "last_reviewed"  # of the client's own pages; nobody reviewed this draft
_NEVER, _NEVER_AFTER = "s2_scope_boundaries.prohibited_actions", "allowed"
_LEADS = "s7_ownership.own_incidents"  # with hours and place of the number: who is called first, at night too
_MARKED = len(" (only the page seen)")  # the longest mark
_FAILURES = "failure_modes"  # by their names alone
# What a field takes from a row; else its first column
_COLUMNS = {"approval": ("action", "approver"), "fallback": ("work", "where", "who"), "retry": ("retry",)}


@dataclass(frozen=True, kw_only=True)
class _Part:
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


def card_section(book: Book) -> Section:
    """Return the card; its fields are those of the questionnaire."""
    fields = sorted(book.score.questionnaire.card, key=_place_of)
    later = [field for field in fields if _is_later(book, field)]
    asked = [field for field in fields if field not in later and any(book.on_card(field.id))]
    around = {"": tuple(_head(book)), _NEVER_AFTER: tuple(_never(book))}
    ends = tuple(_ends(book, later, [field for field in fields if field not in asked and field not in later]))
    needs = {field.id: _need(book, field) for field in asked}
    lines = _lines(needs, [*around[""], *around[_NEVER_AFTER], *ends])
    if lines.get(STOP, 0) < needs.get(STOP, 0):  # a list of what stands inside helps nobody at night
        ends = ()
        lines = _lines(needs, [*around[""], *around[_NEVER_AFTER]])
    pairs = list(around[""])
    for field in asked:
        pairs.append((escape(field.title), _field(book, field, lines[field.id])))
        pairs += around[_NEVER_AFTER] if field.id == _NEVER_AFTER else ()
    return Section(
        id="card",
        title=book.say("card.title", agent=book.score.assessment.agent.name),
        role="card",
        blocks=(Facts(pairs=(*pairs, *ends)),),
    )


def _ends(book: Book, later: Sequence[CardField], never: Sequence[CardField]) -> Iterator[Pair]:
    """Yield which fields stand inside, and which were not asked."""
    if later:
        yield book.say("card.later"), ended(listed(field.title for field in later))
    if never:
        yield book.say("card.not_asked"), ended(listed(field.title for field in never))


def _place_of(field: CardField) -> int:
    return _ORDER.index(field.id) if field.id in _ORDER else len(_ORDER)


def _is_later(book: Book, field: CardField) -> bool:
    entries = list(book.on_card(field.id))
    asked = any(entry.standing != "left_out" for entry in entries)
    return field.id in _LATER and asked and all(entry.item.id in book.home_of for entry in entries)


def _head(book: Book) -> Iterator[Pair]:
    """Yield what somebody has to know before all else: that it is not live, when people are there, who is away."""
    facts = book.score.frame.facts
    if facts.get("live") is False:
        yield book.say("card.live"), book.say("card.not_live")
    hours = ended(escape(text_of(facts.get("service_hours")).strip()))
    if said := join((hours, _night(book))):
        yield book.say("card.service_hours"), said
    if builder := text_of(facts.get("builder_available")).strip():
        yield book.say("card.builder_available"), ended(escape(builder))


def _night(book: Book) -> Prose:
    """Return that it is not settled who stops it at every hour, where the report says so."""
    if open_hours(book.score) is None:
        return NOTHING
    pause = book.entries[PAUSE]
    away = todos.while_away(book, pause.told.content) if pause.told else []
    who, day = agreed.needed_from(book, pause.item), agreed.day_of(book, pause.item)
    return book.say("card.night", who=who, day=day, away=away)


def _never(book: Book) -> Iterator[Pair]:
    """Yield what the agent must never do, by the first column alone."""
    entry = book.entries.get(_NEVER)
    if entry and entry.told:
        text = fitted(gists(entry.item, entry.told.content, book.sentences), _LINES * LINE, book.sentences)
        by_prompt = only_by_prompt(entry.item, entry.told.content)
        open_still = book.say("card.only_prompt", rows=by_prompt) if by_prompt else NOTHING
        said = ended(text or book.say("card.see", place=book.place(entry.item)))
        yield escape(entry.item.title), join((said, open_still))


def _lines(needs: Mapping[str, int], others: Sequence[Pair]) -> Mapping[str, int]:
    """Return the lines of each field: what it needs or its share, and what is left to those first served.

    Where the stop needs more than is left, the fields that no emergency needs have one line.
    """
    lines = {field: min(need, _MORE_LINES.get(field, _LINES)) for field, need in needs.items()}
    taken = printed(f"{name}: {text}" for name, text in others) + (len(others) + len(needs)) // 2  # space between them
    for field in _CUT_FIRST:
        if field in lines and sum(lines.values()) - lines.get(STOP, 0) + needs.get(STOP, 0) > _PAGE - taken:
            lines[field] = 1
    left = _PAGE - taken - sum(lines.values())
    for field in (field for field in _FIRST_SERVED if field in lines):
        more = max(0, min(left, needs[field] - lines[field]))
        lines[field] += more
        left -= more
    return lines


def _need(book: Book, field: CardField) -> int:
    """Return the lines of a field in full."""
    entries = list(_entries(book, field))
    todo = any(entry.standing == "missing" and not _by_name(field.id, entry) for entry in entries)
    if field.id == STOP:
        return whole(procedures(book, entries)) + todo
    parts = _parts(book, field.id, entries, alone=len(entries) == 1)
    return 1 + (len(field.title) + sum(part.need for part in parts)) // LINE + todo


def _field(book: Book, field: CardField, lines: int) -> Prose:
    entries = list(_entries(book, field))
    if not entries:
        return book.say("card.left_out")
    lacking = [entry for entry in entries if entry.standing == "missing" and not _by_name(field.id, entry)]
    if field.id == _REVIEWED:
        return _reviewed(book, entries)
    if field.id == STOP:
        said = [stop_text(book, procedures(book, entries), lines - bool(lacking))]
    else:
        said = _running(book, field, entries, (lines - bool(lacking)) * LINE - len(field.title))
    said += [_todo(book, lacking, alone=lacking == entries)] if lacking else []
    return Prose((BREAK if field.id == STOP else " ").join(filter(None, said)))


def _running(book: Book, field: CardField, entries: Sequence[Entry], room: int) -> list[Prose]:
    """Return entries in running text; failures by their names alone."""
    named = [entry for entry in entries if _by_name(field.id, entry)]
    others = [entry for entry in entries if entry not in named]
    if named and room < LINE:
        others = []  # there is one line: the failures come first
    said = [_names(book, named, room - bool(others) * LINE)] if named else []
    parts = _parts(book, field.id, others, alone=len(entries) == 1)
    return said + _told(book, parts, LINE if named else room)


def _by_name(field: str, entry: Entry) -> bool:
    return field == _FAILURES and entry.item.content.kind == "failure_mode"


def _reviewed(book: Book, entries: Sequence[Entry]) -> Prose:
    """Return that nobody reviewed this draft, and when the client's own pages were reviewed, if somebody said so."""
    told = next((entry for entry in entries if entry.told), None)
    if told is None or told.told is None:
        return book.say("card.reviewed", day="", mark="")
    unseen = told.best[-1] == 0 and book.say("mark.told")
    return book.say("card.reviewed", day=as_said(told.told.content), mark=mark(book, told) or unseen or "")


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
            open=_open_hours(book, entry),
        )
        for entry in entries
        if entry.told
    ]


def _open_hours(book: Book, entry: Entry) -> Prose:
    """Return what is not known of the hours of who leads an incident."""
    lacks = todos.hours_lacking(book, entry.item, entry.told.content) if entry.told else []
    return book.say("card.lacking", parts=lacks) if lacks and entry.item.id == _LEADS else NOTHING


def _told(book: Book, parts: Sequence[_Part], room: int) -> list[Prose]:
    """Return entries as far as there is room for."""
    rooms = _rooms(parts, room)
    if any(size <= len(part.name) for part, size in zip(parts, rooms, strict=True)):
        return [_names(book, [part.entry for part in parts], room)]
    said = (_said(book, part, size) for part, size in zip(parts, rooms, strict=True))
    return [join((ended(text), part.open)) for part, text in zip(parts, said, strict=True)]


def _rooms(parts: Sequence[_Part], room: int) -> list[int]:
    """Divide the room; who leads an incident is printed whole, if the others still have room for their names."""
    leads = [part for part in parts if part.entry.item.id == _LEADS]
    others = [part for part in parts if part not in leads]
    left = room - sum(part.need for part in leads)
    if sum(len(part.name) + width(part.forms[-1].joined()) for part in others) > left:
        return shared([part.need for part in parts], room)
    rest = iter(shared([part.need for part in others], left))
    return [part.need if part in leads else next(rest) for part in parts]


def _said(book: Book, part: _Part, room: int) -> Prose:
    """Return an entry as far as there is room for; else, and for the rest, its section."""
    entry = part.entry
    if entry.item.id in book.home_of:
        room -= len(part.name) + (_MARKED if entry.mark else 0) + width(part.open)
        heading = linked(quoted(entry.item.title), entry.item.title)
        text = fitted(part.forms, room, book.sentences, heading)
        text = text or book.say("card.see", place=book.place(entry.item))
    else:
        text = part.forms[0].joined()  # it stands nowhere else
    text = flagged(text, left_open_in(entry.told.content if entry.told else None))
    if part.name:  # the mark beside it: at the end it would seem to be one of the last row, or of a person
        return book.say("card.named", label=part.name, mark=mark(book, entry), text=text)
    return book.say("card.marked", mark=mark(book, entry), text=text) if entry.mark else text


def _names(book: Book, entries: Sequence[Entry], room: int) -> Prose:
    """Return the names of entries and the sections that print them."""
    names = tuple(escape(e.item.title) if e.told else book.say("card.undescribed", title=e.item.title) for e in entries)
    sections = dict.fromkeys(book.section_of(e.item.id) for e in entries if e.item.id in book.home_of)
    see = book.say("card.see_sections", sections=list(sections)) if sections else Prose("")
    text = fitted((Gist(parts=names, kind="rows"),), max(room - len(see), len(names[0]) + 20), book.sentences)
    return join(map(ended, (text, see)))


def _todo(book: Book, entries: Sequence[Entry], *, alone: bool) -> Prose:
    """Return what is not on the card: where it is written, or from whom it is needed."""
    placed = [(entry, agreed.written_where(book, entry.item)) for entry in entries]
    alone = alone and (len(entries) == 1 or not any(where for _, where in placed))
    written = (
        book.say("card.written", title="" if alone else entry.item.title, where=where.rstrip("."))
        for entry, where in placed
        if where
    )
    unknown = [entry for entry, where in placed if not where]
    who = dict.fromkeys(agreed.whom_to_ask(book, entry.item) for entry in unknown)
    titles = [] if alone else [entry.item.title for entry in unknown]
    todo = book.say("card.todo", titles=titles, who=listed(who)) if unknown else NOTHING
    return join(map(ended, (*written, todo)))
