"""The day that is proposed follows from the harm while a point stays open, and is the same in every document."""

from __future__ import annotations

import datetime as dt

import pytest
from strategies import OPERATOR, TODAY, a_questionnaire, an_area, an_assessment, an_item, says

from opsassess import review
from opsassess.described.open_points import open_in_runbook
from opsassess.documents.markdown import to_markdown
from opsassess.owners import Owners, needs_builder
from opsassess.owners.days import ProposedDays
from opsassess.owners.way import agent_of
from opsassess.prose import day as told
from opsassess.register import register_rows
from opsassess.scoring import score

pytestmark = pytest.mark.slow

SAMPLES = {
    ("invoice-approval", "s5_kill_switch.pause_new_runs"): (7, "how it is stopped at other hours is not written"),
    ("lead-routing", "r2_incident.when_to_stop"): (7, "a message has gone to somebody outside"),
    ("support", "x_cross_cutting.last_reviewed"): (90, "it is reviewed when its pages are written, and not twice"),
    ("lead-routing", "r1_daily_ops.end_of_day"): (14, "an hour that is not set: one word"),
    ("support", "s3_thresholds.cost_per_task"): (90, "what to do at a limit has to be written, and nobody is harmed"),
}


@pytest.mark.parametrize(("name", "item"), SAMPLES)
def test_what_may_do_harm_is_asked_for_this_week_and_a_word_next(name: str, item: str) -> None:
    days, why = SAMPLES[name, item]
    sample = review.sample(name)
    found = sample.score()
    owner = open_in_runbook(agent_of(found))[item].owner
    assert owner.proposed == found.as_of + dt.timedelta(days=days), why
    rows = [row for row in register_rows(agent_of(found)) if row["item"] == item]
    assert owner.proposed in {row["proposed"] for row in rows}
    title = f"**{found.items[item].item.title}**"
    for kind in ("runbook", "followup"):
        lines = [line for line in to_markdown(sample.document(kind).content).splitlines() if title in line]
        assert any(f"{told(owner.proposed)} (proposed)" in line for line in lines), kind


@pytest.mark.parametrize(
    ("live", "area", "days"), [(True, "stop", 14), (True, "s5_kill_switch", 7), (False, "s5_kill_switch", 14)]
)
def test_an_agent_on_trial_does_no_harm_meanwhile(live: bool, area: str, days: int) -> None:  # noqa: FBT001
    asked = an_item(f"{area}.when")
    bank = a_questionnaire([an_area(area, asked)])
    answers = [says(OPERATOR, asked.id, 4, "E3")]
    found = score(bank, an_assessment(bank, answers, respondents=(OPERATOR,), profile={"live": live}))
    proposed = ProposedDays(score=found).of_point(asked.id, alone=True, takes="answer")
    assert proposed == TODAY + dt.timedelta(days=days)


def days_of(told: str) -> ProposedDays:
    """Return the days of an agent whose profile says this of its builder."""
    bank = a_questionnaire([an_area("stop", an_item("stop.when"))])
    profile = {"builder_available": told}
    return ProposedDays(score=score(bank, an_assessment(bank, respondents=(OPERATOR,), profile=profile)))


@pytest.mark.parametrize(("told", "year"), [("30 June", 2025), ("1 June", 2026), ("30 June 2024", 2024)])
def test_since_when_a_builder_is_bound_to_nothing_lies_behind_us(told: str, year: int) -> None:
    since = days_of(f"No contract since {told}").builder_since
    assert since
    assert since.year == year
    assert since <= TODAY


@pytest.mark.parametrize(
    "away",
    [
        *("from 3 December to 17 December", "from 3 to 17 December 2026", "3 December to 17 December"),
        *("3-17 December", "between 3rd and 17th December", "on 3 December 2026"),
    ],
)
def test_however_it_is_said_a_builder_is_there_until_the_day_before_they_are_away(away: str) -> None:
    assert days_of(f"By phone; away {away}").builder_leaves == dt.date(2026, 12, 2)


@pytest.mark.parametrize(
    "mailbox", ["Jonas Weber's mailbox", "Jonas Weber\u2019s mailbox", 'Jonas Weber\'s "Clearbit" mail']
)
def test_work_on_what_is_the_builders_by_an_answer_needs_the_builder(mailbox: str) -> None:
    found, item = review.sample("lead-routing"), "r5_continuity.trigger_vendor_or_builder_loss"
    answers = [
        one.model_copy(update={"content": [{"arrives": mailbox}]}) if one.item == item and one.content else one
        for one in found.assessment.answers
    ]
    changed = score(found.questionnaire, found.assessment.model_copy(update={"answers": tuple(answers)}))
    assert needs_builder(Owners(score=changed), item)
