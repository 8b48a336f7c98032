"""The follow-up: a small assessment in, the whole Markdown out."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import (
    BUILDER,
    OPERATOR,
    OWNER,
    TODAY,
    USER,
    a_gate,
    a_questionnaire,
    a_respondent,
    an_area,
    an_assessment,
    an_item,
    everything_proven,
    needs,
    says,
)
from test_markdown import kinds, parsed

from opsassess import resources, review
from opsassess.assessment import AcceptedRisk, Action, Answer, Assessment, Promise
from opsassess.blocks import Table
from opsassess.described.open_points import open_in_runbook
from opsassess.described.points import settling_told
from opsassess.documents.markdown import to_markdown
from opsassess.documents.plain import plain_text
from opsassess.drill.held import exercises_of
from opsassess.followup import followup_document
from opsassess.followup.request import days_of
from opsassess.followup.requests import requests
from opsassess.library import find_questionnaire
from opsassess.owners import Owners
from opsassess.owners.ageing import aged_ahead
from opsassess.owners.asked import owners_of_agent
from opsassess.owners.days import ProposedDays
from opsassess.owners.way import agent_of
from opsassess.phrases import to_be_settled
from opsassess.prose import listed, load_sentences
from opsassess.questionnaire import Questionnaire
from opsassess.register import register_rows
from opsassess.report import readiness_document
from opsassess.report.must_haves import met, must_haves, points_open
from opsassess.scoring import score

A_WEEK = dt.timedelta(days=7)
SENTENCES = load_sentences("followup")
LATE = "Please name a new day."
PEOPLE = (OPERATOR, BUILDER, OWNER, USER)
SAMPLES = sorted(path.stem for path in Path(resources.folder("samples")).glob("*.json"))


def small() -> Questionnaire:
    """Return five questions behind three must-haves of a pilot and one of production."""
    stop, key, owner, late, sample = (an_item(f"a.{n}", "critical") for n in ("stop", "key", "owner", "late", "sample"))
    items = (
        stop.model_copy(update={"title": "The stop", "able": "stop it"}),
        key.model_copy(update={"title": "The key", "able": "take its key away"}),
        owner.model_copy(update={"title": "The owner", "able": "name the owner", "asked_of": ("owner",)}),
        late.model_copy(update={"title": "The delay", "able": "handle a delay"}),
        sample.model_copy(update={"title": "The sample", "able": "find wrong output"}),
    )
    gates = [
        a_gate("G1", "T1", needs("a.stop", "0.75")).model_copy(update={"must": "stop it"}),
        a_gate("G2", "T1", needs("a.key", "0.5")).model_copy(update={"must": "cut it off", "lacking": "the key stays"}),
        a_gate("G4", "T1", needs("a.owner", "0.5")).model_copy(update={"must": "name its owner"}),
        a_gate("G10", "T2", needs("a.sample", "0.5")).model_copy(update={"must": "find wrong output"}),
    ]
    return a_questionnaire([an_area("a", *items)], gates)


def said(*answers: Answer, **more: Any) -> str:
    """Return the follow-up of the small questionnaire."""
    questionnaire = more.pop("questionnaire", None) or small()
    people: Sequence[Any] = more.pop("respondents", PEOPLE)
    assessment = an_assessment(questionnaire, answers, respondents=people).model_copy(update=more)
    return to_markdown(followup_document(score(questionnaire, assessment), SENTENCES))


def at_ten(answer: Answer) -> Answer:
    return answer.model_copy(update={"at": dt.datetime(2026, 6, 1, 10, tzinfo=dt.UTC)})


def described(answers: Iterable[Answer]) -> list[Answer]:
    """Return answers with something for the runbook, which asks for it otherwise."""
    return [answer.model_copy(update={"content": "As it is done."}) for answer in answers]


def test_a_whole_follow_up() -> None:
    stop = says(OPERATOR, "a.stop", 4, "E3", written_where="the runbook")
    seen = stop.evidence[0].model_copy(update={"what": "a pause before our eyes"}) if stop.evidence else None
    answers = (
        at_ten(stop.model_copy(update={"evidence": (seen,), "content": "Press it."})),
        says(OPERATOR, "a.key", "dont_know"),
        says(BUILDER, "a.key", 3),
        says(OWNER, "a.owner", 2, "E0"),
        says(OPERATOR, "a.late", 2, "E1", days=400),
    )
    promises = (Promise(item="a.owner", what="the page with the name", who="owner", by=dt.date(2026, 6, 8)),)
    actions = (Action(item="a.key", text="Write the steps.", owner="Operator", needed_from="Builder"),)
    assert said(*answers, promised=promises, actions=actions) == dedent(
        """\
        # Follow-up: Agent

        Client: what we heard in the talk of 1 June 2026, and what we ask for

        - **Client**: Client
        - **Date**: 1 June 2026

        ## What we heard

        Thank you, Operator, Builder and Owner, for your time on 1 June 2026.

        The result today is T0: **T0**. Lowest. T1 means: Pilot. Not everything was asked yet, so this can still change.

        ## What we ask of you

        ### Operator, operator

        What is “to show” or “to answer” takes one session by 15 June 2026 and one by 1 July 2026: which days suit you?

        | What | Request | By |
        | --- | --- | --- |
        | **The sample**: can you find wrong output, and where is it written? | to answer | 15 June 2026 (proposed) |
        | **The key**: Write the steps. With Builder. | agreed | 1 July 2026 (proposed) |
        | **The delay**: the page. What we saw dates from 27 April 2025 and has aged. | to show | 1 July 2026 (proposed) |

        ### Owner, owner

        | What | Request | By |
        | --- | --- | --- |
        | **The owner**: the page with the name | promised | 8 June 2026 |

        Builder, those who work on the above may want to ask you about it: Operator about the key (by 1 July 2026). May they call you once? Please say by 8 June 2026. Please correct what we understood wrong. What cannot be sent, we look at together on your screen. Never send passwords, keys or personal data; cover names and values in a screenshot.

        ## How the four must-haves stand

        - **Met**: Shown: G1 (stop it). Seen on 1 June 2026: a pause before our eyes.
        - **Told, still to be shown**: The owner.
        - **Known to the builder only**: The key.
        - **Not answered yet**: The sample.
        """  # noqa: E501 - lines as they are printed
    )


def rows(text: str, person: str) -> list[str]:
    """Return the rows of one person."""
    part = text.partition(f"### {person}\n")[2].partition("\n#")[0]
    return [line for line in part.splitlines() if line.startswith("| ")][2:]


def test_nobody_answered_yet() -> None:
    text = said(respondents=())
    assert "Nobody has answered yet. Below stands what we will ask for.\n\n## What we ask of you" in text
    assert len(rows(text, "Not with a person yet")) == 5


def test_when_all_is_shown_nothing_is_asked() -> None:
    text = said(*described(everything_proven(small())))
    assert "- **Met**: Shown: G1 (stop it); G2 (cut it off); " in text
    assert (
        "## What we ask of you\n\nOperator, Builder and Owner, thank you: nothing is open with you. Please correct what"
        in text
    )
    assert "Not there yet" not in text


def test_the_consultants_own_summary_leads_and_replaces_the_example() -> None:
    stop = says(OPERATOR, "a.stop", 4, "E3")
    (record,) = stop.evidence or ()
    stop = stop.model_copy(update={"evidence": (record.model_copy(update={"what": "a pause"}),)})
    text = said(stop, summary="It works.\n\nThe key is with *one* person.")
    assert "for your time.\n\nIt works.\n\nThe key is with \\*one\\* person.\n\nThe result today is" in text
    assert "on 1 June 2026: a pause." in said(stop)
    assert "a pause" not in text


def test_of_a_must_have_of_which_a_part_was_shown_each_part_stands_for_itself() -> None:
    questionnaire = small()
    gate = a_gate(
        "G1", "T1", *(needs(f"a.{n}", "0.5") for n in ("stop", "key", "late", "sample")), needs("a.owner", "1")
    )
    questionnaire = questionnaire.model_copy(update={"gates": (gate,)})
    text = said(
        says(OPERATOR, "a.stop", 4, "E3"),
        says(OPERATOR, "a.key", 2, "E0"),
        says(OPERATOR, "a.late", 1),
        says(BUILDER, "a.sample", 2),
        says(OWNER, "a.owner", 2, "E3"),
        questionnaire=questionnaire,
        summary="It works.",
    )
    assert text.partition("must-have stands\n\n")[2].partition("\n\n")[0].splitlines() == [
        "- **Met**: Nothing yet in full of what the agent must have before its team can run it.",
        "- **Parts already met**: The stop.",
        "- **Told, still to be shown**: The key.",
        "- **Usable, not yet proven**: The owner.",  # held once, by the record, and not passed
        "- **Nothing in writing with the team**: The delay.",
        "- **Told by the builder only, not asked of the team yet**: The sample.",
    ]


def test_who_is_asked_before_somebody_is_named_is_told_until_when() -> None:
    """The register has a name to be given: the follow-up asks who knows, and says so."""
    found = review.sample("triage").score()
    rows = {str(row["title"]): row for row in register_rows(agent_of(found))}
    text = to_markdown(followup_document(found, SENTENCES))
    for title in ("Where each kind of work goes", "Revoking dangerous permissions"):
        assert rows[title]["owner"] == "to be named by Gerben Prins"
        assert re.search(
            rf"\*\*{title}\*\*: .* Until Gerben Prins has named somebody, please help with what you know\. \| to do",
            text,
        )
    own = SENTENCES.say("request.helps", do="Write it.", namer="Gerben Prins", own=True)
    assert own == "Write it. Until you have named somebody, please help with what you know."


def test_a_promised_act_names_whom_it_needs() -> None:
    (asked,) = [row for row in rows(follow_up_of("support"), "Mirjam Kofler, operator") if "**Revoking" in row]
    assert "while Rasmus Lindqvist watches the alert, and show us the four places. Write in" in asked
    (asked,) = [row for row in rows(follow_up_of("lead-routing"), "Dana Ruiz, operator") if "**Checking" in row]
    assert "send us the log line of the last write. With Jonas Weber." in asked


def test_of_a_record_that_has_ended_it_is_told_until_when_it_counted() -> None:
    found = review.sample("invoice-approval")
    later = score(found.questionnaire, found.assessment, dt.date(2026, 11, 27))
    text = to_markdown(followup_document(later, SENTENCES))
    assert "The record of “Stop outbound writes” (27 August 2026) counted until 25 November 2026." in text


def test_where_drills_have_a_row_of_the_register_the_request_is_that_row() -> None:
    text = to_markdown(followup_document(review.sample("lead-routing").score(), SENTENCES))
    assert "| **Drills that have been held**: Set dates for a stop drill and a fallback drill, and name an" in text
    assert "Next drill" not in text


@pytest.mark.parametrize("name", SAMPLES)
def test_a_must_have_with_an_open_point_is_told_as_in_the_report_and_claims_no_more(name: str) -> None:
    found = review.sample(name).score()
    opened = [m.gate for m in met(must_haves(found)) if points_open(m, found)]
    text = to_markdown(followup_document(found, SENTENCES)).partition("- **Met**: ")[2].partition("\n")[0]
    report = to_markdown(readiness_document(found, load_sentences("readiness")))
    titles = [gate.title.lower() for gate in opened]
    assert f"with an open point: {listed(titles)}" in report
    for gate in opened:
        assert f"{gate.title}, with an open point" in text
        assert gate.must not in text  # it says more than was seen
    assert text.count("with an open point") == len(opened)


def test_of_a_must_have_whose_parts_were_seen_differently_the_weakest_is_named() -> None:
    found = review.sample("invoice-approval").score()
    text = to_markdown(followup_document(found, SENTENCES))
    assert (
        "Page seen: Fallback (go on by hand when the agent stops; weakest part: taking the work back for good)" in text
    )


def test_what_one_person_showed_who_also_built_it_is_asked_of_somebody_else() -> None:
    both = a_respondent("both", "builder", "operator")
    text = said(says(both, "a.key", 3, "E2"), respondents=(both, OPERATOR))
    assert "- **Seen with one person only**: The key: by Both, who also built the agent." in text
    asked = "| **The key**: write the page with Both, and go through it alone. | to do |"
    assert any(row.startswith(asked) for row in rows(text, "Operator, operator"))
    alone = said(says(both, "a.key", 3, "E2"), respondents=(both,))
    assert "Nothing yet" not in alone
    first, *others = rows(alone, "Not with a person yet")
    assert first.startswith("| **A second person who runs it**: name somebody who did not build Agent and runs it,")
    assert not any("can you" in row for row in others)


@pytest.mark.parametrize(
    ("by", "printed"),
    [
        (None, "date to be agreed"),
        (dt.date(2026, 6, 1), "1 June 2026"),
        (dt.date(2026, 5, 31), "31 May 2026, passed"),
    ],
)
def test_a_promise_has_the_day_that_was_agreed_and_no_other(by: dt.date | None, printed: str) -> None:
    promise = Promise(item="a.key", what="the list", who="OPERATOR ", by=by)
    text = said(promised=(promise,))
    late = f". {LATE}" if "passed" in printed else ""
    assert f"| **The key**: the list{late} | promised | {printed} |" in rows(text, "Operator, operator")


def test_evidence_that_somebody_else_promised_stands_with_them_and_is_asked_once() -> None:
    promise = Promise(item="a.late", what="the alert", who="Lena Hofer")
    text = said(says(OPERATOR, "a.late", 3), promised=(promise,))
    assert rows(text, "Lena Hofer") == ["| **The delay**: the alert | promised | date to be agreed |"]
    assert text.count("**The delay**") == 1
    assert text.index("### Operator") < text.index("### Lena Hofer")


def test_a_promise_about_an_item_of_another_version_is_kept() -> None:
    text = said(promised=(Promise(item="z.gone", what="the log", who="builder"),))
    assert rows(text, "Builder, builder") == ["| The log | promised | date to be agreed |"]


def test_the_day_of_an_action_is_the_day_of_its_question() -> None:
    action = Action(item="a.late", text="Look.", owner="owner", needed_from="operator", due=dt.date(2026, 6, 9))
    text = said(says(OPERATOR, "a.late", 3), actions=(action,))
    assert "| **The delay**: the page | to show | 9 June 2026 |" in rows(text, "Operator, operator")
    assert rows(text, "Owner, owner")[0] == "| **The delay**: Look. With Operator. | agreed | 9 June 2026 |"


def test_what_somebody_agreed_to_do_is_not_asked_of_them_again() -> None:
    action = Action(item="a.late", text="Show the page", owner="operator", due=dt.date(2026, 6, 9))
    text = said(says(OPERATOR, "a.late", 3), actions=(action,))
    assert text.count("**The delay**") == 1
    assert "| **The delay**: Show the page. | agreed | 9 June 2026 |" in text


def test_what_nobody_knows_is_asked_of_the_builder() -> None:
    text = said(says(OPERATOR, "a.key", "dont_know"))
    row = "| **The key**: nobody could tell us how to take its key away. Can you, and where is it written? | to answer | 15 June 2026 (proposed) |"  # noqa: E501
    assert rows(text, "Builder, builder") == [row]
    asked = said(says(OPERATOR, "a.key", "dont_know"), says(BUILDER, "a.key", "dont_know"))
    assert rows(asked, "Builder, builder") == []  # who was asked is not asked again


def test_two_who_disagree_are_both_asked_what_settles_it() -> None:
    second = a_respondent("second", "operator")
    answers = (says(OPERATOR, "a.stop", 4, "E3"), says(second, "a.stop", 1))
    text = said(*answers, respondents=(*PEOPLE, second))
    asked = "**The stop**: the answers of the team lie apart: Operator calls it proven and the other operator has not got that far yet. What can we look at that settles it?"  # noqa: E501
    assert any(asked in row for row in rows(text, "Second, operator"))
    assert text.count(asked) == 2
    risk = AcceptedRisk(item="a.stop", reason="For now.", role="Head of sales", expires=TODAY + A_WEEK)
    assert "lie apart" not in said(*answers, respondents=(*PEOPLE, second), exceptions=(risk,)), "decided already"


def test_who_also_built_it_shows_the_others_how_and_points_that_ask_the_same_stand_in_one_row() -> None:
    both = a_respondent("both", "builder", "operator")
    able, knows = [[says(who, f"a.{n}", rating) for n in ("stop", "key")] for who, rating in ((both, 3), (OPERATOR, 1))]
    text = said(*able, *knows, respondents=(both, OPERATOR))
    row = "| **The stop; the key**: please {}, until {} can do it alone. | to do | 1 July 2026 (proposed) |"
    assert row.format("show it to Operator", "Operator") in rows(text, "Both, builder and operator")
    assert row.format("have Both show it to you", "you") in rows(text, "Operator, operator")


def test_the_owner_is_asked_about_risks_that_end_soon_and_of_those_that_nobody_accepted_who_was_asked() -> None:
    people = [{"name": "Owner", "role": "Head of sales"}, {"name": "Jo Far", "role": "Head of brokers"}]
    risks = (
        AcceptedRisk(item="a.late", reason="Until the new board.", role="Head of sales", expires=TODAY + A_WEEK),
        AcceptedRisk(item="a.sample", reason="For now.", role="Head of brokers", expires=TODAY + 20 * A_WEEK),
    )
    answer = says(OWNER, "a.owner", 3, content=people)
    asked = "\n".join(rows(said(answer, exceptions=risks), "Owner, owner"))
    assert (
        "**The delay**: accepted as a risk until 8 June 2026. Please have it closed by then, or accept it again."
        in asked
    )
    assert "say yes or no to the risk that the Head of brokers (Jo Far, who was not asked) accepted until" in asked


def test_what_an_agreed_action_settles_is_not_asked_of_those_who_disagree() -> None:
    second = a_respondent("second", "operator")
    answers = (says(OPERATOR, "a.stop", 4, "E3"), says(second, "a.stop", 1))
    actions = (Action(item="a.stop", text="Stop it once together.", owner="Operator"),)
    assert "lie apart" not in said(*answers, respondents=(*PEOPLE, second), actions=actions)


def test_what_the_next_tier_takes_is_asked_before_the_rest() -> None:
    """The sample waits for a tier above; the delay stands in no must-have and would come first by its place."""
    text = said(says(OPERATOR, "a.late", 2, "E0"), says(OPERATOR, "a.stop", 3, "E1"))
    asked = [row.split("**")[1] for row in rows(text, "Operator, operator")]
    assert asked.index("The stop") < asked.index("The delay")
    assert asked.index("The key") < asked.index("The sample")


def test_whoever_may_be_asked_about_agreed_work_is_told_no_day_that_has_passed() -> None:
    for days, told in ((7, "Operator about the key (by 8 June 2026)."), (-7, "Operator about the key.")):
        due = TODAY + dt.timedelta(days=days)
        agreed = Action(item="a.key", text="Write the steps.", owner="Operator", needed_from="Builder", due=due)
        assert told in said(*described(everything_proven(small())), actions=(agreed,))


def test_whoever_may_be_asked_hears_of_no_work_that_is_done() -> None:
    agreed = Action(item="a.key", text="Write the steps with Builder.", owner="Operator")
    first = says(OPERATOR, "a.key", 1).model_copy(update={"at": dt.datetime(2026, 3, 2, tzinfo=dt.UTC)})
    proven = [at_ten(answer) for answer in described(everything_proven(small()))]
    assert "Builder, those who work on the above" in said(*proven, actions=(agreed,))
    assert "Builder and Owner, thank you: nothing is open" in said(first, *proven, actions=(agreed,))


def test_whose_contract_has_ended_is_asked_by_a_day_and_the_owner_settles_whether_the_time_is_paid() -> None:
    asked = "Farid Benali, those who work on the above may want to ask you about it: Joris Peeters about rollback plan"
    text = follow_up_of("invoice-approval")
    assert asked in text
    settled = "Willem Aarts, please settle with Farid Benali by then whether this time is paid."
    assert f"May they call you once? Please say by 26 November 2026. {settled}" in text


def test_whoever_needs_somebody_of_whom_nothing_is_asked_here_is_told_to_ask_them() -> None:
    asks = {
        ("lead-routing", "Dana Ruiz, operator"): "Please ask Lena Hofer yourself for what you need.",
        ("lead-routing", "Priya Shah, owner"): "Please ask Sofia Brandt yourself for what you need.",
        ("invoice-approval", "Saskia Verbeek, operator"): "Please ask Petra Vos and Emine Arslan yourself",
        ("support", "Pavel Novotny, builder and operator"): "Please ask Jonna Beck yourself for what you need.",
    }
    for (name, who), asked in asks.items():
        assert asked in follow_up_of(name).partition(f"### {who}\n")[2].partition("###")[0]
    assert follow_up_of("support").count("yourself") == 1  # who has a section is asked there


def test_a_builder_is_asked_once_for_the_page_with_which_several_rows_begin() -> None:
    page = "README.md of the repository"
    begin = [r for r in register_rows(agent_of(review.sample("lead-routing").score())) if page in str(r["do"])]
    (asked,) = (row for row in rows(follow_up_of("lead-routing"), "Jonas Weber, builder") if page in row)
    assert len(begin) == 7
    assert "let the team and us read it; seven rows of the gap register begin with it. | to do | 4 December" in asked
    assert "Slack message" not in asked  # with one row alone, which names it


def test_somebody_with_a_part_in_an_action_is_not_told_that_we_need_nothing() -> None:
    actions = (Action(item="a.key", text="Write the steps with User.", owner="Operator", needed_from="Builder"),)
    text = said(*described(everything_proven(small())), actions=actions)
    assert (
        "Builder and User, those who work on the above may want to ask you about it: Operator about the key "
        in said(*everything_proven(small()), says(USER, "a.late", 3), actions=actions)
    )
    assert "Owner, thank you: nothing is open with you." in text


def test_owners_are_asked_for_also_where_nobody_is_known_who_answers_for_the_agent() -> None:
    """Five points need work, and "nothing is open with you" would be the whole letter."""
    items = ("a.stop", "a.key", "a.owner", "a.late", "a.sample")
    asked = (
        "### Not with a person yet\n\n| What | Request | By |\n| --- | --- | --- |\n| **Owners**: please name one for"
    )
    assert asked in said(*(says(OPERATOR, item, 0) for item in items), respondents=(OPERATOR,))
    assert "**Owners**" not in said(respondents=(OPERATOR,))


def test_agreed_work_is_left_out_where_its_owner_promised_the_evidence() -> None:
    promise = Promise(item="a.key", what="the list", who="operator")
    actions = (
        Action(item="a.key", text="Make the list.", owner="Operator"),
        Action(item="a.stop", text="Stop it once.", due=dt.date(2026, 6, 5)),
    )
    text = said(promised=(promise,), actions=actions)
    assert "Make the list." not in text
    assert rows(text, "Not with a person yet") == ["| **The stop**: Stop it once. | agreed | 5 June 2026 |"]
    missed = actions[0].model_copy(update={"due": dt.date(2026, 5, 5)})
    later = said(promised=(promise.model_copy(update={"by": dt.date(2026, 6, 12)}),), actions=(missed,))
    assert "| **The key**: Make the list. | agreed | 5 May 2026, passed |" in later
    assert "| **The key**: the list | promised | 12 June 2026 |" in later


def test_what_a_builder_told_otherwise_of_agreed_work_is_looked_at_first() -> None:
    bank, item = find_questionnaire("agent-operability"), "s2_scope_boundaries.prohibited_actions"
    rows_of_prompt = [{"action": "send a decision", "blocked_by": "prompt only"}]
    more = says(BUILDER, item, 3).model_copy(update={"note": "The system blocks it as well."})
    answers = [says(OPERATOR, item, 1, content=rows_of_prompt), more]
    work = Action(item=item, text="Block it in the system", owner=BUILDER.id, due=TODAY - A_WEEK)
    assessment = an_assessment(bank, answers, respondents=PEOPLE).model_copy(update={"actions": (work,)})
    text = to_markdown(followup_document(score(bank, assessment), SENTENCES))
    assert (
        "Block it in the system. You told us: “The system blocks it as well.” The team told us that nothing but the "
        "prompt blocks it. Please show us what blocks it; if nothing does, the work stands as agreed, and needs a new "
        "day."
    ) in text


def follow_up_of(name: str) -> str:
    agent = agent_of(review.sample(name).score())
    return to_markdown(followup_document(agent.score, SENTENCES, agent))


def test_who_works_on_a_risk_that_has_ended_is_confirmed_and_else_named() -> None:
    """To decide that takes no work: it is due with what comes first, whenever the work is."""
    work, nobody = (
        next(row for row in follow_up_of(name).splitlines() if row.startswith("| **Ended acceptance: "))
        for name in ("invoice-approval", "lead-routing")
    )
    assert "Bram de Wit is named for the work by 18 December 2026; please confirm that with Bram de Wit, or" in work
    assert work.endswith(" | first | 26 November 2026 (proposed) |")
    assert "normal latency range**: accepted until 31 October 2026: “Run times" in nobody
    assert nobody.endswith(
        "Please name who does the work now, and by when, or accept it again until a day. | first | 27 November 2026 "
        "(proposed) |"
    )


def test_who_stands_in_for_an_accepted_risk_is_told_so() -> None:
    agent = agent_of(review.sample("invoice-approval").score())
    text = to_markdown(followup_document(agent.score, SENTENCES))
    assert [row for row in rows(text, "Bram de Wit") if "2027 rests on you; please confirm it: “The report" in row]


def test_a_drill_whose_record_ages_soon_has_its_leader_before_that_day() -> None:
    text = to_markdown(followup_document(review.sample("invoice-approval").score(), SENTENCES))
    (row,) = [row for row in rows(text, "Willem Aarts, owner") if row.startswith("| **Next drill**")]
    assert "(27 August 2026) counts until 25 November 2026. After that it counts as seen, no longer as shown" in row
    assert row.endswith("| first | 23 November 2026 (proposed) |")


@pytest.mark.parametrize("name", ["lead-routing", "support"])
def test_a_promised_look_that_takes_an_act_is_asked_for_by_the_act(name: str) -> None:
    agent = agent_of(review.sample(name).score())
    owners = Owners(score=agent.score, agent=agent)
    acts = {act for item in owners.rows if (act := owners.act(item))}
    rows_do = " ".join(str(row["do"]) for row in register_rows(agent))
    report = to_markdown(readiness_document(agent.score, load_sentences("readiness")))
    follow_up = to_markdown(followup_document(agent.score, SENTENCES))
    assert acts
    assert [act for act in acts for text in (rows_do, report, follow_up) if act not in text] == []


def test_agreed_steps_stand_by_their_day() -> None:
    actions = [Action(item="a.stop", text=f"Step {n}.", owner="builder", due=dt.date(2026, 7, 9 - n)) for n in range(7)]
    text = said(actions=(Action(item="a.key", text="Some day.", owner="builder"), *actions))
    days = [f"Step {n}" for n in range(6, -1, -1)]
    assert re.findall(r"Step \d|Some day", text) == ["Some day", *days]


# ---------------------------------------------------------------------------------------------------------------------
# Promises that were kept


def on_day(number: int, answer: Answer) -> Answer:
    return answer.model_copy(update={"at": dt.datetime(2026, 5, number, 10, tzinfo=dt.UTC)})


LIST = Promise(item="a.key", what="the list of keys", who="operator", by=dt.date(2026, 5, 30))


def test_a_promise_whose_evidence_has_arrived_is_kept_and_thanked_for() -> None:
    told, sent = says(OPERATOR, "a.key", 2, "E0"), says(OPERATOR, "a.key", 2, "E1")
    before = said(on_day(4, told), promised=(LIST,))
    assert rows(before, "Operator, operator")[0].startswith("| **The key**: the list of keys. Please name a new day.")
    after = said(on_day(4, told), on_day(9, sent), promised=(LIST,))
    assert "Received so far, with thanks: **The key**, the list of keys (Operator)." in after
    assert not [row for row in rows(after, "Operator, operator") if "promised" in row]


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param((on_day(4, says(OPERATOR, "a.key", 2, "E1", days=40)),), id="it was there already"),
        pytest.param(
            (on_day(4, says(OPERATOR, "a.key", 4, "E0")), on_day(9, says(OPERATOR, "a.key", 4, "E1"))),
            id="it carries a part of what was said",
        ),
        pytest.param((on_day(4, says(OPERATOR, "a.key", 2)), on_day(9, says(OPERATOR, "a.key", 3))), id="only words"),
        pytest.param((says(OPERATOR, "a.key", 2, "E1"),), id="nobody knows when it came"),
    ],
)
def test_a_promise_is_not_dropped_before_its_evidence_is_there(answers: Sequence[Answer]) -> None:
    text = said(*answers, promised=(LIST,))
    assert any(f"the list of keys. {LATE} | promised |" in row for row in rows(text, "Operator, operator"))
    assert "Received so far" not in text


def test_all_requests_of_a_person_stand_in_one_table() -> None:
    items = [an_item(f"a.{n}", "critical").model_copy(update={"able": f"do {n}"}) for n in "bcdefghijkl"]
    questionnaire = a_questionnaire([an_area("a", *items)])
    text = said(says(OPERATOR, "a.b", 2, "E0"), questionnaire=questionnaire)
    asked = rows(text, "Operator, operator")
    assert (len(asked), sum("to show" in row for row in asked)) == (11, 1)


def test_what_is_to_be_shown_again_late_is_not_bundled_into_one_session_with_the_rest() -> None:
    """It ages from the day on which it is shown."""
    text = to_markdown(followup_document(review.sample("invoice-approval").score(), SENTENCES))
    days = "takes one session by 3 December 2026, one by 18 December 2026 and one for what is shown again"
    assert f"{days}: which days suit you?" in text


def test_of_very_many_the_register_has_the_rest() -> None:
    items = [an_item(f"a.i{n}", "critical").model_copy(update={"able": f"do {n}"}) for n in range(30)]
    text = said(says(OPERATOR, "a.i0", 2, "E0"), questionnaire=a_questionnaire([an_area("a", *items)]))
    assert len(rows(text, "Operator, operator")) == 20
    assert "Ten further points follow by 1 July 2026; the gap register names each with its day." in text


def test_of_very_many_what_the_next_tier_waits_for_is_among_those_that_have_a_row() -> None:
    items = [an_item(f"a.i{n}", "critical").model_copy(update={"able": f"do {n}"}) for n in range(30)]
    questionnaire = a_questionnaire([an_area("a", *items)], [a_gate("G1", "T1", needs("a.i29", "0.5"))])
    agreed = Action(item="a.i29", text="Write it.", owner="operator", due=TODAY + 20 * A_WEEK)
    asked = rows(said(questionnaire=questionnaire, actions=(agreed,)), "Operator, operator")
    assert (len(asked), "Write it." in asked[-1]) == (20, True)


def test_notes_never_appear() -> None:
    answer = says(OPERATOR, "a.late", 3).model_copy(update={"note": "N0TE", "private_note": "PR1VATE"})
    text = said(answer)
    assert "N0TE" not in text
    assert "PR1VATE" not in text


# ---------------------------------------------------------------------------------------------------------------------
# The samples


def words(value: object) -> str:
    """Return every text of an assessment that is not a private note."""
    if isinstance(value, dict):
        return " ".join(words(part) for key, part in value.items() if key not in ("note", "private_note"))
    return " ".join(map(words, value)) if isinstance(value, list) else str(value)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_day_in_the_text_is_a_day_in_the_data(name: str) -> None:
    sample = review.sample(name)
    text = to_markdown(followup_document(sample.score(), SENTENCES))
    known = words(json.loads(sample.source.read_text(encoding="utf-8")))
    fall = agent_of(sample.score()).fall
    known += f" {Owners(score=sample.score()).days.live}"  # told without its year
    known += f" {fall.day} {fall.by} {fall.holds} {fall.since}" if fall else ""
    known += " ".join(map(str, Owners(score=sample.score()).practised_before(dt.date.max).values()))
    known += " ".join(f"{ages.since} {ages.by} {ages.holds}" for ages in aged_ahead(agent_of(sample.score())).values())
    known += " ".join(str(one.ages) for one in exercises_of(sample.score(), sample.score().as_of))
    asked = requests(Owners(score=sample.score()), SENTENCES).values()
    known += " ".join(map(str, days_of(one for own in asked for one in own)))  # of a session, or of a builder's part
    days = r"\b(\d{1,2} (?:January|June|July|April|May|November|December|September|February) \d{4})\b(?! \(proposed)"
    found = re.findall(days, text)
    assert found
    for day in found:
        written = dt.datetime.strptime(day, "%d %B %Y").date().isoformat()  # noqa: DTZ007 - a day, no time
        assert written in known or day in known


@pytest.mark.parametrize("name", SAMPLES)
def test_a_person_who_is_asked_is_in_the_data(name: str) -> None:
    sample = review.sample(name)
    text = to_markdown(followup_document(sample.score(), SENTENCES))
    people = {r.name for r in sample.assessment.respondents} | {p.who for p in sample.assessment.promised}
    people |= {action.owner for action in sample.assessment.actions if action.owner}
    people |= {*owners_of_agent(sample.score())}  # named in an answer
    people |= {action.needed_from for action in sample.assessment.actions if action.needed_from}
    people |= {row["owner"].partition(" (")[0] for row in sample.assessment.agent.facts["systems"]}
    assert {line[4:].partition(",")[0] for line in text.splitlines() if line.startswith("### ")} <= people
    private = [answer.private_note for answer in sample.assessment.answers if answer.private_note]
    assert not [note for note in private if note in text]


@pytest.mark.parametrize("name", SAMPLES)
def test_below_the_table_a_title_stands_alone_in_its_parenthesis(name: str) -> None:
    assert "(still open" not in to_markdown(followup_document(review.sample(name).score(), SENTENCES))


def test_of_many_requests_those_that_the_next_tier_waits_for_are_named() -> None:
    text = to_markdown(followup_document(review.sample().score(), SENTENCES))
    named = "T1 waits for these first: checking that the pause worked; revoking dangerous permissions. What is"
    assert f"### Dana Ruiz, operator\n\nOf these 19 requests, {named}" in text
    assert text.count("waits for these") == 1


@pytest.mark.parametrize("name", SAMPLES)
def test_a_follow_up_has_three_pages_at_most(name: str) -> None:
    sample = review.sample(name)
    assert len(to_markdown(followup_document(sample.score(), SENTENCES))) < 11100  # as many characters as fit on them


HOSTILE = [
    "<b>x</b>",
    "**x** | y",
    "[a](http://x)",
    "# x",
    "- x\n1. y",
    "{{ 7 * 7 }}",
    "\u202ex",
    "![i](file:///x)",
    "`x`",
]


@settings(max_examples=60)
@given(st.sampled_from(HOSTILE) | st.text(min_size=1, max_size=40))
def test_what_somebody_typed_stays_text(typed: str) -> None:
    questionnaire = small()
    person = OPERATOR.model_copy(update={"name": typed})
    assessment = an_assessment(questionnaire, [says(person, "a.late", 3)], respondents=(person, BUILDER))
    assessment = assessment.model_copy(
        update={
            "summary": typed,
            "promised": (Promise(item="a.key", what=typed, who=typed),),
            "actions": (Action(item="a.stop", text=typed, owner=typed, needed_from=typed),),
        }
    )
    text = to_markdown(followup_document(score(questionnaire, assessment), SENTENCES))
    assert not {"link", "image", "inline_html", "block_html", "block_code", "codespan"} & set(kinds(parsed(text)))
    assert "49" not in text or "49" in typed


def test_the_score_is_as_it_was() -> None:
    questionnaire = small()
    assessment = an_assessment(questionnaire, [says(OPERATOR, "a.stop", 2)], respondents=PEOPLE)
    before = Assessment.model_validate(assessment.model_dump())
    followup_document(score(questionnaire, assessment), SENTENCES)
    assert assessment == before


# ---------------------------------------------------------------------------------------------------------------------
# What is asked, and how


@pytest.mark.parametrize(
    ("clause", "what"),
    [
        ("Who takes the other 20 on a Monday is not settled", "who takes the other 20 on a Monday"),
        ("How IT stops it, and what shows it, is not written yet", "how IT stops it, and what shows it"),
        ("The hour is not set", "the hour"),
        ("which two is not known", ""),
        ("her number is not on the page", ""),
        ("Nobody by name", ""),
    ],
)
def test_what_is_to_be_settled_is_said_as_what_it_is_and_else_quoted(clause: str, what: str) -> None:
    assert to_be_settled(clause) == what
    asked = f"settle {what}" if what else f'decide what is left open: "{clause}"'
    assert settling_told([clause], SENTENCES) == asked


def test_an_empty_cell_is_asked_for_in_words_and_not_by_the_head_of_its_column() -> None:
    tables = [
        item for area in review.sample().questionnaire.areas for item in area.items if item.content.kind == "table"
    ]
    named = [f"cell.{item.id}.{c.id}" for item in tables for c in item.content.columns[1:] if not c.optional]
    assert [name for name in named if not SENTENCES.has(name)] == []
    assert 'what the operator does at the sign "A message has gone to somebody outside' in follow_up_of("lead-routing")


@pytest.mark.parametrize("name", ["lead-routing", "support", "invoice-approval", "triage"])
def test_requests_stand_by_day_and_before_how_the_must_haves_stand(name: str) -> None:
    document = review.sample(name).document("followup").content
    assert [section.id for section in document.sections] == ["heard", "requests", "standing"]
    for table in (block for block in document.sections[1].blocks if isinstance(block, Table)):
        days = [found[0] for row in table.rows if (found := re.findall(r"\d+ \w+ \d{4}", row[2]))]
        first = table.rows[0][0].startswith("**Who can stop it at every hour**")
        dates = [dt.datetime.strptime(day, "%d %B %Y").replace(tzinfo=dt.UTC) for day in days][first:]
        assert dates == sorted(dates)
        assert len(days) == len(table.rows)


def test_who_did_not_speak_with_us_is_greeted_and_learns_who_named_them() -> None:
    part = follow_up_of("support").partition("### Henk Visser\n")[2]
    assert part.lstrip().startswith("Good day, Henk Visser. Mirjam Kofler named you to us. Can you do this")
    assert "Good day, Mirjam Kofler" not in follow_up_of("support")


def test_whom_the_next_tier_takes_and_nobody_asked_gets_the_request_before_its_day() -> None:
    """Who answers for a system that the agreed work names, or from whom it was said that it is needed."""
    for name, who, worker in (
        ("lead-routing", "Marta Lind", "Dana Ruiz"),
        ("support", "Rasmus Lindqvist", "Mirjam Kofler"),
    ):
        (asked,) = rows(follow_up_of(name), who)
        told = f"| **Revoking dangerous permissions**: {worker} "
        assert asked.startswith((f"{told}does this by 4 Dec", f"{told}needs you for this by 27 Nov"))
        assert asked.endswith(" | to be confirmed | " + asked.rpartition(" | ")[2])
        assert "November 2026 (proposed) |" in asked
    assert "You answer for HubSpot, Slack and Amazon Bedrock: please settle with Dana" in follow_up_of("lead-routing")


def test_whoever_grants_a_right_that_agreed_work_names_is_asked_for_it_in_time() -> None:
    (asked,) = [row for row in rows(follow_up_of("lead-routing"), "Jonas Weber, builder") if "**Checking" in row]
    grant = 'please grant "Operator with logs" (takes 1 day) in time for 27 November 2026; Dana Ruiz says to whom.'
    assert asked == f"| **Checking that the pause worked**: {grant} | to do | 25 November 2026 (proposed) |"


def test_who_was_not_asked_yet_says_whether_they_can_before_the_first_day_of_their_work() -> None:
    part = follow_up_of("invoice-approval").partition("### Bram de Wit\n")[2].partition("\n### ")[0]
    assert "Can you do this, or who can? Please say by 24 November 2026." in part
    assert "| to do | 26 November 2026 (proposed) |" in part
    assert "Please say by 25 November 2026." in follow_up_of("support").partition("### Henk Visser\n")[2]


def test_whoever_only_has_to_show_where_it_is_written_is_asked_for_it_soon() -> None:
    (asked,) = [row for row in rows(follow_up_of("lead-routing"), "Priya Shah, owner") if "**Approver of" in row]
    assert asked.endswith("Priya Shah shows Dana Ruiz where it is written. | to do | 4 December 2026 (proposed) |")
    (row,) = [r for r in register_rows(agent_of(review.sample("support").score())) if r["title"] == "Pre-change checks"]
    assert (row["owner"], row["helper"]) == ("Pavel Novotny", "Mirjam Kofler")


def test_who_does_a_duty_that_nobody_is_bound_to_is_entered_and_may_be_nobody_for_now() -> None:
    (asked,) = [row for row in rows(follow_up_of("invoice-approval"), "Willem Aarts, owner") if "**Boundary" in row]
    assert "or until when nobody does." in asked  # the owner decided so


def test_a_day_that_has_passed_is_not_proposed_to_whom_the_work_takes_and_one_person_is_asked_once() -> None:
    bank = find_questionnaire("agent-operability")
    revoke = "s5_kill_switch.revoke_permissions"
    profile = {"systems": [{"name": "Ticket desk", "owner": "Rick Ross (IT)"}]}
    for days, day in ((-3, "8 June 2026"), (3, "2 June 2026")):
        given = an_assessment(bank, [says(OPERATOR, revoke, 0)], respondents=(OPERATOR, OWNER), profile=profile)
        text, due = "Get the right in Ticket desk", TODAY + dt.timedelta(days=days)
        action = Action(item=revoke, text=text, owner="Operator", needed_from="Rick Ross", due=due)
        found = score(bank, given.model_copy(update={"actions": (action,)}))
        (asked,) = rows(to_markdown(followup_document(found, SENTENCES)), "Rick Ross")
        by = " by 4 June 2026" if days > 0 else ""
        rights = "please settle with Operator which rights you give for it, and give them in time."
        needs_you = f"Operator does this{by}. You answer for Ticket desk: {rights}"
        assert asked == f"| **Revoking dangerous permissions**: {needs_you} | to be confirmed | {day} (proposed) |"


def test_where_somebody_accepted_that_there_is_no_drill_what_is_practised_before_is_to_be_confirmed() -> None:
    (asked,) = [
        row for row in rows(follow_up_of("support"), "Claudia Reinholt, owner") if "**A time without drills" in row
    ]
    assert "duplicate task (4 December 2026); output rejected downstream (11 December 2026)" in asked
    assert "where each kind of work goes" not in asked  # a photo is no exercise
    assert "“No drill between the middle of November and the middle of January" in asked  # the decision's own words
    assert "31 January" not in asked  # the acceptance ends later than the time without drills
    assert asked.endswith("and tell those who do them. | first | 25 November 2026 (proposed) |")  # others wait for it
    assert "**A time without drills" not in follow_up_of("lead-routing")


def test_what_is_practised_after_nobody_holds_no_drill_any_more_is_not_asked_and_an_answer_comes_before_the_day() -> (
    None
):
    found = review.sample("support")
    (frozen,) = (risk for risk in found.assessment.exceptions if risk.item == "x_cross_cutting.drills")
    for today, expires, told in (
        (
            (2026, 11, 18),
            (2026, 12, 4),
            "To be practised, as it stands: duplicate task (4 December 2026). Please confirm its day",
        ),
        ((2026, 12, 2), (2026, 12, 4), "| 4 December 2026 (proposed) |"),
    ):
        risk = frozen.model_copy(update={"expires": dt.date(*expires)})
        given = {"as_of": dt.date(*today), "exceptions": (risk,)}
        text = to_markdown(
            followup_document(score(found.questionnaire, found.assessment.model_copy(update=given)), SENTENCES)
        )
        (asked,) = [row for row in text.splitlines() if "**A time without drills" in row]
        assert told in asked
        assert "output rejected downstream" not in asked


def test_the_next_drill_has_one_row_and_one_day() -> None:
    register = {row["item"]: row for row in register_rows(agent_of(review.sample("lead-routing").score()))}
    row = register["x_cross_cutting.drills"]
    (asked,) = [line for line in rows(follow_up_of("lead-routing"), "Priya Shah, owner") if "drill" in line]
    assert row["owner"] == "Priya Shah"
    assert f"{row['proposed']:%-d %B %Y} (proposed)" in asked


def test_a_named_owner_of_an_agent_on_trial_is_asked_before_all_whether_it_is_theirs() -> None:
    first = rows(follow_up_of("triage"), "Gerben Prins")[0]
    assert first.startswith("| **The owner's yes**: confirm in writing that you answer for Document courier from 7 Dec")


def test_who_is_noted_as_backup_of_the_builder_is_told_with_what_is_not_agreed() -> None:
    (asked,) = [line for line in follow_up_of("triage").splitlines() if line.startswith("| **Who is on call")]
    assert "“afterwards by a support contract that is not signed yet”; noted as backup: Kadeweg's service desk" in asked


def test_no_drill_is_asked_for_that_an_agreed_full_run_holds() -> None:
    (drills,) = (row for row in follow_up_of("invoice-approval").splitlines() if row.startswith("| **Next drill**"))
    assert "“Stop outbound writes” (27 August 2026)" in drills
    assert "Pause and verify" not in drills


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLES)
def test_what_the_runbook_still_asks_of_somebody_stands_in_their_requests(name: str) -> None:
    """Also beside agreed work: what is left by the runbook's own list and person is in that person's table."""
    agent = agent_of(review.sample(name).score())
    points, hours = open_in_runbook(agent), plain_text(SENTENCES.say("open_hours.title"))
    asked = {
        person.name: [plain_text(one.told(SENTENCES)) for one in own]
        for person, own in requests(Owners(score=agent.score, agent=agent), SENTENCES).items()
    }
    left = [
        line
        for line in to_markdown(review.sample(name).document("runbook").content).splitlines()
        if line.startswith("| **")
    ]
    people = [line.strip("| ").split(" | ") for line in left]
    owned = [(what, who.partition(", with ")[0]) for what, who, *_ in people if "to be named" not in who]
    away = [(who, span) for what, who in owned for span in re.findall(r" is away (from [^.;]+)", what)]
    assert all(any(span in text for text in asked[who]) for who, span in away)
    by_hours = [who for what, who in owned if "the hours of those named" in what]
    assert all(any("the hours of those" in text or text.startswith(hours) for text in asked[who]) for who in by_hours)
    for item, found in points.items():
        title = agent.score.items[item].item.title
        for what, who in (row for row in owned if row[0].startswith(f"**{title}** (")):
            own = [text for text in asked.get(who, ()) if text.startswith(f"{title}: ")]
            for part in (part for point in found.points if not point.hours for part in point.parts):
                words = [plain_text(part.told(SENTENCES, reader)) for reader in ("", who)]
                told = any(word in text for word in words for text in own) or _is_the_question(part.name, own)
                assert told or words[0] not in plain_text(what), f"{who} is not asked: {title}, {words[0]}"


def _is_the_question(part: str, own: Sequence[str]) -> bool:
    """Tell whether a request asks as such who can do it, or lets the reader show it."""
    return part in ("lacking.without", "lacking.reach", "column.notify") and any(
        "can you " in text or "go through it alone" in text for text in own
    )


def test_what_nobody_has_settled_can_be_settled_and_not_only_told() -> None:
    (asked,) = [row for row in rows(follow_up_of("support"), "Mirjam Kofler, operator") if "Malformed" in row]
    assert "tell us who is told when this happens, or settle it." in asked


def test_how_to_go_back_is_written_before_the_restart_that_follows_it() -> None:
    days = ProposedDays(score=review.sample("triage").score())
    assert days.of_point("s5_kill_switch.pause_new_runs", alone=True, takes="page") == dt.date(2026, 11, 30)


def test_whoever_is_asked_something_is_told_in_one_row_where_others_need_help_and_by_when() -> None:
    (asked,) = [row for row in rows(follow_up_of("lead-routing"), "Jonas Weber, builder") if "needed" in row]
    parts = '"Revoking dangerous permissions" by 4 December, "Rollback plan for a change" by 15 January'
    assert (
        f"Dana Ruiz: {parts}. Which hours? | to do | 27 November 2026" in asked  # what he grants has a row of its own
    )
    assert 'Priya Shah: "Who is on call for the builder" by 4 December' in asked
    (asked,) = [row for row in rows(follow_up_of("lead-routing"), "Dana Ruiz, operator") if "needed" in row]
    assert 'Jonas Weber: "Where the credentials live" by 4 December' in asked  # her own row of it is another
    assert '"Approver of access to tools" and "Sign-off before the agent runs again" by 4 December' in asked
    (asked,) = [row for row in rows(follow_up_of("triage"), "Femke Hoekstra, operator") if "needed" in row]
    assert 'Gerben Prins: "Sign-off before the agent runs again" by 1 December' in asked  # not only builders


@pytest.mark.parametrize("name", SAMPLES)
def test_who_is_needed_is_who_the_register_has_as_helper(name: str) -> None:
    owners = Owners(score=review.sample(name).score())
    owned = [row for row in register_rows(owners.planned) if row["asked_of"]]
    helped = [(row, str(row["helper"] or "").split(", ")) for row in owned]
    for person, own in requests(owners, SENTENCES).items():
        asked = {request.item for request in own}
        items = [str(row["item"]) for row, who in helped if person.name and person.name in who and row["item"]]
        told = " ".join(plain_text(request.do) for request in own if request.title == "Where you are needed")
        assert all(owners.score.items[item].item.title in told for item in items if item not in asked)


def test_who_else_looks_at_a_number_is_named_to_whoever_is_to_show_it() -> None:
    """The bill is not the operator's: alone she could not show it."""
    text = to_markdown(review.sample("invoice-approval").document("followup").content)
    assert "who was away. With Petra Vos. |" in text
    (own,) = (line for line in text.splitlines() if line.startswith("| **Manual review rate**"))
    assert "With" not in own, "she looks at it herself"


@pytest.mark.parametrize(
    ("who", "told"),
    [("Petra Vos, each month", "With Petra Vos."), ("Finance Team", ""), ("Saskia Verbeek", ""), ("Farid Benali", "")],
)
def test_who_else_looks_at_a_number_is_a_person_who_is_there(who: str, told: str) -> None:
    found = review.sample("invoice-approval").assessment
    answers = tuple(
        a.model_copy(update={"content": {**a.content, "who": who}})
        if a.item == "s3_thresholds.cost_per_task" and a.content
        else a
        for a in found.answers
    )
    gone = (
        r.model_copy(update={"until": dt.date(2026, 7, 31)}) if "builder" in r.roles else r for r in found.respondents
    )
    changed = found.model_copy(update={"answers": answers, "respondents": tuple(gone)})
    bank = review.sample("invoice-approval").questionnaire
    text = to_markdown(followup_document(score(bank, changed), load_sentences("followup")))
    (row,) = (line for line in text.splitlines() if line.startswith("| **Cost per completed task**"))
    assert ("With " in row, told in row) == (bool(told), True)
