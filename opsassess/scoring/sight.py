"""How an item was seen, by what its best evidence counts today: the words of form, report, runbook and register."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from opsassess.questionnaire import EVIDENCE_LEVELS
from opsassess.scoring.values import ItemScore, Seen

Sight = Literal["page", "seen", "done"]
WEAKEST_FIRST: tuple[Sight, ...] = ("page", "seen", "done")
_THE_THING, EXERCISED = EVIDENCE_LEVELS.index("E2"), EVIDENCE_LEVELS.index("E3")
_USABLE = 3  # who does it alone


def sight_of(item: ItemScore) -> Sight:
    """Return how the best evidence of an item was seen, by what it counts today: a use that has aged is none.

    Of what nobody does alone, a record shows the thing.
    """
    best = max(item.seen, key=_today, default=None)
    alone = isinstance(item.operator, int) and item.operator >= _USABLE
    if best and best.aged == EXERCISED and alone:
        return "done"
    return "page" if best is None or best.level < _THE_THING else "seen"


def weakest(items: Iterable[ItemScore]) -> Sight:
    """Return the sight of several items: that of the one seen least."""
    return min(map(sight_of, items), key=WEAKEST_FIRST.index, default="page")


def _today(seen: Seen) -> tuple[int, bool, int]:
    """Return what a piece of evidence counts today; of two that count alike, the one that has not aged comes first."""
    return seen.aged, seen.aged == seen.level, seen.level


def has_aged(item: ItemScore) -> bool:
    """Tell whether the best that there is counts less today than when it was seen."""
    best = max(item.seen, key=_today, default=None)
    return best is not None and best.aged < best.level


def best_seen(item: ItemScore) -> tuple[Seen, ...]:
    """Return the best piece of evidence of each person: the owner may have shown more than an operator did."""
    best = max(map(_today, item.seen), default=(0, False, 0))
    found = {seen.by.respondent.id: seen for seen in reversed(item.seen) if _today(seen) == best and seen.level}
    return tuple(seen for seen in item.seen if found.get(seen.by.respondent.id) is seen)
