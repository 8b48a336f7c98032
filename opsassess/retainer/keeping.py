"""How long a tier holds: evidence ages, and a service renews what it keeps.

The ages are those of the scoring. A closed item counts as seen on the day of the assessment, at the level of evidence
that its value needs.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from opsassess.questionnaire import EVIDENCE_LEVELS, Constants, TierId
from opsassess.retainer.coefficients import Coefficients
from opsassess.retainer.figures import MONTHS, Drills
from opsassess.retainer.lines import Line
from opsassess.retainer.reach import closed
from opsassess.scoring import ItemScore, Score
from opsassess.scoring.frame import is_below
from opsassess.scoring.values import cap, on_day

DAYS_A_MONTH = 30
YEAR = 365
_SEEN = EVIDENCE_LEVELS.index("E2")


@dataclass(frozen=True, kw_only=True)
class Renewal:
    """The days that pass at most from one time to the next."""

    seen: int  # a look at the document, or at the thing at work
    exercised: int | None  # the thing done; None: not in this service


def renewals(services: Iterable[str], drills: Drills, coefficients: Coefficients) -> Mapping[str, Renewal]:
    """Return how often each service renews the evidence of what it keeps.

    A drill at the table renews what was seen, a full drill also what was exercised; both are spread over the year.
    """
    found: dict[str, Renewal] = {}
    for name in services:
        months = coefficients.services[name].renews
        if months is not None:
            days = int(months * DAYS_A_MONTH)
            found[name] = Renewal(seen=days, exercised=days)
        elif drills.full + drills.tabletops:
            full = _every(drills.full) if drills.full else None
            found[name] = Renewal(seen=_every(drills.full + drills.tabletops), exercised=full)
    return found


def _every(times_a_year: Fraction) -> int:
    return int(MONTHS * DAYS_A_MONTH / times_a_year)


def tier_with(before: Score, lines: Iterable[Line], renewed: Mapping[str, Renewal]) -> TierId:
    """Return the tier at the worst moment of a year in which these services renew what they keep."""
    return later(before, tuple(lines), YEAR, renewed).reported_tier


def falls_on(before: Score, lines: Iterable[Line]) -> dt.date | None:
    """Return the first day on which the tier falls if nothing is renewed; None where it never does."""
    lines = tuple(lines)
    tier = closed(before, lines).reported_tier
    last = 2 * max(item.item.window for item in before.items.values()) + 1

    def has_fallen(days: int) -> bool:
        return is_below(later(before, lines, days, {}).reported_tier, tier)

    if not has_fallen(last):
        return None
    days = 1 + bisect_left(range(1, last), x=True, key=has_fallen)  # ageing never raises a tier
    return before.as_of + dt.timedelta(days=days)


def later(before: Score, lines: tuple[Line, ...], days: int, renewed: Mapping[str, Renewal]) -> Score:
    """Return the score so many days on: renewed items at the end of their interval, the others as old as they are."""
    after = closed(before, lines)
    touched = {item for line in lines for item in line.reaches}
    constants = before.questionnaire.constants
    items: dict[str, ItemScore] = {}
    for name, item in after.items.items():
        renewal = renewed.get(item.item.service)
        if renewal is None and name in touched:
            renewal = Renewal(seen=days, exercised=days)
        aged = item_later(before, name, days)
        items[name] = aged if renewal is None else aged_with(item, aged, renewal, constants)
    return replace(after, items=items)


def item_later(before: Score, name: str, days: int) -> ItemScore:
    """Return an item so many days on, as old as it then is."""
    day = min(before.as_of, dt.date.max - dt.timedelta(days=days)) + dt.timedelta(days=days)
    return on_day(before.items[name], day, before.questionnaire.constants)


def aged_with(item: ItemScore, otherwise: ItemScore, renewal: Renewal, constants: Constants) -> ItemScore:
    """Return an item as late as its renewal allows, unless what was seen before the work carries more."""
    value = max(item.shown, item.renewable)  # what is due for review is renewed too
    level = _level_of(value, constants)
    held = [otherwise.shown]
    fresh = [otherwise.renewable]
    for reached, age in ((min(level, _SEEN), renewal.seen), (level, renewal.exercised)):
        if age is not None:
            window = item.item.window
            now = cap(max(0, reached - (age > window) - (age > 2 * window)), constants)
            held.append(min(value, now))
            fresh.append(min(value, cap(reached, constants) if age <= 2 * window else now))
    return replace(item, shown=max(held), renewable=max(fresh))


def _level_of(value: Fraction, constants: Constants) -> int:
    """Return the lowest level of evidence that carries a value."""
    return next((n for n in range(len(EVIDENCE_LEVELS)) if cap(n, constants) >= value), len(EVIDENCE_LEVELS) - 1)
