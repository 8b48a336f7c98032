"""A consultancy's own questionnaire: one file that says what is different, and where each mistake in it stands."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from command_line import run, sample, written

from opsassess.library import find_questionnaire, load_questionnaire
from opsassess.lint import check_file

ACME = """\
extends: agent-operability
format: opsassess-questionnaire/1
id: acme
version: 3.1.0
title: Acme's review
without: [s3_thresholds.cost_per_task]
constants:
  key_person_gap: 0.25
services:
  - {id: night_duty, title: Night duty}
  - {id: reporting, title: Monthly letter}
areas:
  - id: s5_kill_switch
    items:
      - id: s5_kill_switch.verify_pause
        minutes: 4
        ask: You have paused it. How would you prove to an auditor that it has stopped?
        remedy: {do: Prove it to the auditor., accepted_when: the auditor has seen it}
        evidence: {E2: the view that the auditor may open}
        prints_after:
      - id: s5_kill_switch.at_night
        title: Stopping it at night
        able: stop the agent at night
        absent: nobody can stop the agent at night
        weight: major
        window: 90
        minutes: 2
        ask: It is three in the morning. Show me who stops it.
        why: Most runs happen when nobody looks.
        levels:
          - It runs until somebody comes in.
          - Somebody may be reached who has the login at home.
          - A rota names who stops it at night, and their phone reaches the switch.
          - The person on the rota reached the switch from home without help.
          - Within the last 90 days it was stopped at night, and the record has the minutes.
        evidence: {E1: the rota, E2: the switch on that phone, E3: the dated record}
        remedy: {do: Put two people on a rota., accepted_when: the person on duty stops it within 15 minutes}
        hours: {write: [1, 1, 2], walk_through: [1, 1, 2], prove: [1, 2, 3]}
        service: night_duty
        content: {kind: steps, prompt: Who is called and what they do.}
        runbook: [s5_kill_switch]
  - id: a_audit
    title: Audit trail
    kind: section
    intro: What an auditor will want to see.
    items:
      - id: a_audit.decisions
        title: Log of decisions
        able: show why the agent decided as it did
        absent: nobody can show why the agent decided as it did
        weight: critical
        window: 180
        minutes: 3
        ask: Here is a decision of last month. Show me what the agent knew.
        why: An auditor asks about one case, a year later.
        levels:
          - Nobody can show what a decision rested on.
          - The builder could put it together from several logs.
          - It is written where inputs and reasons are kept, and for how many years.
          - An operator fetched inputs and reason of a decision that we picked.
          - Within the last 180 days an auditor asked and was answered from the log.
        evidence: {E1: the rule, E2: the entry of one decision, E3: the filed request}
        remedy: {do: Write down what is kept where., accepted_when: three decisions are fetched within an hour}
        hours: {write: [1, 2, 4], walk_through: [1, 1, 2], prove: [1, 2, 4]}
        service: reporting
        content: {kind: text, prompt: Where it is kept and how it is fetched.}
        runbook: [a_audit]
"""
TRIAGE = """\
extends: acme
id: acme-triage
tier_cap: T1
items:
  - s1_workflow_summary.owner
  - s2_scope_boundaries.allowed_actions
  - s4_exceptions.m_duplicate
  - s5_kill_switch.pause_new_runs
  - s5_kill_switch.draft_only
  - s5_kill_switch.revoke_permissions
  - s6_manual_fallback.four_hours
  - s7_ownership.resume_signoff
  - r5_continuity.credentials_location
  - x_cross_cutting.operable_without_builder
  - x_cross_cutting.fails_plausibly
  - s5_kill_switch.at_night
  - a_audit.decisions
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "acme.yaml").write_text(ACME, encoding="utf-8")
    (tmp_path / "acme-triage.yaml").write_text(TRIAGE, encoding="utf-8")
    return tmp_path


def found(path: Path, text: str) -> list[tuple[str, str]]:
    """Return the mistakes of a file, each as the line that it points to and what it says."""
    path.write_text(text, encoding="utf-8")
    pairs = []
    for mistake in check_file(path):
        file, _, line = mistake.where.rpartition(":")
        pairs.append((Path(file).read_text(encoding="utf-8").splitlines()[int(line) - 1].strip(), mistake.what))
    return pairs


