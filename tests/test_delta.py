"""What changed since a milestone: each step of an item's value has one cause, and the steps add up."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from random import Random
from typing import get_args

import pytest
from command_line import SAMPLE, engagement, run
from hypothesis import given
from hypothesis import strategies as st
from strategies import (
    OPERATOR,
    TODAY,
    a_gate,
    a_questionnaire,
    an_area,
    an_assessment,
    an_item,
    evidence,
    needs,
    quick,
    random_assessment,
    random_questionnaire,
    says,
)

import opsassess
from opsassess.applied import apply
from opsassess.assessment import AcceptedRisk, Answer, Evidence, FailureMode, Milestone
from opsassess.blocks import Bullets, Heading, Paragraph
from opsassess.changes import AsOf, ProfileFact
from opsassess.delta import Delta, delta, freeze, milestone_named
from opsassess.errors import OpsassessError
from opsassess.prose import load_sentences
from opsassess.questionnaire import Questionnaire
from opsassess.report.since import Told, since_section
from opsassess.scoring import score

pytestmark = pytest.mark.slow

NOON = dt.datetime.combine(TODAY, dt.time(12), dt.UTC)
LATER = TODAY + dt.timedelta(days=30)
QUESTIONNAIRE = a_questionnaire(
    [
        an_area(
            "a",
            an_item("a.pause", "critical", window=90),
            an_item("a.owner", window=400, applies_when=[{"drafts": (True,)}]),
        )
    ],
    [a_gate("G1", "T1", needs("a.pause", "0.75"))],
)


def since(
    before: list[Answer],
    *after: Answer | AsOf | ProfileFact,
    day: dt.date = LATER,
    then: Questionnaire = QUESTIONNAIRE,
    now: Questionnaire = QUESTIONNAIRE,
) -> Delta:
    """Freeze an assessment today and return what changed by a later day."""
    first = an_assessment(then, before)
    milestone = freeze(score(then, first), "First report", NOON)
    changed = apply(first, [*after, AsOf(day=day), milestone])
    return delta(score(now, changed), milestone)


def said(item: str, rating: int, *seen: Evidence) -> Answer:
    """Return an answer that was given after the milestone."""
    return Answer(item=item, respondent=OPERATOR.id, rating=rating, evidence=seen, at=NOON + dt.timedelta(days=20))


def told(found: Delta) -> list[tuple[str, str, str, str]]:
    return [(c.item, c.cause, str(c.before), str(c.after)) for c in found.changes]


WRITTEN = says(OPERATOR, "a.pause", 2, "E1")
EXPIRED = AcceptedRisk(item="a.pause", reason="No test instance.", role="Owner", expires=TODAY)
DRILL = Evidence(level="E3", what="pause drill", date=TODAY + dt.timedelta(days=10))


def test_nothing_said_and_nothing_aged_is_no_change() -> None:
    found = since([WRITTEN])
    assert told(found) == []
    assert [stage.tier for stage in found.stages] == ["T0"] * 6


def test_what_was_shown_with_a_date_after_the_milestone_was_done_since() -> None:
    found = since([WRITTEN], said("a.pause", 4, DRILL))
    assert told(found) == [("a.pause", "improved", "1/2", "1")]
    assert (found.tier_before, found.now.reported_tier) == ("T0", "T2")
    assert found.gates == {"G1": ("failed", "pass")}


def test_the_same_answer_without_anything_dated_since_is_a_corrected_one() -> None:
    old = evidence("E3", days=5)
    found = since([WRITTEN], said("a.pause", 4, old))
    assert told(found) == [("a.pause", "corrected", "1/2", "1")]
    assert [(stage.cause, stage.tier) for stage in found.stages[1:3]] == [("questionnaire", "T0"), ("corrected", "T2")]


def test_a_lower_answer_is_worse_only_if_something_dated_shows_it() -> None:
    usable = says(OPERATOR, "a.pause", 3, "E2")
    failed = Evidence(level="E3", what="the drill failed", date=TODAY + dt.timedelta(days=10))
    assert told(since([usable], said("a.pause", 1, failed))) == [("a.pause", "worse", "3/4", "1/4")]
    assert told(since([usable], said("a.pause", 1, *(usable.evidence or ())))) == [
        ("a.pause", "corrected", "3/4", "1/4")
    ]


def test_what_nobody_had_answered_was_asked_since() -> None:
    assert told(since([], said("a.pause", 4, DRILL))) == [("a.pause", "asked", "0", "1")]


def test_evidence_that_nobody_renewed_has_aged() -> None:
    proven = says(OPERATOR, "a.pause", 4, "E3")
    assert told(since([proven], day=TODAY + dt.timedelta(days=91))) == [("a.pause", "aged", "1", "3/4")]


def test_an_item_can_age_and_be_renewed_lower() -> None:
    proven, day = says(OPERATOR, "a.pause", 4, "E3"), TODAY + dt.timedelta(days=200)
    seen = Evidence(level="E2", what="the switch", date=day)
    found = since([proven], said("a.pause", 4, seen), day=day)
    assert told(found) == [("a.pause", "aged", "1", "1/2"), ("a.pause", "improved", "1/2", "3/4")]


def test_what_the_questionnaire_does_to_the_same_answers_is_told_apart() -> None:
    stricter = a_questionnaire(
        [an_area("a", an_item("a.pause", "critical", window=90), an_item("a.new"))],
        [a_gate("G1", "T1", needs("a.pause", "0.25"))],
    )
    found = since([WRITTEN], now=stricter)
    assert told(found) == [("a.new", "questionnaire", "None", "0"), ("a.owner", "questionnaire", "0", "None")]
    assert found.stages[1].tier == found.now.reported_tier == "T1"


def test_a_failure_mode_that_the_client_adds_is_asked_since_and_no_newer_questionnaire() -> None:
    first = opsassess.sample()
    milestone = freeze(first.score(), "First report", dt.datetime.combine(first.score().as_of, dt.time(18), dt.UTC))
    mode = FailureMode(id="s4_exceptions.m_x_old_rule", title="Judged by an old rule")
    later = dt.datetime.combine(LATER.replace(year=2027), dt.time(12), dt.UTC)
    told_us = Answer(item=mode.id, respondent="dana", rating=1, at=later)
    changed = apply(first.assessment, [mode, told_us, milestone])
    assert told(delta(score(first.score().questionnaire, changed, first.score().as_of), milestone)) == [
        (mode.id, "asked", "None", "1/4")
    ]


def test_another_profile_is_told_apart() -> None:
    found = since([WRITTEN], ProfileFact(fact="drafts", value=False))
    assert told(found) == [("a.owner", "profile", "0", "None")]


def test_a_milestone_that_says_little_changes_little() -> None:
    bare = Milestone(
        name="By hand", date=TODAY, scores={"tier": {"reported": "T0"}, "items": {"a.pause": {"shown": 0.5}}}
    )
    found = delta(score(QUESTIONNAIRE, an_assessment(QUESTIONNAIRE, [WRITTEN])), bare)
    assert told(found) == [("a.owner", "questionnaire", "None", "0")]
    assert found.stages[0].overall is None


def test_a_milestone_is_found_by_name_the_newest_without_one() -> None:
    first = Milestone(name="First", date=TODAY, scores={})
    second = Milestone(name="Second", date=LATER, scores={})
    assessment = apply(an_assessment(QUESTIONNAIRE), [second, first])
    assert milestone_named(assessment).name == "Second"
    assert milestone_named(assessment, "first").name == "First"
    with pytest.raises(OpsassessError, match=r"no milestone 'Third'; there are: First \(2026-06-01\), Second"):
        milestone_named(assessment, "Third")
    with pytest.raises(OpsassessError, match="no milestone yet"):
        milestone_named(an_assessment(QUESTIONNAIRE))


@quick
@given(seed=st.integers(min_value=0))
def test_the_steps_of_every_item_add_up(seed: int) -> None:
    r = Random(seed)  # noqa: S311 - examples, not secrets
    questionnaire = random_questionnaire(r)
    before, after = random_assessment(r, questionnaire), random_assessment(r, questionnaire)
    milestone = freeze(score(questionnaire, before), "Then", NOON)
    later = tuple(a.model_copy(update={"at": NOON + dt.timedelta(days=1)}) for a in after.answers)
    merged = apply(before, later)
    now = score(questionnaire, merged, TODAY + dt.timedelta(days=r.choice([0, 40, 400])))
    found = delta(now, milestone)
    for item, values in now.items.items():
        steps = [change for change in found.changes if change.item == item]
        path = [found.stages[0].items[item], *(step.after for step in steps)]
        assert [step.before for step in steps] == path[:-1]
        assert path[-1] == (values.shown if values.applies else None)


def test_on_the_command_line(tmp_path: Path) -> None:
    folder = engagement(tmp_path / "nordwind").folder
    assert run("delta", inside=folder).output.startswith("There is no milestone yet.")
    made = run("milestone", "First report", inside=folder)
    assert made.output == "First report: the scores of 2026-11-20, T0\n"
    again = run("milestone", "first REPORT", inside=folder)
    assert (again.exit_code, again.output) == (
        1,
        "There is a milestone 'first REPORT' already. Give this one another name.\n",
    )
    assert "No item changed." in run("delta", inside=folder).output
    aged = run("delta", "--as-of", "2027-03-01", inside=folder).output
    assert "Evidence has aged" in aged
    assert "s5_kill_switch.pause_new_runs: 1 -> 0.75" in aged


def test_the_report_has_a_page_on_what_changed_since_the_last_milestone_with_numbers() -> None:
    review = opsassess.load(SAMPLE.with_name("invoice-approval.json"))
    section = next(s for s in review.document("report").content.sections if s.id == "since")
    lead = next(block for block in section.blocks if isinstance(block, Paragraph))
    assert lead.text == (
        "On 29 September 2026 the agent stood at T1, supervised pilot, builder on call; today it stands at T2. "
        'Exceptions counts as met because the team\'s answer on "Timeout of an upstream system" is higher than on '
        "29 September 2026; what bears it out was seen before that day. "
        "Without that answer, or without what was done since, it would not be T2 today."
    )
    done = next(block.text for block in section.blocks if isinstance(block, Paragraph) and "Each has" in block.text)
    assert "backlog review" not in done  # the same page seen anew is no work
    assert [block.text for block in section.blocks if isinstance(block, Heading)] == [
        "Also done since",
        "Seen since",
        "Asked for the first time",
        "Evidence that has aged",
        "Accepted risks that have ended",
    ]
    asked = next(b.text for b in section.blocks if isinstance(b, Paragraph) and "were not asked before" in b.text)
    assert asked.endswith("the tier counts them all the same, and without them it would not be T2.")
    followup = str(review.document("followup").render("md", Path()))
    assert "**Ended acceptance: staging and test requirements**: accepted until 31 October 2026: “On 30" in followup
    assert "since" not in [s.id for s in opsassess.sample().document("report").content.sections]


def test_a_tier_that_stands_without_what_was_asked_for_the_first_time_is_not_said_to_rest_on_it() -> None:
    found = opsassess.sample()
    asked = [a for a in found.assessment.answers if a.item == "r1_daily_ops.end_of_day"]
    before = tuple(a for a in found.assessment.answers if a not in asked)
    then = found.assessment.model_copy(update={"answers": before})
    milestone = freeze(
        score(found.questionnaire, then), "First report", dt.datetime.combine(then.as_of, dt.time(23), dt.UTC)
    )
    at = dt.datetime.combine(then.as_of + dt.timedelta(days=3), dt.time(12), dt.UTC)
    answers = [answer.model_copy(update={"at": at}) for answer in asked]
    now = score(found.questionnaire, apply(then, [*answers, AsOf(day=at.date()), milestone]))
    section = since_section(now, load_sentences("readiness"))
    assert section is not None
    (text,) = (b.text for b in section.blocks if isinstance(b, Paragraph) and "not asked before" in b.text)
    assert text.endswith("the tier counts it all the same.")


def test_what_counts_higher_by_older_evidence_alone_has_its_name() -> None:
    first = opsassess.sample()
    then = first.score()
    milestone = freeze(then, "First report", dt.datetime.combine(then.as_of, dt.time(23), dt.UTC))
    at = milestone.date + dt.timedelta(days=3)
    found = Evidence(level="E2", what="the list in the console", date=milestone.date - dt.timedelta(days=1))
    came = Answer(
        item="s2_scope_boundaries.prohibited_actions",
        respondent="dana",
        evidence=(found,),
        at=dt.datetime.combine(at, dt.time(12), dt.UTC),
    )
    now = score(then.questionnaire, apply(first.assessment, [came, AsOf(day=at), milestone]))
    section = since_section(now, load_sentences("readiness"))
    assert section is not None
    assert [str(i) for b in section.blocks if isinstance(b, Bullets) for i in b.items] == [
        "**Actions that the agent must never take**, from in a head to written: the answer is the same."
    ]


def test_what_changed_names_what_kept_the_tier_the_must_have_that_was_lost_and_who_said_why() -> None:
    """Nobody samples any more: told from the milestone's value to today's, with the note, and as a must-have lost."""
    first = opsassess.sample()
    score_then = first.score()
    milestone = freeze(score_then, "First report", dt.datetime.combine(score_then.as_of, dt.time(23), dt.UTC))
    lost = "x_cross_cutting.fails_plausibly"
    team = [a.respondent.id for a in score_then.items[lost].operators]
    at = milestone.date + dt.timedelta(days=9)
    noon = dt.datetime.combine(at, dt.time(12), dt.UTC)
    said_now = [Answer(item=lost, respondent=who, rating=1, note="Not since June.", at=noon) for who in team]
    changed = apply(first.assessment, [*said_now, AsOf(day=at), milestone])
    now = score(score_then.questionnaire, changed)
    section = since_section(now, load_sentences("readiness"))
    assert section is not None
    told_there = [str(i) for b in section.blocks if isinstance(b, Bullets) for i in b.items]
    assert told_there == [
        (
            "**Finding wrong output behind green lights**, from written to in a head: the answer is a lower one. "
            "Operator: “Not since June.”"
        )
    ]
    assert [block.text for block in section.blocks if isinstance(block, Paragraph)] == [
        (
            "On 20 November 2026 the agent stood at T0, depends on its builder; today it still stands at T0. Of the "
            'two points that would have led to T1 then, none is closed; open are "Revoking dangerous permissions" and '
            '"Checking that the pause worked". No longer met: Truth.'
        ),
        "Nothing that is dated since was shown of it.",
    ]


def test_every_sentence_about_a_change_can_be_said() -> None:
    sentences = load_sentences("readiness")
    for tier in score(QUESTIONNAIRE, an_assessment(QUESTIONNAIRE)).questionnaire.tiers:
        for before in (tier, None):
            for done in (0, 1):
                values: dict[str, object] = {
                    "improved": done,
                    "moved": done,
                    "by_words": done,
                    "now": tier,
                    "without": QUESTIONNAIRE.tiers[0],
                    "aim": "T1",
                }
                values |= {"kept": 2 * done, "left": ["pause"] * done, "met": ["Stop"] * done, "lost": ["Truth"] * done}
                values["by_answer"] = sentences.say(
                    "since.by_answer", by_answer={"Owner": ["who leads"]} if done else {}, date=TODAY
                )
                assert sentences.say("since.lead", before=before, date=TODAY, **values).endswith(".")
    for group in get_args(Told):
        assert sentences.say(f"since.{group}.title")
        values = {"titles": ["Pause"], "many": 1, "work": (), "risks": {"Pause": EXPIRED}, "holds": ""}
        said_of = sentences.say(f"since.{group}", **values)
        assert said_of.endswith((".", "”"))
