"""The days of the talks: what is dated before them was seen as a record, not as it happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction

from opsassess.assessment import Answer, Assessment, Respondent
from opsassess.owners.way import agent_of
from opsassess.prose import Prose, Sentences
from opsassess.scoring import ItemScore, Score
from opsassess.scoring.sight import best_seen
from opsassess.scoring.values import Seen

_USABLE = Fraction(3, 4)


def days_of_this_round(assessment: Assessment, today: dt.date) -> list[dt.date]:
    """Return the days on which people spoke since the last milestone before today."""
    return sorted({answer.at.date() for answer in _of_this_round(assessment, today) if answer.at})


def who_spoke(assessment: Assessment, today: dt.date) -> tuple[Respondent, ...]:
    """Return who spoke since the last milestone before today and has not left."""
    said = {answer.respondent for answer in _of_this_round(assessment, today)}
    return tuple(person for person in assessment.people if person.id in said)


def _of_this_round(assessment: Assessment, today: dt.date) -> Iterator[Answer]:
    before = max((m.date for m in assessment.milestones if m.date < today), default=dt.date.min)
    for answer in assessment.answers:
        day = answer.at.date() if answer.at else None
        if answer.says_something and (day > before if day else before == dt.date.min):
            yield answer


def since_told(score: Score, item: str, sentences: Sentences) -> Prose:
    """Return what the team used of the parts of something since it said that it is not there."""
    days = [answer.at.date() for answer in score.items[item].operators if answer.rating == 0 and answer.at]
    parts = agent_of(score).coefficients.dependencies.get(item, ())
    known = [score.items[part] for part in parts if part in score.items and score.items[part].applies]
    used = [part for part in known if days and part.claimed >= _USABLE]
    found = ((part.item.title, list(_since(part, max(days)))) for part in used)
    newer = [(title, what) for title, what in found if what]
    return sentences.say("since_answered", day=max(days), seen=newer, parts=len(known)) if newer else Prose("")


def _since(item: ItemScore, day: dt.date) -> Iterator[str]:
    """Yield what was seen in use after a day."""
    for evidence in (one.evidence for one in best_seen(item)):
        if evidence.date and evidence.date > day and evidence.level in ("E2", "E3") and evidence.what.strip():
            yield evidence.what.strip().rstrip(".")


def is_record(seen: Seen, assessment: Assessment, today: dt.date) -> bool:
    """Tell whether the evidence is of a day before the talks of this round."""
    days = days_of_this_round(assessment, today)
    return bool(seen.evidence.date and days and seen.evidence.date < days[0])
