"""What the month was besides a service: whom we asked, what has arrived, and when ordered months begin."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from opsassess.assessment import Answer
from opsassess.blocks import Section
from opsassess.monthly.subject import Subject
from opsassess.owners.asked import person_of
from opsassess.promises import awaited, done, received
from opsassess.prose import Prose, escape
from opsassess.scoring import Score


def talks_section(subject: Subject) -> Section | None:
    """Return the section, or None for a month in which nobody was asked and nothing came."""
    lines = tuple(line for score in subject.scores for line in _of_agent(score, subject))
    lines += tuple(_begin(subject))
    if not lines:
        return None
    return Section(id="month", role="flow", title=subject.say("talks.title"), blocks=(subject.told(lines),))


def talked(subject: Subject) -> bool:
    """Tell whether somebody was asked in the month."""
    return any(_days(score, subject) for score in subject.scores)


def _of_agent(score: Score, subject: Subject) -> Iterator[Prose]:
    agent = subject.agent(score)
    if days := _days(score, subject):
        said = _said(score, subject)
        people = score.assessment.respondents
        names = [r.name for r in people if any(a.respondent == r.id and a.at and r.is_here(a.at.date()) for a in said)]
        yield subject.say("talks.asked", agent=agent, days=days, people=names, as_of=score.as_of)
    arrived = [promise for promise in received(score) if _came(score, promise.item, subject)]
    if arrived:
        titles = {p.item: _title(score, p.item) for p in arrived}
        who = {p.who: person_of(score.assessment, p.who).name or p.who for p in arrived}
        waits = sum(1 for _ in awaited(score))
        yield subject.say("talks.arrived", agent=agent, promises=arrived, titles=titles, who=who, waits=waits)
    if finished := _done(score, subject):
        yield subject.say("talks.done", agent=agent, parts=finished)


def _done(score: Score, subject: Subject) -> list[Prose]:
    """Return what was agreed and has been done in the month: what it was about; who was to do it need not have."""
    found = [
        action for action in score.assessment.actions if done(score, action) and _came(score, action.item, subject)
    ]
    return [escape(_title(score, action.item)) for action in found]


def _title(score: Score, item: str) -> str:
    return score.items[item].item.title if item in score.items else item


def _days(score: Score, subject: Subject) -> list[dt.date]:
    return sorted({answer.at.date() for answer in _said(score, subject) if answer.at})


def _said(score: Score, subject: Subject) -> list[Answer]:
    answers = score.assessment.answers
    return [a for a in answers if a.at and a.says_something and subject.month.has(a.at.date())]


def _came(score: Score, item: str, subject: Subject) -> bool:
    """Tell whether the newest of what was said or seen about an item is of this month."""
    answers = [answer for answer in score.assessment.answers if answer.item == item]
    said = [answer.at.date() for answer in answers if answer.at]
    seen = [evidence.date for answer in answers for evidence in answer.evidence or () if evidence.date]
    return subject.month.has(max((*said, *seen), default=None))


def _begin(subject: Subject) -> Iterator[Prose]:
    """Yield when the months that were ordered begin, before they do."""
    ordered = subject.scope.plan.ordered
    if ordered and subject.ordered is None:
        yield subject.say("talks.begin", package=subject.say(f"package.{ordered.months}"), since=ordered.since)
