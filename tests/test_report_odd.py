"""Teams that no sample has: nobody asked, operators who differ, nothing open; what is said of them is true and kind."""

from __future__ import annotations

import datetime as dt

import pytest
from strategies import (
    BUILDER,
    OPERATOR,
    OWNER,
    TODAY,
    a_questionnaire,
    a_respondent,
    an_area,
    an_assessment,
    an_item,
    everything_proven,
    says,
)

from opsassess import resources, review
from opsassess.assessment import AcceptedRisk, Action, Rating
from opsassess.documents.markdown import to_markdown
from opsassess.documents.plain import plain_text
from opsassess.library import find_questionnaire
from opsassess.owners.differing import differing
from opsassess.owners.way import agent_of
from opsassess.prose import load_sentences
from opsassess.register import register_rows
from opsassess.report import readiness_document
from opsassess.scoring import Score, score

pytestmark = pytest.mark.slow

PAUSE = "s5_kill_switch.pause_new_runs"
RUNS = {"runs_per_month": 420, "minutes_by_hand": 18}
SECOND, THIRD = a_respondent("second", "operator"), a_respondent("third", "operator")


def report_of(found: Score) -> dict[str, str]:
    """Return all that stands in each section of a report, as it was put together."""
    document = readiness_document(found, load_sentences("readiness"))
    return {section.id: plain_text(repr(section)) for section in document.sections}


def team(*answers: object, **profile: object) -> Score:
    bank, people = find_questionnaire("agent-operability"), (OPERATOR, SECOND, THIRD, OWNER, BUILDER)
    return score(bank, an_assessment(bank, answers, respondents=people, profile=profile))  # type: ignore[arg-type]


def test_what_two_of_three_can_do_is_not_called_beyond_the_team() -> None:
    able = [says(who, PAUSE, 3, "E2") for who in (OPERATOR, SECOND)]
    found = report_of(team(*able, says(THIRD, PAUSE, 0), says(BUILDER, PAUSE, 4)))
    assert "The team cannot pause new runs" not in found["page-one"]
    assert (
        "Not everyone in the team can pause new runs: "
        "Operator and Second need no help and the other operator has not got that far yet. The lowest answer counts."
    ) in found["page-one"]
    assert "Operator and Second show Third how to pause new runs" in found["gaps"]
    assert "Second shows Third" not in found["gaps"]


def test_operator_and_owner_who_differ_are_told_by_role_in_words_for_what_one_knows() -> None:
    owned = "s1_workflow_summary.owner"
    found = report_of(team(says(OPERATOR, owned, "dont_know"), says(OWNER, owned, 3), says(BUILDER, owned, 4)))
    told = "the owner needs no help and the operator does not know it yet."
    assert f"Not everyone in the team can tell who answers for the agent: {told} The lowest" in found["page-one"]
    assert f"The team's answers differ: {told} The lowest counts." in found["gaps"]
    assert "on duty" not in found["gaps"]
    several = team(says(OPERATOR, owned, 1), says(SECOND, owned, 3), says(OWNER, owned, 3)).items[owned]
    who = ("one of the two operators and the owner need no help", "one of the two operators has no page on it")
    assert differing(several, load_sentences("readiness")) == who


@pytest.mark.parametrize("nothing", [0, "dont_know"])
def test_what_the_owner_knows_is_not_called_known_to_the_builder_only(nothing: Rating) -> None:
    place = "s6_manual_fallback.business_action"
    answers = [says(OPERATOR, place, nothing), says(OWNER, place, 1), says(BUILDER, place, 4)]
    found = report_of(team(*answers))
    assert "Where each kind of work goes: Nothing in writing with the team." in found["must-haves"]
    assert "Where each kind of work goes: nothing in writing with the team" in found["gaps"]
    assert "only Builder could tell" not in str(found)


def test_what_somebody_said_is_not_there_is_not_called_told() -> None:
    keys = "r5_continuity.rotate_access"
    found = report_of(team(says(OPERATOR, keys, 0), says(BUILDER, keys, 4)))
    assert "No operator can replace one of the agent's keys" in found["gaps"]
    assert "Operator had nothing to go by; Builder could tell us." in found["gaps"]


