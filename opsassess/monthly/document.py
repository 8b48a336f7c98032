"""The monthly report: what was planned, what was done, what comes next."""

from __future__ import annotations

import datetime as dt

from opsassess.blocks import Document, Paragraph, Section, Todo
from opsassess.delta import as_it_was
from opsassess.drill.held import is_live
from opsassess.monthly.dependence import dependence_section
from opsassess.monthly.due import open_section
from opsassess.monthly.exercises import exercises_section, failed_told
from opsassess.monthly.hours import hours_section
from opsassess.monthly.reviews import thresholds_section
from opsassess.monthly.subject import CalendarMonth, Subject
from opsassess.monthly.talks import talked, talks_section
from opsassess.owners.days import ProposedDays
from opsassess.owners.holding import fall_told
from opsassess.prose import Sentences, escape, listed
from opsassess.report.held import held_told
from opsassess.report.must_haves import met, must_haves
from opsassess.retainer import Scope
from opsassess.retainer.calibration import Worked


def monthly_document(
    scope: Scope,
    month: CalendarMonth,
    sentences: Sentences,
    *,
    made: dt.date,
    worked: tuple[Worked, ...] = (),
    provider: str = "",
) -> Document:
    """Return the report of a month; without rows of a timesheet the used hours are left to be filled in."""
    subject = Subject(scope=scope, month=month, worked=worked, provider=provider, sentences=sentences)
    agents = [escape(score.assessment.agent.name) for score in subject.scores]
    assessment = subject.scores[0].assessment
    return Document(
        kind="monthly",
        title=subject.say("title", month=month.name, runs=subject.ordered is not None),
        subtitle=subject.say("subtitle", agents=agents, runs=subject.ordered is not None, talked=talked(subject)),
        client=escape(assessment.client.name),
        agent=listed(agents),
        day=made,
        draft=any(score.is_draft for score in subject.scores),
        cover=((subject.say("cover.by"), escape(provider)),) if provider else (),
        sections=tuple(
            section
            for section in (
                _standing(subject),
                talks_section(subject),
                hours_section(subject),
                exercises_section(subject),
                thresholds_section(subject) if subject.ordered else None,  # before that, what was seen was no service
                dependence_section(subject),
                open_section(subject),
            )
            if section
        ),
    )


def _standing(subject: Subject) -> Section:
    lines = []
    for agent in subject.scope.agents:
        score = agent.score
        tiers = score.questionnaire.tier_of
        last = subject.milestone(score)
        before = (last.scores.get("tier") or {}) if last else {}
        known = before.get("reported") if isinstance(before, dict) else before
        then, held = (must_haves(as_it_was(score, last)) if last else ()), must_haves(score)
        had, has = ([m.gate.title for m in met(found)] for found in (then, held))
        lines.append(
            subject.say(
                "standing.line",
                agent=score.assessment.agent.name,
                as_of=None
                if subject.month.has(score.as_of)
                else score.as_of,  # scored on another day than this month's
                now=tiers[score.reported_tier],
                before=tiers.get(known) if isinstance(known, str) else None,  # type: ignore[call-overload] # from a file
                day=last.date if last else None,
                met=[title for title in has if title not in had],
                lost=[title for title in had if title not in has],
                held=held_told(score, held, subject.sentences),
                falls=fall_told(agent, subject.sentences),
                live=is_live(score),
                first_live=ProposedDays(score=score).live,
                draft=score.is_draft,
            )
        )
    failed = (Paragraph(text=text, role="lead") for score in subject.scores if (text := failed_told(score, subject)))
    blocks = (*failed, subject.told(lines), Todo(what=subject.say("standing.words")))
    return Section(id="standing", role="flow", title=subject.say("standing.title"), blocks=blocks)
