"""The session: messages of pages in, messages to pages out. It knows no widget, no browser and no database.

Everything that a page is told is on the disk before. docs/interview-protocol.md is the contract.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from opsassess.assessment import Assessment
from opsassess.changes import AsOf, Contested, Summary, Upgrade
from opsassess.entries import Entry, unsettled
from opsassess.errors import ReplacedError, StoreError
from opsassess.interview import patches, secrets
from opsassess.interview.derived import Told, derived_of, visible
from opsassess.interview.desk import Desk
from opsassess.interview.form import form_of
from opsassess.interview.modes import Mode, mode_of
from opsassess.interview.patches import RejectedError
from opsassess.interview.picture import Picture
from opsassess.interview.shown import history_of, state_of, wires
from opsassess.targets import place_of

if TYPE_CHECKING:
    from opsassess.store import Store

VERSION = 1  # of the protocol
Message = dict[str, Any]
_AFTERWARDS = {"action", "exception", "summary"}  # written when the interview is over: they move no day
Clock = Callable[[], dt.datetime]


def _local_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).astimezone()


@dataclass(frozen=True, kw_only=True)
class _Held:
    """What the session knows after one entry of the log."""

    to: int
    contested: tuple[Entry, ...]
    summary_day: dt.date | None
    whole: Picture
    shown: Picture  # what scores may rest on: in a blind interview one respondent alone


class Session:
    """One assessment, kept in step with the store, and the pages of one widget that show it."""

    def __init__(self, store: Store, number: int, *, mode: Mode | None = None, now: Clock = _local_now) -> None:
        self._store = store
        self._number = number
        self._now = now  # in the zone of the person who interviews: its day is "today"
        self._mode = mode or Mode()
        self._held = self._read(None)
        self._sent: Told | None = None  # what followed when the pages were last told

    @property
    def assessment(self) -> Assessment:
        return self._held.whole.assessment

    def hold(self, mode: Mode) -> None:
        """Hold the interview in another way from now on."""
        self._mode = mode
        self._load()

    def receive(self, message: object) -> Iterator[Message]:
        """Yield the answers to a message, each as soon as it is true. A bad message is answered, never raised."""
        try:
            yield from self._answer(message)
        except RejectedError as error:
            yield {"type": "rejected", "client": _name(message), "why": str(error)}
        except ReplacedError:
            yield from self._anew()
        except StoreError as error:
            yield {"type": "trouble", "what": str(error)}

    def _answer(self, message: object) -> Iterator[Message]:
        kind = message.get("type") if isinstance(message, dict) else None
        if not isinstance(message, dict) or not isinstance(kind, str) or kind not in _ANSWERS:
            raise RejectedError(f"A message is of one of the types {', '.join(_ANSWERS)}.")
        return _ANSWERS[kind](self, patches.client_of(message), message)

    # -- what a page asks

    def _hello(self, client: str, _: Message) -> Iterator[Message]:
        self._load()
        yield self._welcome(client)

    def _ping(self, client: str, message: Message) -> Iterator[Message]:
        seen = patches.number(message.get("seen"))
        if seen is None:
            raise RejectedError("A ping says in `seen` what its page had seen.")
        known = self._held.to
        yield from self._follow(self._store.changes_since(self._number, known))
        if seen > self._held.to:
            yield self._welcome(None)  # the page knows a file that was here before
        elif seen < known:
            yield self._changes(seen, self._store.changes_since(self._number, seen))
            yield self._derived()
        yield {"type": "pong", "client": client, "to": self._held.to, "derived": self._told().derived["to"]}

    def _patch(self, client: str, message: Message) -> Iterator[Message]:
        sender = patches.client_of(message, "from") if message.get("from") is not None else None
        desk = Desk(
            picture=self._held.whole,
            mode=self._mode,
            now=self._now(),
            secrets=secrets.packaged(),
            contested=self._held.contested,
        )
        desk.take(patches.patches_of(message), editor=sender or client)
        entries: tuple[Entry, ...] = ()
        if desk.edits:
            kinds = {place_of(edit.change)[0] for edit in desk.edits}
            if desk.today > self.assessment.as_of and "as_of" not in kinds and kinds - _AFTERWARDS:
                self._store.record(self._number, AsOf(day=desk.today))
            receipts, entries = self._store.take_edits(self._number, desk.edits, after=self._held.to)
            desk.settle(receipts)
        results = [{**result, "from": sender} for result in desk.results]
        yield {"type": "ack", "client": client, "results": results}
        yield from self._follow(entries)

    def _set_mode(self, _: str, message: Message) -> Iterator[Message]:
        mode = mode_of(message.get("mode"), self.assessment)
        if isinstance(mode, str):
            raise RejectedError(mode)
        if self._mode.shared and not mode.presenter:
            raise RejectedError("This screen is shared. Scores and private notes are in JupyterLab.")
        self.hold(replace(mode, shared=self._mode.shared))
        yield self._welcome(None)

    def _history(self, client: str, message: Message) -> Iterator[Message]:
        item = message.get("item")
        if not isinstance(item, str) or item not in self._held.whole.score.items:
            raise RejectedError("A history is that of an item of the questionnaire.")
        entries = self._store.history(self._number, item)
        told = history_of(entries, self._mode, self.assessment)
        yield {"type": "history", "client": client, "item": item, "entries": told}

    # -- what all pages are told

    def _anew(self) -> Iterator[Message]:
        """Tell everything as the file says it now; what pages have not saved yet, they send again."""
        try:
            self._load()
            yield self._welcome(None)
        except StoreError as error:
            yield {"type": "trouble", "what": str(error)}

    def _follow(self, entries: tuple[Entry, ...]) -> Iterator[Message]:
        """Take in what is new in the store, and tell it."""
        if not entries:
            return
        if any(isinstance(entry.event, Upgrade) for entry in entries):
            self._load()
            yield self._welcome(None)
            return
        before, told = self._held, self._told()
        self._held = self._after(entries)
        yield self._changes(before.to, entries)
        now = derived_of(self._held.shown, self._mode, to=self._held.to, before=told)
        self._sent = now.as_of(told) if now.repeats(told) else now
        if self._sent is now:
            yield self._derived()

    def _after(self, entries: tuple[Entry, ...]) -> _Held:
        held = self._held
        applied = [entry.change for entry in entries if entry.change and not isinstance(entry.event, Contested)]
        whole = held.whole.after(applied)
        alone = [change for change in applied if self._mode.counts(place_of(change))]
        return _Held(
            to=entries[-1].seq,
            contested=unsettled((*held.contested, *entries)),
            summary_day=whole.assessment.as_of if any(isinstance(c, Summary) for c in applied) else held.summary_day,
            whole=whole,
            shown=held.shown.after(alone) if self._mode.is_blind else whole,
        )

    def _changes(self, after: int, entries: tuple[Entry, ...]) -> Message:
        told = [shown for entry in entries for shown in wires(entry, self._mode, self._held.whole)]
        return {"type": "changes", "after": after, "to": self._held.to, "entries": told}

    def _told(self) -> Told:
        if self._sent is None:
            self._sent = derived_of(self._held.shown, self._mode, to=self._held.to, before=None)
        return self._sent

    def _derived(self) -> Message:
        return {"type": "derived", **visible(self._told().derived, self._mode)}

    def _welcome(self, client: str | None) -> Message:
        self._sent = None  # a page that begins has seen nothing change
        return {
            "type": "welcome",
            "client": client,
            "version": VERSION,
            "key": self.assessment.id,
            "to": self._held.to,
            "mode": asdict(self._mode),
            "form": form_of(self._held.whole.questionnaire, self.assessment),
            "state": state_of(
                self._held.whole,
                self._mode,
                today=self._now().date(),
                summary_day=self._held.summary_day,
                contested=self._held.contested,
            ),
            "derived": visible(self._told().derived, self._mode),
            "secrets": secrets.packaged().to_json(),
        }

    def _load(self) -> None:
        """Read everything anew: a page that begins must not depend on what this session believes."""
        self._held, self._sent = self._read(self._held), None

    def _read(self, known: _Held | None) -> _Held:
        state = self._store.state(self._number)
        if known and known.whole.assessment.questionnaire == state.assessment.questionnaire:
            questionnaire = known.whole.questionnaire
        else:
            questionnaire = self._store.questionnaire_of(self._number)
        whole = Picture.of(questionnaire, state.assessment)
        alone = Picture.of(questionnaire, self._mode.seen_in(state.assessment)) if self._mode.is_blind else whole
        return _Held(to=state.seq, contested=state.contested, summary_day=state.summary_day, whole=whole, shown=alone)


def _name(message: object) -> str | None:
    try:
        return patches.client_of(message) if isinstance(message, dict) else None
    except RejectedError:
        return None


_ANSWERS: dict[str, Callable[[Session, str, Message], Iterator[Message]]] = {
    "hello": Session._hello,  # noqa: SLF001 - the table of the class's own verbs
    "patch": Session._patch,  # noqa: SLF001
    "ping": Session._ping,  # noqa: SLF001
    "mode": Session._set_mode,  # noqa: SLF001
    "history": Session._history,  # noqa: SLF001
}
