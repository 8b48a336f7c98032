"""Somebody who built the agent runs it alone: a pilot needs only a look, and production a second person."""

from __future__ import annotations

from functools import cache

from strategies import a_respondent, an_assessment, says

from opsassess.documents.plain import plain_text
from opsassess.library import find_questionnaire
from opsassess.prose import load_sentences
from opsassess.retainer import Scope, load_coefficients, make_scope
from opsassess.scope import scope_document
from opsassess.scoring import score

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
    seconds = {line.item.id for line in scope().lines if line.kind == "second"}
    assert {*SEEN, *TOLD} <= seconds


def test_the_spreadsheet_charges_no_second_person_to_the_pilot() -> None:
    packages = scope().package_of
    seconds = {line.key for line in packages["next_tier"].lines if line.kind == "second"}
    assert seconds
    assert not seconds & {line.key for line in packages["must_haves"].lines}
