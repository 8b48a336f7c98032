"""A second round, after a milestone: what is said and shown since counts before what is from then, and is told so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from strategies import OPERATOR, a_questionnaire, a_respondent, an_area, an_assessment, an_item, says

from opsassess.assessment import Answer, Evidence, Milestone, Promise
from opsassess.described.entries import entries_of
from opsassess.followup.requests import requests
from opsassess.owners import Owners
from opsassess.owners.asked import best_known_by, showing_person
from opsassess.owners.differing import differing
from opsassess.promises import received
from opsassess.prose import load_sentences
from opsassess.scoring import Score, score

SECOND = a_respondent("second", "operator")
MILESTONE = Milestone(name="First report", date=dt.date(2026, 5, 10), scores={})
THEN, SINCE = dt.date(2026, 5, 4), dt.date(2026, 5, 20)


def on(day: dt.date, answer: Answer) -> Answer:
    return answer.model_copy(update={"at": dt.datetime.combine(day, dt.time(10), dt.UTC)})


def scored(*answers: Answer, promised: Sequence[Promise] = ()) -> Score:
    questionnaire = a_questionnaire([an_area("a", an_item("a.stop", "critical"))])
    assessment = an_assessment(questionnaire, answers, respondents=(OPERATOR, SECOND))
    return score(questionnaire, assessment.model_copy(update={"milestones": (MILESTONE,), "promised": tuple(promised)}))


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
