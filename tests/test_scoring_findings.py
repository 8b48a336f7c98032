"""What the score says beside its numbers: who lies apart, who was not asked, what is a draft; and the exact edges."""

from __future__ import annotations

from fractions import Fraction

import pytest
from strategies import (
    BUILDER,
    OPERATOR,
    OWNER,
    PEOPLE,
    a_gate,
    a_questionnaire,
    an_area,
    an_assessment,
    an_item,
    everything_proven,
    needs,
    says,
    the_tiers,
)

from opsassess.assessment import Rating
from opsassess.questionnaire import Questionnaire
from opsassess.scoring import score

SECOND = PEOPLE[1]  # an operator too


@pytest.fixture
def questionnaire() -> Questionnaire:
    items = (an_item("a.stop", "critical"), an_item("a.go"), an_item("a.note", "minor"))
    return a_questionnaire([an_area("a", *items)], [a_gate("G1", "T1", needs("a.go", "0.5"))])


@pytest.mark.parametrize(
    ("ratings", "spread"),
    [((3, 1), 2), ((4, "dont_know"), 4), ((0, "dont_know"), 0), ((2, 2), 0), ((3, None), 0), ((None, None), 0)],
)
def test_the_spread_of_two_operators(
    questionnaire: Questionnaire, ratings: tuple[Rating | None, Rating | None], spread: int
) -> None:
    answers = [says(OPERATOR, "a.stop", ratings[0]), says(SECOND, "a.stop", ratings[1])]
    assert score(questionnaire, an_assessment(questionnaire, answers)).items["a.stop"].spread == spread


def test_who_was_not_asked_is_a_finding_and_no_number(questionnaire: Questionnaire) -> None:
    answers = [
        says(OPERATOR, "a.stop", 3),
        says(OWNER, "a.stop", 0),
        says(OWNER, "a.go", None),
        says(BUILDER, "a.stop", 4),
    ]
    found = score(questionnaire, an_assessment(questionnaire, answers)).items
    assert [answer.respondent for answer in found["a.stop"].others] == [OWNER]
    assert found["a.stop"].claimed == Fraction(3, 4)
    assert found["a.go"].others == ()


@pytest.mark.parametrize(("item", "applies"), [("a.stop", True), ("a.go", True), ("a.note", False)])
def test_neither_a_critical_item_nor_one_in_a_gate_can_be_declared_away(
    questionnaire: Questionnaire, item: str, *, applies: bool
) -> None:
    assessment = an_assessment(questionnaire, not_applicable=[item])
    assert score(questionnaire, assessment).items[item].applies is applies


@pytest.mark.parametrize(
    ("answered", "draft"), [(("a.stop", "a.go", "a.note"), False), (("a.stop", "a.go"), True), ((), True)]
)
def test_a_report_of_too_little_is_a_draft(
    questionnaire: Questionnaire, answered: tuple[str, ...], *, draft: bool
) -> None:
    answers = [says(OPERATOR, item, 2) for item in answered]
    assert score(questionnaire, an_assessment(questionnaire, answers)).is_draft is draft


def test_nine_tenths_are_enough() -> None:
    """Coverage of exactly .9: ten items of one weight, nine of them answered."""
    items = [an_item(f"a.i{n}") for n in range(10)]
    questionnaire = a_questionnaire([an_area("a", *items)])
    answers = [says(OPERATOR, item.id, 2) for item in items[:9]]
    assert not score(questionnaire, an_assessment(questionnaire, answers)).is_draft


@pytest.mark.parametrize(("least", "tier"), [("0.75", "T3"), ("0.7501", "T2")])
def test_a_tier_is_reached_at_exactly_its_least(least: str, tier: str) -> None:
    """An overall of exactly .75: two areas, one proven, one at .5."""
    questionnaire = a_questionnaire(
        [an_area("a", an_item("a.x")), an_area("b", an_item("b.x"))], tiers=the_tiers(t3_area="0.5", t3_overall=least)
    )
    answers = [*everything_proven(questionnaire)[:2], says(OPERATOR, "b.x", 2, "E1"), says(BUILDER, "b.x", 2)]
    found = score(questionnaire, an_assessment(questionnaire, answers))
    assert found.overall.shown == Fraction(3, 4)
    assert found.shown_tier == tier


def test_json_has_floats_and_null() -> None:
    questionnaire = a_questionnaire([an_area("a", an_item("a.x"))])
    plain = score(questionnaire, an_assessment(questionnaire, [says(OPERATOR, "a.x", 3, "E2")])).to_json()
    assert plain["overall"]["shown"] == 0.75
    assert isinstance(plain["overall"]["shown"], float)
    assert plain["key_person"] == {"index": None, "items": []}
