"""Drill cards: what they show, and what a filled one brings back as evidence."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from typing import Any

import docx
import pytest
from command_line import SAMPLE, engagement, run
from docx.oxml.ns import qn
from strategies import OPERATOR, an_assessment, says

import opsassess
from opsassess.answers import current_answers
from opsassess.applied import apply
from opsassess.assessment import Action, Answer, FailureMode
from opsassess.blocks import Facts, Form, Heading, Paragraph, Steps, Todo
from opsassess.changes import ProfileFact
from opsassess.documents.markdown import to_markdown
from opsassess.documents.word_forms import form_values
from opsassess.drill import drill_document, outcome_of
from opsassess.drill.filled import FilledCard, filled_cards
from opsassess.drill.plan import drills_of
from opsassess.engagement import Engagement
from opsassess.errors import DataError
from opsassess.library import find_questionnaire
from opsassess.owners.way import agent_of
from opsassess.prose import load_sentences
from opsassess.register import register_rows
from opsassess.scoring import score

NOW = dt.datetime(2026, 11, 26, 9, 0, tzinfo=dt.UTC)
OWN = json.loads(SAMPLE.read_text(encoding="utf-8"))["id"]
CARDS = opsassess.sample().document("drill").content
PASSED = {
    "pause.date": "2026-11-24",
    "pause.operator": "dana ruiz",
    "pause.observer": "Priya Shah",
    "pause.builder": "not in the room",
    "pause.started": "10:02",
    "pause.minutes": "4",
    "pause.result": "passed",
    "pause.record": "ticket OPS-77",
    "pause.proof_0": "yes",
    "pause.proof_1": "no",
}


@pytest.fixture(scope="module")
def blank() -> bytes:
    """Return the cards of the sample as a Word file."""
    document = opsassess.sample().document("drill").render("docx", Path())
    assert isinstance(document, bytes)
    return document


def filled(blank: bytes, values: Mapping[str, str], path: Path) -> Path:
    """Fill fields as Word does: the text goes into the control, and it no longer shows its prompt."""
    word = docx.Document(io.BytesIO(blank))
    controls = {c.find(f".//{qn('w:tag')}").get(qn("w:val")): c for c in word.element.body.iter(qn("w:sdt"))}
    for tag, text in values.items():
        next(controls[tag].iter(qn("w:t"))).text = text
        properties = controls[tag].find(qn("w:sdtPr"))
        for prompt in properties.findall(qn("w:showingPlcHdr")):
            properties.remove(prompt)
    word.save(str(path))
    return path


def told(made: Engagement, item: str, who: str) -> Any:
    answers = current_answers(made.review().assessment)[item]
    return next(answer for answer in answers if answer.respondent.id == who)


def test_there_is_a_card_for_each_drill_that_applies_and_for_the_first_failures() -> None:
    drills = drills_of(opsassess.sample().score())
    assert [drill.id for drill in drills] == [
        "pause",
        "stop_writes",
        "revoke",
        "draft_only",
        "fallback",
        "resume",
        "rollback",
        "full_run",
        "failure_m_x_merged_accounts",
        "failure_m_validation_failure",
        "failure_m_rejected_downstream",
    ]
    assert [values.item.id for values in drills[0].items] == [
        "s5_kill_switch.pause_new_runs",
        "s5_kill_switch.verify_pause",
    ]


def test_an_agent_that_writes_nothing_has_no_card_for_its_writes() -> None:
    review = opsassess.load(SAMPLE.with_name("support.json"))
    assessment = apply(review.assessment, [ProfileFact(fact="writes_any", value=False)])
    assert "stop_writes" not in [drill.id for drill in drills_of(score(review.questionnaire, assessment))]


def test_the_failures_with_work_in_the_register_have_a_card_before_those_that_are_only_to_be_shown() -> None:
    cards = [drill.id for drill in drills_of(opsassess.load(SAMPLE.with_name("support.json")).score())]
    assert cards[-2:] == ["failure_m_duplicate", "failure_m_rejected_downstream"]


def test_a_card_comes_back_although_its_failure_has_none_any_more() -> None:
    """What is urgent changes with the answers; the cards lie with the client."""
    found = opsassess.sample().score()
    timeout = {key.replace("pause.", "failure_m_api_timeout."): text for key, text in PASSED.items()}
    del timeout["failure_m_api_timeout.proof_1"]
    values = {**timeout, "failure_m_api_timeout.builder": "away", "opsassess.assessment": OWN}
    (card,) = filled_cards(found, values, name="cards.docx", today=NOW.date())
    assert card.drill.title == "Failure: Timeout of an upstream system"


def test_what_the_client_named_is_exercised_before_what_we_named() -> None:
    review = opsassess.load(SAMPLE.with_name("triage.json"))
    own = FailureMode(id="s4_exceptions.m_x_own", title="Own")
    drills = drills_of(score(review.questionnaire, apply(review.assessment, [own])))
    assert next(drill.title for drill in drills if drill.id.startswith("failure")) == "Failure: Own"


def test_a_card_has_the_steps_of_the_answers_and_says_where_there_are_none() -> None:
    sections = {section.id: section for section in opsassess.sample().document("drill").content.sections}
    assert any(isinstance(block, Steps) for block in sections["pause"].blocks)
    todo = next(block for block in sections["fallback"].blocks if isinstance(block, Todo))
    assert todo.what.startswith(
        '**Before this drill**, "The first four hours without the agent": Not described yet. Write one page'
    )
    headings = [block.text for block in sections["fallback"].blocks if isinstance(block, Heading)]
    assert "The first four hours without the agent" not in headings, "nothing stands below it"
    forms = [block for block in sections["pause"].blocks if isinstance(block, Form)]
    assert [field.tag for field in forms[1].fields] == ["pause.proof_0", "pause.proof_1"]


def cards_of(name: str) -> dict[str, str]:
    """Return the cards of a sample as Markdown, by their title."""
    text = to_markdown(opsassess.load(SAMPLE.with_name(name)).document("drill").content)
    return {title: rest for title, _, rest in (part.partition("\n") for part in text.split("\n## "))}


def test_who_stands_in_is_not_asked_before_a_drill_in_which_the_one_person_is_there() -> None:
    assert "who stands in for Femke Hoekstra" not in cards_of("triage.json")["Stop outbound writes"]


def test_there_is_no_card_for_what_the_builder_alone_says_is_not_there() -> None:
    cards = cards_of("triage.json")
    assert "Failure: Malformed input" in cards
    assert "Failure: Low-confidence decision" not in cards
    assert (
        'Of the 3 failures in the runbook two have a card: "Timeout of an upstream system" and "Malformed input". '
        '"Low-confidence decision" has none yet: the team has still to be asked about it.'
    ) in cards["How to use these cards"]


def test_a_card_says_when_its_drill_was_held_last_and_until_when_that_counts() -> None:
    lead, invoice = cards_of("lead-routing.json"), cards_of("invoice-approval.json")
    part = 'Last held**: in part on 18 November 2026; no record yet of "Checking that the pause worked"'
    assert part in lead["Pause and verify"]
    assert "Last held**: 11 August 2026; its record was fresh until 9 November 2026" in lead["Stop outbound writes"]
    held = "Last held**: 17 September 2026; its record is fresh until 16 December 2026. We saw: “"
    assert held in invoice["Pause and verify"]
    assert "; the receipts sheet was not needed; " in invoice["Work by hand"], "what was lacking that day"
    assert "Last held**: no record yet" in lead["Revoke access"]
    assert "“Priya Shah's yes at 10:48, one minute before the restart; it does not say what was" in lead["Resume"]
    seen = "Last held**: no record yet; we saw last, on 12 November 2026: “restart ticket 402 with Claudia Reinholt's"
    assert seen in cards_of("support.json")["Resume"]


def test_who_stops_a_drill_early_calls_somebody_only_of_an_agent_that_is_live() -> None:
    live, trial = (facts_of(name, "pause")["Stop early"] for name in ("lead-routing", "triage"))
    assert "stop, tell the observer and call Priya Shah. " in live
    assert "stop and tell the observer. " in trial


def test_a_card_pauses_once_to_be_passed_and_quotes_the_test_that_another_page_has() -> None:
    cards = cards_of("invoice-approval.json")
    (passed,) = re.findall(r"\*\*Passed when\*\*: (.*)", cards["Pause and verify"])
    assert passed.count("pauses the agent") == 1
    assert 'with the test of "Revoking dangerous permissions": “Open Agent desk > Test' in cards["Stop outbound writes"]
    assert "A card whose steps are not printed says where they stand" in cards["How to use these cards"]


def test_where_the_steps_stand_elsewhere_the_card_says_so_and_calls_nothing_unwritten() -> None:
    sections = {s.id: s for s in opsassess.load(SAMPLE.with_name("triage.json")).document("drill").content.sections}
    texts = [block.text for block in sections["fallback"].blocks if isinstance(block, Paragraph)]
    assert any(text.startswith("The steps are not copied here. Work from ") for text in texts)


def test_the_restart_has_its_way_back_and_not_the_pause_again() -> None:
    sections = {section.id: section for section in opsassess.sample().document("drill").content.sections}
    headings = [block.text for block in sections["resume"].blocks if isinstance(block, Heading)]
    assert headings == ["Sign-off before the agent runs again", "The way back", "Record: Resume"]
    assert not any(isinstance(block, Steps) for block in sections["resume"].blocks)


def facts_of(sample: str, card: str) -> Mapping[str, str]:
    sections = {s.id: s for s in opsassess.load(SAMPLE.with_name(f"{sample}.json")).document("drill").content.sections}
    return {str(name): text for name, text in next(b for b in sections[card].blocks if isinstance(b, Facts)).pairs}


def test_the_card_for_the_writes_says_how_a_case_is_run_while_the_agent_is_paused() -> None:
    """Where no step tells it, nothing is invented: it is a task with a person and a day, here and in the runbook."""
    known, unknown = (facts_of(name, "stop_writes")["Prepare"] for name in ("invoice-approval", "triage"))
    assert "“Open Agent desk > Test and run T-7 (it works while paused).”" in known
    assert unknown.endswith("; it has to run while the agent is paused.")
    review = opsassess.load(SAMPLE.with_name("triage.json"))
    asked = {
        kind: [b for s in review.document(kind).content.sections for b in s.blocks if isinstance(b, Todo)]
        for kind in ("drill", "runbook")
    }
    days = {kind: {str(b.by) for b in found if "how a test case is put in" in b.what} for kind, found in asked.items()}
    assert days["drill"] == days["runbook"] == {"4 December 2026 (proposed)"}


def test_after_a_drill_the_mode_needs_a_yes_and_not_the_number_of_cases_of_the_real_case() -> None:
    many, unsaid = (facts_of(name, "draft_only")["Afterwards"] for name in ("lead-routing", "triage"))
    assert many.endswith(
        'with the yes of Priya Shah. If "Going back" asks for a number of cases first, that is for the real case.'
    )
    assert unsaid.endswith("with the yes of Gerben Prins.")


def test_what_a_card_leaves_open_is_asked_for_before_the_first_live_day_while_that_is_ahead() -> None:
    """On a weekend the last working day has passed, and the live day has not."""
    review = opsassess.load(SAMPLE.with_name("triage.json"), as_of="2026-12-05")
    blocks = [block for section in review.document("drill").content.sections for block in section.blocks]
    days = {str(block.by) for block in blocks if isinstance(block, Todo)}
    assert days == {"6 December 2026 (proposed)", "27 November 2026, overdue"}


def test_every_card_says_how_to_prepare_when_to_stop_and_what_to_put_back_and_whether_it_can_be_passed() -> None:
    for path in sorted(SAMPLE.parent.glob("*.json")):
        review = opsassess.load(path)
        for section in review.document("drill").content.sections[1:]:
            pairs = next(block for block in section.blocks if isinstance(block, Facts)).pairs
            facts = {str(name): text for name, text in pairs}
            assert {"Prepare", "Stop early", "Afterwards", "Passed when"} <= set(facts), section.id
            at = [n for n, block in enumerate(section.blocks) if isinstance(block, Todo)]
            assert at == list(range(1, 1 + len(at))), "what is open stands at the head of the card"
            operators = {person.name for person in review.assessment.respondents if "operator" in person.roles}
            assert [name for name in operators if name in facts["Stop early"]] == [], "the operator would call herself"


def test_a_card_whose_steps_only_the_builder_does_asks_for_an_operator() -> None:
    """Whether an operator can do it alone is what the drill shows, and no condition before it."""
    cards = opsassess.load(SAMPLE).document("drill").content.sections[1:]
    facts = {card.id: next(dict(block.pairs) for block in card.blocks if isinstance(block, Facts)) for card in cards}
    told = {card: {str(name): str(text) for name, text in pairs.items()} for card, pairs in facts.items()}
    assert {card for card, pairs in told.items() if "Operator" in pairs} >= {"revoke", "rollback"}
    assert "Operator" not in told["draft_only"]
    support = facts_of("support", "rollback")["Operator"]
    assert support == "Mirjam Kofler, who is asked for it in the follow-up, with a login that reaches each screen."


def test_a_card_names_the_operator_who_has_the_agreed_work_and_says_so() -> None:
    assert facts_of("lead-routing", "rollback")["Operator"] == (
        "Dana Ruiz, by the agreed work “Put the steps for going back to an earlier version on the page Stop and "
        "restart, and restore version 31 in the sandbox” (due 15 January 2027), with a login that reaches each screen."
    )


def test_a_card_names_whom_the_agreed_work_lets_do_it_once_and_nobody_who_only_writes_or_shows_it() -> None:
    for sample, card, who in (
        ("lead-routing", "pause", "Lena Hofer"),  # Dana Ruiz owns the work
        ("triage", "resume", "Femke Hoekstra"),
        ("support", "failure_m_duplicate", "Yusuf Aydin"),
    ):
        assert facts_of(sample, card)["Operator"].startswith(f"{who}, by the agreed work “"), card
    assert "Operator" not in facts_of("support", "pause"), "two screens are shown, and nothing is paused for that"


def test_a_card_says_whose_day_falls_in_the_time_without_drills() -> None:
    assert facts_of("support", "rollback")["Day"] == (
        "22 December 2026 falls in the time without drills: Claudia Reinholt confirms it first, or names a later one."
    )
    assert facts_of("support", "failure_m_duplicate")["Day"].startswith("4 December 2026 falls in")
    assert "Day" not in facts_of("support", "pause")


def test_a_pause_is_not_passed_because_nothing_came_in() -> None:
    """A page may send a test itself; a button that is called so sends none."""
    quiet, own = (facts_of(name, "pause")["Prepare"] for name in ("support", "lead-routing"))
    assert "After the last click the observer sends in a harmless test case and watches one" in quiet
    assert "After the last click the observer watches one turn of each timetable" in own
    assert "though a test case came in" in facts_of("support", "pause")["Passed when"]


def test_a_card_names_the_place_where_the_client_tries_changes() -> None:
    """In the words of who told it, up to the place; where nobody named one, it is any."""
    told = {name: facts_of(name, "revoke")["Prepare"] for name in ("lead-routing", "support", "invoice-approval")}
    assert {name: text.partition("told us: ")[2].partition(")")[0] for name, text in told.items()} == {
        "lead-routing": "“In the HubSpot sandbox”",
        "support": '“In the n8n copy "Helper test" with the Zammad test group and Larder\'s training shop”',
        "invoice-approval": "“The test company of the ERP has had its own Agent desk since 2 October”",
    }
    assert told["lead-routing"].startswith("Use a test place that has what is used here (Jonas Weber told us: “In the")
    assert facts_of("triage", "revoke")["Prepare"].startswith("Use a test environment, or an access ")


def test_there_is_a_card_for_stop_hand_work_and_restart_in_one_go() -> None:
    """What the last level waits for, and who repeats it by when; a run with a call to the builder is no record."""
    facts = facts_of("invoice-approval", "full_run")
    assert facts["Passed when"].endswith("by its own card, all in one go, builder out of the room and not called.")
    assert facts["Operator"].startswith("Saskia Verbeek, by the agreed work “Tell the approvers in Hasselt, ")
    assert " (due 10 December 2026), " in facts["Operator"]
    assert facts["Last held"].startswith("no record yet; we saw last, on 17 September 2026: “record of the run ")
    assert "with one phone call to Farid Benali" in cards_of("invoice-approval.json")["Full run"]
    review = opsassess.load(SAMPLE.with_name("invoice-approval.json"))
    assert "| Full run | none | first by 10 December 2026 |" in to_markdown(review.monthly("2026-11").content)


@pytest.mark.parametrize(
    "text",
    [
        "There is no test system; changes go straight to live work.",
        "A sandbox does not exist.",
        "Whether IT has a sandbox is not known.",
        "By Jonas Weber, after work.",
    ],
)
def test_a_place_that_is_not_there_is_not_named(text: str) -> None:
    bank, revoke = find_questionnaire("agent-operability"), "s5_kill_switch.revoke_permissions"
    answers = [says(OPERATOR, "r4_change.staging", 2, content=text), says(OPERATOR, revoke, 2, content={"steps": []})]
    found = score(bank, an_assessment(bank, answers, respondents=(OPERATOR,)))
    cards = drill_document(found, load_sentences("drill"), load_sentences("runbook")).sections
    facts = next(b for s in cards if s.id == "revoke" for b in s.blocks if isinstance(b, Facts))
    assert {str(name): text for name, text in facts.pairs}["Prepare"].startswith("Use a test environment, ")


def test_the_cards_say_at_their_head_which_failures_they_stage_and_why_those() -> None:
    about = opsassess.sample().document("drill").content.sections[0]
    (said,) = (b.text for b in about.blocks if isinstance(b, Paragraph) and "failures" in b.text)
    assert said == (
        'Of the 8 failures in the runbook three have a card: "Two companies merged into one record", which your team '
        'named itself, and then "Output that fails a check" and "Output rejected downstream"; of the others, those '
        "with work in the gap register come first. The rest are exercised in the same way, from their entries in the "
        "runbook."
    )


def test_a_card_names_the_operator_whom_the_agreed_work_names(tmp_path: Path) -> None:
    data = json.loads(SAMPLE.read_text(encoding="utf-8"))
    action = next(action for action in data["actions"] if action["item"] == "r4_change.rollback_plan")
    action |= {"owner": "Jonas Weber", "text": "Write the page, and let Dana Ruiz restore a version in the sandbox."}
    file = tmp_path / "named.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    text = to_markdown(opsassess.load(file).document("drill").content)
    assert "- **Operator**: Dana Ruiz, by the agreed work “Write the page, and let Dana Ruiz restore" in text


def test_a_card_is_not_ready_for_what_the_runbook_has_open_of_its_steps_but_for_the_hours_without_anybody() -> None:
    def open_of(sample: str, card: str) -> list[str]:
        sections = opsassess.load(SAMPLE.with_name(f"{sample}.json")).document("drill").content.sections
        blocks = next(section.blocks for section in sections if section.id == card)
        whole = [block.what for block in blocks if isinstance(block, Todo)]
        assert all(what.startswith("**Before this drill**") for what in whole)
        return [what.partition(": ")[2] for what in whole]

    assert open_of("lead-routing", "pause") == []
    assert open_of("support", "pause") == []
    assert open_of("triage", "pause") == ["Not known yet: how to go back."]
    assert open_of("lead-routing", "rollback") == []  # whether an operator can do it alone is what the drill shows
    assert open_of("support", "revoke")[-1].endswith('is kept is not known". Agree on one version with Pavel Novotny.')
    (both,) = open_of("triage", "draft_only")
    assert both == (
        "Not known yet: what to do if it does not work and how to go back. "
        "Left open: \"Whether 'Courier, nightly' obeys it is not known\"; "
        "\"Who releases or discards a line of 'Courier journal', and how, is not known\"."
    )


def test_a_drill_presses_nothing_live_that_cannot_be_undone_and_proves_a_stop_by_a_test_case() -> None:
    sections = {section.id: section for section in opsassess.sample().document("drill").content.sections}
    said: dict[str, dict[str, str]] = {
        i: {str(name): text for name, text in next(b for b in s.blocks if isinstance(b, Facts)).pairs}
        for i, s in sections.items()
        if i != "about"
    }
    cautions = [b.text for b in sections["revoke"].blocks if isinstance(b, Paragraph)]
    assert any(text.startswith("**The steps below are for a real case.**") for text in cautions)
    found = opsassess.sample()
    kept = tuple(a for a in found.assessment.answers if a.item != "s5_kill_switch.revoke_permissions")
    bare = replace(found, assessment=found.assessment.model_copy(update={"answers": kept})).document("drill").content
    revoke = next(section for section in bare.sections if section.id == "revoke")
    assert not any("steps below" in str(b.text) for b in revoke.blocks if isinstance(b, Paragraph)), "there are none"
    assert "a test case through each switch, run with the writes off, ends" in said["stop_writes"]["Passed when"]
    assert said["stop_writes"]["Prepare"].endswith("A switch that this test does not reach needs one of its own.")
    assert "discard the test cases" in said["stop_writes"]["Afterwards"]
    assert "live" not in opsassess.sample().score().items["s5_kill_switch.revoke_permissions"].item.levels[-1]
    assert "It must do no harm if the switch fails: " in said["stop_writes"]["Prepare"]
    assert "sends in a harmless test case" in facts_of("triage", "pause")["Prepare"]
    assert "ten harmless test cases ready" in facts_of("triage", "draft_only")["Prepare"]


def test_an_hour_by_hand_can_be_passed_within_the_hour() -> None:
    """What starts later is not waited for: invoice approval's approvals begin two hours after the pause."""
    assert "Approvals above 2,000 EUR" in cards_of("invoice-approval.json")["Work by hand"]
    clauses = facts_of("invoice-approval", "fallback")["Passed when"].split("; ")
    starts, *others = clauses[1:4]
    assert starts.startswith("and five real cases of each kind of work that starts within the hour (all where fewer")
    assert others == [
        "one case of each other kind lies at its place, and its person says what is done with it and when",
        "and none is lost or done twice",
    ]
    prepare = facts_of("invoice-approval", "fallback")["Prepare"]
    assert "of the later ones each person says what is done, where and when" in prepare


