"""Gaps: the items below their target, and what kind of work each of them is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from opsassess.questionnaire import STEPS, Step, TierId
from opsassess.scoring.frame import Frame
from opsassess.scoring.values import ZERO, ItemScore

GapKind = Literal["missing", "not_seen", "not_written"]
_USABLE = 3


@dataclass(frozen=True, kw_only=True)
class Gap:
    """One item below its target, or usable without a document."""

    item: str
    area: str
    kind: GapKind
    target: Fraction | None  # None: the aimed tier asks nothing of this item
    shown: Fraction
    claimed: Fraction
    gates: tuple[str, ...]  # all gates that name the item
    steps: tuple[Step, ...]  # the work; an evidence request has none
    lacking: tuple[str, ...]  # unanswered columns of a failure mode


def target_of(frame: Frame, item: str, aim: TierId) -> Fraction | None:
    """Return the value that an item must show for a tier; None if the tier asks nothing of it."""
    minimum = frame.gate_minimum(item, aim)
    raised = frame.questionnaire.tier_of[aim].gate_at_least
    if aim == "T1":
        return minimum
    if aim == "T2":
        return frame.questionnaire.constants.default_target if minimum is None else minimum
    return max(raised, minimum or ZERO)


def find_gaps(
    frame: Frame, items: Mapping[str, ItemScore], aim: TierId, accepted: frozenset[str] = frozenset()
) -> tuple[Gap, ...]:
    """Return the gaps on the way to a tier, the most urgent first.

    Order: in a hard gate, in a gate, critical, then w (target - shown) falling, then as in the questionnaire.
    ``accepted`` items carry a valid exception: they are no gaps until it expires.
    """
    found = [
        gap
        for item, score in items.items()
        if score.applies and item not in accepted and (gap := _gap(frame, score, aim)) is not None
    ]
    return tuple(sorted(found, key=lambda gap: _urgency(frame, gap)))


def _gap(frame: Frame, score: ItemScore, aim: TierId) -> Gap | None:
    item = score.item.id
    target = target_of(frame, item, aim)
    kind, steps = _kind(score, target)
    if kind is None:
        return None
    return Gap(
        item=item,
        area=score.item.area,
        kind=kind,
        target=target,
        shown=score.shown,
        claimed=score.claimed,
        gates=tuple(dict.fromkeys(need.gate.id for need in frame.needs_of_item.get(item, ()))),
        steps=steps,
        lacking=score.lacking,
    )


def _kind(score: ItemScore, target: Fraction | None) -> tuple[GapKind | None, tuple[Step, ...]]:
    if target is not None and score.shown < target:
        return ("not_seen", ()) if score.claimed >= target else ("missing", steps_between(score.claimed, target))
    rating = score.operator
    if isinstance(rating, int) and rating >= _USABLE and not score.written:
        return "not_written", ("write",)
    return None, ()


def steps_between(claimed: Fraction, target: Fraction) -> tuple[Step, ...]:
    """Return the steps from the claimed rating to the rating that the target needs."""
    return tuple(step for step, reaches in STEPS.items() if 4 * claimed < reaches <= math.ceil(4 * target))


def _urgency(frame: Frame, gap: Gap) -> tuple[bool, bool, bool, Fraction]:
    needs = frame.needs_of_item.get(gap.item, ())
    distance = ZERO if gap.target is None else gap.target - gap.shown
    return (
        not any(need.gate.hard for need in needs),
        not needs,
        not frame.is_critical(gap.item),
        -frame.weights[gap.item] * distance,
    )
