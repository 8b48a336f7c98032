"""Drills: what was exercised in the month, and when each drill is due again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from opsassess.blocks import Block, Paragraph, Section, Table
from opsassess.drill.plan import Drill, drills_of
from opsassess.monthly.subject import Subject
from opsassess.prose import Prose
from opsassess.scoring import ItemScore, Score


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """A drill with its last record by the end of the month."""

    score: Score
    drill: Drill
    last: dt.date | None  # of all that it proves
    due: dt.date | None  # the day on which its record begins to age; None: it was never done


def exercises(subject: Subject) -> tuple[Exercise, ...]:
    """Return the drills of all agents, the one that is due first at the head."""
    found = [_exercise(score, drill, subject.month.last) for score in subject.scores for drill in drills_of(score)]
    return tuple(sorted(found, key=lambda one: one.due or dt.date.min))


def _exercise(score: Score, drill: Drill, until: dt.date) -> Exercise:
    days = [_last_record(values, until) for values in drill.items]
    known = [day for day in days if day]
    last = min(known) if len(known) == len(days) else None  # a drill is done when all that it proves is on record
    windows = [values.item.window for values in drill.items]
    due = min(d + dt.timedelta(days=w) for d, w in zip(known, windows, strict=True)) if last else None
    return Exercise(score=score, drill=drill, last=last, due=due)


def _last_record(values: ItemScore, until: dt.date) -> dt.date | None:
    days = (s.evidence.date for s in values.seen if s.evidence.level == "E3")
    return max((day for day in days if day and day <= until), default=None)


def exercises_section(subject: Subject) -> Section:
    """Return the section on drills."""
    return Section(id="drills", role="flow", title=subject.say("drills.title"), blocks=tuple(_blocks(subject)))


def _blocks(subject: Subject) -> Iterator[Block]:
    found = exercises(subject)
    done = [subject.title(one.score, one.drill.title) for one in found if subject.month.has(one.last)]
    yield Paragraph(text=subject.say("drills.lead", done=done), role="lead")
    yield Table(
        columns=tuple(subject.say(f"drills.column.{name}") for name in ("drill", "last", "due")),
        rows=tuple(_row(one, subject) for one in found),
        widths=(44, 25, 31),
        caption=subject.say("drills.caption"),
    )


def _row(one: Exercise, subject: Subject) -> tuple[Prose, ...]:
    late = one.due is None or one.due <= subject.month.last
    return (
        subject.title(one.score, one.drill.title),
        subject.say("drills.last", day=one.last),
        subject.say("drills.due", day=one.due, late=late),
    )
