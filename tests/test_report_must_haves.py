"""What a must-have says of itself: whose half is open, who showed it, whether it was used, and when."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from command_line import SAMPLE
from strategies import (
    BUILDER,
    OPERATOR,
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

import opsassess
from opsassess import review
from opsassess.assessment import Action, Answer, Rating
from opsassess.blocks import Table
from opsassess.described.open_points import lacks_of, open_in_runbook
from opsassess.documents.markdown import to_markdown
from opsassess.documents.plain import plain_text
from opsassess.owners import Owners
from opsassess.owners.differing import differing
from opsassess.owners.sight import seen_in_part
from opsassess.owners.standing import wide_gaps
from opsassess.owners.way import agent_of
from opsassess.prose import load_sentences
from opsassess.questionnaire import EvidenceLevel, Questionnaire
from opsassess.register import register_rows
from opsassess.report import readiness_document
from opsassess.report.counted import counts_told
from opsassess.report.gap_card import gap_card
from opsassess.report.must_haves import met, must_haves, points_open, rung, still, told, word
from opsassess.report.parts import Parts
from opsassess.report.reviewer import reviewer_section
from opsassess.scoring import score

SENTENCES = load_sentences("readiness")
DUAL = a_respondent("both", "builder", "operator")
PAUSE, CHECK = "s5_kill_switch.pause", "s5_kill_switch.check"


def stop() -> Questionnaire:
    """Return a must-have of two parts: the pause, and the check that it worked."""
    pause = an_item(PAUSE, "critical").model_copy(update={"title": "The pause", "able": "pause it"})
    check = an_item(CHECK, "critical").model_copy(update={"title": "The check", "able": "check that it has stopped"})
    gate = a_gate("G1", "T1", needs(PAUSE, "0.5"), needs(CHECK, "0.5"))
    gate = gate.model_copy(update={"title": "Stop", "must": "stop it"})
    return a_questionnaire([an_area("s5_kill_switch", pause, check)], [gate])


def of(*answers: Answer) -> tuple[str, tuple[str, ...], str]:
    """Return the title, the lines, and what is still to be shown."""
    found = score(stop(), an_assessment(stop(), answers, respondents=(OPERATOR, BUILDER, DUAL)))
    (must_have,) = must_haves(found)
    lines = told(must_have, Parts.of(found, SENTENCES))
    return plain_text(rung(must_have, found, SENTENCES)), tuple(map(plain_text, lines)), still(must_have, found)


def seen(answer: Answer, what: str, day: dt.date | None = None) -> Answer:
    (evidence,) = answer.evidence or ()
    at = dt.datetime(2026, 6, 1, 10, tzinfo=dt.UTC)
    evidence = evidence.model_copy(update={"what": what, "date": day or at.date()})
    return answer.model_copy(update={"evidence": (evidence,), "at": at})


def test_of_two_parts_the_open_one_is_named() -> None:
    answers = (seen(says(OPERATOR, PAUSE, 3, "E3"), "a pause"), says(OPERATOR, CHECK, 3, "E0"))
    assert of(*answers) == (
        "Stop: the check",
        ("The check: Operator told us. Still to be shown: the page.", "The pause: Shown."),
        "check that it has stopped",
    )


def test_of_two_parts_the_one_that_has_aged_is_to_be_seen_again() -> None:
    old = seen(says(OPERATOR, PAUSE, 3, "E1"), "the page", dt.date(2025, 11, 1))  # older than its 180 days
    _, lines, _ = of(old, says(OPERATOR, CHECK, 3, "E0"))
    aged = "to be seen again, though T1 still counts it."
    assert lines[1] == f"The pause: Page seen, dated 1 November 2025; {aged}"


def test_where_both_parts_are_open_the_must_have_names_itself() -> None:
    name, _, rest = of(says(OPERATOR, PAUSE, 3, "E0"), says(OPERATOR, CHECK, 3, "E0"))
    assert (name, rest) == ("Stop", "stop it")


@pytest.mark.parametrize(
    ("level", "day", "said"),
    [
        ("E3", None, "The pause and the check: Shown on 1 June 2026: the switch."),
        ("E2", None, "The pause and the check: Seen on 1 June 2026: the switch."),
        ("E3", dt.date(2026, 5, 30), "The pause and the check: Record of 30 May 2026: the switch."),
    ],
)
def test_what_was_used_looked_at_or_on_record(level: EvidenceLevel, day: dt.date | None, said: str) -> None:
    answers = [seen(says(OPERATOR, item, 3, level), "the switch", day) for item in (PAUSE, CHECK)]
    assert of(*answers)[:2] == ("Stop", (said,))


def test_a_day_that_the_words_name_is_not_told_twice() -> None:
    day, before = dt.date(2026, 5, 3), dt.date(2025, 12, 13)
    for what, date, said in (
        ("drill of 3 May", day, "Record: drill of 3 May."),
        ("record of the drill of 3 May", day, "Record of the drill of 3 May."),
        ("drill of 13 May", day, "Record of 3 May 2026: drill of 13 May."),
        ("drill of 13 December", before, "Record of 13 December 2025: drill of 13 December."),
    ):
        answers = [seen(says(OPERATOR, item, 3, "E3"), what, date) for item in (PAUSE, CHECK)]
        assert of(*answers)[1][0].startswith(f"The pause and the check: {said}")


def test_what_the_builder_alone_showed_says_so() -> None:
    answers: Sequence[Answer] = [seen(says(DUAL, item, 3, "E3"), "a pause") for item in (PAUSE, CHECK)]
    name, lines, _ = of(*answers)
    assert name == "Stop"
    assert lines == ("The pause and the check: So far Both alone, who also built it. Shown on 1 June 2026: a pause.",)


def test_a_must_have_that_is_met_says_at_its_part_what_the_answer_leaves_open() -> None:
    """How somebody gets in is for the runbook: a report is passed on."""
    answers = [seen(says(OPERATOR, item, 3, "E3"), "the switch") for item in (PAUSE, CHECK)]
    left = "The tool is started with an emergency login. Where its password is kept is not known."
    content = f"Ask the lead. {left}"
    answers[1] = answers[1].model_copy(update={"content": content})
    _, lines, _ = of(*answers)
    assert lines == (
        "The pause: Shown on 1 June 2026: the switch.",
        "The check: Shown on 1 June 2026: the switch. Left open: one point on logins, which the runbook names.",
    )
    found = score(stop(), an_assessment(stop(), answers, respondents=(OPERATOR, BUILDER, DUAL)))
    counts = plain_text(counts_told(found, must_haves(found), SENTENCES))
    assert "are met, with an open point: " in counts


def test_of_operators_who_differ_those_ahead_are_named_and_of_the_others_is_said_how_far_they_are() -> None:
    """To have done it is credit; nobody is named for what he cannot do yet."""
    people = [a_respondent(name, "operator") for name in ("first", "second", "third")]
    ratings: Sequence[Rating] = (4, 4, "dont_know")
    answers = [says(person, PAUSE, rating) for person, rating in zip(people, ratings, strict=True)]
    item = score(stop(), an_assessment(stop(), answers, respondents=people)).items[PAUSE]
    assert differing(item, SENTENCES) == (
        "First and Second call it proven",
        "the other operator does not know it yet",
    )
    lower = [says(people[0], PAUSE, 4), says(people[1], PAUSE, 2), says(people[2], PAUSE, 1)]
    item = score(stop(), an_assessment(stop(), lower, respondents=people)).items[PAUSE]
    assert differing(item, SENTENCES) == (
        "First calls it proven",
        "one other operator says it is in writing",
        "one other operator has not got that far yet",
    )


def test_a_consultancys_own_words_say_how_those_stand_who_differ(tmp_path: Path) -> None:
    (tmp_path / "sentences").mkdir()
    own = "stands.dont_know: '{{ who }} still has to hear of it'"
    (tmp_path / "sentences" / "situations.yaml").write_text(own, encoding="utf-8")
    owner = a_respondent("owner", "owner")
    item = an_item("a.stop", "critical", asked_of=("operator", "owner"))
    bank = a_questionnaire([an_area("a", item)], [a_gate("G1", "T1", needs("a.stop", "0.75"))])
    answers = [says(owner, "a.stop", 4), says(OPERATOR, "a.stop", "dont_know")]
    found = score(bank, an_assessment(bank, answers, respondents=(OPERATOR, owner)))
    report = to_markdown(readiness_document(found, load_sentences("readiness", [tmp_path])))
    assert "The team's answers differ: the owner calls it proven and the operator still has to hear of it." in report


@pytest.mark.parametrize("name", ["lead-routing", "support", "invoice-approval", "triage"])
def test_what_is_met_has_an_open_point_where_the_runbook_asks_for_one(name: str) -> None:
    found = opsassess.load(SAMPLE.with_name(f"{name}.json")).score()
    asked = {*open_in_runbook(agent_of(found)), *lacks_of(found)}  # hours of a stop stand with those of the pause
    asked |= {item for item, one in found.items.items() if seen_in_part(one)}  # by the words of the evidence
    stand = met(must_haves(found))
    assert [m.gate.id for m in stand if points_open(m, found)] == [m.gate.id for m in stand if asked & m.parts.keys()]
    assert name != "support" or [m.gate.id for m in stand if points_open(m, found)] == ["G7"]


def test_a_use_that_has_aged_is_no_record_and_its_day_is_told() -> None:
    found = opsassess.load(SAMPLE).score()
    rows = next(block.rows for block in reviewer_section(found, SENTENCES).blocks if isinstance(block, Table))
    word, text = next(row[1:] for row in rows if "writes what it should not" in row[0])
    assert word == "seen"
    assert text.startswith("Seen on 18 November 2026: both write switches under Dana Ruiz's login")
    assert text.endswith("has aged past its 90 days. Must-have “Cut-off”.")
    told_there = " ".join(told(must_haves(found)[1], Parts.of(found, SENTENCES)))
    assert "Record of" not in told_there


def test_a_question_of_the_reviewer_stands_as_it_was_seen_and_names_the_weaker_part_of_its_must_have() -> None:
    found = opsassess.load(SAMPLE.with_name("support.json")).score()
    rows = next(block.rows for block in reviewer_section(found, SENTENCES).blocks if isinstance(block, Table))
    words = {plain_text(title): (plain_text(word), plain_text(text)) for title, word, text in rows}
    word, text = words["The work has to go on without it"]
    assert word == "page seen"
    assert text.endswith("Must-have “Fallback”; its part “Taking the work back for good”: missing.")
    assert words["Somebody has to take charge"][0] == "page seen, review due"
    assert [word for word, _ in words.values()].count("its builder only") == 2


def test_what_the_reviewer_asks_and_nobody_was_asked_is_named_so_that_other_answers_on_it_are_not_denied() -> None:
    """That the builder is gone has signs, too, which the team did tell."""
    found, asked = review.sample("support"), "r5_continuity.pause_or_continue"
    answers = [answer for answer in found.assessment.answers if answer.item != asked]
    scored = replace(found, assessment=found.assessment.model_copy(update={"answers": answers})).score()
    rows = next(block.rows for block in reviewer_section(scored, SENTENCES).blocks if isinstance(block, Table))
    assert [tuple(map(plain_text, row)) for row in rows if "vendor is gone" in row[0]] == [
        ("Its builder or a vendor is gone", "not asked yet", "“Rule for pausing or carrying on” was put to nobody yet.")
    ]


def test_what_is_due_for_review_is_called_as_its_weakest_part_was_seen() -> None:
    """Of two parts whose evidence has aged a little, one is a page: the must-have is no more than a page seen."""
    day = TODAY - dt.timedelta(days=200)
    both = (seen(says(OPERATOR, PAUSE, 2, "E1"), "a page", day), seen(says(OPERATOR, CHECK, 3, "E2"), "a switch", day))
    found = score(stop(), an_assessment(stop(), both, respondents=(OPERATOR,)), TODAY)
    (must_have,) = must_haves(found)
    assert must_have.state == "due"
    assert plain_text(word(must_have, found, SENTENCES)) == "page seen, review due"


def test_of_several_who_can_do_it_who_described_it_told_us() -> None:
    """The lowest answer counts; the steps are those of a colleague."""
    described = seen(says(OPERATOR, PAUSE, 4, "E0"), "an account").model_copy(
        update={"content": [{"do": "Switch it off"}]}
    )
    other = a_respondent("late", "operator")
    found = score(stop(), an_assessment(stop(), (described, says(other, PAUSE, 3)), respondents=(OPERATOR, other)))
    (must_have,) = must_haves(found)
    assert "Operator told us" in " ".join(told(must_have, Parts.of(found, SENTENCES)))


def test_what_still_stands_on_evidence_that_has_aged_is_due_for_review_and_asked_for_everywhere() -> None:
    found = review.sample("lead-routing")
    report, followup = (to_markdown(found.document(kind).content) for kind in ("report", "followup"))
    assert re.findall(r"Truth\W+(seen[^|)]*)", report) == ["seen, review due", "seen, review due "]
    assert "One further point still counts, but was seen too long ago" in report
    told = "(counts for T2 until 4 December 2026): what we saw dates from 5 October 2026"
    assert f"**Finding wrong output behind green lights** {told}" in report
    assert re.search(r"Review due: [^.]*find wrong output", followup)
    (agent,) = found.scope().agents
    (row,) = [row for row in register_rows(agent) if row["title"] == "Finding wrong output behind green lights"]
    assert (row["kind"], row["due"]) == ("met, to be shown again", dt.date(2026, 11, 30))


def test_a_must_have_of_two_halves_has_the_record_of_each() -> None:
    report = to_markdown(review.sample("invoice-approval").document("report").content)
    assert "**Person who answers for the agent:** Record of 5 October 2026: decision of Willem Aarts" in report
    assert "**Person who leads an incident:** Record of 22 October 2026: test call" in report


def test_a_builder_is_quoted_on_the_card_only_where_nobody_else_told_us() -> None:
    action = Action(item=PAUSE, text="Write 3 % on the page.", owner="Operator")

    def card(*told: tuple[Answer, str]) -> str:
        answers = [answer.model_copy(update={"note": note}) for answer, note in told]
        found = an_assessment(stop(), answers, respondents=(OPERATOR, BUILDER, DUAL))
        result = score(stop(), found.model_copy(update={"actions": (action,)}))
        (gap,) = [gap for gap in wide_gaps(result) if gap.item == PAUSE]
        return " ".join(gap_card(Owners(score=result), gap, None, SENTENCES).body)

    assert "Both, who also built it: “I pull the plug.”" in card((says(DUAL, PAUSE, 1), "I pull the plug."))
    operator = (says(OPERATOR, PAUSE, 1), "We never set a number.")
    theirs = card(operator, (says(BUILDER, PAUSE, 3), "Normal is under 3 %."))
    assert "Operator: “We never set a number.”" in theirs
    assert "built it" not in theirs
