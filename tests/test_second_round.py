"""A second round, after a milestone: what is said and shown since counts before what is from then, and is told so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from strategies import OPERATOR, a_questionnaire, a_respondent, an_area, an_assessment, an_item, says

from opsassess.assessment import Action, Answer, Evidence, Milestone, Promise
from opsassess.described.entries import entries_of
from opsassess.described.lacking import versions
from opsassess.followup.requests import requests
from opsassess.owners import Owners
from opsassess.owners.asked import best_known_by, person_of, showing_person
from opsassess.owners.differing import differing
from opsassess.promises import received
from opsassess.prose import load_sentences
from opsassess.report.remedies import remedy
from opsassess.scoring import Score, score

SECOND = a_respondent("second", "operator")
MILESTONE = Milestone(name="First report", date=dt.date(2026, 5, 10), scores={})
THEN, SINCE = dt.date(2026, 5, 4), dt.date(2026, 5, 20)


def on(day: dt.date, answer: Answer) -> Answer:
    return answer.model_copy(update={"at": dt.datetime.combine(day, dt.time(10), dt.UTC)})


def scored(*answers: Answer, promised: Sequence[Promise] = (), actions: Sequence[Action] = ()) -> Score:
    questionnaire = a_questionnaire([an_area("a", an_item("a.stop", "critical"))])
    assessment = an_assessment(questionnaire, answers, respondents=(OPERATOR, SECOND))
    update = {"milestones": (MILESTONE,), "promised": tuple(promised), "actions": tuple(actions)}
    return score(questionnaire, assessment.model_copy(update=update))


def test_what_an_operator_describes_since_is_printed_and_what_another_said_then_is_told_beside_it() -> None:
    then = on(THEN, says(OPERATOR, "a.stop", 4, content="Dana, phone 4499"))
    since = on(SINCE, says(SECOND, "a.stop", 3, content="Henk, phone 4412"))
    entry = entries_of(scored(then, since))["a.stop"]
    assert entry.told
    assert entry.told.respondent == SECOND
    assert [other.respondent for other in entry.differing] == [OPERATOR]
    early, sent = (
        on(THEN, says(SECOND, "a.stop", 3, content="Henk, phone 4412")),
        on(SINCE, Answer(item="a.stop", respondent="second", evidence=(Evidence(level="E1", what="a page"),))),
    )
    entry = entries_of(scored(then, early, sent))["a.stop"]
    assert entry.told
    assert entry.told.respondent == OPERATOR, "who only sent a page since describes it as of then"


def test_of_two_who_can_show_it_whoever_said_so_since_is_asked_and_quoted() -> None:
    both = [on(THEN, says(OPERATOR, "a.stop", 3, "E2")), on(SINCE, says(SECOND, "a.stop", 3, "E2", days=1))]
    found = scored(*both)
    item = found.items["a.stop"]
    assert showing_person(found.assessment, item).name == best_known_by(found.assessment, item.item).name == "Second"
    assert item.seen[0].by.respondent == SECOND


def test_a_lower_answer_from_before_the_milestone_lies_apart_from_a_higher_one_and_has_its_day() -> None:
    since = on(SINCE, says(SECOND, "a.stop", 4, "E3"))
    then = on(THEN, says(OPERATOR, "a.stop", 3))
    assert differing(scored(then, since).items["a.stop"], load_sentences("readiness")) == (
        "Second calls it proven",
        "the other operator (asked on 4 May 2026) needs no help",
    )
    again = on(SINCE, says(OPERATOR, "a.stop", 3))
    assert not differing(scored(again, since).items["a.stop"], load_sentences("readiness"))


def test_what_was_seen_in_the_second_talk_keeps_no_promise_that_runs_on() -> None:
    rota = Promise(item="a.stop", what="the rota of June", who="second", by=dt.date(2026, 5, 28))
    talks = on(THEN, says(SECOND, "a.stop", 3)), on(SINCE, says(SECOND, "a.stop", 3, "E2", days=12))
    assert not received(scored(*talks, promised=[rota]))
    first_seen = on(SINCE, Answer(item="a.stop", respondent="second", evidence=talks[1].evidence))
    then_rated = on(SINCE, Answer(item="a.stop", respondent="second", rating=3))
    assert not received(scored(talks[0], first_seen, then_rated, promised=[rota]))
    due = rota.model_copy(update={"by": dt.date(2026, 5, 18)})
    assert received(scored(*talks, promised=[due])) == (due,)
    sent = on(dt.date(2026, 5, 25), says(SECOND, "a.stop", None, "E2", days=5)).model_copy(update={"rating": 3})
    assert received(scored(*talks, sent, promised=[rota])) == (rota,)


def test_an_older_answer_that_nothing_waits_for_is_not_asked_again() -> None:
    since = on(SINCE, says(SECOND, "a.stop", 4, "E3", days=1, written_where="the runbook"))
    for rating, asked in ((3, False), (1, True)):
        found = scored(on(THEN, says(OPERATOR, "a.stop", rating)), since)
        texts = [str(r.do) for own in requests(Owners(score=found), load_sentences("followup")).values() for r in own]
        assert any("lie apart" in text for text in texts) == asked


def test_agreed_work_that_was_shown_since_is_done_and_whose_older_answer_is_lower_says_anew_how_it_stands() -> None:
    then, since = on(THEN, says(OPERATOR, "a.stop", 2, "E1")), on(SINCE, says(SECOND, "a.stop", 3, "E2", days=1))
    drill = Action(item="a.stop", text="Hold the drill.", owner="Second", due=dt.date(2026, 5, 12))
    found = scored(then, since, actions=[drill])
    assert not Owners(score=found).agreed
    assert Owners(score=found).of("a.stop").name == "Operator"
    assert str(remedy(found, "a.stop", ("walk_through",), load_sentences("readiness"))) == (
        "Operator, asked on 4 May 2026, says anew how it stands; where it is still the lower answer, "
        "Second shows how it is done."
    )
    ahead = drill.model_copy(update={"due": dt.date(2026, 12, 1)})
    assert Owners(score=scored(then, since, actions=[ahead])).agreed
    undated = on(SINCE, says(SECOND, "a.stop", 3))
    assert Owners(score=scored(then, undated, actions=[drill])).agreed


def test_whose_version_is_the_older_one_agrees_with_whoever_described_the_printed_one() -> None:
    then = on(THEN, says(OPERATOR, "a.stop", 4, content="Dana, phone 4499"))
    since = on(SINCE, says(SECOND, "a.stop", 3, content="Henk, phone 4412"))
    (point,) = versions(entries_of(scored(then, since))["a.stop"])
    assert str(point.told(load_sentences("runbook"), "ask", "Operator")) == "Agree on one version with Second."
    assert str(point.told(load_sentences("runbook"), "ask", "Second")) == "Agree on one version with Operator."


def test_a_firm_in_brackets_is_whoever_of_it_we_spoke_with() -> None:
    ravi = a_respondent("ravi", "builder").model_copy(update={"name": "Ravi (Kestrel)"})
    assessment = an_assessment(a_questionnaire([an_area("a", an_item("a.stop"))]), respondents=(OPERATOR, ravi))
    assert person_of(assessment, "Kestrel").name == "Ravi (Kestrel)"
    assert not person_of(assessment, "Harrier").roles
