"""Which lines a budget buys: must-haves first, then the most value, exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from opsassess.effort import ZERO
from opsassess.retainer.coefficients import Estimate
from opsassess.retainer.hours import Total, total
from opsassess.retainer.lines import Line
from opsassess.retainer.solver import Limit, Problem, Row, solve


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What is done and what is left out."""

    chosen: tuple[Line, ...]
    left: tuple[Line, ...]
    forced: tuple[Line, ...]  # must-haves that block the tier, with what they need first
    total: Total
    budget: Fraction
    over: bool  # the must-haves alone exceed the budget; none of them was dropped

    @property
    def value(self) -> Fraction:
        """Return what the chosen lines are worth."""
        return sum((line.value for line in self.chosen), ZERO)


Needs = Mapping[str, tuple[str, ...]]  # item -> items that have to be in place first


def choose(lines: Sequence[Line], forced: Sequence[Line], needs: Needs, budget: Fraction, estimate: Estimate) -> Choice:
    """Return the choice with the most value whose hours at P80 are within a budget of hours.

    Ties: fewer expected hours, then fewer lines, then the first sorted names. Risks that the client accepts are left
    out unless they are forced.
    """
    ordered = sorted(lines, key=lambda line: line.id)
    names = {line.id for line in with_needs(ordered, forced, needs)}
    must = frozenset(n for n, line in enumerate(ordered) if line.id in names)
    limit = Limit(
        hours=[line.hours for line in ordered], correlation=estimate.correlation, quantile=estimate.p80, budget=budget
    )
    over = not limit.holds(must)
    found = must if over else solve(_problem(ordered, must, needs, limit))
    chosen = must if found is None else found
    names = {ordered[n].id for n in chosen}
    return Choice(
        chosen=tuple(line for line in lines if line.id in names),
        left=tuple(line for line in lines if line.id not in names),
        forced=tuple(ordered[n] for n in sorted(must)),
        total=total((ordered[n].hours for n in sorted(chosen)), estimate.correlation),
        budget=budget,
        over=over,
    )


def _problem(lines: Sequence[Line], must: frozenset[int], needs: Needs, limit: Limit) -> Problem:
    return Problem(
        count=len(lines),
        smallest=(
            [-line.value for line in lines],
            [line.hours.expected for line in lines],
            [Fraction(1)] * len(lines),
        ),
        rows=(
            *(exactly(n, taken=True) for n in sorted(must)),
            *(exactly(n, taken=False) for n, line in enumerate(lines) if line.accepted and n not in must),
            *needs_rows(lines, needs),
        ),
        limit=limit,
    )


def exactly(n: int, *, taken: bool) -> Row:
    """Return the condition that a candidate is chosen, or is not."""
    return Row(coefficients={n: Fraction(1 if taken else -1)}, at_least=Fraction(int(taken)))


def needs_rows(lines: Sequence[Line], needs: Needs) -> Iterator[Row]:
    """Yield the conditions that what has to be in place first is chosen too."""
    for n, first in _first(lines, needs):
        yield Row(coefficients={first: Fraction(1), n: Fraction(-1)}, at_least=ZERO)


def _first(lines: Sequence[Line], needs: Needs) -> Iterator[tuple[int, int]]:
    """Yield pairs of a line and a line that it needs. What is in place already is no line."""
    line_of = {(line.agent, item): n for n, line in enumerate(lines) for item in line.reaches}
    for (agent, item), n in line_of.items():
        for first in needs.get(item, ()):
            if line_of.get((agent, first), n) != n:
                yield n, line_of[agent, first]


def with_needs(lines: Sequence[Line], wanted: Sequence[Line], needs: Needs) -> tuple[Line, ...]:
    """Return the wanted lines and those that have to be done before them, in the order of the lines."""
    names = {line.id for line in wanted}
    found = {n for n, line in enumerate(lines) if line.id in names}
    pairs = tuple(_first(lines, needs))
    while more := {first for n, first in pairs if n in found} - found:
        found |= more
    return tuple(line for n, line in enumerate(lines) if n in found)
