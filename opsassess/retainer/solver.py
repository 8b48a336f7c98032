"""Exact choices of yes or no under linear conditions and one limit on uncertain hours, by the HiGHS solver.

The limit is convex: expected + z sqrt((1 - r) sum(s^2 x) + r (sum s x)^2) <= B, but for what the printed figures are
rounded by. Where a solution of the linear model breaks it, the tangent there and the fact that every larger set
breaks it too are added, and the model is solved again. Each solution that is given back was checked with fractions; a
tolerance of the solver lets no broken condition through.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from opsassess.retainer.hours import ThreePoint, Total, total

_ENOUGH = 100_000  # whole numbers up to here are far above the solver's tolerance and far below its precision


@dataclass(frozen=True, kw_only=True)
class Row:
    """A linear condition: the sum of the coefficients of what is chosen is at least this."""

    coefficients: Mapping[int, Fraction]
    at_least: Fraction

    def holds(self, chosen: frozenset[int]) -> bool:
        """Tell whether a choice meets it."""
        return sum((c for n, c in self.coefficients.items() if n in chosen), Fraction(0)) >= self.at_least


@dataclass(frozen=True, kw_only=True)
class Limit:
    """A budget that the hours keep to at a quantile."""

    hours: Sequence[ThreePoint]
    correlation: Fraction
    quantile: Fraction
    budget: Fraction

    def total(self, chosen: frozenset[int]) -> Total:
        return total((self.hours[n] for n in sorted(chosen)), self.correlation)

    def holds(self, chosen: frozenset[int]) -> bool:
        """Tell exactly whether a choice keeps to the budget."""
        return self.total(chosen).at(self.quantile) <= self.budget

    @property
    def rounded_off(self) -> Fraction:
        """Return by how much less than the exact hours the printed ones may be: half a hundredth each of both steps."""
        return (1 + self.quantile) / 200


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What may be chosen, and what counts. The numbers of the candidates stand for their sorted names."""

    count: int
    smallest: Sequence[Sequence[Fraction]]  # sums to be as small as possible, the first before the second
    rows: Sequence[Row] = ()
    limit: Limit | None = None

    def holds(self, chosen: frozenset[int]) -> bool:
        """Tell whether a choice meets all conditions."""
        return all(row.holds(chosen) for row in self.rows) and (self.limit is None or self.limit.holds(chosen))


def solve(problem: Problem) -> frozenset[int] | None:
    """Return the best choice, or None where no choice meets the conditions. Ties: the first sorted names."""
    search = _Search(problem)
    best: frozenset[int] | None = None
    for goal in problem.smallest:
        best = search.smallest(goal)
        if best is None:
            return None
        search.hold(goal, best)
    return search.first(best or frozenset())


