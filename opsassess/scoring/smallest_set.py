"""The fewest items that lead to the next tier, found exactly.

An item that is *made* is rated 4 with E3 by operator and builder alike: it shows 1, its row is complete, the builder is
not ahead and nobody holds a gate alone. What every solution must contain (items of unmet gates, critical and key-person
items) is forced. Beyond that only sums count: within an area the largest gains w (1 - shown) are the fewest, and across
areas the gains in the overall mean rank the rest, so taking the largest is exact and also gives the highest overall.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from opsassess.questionnaire import TierId
from opsassess.scoring.frame import Frame, View, is_below, not_above
from opsassess.scoring.gates import MET, need_state
from opsassess.scoring.tiers import KeyPerson
from opsassess.scoring.values import ONE, ZERO


def smallest_set(
    frame: Frame, view: View, person: KeyPerson, aim: TierId, one_person: Iterable[str] = ()
) -> tuple[str, ...]:
    """Return the items, in the order of the questionnaire. Ties: higher overall, then first ids."""
    chosen = set(_forced(frame, view, person, aim))
    if is_below(frame.questionnaire.constants.one_person_cap, aim):
        chosen |= set(one_person)
    gains = _gains(frame, view)
    conditions = frame.questionnaire.tier_of[aim]
    for ids in frame.areas.values():
        live = [i for i in ids if i in view]
        if live:
            have = ONE - sum((gains[i] for i in live if i not in chosen), ZERO)
            chosen |= set(_largest(live, gains, chosen, conditions.area_at_least - have))
    live_areas = sum(1 for ids in frame.areas.values() if any(i in view for i in ids))
    if live_areas:
        overall = ONE - sum((gains[i] for i in view if i not in chosen), ZERO) / live_areas
        wanted = (conditions.overall_at_least - overall) * live_areas
        chosen |= set(_largest(view, gains, chosen, wanted))
    if conditions.key_person_free and person.index is None and not chosen:
        chosen |= set(_ranked(view, gains, chosen)[:1])
    return tuple(item for item in frame.items if item in chosen)


def _gains(frame: Frame, view: View) -> Mapping[str, Fraction]:
    """Return what making an item adds to the share of its area."""
    gains: dict[str, Fraction] = {}
    for ids in frame.areas.values():
        live = [i for i in ids if i in view]
        total = sum((frame.weights[i] for i in live), ZERO)
        gains.update((i, frame.weights[i] * (ONE - view[i].value) / total) for i in live)
    return gains


def _forced(frame: Frame, view: View, person: KeyPerson, aim: TierId) -> Iterator[str]:
    conditions = frame.questionnaire.tier_of[aim]
    for need in frame.needs:
        if need.item in view and not_above(need.gate.tier, aim):
            state = need_state(view[need.item], max(need.at_least, conditions.gate_at_least))
            if state not in MET:
                yield need.item
    if conditions.critical_above is not None:
        for item, held in view.items():
            below = held.value <= conditions.critical_above
            if below and frame.is_critical(item) and not frame.only_above(item, aim):
                yield item
    if conditions.key_person_free:
        yield from person.items


def _ranked(items: Iterable[str], gains: Mapping[str, Fraction], chosen: set[str]) -> list[str]:
    return sorted((i for i in items if i not in chosen), key=lambda i: (-gains.get(i, 0), i))


def _largest(items: Iterable[str], gains: Mapping[str, Fraction], chosen: set[str], wanted: Fraction) -> Iterator[str]:
    """Yield the items with the largest gains until their sum reaches what is wanted."""
    for item in _ranked(items, gains, chosen):
        if wanted <= 0:
            return
        wanted -= gains[item]
        yield item
