"""How long a tier holds: a closed item ages as if it had been seen on the day of the assessment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest
from strategies import (
    OPERATOR,
    TODAY,
    a_gate,
    a_questionnaire,
    an_area,
    an_assessment,
    an_item,
    everything_proven,
    needs,
    says,
)

from opsassess.assessment import Rating
from opsassess.questionnaire import TIERS, EvidenceLevel, TierId
from opsassess.retainer.coefficients import load_coefficients
from opsassess.retainer.factor import profile_factor
from opsassess.retainer.fall import fall
from opsassess.retainer.keeping import Renewal, falls_on, tier_with
from opsassess.retainer.lines import Line, remediation_lines
from opsassess.scoring import Score, score

COEFFICIENTS = load_coefficients()
WINDOW = 90
QUESTIONNAIRE = a_questionnaire(
    [an_area("a", an_item("a.stop", "critical", window=WINDOW), an_item("a.note", "minor", window=2000))],
    [a_gate("G1", "T1", needs("a.stop", ".75"))],
)


def scored(rating: Rating, level: EvidenceLevel | None, day: dt.date = TODAY) -> Score:
    """Return the scores with the stop held like this, and the note proven."""
    proven = [answer for answer in everything_proven(QUESTIONNAIRE) if answer.item != "a.stop"]
    return score(QUESTIONNAIRE, an_assessment(QUESTIONNAIRE, [*proven, says(OPERATOR, "a.stop", rating, level)]), day)


def lines_of(found: Score) -> tuple[Line, ...]:
    return remediation_lines(found, "T1", profile_factor({}, COEFFICIENTS), COEFFICIENTS)


def first_fall(rating: Rating, level: EvidenceLevel) -> dt.date:
    """Return the day on which the real scoring first gives less than today, counted up day by day."""
    today = TIERS.index(scored(rating, level).reported_tier)
    days = (TODAY + dt.timedelta(days=n) for n in range(2000))
    return next(day for day in days if TIERS.index(scored(rating, level, day).reported_tier) < today)


def test_what_was_closed_falls_on_the_day_on_which_the_real_scoring_lets_it_fall() -> None:
    """It has to be usable and seen at work, so it is held by E2, which is worth a level less after its window."""
    missing = scored(0, None)

    assert falls_on(missing, lines_of(missing)) == first_fall(3, "E2") == TODAY + dt.timedelta(days=WINDOW + 1)


def test_what_is_held_today_falls_by_its_own_evidence() -> None:
    held = scored(4, "E3")

    assert falls_on(held, ()) == first_fall(4, "E3")
    assert falls_on(scored(0, None), ()) is None  # there is nothing lower


def test_a_fall_names_what_brings_it_about_and_nothing_that_ages_beside_it() -> None:
    found = fall(scored(4, "E3"), 30)
    assert found is not None
    assert (found.day, found.items) == (first_fall(4, "E3"), ("a.stop",))
    assert fall(scored(0, None), 30) is None


RENEWED: Mapping[int, TierId] = {WINDOW: "T3", WINDOW + 1: "T2", 2 * WINDOW: "T2", 2 * WINDOW + 1: "not_shown"}


@pytest.mark.parametrize("days", RENEWED)
def test_a_service_keeps_what_it_renews_in_time(days: int) -> None:
    """Fresh within the window; then a level less, but the gate holds as due; beyond twice the window it is open."""
    missing = scored(0, None)
    renewed = {"drills": Renewal(seen=days, exercised=None)}

    assert tier_with(missing, lines_of(missing), renewed) == RENEWED[days]


def test_without_its_service_an_item_ages_for_a_year() -> None:
    missing = scored(0, None)

    assert tier_with(missing, lines_of(missing), {"other": Renewal(seen=1, exercised=1)}) == "not_shown"


HELD: tuple[tuple[Rating, EvidenceLevel, str], ...] = (
    (2, "E1", ".5"),
    (3, "E2", ".5"),
    (3, "E2", ".75"),
    (4, "E3", ".5"),
    (4, "E3", ".75"),
    (4, "E3", "1"),
)


@pytest.mark.parametrize(("rating", "level", "minimum"), HELD)
def test_what_is_renewed_is_worth_what_the_real_scoring_gives_evidence_of_that_age(
    rating: Rating, level: EvidenceLevel, minimum: str
) -> None:
    """On every day of the window, of the second window, and after it."""
    asked = a_questionnaire(
        [an_area("a", an_item("a.stop", "critical", window=WINDOW), an_item("a.note", "minor", window=2000))],
        [a_gate("G1", "T1", needs("a.stop", minimum))],
    )
    proven = [answer for answer in everything_proven(asked) if answer.item != "a.stop"]
    given = an_assessment(asked, [*proven, says(OPERATOR, "a.stop", rating, level)])
    ages = (0, 1, WINDOW, WINDOW + 1, 2 * WINDOW - 1, 2 * WINDOW, 2 * WINDOW + 1, 3 * WINDOW)
    kept = {
        age: tier_with(score(asked, given, TODAY), (), {"drills": Renewal(seen=age, exercised=age)}) for age in ages
    }

    assert kept == {age: score(asked, given, TODAY + dt.timedelta(days=age)).reported_tier for age in ages}
    assert len(set(kept.values())) > 1
