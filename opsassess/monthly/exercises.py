"""Drills: what was exercised in the month, and when each drill is due again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from opsassess.blocks import Block, Paragraph, Section, Table
from opsassess.described.drilled import failed_drills
from opsassess.drill.held import Exercise, ahead, exercises_of, is_live, risk_on_drills
from opsassess.monthly.subject import Subject
from opsassess.owners import Owners
from opsassess.owners.people import accepted_by
from opsassess.prose import Prose
from opsassess.retainer.figures import MONTHS
from opsassess.scoring import Score


def exercises(subject: Subject) -> tuple[Exercise, ...]:
    """Return the drills of all agents, the one that is due first at the head."""
    found = [one for score in subject.scores for one in exercises_of(score, subject.month.last)]
    return tuple(sorted(_planned(found, subject), key=_day_of))


def _day_of(one: Exercise) -> dt.date:
    return one.due or one.ages or dt.date.max


def _planned(found: list[Exercise], subject: Subject) -> Iterator[Exercise]:
    """Yield the drills; where months were ordered, one is due when its record ages.

    Those without a record get a month each, as many a year as were ordered.
    """
    package = subject.ordered
    a_year = package.drills.tabletops + package.drills.full if package else 0
    count = 0
    for one in found:
        if one.due or one.held or not a_year or not is_live(one.score):
            yield one
            continue
        if one.ages:
            yield replace(one, due=one.ages)
            continue
        yield replace(one, due=_months_on(subject.month.following, int(count * MONTHS / a_year)))
        count += 1


def _months_on(first: dt.date, months: int) -> dt.date:
    """Return the last day of the month that comes so many months after the one that begins on a day."""
    years, month = divmod(first.month + months, MONTHS)
    year = first.year + years
    return dt.date.max if year > dt.MAXYEAR else dt.date(year, month + 1, 1) - dt.timedelta(days=1)


def exercises_section(subject: Subject) -> Section:
    """Return the section on drills."""
    return Section(id="drills", role="flow", title=subject.say("drills.title"), blocks=tuple(_blocks(subject)))


def _blocks(subject: Subject) -> Iterator[Block]:
    found = exercises(subject)
    done = [
        subject.title(one.score, one.drill.title) for one in found if subject.month.has(one.last) and not one.failed
    ]
    part = [
        subject.title(one.score, one.drill.title) for one in found if subject.month.has(one.part) and not one.failed
    ]
    bare = [one for one in found if not (one.last or one.part or one.due or one.failed)]
    waits = [score.assessment.agent.name for score in subject.scores if not is_live(score)]
    some = any(one.last or one.part or (is_live(one.score) and not one.held) for one in found)
    some = some and not any(one.failed for one in found)  # those stand at the head of the report
    on_record = any(one.last or one.part for one in found if not is_live(one.score))
    lead = subject.say("drills.lead", done=done, part=part, waits=waits, some=some, on_record=on_record)
    if lead:
        yield Paragraph(text=lead, role="lead")
    if len(bare) < len(found):
        yield _table([one for one in found if one not in bare], subject)
    until = ahead(subject.month.last)
    for score in subject.scores:
        own = [one for one in found if one.score is score]
        if again := [one for one in own if one.has_no_leader(until)]:
            namer, today = Owners(score=score).of_agent, subject.month.last
            yield Paragraph(
                text=subject.say("drills.again", agent=subject.agent(score), rows=again, namer=namer, today=today)
            )
        yield from _bare([one for one in own if one in bare], len(own), subject)


def failed_told(score: Score, subject: Subject) -> Prose:
    """Return which drills were not passed: who hears of it elsewhere first trusts nothing else in the report."""
    return subject.say("drills.failed", agent=subject.agent(score), rows=failed_drills(score))


def _bare(bare: Sequence[Exercise], of: int, subject: Subject) -> Iterator[Block]:
    """Yield what has no record and no day, or that somebody accepted it; of an agent that is not live it is no news."""
    if not bare or not is_live(score := bare[0].score):
        return
    if risk := risk_on_drills(score, subject.month.last):
        yield Paragraph(
            text=subject.say(
                "drills.held",
                agent=subject.agent(score),
                many=len(bare),
                all=len(bare) == of,
                until=risk.expires,
                who=accepted_by(score.assessment, risk),
                reason=risk.reason,
            )
        )
        return
    titles = [subject.title(score, one.drill.title) for one in bare]
    yield Paragraph(text=subject.say("drills.bare", titles=titles))


def _table(found: Sequence[Exercise], subject: Subject) -> Table:
    return Table(
        columns=tuple(subject.say(f"drills.column.{name}") for name in ("drill", "last", "due")),
        rows=tuple(_row(one, subject) for one in found),
        widths=(32, 40, 28),
        caption=subject.say("drills.caption"),
    )


def _row(one: Exercise, subject: Subject) -> tuple[Prose, ...]:
    return (
        subject.title(one.score, one.drill.title),
        subject.say("drills.last", day=one.last, part=one.part, along=one.along, open=one.open, failed=one.failed),
        subject.say(
            "drills.due",
            day=one.due,
            ages=one.ages,
            today=subject.month.last,
            first=one.last is None,
            held=one.held,
            failed=one.failed,
        ),
    )
