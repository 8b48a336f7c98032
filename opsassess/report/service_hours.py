"""Hours of service as somebody typed them, where they can be read: never a guess."""

from __future__ import annotations

import re
from fractions import Fraction

_WORKING_DAYS = Fraction(21)  # a month, as in the 168 working hours of a month
_ALL_DAYS = Fraction(365, 12)
ALL_HOURS = 24 * _ALL_DAYS
_DAYS = {"on working days": _WORKING_DAYS, "on weekdays": _WORKING_DAYS, "every day": _ALL_DAYS, "daily": _ALL_DAYS}
_ALWAYS = frozenset({"at all hours", "around the clock", "24/7"})
_SPAN = re.compile(rf"(\d{{1,2}}):(\d\d) to (\d{{1,2}}):(\d\d) ({'|'.join(_DAYS)})")
_BRACKETS = re.compile(r"\s*\([^()]*\)")  # the time zone
_DAY = 24 * 60


def hours_a_month(text: object) -> Fraction | None:
    """Return the hours of service in a month; None where the text does not say them in a form that is read here.

    Read are "08:00 to 18:00 on working days" (or "on weekdays", "every day", "daily") and "at all hours" ("around the
    clock", "24/7"), with a time zone in brackets. What follows a semicolon says who answers when, and is left alone.
    """
    if not isinstance(text, str):
        return None
    told = _BRACKETS.sub("", text.partition(";")[0]).strip().rstrip(".").lower()
    if told in _ALWAYS:
        return ALL_HOURS
    found = _SPAN.fullmatch(told)
    if found is None:
        return None
    start, end = (60 * int(found[n]) + int(found[n + 1]) for n in (1, 3))
    minutes_fit = int(found[2]) < 60 and int(found[4]) < 60  # noqa: PLR2004 - of an hour
    if not minutes_fit or not start < end <= _DAY:
        return None
    return Fraction(end - start, 60) * _DAYS[found[5]]
