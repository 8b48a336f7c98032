"""How a test case is run while the agent is paused: only one that is not written shows that the writes are off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from opsassess.described.book import Book
from opsassess.described.shapes import rows_in
from opsassess.described.values import text_of
from opsassess.questionnaire import Item

_TEST = re.compile(r"\btest(?:s|ed)?\b", re.IGNORECASE)
_WHILE_PAUSED = re.compile(r"\bwh(?:ile|en)\b[^.;]{0,40}\bpaused\b[^.;]*[.;]?", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class TrialCase:
    """How a test case is run while the agent is paused, as somebody told it for other steps."""

    tested: bool  # the steps of the drill run one themselves
    text: str  # empty: nobody told it
    title: str  # of the steps that have it

    @property
    def known(self) -> bool:
        """Tell whether somebody told it."""
        return self.tested or bool(self.text)


def trial_case(book: Book, item: Item) -> TrialCase:
    """Return how a test case is run for the steps of an item, by the first page that says it."""
    found = ((title, text) for title, texts in _steps(book) for do in texts if (text := _while_paused(do)))
    title, text = next(found, ("", ""))
    told = book.entries[item.id].told
    own = _done(told.content) if told else ()
    return TrialCase(tested=any(_TEST.search(do) for do in own), text=text, title=title)


def _steps(book: Book) -> Iterator[tuple[str, tuple[str, ...]]]:
    for entry in book.entries.values():
        if entry.told:
            yield entry.item.title, _done(entry.told.content)


def _done(content: object) -> tuple[str, ...]:
    """Return what is done in each step."""
    steps = rows_in(content.get("steps")) if isinstance(content, Mapping) else ()
    return tuple(text_of(row.get("do")) for row in steps)


def _while_paused(do: str) -> str:
    """Return a step up to where it says that it is a test that runs while the agent is paused."""
    found = _WHILE_PAUSED.search(do) if _TEST.search(do) else None
    return do[: found.end()].strip().rstrip(".;") if found else ""
