"""The hours of a retainer, on numbers that were worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import quick

from opsassess.retainer.coefficients import load_coefficients
from opsassess.retainer.figures import FIGURES, Figures
from opsassess.retainer.hours import Range, Rounding, ThreePoint, planning_range, total
from opsassess.retainer.services import month

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

    assert [round(float(line.expected), 2) for line in EIGHT.values()] == [
        4.33, 6.5, 2.17, 4.0, 8.67, 17.33, 11.0, 3.17,
    ]  # fmt: skip
    assert round(float(added.expected), 2) == 57.17
    assert round(added.deviation, 2) == 5.48
    assert round(added.at(P80), 2) == 61.78
    assert round(added.at(P90), 2) == 64.20


def test_lines_that_share_a_cause_spread_further() -> None:
    """By hand: the deviations add up to 77/6, their squares to 1083/36."""
    added = total(EIGHT.values(), Fraction(3, 10))

    assert added.variance == Fraction(7, 10) * Fraction(1083, 36) + Fraction(3, 10) * Fraction(77, 6) ** 2
    assert round(added.at(P80), 2) == 64.23


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

    assert {line.id: round(float(line.hours.likely), 2) for line in found.services} == {
        "threshold_review": 3.75, "exception_tuning": 5.10, "change_review": 9.00, "incident_drills": 2.33,
        "handoff_updates": 1.92, "reporting": 2.00,
    }  # fmt: skip
    assert round(float(found.likely), 2) == 24.10
    assert float(found.total.expected) == pytest.approx(25.305)
    assert round(apart.at(P80), 2) == 26.77
    assert round(found.total.at(P80), 2) == 27.37
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
def test_what_keeps_to_a_budget_that_was_rounded_down_is_printed_within_it(budget: Fraction) -> None:
    down = ROUNDING.down(budget)

    assert down <= budget
    assert ROUNDING.up(down) == down  # so whatever is not above it is printed as at most this
    assert budget - down < 5


def test_a_float_that_misses_a_step_by_a_hair_is_no_step_more() -> None:
    assert Rounding(steps=((None, Fraction(1)),)).up(28.000000001) == 28


def test_the_range_is_the_expected_hours_and_those_at_four_chances_of_five() -> None:
    chosen = total(list(EIGHT.values())[:5], INDEPENDENT)

    assert round(float(chosen.expected), 2) == 25.67
    assert round(chosen.at(P80), 2) == 28.04
    assert planning_range(chosen, P80, ROUNDING) == Range(even=Fraction(26), safe=Fraction(29))


def test_a_budget_is_met_exactly_or_not_at_all() -> None:
    """E = 10 and s = 5, so that P80 is 14.208 exactly: on the budget it fits, a millionth below it does not."""
    line = total([hours(0, 7.5, 30)], INDEPENDENT)

    assert [line.expected, line.variance] == [10, 25]
    assert line.fits(Fraction("14.208"), P80)
    assert not line.fits(Fraction("14.207999"), P80)
    assert not line.fits(Fraction(9), P80)
