"""Who is named in the report, and for what: whom the follow-up asks owns the row; by name only a builder is quoted."""

from __future__ import annotations

import datetime as dt

import pytest
from hostile import SAMPLE
from strategies import (
    OPERATOR,
    OWNER,
    TODAY,
    a_gate,
    a_questionnaire,
    a_respondent,
    an_area,
    an_assessment,
    an_item,
    needs,
    says,
)

from opsassess import resources, review
from opsassess.assessment import Action, Evidence
from opsassess.blocks import Card, Document, Paragraph, Table
from opsassess.described.by_prompt import by_prompt_told
from opsassess.documents.markdown import to_markdown
from opsassess.documents.plain import plain_text
from opsassess.followup import followup_document
from opsassess.followup.requests import requests
from opsassess.library import find_questionnaire
from opsassess.owners import Owners
from opsassess.owners.situations import wanted
from opsassess.owners.stages import plan
from opsassess.owners.standing import wide_gaps
from opsassess.owners.way import agent_of
from opsassess.prose import load_sentences
from opsassess.questionnaire import EvidenceLevel, OperatorQuestion
from opsassess.register import register_rows
from opsassess.report import readiness_document
from opsassess.report.gap_card import gap_card
from opsassess.report.questions import answered_questions, questions_section
from opsassess.report.remedies import remedy
from opsassess.scoring import Score, score

pytestmark = pytest.mark.slow

SAMPLES = ("lead-routing", "support", "invoice-approval", "triage")


def score_of(name: str) -> Score:
    return review.load(resources.folder("samples") / f"{name}.json").score()


def report_of(score: Score) -> Document:
    return readiness_document(score, load_sentences("readiness"))


def test_a_question_is_answered_by_the_operators_who_answered_a_part_and_by_the_owner_only_alone() -> None:
    items = [
        an_item(name).model_copy(update={"asked_of": ("operator", "owner")}) for name in ("a.how", "a.who", "a.yes")
    ]
    questions = (
        OperatorQuestion(id="by_hand", title="How by hand?", items=("a.how", "a.who")),
        OperatorQuestion(id="yes", title="Who says yes?", items=("a.yes",)),
    )
    bank = a_questionnaire([an_area("a", *items)]).model_copy(update={"questions": questions})
    second = a_respondent("second", "operator")
    answers = [says(OWNER, item.id, 3) for item in items] + [says(OPERATOR, "a.how", 3), says(second, "a.who", 3)]
    found = score(bank, an_assessment(bank, answers, respondents=(OPERATOR, second, OWNER)))
    section = questions_section(answered_questions(found), found, load_sentences("readiness"))
    (table,) = (block for block in section.blocks if isinstance(block, Table))
    assert [plain_text(row[1]) for row in table.rows] == [
        "Operator and Second: described, not shown",
        "Owner: described, not shown",
    ]


def test_of_a_question_the_part_that_was_seen_least_is_told() -> None:
    questions = (OperatorQuestion(id="by_hand", title="How by hand?", items=("a.done", "a.where")),)
    items = (an_item("a.done"), an_item("a.where"))
    bank = a_questionnaire([an_area("a", *items)]).model_copy(update={"questions": questions})
    levels: dict[str, EvidenceLevel] = {"a.done": "E3", "a.where": "E2"}
    answers = [
        says(OPERATOR, name, 3).model_copy(update={"evidence": (Evidence(level=level, what=level, date=TODAY),)})
        for name, level in levels.items()
    ]
    found = score(bank, an_assessment(bank, answers, respondents=(OPERATOR,)))
    section = questions_section(answered_questions(found), found, load_sentences("readiness"))
    (table,) = (block for block in section.blocks if isinstance(block, Table))
    assert [plain_text(cell) for cell in table.rows[0][1:]] == ["Operator: seen", "Seen: E2."]


@pytest.mark.parametrize("name", SAMPLES)
def test_who_stands_in_the_roadmap_without_a_day_is_asked_by_the_follow_up(name: str) -> None:
    score = score_of(name)
    owners = Owners(score=score, agent=agent_of(score))
    asked = {(r.item, who.name) for who, found in requests(owners, load_sentences("followup")).items() for r in found}
    for entry in (entry for stage in plan(agent_of(score)) for entry in stage if entry.gap):
        if entry.gap and wanted(score.items[entry.item], entry.gap) in ("look", "answer"):
            owner = owners.of(entry.item)
            assert owner.due or (entry.item, owner.name) in asked, entry.item


