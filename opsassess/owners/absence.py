"""How the builder can be reached, by the profile, without the days away that have passed."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from opsassess.assessment import Assessment
from opsassess.phrases import MONTHS, any_of
from opsassess.scoring import Score

_JOINED = r" but | though | and (?=away)"
_AWAY = r"(?<!right )(?<!straight )\baway (?:from|between|until|in|on) "
_CLAUSE = re.compile(
    rf" ?\([^.;,()]*{_AWAY}(?P<within>[^.;,()]+)\)"
    rf"|(?:[.;,]|{_JOINED})?(?:(?!{_JOINED})[^.;,()])*{_AWAY}(?P<span>[^.;,()]+)",
    re.IGNORECASE,
)
_DAY = re.compile(rf"(?:(\d{{1,2}})(?:st|nd|rd|th)? )?({any_of(MONTHS)})\b(?: ([1-9]\d{{3}}))?")
_ROUND = dt.timedelta(days=183)
_ISO = re.compile(r"\d{4}-\d\d-\d\d")


def reached(score: Score) -> str:
    """Return how the builder can be reached, in the words of the profile, without the days away that have passed."""
    told = str(score.assessment.agent.facts.get("builder_available") or "").strip()
    return without_past_absence(told, _said(score.assessment, score.as_of), score.as_of)


def without_past_absence(told: str, said: dt.date, today: dt.date) -> str:
    """Return a text of that day without the clauses that say of days before today that somebody is away."""
    kept = _CLAUSE.sub(lambda found: "" if _is_over(found["within"] or found["span"], said, today) else found[0], told)
    return kept.lstrip(" .;,").rstrip(" ;,") if kept != told else told


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
    last = None
    for day, month, year in _DAY.findall(span):
        last = _end(int(year or said.year), month, day)
        if year:
            said = last
        elif last < said:
            last = _end(said.year + 1, month, day)
    return last is not None and last < today


def _end(year: int, month: str, day: str) -> dt.date:
    """Return a day, or the last one of its month."""
    number = MONTHS.index(month) + 1
    last = calendar.monthrange(year, number)[1]
    return dt.date(year, number, min(int(day or 0) or last, last))
