"""Days and numbers as people write them: each is taken where it can mean one thing only."""

from __future__ import annotations

import datetime as dt
import re

DAY_FORMS = "2026-05-31, 31.5.2026 or 31 May 2026"

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})")
_POINTS = re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})")
_NAMED = re.compile(r"(?P<day>\d{1,2})\.?(?:st|nd|rd|th)?\s+(?P<name>[A-Za-z]{3,9})\.?,?\s+(?P<year>\d{4})")
_NAME_FIRST = re.compile(r"(?P<name>[A-Za-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})")
_SLASHES = re.compile(r"(?P<one>\d{1,2})/(?P<other>\d{1,2})/(?P<year>\d{4})")
_TWELVE = 12
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
_COMMA = re.compile(r"[+-]?\d+,(\d{1,2}|\d{4,})|[+-]?0,\d+")  # 1,234 may be a thousand
_ANY_COMMA = re.compile(r"[+-]?\d+,\d+")


def day_in(text: str) -> dt.date:
    """Return the day that a text is; raises ValueError, with the rest of a sentence, if it is none or may be two."""
    text = " ".join(text.split())
    for form in (_ISO, _POINTS, _NAMED, _NAME_FIRST):
        if found := form.fullmatch(text):
            return _day(found["year"], _month(found), found["day"])
    if found := _SLASHES.fullmatch(text):
        one, other = int(found["one"]), int(found["other"])
        if one != other and max(one, other) <= _TWELVE:
            raise ValueError(f"may be two days: write it as {DAY_FORMS}")
        return _day(found["year"], str(min(one, other)), str(max(one, other)))
    raise ValueError(f"should be a day written as {DAY_FORMS}")


def _month(found: re.Match[str]) -> str:
    parts = found.groupdict()
    if "name" not in parts:
        return str(parts["month"])
    name = str(parts["name"]).lower()
    for number, month in enumerate(_MONTHS, 1):
        if name in (month, month[:3]) or name == month[:4] == "sept":
            return str(number)
    raise ValueError(f"should be a day written as {DAY_FORMS}")


def _day(year: str, month: str, day: str) -> dt.date:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError("is a day that the calendar does not have") from None


def with_point(text: str, *, decimal_comma: bool = False) -> str:
    """Return a number with a point for its decimal comma, where the comma can be nothing else; else the text itself.

    ``decimal_comma`` says that the comma parts nothing else in this file.
    """
    text = text.strip()
    return text.replace(",", ".") if (_ANY_COMMA if decimal_comma else _COMMA).fullmatch(text) else text
