"""Drills: what was exercised in the month, and when each drill is due again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from opsassess.blocks import Block, Paragraph, Section, Table
from opsassess.drill.plan import Drill, drills_of
from opsassess.monthly.subject import Subject
from opsassess.prose import Prose
from opsassess.scoring import Score


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """A drill with its last record."""

    score: Score
    drill: Drill
    last: dt.date | None
    due: dt.date | None  # the day on which its record begins to age; None: it was never done


def exercises(subject: Subject) -> tuple[Exercise, ...]:
    """Return the drills of all agents, the one that is due first at the head."""
    found = [_exercise(score, drill) for score in subject.scores for drill in drills_of(score)]
    return tuple(sorted(found, key=lambda one: one.due or dt.date.min))


def _exercise(score: Score, drill: Drill) -> Exercise:
    first = drill.items[0]
    days = [seen.evidence.date for seen in first.seen if seen.evidence.level == "E3" and seen.evidence.date]
    last = max(days, default=None)
    due = last + dt.timedelta(days=first.item.window) if last else None
    return Exercise(score=score, drill=drill, last=last, due=due)


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
        widths=(50, 25, 25),
        caption=subject.say("drills.caption"),
    )


def _row(one: Exercise, subject: Subject) -> tuple[Prose, ...]:
    late = one.due is None or one.due <= subject.month.last
    return (
        subject.title(one.score, one.drill.title),
        subject.say("drills.last", day=one.last),
        subject.say("drills.due", day=one.due, late=late),
    )
