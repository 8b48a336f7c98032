"""What is due: what somebody agreed to or promised, drills, accepted risks that end, and the days that we propose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from opsassess.blocks import Block, Bullets, Heading, Paragraph, Section
from opsassess.drill.held import Exercise
from opsassess.monthly.exercises import exercises
from opsassess.monthly.proposals import Dated, dated_rows, registers_of, unnamed
from opsassess.monthly.subject import CalendarMonth, Subject
from opsassess.owners import Owners
from opsassess.owners.asked import person_of
from opsassess.owners.people import accepted_by
from opsassess.promises import awaited, done
from opsassess.prose import Prose
from opsassess.register import register_rows
from opsassess.retainer.agent import Agent
from opsassess.scoring import Score

_NAMED = 6  # of one owner's points of a day; the register names the rest


@dataclass(frozen=True, kw_only=True)
class Due:
    """One thing that somebody has agreed to, promised or accepted, with its day."""

    day: dt.date
    text: Prose


def open_section(subject: Subject) -> Section:
    """Return what was due by the end of the month, what is due in the next, and how much comes later."""
    until = CalendarMonth(first=subject.month.following).last
    agreed = sorted(_agreed(subject), key=lambda due: due.day)
    rows = sorted(dated_rows(subject), key=lambda row: row.day)
    proposed = sorted((*unnamed(subject), *(row for row in rows if not row.agreed)), key=lambda row: row.day)
    blocks: list[Block] = []
    known = min(score.as_of for score in subject.scores)
    spans = (("late", dt.date.min, subject.month.last), ("coming", subject.month.following, until))
    for name, first, last in spans:
        texts = tuple(due.text for due in agreed if first <= due.day <= last)
        ours = [row for row in proposed if first <= row.day <= last]
        if texts or ours:
            blocks.append(Heading(text=subject.say(f"next.{name}", day=subject.month.last, until=until)))
        if texts:
            blocks.append(Bullets(items=texts, checkbox=True))
        if ours:
            blocks.append(Heading(text=subject.say(f"next.proposed.{name}"), level=3))
            blocks.append(Bullets(items=tuple(_by_day(ours, subject))))
    if again := tuple(_again(subject)):
        blocks = [Heading(text=subject.say("next.again")), Bullets(items=again, checkbox=True), *blocks]
    if blocks and known < subject.month.last:  # nobody is said to be late who may have sent it since
        blocks.insert(0, Paragraph(text=subject.say("next.known", day=known)))
    if rest := _rest(rows, until, subject):
        blocks.append(Paragraph(text=rest, role="note"))
    return Section(
        id="next",
        role="flow",
        title=subject.say("next.title"),
        blocks=tuple(blocks) or (Paragraph(text=subject.say("next.nothing")),),
    )


def _rest(rows: Sequence[Dated], until: dt.date, subject: Subject) -> Prose:
    """Say in which registers the proposed points stand, and how many rows come later."""
    later = [row.day for row in rows if row.day > until]
    soon = any(row.day <= until and not row.agreed for row in rows)
    told = {"many": len(later), "until": until, "last": max(later, default=None)}
    return subject.say("next.later", proposed=soon, registers=registers_of(subject), **told)


def _by_day(rows: Sequence[Dated], subject: Subject) -> Iterator[Prose]:
    """Yield one line a day and agent, with its titles by owner."""
    for day, agent in dict.fromkeys((row.day, row.agent) for row in rows):
        titles: dict[str, list[str]] = {}
        for row in rows:
            if (row.day, row.agent) == (day, agent):
                titles.setdefault(row.owner, []).append(row.title)
        parts = [subject.say("next.part", titles=found, owner=owner, most=_NAMED) for owner, found in titles.items()]
        yield subject.say("next.day", day=day, agent=agent, parts=parts)


# ---------------------------------------------------------------------------------------------------------------------
# What somebody has agreed to


def _agreed(subject: Subject) -> Iterator[Due]:
    for one in exercises(subject):
        if one.due and not one.held and not one.agreed:  # what was agreed stands among the actions
            title = subject.title(one.score, one.drill.title)
            yield Due(
                day=one.due,
                text=subject.say("next.drill", title=title, due=one.due, first=one.last is None, **_led(one)),
            )
    for agent in subject.scope.agents:
        asked = _Asked(agent=agent, subject=subject)
        yield from asked.promises()
        yield from asked.actions()
        yield from asked.risks()
        yield from asked.others()


def _again(subject: Subject) -> Iterator[Prose]:
    """Yield the drills that were not passed and have no day on which they are held again."""
    for one in exercises(subject):
        if one.failed and not one.due:
            title = subject.title(one.score, one.drill.title)
            yield subject.say("next.failed", title=title, failed=one.failed, **_led(one))


def _led(one: Exercise) -> Mapping[str, str]:
    """Return who owns the register's row of what a drill proves, else who has to name somebody."""
    owners = Owners(score=one.score)
    own = (owners.of(values.item.id) for values in one.drill.items if values.item.id in owners.rows)
    return {"who": next((o.name for o in own if o.name and not o.risk), ""), "namer": owners.of_agent}


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What was agreed about one agent."""

    agent: Agent
    subject: Subject

    @property
    def score(self) -> Score:
        return self.agent.score

    def promises(self) -> Iterator[Due]:
        """Yield what somebody said that they would send."""
        for promise in awaited(self.score):
            if promise.by:
                yield self._due("promise", promise.item, promise.who, promise.what, promise.by)

    def actions(self) -> Iterator[Due]:
        """Yield the agreed work that is not done, without what its owner promised to show by that day or has shown."""
        score, owners = self.score, Owners(score=self.score, agent=self.agent)
        for action in score.assessment.actions:
            if action.due and not (done(score, action) or owners.sends(action)):
                yield self._due("action", action.item, action.owner or "", action.text, action.due)

    def risks(self) -> Iterator[Due]:
        """Yield the accepted risks on which nobody works before they end; what has ended is a gap like any other."""
        for item, risk in self.score.risk_of.items():
            if item not in self._worked_on:
                who = accepted_by(self.score.assessment, risk)
                text = self.subject.say("next.risk", title=self._title(item), who=who, expires=risk.expires)
                yield Due(day=risk.expires, text=text)

    def others(self) -> Iterator[Due]:
        """Yield the other rows of the register that have an agreed day."""
        for row in register_rows(self.agent):
            item, day, who = str(row["item"]), row["due"], str(row["owner"] or "")
            if isinstance(day, dt.date) and item not in self._worked_on and item not in self.score.risk_of:
                yield self._due("action", item, who, str(row["do"] or ""), day)

    def _due(self, kind: str, item: str, who: str, what: str, day: dt.date) -> Due:
        person, risk = person_of(self.score.assessment, who), self.score.risk_of.get(item)
        text = self.subject.say(
            f"next.{kind}",
            title=self._title(item),
            what=what.strip(),
            who=person.name,
            spoke=bool(person.roles),
            due=day,
            accepted=risk.expires if risk else None,
        )
        return Due(day=day, text=text)

    def _title(self, item: str) -> Prose:
        title = self.score.items[item].item.title if item in self.score.items else item
        return self.subject.title(self.score, title)

    @cached_property
    def _worked_on(self) -> set[str]:
        dated = [promise.item for promise in awaited(self.score) if promise.by]
        return {*dated, *(action.item for action in self.score.assessment.actions if action.due)}
