"""One SQLite file that survives being killed, copied, synced and filled up, and says in a sentence what is wrong.

Nothing is held open between two transactions: a file that a sync program replaces is never written to behind its
back, and a copy made while nobody writes is whole.
"""

from __future__ import annotations

import os
import sqlite3
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, NullPool, create_engine
from sqlalchemy.exc import DBAPIError

from opsassess.errors import StoreError
from opsassess.store.schema import APPLICATION_ID, MIGRATIONS, Step

# What a user is told, by SQLite's primary result code.
_SENTENCES: Mapping[int, str] = {
    sqlite3.SQLITE_BUSY: "another program has kept it locked for too long, so nothing was changed. "
    "Close that program, or try again",
    sqlite3.SQLITE_FULL: "the disk is full. Nothing was changed, and what was saved before is safe. "
    "Make room, then try again",
    sqlite3.SQLITE_READONLY: "it cannot be written, because the file or its folder is read-only, "
    "so nothing was changed. Allow writing there, or work on a copy",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened. Allow this user to read and write the file and its folder",
    sqlite3.SQLITE_PERM: "it cannot be opened. Allow this user to read and write the file and its folder",
    sqlite3.SQLITE_NOTADB: "it is not an engagement's database. Check the path; if it was one once, "
    "go back to a backup or an exported assessment",
    sqlite3.SQLITE_CORRUPT: "the database is damaged. Keep the file, and go on with a backup or an exported assessment",
    sqlite3.SQLITE_TOOBIG: "this change is too big to be saved. Make its texts shorter",
    sqlite3.SQLITE_IOERR: "the disk reported an error ({name}). What was saved before is safe, this change may not be. "
    "Look at the disk and its free space, then try again",
}
# Its journal tells of a writer that was killed. Reading alone cannot undo what that left half done.
_INTERRUPTED = (
    "its last writer was stopped in the middle, and undoing that needs writing. Allow writing the file and its folder, "
    "and open it once for writing"
)


