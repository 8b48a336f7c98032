"""The retainer: a move of the notebook's sliders, and an exact choice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import cycle
from pathlib import Path
from typing import Any

from benchmarks.measure import Comparison, call
from opsassess import review
from opsassess.retainer.choice import choose
from opsassess.retainer.lines import Line


def comparisons(_: Path) -> Iterator[Comparison]:
    """Yield a move beside what it rests on, and a choice of 80 lines beside one of the sample's."""
    panel: Any = review.sample().scope_sliders()
    budget, drills = panel.children[1], panel.children[2]
    hours, times = cycle(range(budget.max)), cycle(range(drills.max))
    scope = review.sample().scope()
    lines = eighty()
    one_choice = call(lambda: scope.choice_for(Fraction(60)))
    yield Comparison(
        what="retainer: a move of the budget (goal 100 ms)",
        ours=call(lambda: setattr(budget, "value", next(hours)), times=10),
        against="one exact choice",
        alternative=one_choice,
    )
    yield Comparison(
        what="retainer: a move of the drills (goal 100 ms)",
        ours=call(lambda: setattr(drills, "value", next(times)), times=10),
        against="one exact choice",
        alternative=one_choice,
    )
    yield Comparison(
        what="retainer: choice of 80 lines (goal 1 s)",
        ours=call(lambda: choose(lines, (), {}, Fraction(120), scope.coefficients.estimate)),
        against="choice of the sample's lines",
        alternative=one_choice,
    )


def eighty() -> tuple[Line, ...]:
    """Return 80 lines of different sizes: those of two samples, some twice with other hours."""
    lines = [*review.sample().scope().lines, *review.sample("support").scope().lines]
    return tuple(
        replace(line, agent=n, hours=line.raw.times(Fraction(20 + n % 9, 20)))
        for n, line in enumerate((lines * 2)[:80])
    )