@pytest.mark.parametrize("name", SAMPLES)
def test_words_are_quoted_by_role_and_those_of_a_builder_only_where_nobody_else_told_us(name: str) -> None:
    score = score_of(name)
    cards = [block for section in report_of(score).sections for block in section.blocks if isinstance(block, Card)]
    quotes = [text for card in cards for text in map(plain_text, card.body) if "“" in text]
    assert quotes
    alone = [item for item in score.items.values() if all(a.respondent.is_builder for a in item.operators)]
    theirs = {a.note for item in alone for a in item.operators}
    names = {f"{a.respondent.name}, who also built it" for item in alone for a in item.operators}
    assert {quote.partition(":")[0] for quote in quotes} <= {"Operator", "Owner", "User", *names}
    built = {a.note for a in score.assessment.answers if a.note and a.respondent in _builders(score)} - theirs
    assert not any(note in quote for note in built for quote in quotes)


def _builders(score: Score) -> set[str]:
    return {person.id for person in score.assessment.respondents if person.is_builder}


def test_who_holds_a_duty_or_an_action_and_did_not_speak_is_named_as_such() -> None:
    last = report_of(score_of("triage")).sections[-1]
    texts = [plain_text(block.text) for block in last.blocks if isinstance(block, Paragraph)]
    assert (
        "Named, not asked: Sanne Mulder and Gerben Prins. "
        "What they hold or are to do was told by others. Whom the answers name besides stands in the runbook." in texts
    )
    last = report_of(score_of("lead-routing")).sections[-1]  # who owns three of five systems
    assert any(
        "and Marta Lind. What" in plain_text(block.text) for block in last.blocks if isinstance(block, Paragraph)
    )


def test_work_that_was_agreed_and_is_done_is_not_what_a_further_tier_takes() -> None:
    parts = [an_item(name, "critical") for name in ("a.stop", "a.check")]
    gates = [
        a_gate("G1", "T1", needs("a.stop", "0.5")),
        a_gate("G2", "T2", needs("a.check", "0.5")),
        a_gate("G3", "T3", needs("a.stop", "1")),
    ]
    bank = a_questionnaire([an_area("a", *parts)], gates)
    asked = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
    then = says(OPERATOR, "a.stop", 1).model_copy(update={"at": asked})
    later = says(OPERATOR, "a.stop", 3, "E2", written_where="Wiki")
    now = later.model_copy(update={"at": asked + dt.timedelta(days=20)})
    agreed = Action(item="a.stop", text="Write the page.", owner="operator", due=dt.date(2026, 5, 20))
    for answers, do in (([then], "Write the page."), ([then, now], "Do it.")):
        made = an_assessment(bank, [*answers, says(OPERATOR, "a.check", 1)])
        found = score(bank, made.model_copy(update={"actions": (agreed,)}))
        assert remedy(found, "a.stop", ("prove",), load_sentences("readiness")) == do


def test_a_team_and_a_cell_that_says_nothing_are_nobody_who_could_be_asked() -> None:
    owners = [
        "Marta Lind / Noor Bakker (IT)",
        "IT team",
        "Finance",
        "nobody yet",
        "not known",
        "",
        "Operator / Marta Lind",
    ]
    systems = [{"name": f"System {n}", "owner": owner} for n, owner in enumerate(owners)]
    bank = a_questionnaire([an_area("a", an_item("a.stop"))])
    answers = [says(OPERATOR, "a.stop", 1)]
    made = an_assessment(bank, answers, respondents=(OPERATOR,), profile={"systems": systems})
    assert "Named, not asked: Marta Lind and Noor Bakker. What" in plain_text(to_markdown(report_of(score(bank, made))))


