"""What shows only when an assessment and its questionnaire are read together: every kind of mistake, once."""

from __future__ import annotations

from typing import Any

import pytest

from opsassess.assessment import Assessment
from opsassess.consistency import (
    as_mistakes,
    content_mistakes,
    gate_items,
    inconsistencies,
    items_for,
    unknown_items,
)
from opsassess.library import find_questionnaire
from opsassess.questionnaire import Content, Questionnaire

PAUSE, STAGING, TIMEOUT = "s5_kill_switch.pause_new_runs", "r4_change.staging", "s4_exceptions.m_api_timeout"
DANA = {"id": "dana", "name": "Dana Ruiz", "roles": ["operator"]}
ACCEPTED = {"item": STAGING, "reason": "small", "role": "owner", "expires": "2026-09-01"}
LEFT_OUT = {"item": STAGING, "reason": "no second system", "approver": "Dana Ruiz"}


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    return find_questionnaire("agent-operability")


def assessment(**parts: object) -> Assessment:
    return Assessment.model_validate(
        {
            "format": "opsassess-assessment/1",
            "id": "8a0d4c9e-1111-4222-8333-444455556666",
            "as_of": "2026-06-01",
            "client": {"name": "Meridian"},
            "agent": {"name": "Lead router"},
            "questionnaire": {"id": "agent-operability", "version": "1.0.0"},
            "respondents": [DANA],
        }
        | parts
    )


def profile(**facts: object) -> dict[str, Any]:
    return {"agent": {"name": "Lead router", "profile": facts}}


def answers(*entries: dict[str, Any]) -> dict[str, Any]:
    return {"answers": [{"respondent": "dana"} | entry for entry in entries]}


def found(questionnaire: Questionnaire, *, same_version: bool = True, **parts: object) -> list[str]:
    """Return what is found as path: sentence. Fix."""
    mistakes = inconsistencies(assessment(**parts), questionnaire, same_version=same_version)
    return [str(m) for m in as_mistakes(mistakes, lambda loc: "/".join(str(part) for part in loc))]


def test_a_good_assessment_has_no_mistake(questionnaire: Questionnaire) -> None:
    parts = (
        profile(work="lead_routing", writes_any={"value": True, "evidence": []}, runs_per_month=900, vendor=None)
        | answers(
            {"item": PAUSE, "rating": 4, "content": [{"do": "Press pause", "see": "No new runs"}]},
            {"item": "s4_exceptions.m_x_loop", "content": {"detect": "alert", "retry": "never"}},
            {"item": STAGING, "evidence": [{"level": "E1", "date": "2026-06-01"}]},
        )
        | {"failure_modes": [{"id": "s4_exceptions.m_x_loop", "title": "Loop"}]}
        | {"not_applicable": [LEFT_OUT], "exceptions": [ACCEPTED]}
    )
    assert found(questionnaire, **parts) == []


