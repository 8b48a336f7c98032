"""Tiers: from the gates, the areas and the critical items to one word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from opsassess.questionnaire import TierId
from opsassess.scoring.frame import Frame, View, is_below, mean, not_above
from opsassess.scoring.gates import MET, gate_state
from opsassess.scoring.shares import area_values
from opsassess.scoring.values import ZERO, ItemScore

GATED_TIERS: tuple[TierId, ...] = ("T1", "T2", "T3")


@dataclass(frozen=True, kw_only=True)
class KeyPerson:
    """How far the builder's answers run ahead of the operator's."""

    index: Fraction | None  # None: not measured
    items: tuple[str, ...]  # those where the builder is ahead by half a scale or more

    @property
    def free(self) -> bool:
        """Tell whether it was measured and no item hangs on the builder."""
        return self.index is not None and not self.items


@dataclass(frozen=True, kw_only=True, slots=True)
class Obstacle:
    """One reason why a tier is not reached."""

    kind: Literal["gate", "area", "overall", "critical", "key_person"]
    what: str  # id of the gate, area or item; empty for the overall


def key_person(frame: Frame, items: Mapping[str, ItemScore]) -> KeyPerson:
    """Return the index: sum(w max(0, d)) / sum(w) over items that both sides answered."""
    return key_person_of(frame, {i: s.lead for i, s in items.items() if s.applies})


def key_person_of(frame: Frame, ahead: Mapping[str, Fraction | None]) -> KeyPerson:
    """Return the same from d of each item that applies."""
    leads = [(i, d) for i, d in ahead.items() if d is not None]
    total = sum((frame.weights[i] for i, _ in leads), ZERO)
    gap = frame.questionnaire.constants.key_person_gap
    index = sum((frame.weights[i] * max(ZERO, d) for i, d in leads), ZERO) / total if total else None
    return KeyPerson(index=index, items=tuple(i for i, d in leads if d >= gap))


def tier(frame: Frame, view: View, person: KeyPerson) -> TierId:
    states = {gate_state(frame.needs_of_gate.get(g.id, ()), view) for g in frame.questionnaire.gates if g.hard}
    if "failed" in states:
        return "T0"
    if "open" in states:
        return "not_shown"
    reached: TierId = "T1"
    for candidate in GATED_TIERS[1:]:
        if next(obstacles(frame, view, person, candidate), None):
            break
        reached = candidate
    return reached


def obstacles(frame: Frame, view: View, person: KeyPerson, aim: TierId) -> Iterator[Obstacle]:
    """Yield what stands between a view and a tier: gates, critical items, areas, the overall, key-person items."""
    conditions = frame.questionnaire.tier_of[aim]
    for gate in frame.questionnaire.gates:
        needs = frame.needs_of_gate.get(gate.id, ())
        if not_above(gate.tier, aim) and gate_state(needs, view, conditions.gate_at_least) not in MET:
            yield Obstacle(kind="gate", what=gate.id)
    if conditions.critical_above is not None:
        for item, held in view.items():
            below = held.value <= conditions.critical_above
            if below and frame.is_critical(item) and not frame.only_above(item, aim):
                yield Obstacle(kind="critical", what=item)
    areas = area_values(frame, view) if conditions.area_at_least or conditions.overall_at_least else {}
    for area, value in areas.items():
        if value < conditions.area_at_least:
            yield Obstacle(kind="area", what=area)
    if (mean(areas.values()) or ZERO) < conditions.overall_at_least:
        yield Obstacle(kind="overall", what="")
    if conditions.key_person_free and not person.free:
        yield from (Obstacle(kind="key_person", what=item) for item in person.items or ("",))


def lower(one: TierId, other: TierId) -> TierId:
    return one if not_above(one, other) else other


def next_above(tier_id: TierId) -> TierId:
    """Return the next tier above that gates lead to; the highest leads to itself."""
    return next((t for t in GATED_TIERS if is_below(tier_id, t)), GATED_TIERS[-1])


def cap(frame: Frame, view: View, items: Mapping[str, ItemScore]) -> TierId:
    """Return the highest tier that may be reported: by the questionnaire, and by gates that hang on one person."""
    limit = frame.questionnaire.tier_cap
    if one_person_needs(frame, view, items):
        limit = lower(limit, frame.questionnaire.constants.one_person_cap)
    return limit


def one_person_needs(frame: Frame, view: View, items: Mapping[str, ItemScore]) -> tuple[str, ...]:
    """Return the items that meet a gate only by the word of someone who built the agent and runs it."""
    return tuple(
        item
        for item, needs in frame.needs_of_item.items()
        if item in view and items[item].builder_run and any(_is_met(view, item, n.at_least) for n in needs)
    )


def _is_met(view: View, item: str, at_least: Fraction) -> bool:
    return max(view[item].value, view[item].renewable) >= at_least