def test_no_version_is_changed_live_for_a_drill() -> None:
    """The page may go back by deploying to production, on a paused agent too."""
    card = cards_of("invoice-approval.json")["Back to an earlier version"]
    caution, _, steps = card.partition("In the drill, on anything live: look, say, do not press.")
    assert "Redeploy" in steps
    assert "a paused agent too, go to the screen of each step, say what you would press, and stop there" in caution
    assert "pause the agent first" not in caution
    assert "no live version is changed" in cards_of("invoice-approval.json")["How to use these cards"]


@pytest.mark.parametrize(
    ("sample", "card"),
    [("invoice-approval", "failure_m_x_changed_bank_details"), ("support", "failure_m_x_chargeback")],
)
def test_a_staged_failure_reaches_nobody_outside_and_alarms_nobody(sample: str, card: str) -> None:
    prepare = facts_of(sample, card)["Prepare"]
    assert "Nothing goes to a real customer, supplier or other firm: use invented ones" in prepare
    assert (
        "Whoever the entry below calls, alerts or sets to work, other than the operator, is told beforehand" in prepare
    )


def test_to_go_back_is_passed_as_the_register_accepts_it() -> None:
    """Minutes, an operator without the builder, and the test: a record alone may be of the builder, late."""
    passed = facts_of("support", "rollback")["Passed when"]
    assert passed.startswith("an operator brings back the earlier version within the agreed minutes, builder absent, a")
    remedy = find_questionnaire("agent-operability").items["r4_change.rollback_plan"].remedy
    assert passed == f"{remedy.accepted(('prove',))}."


