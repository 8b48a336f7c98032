"""Every command, as it is meant to be used."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from command_line import SAMPLE, files_in, names_of_deliverables, process, run, sample, written
from openpyxl import load_workbook

from opsassess import review
from opsassess.answers import current_answers
from opsassess.assessment import Answer
from opsassess.changes import AsOf, Summary
from opsassess.entries import Edit
from opsassess.library import find_questionnaire
from opsassess.store import Store

EVERY = names_of_deliverables()
ITEM = "s5_kill_switch.verify_pause"
LATER = "s5_kill_switch.pause_new_runs"


# ---------------------------------------------------------------------------------------------------------------------
# An engagement begins


@pytest.mark.slow
def test_demo_makes_every_deliverable(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    made = run("demo", "-o", folder)
    assert made.exit_code == 0
    assert made.stderr.startswith(f"\nOpen {folder / 'lead-router-report.pdf'} first:")
    assert set(map(Path, made.stdout.split())) == {folder / name for name in EVERY}
    assert files_in(folder) >= EVERY
    assert (folder / "lead-router-report.pdf").read_bytes().startswith(b"%PDF-")


def test_a_demo_that_is_repeated_has_one_assessment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opsassess.cli.documents.tell", lambda _, folder: [folder / "lead-router-report.pdf"])
    for _ in range(2):
        assert run("demo", "-o", tmp_path).exit_code == 0
    with Store.open(tmp_path / "opsassess.db") as store:
        assert [listed.agent for listed in store.assessments()] == ["Lead router"]


def test_new_begins_an_engagement_and_adds_an_agent_to_one(tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    first = run("new", folder, "--client", "Acme & Söhne", "--agent", "Invoice checker")
    second = run("new", folder, "--client", "acme & söhne", "--agent", "Triage", "--questionnaire", "triage")
    assert first.exit_code == second.exit_code == 0
    assert first.stdout.startswith(f"{folder}: assessment 1, Invoice checker, with agent-operability 1.")
    assert second.stdout.startswith(f"{folder}: assessment 2, Triage, with triage 1.")
    scores = json.loads(run("score", "1", "--json", inside=folder).stdout)
    assert scores["overall"]["coverage"] == 0
    assert scores["tier"]["reported"] == "not_shown"


def test_new_takes_a_questionnaire_of_ones_own(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    text = run("schema", "questionnaire").stdout  # no questionnaire
    own.write_text(text, encoding="utf-8")
    refused = run("new", tmp_path / "acme", "--client", "Acme", "--agent", "A", "--questionnaire", own)
    assert refused.exit_code == 1
    assert "own.yaml" in refused.stderr
    assert files_in(tmp_path) == {"own.yaml"}


# ---------------------------------------------------------------------------------------------------------------------
# Which assessment


@pytest.mark.parametrize("reference", [[], ["1"], ["Lead router"], ["lead ROUTER"], [str(SAMPLE)], ["."]])
def test_an_assessment_is_a_file_a_folder_a_number_an_agent_or_the_newest(nordwind: Path, reference: list[str]) -> None:
    result = run("score", *reference, "--json", inside=nordwind)
    assert result.exit_code == 0
    assert json.loads(result.stdout) == json.loads(run("score", SAMPLE, "--json").stdout)


def test_the_newest_assessment_is_the_one_that_was_added_last(client: Path) -> None:
    run("new", client, "--client", "Nordwind", "--agent", "Mailer")
    assert run("score", inside=client).stdout.startswith("Mailer, Nordwind")
    assert run("score", "1", inside=client).stdout.startswith("Lead router, Nordwind")


def test_the_consultant_is_told_where_a_rating_of_written_stands_beside_an_answer_that_leaves_something_open() -> None:
    told = run("score", SAMPLE.with_name("support.json")).stdout.partition("Look again")[2]
    assert "s5_kill_switch.revoke_permissions: Whether Henk Visser" in " ".join(told.split())
    assert "malformed_input" not in told  # a part of it is lacking, and nothing says that it is open
    told = run("score", SAMPLE.with_name("triage.json")).stdout.partition("Look again")[2]
    assert re.findall(r"[a-z]\w+\.\w+(?=:)", told) == ["s5_kill_switch.revoke_permissions"]


def test_an_engagement_is_found_from_a_folder_inside_it(client: Path) -> None:
    (client / "papers" / "may").mkdir(parents=True)
    assert run("score", inside=client / "papers" / "may").exit_code == 0


@pytest.mark.parametrize(
    ("reference", "sentence"),
    [
        ("2", "There is no assessment 2 here; there are: 1.\n"),
        ("99999999999999999999", "There is no assessment 99999999999999999999 here; there are: 1.\n"),
        ("Mailer", "There is no assessment 'Mailer' in this engagement; there are: 1 (Lead router).\n"),
        ("absent.json", "absent.json: there is no such file.\n"),
        ("absent.xlsx", "absent.xlsx: there is no such file.\n"),
    ],
)
def test_an_assessment_that_is_not_there(nordwind: Path, reference: str, sentence: str) -> None:
    result = run("score", reference, inside=nordwind)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", sentence)


@pytest.mark.parametrize("command", [["score"], ["report"], ["deliver"], ["export", "x.json"], ["import", str(SAMPLE)]])
def test_outside_an_engagement_a_sentence_says_what_to_do(tmp_path: Path, command: list[str]) -> None:
    result = run(*command, inside=tmp_path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("There is no engagement here. Change into its folder")
    assert files_in(tmp_path) == set()


# ---------------------------------------------------------------------------------------------------------------------
# Scores


def test_scores_as_json_have_the_published_shape() -> None:
    scores = json.loads(run("score", SAMPLE, "--json").stdout)
    shares = {"shown", "claimed", "possible", "coverage", "na_share", "na_shadow"}
    assert set(scores) >= {
        *("tier", "overall", "areas", "gates", "key_person", "gaps", "smallest_set", "items", "sensitivity"),
        *("questionnaire", "as_of"),
    }
    assert set(scores["tier"]) == {"shown", "claimed", "reported"}
    assert set(scores["tier"].values()) <= {"T0", "not_shown", "T1", "T2", "T3"}
    assert set(scores["overall"]) == shares
    assert all(area is None or set(area) == shares for area in scores["areas"].values())
    assert set(scores["gates"].values()) <= {"pass", "due", "open", "failed", "n/a"}
    assert set(scores["key_person"]) == {"index", "items"}
    assert all({"shown", "claimed", "possible", "why"} <= set(item) for item in scores["items"].values())
    assert set(scores["questionnaire"]) >= {"id", "version"}
    assert scores["as_of"] == "2026-11-20"


def test_scores_as_text_name_tier_must_haves_areas_and_gaps() -> None:
    text = run("score", SAMPLE).stdout
    assert text.startswith("Lead router, Nordwind, as of 2026-11-20\nTier: ")
    assert text.index("Must-haves") < text.index("Areas") < text.index("Gaps on the way to")
    assert "(weight " not in text
    every = run("score", SAMPLE, "--items").stdout
    assert all(item in every for item in json.loads(run("score", SAMPLE, "--json").stdout)["items"])


def test_scores_as_of_another_day_let_evidence_age() -> None:
    now = json.loads(run("score", SAMPLE, "--json").stdout)
    later = json.loads(run("score", SAMPLE, "--json", "--as-of", "1.1.2029").stdout)
    assert later["as_of"] == "2029-01-01"
    assert later["overall"]["shown"] < now["overall"]["shown"]
    assert later["overall"]["coverage"] == now["overall"]["coverage"]


def test_what_a_client_typed_is_printed_as_it_is(tmp_path: Path) -> None:
    agent = sample()["agent"] | {"name": ":warning: [red]Bot[/red] \\ \x1b[31m"}
    text = run("score", written(tmp_path, sample(agent=agent))).stdout
    assert text.startswith(":warning: [red]Bot[/red] \\ [U+001B][31m, Nordwind")


# ---------------------------------------------------------------------------------------------------------------------
# Export and import


@pytest.mark.parametrize("ending", ["json", "xlsx"])
def test_an_export_comes_back_without_a_change(client: Path, ending: str) -> None:
    before = run("score", "--json", inside=client).stdout
    exported = run("export", f"copy.{ending}", inside=client)
    assert (exported.exit_code, exported.stdout) == (0, f"copy.{ending}\n")
    assert run("score", f"copy.{ending}", "--json", inside=client).stdout == before
    back = run("import", f"copy.{ending}", inside=client)
    assert (back.exit_code, back.stdout) == (0, f"copy.{ending}: assessment 1 (Lead router), 0 entries saved\n")
    assert run("score", "--json", inside=client).stdout == before


@pytest.mark.parametrize("ending", ["json", "xlsx"])
def test_the_clients_copy_holds_no_private_note(client: Path, ending: str) -> None:
    data = sample()
    data["answers"][0]["private_note"] = "unsure of this one"
    written(client, data, "mine.json")
    assert run("import", "mine.json", inside=client).stdout.endswith("1 entry saved\n")
    run("export", f"whole.{ending}", inside=client)
    run("export", f"for-client.{ending}", "--for-client", inside=client)
    run("export", "whole.json", f"whole.{ending}", inside=client)
    run("export", "for-client.json", f"for-client.{ending}", inside=client)
    assert "unsure of this one" in (client / "whole.json").read_text()
    assert "unsure of this one" not in (client / "for-client.json").read_text()


def test_an_import_of_something_new_adds_an_assessment(client: Path) -> None:
    other = sample(id="00000000-0000-4000-8000-000000000002", agent={"name": "Mailer"}, failure_modes=[])
    other["answers"] = [answer for answer in other["answers"] if "m_x_" not in answer["item"]]
    result = run("import", written(client, other), inside=client)
    assert result.exit_code == 0
    assert ": assessment 2 (Mailer), " in result.stdout


def test_an_export_of_another_folder_is_added_only_where_it_is_asked_for(client: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    run("new", other, "--client", "Nordwind", "--agent", "Lead router")
    run("export", other / "round2.json", inside=client)
    refused = run("import", "round2.json", inside=other)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "is none of those here: 1 (Lead router). Import it there, or add it here with --new." in refused.stderr
    assert run("import", "round2.json", "--new", inside=other).stdout.startswith("round2.json: assessment 2 (Lead ")
    assert run("import", "round2.json", inside=other).stdout.endswith(", 0 entries saved\n")


@pytest.mark.parametrize("ending", ["json", "xlsx"])
def test_an_export_that_was_filled_in_is_not_written_over_unless_asked(client: Path, ending: str) -> None:
    file = client / f"filled.{ending}"
    run("export", file.name, inside=client)
    filled = file.read_bytes() + b"\n"
    file.write_bytes(filled)
    refused = run("export", file.name, inside=client)
    assert refused.exit_code == 1
    assert "is there already, and may hold answers that were not imported." in refused.stderr
    assert file.read_bytes() == filled
    assert run("export", file.name, "--overwrite", inside=client).exit_code == 0
    assert file.read_bytes() != filled


def test_an_updated_file_adds_only_what_is_new_and_keeps_the_history(client: Path) -> None:
    run("export", "copy.json", inside=client)
    data: dict[str, Any] = json.loads((client / "copy.json").read_text(encoding="utf-8"))
    answer = next(a for a in data["answers"] if a["item"] == ITEM and a["respondent"] == "dana")
    answer["note"], was = "We drilled it again.", answer.get("note")
    data["promised"].append({"item": ITEM, "what": "the protocol", "who": "Dana", "by": "2026-12-01"})
    written(client, data, "copy.json")
    assert run("import", "copy.json", inside=client).stdout.endswith(", 2 entries saved\n")
    assert run("import", "copy.json", inside=client).stdout.endswith(", 0 entries saved\n")
    with Store.open(client / "opsassess.db") as store:
        events = [entry.event for entry in store.history(1, ITEM)]
    notes = [event.note for event in events if isinstance(event, Answer) and event.respondent == "dana"]
    assert (notes[0], notes[-1]) == (was, "We drilled it again.")


@pytest.mark.parametrize("ending", ["json", "xlsx"])
def test_a_value_that_is_set_back_in_a_file_is_told_and_can_be_taken(client: Path, ending: str) -> None:
    def score_of_dana(rating: int) -> None:
        data = json.loads((client / "now.json").read_text(encoding="utf-8"))
        entry = {"item": ITEM, "respondent": "dana", "rating": rating, "at": "2999-01-01T00:00:00Z"}
        written(client, data | {"answers": [*data["answers"], entry]}, "now.json")

    run("export", f"before.{ending}", inside=client)
    run("export", "now.json", inside=client)
    score_of_dana(0)
    assert run("import", "now.json", inside=client).stdout.endswith(", 1 entry saved\n")
    held = run("import", f"before.{ending}", inside=client)
    assert held.stdout.endswith(", 0 entries saved\n")
    assert held.stderr.startswith(f"note: {ITEM}, Dana Ruiz: the file says rating ")
    assert held.stderr.endswith(
        "has a newer 0, which was kept. Import again with --overwrite to take the file's word.\n"
    )
    taken = run("import", f"before.{ending}", "--overwrite", inside=client)
    assert taken.stdout.endswith(", 1 entry saved\n")
    assert re.fullmatch(
        rf"note: replaced: {ITEM}, Dana Ruiz: rating 0 by \d, saved on 2999-01-01 after the file was written\n",
        taken.stderr,
    )
    told = run("history", ITEM, inside=client).stdout.splitlines()
    assert "Dana Ruiz: rating 0" in told[-2]
    assert "Dana Ruiz: rating " in told[-1]


def test_an_older_file_never_puts_back_what_was_corrected_after_it(client: Path) -> None:
    """Rows that were typed into an export have no time: what tells is what the engagement held since."""

    def typed(name: str, rating: int, owner: str) -> None:
        book = load_workbook(client / name)
        answer = {"Item": ITEM, "Respondent": "tom", "Rating": rating}
        said: dict[str, dict[str, Any]] = {
            "Answers": answer,
            "Actions": {"Item": LATER, "Action": "Ask", "Owner": owner},
        }
        for sheet, row in said.items():
            rows: list[Any] = list(book[sheet].iter_rows())
            columns = {cell.value: cell.column for cell in rows[0]}
            keys = [title for title in ("Item", "Respondent", "Action") if title in row]
            place = next(
                (r[0].row for r in rows if all(r[columns[key] - 1].value == row[key] for key in keys)), len(rows) + 1
            )
            for title, value in row.items():
                book[sheet].cell(place, columns[title], value)
        book.save(client / name)

    def says() -> tuple[object, object]:
        with Store.open(client / "opsassess.db") as store:
            now = store.assessment()
        (tom,) = [one for one in current_answers(now)[ITEM] if one.respondent.id == "tom"]
        return tom.rating, now.action_of[LATER].owner

    run("export", "one.xlsx", inside=client)
    typed("one.xlsx", 1, "Dana Ruiz")
    first = run("import", "one.xlsx", inside=client)
    assert first.exit_code == 0, first.stderr
    run("export", "two.xlsx", inside=client)
    typed("two.xlsx", 4, "Tom Okafor")
    corrected = run("import", "two.xlsx", inside=client)
    assert says() == (4, "Tom Okafor"), corrected.stderr
    again = run("import", "one.xlsx", inside=client)
    assert says() == (4, "Tom Okafor")
    assert f"note: {ITEM}, Tom Okafor: the file says rating 1, as it was on " in again.stderr
    assert f"note: action {LATER}: the file says what the engagement held before; " in again.stderr
    assert "replaced: " not in again.stderr
    typed("one.xlsx", 2, "Jonas Weber")  # a word that nobody had before
    newly = run("import", "one.xlsx", inside=client)
    assert says() == (2, "Jonas Weber")
    assert f"note: replaced: {ITEM}, Tom Okafor: rating 4 by 2, saved on " in newly.stderr
    assert f"{ITEM}, Tom Okafor" not in corrected.stderr
    assert run("import", "one.xlsx", inside=client).stdout.endswith(", 0 entries saved\n")


def test_what_a_file_replaces_is_named_without_its_value(client: Path) -> None:
    data = sample(summary="Another summary.")
    data["agent"]["profile"]["runs_per_month"] = 7
    result = run("import", written(client, data), inside=client)
    assert result.stderr == "note: replaced: fact runs_per_month\nnote: replaced: summary\n"


@pytest.mark.parametrize("ending", ["json", "xlsx"])
def test_rows_that_were_deleted_in_an_export_are_told_and_can_be_taken_out(client: Path, ending: str) -> None:
    run("milestone", "Too early", inside=client)
    run("export", f"copy.{ending}", inside=client)
    if ending == "json":
        data = json.loads((client / "copy.json").read_text(encoding="utf-8"))
        del data["actions"], data["promised"], data["exceptions"], data["milestones"]
        written(client, data, "copy.json")
    else:
        book = load_workbook(client / "copy.xlsx")
        for sheet in ("Actions", "Promised", "Exceptions"):
            book[sheet].delete_rows(2, 100)
        other = book["Other"]
        rows = [row for row in range(other.max_row, 1, -1) if other.cell(row, 1).value == "Milestone"]
        for row in rows:
            other.delete_rows(row)
        book.save(client / "copy.xlsx")
    with Store.open(client / "opsassess.db") as store:
        before = store.assessment()
    parts = [*before.exceptions, *before.actions, *before.promised, *before.milestones]
    assert len(parts) > 3
    kept = run("import", f"copy.{ending}", inside=client)
    assert kept.stdout.endswith(", 0 entries saved\n")
    assert f"note: promise {before.promised[0].item} was in the engagement when the file was written" in kept.stderr
    assert kept.stderr.count("Import again with --overwrite to take it out.\n") == len(parts)
    taken = run("import", f"copy.{ending}", "--overwrite", inside=client)
    assert taken.stdout.endswith(f", {len(parts)} entries saved\n")
    assert f"note: taken out: promise {before.promised[0].item}\n" in taken.stderr
    with Store.open(client / "opsassess.db") as store:
        after = store.assessment()
    assert (after.exceptions, after.actions, after.promised, after.milestones) == ((), (), (), ())
    assert "promise removed" in run("history", before.promised[0].item, inside=client).stdout


def test_what_should_be_settled_is_told_when_it_comes_in_and_at_score_and_at_no_other_command(client: Path) -> None:
    data = sample()
    item = next(gap.item for gap in review.sample().score().gaps if gap.kind == "not_seen")
    data["actions"].append({"item": item, "text": "Show it.", "hours": [2, 4, 9], "why": "IT needs two approvals."})
    hours = "note: hours that are in no sum"
    first = run("import", written(client, data), inside=client).stderr
    assert (hours in first, f"need: {item}\n" in first) == (True, True)
    assert run("import", written(client, data), inside=client).stderr == ""
    assert hours in run("score", inside=client).stderr
    assert run("export", "copy.json", inside=client).stderr == ""


def test_a_day_to_come_is_told_of_a_file_and_refused_by_the_engagement(client: Path) -> None:
    file = written(client, sample(as_of="2998-01-01"))
    assert "note: the day of the assessment, 1 January 2998, is still to come" in run("score", file).stderr
    refused = run("import", file, inside=client)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr.startswith("As of is 2998-01-01 in the file, which is to come. Write today (")
    assert run("score", "--json", inside=client).stdout == run("score", SAMPLE, "--json").stdout


def test_a_summary_that_was_written_for_an_earlier_day_is_told_until_it_is_written_anew(client: Path) -> None:
    def told() -> bool:
        return "note: the summary was written as of 20 November 2026 and" in run("score", "1", inside=client).stderr

    assert not told()
    assert "the summary was written as of" in run("score", "--as-of", "2026-11-21", inside=client).stderr
    with Store.open(client / "opsassess.db") as store:
        store.record(1, AsOf(day=dt.date(2026, 11, 22)))
        assert told()
        store.record(1, Summary(text="Written anew."))
    assert not told()


def test_an_assessment_follows_the_installed_questionnaire_and_goes_back(client: Path) -> None:
    packaged = SAMPLE.parent.parent / "questionnaires"
    own = shutil.copytree(packaged, client / "questionnaires") / "agent-operability.yaml"
    installed = find_questionnaire("agent-operability").version
    text = own.read_text(encoding="utf-8")
    own.write_text(text.replace(f"version: {installed}", "version: 9.9.9", 1), encoding="utf-8")
    assert run("upgrade", inside=client).stdout == "Lead router follows agent-operability 9.9.9\n"
    assert run("upgrade", "lead router", "--undo", inside=client).stdout.endswith(f" agent-operability {installed}\n")
    again = run("upgrade", "1", "--undo", inside=client)
    assert (again.exit_code, again.stderr) == (1, "Assessment 1 has no upgrade to undo.\n")


def test_the_history_of_an_item_tells_ratings_and_keys(client: Path) -> None:
    told = run("history", ITEM, "1", inside=client)
    assert told.exit_code == 0
    assert "Dana Ruiz: rating " in told.stdout
    notes = [answer["note"] for answer in sample()["answers"] if answer["item"] == ITEM and answer.get("note")]
    assert not any(note in told.stdout for note in notes)
    assert all(note in run("history", ITEM, "--full", inside=client).stdout for note in notes)
    assert "evidence E" in told.stdout
    absent = run("history", "no.such", inside=client)
    assert (absent.exit_code, absent.stderr) == (
        1,
        "There is no question 'no.such' in assessment 1. The register names every id.\n",
    )
    part = run("history", "s5_kill_switch.verify", inside=client)
    assert part.stderr.endswith(f"in assessment 1. There are: {ITEM}.\n")


def test_an_edit_that_nobody_settled_is_told_and_in_the_history(client: Path) -> None:
    edits = [
        Edit(change=Answer(item=ITEM, respondent="dana", rating=rating), editor=page, n=1, seen=1)
        for page, rating in (("one", 1), ("two", 4))
    ]
    with Store.open(client / "opsassess.db") as store:
        receipts, _ = store.take_edits(1, edits, after=1)
    assert [receipt.status for receipt in receipts] == ["saved", "conflict"]
    told = run("score", "--json", inside=client)
    assert told.stderr == (
        f"note: 1 edit is not settled, so another value counts: {ITEM}. Open the interview and choose\n"
    )
    assert "Dana Ruiz: rating 4  (contested: not applied)\n" in run("history", ITEM, inside=client).stdout


def test_an_export_has_one_of_two_endings(nordwind: Path) -> None:
    result = run("export", "copy.csv", inside=nordwind)
    assert (result.exit_code, result.stderr) == (1, "copy.csv: an assessment can be written as .json or .xlsx.\n")


# ---------------------------------------------------------------------------------------------------------------------
# Documents


@pytest.mark.parametrize(("command", "ending"), [("report", "html"), ("report", "docx"), ("runbook", "md")])
def test_a_document_into_a_file(tmp_path: Path, command: str, ending: str) -> None:
    path = tmp_path / "out" / f"mine.{ending}"
    result = run(command, SAMPLE, "-o", path)
    assert (result.exit_code, result.stdout) == (0, f"{path}\n")
    assert files_in(tmp_path) == {"out", f"out/mine.{ending}"}
    assert b"Nordwind" in path.read_bytes() or ending == "docx"


@pytest.mark.parametrize(("command", "ending"), [("drill", "docx"), ("followup", "md")])
def test_a_document_that_somebody_filled_in_or_edited_is_kept_beside_the_new_one(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, command: str, ending: str
) -> None:
    path = tmp_path / f"mine.{ending}"
    for _ in range(2):
        run(command, SAMPLE, "-o", path)
    assert (caplog.messages, files_in(tmp_path)) == ([], {path.name})
    made = path.read_bytes()
    path.write_bytes(made + b"a sentence of mine")
    told = run(command, SAMPLE, "-o", path)
    (kept,) = files_in(tmp_path) - {path.name}
    assert (path.read_bytes(), (tmp_path / kept).read_bytes()) == (made, made + b"a sentence of mine")
    assert re.fullmatch(rf"mine \(yours, \d{{4}}-\d\d-\d\d\)\.{ending}", kept)
    assert (told.exit_code, told.stdout) == (0, f"{path}\n")
    (note,) = caplog.messages
    assert note == f"note: {path} was changed since it was written, or not written here; that one is kept as {kept}"


def test_the_same_file_with_its_own_format_named(tmp_path: Path) -> None:
    path = tmp_path / "mine.md"
    assert run("runbook", SAMPLE, "-o", path, "--format", "md").stdout == f"{path}\n"
    assert path.is_file()
    refused = run("runbook", SAMPLE, "-o", tmp_path / "other.md", "--format", "docx")
    assert refused.exit_code == 1
    assert refused.stderr.endswith("other.md takes the one format md. Name a folder for docx.\n")
    assert files_in(tmp_path) == {"mine.md"}


def test_a_document_into_a_folder_in_chosen_formats(tmp_path: Path) -> None:
    result = run("report", SAMPLE, "-o", tmp_path / "out", "--format", "html", "--format", "docx")
    assert result.exit_code == 0
    assert files_in(tmp_path / "out") == {"lead-router-report.html", "lead-router-report.docx"}


def test_a_document_without_a_place_comes_here_in_its_first_format(tmp_path: Path) -> None:
    assert run("runbook", SAMPLE, inside=tmp_path).stdout == "lead-router-runbook.docx\n"
    assert files_in(tmp_path) == {"lead-router-runbook.docx"}


def test_a_document_has_no_other_formats(tmp_path: Path) -> None:
    result = run("report", SAMPLE, "-o", tmp_path / "report.txt")
    assert result.exit_code == 1
    assert result.stderr.endswith(
        "report.txt: a report can be written as .pdf, .html, .docx, .ipynb, or into a folder.\n"
    )
    assert run("report", SAMPLE, "--format", "md").exit_code == 2


def test_a_document_as_of_another_day_opens_again_as_of_that_day(tmp_path: Path) -> None:
    run("report", SAMPLE, "-o", tmp_path / "report.ipynb", "--as-of", "2027-02-01")
    notebook = json.loads((tmp_path / "report.ipynb").read_text(encoding="utf-8"))
    calls = [line for cell in notebook["cells"] for line in "".join(cell["source"]).splitlines() if "load(" in line]
    assert len(calls) == 1
    assert 'as_of="2027-02-01"' in calls[0]


# ---------------------------------------------------------------------------------------------------------------------
# The rest


def test_check_finds_nothing_in_the_packaged_questionnaires() -> None:
    paths = sorted(SAMPLE.parent.parent.joinpath("questionnaires").glob("[at]*.yaml"))
    result = run("check", *paths)
    bank, triage = result.stdout.splitlines()
    assert result.exit_code == 0
    assert bank == f"{paths[0]}: good, 73 questions, 179 planned minutes"
    assert triage == f"{paths[1]}: good, 21 questions, 60 planned minutes"


def test_check_tells_every_mistake_of_every_file_with_its_line(tmp_path: Path) -> None:
    one, two = tmp_path / "one.yaml", tmp_path / "two.yaml"
    one.write_text("extends: agent-operability\nid: one\nitems:\n  - no.such\n  - nor.this\n", encoding="utf-8")
    two.write_text("id: two\nid: too\n", encoding="utf-8")
    result = run("check", one, two)
    assert (result.exit_code, result.stdout) == (1, "")
    places = [line.partition(": ")[0] for line in result.stderr.splitlines()]
    assert places[:3] == [f"{one}:4", f"{one}:5", f"{two}:2"]


@pytest.mark.parametrize("name", ["assessment", "questionnaire"])
def test_schema_prints_a_json_schema(name: str) -> None:
    schema = json.loads(run("schema", name).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    if name == "assessment":
        jsonschema.Draft202012Validator(schema).validate(sample())


def test_doctor_finds_this_machine_fit() -> None:
    result = run("doctor")
    assert result.exit_code == 0
    assert "missing" not in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [["nonsense"], ["score", "--nonsense"], ["schema", "nonsense"], ["new", "x"], ["score", "--as-of", "May"]],
)
def test_a_wrong_use_is_exit_code_2(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


@pytest.mark.parametrize(
    "command",
    ["", "demo", "new", "import", "upgrade", "history", "export", "score", "report", "runbook", "deliver", "check"],
)
def test_help_of_every_command(command: str) -> None:
    result = run(*command.split(), "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: ")


def test_version_and_help_as_a_process() -> None:
    assert process("--version").stdout.decode().split()[-1].count(".") == 2
    done = process("-h")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Find out whether an AI agent can be operated" in done.stdout