MODE = {"id": "s4_exceptions.m_x_loop", "title": "Loop"}
CASES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "a respondent twice": (
        {"respondents": [DANA, DANA]},
        ["respondents/1/id: 'dana' stands above already. Keep one of them."],
    ),
    "a failure mode twice": (
        {"failure_modes": [MODE, MODE]},
        ["failure_modes/1/id: 's4_exceptions.m_x_loop' stands above already. Keep one of them."],
    ),
    "not applicable twice": (
        {"not_applicable": [LEFT_OUT, LEFT_OUT]},
        [f"not_applicable/1/item: '{STAGING}' stands above already. Keep one of them."],
    ),
    "an exception twice": (
        {"exceptions": [ACCEPTED, ACCEPTED]},
        [f"exceptions/1/item: '{STAGING}' stands above already. Keep one of them."],
    ),
    "an answer by nobody": (
        answers({"item": PAUSE, "respondent": "dona"}),
        [
            (f"answers/0/respondent: the answer to {PAUSE} is by 'dona', who is not among the respondents. "
            "Perhaps 'dana' is meant.")
        ],
    ),
    "an item that is not asked": (
        answers({"item": "s5_kill_switch.pause_runs"}),
        [
            ("answers/0/item: the questionnaire has no item 's5_kill_switch.pause_runs'. "
            f"Perhaps '{PAUSE}' is meant.")
        ],
    ),
    "an exception for such an item": (
        {"exceptions": [ACCEPTED | {"item": "a.b"}]},
        ["exceptions/0/item: the questionnaire has no item 'a.b'."],
    ),
    "an answered failure mode that is not declared": (
        answers({"item": "s4_exceptions.m_x_loop", "rating": 2}),
        [
            ("answers/0/item: the failure mode 's4_exceptions.m_x_loop' is answered, but not declared. "
            "Declare it with its title.")
        ],
    ),
    "a failure mode in an area that takes none": (
        {"failure_modes": [{"id": "s5_kill_switch.m_x_loop", "title": "Loop"}]},
        [
            "failure_modes/0/id: 's5_kill_switch.m_x_loop' is not in an area that takes failure modes of the client."
        ],
    ),
    "evidence of tomorrow": (
        answers({"item": PAUSE, "evidence": [{"level": "E3", "date": "2026-06-02"}]}),
        [
            ("answers/0/evidence/0/date: evidence is dated 2026-06-02, after the assessment's day (2026-06-01). "
            "Correct the date, or move the day, which is As of on the sheet Other, to 2026-06-02 or later.")
        ],
    ),
    "evidence of a later round": (
        answers({"item": PAUSE, "evidence": [{"level": "E3", "date": f"2026-06-0{n}"} for n in (2, 4, 3)]}),
        [
            ("answers/0/evidence/0/date: evidence is dated 2026-06-02, after the assessment's day (2026-06-01). "
            "Correct the date, or move the day, which is As of on the sheet Other, to 2026-06-04 or later."),
            "answers/0/evidence/1/date: evidence is dated 2026-06-04, after the assessment's day (2026-06-01).",
            "answers/0/evidence/2/date: evidence is dated 2026-06-03, after the assessment's day (2026-06-01).",
        ],
    ),
    "a gate declared not applicable": (
        {"not_applicable": [LEFT_OUT | {"item": "s5_kill_switch.draft_only"}]},
        [
            ("not_applicable/0/item: s5_kill_switch.draft_only is in a gate and cannot be declared not applicable. "
            "Only a fact of the profile can take it out; accept the risk as an exception instead.")
        ],
    ),
    "a critical item declared not applicable": (
        {"not_applicable": [LEFT_OUT | {"item": "r2_incident.when_to_stop"}]},
        [
            ("not_applicable/0/item: r2_incident.when_to_stop is critical and cannot be declared not applicable. "
            "Only a fact of the profile can take it out; accept the risk as an exception instead.")
        ],
    ),
    "a fact that is not asked": (
        profile(write_any=True),
        ["agent/profile/write_any: the profile has no fact 'write_any'. Perhaps 'writes_any' is meant."],
    ),
    "a boolean in words": (
        profile(writes_any="yes"),
        ["agent/profile/writes_any: the fact 'writes_any' is 'yes', but should be true or false."],
    ),
    "a number in words": (
        profile(runs_per_month="900"),
        [
            ("agent/profile/runs_per_month: the fact 'runs_per_month' is '900', "
            "but should be a number that is not negative.")
        ],
    ),
    "a negative number": (
        profile(runs_per_month=-1),
        ["agent/profile/runs_per_month: the fact 'runs_per_month' is -1, but should be a number that is not negative."],
    ),
    "a share in percent": (
        profile(exception_rate=12),
        ["agent/profile/exception_rate: the fact 'exception_rate' is 12, but a share runs from 0 to 1: 12 % is 0.12."],
    ),
    "a choice that is none": (
        profile(work="sales"),
        [
            ("agent/profile/work: the fact 'work' is 'sales', which is not one of "
            "lead_routing, support, approvals, back_office, revenue_ops, other.")
        ],
    ),
    "a table that is none": (
        profile(systems="CRM"),
        ["agent/profile/systems: the fact 'systems' should be a list of rows, like [{\"name\": \"...\"}]."],
    ),
    "a day in a table that is none": (
        profile(documents=[{"kind": "runbook", "last_reviewed": "2026-13-45"}, {"last_reviewed": "in spring"}]),
        [
            ("agent/profile/documents: the fact 'documents' has '2026-13-45', "
            "which is a day that the calendar does not have.")
        ],
    ),
    "a text that is none": (
        profile(model=4),
        ["agent/profile/model: the fact 'model' should be a text."],
    ),
    "content of the wrong kind": (
        answers({"item": PAUSE, "content": "Press pause"}),
        ['answers/0/content: the content should be a list of steps, like [{"do": "...", "see": "..."}].'],
    ),
    "a column that a failure mode does not have": (
        answers({"item": TIMEOUT, "content": {"detect": "alert", "wait": "60 s"}}),
        [
            ("answers/0/content: the content has a column 'wait'; "
            "there are detect, retry, human_review, pause, notify.")
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_named(case: str, questionnaire: Questionnaire) -> None:
    parts, messages = CASES[case]
    assert found(questionnaire, **parts) == messages


def test_evidence_whose_day_was_corrected_is_no_mistake(questionnaire: Questionnaire) -> None:
    wrong, right = ({"item": PAUSE, "evidence": [{"level": "E3", "date": day}]} for day in ("2031-06-01", "2026-05-30"))
    assert found(questionnaire, **answers(wrong, right)) == []
    assert len(found(questionnaire, **answers(right, wrong))) == 1


def test_all_mistakes_come_at_once(questionnaire: Questionnaire) -> None:
    parts = profile(writes_any="no") | answers({"item": "a.b", "respondent": "x"}) | {"respondents": [DANA, DANA]}
    assert [message.partition(":")[0] for message in found(questionnaire, **parts)] == [
        "respondents/1/id",
        "answers/0/respondent",
        "answers/0/item",
        "agent/profile/writes_any",
    ]


# ---------------------------------------------------------------------------------------------------------------------
# Another version of the questionnaire: items that it no longer has are kept and listed


def test_items_of_another_version_are_listed_and_no_mistake(questionnaire: Questionnaire) -> None:
    parts = answers({"item": "s9_old.item", "rating": 3}, {"item": PAUSE, "rating": 3})
    assert found(questionnaire, same_version=False, **parts) == []
    assert unknown_items(assessment(**parts), questionnaire) == ("s9_old.item",)


def test_a_declared_failure_mode_becomes_an_item(questionnaire: Questionnaire) -> None:
    items = items_for(questionnaire, assessment(failure_modes=[MODE]))
    loop = items["s4_exceptions.m_x_loop"]
    assert (loop.title, loop.area, loop.content.kind) == ("Loop", "s4_exceptions", "failure_mode")
    assert set(items) - set(questionnaire.items) == {"s4_exceptions.m_x_loop"}
    assert "s4_exceptions.m_x_loop" in gate_items(questionnaire, items)


def test_the_items_of_gates_are_those_named_and_those_with_the_prefix(questionnaire: Questionnaire) -> None:
    gated = gate_items(questionnaire, questionnaire.items)
    assert {"s5_kill_switch.pause_new_runs", "s4_exceptions.m_duplicate"} <= gated
    assert "r4_change.staging" not in gated
    assert len(gated) == 25


# ---------------------------------------------------------------------------------------------------------------------
# Content by kind


@pytest.mark.parametrize(
    ("kind", "good", "wrong", "message"),
    [
        ("text", "Every form", 7, "should be a text"),
        ("link", "https://wiki.example/runbook", {}, "should be a text"),
        ("date", "2026-05-31", "31 May", "should be a day written as 2026-05-31"),
        ("number", {"value": 98, "unit": "%"}, 98, "should be a number with its unit"),
        ("number", {"value": 0.5}, {"value": "98"}, "should be a number with its unit"),
        ("number", {"unit": "%", "where": "the dashboard"}, {"unit": "%"}, "should be a number with its unit"),
        ("number", {"value": 1, "per": "day"}, {"value": 1, "unit": 2}, "has a unit that is not a text"),
        ("people", [{"name": "Dana", "role": "lead"}], "Dana", "should be a list of rows"),
        ("steps", [{"do": "Press"}], [{"see": "quiet"}], "should be a list of steps"),
        ("table", [{"system": "CRM"}], ["CRM"], "should be a list of rows"),
        ("failure_mode", {"notify": "Dana"}, {"tell": "Dana"}, "has a column 'tell'"),
        ("choice", "queue", "sheet", "is 'sheet', which is not one of queue, drafts"),
        ("choices", ["queue"], "queue", "should be a list of choices"),
    ],
)
def test_content_has_the_shape_of_its_kind(kind: str, good: object, wrong: object, message: str) -> None:
    parts = {"columns": [{"id": "system", "title": "System"}], "options": ["queue", "drafts"]}
    content = Content.model_validate({"kind": kind, "prompt": "What?"} | parts)
    assert list(content_mistakes(good, content)) == []
    assert [what.startswith(f"the content {message}") for what in content_mistakes(wrong, content)] == [True]
