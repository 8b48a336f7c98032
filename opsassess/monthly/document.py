"""The monthly report: what was planned, what was done, what comes next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from opsassess.blocks import Block, Bullets, Document, Heading, Paragraph, Section, Todo
from opsassess.monthly.dependence import dependence_section
from opsassess.monthly.exercises import exercises, exercises_section, risk_on_drills
from opsassess.monthly.hours import hours_section
from opsassess.monthly.reviews import thresholds_section
from opsassess.monthly.subject import CalendarMonth, Subject
from opsassess.promises import awaited
from opsassess.prose import Prose, Sentences, escape, listed
from opsassess.report.asked import person_of
from opsassess.report.holding import fall_told
from opsassess.report.open_hours import open_hours
from opsassess.report.owners import Owners
from opsassess.retainer import Scope
from opsassess.retainer.calibration import Worked


def monthly_document(
    scope: Scope,
    month: CalendarMonth,
    sentences: Sentences,
    *,
    worked: tuple[Worked, ...] = (),
    provider: str = "",
) -> Document:
    """Return the report of a month; without rows of a timesheet the used hours are left to be filled in."""
    subject = Subject(scope=scope, month=month, worked=worked, provider=provider, sentences=sentences)
    agents = [escape(score.assessment.agent.name) for score in subject.scores]
    assessment = subject.scores[0].assessment
    return Document(
        kind="monthly",
        title=subject.say("title", month=month.name),
        subtitle=subject.say("subtitle", agents=agents, runs=subject.ordered is not None),
        client=escape(assessment.client.name),
        agent=listed(agents),
        day=month.last,
        draft=any(score.is_draft for score in subject.scores),
        cover=((subject.say("cover.by"), escape(provider)),) if provider else (),
        sections=(
            _standing(subject),
            hours_section(subject),
            exercises_section(subject),
            *((thresholds_section(subject),) if subject.ordered else ()),  # before that, what was seen was no service
            dependence_section(subject),
            _open_section(subject),
        ),
    )


def _standing(subject: Subject) -> Section:
    lines = []
    for agent in subject.scope.agents:
        score = agent.score
        tiers = score.questionnaire.tier_of
        earlier = [m for m in score.assessment.milestones if m.date < subject.month.first]
        last = max(earlier, key=lambda m: m.date, default=None)
        before = (last.scores.get("tier") or {}) if last else {}
        known = before.get("reported") if isinstance(before, dict) else before
        lines.append(
            subject.say(
                "standing.line",
                agent=score.assessment.agent.name,
                now=tiers[score.reported_tier],
                before=tiers.get(known) if isinstance(known, str) else None,  # type: ignore[call-overload] # from a file
                day=last.date if last else None,
                falls=fall_told(agent, subject.sentences),
                draft=score.is_draft,
            )
        )
    blocks = (Bullets(items=tuple(lines)), Todo(what=subject.say("standing.words")))
    return Section(id="standing", role="flow", title=subject.say("standing.title"), blocks=blocks)


@dataclass(frozen=True, kw_only=True)
class _Due:
    """Something with a day on which it is due; None is: from now on."""

    day: dt.date | None
    text: Prose


def _open_section(subject: Subject) -> Section:
    """Return what is overdue at the end of the month, and what comes in the next."""
    until = CalendarMonth(first=subject.month.following).last
    found = [due for due in _due(subject) if due.day is None or due.day <= until]
    late = [due.text for due in found if due.day and due.day <= subject.month.last]
    coming = [due.text for due in found if due.day is None or due.day > subject.month.last]
    blocks: list[Block] = []
    for name, texts in (("late", late), ("coming", coming)):
        if texts:
            blocks += [Heading(text=subject.say(f"next.{name}")), Bullets(items=tuple(texts), checkbox=True)]
    return Section(
        id="next",
        role="flow",
        title=subject.say("next.title"),
        blocks=tuple(blocks) or (Paragraph(text=subject.say("next.nothing")),),
    )


def _due(subject: Subject) -> Iterator[_Due]:
    for one in exercises(subject):
        if one.due and not one.held and not one.agreed:  # what was agreed stands among the actions
            title = subject.title(one.score, one.drill.title)
            yield _Due(day=one.due, text=subject.say("next.drill", title=title, due=one.due, first=one.last is None))
    for score in subject.scores:
        if held := risk_on_drills(score, subject.month.last):
            yield _Due(day=None, text=subject.say("next.held", reason=held.reason, role=held.role, until=held.expires))
    for agent in subject.scope.agents:
        yield from _asked(Owners(score=agent.score, agent=agent), subject)
    for score in subject.scores:
        for risk in score.assessment.exceptions:
            name = score.items[risk.item].item.title if risk.item in score.items else risk.item
            past = risk.expires <= subject.month.last
            text = subject.say("next.risk", title=name, role=risk.role, expires=risk.expires, past=past)
            yield _Due(day=risk.expires, text=text)


def _asked(owners: Owners, subject: Subject) -> Iterator[_Due]:
    """Yield what the follow-up asks for by a day: first what comes before all others, then what somebody agreed to."""
    score = owners.score
    if open_hours(score):
        title, do = subject.say("open_hours.title"), subject.say("open_hours.do", agent=score.assessment.agent.name)
        day = owners.days.first
        yield _Due(day=day, text=subject.say("next.first", title=title, do=do, owner=owners.of_agent, due=day))
    for promise in awaited(score):
        if promise.by:
            about = score.items[promise.item].item.title if promise.item in score.items else promise.item
            giver = person_of(score.assessment, promise.who).name
            yield _Due(day=promise.by, text=subject.say("next.promise", title=about, promise=promise, who=giver))
    promised = {(p.item, person_of(score.assessment, p.who)) for p in awaited(score)}
    for action in score.assessment.actions:
        who = person_of(score.assessment, action.owner or "")
        if action.due and (action.item, who) not in promised:
            text = subject.say("next.action", text=action.text, owner=who.name, due=action.due)
            yield _Due(day=action.due, text=text)
