"""The engagement's store: one client's assessments in one SQLite file.

An assessment is kept as the log of what was said and done, one entry a change; nothing in it is overwritten. The
present assessment is what follows from its log, and the log is its history. Importing this module imports SQLAlchemy,
so import it where a store is opened.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, insert, select

from opsassess.applied import apply
from opsassess.assessment import Assessment
from opsassess.changes import Change, Contested, Upgrade, item_of, parts_of
from opsassess.entries import Edit, Entry, Receipt, State
from opsassess.errors import StoreError
from opsassess.library import ref_of
from opsassess.questionnaire import Questionnaire
from opsassess.store import edits, log, questionnaires
from opsassess.store.file import StoreFile
from opsassess.store.schema import ASSESSMENTS, ENGAGEMENT

__all__ = ["Entry", "Listed", "Revision", "Store"]

Clock = Callable[[], dt.datetime]


@dataclass(frozen=True, kw_only=True)
class Listed:
    """An assessment in the list of a store."""

    number: int
    id: str
    agent: str


@dataclass(frozen=True, kw_only=True)
class Revision:
    """An assessment that is being revised, in a transaction of its own."""

    assessment: Assessment  # as it was when the revision began
    number: int
    editor: str
    now: Clock
    connection: Connection

    def at(self, moment: dt.datetime) -> Assessment | None:
        """Return the assessment as it was at a moment, or nothing if it was not here yet."""
        entries = log.entries(self.connection, self.number)
        known = tuple(takewhile(lambda entry: entry.saved_at <= moment, entries))
        return log.following(known, self.number) if known else None

    def since(self, moment: dt.datetime) -> tuple[Change, ...]:
        """Return the changes that were saved after a moment and counted."""
        news = (e for e in log.entries(self.connection, self.number) if e.saved_at > moment)
        return tuple(e.change for e in news if e.change and not isinstance(e.event, Contested))

    def save(self, changes: Iterable[Change]) -> None:
        """Save changes, together with whatever else this revision saves."""
        when = self.now()
        for change in changes:
            log.append(self.connection, self.number, change, saved_at=when, editor=self.editor)


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Store:
    """The assessments of one client. Several processes and threads may use one file at once.

    What a method has returned is on the disk. Any method raises `StoreError` when the file cannot be used as asked.
    """

    def __init__(self, file: StoreFile, *, now: Clock = _utc_now) -> None:
        self._file = file
        self._now = now

    @classmethod
    def create(cls, path: Path | str, *, client: str, now: Clock = _utc_now) -> Self:
        """Make a new store for a client."""

        def prepare(connection: Connection) -> None:
            connection.execute(insert(ENGAGEMENT).values(one=1, client=client, created=now().isoformat()))

        return cls(StoreFile.create(Path(path), prepare), now=now)

    @classmethod
    def open(cls, path: Path | str, *, read_only: bool = False, wait: float = 10.0, now: Clock = _utc_now) -> Self:
        """Open a store; ``wait`` is how many seconds another program may keep it locked."""
        return cls(StoreFile.open(Path(path), read_only=read_only, wait=wait), now=now)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    @property
    def client(self) -> str:
        """The client whose engagement this is, as named when the store was made."""
        with self._file.reading() as connection:
            return str(connection.execute(select(ENGAGEMENT.c.client)).scalar_one())

    def add(self, assessment: Assessment, questionnaire: Questionnaire, *, editor: str = "") -> int:
        """Take in a whole assessment with the questionnaire it was made with; returns its number in this store."""
        ref = ref_of(questionnaire)
        questionnaires.check_made_with(assessment, ref)
        with self._file.writing() as connection:
            number = _new_number(connection, assessment)
            questionnaires.keep(connection, ref, questionnaire)
            whole = apply(assessment, [Upgrade(questionnaire=ref)])  # the hash may have been missing
            when = self._now()
            log.append(connection, number, whole, saved_at=when, editor=editor, questionnaire=ref)
        return number

    def assessments(self) -> tuple[Listed, ...]:
        """List the assessments in the order in which they were added."""
        with self._file.reading() as connection:
            present = [(number, log.state(connection, number).assessment) for number in _numbers(connection)]
        return tuple(Listed(number=number, id=one.id, agent=one.agent.name) for number, one in present)

    def assessment(self, number: int | None = None) -> Assessment:
        """Return an assessment as it is now; without a number, the one that was added last."""
        return self.state(number).assessment

    def state(self, number: int | None = None) -> State:
        """Return an assessment and the entry up to which it holds, for use with `changes_since`."""
        with self._file.reading() as connection:
            return log.state(connection, _known(connection, number))

    def record(self, number: int, change: Change, *, editor: str = "") -> int:
        """Save one change and return the number of its entry."""
        with self._file.writing() as connection:
            _known(connection, number)
            return log.append(connection, number, change, saved_at=self._now(), editor=editor)

    def record_all(self, number: int, changes: Iterable[Change], *, editor: str = "") -> None:
        """Save several changes, all or none."""
        with self.revising(number, editor=editor) as revision:
            revision.save(changes)

    @contextmanager
    def revising(self, number: int, *, editor: str = "") -> Iterator[Revision]:
        """Hold an assessment as it is while changes to it are worked out: nobody else saves until the block ends.

        What the block saves is on the disk when it has ended, or none of it.
        """
        with self._file.writing() as connection:
            present = log.state(connection, _known(connection, number)).assessment
            yield Revision(assessment=present, number=number, editor=editor, now=self._now, connection=connection)

    def take_edits(
        self, number: int, made: Iterable[Edit], *, after: int
    ) -> tuple[tuple[Receipt, ...], tuple[Entry, ...]]:
        """Save what people did in their views; return what became of each edit, and all that is new after an entry.

        Sent again, an edit is stored once. One that is older than a stored one of the same editor on the same target
        changes nothing. One on top of something that its editor had not seen is stored as contested. A person or a
        failure mode is not taken out from under an answer, whichever of the two came first after that entry.
        """
        with self._file.writing() as connection:
            log.check_holds(connection, _known(connection, number), after)
            when, news = self._now(), log.entries(connection, number, after=after)
            receipts = tuple(edits.take(connection, number, edit, saved_at=when, news=news) for edit in made)
            return receipts, log.entries(connection, number, after=after)

    def changes_since(self, number: int, seq: int) -> tuple[Entry, ...]:
        """Return what was saved after an entry, for a view that shows the assessment as of that entry.

        Raises `ReplacedError` if that entry is not there any more.
        """
        with self._file.reading() as connection:
            log.check_holds(connection, _known(connection, number), seq)
            return log.entries(connection, number, after=seq)

    def history(self, number: int, item: str) -> tuple[Entry, ...]:
        """Return what was said and done about an item, oldest first; what was imported, with the time of import."""
        with self._file.reading() as connection:
            entries = log.entries(connection, _known(connection, number))
        return tuple(
            replace(entry, event=part) for entry in entries for part in parts_of(entry.event) if item_of(part) == item
        )

    def questionnaire_of(self, number: int | None = None) -> Questionnaire:
        """Return the questionnaire that an assessment follows, as it was stored with it."""
        with self._file.reading() as connection:
            return questionnaires.kept(connection, log.followed(connection, _known(connection, number)))

    def upgrade(self, number: int, questionnaire: Questionnaire, *, editor: str = "") -> int:
        """Let an assessment follow another questionnaire. Its answers stay as they are.

        A questionnaire that is stored already is stored again, which repairs a damaged one.
        """
        ref = ref_of(questionnaire)
        with self._file.writing() as connection:
            present = log.state(connection, _known(connection, number))
            questionnaires.keep(connection, ref, questionnaire)
            if present.assessment.questionnaire == ref:
                return present.seq
            event, when = Upgrade(questionnaire=ref), self._now()
            return log.append(connection, number, event, saved_at=when, editor=editor, questionnaire=ref)

    def undo_upgrade(self, number: int, *, editor: str = "") -> int:
        """Let an assessment follow the questionnaire from before its last upgrade that is not undone yet."""
        with self._file.writing() as connection:
            path = log.upgrades(log.entries(connection, _known(connection, number)))
            if len(path) == 1:
                raise StoreError(f"Assessment {number} has no upgrade to undo.")
            (_, ref), (undone, _) = path[-2:]
            event, when = Upgrade(questionnaire=ref, undoes=undone), self._now()
            return log.append(connection, number, event, saved_at=when, editor=editor, questionnaire=ref)

    def backup(self, path: Path | str) -> None:
        """Write a whole copy of the store, also while others write to it."""
        self._file.copy_to(Path(path))


def _numbers(connection: Connection) -> tuple[int, ...]:
    return tuple(connection.execute(select(ASSESSMENTS.c.number).order_by(ASSESSMENTS.c.number)).scalars())


def _known(connection: Connection, number: int | None) -> int:
    """Return the number of an assessment that is there; without a number, that of the last one."""
    numbers = _numbers(connection)
    if not numbers:
        raise StoreError("This engagement has no assessment yet. Begin one, or import one from a file.")
    if number is not None and number not in numbers:
        raise StoreError(f"There is no assessment {number} here; there are: {', '.join(map(str, numbers))}.")
    return numbers[-1] if number is None else number


def _new_number(connection: Connection, assessment: Assessment) -> int:
    uuid = assessment.id.lower()
    there = connection.execute(select(ASSESSMENTS.c.number).where(ASSESSMENTS.c.id == uuid)).scalar_one_or_none()
    if there is not None:
        raise StoreError(f"This assessment is here already, as number {there}. Give the other one an id of its own.")
    return int(connection.execute(insert(ASSESSMENTS).values(id=uuid).returning(ASSESSMENTS.c.number)).scalar_one())
