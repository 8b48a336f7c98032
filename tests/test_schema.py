"""The published JSON Schemas: what our files are passes, what is wrong with one is found by any validator."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]  # it ships no types

from opsassess import resources
from opsassess.assessment import Assessment
from opsassess.schema import NAMES, json_schema

ASSESSMENT = {
    "format": "opsassess-assessment/1",
    "id": "8a0d4c9e-1111-4222-8333-444455556666",
    "as_of": "2026-06-01",
    "client": {"name": "Meridian"},
    "agent": {"name": "Lead router", "profile": {"writes_any": True, "runs_per_month": 900, "vendor": None}},
    "questionnaire": {"id": "agent-operability", "version": "1.0.0"},
    "respondents": [{"id": "dana", "name": "Dana Ruiz", "roles": ["operator"]}],
    "answers": [
        {
            "item": "s5_kill_switch.pause_new_runs",
            "respondent": "dana",
            "rating": 4,
            "content": [{"do": "Press pause", "see": "The run list stays empty"}],
            "evidence": [{"level": "E3", "what": "drill", "date": "2026-05-20"}],
            "at": "2026-06-01T09:30:00+02:00",
        },
        {"item": "s5_kill_switch.verify_pause", "respondent": "dana", "rating": "dont_know"},
    ],
    "exceptions": [{"item": "r4_change.staging", "reason": "small", "role": "owner", "expires": "2026-09-01"}],
    "actions": [{"item": "r4_change.staging", "text": "Build it", "hours": [1, 2.5, 4]}],
}


def complaints(name: str, data: object) -> list[str]:
    """Return what a validator says about data, each with its path."""
    validator = Draft202012Validator(json_schema(name), format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(data)]


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_one_itself_and_says_what_it_is(name: str) -> None:
    schema = json_schema(name)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:opsassess:{name}:1"
    assert schema["title"] == name.capitalize()
    assert schema["description"]
    assert json.loads(json.dumps(schema, allow_nan=False)) == schema


def test_the_parts_have_the_sentences_of_their_models() -> None:
    parts = json_schema("assessment")["$defs"]
    assert parts["Promise"]["description"] == "Evidence that somebody said they would send."
    assert parts["Answer"]["properties"]["rating"]["anyOf"] == [
        {"type": "integer", "minimum": 0, "maximum": 4},
        {"const": "dont_know", "type": "string"},
        {"type": "null"},
    ]


def test_a_default_is_a_number_and_no_fraction_in_quotes() -> None:
    constants = json_schema("questionnaire")["$defs"]["Constants"]["properties"]
    assert constants["incomplete_row_cap"]["default"] == 0.25


def test_a_good_assessment_passes() -> None:
    assert complaints("assessment", ASSESSMENT) == []
    Assessment.model_validate(ASSESSMENT)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"respondants": []}, "$: Additional properties are not allowed ('respondants' was unexpected)"),
        ({"format": "opsassess-assessment/2"}, "$.format: 'opsassess-assessment/1' was expected"),
        ({"as_of": "2026-02-30"}, "$.as_of: '2026-02-30' is not a 'date'"),
        ({"client": "Meridian"}, "$.client: 'Meridian' is not of type 'object'"),
        ({"answers": [{"item": "s5.pause"}]}, "$.answers[0]: 'respondent' is a required property"),
        ({"respondents": [{"id": "d", "name": "D", "roles": []}]}, "$.respondents[0].roles: [] should be non-empty"),
        (
            {"failure_modes": [{"id": "s4_exceptions.m_loop", "title": "Loop"}]},
            "$.failure_modes[0].id: 's4_exceptions.m_loop' does not match '^[a-z0-9][a-z0-9_]*\\\\.m_x_[a-z0-9_]+$'",
        ),
    ],
)
def test_a_wrong_assessment_does_not(change: dict[str, Any], complaint: str) -> None:
    assert complaints("assessment", ASSESSMENT | change) == [complaint]


@pytest.mark.parametrize("rating", [5, -1, 2.5, "4", True, "unknown"])
def test_a_rating_is_a_level_or_dont_know(rating: object) -> None:
    wrong = copy.deepcopy(ASSESSMENT)
    wrong["answers"] = [{"item": "s5.pause", "respondent": "dana", "rating": rating}]
    assert [message.partition(":")[0] for message in complaints("assessment", wrong)] == ["$.answers[0].rating"]


# ---------------------------------------------------------------------------------------------------------------------
# Questionnaires, as an editor that knows YAML sees them


def questionnaire(name: str) -> dict[str, Any]:
    text = (resources.folder("questionnaires") / f"{name}.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - safe
    return data


@pytest.mark.parametrize("name", ["agent-operability", "triage"])
def test_our_questionnaires_pass(name: str) -> None:
    assert complaints("questionnaire", questionnaire(name)) == []


def test_a_wrong_questionnaire_does_not() -> None:
    wrong = questionnaire("agent-operability")
    wrong["areas"][0]["items"][0]["levels"].pop()
    wrong["areas"][0]["items"][1]["remedy"] = "Write it down."
    wrong["constants"]["weights"]["Very critical"] = 9
    assert [message.partition(":")[0] for message in complaints("questionnaire", wrong)] == [
        "$.constants.weights",
        "$.areas[0].items[0].levels",
        "$.areas[0].items[1].remedy",
    ]


def test_one_that_changes_another_says_only_what_is_different() -> None:
    item = {"id": "s5_kill_switch.verify_pause", "minutes": 4}
    own = {"extends": "agent-operability", "id": "acme", "without": ["r1_daily_ops.end_of_day"]}
    areas = [{"id": "s5_kill_switch", "items": [item]}]
    assert complaints("questionnaire", own | {"areas": areas, "constants": {"key_person_gap": 0.25}}) == []
    assert complaints("questionnaire", own | {"areas": [{"items": [item]}]}) == [
        "$.areas[0]: 'id' is a required property"
    ]


def test_a_wrong_short_form_does_not() -> None:
    wrong = questionnaire("triage") | {"minutes": 60, "items": "all"}
    assert sorted(complaints("questionnaire", wrong)) == [
        "$.items: 'all' is not of type 'array'",
        "$: Additional properties are not allowed ('minutes' was unexpected)",
    ]