def test_what_both_sides_know_from_memory_is_not_with_the_builder_alone() -> None:
    score = review.load(SAMPLE).score()
    table = next(s for s in report_of(score).sections if s.id == "questions").blocks[1]
    assert isinstance(table, Table)
    rows = {plain_text(row[0]): (plain_text(row[1]), plain_text(row[2])) for row in table.rows}
    assert rows["How does the work go on by hand for the first hours?"] == (
        "Dana Ruiz and Priya Shah, not settled",
        "Told in part; by the team's own words it is not settled.",
    )
    assert rows["What does it read and write?"] == (
        "Dana Ruiz, not in writing",
        "No page of the team's own; Jonas Weber showed us one.",
    )
    assert rows["Which failures may be retried?"] == (
        "nobody in full",
        (
            "No page of the team's own on output rejected downstream; "
            "on output that fails a check only Jonas Weber could explain it."
        ),
    )


def test_who_could_explain_the_parts_that_only_a_builder_knows_are_all_their_builders_and_no_other() -> None:
    """Who also runs it is on duty: what they know is not with a builder only."""
    names = ("a.memory", "a.both", "a.late")
    questions = (OperatorQuestion(id="fails", title="What fails?", items=names),)
    bank = a_questionnaire([an_area("a", *map(an_item, names))]).model_copy(update={"questions": questions})
    both, builder = a_respondent("both", "operator", "builder"), a_respondent("builder", "builder")
    answers = [says(OPERATOR, name, 1 if name == "a.memory" else "dont_know") for name in names]
    answers += [says(both, "a.both", 3), says(builder, "a.late", 2)]
    found = score(bank, an_assessment(bank, answers, respondents=(OPERATOR, both, builder)))
    section = questions_section(answered_questions(found), found, load_sentences("readiness"))
    (table,) = (block for block in section.blocks if isinstance(block, Table))
    assert [plain_text(cell) for cell in table.rows[0][1:]] == [
        "nobody in full",
        "No page of the team's own on title of a.memory; on title of a.late only Builder could explain it.",
    ]


def test_who_told_us_of_a_prompt_is_named_where_nothing_was_seen_or_a_builder_said_more() -> None:
    bank, item = find_questionnaire("agent-operability"), "s2_scope_boundaries.prohibited_actions"
    rows = [{"action": "send a decision", "blocked_by": "prompt only"}]
    builder = a_respondent("builder", "builder")
    more = says(builder, item, 3).model_copy(update={"note": "The system blocks it as well."})
    seen = says(OPERATOR, item, 2, "E1", content=rows)
    cases = {
        "Nothing": [seen],
        "As Operator told us, nothing": [says(OPERATOR, item, 1, content=rows)],
        "As Operator told us, nothing ": [seen, more],
    }
    otherwise = "Builder told us otherwise: “The system blocks it as well.” What holds is still to be looked at."
    for start, answers in cases.items():
        found = score(bank, an_assessment(bank, answers, respondents=(OPERATOR, builder)))
        told = by_prompt_told(found, load_sentences("readiness"))
        after = f" {otherwise}" if more in answers else ""
        assert told == f"{start.strip()} but its prompt keeps the agent from this: “send a decision”.{after}"


def test_a_duty_of_a_builder_with_a_backup_whom_we_asked_is_not_with_the_builder_alone() -> None:
    bank, item = find_questionnaire("agent-operability"), "s7_ownership.change_routing"
    both, other = a_respondent("both", "operator", "builder"), a_respondent("other", "operator")
    for backup, alone in (("none", True), ("Other, by phone", False)):
        rows = [{"name": "Both", "role": "routes", "backup": backup}]
        answers = [says(OWNER, item, 2, content=rows)]
        found = score(bank, an_assessment(bank, answers, respondents=(OWNER, both, other)))
        assert ("The only name under" in to_markdown(report_of(found))) == alone


def test_what_was_seen_and_has_aged_is_not_told_as_never_seen() -> None:
    questions = (OperatorQuestion(id="where", title="Where?", items=("a.list",)),)
    bank = a_questionnaire([an_area("a", an_item("a.list"))]).model_copy(update={"questions": questions})
    old = Evidence(level="E2", what="the list", date=TODAY - dt.timedelta(3650))
    answer = says(OPERATOR, "a.list", 3).model_copy(update={"evidence": (old,)})
    found = score(bank, an_assessment(bank, [answer], respondents=(OPERATOR,)))
    section = questions_section(answered_questions(found), found, load_sentences("readiness"))
    lead, table = section.blocks
    assert isinstance(lead, Paragraph)
    assert isinstance(table, Table)
    assert (plain_text(lead.text), plain_text(table.rows[0][2])) == (
        "The team answered all of them; what we saw of one has aged.",
        "Answered; what we saw has aged.",
    )


