"""Somebody who built the agent runs it alone: a pilot needs only a look, and production a second person."""

from __future__ import annotations

from functools import cache

from strategies import a_respondent, an_assessment, says

from opsassess.documents.plain import plain_text
from opsassess.effort import points
from opsassess.library import find_questionnaire
from opsassess.owners.stages import plan
from opsassess.owners.way import planned
from opsassess.prose import load_sentences
from opsassess.register import register_rows
from opsassess.report import readiness_document
from opsassess.retainer import Scope, load_coefficients, make_scope
from opsassess.scope import scope_document
from opsassess.scoring import score

READINESS = load_sentences("readiness")
ALONE = a_respondent("robin", "operator", "owner", "builder")
SEEN = ("s5_kill_switch.pause_new_runs", "s5_kill_switch.stop_outbound_writes", "s1_workflow_summary.owner")
TOLD = ("s5_kill_switch.verify_pause", "s5_kill_switch.revoke_permissions", "s7_ownership.own_incidents")


@cache
def scope() -> Scope:
    bank = find_questionnaire("agent-operability")
    answers = [says(ALONE, item, 3, "E2") for item in SEEN] + [says(ALONE, item, 3) for item in TOLD]
    return make_scope([score(bank, an_assessment(bank, answers, respondents=(ALONE,)))], load_coefficients())


def test_the_pilot_costs_the_same_in_the_package_and_in_the_picture() -> None:
    must_haves = scope().package_of["must_haves"]
    assert (must_haves.standings[0].reaches, {line.kind for line in must_haves.lines}) == ("T1", {"request"})
    assert not must_haves.range
    pilot = next(point for point in scope().frontier if point.tiers == ("T1",))
    assert (pilot.hours, "tier" in pilot.knees) == (0, True)


def test_what_is_to_be_shown_for_the_pilot_is_listed_beside_the_second_person_for_production() -> None:
    sections = {s.id: plain_text(repr(s)) for s in scope_document(scope(), load_sentences("scope"), "").sections}
    listed = sections["lines"]
    for item in TOLD:
        title = scope().agents[0].score.items[item].item.title
        assert listed.count(title) >= 2, title
    assert "T2 waits for it, and so does each line that an operator has to accept by an action" in listed
    seconds = {line.item.id for line in scope().lines if line.kind == "second"}
    assert {*SEEN, *TOLD} <= seconds


def test_the_hours_of_a_second_person_stand_in_the_report_and_the_register_as_in_the_scope() -> None:
    """What only has to be shown for the pilot takes a second person for production: a row of each stage."""
    (agent,) = scope().agents
    near, far, _ = plan(agent)
    assert {*TOLD} <= {entry.item for entry in near} & {entry.item for entry in far}
    printed = {s.id: plain_text(repr(s)) for s in readiness_document(agent.score, READINESS).sections}
    rows = {row["item"]: row for row in register_rows(agent)}
    hours = planned(agent, agent.cheapest_to("T2") or ())
    assert hours
    assert f"To T2 we plan {float(hours.safe):g} hours ({float(hours.even):g} in one case of two)" in printed["roadmap"]
    for line in (line for line in agent.cheapest_to("T2") or () if line.kind == "second"):
        low, _, high = points(line.hours)
        assert f"{line.item.title}', start=30" in printed["roadmap"]
        assert f"effort='{low} to {high} h'" in printed["roadmap"]
        assert rows[line.item.id]["pessimistic"] == float(high)


def test_the_spreadsheet_charges_no_second_person_to_the_pilot() -> None:
    packages = scope().package_of
    seconds = {line.key for line in packages["next_tier"].lines if line.kind == "second"}
    assert seconds
    assert not seconds & {line.key for line in packages["must_haves"].lines}
