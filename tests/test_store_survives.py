"""The store among other processes: killed ones, several at once, and a disk that is full."""

from __future__ import annotations

import itertools
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from processes import Other
from store_cases import (
    FORMAT,
    NUMBER,
    PRIVATE,
    create,
    document,
    engagement,
    migrate,
    send,
    small,
    write,
    write_in_a_small_file,
    write_until_refused,
)

from opsassess.assessment import Answer
from opsassess.errors import StoreError
from opsassess.store import Store

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="forks its processes, to start hundreds of them"),
]

MOMENTS = random.Random(1)  # noqa: S311 - when to kill, no key
HOW_OFTEN = [pytest.param(130, id="130 times")]  # of each of three kinds: hundreds in all


def enough(times: int, seen: Sequence[object]) -> Iterator[int]:
    """Count so many times, and on until something was seen: when a process is killed is a matter of chance."""
    return itertools.takewhile(lambda n: n < times or not seen, itertools.count())


def seconds(work: Callable[..., None], *arguments: object) -> float:
    """Return how long a process takes when nobody kills it."""
    begun = time.perf_counter()
    Other(work, *arguments).finish()
    return time.perf_counter() - begun


def notes_after(path: Path, seq: int) -> dict[int, str]:
    entries = Store.open(path).changes_since(NUMBER, seq)
    return {entry.seq: entry.event.note or "" for entry in entries if isinstance(entry.event, Answer)}


def integrity(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])


# ---------------------------------------------------------------------------------------------------------------------
# Killed


@pytest.mark.parametrize("times", HOW_OFTEN)
def test_a_killed_writer_loses_no_acknowledged_answer(tmp_path: Path, times: int) -> None:
    path, seen = engagement(tmp_path), 1
    interrupted: list[int] = []  # those that were killed inside a transaction
    for n in enough(times, interrupted):
        writer = Other(write, path, f"writer {n}", 10_000)
        if n % 4:  # else it is killed while it opens the store
            writer.wait_until_it_speaks()
        time.sleep(MOMENTS.uniform(0, 0.03))
        acknowledged = dict(writer.kill())
        interrupted += [n] if path.with_name(f"{path.name}-journal").exists() else []
        stored = notes_after(path, seen)
        assert integrity(path) == "ok"
        assert acknowledged or n % 4 == 0
        assert stored.items() >= acknowledged.items()
        assert len(stored) - len(acknowledged) <= 1  # the one that was saved and not yet acknowledged
        assert list(stored.values()) == [f"writer {n} {m}" for m in range(len(stored))]
        seen = max([seen, *stored])


@pytest.mark.parametrize("times", HOW_OFTEN)
def test_a_killed_creation_can_be_repeated(tmp_path: Path, times: int) -> None:
    usual = seconds(create, tmp_path / "unharmed.db")
    unfinished: list[int] = []
    for n in enough(times, unfinished):
        path = tmp_path / f"{n}.db"
        creator = Other(create, path)
        time.sleep(MOMENTS.uniform(0, 1.5 * usual))
        made = creator.kill()
        store = opened_unless_unfinished(path)
        assert store or not made
        unfinished += [] if store else [n]
        store = store or Store.create(path, client="Nordwind")
        assert store.add(document(), small()) == NUMBER
        assert integrity(path) == "ok"


def opened_unless_unfinished(path: Path) -> Store | None:
    try:
        return Store.open(path)
    except StoreError as error:
        if "no such file" in str(error) or "its creation was interrupted" in str(error):
            return None
        raise


@pytest.mark.parametrize("times", HOW_OFTEN)
def test_a_killed_migration_happens_the_next_time(tmp_path: Path, times: int) -> None:
    original = engagement(tmp_path)
    unfinished: list[int] = []
    shutil.copy(original, tmp_path / "unharmed.db")
    usual = seconds(migrate, tmp_path / "unharmed.db")
    for n in enough(times, unfinished):
        path = tmp_path / str(n) / "opsassess.db"
        path.parent.mkdir()
        shutil.copy(original, path)
        migrator = Other(migrate, path)
        time.sleep(MOMENTS.uniform(0, 1.5 * usual))
        unfinished += [] if migrator.kill() else [n]
        assert Other(migrate, path).finish() == ["migrated"]
        assert integrity(path) == "ok"
        copies = list(path.parent.glob(f"opsassess.format-{FORMAT}*.db"))
        assert copies
        assert all(Store.open(copy).assessment().answers == document().answers for copy in copies)


