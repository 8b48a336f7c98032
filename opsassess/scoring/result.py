"""The score of an assessment: every number with its reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from opsassess.assessment import AcceptedRisk, Assessment
from opsassess.library import ref_of
from opsassess.once import Once
from opsassess.questionnaire import Questionnaire, TierId
from opsassess.scoring import explain
from opsassess.scoring.frame import Frame, Held, View, is_below
from opsassess.scoring.gaps import Gap, find_gaps
from opsassess.scoring.gates import GateState, gate_states
from opsassess.scoring.sensitivity import Stability, stability
from opsassess.scoring.shares import Shares, area_shares, overall_shares
from opsassess.scoring.smallest_set import smallest_set
from opsassess.scoring.tiers import (
    KeyPerson,
    Obstacle,
    cap,
    key_person_of,
    lower,
    next_above,
    obstacles,
    one_person_needs,
    tier,
)
from opsassess.scoring.values import ItemScore

_SHARES = ("shown", "claimed", "possible", "coverage", "na_share", "na_shadow")


@dataclass(frozen=True, kw_only=True)
class Score(Once):
    """Everything that follows from the answers on one day. What costs more than a glance is computed when asked for."""

    assessment: Assessment
    questionnaire: Questionnaire
    as_of: dt.date
    frame: Frame
    items: Mapping[str, ItemScore]

    @cached_property
    def shown_view(self) -> View:
        """Return what evidence carries, item by item."""
        live = ((i, s) for i, s in self.items.items() if s.applies)
        return {i: Held(value=s.shown, renewable=s.renewable, possible=s.possible) for i, s in live}

    @cached_property
    def claimed_view(self) -> View:
        """Return what the operator side says, item by item."""
        live = ((i, s) for i, s in self.items.items() if s.applies)
        return {i: Held(value=s.claimed, renewable=s.claimed, possible=s.possible) for i, s in live}

    @cached_property
    def areas(self) -> Mapping[str, Shares]:
        return area_shares(self.frame, self.items)

    @cached_property
    def overall(self) -> Shares:
        """Return the plain mean of the areas."""
        return overall_shares(self.areas.values())

    @cached_property
    def leads(self) -> Mapping[str, Fraction | None]:
        """Return how far the builder is ahead on each item that applies; None where it cannot be told."""
        return {i: s.lead for i, s in self.items.items() if s.applies}

    @cached_property
    def key_person(self) -> KeyPerson:
        """Return how far the builder's answers run ahead."""
        return key_person_of(self.frame, self.leads)

    @cached_property
    def gates(self) -> Mapping[str, GateState]:
        """Return the state of each gate on what is shown."""
        return gate_states(self.frame, self.shown_view)

    @cached_property
    def shown_tier(self) -> TierId:
        """Return the tier that evidence carries, before caps."""
        return tier(self.frame, self.shown_view, self.key_person)

    @cached_property
    def claimed_tier(self) -> TierId:
        """Return the tier as the operator side says it."""
        return tier(self.frame, self.claimed_view, self.key_person)

    @cached_property
    def one_person(self) -> tuple[str, ...]:
        """Return the items that meet a gate only by the word of someone who built the agent and runs it."""
        return one_person_needs(self.frame, self.shown_view, self.items)

    @cached_property
    def cap(self) -> TierId:
        """Return the highest tier that may be reported."""
        return cap(self.frame, self.shown_view, self.items)

    @cached_property
    def reported_tier(self) -> TierId:
        """Return the headline: the shown tier with its caps."""
        return lower(self.shown_tier, self.cap)

    def reported_for(self, view: View) -> TierId:
        """Return the headline if the items held this instead: what would change the tier?"""
        return lower(tier(self.frame, view, self.key_person), cap(self.frame, view, self.items))

    @cached_property
    def aim(self) -> TierId:
        """Return the next tier above the reported one."""
        return next_above(self.reported_tier)

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """Return the gaps on the way to the next tier."""
        return self.gaps_to(self.aim)

    def gaps_to(self, aim: TierId) -> tuple[Gap, ...]:
        """Return the gaps on the way to a tier, the most urgent first."""
        return self.kept(("gaps", aim), lambda: find_gaps(self.frame, self.items, aim, frozenset(self.risk_of)))

    def obstacles_to(self, aim: TierId) -> tuple[Obstacle, ...]:
        """Return what stands between what is shown and a tier."""
        return tuple(obstacles(self.frame, self.shown_view, self.key_person, aim))

    @cached_property
    def accepted(self) -> tuple[AcceptedRisk, ...]:
        """Return the exceptions that are valid on this day."""
        return tuple(e for e in self.assessment.exceptions if self.as_of <= e.expires)

    @cached_property
    def risk_of(self) -> Mapping[str, AcceptedRisk]:
        """Return these exceptions by item."""
        return {risk.item: risk for risk in self.accepted}

    @property
    def is_held_by_one_person(self) -> bool:
        """Tell whether the tier is held down because one person both builds and runs it."""
        return bool(self.one_person) and is_below(self.reported_tier, self.shown_tier)

    @cached_property
    def smallest_set(self) -> tuple[str, ...]:
        """Return the fewest items that lead to the next tier; none at the top or where the questionnaire ends."""
        if self.reported_tier == self.aim or is_below(self.questionnaire.tier_cap, self.aim):
            return ()
        return self.smallest_set_to(self.aim)

    def smallest_set_to(self, aim: TierId) -> tuple[str, ...]:
        """Return the fewest items that lead to a tier."""
        return smallest_set(self.frame, self.shown_view, self.key_person, aim, self.one_person)

    @cached_property
    def stability(self) -> Stability:
        """Return how firmly the reported tier stands."""
        return stability(self.frame, self.shown_view, self.reported_tier, self.reported_for)

    @property
    def is_draft(self) -> bool:
        """Tell whether too little was asked for a final report."""
        coverage = self.overall.coverage
        return coverage is None or coverage < self.questionnaire.constants.draft_below_coverage

    def why(self, item: str) -> str:
        """Return where the values of an item come from."""
        return explain.why_item(self.items[item], self.questionnaire)

    def why_gap(self, gap: Gap) -> str:
        return explain.why_gap(gap, self.items[gap.item])

    def to_json(self, *, exact: bool = False) -> dict[str, Any]:
        """Return all numbers as plain data; shares are floats, or fractions if ``exact``."""
        number = _as_is if exact else as_float
        return {
            "tier": {"shown": self.shown_tier, "claimed": self.claimed_tier, "reported": self.reported_tier},
            "overall": _shares(self.overall, number),
            "areas": {a: None if s.shown is None else _shares(s, number) for a, s in self.areas.items()},
            "gates": dict(self.gates),
            "key_person": {"index": number(self.key_person.index), "items": list(self.key_person.items)},
            "gaps": [self._gap(gap, number) for gap in self.gaps],
            "smallest_set": list(self.smallest_set),
            "items": {i: self._item(s, number) for i, s in self.items.items()},
            "sensitivity": vars(self.stability) | {"tipping": list(self.stability.tipping)},
            "questionnaire": ref_of(self.questionnaire).model_dump(),
            "as_of": self.as_of.isoformat(),
        }

    def _gap(self, gap: Gap, number: Callable[[Fraction | None], Any]) -> dict[str, Any]:
        return {
            "item": gap.item,
            "area": gap.area,
            "kind": gap.kind,
            "target": number(gap.target),
            "shown": number(gap.shown),
            "claimed": number(gap.claimed),
            "gates": list(gap.gates),
            "steps": list(gap.steps),
            "lacking": list(gap.lacking),
            "why": self.why_gap(gap),
        }

    def _item(self, score: ItemScore, number: Callable[[Fraction | None], Any]) -> dict[str, Any]:
        values = (score.shown, score.claimed, score.possible) if score.applies else (None, None, None)
        return dict(zip(("shown", "claimed", "possible"), map(number, values), strict=True)) | {
            "why": self.why(score.item.id)
        }


def _as_is(value: Fraction | None) -> Fraction | None:
    return value


def as_float(value: Fraction | None) -> float | None:
    """Return a share as a float; None where nothing is known of it."""
    return None if value is None else float(value)


def _shares(shares: Shares, number: Callable[[Fraction | None], Any]) -> dict[str, Any]:
    return {name: number(getattr(shares, name)) for name in _SHARES}