class _Search:
    """The model in the solver. It grows: held goals, tangents, choices that turned out not to fit."""

    def __init__(self, problem: Problem) -> None:
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy's threads, of no use here, would forbid to fork
        import highspy

        self._problem = problem
        self._none = [Fraction(0)] * problem.count
        self._held: list[Row] = []
        self._all = list(range(problem.count))
        self._infinity = highspy.kHighsInf
        self._solved = highspy.HighsModelStatus.kOptimal
        self._model: Any = highspy.Highs()  # type: ignore[no-untyped-call]  # typed by halves
        for option, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.0)):
            self._model.setOptionValue(option, value)
        for n in range(problem.count):
            self._model.addVar(0.0, 1.0)
            self._model.changeColIntegrality(n, highspy.HighsVarType.kInteger)
        for row in (*problem.rows, *self._equals_in_order()):
            self._add(row)
        if problem.limit:
            self._add_tangent(frozenset(range(problem.count)))

    def smallest(self, goal: Sequence[Fraction]) -> frozenset[int] | None:
        """Return a choice with the smallest sum, or None."""
        self._model.changeColsCost(self._problem.count, self._all, [float(cost) for cost in _whole(goal)])
        while True:
            self._model.run()
            if self._model.getModelStatus() != self._solved:
                return None
            values = self._model.getSolution().col_value
            chosen = frozenset(n for n in range(self._problem.count) if values[n] > 0.5)  # noqa: PLR2004 - yes or no
            if self._problem.holds(chosen) and all(row.holds(chosen) for row in self._held):
                return chosen
            self._exclude(chosen)

    def hold(self, goal: Sequence[Fraction], best: frozenset[int]) -> None:
        """Keep what a goal has reached while the next one is pursued."""
        row = Row(
            coefficients={n: -cost for n, cost in enumerate(goal)}, at_least=-sum((goal[n] for n in best), Fraction(0))
        )
        self._held.append(row)
        self._add(row)

    def first(self, best: frozenset[int]) -> frozenset[int]:
        """Return, of the choices that are as good, the one whose sorted names come first."""
        other = self._add(_other_than(best, self._problem.count))
        rival = self.smallest(self._none)
        self._model.changeRowBounds(other, -self._infinity, self._infinity)
        if rival is None:
            return best
        for n in range(self._problem.count):
            if n not in best:
                self._model.changeColBounds(n, 1.0, 1.0)
                better = self.smallest(self._none)
                best = best if better is None else better
            self._model.changeColBounds(n, float(n in best), float(n in best))
        return best

    def _exclude(self, chosen: frozenset[int]) -> None:
        """Take out a choice that the exact check refused: with all larger ones if it is the budget that it breaks."""
        limit = self._problem.limit
        if limit and not limit.holds(chosen):
            self._add_tangent(chosen)
            self._add(Row(coefficients={n: Fraction(-1) for n in chosen}, at_least=Fraction(1 - len(chosen))))
        else:
            self._add(_other_than(chosen, self._problem.count))

    def _add_tangent(self, chosen: frozenset[int]) -> None:
        limit = self._problem.limit
        if limit and limit.total(chosen).variance:
            gradient = dict(enumerate(_gradient(limit, chosen)))
            self._model.addRow(
                -self._infinity,
                float(limit.budget + limit.rounded_off),
                len(gradient),
                list(gradient),
                list(gradient.values()),
            )

    def _add(self, row: Row) -> int:
        """Add a condition, in whole numbers where they are small enough, and return its number."""
        names = [n for n, c in row.coefficients.items() if c]
        *numbers, bound = _whole([*(row.coefficients[n] for n in names), row.at_least])
        self._model.addRow(float(bound), self._infinity, len(names), names, [float(c) for c in numbers])
        return int(self._model.getNumRow()) - 1

    def _equals_in_order(self) -> Iterator[Row]:
        """Yield for candidates that are alike in everything: the earlier name first. It settles most ties."""
        latest: dict[tuple[Any, ...], int] = {}
        for n in range(self._problem.count):
            like = self._column(n)
            if like in latest:
                yield Row(coefficients={latest[like]: Fraction(1), n: Fraction(-1)}, at_least=Fraction(0))
            latest[like] = n

    def _column(self, n: int) -> tuple[Any, ...]:
        problem = self._problem
        rows = tuple((k, row.coefficients[n]) for k, row in enumerate(problem.rows) if row.coefficients.get(n))
        return (tuple(goal[n] for goal in problem.smallest), rows, problem.limit and problem.limit.hours[n])


def _other_than(chosen: frozenset[int], count: int) -> Row:
    """Return the condition that at least one candidate is decided otherwise."""
    signs = {n: Fraction(-1 if n in chosen else 1) for n in range(count)}
    return Row(coefficients=signs, at_least=Fraction(1 - len(chosen)))


def _whole(numbers: Sequence[Fraction]) -> Sequence[Fraction]:
    """Return numbers in the same proportions, whole where that keeps them small."""
    denominator = math.lcm(*(number.denominator for number in numbers)) if numbers else 1
    divisor = math.gcd(*(int(number * denominator) for number in numbers)) or 1
    scale = Fraction(denominator, divisor)
    largest = max((abs(number) for number in numbers), default=Fraction(0))
    return [number * scale for number in numbers] if largest * scale <= _ENOUGH else numbers


def _gradient(limit: Limit, at: frozenset[int]) -> Iterator[float]:
    """Yield the coefficients of the tangent. The root is a norm of x, so that it passes through the origin."""
    correlation, root = float(limit.correlation), math.sqrt(limit.total(at).variance)
    deviations = [float(line.deviation) for line in limit.hours]
    together = sum(deviations[n] for n in at)
    for n, line in enumerate(limit.hours):
        own = (1 - correlation) * deviations[n] ** 2 * (n in at) + correlation * deviations[n] * together
        yield float(line.expected) + float(limit.quantile) * own / root
