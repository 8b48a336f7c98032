"""What ages while work is done: a tier is there on the last day of its work only if it was shown again."""

from __future__ import annotations

import datetime as dt

from opsassess import review
from opsassess.assessment import Action, Assessment, Evidence
from opsassess.documents.markdown import to_markdown
from opsassess.followup.requests import requests
from opsassess.owners import Owners
from opsassess.owners.ageing import ageing, held_up
from opsassess.owners.way import agent_of, items_to
from opsassess.prose import load_sentences
from opsassess.questionnaire import TierId
from opsassess.register import register_rows
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

    def on(day: dt.date, again: set[str], shown: dt.date) -> TierId:
        return score(found.questionnaire, seen_again(found, worked, again, shown), day).reported_tier

    assert ages.holds == ages.by + dt.timedelta(days=agent.coefficients.days.lasts)
    for shown in (ages.by, ages.since or found.as_of + dt.timedelta(days=1)):
        assert {on(day, set(ages.items), shown) for day in (ages.by, ages.holds)} == {tier}
    for left_out in ages.items:
        assert on(ages.holds, {*ages.items} - {left_out}, ages.by) != tier


def test_page_two_says_until_when_the_next_tier_holds_and_what_it_needs_of_a_builder_who_owes_nothing() -> None:
    made = review.sample("invoice-approval")
    text = to_markdown(made.document("report").content)
    assert (
        "for T3 to hold until 7 January 2027 at least, all four and “Finding wrong output behind green lights” have"
        in text
    )
    assert '"Scoping the impact" need Farid Benali\'s courtesy' in text


def test_what_the_next_tier_needs_again_has_its_day_in_all_documents() -> None:
    made = review.sample("invoice-approval")
    owners = Owners(score=made.score())
    ages = ageing(agent_of(made.score()), "T3")
    assert ages
    assert {owners.of(item).day for item in ages.items} == {ages.by}


def test_what_ages_before_the_tier_after_the_next_is_asked_of_whoever_can_show_it() -> None:
    made = review.sample("support")
    agent = agent_of(made.score())
    ages = ageing(agent, "T2")
    assert ages
    assert ages.since
    assert ages.tier != agent.score.aim
    rows = [row for row in register_rows(agent) if str(row["do"]).startswith("Show again, between")]
    assert {row["proposed"] for row in rows} == {ages.by}
    assert {row["item"] for row in rows} == {*ages.items}
    assert {row["needed_for"] for row in rows} == {"T2"}
    operator = next(r.name for r in made.assessment.respondents if "operator" in r.roles)
    assert {row["owner"] for row in rows} == {operator}
    asked = requests(Owners(score=made.score()), load_sentences("followup"))
    own = next(found for person, found in asked.items() if person.name == operator)
    assert {request.item for request in own if request.again and request.proposed == ages.by} == {*ages.items}


def test_a_tier_that_waits_for_an_accepted_risk_has_no_day_yet_and_asks_for_no_look_before_one() -> None:
    made = review.sample("lead-routing")
    risk = made.assessment.exceptions[0]
    agent = agent_of(made.score())
    assert ageing(agent, "T2") is None
    assert "at nine things that we saw so far (three within 30 days and six within 90 days before it)" in to_markdown(
        made.document("report").content
    )
    works = Action(item=risk.item, text="Write the page.", owner="Dana Ruiz", due=dt.date(2027, 1, 15))
    worked = made.assessment.model_copy(update={"actions": (*made.assessment.actions, works)})
    ages = ageing(agent_of(score(made.questionnaire, worked, made.score().as_of)), "T2")
    assert ages
    assert ages.items


def test_a_tier_that_is_there_when_a_risk_ends_has_just_the_looks_that_the_scope_names_for_that_day() -> None:
    made = review.sample("invoice-approval")
    risk = made.assessment.exceptions[0]
    idle = {"actions": tuple(work for work in made.assessment.actions if work.item != risk.item)}
    found, end = score(made.questionnaire, made.assessment.model_copy(update=idle), made.score().as_of), risk.expires
    told = held_up(agent_of(found), found.questionnaire.tier_of["T3"], load_sentences("scope"))
    looks = {name for name, item in found.items.items() if f'"{item.item.title}"' in told}
    worked = done(found, set(items_to(agent_of(found), "T3")), end)

    def on_the_end(again: set[str]) -> TierId:
        shown = worked
        for item in again:  # on the first day from which it counts
            shown = seen_again(found, shown, {item}, end - dt.timedelta(days=found.items[item].item.window))
        return score(found.questionnaire, shown, end).reported_tier

    assert "T3 also needs a new look at what has aged: at" in told
    assert told.endswith("and at what is shown from now on and is past its window by then.")
    assert on_the_end(looks) == "T3"
    for left_out in looks:
        assert on_the_end(looks - {left_out}) == "T2"


def test_to_look_again_is_a_row_apart_from_the_page_that_has_to_be_written() -> None:
    rows = register_rows(agent_of(review.sample("support").score()))
    page, look = (row for row in rows if row["item"] == "r1_daily_ops.exception_queue")
    assert (page["kind"], page["owner"]) == ("told or done, without a written page", "to be named by Claudia Reinholt")
    assert (look["kind"], look["owner"]) == ("met, to be shown again", "Mirjam Kofler")
    assert (page["needed_for"], look["needed_for"]) == ("none", "T2")


def test_what_ages_is_shown_in_another_session_than_what_is_asked_today() -> None:
    sheet = to_markdown(review.sample("support").document("prep", "mirjam-kofler").content)
    today, _, later = sheet.partition("## Another time")
    assert "finding wrong output" not in today.lower()
    assert "exception queue review; end-of-day status; finding wrong output behind green lights." in later
