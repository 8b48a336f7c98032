"""What is missing: what is needed, from whom, and by when if somebody said so."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import partial

from opsassess.blocks import Todo
from opsassess.described.agreed import answers_to, day_of, needed_from, written_where
from opsassess.described.alone import builder_alone, stops_alone, without_stand_in
from opsassess.described.book import Book
from opsassess.described.by_prompt import only_by_prompt
from opsassess.described.entries import Entry, to_confirm
from opsassess.described.hours import hours_lacking
from opsassess.described.shapes import STEP_ENDS, STEP_FACTS, cell, rows_in
from opsassess.described.trial import trial_case
from opsassess.described.values import is_filled, text_of
from opsassess.described.words import is_answered, is_of_other_times, left_open_in
from opsassess.owners.open_hours import PAUSE, STOPS, with_the_pause
from opsassess.owners.people import accepted_by
from opsassess.owners.situations import not_asked_of_team, only_told_absent
from opsassess.phrases import is_team
from opsassess.prose import Prose, ended, join, load_sentences
from opsassess.questionnaire import FAILURE_COLUMNS, Item

_NO_WAY_BACK = (  # to ask for: it changes nothing, is a way back itself, or there is none
    "s5_kill_switch.verify_pause",
    "r2_incident.scope_impact",
    "r4_change.rollback_plan",
    "r5_continuity.rotate_access",
)


def missing(book: Book, entry: Entry) -> Todo:
    """Return the task to fill in an entry that nobody described."""
    where = written_where(book, entry.item)
    if asked_first(book, entry.item):
        what = book.say("needed_answer")
    elif to_ask_first(book, entry):
        what = book.say("needed_asking", prompt=entry.item.content.prompt)
    elif where:
        what = book.say("needed_written", where=where, prompt=entry.item.content.prompt)
    else:
        what = book.say("needed", prompt=entry.item.content.prompt)
    said = (ended(what), _why_absent(book, entry.item), _accepted(book, entry.item))
    return task(book, entry.item, join(part for part in said if part))


def asked_first(book: Book, item: Item) -> bool:
    """Tell whether the team is asked about it before anybody writes or builds it."""
    return only_told_absent(book.score.items[item.id])


def to_ask_first(book: Book, entry: Entry) -> bool:
    """Tell whether nobody of the team was asked about it, in an interview that has begun: it may be known."""
    begun, where = book.score.assessment.answers, written_where(book, entry.item)
    return bool(begun) and not where and not_asked_of_team(book.score.items[entry.item.id])


def open_points(book: Book, entry: Entry) -> tuple[Todo, ...]:
    """Return what an entry that is described still leaves open, and the risk that is accepted for it."""
    left = left_open(book, entry)
    risk = _accepted(book, entry.item) if entry.told else None
    return (*left, *((task(book, entry.item, risk),) if risk else ()))


def left_open(book: Book, entry: Entry, *, hours: bool = True) -> tuple[Todo, ...]:
    """Return what an entry that is described still leaves open, with the hours of those who do it or without."""
    if entry.told is None:
        return ()
    content, kind = entry.told.content, entry.item.content.kind
    finders = ((_OPEN[kind],) if kind in _OPEN else ()) + _OF_ANY_KIND
    found = ((find, find(book, entry.item, content)) for find in finders)
    alone = alone_with(book, entry)
    return tuple(
        task(book, entry.item, what, alone if find in _WITHOUT else "", _settled_as(book, entry.item, find))
        for find, what in found
        if what and (hours or find is not _hours)
    )


def _settled_as(book: Book, item: Item, find: object) -> Item:
    """Return the question by whose owner and day it is settled: the hours of all stops with those of the pause."""
    return book.score.items[PAUSE].item if find is _hours and with_the_pause(book.score, item.id) else item


def alone_with(book: Book, entry: Entry) -> str:
    """Return the builder who alone does what an entry describes, where the entry is one that somebody has to do."""
    item = entry.item
    asks = _OPEN.get(item.content.kind) in _WITHOUT
    return builder_alone(book, item, entry.told.content) if entry.told and asks else ""


def besides_own_words(book: Book, entry: Entry, *, hours: bool = True) -> tuple[Prose, ...]:
    """Return what an entry that is described lacks, besides what its own words say is open, and besides the hours."""
    if entry.told is None:
        return ()
    content, kind = entry.told.content, entry.item.content.kind
    finders = (*((_OPEN[kind],) if kind in _OPEN else ()), *((_hours,) if hours else ()))
    return tuple(what for find in finders if (what := find(book, entry.item, content)))


def to_settle(book: Book, entry: Entry) -> tuple[Todo, ...]:
    """Return what of it has to be known before somebody exercises an entry.

    Not who is there at other times, and not whether an operator can do it alone: that is what the drill shows.
    """
    if entry.told is None:
        return ()
    content, kind = entry.told.content, entry.item.content.kind
    finders = (_OF_A_DRILL.get(kind, _OPEN[kind]),) if kind in _OPEN and kind != "people" else ()
    found = [find(book, entry.item, content) for find in finders]
    if said := _open_at_any_time(entry.item, content):
        found.append(book.say("needed_open", said=said))
    return tuple(task(book, entry.item, what, alone_with(book, entry)) for what in found if what)


def _open_at_any_time(item: Item, content: object) -> list[str]:
    """Return what a content says is open while those who do it are there. An estimate is not what they work from."""
    if item.content.kind == "text":
        return []
    others = {clause for text in _of_other_times(item, content) for clause in left_open_in(text)}
    return [clause for clause in left_open_in(content) if clause not in others and not is_of_other_times(clause)]


def _of_other_times(item: Item, content: object) -> tuple[str, ...]:
    """Return what follows on who stops the agent, once the answer has come to those who are not there by day."""
    who = text_of(content.get("who")) if item.id == PAUSE and isinstance(content, Mapping) else ""
    return tuple(rest[1] for rest in _SENTENCE.finditer(who) if is_of_other_times(who[: rest.start()]))


def _left_open(book: Book, item: Item, content: object) -> Prose:  # noqa: ARG001 - all of these take the item
    """Repeat what a content itself says is open."""
    said = left_open_in(content)
    return book.say("needed_open", said=said) if said else Prose("")


def _hours(book: Book, item: Item, content: object) -> Prose:
    """Ask for the hours of those who stop the agent and lead an incident, and for the hours outside them."""
    parts = hours_lacking(book, item, content)
    return book.say("needed_steps", parts=parts) if parts else Prose("")


def _accepted(book: Book, item: Item) -> Prose:
    """Repeat why a gap is accepted for now: it often says what is done meanwhile."""
    risk = next((risk for risk in book.score.accepted if risk.item == item.id), None)
    return (
        book.say("accepted", role=accepted_by(book.score.assessment, risk), reason=quotable(risk.reason))
        if risk
        else Prose("")
    )


def _why_absent(book: Book, item: Item) -> Prose:
    """Repeat what somebody described who says that it is not there: there may be no way to have it."""
    said = next((a for a in answers_to(book, item) if a.rating == 0 and is_filled(a.content)), None)
    return book.say("absent", who=said.respondent.name, text=quotable(_plain(said.content))) if said else Prose("")


def _plain(content: object) -> str:
    """Return a content in its own words; of a failure and of rows what was said, without the names of the columns."""
    if isinstance(content, Mapping):
        return " ".join(map(text_of, content.values()))
    rows = (", ".join(filter(None, map(text_of, row.values()))) for row in rows_in(content))
    return "; ".join(rows) or text_of(content)


def quotable(text: str) -> str:
    """Return a text to stand between quotation marks: its own become single ones."""
    return text.strip().rstrip(".").replace('"', "'")


def _old_review(book: Book, item: Item, content: object) -> Prose:
    """Ask for a review of the pages where the last one was long ago."""
    if item.id != _REVIEWED:
        return Prose("")
    try:
        days = (book.score.as_of - dt.date.fromisoformat(text_of(content).strip())).days
    except ValueError:
        return Prose("")
    return book.say("needed_review", days=days) if days > _MOST_DAYS else Prose("")


def _blocked(book: Book, item: Item, content: object) -> Prose:
    """Name what only the prompt forbids."""
    rows = only_by_prompt(item, content)
    return book.say("needed_block", rows=rows) if rows else Prose("")


def _columns(book: Book, item: Item, content: object) -> Prose:  # noqa: ARG001 - all of these take the item
    lacking = _columns_of(content)
    if not lacking:
        return Prose("")
    sentences = load_sentences("situations")
    return book.say("needed_steps", parts=[sentences.say(f"column.{column}") for column in lacking])


def columns_lacking(entry: Entry) -> tuple[str, ...]:
    """Return what nobody said of a failure that is described."""
    return _columns_of(entry.told.content) if entry.told and entry.item.content.kind == "failure_mode" else ()


def _columns_of(content: object) -> tuple[str, ...]:
    rows = rows_in(content)
    return tuple(column for column in FAILURE_COLUMNS if not any(is_answered(row.get(column)) for row in rows))


def _backup(book: Book, item: Item, content: object) -> Prose:
    one = without_stand_in(book, item, content)
    lacks = "lacking.person" if is_team(one) else "lacking.stand_in"
    return book.say("needed_steps", parts=[book.say(lacks, who=one)]) if one else Prose("")


def _around_steps(book: Book, item: Item, content: object, *, drilled: bool = False) -> Prose:
    """Name what a procedure lacks. A bare list of steps may say in its steps when to use them, and by whom."""
    framed = content if isinstance(content, Mapping) and "steps" in content else None
    frame = {"steps": content} if framed is None else {"takes": framed.get("minutes"), **framed}
    ends = STEP_ENDS[:1] if item.id in _NO_WAY_BACK else STEP_ENDS
    wanted = () if framed is None else (*STEP_FACTS, *ends)
    lacking = [fact for fact in wanted if not is_answered(frame.get(fact))]
    rows = rows_in(frame["steps"])
    if rows and not any(is_filled(row.get("see")) for row in rows):
        lacking.append("see")
    if item.id == _WRITES and not trial_case(book, item).known:
        lacking.append("trial")
    parts = [book.say(f"lacking.{fact}") for fact in lacking]
    if not drilled and (supposed := to_confirm(item.id, book.entries)):
        parts.insert(0, book.say("lacking.next_stop", title=supposed))
    if not drilled and (alone := builder_alone(book, item, content)):
        unasked = book.score.items[item.id].operator is None
        parts.append(book.say("lacking.without", who=alone, unasked=unasked))
    if one := stops_alone(book, item, content):
        parts.append(book.say("lacking.stand_in", who=one))
    return book.say("needed_steps", parts=parts) if parts else Prose("")


def _around_number(book: Book, item: Item, content: object) -> Prose:  # noqa: ARG001 - all of these take the item
    """Name what a number lacks before somebody can act on it. A number in words may say it there."""
    row = content if isinstance(content, Mapping) and is_filled(content) else {"value": content}
    wanted = ("unit", *_NUMBER_FACTS) if "value" in row and len(row) > 1 else ()
    lacking = [book.say(f"lacking.number.{fact}") for fact in wanted if not is_answered(row.get(fact))]
    return book.say("needed_steps", parts=lacking) if lacking else Prose("")


def _cells(book: Book, item: Item, content: object) -> Prose:
    """Name the cells of a table that are empty and may not be, by their column."""
    columns = item.content.columns
    rows = rows_in(content)
    parts = []
    for column in columns[1:]:
        blank = [cell(row, columns[0], columns) for row in rows if not is_answered(row.get(column.id))]
        if blank and not column.optional:
            names = [quotable(name) for name in blank if name]
            every = len(blank) == len(rows) or not names
            parts.append(book.say("lacking.cell", column=column.title, rows=() if every else names))
    if builder_alone(book, item, content):
        parts.append(book.say("lacking.reach"))
    return book.say("needed_steps", parts=parts) if parts else Prose("")


_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=(.*))", re.DOTALL)  # each end, and all that follows
_OF_ANY_KIND = (_blocked, _left_open, _hours)
_NUMBER_FACTS = ("where", "who", "when_crossed")  # besides its value
_WRITES = STOPS[0]
_REVIEWED, _MOST_DAYS = "x_cross_cutting.last_reviewed", 180
_OPEN = {
    "date": _old_review,
    "failure_mode": _columns,
    "number": _around_number,
    "people": _backup,
    "steps": _around_steps,
    "table": _cells,
}
_OF_A_DRILL = {"steps": partial(_around_steps, drilled=True)}
_WITHOUT = (_around_steps, _cells)  # may ask who does it besides a builder


def task(book: Book, item: Item, what: Prose, alone: str = "", settled: Item | None = None) -> Todo:
    """Return a task with who can do it and by when; ``alone`` is a builder whom nobody can stand in for yet."""
    asked = settled or item
    return Todo(what=ended(what), needed_from=needed_from(book, asked, alone), by=day_of(book, asked))