def test_a_card_has_the_time_that_its_page_takes() -> None:
    assert facts_of("support", "revoke")["Within"] == '15 minutes, as "Takes" says below'
    assert facts_of("lead-routing", "pause")["Within"] == '2 + 5 minutes, as "Takes" says below'
    assert facts_of("lead-routing", "stop_writes")["Within"] == (
        '5 minutes for the steps, as "Takes" says below; test cases that no step runs are not counted'
    )
    both = '15 minutes, as "Takes" says below; what is "Also needed" has its own'
    assert facts_of("invoice-approval", "rollback")["Within"] == both
    assert facts_of("support", "draft_only")["Within"] == (
        '2 minutes for the switch, as "Takes" says below; then until ten cases in all have come as drafts'
    )
    within = {name: facts_of(name, "fallback")["Within"] for name in ("lead-routing", "invoice-approval", "triage")}
    assert within["lead-routing"].startswith("**TODO** how many minutes after the stop"), "no steps yet"
    first = "from the stop to the first case by hand: “30 minutes after the pause”, by the page"
    assert within["invoice-approval"] == first, "and not the minute of the first step, in which others are called"
    assert within["triage"].startswith("as the page says; "), "its minutes stand on it"
    assert "Within" not in facts_of("support", "resume")


def test_a_card_has_the_minutes_that_were_told_and_names_what_has_none() -> None:
    bank = find_questionnaire("agent-operability")
    pause, steps = "s5_kill_switch.pause_new_runs", {"minutes": 2, "steps": [{"do": "Off", "see": "Grey"}]}
    found = score(bank, an_assessment(bank, [says(OPERATOR, pause, 3, content=steps)], respondents=(OPERATOR,)))
    card = drill_document(found, load_sentences("drill"), load_sentences("runbook")).sections[1]
    facts = {str(name): text for name, text in next(b for b in card.blocks if isinstance(b, Facts)).pairs}
    assert facts["Within"] == (
        '2 minutes, as "Takes" says below; for "Checking that the pause worked" no time is agreed yet'
    )
    assert "or had it revoked by whom the page names" in bank.items["s5_kill_switch.revoke_permissions"].levels[-1]


