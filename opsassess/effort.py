"""Hours of work behind a gap, and how they are printed: in one way, so that a reader finds one figure everywhere."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

ZERO = Fraction(0)
_TENTHS, _HUNDREDTHS = 10, 100


@dataclass(frozen=True, kw_only=True)
class Points:
    """Hours: optimistic, likely, pessimistic."""

    optimistic: Fraction = ZERO
    likely: Fraction = ZERO
    pessimistic: Fraction = ZERO

    def __bool__(self) -> bool:
        return self.pessimistic > 0


@dataclass(frozen=True, kw_only=True)
class Effort(Points):
    own: bool = False  # the consultant set them for this client
    why: str = ""  # the reason for those
    theirs: bool = False  # the client's own people write, and we read
    steps: tuple[str, ...] = ()  # what is done in them, as it is printed


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


def points(hours: Points) -> tuple[str, str, str]:
    """Return optimistic, likely and pessimistic hours as every document prints them."""
    return told(hours.optimistic), told(hours.likely), told(hours.pessimistic)


def told(hours: Fraction) -> str:
    """Return hours with one decimal at most, half a tenth up."""
    return f"{float(rounded(hours)):g}"


def rounded(hours: Fraction) -> Fraction:
    """Return hours to the tenth, half a tenth up: finer is not known."""
    return _to(_TENTHS, hours)


def hundredth(hours: Fraction) -> Fraction:
    """Return hours to the hundredth, half of one up: what is computed of hours is kept as it is printed.

    So whoever takes printed figures and computes with them comes to the printed result.
    """
    return _to(_HUNDREDTHS, hours)


def _to(parts: int, hours: Fraction) -> Fraction:
    return Fraction(math.floor(hours * parts + Fraction(1, 2)), parts)
