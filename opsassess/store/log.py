"""The log of an assessment: entries are added and read, never changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select

from opsassess.assessment import Assessment, QuestionnaireRef
from opsassess.changes import Event, Upgrade, apply, from_payload, kind_of, to_payload
from opsassess.errors import StoreError
from opsassess.store.schema import EVENTS


@dataclass(frozen=True, kw_only=True)
class Saved:
    """The receipt of a change: it is on the disk."""

    seq: int
    repeated: bool = False  # it was there already; nothing was stored again


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of an assessment's log."""

    seq: int  # rises with every entry of the file
    saved_at: dt.datetime
    editor: str
    event: Event


@dataclass(frozen=True, kw_only=True)
class State:
    """An assessment as it was after one entry of its log."""

    number: int
    seq: int
    saved_at: dt.datetime
    assessment: Assessment


def append(
    connection: Connection,
    number: int,
    event: Event,
    *,
    saved_at: dt.datetime,
    editor: str = "",
    nonce: str | None = None,
    questionnaire: QuestionnaireRef | None = None,
) -> Saved:
    """Add an entry, unless the editor's nonce says that it is there already.

    ``questionnaire`` is the stored one that the event begins to use: the file then refuses to lose it.
    """
    kind = kind_of(event)
    try:
        payload = to_payload(event)
    except ValueError:
        raise StoreError("A number that is not finite cannot be saved. Give it as a number or leave it out.") from None
    values = {
        "assessment": number,
        "kind": kind,
        "payload": payload,
        "questionnaire": questionnaire.sha256 if questionnaire else None,
        "saved_at": saved_at.isoformat(),
        "editor": editor,
        "nonce": nonce,
    }
    if nonce is not None and (seq := _sent_before(connection, values)):
        return Saved(seq=seq, repeated=True)
    return Saved(seq=connection.execute(insert(EVENTS).values(values).returning(EVENTS.c.seq)).scalar_one())


def _sent_before(connection: Connection, values: Mapping[str, Any]) -> int | None:
    same = [EVENTS.c[name] == values[name] for name in ("assessment", "editor", "nonce")]
    row = connection.execute(select(EVENTS.c.seq, EVENTS.c.kind, EVENTS.c.payload).where(*same)).one_or_none()
    if row is None:
        return None
    if (row.kind, row.payload) != (values["kind"], values["payload"]):
        raise StoreError(
            f"This change was not saved: the name it was sent under already belongs to entry {row.seq}, which says "
            "something else. Reload the page and make the change again."
        )
    return int(row.seq)


def entries(connection: Connection, number: int, *, after: int = 0) -> tuple[Entry, ...]:
    """Return the entries of an assessment after one of them, oldest first."""
    wanted = (EVENTS.c.assessment == number) & (EVENTS.c.seq > after)
    columns = (EVENTS.c.seq, EVENTS.c.kind, EVENTS.c.payload, EVENTS.c.saved_at, EVENTS.c.editor)
    rows = connection.execute(select(*columns).where(wanted).order_by(EVENTS.c.seq)).mappings()
    return tuple(_entry(row) for row in rows)


def _entry(row: RowMapping) -> Entry:
    try:
        event, when = from_payload(row["kind"], row["payload"]), dt.datetime.fromisoformat(row["saved_at"])
    except (KeyError, TypeError, ValueError):  # without its text: that holds the client's answer
        raise StoreError(f"Entry {row['seq']} of the store ({row['kind']}) is damaged. Go back to a backup.") from None
    return Entry(seq=row["seq"], saved_at=when, editor=row["editor"], event=event)


def state(connection: Connection, number: int) -> State:
    """Return the assessment that follows from its whole log."""
    log = entries(connection, number)
    if not log or not isinstance(log[0].event, Assessment):  # `Store.add` begins every log with one
        raise StoreError(f"The log of assessment {number} has lost its beginning. Go back to a backup.")
    changes = (entry.event for entry in log[1:] if not isinstance(entry.event, Assessment))
    assessment = apply(log[0].event, changes)
    return State(number=number, seq=log[-1].seq, saved_at=log[-1].saved_at, assessment=assessment)


def upgrades(log: Iterable[Entry]) -> tuple[tuple[int, QuestionnaireRef], ...]:
    """Return the questionnaires that lead to the present one: the entry that began each, and which it was."""
    path: list[tuple[int, QuestionnaireRef]] = []
    for entry in log:
        match entry.event:
            case Assessment() as assessment:
                path.append((entry.seq, assessment.questionnaire))
            case Upgrade(undoes=None) as upgrade:
                path.append((entry.seq, upgrade.questionnaire))
            case Upgrade():
                path.pop()
            case _:
                pass
    return tuple(path)