def test_the_cards_begin_with_what_was_decided_about_drills_and_that_an_agent_is_not_live() -> None:
    def first(sample: str) -> list[str]:
        about = opsassess.load(SAMPLE.with_name(f"{sample}.json")).document("drill").content.sections[0]
        return [block.text for block in about.blocks if isinstance(block, Paragraph) and block.text.startswith("**")]

    assert first("lead-routing") == []
    (decided,) = first("support")
    assert decided.startswith(
        "**Decided about drills:** No drill between the middle of November and the middle of January"
    )
    assert decided.endswith(
        "20 January. (Accepted by Claudia Reinholt, Head of customer service, until 31 January 2027.)"
    )
    assert [text.partition(" Until")[0] for text in first("triage")] == [
        "**Document courier does not run on live work yet.**"
    ]


def test_before_an_agent_is_live_no_card_asks_for_real_cases() -> None:
    def cards(sample: str) -> str:
        return to_markdown(opsassess.load(SAMPLE.with_name(f"{sample}.json")).document("drill").content)

    triage = facts_of("triage", "fallback")
    assert triage["Prepare"].startswith("Nothing is paused: Document courier does not run on live work yet. Name a min")
    assert "run again" not in triage["Afterwards"]
    assert "as after any pause, with the yes of Claudia Reinholt first" in facts_of("support", "fallback")["Afterwards"]
    assert "who wait for its work" not in facts_of("triage", "pause")["Prepare"]
    assert facts_of("triage", "pause")["Afterwards"].endswith("before the drill and watch the first run to its end.")
    assert "five test cases of each kind of work" in cards("triage")
    assert "real cases" not in cards("triage")
    assert "five real cases of each kind of work" in cards("support")


