"""Hours of service as somebody typed them, where they can be read: never a guess."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache

from opsassess.phrases import any_of, lists

_WORKING_DAYS = Fraction(21)  # a month, as in the 168 working hours of a month
_ALL_DAYS = Fraction(365, 12)
ALL_HOURS = 24 * _ALL_DAYS
_SPAN = re.compile(r"(\d{1,2}):(\d\d) to (\d{1,2}):(\d\d)")
_DAYS = {"working_days": _WORKING_DAYS, "every_day": _ALL_DAYS}
_BRACKETS = re.compile(r"\s*\([^()]*\)")  # the time zone
_DAY = 24 * 60
_WEEK = 5  # working days
_MONTHS = list(calendar.month_name)
_MONTH = re.compile(rf"\bin ({'|'.join(_MONTHS[1:])}) (20\d\d)\b")


def hours_a_month(text: object, month: dt.date | None = None) -> Fraction | None:
    """Return the hours of service in a month, an average one where none is named; None where the text does not tell.

    Read are "08:00 to 18:00 on working days", "every day 06:00 to 22:00" and what says "at all hours", in the words of
    ``runbook-words.yaml``, with a time zone in brackets. What follows a semicolon says who answers when, and is left
    alone.
    """
    if not isinstance(text, str):
        return None
    told = _BRACKETS.sub("", text.partition(";")[0]).strip().rstrip(".").lower()
    if _always().fullmatch(told.replace("-", " ")):
        return 24 * _days(month, _ALL_DAYS)
    found = _SPAN.search(told)
    days = told.replace(found[0], "", 1).strip(" ,").removeprefix("on ") if found else ""
    average = next((of for name, of in _DAYS.items() if days in lists()[name]), None)
    if found is None or average is None:
        return None
    start, end = (60 * int(found[n]) + int(found[n + 1]) for n in (1, 3))
    minutes_fit = int(found[2]) < 60 and int(found[4]) < 60  # noqa: PLR2004 - of an hour
    if not minutes_fit or not start < end <= _DAY:
        return None
    return Fraction(end - start, 60) * _days(month, average)


def month_told(texts: Iterable[str]) -> dt.date | None:
    """Return the first day of the month that a figure is of, as in "2,604 runs in October 2026"."""
    found = (_MONTH.search(text) for text in texts)
    return next((dt.date(int(one[2]), _MONTHS.index(one[1]), 1) for one in found if one), None)


@lru_cache(maxsize=1)
def _always() -> re.Pattern[str]:
    """Return a text of the phrases that say "always" and those that add nothing to it, and of no other words."""
    always, besides = any_of(lists()["always"]), any_of(lists()["always_besides"])
    between = r"(?:[,\s]+|$)"
    return re.compile(rf"(?:(?:{besides}){between})*(?:{always}){between}(?:(?:{always}|{besides}){between})*")


def _days(month: dt.date | None, average: Fraction) -> Fraction:
    """Return the days of a month, or of those the working days: public holidays differ, and count as working days."""
    if month is None:
        return average
    days = range(1, calendar.monthrange(month.year, month.month)[1] + 1)
    working = sum(1 for day in days if dt.date(month.year, month.month, day).weekday() < _WEEK)
    return Fraction(working if average == _WORKING_DAYS else len(days))
