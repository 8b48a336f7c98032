"""Several processes on one file, and a disk that fills up: what was acknowledged is there, what was not comes again."""

from __future__ import annotations

import sqlite3
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from interview_cases import NOON, NOTE, NUMBER, RATING, a_session, an_engagement, change, result_of, tell, welcome
from processes import Other

from opsassess.assessment import Answer
from opsassess.changes import Contested
from opsassess.interview.session import Session
from opsassess.store import Store
from opsassess.store.schema import MIGRATIONS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks its processes, and limits a file's size")
SHARED = ["answer", "k.text", "dana", "note"]
WAIT = 120.0  # seconds: two that type without a pause starve each other where the disk is slow


def type_in_a_process(path: Path, client: str, count: int, said: Connection) -> None:
    """Type into a field of one's own and into one that everybody types into."""
    session = Session(Store.open(path, wait=WAIT, now=lambda: NOON), NUMBER, now=lambda: NOON)
    seen = welcome(session, client)["to"]
    for n in range(count):
        who = ["answer", "a.stop", client, "note"]
        sent = [change(2 * n, who, f"{client} {n}", seen=seen), change(2 * n + 1, SHARED, f"{client} {n}", seen=seen)]
        ack, changes, *_ = tell(session, "patch", client, patches=sent)
        seen = changes["to"]
        said.send([(result["status"], result["seq"]) for result in ack["results"]])


def test_two_processes_come_to_the_same_and_swallow_nothing(tmp_path: Path) -> None:
    path, clients = an_engagement(tmp_path), ("dana", "bo")
    typing = {client: Other(type_in_a_process, path, client, 12) for client in clients}
    told = {client: process.finish() for client, process in typing.items()}
    assert {status for acks in told.values() for (status, _), _ in acks} == {"saved"}  # one's own field
    entries = Store.open(path).changes_since(NUMBER, 1)
    assert sorted(seq for acks in told.values() for results in acks for _, seq in results) == [e.seq for e in entries]
    fresh = welcome(a_session(path))["state"]
    assert [fresh["answers"]["a.stop"][client]["note"] for client in clients] == ["dana 11", "bo 11"]
    statuses = [status for acks in told.values() for _, (status, _) in acks]
    assert statuses.count("conflict") == sum(isinstance(e.event, Contested) for e in entries)


def type_until_the_disk_is_full(path: Path, limit: int, said: Connection) -> None:
    """Type while no file may grow beyond the limit; then there is room again."""
    import resource

    session = a_session(path)
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    answers: list[dict[str, Any]] = []
    while not answers or answers[-1].get("status") == "saved":
        answers.append(result_of(session, change(len(answers) + 1, NOTE, "the vault code is 4711 " * 200)))
    said.send((len(answers) - 1, answers[-1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    again = result_of(session, change(len(answers), NOTE, "the vault code is 4711 " * 200))
    said.send(again)


def test_a_full_disk_is_told_and_nothing_is_acknowledged_until_there_is_room(tmp_path: Path) -> None:
    path = an_engagement(tmp_path)
    (saved, trouble), again = Other(type_until_the_disk_is_full, path, path.stat().st_size + 60_000).finish()
    assert trouble["type"] == "trouble"
    assert "What was saved before is safe" in trouble["what"]
    assert "4711" not in trouble["what"]
    assert again["status"] == "saved"
    assert len(Store.open(path).changes_since(NUMBER, 1)) == saved + 1


def test_a_file_of_the_first_format_takes_edits_after_a_copy_of_it(tmp_path: Path) -> None:
    path = as_of_the_first_format(an_engagement(tmp_path))
    session = a_session(path)
    assert path.with_name("opsassess.format-1.db").exists()
    unseen = result_of(session, change(1, NOTE, "mine"))
    assert (unseen["status"], unseen["theirs"][0]["value"]) == ("conflict", "from before")
    assert result_of(session, change(2, RATING, 3))["status"] == "saved"
    assert result_of(session, change(3, NOTE, "mine", seen=welcome(session)["to"]))["status"] == "saved"


def as_of_the_first_format(path: Path) -> Path:
    """Save an answer and write the store as the first version of its format held it."""
    Store.open(path).record(NUMBER, Answer(item="a.stop", respondent="dana", note="from before"))
    old = path.with_name("old.db")
    with sqlite3.connect(old) as connection:
        for statement in MIGRATIONS[0]:
            connection.execute(statement)
        connection.execute("ATTACH ? AS new", (str(path),))
        for table in ("engagement", "questionnaires", "assessments"):
            connection.execute(f"INSERT INTO {table} SELECT * FROM new.{table}")  # noqa: S608 - names of ours
        columns = "seq, assessment, kind, payload, questionnaire, saved_at, editor, nonce"
        connection.execute(f"INSERT INTO events SELECT {columns} FROM new.events")  # noqa: S608
        (application,) = connection.execute("PRAGMA new.application_id").fetchone()
        connection.execute(f"PRAGMA application_id = {application}")
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    old.replace(path)
    return path