def test_what_it_does_not_say_is_as_in_the_base(folder: Path) -> None:
    bank, acme = find_questionnaire("agent-operability"), load_questionnaire(folder / "acme.yaml")
    changed = acme.items["s5_kill_switch.verify_pause"]
    assert check_file(folder / "acme.yaml") == []
    assert (acme.id, acme.version, acme.intro) == ("acme", "3.1.0", bank.intro)
    assert [area.id for area in acme.areas] == [*(area.id for area in bank.areas), "a_audit"]
    assert set(acme.items) ^ set(bank.items) == {
        "s3_thresholds.cost_per_task",
        "s5_kill_switch.at_night",
        "a_audit.decisions",
    }
    assert changed.levels == bank.items[changed.id].levels
    assert changed.minutes == 4
    assert changed.evidence["E2"] == "the view that the auditor may open"
    assert changed.evidence["E1"] == bank.items[changed.id].evidence["E1"]
    assert changed.prints_after is None
    assert changed.remedy.texts(["prove"]) == ("Prove it to the auditor.",)  # by itself, not beside our steps
    assert acme.constants.model_copy(update={"key_person_gap": bank.constants.key_person_gap}) == bank.constants
    assert [s.title for s in acme.services if s.id in ("night_duty", "reporting")] == ["Monthly letter", "Night duty"]
    untouched = set(bank.items) - {changed.id, "s3_thresholds.cost_per_task"}
    assert {i: acme.items[i] for i in untouched} == {i: bank.items[i] for i in untouched}


def test_one_that_extends_can_be_extended(folder: Path) -> None:
    triage = load_questionnaire(folder / "acme-triage.yaml")
    assert check_file(folder / "acme-triage.yaml") == []
    assert len(triage.items) == 13
    assert [i for i in triage.items if i.startswith("s5")][-1] == "s5_kill_switch.at_night"
    assert triage.areas[-1].id == "a_audit"
    assert triage.services[-1].id == "night_duty"


def test_a_changed_base_is_read_again(folder: Path) -> None:
    assert find_questionnaire("acme-triage", [folder]).items["a_audit.decisions"].minutes == 3
    (folder / "acme.yaml").write_text(ACME.replace("minutes: 3", "minutes: 12"), encoding="utf-8")
    assert find_questionnaire("acme-triage", [folder]).items["a_audit.decisions"].minutes == 12


def test_it_may_stand_in_for_the_one_that_it_extends(tmp_path: Path) -> None:
    own = "extends: agent-operability\nversion: 9.0.0\ntitle: Ours\n"
    (tmp_path / "agent-operability.yaml").write_text(own, encoding="utf-8")
    assert find_questionnaire("agent-operability", [tmp_path]).title == "Ours"


