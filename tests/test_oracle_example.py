"""The oracle itself on the worked example of the specification, so that it is not only checked against the engine."""

from __future__ import annotations

import oracle
import pytest
from test_scoring_example import EXPECTED_OF_BASE, example, proven_but_the_pause, with_verify_and_revoke


def test_the_oracle_scores_the_worked_example_as_the_specification_does() -> None:
    questionnaire, assessment = example()

    scored = oracle.score(questionnaire, assessment)
    scored.pop("sensitivity")

    assert scored == EXPECTED_OF_BASE


@pytest.mark.parametrize(
    ("variation", "tier", "overall"), [(with_verify_and_revoke, "T1", "0.535"), (proven_but_the_pause, "T0", "0.926")]
)
def test_the_oracle_scores_its_two_variations(variation: object, tier: str, overall: str) -> None:
    assert callable(variation)
    questionnaire, assessment = variation()

    scored = oracle.score(questionnaire, assessment)

    assert scored["tier"]["reported"] == tier
    assert f"{float(scored['overall']['shown']):.3f}" == overall


def test_the_oracle_says_when_it_does_not_search_every_set() -> None:
    questionnaire, assessment = example()

    assert oracle.score(questionnaire, assessment, exhaustive=10)["smallest_set"] is None