def test_what_one_does_not_know_is_not_called_out_of_everybodys_reach() -> None:
    """Two more operators were never asked."""
    hours, stops = "s6_manual_fallback.four_hours", ("s5_kill_switch.stop_outbound_writes", PAUSE)
    found = report_of(team(*(says(OPERATOR, item, "dont_know") for item in (*stops, hours)), **RUNS))
    assert "Nobody in the team whom we asked can pause new runs." in found["page-one"]
    assert "Pausing new runs: Nobody in the team whom we asked knows it yet." in found["must-haves"]
    assert "Nobody whom we asked knew how to stop the agent's outbound writes" in found["gaps"]
    assert "Operator did not know it yet, and nobody else told us." in found["gaps"]
    assert "Nobody whom we asked could tell us what the team does in these hours." in found["exposure"]
    assert "No operator can" not in str(found)


def test_what_is_quoted_of_the_work_by_hand_ends_before_the_next_sentence() -> None:
    told = says(OPERATOR, "s6_manual_fallback.proof", 1, content="Two of us, 6 letters an hour each")
    assert (
        "Operator told us: “Two of us, 6 letters an hour each.” What the team"
        in report_of(team(told, **RUNS))["exposure"]
    )


def test_what_a_second_person_has_to_learn_is_told_with_its_own_thing_and_hours() -> None:
    """Rows that leave out the same are one request; the hours of one of them are not those of all."""
    found = review.sample("support").assessment
    answers = tuple(answer for answer in found.answers if answer.respondent == "pavel")
    people = tuple(person for person in found.respondents if person.id == "pavel")
    alone = found.model_copy(update={"answers": answers, "respondents": people})
    text = to_markdown(
        readiness_document(score(review.sample("support").questionnaire, alone), load_sentences("readiness"))
    )
    learns = [line for line in text.splitlines() if line.startswith("- ") and "Then a second person learns" in line]
    assert len(learns) > 1
    assert not [line for line in learns if "the row of each" in line]


def test_what_was_agreed_without_a_full_stop_ends_before_the_next_sentence() -> None:
    way = {
        "use_when": "Wrong letters.",
        "who": "Operator",
        "minutes": 2,
        "steps": [{"do": "Switch it off.", "see": ""}],
    }
    found = team(says(OPERATOR, PAUSE, 2, content=way))
    agreed = Action(item=PAUSE, text="Give Second the login", owner="Operator")
    found = score(found.questionnaire, found.assessment.model_copy(update={"actions": (agreed,)}))
    (row,) = (row for row in register_rows(agent_of(found)) if row["title"] == "Pausing new runs")
    assert str(row["do"]).startswith("Give Second the login. Write in the runbook ")


def test_the_builder_whom_only_the_profile_names_is_named() -> None:
    bank = find_questionnaire("agent-operability")
    profile = {"builder": [{"name": "lutz Ohm"}], "builder_available": "until 18 June 2026"}
    proven = [answer for answer in everything_proven(bank) if answer.item != "s6_manual_fallback.four_hours"]
    found = score(bank, an_assessment(bank, proven, respondents=(OPERATOR,), profile=profile))
    text = to_markdown(readiness_document(found, load_sentences("readiness")))
    assert found.reported_tier == "T1"
    assert "Lutz Ohm can be reached until 18 June 2026." in text
    assert "gree with lutz Ohm on the time after" in text


def test_a_must_have_of_which_one_part_was_asked_is_not_called_unasked() -> None:
    found = report_of(team(says(OPERATOR, PAUSE, 4)))
    assert "one was asked in part only and ten were not asked yet." in found["page-one"]
    assert "asked in part" in found["must-haves"]
    assert "none was asked of the team yet" in report_of(team())["page-one"]


def test_areas_that_were_not_asked_about_are_told_apart_from_those_of_which_nothing_was_shown() -> None:
    found = report_of(team(says(OPERATOR, PAUSE, 3, "E2"), says(OPERATOR, "s3_thresholds.retry", 2)))
    assert "and nothing in twelve areas, of which eleven were not asked about." in found["map"]


def test_a_long_part_of_a_stage_says_where_it_goes_on() -> None:
    bank = find_questionnaire("agent-operability")
    found = report_of(team(*(says(OPERATOR, item.id, 1) for item in bank.items.values())))
    assert "The same, continued:" in found["roadmap"]


def test_a_reason_without_a_full_stop_gets_one() -> None:
    bank = find_questionnaire("agent-operability")
    risk = AcceptedRisk(item=PAUSE, reason="Rare; all see it", role="Head of desk", expires=TODAY + dt.timedelta(60))
    found = score(bank, an_assessment(bank, [says(OPERATOR, PAUSE, 1)], exceptions=(risk,)))
    assert "Rare; all see it. Accepted by the Head of desk until" in report_of(found)["limits"]
    rows = register_rows(agent_of(found))
    assert any(str(row["found"]).startswith("Rare; all see it. Accepted by") for row in rows)


