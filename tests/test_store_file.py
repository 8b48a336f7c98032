"""What a user is told when the file cannot be used, and what becomes of files of other versions."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import traceback
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError
from store_cases import FORMAT, NEXT_VERSION, NUMBER, PRIVATE, document, engagement, small

from opsassess.assessment import Answer
from opsassess.errors import StoreError
from opsassess.store import Store
from opsassess.store.file import StoreFile
from opsassess.store.schema import ASSESSMENTS, ENGAGEMENT, EVENTS, QUESTIONNAIRES

NOBODY = 65534
PRIVATE_ANSWER = Answer(item="a.stop", respondent="dana", note=PRIVATE)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder of an ordinary user, as whom the test runs: root may write where writing is forbidden."""
    with TemporaryDirectory() as name:
        path, root = Path(name), os.geteuid() == 0
        if root:
            os.chown(path, NOBODY, NOBODY)
            os.seteuid(NOBODY)
        try:
            yield path
        finally:
            if root:
                os.seteuid(0)
            path.chmod(0o700)


def run(path: Path, *statements: str) -> None:
    """Change a file behind the store's back."""
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


# ---------------------------------------------------------------------------------------------------------------------
# A file that cannot be used


def test_no_such_file(tmp_path: Path) -> None:
    path = tmp_path / "opsassess.db"
    with pytest.raises(StoreError) as caught:
        Store.open(path)
    assert str(caught.value) == (
        f"{path}: there is no such file. Check the path, or make an engagement with `opsassess new`."
    )
    assert not path.exists()


@pytest.mark.parametrize("read_only", [False, True])
def test_a_folder(tmp_path: Path, *, read_only: bool) -> None:
    with pytest.raises(StoreError, match=r"it is a folder\. Name the database in it"):
        Store.open(tmp_path, read_only=read_only)


@pytest.mark.parametrize(
    "content", [b"SQLite format 3\0" + b"\7" * 5000, b"Dear client, ..." * 100], ids=["near", "far"]
)
def test_not_a_database(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "opsassess.db"
    path.write_bytes(content)
    with pytest.raises(StoreError, match="it is not an engagement's database"):
        Store.open(path)
    with pytest.raises(StoreError):
        Store.create(path, client="Nordwind")
    assert path.read_bytes() == content


def test_the_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "opsassess.db"
    run(path, "CREATE TABLE songs (title TEXT)")
    with pytest.raises(StoreError, match="the database of another program"):
        Store.open(path)
    with pytest.raises(StoreError, match="there already is such a file"):
        Store.create(path, client="Nordwind")


def test_an_interrupted_creation_can_be_repeated(tmp_path: Path) -> None:
    path = tmp_path / "opsassess.db"
    path.touch(mode=0o644)
    with pytest.raises(StoreError, match="it is empty, its creation was interrupted"):
        Store.open(path)
    Store.create(path, client="Nordwind")
    assert Store.open(path).client == "Nordwind"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_store_is_not_made_over_another_one(tmp_path: Path) -> None:
    path = engagement(tmp_path)
    with pytest.raises(StoreError, match="there already is such a file"):
        Store.create(path, client="Other")
    assert Store.open(path).client == "Nordwind"


def test_a_store_is_not_made_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"it cannot be made \(No such file or directory\)"):
        Store.create(tmp_path / "missing" / "opsassess.db", client="Nordwind")


def test_a_damaged_database(tmp_path: Path) -> None:
    path = engagement(tmp_path)
    content = bytearray(path.read_bytes())
    content[4096 * 2 :] = b"\xff" * (len(content) - 4096 * 2)
    path.write_bytes(content)
    with pytest.raises(StoreError, match="the database is damaged"):
        Store.open(path).assessment()


def test_a_damaged_entry(tmp_path: Path) -> None:
    path = engagement(tmp_path)
    payload = '{"item": "a.stop", "respondent": "dana", "rating": "' + PRIVATE + '"}'
    columns = "(assessment, kind, payload, saved_at, editor)"
    run(path, f"INSERT INTO events {columns} VALUES (1, 'answer', '{payload}', '2026-06-01T00:00:00+00:00', '')")  # noqa: S608
    with pytest.raises(StoreError, match=r"Entry 2 of the store \(answer\) is damaged") as caught:
        Store.open(path).assessment()
    assert PRIVATE not in "".join(traceback.format_exception(caught.value))


def test_a_log_without_its_beginning(tmp_path: Path) -> None:
    path = engagement(tmp_path)
    run(path, "DROP TRIGGER events_stay", "DELETE FROM events")
    with pytest.raises(StoreError, match="The log of assessment 1 has lost its beginning"):
        Store.open(path).assessment()


def test_a_file_that_is_read_only(folder: Path) -> None:
    path = engagement(folder)
    path.chmod(0o400)
    with pytest.raises(StoreError, match="the file or its folder is read-only"):
        Store.open(path)
    assert Store.open(path, read_only=True).assessment().answers == document().answers


