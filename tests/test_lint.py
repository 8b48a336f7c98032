"""Every rule of `opsassess check`: a small questionnaire without a fault, one edit, and what is then found where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from opsassess import lint
from opsassess.lint import check_file

GOOD = """\
format: opsassess-questionnaire/1
id: small
version: 1.0.0
title: Small
intro: A questionnaire as small as one can be.
constants:
  weights: {critical: 4, major: 2}
  critical: critical
  evidence_caps:
    E0: 0.25
    E1: 0.50
    E2: 0.75
    E3: 1.00
ratings:
  - {id: "0", name: absent, meaning: Nobody can say it.}
  - {id: "1", name: in a head, meaning: Somebody tells it.}
  - {id: "2", name: written, meaning: It is written.}
  - {id: "3", name: usable, meaning: An operator did it.}
  - {id: "4", name: proven, meaning: A record shows it.}
evidence:
  - {id: E0, name: said, meaning: A statement.}
  - {id: E1, name: document, meaning: A page.}
  - {id: E2, name: at work, meaning: The thing itself.}
  - {id: E3, name: exercised, meaning: Watched.}
facts:
  - id: work
    title: Kind of work
    kind: choice
    ask: What does it do?
    options:
      - {id: support, name: support, meaning: It answers.}
      - {id: approvals, name: approvals, meaning: It decides.}
  - {id: writes_any, title: Writes, kind: boolean, ask: "Does it write?"}
  - {id: runs, title: Runs, kind: number, ask: "How many?"}
  - {id: systems, title: Systems, kind: table, ask: "Which?"}
services:
  - {id: drills, title: Drills}
  - {id: tuning, title: Tuning}
tiers:
  - {id: T0, name: Depends, meaning: It depends.}
  - {id: not_shown, name: Not shown, meaning: Not seen.}
  - {id: T1, name: Pilot, meaning: Under supervision.}
  - id: T2
    name: Production
    meaning: With conditions.
    area_at_least: 0.50
    critical_above: 0.25
  - id: T3
    name: Operable
    meaning: Alone.
    area_at_least: 0.70
    overall_at_least: 0.75
    gate_at_least: 0.75
    critical_above: 0.25
    key_person_free: true
gates:
  - id: G1
    title: Stop
    must: pause it
    lacking: nobody paused it
    tier: T1
    requires:
      - item: stop.pause
        at_least: 0.75
        unless: {writes_any: false}
      - item: stop.writes
        at_least: 0.50
  - id: G2
    title: Failures
    must: follow a path
    lacking: a path is missing
    tier: T2
    requires:
      - prefix: failures.m_
        at_least: 0.50
questions:
  - id: halt
    title: How is it stopped?
    items: [stop.pause]
session_order:
  - stop
  - failures.m_timeout
card:
  - {id: stop, title: Stop}
  - {id: retry, title: Retry}
