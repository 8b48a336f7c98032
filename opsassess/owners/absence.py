"""How the builder can be reached, by the profile, without the days away that have passed."""

from __future__ import annotations

import datetime as dt
import re

from opsassess.assessment import Assessment
from opsassess.phrases import any_of
from opsassess.scoring import Score

MONTHS = ["January", "February", "March", "April", "May", "June", "July"]
MONTHS += ["August", "September", "October", "November", "December"]
_AWAY = re.compile(r"[.;,]?[^.;,]*\baway (?:from|between|until|in|on) (?P<span>[^.;,]+)", re.IGNORECASE)
_DAY = re.compile(rf"(?:(\d{{1,2}})(?:st|nd|rd|th)? )?({any_of(MONTHS)})\b(?: (\d{{4}}))?")
_ROUND = dt.timedelta(days=183)
_ISO = re.compile(r"\d{4}-\d\d-\d\d")


def reached(score: Score) -> str:
    """Return how the builder can be reached, in the words of the profile, without the days away that have passed."""
    told = str(score.assessment.agent.facts.get("builder_available") or "").strip()
    return without_past_absence(told, _said(score.assessment, score.as_of), score.as_of)


def without_past_absence(told: str, said: dt.date, today: dt.date) -> str:
    """Return a text of that day without the clauses that say of days before today that somebody is away."""
    kept = _AWAY.sub(lambda found: "" if _is_over(found["span"], said, today) else found[0], told)
    return kept.strip(" ;,") if kept != told else told


def _said(assessment: Assessment, today: dt.date) -> dt.date:
    """Return the day from which on the profile was told: that of what was seen of it, else of the first talk.

    Of a later round of talks it may be new: of the talks of half a year the first.
    """
    if seen := [one.date for one in assessment.agent.evidence.get("builder_available", ()) if one.date]:
        return max(seen)
    talks = [answer.at.date() for answer in assessment.answers if answer.at and answer.at.date() <= today]
    return max(min(talks), max(talks) - _ROUND) if talks else today


def _is_over(span: str, said: dt.date, today: dt.date) -> bool:
    """Tell whether the last day of a span has passed. Without a year it is the next after it was said."""
    if exact := _ISO.findall(span):
        return bool(exact[-1] < today.isoformat())
    *_, last = ("", "", ""), *_DAY.findall(span)
    day, month, year = last
    if not month:
        return False
    this, after = (_end(int(year or said.year) + n, MONTHS.index(month) + 1, int(day or 31)) for n in (0, 1))
    return (this if year or this >= said else after) < today


def _end(year: int, month: int, day: int) -> dt.date:
    """Return a day, or the last one of its month."""
    after = dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
    return min(dt.date(year, month, 1) + dt.timedelta(days=day - 1), after)