def test_nobody_is_named_for_what_a_colleague_can_answer() -> None:
    trigger = "s1_workflow_summary.trigger"
    able = [says(who, trigger, 3, "E2") for who in (OPERATOR, SECOND)]
    asked = report_of(team(*able, says(THIRD, trigger, "dont_know")))["questions"]
    assert "Operator and Second could answer; not everyone in the team has it in writing." in asked
    assert "Third" not in asked


def test_whom_nobody_asked_is_not_told_that_they_cannot() -> None:
    found = report_of(team())
    assert "They were not put to the team yet." in found["questions"]
    assert "can answer none" not in found["questions"]
    only_builder = report_of(team(says(BUILDER, PAUSE, 4)))
    assert "They were not put to the team yet." in only_builder["questions"]


@pytest.mark.parametrize(
    ("name", "section", "told"),
    [
        (
            "invoice-approval",
            "page-one",
            "Six points and five new looks are left to T3, which asks more of four must-haves: fallback, access, excep",
        ),
        ("invoice-approval", "page-one", "Of the eleven must-haves, ten are met for T2 ("),
        (
            "support",
            "page-one",
            "works on real cases today; whether it may run as a supervised pilot we cannot say yet: stop and",
        ),
        (
            "support",
            "map",
            'nothing in "Business continuity", but for two points that Pavel Novotny, who also built it,',
        ),
        ("lead-routing", "questions", "answered four of them (one with an open point), and we saw them, at least as a"),
        (
            "lead-routing",
            "questions",
            "Seen: a request of 9 November",
        ),
        ("lead-routing", "page-one", "Agree with Jonas Weber on the time after 31 March 2027, or name who is on call"),
        ("lead-routing", "roadmap", 'About 3 are for "first-week checklist", whose risk is accepted for now.'),
        ("lead-routing", "roadmap", "To T1 we plan 8.5 hours (7.5 in one case of two); to T2 70 hours (65 in"),
        (
            "lead-routing",
            "roadmap",
            "as work of your own for which no tier waits: Put Lena Hofer's number on the page Ownership (Dana Ruiz,",
        ),
        (
            "lead-routing",
            "roadmap",
            "has aged: at nine things that we saw so far (three within 30 days and six within 90 days before it)",
        ),
        (
            "support",
            "roadmap",
            '"Rollback plan for a change" are practised in the time without drills: Claudia Reinholt is asked',
        ),
        (
            "lead-routing",
            "must-haves",
            "outbound writes: Seen. Open in the runbook: who does it at which hours.",
        ),
        ("lead-routing", "must-haves", "T1 still counts it. Open in the runbook: who does it at other hours."),
        (
            "support",
            "must-haves",
            "Page seen, dated 28 April 2026; to be seen again: T2 waits for it.",
        ),
        ("support", "must-haves", "Page seen, dated 4 May 2026; to be seen again, though T2 still counts it."),
        ("support", "must-haves", "Mirjam Kofler calls it proven and one other operator does not know it yet."),
        ("support", "questions", "Duplicate task: not everyone; output rejected downstream: Pavel Novotny only."),
        ("support", "exposure", "Mirjam Kofler told us: “Estimate: one person answers about 8 tickets an hour."),
        ("triage", "limits", "because the team has not answered two questions, each part of a must-have."),
        (
            "triage",
            "page-one",
            "with Arjun Mehta on call until 18 December 2026 (ten working days), then with whoever is named.",
        ),
        ("triage", "must-haves", "of two, in the builder's hands. Open in the runbook: the name of an operator"),
        ("invoice-approval", "page-one", "permissions lack their hours; the register has who adds them by when."),
        (
            "support",
            "must-haves",
            "how to go back; who does it while Pavel Novotny is away from 23 December to 8 January;",
        ),
        (
            "invoice-approval",
            "since",
            "The answer was the same then, and nothing had been seen of it.",
        ),
        (
            "lead-routing",
            "gaps",
            "Where people of yours agreed to write the page, or somebody has it already, only reading it is in them.",
        ),
    ],
)
def test_the_report_of_a_sample_says_it_in_these_words(name: str, section: str, told: str) -> None:
    assert told in report_of(review.sample(name).score())[section]


def test_where_nothing_is_open_nothing_is_said_of_a_next_tier() -> None:
    bank = a_questionnaire([an_area("a", an_item("a.one"))])
    answers = [says(who, "a.one", 4, "E3", written_where="page") for who in (OPERATOR, BUILDER)]
    gaps = report_of(score(bank, an_assessment(bank, answers, respondents=(OPERATOR, BUILDER))))["gaps"]
    assert "Nothing is missing, and nothing is left to be shown." in gaps
    assert "next tier" not in gaps


