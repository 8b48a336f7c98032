"""Where the changes of one message are looked at: what can be kept becomes an edit, the rest an answer to the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from opsassess.assessment import Answer
from opsassess.entries import FILES, Edit, Entry, Receipt
from opsassess.interview.modes import Mode
from opsassess.interview.patches import Patch
from opsassess.interview.picture import Picture
from opsassess.interview.proposals import Ground, RefusedError, change_of
from opsassess.interview.secrets import Secrets
from opsassess.interview.untrusted import texts_in
from opsassess.targets import values_of

Result = dict[str, Any]
_HIDDEN = "This is hidden in the way the interview is held now, so it cannot be changed from here. Show it first."
_EDITORS = {"": "another program", **FILES}


@dataclass(kw_only=True)
class Desk:
    """The changes of one message."""

    picture: Picture
    mode: Mode
    now: dt.datetime
    secrets: Secrets
    contested: tuple[Entry, ...] = ()  # what waits for a choice
    edits: list[Edit] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)  # of what is no edit; after `settle` of all

    @property
    def today(self) -> dt.date:
        """Return the day of the person who interviews."""
        return self.now.date()

    def take(self, sent: Iterable[Patch], *, editor: str) -> None:
        """Sort changes into edits and those that are refused; one may rest on another before it."""
        ground = Ground(
            questionnaire=self.picture.questionnaire,
            assessment=self.picture.assessment,
            at=self.now.astimezone(dt.UTC),
            today=self.today,
            latest=self.picture.latest,
            beside=tuple(entry.change for entry in self.contested if isinstance(entry.change, Answer)),
        )
        for patch in sent:
            if secret := self._secret(patch):
                self.results.append(_result(patch.n, "secret", why=secret))
                continue
            try:
                edit = self._edit(patch, ground, editor)
            except RefusedError as error:
                self.results.append(_result(patch.n, "refused", why=str(error)))
                continue
            self.edits.append(edit)
            ground = ground.with_change(edit.change)

    def _secret(self, patch: Patch) -> str:
        if patch.fault or patch.secret_ok:
            return ""
        return self.secrets.name_of((*patch.target, *texts_in(patch.value)))

    def _edit(self, patch: Patch, ground: Ground, editor: str) -> Edit:
        if patch.fault:
            raise RefusedError(patch.fault)
        if not self.mode.shows(patch.target):
            raise RefusedError(_HIDDEN)
        if patch.value is None and patch.target == ("respondent", self.mode.respondent):
            raise RefusedError("This person answers alone now, so it stays. Hold the interview together first.")
        return Edit(change=change_of(patch, ground), editor=editor, n=patch.n, seen=patch.seen)

    def settle(self, receipts: Iterable[Receipt]) -> None:
        """Add what the store made of the edits."""
        for edit, receipt in zip(self.edits, receipts, strict=True):
            theirs = [_theirs(entry, edit, self.mode) for entry in receipt.theirs]
            seq = receipt.seq or None
            self.results.append(_result(edit.n, receipt.status, seq=seq, why=receipt.why, theirs=theirs))


def _result(n: int, status: str, *, seq: int | None = None, why: str = "", theirs: Iterable[Result] = ()) -> Result:
    return {"n": n, "status": status, "seq": seq, "why": why, "theirs": list(theirs)}


def _theirs(entry: Entry, edit: Edit, mode: Mode) -> Result:
    """Return what somebody else said at the place of an edit."""
    (target,) = values_of(edit.change)
    change = entry.change
    value = mode.seen_of(target, values_of(change)[target]) if change else None
    at = getattr(change, "at", None) or entry.saved_at
    who = _EDITORS.get(entry.editor, "another page")
    return {"seq": entry.seq, "value": value, "at": at.isoformat(), "who": who}
