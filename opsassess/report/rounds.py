"""The days of the talks: what is dated before them was seen as a record, not as it happened."""

from __future__ import annotations

import datetime as dt

from opsassess.assessment import Assessment
from opsassess.scoring.values import Seen


def days_of_this_round(assessment: Assessment, today: dt.date) -> list[dt.date]:
    """Return the days on which people spoke since the last milestone before today."""
    before = max((m.date for m in assessment.milestones if m.date < today), default=dt.date.min)
    days = {answer.at.date() for answer in assessment.answers if answer.at}
    return sorted(day for day in days if day > before)


def is_record(seen: Seen, assessment: Assessment, today: dt.date) -> bool:
    """Tell whether the evidence is of a day before the talks of this round."""
    days = days_of_this_round(assessment, today)
    return bool(seen.evidence.date and days and seen.evidence.date < days[0])