@pytest.mark.parametrize("name", ["lead-routing", "support", "invoice-approval"])
def test_a_finding_says_no_more_than_the_people_said(name: str) -> None:
    """The words of a level name several cases ("the builder, or a colleague"); what was found is one of them."""
    found = review.load(resources.folder("samples") / f"{name}.json").score()
    sections = report_of(found)
    for scored in found.items.values():
        for level in scored.item.levels[:2]:  # the higher ones may stand as what a step is accepted by
            assert level not in sections["gaps"]
            assert level not in sections["review"]


def test_a_day_that_has_passed_is_no_plan() -> None:
    found = review.load(resources.folder("samples") / "support.json").score()
    assert any(promise.by and promise.by < found.as_of for promise in found.assessment.promised)
    sections = report_of(found)
    assert "by='was 17 Nov'" in sections["roadmap"]
    assert "Yusuf Aydin promised it for 17 November 2026" in sections["gaps"]


def test_a_call_for_help_is_not_called_without_help() -> None:
    """A rating is what somebody chose among levels; what was seen stands beside it in the table of must-haves."""
    must_haves = report_of(review.load(resources.folder("samples") / "invoice-approval.json").score())["must-haves"]
    assert "without help" not in must_haves
    assert "the phone call of 6 minutes during the restart" in must_haves


def test_page_one_names_what_keeps_the_next_tier_away_as_the_scoring_has_it() -> None:
    """All must-haves are met; of one of them T3 asks for more than the page that was seen."""
    bank, page = find_questionnaire("agent-operability"), "r5_continuity.credentials_location"
    answers = [says(OPERATOR, page, 2, "E1") if a.item == page and a.evidence else a for a in everything_proven(bank)]
    found = team(*answers)
    assert {(one.kind, one.what) for one in found.obstacles_to("T3")} >= {("gate", "G8"), ("key_person", page)}
    assert (
        "T3 asks for more: for access the team at work and not only a page; no lead of the builder by two levels or "
        'more on "Where the credentials live".'
    ) in report_of(found)["page-one"]


def test_of_many_gaps_those_are_named_that_a_must_have_needs_and_the_others_counted() -> None:
    """All that a pilot needs is named as what the tier waits for, and not one part of it."""
    bank = find_questionnaire("agent-operability")
    found = report_of(team(*(says(OPERATOR, item, 1) for item in bank.items if ".m_" not in item)))
    assert "It stays at T0 until these are met: stop, cut-off and owner." in found["page-one"]
    assert "six of “Daily operations runbook”" in found["gaps"]
    assert "where the credentials live" in found["gaps"]
    assert "expected run volume" not in found["gaps"]


def test_of_two_builders_neither_is_said_to_have_answered_for_the_other() -> None:
    vendor, item = a_respondent("vendor", "builder"), "s1_workflow_summary.trigger"
    answers = [says(who, item, 3, "E2") for who in (OPERATOR, BUILDER)]
    bank = find_questionnaire("agent-operability")
    found = report_of(score(bank, an_assessment(bank, answers, respondents=(OPERATOR, BUILDER, vendor))))["transfer"]
    assert "No builder is two levels or more ahead of every operator, on the one question that a builder and" in found


def test_a_reader_who_multiplies_the_figures_of_a_small_agent_gets_the_next_one() -> None:
    bank = find_questionnaire("agent-operability")
    profile = {"runs_per_month": 1200, "minutes_by_hand": 10, "service_hours": "at all hours"}
    text = report_of(score(bank, an_assessment(bank, profile=profile)))["exposure"]
    assert "1,200 runs a month are on average 1.64 an hour" in text
    assert "leaves about 0.27 hours of work, and four such hours 6.6 cases and about 1.1 hours." in text


def test_hours_of_service_that_are_not_read_give_no_average() -> None:
    bank = find_questionnaire("agent-operability")
    profile = {"runs_per_month": 1200, "minutes_by_hand": 10}
    for service, why in (
        ("office hours", "we could not work out from “office hours” how many hours"),
        (None, "at which hours it works is not"),
    ):
        known = profile | ({"service_hours": service} if service else {})
        text = report_of(score(bank, an_assessment(bank, profile=known)))["exposure"]
        assert why in text
        assert "1,200 runs a month, each of them done by hand in full, are about 200 hours of work a month." in text
        assert "on average" not in text
