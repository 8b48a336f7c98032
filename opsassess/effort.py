"""Hours of work behind a gap: three points, from the questionnaire or from the consultant with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from opsassess.assessment import Assessment
from opsassess.questionnaire import Item
from opsassess.scoring import Gap, Score

ZERO = Fraction(0)
_LONG = 10


@dataclass(frozen=True, kw_only=True)
class Effort:
    """Hours: optimistic, likely, pessimistic."""

    optimistic: Fraction = ZERO
    likely: Fraction = ZERO
    pessimistic: Fraction = ZERO
    why: str = ""  # the consultant's reason, where the hours are not the questionnaire's

    def __bool__(self) -> bool:
        return self.pessimistic > 0


def effort_of(gap: Gap, item: Item, assessment: Assessment) -> Effort:
    """Return the hours of the steps that a gap still needs; an evidence request needs none."""
    if not gap.steps:
        return Effort()
    action = assessment.action_of.get(gap.item)
    if action and action.hours:
        low, likely, high = action.hours
        return Effort(optimistic=low, likely=likely, pessimistic=high, why=action.why or "")
    hours = [getattr(item.hours, step) for step in gap.steps]
    optimistic, likely, pessimistic = (sum((h[n] for h in hours), ZERO) for n in range(3))
    return Effort(optimistic=optimistic, likely=likely, pessimistic=pessimistic)


def efforts(score: Score, gaps: Iterable[Gap]) -> Mapping[str, Effort]:
    """Return the hours of each gap by item. Items that ask for the same fact are estimated once, at the first."""
    found: dict[str, Effort] = {}
    for gap in gaps:
        item = score.items[gap.item].item
        twins = {other for other in found if other in item.same_as or gap.item in score.items[other].item.same_as}
        found[gap.item] = Effort() if twins else effort_of(gap, item, score.assessment)
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
    """Return the hours in words: "1.5 to 5 hours, most likely 3". From ten hours on, whole hours say enough."""
    points = (effort.optimistic, effort.likely, effort.pessimistic)
    low, likely, high = (_figure(Fraction(round(x)) if effort.likely >= _LONG else x) for x in points)
    return f"{low} to {high} {'hour' if high == '1' else 'hours'}, most likely {likely}"


def _figure(hours: Fraction) -> str:
    return f"{float(hours):.2f}".rstrip("0").rstrip(".")
