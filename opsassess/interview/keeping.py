"""What the interview needs of a store: a few verbs, so that it neither loads a database nor holds a file open."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from opsassess.changes import Change
from opsassess.entries import Edit, Entry, Receipt, Saved, State
from opsassess.questionnaire import Questionnaire


class Keeper(Protocol):
    """A store of assessments. Any method raises `StoreError` with a sentence when it cannot do it."""

    def state(self, number: int | None = None) -> State:
        """Return an assessment as it is now."""
        ...

    def questionnaire_of(self, number: int | None = None) -> Questionnaire:
        """Return the questionnaire that it follows."""
        ...

    def record(self, number: int, change: Change) -> Saved:
        """Save one change."""
        ...

    def take_edits(
        self, number: int, made: Iterable[Edit], *, after: int
    ) -> tuple[tuple[Receipt, ...], tuple[Entry, ...]]:
        """Save what people did; return what became of each edit, and all that is new after an entry."""
        ...

    def changes_since(self, number: int, seq: int) -> tuple[Entry, ...]:
        """Return what was saved after an entry."""
        ...

    def history(self, number: int, item: str) -> tuple[Entry, ...]:
        """Return what was said and done about an item."""
        ...
