"""What becomes of an edit: saved, told to be there already, or kept as contested.

Everything is read and written in one transaction, so two editors of one target never both find it free.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, cast, select

from opsassess.assessment import Answer
from opsassess.changes import Change, Contested, Removed
from opsassess.entries import Edit, Entry, Receipt
from opsassess.store import log
from opsassess.store.schema import EVENTS
from opsassess.targets import Target, place_of, same, values_of

_TAKEN = (
    "this change was sent under a number that already belongs to another one. Reload the page and make the change again"
)


# Entries from before targets were kept have none: they have to be looked into.
_UNSEEN = EVENTS.c.seq > bindparam("seen")
_OWN = (EVENTS.c.editor == bindparam("editor")) & (cast(EVENTS.c.nonce, Integer) >= bindparam("n"))
_ABOUT = EVENTS.c.target == bindparam("target")
_HERE = EVENTS.c.assessment == bindparam("number")  # on both sides of the "or", so that both use the index of targets
_EARLIER = (
    select(*log.ENTRY, EVENTS.c.nonce)
    .where((_HERE & _ABOUT & (_UNSEEN | _OWN)) | (_HERE & EVENTS.c.target.is_(None) & _UNSEEN))
    .order_by(EVENTS.c.seq)
)


@dataclass(frozen=True, kw_only=True)
class _Said:
    """An earlier entry on the target of an edit, and what it sets there."""

    entry: Entry
    nonce: str | None
    value: Any

    @property
    def contested(self) -> bool:
        return isinstance(self.entry.event, Contested)

    @property
    def n(self) -> int:
        return int(self.nonce) if self.nonce is not None and self.nonce.isdecimal() else -1


def take(
    connection: Connection, number: int, edit: Edit, *, saved_at: dt.datetime, news: Iterable[Entry] = ()
) -> Receipt:
    """Store an edit, if it is not there already, and say what became of it.

    ``news`` is what was saved since the edit was checked against the assessment.
    """
    ((target, value),) = values_of(edit.change).items()
    earlier = tuple(_earlier(connection, number, edit, target))
    own = [said for said in earlier if said.entry.editor == edit.editor and said.n >= edit.n]
    if repeated := next((said for said in own if said.n == edit.n), None):
        return _again(repeated, value, _unseen(earlier, edit, value, before=repeated.entry.seq))
    if _is_taken(connection, number, edit):
        return Receipt(status="refused", why=_TAKEN)
    if own:
        return Receipt(status="saved", seq=max(own, key=lambda said: said.n).entry.seq)
    if why := _crossed(edit.change, news):
        return Receipt(status="refused", why=why)
    theirs = _unseen(earlier, edit, value)
    event = Contested.of(edit.change, seen=edit.seen) if theirs else edit.change
    seq = log.append(connection, number, event, saved_at=saved_at, editor=edit.editor, nonce=str(edit.n))
    return Receipt(status="conflict" if theirs else "saved", seq=seq, theirs=theirs)


def _crossed(change: Change, news: Iterable[Entry]) -> str:
    """Return why an answer and the removal of what it rests on cannot both be; "" where they do not meet."""
    for entry in news:
        other = entry.change
        if isinstance(other, Answer) and isinstance(change, Removed) and _rests_on(other, change):
            return "Somebody has just given an answer here, so it stays. Correct the name instead."
        if isinstance(change, Answer) and isinstance(other, Removed) and _rests_on(change, other):
            return "Whom or what this answer speaks of was just taken out. Add it again, then write the answer again."
    return ""


def _rests_on(answer: Answer, gone: Removed) -> bool:
    return (gone.kind, *gone.key) in (("respondent", answer.respondent), ("failure_mode", answer.item))


def _again(stored: _Said, value: Any, theirs: tuple[Entry, ...]) -> Receipt:
    """Return the receipt that an edit had when it was stored; it may not have arrived."""
    if not same(stored.value, value):
        return Receipt(status="refused", why=_TAKEN)
    if stored.contested:
        return Receipt(status="conflict", seq=stored.entry.seq, theirs=theirs)
    return Receipt(status="saved", seq=stored.entry.seq)


def _is_taken(connection: Connection, number: int, edit: Edit) -> bool:
    named = (EVENTS.c.assessment == number) & (EVENTS.c.editor == edit.editor) & (EVENTS.c.nonce == str(edit.n))
    return connection.execute(select(EVENTS.c.seq).where(named)).first() is not None


def _earlier(connection: Connection, number: int, edit: Edit, target: Target) -> Iterator[_Said]:
    """Yield the entries on the target that the editor had not seen, and the editor's own that are not older."""
    known = {"number": number, "target": log.target_text(place_of(edit.change))}
    wanted = {**known, "seen": edit.seen, "editor": edit.editor, "n": edit.n}
    for row in connection.execute(_EARLIER, wanted).mappings():
        entry = log.entry_of(row)
        values = {} if entry.change is None else values_of(entry.change)
        if target in values:
            yield _Said(entry=entry, nonce=row["nonce"], value=values[target])


def _unseen(earlier: Iterable[_Said], edit: Edit, value: Any, before: int | None = None) -> tuple[Entry, ...]:
    """Return what others said on the target, the editor had not seen, and is not what the editor says.

    Of what is applied only the last one stands; of what is contested all that nobody has settled.
    """
    standing: list[_Said] = []
    for said in earlier:
        if before is not None and said.entry.seq >= before:
            break
        if not said.contested:
            standing = [] if said.entry.settles else [other for other in standing if other.contested]
        standing.append(said)
    return tuple(
        said.entry
        for said in standing
        if said.entry.editor != edit.editor and said.entry.seq > edit.seen and not same(said.value, value)
    )
