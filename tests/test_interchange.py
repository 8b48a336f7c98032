"""Assessments as files: read with every mistake at once, written so that nothing is lost."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from command_line import SAMPLE, sample, written

from opsassess import interchange
from opsassess.errors import DataError
from opsassess.interchange import read_assessment


def test_what_is_written_is_what_was_read(tmp_path: Path) -> None:
    read = read_assessment(SAMPLE)
    path = tmp_path / "again.json"
    path.write_text(interchange.to_json(read.assessment), encoding="utf-8")
    again = read_assessment(path)
    assert again.assessment == read.assessment
    assert interchange.to_json(again.assessment) == path.read_text(encoding="utf-8")
    assert json.loads(path.read_text(encoding="utf-8")) == sample()
    assert again.notices == ()


def test_a_key_that_was_not_given_stays_away_and_null_stays_null(tmp_path: Path) -> None:
    data = sample(summary=None)
    data["answers"] = [{"item": data["answers"][0]["item"], "respondent": "dana", "rating": None}]
    back = json.loads(interchange.to_json(read_assessment(written(tmp_path, data)).assessment))
    assert back["summary"] is None
    assert back["answers"] == data["answers"]


def test_the_clients_copy_has_no_private_notes(tmp_path: Path) -> None:
    data = sample()
    data["answers"][0]["private_note"] = "unsure"
    data["notes"] = [{"id": "n1", "text": "ask Bo about pay"}]
    assessment = read_assessment(written(tmp_path, data)).assessment
    assert json.loads(interchange.to_json(assessment)) == data
    for answer in data["answers"]:
        answer.pop("private_note", None)
    data.pop("notes")
    assert json.loads(interchange.to_json(assessment, private=False)) == data


def test_an_older_version_of_the_questionnaire_is_a_notice(tmp_path: Path) -> None:
    made = {"id": "agent-operability", "version": "0.9.0"}
    unknown = {"item": "s1_workflow_summary.gone", "respondent": "dana", "rating": 2}
    data = sample(questionnaire=made)
    data["answers"].append(unknown)
    read = read_assessment(written(tmp_path, data))
    version = read.questionnaire.version
    assert read.notices == (
        f"made with agent-operability 0.9.0, scored with agent-operability {version}",
        "not in this questionnaire, kept and not scored: s1_workflow_summary.gone",
    )


def test_another_text_of_the_same_version_is_a_notice(tmp_path: Path) -> None:
    made = sample()["questionnaire"] | {"sha256": "0" * 64}
    (notice,) = read_assessment(written(tmp_path, sample(questionnaire=made))).notices
    assert notice.endswith("(same version, other text)")


def test_ones_own_folder_comes_before_the_package(tmp_path: Path) -> None:
    own = tmp_path / "agent-operability.yaml"
    shutil.copy(SAMPLE.parent.parent / "questionnaires" / own.name, own)
    installed = read_assessment(SAMPLE).questionnaire.version
    text = own.read_text(encoding="utf-8")
    own.write_text(text.replace(f"version: {installed}", "version: 9.9.9", 1), encoding="utf-8")
    assert read_assessment(SAMPLE, [tmp_path]).questionnaire.version == "9.9.9"
    assert read_assessment(SAMPLE).questionnaire.version == installed


def test_every_mistake_has_its_place(tmp_path: Path) -> None:
    data = sample()
    data["answers"][3]["rating"] = "maybe"
    del data["as_of"]
    path = written(tmp_path, data)
    line = next(n for n, text in enumerate(path.read_text().splitlines(), 1) if '"maybe"' in text)
    with pytest.raises(DataError) as raised:
        read_assessment(path)
    places = {mistake.where: mistake.what for mistake in raised.value.mistakes}
    assert places.keys() == {f"{path}:1", f"{path}:{line}"}
    assert places[f"{path}:1"] == "`as_of` is missing"


def test_mistakes_of_form_hide_none_of_meaning(tmp_path: Path) -> None:
    """What cannot be read is told once, and all that can be is checked against the questionnaire at once."""
    data = sample()
    answers, people = data["answers"], data["respondents"]
    answers[0] = "nothing that can be read"
    answers[1] |= {"item": "s1_workflow_summary.gaol", "rating": 7}
    answers[2] |= {"respondent": "nobody", "ratting": 2}
    answers[3]["evidence"] = [{"level": "E9"}]
    people[0]["roles"] = ["boss"]
    data["as_of"] = "31.05.2026"
    data["agent"]["profile"]["writes_anny"] = True
    data["agent"]["profile"]["live"] = {"value": True, "evidence": [{"level": "E7"}]}
    path = written(tmp_path, data)
    with pytest.raises(DataError) as raised:
        read_assessment(path)
    roles = "'operator', 'owner', 'user' or 'builder'"
    lines = path.read_text(encoding="utf-8").splitlines()
    told = {mistake.what for mistake in raised.value.mistakes}
    assert told == {
        "`answers[1]` is 'nothing that can be read', but should hold keys with their values",
        "`answers[s1_workflow_summary.gaol].rating` is 7, but should be at most 4 or be 'dont_know'",
        "the questionnaire has no item 's1_workflow_summary.gaol'",
        f"`answers[{answers[2]['item']}].ratting` is not a key that belongs here",
        f"the answer to {answers[2]['item']} is by 'nobody', who is not among the respondents",
        f"`answers[{answers[3]['item']}].evidence[1].level` is 'E9', but should be one of 'E0', 'E1', 'E2' or 'E3'",
        f"`respondents[{people[0]['id']}].roles[1]` is 'boss', but should be one of {roles}",
        "`as_of` is '31.05.2026', but should be a day written as 2026-05-31",
        "`agent.profile.live.evidence[1].level` is 'E7', but should be one of 'E0', 'E1', 'E2' or 'E3'",
        "the profile has no fact 'writes_anny'",
    }
    unknown = next(mistake for mistake in raised.value.mistakes if "no item" in mistake.what)
    assert "gaol" in lines[int(unknown.where.rpartition(":")[2]) - 1]


@pytest.mark.parametrize("part", ["respondents", "failure_modes"])
def test_what_follows_from_an_entry_that_cannot_be_read_is_not_told(tmp_path: Path, part: str) -> None:
    data = sample()
    if part == "failure_modes":
        mode = {"id": "s4_exceptions.m_x_spam", "title": "Spam"}
        data["failure_modes"] = [mode]
        data["answers"].append({"item": mode["id"], "respondent": data["respondents"][0]["id"], "rating": 1})
    data[part][0]["ID"] = data[part][0].pop("id")
    with pytest.raises(DataError) as raised:
        read_assessment(written(tmp_path, data))
    assert [mistake.at for mistake in raised.value.mistakes] == [(part, 0, "id"), (part, 0, "ID")]


@pytest.mark.parametrize("name", ["../agent-operability", "/etc/passwd", "", "crosswalk.yaml"])
def test_a_questionnaires_id_is_no_path(tmp_path: Path, name: str) -> None:
    with pytest.raises(DataError, match="there is no questionnaire"):
        read_assessment(written(tmp_path, sample(questionnaire={"id": name, "version": "1.0.0"})))
