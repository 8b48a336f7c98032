"""The days of the talks: what is dated before them was seen as a record, not as it happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from opsassess.assessment import Answer, Assessment, Respondent
from opsassess.scoring.values import Seen


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


def is_record(seen: Seen, assessment: Assessment, today: dt.date) -> bool:
    """Tell whether the evidence is of a day before the talks of this round."""
    days = days_of_this_round(assessment, today)
    return bool(seen.evidence.date and days and seen.evidence.date < days[0])
