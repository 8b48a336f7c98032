"""Where something is tried and how a test case is run while the agent is paused, as the answers have it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from opsassess.described.book import Book
from opsassess.described.shapes import rows_in
from opsassess.described.values import text_of
from opsassess.described.words import left_open_in
from opsassess.phrases import phrase
from opsassess.questionnaire import Item

_STAGING = "r4_change.staging"
_CLAUSE = re.compile(r"(?<=[.!?;])\s+")
_TEST = re.compile(r"\btest(?:s|ed)?\b", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')  # the name of a button runs no test
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


@dataclass(frozen=True, kw_only=True)
class TrialPlace:
    """Where changes are tried, in the words of who told it."""

    text: str
    who: str
    title: str  # of the page that has it


def trial_place(book: Book) -> TrialPlace | None:
    """Return the test place that the answer on trying changes names; nothing of one that is open, or not there."""
    entry = book.entries.get(_STAGING)
    if entry is None or entry.told is None:
        return None
    clauses = (clause.strip(" .;") for clause in _CLAUSE.split(text_of(entry.told.content)))
    named = next(filter(None, map(_place_in, clauses)), "")
    return TrialPlace(text=named, who=entry.told.respondent.name, title=entry.item.title) if named else None


def _place_in(clause: str) -> str:
    """Return a clause up to the comma after the place that it names, without what is done there."""
    found = phrase("test_place").search(clause)
    said = clause[: found.end()] + clause[found.end() :].partition(",")[0] if found else ""
    return "" if phrase("denied").search(said) or left_open_in(clause) else said


def trial_case(book: Book, item: Item) -> TrialCase:
    """Return how a test case is run for the steps of an item, by the first page that says it."""
    found = ((title, text) for title, texts in _steps(book) for do in texts if (text := _while_paused(do)))
    title, text = next(found, ("", ""))
    told = book.entries[item.id].told
    own = _done(told.content) if told else ()
    return TrialCase(tested=any(_TEST.search(_QUOTED.sub("", do)) for do in own), text=text, title=title)


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
