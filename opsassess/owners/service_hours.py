"""Hours of service as somebody typed them, where they can be read: never a guess."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache

from opsassess.phrases import MONTHS, any_of, lists

_WORKING_DAYS = Fraction(21)  # a month, as in the 168 working hours of a month
_ALL_DAYS = Fraction(365, 12)
ALL_HOURS = 24 * _ALL_DAYS
_SPAN = re.compile(r"(\d{1,2}):(\d\d) to (\d{1,2}):(\d\d)")
_OTHER_END = re.compile(r", (?:on )?(\w+) until (\d{1,2}):([0-5]\d)$")  # "Thursday until 18:00"
_BRACKETS = re.compile(r"\s*\([^()]*\)")  # the time zone
_DAY = 24 * 60
_WEEK, _WORKING = frozenset(range(7)), frozenset(range(5))  # from Monday
_CLAUSE = re.compile(r"[,;]\s+")
_BETWEEN = re.compile(r",? and (?:on )?|, ")
_MONTH = re.compile(rf"\bin ({any_of(MONTHS)}) (20\d\d)\b")


def hours_a_month(text: object, month: dt.date | None = None) -> Fraction | None:
    """Return the hours of service in a month, an average one where none is named; None where the text does not tell.

    Read are "08:00 to 18:00 on working days", "Monday to Friday 08:00 to 16:00, Thursday until 18:00" and what says
    "at all hours", in the words of ``runbook-words.yaml``, with a time zone in brackets. What follows a semicolon says
    who answers when, and is left alone.
    """
    if not isinstance(text, str):
        return None
    told, *other = _OTHER_END.split(_BRACKETS.sub("", text.partition(";")[0]).strip().rstrip(".").lower())
    found = _read(told)
    if found is None:
        return None
    week, start, end = found
    hours = Fraction(end - start, 60) * _days(month, week)
    if other:
        day, then = _days_of_week(other[0]), 60 * int(other[1]) + int(other[2])
        if not day or not day <= week or not start < then <= _DAY:
            return None
        hours += Fraction(then - end, 60) * _days(month, day)
    return hours


def hours_beyond(text: str, there: str) -> str:
    """Return when somebody is there, in their own words, if a text has hours beyond these, and both tell their hours.

    Of a text with several spans the first has to be covered by one of theirs: "Monday to Friday 08:00 to 16:00".
    """
    week, start, end = next(filter(None, map(_read, _CLAUSE.split(text))), (frozenset[int](), 0, 0))
    told = {clause.strip(" ."): found for clause in _CLAUSE.split(there) if (found := _read(clause))}
    covered = any(week <= days and first <= start and end <= last for days, first, last in told.values())
    return "" if covered or not week else "; ".join(told)


def _read(text: str) -> tuple[frozenset[int], int, int] | None:
    """Return the days, and from which to which minute of each."""
    told = _BRACKETS.sub("", text).strip().rstrip(".").lower()
    if _always().fullmatch(told.replace("-", " ")):
        return _WEEK, 0, _DAY
    found = _SPAN.search(told)
    week = _days_of_week(told.replace(found[0], "", 1).strip(" ,").removeprefix("on ")) if found else None
    if found is None or not week:
        return None
    start, end = (60 * int(found[n]) + int(found[n + 1]) for n in (1, 3))
    minutes_fit = int(found[2]) < 60 and int(found[4]) < 60  # noqa: PLR2004 - of an hour
    return (week, start, end) if minutes_fit and start < end <= _DAY else None


def month_told(texts: Iterable[str]) -> dt.date | None:
    """Return the first day of the month that a figure is of, as in "2,604 runs in October 2026"."""
    found = (_MONTH.search(text) for text in texts)
    return next((dt.date(int(one[2]), MONTHS.index(one[1]) + 1, 1) for one in found if one), None)


@lru_cache(maxsize=1)
def _always() -> re.Pattern[str]:
    """Return a text of the phrases that say "always" and those that add nothing to it, and of no other words."""
    always, besides = any_of(lists()["always"]), any_of(lists()["always_besides"])
    between = r"(?:[,\s]+|$)"
    return re.compile(rf"(?:(?:{besides}){between})*(?:{always}){between}(?:(?:{always}|{besides}){between})*")


def _days_of_week(text: str) -> frozenset[int]:
    """Return the days that a text names, such as "working days and Saturdays"; none where it says more."""
    numbers = {name: n for n, names in enumerate(lists()["days_of_the_week"]) for name in names}
    known = {name: frozenset((n,)) for name, n in numbers.items()}
    known |= dict.fromkeys(lists()["working_days"], _WORKING) | dict.fromkeys(lists()["every_day"], _WEEK)
    parts = [(part, *part.partition(" to ")[::2]) for part in _BETWEEN.split(text)]
    found = [
        known.get(part) or frozenset(range(numbers.get(first, 7), numbers.get(last, -1) + 1))
        for part, first, last in parts
    ]
    return frozenset().union(*found) if all(found) else frozenset()


def _days(month: dt.date | None, week: frozenset[int]) -> Fraction:
    """Return how often these days come in a month: public holidays differ, and count as working days."""
    if month is None:
        return _WORKING_DAYS if week == _WORKING else _ALL_DAYS * len(week) / 7
    days = range(1, calendar.monthrange(month.year, month.month)[1] + 1)
    return Fraction(sum(1 for day in days if dt.date(month.year, month.month, day).weekday() in week))