# ---------------------------------------------------------------------------------------------------------------------
# Several at once


def test_two_processes_lose_nothing(tmp_path: Path) -> None:
    path = engagement(tmp_path)
    one, two = Other(write, path, "one", 200), Other(write, path, "two", 200)
    acknowledged = dict(one.finish()) | dict(two.finish())
    assert len(acknowledged) == 400
    assert notes_after(path, 1) == acknowledged


def test_the_same_edit_sent_to_two_processes_is_stored_once(tmp_path: Path) -> None:
    path = engagement(tmp_path)
    one, two = Other(send, path, "tab", 100), Other(send, path, "tab", 100)
    told = one.finish()
    assert told == two.finish()
    assert {status for status, _ in told} == {"saved"}
    assert len(notes_after(path, 1)) == 100


def test_threads_lose_nothing(tmp_path: Path) -> None:
    path = engagement(tmp_path)
    store = Store.open(path, wait=60)
    answers = [Answer(item="a.stop", respondent="dana", note=str(n)) for n in range(100)]
    with ThreadPoolExecutor(4) as threads:
        saved = list(threads.map(lambda answer: store.record(NUMBER, answer), answers))
    assert notes_after(path, 1) == {seq: answer.note for seq, answer in zip(saved, answers, strict=True)}


def test_two_processes_that_update_the_same_file_update_it_once(tmp_path: Path) -> None:
    path = engagement(tmp_path)
    one, two = Other(migrate, path), Other(migrate, path)
    assert (one.finish(), two.finish()) == (["migrated"], ["migrated"])


def test_a_backup_under_write_is_whole(tmp_path: Path) -> None:
    path = engagement(tmp_path)
    writer = Other(write, path, "writer", 10_000)
    store = Store.open(path)
    written: list[int] = []  # once there is something that a copy could lack
    for n in enough(10, written):
        known = notes_after(path, 1)
        written += known
        store.backup(tmp_path / f"backup {n}.db")
        copied = notes_after(tmp_path / f"backup {n}.db", 1)
        assert copied.items() >= known.items()
        assert integrity(tmp_path / f"backup {n}.db") == "ok"
    writer.kill()


# ---------------------------------------------------------------------------------------------------------------------
# A full disk


@contextmanager
def small_disk(place: Path, size: str) -> Iterator[Path]:
    """A file system in memory, for which root is needed."""
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "opsassess-test", str(place)]
    if not shutil.which("mount") or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("mounting a small disk needs root; the test with a limit on the file's size ran")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def test_a_full_disk_is_named_and_what_was_saved_stays(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "256k") as disk:
        path = engagement(disk)
        *said, told = Other(write_until_refused, path).finish()
        acknowledged, store = dict(said), Store.open(path, read_only=True)
        assert "the disk is full. Nothing was changed, and what was saved before is safe." in told
        assert PRIVATE not in told
        assert len(acknowledged) > 50
        with pytest.raises(StoreError, match="the disk is full"):
            store.backup(disk / "backup.db")
        assert [found.name for found in disk.iterdir()] == [path.name]
        assert store.assessment().answers[-1].note == acknowledged[max(acknowledged)]
        subprocess.run(["mount", "-o", "remount,size=2m", str(disk)], check=True)
        assert notes_after(path, 1) == acknowledged
        assert integrity(path) == "ok"
        Store.open(path).record(NUMBER, Answer(item="a.stop", respondent="dana", note="there is room again"))


def test_a_file_that_may_not_grow_keeps_what_was_saved(tmp_path: Path) -> None:
    path = engagement(tmp_path)
    *acknowledged, told = Other(write_in_a_small_file, path, path.stat().st_size + 40_000).finish()
    assert "What was saved before is safe, this change may not be." in told
    assert PRIVATE not in told
    assert len(acknowledged) > 50
    assert notes_after(path, 1) == dict(acknowledged)
    assert integrity(path) == "ok"
    Store.open(path).record(NUMBER, Answer(item="a.stop", respondent="dana", note="there is room again"))
