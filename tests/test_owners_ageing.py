"""What ages while work is done: a tier is there on the last day of its work only if it was shown again."""

from __future__ import annotations

import datetime as dt

from opsassess import review
from opsassess.assessment import Assessment, Evidence
from opsassess.documents.markdown import to_markdown
from opsassess.owners import Owners
from opsassess.owners.ageing import ageing
from opsassess.owners.way import agent_of, items_to
from opsassess.questionnaire import TierId
from opsassess.scoring import Score, score


def done(found: Score, items: set[str], day: dt.date) -> Assessment:
    """Return the assessment with some items done by the team on a day, and put on record."""
    team = {answer.respondent.id for values in found.items.values() for answer in values.operators}
    answers = [
        answer.model_copy(update={"rating": 4, "evidence": (*(answer.evidence or ()), Evidence(level="E3", date=day))})
        if answer.item in items and answer.respondent in team
        else answer
        for answer in found.assessment.answers
    ]
    return found.assessment.model_copy(update={"answers": tuple(answers)})


def seen_again(found: Score, assessment: Assessment, items: set[str], day: dt.date) -> Assessment:
    """Return the assessment with what was seen of items seen once more on a day."""
    best = {item: found.items[item].seen[0].evidence.level for item in items}
    answers = [
        answer.model_copy(update={"evidence": (*answer.evidence, Evidence(level=best[answer.item], date=day))})
        if answer.item in best and answer.evidence
        else answer
        for answer in assessment.answers
    ]
    return assessment.model_copy(update={"answers": tuple(answers)})


def test_a_tier_is_reached_with_what_is_asked_for_and_nothing_of_it_can_be_left_out() -> None:
    found = review.sample("invoice-approval").score()
    tier: TierId = "T3"
    agent = agent_of(found)
    ages = ageing(agent, tier)
    assert ages
    worked = done(found, set(items_to(agent, tier)), ages.by)

    def reached(again: set[str], day: dt.date) -> TierId:
        return score(found.questionnaire, seen_again(found, worked, again, day), ages.by).reported_tier

    assert reached(set(ages.items), ages.by) == tier
    assert reached(set(ages.items), ages.since or found.as_of + dt.timedelta(days=1)) == tier
    for left_out in ages.items:
        assert reached({*ages.items} - {left_out}, ages.by) != tier


def test_what_the_next_tier_needs_again_has_its_day_in_all_documents() -> None:
    made = review.sample("invoice-approval")
    owners = Owners(score=made.score())
    ages = ageing(agent_of(made.score()), "T3")
    assert ages
    assert {owners.of(item).day for item in ages.items} == {ages.by}
    assert "needs that by 18 December 2026" in to_markdown(made.document("report").content)
