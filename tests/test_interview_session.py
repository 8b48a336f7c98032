"""The interview's session: a message in, messages out, as docs/interview-protocol.md says."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from interview_cases import (
    GOOD,
    NOON,
    NOTE,
    NUMBER,
    RATING,
    a_session,
    an_engagement,
    change,
    questionnaire,
    result_of,
    tell,
    welcome,
)

from opsassess.assessment import Answer, Evidence
from opsassess.changes import Contested
from opsassess.interview.modes import Mode
from opsassess.interview.session import Session
from opsassess.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return an_engagement(tmp_path)


@pytest.fixture
def session(path: Path) -> Session:
    return a_session(path)


def events(path: Path) -> list[object]:
    return [entry.event for entry in Store.open(path).changes_since(NUMBER, 0)[1:]]


# ---------------------------------------------------------------------------------------------------------------------
# One page


def test_a_page_that_begins_is_told_everything(session: Session) -> None:
    told = welcome(session)
    assert list(told) == [*("type", "client", "version", "key", "to", "mode", "form", "state", "derived", "secrets")]
    assert (told["client"], told["to"], told["key"]) == ("one", 1, "3f2a0c5e-8f0e-4b43-9a52-5a2f6f6f0a11")
    assert told["mode"] == {"interview": "joint", "respondent": None, "presenter": False, "shared": False}
    assert told["state"] == {
        "client": "Nordwind",
        "agent": "Lead router",
        "as_of": "2026-06-01",
        "today": "2026-06-01",
        "summary_day": None,
        "respondents": [
            {"id": "dana", "name": "Dana", "roles": ["operator"], "until": None},
            {"id": "bo", "name": "Bo", "roles": ["builder"], "until": None},
        ],
        "failure_modes": [],
        "promised": [],
        "facts": {"writes": True},
        "answers": {},
        "not_applicable": {},
        "notes": [],
        "exceptions": [],
        "actions": [],
        "summary": None,
        "contested": [],
    }
    assert told["form"]["order"][:4] == ["a.stop", "a.drafts", "a.critical", "a.minor"]
    assert told["form"]["items"]["a.stop"]["gates"] == ["G1"]
    assert [field["id"] for field in told["form"]["items"]["k.steps"]["content"]["fields"]] == [
        *("use_when", "who", "minutes", "steps", "if_not", "going_back")
    ]
    assert told["derived"]["must_haves_open"] == ["a.stop"]
    assert told["derived"]["gates"] == {"G1": {"state": "open", "words": "not asked yet"}}
    json.dumps(told, allow_nan=False)


def test_a_change_is_saved_acknowledged_and_told_to_every_page(path: Path, session: Session) -> None:
    ack, changes, derived = tell(session, "patch", patches=[change(1, RATING, 3)])
    saved: dict[str, Any] = {"n": 1, "from": None, "status": "saved", "seq": 2, "why": "", "theirs": []}
    assert ack == {"type": "ack", "client": "one", "results": [saved]}
    entry = {
        "seq": 2,
        "client": "one",
        "target": RATING,
        "value": 3,
        "at": "2026-06-01T12:00:00+00:00",
        "contested": False,
        "settles": True,
    }
    assert changes == {"type": "changes", "after": 1, "to": 2, "entries": [entry]}
    assert (derived["to"], derived["items"]["a.stop"]["answered"]) == (2, ["dana"])
    assert derived["areas"]["a"]["asked"] == 1
    now, then = {"shown": 0.25, "claimed": 0.75}, {"shown": 0.0, "claimed": 0.0}
    assert {"what": "item", "id": "a.stop", "from": then, "to": now} in derived["changed"]
    assert Store.open(path).assessment().answers == (Answer(item="a.stop", respondent="dana", rating=3, at=NOON),)


NO = False


@pytest.mark.parametrize(("target", "value"), GOOD, ids=lambda part: str(part)[:40])
def test_each_kind_of_change_comes_back_as_it_was_sent(path: Path, target: list[str], value: object) -> None:
    messages = tell(a_session(path), "patch", patches=[change(1, target, value)])
    assert messages[0]["results"][0]["status"] == "saved", messages
    told = [(entry["target"], entry["value"]) for entry in messages[1]["entries"]]
    assert told[0] == (target, value)
    welcome(a_session(path))


BAD = [
    (RATING, 7, "`rating` is 7, but should be at most 4"),
    (RATING, True, "`rating` is True"),
    (RATING, "3", "`rating` is '3'"),
    (["answer", "a.nowhere", "dana", "rating"], 3, "The questionnaire has no item 'a.nowhere'."),
    (["answer", "a.stop", "ghost", "rating"], 3, "There is no respondent 'ghost' here. Add the person first."),
    (["answer", "a.stop", "dana", "mood"], 3, "An answer has no 'mood'. Reload the page."),
    (["answer", "a.stop", "dana"], 3, "A target 'answer' names item, respondent, key. Reload the page."),
    (["answer", "k.number", "dana", "content"], "98", "the content should be a number with its unit"),
    (["answer", "k.number", "dana", "content"], {"value": float("nan")}, "a number in it is not finite"),
    (["answer", "k.number", "dana", "content"], {"value": 10**400}, "a number in it is too large"),
    (["answer", "k.choice", "dana", "content"], "three", "'three', which is not one of one, two"),
    (["answer", "k.date", "dana", "content"], "31.5.2026", "should be a day written as 2026-05-31"),
    (["answer", "k.table", "dana", "content"], [{"c": ["nested"]}], "holds a list where 'c' should be a text"),
    (["answer", "k.steps", "dana", "content"], {"steps": "one, two"}, "should be a list of steps"),
    (["answer", "m.m_one", "dana", "content"], {"mood": "x"}, "has a column 'mood'"),
    (NOTE, {"level": 1}, "`note`"),
    (NOTE, "x" * 200_001, "the text has 200,001 characters, and 200,000 are kept at most. Divide it."),
    (NOTE, ["x" * 150_000] * 10, "it is too large: 1,000,000 characters"),
    (NOTE, [[]] * 30_000, "it is too large"),
    (["answer", "a.stop", "dana", "evidence"], [{"level": "E2", "date": "2026-06-02"}], "evidence is dated 2026-06-02"),
    (["answer", "a.stop", "dana", "evidence"], [{"level": "E9"}], "should be one of"),
    (["fact", "drafts"], "yes", "the fact 'drafts' is 'yes', but should be true or false"),
    (["fact", "mood"], 1, "The profile has no fact 'mood'."),
    (["fact", "drafts"], {"value": True, "evidence": [{"level": "E1", "date": "2027-01-01"}]}, "dated 2027-01-01"),
    (["respondent", "eve"], {"name": " ", "roles": ["owner"]}, "should not be blank"),
    (["respondent", "eve"], {"name": "Eve", "roles": []}, "`roles`"),
    (["respondent", "eve"], "Eve", "should hold keys with their values"),
    (["not_applicable", "a.stop"], {"reason": "x", "approver": "y"}, "A must-have rests on it, so 'Title of a.stop'"),
    (["not_applicable", "a.critical"], {"reason": "x", "approver": "y"}, "It is critical, so"),
    (["not_applicable", "a.minor"], {"reason": "x", "approver": ""}, "`approver`"),
    (["failure_mode", "a.m_x_late"], {"title": "Late"}, "is not in an area that takes failure modes of the client"),
    (["failure_mode", "m.late"], {"title": "Late"}, "`id` is 'm.late'"),
    (["note", "n1"], {"text": "x", "item": "a.nowhere"}, "has no item 'a.nowhere'"),
    (["action", "a.stop", "x"], {"due": "Friday"}, "`due`"),
    (["action", "a.stop", "x"], {"hours": [9, 4, 2]}, "hours should rise: optimistic, likely, pessimistic"),
    (["action", "a.nowhere", "x"], {}, "has no item 'a.nowhere'"),
    (["action", "a.stop", "x" * 2_001], {}, "in a few texts of 2000 characters at most"),
    (["exception", "a.stop"], {"reason": "Rare", "role": " ", "expires": "2027-03-31"}, "should not be blank"),
    (["exception", "a.stop"], {"reason": "Rare", "role": "Head of Claims", "expires": None}, "`expires`"),
    (["summary"], ["x"], "`text`"),
    (["summary", "x"], "x", "A target 'summary' names nothing else. Reload the page."),
    (["as_of"], "2026-06-02", "2026-06-02 is to come. Choose today (2026-06-01) or an earlier day."),
    (["as_of"], None, "`day`"),
    (["client"], "Nordwind", "Nothing can be changed at 'client'."),
]


@pytest.mark.parametrize(("target", "value", "why"), BAD, ids=lambda part: str(part)[:40])
def test_what_cannot_be_an_answer_is_refused_with_a_sentence(
    path: Path, session: Session, target: list[str], value: object, why: str
) -> None:
    (ack,) = tell(session, "patch", patches=[change(1, target, value)])
    (result,) = ack["results"]
    assert (result["status"], result["seq"]) == ("refused", None)
    assert why in result["why"]
    assert events(path) == []


def test_a_deep_value_is_refused_before_it_can_hurt(session: Session) -> None:
    deep: object = "x"
    for _ in range(100_000):
        deep = [deep]
    assert "lists in lists" in result_of(session, change(1, NOTE, deep))["why"]


def test_half_an_emoji_becomes_a_whole_character(path: Path, session: Session) -> None:
    assert result_of(session, change(1, NOTE, "on \ud83d"))["status"] == "saved"
    assert result_of(session, change(1, NOTE, "on \ud83d"))["status"] == "saved"  # the same, again
    assert [event.note for event in events(path) if isinstance(event, Answer)] == ["on \N{REPLACEMENT CHARACTER}"]


def test_good_and_bad_changes_of_one_message_are_answered_one_by_one(path: Path, session: Session) -> None:
    sent = [change(1, ["respondent", "eve"], {"name": "Eve", "roles": ["operator"]}), change(2, RATING, 9)]
    sent += [change(3, ["answer", "a.stop", "eve", "rating"], 2), {"n": 4, "target": "x", "seen": 1}]
    (ack, *_) = tell(session, "patch", patches=sent)
    assert {r["n"]: r["status"] for r in ack["results"]} == {1: "saved", 2: "refused", 3: "saved", 4: "refused"}
    assert len(events(path)) == 2


def test_somebody_who_has_answered_is_not_taken_away(session: Session) -> None:
    result_of(session, change(1, RATING, 3))
    assert "answers keep their person" in result_of(session, change(2, ["respondent", "dana"], None))["why"]
    assert result_of(session, change(3, ["respondent", "bo"], None))["status"] == "saved"
    assert [person["id"] for person in welcome(session)["state"]["respondents"]] == ["dana"]


def test_a_person_and_their_first_answer_in_one_message(path: Path, session: Session) -> None:
    bos = ["answer", "a.stop", "bo", "rating"]
    (ack, *_) = tell(session, "patch", patches=[change(1, bos, 2), change(2, ["respondent", "bo"], None)])
    assert {r["n"]: r["status"] for r in ack["results"]} == {1: "saved", 2: "refused"}
    assert len(events(path)) == 1


def test_a_person_goes_while_another_kernel_writes_down_their_first_answer(path: Path, session: Session) -> None:
    other = a_session(path)
    result_of(session, change(1, RATING, 3), "one")
    refused = result_of(other, change(1, ["respondent", "dana"], None), "two")
    assert (refused["status"], "just given an answer here" in refused["why"]) == ("refused", True)
    third = a_session(path)
    assert result_of(other, change(2, ["respondent", "bo"], None), "two")["status"] == "saved"
    refused = result_of(third, change(1, ["answer", "a.stop", "bo", "rating"], 3), "three")
    assert (refused["status"], "just taken out" in refused["why"]) == ("refused", True)


def test_a_person_stays_while_an_edit_of_theirs_waits_for_a_choice_or_they_answer_alone(session: Session) -> None:
    with_bo = ["answer", "a.stop", "bo", "rating"]
    tell(session, "mode", mode={"interview": "blind", "respondent": "bo", "presenter": False})
    assert "answers alone" in result_of(session, change(1, ["respondent", "bo"], None))["why"]
    tell(session, "mode", mode={"interview": "joint"})
    result_of(session, change(2, with_bo, 3), "one")
    result_of(session, change(1, with_bo, 1), "two")
    assert "answers keep their person" in result_of(session, change(3, ["respondent", "bo"], None))["why"]


def test_a_secret_is_asked_about_before_it_is_stored(path: Path, session: Session) -> None:
    asked = result_of(session, change(1, NOTE, "password: Hunter22"))
    assert (asked["status"], asked["why"]) == ("secret", "password")
    assert events(path) == []
    in_a_table = change(2, ["answer", "k.table", "dana", "content"], [{"c": "AKIAIOSFODNN7EXAMPLE"}])
    assert result_of(session, in_a_table)["why"] == "AWS access key"
    assert result_of(session, change(3, NOTE, "password: Hunter22", secret_ok=True))["status"] == "saved"


@pytest.mark.parametrize(
    "message",
    [
        None,
        [],
        "hello",
        {},
        {"type": "hello"},
        {"type": "hello", "client": ""},
        {"type": "hello", "client": "x" * 101},
        {"type": ["hello"], "client": "one"},
        {"type": "goodbye", "client": "one"},
        {"type": "patch", "client": "one"},
        {"type": "patch", "client": "one", "patches": {}},
        {"type": "patch", "client": "one", "patches": [None]},
        {"type": "patch", "client": "one", "patches": [{"n": True}]},
        {"type": "patch", "client": "one", "patches": [{"n": -1}]},
        {"type": "patch", "client": "one", "patches": [{"n": 2**60}]},
        {"type": "patch", "client": "one", "patches": [change(n, RATING, 3) for n in range(201)]},
        {"type": "patch", "client": "one", "from": 7, "patches": [change(1, RATING, 3)]},
        {"type": "ping", "client": "one", "seen": "all"},
        {"type": "mode", "client": "one", "mode": "blind"},
        {"type": "mode", "client": "one", "mode": {"interview": "blind", "respondent": "ghost"}},
        {"type": "history", "client": "one", "item": "a.nowhere"},
    ],
    ids=lambda message: json.dumps(message)[:60],
)
def test_a_message_that_cannot_be_read_is_answered_and_changes_nothing(
    path: Path, session: Session, message: object
) -> None:
    (answer,) = session.receive(message)
    assert (answer["type"], answer["why"][-1]) == ("rejected", ".")
    assert events(path) == []


# ---------------------------------------------------------------------------------------------------------------------
# Sent again, late, out of order


def test_a_change_that_is_sent_twice_is_stored_once(path: Path, session: Session) -> None:
    first = result_of(session, change(1, RATING, 3))
    assert result_of(a_session(path, NOON + dt.timedelta(hours=1)), change(1, RATING, 3)) == first
    assert len(events(path)) == 1


def test_an_older_change_of_a_page_changes_nothing_and_is_acknowledged(path: Path, session: Session) -> None:
    assert result_of(session, change(2, RATING, 3))["seq"] == 2
    late = result_of(session, change(1, RATING, 1))
    assert (late["status"], late["seq"]) == ("saved", 2)
    assert result_of(session, change(1, NOTE, "another field"))["status"] == "saved"
    assert len(events(path)) == 2


def test_another_change_under_a_used_number_is_refused(path: Path, session: Session) -> None:
    result_of(session, change(1, RATING, 3))
    for other in (change(1, RATING, 2), change(1, NOTE, "x")):
        assert "belongs to another one. Reload the page" in result_of(session, other)["why"]
    assert len(events(path)) == 1


def test_changes_of_a_closed_page_are_saved_in_its_name(path: Path, session: Session) -> None:
    result_of(session, change(1, RATING, 3), "closed")
    (ack, *_) = tell(
        session, "patch", "heir", patches=[change(1, RATING, 3), change(2, NOTE, "x")], **{"from": "closed"}
    )
    assert ack["client"] == "heir"
    assert [(r["n"], r["from"], r["seq"]) for r in ack["results"]] == [(1, "closed", 2), (2, "closed", 3)]
    assert [entry.editor for entry in Store.open(path).changes_since(NUMBER, 1)] == ["closed", "closed"]


# ---------------------------------------------------------------------------------------------------------------------
# Somebody else


def test_an_edit_on_top_of_something_unseen_is_kept_and_not_applied(path: Path, session: Session) -> None:
    result_of(session, change(1, RATING, 3), "one")
    ack, changes = tell(session, "patch", "two", patches=[change(1, RATING, 1)])
    (result,) = ack["results"]
    theirs = [{"seq": 2, "value": 3, "at": "2026-06-01T12:00:00+00:00", "who": "another page"}]
    assert (result["status"], result["seq"], result["theirs"]) == ("conflict", 3, theirs)
    assert [(entry["value"], entry["contested"]) for entry in changes["entries"]] == [(1, True)]
    assert welcome(session)["derived"]["items"]["a.stop"]["claimed"] == 0.75
    assert isinstance(events(path)[-1], Contested)
    assert result_of(session, change(1, RATING, 1), "two") == result  # its answer may have been lost
    (contested,) = welcome(a_session(path))["state"]["contested"]
    assert (contested["seq"], contested["target"], contested["value"]) == (3, RATING, 1)


def test_a_choice_on_top_settles_what_was_contested(path: Path, session: Session) -> None:
    result_of(session, change(1, RATING, 3), "one")
    result_of(session, change(1, RATING, 1), "two")
    assert result_of(session, change(2, RATING, 1, seen=3), "two")["status"] == "saved"
    told = welcome(a_session(path))
    assert (told["state"]["contested"], told["state"]["answers"]["a.stop"]["dana"]["rating"]) == ([], 1)


@pytest.mark.parametrize("editor", ["import", "drill"])
def test_what_a_file_brings_counts_and_leaves_the_choice_to_somebody(path: Path, session: Session, editor: str) -> None:
    result_of(session, change(1, RATING, 3), "one")
    result_of(session, change(1, RATING, 1), "two")
    brought = Answer(item="a.stop", respondent="dana", rating=2, at=NOON + dt.timedelta(hours=1))
    with Store.open(path) as store:
        store.record_all(NUMBER, [brought], editor=editor)
    changes, *_ = tell(session, "ping", seen=3)
    assert [(entry["value"], entry["settles"]) for entry in changes["entries"]] == [(2, False)]
    state = welcome(session)["state"]
    assert (state, state["answers"]["a.stop"]["dana"]["rating"]) == (welcome(a_session(path))["state"], 2)
    assert [entry["value"] for entry in state["contested"]] == [1]
    again = result_of(session, change(2, RATING, 0, seen=2), "one")
    assert (again["status"], [their["value"] for their in again["theirs"]]) == ("conflict", [1, 2])
    assert again["theirs"][1]["who"] == {"import": "an imported file", "drill": "a filled drill card"}[editor]
    assert result_of(session, change(3, RATING, 0, seen=again["seq"]), "one")["status"] == "saved"
    assert welcome(session)["state"]["contested"] == []


def test_a_choice_without_having_seen_the_contested_edit_is_contested_too(path: Path, session: Session) -> None:
    result_of(session, change(1, RATING, 3), "one")
    result_of(session, change(1, RATING, 1), "two")
    again = result_of(session, change(2, RATING, 2, seen=2), "one")
    assert (again["status"], [their["value"] for their in again["theirs"]]) == ("conflict", [1])
    assert len(welcome(a_session(path))["state"]["contested"]) == 2


def test_two_people_who_say_the_same_or_write_into_different_fields_do_not_meet(session: Session) -> None:
    result_of(session, change(1, RATING, 3), "one")
    assert result_of(session, change(1, RATING, 3), "two")["status"] == "saved"
    assert result_of(session, change(2, NOTE, "x"), "two")["status"] == "saved"
    assert result_of(session, change(3, ["answer", "a.stop", "bo", "rating"], 1), "two")["status"] == "saved"


def test_an_import_that_was_not_seen_is_a_conflict_too(path: Path, session: Session) -> None:
    Store.open(path).record_all(
        NUMBER, [Answer(item="a.stop", respondent="dana", rating=2, note="from the file")], editor="import"
    )
    result = result_of(session, change(1, NOTE, "mine"))
    assert (result["status"], result["theirs"][0]["value"], result["theirs"][0]["who"]) == (
        *("conflict", "from the file", "an imported file"),
    )


@pytest.mark.parametrize("year", [2030, 9999])
def test_an_answer_with_a_later_clock_does_not_win_over_a_fresh_edit(tmp_path: Path, year: int) -> None:
    late = {"item": "a.stop", "respondent": "dana", "rating": 4, "at": f"{year}-12-31T23:59:59.999999Z"}
    session = a_session(an_engagement(tmp_path, answers=[late]))
    assert result_of(session, change(1, RATING, 1))["status"] == "saved"
    assert welcome(session)["state"]["answers"]["a.stop"]["dana"]["rating"] == 1


def test_two_sessions_on_one_file_come_to_the_same(path: Path) -> None:
    here, there = a_session(path), a_session(path)
    result_of(here, change(1, RATING, 3), "one")
    result_of(there, change(1, NOTE, "on the other screen"), "two")
    changes, pong = tell(here, "ping", "one", seen=2)
    assert (changes["after"], changes["to"], [e["target"] for e in changes["entries"]]) == (2, 3, [NOTE])
    assert pong["to"] == 3
    assert tell(there, "ping", "two", seen=3) == [{"type": "pong", "client": "two", "to": 3, "derived": 3}]
    assert welcome(here)["state"] == welcome(there)["state"] == welcome(a_session(path))["state"]


def test_a_page_that_missed_a_message_gets_all_from_there(session: Session) -> None:
    for n in (1, 2, 3):
        result_of(session, change(n, RATING, n))
    changes, derived, pong = tell(session, "ping", "late", seen=2)
    assert (changes["after"], changes["to"], [entry["seq"] for entry in changes["entries"]]) == (2, 4, [3, 4])
    assert (derived["to"], pong) == (4, {"type": "pong", "client": "late", "to": 4, "derived": 4})


def test_a_file_that_was_replaced_by_an_earlier_copy_is_told_anew(path: Path, session: Session) -> None:
    Store.open(path).backup(path.with_name("copy.db"))
    result_of(session, change(1, RATING, 3))
    path.with_name("copy.db").replace(path)
    messages = tell(session, "ping", seen=2)
    assert [(message["type"], message["client"], message["to"]) for message in messages] == [("welcome", None, 1)]
    assert result_of(session, change(2, RATING, 2))["status"] == "saved"


def test_an_upgrade_by_another_program_brings_the_new_form(path: Path, session: Session) -> None:
    newer = questionnaire().model_copy(update={"version": "2.0.0", "title": "Newer"})
    Store.open(path).upgrade(NUMBER, newer)
    told, _ = tell(session, "ping", seen=1)
    assert (told["type"], told["client"], told["form"]["version"]) == ("welcome", None, "2.0.0")


# ---------------------------------------------------------------------------------------------------------------------
# What follows from answers


def test_a_fact_hides_an_item_whose_answer_stays(session: Session) -> None:
    drafts = ["answer", "a.drafts", "dana", "rating"]
    result_of(session, change(1, drafts, 4))
    _, _, derived = tell(session, "patch", patches=[change(2, ["fact", "writes"], NO)])
    assert derived["applies"]["a.drafts"] == "Not asked, because of the profile: writes: no."
    assert derived["items"]["a.drafts"]["claimed"] is None
    assert derived["areas"]["a"]["of"] == 3
    assert result_of(session, change(3, drafts, 2))["status"] == "saved"
    _, _, derived = tell(session, "patch", patches=[change(4, ["fact", "writes"], None)])
    assert (derived["applies"]["a.drafts"], derived["items"]["a.drafts"]["claimed"]) == (True, 0.5)


def test_a_failure_mode_of_the_client_brings_its_form(session: Session) -> None:
    late = "m.m_x_late"
    _, changes, derived = tell(session, "patch", patches=[change(1, ["failure_mode", late], {"title": "Late"})])
    targets = {tuple(entry["target"]): entry["value"] for entry in changes["entries"]}
    assert targets["form", late]["title"] == "Late"
    assert derived["applies"][late] is True
    row = {"detect": "a", "retry": "b", "human_review": "c", "pause": "d", "notify": "e"}
    answered = [change(2, ["answer", late, "dana", "rating"], 3), change(3, ["answer", late, "dana", "content"], row)]
    assert [r["status"] for r in tell(session, "patch", patches=answered)[0]["results"]] == ["saved", "saved"]
    assert "answers keep their item" in result_of(session, change(4, ["failure_mode", late], None))["why"]


def test_the_first_change_on_a_later_day_moves_the_assessment_to_that_day(path: Path) -> None:
    tomorrow = a_session(path, NOON + dt.timedelta(days=1))
    seen_today = [{"level": "E2", "what": "the screen", "where": "", "date": "2026-06-02"}]
    sent = change(1, ["answer", "a.stop", "dana", "evidence"], seen_today)
    _, changes, *_ = tell(tomorrow, "patch", patches=[sent])
    assert next((entry["target"], entry["value"]) for entry in changes["entries"]) == (["as_of"], "2026-06-02")
    assessment = Store.open(path).assessment()
    assert assessment.as_of == dt.date(2026, 6, 2)
    assert assessment.answers[0].evidence == (Evidence(level="E2", what="the screen", date=assessment.as_of),)


def test_the_day_is_set_back_to_no_day_before_its_evidence(path: Path) -> None:
    seen = [{"level": "E2", "what": "the screen", "where": "", "date": "2026-06-01"}]
    result_of(a_session(path), change(1, ["answer", "a.stop", "dana", "evidence"], seen))
    session = a_session(path, NOON + dt.timedelta(days=1))
    why = result_of(session, change(1, ["as_of"], "2026-05-31", seen=2), "two")["why"]
    assert why.startswith("This was not kept: evidence of 'Title of a.stop' is dated 2026-06-01. Correct the date")
    _, changes = tell(session, "patch", "two", patches=[change(2, ["summary"], "x", seen=2)])
    assert [entry["target"] for entry in changes["entries"]] == [["summary"]]
    _, changes = tell(session, "patch", "two", patches=[change(3, ["as_of"], "2026-06-02", seen=3)])
    assert [(entry["target"], entry["contested"]) for entry in changes["entries"]] == [(["as_of"], False)]


def test_what_changes_no_score_brings_no_scores(session: Session) -> None:
    assert [message["type"] for message in tell(session, "patch", patches=[change(1, NOTE, "x")])] == ["ack", "changes"]


def test_the_history_of_an_item_says_who_said_what(session: Session) -> None:
    result_of(session, change(1, RATING, 3))
    result_of(session, change(1, RATING, 1), "two")
    (told,) = tell(session, "history", item="a.stop")
    assert [(e["who"], e["value"], e["contested"]) for e in told["entries"]] == [("Dana", 3, False), ("Dana", 1, True)]


# ---------------------------------------------------------------------------------------------------------------------
# Modes


STEP = ["action", "a.stop", "Write the steps"]
SAID = [
    change(1, RATING, 3),
    change(2, ["answer", "a.stop", "bo", "rating"], 4),
    change(3, ["answer", "a.stop", "bo", "content"], "the builder's words"),
    change(4, ["answer", "a.stop", "dana", "private_note"], "Dana looked unsure"),
    change(5, ["note", "n1"], {"text": "ask about pay", "item": None}),
    change(8, ["summary"], "They are unsure."),
    change(9, STEP, {"owner": "Dana", "due": None, "needed_from": None, "hours": [2, 4, 97], "why": "two approvals"}),
]


def test_a_blind_page_never_gets_what_others_said(path: Path, session: Session) -> None:
    tell(session, "patch", patches=SAID)
    result_of(session, change(1, ["answer", "a.stop", "bo", "content"], "other words of the builder"), "two")
    (told,) = tell(session, "mode", mode={"interview": "blind", "respondent": "dana"})
    assert told["client"] is None
    assert list(told["state"]["answers"]["a.stop"]) == ["dana"]
    others = ("builder's words", "words of the builder", "Write the steps", "They are unsure")
    assert [words for words in others if words in json.dumps(told)] == []
    assert told["derived"]["items"]["a.stop"]["answered"] == ["dana"]
    assert told["derived"]["key_person"] is None
    there = a_session(path)
    result_of(there, change(9, ["answer", "a.stop", "bo", "rating"], 0), "other")
    messages = tell(session, "ping", seen=told["to"])
    assert (messages[0]["to"], messages[0]["entries"]) == (told["to"] + 1, [])
    assert "hidden" in result_of(session, change(6, ["answer", "a.stop", "bo", "rating"], 1))["why"]
    (history,) = tell(session, "history", item="a.stop")
    assert {entry["target"][2] for entry in history["entries"]} == {"dana"}


def test_a_shared_screen_stays_a_presenters(session: Session) -> None:
    session.hold(Mode(presenter=True, shared=True))
    (refused,) = tell(session, "mode", mode={"interview": "joint", "presenter": False})
    assert refused["why"] == "This screen is shared. Scores and private notes are in JupyterLab."
    (told,) = tell(session, "mode", mode={"interview": "compare", "presenter": True})
    assert told["mode"] == {"interview": "compare", "respondent": None, "presenter": True, "shared": True}


def test_a_presenter_shows_nothing_private_and_no_score(session: Session) -> None:
    tell(session, "patch", patches=SAID)
    (told,) = tell(session, "mode", mode={"interview": "joint", "presenter": True})
    text = json.dumps([told["state"], told["derived"]])
    assert [
        word
        for word in ("unsure", "about pay", "97", "approvals", "private_note", "shown", "claimed", "gates")
        if word in text
    ] == []
    assert told["derived"]["areas"]["a"] == {"asked": 1, "of": 4}
    _, changes, derived = tell(session, "patch", patches=[change(6, ["answer", "a.minor", "dana", "rating"], 1)])
    assert sorted(derived) == ["applies", "areas", "items", "must_haves_open", "same_as", "to", "type"]
    assert "hidden" in result_of(session, change(7, ["note", "n2"], {"text": "x", "item": None}))["why"]
    (history,) = tell(session, "history", item="a.stop")
    assert [word for word in ("private_note", "97", "approvals") if word in json.dumps(history)] == []
    assert "hidden" in result_of(session, change(10, ["summary"], "x"))["why"]
    agreed = {"owner": "Bo", "due": "2026-06-09", "needed_from": None}
    assert result_of(session, change(11, STEP, agreed))["status"] == "saved"
    assert session.assessment.actions[0].model_dump(mode="json") == {
        **agreed,
        "item": "a.stop",
        "text": "Write the steps",
        "hours": [2, 4, 97],
        "why": "two approvals",
    }
    assert changes["entries"]


def test_compare_walks_through_the_differences(path: Path) -> None:
    session = a_session(path, mode=Mode(interview="compare"))
    tell(session, "patch", patches=[*SAID, change(6, ["answer", "k.text", "dana", "rating"], "dont_know")])
    tell(session, "patch", patches=[change(7, ["answer", "k.text", "bo", "rating"], 4)])
    assert welcome(session)["derived"]["differences"] == [
        {"item": "k.text", "respondents": ["dana", "bo"], "levels": 4},
        {"item": "a.stop", "respondents": ["dana", "bo"], "levels": 1},
    ]


# ---------------------------------------------------------------------------------------------------------------------
# Trouble


def test_while_the_file_cannot_be_written_nothing_is_acknowledged(path: Path) -> None:
    session = Session(Store.open(path, wait=0), NUMBER, now=lambda: NOON)
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        (trouble,) = tell(session, "patch", patches=[change(1, RATING, 3)])
        assert trouble["type"] == "trouble"
        assert "another program has kept it locked" in trouble["what"]
        other.execute("ROLLBACK")
    assert result_of(session, change(1, RATING, 3))["status"] == "saved"
    assert len(events(path)) == 1


def test_a_file_that_is_gone_is_told_and_comes_back(path: Path, session: Session) -> None:
    path.rename(path.with_name("elsewhere.db"))
    for message in (change(1, RATING, 3), change(1, RATING, 3)):
        assert "there is no such file" in result_of(session, message)["what"]
    assert tell(session, "ping", seen=1)[0]["type"] == "trouble"
    assert not path.exists()
    path.with_name("elsewhere.db").rename(path)
    assert result_of(session, change(1, RATING, 3))["status"] == "saved"