areas:
  - id: stop
    title: Stop
    kind: section
    intro: We stop it.
    crosswalk:
      direct:
        - "nist_ai_rmf:MANAGE 2.4"
    items:
      - id: stop.pause
        title: Pause
        able: pause it
        absent: nobody can pause it
        weight: critical
        window: 90
        minutes: 3
        ask: Show me how you pause it.
        why: It may have to stop.
        levels:
          - Nobody can.
          - Somebody tells how.
          - A page says how.
          - An operator did it.
          - Within the last 90 days an operator did it.
        evidence: {E1: the page, E2: the switch, E3: the log}
        remedy: {do: Write it., accepted_when: it stops}
        hours: {write: [1, 1, 1], walk_through: [1, 1, 2], prove: [1, 2, 4]}
        service: drills
        content: {kind: steps, prompt: The steps.}
        runbook: [stop, card.stop]
        same_as: [stop.writes]
        examples:
          support: Press the button.
        crosswalk:
          related:
            - "eu_ai_act:14.4.e"
      - id: stop.writes
        title: Writes
        able: stop what it writes
        absent: nobody can stop what it writes
        weight: critical
        window: 90
        minutes: 3
        applies_when:
          writes_any: [true]
        ask: Show me how you stop what it writes.
        why: It may write nonsense.
        levels: [It writes on., One says how., A page names the switch., An operator used it., A record is kept.]
        evidence: {E1: the page, E2: the switch, E3: the log}
        remedy: {do: Write it., accepted_when: it stops}
        hours: {write: [1, 1, 1], walk_through: [1, 1, 2], prove: [1, 2, 4]}
        service: drills
        content:
          kind: choice
          prompt: What stops it?
          options:
            - {id: switch, title: A switch}
            - {id: token, title: A token}
        runbook: [stop]
  - id: failures
    title: Failures
    kind: section
    intro: What goes wrong.
    client_mode:
      id: failures.m_x_template
      title: Failure of the client
      able: handle it
      absent: nobody handles it
      weight: major
      window: 180
      minutes: 2
      ask: When did this last happen?
      why: It happened before.
      levels: [None can., One tells., A page has the answers., An operator handled one., A record shows it.]
      evidence: {E1: the page, E2: the queue, E3: the ticket}
      remedy: {do: Write it., accepted_when: it is handled}
      hours: {write: [1, 1, 1], walk_through: [1, 1, 2], prove: [1, 2, 4]}
      service: tuning
      content:
        kind: failure_mode  # of the client
        prompt: The five answers.
      columns: {detect: "Seen?", retry: "Again?", human_review: "Whose?", pause: "When?", notify: "Who?"}
      runbook: [failures, card.retry]
    items:
      - id: failures.m_timeout
        title: Timeout
        able: handle a timeout
        absent: nobody handles a timeout
        weight: major
        window: 180
        minutes: 2
        ask: When did a call last time out?
        why: A retry may do it twice.
        levels: [None sees it., One knows it., A page tells of it., An operator found one., A record shows a timeout.]
        evidence: {E1: the page, E2: the queue, E3: the ticket}
        remedy: {do: Write it., accepted_when: it is handled}
        hours: {write: [1, 1, 1], walk_through: [1, 1, 2], prove: [1, 2, 4]}
        service: tuning
        content: {kind: failure_mode, prompt: The five answers.}
        columns:
          detect: How do you see it?
          retry: Is it tried again?
          human_review: Whose queue?
          pause: When do you pause?
          notify: Who hears?
        runbook: [failures, card.retry]
"""

SHORT = """\
extends: small
format: opsassess-questionnaire/1
id: shorter
title: Shorter
items:
  - stop.pause
  - failures.m_timeout
"""


def edited(text: str, *edits: tuple[str, str]) -> str:
    """Return a text with each old part replaced; the old part must stand there once, so that the edit is clear."""
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the text"
        text = text.replace(old, new)
    return text


def found(folder: Path, text: str, name: str = "small.yaml") -> list[tuple[str, str]]:
    """Return what is found in a file, each as the line that it points to and what it says."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    pairs = []
    for mistake in check_file(path):
        file, _, line = mistake.where.rpartition(":")
        lines = Path(file).read_text(encoding="utf-8").splitlines()
        pairs.append((lines[int(line) - 1].strip(), str(mistake).removeprefix(f"{mistake.where}: ")))
    return pairs


def test_the_good_one_has_no_fault(tmp_path: Path) -> None:
    assert found(tmp_path, GOOD) == []


@dataclass(frozen=True)
class Case:
    """One edit and what is found after it."""

    rule: str
    old: str
    new: str
    at: str  # the line that the finding points to
    says: str


def second(block: str) -> str:
    """Return a part of the good questionnaire twice."""
    return block + block


FACT = '  - {id: runs, title: Runs, kind: number, ask: "How many?"}\n'
SERVICE = "  - {id: tuning, title: Tuning}\n"
QUESTION = "  - id: halt\n    title: How is it stopped?\n    items: [stop.pause]\n"
CARD = "  - {id: retry, title: Retry}\n"
OPTION = "            - {id: token, title: A token}\n"
WORK = "      - {id: approvals, name: approvals, meaning: It decides.}\n"
GATE = GOOD[GOOD.index("  - id: G2") : GOOD.index("questions:")]
AREA = GOOD[GOOD.index("  - id: failures\n") :]
ITEM = GOOD[GOOD.index("      - id: stop.writes") : GOOD.index("  - id: failures\n")]

