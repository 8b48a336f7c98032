"""A respondent who left the agent: what they said counts to their last day, and nobody asks or names them after it."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

import opsassess
from opsassess import resources
from opsassess.assessment import Assessment, Milestone
from opsassess.delta import as_it_was
from opsassess.documents.markdown import to_markdown
from opsassess.owners.people import leaving_builders
from opsassess.owners.way import agent_of
from opsassess.register import register_rows
from opsassess.review import Review

pytestmark = pytest.mark.slow

WHO = "Dana Ruiz"  # of the sample


def sample(folder: Path, *, days: int) -> Review:
    """Return the sample with somebody's last day so many days before its own."""
    told = json.loads((resources.folder("samples") / "lead-routing.json").read_text(encoding="utf-8"))
    until = dt.date.fromisoformat(told["as_of"]) - dt.timedelta(days)
    next(person for person in told["respondents"] if person["name"] == WHO)["until"] = until.isoformat()
    work = next(action for action in told["actions"] if action["item"] == "s5_kill_switch.revoke_permissions")
    work["text"] = f"Let {WHO} lock the agent's user once."
    file = folder / f"{days}.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    return opsassess.load(file)


@pytest.fixture
def left(tmp_path: Path) -> Review:
    return sample(tmp_path, days=1)


def test_ratings_count_to_the_last_day_and_not_after_it(left: Review) -> None:
    now = left.score()
    (who,) = now.assessment.left
    assert who.name == WHO
    assert who not in {answer.respondent for values in now.items.values() for answer in values.operators}
    until = Milestone(name="before", date=who.until or now.as_of, scores={})
    then = as_it_was(now, until)
    assert who in then.assessment.people
    assert then.overall.shown is not None


def test_who_left_is_asked_thanked_and_expected_to_sign_nothing(left: Review) -> None:
    assert "dana-ruiz" not in left.prep_sheets
    text = str(left.document("followup").render("md", Path()))
    assert f"Thank you, {WHO}" not in text
    assert f"### {WHO}" not in text


def test_who_left_does_no_drill_though_agreed_work_names_them(left: Review, tmp_path: Path) -> None:
    as_agreed = [
        f"{WHO}, by the agreed work" in str(found.document("drill").render("html", Path()))
        for found in (sample(tmp_path, days=0), left)
    ]
    assert as_agreed == [True, False]


def test_the_runbook_asks_who_does_now_what_it_says_somebody_does_who_left(left: Review) -> None:
    text = str(left.document("runbook").render("md", Path()))
    assert f"{WHO} has left and is still named here. Name who does it now." in text


def test_the_last_day_of_a_builder_is_not_that_of_a_builder_who_runs_it_too() -> None:
    told = json.loads((resources.folder("samples") / "lead-routing.json").read_text(encoding="utf-8"))
    told["respondents"].append({"id": "kim", "name": "Kim Ode", "roles": ["operator", "builder"]})
    assert [person.name for person in leaving_builders(Assessment.model_validate(told))] == ["Jonas Weber"]


def test_what_somebody_answered_who_left_is_asked_again_of_who_has_their_role(tmp_path: Path) -> None:
    told = json.loads((resources.folder("samples") / "lead-routing.json").read_text(encoding="utf-8"))
    owner = next(person for person in told["respondents"] if "owner" in person["roles"])
    owner["until"] = told["as_of"][:8] + "01"
    told["respondents"].append({"id": "new", "name": "Nora Neu", "roles": ["owner"]})
    item = "s7_ownership.approve_tool_access"
    told["answers"] = [a for a in told["answers"] if a["item"] != item]
    told["answers"].append({"item": item, "respondent": owner["id"], "rating": 2, "at": "2026-10-20T09:00:00+02:00"})
    file = tmp_path / "heir.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    found = opsassess.load(file)
    row = next(row for row in register_rows(agent_of(found.score())) if row["title"] == "Approver of access to tools")
    before = f"{owner['name']} answered before leaving; nobody has been asked since."
    assert (row["found"], row["owner"], row["kind"]) == (before, "Nora Neu", "not answered yet")
    assert f"{before} Think of the last time" in str(found.document("report").render("html", Path()))


def test_the_cover_names_who_spoke_and_until_when_who_has_left_was_there(left: Review) -> None:
    """Whoever is only entered as a person was not spoken with, least of all the owner who reads it first."""
    told = json.loads(left.assessment.model_dump_json())
    told["respondents"].append({"id": "vera", "name": "Vera Voss", "roles": ["owner"]})
    silent = replace(left, assessment=Assessment.model_validate(told))
    report, annex = (str(silent.document(kind).render("html", Path())) for kind in ("report", "annex"))
    for text in (report, annex):
        assert f"{WHO} (until 19 November 2026)" in text
        assert "Vera Voss" not in text.partition("Spoke with")[2][:200]
    assert "on no questions" not in report
    assert "<strong>Named, not asked</strong>: Vera Voss" in report


@pytest.mark.parametrize("until", ["2026-12-18", None], ids=["noted as having left", "by the profile alone"])
def test_a_pilot_whose_builder_has_gone_says_that_nobody_is_on_call(until: str | None) -> None:
    """The tier rests on a builder on call; that nobody was named before the last day does not settle it after."""
    found = opsassess.sample("triage")
    told = json.loads(found.assessment.model_dump_json()) | {"as_of": "2026-12-21"}
    next(person for person in told["respondents"] if "builder" in person["roles"])["until"] = until
    later = replace(found, assessment=Assessment.model_validate(told))
    assert later.score().reported_tier == "T1"
    kinds = ("report", "followup", "scope", "runbook")
    texts = {kind: to_markdown(later.document(kind).content) for kind in kinds}
    texts["monthly"] = to_markdown(later.monthly("2026-12").content)
    alone = "Arjun Mehta could be reached until 18 December 2026, and nobody is named who can be called since."
    for kind in ("report", "followup", "monthly"):
        assert f"T1 rests on a builder on call. {alone}" in texts[kind], kind
    first = texts["report"].partition("What to do first")[2].partition("#")[0]
    assert "Name who is on call now: Arjun Mehta could be reached until 18 December 2026." in first
    assert "Could be reached until 18 December 2026; nobody is named who can be called since." in texts["runbook"]
    assert "who is on call since is not known" in texts["scope"]
    row = next(r for r in register_rows(agent_of(later.score())) if str(r["title"]).startswith("Who is on call"))
    assert str(row["do"]).startswith("Name who is on call now")