def test_what_was_said_not_to_be_there_before_its_parts_were_used_is_told_with_them() -> None:
    bank = find_questionnaire("agent-operability")
    drills, pause = "x_cross_cutting.drills", "s5_kill_switch.pause_new_runs"
    said = says(OPERATOR, drills, 0).model_copy(update={"at": dt.datetime(2026, 5, 20, tzinfo=dt.UTC)})
    for day, newer in ((19, False), (21, True)):
        seen = Evidence(level="E3", what="record of the pause", date=dt.date(2026, 5, day))
        paused = says(OPERATOR, pause, 4).model_copy(update={"evidence": (seen,)})
        found = score(bank, an_assessment(bank, [said, paused], respondents=(OPERATOR,)))
        rows = {row["title"]: str(row["found"]) for row in register_rows(agent_of(found))}
        since = (
            " That was said on 20 May 2026. Since then we saw one of its two parts: "
            "pausing new runs (record of the pause). To be asked again."
        )
        assert (
            rows["Drills that have been held"] == f"Nobody could name a drill for this agent.{since if newer else ''}"
        )


def test_a_drill_that_was_not_passed_is_a_finding_however_its_question_stands() -> None:
    bank = find_questionnaire("agent-operability")
    rows = [
        {"drill": "By hand", "last_done": "2026-05-14", "result": "failed at step 2."},
        {"drill": "Pause", "result": "ok"},
    ]
    days = (TODAY - dt.date(2026, 5, 14)).days
    held = [
        says(OPERATOR, "s6_manual_fallback.four_hours", 3, "E3", days=days),
        says(OPERATOR, "x_cross_cutting.drills", 3, content=rows),
    ]
    found = score(bank, an_assessment(bank, held))
    told = (
        "Held, and not passed\n\n- **By hand** on 14 May 2026, by the team's own record: “failed at step 2”. To be held"
    )
    text = to_markdown(report_of(found))
    failed = "eld on 14 May 2026 and not passed by the team's own record: “failed at step 2”"
    assert told in text
    assert f"**The first four hours without the agent:** H{failed}. Shown." in text
    letter = to_markdown(followup_document(found, load_sentences("followup")))
    assert f"**Seen, and not holding yet**: The first four hours without the agent (h{failed})." in letter
    assert "Parts already met" not in letter


def test_of_two_operators_one_level_apart_the_one_who_has_done_it_shows_the_other() -> None:
    """It is neither usable by the team nor still to be done once: one has done it, and one has it in writing."""
    bank, item = find_questionnaire("agent-operability"), "s5_kill_switch.verify_pause"
    second = a_respondent("second", "operator")
    written = says(second, item, 2).model_copy(update={"note": "Nobody told me which number must be zero."})
    done = says(OPERATOR, item, 3, "E3")
    found = score(bank, an_assessment(bank, [done, written], respondents=(OPERATOR, second)))
    (gap,) = (gap for gap in wide_gaps(found) if gap.item == item)
    card = gap_card(Owners(score=found, agent=agent_of(found)), gap, None, load_sentences("readiness"))
    text = " ".join([card.title, *card.body, *(fact for _, fact in card.facts)])
    assert card.title.endswith("the team's answers differ")
    assert "Operator needs no help and the other operator says it is in writing. The lowest counts" in text
    assert "Operator shows Second how to" in text
    assert "usable" not in text
    assert "which number" not in text  # where operators differ, nobody is quoted