class StoreFile:
    """The file: transactions on it, copies of it, and its version.

    Each transaction opens it anew, which costs a third of a millisecond.
    """

    def __init__(
        self, path: Path, *, read_only: bool = False, wait: float = 10.0, migrations: tuple[Step, ...] = MIGRATIONS
    ) -> None:
        self.path = path
        self._read_only = read_only
        self._wait = wait  # seconds that another program may keep the file locked
        self._migrations = migrations
        # hide_parameters: an error must not carry a client's answer into a log.
        self._engine = create_engine("sqlite://", creator=self._connect, poolclass=NullPool, hide_parameters=True)

    @classmethod
    def create(cls, path: Path, prepare: Callable[[Connection], None], *, wait: float = 10.0) -> StoreFile:
        """Make the file, readable by its owner only, and let ``prepare`` fill it in the same transaction.

        A creation that was killed leaves an empty file or nothing; such a file is taken over.
        """
        _touch(path)
        file = cls(path, wait=wait)
        with file._transaction("BEGIN IMMEDIATE") as connection:
            if not _is_blank(connection):
                raise StoreError(f"{path}: there already is such a file. Open it, or choose another name.")
            path.chmod(0o600)
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            file._run_steps(connection, since=0)
            prepare(connection)
        return file

    @classmethod
    def open(
        cls, path: Path, *, read_only: bool = False, wait: float = 10.0, migrations: tuple[Step, ...] = MIGRATIONS
    ) -> StoreFile:
        """Open the file and bring an older one to this version, after a copy; raises `StoreError` if it cannot be used.

        For writing, it tries whether it may write now: better than at the first answer.
        """
        file = cls(path, read_only=read_only, wait=wait, migrations=migrations)
        version = file._version()
        if version < len(migrations) and read_only:
            raise StoreError(f"{path}: it has an older format. Open it once for writing, which updates it.")
        if not read_only:
            file._set_journal_mode()
        if version < len(migrations):
            file._migrate(version)
        elif not read_only:
            file._try_to_write()
        return file

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the file."""
        with self._transaction("BEGIN") as connection:
            self._check_version(connection)
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is on the disk when the block has ended, or not at all.

        It waits for its turn at the beginning: what it reads inside stays true until it has written.
        """
        if self._read_only:
            raise StoreError(f"{self.path}: it was opened for reading only. Open it for writing to change it.")
        with self._transaction("BEGIN IMMEDIATE") as connection:
            self._check_version(connection)
            yield connection

    def copy_to(self, target: Path) -> None:
        """Write a whole copy, also while others write; the name appears when the copy is complete and on the disk."""
        if target.exists():
            raise StoreError(f"{target}: there already is such a file. Choose another name for the copy.")
        unfinished = target.with_name(f".{target.name}.{uuid.uuid4().hex}")
        try:
            _touch(unfinished)
            with self._sentences(unfinished), self._engine.connect() as connection:
                connection.exec_driver_sql("VACUUM INTO ?", (str(unfinished),))
            _flush(unfinished)
            unfinished.replace(target)
            _flush(target.parent)
        except OSError as error:
            raise StoreError(f"{target}: the copy could not be written ({error.strerror}).") from None
        finally:
            unfinished.unlink(missing_ok=True)

    def close(self) -> None:
        self._engine.dispose()

    def _connect(self) -> sqlite3.Connection:
        mode = "ro" if self._read_only else "rw"  # never "rwc": a missing file must not come back empty
        uri = f"{self.path.absolute().as_uri()}?mode={mode}"
        connection = sqlite3.connect(uri, uri=True, timeout=self._wait, isolation_level=None)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = EXTRA")  # also the folder: the journal's deletion is the commit
        connection.execute("PRAGMA fullfsync = ON")  # macOS: fsync alone stops in the drive's cache
        return connection

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        with self._sentences(self.path), self._engine.begin() as connection:
            connection.exec_driver_sql(begin)
            yield connection

    @contextmanager
    def _sentences(self, path: Path) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            if (sentence := self._sentence(error.orig)) is None:
                raise
            raise StoreError(f"{path}: {sentence}.") from None

    def _sentence(self, error: BaseException | None) -> str | None:
        """Say what SQLite's error means for this file; None if it is a mistake of this package."""
        code, name = getattr(error, "sqlite_errorcode", 0), getattr(error, "sqlite_errorname", "")
        if code in (sqlite3.SQLITE_READONLY_ROLLBACK, sqlite3.SQLITE_READONLY_RECOVERY):
            return _INTERRUPTED
        primary = code & 0xFF
        if primary == sqlite3.SQLITE_CANTOPEN and not self.path.exists():
            return "there is no such file. Check the path, or make an engagement with `opsassess new`"
        if self.path.is_dir():
            return "it is a folder. Name the database in it, usually opsassess.db"
        return _SENTENCES[primary].format(name=name) if primary in _SENTENCES else None

    def _version(self) -> int:
        with self._transaction("BEGIN") as connection:
            if _is_blank(connection):
                raise StoreError(f"{self.path}: it is empty, its creation was interrupted. Make the engagement again.")
            if _pragma(connection, "application_id") != APPLICATION_ID:
                raise StoreError(f"{self.path}: it is the database of another program. Check the path.")
            return self._checked(_pragma(connection, "user_version"))

    def _check_version(self, connection: Connection) -> None:
        """Another process may have updated the file, or a sync program replaced it, since it was opened."""
        version = self._checked(_pragma(connection, "user_version"))
        if version < len(self._migrations):
            raise StoreError(f"{self.path}: it was replaced by a file of an older format. Open it again.")

    def _checked(self, version: int) -> int:
        if version > len(self._migrations):
            raise StoreError(
                f"{self.path}: it was written by a newer opsassess (format {version}; this one reads up to "
                f"{len(self._migrations)}). Update opsassess on this machine: pip install --upgrade opsassess."
            )
        return version

    def _migrate(self, version: int) -> None:
        self.copy_to(_free_name(self.path.with_name(f"{self.path.stem}.format-{version}{self.path.suffix}")))
        with self._transaction("BEGIN IMMEDIATE") as connection:
            self._run_steps(connection, since=self._checked(_pragma(connection, "user_version")))

    def _run_steps(self, connection: Connection, *, since: int) -> None:
        for step in self._migrations[since:]:
            for statement in step:
                connection.exec_driver_sql(statement)
        connection.exec_driver_sql(f"PRAGMA user_version = {len(self._migrations)}")

    def _try_to_write(self) -> None:
        with self._sentences(self.path), self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            connection.exec_driver_sql(f"PRAGMA user_version = {_pragma(connection, 'user_version')}")
            connection.rollback()

    def _set_journal_mode(self) -> None:
        """Another tool may have switched to WAL, whose newest answers are in a second file that a copy forgets."""
        with self._sentences(self.path), self._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode = DELETE")


def _pragma(connection: Connection, name: str) -> int:
    return int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())


def _is_blank(connection: Connection) -> bool:
    tables = connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema").scalar_one()
    return not tables and not _pragma(connection, "user_version") and not _pragma(connection, "application_id")


def _free_name(path: Path) -> Path:
    """Return the path, or the first ``name-2``, ``name-3`` ... that is free: an earlier copy is never overwritten."""
    name, number = path, 1
    while name.exists():
        number += 1
        name = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return name


def _touch(path: Path) -> None:
    """Make an empty file for its owner's eyes only; one that is there stays as it is."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise StoreError(f"{path}: it cannot be made ({error.strerror}). Choose a folder to write in.") from None


def _flush(path: Path) -> None:
    """Force a file or a folder to the disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows cannot open a folder
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
