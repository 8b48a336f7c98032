"""What the user is told about data that is not as it should be: where, what, and a way out."""

from __future__ import annotations

import json
from typing import Any

import pytest

from opsassess import validation
from opsassess.assessment import Assessment
from opsassess.errors import DataError
from opsassess.source import Source, read_json, with_lines

GOOD: dict[str, Any] = {
    "format": "opsassess-assessment/1",
    "id": "8a0d4c9e-1111-4222-8333-444455556666",
    "as_of": "2026-06-01",
    "client": {"name": "Meridian"},
    "agent": {"name": "Lead router", "profile": {}},
    "questionnaire": {"id": "agent-operability", "version": "1.0.0"},
    "respondents": [{"id": "dana", "name": "Dana Ruiz", "roles": ["operator"]}],
}


def said(data: object) -> list[str]:
    """Return what is said about an assessment, without the places."""
    with pytest.raises(DataError) as refused:
        validation.build(Assessment, Source(name="meridian.json", data=data))
    return [str(mistake).removeprefix("meridian.json: ") for mistake in refused.value.mistakes]


def answer(**keys: object) -> dict[str, Any]:
    return {"answers": [{"item": "s5_kill_switch.verify_pause", "respondent": "dana", **keys}]}


def test_the_good_one_is_read() -> None:
    assert validation.build(Assessment, Source(name="meridian.json", data=GOOD)).client.name == "Meridian"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"respondants": []}, "`respondants` is not a key that belongs here. Perhaps 'respondents' is meant."),
        (
            {"client": {"name": "Meridian", "rates": 90}},
            "`client.rates` is not a key that belongs here. Known here: name.",
        ),
        ({"agent": {"profile": {}}}, "`agent.name` is missing. Add it."),
        ({"client": "Meridian"}, "`client` is 'Meridian', but should hold keys with their values."),
        ({"answers": {}}, "`answers` is {}, but should be a list."),
        ({"client": {"name": ""}}, "`client.name` is '', but should not be empty."),
        ({"client": {"name": 7}}, "`client.name` is 7, but should be a text."),
        (
            {"respondents": [{"id": "dana", "name": "Dana", "roles": []}]},
            "`respondents[dana].roles` is [], but should have 1 or more entries.",
        ),
        (
            {"respondents": [{"id": "dana", "name": "Dana", "roles": ["boss"]}]},
            "`respondents[dana].roles[1]` is 'boss', but should be one of 'operator', 'owner', 'user' or 'builder'.",
        ),
        ({"as_of": "2026-02-30"}, "`as_of` is a day that the calendar does not have."),
        ({"as_of": "1.6.2026"}, "`as_of` is '1.6.2026', but should be a day written as 2026-05-31."),
        (
            answer(rating=5),
            "`answers[s5_kill_switch.verify_pause].rating` is 5, but should be at most 4 or be 'dont_know'.",
        ),
        (
            answer(rating="3"),
            ("`answers[s5_kill_switch.verify_pause].rating` is '3', but should be a whole number or be 'dont_know'."),
        ),
        (
            answer(at="2026-06-01T09:00:00"),
            (
                "`answers[s5_kill_switch.verify_pause].at` is '2026-06-01T09:00:00', "
                "but should name its time zone, like 2026-05-31T09:00:00+02:00."
            ),
        ),
        (
            {"actions": [{"item": "r4_change.staging", "text": "Build it", "hours": [1, 2]}]},
            "`actions[r4_change.staging].hours` has too few entries.",
        ),
        (
            {"actions": [{"item": "r4_change.staging", "text": "Build it", "hours": [1, 2, "four"]}]},
            "`actions[r4_change.staging].hours[3]` is 'four', but should be a number.",
        ),
    ],
)
def test_one_mistake_is_one_sentence(change: dict[str, Any], message: str) -> None:
    assert said(GOOD | change) == [message]


@pytest.mark.parametrize("data", [[], "text", None, 7])
def test_something_else_than_an_assessment_is_named(data: object) -> None:
    assert said(data) == [f"the file is {data!r}, but should hold keys with their values."]


def test_a_long_value_is_shown_by_its_beginning() -> None:
    assert said(GOOD | {"client": "x" * 500}) == [
        f"`client` is '{'x' * 56}..., but should hold keys with their values.",
    ]


def test_all_mistakes_come_at_once_each_with_its_line() -> None:
    text = """\
{
  "format": "opsassess-assessment/1",
  "id": "8a0d4c9e-1111-4222-8333-444455556666",
  "client": {"nam": "Meridian"},
  "agent": {"name": "Lead router"},
  "questionnaire": {"id": "agent-operability", "version": "1.0.0"},
  "answers": [
    {
      "item": "s5_kill_switch.verify_pause",
      "respondent": "dana",
      "evidence": [{"level": "E7"}]
    },
    {"item": "verify_pause", "respondent": "dana"}
  ]
}
"""
    with pytest.raises(DataError) as refused:
        validation.build(Assessment, read_json(text, "meridian.json"), lambda source: with_lines(source, text))
    assert (
        str(refused.value)
        == """\
meridian.json:1: `as_of` is missing. Add it.
meridian.json:4: `client.name` is missing. Add it.
meridian.json:4: `client.nam` is not a key that belongs here. Perhaps 'name' is meant.
meridian.json:11: `answers[s5_kill_switch.verify_pause].evidence[1].level` is 'E7', but should be one of 'E0', 'E1', \
'E2' or 'E3'.
meridian.json:13: `answers[verify_pause].item` is 'verify_pause', but should be an area and a name, \
like s5_kill_switch.at_night."""
    )


def test_lines_are_looked_up_only_for_a_mistake() -> None:
    def placed(_: Source) -> Source:
        raise AssertionError("nothing has to be placed")

    validation.build(Assessment, read_json(json.dumps(GOOD), "meridian.json"), placed)


@pytest.mark.parametrize(
    ("word", "suggestion"),
    [("operater", "Perhaps 'operator' is meant"), ("buidler", "Perhaps 'builder' is meant"), ("boss", "")],
)
def test_a_suggestion_is_made_only_when_a_word_is_close(word: str, suggestion: str) -> None:
    assert validation.did_you_mean(word, ("operator", "owner", "user", "builder")) == suggestion
