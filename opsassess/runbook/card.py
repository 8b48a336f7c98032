"""The one-page card: what somebody needs who has to act at night, and nothing else, on one page of A4."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from opsassess.blocks import Facts, Section
from opsassess.described.book import STOP, Book
from opsassess.described.entries import Entry
from opsassess.prose import Prose, escape
from opsassess.questionnaire import CardField
from opsassess.runbook import card_frame as frame
from opsassess.runbook.card_text import parts_of, running, to_ask
from opsassess.runbook.front import REVIEWED
from opsassess.runbook.gist import BREAK, LINE, printed
from opsassess.runbook.stop import procedures, shortest, stop_text, whole
from opsassess.runbook.to_call import CONTACTS, contacts

Pair = tuple[Prose, Prose]

_PAGE = 72  # lines that there are for all fields and the space between them
_LINES = 2  # of a field
_NUMBERS = 5  # lines for those to call
_MORE_LINES = {CONTACTS: 8, "fallback": 6, "safe_mode": 3}
_FIRST_STEPS = {"fallback": 9, "safe_mode": 5}  # lines, once every step of the stop is there
# No emergency needs these: they stand in the sections alone
_INSIDE = (
    *("allowed", "approval", "failure_modes", "thresholds", "change_approval"),
    *("retry", "owner", "systems", "trigger", "objective"),
)
# In the order in which somebody reads who has to act at night; what is not named here follows
_ORDER = (CONTACTS, STOP, "fallback", "safe_mode")
_FIRST_SERVED = (STOP, CONTACTS, "fallback", "safe_mode")  # with the lines that others leave, one after the other


def card_section(book: Book) -> Section:
    """Return the card; its fields are those of the questionnaire."""
    fields = [field for field in book.score.questionnaire.card if not _is_inside(book, field)]
    asked = sorted((field for field in fields if any(_entries(book, field))), key=_place_of)
    head, last = tuple(frame.head(book)), tuple(frame.last(book))
    texts, numbers = _fitting(book, asked, (*head, *last))
    pairs = [(field.id, (escape(field.title), texts[field.id])) for field in asked]
    called = [pair for field, pair in pairs if field == CONTACTS]
    others = [pair for field, pair in pairs if field != CONTACTS]
    return Section(
        id="card",
        title=book.say("card.title", agent=book.score.assessment.agent.name),
        role="card",
        blocks=(Facts(pairs=(*head, *called, *last, *numbers, *others)),),
    )


def _place_of(field: CardField) -> int:
    return _ORDER.index(field.id) if field.id in _ORDER else len(_ORDER)


def _is_inside(book: Book, field: CardField) -> bool:
    in_sections = field.id in _INSIDE and all(entry.item.id in book.home_of for entry in book.on_card(field.id))
    return in_sections or field.id == REVIEWED


def _taken(others: Sequence[Pair], fields: int) -> int:
    """Return the lines of what stands around so many fields, and of the space between all."""
    between = -(-(len(others) + fields) // 2)
    return printed(line for name, text in others for line in f"{name}: {text}".split(BREAK)) + between


def _fitting(
    book: Book, asked: Sequence[CardField], head: Sequence[Pair]
) -> tuple[Mapping[str, Prose], Sequence[Pair]]:
    """Return the texts of the fields and the lines for numbers, of which one helps less than a step of the stop."""
    needs = {field.id: _need(book, field) for field in asked}
    steps = sum(shortest(procedures(book, list(_entries(book, field)))) for field in asked if field.id == STOP)
    most = _NUMBERS
    full = _taken((*head, *frame.tell(book)), len(needs)) + most + sum(needs.values()) > _PAGE
    while True:
        numbers = (*frame.numbers(book, most, full=full), *frame.tell(book, full=full))
        texts, lines = _laid(book, asked, [{STOP: steps, **_FIRST_STEPS}, needs], [*head, *numbers])
        if most == 1 or lines.get(STOP, 0) >= steps:
            return texts, numbers
        most -= 1


def _laid(
    book: Book, asked: Sequence[CardField], needs: Sequence[Mapping[str, int]], others: Sequence[Pair]
) -> tuple[Mapping[str, Prose], Mapping[str, int]]:
    """Return the text of each field and its lines: the stop has what others leave."""
    lines = dict(_lines(needs, others))
    texts = {field.id: _field(book, field, lines[field.id]) for field in asked if field.id != STOP}
    used = {field.id: printed((f"{field.title}: {texts[field.id]}",)) for field in asked if field.id != STOP}
    for field in (field for field in asked if field.id == STOP):
        lines[STOP] += max(0, sum(lines[other] - used[other] for other in used))
        texts[STOP] = _field(book, field, lines[STOP])
    return texts, lines


def _lines(needs: Sequence[Mapping[str, int]], others: Sequence[Pair]) -> Mapping[str, int]:
    """Return the lines of each field: its share, and what is left to those first served: first steps, then all."""
    *_, whole = needs
    lines = {field: min(need, _MORE_LINES.get(field, _LINES)) for field, need in whole.items()}
    left = _PAGE - _taken(others, len(whole)) - sum(lines.values())
    for most in needs:
        for field in (field for field in _FIRST_SERVED if field in lines and field in most):
            more = max(0, min(left, min(most[field], whole[field]) - lines[field]))
            lines[field] += more
            left -= more
    return lines


def _need(book: Book, field: CardField) -> int:
    """Return the lines of a field in full."""
    entries = list(_entries(book, field))
    todo = any(entry.standing == "missing" for entry in entries)
    if field.id == STOP:
        return whole(procedures(book, entries)) + todo
    parts = parts_of(book, field.id, entries, alone=len(entries) == 1)
    return 1 + (len(field.title) + sum(part.need for part in parts)) // LINE + todo


def _field(book: Book, field: CardField, lines: int) -> Prose:
    entries = list(_entries(book, field))
    lacking = [entry for entry in entries if entry.standing == "missing"]
    if field.id == STOP:
        said = [stop_text(book, procedures(book, entries), lines - bool(lacking))]
    else:
        said = running(book, field, entries, (lines - bool(lacking)) * LINE - len(field.title))
    said += [to_ask(book, lacking, alone=lacking == entries)] if lacking else []
    return Prose((BREAK if field.id == STOP else " ").join(filter(None, said)))


def _entries(book: Book, field: CardField) -> Iterator[Entry]:
    """Yield what a field prints: no number a second time, and what says the same as another as that other."""
    fields = book.score.questionnaire.card
    before = {entry.item.id for other in fields[: fields.index(field)] for entry in book.on_card(other.id)}
    found = {}
    for entry in contacts(book) if field.id == CONTACTS else book.on_card(field.id):
        again = entry.item.content.kind == "number" and entry.item.id in before
        if entry.standing != "left_out" and not again:
            there = book.entries[entry.same] if entry.standing == "same_as" else entry
            found[there.item.id] = there
    yield from found.values()