def test_a_folder_that_is_read_only(folder: Path) -> None:
    path = engagement(folder)
    folder.chmod(0o500)
    with pytest.raises(StoreError, match="the file or its folder is read-only"):
        Store.open(path)
    assert Store.open(path, read_only=True).assessment().answers == document().answers


def test_a_file_that_becomes_read_only(folder: Path) -> None:
    path = engagement(folder)
    store = Store.open(path)
    path.chmod(0o400)
    with pytest.raises(StoreError, match="so nothing was changed") as caught:
        store.record(NUMBER, PRIVATE_ANSWER)
    assert PRIVATE not in "".join(traceback.format_exception(caught.value))


def test_a_file_that_may_not_be_read(folder: Path) -> None:
    path = engagement(folder)
    path.chmod(0o000)
    with pytest.raises(StoreError, match=r"it cannot be opened\. Allow this user to read and write"):
        Store.open(path)


def test_a_store_opened_for_reading_refuses_to_write(tmp_path: Path) -> None:
    store = Store.open(engagement(tmp_path), read_only=True)
    with pytest.raises(StoreError, match="opened for reading only"):
        store.record(NUMBER, PRIVATE_ANSWER)


def test_reading_alone_cannot_repair_what_a_killed_writer_left(tmp_path: Path) -> None:
    path = tmp_path / "killed" / "opsassess.db"
    path.parent.mkdir()
    with closing(sqlite3.connect(engagement(tmp_path))) as connection:
        connection.execute("PRAGMA cache_size = 1")  # what is half done is in the file, the way back in its journal
        connection.execute("UPDATE engagement SET client = 'half done'")
        connection.execute("INSERT INTO assessments (id) SELECT hex(randomblob(9000)) FROM (VALUES (1), (2), (3), (4))")
        for found in tmp_path.glob("opsassess.db*"):
            shutil.copy(found, path.parent)
    with pytest.raises(StoreError, match="its last writer was stopped in the middle"):
        Store.open(path, read_only=True)
    assert Store.open(path).client == "Nordwind"
    assert Store.open(path, read_only=True).client == "Nordwind"


