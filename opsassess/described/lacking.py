"""What the description of a question leaves open, as values: every document says them in its own words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from opsassess.described.alone import (
    REACHED,
    builder_alone,
    stand_ins_elsewhere,
    still_asked,
    stops_alone,
    without_stand_in,
)
from opsassess.described.book import Book
from opsassess.described.by_prompt import only_by_prompt, told_otherwise
from opsassess.described.duration import longer_than_told
from opsassess.described.entries import Entry
from opsassess.described.hours import hours_lacking
from opsassess.described.inventory import otherwise_in_profile
from opsassess.described.points import Phrase, Point
from opsassess.described.reach import released_early, unreached, without_key
from opsassess.described.shapes import STEP_ENDS, STEP_FACTS, cell, rows_in
from opsassess.described.trial import trial_case
from opsassess.described.values import is_filled, quotable, text_of
from opsassess.described.words import is_answered, is_of_other_times, left_open_in, waits_in
from opsassess.owners.open_hours import PAUSE, STOPS, open_hours
from opsassess.owners.people import BOUNDARY, undone
from opsassess.phrases import is_team, names, phrase
from opsassess.questionnaire import FAILURE_COLUMNS, ContentKind, Item

_NO_WAY_BACK = (  # to ask for: it changes nothing, is a way back itself, or there is none
    "s5_kill_switch.verify_pause",
    "r2_incident.scope_impact",
    "r4_change.rollback_plan",
    "r5_continuity.rotate_access",
)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=(.*))", re.DOTALL)  # each end, and all that follows
_NUMBER_FACTS = ("where", "who", "when_crossed")  # besides its value
_WRITES = STOPS[0]
_DRAFT_ONLY, _DRILLS = "s5_kill_switch.draft_only", "x_cross_cutting.drills"
_REVIEWED, _MOST_DAYS = "x_cross_cutting.last_reviewed", 180


@dataclass(frozen=True, kw_only=True)
class _Described:
    """What somebody said of a question, for whoever looks for what it leaves open."""

    book: Book
    item: Item
    content: Any


def left_open(book: Book, entry: Entry) -> tuple[Point, ...]:
    """Return what an entry that is described still leaves open; nothing of one that nobody described."""
    return book.kept(("left open", entry.item.id), lambda: _left_open(book, entry))


def _left_open(book: Book, entry: Entry) -> tuple[Point, ...]:
    if entry.told is None:
        return ()
    told, kind = _Described(book=book, item=entry.item, content=entry.told.content), entry.item.content.kind
    own = (_OPEN[kind],) if kind in _OPEN else ()
    found = (find(told) for find in (*own, _blocked, _undone, _successor, _without_mode, _own_words, _hours))
    return tuple(filter(None, found))


def to_settle(book: Book, entry: Entry) -> tuple[Point, ...]:
    """Return what of it has to be known before somebody exercises an entry.

    Not who is there at other times, and not whether an operator can do it alone: that is what the drill shows.
    """
    if entry.told is None:
        return ()
    told, kind = _Described(book=book, item=entry.item, content=entry.told.content), entry.item.content.kind
    finders = (_OF_A_DRILL.get(kind, _OPEN[kind]),) if kind in _OPEN and kind != "people" else ()
    found = [find(told) for find in finders]
    if said := _open_at_any_time(told.item, told.content):
        found.append(Point(kind="open", values={"said": said}))
    return tuple(filter(None, found))


def alone_with(book: Book, entry: Entry) -> str:
    """Return the builder who alone does what an entry describes, where the entry is one that somebody has to do."""
    does = entry.item.content.kind in _DONE
    return builder_alone(book, entry.item, entry.told.content) if entry.told and does else ""


def versions(entry: Entry) -> Iterator[Point]:
    """Yield that one version has to be agreed on, where another is printed beside it."""
    if entry.told and entry.differing:
        others = [other.respondent.name for other in entry.differing]
        yield Point(kind="version", values={"who": others, "printed": entry.told.respondent.name})


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


def _own_words(told: _Described) -> Point | None:
    """Repeat what an answer itself says is open."""
    said, hours = left_open_in(told.content), told.item.id == PAUSE and open_hours(told.book.score) is not None
    return Point(kind="open", values={"said": said}, hours=hours) if said else None


def _hours(told: _Described) -> Point | None:
    """Ask for the hours of those who stop the agent and lead an incident, and for the hours outside them."""
    parts = hours_lacking(told.book, told.item, told.content)
    return Point(kind="unknown", parts=tuple(parts), hours=True) if parts else None


def _old_review(told: _Described) -> Point | None:
    """Ask for a review of the pages where the last one was long ago."""
    if told.item.id != _REVIEWED:
        return None
    try:
        days = (told.book.score.as_of - dt.date.fromisoformat(text_of(told.content).strip())).days
    except ValueError:
        return None
    return Point(kind="review", values={"days": days}) if days > _MOST_DAYS else None


def _without_mode(told: _Described) -> Point | None:
    """Ask what is done instead where an entry orders a mode that was accepted as missing."""
    risk = next((risk for risk in told.book.score.accepted if risk.item == _DRAFT_ONLY), None)
    orders = told.item.id not in (_DRAFT_ONLY, _DRILLS) and phrase("draft_only").search(text_of(told.content))
    return Point(kind="mode", values={"until": risk.expires}) if risk and orders else None


def _blocked(told: _Described) -> Point | None:
    """Name what only the prompt forbids."""
    rows = only_by_prompt(told.item, told.content)
    otherwise = told_otherwise(told.book.score.items[told.item.id])
    return Point(kind="block", values={"rows": rows, "otherwise": otherwise}) if rows else None


def _undone(told: _Described) -> Point | None:
    """Ask who does what the agreed table gives to a builder whose contract has ended."""
    duties = undone(told.book.score) if told.item.id == BOUNDARY else ()
    values = {"duties": duties, "since": told.book.owners.days.builder_since}
    return Point(kind="undone", values=values) if duties else None


def _successor(told: _Described) -> Point | None:
    """Ask who does now what an answer says somebody does who has left. A text may tell of the past."""
    said = "" if told.item.content.kind == "text" else text_of(told.content)
    who = [person.name for person in told.book.score.assessment.left if names(said, person.name)]
    return Point(kind="successor", values={"who": who}) if who else None


def _columns(told: _Described) -> Point | None:
    lacking = _columns_of(told.content)
    parts = tuple(Phrase(name=f"column.{column}") for column in lacking)
    return Point(kind="unknown", parts=parts, columns=lacking) if lacking else None


def _columns_of(content: object) -> tuple[str, ...]:
    rows = rows_in(content)
    return tuple(column for column in FAILURE_COLUMNS if not any(is_answered(row.get(column)) for row in rows))


def _backup(told: _Described) -> Point | None:
    one = without_stand_in(told.book, told.item, told.content)
    lacks = "lacking.person" if is_team(one) else "lacking.stand_in"
    parts = [Phrase(name=lacks, values={"who": one})] if one else []
    parts += [Phrase(name="lacking.backup", values=found) for found in stand_ins_elsewhere(told.book, told.content)]
    asked = still_asked(told.book, told.item, told.content)
    parts += [Phrase(name="lacking.asked", values={"who": asked})] if asked else []
    return Point(kind="unknown", parts=tuple(parts)) if parts else None


def _around_steps(told: _Described, *, drilled: bool = False) -> Point | None:
    """Name what a procedure lacks. A bare list of steps may say in its steps when to use them, and by whom."""
    framed = told.content if isinstance(told.content, Mapping) and "steps" in told.content else None
    frame = {"steps": told.content} if framed is None else {"takes": framed.get("minutes"), **framed}
    ends = STEP_ENDS[:1] if told.item.id in _NO_WAY_BACK else STEP_ENDS
    wanted = () if framed is None else (*STEP_FACTS, *ends)
    lacking = [fact for fact in wanted if not is_answered(frame.get(fact))]
    rows = rows_in(frame["steps"])
    if rows and not any(is_filled(row.get("see")) for row in rows):
        lacking.append("see")
    if told.item.id == _WRITES and not trial_case(told.book, told.item).known:
        lacking.append("trial")
    parts = unreached(told.book, told.item, told.content)
    parts += (*longer_than_told(told.content), *released_early(told.item, told.content))
    parts += [Phrase(name=f"lacking.{fact}") for fact in lacking]
    if not drilled and (alone := builder_alone(told.book, told.item, told.content)):
        unasked = told.book.score.items[told.item.id].operator is None
        parts.append(Phrase(name="lacking.without", values={"who": alone, "unasked": unasked}))
    if not drilled and (one := stops_alone(told.book, told.item, told.content)):
        parts.append(Phrase(name="lacking.stand_in", values={"who": one}))
    return Point(kind="unknown", parts=tuple(parts)) if parts else None


def _around_number(told: _Described) -> Point | None:
    """Name what a number lacks before somebody can act on it. A number in words may say it there."""
    row = told.content if isinstance(told.content, Mapping) and is_filled(told.content) else {"value": told.content}
    wanted = ("unit", *_NUMBER_FACTS) if "value" in row and len(row) > 1 else ()
    lacking = tuple(Phrase(name=f"lacking.number.{fact}") for fact in wanted if not is_answered(row.get(fact)))
    return Point(kind="unknown", parts=lacking) if lacking else None


def _cells(told: _Described) -> Point | None:
    """Name the cells of a table that are empty and may not be, by their column."""
    columns = told.item.content.columns
    rows = rows_in(told.content)
    waits = [row for row in rows if any(map(waits_in, map(text_of, row.values())))]
    there = [row for row in rows if row not in waits]
    parts = []
    for column in columns[1:]:
        blank = [cell(row, columns[0], columns) for row in there if not is_answered(cell(row, column, columns))]
        if blank and not column.optional:
            names = [quotable(name) for name in blank if name]
            every = len(blank) == len(rows) or not names
            # a question; of a client's own table, what its column is called
            spoken = f"cell.{told.item.id}.{column.id}"
            values: dict[str, object] = {"rows": told.book.sentences.say("cell.rows", rows=() if every else names)}
            own = told.book.sentences.has(spoken)
            values |= {} if own else {"column": column.title}
            parts.append(Phrase(name=spoken if own else "lacking.cell", values=values))
    waiting = [quotable(cell(row, columns[0], columns)) for row in waits]
    parts += [Phrase(name="lacking.waits", values={"rows": waiting})] if waiting else []
    if alone := builder_alone(told.book, told.item, told.content):
        ways = (part.strip() for row in rows for part in re.split("[,;]", text_of(row.get(REACHED))))
        way = next((w for w in ways if alone not in w and phrase("way_in").search(w)), "")
        parts.append(Phrase(name="lacking.reach", values={"way": way}))
    parts += (
        *otherwise_in_profile(told.book, told.item, told.content),
        *without_key(told.book, told.item, told.content),
    )
    return Point(kind="unknown", parts=tuple(parts)) if parts else None


_Finder = Callable[[_Described], Point | None]
_OPEN: Mapping[ContentKind, _Finder] = {
    "date": _old_review,
    "failure_mode": _columns,
    "number": _around_number,
    "people": _backup,
    "steps": _around_steps,
    "table": _cells,
}
_DONE = ("steps", "table")  # may ask who does it besides a builder
_OF_A_DRILL: Mapping[ContentKind, _Finder] = {"steps": partial(_around_steps, drilled=True)}