def test_a_card_names_who_lets_it_run_again_where_the_runbook_does() -> None:
    text = to_markdown(opsassess.load(SAMPLE).document("drill").content)
    assert "Have the logins for these steps at hand, and the number of Priya Shah, who lets it run again." in text


def test_what_the_builder_alone_told_of_a_failure_is_not_called_open() -> None:
    sections = {s.id: s for s in opsassess.load(SAMPLE.with_name("triage.json")).document("drill").content.sections}
    (todo,) = (block for block in sections["failure_m_api_timeout"].blocks if isinstance(block, Todo))
    assert todo.what == "**Before this drill**: Not known yet: when the agent is paused for it."


def test_an_untouched_file_reads_as_empty(blank: bytes) -> None:
    values = form_values(blank, "cards.docx", CARDS)
    assert values["opsassess.assessment"] == OWN
    assert {text for tag, text in values.items() if tag != "opsassess.assessment"} == {""}


def test_a_passed_drill_is_evidence_e3_and_proves_what_the_operator_says_yes_to(tmp_path: Path, blank: bytes) -> None:
    made = engagement(tmp_path / "nordwind")
    verify = "s5_kill_switch.verify_pause"
    before = told(made, verify, "dana").rating
    cards = filled(blank, PASSED, tmp_path / "cards.docx")
    result = run("drill", "--filled", cards, inside=made.folder)
    assert (result.exit_code, result.output) == (0, "Pause and verify: passed, saved as evidence E3\n")
    pause = told(made, "s5_kill_switch.pause_new_runs", "dana")
    newest = pause.evidence[-1]
    assert pause.rating == 4
    assert (newest.level, newest.date, newest.where) == ("E3", dt.date(2026, 11, 24), "ticket OPS-77")
    assert (
        newest.what == 'drill "Pause and verify", passed in 4 minutes, builder not in the room, observed by Priya Shah'
    )
    assert told(made, verify, "dana").rating == before
    assert told(made, verify, "dana").evidence[-1] == newest
    assert made.review().assessment.as_of == dt.date(2026, 11, 24)


