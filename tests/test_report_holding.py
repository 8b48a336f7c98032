"""What the tier of today rests on, and until when: one day, one reason and one request in every document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import pytest
from strategies import BUILDER, OWNER, an_assessment, says

from opsassess import review
from opsassess.assessment import AcceptedRisk
from opsassess.documents.markdown import to_markdown
from opsassess.library import find_questionnaire
from opsassess.monthly.document import monthly_document
from opsassess.monthly.subject import CalendarMonth
from opsassess.owners.days import DRILLS
from opsassess.prose import load_sentences
from opsassess.register import register_rows
from opsassess.report import readiness_document
from opsassess.scoring import score
from opsassess.workbook.sheets import Row

pytestmark = pytest.mark.slow

EVERYWHERE = ("report", "followup", "monthly")


def printed(name: str, month: CalendarMonth) -> Mapping[str, str]:
    """Return report, follow-up, runbook and monthly report of a sample as text."""
    found = review.sample(name)
    texts = {kind: to_markdown(found.document(kind).content) for kind in ("report", "followup", "runbook")}
    document = monthly_document(found.scope(), month, load_sentences("monthly"), made=month.last)
    return texts | {"monthly": to_markdown(document)}


def row(name: str, title: str) -> Row:
    (agent,) = review.sample(name).scope().agents
    return next(row for row in register_rows(agent) if row["title"] == title)


NOVEMBER, DECEMBER = (CalendarMonth(first=dt.date(2026, month, 1)) for month in (11, 12))


def test_a_pilot_ends_with_its_builder_and_its_owner_is_asked_who_is_on_call_then() -> None:
    texts = printed("triage", NOVEMBER)
    for kind in EVERYWHERE:
        assert "Arjun Mehta can be reached until 18 December 2026. If nothing is agreed" in texts[kind]
        assert "17 May 2027" not in texts[kind]
    for kind in ("report", "followup"):
        assert "gree with Arjun Mehta on the time after 18 December 2026, or name who is on call then" in texts[kind]
    assert "Who is on call after 18 December 2026" in texts["monthly"]
    asked = row("triage", "Who is on call after 18 December 2026")
    assert (asked["owner"], asked["proposed"]) == ("Gerben Prins", dt.date(2026, 12, 1))


def test_a_pilot_that_is_near_asks_who_is_on_call_where_its_builder_goes_before() -> None:
    bank = find_questionnaire("agent-operability")
    duty = says(OWNER, "s7_ownership.edit_prompts", 2, content=[{"name": "Builder"}, {"name": "Ruben Falk"}])
    for day, asked in (("18 June 2026", True), ("18 December 2026", False), ("18 May 2026", False)):
        assessment = an_assessment(bank, [duty], respondents=(OWNER, BUILDER))
        facts = {**assessment.agent.facts, "builder_available": f"In the office until {day}."}
        agent = assessment.agent.model_copy(update={"facts": facts})
        found = score(bank, assessment.model_copy(update={"agent": agent}))
        text = to_markdown(readiness_document(found, load_sentences("readiness")))
        assert found.reported_tier != "T1"
        assert (f"gree with Builder on the time after {day}, or name who is on call then" in text) == asked
        held = 'From 19 June 2026 "People who may edit the prompts" rests on Ruben Falk, who did not speak with us.'
        assert (held in text) == asked


@pytest.mark.parametrize(
    ("name", "case"),
    [
        (
            "lead-routing",
            "Nobody in the team whom we asked can revoke the agent's access to a system; Jonas Weber told us how.",
        ),
        (
            "support",
            'this was not shown to us in full: "Checking that the pause worked", "Stopping outbound writes" and',
        ),
    ],
)
def test_the_month_tells_what_holds_the_tier_and_not_what_a_tier_means(name: str, case: str) -> None:
    texts = printed(name, NOVEMBER)
    assert case in texts["monthly"]
    assert name != "lead-routing" or case in texts["report"]
    assert review.sample(name).score().questionnaire.tier_of["T0"].meaning not in texts["monthly"]


def test_the_day_on_which_a_tier_falls_is_told_with_what_keeps_it_and_somebody_shows_it_again_before() -> None:
    texts = printed("invoice-approval", DECEMBER)
    falls = (
        "If nothing is shown again, T2 falls on 11 January 2027. What keeps it is new looks at “Backlog review”, "
        "“Threshold review”, “Exception queue review” and “Approval queue review”; for T3 to hold until 7 January 2027 "
        "at least, all four and “Finding wrong output behind green lights” have to be shown again between 8 and 18 "
        "December 2026."
    )
    for kind in EVERYWHERE:
        assert falls in texts[kind]
    for title in ("Backlog review", "Threshold review", "Exception queue review", "Approval queue review"):
        asked = row("invoice-approval", title)
        assert (asked["owner"], asked["proposed"]) == ("Saskia Verbeek", dt.date(2026, 12, 18))
        assert str(asked["do"]).startswith("Show again, between 8 and 18 December 2026, ")
        for kind in EVERYWHERE:
            assert title.lower() in texts[kind].replace(falls, "").lower()


@pytest.mark.parametrize(
    ("name", "title", "owner", "day", "tier"),
    [
        (
            "invoice-approval",
            "Scoping the impact",
            "Bram de Wit",
            dt.date(2026, 12, 18),
            "T3",
        ),
        ("triage", "Taking the work back for good", "Femke Hoekstra", dt.date(2026, 11, 30), "T2"),
    ],
)
def test_work_that_is_agreed_on_an_accepted_risk_is_its_state(
    name: str, title: str, owner: str, day: dt.date, tier: str
) -> None:
    found = row(name, title)
    named = str(found["owner"]).removesuffix(" (to be confirmed)")
    assert (named, found["due"], found["needed_for"]) == (owner, day, tier)
    assert "Accepted as a risk" not in str(found["do"])
    asked = owner != "Bram de Wit"  # others told us that he would
    told = f"work on it is {'agreed' if asked else 'planned'} for {day.day} {day:%B} {day.year} ({owner}"
    assert told in str(found["found"])
    texts = printed(name, NOVEMBER)
    assert told in texts["report"]
    assert f'accepted risk "{title}"' not in texts["monthly"]


def test_what_nobody_works_on_waits_for_the_end_of_the_acceptance() -> None:
    found = row("lead-routing", "First-week checklist")
    assert str(found["do"]).startswith("Close it by 31 March 2027, or accept it again. To close it: Write five days")
    assert str(found["accepted_when"]).startswith("a checklist with an owner sets the tasks of")  # of its hours
    assert (found["needed_for"], found["needed_why"]) == ("T2", "else its area stays below 50 %")


def test_a_risk_whose_acceptance_has_ended_is_a_gap_and_asked_for_once() -> None:
    text = printed("lead-routing", NOVEMBER)["monthly"]
    assert "Normal latency range" not in text.partition("## What is open")[2]


def test_who_pauses_it_while_the_builder_is_away_is_part_of_the_first_request() -> None:
    texts = printed("support", NOVEMBER)
    for kind in ("report", "followup"):
        assert "from 23 December to 8 January, while Pavel Novotny is away" in texts[kind]
    assert "while Pavel Novotny is away from 23 December to 8 January" in texts["runbook"]


def test_no_exercise_is_proposed_while_somebody_accepted_that_there_is_none() -> None:
    friday = dt.date(2027, 1, 29)
    risk = AcceptedRisk(item=DRILLS, reason="Year end.", role="Controller", expires=friday)
    sample = review.sample("invoice-approval")
    risks = (*sample.assessment.exceptions, risk)
    held = sample.assessment.model_copy(update={"actions": (), "exceptions": risks})
    (agent,) = replace(sample, assessment=held).scope().agents
    days = {row["title"]: row["proposed"] for row in register_rows(agent)}
    assert days["Running the agent without the builder"] == dt.date(2027, 2, 1)
    assert days["End-of-day status"] == dt.date(2026, 12, 3)


def test_the_report_names_the_single_answers_on_which_the_tier_hangs() -> None:
    told = (
        "The tier hangs on four single answers: a level more or less on any one of them can make it another tier. "
        "These are timeout of an upstream system, "
    )
    assert told in printed("invoice-approval", NOVEMBER)["report"]


def test_what_is_lacking_is_not_what_is_on_record() -> None:
    text = printed("invoice-approval", NOVEMBER)["report"]
    done = "the team completes pause, fallback and restart from the runbook, builder out of the room and not called"
    assert f"Still open: that {done}" in text
    assert "no full run" not in text


@pytest.mark.parametrize(
    ("name", "builder", "days", "owner"),
    [
        ("lead-routing", "Jonas Weber", "from 21 December to 6 January", "Priya Shah"),
        ("support", "Pavel Novotny", "from 23 December to 8 January", "Claudia Reinholt"),
    ],
)
def test_while_the_builder_of_a_pilot_is_away_somebody_else_has_to_be_on_call(
    name: str, builder: str, days: str, owner: str
) -> None:
    asked = f"ame who is on call {days}, while {builder} is away; otherwise T1 does not hold in these days"
    texts = printed(name, NOVEMBER)
    found = row(name, "Who is on call for the builder")
    scope = to_markdown(review.sample(name).document("scope").content)
    assert all(asked in text for text in (texts["report"], texts["followup"], str(found["do"])))
    assert (found["owner"], found["needed_for"]) == (owner, "T1")
    assert f"is away {days}; nobody is named who is on call in these days" in scope
    assert f"at every hour at which it works, also {days}, while {builder} is away" in texts["report"]


@pytest.mark.parametrize(("backup", "many"), [("none", 1), ("", 1), ("The service desk of its maker", 0)])
def test_nobody_is_asked_for_where_somebody_stands_in_for_the_builder(backup: str, many: int) -> None:
    sample = review.sample("support")
    agent = sample.assessment.agent
    profile = {**agent.profile, "builder": [{"name": "Pavel Novotny", "backup": backup}]}
    held = sample.assessment.model_copy(update={"agent": agent.model_copy(update={"profile": profile})})
    (found,) = replace(sample, assessment=held).scope().agents
    assert [row["title"] for row in register_rows(found)].count("Who is on call for the builder") == many