REPEATED = [
    Case("repeated_ids", FACT, second(FACT), FACT, "the fact 'runs' stands here twice"),
    Case("repeated_ids", SERVICE, second(SERVICE), SERVICE, "the service 'tuning' stands here twice"),
    Case("repeated_ids", QUESTION, second(QUESTION), "- id: halt", "the question 'halt' stands here twice"),
    Case("repeated_ids", CARD, second(CARD), CARD, "the card field 'retry' stands here twice"),
    Case("repeated_ids", GATE, second(GATE), "- id: G2", "the gate 'G2' stands here twice"),
    Case("repeated_ids", OPTION, second(OPTION), OPTION, "the option 'token' stands here twice"),
    Case("repeated_ids", WORK, second(WORK), WORK, "the option 'approvals' stands here twice"),
    Case("repeated_ids", "  - stop\n", "  - stop\n  - stop\n", "- stop", "the entry 'stop' stands here twice"),
]

CASES = [
    Case(
        "other_file_name",
        "id: small\nversion",
        "id: smaller\nversion",
        "id: smaller",
        "the id is 'smaller', and the file is called small.yaml. Call the file smaller.yaml, or change the id.",
    ),
    Case(
        "items_in_their_areas",
        "      id: failures.m_x_template",
        "      id: failure.m_x_template",
        "id: failure.m_x_template",
        "the item 'failure.m_x_template' stands in the area 'failures'. "
        "Rename it to 'failures.m_x_template', or move it.",
    ),
    Case(
        "unknown_names: weight",
        "weight: major\n      window",
        "weight: mayor\n      window",
        "weight: mayor",
        "there is no weight 'mayor'. Perhaps 'major' is meant.",
    ),
    Case(
        "unknown_names: critical",
        "  critical: critical",
        "  critical: top",
        "critical: top",
        "there is no weight 'top'. Known are: critical, major.",
    ),
    Case(
        "unknown_names: service",
        "service: tuning\n      content",
        "service: turning\n      content",
        "service: turning",
        "there is no service 'turning'. Perhaps 'tuning' is meant.",
    ),
    Case(
        "unknown_names: same_as",
        "same_as: [stop.writes]",
        "same_as: [stop.write]",
        "same_as: [stop.write]",
        "there is no item 'stop.write'. Perhaps 'stop.writes' is meant.",
    ),
    Case(
        "unknown_names: runbook, an area",
        "runbook: [stop]",
        "runbook: [stopp]",
        "runbook: [stopp]",
        "there is no place in the runbook 'stopp'. Perhaps 'stop' is meant.",
    ),
    Case(
        "unknown_names: runbook, a field of the card",
        "runbook: [stop]",
        "runbook: [stop, card.safe]",
        "runbook: [stop, card.safe]",
        "there is no place in the runbook 'card.safe'. Perhaps 'card.stop' is meant.",
    ),
    Case(
        "unknown_names: example",
        "          support: Press",
        "          sales: Press",
        "sales: Press the button.",
        "there is no kind of work 'sales'. Known are: approvals, support.",
    ),
    Case(
        "unknown_names: question",
        "    items: [stop.pause]",
        "    items: [stop.pausing]",
        "items: [stop.pausing]",
        "there is no item 'stop.pausing'. Perhaps 'stop.pause' is meant.",
    ),
    Case(
        "unknown_names: gate",
        "      - item: stop.writes",
        "      - item: stop.drafts",
        "- item: stop.drafts",
        "there is no item 'stop.drafts'. Perhaps 'stop.writes' is meant.",
    ),
    Case(
        "unknown_names: session order",
        "  - failures.m_timeout",
        "  - failurs",
        "- failurs",
        "there is no area or item 'failurs'. Perhaps 'failures' is meant.",
    ),
    Case(
        "unknown_names: fact of an item",
        "          writes_any: [true]",
        "          writes_all: [true]",
        "writes_all: [true]",
        "there is no fact 'writes_all'. Perhaps 'writes_any' is meant.",
    ),
    Case(
        "unknown_names: fact of a gate",
        "unless: {writes_any: false}",
        "unless: {drafts: false}",
        "unless: {drafts: false}",
        "there is no fact 'drafts'. Known are: runs, systems, work, writes_any.",
    ),
    Case(
        "unknown_clauses: of an area",
        "nist_ai_rmf:MANAGE 2.4",
        "nist_ai_rmf:MANAGE 24",
        '- "nist_ai_rmf:MANAGE 24"',
        "crosswalk.yaml has no clause 'nist_ai_rmf:MANAGE 24'. Perhaps 'nist_ai_rmf:MANAGE 2.4' is meant.",
    ),
    Case(
        "unknown_clauses: of an item",
        "eu_ai_act:14.4.e",
        "aiuc_1:B",
        '- "aiuc_1:B"',
        "crosswalk.yaml has no clause 'aiuc_1:B'. Add it to crosswalk.yaml, or take it out.",
    ),
    Case(
        "self_references",
        "same_as: [stop.writes]",
        "same_as: [stop.pause]",
        "same_as: [stop.pause]",
        "stop.pause names itself in `same_as`. Take it out.",
    ),
    Case(
        "impossible_values: boolean",
        "          writes_any: [true]",
        "          writes_any: [yes]",
        "writes_any: [yes]",
        "the fact 'writes_any' is never 'yes'. Write true or false.",
    ),
    Case(
        "impossible_values: boolean of a gate",
        "unless: {writes_any: false}",
        "unless: {writes_any: off}",
        "unless: {writes_any: off}",
        "the fact 'writes_any' is never 'off'. Write true or false.",
    ),
    Case(
        "impossible_values: choice",
        "          writes_any: [true]",
        "          work: [suport]",
        "work: [suport]",
        "the fact 'work' is never 'suport'. It is one of support, approvals.",
    ),
    Case(
        "impossible_values: number",
        "          writes_any: [true]",
        "          runs: [100]",
        "runs: [100]",
        "the fact 'runs' is never '100'. Compare a boolean or a choice; a condition knows no numbers.",
    ),
    Case(
        "impossible_values: table",
        "          writes_any: [true]",
        "          systems: [CRM]",
        "systems: [CRM]",
        "the fact 'systems' is never 'CRM'. A table cannot be compared; make it a boolean or a choice.",
    ),
    Case(
        "items_that_never_apply",
        "          writes_any: [true]",
        "          writes_any: []",
        "applies_when:",
        "stop.writes never applies, whatever the profile says. Accept at least one value, or take the item out.",
    ),
    Case(
        "idle_conditions",
        "          writes_any: [true]",
        "          writes_any: [true, false]",
        "applies_when:",
        "`applies_when` of stop.writes leaves nothing out. Take it out, or name the values that count.",
    ),
    Case(
        "no_hard_gate",
        "    tier: T1",
        "    tier: T2  # was T1",
        "gates:",
        "no gate is hard, so everybody reaches T1. Give at least one gate `tier: T1`.",
    ),
    Case(
        "asks_nothing",
        "        at_least: 0.50\nquestions",
        "        at_least: 0\nquestions",
        "at_least: 0",
        "G2 cannot fail here: every value is at least 0. Ask for more than 0, or take the requirement out.",
    ),
    Case(
        "empty_prefix",
        "prefix: failures.m_",
        "prefix: failures.n_",
        "- prefix: failures.n_",
        "no item of G2 begins with 'failures.n_'. Write the beginning of the items' ids, with the area and the point.",
    ),
    Case(
        "never_counts",
        "      - item: stop.writes\n",
        "      - item: stop.writes\n        unless: {writes_any: true}\n",
        "unless: {writes_any: true}",
        "a requirement of G1 never counts: `unless` drops it whenever its item applies. "
        "Change `unless`, or `applies_when` of the item.",
    ),
    Case(
        "out_of_order: ratings",
        '{id: "1", name',
        '{id: "one", name',
        '- {id: "one", name: in a head, meaning: Somebody tells it.}',
        "'one' stands in `ratings` where '1' belongs. Their order is 0, 1, 2, 3, 4.",
    ),
    Case(
        "out_of_order: evidence",
        "{id: E2, name",
        "{id: E4, name",
        "- {id: E4, name: at work, meaning: The thing itself.}",
        "'E4' stands in `evidence` where 'E2' belongs. Their order is E0, E1, E2, E3.",
    ),
    Case(
        "out_of_order: tiers",
        "  - {id: T0, name: Depends, meaning: It depends.}\n  - {id: not_shown, name: Not shown, meaning: Not seen.}\n",
        "  - {id: not_shown, name: Not shown, meaning: Not seen.}\n  - {id: T0, name: Depends, meaning: It depends.}\n",
        "- {id: not_shown, name: Not shown, meaning: Not seen.}",
        "'not_shown' stands in `tiers` where 'T0' belongs. Their order is T0, not_shown, T1, T2, T3.",
    ),
    Case(
        "caps: missing",
        "    E2: 0.75\n",
        "",
        "evidence_caps:",
        "`evidence_caps` does not say what E2 carries. Add E2 with a share from 0 to 1.",
    ),
    Case(
        "caps: falling",
        "    E2: 0.75\n",
        "    E2: 0.40\n",
        "E2: 0.40",
        "E2 carries 0.4, less than E1 (0.5). Better evidence should carry at least as much.",
    ),
    Case(
        "tiers_that_fall",
        "    area_at_least: 0.70",
        "    area_at_least: 0.40",
        "area_at_least: 0.40",
        "T3 asks less than T2 in `area_at_least`. Ask as much as T2.",
    ),
    Case(
        "tiers_that_fall: a condition left out",
        "    critical_above: 0.25\n    key_person_free",
        "    key_person_free",
        "- id: T3",
        "T3 asks less than T2 in `critical_above`. Ask as much as T2.",
    ),
    Case(
        "conditions_unread",
        "  - {id: T1, name: Pilot, meaning: Under supervision.}",
        "  - {id: T1, name: Pilot, meaning: Under supervision., area_at_least: 0.3}",
        "- {id: T1, name: Pilot, meaning: Under supervision., area_at_least: 0.3}",
        "`area_at_least` of T1 is never read: below T2 the gates alone decide. Take it out, or use a gate.",
    ),
    Case(
        "tiers_out_of_reach",
        "    critical_above: 0.25\n    key_person_free",
        "    critical_above: 1\n    key_person_free",
        "critical_above: 1",
        "nobody reaches T3: the best evidence carries 1. Lower `critical_above`.",
    ),
    Case(
        "equal_levels",
        "          - A page says how.",
        "          - somebody  tells how.",
        "- somebody  tells how.",
        "the levels 1 and 2 of stop.pause have the same words. Say what makes the higher one more.",
    ),
    Case(
        "equal_questions",
        "ask: Show me how you stop what it writes.",
        "ask: show me how you pause it.",
        "ask: show me how you pause it.",
        "stop.writes asks in the same words as stop.pause. Ask for what this item alone is about.",
    ),
    Case(
        "levels_for_any_item",
        "An operator used it.",
        "Then an operator did it.",
        "levels: [It writes on., One says how., A page names the switch., Then an operator did it., A record is kept.]",
        "level 3 of stop.writes has almost the words of level 3 of stop.pause. "
        "Say what is seen of this item and of no other.",
    ),
    Case(
        "remedies: two steps alike",
        "remedy: {do: Write it., accepted_when: it stops}\n        hours: {write: [1, 1, 1], walk_through: [1, 1, 2], "
        "prove: [1, 2, 4]}\n        service: drills\n        content: {kind: steps",
        "remedy:\n"
        "          write: {do: Write it., accepted_when: it is written}\n"
        "          walk_through: {do: Use it., accepted_when: it was used}\n"
        "          prove: {do: use it., accepted_when: it stopped}\n"
        "        hours: {write: [1, 1, 1], walk_through: [1, 1, 2], prove: [1, 2, 4]}\n"
        "        service: drills\n        content: {kind: steps",
        "prove: {do: use it., accepted_when: it stopped}",
        "the steps walk_through and prove of stop.pause have the same words. Say what the later one adds.",
    ),
    Case(
        "remedies: a sentence",
        "\n      remedy: {do: Write it., accepted_when: it is handled}",
        "\n      remedy: {do: Write it., accepted_when: It is handled.}",
        "remedy: {do: Write it., accepted_when: It is handled.}",
        "`accepted_when` of failures.m_x_template ends with a full stop. Write a clause: no capital, no full stop.",
    ),
    Case(
        "other_window",
        "last 90 days",
        "last 180 days",
        "- Within the last 180 days an operator did it.",
        "level 4 of stop.pause speaks of the last 180 days, but its window is 90. Make them the same.",
    ),
    Case(
        "failure_columns: missing",
        "          pause: When do you pause?\n",
        "",
        "columns:",
        "failures.m_timeout does not ask for pause. Add the missing prompts under `columns`.",
    ),
    Case(
        "failure_columns: where there is no failure mode",
        "        runbook: [stop]",
        '        columns: {detect: "How?"}\n        runbook: [stop]',
        'columns: {detect: "How?"}',
        "stop.writes has no column 'detect'. Only a failure mode has columns, and those are fixed: take it out.",
    ),
    Case(
        "empty_card_fields",
        CARD,
        CARD + "  - {id: owner, title: Owner}\n",
        "- {id: owner, title: Owner}",
        "no item fills the card field 'owner' (Owner). Add card.owner to `runbook` of an item, or take the field out.",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_one_edit_gives_one_finding(case: Case, tmp_path: Path) -> None:
    assert found(tmp_path, edited(GOOD, (case.old, case.new))) == [(case.at, case.says)]


@pytest.mark.parametrize("case", REPEATED, ids=lambda case: case.says)
def test_a_repeated_name_is_found_at_its_second_place(case: Case, tmp_path: Path) -> None:
    text = edited(GOOD, (case.old, case.new))
    assert found(tmp_path, text) == [(case.at.strip(), f"{case.says}. Keep one, or rename this one.")]
    path, line = check_file(tmp_path / "small.yaml")[0].where.rsplit(":", 1)
    before = Path(path).read_text(encoding="utf-8").splitlines()[: int(line) - 1]
    assert case.at.strip() in (earlier.strip() for earlier in before)


def test_a_repeated_area_repeats_its_items_and_what_they_ask(tmp_path: Path) -> None:
    assert found(tmp_path, GOOD + AREA) == [
        ("- id: failures", "the area 'failures' stands here twice. Keep one, or rename this one."),
        (
            "id: failures.m_x_template",
            "the item 'failures.m_x_template' stands here twice. Keep one, or rename this one.",
        ),
        ("- id: failures.m_timeout", "the item 'failures.m_timeout' stands here twice. Keep one, or rename this one."),
    ]


def test_a_repeated_item_in_another_area_is_found(tmp_path: Path) -> None:
    again = ITEM.replace("Show me how you stop what it writes.", "Once more?")
    assert found(tmp_path, GOOD + again) == [
        ("- id: stop.writes", "the item 'stop.writes' stands here twice. Keep one, or rename this one."),
        (
            "- id: stop.writes",
            "the item 'stop.writes' stands in the area 'failures'. Rename it to 'failures.writes', or move it.",
        ),
    ]


def test_a_gate_above_what_the_best_evidence_carries_cannot_pass(tmp_path: Path) -> None:
    text = edited(
        GOOD,
        ("    E3: 1.00", "    E3: 0.75"),
        ("        at_least: 0.50\nquestions", "        at_least: 0.8\nquestions"),
    )
    assert found(tmp_path, text) == [
        (
            "at_least: 0.8",
            "G2 cannot pass: it asks for 0.8. Ask for 0.75 at most, which is what the best evidence carries.",
        )
    ]


def test_a_template_of_failure_modes_has_to_be_one(tmp_path: Path) -> None:
    columns = re.findall(r"      columns: \{detect.*\n", GOOD)[0]
    text = edited(GOOD, ("kind: failure_mode  # of the client", "kind: text"), (columns, ""))
    assert found(tmp_path, text) == [
        (
            "kind: text",
            "`client_mode` of failures is a text, not a failure mode. Write `kind: failure_mode` and the five columns.",
        )
    ]


def test_an_item_without_a_place_in_the_runbook_does_not_load(tmp_path: Path) -> None:
    text = edited(GOOD, ("runbook: [stop]", "runbook: []"))
    assert [at for at, _ in found(tmp_path, text)] == ["runbook: []"]


def test_all_findings_come_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    text = edited(
        GOOD,
        ("last 90 days", "last 30 days"),
        ("prefix: failures.m_", "prefix: failures.n_"),
        ("    E2: 0.75", "    E2: 0.1"),
        ("runbook: [stop]", "runbook: [store]"),
    )
    assert [at for at, _ in found(tmp_path, text)] == [
        "E2: 0.1",
        "- prefix: failures.n_",
        "- Within the last 30 days an operator did it.",
        "runbook: [store]",
    ]


def test_every_rule_has_a_case() -> None:
    shown = {case.rule.partition(":")[0] for case in [*CASES, *REPEATED]}
    alone = {"out_of_reach", "client_modes", "nothing_behind"}  # they take more than one edit, or a short form
    assert {rule.__name__ for rule in lint.RULES} == shown | alone


# ---------------------------------------------------------------------------------------------------------------------
# Short forms: they leave parts out on purpose, and inherit the mistakes of their base


def short_form(folder: Path, base: str = GOOD, short: str = SHORT) -> list[tuple[str, str]]:
    (folder / "small.yaml").write_text(base, encoding="utf-8")
    return found(folder, short, "shorter.yaml")


def test_a_short_form_may_leave_items_and_card_fields_out(tmp_path: Path) -> None:
    kept = edited(SHORT, ("  - failures.m_timeout\n", ""))
    gate = "none of the items of G2 (Failures) is kept, so it can neither pass nor fail. Keep failures.m_."
    assert short_form(tmp_path) == []
    assert short_form(tmp_path, short=kept) == [("items:", gate)]


def test_a_mistake_in_an_inherited_part_has_the_line_of_the_base(tmp_path: Path) -> None:
    base = edited(
        GOOD,
        ("  - id: failures\n", "  - id: failures  # after an area\n"),
        ("card.retry]\n    items", "card.rety]\n    items"),
    )
    assert short_form(tmp_path, base) == [
        (
            "runbook: [failures, card.rety]",
            "there is no place in the runbook 'card.rety'. Perhaps 'card.retry' is meant.",
        )
    ]


def test_a_mistake_in_its_own_part_has_its_own_line(tmp_path: Path) -> None:
    assert short_form(tmp_path, short=SHORT + "session_order: [stop, failurs]\n") == [
        ("session_order: [stop, failurs]", "there is no area or item 'failurs'. Perhaps 'failures' is meant.")
    ]


SHORT_CASES = [
    Case(
        "an item that the base does not have",
        "  - stop.pause",
        "  - stop.paus",
        "- stop.paus",
        "small has no item 'stop.paus'. Perhaps 'stop.pause' is meant.",
    ),
    Case("an item that is no id", "  - stop.pause", "  - [stop]", "- [stop]", "small has no item ['stop']."),
    Case(
        "an item twice",
        "  - stop.pause\n",
        "  - stop.pause\n  - stop.pause\n",
        "- stop.pause",
        "'stop.pause' stands here twice. Keep one of them.",
    ),
    Case(
        "items that are no list",
        "items:\n  - stop.pause\n  - failures.m_timeout\n",
        "items: all\n",
        "items: all",
        "`items` should be a list. Write one id of an item a line.",
    ),
    Case(
        "a base that is not there",
        "extends: small",
        "extends: smal",
        "extends: smal",
        "there is no questionnaire 'smal' to extend. Perhaps 'small' is meant.",
    ),
    Case(
        "a base in another folder",
        "extends: small",
        "extends: ../small",
        "extends: ../small",
        "there is no questionnaire '../small' to extend. Perhaps 'small' is meant.",
    ),
    Case(
        "a base that is the file itself",
        "extends: small",
        "extends: shorter",
        "extends: shorter",
        "there is no questionnaire 'shorter' to extend.",
    ),
    Case(
        "a misspelt key",
        "title: Shorter",
        "titel: Shorter",
        "titel: Shorter",
        "`titel` is not a key that belongs here. Perhaps 'title' is meant.",
    ),
]


@pytest.mark.parametrize("case", SHORT_CASES, ids=lambda case: case.rule)
def test_what_is_wrong_with_a_short_form(case: Case, tmp_path: Path) -> None:
    assert short_form(tmp_path, short=edited(SHORT, (case.old, case.new))) == [(case.at, case.says)]


def test_a_base_that_does_not_load_is_named_with_its_own_lines(tmp_path: Path) -> None:
    assert short_form(
        tmp_path, edited(GOOD, ("    kind: section\n    intro: We", "    kind: chapter\n    intro: We"))
    ) == [
        (
            "kind: chapter",
            "`areas[stop].kind` is 'chapter', but should be one of 'section', 'runbook' or 'cross_cutting'.",
        )
    ]


def test_a_file_that_does_not_load_gives_all_its_mistakes(tmp_path: Path) -> None:
    text = edited(GOOD, ("title: Small", "titel: Small"), ("notify: Who hears?", "notify: [Dana]"))
    assert found(tmp_path, text) == [
        ("format: opsassess-questionnaire/1", "`title` is missing. Add it."),
        ("titel: Small", "`titel` is not a key that belongs here. Perhaps 'title' is meant."),
        (
            "notify: [Dana]",
            "`areas[failures].items[failures.m_timeout].columns.notify` is ['Dana'], but should be a text.",
        ),
    ]
