"""Hours of work behind a gap: three points, from the questionnaire or from the consultant with a reason."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from opsassess.assessment import Assessment
from opsassess.questionnaire import Item
from opsassess.scoring import Gap, Score

ZERO, _ONE = Fraction(0), Fraction(1)
_LONG = 10
_QUARTERS = 4  # of an hour: finer is not known


@dataclass(frozen=True, kw_only=True)
class Effort:
    """Hours: optimistic, likely, pessimistic."""

    optimistic: Fraction = ZERO
    likely: Fraction = ZERO
    pessimistic: Fraction = ZERO
    why: str = ""  # the consultant's reason, where the hours are not the questionnaire's

    def __bool__(self) -> bool:
        return self.pessimistic > 0


def effort_of(gap: Gap, item: Item, assessment: Assessment, factor: Fraction = _ONE) -> Effort:
    """Return the hours of the steps that a gap still needs; an evidence request needs none.

    ``factor`` is what the agent's profile makes of the questionnaire's hours; the consultant's own are taken as they
    are.
    """
    if not gap.steps:
        return Effort()
    action = assessment.action_of.get(gap.item)
    if action and action.hours:
        low, likely, high = action.hours
        return Effort(optimistic=low, likely=likely, pessimistic=high, why=action.why or "")
    hours = [getattr(item.hours, step) for step in gap.steps]
    optimistic, likely, pessimistic = (factor * sum((h[n] for h in hours), ZERO) for n in range(3))
    return Effort(optimistic=optimistic, likely=likely, pessimistic=pessimistic)


def efforts(score: Score, gaps: Iterable[Gap], factor: Fraction = _ONE) -> Mapping[str, Effort]:
    """Return the hours of each gap by item. Items that ask for the same fact are estimated once, at the first."""
    found: dict[str, Effort] = {}
    for gap in gaps:
        item = score.items[gap.item].item
        twins = {other for other in found if other in item.same_as or gap.item in score.items[other].item.same_as}
        found[gap.item] = Effort() if twins else effort_of(gap, item, score.assessment, factor)
    return found


def total(parts: Iterable[Effort]) -> Effort:
    """Return the plain sums of each point. A planning range, not a confidence interval."""
    parts = tuple(parts)
    return Effort(
        optimistic=sum((e.optimistic for e in parts), ZERO),
        likely=sum((e.likely for e in parts), ZERO),
        pessimistic=sum((e.pessimistic for e in parts), ZERO),
    )


def in_hours(effort: Effort) -> str:
    """Return the hours in words: "1.5 to 5 hours, most likely 3"."""
    low, likely, high = points(effort)
    return f"{low} to {high} {'hour' if high == '1' else 'hours'}, most likely {likely}"


def points(effort: Effort) -> tuple[str, str, str]:
    """Return optimistic, likely and pessimistic hours as they are printed: whole ones say enough from ten on."""
    if effort.likely >= _LONG:
        whole = (math.floor(effort.optimistic), round(effort.likely), math.ceil(effort.pessimistic))
        return str(whole[0]), str(whole[1]), str(whole[2])
    low, likely, high = (Fraction(round(x * _QUARTERS), _QUARTERS) for x in _three(effort))
    return f"{float(low):g}", f"{float(likely):g}", f"{float(high):g}"


def _three(effort: Effort) -> tuple[Fraction, Fraction, Fraction]:
    return effort.optimistic, effort.likely, effort.pessimistic
