"""The frontier: what each hour buys in readiness, and the points that have a name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from opsassess.questionnaire import TIERS, TierId
from opsassess.retainer.hours import Range
from opsassess.retainer.lines import Line, LineKind

Knee = Literal["today", "evidence", "must_haves", "tier", "bend", "all"]


@dataclass(frozen=True, kw_only=True)
class Point:
    """A set of lines with its hours and what is shown once they are done."""

    lines: tuple[Line, ...]
    hours: float  # at P80, unrounded
    range: Range  # as printed
    readiness: Fraction  # shown, the mean of the agents
    tiers: tuple[TierId, ...]  # of each agent
    knees: tuple[Knee, ...] = ()


Measure = Callable[[Sequence[Line]], Point]


def frontier(
    stages: Sequence[tuple[Knee, Sequence[Line]]], between: Sequence[Sequence[Line]], measure: Measure
) -> tuple[Point, ...]:
    """Return the points from the fewest hours: the named sets, and the best choices between them.

    A point that costs more and shows no more than another one is left out, unless it has a name.
    """
    named = [replace(measure(lines), knees=(knee,)) for knee, lines in stages]
    found = _merged([*named, *(measure(lines) for lines in between)])
    kept = [
        point for n, point in enumerate(found) if point.knees or all(point.readiness > p.readiness for p in found[:n])
    ]
    return tuple(_with_bend(kept))


def _merged(points: Sequence[Point]) -> list[Point]:
    """Return the points in order, those of one set as one with all its names."""
    by_set: dict[frozenset[tuple[str, LineKind]], Point] = {}
    for point in points:
        key = frozenset(line.key for line in point.lines)
        # "today" and "evidence shown" may be the same set of no lines: then there is nothing to show
        known = by_set.get(key)
        by_set[key] = replace(known, knees=tuple(dict.fromkeys((*known.knees, *point.knees)))) if known else point
    return sorted(by_set.values(), key=lambda p: (p.hours, p.readiness, len(p.lines)))


def _with_bend(points: Sequence[Point]) -> Iterator[Point]:
    """Yield the points; the one farthest above the straight line from the first work to the last is the bend."""
    bend = _bend(points)
    for point in points:
        yield replace(point, knees=(*point.knees, "bend")) if point is bend else point


def _bend(points: Sequence[Point]) -> Point | None:
    work = [point for point in points if point.hours or "evidence" in point.knees]
    if len(work) < 3 or work[-1].hours == work[0].hours:  # noqa: PLR2004 - two points have no bend
        return None
    first, last = work[0], work[-1]
    slope = (float(last.readiness) - float(first.readiness)) / (last.hours - first.hours)

    def above(point: Point) -> float:
        return float(point.readiness) - float(first.readiness) - slope * (point.hours - first.hours)

    best = max(work[1:-1], key=above)
    return best if above(best) > _VISIBLE else None


_VISIBLE = 0.02  # of readiness: a smaller bow is a straight line to the eye


def lowest(tiers: Sequence[TierId]) -> TierId:
    return min(tiers, key=TIERS.index)