MISTAKES = {
    "a change of an item that is not there": (
        ("- id: s5_kill_switch.verify_pause", "- id: s5_kill_switch.verify_pausing"),
        (
            "- id: s5_kill_switch.verify_pausing",
            "agent-operability has no item 's5_kill_switch.verify_pausing' to change",
        ),
    ),
    "a change of an item that is left out": (
        ("without: [", "without: [s5_kill_switch.verify_pause, "),
        ("- id: s5_kill_switch.verify_pause", "s5_kill_switch.verify_pause is changed here and left out"),
    ),
    "an item left out that is not there": (
        ("without: [s3_thresholds.cost", "without: [s3_thresholds.costs"),
        (
            "without: [s3_thresholds.costs_per_task]",
            "agent-operability has no item 's3_thresholds.costs_per_task'",
        ),
    ),
    "a wrong value in a changed item": (
        ("minutes: 4", "minutes: four"),
        (
            "minutes: four",
            "`areas[s5_kill_switch].items[s5_kill_switch.verify_pause].minutes` is 'four', but should be a number",
        ),
    ),
    "a part lacking in a new item": (
        ("        why: An auditor asks about one case, a year later.\n", ""),
        ("- id: a_audit.decisions", "`areas[a_audit].items[a_audit.decisions].why` is missing"),
    ),
    "a meaning that cannot be": (
        ("runbook: [a_audit]", "runbook: [a_auditor]"),
        ("runbook: [a_auditor]", "there is no place in the runbook 'a_auditor'"),
    ),
    "an item twice": (
        ("- id: s5_kill_switch.at_night", "- id: s5_kill_switch.verify_pause"),
        ("- id: s5_kill_switch.verify_pause", "the item 's5_kill_switch.verify_pause' stands here twice"),
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_has_its_line_in_the_file_where_it_was_made(name: str, folder: Path) -> None:
    (old, new), expected = MISTAKES[name]
    assert ACME.count(old) == 1
    assert expected in found(folder / "acme.yaml", ACME.replace(old, new))


def test_mistakes_of_every_kind_are_told_at_once(folder: Path) -> None:
    text = (
        ACME
        + """\
gates:
  - id: G1
    requires: [{item: nope, at_least: 0.5}]
"""
    )
    for old, new in (
        ("extends: agent-operability", "extends: agent-operabilty"),
        ("version: 3.1.0", "version: one"),
        ("title: Acme's review", "titel: Acme's review"),
        ("without: [s3_thresholds.cost_per_task]", "without: [s3_thresholds.cost_per_tusk]"),
        ("minutes: 4", "minutes: -3"),
        ("weight: critical", "weight: huge"),
        ("able: stop the agent at night", "abel: stop the agent at night"),
        ("service: reporting", "service: reportin"),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    told = found(folder / "acme.yaml", text)
    assert [line for line, _ in told] == [
        "extends: agent-operabilty",
        "version: one",
        "titel: Acme's review",
        "without: [s3_thresholds.cost_per_tusk]",
        "minutes: -3",
        "- id: s5_kill_switch.at_night",
        "abel: stop the agent at night",
        "weight: huge",
        "service: reportin",
        "requires: [{item: nope, at_least: 0.5}]",
    ]


def test_of_a_new_item_that_lacks_something_it_is_said_what(folder: Path) -> None:
    short = """\
extends: agent-operability
id: acme
areas:
  - id: s5_kill_switch
    items:
      - id: s5_kill_switch.at_night
        title: Stopping it at night
"""
    path = folder / "acme.yaml"
    path.write_text(short, encoding="utf-8")
    assert [(m.what, m.fix) for m in check_file(path)] == [
        (
            "agent-operability has no item 's5_kill_switch.at_night' to change",
            (
                "A new item has its own able, absent, weight, window, minutes, ask, why, levels, evidence, remedy, "
                "hours, service, content, runbook too"
            ),
        )
    ]


def test_a_mistake_of_the_base_has_its_line_there(folder: Path) -> None:
    (folder / "acme.yaml").write_text(ACME.replace("runbook: [a_audit]", "runbook: [a_auditor]"), encoding="utf-8")
    assert found(folder / "acme-triage.yaml", TRIAGE)[-1] == (
        "runbook: [a_auditor]",
        "there is no place in the runbook 'a_auditor'",
    )


def test_two_that_extend_each_other_are_refused(folder: Path) -> None:
    own = ACME.replace("extends: agent-operability", "extends: acme-triage")
    assert found(folder / "acme.yaml", own) == [("extends: acme", "'acme-triage' and 'acme' extend each other")]


def test_an_engagement_takes_the_file_and_what_it_extends(folder: Path) -> None:
    client = folder / "nordwind"
    begin = ("new", client, "--client", "Nordwind", "--agent")
    assert run(*begin, "Lead router", "--questionnaire", folder / "acme-triage.yaml").exit_code == 0
    kept = client / "questionnaires"
    assert sorted(path.name for path in kept.iterdir()) == ["acme-triage.yaml", "acme.yaml"]
    second = run(*begin, "Second", "--questionnaire", "acme").stdout
    assert second.startswith(f"{client}: assessment 2, Second, with acme 3.1.0\n")
    (folder / "acme.yaml").write_text(ACME.replace("3.1.0", "3.2.0"), encoding="utf-8")
    refused = run(*begin, "Third", "--questionnaire", folder / "acme.yaml")
    named = (kept / "acme.yaml", folder / "acme.yaml")
    told = "{}: there is another one already. Rename {}, or take that one away.\n".format(*named)
    assert (refused.exit_code, refused.stderr) == (1, told)


def test_work_begins_only_with_one_that_is_checked(folder: Path) -> None:
    (folder / "acme.yaml").write_text(ACME.replace("service: night_duty", "service: night_dute"), encoding="utf-8")
    begin = (
        "new",
        folder / "nordwind",
        "--client",
        "Nordwind",
        "--agent",
        "A",
        "--questionnaire",
        folder / "acme.yaml",
    )
    result = run(*begin)
    assert result.exit_code == 1
    assert "there is no service 'night_dute'. Perhaps 'night_duty' is meant." in result.stderr
    assert not (folder / "nordwind").exists()


def test_it_is_filled_in_scored_and_written_up(folder: Path) -> None:
    client = folder / "nordwind"
    run("new", client, "--client", "Nordwind", "--agent", "Other", "--questionnaire", folder / "acme.yaml")
    data = sample(questionnaire={"id": "acme", "version": "3.1.0"})
    dana = data["respondents"][0]["id"]
    data["answers"] = [answer for answer in data["answers"] if answer["item"] != "s3_thresholds.cost_per_task"] + [
        {"item": "s5_kill_switch.at_night", "respondent": dana, "rating": 2, "content": [{"do": "Ring Lena."}]},
        {"item": "a_audit.decisions", "respondent": dana, "rating": "dont_know"},
    ]
    assert run("import", written(folder, data), inside=client).exit_code == 0
    assert run("export", "book.xlsx", inside=client).exit_code == 0
    assert run("import", "book.xlsx", inside=client).stdout.endswith(" 0 entries saved\n")
    for command, file in (("runbook", "runbook.md"), ("gaps", "gaps.csv"), ("report", "report.html")):
        assert run(command, "-o", file, inside=client).exit_code == 0
    runbook = (client / "runbook.md").read_text(encoding="utf-8")
    assert "### Stopping it at night\n" in runbook
    assert "Ring Lena." in runbook
    assert "## Audit trail\n" in runbook
    gaps = csv.DictReader((client / "gaps.csv").read_text(encoding="utf-8-sig").splitlines())
    assert ("Log of decisions", "Audit trail") in [(g["Title"], g["Area"]) for g in gaps]
    assert "Audit trail" in (client / "report.html").read_text(encoding="utf-8")
