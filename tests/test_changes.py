"""The changes of an assessment as values: written and read back, and applied one by one."""

from __future__ import annotations

from random import Random

import pytest
from store_cases import document
from strategies import random_assessment, random_questionnaire

import opsassess
from opsassess.applied import apply
from opsassess.assessment import Answer, Assessment, FailureMode, NotApplicable, Respondent
from opsassess.changes import ProfileFact, Removed, from_payload, kind_of, parts_of, to_payload


@pytest.fixture(params=range(40))
def whole(request: pytest.FixtureRequest) -> Assessment:
    """An assessment with whatever there can be in one."""
    r = Random(request.param)  # noqa: S311 - a case, no key
    return random_assessment(r, random_questionnaire(r))


def test_any_assessment_is_read_as_it_was_written(whole: Assessment) -> None:
    again = from_payload(kind_of(whole), to_payload(whole))
    assert again == whole
    assert again.model_dump(exclude_unset=True) == whole.model_dump(exclude_unset=True)


def test_an_assessment_can_be_built_part_by_part(whole: Assessment) -> None:
    bare = Assessment(
        format=whole.format,
        id=whole.id,
        as_of=whole.as_of,
        client=whole.client,
        agent=whole.agent.model_copy(update={"profile": {}}),
        questionnaire=whole.questionnaire,
    )
    facts = [ProfileFact(fact=fact, value=value) for fact, value in whole.agent.profile.items()]
    parts = [part for part in parts_of(whole) if isinstance(part, Answer | Respondent | FailureMode | NotApplicable)]
    built = apply(bare, [*facts, *parts, *whole.exceptions])
    assert built.model_dump() == whole.model_dump()
    assert bare.answers == ()


def test_the_people_are_those_of_the_new_assessment() -> None:
    before = document()
    assert set(before.respondent_of) == {"dana"}  # cached from here on
    after = apply(
        before, [Respondent(id="bo", name="Bo", roles=("builder",)), Removed(kind="respondent", key=("dana",))]
    )
    assert set(after.respondent_of) == {"bo"}
    assert set(before.respondent_of) == {"dana"}


def test_the_facts_are_those_of_the_new_assessment() -> None:
    before = document()
    assert before.agent.facts == {"writes": True}  # cached from here on
    assert apply(before, [ProfileFact(fact="writes", value=False)]).agent.facts == {"writes": False}


def test_a_copy_says_nothing_that_was_worked_out_of_the_original() -> None:
    whole = opsassess.sample().assessment
    assert whole.answers_on
    assert whole.respondent_of

    alone = whole.model_copy(update={"answers": whole.answers[:1], "respondents": whole.respondents[:1]})

    assert list(alone.answers_on) == [whole.answers[0].item]
    assert list(alone.respondent_of) == [whole.respondents[0].id]