def test_a_full_run_comes_back_as_the_evidence_that_the_team_runs_it_without_the_builder(
    tmp_path: Path, blank: bytes
) -> None:
    made = engagement(tmp_path / "nordwind")
    values = {key.replace("pause.", "full_run."): text for key, text in PASSED.items() if "proof_1" not in key}
    result = run("drill", "--filled", filled(blank, values, tmp_path / "cards.docx"), inside=made.folder)
    assert result.output == "Full run: passed, saved as evidence E3\n"
    shown = told(made, "x_cross_cutting.operable_without_builder", "dana")
    assert (shown.rating, shown.evidence[-1].level) == (4, "E3")


def test_two_cards_of_one_item_keep_what_both_showed() -> None:
    review = opsassess.sample()
    pause, *_ = drills_of(review.score())
    dana = review.assessment.respondent_of["dana"]
    cards = [
        FilledCard(
            drill=replace(pause, title=title),
            date=dt.date(2026, 11, 24),
            operator=dana,
            values={key.removeprefix("pause."): text for key, text in PASSED.items()}
            | {"builder": "silent", "result": result, "deviations": ""},
            proven=(False, False),
        )
        for title, result in (("At night", "passed"), ("By day", "passed"), ("By hand", "failed"), ("Again", "stopped"))
    ]
    made = outcome_of(review.assessment, cards, now=NOW, sentences=load_sentences("drill"))
    after = current_answers(apply(review.assessment, made.changes))[pause.items[0].item.id]
    said = next(answer for answer in after if answer.respondent == dana)
    assert [e.what.partition(",")[0] for e in said.evidence[-2:]] == ['drill "At night"', 'drill "By day"']
    assert [title in said.note for title in ("By hand", "Again")] == [True, True]


