"""The one-page card: every field in a line or a few, so that the whole fits on one page of A4."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from opsassess.blocks import Facts, Section
from opsassess.described.book import STOP, Book
from opsassess.described.entries import Entry
from opsassess.described.values import as_said
from opsassess.prose import Prose, escape
from opsassess.questionnaire import CardField
from opsassess.runbook import card_frame as frame
from opsassess.runbook.card_text import by_name, parts_of, running, to_ask
from opsassess.runbook.gist import BREAK, LINE, printed
from opsassess.runbook.stop import mark, procedures, stop_text, whole
from opsassess.scoring.values import rows_of

Pair = tuple[Prose, Prose]

_PAGE = 72  # lines that there are for all fields and the space between them
_LINES = 2  # of a field
_NUMBERS = 4  # lines for those to call
_MORE_LINES = {"contacts": 4, "last_reviewed": 1}
# No emergency needs these; they stand in the sections, and here in this order where there is room for them
_LATER = ("approval", "thresholds", "change_approval", "retry", "owner", "systems", "trigger", "objective")
# In the order in which somebody reads who has to act at night; what is not named here follows
_ORDER = (STOP, "contacts", "fallback", "safe_mode", "allowed", "approval", "failure_modes")
_CUT_FIRST = ("failure_modes", "allowed")  # where the stop needs the room
_FIRST_SERVED = (STOP, "contacts", "fallback", "safe_mode")  # with the lines that others leave
_WHOLE = (STOP, "fallback")  # before the card says what stands inside
_REVIEWED = "last_reviewed"  # of the client's own pages; nobody reviewed this draft
_NEVER_AFTER = "allowed"  # what the agent may do


def card_section(book: Book) -> Section:
    """Return the card; its fields are those of the questionnaire."""
    fields = sorted(book.score.questionnaire.card, key=_place_of)
    inside = [field for field in fields if _is_later(book, field)]
    known = [field for field in fields if field not in inside and any(book.on_card(field.id))]
    asked = [field for field in known if any(_entries(book, field))]  # what does not apply helps nobody at night
    unknown = [field for field in fields if field not in known and field not in inside]
    around = {"": tuple(frame.head(book)), _NEVER_AFTER: tuple(frame.never(book, _LINES * LINE))}
    others = (*around[""], *around[_NEVER_AFTER])
    asked = sorted(
        (*asked, *_fit_too(book, asked, inside, (*others, *frame.ends(book, inside, unknown)))), key=_place_of
    )
    ends = tuple(frame.ends(book, [field for field in inside if field not in asked], unknown))
    chosen, texts, after = _fitting(book, asked, others, ends)
    pairs = list(around[""])
    for field in chosen:
        pairs.append((escape(field.title), texts[field.id]))
        pairs += around[_NEVER_AFTER] if field.id == _NEVER_AFTER else ()
    return Section(
        id="card",
        title=book.say("card.title", agent=book.score.assessment.agent.name),
        role="card",
        blocks=(Facts(pairs=(*pairs, *after)),),
    )


def _place_of(field: CardField) -> int:
    return _ORDER.index(field.id) if field.id in _ORDER else len(_ORDER)


def _is_later(book: Book, field: CardField) -> bool:
    entries = list(book.on_card(field.id))
    asked = any(entry.standing != "left_out" for entry in entries)
    return field.id in _LATER and asked and all(entry.item.id in book.home_of for entry in entries)


def _fit_too(
    book: Book, asked: Sequence[CardField], inside: Sequence[CardField], others: Sequence[Pair]
) -> Iterator[CardField]:
    """Yield which fields that stand inside fit on the card, whole, beside all the others."""
    needs = {field.id: _need(book, field) for field in asked}
    room = _PAGE - _taken([*others, *frame.numbers(book, _NUMBERS)], len(needs)) - sum(needs.values())
    for field in sorted(inside, key=lambda field: _LATER.index(field.id)):
        need = _need(book, field)
        if need <= min(_LINES, room - 1) and all(entry.told for entry in _entries(book, field)):
            room -= need + 1  # space
            yield field


def _taken(others: Sequence[Pair], fields: int) -> int:
    """Return the lines of what stands around so many fields, and of the space between all."""
    between = -(-(len(others) + fields) // 2)
    return printed(line for name, text in others for line in f"{name}: {text}".split(BREAK)) + between


def _fitting(
    book: Book, asked: Sequence[CardField], around: Sequence[Pair], ends: tuple[Pair, ...]
) -> tuple[Sequence[CardField], Mapping[str, Prose], Sequence[Pair]]:
    """Return the fields, their texts and what follows them, with all of the stop if there is room for it.

    What stands inside and when the pages were reviewed helps nobody at night, and a line of numbers less than a step.
    """
    needs = {field.id: _need(book, field) for field in asked}
    at_night = [field for field in asked if field.id != _REVIEWED]
    ways = [(asked, ends, _NUMBERS), (asked, (), _NUMBERS), *((at_night, (), n) for n in range(_NUMBERS, 0, -1))]
    tried = [*((way, _WHOLE) for way in ways[:2]), *((way, (STOP,)) for way in ways)]
    for (fields, inside, lines), whole_ones in tried:
        after = (*inside, *frame.numbers(book, lines))
        needed = {field.id: needs[field.id] for field in fields}
        texts, given = _laid(book, fields, needed, [*around, *after])
        if all(given[field] >= needed[field] for field in whole_ones if field in needed) or lines == 1:
            return fields, texts, after
    raise AssertionError  # the last way has one line


def _laid(
    book: Book, asked: Sequence[CardField], needs: Mapping[str, int], others: Sequence[Pair]
) -> tuple[Mapping[str, Prose], Mapping[str, int]]:
    """Return the text of each field and its lines: the stop has what others leave."""
    lines = dict(_lines(needs, others))
    texts = {field.id: _field(book, field, lines[field.id]) for field in asked if field.id != STOP}
    used = {field.id: printed((f"{field.title}: {texts[field.id]}",)) for field in asked if field.id != STOP}
    for field in (field for field in asked if field.id == STOP):
        lines[STOP] += max(0, sum(lines[other] - used[other] for other in used))
        texts[STOP] = _field(book, field, lines[STOP])
    return texts, lines


def _lines(needs: Mapping[str, int], others: Sequence[Pair]) -> Mapping[str, int]:
    """Return the lines of each field: what it needs or its share, and what is left to those first served.

    Where the stop needs more than is left, the fields that no emergency needs have one line.
    """
    lines = {field: min(need, _MORE_LINES.get(field, _LINES)) for field, need in needs.items()}
    taken = _taken(others, len(needs))
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
    todo = any(entry.standing == "missing" and not by_name(field.id, entry) for entry in entries)
    if field.id == STOP:
        return whole(procedures(book, entries)) + todo
    parts = parts_of(book, field.id, entries, alone=len(entries) == 1)
    return 1 + (len(field.title) + sum(part.need for part in parts)) // LINE + todo


def _field(book: Book, field: CardField, lines: int) -> Prose:
    entries = list(_entries(book, field))
    lacking = [entry for entry in entries if entry.standing == "missing" and not by_name(field.id, entry)]
    if field.id == _REVIEWED:
        return _reviewed(book, entries)
    if field.id == STOP:
        said = [stop_text(book, procedures(book, entries), lines - bool(lacking))]
    else:
        said = running(book, field, entries, (lines - bool(lacking)) * LINE - len(field.title))
    said += [to_ask(book, lacking, alone=lacking == entries)] if lacking else []
    return Prose((BREAK if field.id == STOP else " ").join(filter(None, said)))


def _reviewed(book: Book, entries: Sequence[Entry]) -> Prose:
    """Return that nobody reviewed this draft, and when the client's own pages were reviewed, if somebody said so."""
    told = next((entry for entry in entries if entry.told), None)
    if told is None or told.told is None:
        papers = rows_of(book.score.assessment.agent.facts.get("documents"))
        days = [as_said(row.get("last_reviewed")) for row in papers if row.get("kind") == "runbook"]
        return book.say("card.reviewed", day=next(filter(None, days), ""), mark=book.say("mark.told"))
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
