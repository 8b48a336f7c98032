"""The monthly report: what was planned, what was done, what comes next."""

from __future__ import annotations

from collections.abc import Iterator

from opsassess.blocks import Block, Bullets, Document, Paragraph, Section
from opsassess.monthly.dependence import dependence_section
from opsassess.monthly.exercises import exercises, exercises_section
from opsassess.monthly.hours import hours_section
from opsassess.monthly.reviews import thresholds_section
from opsassess.monthly.subject import CalendarMonth, Subject
from opsassess.prose import Prose, Sentences, escape, listed
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
        subtitle=subject.say("subtitle", agents=agents),
        client=escape(assessment.client.name),
        agent=listed(agents),
        day=month.last,
        draft=False,
        cover=((subject.say("cover.by"), escape(provider)),) if provider else (),
        sections=(
            _standing(subject),
            hours_section(subject),
            exercises_section(subject),
            thresholds_section(subject),
            dependence_section(subject),
            _next(subject),
        ),
    )


def _standing(subject: Subject) -> Section:
    lines = []
    for score in subject.scores:
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
                milestone=last.name if last else "",
            )
        )
    blocks = (Bullets(items=tuple(lines)), Paragraph(text=subject.say("standing.words"), role="note"))
    return Section(id="standing", role="flow", title=subject.say("standing.title"), blocks=blocks)


def _next(subject: Subject) -> Section:
    lines = tuple(_upcoming(subject))
    blocks: tuple[Block, ...] = (
        (Bullets(items=lines, checkbox=True),) if lines else (Paragraph(text=subject.say("next.nothing")),)
    )
    return Section(id="next", role="flow", title=subject.say("next.title"), blocks=blocks)


def _upcoming(subject: Subject) -> Iterator[Prose]:
    until = CalendarMonth(first=subject.month.following).last
    for one in exercises(subject):
        if one.due is None or one.due <= until:
            yield subject.say("next.drill", title=subject.title(one.score, one.drill.title), due=one.due)
    for score in subject.scores:
        for action in score.assessment.actions:
            if action.due and action.due <= until:
                yield subject.say("next.action", text=action.text, owner=action.owner, due=action.due)
        for risk in score.assessment.exceptions:
            if subject.month.first <= risk.expires <= until:
                title = score.items[risk.item].item.title if risk.item in score.items else risk.item
                yield subject.say("next.risk", title=title, role=risk.role, expires=risk.expires)
