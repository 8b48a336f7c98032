"""The day on which a tier falls if nothing is done, why, and the least that has to be shown again so that it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from opsassess.questionnaire import TierId
from opsassess.retainer.keeping import Renewal, aged_with, falls_on, item_later, later
from opsassess.retainer.lines import Line
from opsassess.retainer.reach import closed
from opsassess.scoring import ItemScore, Score
from opsassess.scoring.frame import is_below

_FRIDAY = 4
_CLOSED = ((12, 24), (12, 25), (12, 26), (12, 31), (1, 1))  # month and day: nobody is asked for anything on these


@dataclass(frozen=True, kw_only=True)
class Fall:
    """The first day on which a tier falls if nothing is renewed, what ages on it, and what keeps the tier."""

    day: dt.date
    items: tuple[str, ...]  # each of them brings it down; where none does alone, all that age on that day
    areas: Mapping[str, tuple[Fraction, ...]]  # that fall below what the tier asks: shown today, the day before, then
    by: dt.date  # the last working day on which the tier holds
    renew: tuple[str, ...]  # the fewest items that keep the tier, shown again by then
    holds: dt.date | None  # the day up to which they keep it at least; None: nothing shown again keeps it
    since: dt.date | None  # shown again before this day, they do not keep it as long; None: on whatever day they are

    @property
    def until(self) -> dt.date:
        """Return the last day on which the tier holds."""
        return self.day - dt.timedelta(days=1)


def fall(before: Score, worth: int) -> Fall | None:
    """Return when the tier of today falls if nothing is done, and because of which items; None where it never does.

    What keeps it does so for the days that make it worth asking, if it can.
    """
    day = falls_on(before, ())
    if day is None:
        return None
    tier, days = before.reported_tier, (day - before.as_of).days
    held, aged = (later(before, (), count, {}) for count in (days - 1, days))
    dropped = _dropped(held, aged)
    alone = [name for name in dropped if not _reaches(aged, held, [n for n in dropped if n != name], tier)]
    by = max(before.as_of, working_day(day - dt.timedelta(days=1)))
    renew, holds = _kept(before, day, by, worth)
    return Fall(
        day=day,
        items=tuple(alone or dropped),
        areas={
            obstacle.what: tuple(score.areas[obstacle.what].shown or Fraction(0) for score in (before, held, aged))
            for obstacle in aged.obstacles_to(tier)
            if obstacle.kind == "area"
        },
        by=by,
        renew=renew or tuple(alone or dropped),
        holds=holds,
        since=_since(before, renew, by, holds) if holds else None,
    )


def shown_again_for(
    before: Score, lines: Sequence[Line], tier: TierId, day: dt.date, lasts: int
) -> tuple[tuple[str, ...], dt.date]:
    """Return the fewest items to be shown again by a day on which lines are done, and until when they keep their tier.

    Nothing where it is there without, or is not there with all of them; what is asked for keeps it a while if it can.
    """
    done, touched = closed(before, lines), {item for line in lines for item in line.reaches}
    found: tuple[tuple[str, ...], dt.date] = ((), day)
    for last in (day, day + dt.timedelta(days=lasts)):
        days = (last - before.as_of).days
        aged = replace(
            done, items={n: item if n in touched else item_later(before, n, days) for n, item in done.items.items()}
        )
        if not _reaches(aged, done, _dropped(done, aged), tier):
            break
        found = _fewest(done, aged, tier), last
        if not found[0]:
            break
    return found


def _kept(before: Score, day: dt.date, by: dt.date, worth: int) -> tuple[tuple[str, ...], dt.date | None]:
    """Return the fewest items that keep a tier if they are shown again, and for how long."""
    for days in range(worth, -1, -1):
        last = day + dt.timedelta(days=days)
        aged = later(before, (), (last - before.as_of).days, {})
        shown = _shown_again(before, aged, (last - by).days)
        if _reaches(aged, shown, _dropped(shown, aged), before.reported_tier):
            return _fewest(shown, aged, before.reported_tier), last
    return (), None


def _since(before: Score, renew: Sequence[str], by: dt.date, holds: dt.date) -> dt.date | None:
    """Return the first day on which items can be shown again so that the tier holds as long; None: today is one."""
    aged = later(before, (), (holds - before.as_of).days, {})
    for days in range((by - before.as_of).days):
        shown = _shown_again(before, aged, (holds - by).days + days + 1)
        if not _reaches(aged, shown, renew, before.reported_tier):
            return by - dt.timedelta(days=days)
    return None


def _shown_again(before: Score, aged: Score, days: int) -> Score:
    """Return the score of a later day if everything had been shown again so many days before."""
    again, constants = Renewal(seen=days, exercised=days), before.questionnaire.constants
    return replace(
        aged, items={n: aged_with(item, aged.items[n], again, constants) for n, item in before.items.items()}
    )


def _fewest(shown: Score, aged: Score, tier: TierId) -> tuple[str, ...]:
    """Return the fewest items with which a tier is reached.

    Left out is what adds least to its area, as long as the tier stands. A gate or a critical item needs its items
    whatever else is there; areas and the overall are sums, which the largest parts reach with the fewest.
    """
    kept = sorted(_dropped(shown, aged), key=lambda name: _gain(name, shown, aged))
    for name in tuple(kept):
        others = [other for other in kept if other != name]
        if _reaches(aged, shown, others, tier):
            kept = others
    return tuple(name for name in aged.items if name in kept)


def _gain(name: str, shown: Score, aged: Score) -> Fraction:
    """Return what an item adds to its area."""
    frame = aged.frame
    area = next(items for items in frame.areas.values() if name in items)
    weight = sum(frame.weights[item] for item in area if aged.items[item].applies)
    return frame.weights[name] * (shown.items[name].shown - aged.items[name].shown) / weight


def _dropped(held: Score, aged: Score) -> Sequence[str]:
    return [name for name, item in aged.items.items() if _less(item, held.items[name])]


def _less(one: ItemScore, other: ItemScore) -> bool:
    return one.shown < other.shown or one.renewable < other.renewable


def _reaches(aged: Score, held: Score, names: Iterable[str], tier: TierId) -> bool:
    renewed: Mapping[str, ItemScore] = {name: held.items[name] for name in names}
    return not is_below(replace(aged, items={**aged.items, **renewed}).reported_tier, tier)


def working_day(day: dt.date) -> dt.date:
    """Return this day, or the last working day before it."""
    while not works(day) and day > dt.date.min:
        day -= dt.timedelta(days=1)
    return day


def working_days_before(day: dt.date, many: int) -> dt.date:
    """Return the working day that lies so many working days before a day."""
    for _ in range(many):
        day = working_day(day - dt.timedelta(days=1))
    return day


def working_days_after(day: dt.date, many: int) -> dt.date:
    """Return the working day that lies so many working days after a day."""
    for _ in range(many):
        first = min(day, dt.date.max - dt.timedelta(days=14))
        day = next(after for n in range(1, 14) if works(after := first + dt.timedelta(days=n)))
    return day


def works(day: dt.date) -> bool:
    """Tell whether people work on a day: it is none of a weekend, nor of the turn of the year."""
    return day.weekday() <= _FRIDAY and (day.month, day.day) not in _CLOSED
