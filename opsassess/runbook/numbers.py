"""Numbers as a reader says them: with their side, unit and window; money with cents, long times in hours."""

from __future__ import annotations

import re

from opsassess.described.shapes import Row
from opsassess.described.values import each, is_filled, text_of
from opsassess.prose import Prose, Sentences
from opsassess.questionnaire import Item
from opsassess.questionnaire.terms import is_number

_MONEY = re.compile(
    r"(?:EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|CZK|CAD|AUD|euros?|dollars?|pounds|[€$£])(?!\w)", re.IGNORECASE
)
_CENTS = 2  # digits
_IN_HOURS = 120  # minutes


def amount_in_words(item: Item, content: Row, sentences: Sentences) -> Prose:
    """Return a limit with unit and window: "at least 92 % of runs a week", "40 to 120 runs a day"."""
    value, unit = content["value"], text_of(content.get("unit"))
    side = item.content.direction or ""
    if is_filled(content.get("low")):
        side = "range"
    elif side == "range":
        side = "at_most"  # only the upper end was said
    return sentences.say(
        "amount",
        side=side if is_number(value) else "",
        value=amount(value, unit),
        low=amount(content.get("low"), unit),
        unit=unit,
        per=each(text_of(content.get("per"))),
    )


def amount(value: object, unit: str = "") -> str:
    """Return a number with its thousands apart, money with its cents; anything else as text."""
    if not is_number(value):
        return text_of(value)
    if _MONEY.match(unit) and value == round(value, _CENTS):
        return f"{value:,.{_CENTS}f}"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.15g}"


def duration(minutes: object, sentences: Sentences) -> Prose | str:
    """Return minutes as a time: "5 minutes", from two hours on "2 hours 30 minutes"; words as they are."""
    minutes = int(minutes) if isinstance(minutes, str) and minutes.strip().isdecimal() else minutes
    if not is_number(minutes):
        return text_of(minutes)
    if minutes < _IN_HOURS or minutes != int(minutes):
        return sentences.say("duration", hours=0, minutes=amount(minutes))
    hours, rest = divmod(int(minutes), 60)
    return sentences.say("duration", hours=amount(hours), minutes=amount(rest))
