"""The hours of a retainer, on numbers that were worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import quick

from opsassess.retainer.coefficients import load_coefficients
from opsassess.retainer.figures import FIGURES, Figures
from opsassess.retainer.hours import Range, ThreePoint, planning_range, total
from opsassess.retainer.services import month
from opsassess.retainer.solver import Limit
from opsassess.scope.words import fixed

INDEPENDENT = Fraction(0)
COEFFICIENTS = load_coefficients()
P80, P90 = COEFFICIENTS.estimate.p80, COEFFICIENTS.estimate.p90


def hours(optimistic: float, likely: float, pessimistic: float) -> ThreePoint:
    return ThreePoint(optimistic=Fraction(optimistic), likely=Fraction(likely), pessimistic=Fraction(pessimistic))


EIGHT = {
    "verify drill": hours(2, 4, 8),
    "revoke procedure": hours(3, 6, 12),
    "resume sign-off": hours(1, 2, 4),
    "fallback text": hours(2, 4, 6),
    "fallback rehearsal": hours(4, 8, 16),
    "dashboards": hours(8, 16, 32),
    "exception matrix": hours(6, 10, 20),
    "tool access review": hours(1, 3, 6),
}


def test_eight_lines_add_up_as_worked_by_hand() -> None:
    added = total(EIGHT.values(), INDEPENDENT)

    assert [float(line.expected) for line in EIGHT.values()] == [
        4.33, 6.5, 2.17, 4.0, 8.67, 17.33, 11.0, 3.17,
    ]  # fmt: skip
    assert float(added.expected) == 57.17
    assert float(added.deviation) == 5.48
    assert float(added.at(P80)) == 61.78
    assert float(added.at(P90)) == 64.19  # 57.17 + 1.2816 x 5.48, of the figures that are printed


def test_lines_that_share_a_cause_spread_further() -> None:
    """By hand: the deviations add up to 77/6, their squares to 1083/36."""
    added = total(EIGHT.values(), Fraction(3, 10))

    assert added.variance == Fraction(7, 10) * Fraction(1083, 36) + Fraction(3, 10) * Fraction(77, 6) ** 2
    assert float(added.at(P80)) == 64.23


def test_the_month_of_two_agents_comes_out_as_worked_by_hand() -> None:
    """14 thresholds, 3000 runs, 6 % exceptions, 20 % of them looked at, 4, 2 and 0.5 changes, two people who start."""
    known: dict[str, float | Fraction] = {
        "fixed": 1, "thresholds": 14, "agents": 2, "exception_hours": Fraction(3000 * 6 * 20, 100 * 100) * 6 / 60,
        "new_failure_modes": 1, "changes_small": 4, "changes_medium": 2, "changes_large": Fraction(1, 2),
        "tabletops": Fraction(4, 12), "full_drills": Fraction(2, 12), "joiners": Fraction(2, 12),
        "incidents": Fraction(1, 2),
    }  # fmt: skip
    found = month(Figures(values={name: Fraction(known[name]) for name in FIGURES}, facts=((),)), COEFFICIENTS)
    apart = total((line.hours for line in found.services), INDEPENDENT)

    assert {line.id: float(line.hours.likely) for line in found.services} == {
        "threshold_review": 3.75, "exception_tuning": 5.10, "change_review": 9.00, "incident_drills": 2.33,
        "handoff_updates": 1.92, "reporting": 2.00,
    }  # fmt: skip
    assert float(found.likely) == 24.10
    assert float(found.total.expected) == 25.32  # 3.94 + 5.36 + 9.45 + 2.45 + 2.02 + 2.10
    assert float(apart.at(P80)) == 26.78
    assert float(found.total.at(P80)) == 27.39
    assert found.incidents == 2


ROUNDING = COEFFICIENTS.round


PRINTED = {"0": 0, "0.01": 0.5, "2.5": 2.5, "9.6": 10, "10": 10, "28.04": 29, "39.2": 40, "40.1": 45, "61.78": 65}


@pytest.mark.parametrize("exact", PRINTED)
def test_printed_hours_go_up_to_a_step_that_fits_their_size(exact: str) -> None:
    printed = ROUNDING.up(Fraction(exact))

    assert printed == PRINTED[exact]
    assert ROUNDING.down(printed) == printed


@given(st.fractions(min_value=0, max_value=300))
@quick
def test_hours_told_as_about_are_the_nearest_step_and_never_none(hours: Fraction) -> None:
    about, step = ROUNDING.nearest(hours), ROUNDING.step_at(hours)

    assert about >= step
    assert about == step or abs(about - hours) <= step / 2


@given(st.fractions(min_value=0, max_value=300))
@quick
def test_what_keeps_to_a_budget_that_was_rounded_down_is_printed_within_it(budget: Fraction) -> None:
    down = ROUNDING.down(budget)

    assert down <= budget
    assert ROUNDING.up(down) == down  # so whatever is not above it is printed as at most this
    assert budget - down < 5


def test_the_range_is_the_expected_hours_and_those_at_four_chances_of_five() -> None:
    chosen = total(list(EIGHT.values())[:5], INDEPENDENT)

    assert float(chosen.expected) == 25.67
    assert float(chosen.at(P80)) == 28.04
    assert planning_range(chosen, P80, ROUNDING) == Range(even=Fraction(26), safe=Fraction(29))


def test_a_budget_is_met_by_the_printed_hours() -> None:
    """E = 10 and s = 5, so that P80 is 14.208, printed as 14.21."""
    line = total([hours(0, 7.5, 30)], INDEPENDENT)
    limit = Limit(hours=[hours(0, 7.5, 30)], correlation=INDEPENDENT, quantile=P80, budget=Fraction("14.21"))

    assert [line.expected, line.variance, line.at(P80)] == [10, 25, Fraction("14.21")]
    assert limit.holds(frozenset({0}))
    assert not replace(limit, budget=Fraction("14.209")).holds(frozenset({0}))


TENTHS = st.integers(0, 2000).map(lambda n: Fraction(n, 10))
LINES = st.lists(st.lists(TENTHS, min_size=3, max_size=3).map(sorted), min_size=1, max_size=30)


@given(LINES, st.sampled_from(["0", "0.25", "0.3", "1"]))
@quick
def test_a_client_with_a_calculator_comes_to_each_printed_figure_from_printed_ones(
    lines: list[list[Fraction]], correlation: str
) -> None:
    """The client types what the page shows, as decimals, and rounds as people do: half a step up."""

    def typed(figure: Fraction) -> Decimal:
        shown = Decimal(fixed(figure).replace(",", ""))
        assert Fraction(shown) == figure  # nothing was lost on the page
        return shown

    def to_cents(figure: Decimal) -> Decimal:
        return figure.quantize(Decimal("0.01"), ROUND_HALF_UP)

    points = [ThreePoint(optimistic=low, likely=likely, pessimistic=high) for low, likely, high in lines]
    r, sums = Decimal(correlation), total(points, Fraction(correlation))
    o, m, p = ([typed(getattr(one, name)) for one in points] for name in ("optimistic", "likely", "pessimistic"))
    spreads = [(high - low) / 6 for low, high in zip(o, p, strict=True)]
    average = sum(typed(one.expected) for one in points)

    for one, low, likely, high in zip(points, o, m, p, strict=True):
        assert typed(one.expected) == to_cents((low + 4 * likely + high) / 6)
    assert typed(sums.expected) == average
    assert typed(sums.deviation) == to_cents(((1 - r) * sum(s * s for s in spreads) + r * sum(spreads) ** 2).sqrt())
    assert typed(sums.at(P80)) == to_cents(average + Decimal("0.8416") * typed(sums.deviation))
