"""The log of an assessment as values: what the store gives back, and what a page asks it to keep.

They stand apart from the store, so that a view can use them without loading a database.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from opsassess.assessment import Assessment
from opsassess.changes import AsOf, Change, Contested, Event, Summary, Upgrade
from opsassess.targets import Target, targets_of

FILES: Mapping[str, str] = {  # editors that bring what a file says, which chooses nothing -> how they are called
    "import": "an imported file",
    "drill": "a filled drill card",
}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of an assessment's log."""

    seq: int  # rises with every entry of the file
    saved_at: dt.datetime
    editor: str
    event: Event

    @property
    def change(self) -> Change | None:
        """Return the change that it speaks of, contested or not; None for an upgrade and for a whole assessment."""
        if isinstance(self.event, Contested):
            return self.event.held
        return None if isinstance(self.event, Assessment | Upgrade) else self.event

    @property
    def settles(self) -> bool:
        """Tell whether it decides what was contested at its target before: somebody chose it."""
        return not isinstance(self.event, Contested) and self.editor not in FILES


@dataclass(frozen=True, kw_only=True)
class State:
    """An assessment as it was after one entry of its log."""

    number: int
    seq: int
    assessment: Assessment
    contested: tuple[Entry, ...] = ()  # the edits that nobody has settled, oldest first
    summary_day: dt.date | None = None  # the day of the assessment when its summary was written


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One change that somebody made in a view of the assessment as it was some entries ago."""

    change: Change  # with one target
    editor: str  # the view
    n: int  # the view counts its changes; sent again, a change has the same number
    seen: int  # the last entry that the view had taken in


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What became of an edit. It is on the disk, unless it is refused."""

    status: Literal["saved", "conflict", "refused"]
    seq: int = 0
    theirs: tuple[Entry, ...] = ()  # of a conflict: what the editor had not seen
    why: str = ""  # of a refusal


def summary_day(log: Iterable[Entry]) -> dt.date | None:
    """Return which day the assessment had when its summary was written, as far as its log from the beginning says."""
    day = written = None
    for entry in log:
        match entry.event:
            case Assessment() as whole:
                day, written = whole.as_of, whole.as_of
            case AsOf() as moved:
                day = moved.day
            case Summary():
                written = day
            case _:
                pass
    return written


def unsettled(log: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the contested entries at whose target nobody has chosen since, oldest first."""
    waiting: dict[Target, list[Entry]] = {}
    for entry in log:
        if entry.change is None:
            continue
        if isinstance(entry.event, Contested):
            waiting.setdefault(next(targets_of(entry.change)), []).append(entry)
        elif waiting and entry.settles:
            for target in targets_of(entry.change):
                waiting.pop(target, None)
    return tuple(sorted((entry for several in waiting.values() for entry in several), key=lambda entry: entry.seq))
