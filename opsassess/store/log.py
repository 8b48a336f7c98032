"""The log of an assessment: entries are added and read, never changed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable

from sqlalchemy import Connection, RowMapping, insert, select

from opsassess.applied import apply
from opsassess.assessment import Assessment, QuestionnaireRef
from opsassess.changes import Contested, Event, Upgrade, from_payload, kind_of, to_payload
from opsassess.entries import Entry, State, summary_day, unsettled
from opsassess.errors import ReplacedError, StoreError
from opsassess.store.schema import EVENTS
from opsassess.targets import Target, place_of

ENTRY = (EVENTS.c.seq, EVENTS.c.kind, EVENTS.c.payload, EVENTS.c.saved_at, EVENTS.c.editor)

_ADD = insert(EVENTS).returning(EVENTS.c.seq)


def append(
    connection: Connection,
    number: int,
    event: Event,
    *,
    saved_at: dt.datetime,
    editor: str = "",
    nonce: str | None = None,
    questionnaire: QuestionnaireRef | None = None,
) -> int:
    """Add an entry and return its number.

    ``nonce`` is the editor's own name for it, by which it is known when it is sent again. ``questionnaire`` is the
    stored one that the event begins to use: the file then refuses to lose it.
    """
    try:
        payload = to_payload(event)
    except ValueError:
        raise StoreError("A number that is not finite cannot be saved. Give it as a number or leave it out.") from None
    values = {
        "assessment": number,
        "kind": kind_of(event),
        "payload": payload,
        "questionnaire": questionnaire.sha256 if questionnaire else None,
        "saved_at": saved_at.isoformat(),
        "editor": editor,
        "nonce": nonce,
        "target": _target(event),
    }
    return int(connection.execute(_ADD, values).scalar_one())


def target_text(place: Target) -> str:
    """Return how the column of targets names the place that a change is about."""
    return json.dumps(place)


def _target(event: Event) -> str | None:
    change = event.held if isinstance(event, Contested) else event
    return None if isinstance(change, Assessment | Upgrade) else target_text(place_of(change))


def entries(connection: Connection, number: int, *, after: int = 0) -> tuple[Entry, ...]:
    """Return the entries of an assessment after one of them, oldest first."""
    wanted = (EVENTS.c.assessment == number) & (EVENTS.c.seq > after)
    rows = connection.execute(select(*ENTRY).where(wanted).order_by(EVENTS.c.seq)).mappings()
    return tuple(entry_of(row) for row in rows)


def check_holds(connection: Connection, number: int, seq: int) -> None:
    """Raise `ReplacedError` if an entry that was read before is not in the log: a sync program may bring old files."""
    held = select(EVENTS.c.seq).where((EVENTS.c.assessment == number) & (EVENTS.c.seq == seq))
    if seq and connection.execute(held).first() is None:
        raise ReplacedError(
            f"Entry {seq} is not in the engagement's file any more: an earlier copy lies in its place. "
            "What is shown now is what that copy holds."
        )


def entry_of(row: RowMapping) -> Entry:
    """Return a row of the log as a value; raises `StoreError` for a damaged one."""
    try:
        event, when = from_payload(row["kind"], row["payload"]), dt.datetime.fromisoformat(row["saved_at"])
    except (KeyError, TypeError, ValueError):  # without its text: that holds the client's answer
        raise StoreError(f"Entry {row['seq']} of the store ({row['kind']}) is damaged. Go back to a backup.") from None
    return Entry(seq=row["seq"], saved_at=when, editor=row["editor"], event=event)


def state(connection: Connection, number: int) -> State:
    """Return the assessment that follows from its whole log."""
    log = entries(connection, number)
    assessment = following(log, number)
    return State(
        number=number,
        seq=log[-1].seq,
        assessment=assessment,
        contested=unsettled(log),
        summary_day=summary_day(log) if assessment.summary else None,
    )


def following(log: tuple[Entry, ...], number: int) -> Assessment:
    """Return the assessment that follows from entries of its log, from the first one on."""
    if not log or not isinstance(log[0].event, Assessment):  # `Store.add` begins every log with one
        raise StoreError(f"The log of assessment {number} has lost its beginning. Go back to a backup.")
    return apply(log[0].event, (entry.event for entry in log[1:] if not isinstance(entry.event, Assessment)))


def followed(connection: Connection, number: int) -> QuestionnaireRef:
    """Return which questionnaire an assessment follows."""
    wanted = (EVENTS.c.assessment == number) & EVENTS.c.questionnaire.is_not(None)
    row = connection.execute(select(*ENTRY).where(wanted).order_by(EVENTS.c.seq.desc()).limit(1)).mappings().first()
    event = entry_of(row).event if row else None
    if not isinstance(event, Assessment | Upgrade):
        raise StoreError(f"The log of assessment {number} has lost its beginning. Go back to a backup.")
    return event.questionnaire


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