def test_what_was_seen_along_with_another_drill_is_no_record_of_its_own() -> None:
    """The month says so too: who signed was seen, and not what was checked before."""
    last = facts_of("lead-routing", "resume")["Last held"]
    assert last.startswith(
        'no record yet; we saw last, on 18 November 2026, after "Pause and verify": “Priya Shah\'s yes'
    )


def test_a_drill_that_was_passed_takes_no_work_along_that_somebody_agreed_to(tmp_path: Path) -> None:
    """Not of another question, nor where a consultancy's own sentence begins with the day, as agreed work may."""
    review = opsassess.sample()
    pause, *_ = drills_of(review.score())
    item, other = pause.items[0].item.id, "s7_ownership.incident_lead"
    (tmp_path / "sentences").mkdir()
    own = 'action.again: "{{ date | day }}: hold {{ title }} again"\n'
    (tmp_path / "sentences" / "drill.yaml").write_text(own, encoding="utf-8")
    agreed = (
        Action(item=item, text="1 October 2026 is the day of the new contract", owner="Dana Ruiz"),
        Action(item=other, text=f'Repeat the drill "{pause.title}": on 1 October 2026 nobody led it'),
    )
    given = review.assessment.model_copy(update={"actions": agreed})
    card = FilledCard(
        drill=pause,
        date=dt.date(2026, 11, 24),
        operator=given.respondent_of["dana"],
        values={key.removeprefix("pause."): text for key, text in PASSED.items()}
        | {"builder": "silent", "result": "passed", "deviations": ""},
        proven=(False, False),
    )
    for folders in ((), (tmp_path,)):
        made = outcome_of(given, [card], now=NOW, sentences=load_sentences("drill", folders))
        assert apply(given, made.changes).actions == agreed


def test_the_same_card_again_changes_nothing(tmp_path: Path, blank: bytes) -> None:
    made = engagement(tmp_path / "nordwind")
    cards = filled(blank, PASSED, tmp_path / "cards.docx")
    run("drill", "--filled", cards, inside=made.folder)
    first = made.review().assessment
    assert run("drill", "--filled", cards, inside=made.folder).output == "Pause and verify: recorded before\n"
    assert made.review().assessment == first


def test_a_file_that_two_people_take_in_at_once_is_recorded_once(tmp_path: Path, blank: bytes) -> None:
    made = engagement(tmp_path / "nordwind")
    cards = filled(blank, PASSED, tmp_path / "cards.docx")
    ready = Barrier(2)

    def take_in(_: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        ready.wait(60)
        outcome = made.take_in_cards(cards)
        return outcome.passed, outcome.known

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(take_in, range(2))) == [((), ("Pause and verify",)), (("Pause and verify",), ())]
    seen = told(made, "s5_kill_switch.pause_new_runs", "dana").evidence
    assert [one.where for one in seen].count("ticket OPS-77") == 1


@pytest.mark.parametrize(
    "other", [{"pause.result": "not passed"}, {"pause.builder": "helped"}], ids=["not passed", "with help"]
)
def test_a_drill_that_was_not_passed_is_a_note_and_an_open_action(
    tmp_path: Path, blank: bytes, other: Mapping[str, str]
) -> None:
    made = engagement(tmp_path / "nordwind")
    before = told(made, "s5_kill_switch.pause_new_runs", "dana")
    cards = filled(
        blank, {**PASSED, "pause.deviations": "The <b>event list</b> ran on.", **other}, tmp_path / "cards.docx"
    )
    result = run("drill", "--filled", cards, inside=made.folder)
    assert result.output == "Pause and verify: not passed, saved as a note and an open action\n"
    after = told(made, "s5_kill_switch.pause_new_runs", "dana")
    assert (after.rating, after.evidence) == (before.rating, before.evidence)
    assert after.note.splitlines()[-1].endswith("The <b>event list</b> ran on.")
    assert (
        made.review().assessment.actions[-1].text.startswith('Repeat the drill "Pause and verify": on 24 November 2026')
    )


def test_a_drill_that_was_not_passed_is_told_first_until_it_is_held_again_with_success(
    tmp_path: Path, blank: bytes
) -> None:
    """What was seen of it before answers nothing: an executive who hears of it elsewhere trusts no other line."""
    made = engagement(tmp_path / "nordwind")
    failed = {**PASSED, "pause.result": "not passed", "pause.deviations": "Two runs\ncame through."}
    run("drill", "--filled", filled(blank, failed, tmp_path / "failed.docx"), inside=made.folder)
    what = "builder not in the room. Two runs came through"
    report = to_markdown(made.review().document("report").content)
    page_one, _, rest = report.partition("# The eleven must-haves")
    assert f"The drill “Pause and verify” of 24 November 2026 was not passed: “{what}”." in page_one
    assert page_one.partition("What to do first")[2].strip().startswith('1. Hold the drill "Pause and verify" again')
    assert f"**Pausing new runs:** Held on 24 November 2026 and not passed by the team's own record: “{what}”." in rest
    assert "drill not passed" in page_one
    assert "drill not passed" in rest
    month = to_markdown(made.review().monthly("2026-11").content)
    standing, _, after = month.partition("## Drills")
    assert f"Not passed, by the team's own record: Pause and verify on 24 November 2026 (“{what}”)." in standing
    assert "| Pause and verify | **not passed on 24 November 2026**; before, 18 November 2026" in after
    assert "In part: Pause and verify" not in after
    (row,) = (r for r in register_rows(agent_of(made.review().score())) if "not passed" in str(r["found"]))
    assert str(row["do"]).count("Pause and verify") == 1  # it is agreed already

    passed = {**PASSED, "pause.date": "2026-11-25"}
    run("drill", "--filled", filled(blank, passed, tmp_path / "passed.docx"), inside=made.folder)
    for document in (made.review().document("report"), made.review().monthly("2026-11")):
        assert "ot passed" not in to_markdown(document.content)
    assert not [action for action in made.review().assessment.actions if "the drill" in action.text]