def test_the_register_says_what_failed_in_a_drill_and_what_must_be_shown_again() -> None:
    bank, item = find_questionnaire("agent-operability"), "s6_manual_fallback.four_hours"
    names = (("By hand", "2026-05-14", "failed at step 2"), ("Strange thing", "2026-05-03", "failed: nobody came"))
    drills = [{"drill": drill, "last_done": day, "result": result} for drill, day, result in names]
    held = says(OPERATOR, item, 4, "E3", days=(TODAY - dt.date(2026, 5, 14)).days)
    told = says(OPERATOR, "x_cross_cutting.drills", 3, content=drills)
    for written in (None, "page 7"):  # with a page it is no gap, and has a row of its own
        answers = [held.model_copy(update={"written_where": written}), told]
        rows = register_rows(agent_of(score(bank, an_assessment(bank, answers))))
        (row,), (listed,) = ([row for row in rows if row["item"] == name] for name in (item, told.item))
        assert (row["kind"] == "held, and not passed") == (written is not None)
        assert str(row["found"]).endswith(
            "“By hand”, held on 14 May 2026, was not passed by the team's own record: “failed at step 2”."
        )
        assert "Hold “By hand” again, and show us by its record that what failed now works." in str(row["do"])
        assert "“By hand” is held again and passed, on record" in str(row["accepted_when"])
        assert "“Strange thing”, held on 3 May 2026, was not passed" in str(listed["found"])  # of no question of ours
        assert "“By hand”" not in str(listed["found"])


def test_what_was_seen_and_only_the_prompt_keeps_does_not_hold_yet() -> None:
    bank, item = find_questionnaire("agent-operability"), "s2_scope_boundaries.prohibited_actions"
    rows = [
        {"action": "send a decision", "blocked_by": "prompt only"},
        {"action": "close a case", "blocked_by": "no right for it"},
    ]
    for content, told in ((rows[:1], "it rests"), (rows, "one of the two rests"), (rows[:1] * 2, "all rest")):
        found = score(bank, an_assessment(bank, [says(OPERATOR, item, 2, "E1", content=content)]))
        why = f"{told} on the prompt alone"
        text = to_markdown(report_of(found))
        assert f"**Actions that the agent must never take:** Page seen. {why[:1].upper()}{why[1:]}." in text
        letter = to_markdown(followup_document(found, load_sentences("followup")))
        assert f"**Seen, and not holding yet**: Actions that the agent must never take ({why})." in letter


def test_a_bare_rating_of_a_builder_says_of_no_page() -> None:
    bank = a_questionnaire([an_area("a", an_item("a.stop", "critical"))], [a_gate("G1", "T1", needs("a.stop", "0.75"))])
    builder = a_respondent("builder", "builder")
    page = says(builder, "a.stop", 3, written_where="Wiki")
    for answer, told in (
        (says(builder, "a.stop", 3), "Nothing in writing with the team."),
        (says(builder, "a.stop", 3, "E2"), "Nothing in writing with the team."),
        (page, "No page of the team's own; Builder told us of one."),
    ):
        found = score(bank, an_assessment(bank, [says(OPERATOR, "a.stop", 1), answer], respondents=(OPERATOR, builder)))
        assert told in to_markdown(report_of(found))


def test_what_was_seen_is_called_what_it_is_and_what_a_builder_showed_was_not_only_told() -> None:
    report = to_markdown(review.sample("invoice-approval").document("report").content)
    assert "the operator could only read us the row (page dated 15 May 2026)." in report
    assert "Farid Benali showed us: two export screens in his notes of July, without the filter." in report


def test_a_duty_of_a_builder_whose_contract_has_ended_is_nobodys_and_somebody_is_asked() -> None:
    found = review.load(SAMPLE.with_name("invoice-approval.json"))
    duty, since = '"Change the program"', "since 31 July 2026"
    report = to_markdown(found.document("report").content)
    assert (
        f"Nobody has been bound to do this {since}: {duty}. The agreed table gives it to Farid Benali, whose" in report
    )
    assert "Each duty has a name." not in report
    runbook = to_markdown(found.document("runbook").content)
    assert f"| Change the program | nobody {since} | Approves it | No part |" in runbook
    assert f"To be decided: who does {duty} from now on." in runbook
    entered = f"Enter in the table who does {duty} from now on"
    asked = f"{entered} (nobody has been bound to it {since}), or until when nobody does."
    (agent,) = found.scope().agents
    rows = [row for row in register_rows(agent) if asked in str(row["do"])]
    assert [(row["owner"] or row["asked_of"], bool(row["due"] or row["proposed"])) for row in rows] == [
        ("Willem Aarts", True)
    ]
    assert "bound to do this" not in to_markdown(review.load(SAMPLE).document("report").content)