def test_a_file_that_another_program_keeps_locked(tmp_path: Path) -> None:
    path = engagement(tmp_path)
    store = Store.open(path, wait=0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another program has kept it locked") as caught:
            store.record(NUMBER, PRIVATE_ANSWER)
        assert store.assessment().answers == document().answers  # reading goes on
    store.record(NUMBER, PRIVATE_ANSWER)
    assert PRIVATE not in "".join(traceback.format_exception(caught.value))


def test_a_store_never_writes_into_a_file_that_was_replaced_or_removed(tmp_path: Path) -> None:
    """A sync program puts another file under the name; what is saved then must be in that file."""
    path = engagement(tmp_path)
    store = Store.open(path)
    shutil.copy(path, tmp_path / "synced.db")
    (tmp_path / "synced.db").replace(path)
    store.record(NUMBER, PRIVATE_ANSWER)
    assert Store.open(path).assessment().answers[-1] == PRIVATE_ANSWER
    path.unlink()
    with pytest.raises(StoreError, match="there is no such file"):
        store.record(NUMBER, PRIVATE_ANSWER)


def test_a_file_in_wal_mode_is_brought_back(tmp_path: Path) -> None:
    path = engagement(tmp_path)
    run(path, "PRAGMA journal_mode = WAL")
    Store.open(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


@pytest.mark.parametrize("name", ["a b", "100%", "what?", "#1", "Müller & Söhne", "it's", "🧯"])
def test_any_name_of_a_folder_will_do(tmp_path: Path, name: str) -> None:
    place = tmp_path / name
    place.mkdir()
    assert Store.open(engagement(place)).client == "Nordwind"
    assert [found.name for found in place.iterdir()] == ["opsassess.db"]


# ---------------------------------------------------------------------------------------------------------------------
# A questionnaire that is gone


def test_a_missing_questionnaire_is_named_and_can_be_given_back(tmp_path: Path) -> None:
    path = engagement(tmp_path)
    store = Store.open(path)
    run(path, "DELETE FROM questionnaires")
    with pytest.raises(
        StoreError, match=r"questionnaire small 1\.0\.0 of this assessment is missing\. The answers are"
    ):
        store.questionnaire_of(NUMBER)
    assert store.assessment().answers == document().answers
    store.upgrade(NUMBER, small())
    assert store.questionnaire_of(NUMBER) == small()


@pytest.mark.parametrize("damage", ["replace(json, 'a.stop', 'a.halt')", "'{'", "''"])
def test_a_damaged_questionnaire_is_named_and_can_be_given_back(tmp_path: Path, damage: str) -> None:
    path = engagement(tmp_path)
    store = Store.open(path)
    run(path, f"UPDATE questionnaires SET json = {damage}")  # noqa: S608 - our own text
    with pytest.raises(StoreError, match=r"questionnaire small 1\.0\.0 of this assessment is damaged"):
        store.questionnaire_of(NUMBER)
    store.upgrade(NUMBER, small())
    assert store.questionnaire_of(NUMBER) == small()


def test_the_file_refuses_to_lose_a_questionnaire_in_use(tmp_path: Path) -> None:
    file = StoreFile.open(engagement(tmp_path))
    with pytest.raises(IntegrityError), file.writing() as connection:
        connection.execute(delete(QUESTIONNAIRES))


def test_a_mistake_of_the_package_itself_shows_no_answer(tmp_path: Path) -> None:
    file = StoreFile.open(engagement(tmp_path))
    entry = {"assessment": 99, "kind": "answer", "payload": PRIVATE, "saved_at": "", "editor": ""}
    with pytest.raises(IntegrityError) as caught, file.writing() as connection:
        connection.execute(insert(EVENTS).values(entry))
    assert PRIVATE not in "".join(traceback.format_exception(caught.value))


# ---------------------------------------------------------------------------------------------------------------------
# Versions


def test_a_file_of_a_newer_version(tmp_path: Path) -> None:
    path = engagement(tmp_path)
    early = Store.open(path)
    run(path, f"PRAGMA user_version = {FORMAT + 1}")
    newer = rf"written by a newer opsassess \(format {FORMAT + 1}; this one reads up to {FORMAT}\)\. Update opsassess"
    with pytest.raises(StoreError, match=newer):
        Store.open(path)
    with pytest.raises(StoreError, match=newer):  # another process updated it meanwhile
        early.record(NUMBER, PRIVATE_ANSWER)


def test_a_file_of_an_older_version_is_copied_and_brought_up_to_date(tmp_path: Path) -> None:
    path = engagement(tmp_path)
    file = StoreFile.open(path, migrations=NEXT_VERSION)
    with file.reading() as connection:
        assert connection.exec_driver_sql("SELECT client, consultant FROM engagement").one() == ("Nordwind", "")
    copy = tmp_path / f"opsassess.format-{FORMAT}.db"
    assert Store.open(copy).assessment() == Store.open(copy).assessment(NUMBER)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with pytest.raises(StoreError, match="newer opsassess"):
        Store.open(path)
    StoreFile.open(path, migrations=NEXT_VERSION)  # it happens once
    assert {found.name for found in tmp_path.iterdir()} == {"opsassess.db", f"opsassess.format-{FORMAT}.db"}


def test_a_copy_from_before_is_not_overwritten(tmp_path: Path) -> None:
    path = engagement(tmp_path)
    (tmp_path / f"opsassess.format-{FORMAT}.db").write_text("an earlier copy")
    StoreFile.open(path, migrations=NEXT_VERSION)
    assert (tmp_path / f"opsassess.format-{FORMAT}.db").read_text() == "an earlier copy"
    assert Store.open(tmp_path / f"opsassess.format-{FORMAT}-2.db").client == "Nordwind"


def test_a_failed_step_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = engagement(tmp_path)
    with pytest.raises(Exception, match="no such table"):
        StoreFile.open(path, migrations=(*NEXT_VERSION, ("INSERT INTO nowhere VALUES (1)",)))
    assert Store.open(path).assessment().answers == document().answers


def test_an_older_file_is_not_changed_when_it_is_opened_for_reading(tmp_path: Path) -> None:
    path = engagement(tmp_path)
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"it has an older format\. Open it once for writing"):
        StoreFile.open(path, read_only=True, migrations=NEXT_VERSION)
    assert path.read_bytes() == before


def test_the_tables_are_the_ones_that_the_queries_name(tmp_path: Path) -> None:
    with closing(sqlite3.connect(engagement(tmp_path))) as connection:
        for table in (ASSESSMENTS, ENGAGEMENT, EVENTS, QUESTIONNAIRES):
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table.name})")]
            assert columns == [column.name for column in table.columns]
        strict = connection.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'").fetchall()
    assert {name for name, is_strict in strict if is_strict} == {
        "assessments",
        "engagement",
        "events",
        "questionnaires",
    }


# ---------------------------------------------------------------------------------------------------------------------
# Copies


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = engagement(tmp_path)
    Store.open(path).backup(tmp_path / "backup.db")
    assert {stat.S_IMODE(found.stat().st_mode) for found in tmp_path.iterdir()} == {0o600}


def test_a_plain_copy_of_an_open_store_is_whole(tmp_path: Path) -> None:
    path = engagement(tmp_path)
    with Store.open(path) as store:
        store.record(NUMBER, PRIVATE_ANSWER)
        shutil.copy(path, tmp_path / "copy.db")
        assert sorted(found.name for found in tmp_path.iterdir()) == ["copy.db", "opsassess.db"]
    assert Store.open(tmp_path / "copy.db").state() == Store.open(path).state()


def test_a_backup_does_not_overwrite_and_leaves_nothing_behind(tmp_path: Path) -> None:
    store = Store.open(engagement(tmp_path), read_only=True)
    store.backup(tmp_path / "backup.db")
    with pytest.raises(StoreError, match="Choose another name for the copy"):
        store.backup(tmp_path / "backup.db")
    with pytest.raises(StoreError, match="cannot be made"):
        store.backup(tmp_path / "missing" / "backup.db")
    assert sorted(found.name for found in tmp_path.iterdir()) == ["backup.db", "opsassess.db"]
    assert Store.open(tmp_path / "backup.db").state() == store.state()
