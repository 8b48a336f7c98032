"""Until when evidence that has aged is still enough for a must-have that it meets today."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction

from opsassess.questionnaire import TierId
from opsassess.retainer.keeping import item_later
from opsassess.scoring import ItemScore, Score
from opsassess.scoring.frame import Held
from opsassess.scoring.gates import MET, need_state


@dataclass(frozen=True, kw_only=True)
class Lapse:
    """The tier whose must-have a question meets today, and the last day on which it does if nothing is shown again."""

    tier: TierId
    last: dt.date


def lapse(score: Score, item: str) -> Lapse | None:
    """Return what lapses first of the must-haves that a question meets today; None where nothing lapses by age."""
    met = [need for need in score.frame.needs_of_item.get(item, ()) if _meets(score.items[item], need.at_least)]
    found = (last_day(score, item, need.at_least) for need in met)
    days = [Lapse(tier=need.gate.tier, last=last) for need, last in zip(met, found, strict=True) if last]
    return min(days, key=lambda one: one.last, default=None)


def last_day(score: Score, item: str, at_least: Fraction) -> dt.date | None:
    """Return the last day on which a minimum is met; None where ageing, which never raises a value, changes nothing."""

    def lapses(days: int) -> bool:
        return not _meets(item_later(score, item, days), at_least)

    last = 2 * score.items[item].item.window + 1
    days = bisect_left(range(1, last + 1), x=True, key=lapses)
    return score.as_of + dt.timedelta(days=days) if days < last else None


def _meets(item: ItemScore, at_least: Fraction) -> bool:
    return need_state(Held(value=item.shown, renewable=item.renewable, possible=item.possible), at_least) in MET
