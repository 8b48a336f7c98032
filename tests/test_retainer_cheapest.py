"""The cheapest way to a tier: no set of lines that the real scoring accepts takes fewer hours."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from strategies import Case, cases, quick

from opsassess import review
from opsassess.questionnaire import TierId
from opsassess.retainer.cheapest import cheapest
from opsassess.retainer.coefficients import load_coefficients
from opsassess.retainer.factor import profile_factor
from opsassess.retainer.lines import Line, remediation_lines
from opsassess.retainer.reach import closed
from opsassess.scoring import Score, score
from opsassess.scoring.frame import is_below, not_above
from opsassess.scoring.tiers import GATED_TIERS

pytestmark = pytest.mark.slow

COEFFICIENTS = load_coefficients()
MOST = 9  # lines of a case that is tried out: 512 sets


def lines_to(found: Score, aim: TierId) -> tuple[Line, ...]:
    factor = profile_factor(found.assessment.agent.facts, COEFFICIENTS)
    return remediation_lines(found, aim, factor, COEFFICIENTS)


def by_trial(found: Score, lines: Sequence[Line], aim: TierId) -> list[str] | None:
    """Return the cheapest of all sets that reach the tier, scored one by one."""
    ranked = []
    for chosen in itertools.chain.from_iterable(itertools.combinations(lines, k) for k in range(len(lines) + 1)):
        if not_above(aim, closed(found, chosen).reported_tier):
            ids = sorted(line.id for line in chosen)
            ranked.append((sum((line.hours.expected for line in chosen), Fraction(0)), len(ids), ids))
    return min(ranked)[2] if ranked else None


def test_no_set_that_reaches_a_tier_takes_fewer_hours() -> None:
    seen: Counter[str] = Counter()

    @given(cases())
    @quick
    def each(case: Case) -> None:
        found = score(case.questionnaire, case.assessment)
        for aim in GATED_TIERS:
            lines = lines_to(found, aim)
            if len(lines) <= MOST:
                chosen = cheapest(found, lines, aim, {})
                ids = None if chosen is None else sorted(line.id for line in chosen)
                assert ids == by_trial(found, lines, aim)
                seen[f"{aim} {'out of reach' if ids is None else 'reached' if ids else 'held'}"] += 1

    each()
    assert {f"{aim} {end}" for aim in GATED_TIERS for end in ("held", "reached")} | {"T3 out of reach"} <= seen.keys()


@pytest.mark.parametrize("name", ["lead-routing", "support", "invoice-approval", "triage"])
def test_each_tier_of_a_sample_is_reached_or_said_to_be_out_of_reach(name: str) -> None:
    found = review.sample(name).score()
    for aim in GATED_TIERS:
        chosen = cheapest(found, lines_to(found, aim), aim, COEFFICIENTS.dependencies)
        if chosen is None:
            assert (name, aim) in {("triage", "T2"), ("triage", "T3")}  # a first session gives T1 at most
        else:
            assert not_above(aim, closed(found, chosen).reported_tier)
            for one in chosen:  # none of them can be left out
                without = [line for line in chosen if line is not one]
                needed = {
                    item for line in chosen for gap in line.reaches for item in COEFFICIENTS.dependencies.get(gap, ())
                }
                assert is_below(closed(found, without).reported_tier, aim) or needed & one.reaches.keys()
