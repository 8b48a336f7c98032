"""Scope and calibration on the command line: every mistake at once, with its place, and nothing half-written."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import SAMPLE, files_in, run, sample, written

SETTINGS = "engagement.yaml"
TAKE_OUT = "Take one of them out."
PAUSE, VERIFY = "s5_kill_switch.pause_new_runs", "s5_kill_switch.verify_pause"


def refused(client: Path, *command: str) -> list[str]:
    """Run a command that must fail without a trace; return its sentences."""
    before = files_in(client)
    result = run(*command, inside=client)
    assert (result.exit_code, result.stdout) == (1, "")
    assert files_in(client) == before
    said = result.stderr.replace(f"{client}/", "").splitlines()
    return [line for line in said if not line.startswith("note: ") and "Nothing was changed" not in line]


def settings(client: Path, text: str) -> list[str]:
    """Write settings and return what `scope` says of them."""
    (client / SETTINGS).write_text(f"client: Nordwind\n{text}", encoding="utf-8")
    return refused(client, "scope", "-o", "out")


def test_every_mistake_of_a_rate_card_and_its_terms_is_named_with_its_line(client: Path) -> None:
    found = settings(
        client,
        "rate_card:\n"
        "  remediation: -140\n"
        "  services: a lot\n"
        "  round_to: 0\n"
        "  tax: {name: VAT, percent: 190}\n"
        "terms:\n"
        "  minimum_months: 0\n"
        "  notice_days: soon\n"
        "  response:\n"
        "    - {must_haves: -1}\n"
        "scope:\n"
        "  target: T9\n"
        "  budget: {hours: 0}\n"
        "  assumed: {full_drills_per_year: -2}\n",
    )

    assert found == [
        "engagement.yaml:2: `rate_card.currency` is missing. Add it.",
        "engagement.yaml:3: `rate_card.remediation` is '-140', but should be greater than 0.",
        "engagement.yaml:4: `rate_card.services` is 'a lot', but should be a number.",
        "engagement.yaml:2: `rate_card.incidents` is missing. Add it.",
        "engagement.yaml:6: `rate_card.tax.percent` is '190', but should be at most 100.",
        "engagement.yaml:5: `rate_card.round_to` is '0', but should be greater than 0.",
        "engagement.yaml:11: `terms.response[1].severity` is missing. Add it.",
        "engagement.yaml:11: `terms.response[1].must_haves` is '-1', but should be greater than 0.",
        "engagement.yaml:8: `terms.minimum_months` is '0', but should be at least 1.",
        "engagement.yaml:9: `terms.notice_days` is 'soon', but should be a whole number.",
        "engagement.yaml:13: `scope.target` is 'T9', but should be one of 'T1', 'T2' or 'T3'.",
        "engagement.yaml:14: `scope.budget.hours` is '0', but should be greater than 0.",
        "engagement.yaml:15: `scope.assumed.full_drills_per_year` is '-2', but should be at least 0.",
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("scope: {budget: {hours: 10, money: 900}}", "but should hold either `hours` or `money`."),
        ("scope: {budget: {}}", "but should hold either `hours` or `money`."),
        ("scope: {assumed: {coffee: 1}}", ":2: `scope` is wrong: `assumed` knows "),
        (
            "scope: {assumed: {exception_rate: 40, agents: 0}}",
            "`assumed.exception_rate` is 40, but should be less than or equal to 1; `assumed.agents` is 0, but",
        ),
        ("scope: {budget: {money: 900}}", "`scope.budget.money` needs a `rate_card`; without one give `hours`"),
        (
            "rate_card: {currency: euro}",
            ":2: `rate_card.currency` is 'euro'",
        ),
        ("rates: {}", ":2: `rates` is not a key that belongs here."),
        (
            "scope:\n  dependencies:\n    a.a: [b.b]\n    b.b: [a.a]",
            ":3: `scope.dependencies` is wrong: goes in a circle: a.a needs b.b needs a.a.",
        ),
    ],
)
def test_settings_that_cannot_be_meant(client: Path, text: str, sentence: str) -> None:
    assert any(sentence in line for line in settings(client, f"{text}\n"))


def test_dependencies_must_name_items_and_not_go_in_a_circle_with_ours(client: Path) -> None:
    found = settings(
        client,
        "scope:\n"
        "  dependencies:\n"
        "    s5_kill_switch.pause_new_runs: [s5_kill_switch.verify_pause]\n"
        "    s5_kill_switch.verify_pauze: [nothing.known]\n",
    )

    assert found == [
        f"engagement.yaml:5: no questionnaire has an item '{VERIFY[:-2]}ze'. Perhaps '{VERIFY}' is meant.",
        "engagement.yaml:5: no questionnaire has an item 'nothing.known'.",
        f"engagement.yaml:4: with ours, this goes in a circle: {VERIFY} needs {PAUSE} needs {VERIFY}. {TAKE_OUT}",
    ]


def test_coefficients_of_ones_own_with_hours_that_cannot_be(client: Path) -> None:
    (client / "questionnaires").mkdir()
    own = client / "questionnaires" / "retainer.yaml"
    own.write_text(
        "format: opsassess-retainer/1\nservices:\n  reporting:\n    hours: {fixed: -2}\n  coffee: {title: Coffee}\n",
        encoding="utf-8",
    )

    assert refused(client, "scope", "-o", "out") == [
        "questionnaires/retainer.yaml:4: `services.reporting.hours.fixed` is '-2', but should be at least 0.",
        "questionnaires/retainer.yaml:5: `services.coffee.hours` is missing. Add it.",
        "questionnaires/retainer.yaml:5: `services.coffee.cadence` is missing. Add it.",
        "questionnaires/retainer.yaml:5: `services.coffee.does` is missing. Add it.",
        "questionnaires/retainer.yaml:5: `services.coffee.accepted_when` is missing. Add it.",
    ]


@pytest.mark.parametrize(("hours", "sentence"), [([1, 2], "has too few entries"), ([-1, 2, 3], "greater than 0")])
def test_an_action_with_negative_or_missing_hours(tmp_path: Path, hours: list[int], sentence: str) -> None:
    action = {"item": "s5_kill_switch.verify_pause", "text": "Pause.", "hours": hours}
    path = written(tmp_path, sample(actions=[action]))

    assert any(sentence in line for line in refused(tmp_path, "scope", str(path), "-o", "out"))


def test_a_scope_of_two_agents_of_one_client(tmp_path: Path) -> None:
    second = sample(id="00000000-0000-4000-8000-000000000002", agent={**sample()["agent"], "name": "Second"})
    path = written(tmp_path, second)
    made = run("scope", str(SAMPLE), "--with", str(path), "-o", "both.xlsx", inside=tmp_path)

    assert made.exit_code == 0
    assert made.stdout == "both.xlsx\n"


def test_agents_of_two_clients_or_one_agent_twice_make_no_scope(tmp_path: Path) -> None:
    support = SAMPLE.with_name("support.json")

    assert refused(tmp_path, "scope", str(SAMPLE), "--with", str(support)) == [
        f"A scope is for one client: Nordwind. {support} is of Koriander."
    ]
    assert refused(tmp_path, "scope", str(SAMPLE), "--with", str(SAMPLE)) == [
        "Lead router is in the scope already; name each agent once."
    ]


# ---------------------------------------------------------------------------------------------------------------------
# Timesheets


def test_a_timesheet_becomes_coefficients_of_ones_own(client: Path) -> None:
    sheet = "task,estimated,actual\n" + "remediation,4,5\n" * 9 + "s5_kill_switch.verify_pause,4,5\nreporting,2,1\n"
    (client / "sheet.csv").write_text(sheet, encoding="utf-8")
    (client / "questionnaires").mkdir()
    made = run("calibrate", "sheet.csv", "-o", "questionnaires/retainer.yaml", inside=client)

    fits = "Mean distance 1.00 h before, 0.00 h with the new hours: nearer."
    assert made.stdout.splitlines() == [
        f"remediation: 10 rows, calibrated. Worked 1.25 times the estimate; scale 1.25. {fits}",
        f"reporting: 1 row, 9 more to be calibrated. Worked 0.50 times the estimate; scale 0.5. {fits}",
        "questionnaires/retainer.yaml",
    ]
    assert run("scope", "-o", "scope.html", inside=client).exit_code == 1  # a format that there is not
    assert run("scope", "-o", "scope.docx", inside=client).exit_code == 0


def test_an_own_file_is_not_written_over(client: Path) -> None:
    (client / "sheet.csv").write_text("task,estimated,actual\nreporting,2,1\n", encoding="utf-8")
    (client / "own.yaml").write_text("mine", encoding="utf-8")
    result = run("calibrate", "sheet.csv", "-o", "own.yaml", inside=client)

    assert result.exit_code == 1
    assert "own.yaml is there already." in result.stderr
    assert (client / "own.yaml").read_text(encoding="utf-8") == "mine"


def test_a_timesheet_with_foreign_tasks_and_text_in_numbers(client: Path) -> None:
    (client / "sheet.csv").write_text("task,estimated,actual\ncoffee,1,1\nreporting,two,-1\n", encoding="utf-8")

    found = refused(client, "calibrate", "sheet.csv", "-o", "new.yaml")
    assert [line.partition(". ")[0] for line in found] == [
        "sheet.csv:2: there is no task 'coffee'",
        "sheet.csv:3: `estimated` is 'two', but should be a number of hours",
        "sheet.csv:3: `actual` is -1, but should be 0 or more.",
    ]


def test_the_examples_in_the_settings_of_a_new_engagement_are_good_once_they_have_rates(tmp_path: Path) -> None:
    run("new", "acme", "--client", "Acme", "--agent", "Robot", inside=tmp_path)
    path = tmp_path / "acme" / SETTINGS
    head, _, examples = path.read_text(encoding="utf-8").partition("# rate_card:")
    lines = [line.removeprefix("# ") for line in f"# rate_card:{examples}".splitlines()]
    path.write_text(head + "\n".join(lines).replace(": 0", ": 140"), encoding="utf-8")
    result = run("scope", "-o", "scope.docx", inside=tmp_path / "acme")

    assert (result.exit_code, result.stdout) == (0, "scope.docx\n")
