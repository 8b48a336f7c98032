"""Drills: what was exercised in the month, and when each drill is due again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from opsassess.assessment import AcceptedRisk
from opsassess.blocks import Block, Paragraph, Section, Table
from opsassess.described.drilled import failed_drills
from opsassess.drill.plan import Drill, drills_of
from opsassess.monthly.subject import CalendarMonth, Subject
from opsassess.owners import Owners
from opsassess.owners.days import DRILLS
from opsassess.owners.people import accepted_by
from opsassess.phrases import phrase
from opsassess.promises import done
from opsassess.prose import Prose
from opsassess.retainer.figures import MONTHS
from opsassess.scoring import ItemScore, Score

_NO_SIGHT = ("E0", "E1")  # told, or written


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """A drill with its last record by the end of the month."""

    score: Score
    drill: Drill
    last: dt.date | None  # of all that it proves
    part: dt.date | None  # of what it proves in part, where the rest has no record
    along: str  # the title of the drill after which it was done, where it has no record of its own
    open: tuple[str, ...]  # titles of what has no record
    ages: dt.date | None  # when its whole record begins to age
    due: dt.date | None  # the day that is agreed, or that ordered months plan; None: no day yet
    agreed: bool  # the day is that of an action
    held: dt.date | None  # until when somebody accepted that there is no drill


def exercises(subject: Subject) -> tuple[Exercise, ...]:
    """Return the drills of all agents, the one that is due first at the head."""
    found = [one for score in subject.scores for one in _of_agent(score, subject.month.last)]
    return tuple(sorted(_planned(found, subject), key=_day_of))


def _day_of(one: Exercise) -> dt.date:
    return one.due or one.ages or dt.date.max


def _of_agent(score: Score, until: dt.date) -> Iterator[Exercise]:
    drills = drills_of(score)
    found = (_exercise(score, drill, until) for drill in drills_of(score, every=True))
    for one in (one for one in found if one.last or one.drill in drills):
        done = _along(one.drill, drills, until)
        yield replace(one, part=done[0], along=done[1]) if done and not (one.last or one.part) else one


def _along(drill: Drill, drills: Sequence[Drill], until: dt.date) -> tuple[dt.date, str] | None:
    """Return the day and title of the drill after which this one was done: what was seen of it is of the same day.

    Who pauses the live agent lets it run again; that restart was seen, but not recorded as a drill.
    """
    before = [(_last_record(values, until), values.item.id) for values in drill.beside]
    days = {s.evidence.date for values in drill.items for s in values.seen if s.evidence.level not in _NO_SIGHT}
    for day, item in before:
        if day and day in days:
            return day, next((d.title for d in drills if item in {v.item.id for v in d.items}), "")
    return None


def _exercise(score: Score, drill: Drill, until: dt.date) -> Exercise:
    days = [_last_record(values, until) for values in drill.items]
    known = [day for day in days if day]
    whole = len(known) == len(days)  # a drill is done when all that it proves is on record
    pairs = tuple(zip(drill.items, days, strict=True))
    ages = [day + dt.timedelta(days=values.item.window) for values, day in pairs if day]
    risk = risk_on_drills(score, until)
    agreed = None if whole or risk is not None else _agreed(score, (values for values, day in pairs if not day))
    return Exercise(
        score=score,
        drill=drill,
        last=min(known) if whole else None,
        part=max(known, default=None) if not whole else None,
        along="",
        open=tuple(values.item.title for values, day in pairs if not day),
        ages=min(ages) if whole else None,
        due=agreed,
        agreed=agreed is not None,
        held=risk.expires if risk else None,
    )


def _agreed(score: Score, open_items: Iterable[ItemScore]) -> dt.date | None:
    """Return the day by which all that has no record is to be done, where actions say so: to write it is no drill."""
    items = [values.item.id for values in open_items]
    to_write = {gap.item for gap in score.gaps_to("T3") if "write" in gap.steps}
    actions = [action for item in items if (action := score.assessment.action_of.get(item)) and not done(score, action)]
    days = [a.due for a in actions if a.due and (a.item not in to_write or phrase("exercise").search(a.text))]
    return max(days) if len(days) == len(items) else None


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


def risk_on_drills(score: Score, day: dt.date) -> AcceptedRisk | None:
    """Return the accepted risk that there are no drills, where it still holds after a day."""
    found = (risk for risk in score.assessment.exceptions if risk.item == DRILLS and risk.expires > day)
    return next(found, None)


def is_live(score: Score) -> bool:
    """Tell whether an agent works on real cases, as far as we know."""
    return score.assessment.agent.facts.get("live") is not False


def _last_record(values: ItemScore, until: dt.date) -> dt.date | None:
    days = (s.evidence.date for s in values.seen if s.evidence.level == "E3")
    return max((day for day in days if day and day <= until), default=None)


def exercises_section(subject: Subject) -> Section:
    """Return the section on drills."""
    return Section(id="drills", role="flow", title=subject.say("drills.title"), blocks=tuple(_blocks(subject)))


def _blocks(subject: Subject) -> Iterator[Block]:
    found = exercises(subject)
    done = [subject.title(one.score, one.drill.title) for one in found if subject.month.has(one.last)]
    part = [subject.title(one.score, one.drill.title) for one in found if subject.month.has(one.part)]
    bare = [one for one in found if not (one.last or one.part or one.due)]
    waits = [score.assessment.agent.name for score in subject.scores if not is_live(score)]
    some = any(one.last or one.part or (is_live(one.score) and not one.held) for one in found)
    on_record = any(one.last or one.part for one in found if not is_live(one.score))
    lead = subject.say("drills.lead", done=done, part=part, waits=waits, some=some, on_record=on_record)
    if lead:
        yield Paragraph(text=lead, role="lead")
    if len(bare) < len(found):
        yield _table([one for one in found if one not in bare], subject)
    until = CalendarMonth(first=subject.month.following).last
    for score in subject.scores:
        if failed := failed_drills(score):
            yield Paragraph(text=subject.say("drills.failed", agent=subject.agent(score), rows=failed))
        own = [one for one in found if one.score is score]
        if again := [one for one in own if one.ages and one.ages <= until and not (one.due or one.held)]:
            namer, today = Owners(score=score).of_agent, subject.month.last
            yield Paragraph(
                text=subject.say("drills.again", agent=subject.agent(score), rows=again, namer=namer, today=today)
            )
        yield from _bare([one for one in own if one in bare], len(own), subject)


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
        subject.say("drills.last", day=one.last, part=one.part, along=one.along, open=one.open),
        subject.say(
            "drills.due",
            day=one.due,
            ages=one.ages,
            today=subject.month.last,
            first=one.last is None,
            held=one.held,
        ),
    )
