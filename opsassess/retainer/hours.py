"""Hours with their uncertainty: three points, their sum, and the figure that four of five such jobs stay below.

Source: the formulas of a beta-PERT estimate, E = (O + 4M + P)/6 and s = (P - O)/6, and a normal sum. There is no float
in it. What is computed is kept as it is printed, to the hundredth: with printed figures anybody computes the next.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from opsassess.effort import ZERO, Points, hundredth, rounded


@dataclass(frozen=True, kw_only=True)
class ThreePoint(Points):
    """Hours of one line, with what can be computed of them."""

    @property
    def expected(self) -> Fraction:
        """Return E = (O + 4M + P)/6, to the hundredth."""
        return hundredth((self.optimistic + 4 * self.likely + self.pessimistic) / 6)

    @property
    def deviation(self) -> Fraction:
        """Return the standard deviation, (P - O)/6."""
        return (self.pessimistic - self.optimistic) / 6

    def times(self, factor: Fraction) -> ThreePoint:
        """Return the three points, each times a factor."""
        return ThreePoint(
            optimistic=self.optimistic * factor, likely=self.likely * factor, pessimistic=self.pessimistic * factor
        )

    @property
    def in_tenths(self) -> ThreePoint:
        """Return the three points as a document prints them."""
        return ThreePoint(
            optimistic=rounded(self.optimistic), likely=rounded(self.likely), pessimistic=rounded(self.pessimistic)
        )

    def plus(self, other: ThreePoint) -> ThreePoint:
        """Return the sums of the three points: steps of one line, not lines of a total."""
        return ThreePoint(
            optimistic=self.optimistic + other.optimistic,
            likely=self.likely + other.likely,
            pessimistic=self.pessimistic + other.pessimistic,
        )


@dataclass(frozen=True, kw_only=True)
class Total:
    """The sum of lines whose hours move together by a common correlation."""

    expected: Fraction = ZERO
    variance: Fraction = ZERO

    @property
    def deviation(self) -> Fraction:
        """Return the standard deviation to the hundredth, exactly: half of one up, as all figures."""
        return Fraction((math.isqrt(math.floor(self.variance * 200**2)) + 1) // 2, 100)

    def at(self, quantile: Fraction) -> Fraction:
        """Return the hours that are so many standard deviations above the expected ones, to the hundredth."""
        return hundredth(self.expected + quantile * self.deviation)


def total(lines: Iterable[ThreePoint], correlation: Fraction) -> Total:
    """Return the sum: variance = (1 - r) sum(s^2) + r (sum s)^2, which is sum(s^2) + 2r sum over pairs of s_i s_j."""
    lines = tuple(lines)
    deviations = [line.deviation for line in lines]
    apart, together = sum((s * s for s in deviations), ZERO), sum(deviations, ZERO) ** 2
    return Total(
        expected=sum((line.expected for line in lines), ZERO),
        variance=(1 - correlation) * apart + correlation * together,
    )


@dataclass(frozen=True, kw_only=True)
class Range:
    """A planning range in printed hours: even chances, and four chances of five, to need no more."""

    even: Fraction  # P50
    safe: Fraction  # P80

    def __bool__(self) -> bool:
        return self.safe > 0


@dataclass(frozen=True, kw_only=True)
class Rounding:
    """Planned hours go up to the next step; small figures have small steps."""

    steps: tuple[tuple[Fraction | None, Fraction], ...]  # below this -> step; the last has no bound

    def up(self, hours: Fraction) -> Fraction:
        """Return planned hours."""
        step = self.step_at(hours)
        return step * math.ceil(hours / step)

    def nearest(self, hours: Fraction) -> Fraction:
        """Return about how many hours these are: one step at least."""
        step = self.step_at(hours)
        return step * max(1, round(hours / step))

    def step_at(self, hours: Fraction) -> Fraction:
        return next(step for below, step in self.steps if below is None or hours < below)

    def down(self, hours: Fraction) -> Fraction:
        """Return the most printed hours that are not above these."""
        best = start = Fraction(0)
        for below, step in self.steps:
            found = step * math.floor((hours if below is None else min(hours, below)) / step)
            best = max(best, found) if start <= found <= hours else best
            start = below or start
        return best


def planning_range(total: Total, quantile: Fraction, rounding: Rounding) -> Range:
    """Return the range that a document prints: P50 (the expected hours of a normal sum) to P80."""
    return Range(even=rounding.up(total.expected), safe=rounding.up(total.at(quantile)))
