"""Somebody built the agent and runs it alone: what the documents say of one person, and of a user beside them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pytest
from strategies import USER, a_respondent, an_assessment, says

from opsassess.assessment import Answer
from opsassess.blocks import Block
from opsassess.described.entries import entries_of
from opsassess.described.open_points import open_in_runbook
from opsassess.documents.markdown import to_markdown
from opsassess.documents.plain import plain_text
from opsassess.drill import drill_document
from opsassess.followup.requests import requests
from opsassess.library import find_questionnaire
from opsassess.owners import Owners
from opsassess.owners.way import agent_of
from opsassess.prose import load_sentences
from opsassess.register.rows import register_rows
from opsassess.report import readiness_document
from opsassess.retainer import load_coefficients, make_scope
from opsassess.runbook import runbook_document
from opsassess.scope import scope_document
from opsassess.scoring import Score, score

ALONE = a_respondent("robin", "operator", "owner", "builder")
PAUSE = "s5_kill_switch.pause_new_runs"
VERIFY = "s5_kill_switch.verify_pause"


def scored(*answers: Answer) -> Score:
    bank = find_questionnaire("agent-operability")
    return score(bank, an_assessment(bank, answers, respondents=(ALONE, USER)))


@cache
def told() -> Score:
    user = [says(USER, item, 1) for item in ("s1_workflow_summary.owner", "s6_manual_fallback.four_hours")]
    return scored(
        says(ALONE, PAUSE, 3, "E2", days=None),
        says(ALONE, VERIFY, 1),
        says(ALONE, "s1_workflow_summary.goal", 3, "E2"),
        *user,
    )


def section(found: Score, name: str) -> str:
    blocks: Iterable[Block] = next(
        s.blocks for s in readiness_document(found, load_sentences("readiness")).sections if s.id == name
    )
    return plain_text(repr(tuple(blocks)))


def test_the_report_says_that_one_person_built_it_and_runs_it_though_a_user_was_asked() -> None:
    assert "Robin both built it and runs it, so there are no two sides to compare." in section(told(), "transfer")


def test_what_the_builder_alone_answered_and_showed_is_not_called_the_teams() -> None:
    wakes = ("s1_workflow_summary.goal", "s1_workflow_summary.trigger")
    found = scored(*(says(ALONE, item, 3, "E2") for item in wakes), says(USER, "s1_workflow_summary.owner", 1))
    assert "Two questions were shown, all by Robin, who also built it." in section(found, "map")
    assert "Robin, who also built it, answered one of them, and we saw it, at least as a page." in section(
        found, "questions"
    )
    assert "Robin, who also built it, answered 2 of the " in section(found, "limits")
    rests = "Two things rest on one person who also built the agent; a second person has to learn them."
    assert rests in section(scored(says(ALONE, PAUSE, 3, "E2"), says(ALONE, VERIFY, 3, "E2")), "gaps")
    assert "(user) on one question, noted in the annex and not counted." in section(found, "limits")


@pytest.mark.parametrize("name", ["gaps", "limits", "must-haves"])
def test_nobody_is_said_not_to_have_answered_who_was_only_not_counted(name: str) -> None:
    text = section(told(), name)
    assert "nobody else in the team answered" not in text
    assert "No must-have asks for" not in text


def test_what_was_shown_and_is_not_written_down_was_not_only_told() -> None:
    assert "On “Business goal of the agent” Robin, who also built it, showed us. It is written" in section(
        told(), "gaps"
    )


def test_a_user_does_not_learn_to_run_it_for_want_of_a_second_person() -> None:
    alone = scored(says(ALONE, PAUSE, 3, "E2"), says(USER, VERIFY, "dont_know"))
    owner = Owners(score=alone).of(PAUSE)
    assert alone.one_person == (PAUSE,)
    assert (owner.name, owner.namer, owner.ask) == ("", "Robin", "Robin")


def test_a_second_person_is_named_before_all_others() -> None:
    agent = agent_of(told())
    first, owners = register_rows(agent)[0], Owners(score=told(), agent=agent)
    assert (first["title"], first["owner"], first["needed_for"]) == ("A second person who runs it", "Robin", "T2")
    asked = next(iter(requests(owners, load_sentences("followup")).values()))[0]
    assert plain_text(f"{asked.title}: {asked.do}").startswith(
        "A second person who runs it: name somebody who did not build Agent"
    )
    assert "Name somebody who did not build Agent and runs it, or is to run it." in section(told(), "page-one")
    assert "A second person who runs it" in section(told(), "roadmap")
    assert "a second person who runs it (for T2)." in section(told(), "roadmap")
    scope = scope_document(make_scope([told()], load_coefficients()), load_sentences("scope"), "")
    assert "second person who runs" in plain_text(repr(scope.sections))
    cards = drill_document(told(), load_sentences("drill"), load_sentences("runbook"))
    assert "To be named by Robin, with a login that reaches each screen." in plain_text(repr(cards.sections[1]))


def test_the_runbook_says_who_told_it_and_that_something_of_it_was_seen() -> None:
    steps = {"steps": [{"do": "Switch it off."}]}
    found = scored(
        says(ALONE, PAUSE, 3, "E2", days=None, content=steps),
        says(ALONE, VERIFY, 1, content={"steps": [{"do": "Look."}]}),
    )
    about = plain_text(
        repr(next(s for s in runbook_document(found, load_sentences("runbook")).sections if s.id == "about"))
    )
    told = "2 were told by Robin only, who built it and also runs it (of 1 of them we saw something on a screen or in a"
    assert f"entries of this runbook, {told} record) and " in about


def named(item: str, who: str, rating: int) -> Answer:
    return says(ALONE, item, rating, content=[{"name": who, "role": "everything"}])


def test_nobody_stands_in_for_whom_the_row_itself_replaces() -> None:
    leads = "s7_ownership.own_incidents"
    alone = agent_of(scored(named(leads, "Robin", 1)))
    assert [row["kind"] for row in register_rows(alone) if row["item"] == leads] == ["nothing in writing with the team"]
    assert leads not in open_in_runbook(alone)
    point = open_in_runbook(agent_of(scored(named(leads, "Ann Lee", 1))))[leads].points[0]
    assert "who stands in for Ann Lee" in point.told(load_sentences("annex"), "ask")
    assert "who stands in for you" in point.told(load_sentences("followup"), "ask", reader="Ann Lee")


def test_what_was_said_is_not_dropped_for_another_page() -> None:
    contacts, leads = "r3_handoff.escalation_contacts", "s7_ownership.own_incidents"
    found = scored(named(contacts, "platform team", 0), named(leads, "Robin", 1))
    assert entries_of(found)[contacts].standing == "missing"
    text = to_markdown(runbook_document(found, load_sentences("runbook")))
    assert 'Robin said: "platform team' in text


def test_a_team_is_no_person() -> None:
    prompts = "s7_ownership.edit_prompts"
    found = scored(named(prompts, "platform team", 1), named("s7_ownership.own_incidents", "Ann Lee", 1))
    point = open_in_runbook(agent_of(found))[prompts]
    told = "".join(one.told(load_sentences("runbook"), "needed") for one in point.points)
    assert (told, point.owner.name) == ('Not known yet: which person of "platform team" it is.', "")
    assert "One of six duties has a name" in section(found, "boundary")
    assert "One is with a team and not with a person: people who may edit the prompts." in section(found, "boundary")
    assert "Named, not asked: User and Ann Lee." in section(found, "limits")


def test_nobody_is_asked_to_show_what_nobody_else_can_do_yet() -> None:
    alone = scored(says(ALONE, PAUSE, 3, "E2"), says(USER, VERIFY, "dont_know"))
    assert alone.one_person == (PAUSE,)
    asked = requests(Owners(score=alone, agent=agent_of(alone)), load_sentences("followup"))
    assert [who.name for who in asked if not who.name] == []
