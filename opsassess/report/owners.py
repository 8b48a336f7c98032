"""Who does something about a question, by when: what was agreed, else who is asked for it, as the follow-up asks."""

from __future__ import annotations

import datetime as dt

from opsassess.report.asked import asked_person, second_person, showing_person
from opsassess.report.situations import wanted
from opsassess.scoring import Gap, Score


def owner_of(score: Score, item: str, gap: Gap | None) -> tuple[str, dt.date | None]:
    """Return the name, or nothing, and the day if one was agreed. Without a gap the item only has to reach more."""
    action = score.assessment.action_of.get(item)
    want = wanted(score.items[item], gap) if gap else ""
    promise = score.assessment.promise_of.get(item) if want == "look" or not action else None
    if promise:
        return promise.who, promise.by
    if action and action.owner:
        return action.owner, action.due
    return _who_is_asked(score, item, gap), action.due if action else None


def _who_is_asked(score: Score, item: str, gap: Gap | None) -> str:
    """Return who can do it by what was said; work that begins with writing has nobody before somebody names one."""
    assessment, values = score.assessment, score.items[item]
    if gap is None:
        return second_person(assessment, values.item).name if item in score.one_person else ""
    want = wanted(values, gap)
    if want == "look":
        return showing_person(assessment, values).name
    if want == "answer":
        return asked_person(assessment, values.item).name
    if not gap.steps or gap.steps[0] == "write":
        return ""
    return " and ".join(dict.fromkeys(a.respondent.name for a in values.operators if a.rating == values.operator))
