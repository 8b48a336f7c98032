"""What goes into an engagement's store and what comes out of it."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from store_cases import DOCUMENT, NUMBER, document, engagement, small, ticking

from opsassess.assessment import (
    AcceptedRisk,
    Action,
    Answer,
    Assessment,
    Client,
    Milestone,
    NotApplicable,
    Promise,
    Respondent,
)
from opsassess.changes import AgentName, AsOf, ProfileFact, Removed, Summary, Upgrade
from opsassess.consistency import unknown_items
from opsassess.errors import StoreError
from opsassess.library import sha256_of
from opsassess.store import Listed, Store

DANA_SAYS = Answer(item="a.stop", respondent="dana", rating=3)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(engagement(tmp_path))


def written(assessment: Assessment) -> dict[str, Any]:
    """Return an assessment as its JSON would be: what was not given is absent."""
    return assessment.model_dump(mode="json", exclude_unset=True)


def rating_of_stop(assessment: Assessment) -> object:
    return [answer.rating for answer in assessment.answers if answer.item == "a.stop"][-1]


# ---------------------------------------------------------------------------------------------------------------------
# A whole assessment


def test_what_is_added_comes_back_with_the_hash_of_its_questionnaire(store: Store) -> None:
    ref = {"id": "small", "version": "1.0.0", "sha256": sha256_of(small())}
    assert written(store.assessment()) == {**DOCUMENT, "questionnaire": ref}
    assert store.questionnaire_of() == small()
    assert store.client == "Nordwind"


def test_an_assessment_that_names_its_hash_comes_back_as_it_was(tmp_path: Path) -> None:
    complete = Store.open(engagement(tmp_path)).assessment().model_copy(update={"id": DOCUMENT["id"][:-1] + "2"})  # type: ignore[index]
    other = Store.create(tmp_path / "other.db", client="Nordwind")
    other.add(complete, small())
    assert other.assessment() == complete


def test_assessments_are_listed_and_the_last_one_is_the_default(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "opsassess.db", client="Nordwind")
    store.add(document(), small())
    second = Assessment.model_validate({**DOCUMENT, "id": "3F2A0C5E-8F0E-4B43-9A52-5A2F6F6F0A12", "respondents": []})
    assert store.add(second, small()) == 2
    store.record(1, AgentName(name="Approver"))
    assert store.assessment().respondents == ()
    assert store.assessments() == (
        Listed(number=1, id=document().id, agent="Approver"),
        Listed(number=2, id=second.id, agent="Lead router"),
    )


def test_the_same_assessment_is_added_once(store: Store) -> None:
    shouted = document().model_copy(update={"id": document().id.upper()})
    with pytest.raises(StoreError, match="is here already, as number 1"):
        store.add(shouted, small())


def test_an_assessment_needs_the_questionnaire_that_it_was_made_with(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "opsassess.db", client="Nordwind")
    with pytest.raises(StoreError, match=r"made with the questionnaire small 1\.0\.0, and this is small 2\.0\.0"):
        store.add(document(), small("2.0.0"))
    ref = {"id": "small", "version": "1.0.0", "sha256": sha256_of(small())}
    with pytest.raises(StoreError, match="its hash differs"):
        store.add(Assessment.model_validate({**DOCUMENT, "questionnaire": ref}), small("1.0.0", "a.other"))
    assert store.assessments() == ()


def test_an_assessment_that_is_not_there(tmp_path: Path, store: Store) -> None:
    with pytest.raises(StoreError, match=r"There is no assessment 7 here; there are: 1\."):
        store.record(7, DANA_SAYS)
    with pytest.raises(StoreError, match="no assessment yet"):
        Store.create(tmp_path / "empty.db", client="Nordwind").assessment()


# ---------------------------------------------------------------------------------------------------------------------
# One change at a time


def test_each_part_of_an_assessment_can_change(store: Store) -> None:
    before = written(store.assessment())
    for change in (
        DANA_SAYS,
        Respondent(id="dana", name="Dana W.", roles=("operator", "owner")),
        Respondent(id="bo", name="Bo", roles=("builder",)),
        Client(name="Nordwind GmbH"),
        AgentName(name="Router"),
        ProfileFact(fact="writes", value={"value": False, "evidence": []}),
        ProfileFact(fact="approves", value=None),
        AsOf(day=dt.date(2026, 6, 1)),
        Summary(text=None),
        NotApplicable(item="a.retry", reason="By design", approver="Olga"),
        AcceptedRisk(item="a.retry", reason="Small", role="owner", expires=dt.date(2026, 7, 1)),
        Action(item="a.stop", text="Drill it", owner="Bo"),
        Action(item="a.stop", text="Write it down"),
        Promise(item="a.stop", what="the export", who="Bo"),
        Milestone(name="Follow-up", date=dt.date(2026, 6, 1), scores={"tier": "T1"}),
        Removed.of(store.assessment().failure_modes[0]),
        Removed.of(ProfileFact(fact="drafts")),
        Removed(kind="promise", key=("a.stop", "nothing of the kind")),
    ):
        store.record(NUMBER, change)
    assert written(store.assessment()) == {
        **before,
        "as_of": "2026-06-01",
        "client": {"name": "Nordwind GmbH"},
        "agent": {"name": "Router", "profile": {"writes": {"value": False, "evidence": []}, "approves": None}},
        "respondents": [
            {"id": "dana", "name": "Dana W.", "roles": ["operator", "owner"]},
            {"id": "bo", "name": "Bo", "roles": ["builder"]},
        ],
        "answers": [*before["answers"], {"item": "a.stop", "respondent": "dana", "rating": 3}],
        "failure_modes": [],
        "not_applicable": [{"item": "a.retry", "reason": "By design", "approver": "Olga"}],
        "exceptions": [
            *before["exceptions"],
            {"item": "a.retry", "reason": "Small", "role": "owner", "expires": "2026-07-01"},
        ],
        "actions": [
            {"item": "a.stop", "text": "Drill it", "owner": "Bo"},
            {"item": "a.stop", "text": "Write it down"},
        ],
        "promised": [{"item": "a.stop", "what": "the export", "who": "Bo"}],
        "summary": None,
        "milestones": [*before["milestones"], {"name": "Follow-up", "date": "2026-06-01", "scores": {"tier": "T1"}}],
    }


def test_a_present_null_clears_and_an_absent_key_keeps(store: Store) -> None:
    store.record(NUMBER, Answer(item="a.stop", respondent="dana", rating=None))
    store.record(NUMBER, Answer(item="a.stop", respondent="dana"))
    cleared, kept = store.assessment().answers[-2:]
    assert cleared.model_fields_set == {"item", "respondent", "rating"}
    assert kept.model_fields_set == {"item", "respondent"}


@pytest.mark.parametrize(
    "text",
    [
        "\0",
        "Robert'); DROP TABLE events;--",
        '"quoted" \\ back',
        "🧯👩‍🚒 سلام",
        "\u2028\r\n\t",
        "<script>",
        "x" * 1_000_000,
    ],
    ids=["NUL", "SQL", "quotes", "emoji", "line ends", "HTML", "a megabyte"],
)
def test_any_text_survives(store: Store, text: str) -> None:
    half_an_emoji = "\ud83d"  # a browser sends it when it saves while someone types
    answer = Answer(
        item="a.stop", respondent="dana", note=text, content={"steps": [{"do": text, "see": half_an_emoji}]}
    )
    saved = store.record(NUMBER, answer, editor=text)
    assert store.assessment().answers[-1] == answer
    assert store.changes_since(NUMBER, saved - 1)[0].editor == text


def test_a_number_that_is_not_finite_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="not finite"):
        store.record(NUMBER, Answer(item="a.stop", respondent="dana", content={"value": float("inf")}))


def test_several_changes_are_saved_together_or_not_at_all(store: Store) -> None:
    other = Answer(item="a.retry", respondent="dana", rating=1)
    endless = Answer(item="a.stop", respondent="dana", content=float("nan"))
    with pytest.raises(StoreError):
        store.record_all(NUMBER, [other, endless])
    assert store.assessment().answers == document().answers
    store.record_all(NUMBER, [other, DANA_SAYS])
    assert store.assessment().answers == (*document().answers, other, DANA_SAYS)


def test_nobody_saves_between_what_was_read_and_what_follows_from_it(store: Store, tmp_path: Path) -> None:
    (path,) = tmp_path.glob("*.db")
    other = Store.open(path, wait=0.05)
    with store.revising(NUMBER, editor="drill") as revision:
        with pytest.raises(StoreError, match="locked"):
            other.record(NUMBER, DANA_SAYS)
        assert other.assessment() == revision.assessment  # reading goes on
        revision.save([DANA_SAYS])
    assert other.assessment().answers == (*document().answers, DANA_SAYS)


def test_a_revision_that_fails_in_the_middle_saves_nothing(store: Store) -> None:
    endless = Answer(item="a.stop", respondent="dana", content=float("nan"))

    def revise() -> None:
        with store.revising(NUMBER) as revision:
            revision.save([DANA_SAYS])
            revision.save([endless])

    with pytest.raises(StoreError, match="not finite"):
        revise()
    assert store.assessment().answers == document().answers


# ---------------------------------------------------------------------------------------------------------------------
# Several editors


def test_a_view_learns_what_others_saved(store: Store) -> None:
    shown = store.state(NUMBER)
    store.record(NUMBER, DANA_SAYS, editor="other tab")
    store.record(NUMBER, Summary(text="Better."), editor="other tab")
    news = store.changes_since(NUMBER, shown.seq)
    assert [(entry.editor, entry.event) for entry in news] == [
        ("other tab", DANA_SAYS),
        ("other tab", Summary(text="Better.")),
    ]
    assert store.changes_since(NUMBER, news[-1].seq) == ()
    assert store.state(NUMBER).seq == news[-1].seq


# ---------------------------------------------------------------------------------------------------------------------
# History, milestones, upgrades


def test_the_history_of_an_item_tells_what_was_said_when_and_by_which_editor(tmp_path: Path) -> None:
    clock = ticking()
    store = Store.create(tmp_path / "opsassess.db", client="Nordwind", now=lambda: next(clock))
    store.add(document(), small(), editor="import")
    store.record(NUMBER, Answer(item="a.retry", respondent="dana", rating=1), editor="Kim")
    store.record(NUMBER, DANA_SAYS, editor="Kim")
    exempt = document().not_applicable[0]
    store.record(NUMBER, Removed.of(exempt), editor="Lee")
    assert [(entry.saved_at.minute, entry.editor, entry.event) for entry in store.history(NUMBER, "a.retry")] == [
        (1, "import", document().answers[1]),
        (1, "import", exempt),
        (2, "Kim", Answer(item="a.retry", respondent="dana", rating=1)),
        (4, "Lee", Removed(kind="not_applicable", key=("a.retry",))),
    ]
    assert store.history(NUMBER, "a.unheard_of") == ()


def test_a_milestone_keeps_its_scores_while_answers_go_on(store: Store) -> None:
    frozen = Milestone(name="June", date=dt.date(2026, 6, 1), scores={"overall": {"shown": 0.5}, "tier": None})
    store.record(NUMBER, frozen)
    store.record(NUMBER, DANA_SAYS)
    assert store.assessment().milestones[-1] == frozen
    again = Milestone(name="June", date=dt.date(2026, 6, 1), scores={"overall": {"shown": 0.6}})
    store.record(NUMBER, again)
    assert store.assessment().milestones == (*document().milestones, again)


def test_an_upgrade_points_to_another_questionnaire_and_undo_points_back(store: Store) -> None:
    first, second, third = small(), small("2.0.0", "a.retry", "a.log"), small("3.0.0", "a.log")
    upgraded = store.upgrade(NUMBER, second)
    assert store.questionnaire_of(NUMBER) == second
    assert store.assessment().questionnaire.version == "2.0.0"
    assert unknown_items(store.assessment(), second) == ("a.stop",)
    assert store.assessment().answers == document().answers
    store.upgrade(NUMBER, third)
    store.undo_upgrade(NUMBER)
    assert store.questionnaire_of(NUMBER) == second
    undone = store.undo_upgrade(NUMBER, editor="Kim")
    assert store.questionnaire_of(NUMBER) == first
    ref = store.assessment().questionnaire
    assert store.changes_since(NUMBER, undone - 1)[0].event == Upgrade(questionnaire=ref, undoes=upgraded)
    with pytest.raises(StoreError, match="no upgrade to undo"):
        store.undo_upgrade(NUMBER)
    store.upgrade(NUMBER, third)
    store.undo_upgrade(NUMBER)
    assert store.questionnaire_of(NUMBER) == first


def test_an_upgrade_to_the_present_questionnaire_changes_nothing(store: Store) -> None:
    state = store.state()
    assert store.upgrade(NUMBER, small()) == state.seq
    assert store.state() == state


# ---------------------------------------------------------------------------------------------------------------------


def test_changes_need_no_database() -> None:
    code = "import opsassess.changes, sys; print('sqlalchemy' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert ran.stdout == "False\n"


def test_the_log_cannot_be_rewritten_by_accident(tmp_path: Path) -> None:
    import sqlite3

    connection = sqlite3.connect(engagement(tmp_path))
    for statement in ("DELETE FROM events", "UPDATE events SET payload = '{}'"):
        with pytest.raises(sqlite3.IntegrityError, match="events are kept"):
            connection.execute(statement)
    connection.close()


def test_what_was_given_is_not_changed(store: Store) -> None:
    given, questionnaire = document(), small("2.0.0")
    other = given.model_copy(update={"id": "3f2a0c5e-8f0e-4b43-9a52-5a2f6f6f0a13"})
    before = (other.model_dump(), questionnaire.model_dump())
    number = store.add(other, small())
    store.upgrade(number, questionnaire)
    assert (other.model_dump(), questionnaire.model_dump()) == before
