"""The engine and the oracle, written apart from the same specification, give the same numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import TODAY, Case, assessments, cases, quick

from opsassess.library import find_questionnaire
from opsassess.scoring import score

pytestmark = pytest.mark.slow

AGENT_OPERABILITY = find_questionnaire("agent-operability")
TRIAGE = find_questionnaire("triage")


def differences(case: Case, *, days: int = 0, sets: int = 700) -> dict[str, tuple[Any, Any]]:
    """Return place -> what the engine says, what the oracle says; where they say the same there is nothing.

    The oracle tries so many sets in search of the smallest. If that is too few, the engine's set is only checked.
    """
    as_of = TODAY + dt.timedelta(days=days)
    expected = oracle.comparable(oracle.score(case.questionnaire, case.assessment, as_of, exhaustive=sets))
    found = oracle.comparable(score(case.questionnaire, case.assessment, as_of).to_json(exact=True))
    if expected["smallest_set"] is None:
        expected["smallest_set"] = confirmed(case, as_of, found["smallest_set"])
    del found["questionnaire"], found["as_of"]
    engine, slow = dict(places(found)), dict(places(expected))
    return {
        place: (engine.get(place, "absent"), slow.get(place, "absent"))
        for place in [*slow, *engine]
        if place not in engine or place not in slow or engine[place] != slow[place]
    }


def confirmed(case: Case, as_of: dt.date, smallest: list[str]) -> list[str]:
    """Return the set, less what it does not need, if it reaches the next tier in the oracle; else nothing."""
    sheet = oracle.sheet_of(case.questionnaire, case.assessment, as_of)
    goal = oracle.next_tier(oracle.tier_reported(sheet))
    if not oracle.reaches(sheet, smallest, goal):
        return []
    return [item for item in smallest if not oracle.reaches(sheet, set(smallest) - {item}, goal)]


def places(json: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Flatten JSON: areas.kill.shown -> 4/9. The order of keys counts too."""
    if not isinstance(json, Mapping):
        yield path, json
        return
    yield f"{path}.keys", list(json)
    for key, value in json.items():
        yield from places(value, f"{path}.{key}" if path else key)


@settings(quick, max_examples=150)
@given(cases())
def test_small_questionnaires(case: Case) -> None:
    assert differences(case) == {}


@settings(quick, max_examples=150)
@given(cases(), st.sampled_from([1, 29, 30, 31, 89, 90, 91, 180, 181, 361, 2000]))
def test_small_questionnaires_on_a_later_day(case: Case, days: int) -> None:
    assert differences(case, days=days, sets=50) == {}


@settings(quick, max_examples=8)
@given(assessments(AGENT_OPERABILITY))
def test_the_whole_questionnaire(case: Case) -> None:
    assert differences(case, sets=100) == {}


@settings(quick, max_examples=15)
@given(assessments(TRIAGE))
def test_the_triage(case: Case) -> None:
    assert differences(case, sets=400) == {}


@settings(quick, max_examples=2000)
@given(cases())
def test_thousands_of_small_questionnaires(case: Case) -> None:
    assert differences(case, sets=5000) == {}


@settings(quick, max_examples=60)
@given(st.one_of(assessments(AGENT_OPERABILITY), assessments(TRIAGE)), st.sampled_from([0, 30, 60, 91, 180]))
def test_dozens_of_the_questionnaires_in_use(case: Case, days: int) -> None:
    assert differences(case, days=days, sets=3000) == {}
