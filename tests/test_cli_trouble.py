"""The command line when something is wrong: a sentence, the right exit code, nothing half-written."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command_line import COMMAND, SAMPLE, files_in, process, run, sample, written
from openpyxl import load_workbook

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="pipes, signals and limits of a POSIX system"),
]

as_root = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")


# ---------------------------------------------------------------------------------------------------------------------
# Input that cannot be used


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "bad.json:1: not JSON: expecting value."),
        (b'{"format": "opsassess-assessment/1",\n nonsense}', "bad.json:2: not JSON: "),
        (b"[]", "bad.json:1: the file "),
        (b"null", "bad.json:1: the file "),
        (b'{"a": 1, "a": 2}', "bad.json: the key 'a' is repeated. Keep one."),
        (b"\xff\xfe{}", "bad.json: byte 0 is not UTF-8. Save the file as UTF-8."),
        (b"[" * 100_000, "bad.json: not a sensible JSON file: it is nested more than 50 deep."),
        (b'{"as_of": NaN}', "bad.json: NaN is not a number that JSON knows."),
        (b'{"as_of": "\\ud83d"}', "bad.json: the text '\\ud83d' holds half a character. "),
    ],
)
def test_a_file_that_is_no_assessment(client: Path, content: bytes, sentence: str) -> None:
    (client / "bad.json").write_bytes(content)
    before = (client / "opsassess.db").read_bytes()
    for command in (["score", "bad.json"], ["import", "bad.json"], ["report", "bad.json", "-o", "out"]):
        result = run(*command, inside=client)
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr.startswith(sentence)
    assert (client / "opsassess.db").read_bytes() == before
    assert not (client / "out").exists()


@pytest.mark.parametrize("name", ["logo.png", "engagement.yaml", "card.docx"])
def test_a_file_of_another_kind_is_told_what_is_taken(client: Path, name: str) -> None:
    (client / name).write_bytes(b"client: Nordwind")
    told = run("import", name, inside=client)
    ending = Path(name).suffix
    what = f"an assessment is a JSON file or an Excel workbook (.json, .xlsx), and this is {ending}"
    assert (told.exit_code, told.stderr) == (1, f"{name}: {what}. Name the file that was exported.\n")


@pytest.mark.parametrize("command", [("calibrate",), ("monthly", SAMPLE, "--timesheet")])
def test_a_timesheet_that_is_no_csv_is_to_be_saved_as_one(client: Path, command: tuple[str | Path, ...]) -> None:
    (client / "hours.xlsx").write_bytes(b"PK\x03\x04\xff")
    told = run(*command, "hours.xlsx", inside=client)
    assert (told.exit_code, told.stdout) == (1, "")
    assert "hours.xlsx: byte 4 is not UTF-8. Save the timesheet as CSV UTF-8, " in told.stderr


def test_all_mistakes_are_told_at_once_with_their_lines_and_nothing_changes(client: Path) -> None:
    def spoil(data: dict[str, Any]) -> None:
        data["as_of"] = "31.05.2026"
        data["client"] = "Nordwind"
        data["answers"][0]["rating"] = 5
        data["answers"][1]["ratting"] = 2
        data["respondents"][0]["roles"] = []

    data = sample()
    spoil(data)
    path = written(client, data, "bad.json")
    lines = path.read_text(encoding="utf-8").splitlines()
    before = (client / "opsassess.db").read_bytes()
    result = run("import", "bad.json", inside=client)
    assert result.exit_code == 1
    told = result.stderr.splitlines()
    assert told[-1] == "5 mistakes. Nothing was changed."
    places = {what: next(line for line in told if what in line) for what in ("31.05", "Nordwind", "ratting", "roles")}
    for what, line in places.items():
        number = int(line.removeprefix("bad.json:").partition(":")[0])
        assert what in lines[number - 1]
    assert "is not a key that belongs here. Perhaps 'rating' is meant." in places["ratting"]
    assert (client / "opsassess.db").read_bytes() == before


def test_all_mistakes_of_a_workbook_are_told_at_once_in_the_words_of_its_sheets(client: Path) -> None:
    run("export", "book.xlsx", inside=client)
    book = load_workbook(client / "book.xlsx")
    people = book["People"]
    end = people.max_row + 1
    for row, cells in enumerate((("dana", "Dana Two", "operator"), (None, "No Id", "owner"), ("x", "X", "boss")), end):
        for column, value in enumerate(cells, 1):
            people.cell(row, column, value)
    for sheet, place, value in (
        ("Evidence", "F2", "2030-01-01"),
        ("Evidence", "F3", "yesterday"),
        ("Answers", "G2", "five"),
        ("Actions", "F2", "9 / 4 / 2"),
        ("Not applicable", "A9", "s5_kill_switch.draft_only"),
        ("Not applicable", "B9", "no"),
    ):
        book[sheet][place] = value
    book.save(client / "book.xlsx")
    told = run("import", "book.xlsx", inside=client).stderr.replace("book.xlsx, ", "")
    assert sorted(told.splitlines()) == sorted(
        (
            f"People!C{end + 2}: it is 'boss', which is not one of operator, owner, user, builder.",
            "Answers!G2: it is 'five', which is not one of 0, 1, 2, 3, 4, don't know.",
            ("Evidence!F3: it is 'yesterday': it should be a day written as 2026-05-31, 31.5.2026 or 31 May 2026."),
            f"People!A{end + 1}: Id is missing. Add it.",
            "Not applicable!C9: Approved by is missing. Add it.",
            (
                "Actions!F2: Hours (optimistic / likely / pessimistic) is wrong: "
                "hours should rise: optimistic, likely, pessimistic."
            ),
            f"People!A{end}: 'dana' stands above already. Keep one of them.",
            (
                "Evidence!F2: evidence is dated 2030-01-01, after the assessment's day (2026-11-20). "
                "Correct the date, or move the day, which is As of on the sheet Other, to 2030-01-01 or later."
            ),
            (
                "Not applicable!A9: s5_kill_switch.draft_only is in a gate and cannot be declared not applicable. "
                "Only a fact of the profile can take it out; accept the risk as an exception instead."
            ),
            "9 mistakes. Nothing was changed.",
        )
    )


def test_what_contradicts_the_questionnaire_is_told_with_its_line(tmp_path: Path) -> None:
    data = sample()
    data["answers"][0]["item"] = "s1_workflow_summary.gaol"
    data["answers"][1]["respondent"] = "nobody"
    result = run("score", written(tmp_path, data))
    assert result.exit_code == 1
    assert "Perhaps 's1_workflow_summary.goal' is meant." in result.stderr
    assert "'nobody', who is not among the respondents" in result.stderr
    assert all(line.startswith(f"{tmp_path}/assessment.json:") for line in result.stderr.splitlines()[:2])


def test_a_questionnaire_that_nobody_has(tmp_path: Path) -> None:
    path = written(tmp_path, sample(questionnaire={"id": "triaje", "version": "1.0.0"}))
    result = run("score", path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "there is no questionnaire 'triaje'. Perhaps 'triage' is meant." in result.stderr


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 cut off"])
def test_a_workbook_that_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.xlsx").write_bytes(content)
    result = run("score", tmp_path / "bad.xlsx")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"{tmp_path}/bad.xlsx: ")


def test_an_assessment_of_another_client_stays_out(client: Path) -> None:
    before = (client / "opsassess.db").read_bytes()
    result = run("import", written(client, sample(client={"name": "Südwind"})), inside=client)
    assert result.exit_code == 1
    assert result.stderr == f"{client} is the engagement of Nordwind; this assessment is of Südwind.\n"
    refused = run("new", client, "--client", "Südwind", "--agent", "Mailer")
    assert (refused.exit_code, refused.stderr) == (1, result.stderr)
    assert (client / "opsassess.db").read_bytes() == before


@pytest.mark.parametrize(("who", "agent"), [("", "Bot"), ("Acme", ""), ("Acme", "x" * 501), ("Acme", "\udcff")])
def test_new_with_names_that_are_none_makes_nothing(tmp_path: Path, who: str, agent: str) -> None:
    result = run("new", tmp_path / "acme", "--client", who, "--agent", agent)
    assert result.exit_code == 1
    assert result.stderr.startswith("new assessment: `")
    assert files_in(tmp_path) == set()


def test_settings_that_are_wrong_are_told_with_their_line(client: Path) -> None:
    (client / "engagement.yaml").write_text("client: Nordwind\ntheme:\n  primry: '#000000'\n  accent: '#ffff00'\n")
    result = run("score", inside=client)
    assert (result.exit_code, result.stdout) == (1, "")
    assert (
        "engagement.yaml:3: `theme.primry` is not a key that belongs here. Perhaps 'primary' is meant." in result.stderr
    )
    assert "engagement.yaml:4: `theme.accent` " in result.stderr


@pytest.mark.parametrize(("name", "what"), [("", "should not be empty"), ("x" * 501, "at most 500 characters")])
def test_a_milestone_with_a_name_that_is_none_is_not_made(client: Path, name: str, what: str) -> None:
    result = run("milestone", name, inside=client)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("new milestone: `name` is '")
    assert what in result.stderr
    assert run("delta", inside=client).stderr.startswith("There is no milestone yet.")


@pytest.mark.parametrize("command", ["lab", "present"])
def test_a_misspelt_folder_is_not_the_engagement_that_it_would_lie_in(client: Path, command: str) -> None:
    result = run(command, client / "nordwnid", "--no-browser")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"{client}/nordwnid: there is no engagement here (no opsassess.db).")


# ---------------------------------------------------------------------------------------------------------------------
# Output that cannot be written


@pytest.mark.parametrize(
    "command", [["runbook", "-o", "taken/out.md"], ["report", "-o", "taken/out", "--format", "html"]]
)
def test_a_folder_that_is_a_file(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "taken").write_text("mine")
    result = run(command[0], SAMPLE, *command[1:], inside=tmp_path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "it cannot be written (" in result.stderr
    assert (tmp_path / "taken").read_text() == "mine"
    assert files_in(tmp_path) == {"taken"}


@pytest.mark.parametrize("command", ["deliver", "demo"])
def test_a_folder_of_documents_that_is_a_file_is_a_wrong_use(tmp_path: Path, command: str) -> None:
    (tmp_path / "taken").write_text("mine")
    reference = [SAMPLE] if command == "deliver" else []
    assert run(command, *reference, "-o", tmp_path / "taken").exit_code == 2
    assert files_in(tmp_path) == {"taken"}


def test_a_folder_with_an_ending_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "v1.md").mkdir()
    assert run("runbook", SAMPLE, "-o", tmp_path / "v1.md", "--format", "md").exit_code == 0
    assert files_in(tmp_path) == {"v1.md", "v1.md/lead-router-runbook.md"}


def test_an_export_onto_a_folder(client: Path) -> None:
    (client / "copy.json").mkdir()
    assert run("export", "copy.json", inside=client).exit_code == 2


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    for command in (
        ["runbook", SAMPLE, "-o", f"{'x' * 300}.md"],
        ["runbook", SAMPLE, "-o", "x" * 300, "--format", "md"],
        ["score", "x" * 300],
    ):
        result = run(*command, inside=tmp_path)
        assert (result.exit_code, result.stdout) == (1, "")
        assert "File name too long" in result.stderr
    assert files_in(tmp_path) == set()


@as_root
@pytest.mark.parametrize(
    "command", [["runbook", "-o", "shut/out.md"], ["export", "shut/x.json"], ["export", "shut/x.xlsx"]]
)
def test_a_folder_that_is_shut(client: Path, command: list[str]) -> None:
    (client / "shut").mkdir(mode=0o500)
    result = run(*command, inside=client)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Permission denied" in result.stderr
    assert files_in(client / "shut") == set()


def _small_files(limit: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


@pytest.mark.parametrize(
    "command", [["runbook", "-o", "out.md"], *(["export", "--overwrite", f"out.{e}"] for e in ("json", "xlsx"))]
)
def test_a_disk_that_is_full_keeps_the_older_file(client: Path, command: list[str]) -> None:
    (client / command[-1]).write_text("older")
    before = files_in(client)
    done = process(*command, inside=client, preexec_fn=_small_files(4096))
    assert (done.returncode, done.stdout) == (1, b"")
    told = done.stderr.splitlines()[0]  # lxml may add what it could not tidy up
    assert b"cannot be written (File too large)" in told or b"cannot be put together" in told
    assert (client / command[-1]).read_text() == "older"
    assert files_in(client) == before


def test_a_disk_that_is_full_leaves_what_somebody_edited_under_its_name(tmp_path: Path) -> None:
    path = tmp_path / "out.md"
    run("followup", SAMPLE, "-o", path)
    path.write_text("mine")
    done = process("followup", SAMPLE, "-o", path, preexec_fn=_small_files(1024))
    assert done.returncode == 1
    assert (path.read_text(), files_in(tmp_path)) == ("mine", {"out.md"})


@pytest.mark.parametrize("limit", [4096, 45_056], ids=["no store fits", "a store fits, and no assessment"])
def test_a_disk_that_is_full_begins_no_engagement(tmp_path: Path, limit: int) -> None:
    arguments = ["new", "deep/acme", "--client", "Acme", "--agent", "Bot"]
    done = process(*arguments, inside=tmp_path, preexec_fn=_small_files(limit))
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert files_in(tmp_path) == set()


def test_a_disk_that_is_full_takes_in_nothing(client: Path) -> None:
    other = sample(id="00000000-0000-4000-8000-000000000002")
    written(client, other, "other.json")
    size = (client / "opsassess.db").stat().st_size
    done = process("import", "other.json", inside=client, preexec_fn=_small_files(size))
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert run("score", "1", inside=client).exit_code == 0
    assert run("score", "2", inside=client).exit_code == 1


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("../../x", "x-runbook.md"),
        ("/etc/passwd", "etc-passwd-runbook.md"),
        ("C:\\Windows", "c-windows-runbook.md"),
        ("CON", "con-1-runbook.md"),
        ("...", "agent-1a43b61b-runbook.md"),
        ("🤖", "robot-runbook.md"),
        ("-rf", "rf-runbook.md"),
        ("Ünïcödé\n\x1b[2J", "unicode-2j-runbook.md"),
        ("x" * 500, f"{'x' * 60}-runbook.md"),
    ],
)
def test_no_name_leaves_the_folder(tmp_path: Path, name: str, file: str) -> None:
    agent = sample()["agent"] | {"name": name}
    folder = tmp_path / "in" / "out"
    path = written(tmp_path, sample(agent=agent))
    result = run("runbook", path, "-o", folder, "--format", "md")
    assert result.exit_code == 0
    assert files_in(tmp_path) == {"assessment.json", "in", "in/out", f"in/out/{file}"}


# ---------------------------------------------------------------------------------------------------------------------
# Interrupted, cut off, and without the letters


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize("arguments", ["score", "score --json"])
def test_what_is_printed_into_a_full_disk_is_a_sentence(arguments: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, *arguments.split(), str(SAMPLE)], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 1
    assert done.stderr == b"what is printed here cannot be kept: No space left on device.\n"


@pytest.mark.parametrize("arguments", ["score", "score --items", "score --json", "schema assessment", "--help"])
def test_a_reader_that_goes_away_causes_no_traceback(arguments: str) -> None:
    words = arguments.split()
    command = [*COMMAND, *words, *([str(SAMPLE)] if words[0] == "score" else [])]
    reader, writer = os.pipe()
    with subprocess.Popen(command, stdout=writer, stderr=subprocess.PIPE) as running:
        os.close(writer)
        os.close(reader)
        _, told = running.communicate(timeout=60)
    assert told == b""


def test_ctrl_c_leaves_no_file(tmp_path: Path) -> None:
    hears = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"  # a background job begins deaf
    # What is written in C says in its own words that it could not begin
    loaded = "from opsassess import cli, review; import docx, openpyxl, pandas, weasyprint"
    ready = f"{hears}; {loaded}; print('ready', flush=True); cli.main()"
    command = [sys.executable, "-c", ready, "deliver", str(SAMPLE), "-o", str(tmp_path / "out")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout
        assert running.stdout.readline() == b"ready\n"
        time.sleep(0.5)
        running.send_signal(signal.SIGINT)
        said, told = running.communicate(timeout=60)
    assert running.returncode == 1
    assert said == b""
    assert told.strip() == b"Aborted!"
    assert files_in(tmp_path) == set()


LOCALES = [
    pytest.param({"PYTHONIOENCODING": "ascii"}, id="ascii"),
    pytest.param({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, id="C locale"),
    pytest.param({"PYTHONIOENCODING": "cp1252"}, id="Windows"),
]


@pytest.mark.parametrize("environment", LOCALES)
def test_letters_that_the_terminal_lacks(tmp_path: Path, environment: dict[str, str]) -> None:
    data = sample()
    data["agent"]["name"] = "Zuständigkeit → 送信"
    path = written(tmp_path, data)
    text = process("score", path, "--items", environment=environment)
    assert (text.returncode, text.stderr) == (0, b"")
    assert b"\\u2192 \\u9001\\u4fe1, Nordwind" in text.stdout
    scores = process("score", path, "--json", environment=environment)
    assert json.loads(scores.stdout.decode("utf-8")) == json.loads(run("score", path, "--json").stdout)
    book = process("runbook", path, "-o", tmp_path / "送信.md", environment=environment)
    assert book.returncode == 0
    assert "Zuständigkeit" in (tmp_path / "送信.md").read_text(encoding="utf-8")