def test_a_drill_that_failed_after_it_was_passed_stays_to_be_held_again(tmp_path: Path, blank: bytes) -> None:
    made = engagement(tmp_path / "nordwind")
    failed = {**PASSED, "pause.result": "not passed", "pause.deviations": "Two runs came through."}
    run("drill", "--filled", filled(blank, failed, tmp_path / "failed.docx"), inside=made.folder)
    earlier = {**PASSED, "pause.date": "2026-11-20"}
    run("drill", "--filled", filled(blank, earlier, tmp_path / "earlier.docx"), inside=made.folder)
    (again,) = (action.text for action in made.review().assessment.actions if "the drill" in action.text)
    assert again.startswith('Repeat the drill "Pause and verify": on 24 November 2026')


def test_a_drill_counts_although_the_answer_before_it_has_a_later_time(tmp_path: Path, blank: bytes) -> None:
    made = engagement(tmp_path / "nordwind")
    late = Answer(
        item="s5_kill_switch.pause_new_runs", respondent="dana", rating=2, at=dt.datetime(2090, 1, 1, tzinfo=dt.UTC)
    )
    with made.store() as store:
        store.record(1, late)
    run("drill", "--filled", filled(blank, PASSED, tmp_path / "cards.docx"), inside=made.folder)
    assert told(made, late.item, "dana").rating == 4


def test_every_mistake_of_a_file_is_told_at_once_and_nothing_is_saved(tmp_path: Path, blank: bytes) -> None:
    made = engagement(tmp_path / "nordwind")
    before = made.review().assessment
    wrong = {
        "pause.date": "24.13.2026",
        "pause.operator": "Dana Riuz",
        "pause.minutes": "a few",
        "pause.result": "passed",
        "fallback.date": "2999-01-01",
        "fallback.operator": "Jonas Weber",
        "fallback.observer": "Priya Shah",
        "fallback.builder": "in the room, silent",
        "fallback.result": "stopped early",
    }
    result = run("drill", "--filled", filled(blank, wrong, tmp_path / "cards.docx"), inside=made.folder)
    assert result.exit_code == 1
    assert (
        result.output
        == """\
cards.docx, card 'Pause and verify': the day '24.13.2026' is a day that the calendar does not have. \
Write it as 2026-05-31, 31.5.2026 or 31 May 2026.
cards.docx, card 'Pause and verify': the operator 'Dana Riuz' is not among the people of the assessment. \
Perhaps 'Dana Ruiz' is meant.
cards.docx, card 'Pause and verify': no observer is named. A drill counts when somebody else saw it: write the name.
cards.docx, card 'Pause and verify': builder is not chosen. Choose it from its list.
cards.docx, card 'Pause and verify': the minutes are 'a few'. Write a number, or leave the field empty.
cards.docx, card 'Pause and verify': it was passed, but not every question below the record is answered. \
Choose yes or no.
cards.docx, card 'Work by hand': the day 2999-01-01 is in the future. Correct it.
cards.docx, card 'Work by hand': Jonas Weber built the agent. \
A drill proves something when somebody who runs the agent does it.
8 mistakes. Nothing was changed.
"""
    )
    assert made.review().assessment == before


def test_a_file_that_is_no_card_of_this_assessment_is_refused(tmp_path: Path, blank: bytes) -> None:
    made = engagement(tmp_path / "nordwind")
    bare = docx.Document()
    bare.save(str(tmp_path / "letter.docx"))
    (tmp_path / "text.docx").write_bytes(b"PASSED")
    filled(blank, PASSED | {"opsassess.assessment": "another"}, tmp_path / "other.docx")
    filled(blank, {}, tmp_path / "empty.docx")
    for name, sentence in {
        "letter": "it has no fields of a drill card",
        "text": "it is no Word document",
        "other": "its cards belong to another assessment ('another')",
        "empty": "no card in it is filled in",
        "missing": "there is no such file",
    }.items():
        result = run("drill", "--filled", tmp_path / f"{name}.docx", inside=made.folder)
        assert result.exit_code == 1
        assert sentence in result.output


def test_a_file_that_unpacks_to_far_more_than_a_form_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        for n in range(5):
            bomb.writestr(f"word/{n}.xml", b"0" * 100_000_000)
    with pytest.raises(DataError, match="far larger than a filled form"):
        form_values(packed.getvalue(), "cards.docx", CARDS)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_fields_survive_being_saved_by_libreoffice(tmp_path: Path, blank: bytes) -> None:
    cards = filled(blank, PASSED, tmp_path / "cards.docx")
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "docx", "--outdir", str(tmp_path / "saved"), str(cards)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    saved = form_values((tmp_path / "saved" / "cards.docx").read_bytes(), "cards.docx", CARDS)
    assert saved == form_values(cards.read_bytes(), "cards.docx", CARDS)
